//! The version that the zone is compared with: chosen, kept, exchanged.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::super::base::{Content, Rehearsed, Version};
use super::super::super::check::{use_check, use_load_text};
use super::super::super::io::files::{self, Opened};
use super::super::super::parts::action::{Action, Weight};
use super::super::super::state::use_project;
use super::super::super::text::{fill, t};

/// Properties of [`Versions`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct VersionsProperties {
    /// The version and what is known of it.
    pub rehearsed: Rehearsed,
}

/// The buttons.
#[component]
pub(crate) fn Versions(props: &VersionsProperties) -> Html {
    let (check, project, load) = (use_check(), use_project(), use_load_text());
    let input = use_node_ref();
    let words = t().rehearsal;
    let Some(base) = props.rehearsed.base.clone() else { return html! {} };
    let serial = |serial: Option<u32>| serial.map_or_else(|| words.no_serial.to_owned(), |serial| serial.to_string());
    let keep = {
        let (base, project, check) = (base.clone(), project.clone(), check.clone());
        Callback::from(move |()| {
            let label = words.kept_version.to_owned();
            let content = match check.file() {
                Some(file) => Content::File(file),
                None => Content::Text(check.text()),
            };
            if project.has_zone() {
                base.set(Some(Rc::new(Version { label, content })));
            }
        })
    };
    let choose = {
        let input = input.clone();
        Callback::from(move |()| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    let onchange = {
        let base = base.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.item(0)) else { return };
            input.set_value("");
            let base = base.clone();
            spawn_local(async move {
                let label = file.name();
                let content = match files::read(file).await {
                    Ok(Opened::Text(text)) => Content::Text(text),
                    Ok(Opened::Held(file)) => Content::File(file),
                    Err(_) => return,
                };
                base.set(Some(Rc::new(Version { label, content })));
            });
        })
    };
    let sample = {
        let base = base.clone();
        Callback::from(move |()| {
            let content = Content::Text(BEFORE.to_owned());
            base.set(Some(Rc::new(Version { label: words.sample_before.into(), content })));
            load.emit(AFTER.to_owned());
        })
    };
    // Its serial is known once it was read.
    let old = |version: &Version| {
        props.rehearsed.checked.as_ref().map_or_else(|| version.label.clone(), |checked| serial(checked.report.serial))
    };
    let new = project.checked.as_ref().and_then(|checked| checked.serial);
    html! {
        <>
            if let Some(version) = props.rehearsed.version() {
                <span class="us-fromto num" title={version.label.clone()}>
                    { fill(words.from_to, &[("from", &old(&version)), ("to", &serial(new))]) }
                </span>
            } else {
                <Action label={words.sample} weight={next(!project.has_zone())} onclick={sample}
                    title={project.has_zone().then_some(words.sample_replaces)} />
            }
            <Action label={words.keep} weight={next(project.has_zone() && props.rehearsed.version().is_none())}
                onclick={keep} disabled={!project.has_zone()} title={words.keep_why} />
            <Action label={words.open} icon="folder-open" onclick={choose} />
            <input type="file" ref={input} {onchange} hidden=true />
        </>
    }
}

/// The weight of what is best done next.
const fn next(is_best: bool) -> Weight {
    if is_best { Weight::Primary } else { Weight::Secondary }
}

/// A zone before a change,
const BEFORE: &str = include_str!("before.zone");
/// and after it.
const AFTER: &str = include_str!("after.zone");
