//! `named.conf`: `allow-transfer`, `also-notify`, `acl`, `key`, in the zone, its options or the server's.

use std::collections::BTreeMap;

use super::{ENTRIES, Entry, Pasted, Told, Vendor, same};
use crate::product::provider::Range;

/// A word, or a block of statements.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Word(String),
    Block(Vec<Vec<Part>>),
}

/// Blocks within blocks: access lists have two or three.
const DEPTH: usize = 16;

pub(super) fn read(text: &str, zone: &str) -> Pasted {
    let words = words(text);
    let statements = block(&mut words.iter().map(String::as_str), 0);
    let mut found = Pasted::new(Vendor::Bind);
    let mut acls: BTreeMap<&str, &[Vec<Part>]> = BTreeMap::new();
    let mut general: Option<&[Vec<Part>]> = None;
    let mut own: Option<&[Vec<Part>]> = None;
    for statement in all(&statements) {
        match (word(statement, 0), word(statement, 1), statement.last()) {
            (Some("acl"), Some(name), Some(Part::Block(inside))) => drop(acls.insert(name, inside)),
            (Some("key"), Some(name), Some(Part::Block(_))) => found.keys.push(name.to_owned()),
            (Some("options"), _, Some(Part::Block(inside))) => general = Some(inside),
            (Some("zone"), Some(name), Some(Part::Block(inside))) if same(name, zone) => own = Some(inside),
            (Some("include"), Some(name), _) => found.unknown.push(name.to_owned()),
            _ => {}
        }
    }
    found.has_zone = own.is_some();
    let option = |name: &str| {
        let of = |list: &[Vec<Part>]| list.iter().find(|s| word(s, 0) == Some(name)).cloned();
        own.and_then(of).or_else(|| general.and_then(of))
    };
    match option("allow-transfer") {
        Some(statement) => {
            if let Some(Part::Block(list)) = statement.last() {
                let mut left = ENTRIES;
                entries(list, &acls, &mut found, &mut left, 0);
                if left == 0 {
                    found.cut();
                }
                narrow(&mut found);
            }
        }
        // Nobody, since BIND 9.20; anybody before: the text does not tell which.
        None => found.unknown.push("allow-transfer".to_owned()),
    }
    if let Some(Part::Block(list)) = option("also-notify").as_ref().and_then(|s| s.last()) {
        let told = |s: &Vec<Part>| Some(Told::new(word(s, 0)?, word(s, 2).filter(|_| word(s, 1) == Some("port"))));
        found.notify = list.iter().filter_map(told).collect();
    }
    found
}

/// An access list: the first that matches decides. Lists that name lists can grow without bound, so `left` are looked at.
fn entries(
    list: &[Vec<Part>],
    acls: &BTreeMap<&str, &[Vec<Part>]>,
    found: &mut Pasted,
    left: &mut usize,
    depth: usize,
) {
    if depth > DEPTH {
        return found.unknown.push("a list within lists".to_owned());
    }
    for statement in list {
        *left = left.saturating_sub(1);
        if *left == 0 {
            return;
        }
        let denied = word(statement, 0).is_some_and(|w| w.starts_with('!'));
        let first = word(statement, 0).map(|w| w.trim_start_matches('!')).unwrap_or_default();
        let (first, second) = if first.is_empty() && denied {
            (word(statement, 1).unwrap_or_default(), word(statement, 2))
        } else {
            (first, word(statement, 1))
        };
        if let Some(Part::Block(inside)) = statement.last() {
            // `!{ !LIST; any; }`: who is not in the list is turned away, the others go on to the next entry.
            let only = inside.first().and_then(|s| word(s, 0)).and_then(|w| w.strip_prefix('!'));
            match only.and_then(|name| acls.get(name)) {
                Some(ranges) if denied => {
                    *left = left.saturating_sub(ranges.len());
                    strangers(ranges, found);
                }
                _ if denied => found.unknown.push("a list that is denied".to_owned()),
                _ => entries(inside, acls, found, left, depth + 1),
            }
            continue;
        }
        match (first, second) {
            ("key", Some(name)) => found.allow.push(Entry { range: None, key: Some(name.to_owned()), denied }),
            ("any", _) => found.allow.push(Entry { denied, ..Entry::default() }),
            ("none", _) => found.allow.push(Entry { denied: !denied, ..Entry::default() }),
            (name, _) => match (Range::read(name), acls.get(name)) {
                (Some(range), _) => found.allow.push(Entry { range: Some(range), key: None, denied }),
                (None, Some(inside)) if !denied => entries(inside, acls, found, left, depth + 1),
                _ => found.unknown.push(name.to_owned()),
            },
        }
    }
}

/// What follows counts only for these ranges.
fn strangers(ranges: &[Vec<Part>], found: &mut Pasted) {
    let inside: Vec<_> = ranges.iter().filter_map(|s| Range::read(word(s, 0)?)).collect();
    found.only = Some((found.allow.len(), inside));
}

/// Entries after that, each for those ranges alone.
fn narrow(found: &mut Pasted) {
    let Some((from, ranges)) = found.only.take() else { return };
    let later = found.allow.split_off(from.min(found.allow.len()));
    for entry in later {
        if found.allow.len() > ENTRIES {
            break;
        }
        match entry.range {
            None => found.allow.extend(ranges.iter().map(|r| Entry { range: Some(*r), ..entry.clone() })),
            Some(range) if ranges.iter().any(|r| r.contains(&range)) => found.allow.push(entry),
            Some(_) => {}
        }
    }
}

/// Statements of all blocks at the top, and inside views.
fn all(statements: &[Vec<Part>]) -> Vec<&Vec<Part>> {
    let inside = |s: &'_ Vec<Part>| matches!(word(s, 0), Some("view"));
    let mut found: Vec<&Vec<Part>> = Vec::new();
    for statement in statements {
        match statement.last() {
            Some(Part::Block(list)) if inside(statement) => found.extend(list),
            _ => found.push(statement),
        }
    }
    found
}

fn word(statement: &[Part], at: usize) -> Option<&str> {
    match statement.get(at)? {
        Part::Word(word) => Some(word),
        Part::Block(_) => None,
    }
}

fn block<'a>(words: &mut impl Iterator<Item = &'a str>, depth: usize) -> Vec<Vec<Part>> {
    let (mut statements, mut statement) = (Vec::new(), Vec::new());
    while let Some(next) = words.next() {
        match next {
            ";" => {
                if !statement.is_empty() {
                    statements.push(std::mem::take(&mut statement));
                }
            }
            "{" if depth < DEPTH => {
                let inside = block(words, depth + 1);
                statement.push(Part::Block(inside));
            }
            "}" => break,
            word => statement.push(Part::Word(word.to_owned())),
        }
    }
    if !statement.is_empty() {
        statements.push(statement);
    }
    statements
}

/// Words and signs; comments in all three forms left out, quotes taken off.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word) = (Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match c {
            '#' => drop(chars.by_ref().find(|&c| c == '\n')),
            '/' if next == Some('/') => drop(chars.by_ref().find(|&c| c == '\n')),
            '/' if next == Some('*') => {
                let mut last = ' ';
                for c in chars.by_ref().skip(1) {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            '"' => word.extend(chars.by_ref().take_while(|&c| c != '"')),
            '{' | '}' | ';' => {
                flush(&mut words, &mut word);
                words.push(c.to_string());
                continue;
            }
            c if c.is_whitespace() => {}
            c => {
                word.push(c);
                continue;
            }
        }
        flush(&mut words, &mut word);
    }
    flush(&mut words, &mut word);
    words
}

fn flush(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}
