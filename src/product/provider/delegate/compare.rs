//! What of a zone is compared with what its name servers answer: each RRset that can be asked for, or a seeded sample.
//!
//! Compared is what a resolver can see: RRsets by a question for each; a delegation's NS and the addresses that come with
//! them in the referral; an NSEC3 by the answer that its name has no such type (RFC 5155 §7.2.3); signatures with what
//! they cover. TTLs that differ are counted, and make nothing false: a provider may shorten them.
//!
//! Left out is what no question reaches for certain: addresses beside a delegation that are not below it (RFC 9471 §3.2),
//! other names below a delegation or a DNAME (RFC 6672 §2.3), the NSEC3 of empty non-terminals, of aliases and of
//! delegations with DS, and all NSEC3 beyond the first [`COMPARED_WHOLE`] RRsets.

use std::collections::BTreeSet;

use super::question::{Question, Reply, canonical_hex, covers};
use super::{COMPARED_WHOLE, same_rrset};
use crate::engine::dns::{Name, RecordType};
use crate::engine::dnssec::{Nsec3Param, owner_of_hash};
use crate::engine::zone::{Node, RRset, Snapshot};

/// NSEC3 with more hashings are not compared: RFC 9276 §3.1 wants none, and each costs every name one.
const MOST_ITERATIONS: u16 = 150;

/// HINFO, RP, LOC: types that a name seldom has all of.
const NOT_THERE: [RecordType; 3] = [RecordType(13), RecordType(17), RecordType(29)];

/// RRsets to ask for, with what the primary has.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Each with its question; at most [`COMPARED_WHOLE`].
    pub expected: Vec<Expected>,
    /// How many there were to choose from.
    pub total: u64,
    serial: Option<u32>,
}

/// The targets of a zone's apex NS, with final dots and in lower case.
#[must_use]
pub fn name_servers(zone: &Snapshot) -> Option<Vec<String>> {
    let set = zone.get(zone.apex(), RecordType::NS)?;
    let names = set.records().filter_map(|ns| Name::from_wire(ns.rdata).ok());
    Some(names.map(|(name, _)| name.lowercase().to_string()).collect())
}

/// An RRset as the primary has it.
#[derive(Clone, Debug)]
pub struct Expected {
    /// What asks for it.
    pub question: Question,
    rdata: BTreeSet<String>,
    signatures: BTreeSet<String>,
    ttl: u32,
    /// At the apex.
    at_apex: bool,
    /// Where it stands in an answer.
    place: Place,
}

/// Where an RRset stands in an answer.
#[derive(Clone, Debug)]
enum Place {
    /// It is the answer.
    Answer,
    /// A delegation's NS: they come in a referral, with these addresses below the delegation.
    Referral(Vec<(Name, RecordType, BTreeSet<String>)>),
    /// The NSEC3 of this name beside an answer without records.
    Denial(Name),
}

impl Sample {
    /// Chooses from `zone`; `seed` decides which, where there are more than [`COMPARED_WHOLE`].
    #[must_use]
    pub fn of(zone: &Snapshot, seed: u64) -> Self {
        Self::at_most(zone, seed, COMPARED_WHOLE)
    }

    /// Whether a server with that serial has this version; another version's content need not be compared.
    #[must_use]
    pub fn is_of(&self, serial: Option<u32>) -> bool {
        serial.is_some() && serial == self.serial
    }

