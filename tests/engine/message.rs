//! Messages: what is built is read back, what is received never does harm, and real answers are read as they were meant.

use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use proptest::sample::Index;
use understudy::engine::dns::message::{Header, Message, MessageBuilder, Opt, Section};
use understudy::engine::dns::{Class, Name, Opcode, Rcode, RecordType, codes};

use crate::corpus::corpus;

const SECTIONS: [Section; 3] = [Section::Answer, Section::Authority, Section::Additional];

/// A record with owned parts: owner as octets, since names compare without case.
type Record = (Vec<u8>, RecordType, u32, Vec<u8>);

/// The records of a section; none for those whose RDATA is not of their type.
fn records(message: &Message<'_>, section: Section) -> Vec<Option<Record>> {
    let read = |view: understudy::engine::dns::message::RecordView<'_>| {
        let mut rdata = Vec::new();
        view.rdata(&mut rdata).ok()?;
        Some((view.owner().wire().to_vec(), view.rtype, view.ttl, rdata))
    };
    message.records(section).map(read).collect()
}

fn any_name() -> impl Strategy<Value = Name> {
    // Few labels, so that names share their ends.
    let label = prop::sample::select(vec!["a", "B", "b", "example", "com", "\\000", "x\\.y"]);
    prop::collection::vec(label, 0..6).prop_map(|labels| Name::absolute(&format!("{}.", labels.join("."))).unwrap())
}

fn any_record() -> impl Strategy<Value = Record> {
    let rdata = (any_name(), any_name(), any::<u16>()).prop_map(|(a, b, n)| {
        let (a, b, n) = (a.as_ref().wire().to_vec(), b.as_ref().wire().to_vec(), n.to_be_bytes().to_vec());
        (a, b, n)
    });
    let kinds = [RecordType::NS, RecordType::MX, RecordType::SRV, RecordType::SOA, RecordType::DNAME, RecordType::TXT];
    (any_name(), prop::sample::select(kinds.to_vec()), any::<u32>(), rdata).prop_map(
        |(owner, rtype, ttl, (a, b, n))| {
            let rdata = match rtype {
                RecordType::MX => [n, a].concat(),
                RecordType::SRV => [n.clone(), n.clone(), n, a].concat(),
                RecordType::SOA => [a, b, vec![1; 20]].concat(),
                RecordType::TXT => [vec![2], n].concat(),
                _ => a,
            };
            (owner.as_ref().wire().to_vec(), rtype, ttl, rdata)
        },
    )
}

/// Builds a message of at most `max_len` octets; says how many records it took.
fn build(records: &[Record], max_len: usize) -> (Vec<u8>, usize) {
    let header = Header { aa: true, ..Header::query(1, Opcode::QUERY).response(Rcode::NOERROR) };
    let mut builder = MessageBuilder::new(header, max_len);
    let mut taken = 0;
    for (owner, rtype, ttl, rdata) in records {
        let (owner, _) = Name::from_wire(owner).unwrap();
        if builder.record(Section::Answer, owner.as_ref(), *rtype, Class::IN, *ttl, rdata).is_err() {
            break;
        }
        taken += 1;
    }
    (builder.finish(), taken)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_built_is_read_back(sent in prop::collection::vec(any_record(), 0..40), max_len in 12_usize..1500) {
        let (octets, taken) = build(&sent, max_len);
        prop_assert!(octets.len() <= max_len);
        let message = Message::parse(&octets).unwrap();
        prop_assert!(message.header().aa && message.header().qr);
        let expected: Vec<_> = sent.into_iter().take(taken).map(Some).collect();
        prop_assert_eq!(records(&message, Section::Answer), expected);
    }

    #[test]
    fn damaged_messages_do_no_harm(
        sent in prop::collection::vec(any_record(), 0..20),
        damage in prop::collection::vec((any::<Index>(), any::<u8>()), 1..8),
    ) {
        let (mut octets, _) = build(&sent, 65_535);
        for (at, octet) in damage {
            let at = at.index(octets.len());
            octets[at] = octet;
        }
        if let Ok(message) = Message::parse(&octets) {
            for section in SECTIONS {
                prop_assert_eq!(records(&message, section).len(), usize::from(message.count(section)));
            }
        }
    }

    #[test]
    fn any_octets_do_no_harm(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(message) = Message::parse(&octets) {
            for section in SECTIONS {
                records(&message, section);
            }
        }
    }

    #[test]
    fn headers_and_options_survive(id: u16, bits: [bool; 7], opcode in 0..16_u8, rcode in 0..4096_u16, udp_size: u16) {
        let [qr, aa, tc, rd, ra, ad, cd] = bits;
        let [high, _] = (rcode << 4).to_be_bytes();
        let header = Header { id, qr, opcode: Opcode(opcode), aa, tc, rd, ra, ad, cd, rcode: Rcode(rcode & 0x0f) };
        let mut builder = MessageBuilder::new(header, 512);
        builder.opt(&Opt { rcode_high: high, dnssec_ok: ad, ..Opt::new(udp_size) }).unwrap();
        let octets = builder.finish();
        let message = Message::parse(&octets).unwrap();
        prop_assert_eq!(message.header(), header);
        prop_assert_eq!(message.rcode(), Rcode(rcode));
        let opt = message.opt().unwrap();
        prop_assert_eq!((opt.udp_size, opt.dnssec_ok, opt.version), (udp_size, ad, 0));
    }
}

