//! Mistakes in a project file are told in an operator's words: every key of every table, with values of every kind, as TOML.

use understudy::engine::diag::english;
use understudy::product::project::ProjectFile;

/// What is written where something else belongs, and words that only a programmer says.
const VALUES: &str = include_str!("../data/mistakes/values.txt");
const WORDS: &str = include_str!("../data/mistakes/words.txt");

fn told(text: &str) -> Option<String> {
    let found = ProjectFile::read(text).err()?;
    Some(found.iter().map(|d| english::message(d.code, &d.args)).collect::<Vec<_>>().join("\n"))
}

#[test]
fn no_mistake_in_a_project_is_told_in_the_words_of_a_program() {
    let tables = [
        "",
        "project = 1\n[provider]\n",
        "project = 1\n[[tsig]]\n",
        "project = 1\n[[primary]]\n",
        "project = 1\n[[secondary]]\n",
        "project = 1\n[[acl]]\n",
        "project = 1\n[[zone]]\n",
        "project = 1\n[page]\n",
    ];
    let mut tried = 0;
    for table in tables {
        let line = table.lines().count() + 1;
        let said = told(&format!("{table}qqqqqqqqqqqq = 1\n")).unwrap();
        let known = said.split_once("known here: ").unwrap_or_else(|| panic!("{table}: {said}")).1;
        assert!(said.starts_with(&format!("line {line}: unknown key `qqqqqqqqqqqq`")), "{said}");
        for key in known.split(", ") {
            if key.len() > 3 {
                let swapped = format!("{}{}{}", &key[..1], &key[2..3], &key[1..2]) + &key[3..];
                let said = told(&format!("{table}{swapped} = 1\n")).unwrap();
                assert!(swapped == key || said.contains(&format!("nearest is `{key}`")), "{table}{swapped}: {said}");
            }
            for value in VALUES.lines() {
                let text = format!("{table}{key} = {value}\n");
                let Some(said) = told(&text) else { continue };
                tried += 1;
                assert!(said.lines().all(|l| l.starts_with("line ")) && !said.contains("hush"), "{text}{said}");
                for word in WORDS.lines() {
                    assert!(!said.contains(word), "{text}{said}");
                }
            }
        }
    }
    assert!(tried > 250, "{tried}");
}

#[test]
fn a_mistake_in_json_has_its_line() {
    let said = told("{\n\"project\": 1,\n\"provder\": {}\n}").unwrap();
    assert!(said.starts_with("line 3: unknown key `provder`, nearest is `provider`"), "{said}");
    let said = told("{\n\"project\": 1,\n\"provider\": {\"kind\": \"clodflare\"}\n}").unwrap();
    assert_eq!(said, "line 3: \"cloudflare\" or \"local\" belongs here");
}
