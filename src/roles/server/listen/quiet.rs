//! How often the log says what anybody outside can cause: a handful at once, then one line a second and code.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::engine::diag::Code;

/// Lines of one code at once: enough to see who asks, when all is well.
const BURST: u64 = 20;

/// Milliseconds until one more line of a code may be said.
const EACH_MS: u64 = 1_000;

/// What was said of each code. There are few codes, so nothing is ever forgotten.
#[derive(Default)]
pub(super) struct Quiet(Mutex<HashMap<&'static str, Said>>);

#[derive(Default)]
struct Said {
    /// When the burst is whole again; lines use it up by moving this ahead.
    whole_ms: u64,
    /// Lines left out since the last one.
    unsaid: u64,
}

impl Quiet {
    /// Whether a line of this code may be written now; with the number of those that were not since the last.
    pub(super) fn may_say(&self, code: &Code, now_ms: u64) -> Option<u64> {
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let said = codes.entry(code.name).or_default();
        if said.whole_ms > now_ms + (BURST - 1) * EACH_MS {
            said.unsaid += 1;
            return None;
        }
        said.whole_ms = said.whole_ms.max(now_ms) + EACH_MS;
        Some(std::mem::take(&mut said.unsaid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static A: Code = Code::warning("a", &[]);
    static B: Code = Code::warning("b", &[]);

    #[test]
    fn a_flood_becomes_a_line_a_second_and_is_counted() {
        let quiet = Quiet::default();
        let said = |code, now_ms| quiet.may_say(code, now_ms);
        assert_eq!((0..1_000).filter(|_| said(&A, 5).is_some()).count() as u64, BURST);
        assert_eq!(said(&B, 5), Some(0), "another code has its own count");
        assert_eq!(said(&A, 5 + EACH_MS - 1), None);
        assert_eq!(said(&A, 5 + EACH_MS), Some(1_000 - BURST + 1));
        assert_eq!(said(&A, 5 + EACH_MS), None);
        // After a quiet while the whole burst is there again.
        assert_eq!((0..100).filter(|_| said(&A, 5 + 100 * EACH_MS).is_some()).count() as u64, BURST);
    }
}