fn gunzip(path: &Path) -> Vec<u8> {
    let output = Command::new("gzip").arg("-dc").arg(path).output().unwrap();
    assert!(output.status.success(), "{}", path.display());
    output.stdout
}

/// Messages behind their two octets of length (RFC 1035 §4.2.2).
fn messages(stream: &[u8]) -> Vec<&[u8]> {
    let mut messages = Vec::new();
    let mut rest = stream;
    while let [high, low, tail @ ..] = rest {
        let (message, behind) = tail.split_at(usize::from(u16::from_be_bytes([*high, *low])));
        messages.push(message);
        rest = behind;
    }
    messages
}

/// Answers of BIND, Knot, NSD and PowerDNS: all are read, and built anew they hold the same records.
#[test]
fn answers_of_real_servers_are_read_and_rebuilt() {
    let Some(captures) = corpus("captures") else { return };
    let mut seen = 0;
    for entry in fs::read_dir(captures).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_str().unwrap().ends_with(".tcp.gz") {
            continue;
        }
        for octets in messages(&gunzip(&path)) {
            let message = Message::parse(octets).unwrap_or_else(|fault| panic!("{}: {fault:?}", path.display()));
            let received = records(&message, Section::Answer);
            let received: Vec<_> = received.into_iter().map(|r| r.expect("RDATA of its type")).collect();
            let (rebuilt, taken) = build(&received, 65_535);
            assert_eq!(taken, received.len(), "{}", path.display());
            let again = records(&Message::parse(&rebuilt).unwrap(), Section::Answer);
            assert!(again.into_iter().eq(received.into_iter().map(Some)), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen} messages");
}

/// RFC 3597 §4: pointers in RDATA are followed in the types that may have them, and refused in all others.
#[test]
fn compressed_rdata_is_for_the_listed_types() {
    let of_type = |rtype: RecordType, rdata: &[u8]| {
        let len = u8::try_from(rdata.len()).unwrap();
        let [high, low] = rtype.0.to_be_bytes();
        let mut octets = vec![0, 1, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, b'a', 0, high, low, 0, 1, 0, 0, 0, 1, 0, len];
        octets.extend_from_slice(rdata);
        octets
    };
    let read = |octets: &[u8]| {
        let message = Message::parse(octets).unwrap();
        let mut rdata = Vec::new();
        message.records(Section::Answer).next().unwrap().rdata(&mut rdata).map(|()| rdata)
    };
    let followed = [
        (RecordType::NS, &b"\xc0\x0c"[..]),
        (RecordType::MX, b"\0\x01\xc0\x0c"),
        (RecordType::SRV, b"\0\0\0\0\0\0\xc0\x0c"),
    ];
    for (rtype, rdata) in followed {
        let expected = [&rdata[..rdata.len() - 2], b"\x01a\0"].concat();
        assert_eq!(read(&of_type(rtype, rdata)), Ok(expected), "{rtype}");
    }
    let refused = [
        (RecordType::DNAME, &b"\xc0\x0c"[..]),
        (RecordType::NSEC, b"\xc0\x0c\0\x01\x40"),
        (RecordType::SVCB, b"\0\x01\xc0\x0c"),
    ];
    for (rtype, rdata) in refused {
        assert_eq!(read(&of_type(rtype, rdata)).unwrap_err().code, &codes::NAME_COMPRESSED, "{rtype}");
    }
    // Opaque octets stay as they are; data behind the last field is a fault, with its place in the message.
    assert_eq!(read(&of_type(RecordType(65_280), b"\xc0\x0c")), Ok(b"\xc0\x0c".to_vec()));
    let fault = read(&of_type(RecordType::NS, b"\xc0\x0c\0")).unwrap_err();
    assert_eq!((fault.code, fault.offset), (&codes::RDATA_TRAILING, 27));
    let fault = read(&of_type(RecordType::DS, b"\0\x01\x08\x01\xff")).unwrap_err();
    assert_eq!((fault.code, fault.offset), (&codes::DIGEST_LENGTH, 29));
}
