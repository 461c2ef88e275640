//! What is thrown: an `Error` with a `code` beside its message.

use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// An argument that cannot be used.
#[derive(Debug)]
pub(super) struct Fault {
    code: &'static str,
    message: String,
}

impl Fault {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl From<Fault> for JsValue {
    fn from(fault: Fault) -> Self {
        let error = Error::new(&fault.message);
        // Setting a key of a fresh object does not fail.
        let _ = Reflect::set(&error, &"code".into(), &fault.code.into());
        error.into()
    }
}
