//! Who closes or reloads the page in the middle of a word loses none of it.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::check::use_check;
use super::io::locks::Got;
use super::keeping::listen;
use super::kept;
use super::state::Project;
use crate::product::project::Draft;

/// Writes the open project once more as the page goes, unless `written` is what it holds. All is read as it is then: what was changed last may
/// be rendered, and written by `Keeps`, only later.
#[hook]
pub(super) fn use_last_words(
    opened: UseStateHandle<Rc<str>>,
    got: UseStateHandle<Option<(Rc<str>, Got)>>,
    project: Project,
    written: Rc<RefCell<Option<Draft>>>,
) {
    let check = use_check();
    let last = use_mut_ref(|| None::<Box<dyn Fn()>>);
    *last.borrow_mut() = Some(Box::new(move || {
        let id = (*opened).clone();
        if got.as_ref().is_none_or(|(of, got)| *of != id || *got != Got::Ours) {
            return;
        }
        let mut draft = project.draft.clone();
        if check.is_ahead() {
            draft.zone_text = check.text();
        }
        if written.borrow().as_ref() != Some(&draft) {
            kept::write(&id, &draft);
        }
    }));
    use_effect_with((), move |()| {
        listen("pagehide", move |_: web_sys::Event| {
            if let Some(last) = &*last.borrow() {
                last();
            }
        })
    });
}
