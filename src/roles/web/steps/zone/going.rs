//! A check that takes long: how far it is, how fast, how much longer; a button that ends it.

use yew::prelude::*;

use super::super::super::check::reach::{Reach, Reached};
use super::super::super::check::use_check;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::text::{decimal, fill, t};

/// Nothing while a check is quick.
#[component]
pub(crate) fn Going() -> Html {
    let check = use_check();
    let z = t().zone;
    if check.stopped {
        return html! {
            <div class="us-strip us-going" role="status">
                <Mark sign={Sign::Skip} small=true />
                <span>{ z.check_stopped }{ if check.result.is_some() { z.check_stopped_rest } else { "" } }</span>
                <Action label={z.check_again} weight={Weight::Link} onclick={check.again.clone()} />
            </div>
        };
    }
    let reached = use_context::<Reached>();
    let Some(reach) = reached.and_then(|reached| *reached).filter(|_| check.pending) else { return html! {} };
    let cancel = Callback::from(move |()| check.cancel());
    html! {
        <div class="us-strip us-going">
            <Mark sign={Sign::Run} small=true />
            <progress max="100" value={reach.percent().to_string()} aria-label={z.checking}></progress>
            <span class="num">{ so_far(reach) }</span>
            <Action label={z.cancel} weight={Weight::Link} onclick={cancel} />
        </div>
    }
}

fn so_far(reach: Reach) -> String {
    let z = t().zone;
    let rate = decimal(reach.rate() / 1e6);
    match reach.left_s().filter(|&s| s >= 1.0) {
        Some(left) => {
            let left = format!("{left:.0}");
            fill(z.check_going, &[("percent", &reach.percent()), ("rate", &rate), ("left", &left)])
        }
        None => fill(z.check_ending, &[("percent", &reach.percent()), ("rate", &rate)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_rest_are_said() {
        let reach = Reach { done: 2_000_000, total: 10_000_000, ms: 1_000.0 };
        assert_eq!(so_far(reach), "Checking: 20 %, 2.0 MB a second, 4 s left");
        assert_eq!(so_far(Reach { done: 10_000_000, ..reach }), "Checking: 100 %, 10.0 MB a second");
    }
}
