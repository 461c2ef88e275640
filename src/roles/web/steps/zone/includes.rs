//! The files that `$INCLUDE` names: which were given, a button to give each.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::super::check::use_loads;
use super::super::super::io::files::{self, Opened, Unread};
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::pane::Pane;
use super::super::super::state::use_project;
use super::super::super::text::{fill, number, t};
use crate::product::api::worker::{Checked, Included};
use crate::product::project;

/// Properties of [`Includes`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct IncludesProperties {
    /// The last check.
    pub result: Rc<Checked>,
}

/// The list.
#[component]
pub(crate) fn Includes(props: &IncludesProperties) -> Html {
    let z = t().zone;
    html! {
        <Pane title={z.includes} meta={z.includes_why} class="us-zone-includes">
            <ul class="us-includes" role="list">
                { for props.result.included.iter().map(|file| html! { <Row key={file.path.clone()} file={file.clone()} /> }) }
            </ul>
        </Pane>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RowProperties {
    file: Included,
}

#[component]
fn Row(props: &RowProperties) -> Html {
    let (project, loads) = (use_project(), use_loads());
    let input = use_node_ref();
    let z = t().zone;
    let path = props.file.path.clone();
    let onclick = {
        let input = input.clone();
        Callback::from(move |()| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    let onchange = {
        let (project, path) = (project.clone(), path.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|files| files.item(0));
            // The same file may be chosen again after it was changed.
            input.set_value("");
            let Some(file) = file else { return };
            let (project, path, loads) = (project.clone(), path.clone(), loads.clone());
            spawn_local(async move {
                let trouble = match files::read(file).await {
                    Ok(Opened::Text(text)) => {
                        project.dispatch(project::Action::Include(path, Some(text)));
                        None
                    }
                    // Included files are kept with the project, so what the editor does not take they cannot be.
                    Ok(Opened::Held(_)) | Err(Unread::Large) => Some(t().zone.include_large),
                    Err(Unread::Failed) => Some(t().zone.open_failed),
                };
                if let Some(loads) = &loads {
                    loads.trouble.set(trouble);
                }
            });
        })
    };
    let remove = {
        let (project, path) = (project.clone(), path.clone());
        Callback::from(move |()| project.dispatch(project::Action::Include(path.clone(), None)))
    };
    let (sign, state) = match props.file.bytes {
        Some(bytes) => (Sign::Ok, fill(z.include_given, &[("n", &number(bytes))])),
        None => (Sign::Bad, z.include_missing.to_owned()),
    };
    html! {
        <li class="us-include">
            <Mark {sign} small=true />
            <span class="mono">{ &path }</span>
            <span class="us-meta">{ state }</span>
            <Action label={fill(z.include_choose, &[("path", &path)])} weight={Weight::Inline} {onclick} />
            if props.file.bytes.is_some() {
                <Action label={fill(z.include_remove, &[("path", &path)])} weight={Weight::Inline} onclick={remove} />
            }
            <input type="file" ref={input} {onchange} hidden=true />
        </li>
    }
}
