//! What a word in front of the RDATA can be: TTL, class or type, in any order of the first two (RFC 1035 §5.1).

use super::ttl::looks_like_ttl;
use crate::engine::dns::{Class, RecordType};

/// The class a word names: a mnemonic or RFC 3597's `CLASS3`.
pub(super) fn parse_class(word: &[u8]) -> Option<Class> {
    match word {
        [b'I' | b'i', b'N' | b'n'] => Some(Class::IN),
        [b'C' | b'c', b'H' | b'h'] => Some(Class::CH),
        // RFC 1035 §3.2.4: CSNET and Hesiod.
        [b'C' | b'c', b'S' | b's'] => Some(Class(2)),
        [b'H' | b'h', b'S' | b's'] => Some(Class(4)),
        // RFC 3597 §5
        [head @ .., _] if head.len() >= 5 && word.get(..5).is_some_and(|w| w.eq_ignore_ascii_case(b"CLASS")) => {
            let digits = word.get(5..).filter(|d| d.iter().all(u8::is_ascii_digit))?;
            std::str::from_utf8(digits).ok()?.parse().ok().map(Class)
        }
        _ => None,
    }
}

/// Whether a word names a class or was meant as a TTL.
pub(super) fn is_ttl_or_class(word: &[u8]) -> bool {
    looks_like_ttl(word) || is_class(word)
}

/// Whether a word names a class.
pub(super) fn is_class(word: &[u8]) -> bool {
    parse_class(word).is_some()
}

/// Whether a word names a record type.
pub(super) fn is_type(word: &[u8]) -> bool {
    RecordType::from_mnemonic(word).is_some()
}
