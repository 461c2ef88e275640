//! Which answer an IXFR gets (RFC 1995 §2, §4, §5): the steps since the client's serial, one condensed step, or the zone.

use std::sync::Arc;

use crate::engine::dns::Serial;
use crate::engine::zone::{Change, Versions};

/// The differences to send from `theirs` on; none when the journal does not go back so far, or the whole zone is less.
pub(super) fn since(versions: &Versions, theirs: Serial) -> Option<Vec<Arc<Change>>> {
    let zone = versions.latest()?.len();
    let steps = versions.since(theirs)?;
    let records = |steps: &[Arc<Change>]| steps.iter().map(|step| step.len()).sum::<usize>();
    if records(&steps) <= zone {
        return Some(steps);
    }
    // Records that came and went again between: without them it may still be worth it.
    let condensed = vec![Arc::new(Change::condensed(steps.iter().map(Arc::as_ref))?)];
    (records(&condensed) <= zone).then_some(condensed)
}
