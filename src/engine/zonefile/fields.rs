//! From a record's span back to its words: reads one entry again, when a finding needs the exact place.

use super::lexer::{Cursor, Entry, Next, next_entry, starts_blank};
use super::text::Text;
use super::words;
use crate::engine::diag::Span;
use crate::engine::dns::Token;

/// Where the parts of a record stand.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    /// The owner, when the entry states it.
    pub owner: Option<Span>,
    /// The TTL, when the entry states it.
    pub ttl: Option<Span>,
    /// The class, when the entry states it.
    pub class: Option<Span>,
    /// The type.
    pub rtype: Span,
    /// The words of the RDATA.
    pub rdata: Vec<Token<'a>>,
}

/// The parts of the record at `span`, where `text` ends; none when no record is written there.
pub(super) fn fields_at(text: Text<'_>, span: Span) -> Option<Fields<'_>> {
    let mut cursor = Cursor::new(span.start as usize);
    let mut entry = Entry::default();
    if next_entry(text, &mut cursor, &mut entry) != Next::Entry {
        return None;
    }
    let before = text.offset(span.start).checked_sub(1);
    let omitted = before.is_some_and(|before| starts_blank(text.octets, before));
    let mut rest = entry.words.as_slice();
    let mut owner = None;
    if !omitted {
        let (first, behind) = rest.split_first()?;
        if first.text.starts_with(b"$") && !first.quoted {
            return None;
        }
        owner = Some(first.span);
        rest = behind;
    }
    let (mut ttl, mut class) = (None, None);
    loop {
        let (word, behind) = rest.split_first()?;
        rest = behind;
        if class.is_none() && words::parse_class(word.text).is_some() {
            class = Some(word.span);
        } else if ttl.is_none() && words::is_ttl_or_class(word.text) {
            ttl = Some(word.span);
        } else {
            return Some(Fields { owner, ttl, class, rtype: word.span, rdata: rest.to_vec() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_found_again() {
        let text = b"$TTL 1\nwww 1h IN MX ( 10 ; first\n  mail )\n  IN A 192.0.2.1\n";
        let read = |start: u32, len: u32| {
            let octets = text.get(..(start + len) as usize).unwrap_or_default();
            fields_at(Text::whole(octets, 0), Span::new(0, start, len))
        };
        let shown = |s: Span| &text[s.start as usize..s.end() as usize];
        let fields = read(7, 34).unwrap();
        assert_eq!(fields.owner.map(shown), Some(&b"www"[..]));
        assert_eq!(fields.ttl.map(shown), Some(&b"1h"[..]));
        assert_eq!(shown(fields.rtype), b"MX");
        assert_eq!(fields.rdata.iter().map(|t| t.text).collect::<Vec<_>>(), [&b"10"[..], b"mail"]);
        let fields = read(44, 14).unwrap();
        assert!(fields.owner.is_none() && fields.ttl.is_none() && fields.class.is_some());
        assert_eq!(shown(fields.rtype), b"A");
        assert!(read(0, 6).is_none());
    }
}
