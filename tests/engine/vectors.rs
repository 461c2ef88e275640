//! RDATA vectors of other projects' test suites, where `../shared/corpus` is at hand: text that must be read and to
//! which octets, text and octets that must be refused. Where we disagree stands in [`DISAGREEMENTS`] with its reason.

use std::collections::BTreeSet;
use std::fs;

use data_encoding::HEXUPPER_PERMISSIVE as HEX;
use serde_json::Value;
use understudy::engine::dns::{RecordType, rdata};

use crate::corpus::corpus;
use crate::rdata::read_line;

/// Cases decided otherwise here, and why.
const DISAGREEMENTS: &[(&[&str], &str)] = &[
    (
        &[
            "bind9-rdata-r0242",
            "bind9-rdata-r0246",
            "bind9-rdata-r0247",
            "bind9-rdata-r0257",
            "bind9-rdata-r0258",
            "bind9-rdata-r0261",
            "bind9-rdata-r0262",
        ],
        "KEY is obsolete; what its private algorithms hold is not looked at",
    ),
    (&["bind9-rdata-r0373"], "whether a signature fits its key is for the validator"),
    (&["bind9-rdata-r0387"], "a fingerprint has at least one octet"),
    (
        &["bind9-rdata-r0418", "bind9-rdata-r0419", "bind9-rdata-r0521", "bind9-rdata-r0522"],
        "key8 is ohttp by now and takes no value (RFC 9540 §4)",
    ),
    (
        &["bind9-rdata-r0457", "bind9-rdata-r0458", "bind9-rdata-r0561"],
        "key9 is tls-supported-groups by now and needs a value",
    ),
    (&["bind9-rdata-r0538"], "key65535 is the invalid key (RFC 9460 §14.3.2)"),
    (
        &[
            "dnspython-r0198",
            "dnspython-r0202",
            "dnspython-r0204",
            "dnspython-r0207",
            "dnspython-r0208",
            "dnspython-r0210",
        ],
        "GPOS is obsolete; its numbers are not looked at",
    ),
    (
        &["dnspython-r0378", "dnspython-r0382"],
        "KEY is obsolete; its flags have no names here and its key is not left out",
    ),
    (&["bind9-rdata-r0650", "bind9-rdata-r0651"], "other schemes have digests of other lengths (RFC 8976 A.3)"),
    (&["dnspython-r0301"], "a service's name stands for its port, whatever the protocol"),
    (&["dnspython-r0531", "dnspython-r0533", "dnspython-r0565"], "an empty value behind = is taken, as BIND does"),
    (&["knot-zscanner-0180"], "% may stand in a name, as everywhere but in Knot"),
    (
        &["knot-zscanner-0261", "knot-zscanner-0466", "knot-zscanner-0714"],
        "padding may stand in a word of its own, as in BIND",
    ),
    (
        &["knot-zscanner-0438", "knot-zscanner-0439", "knot-zscanner-0444", "knot-zscanner-0445", "knot-zscanner-0446"],
        "NSEC lists at least itself (RFC 4034 §4.1.2), as in BIND",
    ),
    (
        &["knot-zscanner-0557", "knot-zscanner-0573", "knot-zscanner-0574"],
        "latitudes end at 90, longitudes at 180 degrees (RFC 1876 §2), as in BIND",
    ),
    (
        &[
            "knot-zscanner-0776",
            "knot-zscanner-0777",
            "knot-zscanner-0778",
            "knot-zscanner-0779",
            "knot-zscanner-0780",
            "knot-zscanner-0781",
        ],
        "a digest has at least twelve octets (RFC 8976 §2.2.4), as in BIND",
    ),
    (&["pdns-records-r0023"], "a string of more than 255 octets is not cut silently"),
    (&["pdns-records-r0078"], "without a gateway a dot stands in its place (RFC 4025 §3.1)"),
    (&["pdns-records-r0120"], "mandatory lists a key that is not there (RFC 9460 §8)"),
];

/// What a vector file says about a case, and what we do: none when it is about a type that is opaque here.
fn judge(case: &Value) -> Option<Result<(), String>> {
    let field = |name: &str| case.get(name).and_then(Value::as_str);
    let ok = field("expect")? == "ok";
    let origin = field("origin").unwrap_or(".");
    if let Some(line) = field("line") {
        let expected = field("rdata").map(|hex| HEX.decode(hex.as_bytes()).unwrap());
        // Files are named after the type: 10_A.in.
        let mnemonic = field("file")?.trim_end_matches(".in").split_once('_')?.1;
        RecordType::from_mnemonic(mnemonic.as_bytes()).filter(|t| rdata::is_known(*t) || mnemonic == "TYPE")?;
        let (record, _) = read_line(".", &format!("$TTL 1\n{line}\n"));
        return Some(compare(ok, expected, record.map(|(_, wire)| wire)));
    }
    let mnemonic = field("type")?;
    let rtype = RecordType::from_mnemonic(mnemonic.as_bytes()).filter(|t| rdata::is_known(*t))?;
    let wire = field("wire").map(|hex| HEX.decode(hex.as_bytes()).unwrap());
    if field("cls") != Some("IN") {
        return None;
    }
    match field("kind")? {
        "text" => {
            let flag = |name: &str| case.get(name) == Some(&Value::Bool(true));
            let wire = wire.filter(|_| !flag("wire_compressed") && !flag("broken_in_peer"));
            let (record, _) = read_line(origin, &format!("$TTL 1\n@ IN {mnemonic} {}\n", field("text")?));
            Some(compare(ok, wire, record.map(|(_, wire)| wire)))
        }
        "wire" => {
            let wire = wire?;
            // These stand in a message and point into it.
            if field("wire_in_message").is_some() && wire.iter().any(|o| *o >= 0xc0) {
                return None;
            }
            let checked = rdata::check_wire(rtype, &wire).is_ok();
            Some(compare(ok, None, checked.then_some(wire)))
        }
        _ => None,
    }
}

fn compare(ok: bool, expected: Option<Vec<u8>>, found: Option<Vec<u8>>) -> Result<(), String> {
    match (ok, expected, found) {
        (true, _, None) => Err("refused".to_owned()),
        (false, _, Some(wire)) => Err(format!("taken as {}", HEX.encode(&wire))),
        (true, Some(expected), Some(found)) if expected != found => {
            Err(format!("read as {}, not {}", HEX.encode(&found), HEX.encode(&expected)))
        }
        _ => Ok(()),
    }
}

#[test]
fn vectors_of_other_projects_agree() {
    let Some(folder) = corpus("vectors/dev") else { return };
    let mut left: BTreeSet<_> = DISAGREEMENTS.iter().flat_map(|(ids, _)| *ids).copied().collect();
    let mut wrong = Vec::new();
    let mut judged = 0;
    let files = ["bind9-rdata", "dnspython", "pdns-records", "miekg-dns"].map(|source| format!("rdata-{source}.jsonl"));
    for file in files.iter().map(String::as_str).chain(["record-knot-zscanner.jsonl"]) {
        for line in fs::read_to_string(folder.join(file)).unwrap().lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            let Some(verdict) = judge(&case) else { continue };
            judged += 1;
            let id = case["id"].as_str().unwrap();
            match verdict {
                Ok(()) => {}
                Err(_) if left.remove(id) => {}
                Err(how) => wrong.push(format!("{id} {how}\n    {line}")),
            }
        }
    }
    assert!(judged > 700, "only {judged} cases were judged");
    assert!(wrong.is_empty(), "{} of {judged}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(left.is_empty(), "we agree by now: {left:?}");
}
