//! Holds what ARCHITECTURE.md and CONTRIBUTING.md promise about the tree: arrows, sizes, first lines, codes and texts,
//! reasons beside dependencies. Reads source as text; knows nothing of what it does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    reason = "tests say what they expect by failing"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// All Rust files under `folder`, as paths relative to the root, sorted.
fn rust_files(folder: &str) -> Vec<String> {
    fn walk(dir: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    walk(&root().join(folder), &mut out);
    let mut files: Vec<_> =
        out.iter().map(|p| p.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")).collect();
    files.sort();
    assert!(!files.is_empty(), "no Rust files under {folder}");
    files
}

/// Source without comments and without the unit tests at its end, so that what is said is not taken for what is done.
fn code(path: &str) -> String {
    let text = read(path);
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().map(|l| if l.trim_start().starts_with("//") { "" } else { l }).collect::<Vec<_>>().join("\n")
}

/// `ARCHITECTURE.md`'s list: key to names.
fn rooms() -> BTreeMap<String, Vec<String>> {
    let text = read("ARCHITECTURE.md");
    let list =
        text.split("<!-- rooms").nth(1).and_then(|t| t.split("<!-- end of rooms").next()).expect("the list of rooms");
    let mut rooms = BTreeMap::new();
    for line in list.lines().filter_map(|l| l.strip_prefix("- ")) {
        let (key, names) = line.split_once(':').expect("key: names");
        rooms.insert(key.to_owned(), names.split_whitespace().map(str::to_owned).collect());
    }
    rooms
}

/// `src/engine/dns/name.rs` → `("engine", "dns")`.
fn room_of(path: &str) -> Option<(String, String)> {
    let mut parts = path.strip_prefix("src/")?.split('/');
    let floor = parts.next()?.to_owned();
    let room = parts.next()?.trim_end_matches(".rs").to_owned();
    Some((floor, room))
}

/// What `crate::FLOOR::…` names directly: `zone` of `crate::engine::zone::X`, all of `crate::engine::{diag::Y, zone}`.
fn mentions(source: &str, floor: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for prefix in [format!("crate::{floor}::"), format!("understudy::{floor}::")] {
        for (at, _) in source.match_indices(&prefix) {
            let rest = &source[at + prefix.len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let mut depth = 0;
                let mut word = String::new();
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            found.insert(std::mem::take(&mut word));
                        }
                        c if depth == 0 && !c.is_whitespace() => word.push(c),
                        _ => {}
                    }
                }
                found.insert(word);
            } else {
                found.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
        }
    }
    found.into_iter().map(|w| w.split("::").next().unwrap_or_default().to_owned()).filter(|w| !w.is_empty()).collect()
}

