//! The worker's message to itself: it lets those from the page come first, where a timer would wait four milliseconds each time.

use std::cell::Cell;

use wasm_bindgen::JsValue;
use web_sys::MessagePort;

/// Wakes the worker, once however often it is asked to before that.
pub(super) struct Wake {
    port: MessagePort,
    rung: Cell<bool>,
}

impl Wake {
    /// Of a port at whose other end somebody listens.
    pub(super) const fn new(port: MessagePort) -> Self {
        Self { port, rung: Cell::new(false) }
    }

    /// Has the worker woken once what was sent before is heard.
    pub(super) fn ring(&self) {
        if !self.rung.replace(true) {
            let _ = self.port.post_message(&JsValue::NULL);
        }
    }

    /// The worker is awake.
    pub(super) fn heard(&self) {
        self.rung.set(false);
    }
}
