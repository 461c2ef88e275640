//! The project as a Yew context: components read it, and dispatch [`Action`]s to change it.

use std::{ops::Deref, rc::Rc};

use yew::prelude::*;

use super::kept;
use super::presence;
use crate::product::project::{Action, Workspace};

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

/// The project that this browser kept last. Called once, by the root component.
#[hook]
pub(crate) fn use_first_project() -> Project {
    use_reducer(|| {
        let mut workspace = Workspace::default();
        if let Some(draft) = kept::draft(&kept::open_id()) {
            workspace = workspace.reduce(Action::Open(Box::new(draft)));
        }
        if let Some(token) = presence::take_token() {
            workspace = workspace.reduce(Action::CompanionToken(token));
        }
        State(workspace)
    })
}
