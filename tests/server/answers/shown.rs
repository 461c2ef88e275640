//! An answer as far as two servers must agree.

use std::collections::BTreeSet;

use understudy::engine::dns::message::{Message, Section};
use understudy::engine::dns::{NameRef, RecordType, rdata};

/// Rcode and flags, then the records of each section as lines, in lower case where case does not count.
#[derive(Clone, Debug)]
pub struct Shown {
    pub head: String,
    pub answer: BTreeSet<String>,
    pub authority: BTreeSet<String>,
    /// Addresses, when it is a referral.
    pub glue: BTreeSet<String>,
    /// A record stands twice in a section.
    pub repeats: bool,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        (&self.head, &self.answer, &self.authority, &self.glue)
            == (&other.head, &other.answer, &other.authority, &other.glue)
    }
}

impl Shown {
    pub fn new(octets: &[u8]) -> Self {
        let message = Message::parse(octets).unwrap();
        let header = message.header();
        let mut head = message.rcode().to_string();
        for (set, flag) in [(header.aa, " aa"), (header.tc, " tc"), (header.ra, " ra"), (header.ad, " ad")] {
            head.push_str(if set { flag } else { "" });
        }
        let mut repeats = false;
        let mut of = |section, wanted: &dyn Fn(RecordType) -> bool| {
            let mut lines = BTreeSet::new();
            for record in message.records(section).filter(|r| wanted(r.rtype)) {
                let (mut octets, mut canonical, mut text) = (Vec::new(), Vec::new(), String::new());
                record.rdata(&mut octets).unwrap();
                rdata::canonical(record.rtype, &octets, &mut canonical);
                // RFC 6840 §5.1: NSEC keeps its case in signatures, but its name is a name.
                if record.rtype == RecordType::NSEC
                    && let Ok((_, len)) = NameRef::from_wire(&canonical)
                {
                    canonical[..len].make_ascii_lowercase();
                }
                rdata::print(record.rtype, &canonical, &mut text);
                let owner = record.owner().to_string().to_ascii_lowercase();
                repeats |= !lines.insert(format!("{owner} {} {} {text}", record.ttl, record.rtype));
            }
            lines
        };
        let authority = of(Section::Authority, &|_| true);
        let refers = message.records(Section::Authority).any(|r| r.rtype == RecordType::NS);
        let address = |rtype| matches!(rtype, RecordType::A | RecordType::AAAA);
        let glue = if refers { of(Section::Additional, &address) } else { BTreeSet::new() };
        let answer = of(Section::Answer, &|_| true);
        Self { head, answer, authority, glue, repeats }
    }

    /// What is in one only.
    pub fn beside(&self, other: &Self) -> String {
        let mut out = String::new();
        if self.head != other.head {
            out.push_str(&format!("  ours {} | Knot's {}\n", self.head, other.head));
        }
        let sections = [
            ("answer", &self.answer, &other.answer),
            ("authority", &self.authority, &other.authority),
            ("glue", &self.glue, &other.glue),
        ];
        for (section, ours, theirs) in sections {
            ours.difference(theirs).for_each(|line| out.push_str(&format!("  {section}: ours only {line}\n")));
            theirs.difference(ours).for_each(|line| out.push_str(&format!("  {section}: Knot's only {line}\n")));
        }
        out
    }
}
