//! Octets behind their length: NSEC3's salt in hex, `-` when empty (RFC 5155 §3.3), and its next hash in base32hex
//! without padding (RFC 5155 §3.3, RFC 4648 §7).

use data_encoding::BASE32HEX_NOPAD;

use super::super::words::within;
use super::{Diagnostics, Reader, WireFault, Words, hex, string};
use crate::engine::dns::codes;

pub(super) fn parse_salt(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    let at = out.len();
    out.push(0);
    if token.text != b"-" {
        hex::parse_word(words, &token, out, diags)?;
    }
    let len = out.len() - at - 1;
    let Ok(octet) = u8::try_from(len) else {
        diags.push(words.fault(&codes::STRING_TOO_LONG, token.span).arg("count", len).arg("limit", u8::MAX));
        return None;
    };
    *out.get_mut(at)? = octet;
    Some(())
}

pub(super) fn print_salt(salt: &[u8], out: &mut String) {
    if salt.is_empty() {
        out.push('-');
    } else {
        hex::print(salt, out);
    }
}

pub(super) fn parse_hash(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    match BASE32HEX_NOPAD.decode(&token.text.to_ascii_uppercase()) {
        Ok(hash) => {
            let Some(len) = u8::try_from(hash.len()).ok().filter(|len| (1..=MAX_HASH).contains(&usize::from(*len)))
            else {
                let fault = words.fault(&codes::HASH_LENGTH, token.span);
                diags.push(fault.arg("count", hash.len()).arg("limit", MAX_HASH));
                return None;
            };
            out.push(len);
            out.extend_from_slice(&hash);
            Some(())
        }
        Err(error) => {
            let shown = codes::shown(token.text.get(error.position..=error.position).unwrap_or_default());
            let span = within(&token, error.position, 1);
            diags.push(words.fault(&codes::BASE32_MALFORMED, span).arg("value", shown));
            None
        }
    }
}

/// Octets of the longest hash whose base32hex is a label (RFC 5155 §3, RFC 1035 §2.3.4).
const MAX_HASH: usize = 39;

/// The hash, at least one octet.
pub(super) fn read_hash<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], WireFault> {
    let at = reader.offset();
    let hash = string::read(reader)?;
    match hash.len() {
        1..=MAX_HASH => Ok(hash),
        count => Err(WireFault::new(&codes::HASH_LENGTH, at).arg("count", count).arg("limit", MAX_HASH)),
    }
}

pub(super) fn print_hash(hash: &[u8], out: &mut String) {
    out.push_str(&BASE32HEX_NOPAD.encode(hash));
}
