//! Our answers beside Knot's for the same zone: over all its names and invented ones, types, with and without DO. Rcode,
//! AA, answer and authority as sets, glue of referrals. docs/answers.md lists where they may differ.

#[path = "answers/knot.rs"]
mod knot;
#[path = "answers/ours.rs"]
mod ours;
#[path = "answers/questions.rs"]
mod questions;
#[path = "answers/shown.rs"]
mod shown;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::peers::installed;
use knot::Knot;
use ours::Ours;
use questions::{Asked, questions};
use shown::Shown;
use understudy::engine::dns::RecordType;

/// A reason why an answer may be another, and whether it holds for this one.
struct Difference {
    /// As docs/answers.md has it.
    why: &'static str,
    holds: fn(&Asked, &Shown, &Shown) -> bool,
}

/// Where we answer otherwise.
const DIFFERENCES: [Difference; 3] = [
    Difference {
        why: "RFC 4034 §6.1: a label with a zero octet sorts behind all names below the label before the zero",
        holds: |asked, ours, theirs| {
            let zero = asked.name.as_ref().labels().any(|label| label.contains(&0));
            zero && asked.dnssec && (&ours.head, &ours.answer) == (&theirs.head, &theirs.answer)
        },
    },
    Difference {
        why: "RFC 5155 §7.2.6: what a wildcard covers is proved; Knot is silent where the question begins with an asterisk",
        holds: |asked, ours, theirs| {
            let asterisk = asked.name.as_ref().labels().next() == Some(b"*".as_slice());
            let same = (&ours.head, &ours.answer) == (&theirs.head, &theirs.answer);
            asterisk && asked.dnssec && same && theirs.authority.is_subset(&ours.authority)
        },
    },
    Difference {
        why: "RFC 4592 §4.2: NS at a wildcard is no delegation of what it covers",
        holds: |_, _, theirs| theirs.authority.iter().any(|line| line.starts_with("*.") && line.contains(" NS ")),
    },
];

fn corpus(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(path);
    if path.exists() {
        return Some(path);
    }
    super::peers::skipped(&format!("no {}", path.display()));
    None
}

/// Asks both everything about a zone and gives what differs, a block of lines a question; none when Knot does not load
/// the zone.
fn compare(origin: &str, text: &str, used: &mut BTreeMap<&'static str, usize>) -> Option<(usize, Vec<String>)> {
    let program = installed("knotd")?;
    let ours = Ours::new(origin, text);
    let mut knot = Knot::start(&program, origin, &ours.text())?;
    let asked = questions(ours.zone());
    let mut found = Vec::new();
    for (asked, theirs) in asked.iter().zip(knot.ask(&asked)) {
        let ours = ours.ask(asked);
        assert!(!ours.repeats, "{asked}: a record twice: {ours:?}");
        if ours == theirs {
            continue;
        }
        match DIFFERENCES.iter().find(|difference| (difference.holds)(asked, &ours, &theirs)) {
            Some(difference) => *used.entry(difference.why).or_default() += 1,
            None => {
                let mut text = format!("{asked}\n");
                let _ = write!(text, "{}", ours.beside(&theirs));
                found.push(text);
            }
        }
    }
    Some((asked.len(), found))
}

fn same(origin: &str, path: &str) {
    let Some(path) = corpus(path) else { return };
    let text = fs::read_to_string(&path).unwrap();
    if installed("knotd").is_none() {
        return;
    }
    let (asked, found) = compare(origin, &text, &mut BTreeMap::new()).expect("knotd loads it");
    let first: String = found.iter().take(20).map(String::as_str).collect();
    assert!(found.is_empty(), "{} of {asked} answers differ:\n{first}", found.len());
    assert!(asked > 100, "{asked} questions");
}

#[test]
fn a_zone_with_nsec_is_answered_as_by_knot() {
    same("example", "knot-extra/tests/basic/nsec/data/example.zone.nsec");
}

#[test]
fn a_zone_with_nsec3_is_answered_as_by_knot() {
    same("example", "knot-extra/tests/basic/nsec3/data/example.zone.nsec3");
}

#[test]
fn a_zone_with_opt_out_is_answered_as_by_knot() {
    same("example", "knot-extra/tests/basic/opt-out/data/example.zone");
}

#[test]
fn a_zone_of_aliases_is_answered_as_by_knot() {
    same("follow", "knot-extra/tests/basic/cname-follow/data/follow.zone");
}

#[test]
fn a_zone_with_dname_and_nsec3_is_answered_as_by_knot() {
    same("example", "nsd-tpkg/nsec3_dname/nsec3_dname.zone");
}

#[test]
fn a_zone_with_a_wildcard_and_nsec3_is_answered_as_by_knot() {
    same("example.net", "nsd-tpkg/nsec3_resalt/nsec3_resalt.zone.signed");
}

#[test]
fn a_zone_with_empty_names_is_answered_as_by_knot() {
    same("miek.nl", "coredns/ent-dbMiekENTNL.zone");
}

#[test]
fn a_signed_zone_with_delegations_is_answered_as_by_knot() {
    same("atoom.net", "coredns/glue-dbAtoomNetSigned.zone");
}

