//! Step 4: the zone's text, what is wrong with it, and what a secondary would serve.

mod apex_ns;
mod article;
mod bench;
mod editor_pane;
mod explain;
mod finding;
mod findings;
mod includes;
mod fix_preview;
mod going;
mod held_pane;
mod load;
mod normal;
mod open_file;
mod records;
mod report;
mod report_forms;
mod row;
mod row_focus;
mod rows;
mod samples;
mod start;
mod teach;
mod verdicts;

use yew::prelude::*;

use super::super::check::{use_check, use_loads, use_open_file};
use super::super::io::worker::{Health, builds};
use super::super::parts::action::Action;
use super::super::parts::mark::Sign;
use super::super::parts::note::Note;
use super::super::parts::step_head::StepHead;
use super::super::route;
use super::super::state::use_project;
use super::super::text::{fill, plural, t};
use crate::product::project::{Workspace, steps::Step};

pub(crate) use article::is_article;
pub(crate) use samples::text as sample;

/// The step.
#[component]
pub(crate) fn Zone() -> Html {
    let project = use_project();
    let check = use_check();
    let load = load::use_load();
    let z = t().zone;
    let empty = !project.has_zone();
    let (loads, open) = (use_loads(), use_open_file());
    let (lead, rest) = lead(&project, check.stopped);
    let rest = [rest.as_str(), &of_primary(&project)].join(" ");
    let bench = bench::use_bench();
    let row = use_state_eq(|| None::<u64>);
    {
        // Another zone has other records.
        let (row, bench) = (row.clone(), bench.clone());
        use_effect_with(check.rev, move |_| {
            row.set(None);
            bench.here.set(None);
        });
    }
    html! {
        <ContextProvider<bench::Bench> context={bench.clone()}>
            <div class="us-zone" onkeydown={bench.keys(&check)} ondragover={|event: DragEvent| event.prevent_default()}
                ondrop={move |event: DragEvent| open_file::dropped(&event, &open)}>
                <StepHead title={route::name(Step::Zone)} {lead} {rest}>
                    <Action label={z.load} icon="download" onclick={load.begin.clone()} disabled={load.running()} />
                    <open_file::OpenFile />
                </StepHead>
                { load.view() }
                if let Some(trouble) = loads.and_then(|loads| *loads.trouble) {
                    <div role="alert"><Note sign={Sign::Bad} strip=true>{ trouble }</Note></div>
                }
                <going::Going />
                if check.health == Health::Gone {
                    <Note sign={Sign::Bad} strip=true>{ z.worker_gone }</Note>
                }
                if check.health == Health::OtherBuild {
                    <Note sign={Sign::Warn} strip=true>{ t().shell.new_build }</Note>
                }
                if check.health == Health::Mixed {
                    <Note sign={Sign::Bad} strip=true>{ mixed() }</Note>
                }
                <div class="us-cols us-zone-top">
                    if check.held {
                        <held_pane::HeldPane />
                    } else {
                        <editor_pane::EditorPane />
                    }
                    if empty {
                        <start::Start onload={load.begin.clone()} />
                    } else {
                        <findings::Findings />
                    }
                </div>
                if let Some(result) = check.result.clone().filter(|result| !empty && !result.included.is_empty()) {
                    <includes::Includes {result} />
                }
                if empty {
                    <teach::Teach />
                }
                if let Some(result) = check.result.clone().filter(|_| !empty) {
                    if !result.report.verdicts.is_empty() {
                        <verdicts::Verdicts result={result.clone()} />
                    }
                    <div class={if row.is_some() { "us-cols us-zone-bottom" } else { "us-zone-bottom us-zone-bottom--one" }}>
                        <records::Records result={result.clone()} selected={row.clone()} />
                        if let Some(record) = *row {
                            <explain::Explain {record} onclose={{
                                let row = row.clone();
                                move |()| row.set(None)
                            }} />
                        }
                    </div>
                }
            </div>
        </ContextProvider<bench::Bench>>
    }
}

/// What will happen if one goes on: the first sentence, and the rest.
fn lead(w: &Workspace, stopped: bool) -> (String, String) {
    let z = t().zone;
    if !w.has_zone() && !w.draft.zone_file.is_empty() {
        return (fill(z.lead_gone, &[("name", &w.draft.zone_file)]), z.lead_gone_rest.into());
    }
    if !w.has_zone() {
        return (z.lead_empty.into(), z.lead_empty_rest.into());
    }
    let Some(checked) = &w.checked else {
        return (if stopped { z.check_stopped } else { z.lead_checking }.into(), String::new());
    };
    let records = plural(checked.records, z.record, z.records);
    if checked.errors > 0 {
        let errors = plural(checked.errors, z.error_filter, z.errors_filter);
        (z.lead_error.into(), fill(z.lead_error_rest, &[("errors", &errors)]))
    } else if checked.warnings > 0 {
        let warnings = plural(checked.warnings, z.warning_filter, z.warnings_filter);
        (z.lead_warning.into(), fill(z.lead_warning_rest, &[("warnings", &warnings)]))
    } else if let Some(serial) = checked.serial {
        (z.lead_ok.into(), fill(z.lead_ok_rest, &[("records", &records), ("serial", &serial)]))
    } else {
        (z.lead_ok.into(), fill(z.lead_ok_rest_no_serial, &[("records", &records)]))
    }
}

fn mixed() -> String {
    let (page, worker) = builds();
    fill(t().shell.mixed_builds, &[("page", &page), ("worker", &worker)])
}

/// What the primary has to do with it, since that is what a secondary serves.
fn of_primary(w: &Workspace) -> String {
    let z = t().zone;
    match w.other_records() {
        _ if !w.has_zone() || w.checked.is_none() || w.is_sent() => String::new(),
        Some(records) => fill(z.primary_other, &[("records", &plural(records, z.record, z.records))]),
        None if w.mended => z.primary_mend.into(),
        None => z.primary_sends.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::{Action, Checked};

    #[test]
    fn the_lead_answers_what_happens() {
        let w = Workspace::default();
        let lead = |w: &Workspace| lead(w, false);
        assert_eq!(lead(&w).0, "Nothing loaded yet.");
        let w = w.reduce(Action::ZoneText("x".into()));
        assert_eq!(lead(&w).0, "Checking the zone.");
        assert_eq!(super::lead(&w, true).0, "The check was stopped.");
        let checked = |errors, warnings| Checked {
            revision: w.revision,
            origin: None,
            serial: Some(7),
            records: 2,
            errors,
            warnings,
            infos: 0,
        };
        let after = |c| lead(&w.clone().reduce(Action::Checked(c)));
        assert_eq!(after(checked(1, 2)).1, "1 error; each finding says where and what mends it.");
        assert_eq!(after(checked(0, 2)).0, "A secondary would serve this zone.");
        assert_eq!(after(checked(0, 0)).1, "2 records would be served, serial 7.");
        let w = w.clone().reduce(Action::Checked(checked(0, 0)));
        assert_eq!(of_primary(&w), "That is, if the primary sends this text.");
        assert_eq!(of_primary(&w.clone().reduce(Action::Mended)), t().zone.primary_mend);
        assert_eq!(of_primary(&w.reduce(Action::Sent)), "");
    }
}
