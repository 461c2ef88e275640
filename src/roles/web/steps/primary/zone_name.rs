//! The zone's name, typed in either form: with the letters of any script, or as the DNS has it. The project keeps the
//! latter.

use std::cell::Cell;

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::parts::field::Field;
use super::super::super::state::use_project;
use super::super::super::text::{fill, fill_plain, t};
use crate::product::api::worker::{Answer, DocId, Job, Reply};
use crate::product::project::{Action, Field as Typed};

/// The worker's name for such questions; it holds no document under it.
const DOC: DocId = 6;

/// What the worker said about a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Forms {
    of: String,
    ascii: Option<String>,
    unicode: Option<String>,
}

/// The field.
#[component]
pub(super) fn ZoneName() -> Html {
    let (project, check) = (use_project(), use_check());
    let p = t().primary;
    let name = project.draft.zone_name.clone();
    let forms = use_state_eq(Forms::default);
    let rev = use_memo((), |()| Cell::new(0));
    {
        let (forms, worker) = (forms.clone(), check.worker().clone());
        use_effect_with(name.clone(), move |name| {
            if !has_forms(name) {
                return;
            }
            let of = name.clone();
            let on = Callback::from(move |reply| {
                if let Reply::Result { result: Answer::Name { ascii, unicode }, .. } = reply {
                    forms.set(Forms { of: of.clone(), ascii, unicode });
                }
            });
            rev.set(rev.get() + 1);
            worker.ask(DOC, rev.get(), Job::Name { text: name.clone() }, on);
        });
    }
    let told = Some((*forms).clone()).filter(|forms| forms.of == name && has_forms(&name));
    let oninput = {
        let project = project.clone();
        Callback::from(move |text: String| project.dispatch(Action::Type(Typed::ZoneName, text.trim().to_owned())))
    };
    let ascii = told.as_ref().and_then(|forms| forms.ascii.clone());
    // Whoever leaves the field has typed the whole name; the answer may come after that.
    let left = use_mut_ref(|| true);
    let written = ascii.clone().filter(|_| !name.is_ascii());
    let onfocusin = {
        let left = left.clone();
        Callback::from(move |_: FocusEvent| *left.borrow_mut() = false)
    };
    let onfocusout = {
        let (project, left, written, waits) = (project.clone(), left.clone(), written.clone(), !name.is_ascii());
        Callback::from(move |_: FocusEvent| match &written {
            Some(ascii) => project.dispatch(Action::Type(Typed::ZoneName, ascii.clone())),
            None => *left.borrow_mut() = waits,
        })
    };
    {
        let project = project.clone();
        use_effect_with(written, move |written| {
            // Once: what an undo brings back stays.
            if let Some(ascii) = written.as_ref().filter(|_| left.replace(false)) {
                project.dispatch(Action::Type(Typed::ZoneName, ascii.clone()));
            }
        });
    }
    let wrong = told.as_ref().is_some_and(|forms| forms.ascii.is_none());
    let known = project.checked.as_ref().filter(|_| project.has_zone()).and_then(|c| c.origin.clone());
    let from = known.map_or_else(|| p.zone_hint_none.into(), |zone| fill(p.zone_hint, &[("zone", &zone)]));
    let hint = match (told.and_then(|forms| forms.unicode), ascii) {
        (Some(unicode), _) if name.is_ascii() => format!("{} {from}", fill(p.zone_read, &[("name", &unicode)])),
        (_, Some(ascii)) if !name.is_ascii() => format!("{} {from}", fill_plain(p.zone_dns, &[("name", &ascii)])),
        _ => from,
    };
    html! {
        <div {onfocusin} {onfocusout}>
            <Field label={p.zone} id="zone-name" value={name} {oninput} mono=true placeholder={check.last_origin.to_string()}
                error={wrong.then_some(p.zone_wrong)} {hint} />
        </div>
    }
}

/// Whether a name may have a second form.
fn has_forms(name: &str) -> bool {
    !name.is_ascii() || name.to_ascii_lowercase().contains("xn--")
}

#[cfg(test)]
mod tests {
    use super::has_forms;

    #[test]
    fn most_names_have_one_form() {
        assert_eq!(["example.com", "XN--x.example", "b\u{fc}cher.example"].map(has_forms), [false, true, true]);
    }
}
