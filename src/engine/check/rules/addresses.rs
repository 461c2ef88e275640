//! Addresses that nobody outside can reach, by the ranges of IANA's special-purpose registries.

use crate::engine::check::codes::addresses as codes;
use crate::engine::check::codes::name_servers;
use crate::engine::check::context::{Context, Part, Place};
use crate::engine::check::target::is_address;
use crate::engine::diag::{Code, Diagnostic, Diagnostics};
use crate::engine::dns::{NameRef, RecordType, rdata};
use crate::engine::zone::RRset;

/// What a range is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Deprecated,
    Documentation,
    LinkLocal,
    Loopback,
    Mapped,
    Multicast,
    Private,
    Reserved,
    Unspecified,
}

/// What an address of four or sixteen octets is for; none when it is an ordinary one.
pub(super) fn kind_of(address: &[u8]) -> Option<Kind> {
    match *address {
        [a, b, c, d] => kind_of_v4([a, b, c, d]),
        _ => kind_of_v6(address.first_chunk()?),
    }
}

const fn kind_of_v4(address: [u8; 4]) -> Option<Kind> {
    Some(match address {
        [0, 0, 0, 0] => Kind::Unspecified,
        // RFC 1122 §3.2.1.3
        [0, ..] => Kind::Reserved,
        [127, ..] => Kind::Loopback,
        // RFC 1918 §3, RFC 6598 §7
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Kind::Private,
        // RFC 3927 §2.1
        [169, 254, ..] => Kind::LinkLocal,
        // RFC 5737 §3
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Kind::Documentation,
        // RFC 7526: the anycast prefix of 6to4.
        [192, 88, 99, _] => Kind::Deprecated,
        [224..=239, ..] => Kind::Multicast,
        // RFC 1112 §4
        [240..=255, ..] => Kind::Reserved,
        _ => return None,
    })
}

const fn kind_of_v6(address: &[u8; 16]) -> Option<Kind> {
    Some(match address {
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] => Kind::Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] => Kind::Loopback,
        // RFC 4291 §2.5.5.2, §2.5.5.1
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ..] => Kind::Mapped,
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ..] => Kind::Deprecated,
        // RFC 3849 §2, RFC 9637 §2
        [0x20, 0x01, 0x0d, 0xb8, ..] | [0x3f, 0xff, 0x00..=0x0f, ..] => Kind::Documentation,
        // RFC 7526 (6to4), RFC 3701 (6bone), RFC 3879 (site-local)
        [0x20, 0x02, ..] | [0x3f, 0xfe, ..] | [0xfe, 0xc0..=0xff, ..] => Kind::Deprecated,
        // RFC 4193 §3.1
        [0xfc..=0xfd, ..] => Kind::Private,
        [0xfe, 0x80..=0xbf, ..] => Kind::LinkLocal,
        [0xff, ..] => Kind::Multicast,
        _ => return None,
    })
}

const fn code_of(kind: Kind) -> &'static Code {
    match kind {
        Kind::Deprecated => &codes::ADDRESS_DEPRECATED,
        Kind::Documentation => &codes::ADDRESS_DOCUMENTATION,
        Kind::LinkLocal => &codes::ADDRESS_LINK_LOCAL,
        Kind::Loopback => &codes::ADDRESS_LOOPBACK,
        Kind::Mapped => &codes::ADDRESS_MAPPED,
        Kind::Multicast => &codes::ADDRESS_MULTICAST,
        Kind::Private => &codes::ADDRESS_PRIVATE,
        Kind::Reserved => &codes::ADDRESS_RESERVED,
        Kind::Unspecified => &codes::ADDRESS_UNSPECIFIED,
    }
}

/// Glue, which is hidden, is followed like every other address.
pub(super) fn hidden(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for set in place.node.sets.iter() {
        if matches!(set.rtype(), RecordType::A | RecordType::AAAA) {
            check(place, &set, context, diagnostics);
        }
    }
}

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    unspoken(place, set, context, diagnostics);
    let owner = place.node.owner;
    for record in set.records() {
        let Some(kind) = kind_of(record.rdata).filter(|kind| !is_at_home(*kind, owner, context)) else { continue };
        let code = code_of(kind);
        diagnostics.offer(code, record.at, || {
            let mut address = String::new();
            rdata::print(set.rtype(), record.rdata, &mut address);
            Diagnostic::new(code, context.part(record.at, Part::Rdata(0)))
                .arg("owner", owner.to_string())
                .arg("address", address)
        });
    }
}

