//! Keys as people paste them: `tests/data/keys/*.txt` hold a text and, beside it, what is made of it.
//!
//! A case is `== title`, the text (`~~` divides the two sides of a comparison), `--`, then for each key
//! `form | name | algorithm | octets | fingerprint`, and for each finding `line:column severity code: message`.
//! `UPDATE_GOLDENS=1 cargo test --test engine keys` writes what stands behind `--` anew; review the difference.

use std::fmt::Write as _;
use std::path::Path;

use understudy::engine::diag::{LineIndex, Severity, english};
use understudy::engine::dns::Name;
use understudy::engine::limits::TsigLimits;
use understudy::engine::tsig::{Algorithm, Form, Key, KeyParts, compare, understand};

fn parts(key: &KeyParts) -> String {
    let octets = key.secret.as_ref().map_or_else(|| "-".to_owned(), |secret| secret.len().to_string());
    let fingerprint = key.secret.as_ref().map_or_else(|| "-".to_owned(), |secret| secret.fingerprint());
    let name = key.name.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    let algorithm = key.algorithm.map_or("-", |a| a.mnemonic());
    format!("{} | {name} | {algorithm} | {octets} | {fingerprint}\n", key.form.title())
}

fn understood(text: &str) -> String {
    let found = understand(text, &TsigLimits::default());
    let mut out: String = found.keys.iter().map(parts).collect();
    let index = LineIndex::new(text.as_bytes());
    for d in found.diagnostics.kept() {
        let place = index.position(text.as_bytes(), d.span.start);
        let message = english::message(d.code, &d.args);
        assert!(!message.contains('{'), "{message}");
        writeln!(out, "{}:{} {} {}: {message}", place.line, place.column, d.severity.word(), d.code.name).unwrap();
        if let Some(fix) = &d.fix {
            let mut mended = text.to_owned();
            for edit in fix.edits.iter().rev() {
                mended.replace_range(edit.span.start as usize..edit.span.end() as usize, &edit.text);
            }
            let after = understand(&mended, &TsigLimits::default());
            assert!(after.diagnostics.kept().iter().all(|left| left.code != d.code), "the fix leaves {}", d.code.name);
        }
    }
    let errors = found.diagnostics.kept().iter().any(|d| d.severity == Severity::Error);
    let usable = found.keys.iter().any(|key| key.key().is_some() || key.form == Form::Bare && key.secret.is_some());
    assert!(errors || usable, "neither a key nor an error: {text}");
    out
}

fn compared(here: &str, there: &str) -> String {
    let side = |text| understand(text, &TsigLimits::default()).keys.remove(0);
    let comparison = compare(&side(here), &side(there));
    let mut out = format!("{}: {}\n", comparison.verdict.name, english::message(comparison.verdict, &comparison.args));
    for row in &comparison.rows {
        let text = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
        writeln!(out, "{:?} | {} | {} | {}", row.part, text(&row.here), text(&row.there), row.code.name).unwrap();
    }
    assert_eq!(comparison.is_same(), comparison.verdict.name == "keys-same");
    out
}

fn golden(file: &str, judge: impl Fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/keys").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut out = String::new();
    for case in text.split("== ").skip(1) {
        let (title, body) = case.split_once('\n').unwrap();
        let (input, _) = body.split_once("--\n").unwrap_or((body, ""));
        writeln!(out, "== {title}\n{input}--\n{}", judge(input.strip_suffix('\n').unwrap())).unwrap();
    }
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, &out).unwrap();
        return;
    }
    similar(&text, &out, file);
}

fn similar(expected: &str, got: &str, file: &str) {
    for (n, (e, g)) in expected.lines().zip(got.lines()).enumerate() {
        assert_eq!(g, e, "{file}:{}", n + 1);
    }
    assert_eq!(got.lines().count(), expected.lines().count(), "{file}");
}

#[test]
fn every_form_is_understood() {
    golden("forms.txt", understood);
}

#[test]
fn every_fault_is_named_with_its_place() {
    golden("faults.txt", understood);
}

#[test]
fn two_sides_are_compared() {
    golden("sides.txt", |text| {
        let (here, there) = text.split_once("\n~~\n").unwrap();
        compared(here, there)
    });
}

#[test]
fn what_is_written_in_any_form_is_understood_again() {
    for algorithm in Algorithm::ALL {
        for form in Form::WRITABLE {
            let key = Key::generate(Name::absolute("Xfr.example").unwrap(), algorithm, (1..=64).collect()).unwrap();
            let again = understand(&key.write(form), &TsigLimits::default());
            assert!(again.single() == Some(key), "{form:?} {algorithm}");
            assert_eq!(again.keys[0].form, form, "{algorithm}");
        }
    }
}

#[test]
fn no_output_holds_a_secret() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/keys/faults.txt")).unwrap();
    for case in text.split("== ").skip(1) {
        let input = case.split_once('\n').unwrap().1.split("--\n").next().unwrap();
        for key in understand(input, &TsigLimits::default()).keys {
            let at = key.spans.secret;
            let Some(secret) = input.get(at.start as usize..at.end() as usize).filter(|s| s.len() > 3) else {
                continue;
            };
            assert!(!understood(input.trim_end()).contains(secret), "{case}");
            assert!(!format!("{key:?}").contains(secret), "{case}");
        }
    }
}

#[test]
fn no_text_makes_it_fail() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/keys/forms.txt")).unwrap();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for (n, &at) in starts.iter().enumerate() {
        let to = starts.get(n + 200).copied().unwrap_or(text.len());
        let _ = understand(&text[at..to], &TsigLimits::default());
        let _ = understand(&text[at..to].replace(['"', '='], "“"), &TsigLimits::default());
    }
    assert_eq!(understand(&"x".repeat(300_000), &TsigLimits::default()).diagnostics.counts().error, 1);
}
