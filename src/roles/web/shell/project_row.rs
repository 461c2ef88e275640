//! One project of the list: its name, how it stood, what can be done to it.

use js_sys::Array;
use yew::prelude::*;

use super::super::io::{companion::origin, files};
use super::super::keeping::use_keeping;
use super::super::kept;
use super::super::parts::action::{Action, Weight};
use super::super::parts::mark::{Mark, Sign};
use super::super::route;
use super::super::text::{ago, both, fill, fill_plain, t};
use super::state_line::word;
use crate::product::project::steps::Step;
use crate::product::project::{Draft, Entry, ProviderKind};

/// Properties of [`Row`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct RowProperties {
    /// The project.
    pub entry: Entry,
    /// Delete it.
    pub ondelete: Callback<()>,
    /// It was opened.
    pub onopened: Callback<()>,
}

/// The row.
#[component]
pub(crate) fn Row(props: &RowProperties) -> Html {
    let Some(keeping) = use_keeping() else { return html! {} };
    let words = t().projects;
    let naming = use_state_eq(|| false);
    let entry = &props.entry;
    let name = if entry.name().is_empty() { words.unnamed.to_owned() } else { entry.name().to_owned() };
    let id = entry.id.clone();
    let is_open = *keeping.id == *id;
    let open = {
        let (keeping, id, opened) = (keeping.clone(), id.clone(), props.onopened.clone());
        Callback::from(move |()| {
            if *keeping.id != *id {
                keeping.open(&id);
            }
            opened.emit(());
        })
    };
    let duplicate = {
        let (keeping, id, name) = (keeping.clone(), id.clone(), name.clone());
        Callback::from(move |()| {
            let title = fill_plain(words.copy_of, &[("name", &name)]);
            keeping.create(Draft { title, ..keeping.draft(&id) });
        })
    };
    let export = {
        let (keeping, id, name, zone) = (keeping.clone(), id.clone(), name.clone(), entry.zone.clone());
        Callback::from(move |()| {
            let draft = keeping.draft(&id);
            // What the command line reads too; what was typed and has no place there is kept in the page's own form.
            let text = draft.to_file(&zone, &origin()).map_or_else(|| draft.store(), |file| file.to_json());
            let file = format!("{}.understudy.json", name.trim_end_matches('.').replace(['/', '\\', ' '], "-"));
            files::download(&file, "application/json", &Array::of1(&text.into()));
        })
    };
    let rename = {
        let naming = naming.clone();
        Callback::from(move |()| naming.set(!*naming))
    };
    let onname = {
        let (keeping, id, naming) = (keeping.clone(), id, naming.clone());
        Callback::from(move |event: Event| {
            keeping.rename(&id, event.target_unchecked_into::<web_sys::HtmlInputElement>().value());
            naming.set(false);
        })
    };
    let provider = match entry.provider {
        ProviderKind::Cloudflare => t().rail.cloudflare,
        ProviderKind::Local => t().rail.this_machine,
    };
    let worst = entry.worst();
    let changed = (entry.changed_ms > 0)
        .then(|| fill(words.changed, &[("ago", &ago(kept::now_ms().saturating_sub(entry.changed_ms)))]));
    let act = |label: &'static str, icon: &'static str, onclick: Callback<()>| {
        html! { <Action label={fill(label, &[("name", &name)])} {icon} weight={Weight::Plain} {onclick} /> }
    };
    html! {
        <li class={classes!("us-projects__row", is_open.then_some("is-open"))}>
            <Mark sign={Sign::from(worst)} label={word(worst)} />
            if *naming {
                <input class="us-select" aria-label={words.name} value={entry.title.clone()} placeholder={name.clone()} onchange={onname} />
            } else {
                <Action label={both(&name)} weight={Weight::Inline} onclick={open} />
            }
            <span class="us-meta" title={changed}>{ provider }{ if is_open { format!(", {}", words.open_now) } else { String::new() } }</span>
            <span class="us-projects__marks">{ for Step::ALL.into_iter().zip(&entry.marks).map(|(step, mark)| html! {
                <Mark sign={Sign::from(*mark)} small=true label={format!("{}: {}", route::name(step), word(*mark))} />
            }) }</span>
            <span class="us-pane__acts">
                { act(words.rename, "pen", rename) }
                { act(words.duplicate, "clone", duplicate) }
                { act(words.export, "download", export) }
                { act(words.delete, "trash", props.ondelete.clone()) }
            </span>
        </li>
    }
}
