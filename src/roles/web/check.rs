//! The zone text and what the worker says about it, as a context that lives as long as the page: checks go on whichever
//! step is shown.

mod asker;
mod loading;
mod mirror;
pub(crate) mod reach;

use std::rc::Rc;

use yew::prelude::*;

use super::io::editor::Change;
use super::io::worker::{Health, Worker};
use super::state::use_project;
use crate::product::api::worker::{Checked, DocId, Job, Reply, Rev};
use crate::product::project;
use asker::{Asker, Told, Wanted};
pub(crate) use loading::{Loads, use_load_text, use_loads, use_open_file, use_open_project};
use mirror::Mirror;
use reach::{Reach, Reached};

/// The page has one document.
const DOC: DocId = 1;

/// The context.
#[derive(Clone, PartialEq)]
pub(crate) struct Check {
    /// The last result, of whichever revision of this text or file.
    pub result: Option<Rc<Checked>>,
    /// The worker's revision that `result` is about.
    pub rev: Rev,
    /// Whether a newer text is being checked, as far as that is shown.
    pub pending: bool,
    /// Whether the person ended the last check.
    pub stopped: bool,
    /// Whether the zone is a file that the worker alone holds: nothing in it can be changed here.
    pub held: bool,
    /// How the worker is.
    pub health: Health,
    /// Counts texts that came from elsewhere than the editor, which must then show them.
    pub loads: u32,
    /// The last apex that a text of this project had; stands in while the text has none.
    pub last_origin: Rc<str>,
    /// Checks once more.
    pub again: Callback<()>,
    worker: Worker,
    mirror: Rc<Mirror>,
    asker: Rc<Asker>,
}

impl Check {
    /// The text as it is this instant; empty while a file is held.
    pub(crate) fn text(&self) -> String {
        self.mirror.text()
    }

    /// Looks into the text as it is this instant.
    pub(crate) fn look<T>(&self, what: impl FnOnce(&str) -> T) -> T {
        self.mirror.look(what)
    }

    /// The editor's text was changed: it is checked at once, and the project gets it with the answer.
    pub(crate) fn edited(&self, changes: &[Change]) {
        self.mirror.edit(changes);
        self.asker.typed();
    }

    /// Gives the project what was typed, without waiting for the answer.
    pub(crate) fn settle(&self) {
        self.asker.settle();
    }

    /// Whether something was typed that the project has not got.
    pub(crate) fn is_ahead(&self) -> bool {
        self.mirror.is_ahead()
    }

    /// Whether the result is about the text as it is this instant: only then do its places hold.
    pub(crate) fn is_current(&self) -> bool {
        self.result.is_some() && self.rev == self.mirror.told.get() && self.mirror.is_told()
    }

    /// Asks about the last result.
    pub(crate) fn ask(&self, job: Job, on: Callback<Reply>) {
        self.worker.ask(DOC, self.rev, job, on);
    }

    /// The file that the worker alone holds, if that is the zone.
    pub(crate) fn file(&self) -> Option<web_sys::File> {
        self.mirror.file()
    }

    /// The worker, for other documents than the zone.
    pub(crate) const fn worker(&self) -> &Worker {
        &self.worker
    }

    /// Whether the text begins a project, asked by the editor as it takes the text over.
    pub(crate) fn begins(&self) -> bool {
        self.mirror.another.replace(false)
    }

    /// Ends the check under way.
    pub(crate) fn cancel(&self) {
        self.worker.cancel(self.mirror.job.get());
    }
}

/// The zone's check.
#[hook]
#[expect(
    clippy::expect_used,
    reason = "app.rs wraps every component in the context; without it nothing can be checked"
)]
pub(crate) fn use_check() -> Check {
    use_context::<Check>().expect("the check's context")
}

/// Properties of [`Checks`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ChecksProperties {
    /// Whoever reads the context.
    pub children: Html,
}

/// Provides [`Check`], [`Loads`] and [`Reached`].
#[component]
pub(crate) fn Checks(props: &ChecksProperties) -> Html {
    let project = use_project();
    let health = use_state_eq(|| Health::Starting(0));
    let result = use_state(|| None::<(Rev, Rc<Checked>)>);
    let (count, trouble) = (use_state_eq(|| 0_u32), use_state_eq(|| None::<&'static str>));
    let again = use_state_eq(|| 0_u32);
    let stopped = use_state_eq(|| false);
    let reached: Reached = use_state_eq(|| None::<Reach>);
    let worker = {
        let health = health.clone();
        use_memo((), move |()| Worker::start(Callback::from(move |now| health.set(now))))
    };
    let mirror = {
        let text = project.draft.zone_text.clone();
        use_memo((), move |()| Mirror::new(text))
    };

    let asker = {
        let told =
            Told { result: result.clone(), stopped: stopped.clone(), reached: reached.clone(), again: again.clone() };
        let (worker, mirror, project) = ((*worker).clone(), mirror.clone(), project.clone());
        use_memo((), move |()| Asker::new(worker, mirror, told, project))
    };
    asker.see(project.clone());

    let pending = result.as_ref().is_none_or(|(rev, _)| *rev != mirror.told.get());
    let made = match *health {
        Health::Starting(n) | Health::Ready(n) => n,
        Health::OtherBuild | Health::Mixed | Health::Gone => 0,
    };
    let wanted = Wanted {
        revision: project.revision,
        origin: project.draft.zone_name.clone(),
        made,
        times: *again,
        includes: project.draft.includes.clone(),
    };
    {
        let asker = asker.clone();
        use_effect_with(wanted, move |wanted| asker.want(wanted));
    }

    let once_more = {
        let again = again.clone();
        Callback::from(move |()| again.set(*again + 1))
    };
    let last_origin = mirror.apex.borrow().clone();
    let check = Check {
        // What was found in another text or file says nothing of one whose first check is under way.
        result: result.as_ref().filter(|_| project.checked.is_some()).map(|(_, checked)| checked.clone()),
        rev: result.as_ref().map_or(0, |(rev, _)| *rev),
        pending: pending && !*stopped,
        stopped: *stopped,
        held: project.held.is_some(),
        health: *health,
        loads: *count,
        last_origin,
        again: use_callback(*again, move |(), _| once_more.emit(())),
        worker: (*worker).clone(),
        mirror,
        asker,
    };
    html! {
        <ContextProvider<Loads> context={Loads { count, trouble }}>
            <ContextProvider<Reached> context={reached}>
                <ContextProvider<Check> context={check}>{ props.children.clone() }</ContextProvider<Check>>
            </ContextProvider<Reached>>
        </ContextProvider<Loads>>
    }
}

fn outcome(revision: u64, checked: &Checked) -> project::Checked {
    let report = &checked.report;
    project::Checked {
        revision,
        origin: report.origin.clone(),
        serial: report.serial,
        records: report.records,
        errors: report.counts.error,
        warnings: report.counts.warning,
        infos: report.counts.info,
    }
}
