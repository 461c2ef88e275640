//! Asks the worker for checks, and takes up what it answers. What is typed goes to the worker at once; the project gets it
//! with the answer, or a little later when that takes long, so that a key renders nothing.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::super::io::worker::Worker;
use super::super::kept;
use super::super::speech;
use super::super::state::Project;
use super::mirror::Mirror;
use super::reach::{Reach, Reached};
use super::{DOC, outcome};
use crate::product::api::worker::{Answer, Checked, Job, Reply, Rev};
use crate::product::project::Action;

/// Milliseconds after which the project gets what was typed, without an answer.
const PATIENCE_MS: u32 = 300;

/// Files for `$INCLUDE`: path as written, content.
pub(super) type Includes = BTreeMap<String, String>;

/// What a check is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wanted {
    /// The project's revision.
    pub revision: u64,
    /// The zone's name as typed.
    pub origin: String,
    /// Which worker: another one knows no text and no file.
    pub made: u32,
    /// Counts checks that were asked for once more.
    pub times: u32,
    /// The files that the text may include.
    pub includes: Includes,
}

/// What the answers are written into.
pub(super) struct Told {
    pub result: UseStateHandle<Option<(Rev, Rc<Checked>)>>,
    pub stopped: UseStateHandle<bool>,
    pub reached: Reached,
    pub again: UseStateHandle<u32>,
}

/// One for the page's life.
pub(super) struct Asker {
    worker: Worker,
    mirror: Rc<Mirror>,
    told: Told,
    counter: Cell<Rev>,
    /// What was answered last: an answer that waited for texts may come behind a later one.
    answered: Cell<Rev>,
    /// As rendered last.
    project: RefCell<Project>,
    asked: RefCell<Option<Wanted>>,
    later: RefCell<Option<Timeout>>,
}

impl PartialEq for Asker {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Asker {
    pub(super) fn new(worker: Worker, mirror: Rc<Mirror>, told: Told, project: Project) -> Self {
        Self {
            worker,
            mirror,
            told,
            counter: Cell::new(0),
            answered: Cell::new(0),
            project: RefCell::new(project),
            asked: RefCell::default(),
            later: RefCell::default(),
        }
    }

    /// The project as it is rendered now.
    pub(super) fn see(&self, project: Project) {
        self.project.replace(project);
    }

    /// Asks, unless just that was asked and the worker has the text.
    pub(super) fn want(self: &Rc<Self>, wanted: &Wanted) {
        if !(self.mirror.is_told() && self.asked.borrow().as_ref() == Some(wanted)) {
            self.ask(wanted.clone());
        }
    }

    /// The editor's text was changed: the worker hears it now, the project with the answer.
    pub(super) fn typed(self: &Rc<Self>) {
        let asked = self.asked.borrow().clone();
        if let Some(asked) = asked {
            let revision = self.project.borrow().revision + 1;
            self.ask(Wanted { revision, ..asked });
        }
        let waits = self.later.borrow().is_some();
        if !waits {
            let asker = Rc::downgrade(self);
            let settle = move || {
                if let Some(asker) = asker.upgrade() {
                    asker.settle();
                }
            };
            self.later.replace(Some(Timeout::new(PATIENCE_MS, settle)));
        }
    }

    /// Gives the project what was typed; its revision afterwards.
    pub(super) fn settle(&self) -> u64 {
        drop(self.later.take());
        let project = self.project.borrow().clone();
        let mut asked = self.asked.borrow_mut();
        if let Some(text) = self.mirror.news() {
            let changes = project.held.is_some() || project.draft.zone_text != text;
            if let Some(asked) = &mut *asked {
                asked.revision = project.revision + u64::from(changes);
            }
            project.dispatch(Action::ZoneText(text));
        }
        asked.as_ref().map_or(project.revision, |asked| asked.revision)
    }

    fn ask(self: &Rc<Self>, wanted: Wanted) {
        let before = self.asked.replace(Some(wanted.clone()));
        let same = before.as_ref().is_some_and(|before| before.made == wanted.made);
        let rev = self.counter.get() + 1;
        self.counter.set(rev);
        self.told.stopped.set(false);
        self.told.reached.set(None);
        let known = before.filter(|_| same).map(|before| before.includes).unwrap_or_default();
        supply(&self.worker, &known, &wanted.includes);
        let (text, file) = self.mirror.tell(rev, !same);
        let began = js_sys::Date::now();
        let shown = Cell::new(None::<Reach>);
        let (asker, times) = (self.clone(), wanted.times);
        let on = Callback::from(move |reply| match reply {
            Reply::Progress { done, total, .. } => {
                let now = Reach { done, total, ms: js_sys::Date::now() - began };
                if asker.is_newest(rev) && now.is_news(shown.get()) {
                    shown.set(Some(now));
                    asker.told.reached.set(Some(now));
                }
            }
            Reply::Result { result: Answer::Check(checked), .. } => {
                let (asker, checked): (_, Rc<Checked>) = (asker.clone(), Rc::from(checked));
                // Of no text nothing is said, so that nothing has to be there for it.
                if checked.bytes == 0 {
                    return asker.answered(rev, checked);
                }
                speech::then(move || asker.answered(rev, checked));
            }
            Reply::Failed { code, .. } => asker.failed(rev, &code, times),
            Reply::Ready { .. } | Reply::Result { .. } => {}
        });
        // Signatures are judged by now, as the command line judges them.
        let at_s = Some(kept::now_ms() / 1000);
        let job = Job::Check { text, origin: wanted.origin, at_s };
        self.mirror.job.set(self.worker.ask_with(DOC, rev, job, file, on));
    }

    fn is_newest(&self, rev: Rev) -> bool {
        self.mirror.told.get() == rev
    }

    fn answered(&self, rev: Rev, checked: Rc<Checked>) {
        if rev < self.answered.get() {
            return;
        }
        self.answered.set(rev);
        if self.is_newest(rev) {
            if let Some(origin) = checked.report.origin.as_deref() {
                self.mirror.apex.replace(origin.into());
            }
            let revision = self.settle();
            self.project.borrow().dispatch(Action::Checked(outcome(revision, &checked)));
        }
        self.told.result.set(Some((rev, checked)));
        self.told.reached.set(None);
    }

    fn failed(&self, rev: Rev, code: &str, times: u32) {
        match code {
            // Out of step: tell it the whole.
            "unknown-revision" | "unknown-document" | "bad-change" => {
                self.mirror.forget();
                self.told.again.set(times + 1);
            }
            "cancelled" if self.is_newest(rev) => {
                // What the worker has of a file's text may be a part.
                self.mirror.forget();
                self.told.reached.set(None);
                self.told.stopped.set(true);
            }
            _ => {}
        }
    }
}

/// Tells the worker which files came, changed or went.
fn supply(worker: &Worker, before: &Includes, now: &Includes) {
    for (path, text) in now.iter().filter(|(path, text)| before.get(*path) != Some(*text)) {
        worker.supply(DOC, path.clone(), Some(text.clone()));
    }
    for path in before.keys().filter(|path| !now.contains_key(*path)) {
        worker.supply(DOC, path.clone(), None);
    }
}
