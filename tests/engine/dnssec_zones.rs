//! Signed zones that others made: Knot's, validns', BIND's, Unbound's, ZONEMD cases.

use std::collections::BTreeSet;

use understudy::engine::check::{self, Options, Report};
use understudy::engine::diag::Severity;
use understudy::engine::dns::Name;
use understudy::engine::limits::DnssecLimits;
use understudy::engine::zonefile::{Refusal, Sources};

use crate::corpus::corpus;
use crate::examples::{self, seconds};

/// A zone, checked.
pub fn checked(text: &[u8], origin: &str, at: Option<u64>) -> Report {
    let options = Options { origin: Some(Name::absolute(origin).unwrap()), at, ..Options::default() };
    check::text(Sources::new("zone", text.to_vec()), options, &mut |_, _| Err(Refusal::Missing(String::new())))
}

/// The codes found, from a severity on.
pub fn codes(report: &Report, least: Severity) -> BTreeSet<&'static str> {
    report.diagnostics.kept().iter().filter(|d| d.severity >= least).map(|d| d.code.name).collect()
}

/// A row of the index.
struct Case {
    id: String,
    expected: String,
    level: String,
    report: Report,
}

fn cases(wanted: impl Fn(&[&str]) -> bool) -> Option<Vec<Case>> {
    let index = std::fs::read_to_string(corpus("index/zones.tsv")?).unwrap();
    let rows = index.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>()).filter(|row| wanted(row));
    let cases = rows.map(|row| {
        let [id, _, source, file, folder, origin, expected, level, _, _, options, ..] = row[..] else {
            panic!("{row:?}")
        };
        let number = |sign: &str| {
            let (_, rest) = options.rsplit_once(sign)?;
            Some(rest.chars().take_while(char::is_ascii_digit).collect::<String>())
        };
        let date = |t: String| {
            seconds(&format!("{}-{}-{} {}:{}:{}", &t[..4], &t[4..6], &t[6..8], &t[8..10], &t[10..12], &t[12..]))
        };
        let at = number("-t").map(|t| t.parse().unwrap()).or_else(|| number("date=").map(date));
        let text = std::fs::read(corpus(&format!("{source}/{folder}/{file}")).unwrap()).unwrap();
        let report = checked(&text, origin, at);
        Case { id: id.to_owned(), expected: expected.to_owned(), level: level.to_owned(), report }
    });
    Some(cases.collect())
}

/// Rows with which we do not agree, and why.
const OTHERWISE: [(&str, &str); 5] = [
    (
        "validns:t/issues/25-nsec/example.sec.signed#2",
        "a policy that validns was asked for: entry points are advice here",
    ),
    ("unbound-zonemd:zonemd.example_a5.zone", "the row wants a digest computed that is not the one in the file"),
    ("pdns-zones:zones/zonemd-duplicate.zone", "the same record twice is one record, and its digest holds"),
    ("pdns-zones:zones/zonemd-nozonemd.zone", "no ZONEMD, which is no fault here"),
    ("unbound-zonemd:zonemd.example1.zone", "a trust anchor for an unsigned zone: no anchors here"),
];

