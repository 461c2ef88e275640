//! The project as a Yew context: components read it, and dispatch [`Action`]s to change it.

use std::{ops::Deref, rc::Rc};

use yew::prelude::*;

use super::io::storage;
use super::presence;
use crate::product::project::{Action, Draft, Workspace};

const KEY: &str = "understudy.project";

/// The workspace behind Yew's reducer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State(Workspace);

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let workspace = Rc::try_unwrap(self).unwrap_or_else(|shared| (*shared).clone()).0;
        Rc::new(Self(workspace.reduce(action)))
    }
}

impl Deref for State {
    type Target = Workspace;

    fn deref(&self) -> &Workspace {
        &self.0
    }
}

/// What components get from [`use_project`].
pub(crate) type Project = UseReducerHandle<State>;

/// The project of this page.
#[hook]
#[expect(clippy::expect_used, reason = "app.rs wraps every component in the context; without it nothing can be shown")]
pub(crate) fn use_project() -> Project {
    use_context::<Project>().expect("the project's context")
}

/// The project as this browser kept it. Called once, by the root component.
#[hook]
pub(crate) fn use_kept_project() -> (Project, bool) {
    let project = use_reducer(|| {
        let mut workspace = Workspace::default();
        if let Some(draft) = storage::read(KEY).and_then(|json| Draft::restore(&json).ok()) {
            workspace = workspace.reduce(Action::Open(Box::new(draft)));
        }
        if let Some(token) = presence::take_token() {
            workspace = workspace.reduce(Action::CompanionToken(token));
        }
        State(workspace)
    });
    let kept = use_state_eq(|| true);
    {
        let kept = kept.clone();
        // Secrets are no part of the draft, so nothing here can store one.
        use_effect_with(project.draft.clone(), move |draft| kept.set(storage::write(KEY, &draft.store())));
    }
    (project, *kept)
}
