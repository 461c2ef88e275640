//! Other implementations as oracles: what both read as text gives the same octets.
//!
//! The crates `domain` and `hickory-proto` always, dnspython where `scripts/dnspython.sh` has put it. The texts are those of
//! the golden files and of the vectors in `../shared/corpus`, and what is printed of goldens with octets changed. Where
//! only one of two reads a text nothing is said: each refuses whole types. [`EXCEPTIONS`] lists where both read it otherwise.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use data_encoding::HEXLOWER;
use domain::base::rdata::ComposeRecordData;
use domain::zonefile::inplace::{Entry, Zonefile};
use hickory_proto::rr::RecordType as HickoryType;
use hickory_proto::serialize::binary::{BinEncodable, BinEncoder, NameEncoding};
use serde_json::Value;
use understudy::engine::dns::rdata;

use crate::corpus::corpus;
use crate::rdata::{files, read_line};
use crate::rdata_properties::seeds;

/// Whether a type's text is meant.
type Applies = fn(&str, &str) -> bool;

/// Oracle, the texts that it reads otherwise, and why that is not us.
const EXCEPTIONS: &[(&str, Applies, &str)] = &[
    ("domain", |_, text| has_word(text, "@"), "@ is the origin in RDATA too (RFC 1035 §5.1)"),
    ("domain", |_, text| text.contains("docpath="), "does not know docpath (RFC 9953)"),
    ("domain", |_, text| text.contains("key"), "keyNNN holds the octets as they are (RFC 9460 §2.1)"),
    ("hickory-proto", |_, text| text.contains('\\'), "leaves escapes in or takes them apart"),
    ("hickory-proto", |mnemonic, text| mnemonic == "CERT" && text.contains(' '), "reads one word of the certificate"),
    ("hickory-proto", |mnemonic, _| mnemonic == "CSYNC", "drops the flags without a name"),
    ("hickory-proto", |_, text| text.contains("mandatory="), "does not sort the keys of mandatory (RFC 9460 §8)"),
    ("hickory-proto", |mnemonic, _| matches!(mnemonic, "SVCB" | "HTTPS"), "takes the target as absolute"),
];

fn has_word(text: &str, word: &str) -> bool {
    text.split_whitespace().any(|w| w == word)
}

/// Changed goldens of each seed.
const CHANGES: u64 = 12;

/// Type and RDATA text; read with the origin `example.`.
type Case = (String, String);

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for file in files() {
        let mnemonic = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let lines = text.lines().filter_map(|line| line.strip_prefix("OK ").or_else(|| line.strip_prefix("KO ")));
        cases.extend(lines.map(|line| (mnemonic.clone(), line.to_owned())));
    }
    for source in ["bind9-rdata", "dnspython", "pdns-records", "miekg-dns"] {
        let Some(file) = corpus(&format!("vectors/dev/rdata-{source}.jsonl")) else { continue };
        for line in fs::read_to_string(file).unwrap().lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            if let (Some(mnemonic), Some(text)) = (case["type"].as_str(), case["text"].as_str()) {
                cases.push((mnemonic.to_owned(), text.to_owned()));
            }
        }
    }
    // The same numbers in every run (Knuth's MMIX generator).
    let mut state = 1_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    for (rtype, wire) in seeds() {
        for _ in 0..CHANGES {
            let mut wire = wire.clone();
            for _ in 0..=random(3) {
                let at = random(wire.len());
                if let Some(octet) = wire.get_mut(at) {
                    *octet = u8::try_from(random(256)).unwrap();
                }
            }
            if rdata::check_wire(rtype, &wire).is_ok() {
                let mut text = String::new();
                rdata::print(rtype, &wire, &mut text);
                cases.push((rtype.to_string(), text));
            }
        }
    }
    cases.retain(|(_, text)| !text.contains('\n'));
    cases
}

/// The octets that we read; the others are given the same line.
fn ours((mnemonic, text): &Case) -> Option<Vec<u8>> {
    Some(read_line("example.", &line(mnemonic, text)).0?.1)
}

fn line(mnemonic: &str, text: &str) -> String {
    format!("@ 60 IN {mnemonic} {text}\n")
}