/// Names that such an address is right for.
fn is_at_home(kind: Kind, owner: NameRef<'_>, context: &Context<'_>) -> bool {
    let ends = |suffixes: &[&[u8]]| {
        let wire = owner.wire();
        let end = |suffix: &&[u8]| wire.len().checked_sub(suffix.len()).and_then(|at| wire.get(at..));
        suffixes.iter().any(|suffix| end(suffix).is_some_and(|end| end.eq_ignore_ascii_case(suffix)))
    };
    match kind {
        // RFC 2606 §2, §3
        Kind::Documentation => ends(&[
            b"\x07example\0",
            b"\x04test\0",
            b"\x07invalid\0",
            b"\x07example\x03com\0",
            b"\x07example\x03net\0",
            b"\x07example\x03org\0",
        ]),
        // RFC 8375, RFC 6762 appendix G, and what ICANN reserved for private use.
        Kind::Private | Kind::LinkLocal => ends(&[
            b"\x04home\x04arpa\0",
            b"\x08internal\0",
            b"\x05local\0",
            b"\x03lan\0",
            b"\x04home\0",
            b"\x04corp\0",
            b"\x08intranet\0",
            b"\x07private\0",
        ]),
        // RFC 6761 §6.3; RFC 5782 §2.1: lists of addresses answer with 127.0.0.2.
        Kind::Loopback => {
            let first = owner.labels().next().unwrap_or_default();
            first.eq_ignore_ascii_case(b"localhost") || owner.is_wildcard() || is_address(owner, context.zone.apex())
        }
        _ => false,
    }
}

/// RFC 3901 §4: content of a protocol that none of the zone's name servers speaks. Said once, at the name servers; asked
/// where there is such content, so that zones without it pay nothing.
fn unspoken(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let rtype = set.rtype();
    let Some(at) = context.unspoken(rtype) else { return };
    if context.is_first_owner(rtype, place.node.owner) {
        let code = if rtype == RecordType::A { &name_servers::APEX_NS_NO_IPV4 } else { &name_servers::APEX_NS_NO_IPV6 };
        diagnostics.push(Diagnostic::new(code, context.part(at, Part::Type)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    #[test]
    fn ranges_end_where_the_registries_say() {
        let kind = |text: &str| match text.parse::<Ipv4Addr>() {
            Ok(address) => kind_of(&address.octets()),
            Err(_) => kind_of(&text.parse::<Ipv6Addr>().unwrap().octets()),
        };
        for (text, expected) in [
            ("0.0.0.0", Some(Kind::Unspecified)),
            ("0.0.0.1", Some(Kind::Reserved)),
            ("9.255.255.255", None),
            ("10.0.0.0", Some(Kind::Private)),
            ("11.0.0.0", None),
            ("100.63.255.255", None),
            ("100.127.255.255", Some(Kind::Private)),
            ("100.128.0.0", None),
            ("172.15.0.1", None),
            ("172.31.255.255", Some(Kind::Private)),
            ("172.32.0.0", None),
            ("169.254.0.1", Some(Kind::LinkLocal)),
            ("192.0.1.1", None),
            ("223.255.255.255", None),
            ("224.0.0.1", Some(Kind::Multicast)),
            ("240.0.0.0", Some(Kind::Reserved)),
            ("::", Some(Kind::Unspecified)),
            ("::1", Some(Kind::Loopback)),
            ("::192.0.2.1", Some(Kind::Deprecated)),
            ("::ffff:192.0.2.1", Some(Kind::Mapped)),
            ("64:ff9b::192.0.2.1", None),
            ("2001:db7::", None),
            ("2001:db8:ffff::", Some(Kind::Documentation)),
            ("2002::1", Some(Kind::Deprecated)),
            ("3fff:fff::", Some(Kind::Documentation)),
            ("3fff:1000::", None),
            ("fd00::1", Some(Kind::Private)),
            ("fe80::1", Some(Kind::LinkLocal)),
            ("fec0::1", Some(Kind::Deprecated)),
            ("ff02::1", Some(Kind::Multicast)),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
