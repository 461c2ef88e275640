//! The timeline as a drawing: a lane for each side, one mark an event, what is served below. Arrow keys go from event to
//! event; the list beside it says the same in words.

use std::rc::Rc;

use yew::prelude::*;

use super::super::super::super::text::{fill, number, t};
use super::layout::Layout;
use super::served;
use crate::product::api::rehearsal::Played;
use crate::product::rehearse::{Actor, Entry, Length, Severity, Timeline};

/// Where the lanes are, in the order of [`lane`].
const LANES: [f64; 4] = [20.0, 50.0, 80.0, 110.0];
/// The bar of what is served.
const BAR: f64 = 128.0;
/// The axis and its times.
const AXIS: f64 = 160.0;
const HEIGHT: f64 = 182.0;

/// Properties of [`Drawing`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct DrawingProperties {
    /// What was played.
    pub played: Rc<Played>,
    /// The event that is looked at.
    pub selected: usize,
    /// The same as it is this instant: keys may come faster than renderings.
    pub now: UseStateHandle<usize>,
}

/// The drawing.
#[component]
pub(crate) fn Drawing(props: &DrawingProperties) -> Html {
    let scroller = use_node_ref();
    let layout = use_memo(props.played.clone(), |played| {
        played.timeline.as_ref().map(|timeline| Layout::of(&timeline.entries, timeline.lasts_ms)).unwrap_or_default()
    });
    {
        // The event that is looked at is in sight.
        let (scroller, layout) = (scroller.clone(), layout.clone());
        use_effect_with((props.selected, props.played.clone()), move |(selected, _)| {
            let Some(view) = scroller.cast::<web_sys::HtmlElement>() else { return };
            #[expect(clippy::cast_possible_truncation, reason = "pixels")]
            let x = layout.x.get(*selected).copied().unwrap_or_default() as i32;
            let (left, seen) = (view.scroll_left(), view.client_width());
            if x < left + 40 || x > left + seen - 60 {
                view.set_scroll_left(x - seen / 3);
            }
        });
    }
    let Some(timeline) = &props.played.timeline else { return html! {} };
    let count = timeline.entries.len();
    let onkeydown = {
        let (now, layout) = (props.now.clone(), layout.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(to) = step(&event.key(), *now, count, &layout.groups) {
                event.prevent_default();
                now.set(to);
            }
        })
    };
    let option = |(n, entry): (usize, &Entry)| option(n, count, entry, &layout, props.selected == n, &props.now);
    let label = fill(t().scene.timeline_label, &[("n", &number(count as u64))]);
    let (width, height) = (layout.width.ceil(), HEIGHT);
    html! {
        <div class="us-tl">
            { lanes() }
            <div class="us-tl__scroll" ref={scroller}>
                <svg class="us-timeline" width={width.to_string()} height={height.to_string()} viewBox={format!("0 0 {width} {height}")}
                    role="listbox" tabindex="0" aria-label={label} {onkeydown} aria-activedescendant={format!("scene-event-{}", props.selected)}>
                    <g aria-hidden="true">
                        { for LANES.iter().map(|y| html! { <path class="tl-lane" d={format!("M0 {y}H{width}")} /> }) }
                        { served::bar(timeline, &layout, BAR) }
                        { axis(timeline, &layout) }
                        if let Some(x) = layout.x.get(props.selected) {
                            <path class="tl-here" d={format!("M{x} 4V{AXIS}")} />
                        }
                    </g>
                    { for timeline.entries.iter().enumerate().map(option) }
                </svg>
            </div>
        </div>
    }
}

/// The event to go to.
fn step(key: &str, selected: usize, count: usize, groups: &[usize]) -> Option<usize> {
    let last = count.saturating_sub(1);
    // The timeline before may have been longer.
    let selected = selected.min(last);
    Some(match key {
        "ArrowRight" | "ArrowDown" => (selected + 1).min(last),
        "ArrowLeft" | "ArrowUp" => selected.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        // From exchange to exchange.
        "PageDown" => groups.iter().copied().find(|group| *group > selected).unwrap_or(last),
        "PageUp" => groups.iter().copied().rfind(|group| *group < selected).unwrap_or(0),
        _ => return None,
    })
}

