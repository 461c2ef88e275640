//! The serial at each place over time: one lane a place, drawn from the history, which is its twin in words.

use yew::prelude::*;

use super::super::super::kept::now_ms;
use super::super::super::parts::pane::Pane;
use super::super::super::text::{clock, fill, t};
use super::super::super::watching::{Entry, Place, What, Who, use_watching};
use super::due::unix_ms;
use super::words;

/// Where time begins, in the drawing's units; before it stand the names.
const LEFT: f64 = 200.0;
/// How wide time is.
const WIDTH: f64 = 760.0;
/// How high a lane is, and what is above the first.
const LANE: f64 = 28.0;
const TOP: f64 = 12.0;
/// Lanes drawn; more are for the table and the history.
const MOST_LANES: usize = 16;
/// A label is written where it has room.
const ROOM: f64 = 72.0;

/// What one place said from one change to the next; times are shares of the whole.
#[derive(Clone, Debug, PartialEq)]
struct Segment {
    from: f64,
    to: f64,
    label: String,
    class: &'static str,
}

/// A place and its segments.
#[derive(Clone, Debug, PartialEq)]
struct Lane {
    /// What stands before it, and the same in full.
    name: String,
    whole: String,
    segments: Vec<Segment>,
}

/// The pane.
#[component]
pub(crate) fn Lanes() -> Html {
    let Some(watching) = use_watching() else { return html! {} };
    let s = t().watch;
    let now = now_ms();
    let serial = watching.watch.report.as_ref().and_then(|r| r.primary.as_ref()).and_then(|p| p.serial);
    let mut lanes = lanes(&watching.watch.log, serial, now, unix_ms);
    let hidden = lanes.len().saturating_sub(MOST_LANES);
    // Those where something is wrong now come first when not all have room.
    if hidden > 0 {
        lanes.sort_by_key(|lane| lane.segments.last().map_or("", |segment| segment.class));
        lanes.truncate(MOST_LANES);
    }
    let Some(first) = watching.watch.log.last().filter(|_| !lanes.is_empty()) else { return html! {} };
    let height = TOP + lanes.len() as f64 * LANE + 22.0;
    let name = format!("{} {}", s.lanes_about, lanes.iter().map(said).collect::<Vec<_>>().join("; "));
    let last = watching.watch.report.as_ref().map(|report| clock(&report.at)).unwrap_or_default();
    html! {
        <Pane title={s.lanes} class="us-watch-tl" meta={html! { s.lanes_meta }}>
            <div class="us-lanes" tabindex="0" role="group" aria-label={s.lanes}>
                <svg class="us-timeline" viewBox={format!("0 0 {} {height}", LEFT + WIDTH + 20.0)} role="img" aria-label={name}>
                    <defs><pattern id="stale" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <path d="M0 0v6" class="wt-hatch" /></pattern></defs>
                    { for lanes.iter().enumerate().map(|(at, lane)| drawn(lane, TOP + at as f64 * LANE)) }
                    <text x={LEFT.to_string()} y={(height - 6.0).to_string()} class="tl-dim num">{ clock(&first.at) }</text>
                    <text x={(LEFT + WIDTH).to_string()} y={(height - 6.0).to_string()} class="tl-dim num" text-anchor="end">{ last }</text>
                </svg>
            </div>
            if hidden > 0 { <p class="us-strip us-strip--plain">{ fill(s.more_lanes, &[("n", &hidden)]) }</p> }
        </Pane>
    }
}

fn drawn(lane: &Lane, y: f64) -> Html {
    let segment = |segment: &Segment| {
        let (x, width) = (LEFT + segment.from * WIDTH, ((segment.to - segment.from) * WIDTH - 1.0).max(2.0));
        let on = classes!("num", (segment.class == "wt-3").then_some("tl-on"));
        html! {
            <>
                <rect x={x.to_string()} y={y.to_string()} width={width.to_string()} height="16" class={segment.class} />
                if width >= ROOM && segment.class == "wt-0" {
                    <rect x={(x + 4.0).to_string()} y={(y + 2.0).to_string()} width={(ROOM - 8.0).to_string()} height="12" class="tl-plate" />
                }
                if width >= ROOM {
                    <text x={(x + 6.0).to_string()} y={(y + 12.0).to_string()} class={on}>{ &segment.label }</text>
                }
            </>
        }
    };
    html! {
        <g>
            <text x="20" y={(y + 12.0).to_string()}>{ short(&lane.name) }<title>{ &lane.whole }</title></text>
            { for lane.segments.iter().map(segment) }
        </g>
    }
}

/// A name that has room before its lane.
fn short(name: &str) -> String {
    const MOST: usize = 27;
    if name.chars().count() <= MOST { name.to_owned() } else { name.chars().take(MOST - 1).chain(['…']).collect() }
}

