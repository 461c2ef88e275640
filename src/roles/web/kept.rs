//! Where the browser keeps projects: the list under one name, each project's draft and the record of its
//! apply under their own, and in the tab's session which one is open here.

use super::io::storage;
use crate::product::project::{Applied, Draft, Shelf};

const SHELF: &str = "understudy.projects";
/// The one project that earlier versions kept, and the beginning of the names of all.
const PROJECT: &str = "understudy.project";
const OPEN: &str = "understudy.open";

/// Now, in Unix milliseconds.
pub(crate) fn now_ms() -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the present is after 1970")]
    let now = js_sys::Date::now() as u64;
    now
}

/// The name under which a project's draft is kept.
pub(crate) fn key(id: &str) -> String {
    format!("{PROJECT}.{id}")
}

/// Whether anything is kept.
pub(crate) fn any() -> bool {
    [SHELF, PROJECT].iter().any(|name| storage::read(name).is_some())
}

/// The list.
pub(crate) fn shelf() -> Shelf {
    storage::read(SHELF).map(|json| Shelf::restore(&json)).unwrap_or_default()
}

/// Changes the list, as it is this instant: another tab may have changed it too.
pub(crate) fn update(change: impl FnOnce(&mut Shelf)) {
    let mut now = shelf();
    change(&mut now);
    storage::write(SHELF, &now.store());
}

/// A project's draft.
pub(crate) fn draft(id: &str) -> Option<Draft> {
    Draft::restore(&storage::read(&key(id))?).ok()
}

/// Keeps a project's draft; whether the browser took it.
pub(crate) fn write(id: &str, draft: &Draft) -> bool {
    storage::write(&key(id), &draft.store())
}

/// Forgets a project's draft and what was applied.
pub(crate) fn forget(id: &str) {
    storage::remove(&key(id));
    storage::remove(&applied_key(id));
}

fn applied_key(id: &str) -> String {
    format!("{PROJECT}.{id}.applied")
}

/// What a project's last apply did.
pub(crate) fn applied(id: &str) -> Applied {
    storage::read(&applied_key(id)).and_then(|json| Applied::restore(&json)).unwrap_or_default()
}

/// Keeps it while it matters; whether the browser took it.
pub(crate) fn write_applied(id: &str, applied: &Applied) -> bool {
    if applied.matters() {
        return storage::write(&applied_key(id), &applied.store());
    }
    storage::remove(&applied_key(id));
    true
}

/// This tab has that project open.
pub(crate) fn remember(id: &str) {
    storage::write_session(OPEN, id);
}

/// The project that is open in this tab: the session's, else the one changed last, else a new one.
pub(crate) fn open_id() -> String {
    let shelf = shelf();
    let session = storage::read_session(OPEN).filter(|id| storage::read(&key(id)).is_some());
    let last = || shelf.found("").first().map(|entry| entry.id.clone());
    let id = session.or_else(last).unwrap_or_else(|| {
        let id = shelf.free_id(now_ms());
        // What an earlier version kept becomes the first project.
        if let Some(old) = storage::read(PROJECT).and_then(|json| Draft::restore(&json).ok())
            && write(&id, &old)
        {
            storage::remove(PROJECT);
        }
        id
    });
    remember(&id);
    id
}
