//! Delegation signers: what validators can do with them.

use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Part, Place, last};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dnssec::{Algorithm, Ds, Standing};
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let owner = || place.node.owner.to_string();
    let mut algorithms: Vec<Algorithm> = Vec::new();
    for record in set.records() {
        let Some(ds) = Ds::parse(record.rdata) else { continue };
        algorithms.push(ds.algorithm);
        // RFC 9904, RFC 9905 §2, RFC 9906 §2.
        let code = match ds.algorithm.standing() {
            Standing::Deprecated => Some(&codes::DS_ALGORITHM_DEPRECATED),
            Standing::Unknown => Some(&codes::DS_ALGORITHM_UNKNOWN),
            Standing::Current => None,
        };
        if let Some(code) = code {
            let at = context.part(record.at, Part::Rdata(1));
            let algorithm = ds.algorithm.to_string();
            diagnostics.push(Diagnostic::new(code, at).arg("owner", owner()).arg("algorithm", algorithm));
        }
        // RFC 4035 §5.2: a DS whose digest type is not known counts as if it were not there.
        let code = match ds.digest_type.standing() {
            Standing::Deprecated => Some(&codes::DS_DIGEST_DEPRECATED),
            Standing::Unknown => Some(&codes::DS_DIGEST_UNKNOWN),
            Standing::Current => None,
        };
        if let Some(code) = code {
            let at = context.part(record.at, Part::Rdata(2));
            let digest = ds.digest_type.to_string();
            diagnostics.push(Diagnostic::new(code, at).arg("owner", owner()).arg("digest", digest));
        }
    }
    algorithms.sort_unstable();
    algorithms.dedup();
    if let Some(record) = last(set).filter(|_| algorithms.len() > 1) {
        // RFC 4035 §2.2: the child must be signed with each of them.
        let listed: Vec<_> = algorithms.iter().map(ToString::to_string).collect();
        diagnostics.push(
            Diagnostic::new(&codes::DS_ALGORITHMS_SEVERAL, record.at)
                .arg("owner", owner())
                .arg("algorithms", listed.join(", ")),
        );
    }
}
