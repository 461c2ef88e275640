//! Rules about what is written inside records: their fixes mend, and no text makes them fail or slow.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use understudy::engine::check::{self, Options, Report};
use understudy::engine::diag::english;
use understudy::engine::dns::{Name, RecordType};
use understudy::engine::zone::Snapshot;
use understudy::engine::zonefile::{Refusal, Sources};

fn checked(text: &[u8]) -> Report {
    let options = Options { origin: Some(Name::absolute("example.com").unwrap()), ..Options::default() };
    check::text(Sources::new("zone", text.to_vec()), options, &mut |_, _| Err(Refusal::Missing(String::new())))
}

/// How often each code is raised.
fn codes(report: &Report) -> BTreeMap<&'static str, usize> {
    let mut out = BTreeMap::new();
    for finding in report.diagnostics.kept() {
        *out.entry(finding.code.name).or_default() += 1;
    }
    out
}

/// Every record, in text.
fn records(zone: &Snapshot) -> Vec<(String, RecordType, Vec<u8>)> {
    let (mut out, mut walk) = (Vec::new(), zone.iter_canonical());
    while let Some(set) = walk.next() {
        out.extend(set.records().map(|r| (set.owner().to_string(), set.rtype(), r.rdata.to_vec())));
    }
    out
}

/// A fix takes its finding away, brings no other and changes one record.
#[test]
fn each_fix_mends_its_finding_alone() {
    let mut mended = BTreeMap::<&str, usize>::new();
    for example in crate::examples::all().iter().filter(|example| example.name.starts_with("content-")) {
        let plain: Vec<_> =
            example.text.lines().map(|row| row.rsplit_once("; ! ").map_or(row, |(row, _)| row.trim_end())).collect();
        let text = plain.join("\n") + "\n";
        let report = checked(text.as_bytes());
        let (before, all) = (codes(&report), records(report.snapshot.as_ref().unwrap()));
        for finding in report.diagnostics.kept() {
            let Some(fix) = &finding.fix else { continue };
            let mut new = text.clone().into_bytes();
            for edit in fix.edits.iter().rev() {
                new.splice(edit.span.start as usize..edit.span.end() as usize, edit.text.bytes());
            }
            let again = checked(&new);
            let mut expected = before.clone();
            *expected.get_mut(finding.code.name).unwrap() -= 1;
            expected.retain(|_, count| *count > 0);
            let place = String::from_utf8_lossy(&report.sources.text(finding.span)).into_owned();
            let after = codes(&again);
            let surplus: Vec<_> =
                after.iter().filter(|(code, count)| expected.get(*code).is_none_or(|n| n < *count)).collect();
            assert!(
                surplus.is_empty(),
                "{}: {} at {place}: {surplus:?} after its fix",
                example.name,
                finding.code.name
            );
            let others = records(again.snapshot.as_ref().unwrap());
            let gone = all.iter().filter(|record| !others.contains(record)).count();
            assert!(gone <= 1, "{}: {} at {place}: {gone} records changed", example.name, finding.code.name);
            *mended.entry(finding.code.name).or_default() += 1;
        }
    }
    for code in ["spf-after-all", "spf-split", "tag-separator", "tag-backslash", "text-comment", "text-unquoted"] {
        assert!(mended.contains_key(code), "no example shows the fix of {code}: {mended:?}");
    }
}

/// What a finding quotes is what stands there, be it a blank that nobody sees.
#[test]
fn findings_quote_what_stands_there() {
    for (owner, text, expected) in [
        (
            "_dmarc",
            "v=DMARC1; p=none",
            "the record of _dmarc.example.com. ends at “v=DMARC1”, since the semicolon behind it begins a comment",
        ),
        ("_dmarc", "\" v=DMARC1; p=none\"", "this DMARC policy does not begin with v=DMARC1: “ v=DMARC1”"),
        ("_mta-sts", "\" v=STSv1; id=1\"", "this MTA-STS record does not begin with v=STSv1;: “ v=STSv1”"),
        (
            "_smtp._tls",
            "\"\tv=TLSRPTv1; rua=mailto:a@example.com\"",
            "this record about TLS reports does not begin with v=TLSRPTv1;: “\tv=TLSRPTv1”",
        ),
        ("m._bimi", "\" v=BIMI1; l=\"", "this BIMI record does not begin with v=BIMI1;: “ v=BIMI1”"),
        ("@", "\"v=spf1 a –all\"", "“–” (U+2013) is not plain ASCII"),
        ("@", "\"v=spf1 a\\160-all\"", "“\u{fffd}” (\\160) is not plain ASCII"),
        ("@", "\"v=spf1 äöüßé\"", "“äöüßé” (U+00E4 U+00F6 U+00FC U+00DF …) is not plain ASCII"),
    ] {
        let zone = format!("{HEAD}{owner} TXT {text}\n");
        let report = checked(zone.as_bytes());
        let said: Vec<_> = report.diagnostics.kept().iter().map(|d| english::message(d.code, &d.args)).collect();
        assert!(said.iter().any(|message| message == expected), "{text}: {said:#?}");
    }
}

