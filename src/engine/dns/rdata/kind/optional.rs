//! Fields that may be left out, or stand empty.

use data_encoding::BASE64;

use super::{Diagnostics, Reader, WireFault, Words, base64, string};

/// A character-string, or nothing (RFC 1183 §3.2).
pub(super) fn parse_string(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    if words.has_more() { string::parse(words, out, diags) } else { Some(()) }
}

pub(super) fn print_string(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    if reader.left() > 0 {
        string::print(string::read(reader)?, out);
    }
    Ok(())
}

/// Octets in Base64 to the end, or none (RFC 4025 §3.1).
pub(super) fn parse_base64(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    if words.has_more() { base64::parse_rest(words, out, diags) } else { Some(()) }
}

pub(super) fn print_base64(octets: &[u8], out: &mut String) {
    BASE64.encode_append(octets, out);
}

/// The same, with `-` for none (DOA).
pub(super) fn parse_dash(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    if words.skip_word(b"-") { Some(()) } else { base64::parse_rest(words, out, diags) }
}

pub(super) fn print_dash(octets: &[u8], out: &mut String) {
    if octets.is_empty() {
        out.push('-');
    } else {
        BASE64.encode_append(octets, out);
    }
}
