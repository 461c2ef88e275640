//! The scenario that is rehearsed: its text, kept with the project, and the texts before it, as a context that outlives
//! the step; played by the worker whenever it changes.

mod history;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use yew::prelude::*;

use super::check::use_check;
use super::parts::async_view::Async;
use super::state::use_project;
use crate::product::api::rehearsal::{Example, Played};
use crate::product::api::worker::{Answer, DocId, Job, Reply, Rev};
use crate::product::project::{Action, Field};
use crate::product::rehearse::builder::Change;
pub(crate) use history::{Act, Text};

/// The worker's name for scenarios; it holds no document under it.
const DOC: DocId = 3;
/// And for the library, so that playing does not end its reading.
const LIBRARY: DocId = 4;
/// The context.
#[derive(Clone, PartialEq)]
struct Shared {
    text: UseReducerHandle<Text>,
    /// Counts what the worker was asked.
    rev: Rc<Cell<Rev>>,
    selected: UseStateHandle<usize>,
}

/// Properties of [`Scenes`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ScenesProperties {
    /// Whoever reads the context.
    pub children: Html,
}

/// Keeps the scenario's steps for as long as its project is open.
#[component]
pub(crate) fn Scenes(props: &ScenesProperties) -> Html {
    let project = use_project();
    let text = use_reducer(|| Text::new(project.draft.scenario.as_str().into()));
    let rev = use_memo((), |()| Cell::new(0));
    let selected = use_state_eq(|| 0);
    {
        let project = project.clone();
        use_effect_with(text.text.clone(), move |text| {
            if *project.draft.scenario != **text {
                project.dispatch(Action::Type(Field::Scenario, text.to_string()));
            }
        });
    }
    {
        let (text, scenario) = (text.clone(), project.draft.scenario.clone());
        let first = use_mut_ref(|| true);
        use_effect_with(project.opened, move |_| {
            if !first.replace(false) {
                text.dispatch(Act::Begin(scenario.into()));
            }
        });
    }
    let shared = Shared { text, rev, selected };
    html! { <ContextProvider<Shared> context={shared}>{ props.children.clone() }</ContextProvider<Shared>> }
}

/// The scenario as the step uses it.
#[derive(Clone, PartialEq)]
pub(crate) struct Scene {
    /// Its text.
    pub text: UseReducerHandle<Text>,
    /// The library.
    pub examples: Async<Rc<[Example]>, String>,
    /// What the worker made of the text.
    pub played: Async<Rc<Played>, String>,
    /// Changes a part of it.
    pub change: Callback<Change>,
    /// The event that is looked at.
    pub selected: UseStateHandle<usize>,
}

impl Scene {
    /// What was played, while it is of the present text.
    pub(crate) fn ready(&self) -> Option<&Rc<Played>> {
        match &self.played {
            Async::Ready(played) => Some(played),
            _ => None,
        }
    }
}

/// The scenario.
#[hook]
#[expect(clippy::expect_used, reason = "app.rs wraps every step in the context")]
pub(crate) fn use_scene() -> Scene {
    let Shared { text, rev, selected } = use_context::<Shared>().expect("the scenario's context");
    let check = use_check();
    let examples = use_state_eq(Async::default);
    let played = use_state_eq(Async::default);
    let changes = use_memo((), |()| Changes::default());
    let ask = {
        let (worker, rev) = (check.worker().clone(), rev);
        Callback::from(move |(job, on): (Job, Callback<Reply>)| {
            rev.set(rev.get() + 1);
            worker.ask(DOC, rev.get(), job, on);
        })
    };
    {
        let (examples, worker) = (examples.clone(), check.worker().clone());
        use_effect_with((), move |()| {
            examples.set(Async::Running);
            let on = Callback::from(move |reply| match reply {
                Reply::Result { result: Answer::Scenarios { examples: found }, .. } => {
                    examples.set(Async::Ready(found.into()));
                }
                Reply::Failed { code, .. } => examples.set(Async::Failed(code)),
                _ => {}
            });
            worker.ask(LIBRARY, 1, Job::Scenarios, on);
        });
    }
    {
        let (played, ask, selected, changes) = (played.clone(), ask.clone(), selected.clone(), changes.clone());
        use_effect_with(text.text.clone(), move |text| {
            changes.text.replace(text.clone());
            if text.trim().is_empty() {
                changes.shown.replace(Rc::default());
                return played.set(Async::Idle);
            }
            let again = changes.shown.replace(text.clone()) == *text;
            if again {
                return;
            }
            let on = Callback::from(move |reply| match reply {
                Reply::Result { result: Answer::Play(found), .. } => {
                    let last = found.timeline.as_ref().map_or(0, |timeline| timeline.entries.len().saturating_sub(1));
                    if *selected > last {
                        selected.set(last);
                    }
                    played.set(Async::Ready(Rc::from(found)));
                }
                Reply::Failed { code, .. } if code != "superseded" => played.set(Async::Failed(code)),
                _ => {}
            });
            ask.emit((Job::Play { text: text.to_string(), change: None }, on));
        });
    }
    let change = {
        let (played, text) = (played.clone(), text.clone());
        Callback::from(move |change| {
            changes.waiting.borrow_mut().push_back(change);
            next(&changes, &ask, &played, &text);
        })
    };
    Scene { text, examples: (*examples).clone(), played: (*played).clone(), change, selected }
}

/// Changes wait for those before them: each is made of the text that the last one left.
#[derive(Default, PartialEq)]
struct Changes {
    waiting: RefCell<VecDeque<Change>>,
    busy: Cell<bool>,
    text: RefCell<Rc<str>>,
    /// The text that was last played.
    shown: RefCell<Rc<str>>,
}

fn next(
    changes: &Rc<Changes>,
    ask: &Callback<(Job, Callback<Reply>)>,
    played: &UseStateHandle<Async<Rc<Played>, String>>,
    text: &UseReducerHandle<Text>,
) {
    if changes.busy.get() {
        return;
    }
    let Some(change) = changes.waiting.borrow_mut().pop_front() else { return };
    changes.busy.set(true);
    let job = Job::Play { text: changes.text.borrow().to_string(), change: Some(change) };
    let on = {
        let (changes, ask, played, text) = (changes.clone(), ask.clone(), played.clone(), text.clone());
        Callback::from(move |reply| {
            match reply {
                Reply::Result { result: Answer::Play(found), .. } => {
                    let now: Rc<str> = found.text.as_str().into();
                    changes.text.replace(now.clone());
                    changes.shown.replace(now.clone());
                    played.set(Async::Ready(Rc::from(found)));
                    text.dispatch(Act::Load(now));
                }
                Reply::Progress { .. } => return,
                _ => {}
            }
            changes.busy.set(false);
            next(&changes, &ask, &played, &text);
        })
    };
    ask.emit((job, on));
}
