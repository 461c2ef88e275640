//! What the fuzz targets do with any octets, and what must hold. Also run by the engine's tests over the kept corpora.

#![allow(dead_code, clippy::unwrap_used, reason = "each target uses one of them; they say what they expect by failing")]

use std::collections::BTreeMap;
use std::sync::Arc;

use understudy::engine::diag::{Diagnostic, Diagnostics, Span};
use understudy::engine::dns::message::{Message, Section};
use understudy::engine::dns::{Class, Name, NameRef, RecordSink, RecordType, rdata};
use understudy::engine::limits::{TextLimits, ZoneLimits};
use understudy::engine::zone::{Builder, Change, Snapshot};
use understudy::engine::zonefile::{Content, Options, Parser, Refusal, Sources, Step, print_record};

/// Takes any octets; fails when something does not hold.
pub type Target = fn(&[u8]);

/// The targets by name.
pub const ALL: [(&str, Target); 4] = [("rdata", rdata), ("text", text), ("wire", wire), ("zone", zone)];

type Record = (Vec<u8>, u16, u32, Vec<u8>);

#[derive(Default)]
struct Records(Vec<Record>);

impl RecordSink for Records {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], _: Span) {
        self.0.push((owner.wire().to_vec(), rtype.0, ttl, rdata.to_vec()));
    }
}

/// Reads a text in slices of about `budget` octets, out of windows of so many octets if it is not held; one `$INCLUDE` is
/// answered with the text itself.
fn read(text: &[u8], budget: usize, windows: Option<usize>) -> (Vec<Record>, Vec<Diagnostic>) {
    read_within(TextLimits::default(), text, budget, windows)
}

/// The same within other bounds.
fn read_within(
    whole: TextLimits,
    text: &[u8],
    budget: usize,
    windows: Option<usize>,
) -> (Vec<Record>, Vec<Diagnostic>) {
    let limits = TextLimits { generated: 1_000, part: windows.unwrap_or(whole.part), ..whole };
    let options = Options { origin: Name::absolute("example").ok(), limits };
    let content = || match windows {
        Some(_) => Content::Stored(Arc::new(text.to_vec())),
        None => text.to_vec().into(),
    };
    read_from(Sources::new("fuzz", content()), content, options, budget, &mut |_| false)
}

/// Reads a text that comes in pieces of so many octets.
fn read_coming(text: &[u8], piece: usize) -> (Vec<Record>, Vec<Diagnostic>) {
    let limits = TextLimits { generated: 1_000, ..TextLimits::default() };
    let options = Options { origin: Name::absolute("example").ok(), limits };
    let more = |came: &mut Vec<u8>| came.extend(text.iter().skip(came.len()).take(piece));
    let receive = &mut |sources: &mut Sources| sources.receive(more).is_some();
    read_from(Sources::coming("fuzz", text.len()), || text.to_vec().into(), options, usize::MAX, receive)
}

/// `receive` adds to a text that is coming; false when there is none.
fn read_from(
    mut sources: Sources,
    content: impl Fn() -> Content,
    options: Options,
    budget: usize,
    receive: &mut dyn FnMut(&mut Sources) -> bool,
) -> (Vec<Record>, Vec<Diagnostic>) {
    let (mut records, mut diags) = (Records::default(), Diagnostics::new(1_000));
    let mut parser = Parser::new(options);
    loop {
        match parser.run(&sources, budget, &mut records, &mut diags) {
            Step::Paused => {}
            Step::Include(request) => {
                let answer = match sources.files().len() {
                    1 => Ok(sources.add("included", content(), request.at).unwrap()),
                    _ => Err(Refusal::Missing(String::new())),
                };
                parser.answer(answer, &sources, &mut diags);
            }
            Step::Waiting => assert!(receive(&mut sources)),
            Step::Done => break,
        }
    }
    parser.finish(&mut diags);
    let found = diags.into_kept();
    for diagnostic in &found {
        inside(&sources, diagnostic.span);
        diagnostic.related.iter().for_each(|(span, _)| inside(&sources, *span));
        diagnostic.fix.iter().flat_map(|fix| &fix.edits).for_each(|edit| inside(&sources, edit.span));
    }
    (records.0, found)
}

