//! `understudy check` from outside: exit codes, the JSON of contracts.md §1, standard input, `$INCLUDE`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const GOOD: &str = "$TTL 3600\n@ SOA ns1 h.example.net. 7 7200 3600 1209600 3600\n@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n";

fn check(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_understudy"));
    command.arg("check").args(arguments).current_dir(folder).env_remove("NO_COLOR");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses its flags reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn the_answer_is_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str], input: &str| check(folder.path(), arguments, input);
    assert_eq!(code(&run(&["-", "--origin", "example.com"], GOOD)), 0);
    assert_eq!(code(&run(&["-", "--origin", "example.com"], "@ A x\n")), 1);
    assert_eq!(code(&run(&["-", "--origin", ""], GOOD)), 1, "nothing says which zone it is");
    assert_eq!(code(&run(&["-"], "")), 1);
    let inherited = GOOD.replacen("$TTL 3600\n", "", 1);
    assert_eq!(code(&run(&["-", "--origin", "example.com"], &inherited)), 0);
    assert_eq!(code(&run(&["-", "--origin", "example.com", "--deny", "warnings"], &inherited)), 1);
    for wrong in [&["nothere"][..], &["-", "--nope"], &[], &["-", "--origin", "a..b"], &["-", "--at", "soon"], &["."]] {
        let refused = run(wrong, GOOD);
        assert_eq!(code(&refused), 2, "{wrong:?}");
        assert_eq!(String::from_utf8(refused.stderr).unwrap().lines().count(), 1, "{wrong:?}");
        assert!(refused.stdout.is_empty());
    }
}

#[test]
fn json_has_the_keys_of_the_contract_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("z"), format!("$ORIGIN example.com.\n{GOOD}t TXT \"é\" \"open\n")).unwrap();
    let found = check(folder.path(), &["z", "--format", "json"], "");
    assert_eq!(code(&found), 1);
    let report = json(&found);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let top = ["counts", "diagnostics", "file", "origin", "records", "rrsets", "serial", "shown", "v", "verdicts"];
    assert_eq!(keys(&report), top);
    assert_eq!(
        (&report["origin"], &report["serial"], &report["file"]),
        (&"example.com.".into(), &7.into(), &"z".into())
    );
    let finding = &report["diagnostics"][0];
    assert_eq!(finding["code"], "quote-open");
    // Columns count characters, offsets bytes.
    assert_eq!((&finding["line"], &finding["column"], &finding["end_column"]), (&8.into(), &11.into(), &16.into()));
    assert_eq!(finding["length"], 5);
    assert_eq!(keys(&finding["fix"]), ["edits", "title"]);
    assert_eq!(keys(&finding["fix"]["edits"][0]), ["length", "offset", "text"]);
    let allowed = [
        "code",
        "column",
        "end_column",
        "end_line",
        "file",
        "fix",
        "length",
        "line",
        "message",
        "offset",
        "receivers",
        "related",
        "rfc",
        "severity",
    ];
    assert!(keys(finding).iter().all(|key| allowed.contains(&key.as_str())), "{finding}");
}

#[test]
fn includes_are_read_from_beside_the_file_and_from_the_base_only() {
    let folder = tempfile::tempdir().unwrap();
    for below in ["zones", "base", "other"] {
        fs::create_dir(folder.path().join(below)).unwrap();
        fs::write(folder.path().join(below).join(format!("{below}.inc")), format!("{below} A 192.0.2.9\n")).unwrap();
    }
    let zone =
        format!("$ORIGIN example.com.\n{GOOD}$INCLUDE zones.inc\n$INCLUDE base.inc\n$INCLUDE ../other/other.inc\n");
    fs::write(folder.path().join("zones/z"), zone).unwrap();
    let found = check(folder.path(), &["zones/z", "--include-base", "base", "--format", "json"], "");
    let report = json(&found);
    assert_eq!(report["records"], 7);
    let codes: Vec<_> = report["diagnostics"].as_array().unwrap().iter().map(|d| (&d["code"], &d["line"])).collect();
    assert_eq!(codes, [(&"include-refused".into(), &10.into())]);
}

/// A large file is not held but read where it lies, and again for what is shown of it.
#[test]
fn a_large_file_is_reported_as_standard_input_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = GOOD.to_owned();
    let filler = "x".repeat(240);
    for n in 0..4_600 {
        match n {
            4_000 => text
                .push_str("bad A 192.0.2.999 ; \u{e9}\nc CNAME ns1\nc A 192.0.2.1\nns1 A 192.0.2.1\n$INCLUDE more\n"),
            4_500 => text.push_str("t TXT (\r\n  v=spf1 a ; comment\r\n  \"v=spf1\" )\nnever TXT \"open\n"),
            _ => {}
        }
        text.push_str(&format!("n{n} TXT \"{filler}\"\n"));
    }
    assert!(text.len() > 1 << 20);
    fs::write(folder.path().join("zone-of-test"), &text).unwrap();
    fs::write(folder.path().join("more"), format!("{text}last A 192.0.2.1000\n").replace("$INCLUDE more", "")).unwrap();
    for format in ["human", "json", "sarif"] {
        let run = |file: &str, input: &str| {
            let said = check(folder.path(), &[file, "--origin", "example.com", "--format", format], input);
            assert_eq!(code(&said), 1, "{}", String::from_utf8_lossy(&said.stderr));
            // What standard input includes has no name beside it.
            let beside = format!("{}/", folder.path().canonicalize().unwrap().display());
            String::from_utf8(said.stdout).unwrap().replace(&format!("file://{beside}"), "").replace(&beside, "")
        };
        let (stored, piped) = (run("zone-of-test", "").replace("zone-of-test", "-"), run("-", &text));
        assert!(stored.contains("192.0.2.1000") || format == "sarif", "the included file is reported");
        assert!(stored == piped, "{format}: {}", first_difference(&stored, &piped));
    }
}

fn first_difference(one: &str, other: &str) -> String {
    let differing = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    differing.map_or_else(String::new, |(one, other)| format!("{one:.300}\n{other:.300}"))
}

#[test]
fn sarif_counts_columns_in_code_points() {
    let folder = tempfile::tempdir().unwrap();
    let found =
        check(folder.path(), &["-", "--origin", "example.com", "--format", "sarif"], &format!("{GOOD}x FOO 1\n"));
    let sarif = json(&found);
    assert_eq!((&sarif["version"], &sarif["runs"][0]["columnKind"]), (&"2.1.0".into(), &"unicodeCodePoints".into()));
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"type-unknown".into(), &"error".into()));
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 7);
}