    fn at_most(zone: &Snapshot, seed: u64, most: u64) -> Self {
        let mut sample = Self { expected: Vec::new(), total: 0, serial: zone.serial().map(|serial| serial.0) };
        let mut random = Random(seed);
        let param = zone.get(zone.apex(), RecordType::NSEC3PARAM);
        let param = param.as_ref().and_then(|set| set.records().next()).map(|record| record.rdata.to_vec());
        let (mut nodes, mut cut): (_, Option<Name>) = (zone.nodes(), None);
        while let Some(node) = nodes.next() {
            let at_apex = node.owner == zone.apex();
            // Canonical order: what lies below a name follows it.
            if cut.as_ref().is_some_and(|cut| node.owner != cut.as_ref() && node.owner.is_within(cut.as_ref())) {
                continue;
            }
            let is_cut = !at_apex && node.has(RecordType::NS);
            if is_cut || node.has(RecordType::DNAME) {
                cut = Some(node.owner.to_owned());
            }
            for set in node.sets.iter() {
                let rtype = set.rtype();
                let unasked = matches!(rtype, RecordType::RRSIG | RecordType::NSEC3);
                // RFC 4035 §2.4, RFC 4034 §4: a delegation's name has no other records of this zone.
                let hidden = is_cut && !matches!(rtype, RecordType::NS | RecordType::DS | RecordType::NSEC);
                if unasked || hidden {
                    continue;
                }
                sample.total += 1;
                let at = sample.expected.len() as u64;
                if at < most {
                    sample.expected.push(Expected::of(zone, &node, rtype, at_apex, is_cut));
                } else if let Some(place) = Some(random.below(sample.total)).filter(|place| *place < most)
                    && let Some(slot) = usize::try_from(place).ok().and_then(|place| sample.expected.get_mut(place))
                {
                    // Each of those seen so far is kept with the same chance (algorithm R).
                    *slot = Expected::of(zone, &node, rtype, at_apex, is_cut);
                }
            }
            if let Some(denial) = param
                .as_deref()
                .filter(|_| (sample.expected.len() as u64) < most)
                .and_then(|param| Expected::denial(zone, &node, param, is_cut))
            {
                sample.total += 1;
                sample.expected.push(denial);
            }
        }
        sample
    }
}

impl Expected {
    fn of(zone: &Snapshot, node: &Node<'_>, rtype: RecordType, at_apex: bool, is_cut: bool) -> Self {
        let set = node.get(rtype);
        let glue = || {
            let targets = set.iter().flat_map(|set| set.records()).filter_map(|ns| Name::from_wire(ns.rdata).ok());
            let below = targets.map(|(name, _)| name).filter(|name| name.as_ref().is_within(node.owner));
            let both = below.flat_map(|name| [(name.clone(), RecordType::A), (name, RecordType::AAAA)]);
            both.filter_map(|(name, rtype)| {
                let addresses = canonical(zone.get(name.as_ref(), rtype).as_ref(), rtype);
                Some((name, rtype, addresses)).filter(|(_, _, addresses)| !addresses.is_empty())
            })
            .collect()
        };
        Self {
            question: Question::new(node.owner.to_owned(), rtype),
            rdata: canonical(set.as_ref(), rtype),
            signatures: signatures(node.get(RecordType::RRSIG).as_ref(), rtype),
            ttl: set.map_or(0, |set| set.ttl()),
            at_apex,
            place: if is_cut && rtype == RecordType::NS { Place::Referral(glue()) } else { Place::Answer },
        }
    }

    /// The NSEC3 that stands for a name, where a question shows it for certain: one for a type that the name has not.
    fn denial(zone: &Snapshot, node: &Node<'_>, param: &[u8], is_cut: bool) -> Option<Self> {
        let asked = if is_cut {
            // The parent's side answers for DS alone (RFC 4035 §3.1.4.1).
            Some(RecordType::DS)
        } else {
            NOT_THERE.into_iter().find(|rtype| !node.has(*rtype))
        };
        let asked = asked.filter(|rtype| !node.has(*rtype) && !node.has(RecordType::CNAME))?;
        let param = Nsec3Param::parse(param).filter(|param| param.iterations <= MOST_ITERATIONS)?;
        let hash = param.hash(node.owner);
        let owner = owner_of_hash(&hash, zone.apex())?;
        let set = zone.get(owner.as_ref(), RecordType::NSEC3)?;
        Some(Self {
            question: Question::new(node.owner.to_owned(), asked),
            rdata: canonical(Some(&set), RecordType::NSEC3),
            signatures: signatures(zone.get(owner.as_ref(), RecordType::RRSIG).as_ref(), RecordType::NSEC3),
            ttl: set.ttl(),
            at_apex: false,
            place: Place::Denial(owner),
        })
    }

    /// Whose RRset it is, and of which type.
    fn whose(&self) -> (&Name, RecordType) {
        match &self.place {
            Place::Denial(owner) => (owner, RecordType::NSEC3),
            _ => (&self.question.name, self.question.rtype),
        }
    }

