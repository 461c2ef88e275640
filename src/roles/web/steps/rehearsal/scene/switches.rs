//! What can go wrong, one switch each.

use yew::prelude::*;

use super::super::super::super::text::t;
use crate::product::rehearse::builder::{Built, Change, Switch};

/// Properties of [`Switches`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SwitchesProperties {
    /// The scenario.
    pub built: Built,
    /// Changes it.
    pub change: Callback<Change>,
}

/// The switches.
#[component]
pub(crate) fn Switches(props: &SwitchesProperties) -> Html {
    let switch = |switch: Switch| {
        let on = switch.is_on(&props.built);
        let onclick = props.change.reform(move |_: MouseEvent| Change::Switch { switch, on: !on });
        html! {
            <button type="button" aria-pressed={on.to_string()} {onclick} key={switch.name()}>
                <i class={if on { "fas fa-check" } else { "fas fa-plus" }} aria-hidden="true"></i>{ word(switch) }
            </button>
        }
    };
    html! {
        <div class="us-faults us-scene__switches" role="group" aria-label={t().scene.switches}>{ for Switch::ALL.into_iter().map(switch) }</div>
    }
}

fn word(switch: Switch) -> &'static str {
    let words = t().scene;
    match switch {
        Switch::NotifyLost => words.off_notify,
        Switch::PrimaryDown => words.off_down,
        Switch::WrongKey => words.off_key,
        Switch::ClockOff => words.off_clock,
        Switch::SerialLowered => words.off_lowered,
        Switch::IxfrRefused => words.off_ixfr_refused,
        Switch::AxfrStyle => words.off_ixfr_axfr,
        Switch::SerialMoves => words.off_moves,
        Switch::ConnectionCut => words.off_cut,
    }
}