#[test]
fn signed_and_digested_zones_are_judged_as_their_makers_say() {
    let level = |row: &[&str]| matches!(row[7], "dnssec" | "zonemd") || row[3].ends_with(".signed");
    let Some(all) = cases(|row| level(row) && row[9] != "C" && row[10] != "gz") else { return };
    let mut wrong = Vec::new();
    for case in &all {
        let errors = codes(&case.report, Severity::Error);
        let agrees = match &*case.expected {
            "good" => errors.is_empty(),
            "bad" => !errors.is_empty(),
            _ => true,
        };
        let known = OTHERWISE.iter().any(|(id, _)| *id == case.id);
        if agrees == known {
            wrong.push(format!("{} {} {} {known}: {errors:?}", case.level, case.expected, case.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all.len() >= 80, "{}", all.len());
}

/// What Knot finds in its own faulty zones is found here, under our names.
#[test]
fn faults_of_knots_zones_are_found() {
    let faults = [
        ("no_rrsig_with_delegation.signed", "rrsig-missing"),
        ("nsec_broken_chain_01.signed", "nsec-next"),
        ("nsec_missing.signed", "nsec-missing"),
        ("nsec3_missing.signed", "nsec3-missing"),
        ("nsec3_wrong_bitmap_01.signed", "nsec3-bitmap"),
        ("nsec3_optout.signed", "nsec3-opt-out"),
        ("nsec3_chain_01.signed", "nsec3-next"),
        ("nsec3_chain_02.signed", "nsec3-next"),
        ("nsec3_chain_03.signed", "nsec3-next"),
        ("nsec3_param_invalid.signed", "nsec3-missing"),
        ("nsec3_param_invalid.signed", "nsec3param-flags"),
        ("rrsig_signed.signed", "rrsig-over-rrsig"),
        ("rrsig_rdata_ttl.signed", "rrsig-ttl-above-original"),
        ("duplicate.signature", "rrsig-key-missing"),
        ("dnskey_keytags.many", "dnskey-tags-many"),
        ("cdnskey.invalid", "cdnskey-no-cds"),
        ("cdnskey.nocds", "cdnskey-alone"),
        ("cdnskey.nocdnskey", "cds-alone"),
        ("cdnskey.nodnskey", "cdnskey-no-key"),
        ("cdnskey.orphan.cds", "cds-cdnskey-differ"),
        ("cdnskey.orphan.cdnskey", "cdnskey-no-cds"),
        ("delegation.signed", "nsec3-bitmap"),
        ("nsec_nonauth.invalid", "nsec-superfluous"),
    ];
    for (file, code) in faults {
        let Some(path) = corpus(&format!("knot-semantic/{file}")) else { return };
        let found = codes(&checked(&std::fs::read(path).unwrap(), "example.com", None), Severity::Info);
        assert!(found.contains(code), "{file}: {code} is not among {found:?}");
    }
}

/// Each limit of the verification, at the last value that is enough and at the one that is not.
#[test]
fn the_limits_of_verification_hold_at_their_edges() {
    let says = |example: &str, code: &str, set: &dyn Fn(&mut DnssecLimits)| {
        let example = examples::all().into_iter().find(|e| e.name == example).expect(example);
        let mut options = example.options().clone();
        set(&mut options.dnssec);
        let missing = &mut |_: &_, _: &mut _| Err(Refusal::Missing(String::new()));
        let report = check::text(Sources::new("zone", example.text.into_bytes()), options, missing);
        report.diagnostics.kept().iter().filter(|d| d.code.name == code).count()
    };
    // Nine signatures stand at one owner.
    assert_eq!(says("dnssec-rrsig", "rrsig-many", &|limits| limits.signatures = 9), 0);
    assert_eq!(says("dnssec-rrsig", "rrsig-many", &|limits| limits.signatures = 8), 1);
    // Two keys share one tag, four another.
    assert_eq!(says("dnssec-keys", "dnskey-tags-many", &|limits| limits.keys_per_tag = 4), 0);
    assert_eq!(says("dnssec-keys", "dnskey-tags-many", &|limits| limits.keys_per_tag = 2), 1);
    assert_eq!(says("dnssec-keys", "dnskey-tags-many", &|limits| limits.keys_per_tag = 1), 2);
    // The chain hashes 151 times more.
    assert_eq!(says("dnssec-nsec3-iterations", "nsec3-iterations-many", &|limits| limits.iterations = 151), 0);
    assert_eq!(says("dnssec-nsec3-iterations", "nsec3-iterations-many", &|limits| limits.iterations = 150), 1);
    // A signature that no try was left for is unverified, not wrong.
    assert_eq!(says("dnssec-rrsig", "rrsig-bogus", &|limits| limits.verifications = 1), 1);
    assert_eq!(says("dnssec-rrsig", "rrsig-bogus", &|limits| limits.verifications = 0), 0);
}
