//! What the companion does for a while and tells event by event: a probe, a load from the primary. Beginning it,
//! cancelling it, and why it could not be asked.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;
use yew::prelude::*;

use super::asking::{self, Lack};
use super::check::use_check;
use super::io::companion::{Client, Fault, use_client};
use super::io::rest;
use super::parts::mark::Sign;
use super::parts::needs_companion::NeedsCompanion;
use super::parts::note::Note;
use super::state::{Project, use_project};
use super::text::t;
use crate::product::api::companion::{Ask, Event, What};
use crate::product::project::Action;

/// One kind of such work, and what the project is told of it.
#[derive(Debug)]
pub(crate) struct Subject {
    /// Its route.
    pub path: &'static str,
    /// It was asked for.
    pub begun: Action,
    /// The companion says something, at a time.
    pub said: fn(What, String) -> Action,
    /// It ended without a word.
    pub abandoned: Action,
}

/// The work as a step holds it.
#[derive(Clone, PartialEq)]
pub(crate) struct Streaming {
    /// Starts it.
    pub begin: Callback<()>,
    /// Ends it.
    pub cancel: Callback<()>,
    trouble: UseStateHandle<Option<Trouble>>,
}

/// Why it could not even be asked.
#[derive(Clone, Debug, PartialEq)]
enum Trouble {
    Lack(Lack),
    Fault(Fault),
}

/// `subject` for the project as it is when it begins. `loaded` gets the zone's text when the work was a transfer.
#[hook]
pub(crate) fn use_streaming(subject: &'static Subject, loaded: Callback<String>) -> Streaming {
    let project = use_project();
    let client = use_client();
    let check = use_check();
    let trouble = use_state_eq(|| None::<Trouble>);
    let abort = use_mut_ref(|| None::<AbortController>);
    let begin = {
        let (told, abort) = (trouble.clone(), abort.clone());
        let begin = move || {
            let trouble = &told;
            let ask = match asking::ask(&project, &check, 0) {
                Ok(ask) => ask,
                Err(lack) => return trouble.set(Some(Trouble::Lack(lack))),
            };
            let Ok(control) = AbortController::new() else { return };
            trouble.set(None);
            *abort.borrow_mut() = Some(control.clone());
            project.dispatch(subject.begun.clone());
            let work = Work { subject, project: project.clone(), trouble: trouble.clone(), loaded: loaded.clone() };
            spawn_local(work.run(client.clone(), ask, control));
        };
        // What the companion tells is read by the rest of the program.
        let begin = Rc::new(begin);
        let trouble = trouble.clone();
        Callback::from(move |()| {
            if rest::is_here() {
                return begin();
            }
            let (begin, trouble) = (begin.clone(), trouble.clone());
            spawn_local(async move {
                if rest::load().await {
                    begin();
                } else {
                    trouble.set(Some(Trouble::Fault(Fault::Unreachable(String::new()))));
                }
            });
        })
    };
    let cancel = Callback::from(move |()| {
        if let Some(control) = &*abort.borrow() {
            control.abort();
        }
    });
    Streaming { begin, cancel, trouble }
}

/// The work on its way.
struct Work {
    subject: &'static Subject,
    project: Project,
    trouble: UseStateHandle<Option<Trouble>>,
    loaded: Callback<String>,
}

impl Work {
    /// Tells the project what happens, to the end.
    async fn run(self, client: Client, ask: Ask, control: AbortController) {
        let Self { subject, project, trouble, loaded } = self;
        let id = RefCell::new(None::<String>);
        let done = Cell::new(false);
        let on = |event: Event| {
            match &event.what {
                What::Started(started) => id.borrow_mut().clone_from(&started.transfer),
                What::Done(_) => done.set(true),
                What::Step(_) | What::Progress(_) | What::Failed(_) => {}
            }
            project.dispatch((subject.said)(event.what, event.at));
        };
        let mut ended = client.stream(subject.path, &ask, &control, on).await;
        if let (Ok(()), true, Some(id)) = (&ended, done.get(), id.take()) {
            match client.text(&format!("companion/v1/transfers/{id}/zone")).await {
                Ok(text) => loaded.emit(text),
                Err(fault) => ended = Err(fault),
            }
        }
        if let Err(fault) = ended {
            project.dispatch(subject.abandoned.clone());
            // What was cancelled is no trouble.
            if !control.signal().aborted() {
                trouble.set(Some(Trouble::Fault(fault)));
            }
        }
    }
}

impl Streaming {
    /// Why it could not be asked, each lack in the step's own words; nothing when it could.
    pub(crate) fn trouble(&self, zone: &str, address: &str, key: &str) -> Option<Html> {
        let trouble = self.trouble.as_ref()?;
        let words = match trouble {
            Trouble::Lack(Lack::Zone) => zone.to_owned(),
            Trouble::Lack(Lack::Address) => address.to_owned(),
            Trouble::Lack(Lack::Key) => key.to_owned(),
            Trouble::Lack(Lack::Trust) => t().primary.no_trust.to_owned(),
            Trouble::Fault(fault) => fault.words(),
        };
        Some(html! {
            <div class="us-load-failed" role="alert">
                <Note sign={Sign::Bad}>{ words }</Note>
                if matches!(trouble, Trouble::Fault(_)) {
                    <NeedsCompanion />
                }
            </div>
        })
    }
}
