//! The zone text and what the worker says about it, as a context that lives as long as the page: checks go on whichever
//! step is shown.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

use super::io::editor::{Change, edited, with_lf};
use super::io::worker::{Health, Worker};
use super::state::{Project, use_project};
use crate::product::api::report::Edit;
use crate::product::api::worker::{Answer, Checked, DocId, Job, Reply, Rev, Text};
use crate::product::project::{self, Action};

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
    /// How the worker is.
    pub health: Health,
    /// Counts texts that came from elsewhere than the editor, which must then show them.
    pub loads: u32,
    /// The last apex that a text had; stands in while the text has none.
    pub last_origin: Rc<str>,
    worker: Worker,
    mirror: Rc<Mirror>,
}

/// The text as it is this instant; the project's copy is one rendering behind while events arrive.
#[derive(Debug, Default, PartialEq)]
struct Mirror {
    text: RefCell<String>,
    /// Edits since the text that the worker has; absent when it must be told the whole.
    edits: RefCell<Option<Vec<Edit>>>,
    /// The revision that the worker was told last.
    told: Cell<Rev>,
}

impl Check {
    /// The text as it is this instant.
    pub(crate) fn text(&self) -> String {
        self.mirror.text.borrow().clone()
    }

    /// The editor's text was changed.
    pub(crate) fn edited(&self, project: &Project, changes: &[Change]) {
        let (text, edits) = edited(&self.mirror.text.borrow(), changes);
        if let Some(known) = &mut *self.mirror.edits.borrow_mut() {
            known.extend(edits);
        }
        self.mirror.text.replace(text.clone());
        project.dispatch(Action::ZoneText(text));
    }

    /// Asks for rows or an explanation of the last result.
    pub(crate) fn ask(&self, job: Job, on: Callback<Reply>) {
        self.worker.ask(DOC, self.rev, job, on);
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

/// Replaces the text by one from elsewhere: a file, the primary, the sample.
#[hook]
pub(crate) fn use_load_text() -> Callback<String> {
    let project = use_project();
    let loaded = use_context::<Loaded>();
    let check = use_check();
    Callback::from(move |text: String| {
        let text = with_lf(&text);
        check.mirror.text.replace(text.clone());
        check.mirror.edits.replace(None);
        project.dispatch(Action::ZoneText(text));
        if let Some(Loaded(loads)) = &loaded {
            loads.set(**loads + 1);
        }
    })
}

#[derive(Clone, PartialEq)]
struct Loaded(UseStateHandle<u32>);

/// Properties of [`Checks`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ChecksProperties {
    /// Whoever reads the context.
    pub children: Html,
}

/// Provides [`Check`].
#[component]
pub(crate) fn Checks(props: &ChecksProperties) -> Html {
    let project = use_project();
    let health = use_state_eq(|| Health::Starting(0));
    let result = use_state(|| None::<(Rev, Rc<Checked>)>);
    let loads = use_state_eq(|| 0_u32);
    let last_origin = use_state_eq(|| Rc::<str>::from(""));
    let counter = use_mut_ref(|| 0_u32);
    let again = use_state_eq(|| 0_u32);
    let worker = {
        let health = health.clone();
        use_memo((), move |()| Worker::start(Callback::from(move |now| health.set(now))))
    };
    let mirror = {
        let text = project.draft.zone_text.clone();
        use_memo((), move |()| Mirror { text: RefCell::new(text), ..Mirror::default() })
    };

    let pending = result.as_ref().is_none_or(|(rev, _)| *rev != mirror.told.get());
    let made = match *health {
        Health::Starting(n) | Health::Ready(n) => n,
        Health::OtherBuild | Health::Gone => 0,
    };
    let wanted = (project.revision, project.draft.zone_name.clone(), made, *again);
    {
        let (worker, mirror, project) = (worker.clone(), mirror.clone(), project.clone());
        let (result, last_origin) = (result.clone(), last_origin.clone());
        // Another worker knows no text and no file.
        let known = use_mut_ref(|| 0_u32);
        let supplied = use_mut_ref(BTreeMap::new);
        use_effect_with(wanted, move |(revision, origin, made, times)| {
            let rev = *counter.borrow() + 1;
            *counter.borrow_mut() = rev;
            let base = mirror.told.replace(rev);
            let same = known.replace(*made) == *made;
            let edits = mirror.edits.replace(Some(Vec::new())).filter(|_| same);
            let includes = project.draft.includes.clone();
            let before = Some(supplied.replace(includes.clone())).filter(|_| same).unwrap_or_default();
            supply(&worker, &before, &includes);
            let text = match edits {
                Some(changes) if changes.is_empty() => Text::Same { base },
                Some(changes) => Text::Changes { base, changes },
                None => Text::Whole { name: String::new(), text: mirror.text.borrow().clone() },
            };
            let (revision, times) = (*revision, *times);
            let on = Callback::from(move |reply| match reply {
                Reply::Result { result: Answer::Check(checked), .. } => {
                    if let Some(origin) = &checked.report.origin {
                        last_origin.set(origin.as_str().into());
                    }
                    project.dispatch(Action::Checked(outcome(revision, &checked)));
                    result.set(Some((rev, Rc::from(checked))));
                }
                Reply::Failed { code, .. }
                    if matches!(code.as_str(), "unknown-revision" | "unknown-document" | "bad-change") =>
                {
                    // Out of step: tell it the whole.
                    mirror.edits.replace(None);
                    again.set(times + 1);
                }
                _ => {}
            });
            worker.ask(DOC, rev, Job::Check { text, origin: origin.clone(), at_s: None }, on);
        });
    }

    let check = Check {
        result: result.as_ref().map(|(_, checked)| checked.clone()),
        rev: result.as_ref().map_or(0, |(rev, _)| *rev),
        pending,
        health: *health,
        loads: *loads,
        last_origin: (*last_origin).clone(),
        worker: (*worker).clone(),
        mirror,
    };
    html! {
        <ContextProvider<Loaded> context={Loaded(loads)}>
            <ContextProvider<Check> context={check}>{ props.children.clone() }</ContextProvider<Check>>
        </ContextProvider<Loaded>>
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
