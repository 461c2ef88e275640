//! What holds for RDATA of every type, whatever the octets and words.

use std::fs;
use std::path::Path;

use data_encoding::HEXUPPER;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use understudy::engine::diag::{Diagnostics, Span};
use understudy::engine::dns::{NameRef, RecordType, Token, rdata};

use crate::rdata::read_line;

/// All types with a row in the table.
fn types() -> Vec<RecordType> {
    (0..=u16::MAX).map(RecordType).filter(|t| rdata::is_known(*t)).collect()
}

/// The RDATA of all goldens, as starting points that random octets hardly ever hit.
pub(crate) fn seeds() -> Vec<(RecordType, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rdata");
    let mut seeds = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mnemonic = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = text.lines().collect();
        for pair in lines.windows(2).filter(|pair| pair[0].starts_with("OK ")) {
            let rtype = RecordType::from_mnemonic(mnemonic.as_bytes()).unwrap();
            seeds.push((rtype, HEXUPPER.decode(pair[1].trim().as_bytes()).unwrap()));
        }
    }
    assert!(seeds.len() > 100);
    seeds
}

/// A golden's RDATA with a few octets changed, or any octets as RDATA of any known type.
fn any_rdata() -> impl Strategy<Value = (RecordType, Vec<u8>)> {
    let changes = prop::collection::vec((any::<Index>(), any::<u8>()), 0..4);
    let changed = (select(seeds()), changes, any::<Option<Index>>()).prop_map(|((rtype, mut wire), changes, cut)| {
        for (at, octet) in changes {
            if !wire.is_empty() {
                let at = at.index(wire.len());
                wire[at] = octet;
            }
        }
        if let Some(cut) = cut {
            wire.truncate(cut.index(wire.len() + 1));
        }
        (rtype, wire)
    });
    let random = (select(types()), prop::collection::vec(any::<u8>(), 0..64));
    prop_oneof![4 => changed, 1 => random]
}

/// Words that zone files hold, and others.
fn any_word() -> impl Strategy<Value = String> {
    let known = [
        "0",
        "1",
        "13",
        "255",
        "65536",
        "4294967295",
        "1h",
        ".",
        "@",
        "www",
        "a.b.",
        "\\000",
        "\\",
        "\\25",
        "192.0.2.1",
        "::1",
        "-",
        "\\#",
        "AQID",
        "==",
        "AA==",
        "00",
        "ab",
        "A",
        "TYPE1",
        "TYPE65536",
        "alpn=h2",
        "alpn=\"",
        "port=1",
        "mandatory=port",
        "key7=x",
        "key1=\\003",
        "issue",
        "20260101000000",
        "N",
        "W",
        "-1m",
        "90",
        "RSASHA256",
    ];
    prop_oneof![4 => select(known.to_vec()).prop_map(str::to_owned), 1 => ".{0,20}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn well_formed_octets_survive_being_printed((rtype, wire) in any_rdata()) {
        let mut text = String::new();
        rdata::print(rtype, &wire, &mut text);
        if rdata::check_wire(rtype, &wire).is_ok() && !rtype.is_meta() {
            let (record, diags) = read_line(".", &format!("$TTL 1\n@ IN {rtype} {text}\n"));
            prop_assert_eq!(record, Some((rtype, wire)), "{} {} {:?}", rtype, text, diags);
        }
    }

    #[test]
    fn the_canonical_form_is_its_own((rtype, wire) in any_rdata()) {
        let (mut once, mut twice) = (Vec::new(), Vec::new());
        rdata::canonical(rtype, &wire, &mut once);
        rdata::canonical(rtype, &once, &mut twice);
        prop_assert_eq!(&once, &twice);
        prop_assert!(once.eq_ignore_ascii_case(&wire));
        prop_assert_eq!(rdata::check_wire(rtype, &wire).is_ok(), rdata::check_wire(rtype, &once).is_ok());
    }

    #[test]
    fn what_is_explained_is_all_of_it((rtype, wire) in any_rdata()) {
        let mut at = 0;
        for field in rdata::explain(rtype, &wire) {
            prop_assert_eq!(field.offset, at);
            at += field.len;
        }
        prop_assert_eq!(at, wire.len());
        for embedded in rdata::names(rtype, &wire) {
            let octets = &wire[embedded.offset..][..embedded.name.wire().len()];
            prop_assert_eq!(octets, embedded.name.wire());
        }
    }

    #[test]
    fn any_words_are_read_or_diagnosed(
        rtype in select(types()),
        words in prop::collection::vec((any_word(), any::<bool>()), 0..10),
    ) {
        let tokens: Vec<_> = (0..).zip(&words).map(|(i, (text, quoted))| {
            let len = u32::try_from(text.len()).unwrap();
            Token { text: text.as_bytes(), quoted: *quoted, span: Span::new(0, i * 100, len) }
        }).collect();
        let (mut out, mut diags) = (vec![7], Diagnostics::new(10));
        if rdata::parse(rtype, &tokens, Span::new(0, 0, 1), Some(NameRef::ROOT), &mut out, &mut diags) {
            prop_assert_eq!(rdata::check_wire(rtype, &out[1..]), Ok(()));
            // Of what could be read, no more is said than which signs have no backslash.
            prop_assert!(diags.kept().iter().all(|finding| finding.code.name == "name-unescaped"), "{:?}", diags.kept());
        } else {
            prop_assert_eq!(out, vec![7]);
            prop_assert!(diags.counts().error > 0);
        }
    }
}
