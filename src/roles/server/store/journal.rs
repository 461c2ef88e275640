//! What every store holds of its journal: which changes fit, and which give way.

use super::{Fault, Step, Version};
use crate::engine::dns::Serial;
use crate::engine::limits::ZoneLimits;
use crate::engine::xfr::Persisted;

/// Whether a version may follow: its change begins at `from`, a change alone has something to change, and what is to be
/// remembered is of it (without its SOA's timers it could not be refreshed after a restart).
pub(super) fn fits(from: Option<Serial>, version: &Version, then: &Persisted) -> Result<(), Fault> {
    let serial = version.serial();
    let begins = version.step().is_none_or(|step| Some(step.from) == from && step.to == serial);
    if begins && then.version.is_some_and(|v| v.serial == serial) { Ok(()) } else { Err(Fault::Conflict) }
}

/// How many of the oldest changes give way, by the octets of each, oldest first; the last `needed` make up the content.
pub(super) fn surplus(octets: &[usize], needed: usize) -> usize {
    let limits = ZoneLimits::default();
    // Of so many versions the latest is what the last change leads to.
    let (mut kept, mut total) = (0, 0);
    for size in octets.iter().rev() {
        total += size;
        if kept + 1 >= limits.versions.max(1) || total > limits.journal {
            break;
        }
        kept += 1;
    }
    octets.len().saturating_sub(kept.max(needed))
}

/// The changes from the latest version of this serial on; all without one.
pub(super) fn from(mut steps: Vec<Step>, from: Option<Serial>) -> Vec<Step> {
    let Some(from) = from else { return steps };
    let start = steps.iter().rposition(|step| step.from == from).unwrap_or(steps.len());
    steps.split_off(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_give_way_but_none_that_the_content_needs() {
        let (versions, journal) = (ZoneLimits::default().versions, ZoneLimits::default().journal);
        assert_eq!(surplus(&[], 0), 0);
        assert_eq!(surplus(&vec![1; versions - 1], 0), 0);
        assert_eq!(surplus(&vec![1; versions], 0), 1);
        assert_eq!(surplus(&vec![1; versions], versions), 0);
        assert_eq!(surplus(&[1, journal - 1, 1], 0), 1);
        assert_eq!(surplus(&[1, journal + 1], 0), 2);
        assert_eq!(surplus(&[1, journal + 1], 1), 1);
    }
}
