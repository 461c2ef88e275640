//! `understudy diff` from outside: what differs, as text, JSON and IXFR, and what cannot be compared.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::program::{stderr, stdout, understudy};

const OLD: &str = "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 h 7 7200 3600 1209600 60\n@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\n\
    ns2 A 198.51.100.2\nwww A 192.0.2.3\nwww A 192.0.2.4\nslow A 192.0.2.5\ngone TXT \"a\"\n";
const NEW: &str = "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 h 8 3600 3600 1209600 60\n@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\n\
    ns2 A 198.51.100.2\nWWW A 192.0.2.3\nwww A 192.0.2.6\nslow 300 A 192.0.2.5\nmore TXT \"b\"\n";

fn diff(folder: &Path, versions: [&str; 2], more: &[&str]) -> Output {
    for (name, text) in ["old", "new"].iter().zip(versions) {
        fs::write(folder.join(name), text).unwrap();
    }
    understudy().current_dir(folder).args(["diff", "old", "new"]).args(more).output().unwrap()
}

#[test]
fn rrsets_are_added_removed_changed_or_differ_in_their_ttl() {
    let folder = tempfile::tempdir().unwrap();
    let found = diff(folder.path(), [OLD, NEW], &[]);
    assert_eq!(found.status.code(), Some(0), "{}", stderr(&found));
    let expected = "example.com. serial 7 -> 8\nSOA refresh: 7200 -> 3600\n\
        \ngone.example.com. TXT (removed)\n- 60 \"a\"\n\
        \nmore.example.com. TXT (added)\n+ 60 \"b\"\n\
        \nslow.example.com. A (TTL)\n- 60 192.0.2.5\n+ 300 192.0.2.5\n\
        \nWWW.example.com. A (changed)\n- 60 192.0.2.4\n+ 60 192.0.2.6\n\
        RRsets: 1 added, 1 removed, 1 changed, 1 in their TTL alone, 0 in capitals alone\n";
    assert_eq!(stdout(&found), expected);
}

#[test]
fn json_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let found = diff(folder.path(), [OLD, NEW], &["--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(answer["serials"], serde_json::json!([7, 8]));
    assert_eq!(answer["serial_increases"], true);
    assert_eq!(answer["soa"], serde_json::json!([{"field": "refresh", "old": "7200", "new": "3600"}]));
    let kinds: Vec<_> = answer["rrsets"].as_array().unwrap().iter().map(|set| set["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["removed", "added", "ttl", "changed"]);
    assert_eq!(answer["rrsets"][3]["added"], serde_json::json!([{"ttl": 60, "data": "192.0.2.6"}]));
}

/// RFC 1995 §4: the records in the order of the message.
#[test]
fn ixfr_is_the_sequence_on_the_wire() {
    let folder = tempfile::tempdir().unwrap();
    let found = diff(folder.path(), [OLD, NEW], &["--format", "ixfr"]);
    let rows: Vec<Vec<_>> = stdout(&found).lines().map(|row| row.split('\t').map(str::to_owned).collect()).collect();
    let brief: Vec<_> =
        rows.iter().map(|row| format!("{} {}", row[3], row[4].split(' ').nth(2).unwrap_or(&row[4]))).collect();
    let expected = [
        "SOA 8",
        "SOA 7",
        "TXT \"a\"",
        "A 192.0.2.5",
        // www becomes WWW: what stays is sent again, so that a secondary answers as the primary does.
        "A 192.0.2.3",
        "A 192.0.2.4",
        "SOA 8",
        "TXT \"b\"",
        "A 192.0.2.5",
        "A 192.0.2.3",
        "A 192.0.2.6",
        "SOA 8",
    ];
    assert_eq!(brief, expected);
    let back = diff(folder.path(), [NEW, OLD], &["--format", "ixfr"]);
    assert_eq!(back.status.code(), Some(1));
    assert!(stderr(&back).contains("raise the serial"), "{}", stderr(&back));
}

#[test]
fn what_cannot_be_compared_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let same = diff(folder.path(), [OLD, OLD], &[]);
    assert_eq!(stdout(&same), "example.com. serial 7, the same in both\nno RRset differs\n");
    let unraised = NEW.replace("h 8 ", "h 7 ");
    assert!(stdout(&diff(folder.path(), [OLD, &unraised], &[])).ends_with("Raise it.\n"));
    let capitals = diff(folder.path(), [OLD, &OLD.replace("@ NS ns1", "@ NS NS1").replace("h 7 ", "h 8 ")], &[]);
    assert!(
        stdout(&capitals).contains("NS (capitals)\n- 60 ns1.example.com.\n+ 60 NS1.example.com.\n"),
        "{}",
        stdout(&capitals)
    );
    let twice = understudy().args(["diff", "-", "-"]).output().unwrap();
    assert_eq!((twice.status.code(), stderr(&twice).lines().count()), (Some(2), 1));
    let other = NEW.replace("example.com.", "example.net.");
    let two = diff(folder.path(), [OLD, &other], &[]);
    assert_eq!((two.status.code(), stderr(&two).contains("two zones")), (Some(1), true), "{}", stderr(&two));
    let headless = diff(folder.path(), [OLD, "$ORIGIN example.com.\n@ 60 NS ns1\n"], &[]);
    assert_eq!(
        (headless.status.code(), stderr(&headless).contains("no SOA")),
        (Some(1), true),
        "{}",
        stderr(&headless)
    );
    let broken = diff(folder.path(), [OLD, &NEW.replace("192.0.2.6", "192.0.2.666")], &[]);
    assert_eq!((broken.status.code(), stderr(&broken).contains("1 error")), (Some(1), true), "{}", stderr(&broken));
    let absent = understudy().current_dir(folder.path()).args(["diff", "old", "nothere"]).output().unwrap();
    assert_eq!((absent.status.code(), stderr(&absent).lines().count()), (Some(2), 1));
}
