//! How long the secret is beside the digest it keys.

use yew::prelude::*;

use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::text::{fill, t};

/// Properties of [`Strength`].
#[derive(Clone, Copy, PartialEq, Properties)]
pub(crate) struct StrengthProperties {
    /// Octets of the secret.
    pub octets: usize,
    /// Octets of the digest.
    pub digest: usize,
}

/// The pane.
#[component]
pub(crate) fn Strength(props: &StrengthProperties) -> Html {
    let k = t().key;
    let StrengthProperties { octets, digest } = *props;
    // The scale ends at twice the digest, or at the secret when that is longer.
    let end = (digest * 2).max(octets);
    let at = |n: usize| format!("left:{}%", n * 100 / end);
    let (sign, words) = match octets.cmp(&digest) {
        std::cmp::Ordering::Less => (Sign::Warn, fill(k.strength_short, &[("digest", &digest)])),
        std::cmp::Ordering::Equal => (Sign::Ok, k.strength_equal.to_owned()),
        std::cmp::Ordering::Greater => (Sign::Info, k.strength_long.to_owned()),
    };
    let label = fill(k.strength_scale, &[("n", &octets), ("digest", &digest)]);
    html! {
        <Pane title={k.strength} meta={html! { k.strength_meta }}>
            <div class="us-pane__body">
                <div class="us-scale" role="img" aria-label={label}>
                    <div class="us-scale__bar">
                        <i style={format!("width:{}%", octets * 100 / end)}></i>
                        <s class="is-digest" style={at(digest)}></s>
                    </div>
                    <div class="us-scale__ticks num">
                        <span>{ "0" }</span>
                        <span style={at(digest)}>{ digest }</span>
                        <span style="left:100%">{ fill(k.bytes, &[("n", &end)]) }</span>
                    </div>
                </div>
                <Note {sign}>{ words }{ " " }{ fill(k.bytes_bits, &[("n", &octets), ("bits", &(octets * 8))]) }{ "." }</Note>
            </div>
        </Pane>
    }
}
