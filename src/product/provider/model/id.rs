//! Identifiers of accounts, zones, keys and peers.

/// Whether `text` is 32 lower-case hex digits: what every recorded identifier is, though the schema says only "string".
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