    /// Whether the answer has the same RRset, and its signatures where the zone has some and the provider makes none.
    #[must_use]
    pub fn is_in(&self, reply: &Reply, provider_signs: bool) -> bool {
        let (name, rtype) = self.whose();
        let name = name.as_ref();
        let there = match &self.place {
            Place::Answer => reply.rrset(name, rtype),
            Place::Referral(_) | Place::Denial(_) => reply.beside(name, rtype),
        };
        // RFC 9471 §3.1: all addresses below the delegation belong into its referral.
        let glue = match &self.place {
            Place::Referral(glue) => {
                glue.iter().all(|(name, rtype, addresses)| reply.glue(name.as_ref(), *rtype) == *addresses)
            }
            _ => true,
        };
        let same = same_rrset(self.at_apex, &rtype.to_string(), &self.rdata, &there, provider_signs);
        let signed = provider_signs || self.signatures.is_empty() || reply.signatures(name, rtype) == self.signatures;
        reply.is_answer() && same && signed && glue
    }

    /// Whether the answer has the RRset with another TTL.
    #[must_use]
    pub fn has_other_ttl(&self, reply: &Reply) -> bool {
        // RFC 9077 §3: what denies may be sent with the negative answer's TTL.
        let denies = matches!(self.place, Place::Denial(_)) || self.question.rtype == RecordType::NSEC;
        let (name, rtype) = self.whose();
        !denies && reply.has_other_ttl(name.as_ref(), rtype, self.ttl)
    }

    /// `www.example.com. A`.
    #[must_use]
    pub fn said(&self) -> String {
        let (name, rtype) = self.whose();
        format!("{name} {rtype}")
    }
}

fn canonical(set: Option<&RRset<'_>>, rtype: RecordType) -> BTreeSet<String> {
    set.into_iter().flat_map(|set| set.records()).map(|r| canonical_hex(rtype, r.rdata)).collect()
}

/// Those of a name's RRSIGs that cover a type.
fn signatures(set: Option<&RRset<'_>>, covered: RecordType) -> BTreeSet<String> {
    let records = set.into_iter().flat_map(|set| set.records()).filter(|r| covers(r.rdata, covered));
    records.map(|r| canonical_hex(RecordType::RRSIG, r.rdata)).collect()
}

