//! Service parameters of SVCB and HTTPS (RFC 9460 §2.1, §7): `key=value` words in any order; on the wire by ascending key,
//! each with its length.

mod key;
mod template;
mod value;

use std::ops::Range;

use super::super::words::within;
use super::{Diagnostics, Reader, WireFault, Words, string};
use crate::engine::diag::{Code, Span};
use crate::engine::dns::{Token, codes};
use key::Key;

/// One parameter read from text; its wire form, key, length and value, stands in the RDATA.
struct Param<'a> {
    key: Key,
    wire: Range<usize>,
    token: Token<'a>,
}

/// Octets of a parameter in front of its value.
const HEADER: usize = 4;

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let start = out.len();
    let mut params: Vec<Param<'_>> = Vec::new();
    let mut text = Vec::new();
    while let Some(token) = words.next_if_any() {
        let token = words.unquoted(token, diags)?;
        params.push(param(words, token, &mut text, out, diags)?);
    }
    let are_in_order = params.is_sorted_by_key(|param| param.key);
    params.sort_by_key(|param| param.key);
    // RFC 9460 §2.1: a key at most once. The sort is stable, so the second is the later one.
    if let Some([_, again]) = params.array_windows().find(|[a, b]| a.key == b.key) {
        diags.push(words.fault(&codes::SVCB_DUPLICATE, again.token.span).arg("key", again.key.to_string()));
        return None;
    }
    let value = |param: &Param<'_>| out.get(param.wire.start + HEADER..param.wire.end);
    let find = |key: Key| params.get(params.binary_search_by_key(&key, |param| param.key).ok()?).and_then(value);
    if let Some(lack) = lack(find) {
        let span = params.iter().find(|param| param.key == lack.by).map_or(Span::NONE, |param| param.token.span);
        diags.push(words.fault(lack.code, span).arg("key", lack.key.to_string()));
        return None;
    }
    for Param { key, wire, token } in &params {
        let count = wire.len() - HEADER;
        let Ok(len) = u16::try_from(count) else {
            diags.push(words.fault(&codes::RDATA_TOO_LONG, token.span).arg("count", count));
            return None;
        };
        *out.get_mut(wire.clone())?.first_chunk_mut::<2>()? = key.0.to_be_bytes();
        *out.get_mut(wire.start + 2..)?.first_chunk_mut::<2>()? = len.to_be_bytes();
    }
    if !are_in_order {
        let written = out.split_off(start);
        let wires = params.iter().filter_map(|param| written.get(param.wire.start - start..param.wire.end - start));
        wires.for_each(|wire| out.extend_from_slice(wire));
    }
    Some(())
}

/// Appends a parameter with room for its key and length; `unescaped` is scratch.
fn param<'a>(
    words: &Words<'_, '_>,
    token: Token<'a>,
    unescaped: &mut Vec<u8>,
    out: &mut Vec<u8>,
    diags: &mut Diagnostics,
) -> Option<Param<'a>> {
    let split = memchr::memchr(b'=', token.text);
    let (name, text) = match split {
        Some(at) => (token.text.get(..at)?, token.text.get(at + 1..)),
        None => (token.text, None),
    };
    let Some(key) = Key::parse(name) else {
        let fault = words.fault(&codes::SVCB_KEY, within(&token, 0, name.len()));
        diags.push(fault.arg("value", codes::shown(name)));
        return None;
    };
    // RFC 9460 §2.1: the value is a character-string, quoted or not.
    let text = text.unwrap_or_default();
    let inner = text.strip_prefix(b"\"").and_then(|t| t.strip_suffix(b"\""));
    let skipped = token.text.len() - text.len() + usize::from(inner.is_some());
    let text = inner.unwrap_or(text);
    let word = Token { text, quoted: false, span: within(&token, skipped, text.len()) };
    if has_bare_quote(text) {
        diags.push(words.fault(&codes::SVCB_QUOTES, word.span).arg("value", codes::shown(text)));
        return None;
    }
    let octets = if name.starts_with(b"key") || key.takes_escapes() {
        unescaped.clear();
        string::unescape_into(words, &word, unescaped, diags)?;
        unescaped.as_slice()
    } else {
        text
    };
    let start = out.len();
    out.extend_from_slice(&[0; HEADER]);
    // `keyNNNNN` gives the wire form itself, so it is checked as that.
    let read = if name.starts_with(b"key") {
        out.extend_from_slice(octets);
        Some(())
    } else {
        value::parse(key, octets, out)
    };
    let wire = start..out.len();
    let is_well_formed = |_: &()| out.get(start + HEADER..).is_some_and(|value| value::is_well_formed(key, value));
    if read.filter(is_well_formed).is_none() {
        let (code, span) = match text {
            b"" => (&codes::SVCB_VALUE_MISSING, token.span),
            _ => (key.value_code(), word.span),
        };
        let fault = words.fault(code, span).arg("key", key.to_string());
        diags.push(fault.arg("value", codes::shown(text)));
        return None;
    }
    Some(Param { key, wire, token })
}

