//! A zone file that the editor does not take, in windows of lines from the worker. It can be read and chosen from, not
//! changed.

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::parts::windowed::{COUNT, Windowed};
use super::super::super::state::use_project;
use super::super::super::text::{fill, number, t};
use super::bench::use_shared_bench;
use super::row::moved;
use crate::product::api::worker::{Answer, Job, Reply};

/// Height of a line in pixels, as `.us-held__line` has it.
const LINE: u64 = 20;

/// The pane.
#[component]
pub(crate) fn HeldPane() -> Html {
    let (check, bench, project) = (use_check(), use_shared_bench(), use_project());
    let z = t().zone;
    let lines = use_state(|| (0_u64, Vec::<String>::new()));
    let start = use_state_eq(|| 0_u64);
    let scroller = use_node_ref();
    let total = check.result.as_ref().map_or(0, |result| u64::from(result.lines));
    let list = Windowed { total, row: LINE };
    {
        let (lines, check) = (lines.clone(), check.clone());
        use_effect_with((check.rev, *start), move |(_, start)| {
            let start = *start;
            let on = Callback::from(move |reply| {
                if let Reply::Result { result: Answer::Lines { lines: now, .. }, .. } = reply {
                    lines.set((start, now));
                }
            });
            check.ask(Job::Lines { start: u32::try_from(start + 1).unwrap_or(u32::MAX), count: COUNT }, on);
        });
    }
    let scrolled = {
        let (start, scroller) = (start.clone(), scroller.clone());
        move || {
            if let Some(element) = scroller.cast::<web_sys::Element>() {
                start.set(list.first(u64::try_from(element.scroll_top()).unwrap_or(0)));
            }
        }
    };
    let show = {
        let (scroller, scrolled) = (scroller.clone(), scrolled.clone());
        move |line: u32| {
            let Some(element) = scroller.cast::<web_sys::Element>() else { return };
            let (at, seen) = (element.scroll_top(), element.client_height());
            let (at, seen) = (u64::try_from(at).unwrap_or(0), u64::try_from(seen).unwrap_or(0));
            if let Some(to) = list.scroll_to(u64::from(line.max(1)) - 1, at, seen, 0) {
                // In the middle, as the editor shows what it is asked to.
                let middle = if to < at { to.saturating_sub(seen / 2) } else { to + seen / 2 };
                element.set_scroll_top(i32::try_from(middle).unwrap_or(i32::MAX));
                scrolled();
            }
        }
    };
    {
        let show = show.clone();
        use_effect_with(*bench.line, move |line| {
            if let Some(line) = line {
                show(*line);
            }
        });
    }
    let onkeydown = {
        let (check, bench, scroller) = (check.clone(), bench.clone(), scroller.clone());
        Callback::from(move |event: KeyboardEvent| {
            let at = bench.line.map_or(0, |line| u64::from(line) - 1);
            let page =
                scroller.cast::<web_sys::Element>().map_or(1, |e| u64::try_from(e.client_height()).unwrap_or(0) / LINE);
            let Some(to) = moved(&event.key(), at, list.total, page.saturating_sub(1).max(1)) else { return };
            event.prevent_default();
            let line = u32::try_from(to + 1).unwrap_or(u32::MAX);
            bench.line.set(Some(line));
            bench.find(&check, line);
        })
    };
    let line = |(i, text): (usize, &String)| {
        let number = lines.0 + i as u64 + 1;
        let here = bench.line.is_some_and(|line| u64::from(line) == number);
        let onclick = {
            let (check, bench) = (check.clone(), bench.clone());
            move |_: MouseEvent| {
                let line = u32::try_from(number).unwrap_or(u32::MAX);
                bench.line.set(Some(line));
                bench.find(&check, line);
            }
        };
        html! { <div class={classes!("us-held__line", here.then_some("is-here"))} key={number.to_string()} {onclick}><span class="num">{ number }</span>{ text }</div> }
    };
    let below = total.saturating_sub(lines.0 + lines.1.len() as u64);
    let meta = project
        .held
        .as_ref()
        .map(|held| html! { fill(z.held_meta, &[("name", &held.name), ("bytes", &number(held.bytes))]) });
    let why = match check.result.as_ref() {
        Some(result) if !result.utf8 => z.held_not_utf8,
        _ => z.held_large,
    };
    html! {
        <Pane title={z.text} class="us-zone-text" {meta}>
            <Note sign={Sign::Info} strip=true>{ why }</Note>
            <div class="us-held" ref={scroller} onscroll={move |_: Event| scrolled()} {onkeydown} tabindex="0" role="group" aria-label={z.held}>
                <div aria-hidden="true" style={format!("height:{}px", list.height(lines.0))}></div>
                { for lines.1.iter().enumerate().map(line) }
                <div aria-hidden="true" style={format!("height:{}px", list.height(below))}></div>
            </div>
        </Pane>
    }
}
