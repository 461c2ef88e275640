//! The rehearsal: each scenario of the library against its timeline in `tests/data/rehearse`, which an operator can read.
//! `UPDATE_GOLDENS=1 cargo test --no-default-features --test engine rehearse` writes them anew; read the difference.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use understudy::engine::diag::{LineIndex, english};
use understudy::product::rehearse::{Scenario, Timeline, library, read, run, watched};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn golden(name: &str) -> PathBuf {
    root().join("tests/data/rehearse").join(format!("{name}.txt"))
}

/// What is said about a text that is no scenario: `line: code: message`.
fn complaints(text: &str) -> Vec<String> {
    let lines = LineIndex::new(text.as_bytes());
    let told = |d: &understudy::engine::diag::Diagnostic| {
        let line = if d.span.is_some() { lines.line(d.span.start) } else { 0 };
        format!("{line}: {}: {}", d.code.name, english::message(d.code, &d.args))
    };
    read(text).err().unwrap_or_default().iter().map(told).collect()
}

fn scenario(name: &str) -> Scenario {
    let example = library::find(name).unwrap_or_else(|| panic!("no scenario {name}"));
    read(example.text).unwrap_or_else(|_| panic!("{name}: {:?}", complaints(example.text)))
}

fn played(name: &str) -> Timeline {
    let (timeline, breaches) = watched(&scenario(name)).unwrap();
    assert!(breaches.is_empty(), "{name}: {breaches:?}");
    timeline
}

#[test]
fn every_scenario_has_its_timeline() {
    let mut wrong = Vec::new();
    for example in library::ALL {
        let text = played(example.name).to_text();
        let path = golden(example.name);
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let stored = fs::read_to_string(&path).unwrap_or_default();
        let differs = stored.lines().zip(text.lines()).find(|(old, new)| old != new);
        if stored != text {
            wrong.push(format!("{}: {differs:?}", example.name));
        }
    }
    assert!(wrong.is_empty(), "timelines differ (`make goldens`):\n{}", wrong.join("\n"));
}

#[test]
fn the_library_holds_every_file() {
    let named: BTreeSet<String> = library::ALL.iter().map(|example| format!("{}.toml", example.name)).collect();
    let files = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(root().join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(named, files("scenarios"));
    let goldens: BTreeSet<String> = files("tests/data/rehearse").iter().map(|f| f.replace(".txt", ".toml")).collect();
    assert_eq!(named, goldens);
    assert!(library::ALL.is_sorted_by_key(|example| example.name));
}

#[test]
fn the_same_scenario_gives_the_same_octets() {
    for example in library::ALL {
        let scenario = scenario(example.name);
        let json = |timeline: &Timeline| serde_json::to_string(timeline).unwrap();
        assert_eq!(json(&run(&scenario).unwrap()), json(&run(&scenario).unwrap()), "{}", example.name);
        // Written and read again it is the same scenario.
        let again = toml::to_string(&scenario).unwrap();
        assert_eq!(read(&again).unwrap_or_else(|_| panic!("{again}\n{:?}", complaints(&again))), scenario);
    }
}

#[test]
fn what_is_served_has_no_gaps() {
    for example in library::ALL {
        let timeline = played(example.name);
        let mut at = 0;
        for span in &timeline.served {
            assert_eq!(span.from_ms, at, "{}", example.name);
            assert!(span.until_ms >= span.from_ms);
            at = span.until_ms;
        }
        assert_eq!(at, timeline.lasts_ms, "{}", example.name);
        assert!(timeline.entries.is_sorted_by_key(|entry| entry.at_ms));
        let unfilled = timeline.entries.iter().find(|entry| entry.text.contains('{'));
        assert!(unfilled.is_none(), "{}: {unfilled:?}", example.name);
    }
}

const HEAD: &str = "rehearsal = 1\ntitle = \"t\"\nlasts = \"1h\"\n";

#[test]
fn what_is_wrong_with_a_scenario_has_its_place() {
    let cases = [
        ("[[version]]\nat = \"0s\"\nsreial = 3\n", 6, "rehearse-syntax", "unknown field `sreial`"),
        ("[[version]]\nat = \"soon\"\n", 5, "rehearse-syntax", "`soon` is no length of time"),
        ("[[version]]\nat = \"0s\"\n[[fault]]\nwhat = \"dwon\"\n", 7, "rehearse-syntax", "unknown variant `dwon`"),
        ("[[version]]\nat = \"0s\"\n[[fault]]\nwhat = \"cut\"\n", 6, "rehearse-lacks", "fault 1 lacks `after`"),
        (
            "[[version]]\nat = \"0s\"\n[[fault]]\nwhat = \"down\"\nprimary = \"ns9\"\n",
            6,
            "rehearse-primary",
            "fault 1 names the primary `ns9`",
        ),
        ("[[version]]\nat = \"0s\"\nadd = \"\"\"\nw A 192.0.2\n\"\"\"\n", 4, "rehearse-text", "version 1, line 1 "),
        ("[[version]]\nat = \"0s\"\nremove = \"nix A 192.0.2.1\"\n", 4, "rehearse-change", "nix.example.com. A"),
        ("version = []\n", 1, "rehearse-lacks", "the scenario lacks `version`"),
        ("zone = \"a..b\"\n[[version]]\nat = \"0s\"\n", 1, "rehearse-name", "`a..b` is no domain name"),
    ];
    for (text, line, code, words) in cases {
        let said = complaints(&format!("{HEAD}{text}"));
        let first = said.first().unwrap_or_else(|| panic!("nothing is said about\n{text}"));
        assert!(first.starts_with(&format!("{line}: {code}: ")) && first.contains(words), "{text}\n{said:?}");
    }
}

#[test]
fn a_scenario_without_end_is_stopped() {
    let text = format!(
        "{HEAD}[[version]]\nat = \"0s\"\n{}",
        "[[notify]]\nat = \"1s\"\nfrom = \"192.0.2.53\"\ntimes = 10000\n".repeat(30)
    );
    let timeline = run(&read(&text).unwrap()).unwrap();
    assert_eq!(timeline.entries.last().unwrap().code, "rehearse-stopped");
}
