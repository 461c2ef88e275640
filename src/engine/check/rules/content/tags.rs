//! Lists of tags (RFC 6376 §3.2), as DKIM, DMARC and their kin have them: `v=DMARC1; p=none`.

use std::collections::HashSet;
use std::ops::Range;

use super::joined::Joined;
use super::policy::Policy;
use super::subject::{Subject, with_fix};
use crate::engine::check::codes::content::{ADD_SEMICOLON, LOWER_CASE, REMOVE_BACKSLASH, mail};
use crate::engine::diag::Code;
use crate::engine::dns::codes::shown;

/// A tag with its value, and where both stand in the text.
#[derive(Clone, Debug)]
pub(super) struct Tag<'t> {
    pub(super) name: &'t [u8],
    pub(super) value: &'t [u8],
    pub(super) name_at: Range<usize>,
    pub(super) value_at: Range<usize>,
}

impl Tag<'_> {
    /// Where the whole stands.
    pub(super) const fn at(&self) -> Range<usize> {
        self.name_at.start..self.value_at.end
    }
}

/// The tags of a text in their order, each name once, and what is wrong with their form.
pub(super) struct Tags<'t> {
    tags: Vec<Tag<'t>>,
    faults: Vec<Fault>,
}

enum Fault {
    Malformed(Range<usize>),
    /// A tag with a semicolon missing in front, and where it belongs.
    Separator(Range<usize>, usize),
    Twice(Range<usize>, String),
    Backslashes(Vec<Range<usize>>),
}

impl<'t> Tags<'t> {
    /// Reads the tags. `known` are the names that the policy has, `free` the one whose value is any text.
    pub(super) fn read(text: &'t Joined<'_>, known: &[&str], free: Option<&str>) -> Self {
        let octets = &*text.octets;
        let (mut tags, mut faults, mut backslashes) = (Vec::new(), Vec::new(), Vec::new());
        let mut at = 0;
        for piece in octets.split(|o| *o == b';') {
            let mut range = trim(octets, at..at + piece.len());
            at += piece.len() + 1;
            if at <= octets.len() && text.get(range.clone()).ends_with(b"\\") {
                backslashes.push(range.end - 1..range.end);
                range = trim(octets, range.start..range.end - 1);
            }
            if range.is_empty() {
                continue;
            }
            let Some(mut tag) = tag(octets, range.clone()) else {
                faults.push(Fault::Malformed(range));
                continue;
            };
            // A semicolon that is missing makes one tag of two.
            while let Some(next) = swallowed(octets, &tag, known, free) {
                let Some(second) = self::tag(octets, next..tag.value_at.end) else { break };
                tag.value_at = trim(octets, tag.value_at.start..next);
                tag.value = text.get(tag.value_at.clone());
                faults.push(Fault::Separator(second.at(), tag.value_at.end));
                tags.push(std::mem::replace(&mut tag, second));
            }
            tags.push(tag);
        }
        if !backslashes.is_empty() {
            faults.push(Fault::Backslashes(backslashes));
        }
        let mut names = HashSet::new();
        tags.retain(|tag| {
            let is_first = names.insert(tag.name);
            if !is_first {
                faults.push(Fault::Twice(tag.at(), shown(tag.name)));
            }
            is_first
        });
        Self { tags, faults }
    }

    /// Says what is wrong with the form.
    pub(super) fn report(&self, subject: &mut Subject<'_>, policy: Policy) {
        for fault in &self.faults {
            match fault {
                Fault::Malformed(range) => {
                    subject.say(&mail::TAG_MALFORMED, range.clone(), |finding| finding.arg("policy", policy.name()));
                }
                Fault::Separator(range, at) => {
                    subject.mend(&mail::TAG_SEPARATOR, range.clone(), &ADD_SEMICOLON, *at..*at, ";");
                }
                Fault::Twice(range, name) => subject.say(&mail::TAG_TWICE, range.clone(), |finding| {
                    finding.arg("tag", name.clone()).arg("policy", policy.name())
                }),
                Fault::Backslashes(all) => {
                    let (text, context) = (subject.text, subject.context);
                    let range = all.first().cloned().unwrap_or_default();
                    subject.say(&mail::TAG_BACKSLASH, range, |finding| {
                        let edits = all.iter().map(|range| text.edit(context, range.clone(), "")).collect();
                        with_fix(finding, &REMOVE_BACKSLASH, edits).arg("policy", policy.name())
                    });
                }
            }
        }
    }

