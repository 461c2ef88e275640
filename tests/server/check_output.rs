//! What `understudy check` prints, in each of its forms: goldens of one zone with several faults, places in texts that are
//! not plain, and the rules of the forms.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/output")
}

fn check(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_understudy"));
    command.arg("check").args(arguments).args(["--at", "2026-01-02T00:00:00Z"]).current_dir(folder);
    command.output().unwrap()
}

fn printed(folder: &Path, arguments: &[&str]) -> String {
    String::from_utf8(check(folder, arguments).stdout).unwrap()
}

/// The findings of a text as JSON: code, line, column, end line, end column.
fn places(text: &[u8]) -> Vec<(String, [u64; 4])> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("z"), text).unwrap();
    let report: Value = serde_json::from_str(&printed(folder.path(), &["z", "--format", "json"])).unwrap();
    let place = |finding: &Value| {
        let numbers = ["line", "column", "end_line", "end_column"].map(|key| finding[key].as_u64().unwrap());
        (finding["code"].as_str().unwrap().to_owned(), numbers)
    };
    report["diagnostics"].as_array().unwrap().iter().map(place).collect()
}

#[test]
fn goldens() {
    let goldens = [("human", "human.txt"), ("json", "report.json"), ("sarif", "report.sarif")];
    for (form, golden) in goldens.into_iter().chain([("csv", "report.csv"), ("html", "report.html")]) {
        let now = printed(&folder(), &["faults.zone", "--format", form]);
        let now = now.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        let path = folder().join(golden);
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            fs::write(&path, &now).unwrap();
        }
        let then = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(now, then, "{}", path.display());
    }
}

/// Columns count characters, an octet that is none as one; a byte order mark and CR LF are in nobody's way.
#[test]
fn places_hold_in_texts_that_are_not_plain() {
    let head = "$ORIGIN example.com.\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 3600\n@ NS ns1\n@ NS ns2\nns1 A \
                198.18.0.1\nns2 A 198.18.1.1\n";
    let at = |tail: &[u8], code: &str| {
        let text = [head.as_bytes(), tail].concat();
        let found = places(&text);
        found.iter().find(|(name, _)| name == code).unwrap_or_else(|| panic!("{found:?}")).1
    };
    assert_eq!(at(b"x\tA\t198.18.0.999\n", "ipv4-octet-range"), [8, 14, 8, 17], "a tab is one column");
    assert_eq!(at("t TXT \"漢字\" \"open\n".as_bytes(), "quote-open"), [8, 12, 8, 17], "a wide letter is one column");
    assert_eq!(at(b"t TXT \"\xff\xfe\" \"open\n", "quote-open"), [8, 12, 8, 17], "an octet that is no letter is one");
    assert_eq!(at(b"t TXT \"open", "quote-open"), [8, 7, 8, 12], "no final line end");
    let crlf = [head.replace('\n', "\r\n").as_bytes(), b"x A 198.18.0.999\r\n"].concat();
    assert!(places(&crlf).contains(&("ipv4-octet-range".to_owned(), [8, 14, 8, 17])));
    let marked = [b"\xef\xbb\xbf", head.as_bytes(), b"x A 198.18.0.999\n"].concat();
    let found = places(&marked);
    assert!(found.contains(&("byte-order-mark".to_owned(), [1, 1, 1, 2])), "{found:?}");
    assert!(found.contains(&("ipv4-octet-range".to_owned(), [8, 14, 8, 17])), "{found:?}");
}

/// contracts.md §1: ordered by file, offset, code; nothing null; `shown` and `counts` agree.
#[test]
fn json_keeps_its_order_and_has_no_nulls() {
    let text = printed(&folder(), &["faults.zone", "--format", "json"]);
    assert!(!text.contains("null"), "{text}");
    let report: Value = serde_json::from_str(&text).unwrap();
    let findings = report["diagnostics"].as_array().unwrap();
    let keys: Vec<_> = findings
        .iter()
        .map(|d| (d["file"].as_str().unwrap(), d["offset"].as_u64().unwrap(), d["code"].as_str().unwrap()))
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
    let counts = report["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum::<u64>();
    assert_eq!(report["shown"], findings.len());
    assert_eq!(counts, findings.len() as u64);
    for finding in findings {
        for key in ["why", "args", "effects"] {
            assert!(finding.get(key).is_none(), "{key} is for the page: {finding}");
        }
    }
    let verdicts = report["verdicts"].as_object().unwrap();
    assert_eq!(verdicts.len(), 5);
    for (receiver, verdict) in verdicts {
        let keys: Vec<_> = verdict.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["basis", "codes", "verdict"], "{receiver}");
        let known: BTreeSet<&str> = ["accepts", "alters", "refuses", "unknown"].into();
        assert!(known.contains(verdict["verdict"].as_str().unwrap()), "{receiver}");
    }
}