/// Whether a quote stands in `text` without a backslash, or a backslash without what it escapes.
fn has_bare_quote(text: &[u8]) -> bool {
    let mut octets = text.iter();
    while let Some(octet) = octets.next() {
        match octet {
            b'"' => return true,
            b'\\' if octets.next().is_none() => return true,
            _ => {}
        }
    }
    false
}

/// A parameter that another needs, and that is not there.
struct Lack {
    code: &'static Code,
    by: Key,
    key: Key,
}

/// RFC 9460 §8: every key that `mandatory` lists is present; §7.1.1: `no-default-alpn` comes with `alpn`.
fn lack<'v>(mut value: impl FnMut(Key) -> Option<&'v [u8]>) -> Option<Lack> {
    let listed = value(Key::MANDATORY).unwrap_or_default().as_chunks().0;
    let missing = listed.iter().map(|octets| Key(u16::from_be_bytes(*octets))).find(|key| value(*key).is_none());
    if let Some(key) = missing {
        return Some(Lack { code: &codes::SVCB_MANDATORY_MISSING, by: Key::MANDATORY, key });
    }
    let alone = value(Key::NO_DEFAULT_ALPN).is_some() && value(Key::ALPN).is_none();
    alone.then_some(Lack { code: &codes::SVCB_ALPN_MISSING, by: Key::NO_DEFAULT_ALPN, key: Key::ALPN })
}

fn read<'a>(reader: &mut Reader<'a>) -> Result<(Key, &'a [u8]), WireFault> {
    let key = Key(reader.u16()?);
    let len = reader.u16()?;
    Ok((key, reader.take(usize::from(len))?))
}

pub(super) fn skip(reader: &mut Reader<'_>) -> Result<(), WireFault> {
    let start = *reader;
    let mut previous = None;
    while reader.left() > 0 {
        let at = reader.offset();
        let (key, value) = read(reader)?;
        // RFC 9460 §2.2: in strictly increasing order.
        if previous.is_some_and(|p| p >= key) {
            return Err(WireFault::new(&codes::SVCB_ORDER, at).arg("key", key.to_string()));
        }
        if key == Key::INVALID || !value::is_well_formed(key, value) {
            return Err(WireFault::new(&codes::SVCB_WIRE, at).arg("key", key.to_string()));
        }
        previous = Some(key);
    }
    // Both the parameters and the keys that one lists ascend: a look goes on where the one before ended.
    let (mut at, mut passed) = (start, None);
    let find = |wanted: Key| {
        if passed.is_some_and(|key| key >= wanted) {
            (at, passed) = (start, None);
        }
        loop {
            let here = at;
            let (key, value) = read(&mut at).ok()?;
            if key > wanted {
                at = here;
                return None;
            }
            passed = Some(key);
            if key == wanted {
                return Some(value);
            }
        }
    };
    match lack(find) {
        Some(lack) => Err(WireFault::new(lack.code, start.offset()).arg("key", lack.key.to_string())),
        None => Ok(()),
    }
}

pub(super) fn print(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let mut checked = *reader;
    skip(&mut checked)?;
    let mut separator = "";
    while reader.left() > 0 {
        let (key, value) = read(reader)?;
        out.push_str(separator);
        out.push_str(&key.to_string());
        value::print(key, value, out);
        separator = " ";
    }
    Ok(())
}