/// The lane of an actor, from the top.
const fn lane(actor: Actor) -> usize {
    match actor {
        Actor::Primary => 0,
        Actor::Network => 1,
        Actor::Secondary => 2,
        Actor::Operator => 3,
    }
}

fn lanes() -> Html {
    let words = t().scene;
    let names = [words.lane_primary, words.lane_network, words.lane_secondary, words.lane_operator];
    let name = |(y, name): (&f64, &'static str)| html! { <span style={format!("top:{}px", y - 9.0)}>{ name }</span> };
    html! {
        <div class="us-tl__lanes" aria-hidden="true">
            { for LANES.iter().zip(names).map(name) }
            <span style={format!("top:{}px", BAR - 1.0)}>{ words.lane_served }</span>
        </div>
    }
}

fn axis(timeline: &Timeline, layout: &Layout) -> Html {
    let time = |n: &usize| {
        let (Some(entry), Some(x)) = (timeline.entries.get(*n), layout.x.get(*n)) else { return html! {} };
        html! {
            <>
                <path class="tl-axis" d={format!("M{x} {AXIS}v5")} />
                <text class="num tl-dim" x={(x - 3.0).max(0.0).to_string()} y={(AXIS + 17.0).to_string()}>{ clock(entry.at_ms) }</text>
            </>
        }
    };
    html! { <><path class="tl-axis" d={format!("M0 {AXIS}H{}", layout.width)} />{ for layout.groups.iter().map(time) }</> }
}

/// A moment without its thousandths: `2d 0:10:00`.
pub(super) fn clock(ms: u64) -> String {
    let text = Length(ms).clock();
    text.split('.').next().unwrap_or_default().to_owned()
}

fn option(n: usize, of: usize, entry: &Entry, layout: &Layout, here: bool, now: &UseStateHandle<usize>) -> Html {
    let x = layout.x.get(n).copied().unwrap_or_default();
    let y = LANES.get(lane(entry.actor)).copied().unwrap_or_default();
    let label = fill(t().scene.event_of, &[("n", &(n + 1)), ("of", &of), ("at", &Length(entry.at_ms).clock())]);
    let now = now.clone();
    let onclick = move |_: MouseEvent| now.set(n);
    let mark = match entry.severity {
        Severity::Error => used("#m-bad", "us-mark--bad", x, y),
        Severity::Warning => used("#m-warn", "us-mark--warn", x, y),
        Severity::Info => html! { <circle class="tl-event" cx={x.to_string()} cy={y.to_string()} r="4.5" /> },
    };
    html! {
        <g role="option" id={format!("scene-event-{n}")} aria-selected={here.to_string()} aria-label={label} {onclick}
            class={classes!("tl-option", here.then_some("is-here"))} key={n}>
            <rect class="tl-hit" x={(x - 8.5).to_string()} y={(y - 12.0).to_string()} width="17" height="24" />
            { mark }
        </g>
    }
}

fn used(href: &'static str, class: &'static str, x: f64, y: f64) -> Html {
    html! { <use {href} {class} x={(x - 7.0).to_string()} y={(y - 7.0).to_string()} width="14" height="14" /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_by_event_and_by_exchange() {
        let groups = [0, 4, 9];
        let go = |key, from| step(key, from, 12, &groups);
        assert_eq!(
            [go("ArrowRight", 11), go("ArrowLeft", 0), go("Home", 5), go("End", 5)],
            [Some(11), Some(0), Some(0), Some(11)]
        );
        assert_eq!(
            [go("PageDown", 0), go("PageDown", 9), go("PageUp", 9), go("PageUp", 5)],
            [Some(4), Some(11), Some(4), Some(4)]
        );
        assert_eq!(go("x", 3), None);
        assert_eq!(step("End", 0, 0, &[]), Some(0));
        assert_eq!(go("ArrowLeft", 40), Some(10), "the timeline before was longer");
        assert_eq!((clock(3_492_297), clock(172_800_000)), ("0:58:12".into(), "2d 0:00:00".into()));
    }
}
