//! The owners of NSEC3 records in the order of their hashes: a ring apart from the names among which they stand (RFC 5155
//! §7.1), so that the record that covers a hash is found without passing those.

use std::sync::OnceLock;

use crate::engine::dns::RecordType;

use super::key;
use super::tree::{Edit, Filler, Tree};

/// Keys of names one label below the apex that have NSEC3 records. Made when it is first asked for, then changed along
/// with the zone.
#[derive(Default)]
pub(super) struct Hashed(OnceLock<Tree>);

impl Hashed {
    /// The last key before `key`, the last of all when none is; into `out`. False when there are none. `content` is the
    /// zone's tree.
    pub(super) fn before(&self, content: &Tree, key: &[u8], out: &mut Vec<u8>) -> bool {
        let ring = self.ring(content);
        // No key is as great: a label has 63 octets at most, then 00 (RFC 1035 §2.3.4).
        let end = [0xff; 64];
        ring.before(key, out).is_some() || ring.before(&end, out).is_some()
    }

    /// Makes it now rather than at the first question.
    pub(super) fn ring(&self, content: &Tree) -> &Tree {
        self.0.get_or_init(|| {
            let (mut filler, mut len, mut cursor) = (Filler::new(), 0, content.seek(&[]));
            while let Some((at, _)) = cursor.next() {
                if let Some(owner) = owner(at) {
                    filler.push(owner, &[]);
                    len += 1;
                }
            }
            Tree::from_parts(filler.take_parts(), len)
        })
    }

    /// That of the zone after these edits; still to be made when this one is.
    pub(super) fn after(&self, edits: &[Edit]) -> Self {
        let Some(ring) = self.0.get() else { return Self::default() };
        let edits: Vec<Edit> = edits
            .iter()
            .filter_map(|(at, value)| Some((owner(at)?.to_vec(), value.as_ref().map(|_| Vec::new()))))
            .collect();
        Self(OnceLock::from(if edits.is_empty() { ring.clone() } else { ring.apply(&edits) }))
    }
}

/// The name's key, if the entry is the first of an NSEC3 RRset one label below the apex.
fn owner(at: &[u8]) -> Option<&[u8]> {
    let (name, rtype, chunk) = key::split(at);
    let one_label = memchr::memchr(0, name) == name.len().checked_sub(1);
    (rtype == RecordType::NSEC3 && chunk.is_empty() && one_label && !name.is_empty()).then_some(name)
}