    /// The tag of a name. Names are case-sensitive.
    pub(super) fn get(&self, name: &str) -> Option<&Tag<'t>> {
        self.tags.iter().find(|tag| tag.name == name.as_bytes())
    }

    /// All of them, in their order.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Tag<'t>> {
        self.tags.iter()
    }

    /// The first of them.
    pub(super) fn first(&self) -> Option<&Tag<'t>> {
        self.tags.first()
    }

    /// Whether the text begins with the policy's version. Consumers discard what does not, be it for a blank
    /// (RFC 7489 §6.6.3, RFC 8461 §3.1, RFC 8460 §3).
    pub(super) fn begin_with(&self, policy: Policy) -> bool {
        let is_version = |tag: &Tag<'_>| tag.name == b"v" && tag.value == policy.version().as_bytes();
        self.first().is_some_and(|tag| is_version(tag) && tag.name_at.start == 0)
    }

    /// Says that the text does not begin with its version.
    pub(super) fn unversioned(&self, subject: &mut Subject<'_>, code: &'static Code) {
        let end = self.first().map_or(subject.text.octets.len(), |tag| tag.value_at.end);
        subject.say(code, 0..end, |finding| finding);
    }

    /// Says which tags the policy does not have.
    pub(super) fn unknown(&self, subject: &mut Subject<'_>, code: &'static Code, known: &[&str]) {
        for tag in self.iter().filter(|tag| !is_known(tag.name, known)) {
            let lower = String::from_utf8_lossy(&tag.name.to_ascii_lowercase()).into_owned();
            if is_known(lower.as_bytes(), known) && self.get(&lower).is_none() {
                subject.mend(code, tag.name_at.clone(), &LOWER_CASE, tag.name_at.clone(), &lower);
            } else {
                subject.say(code, tag.name_at.clone(), |finding| finding);
            }
        }
    }
}

fn is_known(name: &[u8], known: &[&str]) -> bool {
    known.iter().any(|known| known.as_bytes() == name)
}

/// `name = value`, in `range`.
fn tag(text: &[u8], range: Range<usize>) -> Option<Tag<'_>> {
    let equals = range.start + text.get(range.clone())?.iter().position(|o| *o == b'=')?;
    let name_at = trim(text, range.start..equals);
    let value_at = trim(text, equals + 1..range.end);
    let name = text.get(name_at.clone())?;
    let is_name = name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|o| o.is_ascii_alphanumeric() || matches!(o, b'_' | b'-'));
    is_name.then(|| Tag { name, value: text.get(value_at.clone()).unwrap_or_default(), name_at, value_at })
}

/// Where another tag begins inside the value, behind a space.
fn swallowed(text: &[u8], tag: &Tag<'_>, known: &[&str], free: Option<&str>) -> Option<usize> {
    if free.is_some_and(|free| tag.name == free.as_bytes()) {
        return None;
    }
    let mut at = tag.value_at.start;
    loop {
        let rest = text.get(at..tag.value_at.end)?;
        let start = at + rest.iter().position(u8::is_ascii_whitespace)? + 1;
        let rest = text.get(start..tag.value_at.end)?;
        let word = rest.iter().take_while(|o| o.is_ascii_alphanumeric()).count();
        let (word, behind) = rest.split_at_checked(word)?;
        if behind.starts_with(b"=") && is_known(word, known) && start > tag.value_at.start {
            return Some(start);
        }
        at = start;
    }
}

/// `range` without white space at its edges.
fn trim(text: &[u8], range: Range<usize>) -> Range<usize> {
    let piece = text.get(range.clone()).unwrap_or_default();
    let start = range.start + piece.len() - piece.trim_ascii_start().len();
    let end = start + piece.trim_ascii().len();
    start..end
}
