//! Which tab writes a project: a lock of the browser's, held while the project is open.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use yew::Callback;

// web-sys holds the interface back as unstable; every browser of www/build.mjs has it.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request(name: &str, options: &JsValue, callback: &JsValue) -> Result<Promise, JsValue>;
}

/// What became of a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Got {
    /// It is ours.
    Ours,
    /// Another tab has it, or took it over.
    Elsewhere,
}

/// A lock that was asked for; dropping it gives it back.
pub(crate) struct Lock(Rc<RefCell<Option<Function>>>);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = self.0.borrow_mut().take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

impl Lock {
    /// Asks for the lock `name`, from whoever has it when `steal`. `tell` hears what became of it, then and later. Where
    /// the browser has no locks (outside a secure context) it is ours.
    pub(crate) fn take(name: &str, steal: bool, tell: Callback<Got>) -> Self {
        let release = Rc::new(RefCell::new(None::<Function>));
        let options = Object::new();
        let _ = Reflect::set(&options, &(if steal { "steal" } else { "ifAvailable" }).into(), &JsValue::TRUE);
        let (kept, told) = (release.clone(), tell.clone());
        let got = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() {
                told.emit(Got::Elsewhere);
                return JsValue::UNDEFINED;
            }
            let promise = Promise::new(&mut |resolve, _| {
                kept.replace(Some(resolve));
            });
            told.emit(Got::Ours);
            // The lock is held until this promise is resolved.
            promise.into()
        });
        match request(name, &options, &got) {
            Ok(held) => {
                wasm_bindgen_futures::spawn_local(async move {
                    // It is refused when another tab takes the lock over.
                    if wasm_bindgen_futures::JsFuture::from(held).await.is_err() {
                        tell.emit(Got::Elsewhere);
                    }
                });
            }
            Err(_) => tell.emit(Got::Ours),
        }
        Self(release)
    }
}
