//! The npm package: the same core for JavaScript, in a browser and in Node (www/module/README.md documents it).
//!
//! Values cross as plain objects; their shapes are those of `product::api`, written down for TypeScript in
//! [`types`]. Nothing here throws for bad zone text or a bad key: that is an answer. What throws is an `Error` with a
//! `code`: an argument that cannot be used.

mod fault;
pub mod key;
mod options;
pub mod rehearse;
pub mod sign;
mod types;
pub mod zone;

use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use fault::Fault;

/// The package's version.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// An answer as a plain object: maps as objects, 64-bit counts as numbers, absent things as absent keys.
fn plain(value: &impl Serialize) -> Result<JsValue, Fault> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(|why| Fault::new("answer-unwritable", why.to_string()))
}

/// A string or octets, as octets.
fn octets(value: &JsValue, argument: &str) -> Result<Vec<u8>, Fault> {
    if let Some(text) = value.as_string() {
        return Ok(text.into_bytes());
    }
    if value.is_instance_of::<Uint8Array>() {
        return Ok(Uint8Array::new(value).to_vec());
    }
    Err(Fault::new("argument-type", format!("{argument} must be a string or a Uint8Array")))
}