/// `SplitMix64`: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::diag::Span;
    use crate::engine::dns::message::{Header, MessageBuilder, Section};
    use crate::engine::dns::{Class, Opcode, Rcode, RecordSink};
    use crate::engine::limits::ZoneLimits;
    use crate::engine::zone::Builder;

    fn name(text: &str) -> Name {
        Name::absolute(text).unwrap()
    }

    fn wire(text: &str) -> Vec<u8> {
        name(text).as_ref().wire().to_vec()
    }

    fn zone(records: &[(&str, RecordType, Vec<u8>)]) -> Snapshot {
        let mut builder = Builder::new(ZoneLimits::default());
        for (owner, rtype, rdata) in records {
            RecordSink::record(&mut builder, name(owner).as_ref(), *rtype, 60, rdata, Span::NONE);
        }
        builder.finish(name("z.test").as_ref()).snapshot
    }

    fn asked(sample: &Sample) -> Vec<String> {
        sample.expected.iter().map(Expected::said).collect()
    }

    #[test]
    fn what_no_question_reaches_is_left_out() {
        let zone = zone(&[
            ("z.test", RecordType::NS, wire("ns.z.test")),
            ("ns.z.test", RecordType::A, vec![192, 0, 2, 1]),
            ("sub.z.test", RecordType::NS, wire("ns.sub.z.test")),
            ("ns.sub.z.test", RecordType::A, vec![192, 0, 2, 2]),
            ("moved.z.test", RecordType::DNAME, wire("new.test")),
            ("old.moved.z.test", RecordType::A, vec![192, 0, 2, 3]),
        ]);
        let sample = Sample::of(&zone, 0);
        let expected = ["z.test. NS", "moved.z.test. DNAME", "ns.z.test. A", "sub.z.test. NS"];
        assert_eq!((asked(&sample).as_slice(), sample.total), (expected.map(str::to_owned).as_slice(), 4));
    }

    #[test]
    fn a_larger_zone_is_sampled_by_its_seed() {
        let records: Vec<_> =
            (0..200_u8).map(|n| (format!("h{n}.z.test"), RecordType::A, vec![192, 0, 2, n])).collect();
        let records: Vec<_> = records.iter().map(|(owner, t, r)| (owner.as_str(), *t, r.clone())).collect();
        let zone = zone(&records);
        let sample = |seed| Sample::at_most(&zone, seed, 50);
        let (one, other) = (sample(1), sample(2));
        assert_eq!((one.expected.len(), one.total), (50, 200));
        assert_eq!(asked(&one), asked(&sample(1)));
        assert_ne!(asked(&one), asked(&other));
        let distinct: BTreeSet<_> = asked(&one).into_iter().collect();
        assert_eq!(distinct.len(), 50);
        assert_eq!(sample(1).total, Sample::at_most(&zone, 1, 200).expected.len() as u64);
    }

    type Record<'a> = (&'a str, RecordType, Vec<u8>);

    fn reply(question: &Question, section: Section, records: &[Record<'_>]) -> Reply {
        replied(question, &[(section, records)])
    }

    fn replied(question: &Question, sections: &[(Section, &[Record<'_>])]) -> Reply {
        let header = Header { aa: true, ..Header::query(7, Opcode::QUERY).response(Rcode::NOERROR) };
        let mut builder = MessageBuilder::new(header, 4_096);
        builder.question(question.name.as_ref(), question.rtype, Class::IN).unwrap();
        for (section, records) in sections {
            for (owner, rtype, rdata) in *records {
                builder.record(*section, name(owner).as_ref(), *rtype, Class::IN, 5, rdata).unwrap();
            }
        }
        question.reply(7, &builder.finish()).unwrap()
    }

    #[test]
    fn an_answer_is_the_same_rrset_or_not() {
        let target = |text| wire(text);
        let zone = zone(&[
            ("z.test", RecordType::NS, target("ns.z.test")),
            ("sub.z.test", RecordType::NS, target("ns.elsewhere.test")),
            ("w.z.test", RecordType::A, vec![192, 0, 2, 1]),
        ]);
        let sample = Sample::of(&zone, 0);
        let [apex, cut, host] = sample.expected.as_slice() else { panic!("{sample:?}") };
        let ask = |e: &Expected, section, records: &[_]| e.is_in(&reply(&e.question, section, records), false);
        // Case does not count, and the provider's own servers may be added at the apex.
        let more =
            [("Z.TEST", RecordType::NS, target("NS.z.test")), ("z.test", RecordType::NS, target("a.other.test"))];
        assert!(ask(apex, Section::Answer, &more));
        assert!(!ask(apex, Section::Answer, &more[1..]));
        assert!(ask(cut, Section::Authority, &[("sub.z.test", RecordType::NS, target("ns.elsewhere.test"))]));
        assert!(!ask(cut, Section::Answer, &[("sub.z.test", RecordType::NS, target("ns.elsewhere.test"))]));
        let a = |last| ("w.z.test", RecordType::A, vec![192, 0, 2, last]);
        assert!(ask(host, Section::Answer, &[a(1)]));
        assert!(!ask(host, Section::Answer, &[a(1), a(2)]));
        assert!(!ask(host, Section::Answer, &[]));
    }

    #[test]
    fn glue_belongs_into_a_referral_and_another_ttl_is_only_counted() {
        let zone = zone(&[
            ("z.test", RecordType::NS, wire("ns.z.test")),
            ("sub.z.test", RecordType::NS, wire("ns.sub.z.test")),
            ("ns.sub.z.test", RecordType::A, vec![192, 0, 2, 2]),
        ]);
        let sample = Sample::of(&zone, 0);
        let [apex, cut] = sample.expected.as_slice() else { panic!("{sample:?}") };
        let referral = |glue: &[(&str, RecordType, Vec<u8>)]| {
            let ns = [("sub.z.test", RecordType::NS, wire("ns.sub.z.test"))];
            let sections = [(Section::Authority, &ns[..]), (Section::Additional, glue)];
            replied(&cut.question, &sections)
        };
        let glue = |last| ("ns.sub.z.test", RecordType::A, vec![192, 0, 2, last]);
        assert!(cut.is_in(&referral(&[glue(2)]), false));
        for other in [&[][..], &[glue(3)], &[glue(2), glue(3)]] {
            assert!(!cut.is_in(&referral(other), false), "{other:?}");
        }
        // The replies of these tests have 5 seconds, the zone has 60.
        let answer = reply(&apex.question, Section::Answer, &[("z.test", RecordType::NS, wire("ns.z.test"))]);
        assert!(apex.is_in(&answer, false) && apex.has_other_ttl(&answer));
        assert!(cut.has_other_ttl(&referral(&[])));
    }

    #[test]
    fn an_nsec3_is_seen_where_its_name_has_no_such_type() {
        let param = vec![1, 0, 0, 0, 0];
        let hash = |of: &str| {
            let param = Nsec3Param::parse(&param).unwrap();
            owner_of_hash(&param.hash(name(of).as_ref()), name("z.test").as_ref()).unwrap().to_string()
        };
        let (host, alias) = (hash("w.z.test"), hash("c.z.test"));
        let nsec3 = |next: u8| [&param[..], &[20], &[next; 20], &[0, 1, 0x40]].concat();
        let zone = zone(&[
            ("z.test", RecordType::NSEC3PARAM, param.clone()),
            ("w.z.test", RecordType::A, vec![192, 0, 2, 1]),
            ("c.z.test", RecordType::CNAME, wire("w.z.test")),
            (&host, RecordType::NSEC3, nsec3(1)),
            (&alias, RecordType::NSEC3, nsec3(2)),
        ]);
        let sample = Sample::of(&zone, 0);
        let said = asked(&sample);
        assert_eq!(said, ["z.test. NSEC3PARAM", "c.z.test. CNAME", "w.z.test. A", &format!("{host} NSEC3")]);
        let denial = &sample.expected[3];
        assert_eq!((denial.question.name.to_string(), denial.question.rtype), ("w.z.test.".to_owned(), NOT_THERE[0]));
        let denied = |next| reply(&denial.question, Section::Authority, &[(&host, RecordType::NSEC3, nsec3(next))]);
        assert!(denial.is_in(&denied(1), false) && !denial.is_in(&denied(2), false));
        assert!(denial.is_in(&denied(2), true), "where the provider signs, the chain is its own");
        assert!(!denial.has_other_ttl(&denied(1)));
        let many = [&[1, 0, 0, 151, 0][..]].concat();
        assert!(Nsec3Param::parse(&many).is_some_and(|param| param.iterations > MOST_ITERATIONS));
    }

    #[test]
    fn only_an_answer_to_the_question_is_read() {
        let question = Question::new(name("z.test"), RecordType::SOA);
        let other = Question::new(name("z.test"), RecordType::NS);
        let header = Header::query(7, Opcode::QUERY).response(Rcode::NOERROR);
        let message = |ask: &Question| {
            let mut builder = MessageBuilder::new(header, 512);
            builder.question(ask.name.as_ref(), ask.rtype, Class::IN).unwrap();
            builder.finish()
        };
        assert!(question.reply(7, &message(&question)).is_some());
        assert!(question.reply(8, &message(&question)).is_none());
        assert!(question.reply(7, &message(&other)).is_none());
        assert!(question.reply(7, &question.wire(7)).is_none(), "a query is no answer");
        assert!(question.reply(7, b"short").is_none());
    }

    #[test]
    fn keys_have_the_digest_that_the_parent_publishes() {
        // RFC 4034 §5.4.
        let key = data_encoding::BASE64.decode(
            b"AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==",
        );
        let mut rdata = vec![1, 0, 3, 5];
        rdata.extend(key.unwrap());
        let owner = "dskey.example.com";
        let question = Question::new(name(owner), RecordType::DNSKEY);
        let reply = reply(&question, Section::Answer, &[(owner, RecordType::DNSKEY, rdata)]);
        let like = super::super::Ds { key_tag: 60_485, algorithm: 5, digest_type: 1, digest: String::new() };
        let ds = reply.ds_of_keys(name(owner).as_ref(), std::slice::from_ref(&like));
        let digest = "2bb183af5f22588179a53b0a98631fad1a292118".to_owned();
        assert_eq!(ds, [super::super::Ds { digest, ..like }]);
    }
}
