//! The property tag of CAA: letters and digits behind their length (RFC 8659 §4.1).

use super::super::words::within;
use super::{Diagnostics, Reader, WireFault, Words, string};
use crate::engine::dns::codes;

pub(super) fn parse_tag(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    let at = token.text.iter().position(|o| !o.is_ascii_alphanumeric());
    if let Some(at) = at.or_else(|| token.text.is_empty().then_some(0)) {
        let fault = words.fault(&codes::CAA_TAG, within(&token, at, 1));
        diags.push(fault.arg("value", codes::shown(token.text)));
        return None;
    }
    let Ok(len) = u8::try_from(token.text.len()) else {
        let fault = words.fault(&codes::STRING_TOO_LONG, token.span);
        diags.push(fault.arg("count", token.text.len()).arg("limit", u8::MAX));
        return None;
    };
    out.push(len);
    out.extend_from_slice(token.text);
    Some(())
}

pub(super) fn read_tag<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], WireFault> {
    let at = reader.offset();
    let tag = string::read(reader)?;
    if tag.is_empty() || !tag.iter().all(u8::is_ascii_alphanumeric) {
        return Err(WireFault::new(&codes::CAA_TAG, at).arg("value", codes::shown(tag)));
    }
    Ok(tag)
}

pub(super) fn print_tag(tag: &[u8], out: &mut String) {
    out.extend(tag.iter().map(|o| char::from(*o)));
}
