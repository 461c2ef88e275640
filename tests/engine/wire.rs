//! What tests of transfers and answers share: records from words, zones, messages, keys.

use std::fmt::Write as _;
use std::sync::Arc;

use understudy::engine::diag::{Diagnostics, Span};
use understudy::engine::dns::message::{Header, MessageBuilder, Section};
use understudy::engine::dns::{Class, Name, NameRef, Opcode, Rcode, RecordSink, RecordType, Token, rdata};
use understudy::engine::limits::{TextLimits, ZoneLimits};
use understudy::engine::tsig::{Algorithm, Key, Secret};
use understudy::engine::xfr::Now;
use understudy::engine::zone::{Builder, Snapshot};
use understudy::engine::zonefile::{self, Refusal, Sources};

pub(crate) const NOW: Now = Now { mono_ms: 0, wall_s: 1_795_000_000 };

/// A record with uncompressed RDATA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rr {
    pub(crate) owner: Name,
    pub(crate) rtype: RecordType,
    pub(crate) class: Class,
    pub(crate) ttl: u32,
    pub(crate) rdata: Vec<u8>,
}

pub(crate) fn name(text: &str) -> Name {
    Name::absolute(text).unwrap()
}

/// `www.example 300 A 192.0.2.1`: relative names in the data belong to `example`.
pub(crate) fn rr(line: &str) -> Rr {
    let words: Vec<_> = line.split_whitespace().collect();
    let rtype = RecordType::from_mnemonic(words[2].as_bytes()).unwrap();
    let tokens: Vec<_> =
        words[3..].iter().map(|w| Token { text: w.as_bytes(), quoted: false, span: Span::NONE }).collect();
    let (mut octets, mut diags) = (Vec::new(), Diagnostics::new(9));
    let origin = name("example");
    let good = rdata::parse(rtype, &tokens, Span::NONE, Some(origin.as_ref()), &mut octets, &mut diags);
    assert!(good, "{line}: {diags:?}");
    Rr { owner: name(words[0]), rtype, class: Class::IN, ttl: words[1].parse().unwrap(), rdata: octets }
}

pub(crate) fn rrs(text: &str) -> Vec<Rr> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(rr).collect()
}

/// Collects records.
#[derive(Default)]
struct Records(Vec<Rr>);

impl RecordSink for Records {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, octets: &[u8], _: Span) {
        self.0.push(Rr { owner: owner.to_owned(), rtype, class: Class::IN, ttl, rdata: octets.to_vec() });
    }
}

/// The records of a zone file.
pub(crate) fn zone_text(origin: &str, text: &str) -> Vec<Rr> {
    let mut records = Records::default();
    let options = zonefile::Options { origin: Some(name(origin)), limits: TextLimits::default() };
    let mut sources = Sources::new("zone", text.as_bytes().to_vec());
    let missing = &mut |_: &zonefile::Request, _: &mut Sources| Err(Refusal::Refused(String::new()));
    zonefile::parse(&mut sources, options, &mut records, &mut Diagnostics::new(0), missing);
    records.0
}

pub(crate) fn zone(apex: &str, records: &[Rr]) -> Snapshot {
    let mut builder = Builder::new(ZoneLimits::default());
    for r in records {
        builder.record(r.owner.as_ref(), r.rtype, r.ttl, &r.rdata, Span::NONE);
    }
    builder.finish(name(apex).as_ref()).snapshot
}

/// All records of a zone as text, in canonical order.
pub(crate) fn dump(zone: &Snapshot) -> Vec<String> {
    let (mut out, mut walk) = (Vec::new(), zone.iter_canonical());
    while let Some(set) = walk.next() {
        for record in set.records() {
            out.push(words(set.owner(), record.ttl, set.rtype(), record.rdata));
        }
    }
    out
}

pub(crate) fn words(owner: NameRef<'_>, ttl: u32, rtype: RecordType, octets: &[u8]) -> String {
    let mut text = String::new();
    write!(text, "{owner} {ttl} {rtype} ").unwrap();
    rdata::print(rtype, octets, &mut text);
    text
}

/// A response with these records in its answer section.
pub(crate) fn response(id: u16, question: Option<(&str, RecordType)>, answer: &[Rr]) -> Vec<u8> {
    let header = Header { aa: true, ..Header::query(id, Opcode::QUERY).response(Rcode::NOERROR) };
    let mut builder = MessageBuilder::new(header, usize::from(u16::MAX));
    if let Some((apex, rtype)) = question {
        builder.question(name(apex).as_ref(), rtype, Class::IN).unwrap();
    }
    for r in answer {
        builder.record(Section::Answer, r.owner.as_ref(), r.rtype, r.class, r.ttl, &r.rdata).unwrap();
    }
    builder.finish()
}

pub(crate) fn key(algorithm: Algorithm, secret: &[u8]) -> Arc<Key> {
    Arc::new(Key { name: name("transfer.key"), algorithm, secret: Secret::new(secret.to_vec()) })
}
