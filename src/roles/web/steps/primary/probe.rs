//! Testing a primary through the companion.

use yew::prelude::*;

use super::super::super::state::{Project, use_project};
use super::super::super::streaming::{Streaming, Subject, use_streaming};
use super::super::super::text::t;
use crate::product::project::{Action, Probe as Answers};

static SUBJECT: Subject = Subject {
    path: "companion/v1/probe",
    begun: Action::ProbeBegun,
    said: Action::Probe,
    abandoned: Action::ProbeAbandoned,
};

/// The step's probe.
#[derive(Clone, PartialEq)]
pub(crate) struct Probe {
    /// Starts it.
    pub begin: Callback<()>,
    /// Ends it.
    pub cancel: Callback<()>,
    streaming: Streaming,
    project: Project,
}

/// The step's probe.
#[hook]
pub(crate) fn use_probe() -> Probe {
    let project = use_project();
    let streaming = use_streaming(&SUBJECT, Callback::noop());
    Probe { begin: streaming.begin.clone(), cancel: streaming.cancel.clone(), streaming, project }
}

impl Probe {
    /// Whether it is under way.
    pub(crate) fn running(&self) -> bool {
        matches!(self.project.probe, Answers::Running { .. })
    }

    /// Why it could not be asked; nothing when it could.
    pub(crate) fn trouble(&self) -> Html {
        let p = t().primary;
        self.streaming.trouble(p.no_zone, p.no_address, p.no_key).unwrap_or_default()
    }
}
