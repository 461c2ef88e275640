//! What a validator makes of our answers: signatures verify, absences are proved, for names that nobody foresaw. Zones that
//! others signed, with NSEC, NSEC3 and opt-out.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use understudy::engine::answer::Transport;
use understudy::engine::dns::message::{Header, Message, MessageBuilder, Opt, Section};
use understudy::engine::dns::{Class, Name, NameRef, Opcode, Rcode, RecordType};
use understudy::engine::dnssec::verify::{Digested, PublicKey};
use understudy::engine::dnssec::{
    Dnskey, Nsec, Nsec3, Rrsig, TypeBitmap, covers_hash, covers_name, hash_of_owner, key_tag,
};
use understudy::engine::zone::Snapshot;

use super::{LOCAL, World, world};
use crate::corpus::corpus;
use crate::wire::{Rr, name, zone, zone_text};

const ZONES: [&str; 3] = [
    "knot-extra/tests/basic/nsec/data/example.zone.nsec",
    "knot-extra/tests/basic/nsec3/data/example.zone.nsec3",
    "knot-extra/tests/basic/opt-out/data/example.zone",
];

fn query(owner: &Name, rtype: RecordType, size: u16) -> Vec<u8> {
    let mut builder = MessageBuilder::new(Header::query(99, Opcode::QUERY), 512);
    builder.question(owner.as_ref(), rtype, Class::IN).unwrap();
    builder.opt(&Opt { dnssec_ok: true, ..Opt::new(size) }).unwrap();
    builder.finish()
}

fn records(message: &Message<'_>, section: Section) -> Vec<Rr> {
    let read = |r: understudy::engine::dns::message::RecordView<'_>| {
        let mut rdata = Vec::new();
        r.rdata(&mut rdata).unwrap();
        Rr { owner: r.owner().to_owned(), rtype: r.rtype, class: r.class, ttl: r.ttl, rdata }
    };
    message.records(section).map(read).collect()
}

/// Every RRset that must be signed is, and its signatures verify. The CNAME that a DNAME makes is not (RFC 6672 §5.3.1),
/// NS of a cut is not (RFC 4035 §2.2).
fn signatures_hold(zone: &Snapshot, section: &[Rr], cut: bool) {
    let keys = zone.get(zone.apex(), RecordType::DNSKEY).unwrap();
    let sets: BTreeSet<_> =
        section.iter().filter(|r| r.rtype != RecordType::RRSIG).map(|r| (r.owner.clone(), r.rtype)).collect();
    for (owner, rtype) in sets {
        let of = |r: &&Rr| r.owner == owner && r.rtype == rtype;
        let made = rtype == RecordType::CNAME && section.iter().any(|r| r.rtype == RecordType::DNAME);
        if made || (cut && rtype == RecordType::NS) {
            continue;
        }
        let mut data: Vec<&[u8]> = section.iter().filter(of).map(|r| r.rdata.as_slice()).collect();
        data.sort_unstable();
        let verified = section.iter().filter(|r| r.owner == owner && r.rtype == RecordType::RRSIG).any(|r| {
            let Some(rrsig) = Rrsig::parse(&r.rdata).filter(|rrsig| rrsig.covered == rtype) else { return false };
            let mut signed = Vec::new();
            rrsig.signed_octets(owner.as_ref(), data.iter().copied(), &mut signed);
            let digested = Digested::new(rrsig.algorithm, &signed);
            keys.records().filter(|key| key_tag(key.rdata) == rrsig.key_tag).any(|key| {
                let key = Dnskey::parse(key.rdata).unwrap();
                PublicKey::new(key.algorithm, key.public_key).is_ok_and(|k| k.verifies(&digested, rrsig.signature))
            })
        });
        assert!(verified, "{owner} {rtype}: no signature that holds");
    }
}

/// The proofs of an answer.
struct Proofs<'a> {
    apex: NameRef<'a>,
    authority: &'a [Rr],
}

impl Proofs<'_> {
    fn of(&self, rtype: RecordType) -> impl Iterator<Item = &Rr> {
        self.authority.iter().filter(move |r| r.rtype == rtype)
    }

    fn hashed(&self, name: NameRef<'_>, is: impl Fn(&[u8], &Nsec3<'_>, &[u8]) -> bool) -> bool {
        self.of(RecordType::NSEC3).any(|r| {
            let (nsec3, owner) = (Nsec3::parse(&r.rdata).unwrap(), hash_of_owner(r.owner.as_ref(), self.apex).unwrap());
            is(&owner, &nsec3, &nsec3.param.hash(name))
        })
    }

    /// The types of a name, as its own record tells.
    fn types(&self, name: NameRef<'_>) -> Option<TypeBitmap<'_>> {
        let nsec = self.of(RecordType::NSEC).find(|r| r.owner.as_ref() == name);
        let nsec3 = self.of(RecordType::NSEC3).find(|r| {
            let param = Nsec3::parse(&r.rdata).unwrap().param;
            hash_of_owner(r.owner.as_ref(), self.apex).unwrap() == param.hash(name)
        });
        let nsec = nsec.map(|r| Nsec::parse(&r.rdata).unwrap().types);
        nsec.or_else(|| nsec3.map(|r| Nsec3::parse(&r.rdata).unwrap().types))
    }

    /// Whether a record says that the name does not exist; an empty non-terminal is covered but exists, which its
    /// record's next name tells (RFC 4035 §5.4).
    fn denied(&self, name: NameRef<'_>) -> bool {
        self.of(RecordType::NSEC).any(|r| {
            let next = Nsec::parse(&r.rdata).unwrap().next;
            covers_name(r.owner.as_ref(), next, name) && !next.is_within(name)
        }) || self.hashed(name, |owner, nsec3, hash| covers_hash(owner, nsec3.next, hash))
    }

    fn empty(&self, name: NameRef<'_>) -> bool {
        self.of(RecordType::NSEC).any(|r| {
            let next = Nsec::parse(&r.rdata).unwrap().next;
            covers_name(r.owner.as_ref(), next, name) && next.is_within(name)
        })
    }

    /// Where opt-out is in force, insecure delegations and what is empty but for such have no record (RFC 5155 §8.6).
    fn opted_out(&self, name: NameRef<'_>) -> bool {
        self.hashed(name, |owner, nsec3, hash| nsec3.is_opt_out() && covers_hash(owner, nsec3.next, hash))
    }

    /// The wildcard that would have answered, below the closest encloser that the records show.
    fn wildcard(&self, zone: &Snapshot, name: NameRef<'_>) -> Option<Name> {
        let above = std::iter::successors(name.parent(), |n| n.parent());
        let shown =
            |n: &NameRef<'_>| zone.exists(*n) && (self.types(*n).is_some() || self.of(RecordType::NSEC).count() > 0);
        let wire = [b"\x01*", above.into_iter().find(shown)?.wire()].concat();
        Name::from_wire(&wire).ok().map(|(name, _)| name)
    }
}

