//! Addresses. IPv4 is exactly four decimal octets (RFC 1035 §3.4.1), IPv6 the forms of RFC 4291 §2.2.

use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::words::within;
use super::{Diagnostics, Words};
use crate::engine::diag::{Args, Diagnostic, Edit, Fix};
use crate::engine::dns::{RecordType, Token, codes};

pub(super) fn parse_ipv4(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    if put_ipv4(token.text, out) {
        return Some(());
    }
    diags.push(ipv4_fault(words, &token));
    None
}

pub(super) fn parse_ipv6(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    if put_ipv6(token.text, out) {
        return Some(());
    }
    diags.push(if ipv4(token.text).is_some() {
        other_type(words, &token, words.bad(&codes::IPV4_FOR_IPV6, &token), RecordType::AAAA, RecordType::A)
    } else {
        words.bad(&codes::IPV6_MALFORMED, &token)
    });
    None
}

/// Appends the address that a text is; false if it is none.
pub(in crate::engine::dns::rdata) fn put_ipv4(text: &[u8], out: &mut Vec<u8>) -> bool {
    let octets = ipv4(text);
    out.extend_from_slice(octets.as_ref().map_or(&[], |octets| octets.as_slice()));
    octets.is_some()
}

/// The same of an IPv6 address.
pub(in crate::engine::dns::rdata) fn put_ipv6(text: &[u8], out: &mut Vec<u8>) -> bool {
    let octets = ipv6(text);
    out.extend_from_slice(octets.as_ref().map_or(&[], |octets| octets.as_slice()));
    octets.is_some()
}

/// Four decimal octets without leading zeros, which some readers take for octal.
fn ipv4(text: &[u8]) -> Option<[u8; 4]> {
    let (mut octets, mut done, mut value, mut digits) = ([0; 4], 0, 0_u16, 0);
    for &octet in text {
        match octet {
            b'0'..=b'9' if digits == 0 || digits < 3 && value > 0 => {
                value = value * 10 + u16::from(octet - b'0');
                digits += 1;
            }
            b'.' if digits > 0 => {
                *octets.get_mut(done)? = u8::try_from(value).ok()?;
                (done, value, digits) = (done + 1, 0, 0);
            }
            _ => return None,
        }
    }
    let [.., last] = &mut octets;
    *last = u8::try_from(value).ok()?;
    (done == 3 && digits > 0).then_some(octets)
}

/// The forms of RFC 4291 §2.2.
fn ipv6(text: &[u8]) -> Option<[u8; 16]> {
    let other = || std::str::from_utf8(text).ok()?.parse::<Ipv6Addr>().ok().map(|address| address.octets());
    groups(text).or_else(other)
}

/// An address that is groups of hexadecimal digits alone, which nearly all are; none may still be an address.
fn groups(text: &[u8]) -> Option<[u8; 16]> {
    let (mut groups, mut count, mut gap) = ([[0; 2]; 8], 0, None);
    let mut rest = text;
    if let Some(behind) = rest.strip_prefix(b"::") {
        (gap, rest) = (Some(0), behind);
    }
    while !rest.is_empty() {
        let (mut value, mut digits) = (0_u16, 0);
        for &octet in rest.iter().take(4) {
            let digit = match octet {
                b'0'..=b'9' => octet - b'0',
                b'a'..=b'f' => octet - b'a' + 10,
                b'A'..=b'F' => octet - b'A' + 10,
                _ => break,
            };
            value = value << 4 | u16::from(digit);
            digits += 1;
        }
        *groups.get_mut(count)? = value.to_be_bytes();
        count += 1;
        rest = match rest.get(digits..)? {
            _ if digits == 0 => return None,
            [] => &[],
            [b':', b':', tail @ ..] if gap.is_none() => {
                gap = Some(count);
                tail
            }
            [b':', tail @ ..] if !tail.is_empty() => tail,
            _ => return None,
        };
    }
    // The gap stands for one group at least.
    match gap {
        None if count == 8 => {}
        Some(gap) if count < 8 => groups.get_mut(gap..)?.rotate_right(8 - count),
        _ => return None,
    }
    groups.as_flattened().try_into().ok()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

        /// The standard library reads the same addresses, and no others.
        #[test]
        fn addresses_are_those_of_the_standard_library(
            v4 in "[0-9.]{0,3}[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}",
            v6 in "(::)?([0-9a-fA-F]{0,5}:{1,2}){0,8}[0-9a-fA-F]{0,5}(::)?(192\\.0\\.2\\.1)?",
            whole in any::<[u8; 16]>(),
        ) {
            prop_assert_eq!(ipv4(v4.as_bytes()), v4.parse::<Ipv4Addr>().ok().map(|a| a.octets()), "{}", v4);
            let std = v6.parse::<Ipv6Addr>().ok().map(|a| a.octets());
            prop_assert_eq!(ipv6(v6.as_bytes()), std, "{}", v6);
            prop_assert!(groups(v6.as_bytes()).is_none_or(|octets| Some(octets) == std), "{}", v6);
            prop_assert_eq!(ipv6(Ipv6Addr::from(whole).to_string().as_bytes()), Some(whole));
        }
    }
}
