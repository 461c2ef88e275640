//! A file from the page's disk, which comes piece by piece: the browser fetches the next while the worker reads the one before.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ReadableStreamByobReader, ReadableStreamDefaultReader, ReadableStreamReadResult};

use super::desk::Chunks;
use super::wake::Wake;

/// Octets of a piece at most: few enough to be in the processor's cache still when they are read, and enough that the way
/// to the browser and back costs little.
const PIECE: u32 = 2 << 20;

/// A file on its way.
pub(super) struct Dropped {
    size: u64,
    reader: Option<Reader>,
    next: Rc<RefCell<Piece>>,
    wake: Rc<Wake>,
}

/// Gives one piece after the other.
enum Reader {
    /// Into room that is used again and again: new room, which the system has to clear, costs as much as reading.
    Byob(ReadableStreamByobReader),
    /// Where a browser cannot do so.
    Plain(ReadableStreamDefaultReader),
}

/// The next piece of a file.
enum Piece {
    Asked,
    Here(Uint8Array),
    /// The file is over.
    End,
    Failed,
}

impl Dropped {
    /// Begins to read; wakes the worker whenever something came.
    pub(super) fn new(file: &Blob, wake: &Rc<Wake>) -> Self {
        // A file's size is a whole number below 2^53.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size in bytes")]
        let size = file.size() as u64;
        let (reader, next) = (Reader::new(file), Rc::new(RefCell::new(Piece::Asked)));
        let dropped = Self { size, reader, next, wake: Rc::clone(wake) };
        dropped.ask(&ArrayBuffer::new(PIECE));
        dropped
    }

    /// Asks for the next piece, in that room if the browser can use it.
    fn ask(&self, room: &ArrayBuffer) {
        let Some(reader) = &self.reader else {
            *self.next.borrow_mut() = Piece::Failed;
            return self.wake.ring();
        };
        let (came, next, wake) = (reader.read(room), Rc::clone(&self.next), Rc::clone(&self.wake));
        spawn_local(async move {
            let read = JsFuture::from(came).await;
            *next.borrow_mut() = read.map_or(Piece::Failed, |read| {
                // At the end there is no value, or an empty one.
                let value = read.unchecked_into::<ReadableStreamReadResult>().get_value();
                let octets = value.dyn_into::<Uint8Array>().ok().filter(|octets| octets.length() > 0);
                octets.map_or(Piece::End, Piece::Here)
            });
            wake.ring();
        });
    }
}

impl Reader {
    fn new(file: &Blob) -> Option<Self> {
        let stream = file.stream();
        let byob = ReadableStreamByobReader::new(&stream).map(Self::Byob);
        byob.or_else(|_| ReadableStreamDefaultReader::new(&stream).map(Self::Plain)).ok()
    }

    fn read(&self, room: &ArrayBuffer) -> Promise {
        match self {
            Self::Byob(reader) => reader.read_with_array_buffer_view(&Uint8Array::new(room)),
            Self::Plain(reader) => reader.read(),
        }
    }

    fn cancel(&self) -> Promise {
        match self {
            Self::Byob(reader) => reader.cancel(),
            Self::Plain(reader) => reader.cancel(),
        }
    }
}

impl Chunks for Dropped {
    fn len(&self) -> u64 {
        self.size
    }

    fn take(&mut self, into: &mut Vec<u8>) -> Result<bool, ()> {
        let next = std::mem::replace(&mut *self.next.borrow_mut(), Piece::Asked);
        match next {
            Piece::Asked => Ok(false),
            Piece::Here(octets) => {
                let at = into.len();
                into.resize(at + octets.length() as usize, 0);
                octets.copy_to(into.get_mut(at..).unwrap_or_default());
                if (into.len() as u64) < self.size {
                    self.ask(&octets.buffer());
                }
                Ok(true)
            }
            // Of a file that became shorter the end comes too early.
            Piece::End if into.len() as u64 == self.size => Ok(true),
            Piece::End | Piece::Failed => Err(()),
        }
    }
}

impl Drop for Dropped {
    fn drop(&mut self) {
        if let Some(reader) = &self.reader {
            let over = reader.cancel();
            // Whether it worked interests nobody.
            spawn_local(async { drop(JsFuture::from(over).await) });
        }
    }
}
