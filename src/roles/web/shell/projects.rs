//! The projects of this browser, behind the zone's name in the masthead.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::app::zone_name;
use super::super::io::{clipboard, files};
use super::super::keeping::use_keeping;
use super::super::link;
use super::super::parts::action::{Action, Weight};
use super::super::parts::dialog::Dialog;
use super::super::parts::mark::Sign;
use super::super::parts::note::Note;
use super::super::state::use_project;
use super::super::text::{both, fill, t};
use super::project_row::Row;
use super::shown::{Which, use_shown};
use crate::product::project::{Draft, Entry};

/// The button.
#[component]
pub(crate) fn ProjectsButton() -> Html {
    let project = use_project();
    let (open, show, close) = use_shown(Which::Projects);
    let words = t().projects;
    let name =
        Some(project.draft.title.as_str()).filter(|title| !title.is_empty()).unwrap_or_else(|| zone_name(&project));
    let shown = both(if name.is_empty() { words.unnamed } else { name });
    html! {
        <>
        <button type="button" class="us-zone-switch" aria-haspopup="dialog" aria-label={format!("{}: {shown}", words.projects)}
            onclick={show.reform(|_: MouseEvent| ())}>
            <span class="us-project__zone" title={shown.clone()}>{ &shown }</span>
            <i class="fas fa-chevron-down" aria-hidden="true"></i>
        </button>
        <Dialog title={words.projects} about={words.about} {open} onclose={close.clone()}>
            <Projects onclose={close} />
        </Dialog>
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ProjectsProperties {
    onclose: Callback<()>,
}

/// The list with what can be done to it.
#[component]
fn Projects(props: &ProjectsProperties) -> Html {
    let Some(keeping) = use_keeping() else { return html! {} };
    let words = t().projects;
    let search = use_state_eq(String::new);
    let said = use_state_eq(|| None::<String>);
    let gone = use_state(|| None::<(String, Draft)>);
    let input = use_node_ref();
    let close = {
        let onclose = props.onclose.clone();
        move || onclose.emit(())
    };
    let oninput = {
        let search = search.clone();
        Callback::from(move |e: InputEvent| search.set(e.target_unchecked_into::<web_sys::HtmlInputElement>().value()))
    };
    let new = {
        let (keeping, close) = (keeping.clone(), close.clone());
        Callback::from(move |()| {
            keeping.create(Draft::default());
            close();
        })
    };
    let share = {
        let (keeping, said) = (keeping.clone(), said.clone());
        Callback::from(move |()| {
            let (draft, said) = (keeping.draft(&keeping.id), said.clone());
            spawn_local(async move {
                match link::write(&draft).await {
                    Some(link) => clipboard::copy(
                        &link.clone(),
                        Callback::from(move |done| {
                            said.set(Some(if done { words.link_copied.to_owned() } else { link.clone() }));
                        }),
                    ),
                    None => said.set(Some(words.link_long.into())),
                }
            });
        })
    };
    let choose = {
        let input = input.clone();
        Callback::from(move |()| {
            if let Some(input) = input.cast::<web_sys::HtmlInputElement>() {
                input.click();
            }
        })
    };
    let onchange = {
        let (keeping, said, close) = (keeping.clone(), said.clone(), close.clone());
        Callback::from(move |event: Event| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.item(0)) else { return };
            input.set_value("");
            let (keeping, said, close) = (keeping.clone(), said.clone(), close.clone());
            spawn_local(async move {
                let text = match files::read(file).await {
                    Ok(files::Opened::Text(text)) => text,
                    _ => String::new(),
                };
                match link::import_file(&text) {
                    Ok(imported) => {
                        // The first one is left open.
                        imported.drafts.into_iter().rev().for_each(|draft| keeping.create(draft));
                        if imported.left_out.is_empty() {
                            close();
                        } else {
                            said.set(Some(fill(words.import_left_out, &[("fields", &imported.left_out.join(", "))])));
                        }
                    }
                    Err(why) => said.set(Some(why)),
                }
            });
        })
    };
    let undelete = {
        let (keeping, gone) = (keeping.clone(), gone.clone());
        Callback::from(move |()| {
            if let Some((_, draft)) = &*gone {
                keeping.create(draft.clone());
            }
            gone.set(None);
        })
    };
    let shelf = keeping.shelf();
    let found = shelf.found(&search);
    let row = |entry: &Entry| {
        let ondelete = {
            let (gone, entry, keeping) = (gone.clone(), entry.clone(), keeping.clone());
            Callback::from(move |()| {
                gone.set(Some((entry.name().to_owned(), keeping.draft(&entry.id))));
                keeping.remove(&entry.id);
            })
        };
        let close = close.clone();
        html! { <Row key={entry.id.clone()} entry={entry.clone()} {ondelete} onopened={move |()| close()} /> }
    };
    html! {
        <div class="us-projects">
            <div class="us-acts">
                <Action label={words.new} icon="plus" weight={Weight::Primary} onclick={new} />
                <Action label={words.import} icon="upload" onclick={choose} />
                <Action label={words.share} icon="link" onclick={share} />
                <input type="file" ref={input} {onchange} hidden=true accept=".json,.toml,application/json,application/toml" />
                <span class="us-filter"><i class="fas fa-search" aria-hidden="true"></i>
                    <input type="text" aria-label={words.filter} placeholder={words.filter} value={(*search).clone()} {oninput} /></span>
            </div>
            <div role="status">
                if let Some(said) = &*said { <Note sign={Sign::Info}>{ said }</Note> }
                if let Some((name, _)) = &*gone {
                    <Note sign={Sign::Info}>{ fill(words.deleted, &[("name", name)]) }{ " " }
                        <Action label={words.restore} weight={Weight::Inline} onclick={undelete} /></Note>
                }
            </div>
            if found.is_empty() {
                <p class="us-meta">{ words.none }</p>
            } else {
                <ul class="us-projects__list" role="list" aria-label={words.projects}>{ for found.into_iter().map(row) }</ul>
            }
        </div>
    }
}
