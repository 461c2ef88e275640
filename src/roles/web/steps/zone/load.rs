//! Loading the zone from the primary: a real transfer through the companion, with progress, into the editor.

use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;
use yew::prelude::*;

use super::super::super::asking::{self, Lack};
use super::super::super::check::{use_check, use_load_text};
use super::super::super::io::companion::{Fault, use_client};
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::causes::Causes;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::needs_companion::NeedsCompanion;
use super::super::super::parts::note::Note;
use super::super::super::state::{Project, use_project};
use super::super::super::text::{fill, number, sentence, t};
use crate::product::api::companion::{Done, Failed, Progress, What};
use crate::product::project::{Action as Happens, TransferRun};

/// A load, as the step shows it.
#[derive(Clone, PartialEq)]
pub(crate) struct Load {
    /// Starts it.
    pub begin: Callback<()>,
    cancel: Callback<()>,
    trouble: UseStateHandle<Option<Trouble>>,
    project: Project,
}

/// Why it could not even be asked.
#[derive(Clone, Debug, PartialEq)]
enum Trouble {
    Lack(Lack),
    Fault(Fault),
}

/// The step's load.
#[hook]
pub(crate) fn use_load() -> Load {
    let project = use_project();
    let client = use_client();
    let check = use_check();
    let load_text = use_load_text();
    let trouble = use_state_eq(|| None::<Trouble>);
    let abort = use_mut_ref(|| None::<AbortController>);
    let begin = {
        let (project, trouble, abort) = (project.clone(), trouble.clone(), abort.clone());
        Callback::from(move |()| {
            let ask = match asking::ask(&project, &check, 0) {
                Ok(ask) => ask,
                Err(lack) => return trouble.set(Some(Trouble::Lack(lack))),
            };
            let Ok(control) = AbortController::new() else { return };
            trouble.set(None);
            *abort.borrow_mut() = Some(control.clone());
            project.dispatch(Happens::TransferBegun);
            let (project, client, trouble, load_text) =
                (project.clone(), client.clone(), trouble.clone(), load_text.clone());
            spawn_local(async move {
                let id = std::cell::RefCell::new(None::<String>);
                let done = std::cell::Cell::new(false);
                let on = |event: crate::product::api::companion::Event| {
                    match &event.what {
                        What::Started(started) => id.borrow_mut().clone_from(&started.transfer),
                        What::Done(_) => done.set(true),
                        _ => {}
                    }
                    project.dispatch(Happens::TransferEvent(event.what, event.at));
                };
                let mut ended = client.stream("companion/v1/transfer", &ask, &control, on).await;
                if let (Ok(()), true, Some(id)) = (&ended, done.get(), id.take()) {
                    match client.text(&format!("companion/v1/transfers/{id}/zone")).await {
                        Ok(text) => load_text.emit(text),
                        Err(fault) => ended = Err(fault),
                    }
                }
                if let Err(fault) = ended {
                    project.dispatch(Happens::TransferAbandoned);
                    // A cancelled load is no trouble.
                    if !control.signal().aborted() {
                        trouble.set(Some(Trouble::Fault(fault)));
                    }
                }
            });
        })
    };
    let cancel = Callback::from(move |()| {
        if let Some(control) = &*abort.borrow() {
            control.abort();
        }
    });
    Load { begin, cancel, trouble, project }
}

impl Load {
    /// Whether it is under way.
    pub(crate) fn running(&self) -> bool {
        matches!(self.project.transfer, TransferRun::Running { .. })
    }

    /// How it goes; nothing when nothing was asked.
    pub(crate) fn view(&self) -> Html {
        let z = t().zone;
        if let Some(trouble) = &*self.trouble {
            return trouble_view(trouble);
        }
        match &self.project.transfer {
            TransferRun::Idle => html! {},
            TransferRun::Running { progress, .. } => html! {
                <div class="us-strip" role="status">
                    <Mark sign={Sign::Run} small=true />
                    <span class="num">{ progress.as_ref().map_or_else(|| z.load_began.into(), so_far) }</span>
                    <Action label={z.cancel} weight={Weight::Link} onclick={self.cancel.clone()} />
                </div>
            },
            TransferRun::Ended { outcome: Ok(done), .. } => html! {
                <Note sign={Sign::Ok} strip=true><span role="status" class="num">{ ended(done) }</span></Note>
            },
            TransferRun::Ended { outcome: Err(failed), .. } => failed_view(failed),
        }
    }
}

fn so_far(p: &Progress) -> String {
    let values: [(&'static str, &dyn std::fmt::Display); 3] =
        [("records", &number(p.records)), ("messages", &number(p.messages)), ("bytes", &number(p.bytes))];
    fill(t().zone.load_progress, &values)
}

fn ended(done: &Done) -> String {
    let records = done.records.map(number).unwrap_or_default();
    fill(t().zone.load_done, &[("serial", &done.serial), ("records", &records), ("ms", &number(done.ms))])
}

fn failed_view(failed: &Failed) -> Html {
    html! {
        <div class="us-load-failed" role="alert">
            <Note sign={Sign::Bad}><b class="b">{ t().zone.load_failed }{ ". " }</b>{ sentence(&failed.message) }{ "." }</Note>
            <Causes causes={failed.causes.clone()} />
        </div>
    }
}

fn trouble_view(trouble: &Trouble) -> Html {
    let z = t().zone;
    let words = match trouble {
        Trouble::Lack(Lack::Zone) => z.load_no_zone.to_owned(),
        Trouble::Lack(Lack::Address) => z.load_no_address.to_owned(),
        Trouble::Lack(Lack::Key) => t().summary.key_faulty.to_owned(),
        Trouble::Fault(fault) => fault.words(),
    };
    html! {
        <div class="us-load-failed" role="alert">
            <Note sign={Sign::Bad}>{ words }</Note>
            if matches!(trouble, Trouble::Fault(_)) {
                <NeedsCompanion />
            }
        </div>
    }
}
