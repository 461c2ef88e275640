//! The serial clock: what RFC 1982 makes of two serials, on the circle that they live on, and in words.

use std::cmp::Ordering;

use yew::prelude::*;

use super::super::super::parts::field::Field;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::pane::Pane;
use super::super::super::text::{fill, number, t};
use crate::engine::dns::Serial;

/// Half the circle less one: the farthest that a serial may be raised at once (RFC 1982 §3.1).
const FARTHEST: u32 = 0x7fff_ffff;

/// Properties of [`Clock`].
#[derive(Clone, Copy, PartialEq, Properties)]
pub(crate) struct ClockProperties {
    /// What the secondary holds, as far as known.
    pub held: Option<u32>,
    /// What the primary publishes.
    pub published: Option<u32>,
}

/// The pane.
#[component]
pub(crate) fn Clock(props: &ClockProperties) -> Html {
    let words = t().rehearsal;
    let (held, published) = (use_state_eq(|| None::<String>), use_state_eq(|| None::<String>));
    let known = |serial: Option<u32>| serial.map(|serial| serial.to_string()).unwrap_or_default();
    let texts = [(&held, props.held), (&published, props.published)]
        .map(|(typed, serial)| (**typed).clone().unwrap_or_else(|| known(serial)));
    let [a, b] = [&texts[0], &texts[1]].map(|text| text.trim().parse::<u32>().ok());
    let typed = |state: &UseStateHandle<Option<String>>| {
        let state = state.clone();
        Callback::from(move |text: String| state.set(Some(text)))
    };
    let error = |text: &str, value: Option<u32>| {
        (value.is_none() && !text.trim().is_empty()).then(|| AttrValue::from(words.no_number))
    };
    html! {
        <Pane title={words.clock} class="us-re-clock" meta={html! { "RFC 1982" }}>
            <div class="us-re-clock__body">
                <div class="us-re-calc">
                    <Field label={words.clock_held} id="clock-held" value={texts[0].clone()} inputmode="numeric" mono=true
                        error={error(&texts[0], a)} oninput={typed(&held)} />
                    <Field label={words.clock_published} id="clock-published" value={texts[1].clone()} inputmode="numeric" mono=true
                        error={error(&texts[1], b)} oninput={typed(&published)} />
                    <div role="status">
                        if let (Some(a), Some(b)) = (a, b) {
                            <p class="num"><Mark sign={verdict(a, b).0} small=true />{ " " }{ verdict(a, b).1 }</p>
                        }
                    </div>
                </div>
                if let (Some(a), Some(b)) = (a, b) {
                    { drawn(a, b) }
                }
            </div>
        </Pane>
    }
}

/// What a secondary at `held` does about `published`.
fn verdict(held: u32, published: u32) -> (Sign, String) {
    let words = t().rehearsal;
    let ahead = number(published.wrapping_sub(held).into());
    match Serial(held).compare(Serial(published)) {
        Some(Ordering::Equal) => (Sign::Info, words.clock_equal.to_owned()),
        Some(Ordering::Less) => (Sign::Ok, fill(words.clock_newer, &[("n", &ahead)])),
        Some(Ordering::Greater) => {
            let behind = number(held.wrapping_sub(published).into());
            (Sign::Bad, fill(words.clock_older, &[("n", &behind), ("way", &way(held, published))]))
        }
        None => (Sign::Unknown, fill(words.clock_undefined, &[("way", &way(held, published))])),
    }
}

/// The serials to go by on the way to one that is not later, each later than the one before (RFC 1982 §3.1, RFC 1912 §2.2).
fn steps(held: u32, wanted: u32) -> Vec<u32> {
    let (mut at, mut steps) = (Serial(held), Vec::new());
    while !at.is_before(Serial(wanted)) {
        at = at.plus(FARTHEST);
        steps.push(at.0);
    }
    steps
}

/// The same in words: `4173595948, then 1795451469`.
fn way(held: u32, wanted: u32) -> String {
    let all: Vec<_> = steps(held, wanted).into_iter().chain([wanted]).map(|serial| serial.to_string()).collect();
    all.join(", then ")
}

/// Where `serial` stands on a circle of radius 62 with `held` at the top, later ones clockwise.
fn place(held: u32, serial: u32) -> (f64, f64) {
    let turn = f64::from(serial.wrapping_sub(held)) / 4_294_967_296.0 * std::f64::consts::TAU;
    (140.0 + 62.0 * turn.sin(), 92.0 - 62.0 * turn.cos())
}

fn drawn(held: u32, published: u32) -> Html {
    let words = t().rehearsal;
    let (x, y) = place(held, published);
    let (_, said) = verdict(held, published);
    let label = fill(words.clock_drawn, &[("held", &held), ("published", &published), ("said", &said)]);
    html! {
        <svg class="us-clock" viewBox="0 0 280 196" role="img" aria-label={label}>
            <path d="M140 92 V30 A62 62 0 0 1 140 154 Z" class="ck-new" />
            <circle cx="140" cy="92" r="62" class="ck-ring" />
            <path d="M140 25V159" class="ck-axis" />
            <text x="170" y="96" class="ck-word" text-anchor="middle">{ words.clock_side_newer }</text>
            <text x="110" y="96" class="ck-word" text-anchor="middle">{ words.clock_side_older }</text>
            <circle cx="140" cy="154" r="4" class="ck-undef" />
            <text x="140" y="176" class="num" text-anchor="middle">{ held.wrapping_add(0x8000_0000) }</text>
            <text x="140" y="190" class="ck-dim num" text-anchor="middle">{ words.clock_opposite }</text>
            <circle cx="140" cy="30" r="5" class="ck-here" />
            <text x="140" y="14" class="num b" text-anchor="middle">{ held }</text>
            if held != published {
                <circle cx={format!("{x:.1}")} cy={format!("{y:.1}")} r="4.5" class="ck-bad" />
            }
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_earlier_and_undefined_are_told_apart() {
        assert_eq!(verdict(1, 4).1, "Later by 3: transferred at the next check.");
        assert_eq!(verdict(2026112301, 1795451469).0, Sign::Bad);
        assert!(verdict(2026112301, 1795451469).1.contains("230,660,832"));
        assert!(verdict(2026112301, 1795451469).1.contains("4173595948"));
        assert_eq!(verdict(0, 0x8000_0000).0, Sign::Unknown);
        assert_eq!(verdict(7, 7).0, Sign::Info);
    }

    #[test]
    fn every_step_leads_forward() {
        for (held, wanted, count) in [(2_026_112_301, 1_795_451_469, 1), (0, 0x8000_0000, 1), (5, 4, 2)] {
            let steps = steps(held, wanted);
            assert_eq!(steps.len(), count, "{held} {wanted}");
            let all: Vec<_> = [held].into_iter().chain(steps).chain([wanted]).map(Serial).collect();
            assert!(all.windows(2).all(|pair| pair[0].is_before(pair[1])), "{all:?}");
        }
    }

    #[test]
    fn a_quarter_of_the_circle_is_at_three_o_clock() {
        let (x, y) = place(10, 10 + 0x4000_0000);
        assert!((x - 202.0).abs() < 0.001 && (y - 92.0).abs() < 0.001);
    }
}
