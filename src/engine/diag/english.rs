//! The English texts, keyed by code: one file a room, so that a code and its text change together.
//!
//! A template names its values in braces: `the type {type} is not known`; a word that follows a number says both its
//! forms: `{count} {count#record#records}`. A code without a text, a text without a code
//! and a value that no site gives are test failures.

mod answer;
mod catalog;
mod cause;
mod check;
mod dns;
mod ixfr;
mod name_servers;
mod probe;
mod project;
mod provider;
mod rehearse;
mod tsig;
mod xfr;
mod zone;
mod zonefile;

use super::{Args, Code, Label};

/// The texts of one code.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// The code's name.
    pub code: &'static str,
    /// One sentence: what is wrong, with its values. No final full stop.
    pub message: &'static str,
    /// Why it matters and what to do, in one or two sentences; may be empty for events.
    pub why: &'static str,
}

/// Texts of what checks find in a zone.
static FINDINGS: &[&[Text]] = &[
    check::TEXTS,
    check::addresses::TEXTS,
    check::alias::TEXTS,
    check::content::TEXTS,
    check::content::caa::TEXTS,
    check::content::keys::TEXTS,
    check::content::mail::TEXTS,
    check::content::services::TEXTS,
    check::content::sizes::TEXTS,
    check::content::spf::TEXTS,
    check::content::text::TEXTS,
    check::dnssec::TEXTS,
    check::dnssec_keys::TEXTS,
    check::name_servers::TEXTS,
    check::names::TEXTS,
    check::receivers::TEXTS,
    check::reverse::TEXTS,
    check::soa::TEXTS,
    check::targets::TEXTS,
    check::zone::TEXTS,
];

/// Texts of everything else.
static OTHERS: &[&[Text]] = &[
    answer::TEXTS,
    catalog::TEXTS,
    cause::TEXTS,
    dns::TEXTS,
    ixfr::TEXTS,
    project::TEXTS,
    provider::TEXTS,
    rehearse::TEXTS,
    tsig::TEXTS,
    xfr::TEXTS,
    zone::TEXTS,
    zonefile::TEXTS,
];

/// Labels of findings: name and template.
static FINDINGS_LABELS: &[&[(&str, &str)]] = &[check::LABELS, check::content::LABELS, check::receivers::LABELS];

/// Labels of everything else.
static OTHER_LABELS: &[&[(&str, &str)]] = &[
    answer::LABELS,
    cause::LABELS,
    dns::LABELS,
    name_servers::LABELS,
    probe::LABELS,
    provider::LABELS,
    tsig::LABELS,
    xfr::LABELS,
    zone::LABELS,
    zonefile::LABELS,
];

/// Every text there is, for the generated catalogue and its tests.
pub fn all() -> impl Iterator<Item = &'static Text> {
    FINDINGS.iter().flat_map(|room| room.iter()).chain(others())
}

/// Every label there is: name and template.
pub fn labels() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    FINDINGS_LABELS.iter().flat_map(|room| room.iter()).chain(other_labels())
}

/// The text of `code`.
#[must_use]
pub fn text(code: &Code) -> Option<&'static Text> {
    all().find(|t| t.code == code.name)
}

/// The message of `code`, filled with `args`; the code's name when it has no text.
#[must_use]
pub fn message(code: &Code, args: &Args) -> String {
    text(code).map_or_else(|| code.name.to_owned(), |t| fill(t.message, args))
}

/// Why `code` matters and what to do, filled with `args`; empty when nothing is said.
#[must_use]
pub fn why(code: &Code, args: &Args) -> String {
    text(code).map_or_else(String::new, |t| fill(t.why, args))
}

/// The phrase of `label`, filled with `args`; its name when it has none.
#[must_use]
pub fn label(label: &Label, args: &Args) -> String {
    let found = labels().find(|(name, _)| *name == label.name);
    found.map_or_else(|| label.name.to_owned(), |(_, template)| fill(template, args))
}

fn others() -> impl Iterator<Item = &'static Text> {
    OTHERS.iter().flat_map(|room| room.iter())
}

fn other_labels() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    OTHER_LABELS.iter().flat_map(|room| room.iter())
}

/// As [`message`], of a code that no check of a zone raises. The page has findings from its worker with their texts: asking
/// here alone, it is built without a second copy of them.
#[must_use]
pub fn other_message(code: &Code, args: &Args) -> String {
    let text = others().find(|t| t.code == code.name);
    text.map_or_else(|| code.name.to_owned(), |t| fill(t.message, args))
}

/// As [`why`], of the same codes as [`other_message`].
#[must_use]
pub fn other_why(code: &Code, args: &Args) -> String {
    others().find(|t| t.code == code.name).map_or_else(String::new, |t| fill(t.why, args))
}

/// As [`label`], of a label that no finding has.
#[must_use]
pub fn other_label(label: &Label, args: &Args) -> String {
    let found = other_labels().find(|(name, _)| *name == label.name);
    found.map_or_else(|| label.name.to_owned(), |(_, template)| fill(template, args))
}

/// Puts the values into a template. A brace without a value of that name stays as it is.
#[must_use]
pub fn fill(template: &str, args: &Args) -> String {
    fill_by(template, |name| args.get(name).map(ToString::to_string))
}

/// The same with values from elsewhere; what has none stays as it is.
#[must_use]
pub fn fill_by(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let found = from.find('}').and_then(|close| Some((close, filled(from.get(1..close)?, &value)?)));
        match found {
            Some((close, value)) => {
                out.push_str(&value);
                rest = from.get(close + 1..).unwrap_or_default();
            }
            None => {
                out.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// A template for one who reads it without values: names stay in braces, and words are those for many.
#[must_use]
pub fn unfilled(template: &str) -> String {
    fill_by(template, |name| Some(format!("{{{name}}}")))
}

/// What stands for one pair of braces: the value called so, or, for `n#record#records`, one of two words by that number.
fn filled(inside: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let Some((name, forms)) = inside.split_once('#') else { return value(inside) };
    let (one, many) = forms.split_once('#')?;
    Some(if value(name)? == "1" { one } else { many }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fill_replaces_known_values_and_keeps_the_rest() {
        let args = Args::new().with("a", "x").with("n", 3_u32);
        assert_eq!(fill("{a} has {n} of {b}", &args), "x has 3 of {b}");
        assert_eq!(fill("open { {a}", &args), "open { x");
        assert_eq!(fill("{n#one#many} {m#one#many}", &args), "many {m#one#many}");
        assert_eq!(fill("{n#one#many}", &Args::new().with("n", 1_u32)), "one");
        assert_eq!(unfilled("{a} has {n} {n#one#many} {"), "{a} has {n} many {");
    }
}
