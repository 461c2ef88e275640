//! The diagnostics in other languages, www/locale, against the engine's English: every code and label, the same values,
//! none left over. A file there has the name of the English one, so that a message says which to fill.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use understudy::engine::diag::english;
use understudy::product::rehearse::{library, preset::Preset};

/// Names in braces: `{zone}`, `{count#record#records}`. BIND's own braces hold blanks.
fn names(text: &str) -> BTreeSet<&str> {
    let inside = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(inside, _)| inside);
    inside
        .map(|inside| inside.split('#').next().unwrap_or_default())
        .filter(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        })
        .collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn under(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    found
}

/// Which file of `language` a code or label of the engine's English belongs into.
fn place(language: &str, name: &str) -> String {
    let quoted = format!("\"{name}\"");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/diag/english");
    let home = under("src/engine/diag/english")
        .into_iter()
        .find(|path| fs::read_to_string(path).is_ok_and(|text| text.contains(&quoted)));
    let home = home.map_or_else(String::new, |path| {
        path.strip_prefix(&root).unwrap().with_extension("json").display().to_string()
    });
    format!("www/locale/{language}/{home}")
}

/// All of a language's texts (two each), labels and values.
#[derive(Default)]
pub struct Locale {
    pub texts: BTreeMap<String, (String, String)>,
    pub labels: BTreeMap<String, String>,
    values: BTreeSet<String>,
    refusals: BTreeSet<String>,
    scenarios: BTreeMap<String, (String, String)>,
    notes: BTreeMap<String, (String, String)>,
    wrong: Vec<String>,
}

pub fn read(language: &str) -> Locale {
    let mut locale = Locale::default();
    for path in under(&format!("www/locale/{language}")) {
        let shown = path.display().to_string();
        let json: Value =
            serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("{shown}: {e}"));
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{shown}: {value} is no text")).to_owned();
        let entries = |kind: &str| json[kind].as_object().cloned().unwrap_or_default();
        for (code, value) in entries("texts") {
            let both = (text(&value[0]), text(&value[1]));
            if locale.texts.insert(code.clone(), both).is_some() {
                locale.wrong.push(format!("{shown}: {code} is there twice"));
            }
        }
        for (name, value) in entries("labels") {
            if locale.labels.insert(name.clone(), text(&value)).is_some() {
                locale.wrong.push(format!("{shown}: {name} is there twice"));
            }
        }
        let pairs = |kind: &str| {
            let pair = |(name, value): (String, Value)| (name, (text(&value[0]), text(&value[1])));
            entries(kind).into_iter().map(pair).collect::<Vec<_>>()
        };
        locale.scenarios.extend(pairs("scenarios"));
        locale.notes.extend(pairs("notes"));
        locale.values.extend(entries("values").keys().cloned());
        let refusals = json["values"]["refusal"].as_object().cloned().unwrap_or_default();
        locale.refusals.extend(refusals.keys().cloned());
    }
    locale
}

/// What the companion says when it does not begin has no code of the engine: its sentences are read from their source.
#[test]
fn german_has_what_the_companion_refuses_with() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for file in ["ask.rs", "assigned.rs"] {
        let text = fs::read_to_string(root.join("src/roles/server/companion").join(file)).unwrap();
        // Each sentence stands in the statement that refuses, or as `message` before it; `unreadable` is of no person's doing.
        let ours = text.split("#[cfg(test)]").next().unwrap_or_default();
        let literals = ours.split('"').skip(1).step_by(2).filter(|literal| literal.contains(' '));
        for literal in
            literals.filter(|l| !l.starts_with("line {}") && !l.contains("JSON") && !l.starts_with("a field"))
        {
            let filled = literal.replace("{MOST_SERVERS}", "16").replace("{VERSION}", "{}");
            let inside = filled.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
            let pattern = inside.fold(filled.clone(), |text, name| text.replace(&format!("{{{name}}}"), "{}"));
            if !read("de").refusals.contains(&pattern) {
                wrong.push(format!("www/locale/de/values.json, refusal: {pattern:?} of {file}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with a text beside its English.
fn compare(what: &str, ours: &str, theirs: &str, wrong: &mut Vec<String>) {
    if names(ours) != names(theirs) {
        wrong.push(format!("{what}: values {:?} where English has {:?}", names(theirs), names(ours)));
    }
    if ours.is_empty() != theirs.trim().is_empty() || ours.ends_with('.') != theirs.ends_with('.') {
        wrong.push(format!(
            "{what}: it is empty, or ends with a full stop, where English does not, or the other way round"
        ));
    }
    if theirs.contains(['"', '“']) && !theirs.contains('„') && !ours.contains('"') {
        wrong.push(format!("{what}: quotation marks are „ and “"));
    }
}

#[test]
fn german_has_every_scenario_and_every_note() {
    let locale = read("de");
    let keys = |all: &BTreeMap<String, (String, String)>| all.keys().cloned().collect::<BTreeSet<_>>();
    let scenarios: BTreeSet<_> = library::ALL.iter().map(|example| example.name.to_owned()).collect();
    let notes: BTreeSet<_> = Preset::Cloudflare.notes().into_iter().map(|note| note.topic).collect();
    let file = "www/locale/de/rehearsals.json: title and text of each scenario, topic and text of each note";
    assert_eq!(keys(&locale.scenarios), scenarios, "{file}");
    assert_eq!(keys(&locale.notes), notes, "{file}");
    let full = |(title, text): &(String, String)| !title.is_empty() && !text.is_empty() && !title.ends_with('.');
    assert!(locale.scenarios.values().chain(locale.notes.values()).all(full), "{file}");
}

#[test]
fn german_says_what_english_says() {
    let mut locale = read("de");
    let mut wrong = std::mem::take(&mut locale.wrong);
    let (mut known, mut lacks) = (BTreeSet::new(), Vec::new());
    for text in english::all() {
        known.extend(names(text.message).into_iter().chain(names(text.why)));
        let Some((message, why)) = locale.texts.remove(text.code) else {
            lacks.push(format!("{}: add {}: {:?}, {:?}", place("de", text.code), text.code, text.message, text.why));
            continue;
        };
        compare(&format!("{}, message", text.code), text.message, &message, &mut wrong);
        compare(&format!("{}, why", text.code), text.why, &why, &mut wrong);
    }
    for (name, template) in english::labels() {
        known.extend(names(template));
        match locale.labels.remove(*name) {
            Some(theirs) => compare(name, template, &theirs, &mut wrong),
            None => lacks.push(format!("{}: add the label {name}: {template:?}", place("de", name))),
        }
    }
    wrong.extend(locale.texts.keys().map(|code| format!("{code}: a text of no code; take it out of www/locale/de")));
    wrong.extend(locale.labels.keys().map(|name| format!("{name}: no such label; take it out of www/locale/de")));
    // What is said beside a note, and by nobody else.
    known.insert("basis");
    known.insert("refusal");
    wrong.extend(
        locale.values.iter().filter(|v| !known.contains(v.as_str())).map(|v| format!("{v}: no text has this value")),
    );
    wrong.extend(lacks);
    assert!(wrong.is_empty(), "www/locale/de does not say what src/engine/diag/english says:\n{}", wrong.join("\n"));
}