fn inside(sources: &Sources, span: Span) {
    let len = sources.length(span.file);
    assert!(!span.is_some() || span.end() as usize <= len, "{span:?} of {len}");
}

fn print(records: &[Record]) -> String {
    let mut out = String::new();
    for (owner, rtype, ttl, rdata) in records {
        let (owner, _) = NameRef::from_wire(owner).unwrap();
        print_record(owner, RecordType(*rtype), *ttl, rdata, &mut out);
    }
    out
}

/// A zone file: slices and windows change nothing, places lie in the text, what is printed reads back.
pub fn text(data: &[u8]) {
    let (records, found) = read(data, usize::MAX, None);
    let (sliced, found_sliced) = read(data, 1, None);
    assert_eq!(records, sliced);
    assert_eq!(found, found_sliced);
    let (windowed, found_windowed) = read(data, usize::MAX, Some(7));
    assert_eq!(records, windowed);
    assert_eq!(found, found_windowed);
    let (came, found_came) = read_coming(data, 197);
    assert_eq!(records, came);
    assert_eq!(found, found_came);
    // Bounds of an entry that a text of some hundred octets reaches.
    let tight = TextLimits { entry: 100, entry_lines: 2, entry_words: 9, ..TextLimits::default() };
    let within = |budget, windows| read_within(tight, data, budget, windows);
    assert_eq!(within(usize::MAX, None), within(1, Some(7)));
    let printed = print(&records);
    let (again, found) = read(printed.as_bytes(), usize::MAX, None);
    assert_eq!(again, records, "{printed}\n{found:?}");
}

/// RDATA: the first two octets choose a type, the rest is its data. Well-formed octets survive being printed, and all of them
/// are explained; as text they are read or diagnosed.
pub fn rdata(data: &[u8]) {
    let [high, low, wire @ ..] = data else { return };
    let number = u16::from_be_bytes([*high, *low]);
    // Known types far more often than others.
    let rtype = if *high < 0x80 { RecordType(number % 280) } else { RecordType(number) };
    let mut printed = String::new();
    rdata::print(rtype, wire, &mut printed);
    let explained: usize = rdata::explain(rtype, wire).iter().map(|field| field.len).sum();
    assert_eq!(explained, wire.len());
    let (mut once, mut twice) = (Vec::new(), Vec::new());
    rdata::canonical(rtype, wire, &mut once);
    rdata::canonical(rtype, &once, &mut twice);
    assert_eq!(once, twice);
    assert!(rdata::names(rtype, wire).count() <= wire.len());
    let line = |text: &str| format!("@ 60 IN {rtype} {text}\n");
    if rdata::check_wire(rtype, wire).is_ok() && !rtype.is_meta() && wire.len() <= usize::from(u16::MAX) {
        let (records, found) = read(line(&printed).as_bytes(), usize::MAX, None);
        assert_eq!(records.first().map(|r| &*r.3), Some(wire), "{rtype} {printed} {found:?}");
    }
    let text = String::from_utf8_lossy(wire);
    for (_, read_type, _, octets) in read(line(&text).as_bytes(), usize::MAX, None).0 {
        let checked = rdata::check_wire(RecordType(read_type), &octets);
        assert!(checked.is_ok(), "{text:?} is read as octets that are refused: {checked:?}");
    }
}

