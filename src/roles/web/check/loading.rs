//! A zone from elsewhere than the editor: a file, the primary, a sample. Small texts go into the editor, others to the
//! worker alone.

use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use super::super::io::editor::with_lf;
use super::super::io::files::{self, Opened, Unread};
use super::super::state::use_project;
use super::super::text::t;
use super::use_check;
use crate::engine::limits::TextLimits;
use crate::product::project::{Action, Draft, Held};

/// Counts loads, and says why the last one failed.
#[derive(Clone, PartialEq)]
pub(crate) struct Loads {
    /// Counts texts that came from elsewhere than the editor, which must then show them.
    pub(super) count: UseStateHandle<u32>,
    /// What went wrong with the last file.
    pub trouble: UseStateHandle<Option<&'static str>>,
}

/// The loads' context; absent outside `Checks`.
#[hook]
pub(crate) fn use_loads() -> Option<Loads> {
    use_context::<Loads>()
}

/// Replaces the zone by a text.
#[hook]
pub(crate) fn use_load_text() -> Callback<String> {
    let project = use_project();
    let (loads, check, hold) = (use_loads(), use_check(), use_hold());
    Callback::from(move |text: String| {
        if text.len() > TextLimits::EDITOR_BYTES as usize {
            return hold.emit(files::file_of("zone", &text));
        }
        let text = with_lf(&text);
        check.mirror.replace(text.clone(), None);
        project.dispatch(Action::ZoneText(text));
        if let Some(loads) = &loads {
            loads.trouble.set(None);
            loads.count.set(*loads.count + 1);
        }
    })
}

/// Replaces the project by another one.
#[hook]
pub(crate) fn use_open_project() -> Callback<Draft> {
    let (project, check, loads) = (use_project(), use_check(), use_loads());
    Callback::from(move |draft: Draft| {
        check.mirror.open(draft.zone_text.clone());
        project.dispatch(Action::Open(Box::new(draft)));
        if let Some(loads) = &loads {
            loads.trouble.set(None);
            loads.count.set(*loads.count + 1);
        }
    })
}

/// Replaces the zone by a file that only the worker reads; none says that it could not be read.
#[hook]
fn use_hold() -> Callback<Option<File>> {
    let (project, check, loads) = (use_project(), use_check(), use_loads());
    Callback::from(move |file: Option<File>| {
        let trouble = if file.is_some() { None } else { Some(t().zone.open_failed) };
        if let Some(file) = file {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a file's size in bytes")]
            let held = Held { name: file.name(), bytes: file.size() as u64 };
            check.mirror.replace(String::new(), Some(file));
            project.dispatch(Action::Hold(held));
        }
        if let Some(loads) = &loads {
            loads.trouble.set(trouble);
        }
    })
}

/// Replaces the zone by what a file holds.
#[hook]
pub(crate) fn use_open_file() -> Callback<File> {
    let (load, hold, loads) = (use_load_text(), use_hold(), use_loads());
    Callback::from(move |file: File| {
        let (load, hold, loads) = (load.clone(), hold.clone(), loads.clone());
        spawn_local(async move {
            match files::read(file).await {
                Ok(Opened::Text(text)) => load.emit(text),
                Ok(Opened::Held(file)) => hold.emit(Some(file)),
                Err(Unread::Failed) => hold.emit(None),
                Err(Unread::Large) => {
                    if let Some(loads) = &loads {
                        loads.trouble.set(Some(t().zone.open_large));
                    }
                }
            }
        });
    })
}
