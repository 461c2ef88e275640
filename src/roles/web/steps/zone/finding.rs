//! One finding. Its text begins `line:column code` (contracts.md §5); the style sheet shows the message above that.

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::text::{said, sentence, t};
use super::bench::in_text;
use super::fix_preview::{Line, preview};
use crate::product::api::report::{Finding, Severity};

/// Properties of [`Item`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ItemProperties {
    /// The finding.
    pub finding: Finding,
    /// Whether all of it is shown.
    pub open: bool,
    /// Show all of it, and its place.
    pub onopen: Callback<()>,
    /// Apply its fix.
    pub onapply: Callback<()>,
    /// It is about an older text: its fix cannot be applied.
    pub stale: bool,
}

/// One finding.
#[component]
pub(crate) fn Item(props: &ItemProperties) -> Html {
    let z = t().zone;
    let check = use_check();
    let finding = &props.finding;
    let (sign, word) = match finding.severity {
        Severity::Error => (Sign::Bad, z.severity_error),
        Severity::Warning => (Sign::Warn, z.severity_warning),
        Severity::Info => (Sign::Info, z.severity_info),
    };
    let place = finding.place.as_ref().map(|p| format!("{}:{}", p.line, p.column));
    // A place in an included file is named, and nothing there can be changed from here.
    let elsewhere = finding.place.as_ref().filter(|place| !in_text(&check, place)).map(|place| place.file.clone());
    let go = {
        let onopen = props.onopen.clone();
        Callback::from(move |event: MouseEvent| {
            // A link, since it leads to a place in the text; the fragment must stay as it is.
            event.prevent_default();
            onopen.emit(());
        })
    };
    let fixable = elsewhere.is_none() && !check.held;
    let fix = finding.fix.as_ref().filter(|_| fixable).map(|fix| {
        let weight = if props.open { Weight::Primary } else { Weight::Inline };
        html! {
            <Action label={sentence(&said::fix(fix))} {weight} onclick={props.onapply.clone()} disabled={props.stale}
                title={props.open.then_some(z.apply_key)} />
        }
    });
    html! {
        <li class={classes!("us-finding", props.open.then_some("is-open"))}>
            <div class="us-finding__meta">
                <span>
                    if let Some(place) = place {
                        <span class="num">{ place }</span>{ " " }
                    }
                    <span class="mono">{ &finding.code }</span>
                </span>{ " " }
                if let Some(file) = &elsewhere {
                    <span class="mono">{ file }</span>{ " " }
                }
                <span>{ word }</span>{ " " }
                <span class="dim">{ finding.rfc.join(", ") }</span>
            </div>
            <Mark {sign} label={word} />
            <a class={classes!("us-finding__message", props.open.then_some("b"))} href="#/zone" onclick={go}>{ sentence(&said::finding(finding)) }</a>
            if props.open {
                <div class="us-finding__more">
                    <p>{ said::finding_why(finding) }</p>
                    { for finding.related.iter().map(|r| html! {
                        <p class="dim"><span class="num">{ format!("{}:{}", r.line, r.column) }</span>{ " " }{ said::related(finding, r) }</p>
                    }) }
                    { receivers(finding) }
                    if fixable {
                        <Preview finding={finding.clone()} />
                    }
                    if let Some(fix) = fix {
                        <div class="us-acts">{ fix }</div>
                    }
                </div>
            } else if let Some(fix) = fix {
                <span class="us-finding__fix">{ fix }</span>
            }
        </li>
    }
}

fn receivers(finding: &Finding) -> Html {
    if finding.receivers.is_empty() {
        return html! {};
    }
    let one = |(name, verdict): (&String, &String)| {
        let (sign, word) = super::verdicts::word(verdict);
        let how = said::effect(finding, name).unwrap_or_else(|| word.to_owned());
        html! { <span><Mark {sign} small=true />{ format!(" {}: {how}", super::verdicts::display_name(name)) }</span> }
    };
    html! { <div class="us-who">{ for finding.receivers.iter().map(one) }</div> }
}

#[derive(Clone, PartialEq, Properties)]
struct PreviewProperties {
    finding: Finding,
}

/// The lines that the fix changes, before and after.
#[component]
fn Preview(props: &PreviewProperties) -> Html {
    let check = use_check();
    let Some(fix) = props.finding.fix.as_ref().filter(|_| check.is_current()) else { return html! {} };
    let line = |line: Line| match line {
        Line::Removed(text) => html! { <div class="us-del">{ "− " }{ text }</div> },
        Line::Added(text) => html! { <div class="us-add">{ "+ " }{ text }</div> },
    };
    html! {
        <div class="us-fix" role="group" aria-label={t().zone.fix_preview}>
            { for check.look(|text| preview(text, &fix.edits)).into_iter().map(line) }
        </div>
    }
}