#[test]
fn arrows_point_down() {
    let rooms = rooms();
    let place = |floor: &str, room: &str| rooms[floor].iter().position(|r| r == room);
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        let Some((floor, room)) = room_of(&file) else { continue };
        let Some(mine) = rooms.get(&floor).and_then(|list| list.iter().position(|r| *r == room)) else {
            assert!(!rooms.contains_key(&floor), "{file}: room {room} is not in ARCHITECTURE.md's list");
            continue;
        };
        let source = code(&file);
        let below = |other: &str| match (floor.as_str(), other) {
            ("roles", _) | ("product", "engine") => true,
            (a, b) => a == b,
        };
        for other_floor in ["engine", "product", "roles"] {
            for other in mentions(&source, other_floor) {
                if other == room && other_floor == floor {
                    continue;
                }
                let Some(theirs) = place(other_floor, &other) else {
                    wrong.push(format!("{file}: crate::{other_floor}::{other} is no room"));
                    continue;
                };
                let fine = if !below(other_floor) {
                    false
                } else if floor != other_floor {
                    true
                } else if floor == "roles" {
                    rooms["may start"] == [room.clone(), other.clone()]
                } else {
                    let strangers = &rooms["strangers"];
                    theirs < mine && !(strangers.contains(&room) && strangers.contains(&other))
                };
                if !fine {
                    wrong.push(format!("{file}: {floor}/{room} uses {other_floor}/{other}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that do not point down:\n{}", wrong.join("\n"));
}

#[test]
fn the_lower_floors_touch_no_world() {
    let banned = [
        "std::fs",
        "std::net::Tcp",
        "std::net::Udp",
        "std::process",
        "std::thread",
        "std::time::Instant",
        "std::time::SystemTime",
        "std::env",
        "std::io::std",
        "tokio::",
        "tracing::",
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "async fn",
        ".await",
        "println!",
        "eprintln!",
        "thread_local!",
        "static mut",
        "getrandom",
    ];
    let mut wrong = Vec::new();
    for file in rust_files("src/engine").into_iter().chain(rust_files("src/product")) {
        let source = code(&file);
        wrong.extend(banned.iter().filter(|b| source.contains(**b)).map(|b| format!("{file}: {b}")));
    }
    assert!(wrong.is_empty(), "engine and product do no I/O:\n{}", wrong.join("\n"));
}

#[test]
fn serde_stops_at_the_products_edge() {
    let allowed = &rooms()["serde"];
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        let inside = file.strip_prefix("src/").unwrap_or_default();
        if code(&file).contains("serde") && !allowed.iter().any(|a| inside.starts_with(a.as_str())) {
            wrong.push(file);
        }
    }
    assert!(wrong.is_empty(), "serde outside its rooms: {wrong:?}");
}

#[test]
fn features_are_roles() {
    for file in rust_files("src") {
        let source = read(&file);
        let mentions =
            source.contains("cfg(feature") || source.contains("cfg(not(feature") || source.contains("(feature = ");
        assert!(!mentions || file == "src/lib.rs" || file == "src/roles.rs", "{file}: cfg on a feature");
    }
}

#[test]
fn the_server_and_the_rehearsal_take_no_decision() {
    let banned =
        ["Rcode::", "is_before(", "Serial::compare", ".compare(", "TsigFault::", "BADSIG", "BADKEY", "BADTIME"];
    let mut wrong = Vec::new();
    let folders = ["src/roles/server", "src/product/rehearse"];
    for file in folders.into_iter().flat_map(rust_files).chain(["src/product/rehearse.rs".to_owned()]) {
        let source = code(&file);
        wrong.extend(banned.iter().filter(|b| source.contains(**b)).map(|b| format!("{file}: {b}")));
    }
    assert!(wrong.is_empty(), "decisions belong to engine/xfr and product/cause:\n{}", wrong.join("\n"));
}

/// Decision 3 of the design: the rehearsal and the server run the same machine, and nobody has another.
#[test]
fn the_server_and_the_rehearsal_drive_one_machine() {
    let makers = |what: &str| -> Vec<String> {
        rust_files("src").into_iter().filter(|file| code(file).contains(what)).collect()
    };
    assert_eq!(makers("Session::new("), ["src/product/rehearse/world.rs", "src/roles/server/driver.rs"]);
    // A replay steps the part that decides, for it has no messages.
    assert_eq!(makers("Secondary::new("), ["src/engine/xfr/session.rs", "src/product/rehearse/trace/words.rs"]);
}

#[test]
fn files_say_what_they_are_for_and_stay_readable() {
    let files: Vec<_> = ["src", "tests"].into_iter().flat_map(rust_files).collect();
    let mut long = 0;
    for file in &files {
        let text = read(file);
        assert!(text.starts_with("//! "), "{file}: the first line does not say what the file is for");
        let lines = text.lines().count();
        let most = if file.starts_with("src/roles/web/") { 250 } else { 600 };
        assert!(lines <= most, "{file}: {lines} lines, {most} at most");
        assert!(lines > 3, "{file}: an empty file");
        long += usize::from(lines > 450);
    }
    assert!(long * 10 <= files.len(), "{long} of {} files are over 450 lines; nine of ten stay below", files.len());
}

#[test]
fn nothing_is_left_behind() {
    let words = ["TODO", "FIXME", "XXX", "HACK", "todo!(", "unimplemented!(", "dbg!(", "#[ignore", "#[allow("];
    let mut wrong = Vec::new();
    for file in ["src", "tests"].into_iter().flat_map(rust_files).filter(|f| f != "tests/architecture.rs") {
        let text = read(&file);
        wrong.extend(words.iter().filter(|w| text.contains(**w)).map(|w| format!("{file}: {w}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `Code::error("name", …)` and `Label { name: "name" }` as declared over the crate: name to file.
fn declared(pattern: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for file in rust_files("src").into_iter().filter(|f| !f.starts_with("src/engine/diag/")) {
        let source = code(&file);
        for p in pattern {
            for (at, _) in source.match_indices(p) {
                let rest = source[at + p.len()..].trim_start();
                let Some(name) = rest.strip_prefix('"').and_then(|r| r.split('"').next()) else { continue };
                if let Some(other) = found.insert(name.to_owned(), file.clone()) {
                    panic!("{name} is declared in {other} and in {file}");
                }
            }
        }
    }
    found
}

#[test]
fn every_code_has_its_text_and_every_text_its_code() {
    let codes = declared(&["Code::error(", "Code::warning(", "Code::info("]);
    assert!(!codes.is_empty());
    let mut texts = BTreeSet::new();
    let mut wrong = Vec::new();
    for text in understudy::engine::diag::english::all() {
        if !texts.insert(text.code.to_owned()) {
            wrong.push(format!("{}: two texts", text.code));
        }
        if !codes.contains_key(text.code) {
            wrong.push(format!("{}: a text without a code", text.code));
        }
        if text.message.ends_with('.') {
            wrong.push(format!("{}: the message ends with a full stop", text.code));
        }
        if text.message.is_empty()
            || text.code.chars().any(|c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
        {
            wrong.push(format!("{}: not kebab-case, or no message", text.code));
        }
    }
    wrong.extend(codes.iter().filter(|(c, _)| !texts.contains(*c)).map(|(c, f)| format!("{c} ({f}): no text")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = read("Cargo.toml");
    let mut inside = false;
    let mut before = "";
    let mut wrong = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies");
        } else if inside && line.chars().next().is_some_and(char::is_alphanumeric) && !before.starts_with('#') {
            wrong.push(line);
        }
        before = line;
    }
    assert!(wrong.is_empty(), "dependencies without a comment above them:\n{}", wrong.join("\n"));
}

#[test]
fn the_readme_names_the_two_commands() {
    let readme = read("README.md");
    for command in ["make run", "make test"] {
        assert!(readme.contains(command), "README.md lacks `{command}`");
    }
}

/// Words that are the same in every language.
const NO_WORDS: [&str; 5] = ["AXFR", "F8", "IXFR", "RFC 1982", "TTL"];

/// Literals of a component that a person would read: children of an element, names for screen readers, templates.
fn spoken(source: &str) -> Vec<String> {
    const NAMES: [&str; 10] =
        ["aria-label=", "placeholder=", "title=", "label=", "lead=", "rest=", "hint=", "alt=", "fill(", "plural("];
    let mut found = Vec::new();
    for line in source.lines() {
        for (at, _) in line.match_indices('"') {
            let (before, from) = (&line[..at], &line[at + 1..]);
            // Of each pair, the opening one.
            if before.matches('"').count() % 2 == 1 {
                continue;
            }
            let Some((text, behind)) = from.split_once('"') else { continue };
            let child = before.ends_with("{ ") && behind.trim_start().starts_with('}');
            let named = NAMES
                .iter()
                .any(|name| before.ends_with(name) || before.strip_suffix('{').is_some_and(|b| b.ends_with(name)));
            // `if on { "true" } else { "false" }`: a value of an attribute is one word, or names of classes.
            let value =
                before.contains("if ") && (!text.contains(' ') || text.starts_with("fas ") || text.starts_with("us-"));
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            if (named || child && !value) && letters > 1 && !NO_WORDS.contains(&text) {
                found.push(text.to_owned());
            }
        }
    }
    found
}

#[test]
fn components_have_no_words_of_their_own() {
    let page = rust_files("src/roles/web");
    let mut wrong = Vec::new();
    for file in page.iter().filter(|f| !f.starts_with("src/roles/web/text")) {
        wrong.extend(spoken(&code(file)).into_iter().map(|text| format!("{file}: {text:?}")));
    }
    assert!(wrong.is_empty(), "words belong into src/roles/web/text and text/german:\n{}", wrong.join("\n"));
}

/// `scripts/guards.py` takes them out; here only whether it still could.
#[test]
fn guards_stand_where_their_table_says() {
    let table: toml::Table = read("tests/guards.toml").parse().unwrap();
    let tests: String = rust_files("tests").iter().chain(&rust_files("src")).map(read).collect();
    let (mut wrong, mut ids) = (Vec::new(), BTreeSet::new());
    for guard in table["guard"].as_array().unwrap() {
        let word = |key: &str| guard[key].as_str().unwrap();
        let (id, file) = (word("id"), word("file"));
        let count = read(format!("src/{file}")).matches(word("was")).count();
        if count != 1 {
            wrong.push(format!("guard {id}: its text stands {count} times in {file}"));
        }
        if !ids.insert(id) || !word("off").contains("OFF") {
            wrong.push(format!("guard {id} is there twice, or is never taken out"));
        }
        for test in guard["tests"].as_array().unwrap() {
            let test = test.as_str().unwrap();
            if !tests.contains(&format!("fn {test}")) {
                wrong.push(format!("guard {id}: there is no test {test}"));
            }
        }
    }
    // Each row of the document has one at least, and names the commit at which it was seen red.
    let document = read("docs/reliability.md");
    for line in document.lines() {
        let cells: Vec<_> = line.split(" | ").collect();
        let Some(row) = cells[0].strip_prefix("| ").and_then(|cell| cell.parse::<u32>().ok()) else { continue };
        if !ids.iter().any(|id| id.starts_with(&format!("{row:02}"))) {
            wrong.push(format!("row {row} of docs/reliability.md has no guard that is taken out"));
        }
        let commits: Vec<_> = cells.last().unwrap().trim_end_matches(" |").split(", ").collect();
        let is_one = |commit: &&str| commit.len() == 9 && commit[1..8].bytes().all(|octet| octet.is_ascii_hexdigit());
        if cells.len() != 5 || !commits.iter().all(is_one) {
            wrong.push(format!("row {row} of docs/reliability.md does not name its commit: {commits:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
