//! The command palette: a field and what it finds. Arrow keys choose, Enter does it, Escape gives the focus back.

use yew::prelude::*;

use super::super::check::{use_check, use_load_text};
use super::super::keeping::use_keeping;
use super::super::parts::dialog::Dialog;
use super::super::presence::use_look_again;
use super::super::state::use_project;
use super::super::steps::sample;
use super::super::text::{plural, t};
use super::commands::{Command, keys, matching, name};
use super::shown::{Shown, Which, go, use_shown};
use super::theme;
use crate::product::project::{Action, Draft, steps::Step};

/// The palette with its button.
#[component]
pub(crate) fn PaletteButton() -> Html {
    let (open, show, close) = use_shown(Which::Palette);
    let words = t().palette;
    html! {
        <>
            <button type="button" class="us-find us-hide-m" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" onclick={show.reform(|_: MouseEvent| ())}>
                <i class="fas fa-search" aria-hidden="true"></i>{ words.button }<kbd aria-hidden="true">{ words.keys }</kbd>
            </button>
            <Dialog title={words.title} {open} onclose={close}><Palette /></Dialog>
        </>
    }
}

/// What is in the dialog.
#[component]
fn Palette() -> Html {
    let search = use_state_eq(String::new);
    let chosen = use_state_eq(|| 0_usize);
    let run = use_run();
    let words = t().palette;
    let found = matching(&search);
    let at = (*chosen).min(found.len().saturating_sub(1));
    let oninput = {
        let (search, chosen) = (search.clone(), chosen.clone());
        Callback::from(move |e: InputEvent| {
            search.set(e.target_unchecked_into::<web_sys::HtmlInputElement>().value());
            chosen.set(0);
        })
    };
    let onkeydown = {
        let (chosen, search, run) = (chosen.clone(), search.clone(), run.clone());
        Callback::from(move |event: KeyboardEvent| {
            // As typed and chosen this instant: keys may come faster than renderings.
            let found = matching(&search);
            let count = found.len();
            let at = (*chosen).min(count.saturating_sub(1));
            match event.key().as_str() {
                "ArrowDown" if count > 0 => chosen.set((at + 1) % count),
                "ArrowUp" if count > 0 => chosen.set((at + count - 1) % count),
                "Enter" => {
                    if let Some(command) = found.get(at) {
                        run.emit(*command);
                    }
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    {
        // What is chosen is in sight.
        use_effect_with(at, |at| {
            let document = web_sys::window().and_then(|window| window.document());
            if let Some(row) = document.and_then(|document| document.get_element_by_id(&format!("palette-{at}"))) {
                row.scroll_into_view_with_bool(false);
            }
        });
    }
    let row = |(n, command): (usize, &Command)| {
        let command = *command;
        html! {
            <li role="option" id={format!("palette-{n}")} aria-selected={(n == at).to_string()} key={n}
                onclick={run.reform(move |_: MouseEvent| command)}>
                <span>{ name(command) }</span>
                if let Some(keys) = keys(command) { <kbd>{ keys }</kbd> }
            </li>
        }
    };
    html! {
        <div class="us-palette">
            <span class="us-filter"><i class="fas fa-search" aria-hidden="true"></i>
                <input type="text" role="combobox" aria-label={words.field} placeholder={words.field} aria-expanded="true" autofocus=true
                    aria-controls="palette-list" aria-autocomplete="list" autocomplete="off" spellcheck="false"
                    aria-activedescendant={(!found.is_empty()).then(|| format!("palette-{at}"))}
                    value={(*search).clone()} {oninput} {onkeydown} />
            </span>
            <p class="pf-v6-screen-reader" role="status">{ plural(found.len() as u64, words.found_one, words.found) }</p>
            if found.is_empty() {
                <p class="us-meta">{ words.none }</p>
            }
            <ul role="listbox" id="palette-list" aria-label={words.title}>{ for found.iter().enumerate().map(row) }</ul>
        </div>
    }
}

/// Does a command; the palette is closed first, so that the focus is back where it was.
#[hook]
fn use_run() -> Callback<Command> {
    let (shown, check, load, keeping, look) =
        (use_context::<Shown>(), use_check(), use_load_text(), use_keeping(), use_look_again());
    let project = use_project();
    Callback::from(move |command| {
        if let Some(shown) = &shown {
            shown.set(if let Command::Show(which) = command { Some(which) } else { None });
        }
        match command {
            Command::Go(step) => go(step),
            Command::Show(_) => {}
            Command::Sample(n) => {
                go(Step::Zone);
                load.emit(sample(n).to_owned());
            }
            Command::NewProject => {
                if let Some(keeping) = &keeping {
                    keeping.create(Draft::default());
                }
            }
            Command::Undo => project.dispatch(Action::Undo),
            Command::Redo => project.dispatch(Action::Redo),
            Command::CheckAgain => check.again.emit(()),
            Command::LookAgain => look.emit(()),
            Command::Theme(choice) => theme::choose(choice),
        }
    })
}
