//! The zone text and what the worker says about it, as a context that lives as long as the page: checks go on whichever
//! step is shown.

mod loading;
mod mirror;
pub(crate) mod reach;

use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

use super::io::editor::Change;
use super::io::worker::{Health, Worker};
use super::state::{Project, use_project};
use crate::product::api::worker::{Answer, Checked, DocId, Job, Reply, Rev};
use crate::product::project::{self, Action};
pub(crate) use loading::{Loads, use_load_text, use_loads, use_open_file, use_open_project};
use mirror::Mirror;
use reach::{Reach, Reached};

/// The page has one document.
const DOC: DocId = 1;

/// The context.
#[derive(Clone, PartialEq)]
pub(crate) struct Check {
    /// The last result, of whichever revision.
    pub result: Option<Rc<Checked>>,
    /// The worker's revision that `result` is about.
    pub rev: Rev,
    /// Whether a newer text is being checked.
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
}

impl Check {
    /// The text as it is this instant; empty while a file is held.
    pub(crate) fn text(&self) -> String {
        self.mirror.text()
    }

    /// The editor's text was changed.
    pub(crate) fn edited(&self, project: &Project, changes: &[Change]) {
        project.dispatch(Action::ZoneText(self.mirror.edit(changes)));
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
    let counter = use_mut_ref(|| 0_u32);
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

    let pending = result.as_ref().is_none_or(|(rev, _)| *rev != mirror.told.get());
    let made = match *health {
        Health::Starting(n) | Health::Ready(n) => n,
        Health::OtherBuild | Health::Gone => 0,
    };
    let wanted = (project.revision, project.draft.zone_name.clone(), made, *again);
    {
        let (worker, mirror, project) = (worker.clone(), mirror.clone(), project.clone());
        let result = result.clone();
        let (stopped, reached, again) = (stopped.clone(), reached.clone(), again.clone());
        // Another worker knows no text and no file.
        let known = use_mut_ref(|| 0_u32);
        let supplied = use_mut_ref(BTreeMap::new);
        use_effect_with(wanted, move |(revision, origin, made, times)| {
            let rev = *counter.borrow() + 1;
            *counter.borrow_mut() = rev;
            stopped.set(false);
            reached.set(None);
            let same = known.replace(*made) == *made;
            let includes = project.draft.includes.clone();
            let before = Some(supplied.replace(includes.clone())).filter(|_| same).unwrap_or_default();
            supply(&worker, &before, &includes);
            let (text, file) = mirror.tell(rev, !same);
            let (revision, times) = (*revision, *times);
            let began = js_sys::Date::now();
            let shown = std::cell::Cell::new(None::<Reach>);
            let memory = mirror.clone();
            let on = Callback::from(move |reply| {
                let newest = memory.told.get() == rev;
                match reply {
                    Reply::Progress { done, total, .. } => {
                        let now = Reach { done, total, ms: js_sys::Date::now() - began };
                        if newest && now.is_news(shown.get()) {
                            shown.set(Some(now));
                            reached.set(Some(now));
                        }
                    }
                    Reply::Result { result: Answer::Check(checked), .. } => {
                        if let Some(origin) = checked.report.origin.as_deref().filter(|_| newest) {
                            memory.apex.replace(origin.into());
                        }
                        project.dispatch(Action::Checked(outcome(revision, &checked)));
                        result.set(Some((rev, Rc::from(checked))));
                        reached.set(None);
                    }
                    Reply::Failed { code, .. } => match code.as_str() {
                        // Out of step: tell it the whole.
                        "unknown-revision" | "unknown-document" | "bad-change" => {
                            memory.forget();
                            again.set(times + 1);
                        }
                        "cancelled" if newest => {
                            // What the worker has of a file's text may be a part.
                            memory.forget();
                            reached.set(None);
                            stopped.set(true);
                        }
                        _ => {}
                    },
                    Reply::Ready { .. } | Reply::Result { .. } => {}
                }
            });
            let job = Job::Check { text, origin: origin.clone(), at_s: None };
            mirror.job.set(worker.ask_with(DOC, rev, job, file, on));
        });
    }

    let once_more = {
        let again = again.clone();
        Callback::from(move |()| again.set(*again + 1))
    };
    let last_origin = mirror.apex.borrow().clone();
    let check = Check {
        result: result.as_ref().map(|(_, checked)| checked.clone()),
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
    };
    html! {
        <ContextProvider<Loads> context={Loads { count, trouble }}>
            <ContextProvider<Reached> context={reached}>
                <ContextProvider<Check> context={check}>{ props.children.clone() }</ContextProvider<Check>>
            </ContextProvider<Reached>>
        </ContextProvider<Loads>>
    }
}

/// Files for `$INCLUDE`: path as written, content.
type Includes = BTreeMap<String, String>;

/// Tells the worker which files came, changed or went.
fn supply(worker: &Worker, before: &Includes, now: &Includes) {
    for (path, text) in now.iter().filter(|(path, text)| before.get(*path) != Some(*text)) {
        worker.supply(DOC, path.clone(), Some(text.clone()));
    }
    for path in before.keys().filter(|path| !now.contains_key(*path)) {
        worker.supply(DOC, path.clone(), None);
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
