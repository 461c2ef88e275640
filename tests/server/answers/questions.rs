//! What to ask about a zone: all its names, those between and above them, invented ones around each.

use std::collections::BTreeSet;
use std::fmt;

use understudy::engine::dns::message::{Header, MessageBuilder, Opt};
use understudy::engine::dns::{Class, Name, NameRef, Opcode, RecordType};
use understudy::engine::zone::Snapshot;

pub struct Asked {
    pub name: Name,
    pub rtype: RecordType,
    /// The client wants DNSSEC records.
    pub dnssec: bool,
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.name, self.rtype, if self.dnssec { " +dnssec" } else { "" })
    }
}

impl Asked {
    pub fn query(&self, id: u16) -> Vec<u8> {
        let mut builder = MessageBuilder::new(Header::query(id, Opcode::QUERY), 512);
        builder.question(self.name.as_ref(), self.rtype, Class::IN).unwrap();
        builder.opt(&Opt { dnssec_ok: self.dnssec, ..Opt::new(1_232) }).unwrap();
        builder.finish()
    }
}

/// Types that answers treat in a way of their own, and some that they do not.
const TYPES: [RecordType; 15] = [
    RecordType::A,
    RecordType::NS,
    RecordType::CNAME,
    RecordType::SOA,
    RecordType::MX,
    RecordType::TXT,
    RecordType::AAAA,
    RecordType::DNAME,
    RecordType::DS,
    RecordType::RRSIG,
    RecordType::NSEC,
    RecordType::DNSKEY,
    RecordType::NSEC3,
    RecordType::NSEC3PARAM,
    RecordType(65_280),
];

/// Types to ask of names that are not there.
const FEW: [RecordType; 5] = [RecordType::A, RecordType::NS, RecordType::CNAME, RecordType::DS, RecordType::TXT];

/// All questions about a zone.
pub fn questions(zone: &Snapshot) -> Vec<Asked> {
    let apex = zone.apex();
    let (mut there, mut types, mut walk) = (BTreeSet::new(), BTreeSet::from(TYPES), zone.iter_canonical());
    while let Some(set) = walk.next() {
        types.insert(set.rtype());
        let above = std::iter::successors(Some(set.owner()), |n| n.parent()).take_while(|n| n.is_within(apex));
        there.extend(above.map(NameRef::to_owned));
    }
    let mut invented = BTreeSet::new();
    for name in &there {
        let name = name.as_ref();
        let label = name.labels().next().unwrap_or_default();
        let around = name.parent().filter(|parent| parent.is_within(apex));
        // Below, far below, the wildcard below; right before and right behind.
        invented.extend([b"0".as_slice(), b"zz", b"*"].iter().filter_map(|label| put_before(&[label], name)));
        invented.extend(put_before(&[b"a", b"b"], name));
        for tail in [b"\0".as_slice(), b"0", b"-x"] {
            invented.extend(around.and_then(|parent| put_before(&[&[label, tail].concat()], parent)));
        }
        let shorter = label.split_last().map(|(_, front)| front).filter(|front| !front.is_empty());
        invented.extend(shorter.and_then(|front| put_before(&[front], around?)));
    }
    let ask = |name: &Name, types: &mut dyn Iterator<Item = RecordType>| -> Vec<Asked> {
        let both = |rtype| [false, true].map(|dnssec| Asked { name: name.clone(), rtype, dnssec });
        types.filter(|rtype| !rtype.is_meta()).flat_map(both).collect()
    };
    let mut asked: Vec<_> = there.iter().flat_map(|name| ask(name, &mut types.iter().copied())).collect();
    asked.extend(invented.difference(&there).flat_map(|name| ask(name, &mut FEW.iter().copied())));
    asked
}

/// The name with labels before it; none when that is too long.
fn put_before(labels: &[&[u8]], name: NameRef<'_>) -> Option<Name> {
    let mut wire = Vec::new();
    for label in labels {
        wire.push(u8::try_from(label.len()).ok()?);
        wire.extend_from_slice(label);
    }
    wire.extend_from_slice(name.wire());
    Name::from_wire(&wire).ok().map(|(name, _)| name)
}