/// Compares; at least `least` texts must be read by both.
fn hold(oracle: &str, cases: &[Case], theirs: impl IntoIterator<Item = Option<Vec<u8>>>, least: usize) {
    let (mut both, mut wrong) = (0, Vec::new());
    for (case, theirs) in cases.iter().zip(theirs) {
        let (Some(ours), Some(theirs)) = (ours(case), theirs) else { continue };
        both += 1;
        let is_listed = EXCEPTIONS.iter().any(|(name, applies, _)| *name == oracle && applies(&case.0, &case.1));
        // hickory-proto writes all names in lower case.
        let same = ours == theirs || oracle == "hickory-proto" && ours.eq_ignore_ascii_case(&theirs);
        if !same && !is_listed {
            wrong.push(format!(
                "{} {}\n    here   {}\n    there  {}",
                case.0,
                case.1,
                HEXLOWER.encode(&ours),
                HEXLOWER.encode(&theirs)
            ));
        }
    }
    assert!(wrong.is_empty(), "{oracle}: {} of {both}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(both >= least, "{oracle} and we read only {both} of {}", cases.len());
}

fn domain((mnemonic, text): &Case) -> Option<Vec<u8>> {
    let mut zone = Zonefile::from(line(mnemonic, text).as_str());
    zone.set_origin("example.".parse().unwrap());
    let Ok(Some(Entry::Record(record))) = zone.next_entry() else { return None };
    let mut out = Vec::new();
    record.data().compose_rdata(&mut out).ok()?;
    Some(out)
}

#[test]
fn domain_reads_the_same() {
    let cases = cases();
    hold("domain", &cases, cases.iter().map(domain), 300);
}

fn hickory((mnemonic, text): &Case) -> Option<Vec<u8>> {
    let origin = hickory_proto::rr::Name::from_ascii("example.").unwrap();
    // It needs an SOA to take a zone.
    let text = format!("@ 60 IN SOA a. b. 1 2 3 4 5\n{}", line(mnemonic, text));
    let parser = hickory_proto::serialize::txt::Parser::new(text, None, Some(origin));
    let (_, sets) = parser.parse().ok()?;
    let (_, set) = sets.into_iter().find(|(key, _)| key.record_type != HickoryType::SOA || mnemonic == "SOA")?;
    let record = set.records_without_rrsigs().next()?;
    let mut out = Vec::new();
    let mut encoder = BinEncoder::new(&mut out);
    encoder.set_name_encoding(NameEncoding::Uncompressed);
    record.data.emit(&mut encoder).ok()?;
    Some(out)
}

#[test]
fn hickory_reads_the_same() {
    let cases: Vec<_> = cases().into_iter().filter(|(mnemonic, _)| mnemonic != "SOA").collect();
    hold("hickory-proto", &cases, cases.iter().map(hickory), 300);
}

/// The interpreter that `scripts/dnspython.sh` installs; its lack is said aloud.
fn python() -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
    let python = cache.join("understudy/dnspython-2.9.2/bin/python");
    if python.is_file() {
        return Some(python);
    }
    writeln!(std::io::stderr(), "skipped: dnspython is not installed (scripts/dnspython.sh)").unwrap();
    None
}

/// Reads lines of type, tab, text; answers each with the octets in hex, or `-`.
const DNSPYTHON: &str = "
import sys, dns.rdata, dns.rdataclass, dns.rdatatype, dns.name
origin = dns.name.from_text('example.')
for line in sys.stdin.buffer:
    mnemonic, text = line.decode('utf-8').rstrip('\\n').split('\\t', 1)
    try:
        read = dns.rdata.from_text(dns.rdataclass.IN, mnemonic, text, origin, False)
        print(read.to_wire().hex() or '=')
    except Exception:
        print('-')
";

#[test]
fn dnspython_reads_the_same() {
    let Some(python) = python() else { return };
    let cases = cases();
    let mut child =
        Command::new(python).args(["-c", DNSPYTHON]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines: String = cases.iter().map(|(mnemonic, text)| format!("{mnemonic}\t{text}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()).unwrap());
    let said = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let answers = String::from_utf8(said.stdout).unwrap();
    assert_eq!(answers.lines().count(), cases.len(), "dnspython gave up");
    let octets = |answer: &str| match answer {
        "-" => None,
        "=" => Some(Vec::new()),
        hex => Some(HEXLOWER.decode(hex.as_bytes()).unwrap()),
    };
    hold("dnspython", &cases, answers.lines().map(octets), 600);
}