/// Judges one answer as a validator would.
fn judge(world: &World, owner: &Name, rtype: RecordType) {
    let (zone, octets) = (&world.example, world.one(Transport::Tcp, LOCAL, &query(owner, rtype, 1_232)));
    let message = Message::parse(&octets).unwrap();
    let (answer, authority) = (records(&message, Section::Answer), records(&message, Section::Authority));
    let refers = !message.header().aa;
    signatures_hold(zone, &answer, false);
    signatures_hold(zone, &authority, refers);
    let proofs = Proofs { apex: zone.apex(), authority: &authority };
    // What an alias leads to is another question.
    let aliased = answer.iter().any(|r| matches!(r.rtype, RecordType::CNAME | RecordType::DNAME));
    let name = owner.as_ref();
    if aliased {
        return;
    }
    if refers {
        let cut = authority.iter().find(|r| r.rtype == RecordType::NS).unwrap().owner.clone();
        let insecure = || {
            proofs.types(cut.as_ref()).is_some_and(|t| t.contains(RecordType::NS) && !t.contains(RecordType::DS))
                || std::iter::successors(Some(cut.as_ref()), |n| n.parent()).any(|n| proofs.opted_out(n))
        };
        assert!(authority.iter().any(|r| r.rtype == RecordType::DS) || insecure(), "{owner}: a cut without proof");
    } else if message.rcode() == Rcode::NXDOMAIN {
        let wildcard = proofs.wildcard(zone, name).unwrap();
        let gone = std::iter::successors(Some(name), |n| n.parent()).any(|n| proofs.denied(n));
        assert!(gone && proofs.denied(wildcard.as_ref()), "{owner} {rtype}: absence not proved");
    } else if answer.is_empty() {
        let wildcard = || proofs.wildcard(zone, name);
        let lacks = |types: TypeBitmap<'_>| !types.contains(rtype) && !types.contains(RecordType::CNAME);
        let by_wildcard =
            || wildcard().is_some_and(|w| proofs.denied_above(name) && proofs.types(w.as_ref()).is_some_and(lacks));
        let proved = proofs.types(name).map_or_else(
            || {
                by_wildcard()
                    || proofs.empty(name)
                    || wildcard().is_some_and(|w| proofs.empty(w.as_ref()))
                    || proofs.opted_out_above(name)
            },
            lacks,
        );
        assert!(proved, "{owner} {rtype}: no type not proved");
    } else if !zone.exists(name) {
        assert!(proofs.denied_above(name), "{owner} {rtype}: made of a wildcard, without proof");
    }
}

impl Proofs<'_> {
    fn denied_above(&self, name: NameRef<'_>) -> bool {
        std::iter::successors(Some(name), |n| n.parent()).any(|n| self.denied(n))
    }

    fn opted_out_above(&self, name: NameRef<'_>) -> bool {
        std::iter::successors(Some(name), |n| n.parent()).any(|n| self.opted_out(n))
    }
}

#[test]
fn what_is_answered_from_a_signed_zone_can_be_validated() {
    let label = prop_oneof![Just("*".to_owned()), "[a-z0-9]{1,3}", "[a-zA-Z0-9-]{1,20}", "\\\\[0-1][0-9][0-9]"];
    let labels = proptest::collection::vec(label, 0..3);
    let types =
        proptest::sample::select(vec![RecordType::A, RecordType::MX, RecordType::DS, RecordType::NS, RecordType::TXT]);
    for path in ZONES {
        let Some(path) = corpus(path) else { return };
        let text = std::fs::read_to_string(path).unwrap();
        let mut world = world();
        world.example = zone("example", &zone_text("example", &text));
        let mut names = BTreeSet::new();
        let mut walk = world.example.iter_canonical();
        while let Some(set) = walk.next() {
            names.insert(set.owner().to_owned());
        }
        let names: Vec<_> = names.into_iter().collect();
        let asked = (labels.clone(), proptest::sample::select(names), types.clone(), 0_u16..2_000);
        let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(60) });
        let run = runner.run(&asked, |(labels, below, rtype, size)| {
            let owner = labels.iter().fold(String::new(), |text, label| text + label + ".") + &below.to_string();
            let owner = name(&owner);
            judge(&world, &owner, rtype);
            let datagram = world.one(Transport::Udp, LOCAL, &query(&owner, rtype, size));
            prop_assert!(Message::parse(&datagram).is_ok());
            prop_assert!(datagram.len() <= usize::from(size.clamp(512, 1_232)), "{} of {size}", datagram.len());
            Ok(())
        });
        run.unwrap();
    }
}
