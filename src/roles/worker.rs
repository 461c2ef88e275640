//! The page's Web Worker: parsing and checking away from the main thread.

/// Starts the worker in its global scope.
pub fn run() {
    let _scope = js_sys::global();
}
