//! The page's end of the worker: typed messages, answers to those who asked, a new worker when one dies.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{File, MessageEvent, WorkerOptions, WorkerType};
use yew::Callback;

use super::storage;
use crate::product::api::worker::{Answer, BUILD, DocId, Job, JobId, Reply, Request, Rev};

/// How often a worker may die in a row before the page stops making new ones.
const LIVES: u32 = 3;

/// Where the tab keeps over a reload that page and worker are of two builds: both, parted by a comma.
const OTHER: &str = "understudy.other-build";

/// The page's build and the worker's, when those are two.
pub(crate) fn builds() -> (String, String) {
    let pair = storage::read_session(OTHER).unwrap_or_default();
    pair.split_once(',').map(|(page, worker)| (page.to_owned(), worker.to_owned())).unwrap_or_default()
}

/// How the worker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// Loading; what is asked waits. Counts the workers made so far.
    Starting(u32),
    /// Answers. Counts the workers made so far: a new one knows no document.
    Ready(u32),
    /// It comes from another build: the page was updated while it was open.
    OtherBuild,
    /// The same after a reload: this copy of the page is put together wrongly.
    Mixed,
    /// It died too often.
    Gone,
}

/// A worker that outlives its deaths.
#[derive(Clone)]
pub(crate) struct Worker(Rc<Inner>);

impl PartialEq for Worker {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    alive: RefCell<Option<Alive>>,
    health: Cell<Health>,
    lives: Cell<u32>,
    next: Cell<JobId>,
    queue: RefCell<Vec<(Request, Option<File>)>>,
    waiting: RefCell<HashMap<JobId, Callback<Reply>>>,
    tell: Callback<Health>,
}

struct Alive {
    js: web_sys::Worker,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(JsValue)>,
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.js.terminate();
    }
}

impl Worker {
    /// Starts one; `tell` hears how it is.
    pub(crate) fn start(tell: Callback<Health>) -> Self {
        let worker = Self(Rc::new(Inner {
            alive: RefCell::default(),
            health: Cell::new(Health::Starting(0)),
            lives: Cell::new(LIVES),
            next: Cell::new(1),
            queue: RefCell::default(),
            waiting: RefCell::default(),
            tell,
        }));
        worker.spawn();
        worker
    }

    /// Asks; `on` hears any progress and then exactly one result or failure.
    pub(crate) fn ask(&self, doc: DocId, rev: Rev, job: Job, on: Callback<Reply>) -> JobId {
        self.ask_with(doc, rev, job, None, on)
    }

    /// As [`Worker::ask`], with the file that `Text::File` announces.
    pub(crate) fn ask_with(&self, doc: DocId, rev: Rev, job: Job, file: Option<File>, on: Callback<Reply>) -> JobId {
        let id = self.0.next.get();
        self.0.next.set(id + 1);
        self.0.waiting.borrow_mut().insert(id, on);
        self.send(Request::Job { id, doc, rev, job }, file);
        id
    }

    /// Ends a job, which then answers `cancelled`.
    pub(crate) fn cancel(&self, id: JobId) {
        self.send(Request::Cancel { id }, None);
    }

    /// Hands over a file for `$INCLUDE`, or takes it back; the next check reads it.
    pub(crate) fn supply(&self, doc: DocId, path: String, text: Option<String>) {
        self.send(Request::Supply { doc, path, text }, None);
    }

    fn send(&self, request: Request, file: Option<File>) {
        match self.0.health.get() {
            Health::Ready(_) => self.post(&request, file.as_ref()),
            // Messages sent while the worker's Wasm loads would be lost.
            Health::Starting(_) => self.0.queue.borrow_mut().push((request, file)),
            Health::OtherBuild | Health::Mixed | Health::Gone => {}
        }
    }

    fn post(&self, request: &Request, file: Option<&File>) {
        if let (Some(alive), Ok(message)) = (&*self.0.alive.borrow(), serde_wasm_bindgen::to_value(request)) {
            if let Some(file) = file {
                let _ = js_sys::Reflect::set(&message, &"file".into(), file);
            }
            let _ = alive.js.post_message(&message);
        }
    }

    fn spawn(&self) {
        let base = web_sys::window().and_then(|w| w.document()).and_then(|d| d.base_uri().ok().flatten());
        let url =
            base.and_then(|base| web_sys::Url::new_with_base("worker_loader.js", &base).ok()).map(|url| url.href());
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let Some(js) = url.and_then(|url| web_sys::Worker::new_with_options(&url, &options).ok()) else {
            return self.set(Health::Gone);
        };
        // Weak, or worker and closures would hold each other for ever.
        let inner = Rc::downgrade(&self.0);
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let reply = event.data().as_string().and_then(|text| serde_json::from_str::<Reply>(&text).ok());
            if let (Some(inner), Some(reply)) = (inner.upgrade(), reply) {
                Self(inner).heard(reply);
            }
        });
        let inner = Rc::downgrade(&self.0);
        let on_error = Closure::<dyn Fn(JsValue)>::new(move |_| {
            if let Some(inner) = inner.upgrade() {
                Self(inner).died();
            }
        });
        js.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        js.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        *self.0.alive.borrow_mut() = Some(Alive { js, _on_message: on_message, _on_error: on_error });
        let made = match self.0.health.get() {
            Health::Starting(n) | Health::Ready(n) => n + 1,
            Health::OtherBuild | Health::Mixed | Health::Gone => 1,
        };
        self.set(Health::Starting(made));
    }

    fn heard(&self, reply: Reply) {
        match &reply {
            Reply::Ready { build } if build != BUILD => {
                let pair = format!("{BUILD},{build}");
                let again = storage::read_session(OTHER).as_deref() == Some(pair.as_str());
                storage::write_session(OTHER, &pair);
                self.set(if again { Health::Mixed } else { Health::OtherBuild });
            }
            Reply::Ready { .. } => {
                if let Health::Starting(made) = self.0.health.get() {
                    self.set(Health::Ready(made));
                    let queue = std::mem::take(&mut *self.0.queue.borrow_mut());
                    queue.iter().for_each(|(request, file)| self.post(request, file.as_ref()));
                }
            }
            Reply::Progress { id, .. } => {
                let on = self.0.waiting.borrow().get(id).cloned();
                if let Some(on) = on {
                    on.emit(reply);
                }
            }
            Reply::Result { id, .. } | Reply::Failed { id, .. } => {
                self.0.lives.set(LIVES);
                let on = self.0.waiting.borrow_mut().remove(id);
                let Some(on) = on else { return };
                if matches!(reply, Reply::Result { result: Answer::Check(_), .. }) {
                    // Reading a large answer is one task of the page's thread, showing it another.
                    gloo_timers::callback::Timeout::new(0, move || on.emit(reply)).forget();
                } else {
                    on.emit(reply);
                }
            }
        }
    }

    fn died(&self) {
        let lives = self.0.lives.get();
        self.0.lives.set(lives.saturating_sub(1));
        // Dropping a worker from inside its own event handler would drop the closure that runs.
        let dead = self.0.alive.borrow_mut().take();
        gloo_timers::callback::Timeout::new(0, move || drop(dead)).forget();
        self.0.queue.borrow_mut().clear();
        if lives == 0 {
            self.set(Health::Gone)
        } else {
            self.spawn()
        }
        let waiting = std::mem::take(&mut *self.0.waiting.borrow_mut());
        for (id, on) in waiting {
            on.emit(Reply::Failed { id, code: "worker-gone".into(), args: BTreeMap::new() });
        }
    }

    fn set(&self, health: Health) {
        self.0.health.set(health);
        self.0.tell.emit(health);
    }
}
