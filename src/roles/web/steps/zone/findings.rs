//! The findings: worst first, one open at a time, filtered by severity.

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::remembered::use_remembered;
use super::super::super::state::use_project;
use super::super::super::text::{fill, number, plural, t};
use super::apex_ns::ApexNs;
use super::article;
use super::bench::{order, use_shared_bench};
use super::finding::Item;
use super::report::ReportButton;
use super::report_forms::ReportForms;
use crate::product::api::report::{Counts, Severity};
use crate::product::project::Action as Happens;

/// Findings drawn at once, three times what is seen of them: more take the page's thread longer than a keystroke may.
const DRAWN: usize = 30;

/// The pane.
#[component]
pub(crate) fn Findings() -> Html {
    let check = use_check();
    let bench = use_shared_bench();
    let project = use_project();
    let only = use_remembered("findings.only", || None::<Severity>);
    let drawn = use_state_eq(|| DRAWN);
    let reporting = use_state_eq(|| false);
    let z = t().zone;
    let Some(result) = check.result.clone() else {
        return html! { <Pane title={z.findings} label={t().shell.diagnostics} class="us-zone-findings" /> };
    };
    let counts = result.report.counts;
    let order: Vec<_> = order(&result)
        .into_iter()
        .filter(|&i| only.is_none_or(|s| result.report.diagnostics.get(i).is_some_and(|f| f.severity == s)))
        .collect();
    // The open one is always among those drawn: F8 goes further than the hand.
    let open_at = bench.chosen.and_then(|chosen| order.iter().position(|&i| i == chosen));
    let most = (*drawn).max(open_at.map_or(0, |at| at + 1));
    let hidden = order.len().saturating_sub(most);
    let item = |index: usize| {
        let finding = result.report.diagnostics.get(index)?.clone();
        let open = *bench.chosen == Some(index) || (bench.chosen.is_none() && order.first() == Some(&index));
        let onopen = {
            let (bench, check) = (bench.clone(), check.clone());
            Callback::from(move |()| bench.go(&check, index))
        };
        let onapply = {
            let (bench, check, finding, project) = (bench.clone(), check.clone(), finding.clone(), project.clone());
            Callback::from(move |()| {
                bench.apply(&check, &finding);
                project.dispatch(Happens::Mended);
            })
        };
        let key = format!("{index} {}", finding.code);
        Some(html! { <Item {key} {finding} {open} {onopen} {onapply} stale={!check.is_current()} /> })
    };
    let fixes = result.report.diagnostics.iter().filter(|f| f.fix.is_some()).count() as u64;
    let fix_all = {
        let (bench, check, project) = (bench.clone(), check.clone(), project.clone());
        Callback::from(move |()| {
            bench.apply_all(&check);
            project.dispatch(Happens::Mended);
        })
    };
    let further = {
        let drawn = drawn.clone();
        Callback::from(move |()| drawn.set(most + DRAWN))
    };
    let tools = html! {
        <>
            { filter(&only, counts) }
            <ReportButton open={reporting.clone()} />
            if total(counts) > 0 {
                <span class="us-meta us-hide-m us-f8"><kbd>{ "F8" }</kbd></span>
            }
        </>
    };
    let said = fill(z.findings_counted, &[("total", &total(counts)), ("errors", &counts.error)]);
    html! {
        <Pane title={z.findings} label={t().shell.diagnostics} class="us-zone-findings" {tools}>
            <p class="pf-v6-screen-reader" role="status">{ if check.pending { "" } else { &said } }</p>
            if counts.error > 0 { { article::note(&check) } }
            <ApexNs />
            if *reporting {
                <ReportForms />
            }
            if total(counts) == 0 {
                <div class="us-pane__body"><Note sign={Sign::Ok}>{ z.nothing }{ ". " }<span class="dim">{ z.nothing_why }</span></Note></div>
            } else {
                <ol class="us-findings" role="list">{ for order.iter().take(most).filter_map(|&i| item(i)) }</ol>
                if hidden > 0 {
                    <div class="us-strip us-strip--plain">
                        <Action label={fill(z.findings_next, &[("n", &number(hidden.min(DRAWN) as u64))])} weight={Weight::Link} onclick={further} />
                    </div>
                }
                if fixes > 1 && !check.held {
                    <div class="us-strip us-strip--plain">
                        <Action label={fill(z.fix_all, &[("n", &number(fixes))])} weight={Weight::Link} onclick={fix_all}
                            disabled={!check.is_current()} />
                    </div>
                }
                if result.report.shown < total(counts) {
                    <p class="us-strip us-strip--plain">
                        { fill(z.findings_more, &[("shown", &number(result.report.shown)), ("total", &number(total(counts)))]) }
                    </p>
                }
            }
        </Pane>
    }
}

const fn total(counts: Counts) -> u64 {
    counts.error + counts.warning + counts.info
}

fn filter(only: &UseStateHandle<Option<Severity>>, counts: Counts) -> Html {
    let z = t().zone;
    let kinds = [
        (Severity::Error, counts.error, z.error_filter, z.errors_filter),
        (Severity::Warning, counts.warning, z.warning_filter, z.warnings_filter),
        (Severity::Info, counts.info, z.info_filter, z.infos_filter),
    ];
    let button = |(severity, count, one, many): (Severity, u64, &str, &str)| {
        let pressed = **only == Some(severity);
        let onclick = {
            let only = only.clone();
            move |_: MouseEvent| only.set((!pressed).then_some(severity))
        };
        html! {
            <div class="pf-v6-c-toggle-group__item">
                <button type="button" aria-pressed={pressed.to_string()} {onclick}
                    class={classes!("pf-v6-c-toggle-group__button", pressed.then_some("pf-m-selected"))}>
                    <span class="pf-v6-c-toggle-group__text">{ plural(count, one, many) }</span>
                </button>
            </div>
        }
    };
    if total(counts) == 0 {
        return html! {};
    }
    html! {
        <div class="pf-v6-c-toggle-group pf-m-compact" role="group" aria-label={z.filter_findings}>
            { for kinds.into_iter().filter(|kind| kind.1 > 0).map(button) }
        </div>
    }
}
