//! Fingerprints of SSH keys (RFC 4255, RFC 6594).

use crate::engine::check::codes::content::keys as codes;
use crate::engine::check::context::{Context, Part, Place};
use crate::engine::diag::{Code, Diagnostic, Diagnostics};
use crate::engine::zone::RRset;

const DSA: u8 = 2;
const SHA1: u8 = 1;
const SHA256: u8 = 2;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let owner = || place.node.owner.to_string();
    let mut by_sha256 = [false; 256];
    for record in set.records() {
        if let [algorithm, SHA256, ..] = record.rdata
            && let Some(has) = by_sha256.get_mut(usize::from(*algorithm))
        {
            *has = true;
        }
    }
    for record in set.records() {
        let [algorithm, kind, ..] = record.rdata else { continue };
        let mut say = |code: &'static Code, word: usize, value: u8| {
            diagnostics.offer(code, record.at, || {
                let at = context.part(record.at, Part::Rdata(word));
                Diagnostic::new(code, at).arg("owner", owner()).arg("value", value)
            });
        };
        // IANA "DNS SSHFP Resource Record Parameters".
        match algorithm {
            1 | 3 | 4 | 6 => {}
            &DSA => {
                say(&codes::SSHFP_DSA, 0, DSA);
                continue;
            }
            other => {
                say(&codes::SSHFP_ALGORITHM, 0, *other);
                continue;
            }
        }
        match kind {
            &SHA1 if by_sha256.get(usize::from(*algorithm)) == Some(&false) => say(&codes::SSHFP_SHA1, 1, *algorithm),
            &SHA1 | &SHA256 => {}
            other => say(&codes::SSHFP_TYPE, 1, *other),
        }
    }
}
