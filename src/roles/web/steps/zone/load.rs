//! Loading the zone from the primary: a real transfer through the companion, with progress, into the editor.

use yew::prelude::*;

use super::super::super::check::use_load_text;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::causes::Causes;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::note::Note;
use super::super::super::state::{Project, use_project};
use super::super::super::streaming::{Streaming, Subject, use_streaming};
use super::super::super::text::{fill, number, said, t, whole};
use crate::product::api::companion::{Done, Failed, Progress};
use crate::product::project::{Action as Happens, TransferRun};

static SUBJECT: Subject = Subject {
    path: "companion/v1/transfer",
    begun: Happens::TransferBegun,
    said: Happens::TransferEvent,
    abandoned: Happens::TransferAbandoned,
};

/// A load, as the step shows it.
#[derive(Clone, PartialEq)]
pub(crate) struct Load {
    /// Starts it.
    pub begin: Callback<()>,
    streaming: Streaming,
    project: Project,
}

/// The step's load.
#[hook]
pub(crate) fn use_load() -> Load {
    let project = use_project();
    let load_text = use_load_text();
    let loaded = {
        let project = project.dispatcher();
        Callback::from(move |text: String| {
            load_text.emit(text);
            project.dispatch(Happens::Sent);
        })
    };
    let streaming = use_streaming(&SUBJECT, loaded);
    Load { begin: streaming.begin.clone(), streaming, project }
}

impl Load {
    /// Whether it is under way.
    pub(crate) fn running(&self) -> bool {
        matches!(self.project.transfer, TransferRun::Running { .. })
    }

    /// How it goes; nothing when nothing was asked.
    pub(crate) fn view(&self) -> Html {
        let z = t().zone;
        let trouble = self.streaming.trouble(z.load_no_zone, z.load_no_address, t().summary.key_faulty);
        if let Some(trouble) = trouble {
            return trouble;
        }
        match &self.project.transfer {
            TransferRun::Idle => html! {},
            TransferRun::Running { progress, .. } => html! {
                <div class="us-strip" role="status">
                    <Mark sign={Sign::Run} small=true />
                    <span class="num">{ progress.as_ref().map_or_else(|| z.load_began.into(), so_far) }</span>
                    <Action label={z.cancel} weight={Weight::Link} onclick={self.streaming.cancel.clone()} />
                </div>
            },
            TransferRun::Ended { outcome: Ok(done), .. } => html! {
                <Note sign={Sign::Ok} strip=true><span role="status" class="num">{ ended(done) }</span></Note>
            },
            TransferRun::Ended { outcome: Err(failed), .. } => failed_view(failed),
        }
    }
}

fn so_far(p: &Progress) -> String {
    let values: [(&'static str, &dyn std::fmt::Display); 3] =
        [("records", &number(p.records)), ("messages", &number(p.messages)), ("bytes", &number(p.bytes))];
    fill(t().zone.load_progress, &values)
}

fn ended(done: &Done) -> String {
    let records = done.records.map(number).unwrap_or_default();
    fill(t().zone.load_done, &[("serial", &done.serial), ("records", &records), ("ms", &number(done.ms))])
}

fn failed_view(failed: &Failed) -> Html {
    html! {
        <div class="us-load-failed" role="alert">
            <Note sign={Sign::Bad}><b class="b">{ t().zone.load_failed }{ ". " }</b>{ whole(&said::failed(failed)) }</Note>
            <Causes causes={failed.causes.clone()} />
        </div>
    }
}
