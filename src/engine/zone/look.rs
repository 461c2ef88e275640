//! What stands at one name, found by one search and asked several times.

use crate::engine::dns::{NameRef, RecordType};

use super::entry::has_more;
use super::rrset::RRset;
use super::snapshot::Snapshot;

/// RRsets remembered; most names have one or two. Of a name that has more, the others are searched for when asked for.
const FEW: usize = 6;

/// One name of a snapshot.
#[derive(Clone)]
pub struct Look<'a> {
    zone: &'a Snapshot,
    name: NameRef<'a>,
    exists: bool,
    few: [(RecordType, &'a [u8]); FEW],
    len: usize,
    /// Nothing else stands there.
    all: bool,
}

impl<'a> Look<'a> {
    pub(super) fn new(zone: &'a Snapshot, name: NameRef<'a>) -> Self {
        let mut look = Self { zone, name, exists: false, few: [(RecordType(0), &[]); FEW], len: 0, all: true };
        let Some(at) = zone.name_key(name) else { return look };
        let mut cursor = zone.tree().seek(&at);
        while let Some((key, value)) = cursor.next() {
            let Some(rest) = key.strip_prefix(&at[..]) else { break };
            look.exists = true;
            // Behind the name's own come those of the names below it.
            let [0, high, low, chunk @ ..] = rest else { break };
            match look.few.get_mut(look.len).filter(|_| chunk.is_empty()) {
                Some(place) => *place = (RecordType(u16::from_be_bytes([*high, *low])), value),
                None => {
                    look.all = false;
                    break;
                }
            }
            look.len += 1;
        }
        look
    }

    /// The name, as it was asked for.
    #[must_use]
    pub const fn name(&self) -> NameRef<'a> {
        self.name
    }

    /// Whether the name exists, as [`Snapshot::exists`].
    #[must_use]
    pub const fn exists(&self) -> bool {
        self.exists
    }

    /// Its RRset of a type, as [`Snapshot::get`].
    #[must_use]
    pub fn get(&self, rtype: RecordType) -> Option<RRset<'a>> {
        match self.few.iter().take(self.len).find(|(found, _)| *found == rtype) {
            Some((_, value)) if !has_more(value) => Some(RRset::new(self.name, rtype, value, self.zone)),
            None if self.all => None,
            _ => self.zone.get(self.name, rtype),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::diag::Span;
    use crate::engine::dns::{Name, RecordSink};
    use crate::engine::limits::ZoneLimits;
    use crate::engine::zone::Builder;

    /// A name with more types than are remembered, one with an RRset of several chunks before others, one that is empty,
    /// and names beside them that begin alike.
    #[test]
    fn a_look_says_what_single_questions_say() {
        let name = |text: &str| Name::absolute(text).unwrap();
        let mut builder = Builder::new(ZoneLimits::default());
        let mut put = |owner: &str, rtype: u16, rdata: &[u8]| {
            builder.record(name(owner).as_ref(), RecordType(rtype), 60, rdata, Span::NONE);
        };
        for rtype in [1, 2, 5, 6, 15, 16, 28, 33, 46, 47] {
            put("example.", rtype, &[7; 24]);
        }
        for n in 0..4_000_u32 {
            put("Giant.example.", 1, &n.to_be_bytes());
        }
        put("giant.example.", 16, b"\x01x");
        put("giants.example.", 16, b"\x01y");
        put("below.empty.example.", 28, &[0; 16]);
        put("\\000.example.", 16, b"\x01z");
        put("*.example.", 16, b"\x01w");
        let zone = builder.finish(name("example.").as_ref()).snapshot;
        let names = "example. EXAMPLE. giant.example. gian.example. giants.example. empty.example. below.empty.example. \\000.example. *.example. \
                     other.example. elsewhere.";
        for text in names.split_whitespace() {
            let owner = name(text);
            let look = zone.look(owner.as_ref());
            assert_eq!(look.exists(), zone.exists(owner.as_ref()), "{text}");
            for rtype in (0..60).map(RecordType) {
                let shown = |set: Option<RRset<'_>>| {
                    set.map(|set| {
                        (
                            set.owner().wire().to_vec(),
                            set.ttl(),
                            set.records().map(|r| r.rdata.to_vec()).collect::<Vec<_>>(),
                        )
                    })
                };
                assert_eq!(shown(look.get(rtype)), shown(zone.get(owner.as_ref(), rtype)), "{text} {rtype}");
            }
        }
    }
}