const HEAD: &str =
    "$TTL 3600\n@ SOA ns1 host 1 7200 3600 1209600 3600\n@ NS ns1\n@ NS ns2\nns1 A 198.18.5.1\nns2 A 198.18.6.1\n";

/// TXT data of many strings.
fn strings(text: &[u8]) -> String {
    let mut out = String::new();
    for string in text.chunks(255) {
        out.push_str(" \"");
        string.iter().for_each(|o| out.push_str(&format!("\\{o:03}")));
        out.push('"');
    }
    out
}

/// The longest record there is, of what a rule might look at again and again.
#[test]
fn long_texts_take_no_long_time() {
    let patterns = [
        "a ",
        "include:a.example.com ",
        "ip4:x ",
        "all ",
        "redirect=a.b ",
        "p=none;",
        "p= p=",
        "x\\;",
        "rua=mailto:a@b.net,",
        "%{",
        "a=b;c",
        ";",
        " ",
        "\"",
        "h=sha1:",
        "=",
        "v=spf1 ",
    ];
    let places = [
        ("@", "v=spf1 "),
        ("_dmarc", "v=DMARC1;"),
        ("s._domainkey", "v=DKIM1; p="),
        ("_mta-sts", "v=STSv1;"),
        ("_smtp._tls", "v=TLSRPTv1; rua="),
        ("default._bimi", "v=BIMI1; l="),
    ];
    for (owner, version) in places {
        for pattern in patterns {
            let mut text = version.as_bytes().to_vec();
            text.extend(pattern.bytes().cycle().take(64_000 - text.len()));
            let zone = format!("{HEAD}{owner} TXT {}\n", strings(&text));
            let start = Instant::now();
            assert_eq!(checked(zone.as_bytes()).records(), 6);
            assert!(start.elapsed() < Duration::from_secs(60), "{owner} {version}{pattern}: {:?}", start.elapsed());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Whatever stands in a text, there is an answer, and the same with text and without.
    #[test]
    fn any_text_gets_an_answer(
        owner in prop::sample::select(vec!["@", "_dmarc", "s._domainkey", "_mta-sts", "_smtp._tls", "default._bimi", "a"]),
        pieces in prop::collection::vec(prop_oneof![
            prop::sample::select(vec![
                "v=spf1", "v=DMARC1", "v=DKIM1", " ", ";", "p=", "none", "include:", "a.example.com", "ip4:", "1.2.3.4", "/",
                "%{i}", "%", "=", "all", "-", "rua=mailto:", "@", ",", "\u{201c}", "\u{a0}", "\\", "\"", "redirect=", "AAAA",
            ]).prop_map(|s| s.as_bytes().to_vec()),
            prop::collection::vec(any::<u8>(), 0..6),
        ], 0..14),
        cut in 1..255_usize,
    ) {
        let text = pieces.concat();
        let mut strings = String::new();
        for string in text.chunks(cut).chain(text.is_empty().then_some(&b""[..])) {
            strings.push_str(" \"");
            string.iter().for_each(|o| strings.push_str(&format!("\\{o:03}")));
            strings.push('"');
        }
        let report = checked(format!("{HEAD}{owner} TXT {strings}\n").as_bytes());
        let again = check::snapshot(report.snapshot.as_ref().unwrap(), &Options::default());
        prop_assert_eq!(report.diagnostics.counts(), again.counts());
    }
}
