//! Addresses. IPv4 is exactly four decimal octets (RFC 1035 §3.4.1), IPv6 the forms of RFC 4291 §2.2.

use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::words::within;
use super::{Diagnostics, Words};
use crate::engine::diag::{Args, Diagnostic, Edit, Fix};
use crate::engine::dns::{RecordType, Token, codes};

pub(super) fn parse_ipv4(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    if let Some(octets) = ipv4(token.text) {
        out.extend_from_slice(&octets);
        return Some(());
    }
    diags.push(ipv4_fault(words, &token));
    None
}

pub(super) fn parse_ipv6(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    if let Some(address) = std::str::from_utf8(token.text).ok().and_then(|t| t.parse::<Ipv6Addr>().ok()) {
        out.extend_from_slice(&address.octets());
        return Some(());
    }
    diags.push(if ipv4(token.text).is_some() {
        other_type(words, &token, words.bad(&codes::IPV4_FOR_IPV6, &token), RecordType::AAAA, RecordType::A)
    } else {
        words.bad(&codes::IPV6_MALFORMED, &token)
    });
    None
}

/// Four decimal octets without leading zeros, which some readers take for octal.
fn ipv4(text: &[u8]) -> Option<[u8; 4]> {
    let mut octets = [0; 4];
    let mut parts = text.split(|o| *o == b'.');
    for octet in &mut octets {
        let part = parts.next()?;
        *octet = match part {
            [a @ b'0'..=b'9'] => a - b'0',
            [b'1'..=b'9', ..] if part.len() <= 3 => std::str::from_utf8(part).ok()?.parse().ok()?,
            _ => return None,
        };
    }
    parts.next().is_none().then_some(octets)
}

/// What exactly keeps the word from being an IPv4 address.
fn ipv4_fault(words: &Words<'_, '_>, token: &Token<'_>) -> Diagnostic {
    if std::str::from_utf8(token.text).is_ok_and(|t| t.parse::<Ipv6Addr>().is_ok()) {
        let fault = words.bad(&codes::IPV6_FOR_IPV4, token);
        return other_type(words, token, fault, RecordType::A, RecordType::AAAA);
    }
    let is_number = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let mut offset = 0;
    let mut count = 0_u32;
    for part in token.text.split(|o| *o == b'.') {
        if is_number(part) && (part.len() > 3 || part > b"255".as_slice() && part.len() == 3) {
            let span = within(token, offset, part.len());
            let fault = words.fault(&codes::IPV4_OCTET_RANGE, span).arg("value", codes::shown(token.text));
            return fault.arg("part", codes::shown(part));
        }
        if !is_number(part) {
            return words.bad(&codes::IPV4_MALFORMED, token);
        }
        if part.len() > 1 && part.starts_with(b"0") {
            let span = within(token, offset, part.len());
            let fault = words.fault(&codes::IPV4_LEADING_ZERO, span).arg("value", codes::shown(token.text));
            return fault.arg("part", codes::shown(part));
        }
        offset += part.len() + 1;
        count += 1;
    }
    words.bad(&codes::IPV4_OCTETS, token).arg("count", count)
}

/// An address record with the other family's address: most likely the type is wrong, and can be changed.
fn other_type(
    words: &Words<'_, '_>,
    token: &Token<'_>,
    fault: Diagnostic,
    from: RecordType,
    to: RecordType,
) -> Diagnostic {
    if words.rtype != from || !words.type_span.is_some() || words.type_span.file != token.span.file {
        return fault;
    }
    let edits = vec![Edit { span: words.type_span, text: to.to_string() }];
    fault.fix(Fix { title: &codes::CHANGE_TYPE, args: Args::new().with("type", to.to_string()), edits })
}

pub(super) fn print_ipv4(octets: [u8; 4], out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "{}", Ipv4Addr::from(octets));
}

pub(super) fn print_ipv6(octets: [u8; 16], out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "{}", Ipv6Addr::from(octets));
}
