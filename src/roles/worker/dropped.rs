//! A file from the page's disk, read in parts of which several are on their way: the browser fetches them while the worker does
//! other things, and in less time than one after the other.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

use super::desk::Chunks;
use super::wake::Wake;

/// Octets of a part.
const PART: u64 = 16 << 20;
/// Parts on their way at the same time: what came too early is held outside the worker's own memory.
const LANES: usize = 4;

/// A file on its way.
pub(super) struct Dropped {
    size: u64,
    coming: Rc<RefCell<Coming>>,
}

/// What has come and is not taken yet, and what is to be asked for.
#[derive(Default)]
struct Coming {
    /// By offset.
    parts: BTreeMap<u64, Uint8Array>,
    next: u64,
    failed: bool,
    /// Nobody waits any more.
    over: bool,
}

impl Dropped {
    /// Begins to read; wakes the worker whenever something came.
    pub(super) fn new(file: File, wake: &Rc<Wake>) -> Self {
        // A file's size is a whole number below 2^53.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size in bytes")]
        let size = file.size() as u64;
        let coming = Rc::new(RefCell::new(Coming::default()));
        for _ in 0..LANES {
            spawn_local(lane(file.clone(), size, Rc::clone(&coming), Rc::clone(wake)));
        }
        Self { size, coming }
    }
}

impl Chunks for Dropped {
    fn len(&self) -> u64 {
        self.size
    }

    fn take(&mut self, into: &mut Vec<u8>) -> Result<bool, ()> {
        let mut coming = self.coming.borrow_mut();
        let before = into.len();
        while let Some(part) = coming.parts.remove(&(into.len() as u64)) {
            let at = into.len();
            into.resize(at + part.length() as usize, 0);
            part.copy_to(into.get_mut(at..).unwrap_or_default());
        }
        if coming.failed { Err(()) } else { Ok(into.len() > before) }
    }
}

impl Drop for Dropped {
    fn drop(&mut self) {
        self.coming.borrow_mut().over = true;
    }
}

/// Reads one part after the other, each the next that nobody reads.
async fn lane(file: File, size: u64, coming: Rc<RefCell<Coming>>, wake: Rc<Wake>) {
    loop {
        let from = {
            let mut coming = coming.borrow_mut();
            if coming.over || coming.failed || coming.next >= size {
                return;
            }
            coming.next += PART;
            coming.next - PART
        };
        let to = size.min(from + PART);
        match part(&file, from, to).await {
            Some(octets) => drop(coming.borrow_mut().parts.insert(from, octets)),
            None => coming.borrow_mut().failed = true,
        }
        wake.ring();
    }
}

/// What stands there; none when that cannot be read whole, as when the file was changed meanwhile.
async fn part(file: &File, from: u64, to: u64) -> Option<Uint8Array> {
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    let blob = file.slice_with_f64_and_f64(from as f64, to as f64).ok()?;
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    let octets = Uint8Array::new(buffer.dyn_ref::<ArrayBuffer>()?);
    (u64::from(octets.length()) == to - from).then_some(octets)
}