/// A zone with more faults than are listed says how many there are.
#[test]
fn a_flood_is_counted_and_cut() {
    let folder = tempfile::tempdir().unwrap();
    let head = fs::read_to_string(self::folder().join("faults.zone")).unwrap();
    let flood: String = (0..1_200).map(|n| format!("f{n} A 192.0.2.999\n")).collect();
    fs::write(folder.path().join("z"), head + &flood).unwrap();
    let report: Value = serde_json::from_str(&printed(folder.path(), &["z", "--format", "json"])).unwrap();
    assert_eq!(report["shown"], 1_000);
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 1_000);
    assert!(report["counts"]["error"].as_u64().unwrap() >= 1_200);
    let codes = report["verdicts"]["nsd"]["codes"].as_array().unwrap();
    assert!(codes.contains(&"generate-used".into()), "advice that is not listed still counts: {codes:?}");
    let human = printed(folder.path(), &["z"]);
    assert!(human.contains("(the first 1000 shown)"), "{human}");
}

/// What `--for` names and `--deny warnings` change is the severity and the answer.
#[test]
fn flags_change_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let zone = "$ORIGIN example.com.\n$TTL 3600\n@ SOA ns1 h.example.net. 7 7200 3600 1209600 3600\n@ NS ns1\n@ NS ns2\nns1 A \
                198.18.0.1\nns2 A 198.18.1.1\n$GENERATE 1-2 h$ A 198.18.0.$\n";
    fs::write(folder.path().join("z"), zone).unwrap();
    let code = |arguments: &[&str]| check(folder.path(), arguments).status.code().unwrap();
    assert_eq!(code(&["z"]), 0);
    assert_eq!(code(&["z", "--for", "bind,powerdns"]), 0);
    assert_eq!(code(&["z", "--for", "bind,nsd"]), 1);
    assert_eq!(code(&["z", "--for", "Knot"]), 1);
    assert_eq!(code(&["z", "--for", "djbdns"]), 2);
    assert_eq!(code(&["z", "--deny", "warnings"]), 0, "advice is no warning");
}

/// The essentials of SARIF 2.1.0: what the schema requires of each object we write, indices that hit, regions that fit.
#[test]
fn sarif_is_well_formed() {
    let sarif: Value = serde_json::from_str(&printed(&folder(), &["faults.zone", "--format", "sarif"])).unwrap();
    let text = fs::read(folder().join("faults.zone")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "rules are unique");
    for rule in rules {
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty(), "{rule}");
        assert!(!rule["shortDescription"]["text"].as_str().unwrap().is_empty(), "{rule}");
        assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
        if let Some(uri) = rule.get("helpUri") {
            assert!(uri.as_str().unwrap().starts_with("https://www.rfc-editor.org/rfc/rfc"), "{uri}");
        }
    }
    // A region's lines and columns say the same as its bytes.
    let fits = |region: &Value| {
        let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
        let offset = |line: &str, column: &str| {
            let start: usize = text.split_inclusive(|&b| b == b'\n').take(number(line) - 1).map(<[u8]>::len).sum();
            let rest = std::str::from_utf8(&text[start..]).unwrap();
            start + rest.chars().take(number(column) - 1).map(char::len_utf8).sum::<usize>()
        };
        assert_eq!(offset("startLine", "startColumn"), number("byteOffset"), "{region}");
        assert_eq!(offset("endLine", "endColumn"), number("byteOffset") + number("byteLength"), "{region}");
    };
    let (mut fixes, results) = (0, run["results"].as_array().unwrap());
    for result in results {
        assert_eq!(rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()]["id"], result["ruleId"]);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "faults.zone");
        fits(&place["region"]);
        for fix in result.get("fixes").and_then(Value::as_array).into_iter().flatten() {
            let change = &fix["artifactChanges"][0];
            assert_eq!(change["artifactLocation"]["uri"], "faults.zone");
            for replacement in change["replacements"].as_array().unwrap() {
                fits(&replacement["deletedRegion"]);
                assert!(replacement["insertedContent"]["text"].is_string());
                fixes += 1;
            }
        }
    }
    assert!(fixes > 3, "the zone has faults with fixes");
}
