//! What each receiver makes of the zone, and why: side by side, each reason a way to its finding.

use std::rc::Rc;

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::text::{day, fill, plural, said, sentence, t};
use super::bench::{order, use_shared_bench};
use crate::product::api::report::{Finding, Report, Verdict};
use crate::product::api::worker::Checked;

/// In the order shown.
const RECEIVERS: [&str; 5] = ["bind", "knot", "nsd", "powerdns", "cloudflare"];

/// Properties of [`Verdicts`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct VerdictsProperties {
    /// What was found.
    pub result: Rc<Checked>,
}

/// The row of verdicts, one line high; the reasons of the one that is open stand below it.
#[component]
pub(crate) fn Verdicts(props: &VerdictsProperties) -> Html {
    let (check, bench) = (use_check(), use_shared_bench());
    let open = use_state_eq(|| None::<&'static str>);
    let report = &props.result.report;
    let worst_first = order(&props.result);
    let z = t().zone;
    let cell = |name: &&'static str| {
        let name = *name;
        let verdict = report.verdicts.get(name)?;
        let (sign, word) = word(&verdict.verdict);
        // What is measured needs records to be measured with.
        let measured = sign == Sign::Unknown && verdict.basis.starts_with("measured");
        let word = if measured { sentence(t().rail.word_unknown) } else { word.to_owned() };
        let is_open = *open == Some(name);
        let onclick = {
            let open = open.clone();
            move |_: MouseEvent| open.set((!is_open).then_some(name))
        };
        let count = plural(verdict.codes.len() as u64, z.verdict_reason, z.verdict_reasons);
        Some(html! {
            <div class="us-verdict">
                <dt>{ display_name(name) }{ " " }<span class="num">{ basis(&verdict.basis) }</span></dt>
                <dd>
                    <Mark {sign} /><b>{ word }</b>
                    if !verdict.codes.is_empty() {
                        <button type="button" class="us-verdict__why" aria-expanded={is_open.to_string()} {onclick}
                            aria-label={format!("{}: {count}", display_name(name))} title={count}>
                            { verdict.codes.len() }<i class={if is_open { "fas fa-chevron-up" } else { "fas fa-chevron-down" }} aria-hidden="true"></i>
                        </button>
                    }
                </dd>
            </div>
        })
    };
    let reason = |reason: Reason<'_>| {
        let Some(index) = reason.index else { return html! { <li class="mono">{ reason.text }</li> } };
        let (check, bench) = (check.clone(), bench.clone());
        let onclick = Callback::from(move |event: MouseEvent| {
            // A link, since it leads to a place in the text; the fragment must stay as it is.
            event.prevent_default();
            bench.go(&check, index);
        });
        html! { <li><a href="#/zone" {onclick} title={reason.code.to_owned()}>{ reason.text }</a></li> }
    };
    let reasons =
        open.and_then(|name| report.verdicts.get(name).map(|verdict| reasons(name, verdict, report, &worst_first)));
    html! {
        <>
            <dl class="us-verdicts" aria-label={z.verdicts}>{ for RECEIVERS.iter().filter_map(cell) }</dl>
            if let Some(reasons) = reasons {
                <ul class="us-reasons" aria-label={open.map(display_name)}>{ for reasons.into_iter().map(reason) }</ul>
            }
        </>
    }
}

/// Why a receiver does what it does.
struct Reason<'r> {
    code: &'r str,
    /// What it makes of it, or what is wrong.
    text: String,
    /// The finding, when it is among those listed.
    index: Option<usize>,
}

/// A reason for each code that a verdict rests on, those of the worst findings first.
fn reasons<'r>(receiver: &str, verdict: &'r Verdict, report: &Report, worst_first: &[usize]) -> Vec<Reason<'r>> {
    let rank = |code: &str| {
        let is_it = |&&index: &&usize| report.diagnostics.get(index).is_some_and(|finding| finding.code == code);
        worst_first.iter().enumerate().find(|(_, index)| is_it(index)).map(|(rank, &index)| (rank, index))
    };
    let mut ranked: Vec<_> = verdict.codes.iter().map(|code| (rank(code), code.as_str())).collect();
    ranked.sort_by_key(|(rank, _)| rank.map_or(usize::MAX, |(rank, _)| rank));
    let reason = |(rank, code): (Option<(usize, usize)>, &'r str)| {
        let index = rank.map(|(_, index)| index);
        let finding = index.and_then(|index| report.diagnostics.get(index));
        Reason {
            code,
            text: finding.map_or_else(|| code.to_owned(), |finding| told(receiver, finding, &report.file)),
            index,
        }
    };
    ranked.into_iter().map(reason).collect()
}

/// "Line 10: takes the first record's TTL for all", or what is wrong where the zone is refused; with the file's name when
/// that is not `main`.
fn told(receiver: &str, finding: &Finding, main: &str) -> String {
    let what = said::effect(finding, receiver).unwrap_or_else(|| said::finding(finding));
    sentence(&match &finding.place {
        Some(place) if place.file == main => format!("{}: {what}", fill(t().zone.line, &[("n", &place.line)])),
        Some(place) => format!("{}, {}: {what}", place.file, fill(t().zone.line, &[("n", &place.line)])),
        None => what,
    })
}

/// A verdict's mark and word.
pub(crate) fn word(verdict: &str) -> (Sign, &'static str) {
    let z = t().zone;
    match verdict {
        "accepts" => (Sign::Ok, z.verdict_accepts),
        "alters" => (Sign::Alter, z.verdict_alters),
        "refuses" => (Sign::Bad, z.verdict_refuses),
        _ => (Sign::Unknown, z.verdict_unknown),
    }
}

/// How a verdict is known, in short: the version that was measured, or the month of the documentation.
fn basis(basis: &str) -> String {
    match basis.split_once(' ') {
        Some(("measured", version)) => version.to_owned(),
        Some(("documented", month)) => format!("{} {}", t().zone.verdict_documented, day(month)),
        _ => basis.to_owned(),
    }
}

/// A receiver's name as its makers write it.
pub(crate) fn display_name(receiver: &str) -> &str {
    match receiver {
        "bind" => "BIND",
        "knot" => "Knot",
        "nsd" => "NSD",
        "powerdns" => "PowerDNS",
        "cloudflare" => "Cloudflare",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::check;
    use crate::engine::zonefile::{Refusal, Sources};

    #[test]
    fn reasons_say_how_and_lead_to_their_finding() {
        let text = "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 h 1 7200 3600 1209600 60\n@ NS ns1\n@ NS ns2\nns1 A 198.18.0.1\n\
                    ns2 A 198.18.1.1\nns2 30 A 198.18.1.2\n";
        let refuse = &mut |_: &_, _: &mut _| Err(Refusal::Missing(String::new()));
        let checked = check::text(Sources::new("z", text.as_bytes().to_vec()), check::Options::default(), refuse);
        let report = Report::from(&checked);
        let all: Vec<usize> = (0..report.diagnostics.len()).collect();
        let of = |receiver: &str| {
            let reasons = reasons(receiver, &report.verdicts[receiver], &report, &all);
            reasons.into_iter().map(|reason| (reason.code, reason.text, reason.index.is_some())).collect::<Vec<_>>()
        };
        assert_eq!(of("bind"), [("ttl-mismatch", "Line 8: takes the first record's TTL for all".to_owned(), true)]);
        assert_eq!(of("nsd"), []);
    }
}
