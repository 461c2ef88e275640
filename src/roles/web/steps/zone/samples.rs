//! Zones that teach: each shows something, one click away.

use yew::prelude::*;

use super::super::super::check::use_load_text;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::text::t;

/// With faults worth meeting.
const FAULTY: &str = include_str!("sample.zone");
/// With nothing to mend.
const CLEAN: &str = include_str!("clean.zone");
/// Addresses to names, by `$GENERATE`.
const REVERSE: &str = include_str!("reverse.zone");

/// The sample of this number, for whoever offers them elsewhere: faulty, clean, reverse.
pub(crate) const fn text(n: usize) -> &'static str {
    match n {
        0 => FAULTY,
        1 => CLEAN,
        _ => REVERSE,
    }
}

/// The samples' buttons.
#[component]
pub(crate) fn Samples() -> Html {
    let z = t().zone;
    let load = use_load_text();
    let of = |text: &'static str| load.reform(move |()| text.to_owned());
    html! {
        <span class="us-acts">
            <Action label={z.sample} weight={Weight::Primary} onclick={of(FAULTY)} />
            <Action label={z.sample_clean} onclick={of(CLEAN)} />
            <Action label={z.sample_reverse} onclick={of(REVERSE)} />
        </span>
    }
}
