//! The calls: made, out, to come.

use yew::prelude::*;

use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::submitting::{Answer, Line, use_submitting};
use super::super::super::text::{fill, number, said, t};
use crate::product::provider::Ahead;

/// The table.
#[component]
pub(crate) fn Calls() -> Html {
    let run = use_submitting();
    let s = t().submit;
    let shown = &*run.shown;
    if shown.lines.is_empty() {
        return html! {};
    }
    let next = shown.lines.last().map_or(1, |line| line.number + 1);
    html! {
        <div class="us-plan-wrap">
            <table class="pf-v6-c-table pf-m-compact us-table us-plan" aria-label={s.calls}>
                <colgroup>
                    <col class="us-c-no" /><col class="us-c-mark" /><col class="us-c-request" /><col />
                    <col class="us-c-answer us-hide-m" /><col class="us-c-time" />
                </colgroup>
                <thead class="pf-v6-c-table__thead"><tr class="pf-v6-c-table__tr">
                    <th class="pf-v6-c-table__th num" scope="col">{ s.call }</th>
                    <th class="pf-v6-c-table__th" scope="col"><span class="pf-v6-screen-reader">{ t().primary.state }</span></th>
                    <th class="pf-v6-c-table__th" scope="col">{ s.request }</th>
                    <th class="pf-v6-c-table__th" scope="col">{ s.why }</th>
                    <th class="pf-v6-c-table__th us-hide-m" scope="col">{ s.answer }</th>
                    <th class="pf-v6-c-table__th num" scope="col">{ s.time }</th>
                </tr></thead>
                <tbody class="pf-v6-c-table__tbody">
                    { for shown.lines.iter().map(made) }
                    { for shown.ahead.iter().zip(next..).map(|(call, number)| to_come(call, number)) }
                </tbody>
            </table>
        </div>
    }
}

fn made(line: &Line) -> Html {
    let (s, rail) = (t().submit, t().rail);
    let (sign, word) = match (&line.answer, line.failed) {
        (None, _) => (Sign::Run, rail.word_running),
        (Some(_), true) => (Sign::Bad, rail.word_error),
        (Some(_), false) => (Sign::Ok, rail.word_ok),
    };
    let why = said::phrase(&line.why);
    let answer = line.answer.as_ref().map(Answer::words);
    let marked = (line.failed || line.answer.is_none()).then_some("true");
    html! {
        <tr class="pf-v6-c-table__tr" key={line.number} aria-selected={marked}>
            <td class="pf-v6-c-table__td num dim">{ line.number }</td>
            <td class="pf-v6-c-table__td m"><Mark {sign} small=true label={word} /></td>
            <td class="pf-v6-c-table__td us-plan__call" title={line.path.clone()}>
                <span class="mono us-verb">{ line.method.as_str() }</span><span class="mono">{ short(&line.path) }</span>
            </td>
            <td class="pf-v6-c-table__td" title={why.clone()}>{ &why }</td>
            <td class="pf-v6-c-table__td dim us-hide-m" title={answer.clone()}>{ answer.as_deref().map_or_else(|| s.waiting.to_owned(), short) }</td>
            <td class="pf-v6-c-table__td num dim">{ line.ms.map(|ms| fill(s.ms, &[("n", &number(ms.into()))])) }</td>
        </tr>
    }
}

fn to_come(call: &Ahead, number: u32) -> Html {
    let why = said::phrase(&call.why);
    html! {
        <tr class="pf-v6-c-table__tr" key={number}>
            <td class="pf-v6-c-table__td num dim">{ number }</td>
            <td class="pf-v6-c-table__td m"><Mark sign={Sign::Empty} small=true label={t().submit.state_waiting} /></td>
            <td class="pf-v6-c-table__td us-plan__call" title={call.body.clone().unwrap_or_else(|| call.path.clone())}>
                <span class="mono us-verb">{ call.method.as_str() }</span><span class="mono">{ short(&call.path) }</span>
            </td>
            <td class="pf-v6-c-table__td" title={why.clone()}>{ &why }</td>
            <td class="pf-v6-c-table__td us-hide-m"></td>
            <td class="pf-v6-c-table__td"></td>
        </tr>
    }
}

/// A path or an answer with its identifiers cut to their ends: `/zones/…c353/secondary_dns/incoming`.
pub(crate) fn short(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        let (before, from) = rest.split_at(start);
        let (word, behind) = from.split_at(from.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(from.len()));
        out.push_str(before);
        match word.get(28..) {
            Some(end) if word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit()) => {
                out.push('…');
                out.push_str(end);
            }
            _ => out.push_str(word),
        }
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_cut() {
        assert_eq!(short("/zones/023e105f4ecef8ad9ca31a8372d0c353/dnssec"), "/zones/…c353/dnssec");
        assert_eq!(short("/zones?id=023e105f4ecef8ad9ca31a8372d0c353&é"), "/zones?id=…c353&é");
        assert_eq!(short("200, id 023e105f4ecef8ad9ca31a8372d0c353, made"), "200, id …c353, made");
        assert_eq!(short("/user/tokens/verify"), "/user/tokens/verify");
    }
}
