//! How a scenario came out, in one sentence.

use super::super::super::super::text::{fill, number, t};
use crate::product::rehearse::{Timeline, spoken};

/// The sentence.
pub(super) fn verdict(timeline: &Timeline) -> String {
    let words = t().scene;
    let outcome = &timeline.outcome;
    let mut parts = Vec::new();
    if outcome.absent_ms > 0 {
        parts.push(fill(words.verdict_absent, &[("length", &spoken(outcome.absent_ms))]));
    }
    if outcome.behind_ms > 0 {
        let who = timeline.provider.as_deref().unwrap_or(words.verdict_secondary);
        parts.push(fill(words.verdict_behind, &[("who", &who), ("length", &spoken(outcome.behind_ms))]));
    }
    parts.push(match (outcome.serial, outcome.current) {
        (Some(serial), true) => fill(words.verdict_newest, &[("serial", &serial)]),
        (Some(serial), false) => fill(words.verdict_older, &[("serial", &serial)]),
        (None, _) => words.verdict_nothing.to_owned(),
    });
    let (sent, received) = (number(outcome.sent), number(outcome.received));
    parts.push(fill(words.verdict_octets, &[("sent", &sent), ("received", &received)]));
    sentence(&parts.join("; "))
}

/// It begins with a capital and ends with a full stop.
fn sentence(verdict: &str) -> String {
    let mut letters = verdict.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::rehearse::{library, read, run};

    #[test]
    fn the_page_says_what_the_command_line_says() {
        for example in library::ALL
            .iter()
            .filter(|e| ["delegated-too-early", "notify-lost", "primary-down-expires"].contains(&e.name))
        {
            let timeline = run(&read(example.text).unwrap()).unwrap();
            let english = timeline.verdict(timeline.provider.as_deref().unwrap_or("the secondary"));
            // The page separates thousands.
            let plain = |text: String| text.replace(',', "");
            assert_eq!(plain(verdict(&timeline)), plain(sentence(&english)), "{}", example.name);
        }
    }
}
