//! Testing a primary through the companion.

use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;
use yew::prelude::*;

use super::super::super::asking::{self, Lack};
use super::super::super::check::use_check;
use super::super::super::io::companion::{Fault, use_client};
use super::super::super::parts::mark::Sign;
use super::super::super::parts::needs_companion::NeedsCompanion;
use super::super::super::parts::note::Note;
use super::super::super::state::{Project, use_project};
use super::super::super::text::t;
use crate::product::project::{Action, Probe as Answers};

/// The step's probe.
#[derive(Clone, PartialEq)]
pub(crate) struct Probe {
    /// Starts it.
    pub begin: Callback<()>,
    /// Ends it.
    pub cancel: Callback<()>,
    trouble: UseStateHandle<Option<Trouble>>,
    project: Project,
}

/// Why it could not even be asked.
#[derive(Clone, Debug, PartialEq)]
enum Trouble {
    Lack(Lack),
    Fault(Fault),
}

/// The step's probe.
#[hook]
pub(crate) fn use_probe() -> Probe {
    let project = use_project();
    let client = use_client();
    let check = use_check();
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
            project.dispatch(Action::ProbeBegun);
            let (project, client, trouble) = (project.clone(), client.clone(), trouble.clone());
            spawn_local(async move {
                let on = |event: crate::product::api::companion::Event| {
                    project.dispatch(Action::Probe(event.what, event.at));
                };
                if let Err(fault) = client.stream("companion/v1/probe", &ask, &control, on).await {
                    project.dispatch(Action::ProbeAbandoned);
                    // A cancelled test is no trouble.
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
    Probe { begin, cancel, trouble, project }
}

impl Probe {
    /// Whether it is under way.
    pub(crate) fn running(&self) -> bool {
        matches!(self.project.probe, Answers::Running { .. })
    }

    /// Why it could not be asked; nothing when it could.
    pub(crate) fn trouble(&self) -> Html {
        let p = t().primary;
        let Some(trouble) = &*self.trouble else { return html! {} };
        let words = match trouble {
            Trouble::Lack(Lack::Zone) => p.no_zone.to_owned(),
            Trouble::Lack(Lack::Address) => p.no_address.to_owned(),
            Trouble::Lack(Lack::Key) => p.no_key.to_owned(),
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
}
