//! What the browser keeps: texts under a name, in `localStorage` over visits or in `sessionStorage` over reloads. A
//! browser may forbid both; then nothing is kept and nothing fails.

use web_sys::Storage;

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// What is kept under `name` over visits.
pub(crate) fn read(name: &str) -> Option<String> {
    local()?.get_item(name).ok()?
}

/// Keeps `value` over visits; whether the browser took it.
pub(crate) fn write(name: &str, value: &str) -> bool {
    local().is_some_and(|store| store.set_item(name, value).is_ok())
}

/// Forgets what is kept under `name` over visits.
pub(crate) fn remove(name: &str) {
    if let Some(store) = local() {
        let _ = store.remove_item(name);
    }
}

/// What is kept under `name` while the tab lives.
pub(crate) fn read_session(name: &str) -> Option<String> {
    session()?.get_item(name).ok()?
}

/// Keeps `value` while the tab lives.
pub(crate) fn write_session(name: &str, value: &str) {
    if let Some(store) = session() {
        let _ = store.set_item(name, value);
    }
}