/// What a lane ends with, in words.
fn said(lane: &Lane) -> String {
    let last = lane.segments.last().map(|segment| segment.label.as_str()).unwrap_or_default();
    format!("{}: {last}", lane.whole)
}

/// From the history, the latest first, to lanes in the order the places came. `serial` is the primary's now.
fn lanes(log: &[Entry], serial: Option<u32>, now: u64, time: impl Fn(&str) -> Option<u64>) -> Vec<Lane> {
    let stands = |entry: &Entry| match &entry.what {
        What::Stands(place) => Some((time(&entry.at)?, place.clone())),
        What::Many(..) | What::Event { .. } | What::Lost | What::Back => None,
    };
    let changes: Vec<(u64, Place)> = log.iter().rev().filter_map(stands).collect();
    let Some(begin) = changes.iter().map(|(at, _)| *at).min() else { return Vec::new() };
    #[expect(clippy::cast_precision_loss, reason = "a share of some hours in milliseconds")]
    let share = |at: u64| at.saturating_sub(begin) as f64 / now.saturating_sub(begin).max(1) as f64;
    let mut lanes: Vec<(String, Lane)> = Vec::new();
    for (at, place) in &changes {
        let key = format!("{:?} {}", place.who, place.address);
        let from = share((*at).min(now));
        let segment = Segment { from, to: 1.0, label: label(place), class: class(place, serial) };
        match lanes.iter_mut().find(|(known, _)| *known == key) {
            Some((_, lane)) => {
                if let Some(last) = lane.segments.last_mut() {
                    last.to = from;
                }
                lane.segments.push(segment);
            }
            None => {
                let (name, whole) = called(place);
                lanes.push((key, Lane { name, whole, segments: vec![segment] }));
            }
        }
    }
    lanes.into_iter().map(|(_, lane)| lane).collect()
}

/// A server has several addresses, and little room: its first label and the address tell which. Behind it in full.
fn called(place: &Place) -> (String, String) {
    let name = words::name(&place.who);
    match (&place.who, place.address.parse::<std::net::SocketAddr>()) {
        (Who::Server(host), Ok(at)) => {
            (format!("{}, {}", host.split('.').next().unwrap_or(&name), at.ip()), format!("{name}, {}", at.ip()))
        }
        _ => (name.clone(), name),
    }
}

fn label(place: &Place) -> String {
    match place.serial {
        Some(serial) if !place.standing.is_bad() => serial.to_string(),
        _ => words::standing(place).1,
    }
}

/// The version now, an earlier one, or what is wrong.
fn class(place: &Place, serial: Option<u32>) -> &'static str {
    match place.serial {
        _ if place.standing.is_bad() => "wt-0",
        Some(own) if Some(own) == serial => "wt-3",
        Some(_) => "wt-1",
        None => "wt-0",
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::super::watching::Standing;
    use super::*;

    fn entry(at: &str, who: Who, standing: Standing, serial: Option<u32>) -> Entry {
        let (address, transport, why) = (String::new(), String::new(), String::new());
        let place = Place { who, address, transport, standing, serial, content: None, why };
        Entry { at: at.into(), what: What::Stands(place), times: 1 }
    }

    #[test]
    fn a_lane_changes_where_its_place_did() {
        let server = || Who::Server("ns1.".into());
        let log = [
            entry("100", server(), Standing::Same, Some(8)),
            entry("50", server(), Standing::Silent, None),
            entry("0", server(), Standing::Older, Some(7)),
            entry("0", Who::Primary, Standing::Reference, Some(8)),
            Entry { at: "0".into(), what: What::Lost, times: 1 },
        ];
        let lanes = lanes(&log, Some(8), 200, |at| at.parse().ok());
        assert_eq!(lanes.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(), ["Primary", "ns1."]);
        let seen: Vec<_> = lanes[1].segments.iter().map(|s| (s.from, s.to, s.label.as_str(), s.class)).collect();
        assert_eq!(seen, [(0.0, 0.25, "7", "wt-1"), (0.25, 0.5, "No answer", "wt-0"), (0.5, 1.0, "8", "wt-3")]);
        let at = |address: &str| match entry("0", server(), Standing::Same, None).what {
            What::Stands(place) => called(&Place { address: address.into(), ..place }),
            _ => Default::default(),
        };
        let both = |name: &str, whole: &str| (name.to_owned(), whole.to_owned());
        assert_eq!(at("192.0.2.1:53"), both("ns1, 192.0.2.1", "ns1., 192.0.2.1"));
        assert_eq!(at(""), both("ns1.", "ns1."));
        assert!(super::lanes(&log[4..], Some(8), 200, |at| at.parse().ok()).is_empty());
    }
}
