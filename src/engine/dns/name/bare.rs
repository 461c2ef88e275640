//! Octets that a name in a zone file has as they are, though Knot takes them behind a backslash alone (RFC 1035 §5.1 has
//! any octet there that is not special): its names hold letters, digits, `-`, `_`, `*` and `/`.

use std::fmt::{self, Write as _};

use super::NameRef;
use crate::engine::diag::{Args, Diagnostic, Diagnostics, Edit, Fix};
use crate::engine::dns::{Token, codes};

impl<'a> NameRef<'a> {
    /// As every name server reads it from a zone file; messages show fewer backslashes.
    #[must_use]
    pub const fn in_zone_file(self) -> InZoneFile<'a> {
        InZoneFile(self)
    }
}

/// A name as it is written into zone files.
#[derive(Clone, Copy, Debug)]
pub struct InZoneFile<'a>(NameRef<'a>);

impl fmt::Display for InZoneFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name) = self;
        if name.labels().all(|label| label.iter().all(|octet| is_plain(*octet))) {
            return write!(f, "{name}");
        }
        for label in name.labels() {
            for &octet in label {
                if is_plain(octet) { f.write_char(char::from(octet))? } else { f.write_str(&escaped(octet))? }
            }
            f.write_char('.')?;
        }
        Ok(())
    }
}

/// Says it of a name that could be read; asked where [`parse_into`](super::parse_into) does not know that there is nothing.
#[cold]
#[inline(never)]
pub(in crate::engine) fn report(word: &Token<'_>, diags: &mut Diagnostics) {
    if let Some(finding) = finding(word) {
        diags.push(finding);
    }
}

fn finding(word: &Token<'_>) -> Option<Diagnostic> {
    if word.text == b"@" {
        return None;
    }
    let first = bare(word.text).next()?;
    let character = word.text.get(first..).and_then(|rest| rest.utf8_chunks().next()?.valid().chars().next());
    let shown = match character {
        Some(character) if !character.is_control() => character.to_string(),
        _ => word.text.get(first).map(|octet| escaped(*octet)).unwrap_or_default(),
    };
    let mut text = String::new();
    let mut odd = bare(word.text).peekable();
    for (at, octet) in word.text.iter().enumerate() {
        if odd.next_if_eq(&at).is_some() {
            text.push_str(&escaped(*octet));
        } else {
            text.push(char::from(*octet));
        }
    }
    // What is in quotes is told as such; other letters are written as A-labels, not like this.
    let edits = if word.quoted || !word.text.is_ascii() { Vec::new() } else { vec![Edit { span: word.span, text }] };
    let fix = Fix { title: &codes::ESCAPE_SIGNS, args: Args::new(), edits };
    let finding = Diagnostic::new(&codes::NAME_UNESCAPED, word.span).arg("value", codes::shown(word.text));
    let finding = if word.text.starts_with(b"$") { finding.arg("first", "dollar") } else { finding };
    Some(Diagnostic { fix: Some(fix).filter(|fix| !fix.edits.is_empty()), ..finding.arg("character", shown) })
}

/// Whether Knot takes an octet of a label without a backslash.
const fn is_plain(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'*' | b'/')
}

/// As written behind a backslash: the character, or three digits. BIND takes `\[` for the beginning of a bit-string label
/// (RFC 2673 §3.2), NSD `\#` for that of generic data (RFC 3597 §5), and a dot behind `\\` for one that is escaped.
fn escaped(octet: u8) -> String {
    if octet.is_ascii_graphic() && !matches!(octet, b'[' | b'#' | b'\\') {
        format!("\\{}", char::from(octet))
    } else {
        format!("\\{octet:03}")
    }
}

/// Where such octets stand.
fn bare(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut behind_backslash = false;
    text.iter().enumerate().filter_map(move |(at, octet)| {
        let is_escaped = behind_backslash;
        behind_backslash = *octet == b'\\' && !is_escaped;
        let is_plain = is_plain(*octet) || matches!(octet, b'.' | b'\\');
        (!is_escaped && !is_plain).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dns::Name;
    use crate::engine::dns::name::parse_into;

    #[test]
    fn names_are_written_so_that_all_read_them() {
        let written = |text: &str| Name::parse(text.as_bytes(), None).unwrap().as_ref().in_zone_file().to_string();
        assert_eq!(written("."), ".");
        assert_eq!(written("_a-b.*.0/25.example."), "_a-b.*.0/25.example.");
        assert_eq!(written("a+b.c=d,é.x[#."), "a\\+b.c\\=d\\,\\195\\169.x\\091\\035.");
        assert_eq!(written("a\\.b.\\000."), "a\\.b.\\000.");
    }

    #[test]
    fn what_stands_behind_a_backslash_is_not_bare() {
        let places = |text: &str| bare(text.as_bytes()).collect::<Vec<_>>();
        assert_eq!(places("_a-b.*/c0."), [0; 0]);
        assert_eq!(places("a+b,c"), [1, 3]);
        assert_eq!(places("a\\+b\\\\+"), [6]);
        assert_eq!(places("a\\043é"), [5, 6]);
        for octet in 0..=u8::MAX {
            for len in 1..20 {
                for at in 0..len {
                    let mut text = vec![b'a'; len];
                    text[at] = octet;
                    let may_be = parse_into(&text, Some(NameRef::ROOT), &mut Vec::new()).unwrap_or(true);
                    assert!(may_be || bare(&text).next().is_none() || text == b"@", "{octet} at {at} of {len}");
                    assert!(!may_be || !octet.is_ascii_alphanumeric(), "{octet} at {at} of {len}");
                }
            }
        }
    }
}