/// Zones that are broken, or read differently: answers to what is not there, or is there twice, are anybody's.
const BROKEN: [(&str, &str); 16] = [
    ("knot-semantic:nsec_missing.signed", "RFC 4035 §2.3: a name without NSEC; ours is covered, Knot is silent"),
    ("knot-semantic:nsec3_missing.signed", "RFC 5155 §7.1: a name without NSEC3; ours is covered, Knot is silent"),
    ("knot-semantic:nsec3_param_invalid.signed", "RFC 5155 §11: names cannot be hashed with an unknown algorithm"),
    (
        "knot-semantic:rrsig_rdata_ttl.signed",
        "RFC 4034 §3: a signature has the TTL of what it covers, ours as it stands",
    ),
    ("knot-semantic:rrsig_ttl.signed", "RFC 4034 §3: the same"),
    ("nsd-tpkg:xfr_rrsig/xfr_rrsig.zone", "RFC 4035 §2.3: a name without NSEC; ours is covered, Knot is silent"),
    ("gdnsd:002simple/example.com", "RFC 2181 §5.2: TTLs of one set differ; ours is the lowest, Knot's the last"),
    ("gdnsd:003complex/example.com", "RFC 2181 §5.2: TTLs of one set differ; ours is the lowest, Knot's the last"),
    (
        "cascade:incremental-signing/reference-output/incremental-signing-test1-input2.zone.nsec3-opt-out.signed.sorted",
        "RFC 5155 §4.1.2: an NSEC3PARAM with flags is ignored; Knot takes it",
    ),
    (
        "cascade:incremental-signing/reference-output/incremental-signing-test1-input2.zone.nsec3-opt-out.zmd384.signed.sorted",
        "RFC 5155 §4.1.2: an NSEC3PARAM with flags is ignored; Knot takes it",
    ),
    (
        "cascade:incremental-signing/reference-output/incremental-signing-test2-input2.zone.nsec3-opt-out.signed.sorted",
        "RFC 5155 §4.1.2: an NSEC3PARAM with flags is ignored; Knot takes it",
    ),
    (
        "cascade:incremental-signing/reference-output/incremental-signing-test2-input2.zone.nsec3-opt-out.zmd384.signed.sorted",
        "RFC 5155 §4.1.2: an NSEC3PARAM with flags is ignored; Knot takes it",
    ),
    (
        "cascade:incremental-signing/reference-output/incremental-signing-test3-input2.zone.nsec3-opt-out.zmd384.signed.sorted",
        "RFC 5155 §4.1.2: an NSEC3PARAM with flags is ignored; Knot takes it",
    ),
    (
        "cascade:incremental-signing/reference-output/incremental-signing-test4-input2.zone.nsec3-opt-out.signed.sorted",
        "RFC 5155 §4.1.2: an NSEC3PARAM with flags is ignored; Knot takes it",
    ),
    (
        "cascade:incremental-signing/reference-output/incremental-signing-test4-input2.zone.nsec3-opt-out.zmd384.signed.sorted",
        "RFC 5155 §4.1.2: an NSEC3PARAM with flags is ignored; Knot takes it",
    ),
    (
        "cascade:incremental-signing/reference-output/incremental-signing-test4-input3.zone.nsec3-opt-out.signed.sorted",
        "RFC 5155 §4.1.2: an NSEC3PARAM with flags is ignored; Knot takes it",
    ),
];

/// All zones of the corpus that Knot loads, on request.
#[test]
fn every_zone_is_answered_as_by_knot() {
    if std::env::var_os("UNDERSTUDY_SOAK").is_none() {
        return;
    }
    let Some(index) = corpus("index/zones.tsv") else { return };
    let wanted = std::env::var("UNDERSTUDY_ZONE").unwrap_or_default();
    let (mut zones, mut all, mut differ, mut used) = (0, 0, 0, BTreeMap::new());
    for row in fs::read_to_string(index).unwrap().lines().skip(1) {
        let fields: Vec<_> = row.split('\t').collect();
        let [id, _, source, file, folder, origin, expected, ..] = fields[..] else { panic!("{row}") };
        let broken = BROKEN.iter().any(|(broken, _)| id.trim_end_matches("#2") == *broken);
        if broken || !id.contains(&wanted) || origin.is_empty() || expected == "bad" {
            continue;
        }
        let Some(folder) = corpus(source).map(|source| source.join(folder)) else { continue };
        let Ok(text) =
            fs::read_to_string(folder.join(file)).or_else(|_| fs::read_to_string(folder.join("..").join(file)))
        else {
            continue;
        };
        if text.contains("$INCLUDE") || text.len() > 60_000 {
            continue;
        }
        // RFC 1035 §5.2: one SOA; with several, which of them holds is anybody's.
        let ours = Ours::new(origin, &text);
        let soa = ours.zone().get(ours.zone().apex(), RecordType::SOA);
        if soa.is_none_or(|soa| soa.records().count() != 1) {
            continue;
        }
        let Some((asked, found)) = compare(origin, &text, &mut used) else { continue };
        zones += 1;
        all += asked;
        differ += found.len();
        if !found.is_empty() {
            let first: String = found.iter().take(3).map(String::as_str).collect();
            println!("=== {id}: {} of {asked} differ\n{first}", found.len());
        }
    }
    println!("{zones} zones, {all} questions, {differ} differ; {used:?}");
    assert_eq!(differ, 0);
}
