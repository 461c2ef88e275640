//! A scenario: chosen from the library or built, played by the worker, its timeline walked through.

mod built;
mod layout;
mod library;
mod moment;
mod parts;
mod served;
mod settings;
mod switches;
mod timeline;
mod toml;
mod twin;
mod verdict;

use std::rc::Rc;

use yew::prelude::*;

use super::super::super::base::{Content, Rehearsed};
use super::super::super::check::use_check;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::async_view::{Async, async_view};
use super::super::super::parts::copy::Copy;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::scene::{Act, Scene, use_scene};
use super::super::super::state::use_project;
use super::super::super::text::{fill, number, t};
use crate::product::api::rehearsal::{Example, Played, Wrong};
use crate::product::project::{self, Action as Happened, MadeOf, RehearsalEnd};
use crate::product::rehearse::Outcome;
use crate::product::rehearse::builder::{BLANK, Change};

/// Properties of [`Scenario`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ScenarioProperties {
    /// The version that the zone is compared with.
    pub rehearsed: Rehearsed,
}

/// The panes.
#[component]
pub(crate) fn Scenario(props: &ScenarioProperties) -> Html {
    let (scene, check, project) = (use_scene(), use_check(), use_project());
    let words = t().scene;
    {
        let project = project.clone();
        let examples = match &scene.examples {
            Async::Ready(examples) => examples.clone(),
            _ => Rc::default(),
        };
        use_effect_with((scene.ready().cloned(), examples), move |(played, examples)| {
            if let Some(played) = played {
                project.dispatch(Happened::Rehearsed(rehearsed(played, examples, project.made_of())));
            }
        });
    }
    let own = {
        let (scene, check, version) = (scene.clone(), check.clone(), props.rehearsed.version());
        Callback::from(move |()| {
            let before = version.as_ref().and_then(|version| match &version.content {
                Content::Text(text) => Some(text.clone()),
                Content::File(_) => None,
            });
            let texts: Vec<_> = before.into_iter().chain([check.text()]).collect();
            if scene.text.text.trim().is_empty() {
                scene.text.dispatch(Act::Load(BLANK.into()));
            }
            scene.change.emit(Change::Zone { name: check.last_origin.to_string(), texts });
        })
    };
    let blank = {
        let text = scene.text.clone();
        Callback::from(move |()| text.dispatch(Act::Load(BLANK.into())))
    };
    let usable = project.has_zone() && !check.held && !check.last_origin.is_empty();
    let empty = scene.text.text.trim().is_empty();
    html! {
        <>
            <div class="us-cols us-scene">
                <library::Library scene={scene.clone()} />
                if empty {
                    <Pane title={words.parts}>
                        <div class="us-pane__body us-scene__empty">
                            <p><strong>{ words.empty }</strong></p>
                            <p class="dim">{ words.empty_why }</p>
                            <div class="us-acts"><Action label={words.blank} icon="plus" onclick={blank} /></div>
                        </div>
                    </Pane>
                } else {
                    <built::Builder scene={scene.clone()} own={usable.then_some(own)} />
                }
            </div>
            if !empty {
                { async_view(&scene.played, || html! {}, words.playing, |played| shown(&scene, played),
                    |_| html! { <Note sign={Sign::Bad} strip=true>{ words.worker }</Note> }) }
            }
        </>
    }
}

fn shown(scene: &Scene, played: &Rc<Played>) -> Html {
    let words = t().scene;
    let Some(timeline) = &played.timeline else {
        return html! {
            <Pane title={words.timeline} class="us-scene__timeline">
                <div role="status"><Note sign={Sign::Bad} strip=true><b>{ words.cannot }</b>{ " " }{ words.cannot_why }</Note></div>
                <ul class="us-checklist us-scene__wrong" role="list" aria-label={words.cannot}>{ for played.wrong.iter().map(wrong) }</ul>
            </Pane>
        };
    };
    let print = {
        let played = played.clone();
        Callback::from(move |()| played.print.clone())
    };
    let step = |by: isize, last: usize| {
        let selected = scene.selected.clone();
        Callback::from(move |()| selected.set((*selected).min(last).saturating_add_signed(by).min(last)))
    };
    let last = timeline.entries.len().saturating_sub(1);
    let at = (*scene.selected).min(last);
    let tools = html! {
        <>
            <Action label={words.go_previous} icon="chevron-left" weight={Weight::Plain} onclick={step(-1, last)} />
            <span class="us-meta num">{ at + 1 }{ " / " }{ number(timeline.entries.len() as u64) }</span>
            <Action label={words.go_next} icon="chevron-right" weight={Weight::Plain} onclick={step(1, last)} />
            if !played.print.is_empty() { <Copy make={print} label={words.copy_print} /> }
        </>
    };
    let hidden = played.entries > timeline.entries.len() as u64;
    html! {
        <Pane title={words.timeline} class="us-scene__timeline" {tools}>
            <p class="us-strip us-scene__verdict" role="status"><span>{ verdict::verdict(timeline) }</span></p>
            if hidden {
                <Note sign={Sign::Info} strip=true>{ fill(words.first_of, &[("shown", &number(timeline.entries.len() as u64)), ("total", &number(played.entries))]) }</Note>
            }
            <timeline::Drawing played={played.clone()} selected={at} now={scene.selected.clone()} />
            <div class="us-cols us-scene__lower">
                <moment::Moment played={played.clone()} {at} />
                <twin::Twin played={played.clone()} selected={at} onselect={{ let to = scene.selected.clone(); move |n| to.set(n) }} />
            </div>
        </Pane>
    }
}

/// What the project remembers of it.
fn rehearsed(played: &Played, examples: &[Example], made_of: MadeOf) -> project::Rehearsed {
    let end = match played.timeline.as_ref().map(|timeline| timeline.outcome) {
        None => RehearsalEnd::Unplayable,
        Some(Outcome { serial: None, .. }) => RehearsalEnd::Nothing,
        Some(Outcome { serial: Some(serial), current: false, .. }) => RehearsalEnd::Behind { serial },
        Some(Outcome { serial: Some(serial), absent_ms, .. }) => {
            RehearsalEnd::InStep { serial, interrupted: absent_ms > 0 }
        }
    };
    // A version that brings its text is somebody's zone; without one the zone is invented, as it is in the library.
    let brought =
        played.built.as_ref().and_then(|built| built.versions.first()).is_some_and(|v| v.note.starts_with('='));
    let owned = brought && !examples.iter().any(|example| example.text == played.text);
    let zone = played.timeline.as_ref().filter(|_| owned).map_or_else(String::new, |timeline| timeline.zone.clone());
    project::Rehearsed { text: played.text.as_str().into(), zone, made_of, end }
}

fn wrong(wrong: &Wrong) -> Html {
    html! {
        <li>
            <Mark sign={Sign::Bad} small=true />
            <div>
                if wrong.line > 0 { <span class="mono num">{ wrong.line }{ ":" }{ wrong.column }{ " " }</span> }
                { &wrong.message }
                if !wrong.why.is_empty() { <small>{ &wrong.why }</small> }
            </div>
        </li>
    }
}
