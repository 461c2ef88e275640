//! Step 6: the plan, what applying it does call by call, and the same as a script.

mod calls;
mod export;
mod lead;
mod objects;

pub(crate) use export::proof;
use patternfly_yew::prelude::{Progress, ProgressMeasureLocation, ProgressSize};
use yew::prelude::*;

use super::super::asking::zone_of;
use super::super::check::use_check;
use super::super::io::locks::Got;
use super::super::keeping::use_keeping;
use super::super::parts::action::{Action, Weight};
use super::super::parts::mark::Sign;
use super::super::parts::needs_companion::NeedsCompanion;
use super::super::parts::note::Note;
use super::super::parts::step_head::StepHead;
use super::super::route;
use super::super::state::use_project;
use super::super::submitting::{Shown, Trouble, use_submitting};
use super::super::text::{fill, said, t, whole};
use crate::engine::diag::Diagnostic;
use crate::product::project::{ProviderKind, steps::Step};
use crate::product::provider::Mode;

/// The step.
#[component]
pub(crate) fn Submit() -> Html {
    let project = use_project();
    let check = use_check();
    let run = use_submitting();
    let s = t().submit;
    let shown = &*run.shown;
    let running = shown.running();
    let planned = shown.plan.is_some();
    let (lead, rest) = lead::lead(shown, &project.submission);
    let begin = |mode: Mode| run.start.reform(move |()| mode);
    let loud = |is: bool| if is { Weight::Primary } else { Weight::Secondary };
    let zone = zone_of(&project, &check.last_origin).unwrap_or_default();
    // Two tabs that apply would overwrite each other's record.
    let elsewhere = use_keeping().is_some_and(|keeping| keeping.got == Some(Got::Elsewhere));
    let held = running || elsewhere;
    html! {
        <>
            <StepHead title={route::name(Step::Submit)} {lead} {rest}>
                if running {
                    <Action label={s.stop} onclick={run.stop.clone()} />
                }
                <Action label={s.undo} onclick={run.undo.clone()} disabled={held || nothing_to_undo(shown)} />
                <Action label={s.dry_run} weight={loud(!planned)} onclick={begin(Mode::DryRun)} disabled={running} />
                <Action label={s.apply} weight={loud(planned)} onclick={begin(Mode::Apply)} disabled={held} />
            </StepHead>
            { progress(shown) }
            { trouble(shown) }
            { record(shown, elsewhere, &run.forget) }
            <calls::Calls />
            { warning(shown, project.draft.provider, &zone) }
            <div class="us-cols us-submit-bottom">
                <objects::Objects />
                <export::Export />
            </div>
        </>
    }
}

fn progress(shown: &Shown) -> Html {
    let Some(line) = shown.lines.last().filter(|_| shown.running()) else { return html! {} };
    let s = t().submit;
    let total = shown.lines.len() + shown.ahead.len();
    let done = shown.lines.iter().filter(|line| line.answer.is_some()).count();
    let words = fill(s.progress, &[("n", &shown.lines.len()), ("total", &total), ("why", &said::phrase(&line.why))]);
    #[expect(clippy::cast_precision_loss, reason = "a few dozen calls")]
    let (value, end) = (done as f64, total as f64);
    html! {
        <div class="us-progress" aria-live="polite">
            <Progress {value} range={0.0..end} description={words} size={ProgressSize::Small} location={ProgressMeasureLocation::None} />
        </div>
    }
}

fn trouble(shown: &Shown) -> Html {
    let one = |finding: &Diagnostic| {
        html! {
            <Note sign={Sign::from(finding.severity)}>
                { whole(&said::message(finding.code, &finding.args)) }{ " " }
                <span class="dim">{ said::why(finding.code, &finding.args) }</span>
            </Note>
        }
    };
    if shown.relay_missing {
        return html! { <div class="us-load-failed" role="alert"><Note sign={Sign::Bad}>{ t().submit.relay_missing }</Note></div> };
    }
    html! {
        <>
            if !shown.findings.is_empty() {
                <div class="us-load-failed" role="alert">{ for shown.findings.iter().map(one) }</div>
            }
            if let Some((what, why)) = shown.failure.as_ref().map(Trouble::words) {
                <div class="us-load-failed" role="alert">
                    <Note sign={Sign::Bad}>{ whole(&what) }{ " " }<span class="dim">{ why }</span></Note>
                    <NeedsCompanion />
                </div>
            }
        </>
    }
}

fn nothing_to_undo(shown: &Shown) -> bool {
    shown.record.is_empty() && !shown.record.is_unfinished()
}

/// What is worth knowing about the record of what was done.
fn record(shown: &Shown, elsewhere: bool, forget: &Callback<()>) -> Html {
    let s = t().submit;
    let idle = !shown.running() && !nothing_to_undo(shown);
    html! {
        <>
            if elsewhere {
                <Note sign={Sign::Warn} strip=true>{ s.elsewhere }</Note>
            }
            if shown.unkept {
                <Note sign={Sign::Warn} strip=true>{ s.record_unkept }</Note>
            }
            if idle && shown.record.loses_a_secret() {
                <Note sign={Sign::Warn} strip=true>{ s.record_secret_lost }</Note>
            }
            if idle && !elsewhere && shown.state.is_none() {
                <div class="us-strip"><Action label={s.forget} weight={Weight::Inline} onclick={forget.clone()} /></div>
            }
        </>
    }
}

/// What the new zone answers until its first transfer is done.
fn warning(shown: &Shown, provider: ProviderKind, zone: &str) -> Html {
    let s = t().submit;
    let creates = shown.plan.as_ref().is_some_and(|plan| {
        use crate::product::provider::{Action, Object, StepState};
        let made = |object| plan.steps.iter().any(|step| step.object == object && step.action == Action::Create);
        let awaited = plan.steps.iter().any(|step| step.object == Object::Serial && step.state != StepState::Done);
        made(Object::Zone) && awaited
    });
    if !creates {
        return html! {};
    }
    let words = match provider {
        ProviderKind::Local => fill(s.empty_zone_local, &[("zone", &zone)]),
        ProviderKind::Cloudflare => fill(s.empty_zone, &[("servers", &shown.servers.join(", ")), ("zone", &zone)]),
    };
    html! { <Note sign={Sign::Warn} strip=true>{ words }</Note> }
}
