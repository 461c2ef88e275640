//! The plan and its calls as a context that lives as long as the page: a run goes on whichever step is shown.

mod begin;
mod drive;
mod shown;

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desired::desired;
use super::io::companion::{origin, use_client};
use super::keeping::use_keeping;
use super::kept;
use super::state::use_project;
use super::steps::today;
use crate::product::project::{Applied, ProviderKind, Submission};
use crate::product::provider::{self, Kind, Mode, State};
use begin::{Unbegun, begun, place};
use drive::{Keep, Show, drive, take_back};
pub(crate) use shown::{Answer, Line, Shown, Trouble, Undo};

/// The context.
#[derive(Clone)]
pub(crate) struct Submitting {
    /// What is shown.
    pub shown: Rc<Shown>,
    /// Looks, and does what the plan says if asked to.
    pub start: Callback<Mode>,
    /// Takes back what was done.
    pub undo: Callback<()>,
    /// No call after the one that is out.
    pub stop: Callback<()>,
    /// Forgets the record without taking anything back.
    pub forget: Callback<()>,
}

impl PartialEq for Submitting {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.shown, &other.shown) && self.start == other.start
    }
}

/// The page's run.
#[hook]
#[expect(clippy::expect_used, reason = "app.rs wraps every component in the context; without it nothing can be sent")]
pub(crate) fn use_submitting() -> Submitting {
    use_context::<Submitting>().expect("the run's context")
}

/// Properties of [`Submits`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SubmitsProperties {
    /// Whoever reads the context.
    pub children: Html,
}

/// Provides [`Submitting`].
#[component]
pub(crate) fn Submits(props: &SubmitsProperties) -> Html {
    let project = use_project();
    let client = use_client();
    let check = super::check::use_check();
    let shown = use_state(|| Rc::new(Shown::default()));
    let stop = use_memo((), |()| Cell::new(false));
    let id = use_keeping().map_or_else(|| Rc::from(""), |keeping| keeping.id);
    let open = use_mut_ref(|| id.clone());
    open.replace(id.clone());
    {
        // Another project has a record of its own; so has this one after a reload.
        let shown = shown.clone();
        use_effect_with(id.clone(), move |id| shown.set(Rc::new(Shown::restored(kept::applied(id)))));
    }
    {
        // Another question was typed: the old plan no longer answers it.
        let shown = shown.clone();
        let stale = project.submission == Submission::Idle
            && shown.state.is_some()
            && !shown.running()
            && shown.record.entries.is_empty();
        use_effect_with(stale, move |&stale| {
            if stale {
                shown.set(Rc::new(Shown::default()));
            }
        });
    }
    let show = {
        let (project, shown, id, open) = (project.clone(), shown.clone(), id.clone(), open.clone());
        move || Show {
            project: project.clone(),
            shown: shown.clone(),
            keep: Keep::new(id.clone(), &shown),
            open: open.clone(),
        }
    };
    let start = {
        let (project, client, shown, stop, show) =
            (project.clone(), client.clone(), shown.clone(), stop.clone(), show.clone());
        let last = check.last_origin.clone();
        Callback::from(move |mode| {
            stop.set(false);
            let show = show();
            match begun(&project, &last, &shown.record, mode, (place(&project, &origin()), today())) {
                Ok(run) => {
                    let (client, stop) = (client.clone(), stop.clone());
                    spawn_local(async move {
                        drive(run, mode, client, &show, stop).await;
                    });
                }
                Err(Unbegun::Findings(findings)) => {
                    show.set(Shown { findings, ..shown.record_only() }, Submission::Idle)
                }
                Err(Unbegun::Words(failure)) => {
                    show.set(Shown { failure: Some(Trouble::Words(failure)), ..shown.record_only() }, Submission::Idle)
                }
            }
        })
    };
    let undo = {
        let (project, client, shown, stop) = (project.clone(), client, shown.clone(), stop.clone());
        let last = check.last_origin.clone();
        Callback::from(move |()| {
            stop.set(false);
            let (show, client, stop) = (show(), client.clone(), stop.clone());
            // A key of ours is known by its secret; without the form's key it is left alone.
            let keys = desired(&project, &last).map(|want| want.keys).unwrap_or_default();
            let kind = match project.draft.provider {
                ProviderKind::Cloudflare => Kind::Cloudflare,
                ProviderKind::Local => Kind::ThisMachine,
            };
            // Looking tells what became of a call whose answer was not heard.
            let look = shown.record.is_unfinished().then(|| {
                let here = (place(&project, &origin()), today());
                begun(&project, &last, &shown.record, Mode::DryRun, here)
            });
            let look = match look.transpose() {
                Ok(look) => look,
                Err(Unbegun::Findings(findings)) => {
                    return show.set(Shown { findings, ..shown.record_only() }, Submission::Idle);
                }
                Err(Unbegun::Words(failure)) => {
                    return show.set(
                        Shown { failure: Some(Trouble::Words(failure)), ..shown.record_only() },
                        Submission::Idle,
                    );
                }
            };
            let mut before = (**shown).clone();
            spawn_local(async move {
                if let Some(look) = look {
                    let run = drive(look, Mode::DryRun, client.clone(), &show, stop.clone()).await;
                    if run.state() != State::Done {
                        return;
                    }
                    before = Shown { record: run.record().clone(), ..Shown::default() };
                }
                let machine = provider::Undo::new(before.record.clone(), keys, kind);
                take_back(machine, before, client, &show, stop).await;
            });
        })
    };
    let forget = {
        let shown = shown.clone();
        Callback::from(move |()| {
            kept::write_applied(&id, &Applied::default());
            shown.set(Rc::new(Shown::default()));
        })
    };
    let stop = Callback::from(move |()| stop.set(true));
    let context = Submitting { shown: (*shown).clone(), start, undo, stop, forget };
    html! { <ContextProvider<Submitting> {context}>{ props.children.clone() }</ContextProvider<Submitting>> }
}
