//! How far a check is: bytes, rate, time left. A context of its own, so that only who shows it is rendered anew.

use yew::prelude::*;

/// Milliseconds before a check is worth a word, and between two words.
const PATIENCE_MS: f64 = 300.0;

/// How far the check is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Reach {
    /// Bytes done.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// After how many milliseconds.
    pub ms: f64,
}

impl Reach {
    /// 0 to 100.
    pub(crate) fn percent(self) -> u64 {
        (self.done * 100).checked_div(self.total).unwrap_or(0)
    }

    /// Bytes a second; 0 while nothing can be said.
    pub(crate) fn rate(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a rate to look at")]
        let done = self.done as f64;
        if self.ms > 0.0 { done * 1000.0 / self.ms } else { 0.0 }
    }

    /// Seconds left, when the rate holds.
    pub(crate) fn left_s(self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "a time to look at")]
        let rest = (self.total - self.done.min(self.total)) as f64;
        Some(self.rate()).filter(|&rate| rate > 0.0).map(|rate| rest / rate)
    }

    /// Whether this is worth showing after `before`: late enough, and not too soon after the last.
    pub(super) fn is_news(self, before: Option<Self>) -> bool {
        self.ms >= before.map_or(0.0, |before| before.ms) + PATIENCE_MS
    }
}

/// The context: absent while no check takes long.
pub(crate) type Reached = UseStateHandle<Option<Reach>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_rest_follow_from_what_is_done() {
        let reach = Reach { done: 25, total: 100, ms: 500.0 };
        assert_eq!((reach.percent(), reach.rate(), reach.left_s()), (25, 50.0, Some(1.5)));
        assert_eq!((Reach::default().percent(), Reach::default().left_s()), (0, None));
    }

    #[test]
    fn words_come_late_and_seldom() {
        let at = |ms| Reach { ms, ..Reach::default() };
        assert!(!at(299.0).is_news(None));
        assert!(at(300.0).is_news(None));
        assert!(!at(599.0).is_news(Some(at(300.0))));
        assert!(at(600.0).is_news(Some(at(300.0))));
    }
}