/// A message: walking it ends, and every RDATA that is taken is one that text and wire agree on.
pub fn wire(data: &[u8]) {
    let Ok(message) = Message::parse(data) else { return };
    assert!(message.questions().count() <= data.len());
    for section in [Section::Answer, Section::Authority, Section::Additional] {
        for record in message.records(section) {
            let mut octets = Vec::new();
            if record.rdata(&mut octets).is_err() {
                assert!(octets.is_empty());
                continue;
            }
            if record.class == Class::IN && !record.rtype.is_meta() {
                assert!(rdata::check_wire(record.rtype, &octets).is_ok(), "{} {octets:02x?}", record.rtype);
                let ttl = record.ttl & 0x7fff_ffff;
                let taken = vec![(record.owner().wire().to_vec(), record.rtype.0, ttl, octets)];
                let printed = print(&taken);
                assert_eq!(read(printed.as_bytes(), usize::MAX, None).0, taken, "{printed}");
            }
        }
    }
}

/// A zone's content: records put in and taken out by changes stand as in a map, and the difference of two versions leads from
/// one to the other.
pub fn zone(data: &[u8]) {
    let apex = Name::absolute("example").unwrap();
    let mut model: BTreeMap<(Vec<u8>, u16, Vec<u8>), u32> = BTreeMap::new();
    let mut versions: Vec<Snapshot> = vec![build(&apex, &model)];
    for (i, step) in data.chunks(4).take(256).enumerate() {
        let [owner, kind, value, ..] = *step else { break };
        let name = Name::absolute(&format!("{}.{}.example", "n".repeat(usize::from(owner >> 6)), owner & 0x3f));
        let name = name.unwrap_or_else(|_| apex.clone());
        let rtype = RecordType(u16::from(kind & 0x0f) + 65_280);
        let key = (name.as_ref().wire().to_vec(), rtype.0, vec![value; usize::from(kind >> 5)]);
        if kind & 0x10 == 0 {
            model.entry(key).or_insert(60);
        } else {
            model.remove(&key);
        }
        if i % 8 == 7 {
            versions.push(build(&apex, &model));
        }
    }
    versions.push(build(&apex, &model));
    for pair in versions.windows(2) {
        let [old, new] = pair else { continue };
        let Some(change) = Change::between(old, new) else { panic!("two versions of one zone have a difference") };
        let applied = change.apply(old);
        assert!(applied.is_ok_and(|applied| contents(&applied) == contents(new)));
    }
}

/// The zone of the records, each version with its own serial.
fn build(apex: &Name, model: &BTreeMap<(Vec<u8>, u16, Vec<u8>), u32>) -> Snapshot {
    let mut builder = Builder::new(ZoneLimits::default());
    let mut soa = vec![0, 0];
    soa.extend_from_slice(&u32::try_from(model.len()).unwrap_or(0).to_be_bytes());
    soa.extend_from_slice(&[0; 16]);
    builder.record(apex.as_ref(), RecordType::SOA, 60, &soa, Span::NONE);
    for ((owner, rtype, rdata), ttl) in model {
        let (owner, _) = NameRef::from_wire(owner).unwrap();
        builder.record(owner, RecordType(*rtype), *ttl, rdata, Span::NONE);
    }
    let zone = builder.finish(apex.as_ref()).snapshot;
    assert_eq!(zone.len(), model.len() + 1);
    let expected = model.keys().filter(|key| key.1 != RecordType::SOA.0).count();
    assert_eq!(contents(&zone).len(), expected + 1);
    for (owner, rtype, rdata) in model.keys() {
        let (owner, _) = NameRef::from_wire(owner).unwrap();
        let set = zone.get(owner, RecordType(*rtype));
        assert!(set.is_some_and(|set| set.records().any(|record| record.rdata == rdata)));
    }
    zone
}

fn contents(zone: &Snapshot) -> Vec<Record> {
    let (mut out, mut walk) = (Vec::new(), zone.iter_canonical());
    while let Some(set) = walk.next() {
        out.extend(set.records().map(|r| (set.owner().wire().to_vec(), set.rtype().0, r.ttl, r.rdata.to_vec())));
    }
    out
}
