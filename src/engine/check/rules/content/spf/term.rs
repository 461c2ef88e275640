//! One term of an SPF policy: a mechanism or a modifier (RFC 7208 §4.6.1).

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::engine::dns::number::decimal;

/// What a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    All,
    Include,
    A,
    Mx,
    Ptr,
    Ip4,
    Ip6,
    Exists,
    Redirect,
    Exp,
    /// A modifier that RFC 6652 or nobody defines.
    Other {
        is_known: bool,
    },
}

/// A term that is well formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term<'t> {
    pub(super) kind: Kind,
    /// `+`, `-`, `~` or `?`; `+` when none is written.
    pub(super) qualifier: u8,
    /// The domain it names, maybe with macros; empty when it names none.
    pub(super) domain: &'t [u8],
    /// Whether it holds an address that no receiver sees.
    pub(super) is_private: bool,
}

/// What is wrong with a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Unknown,
    /// A mechanism with `=`, which stands at this octet.
    Equals(usize),
    ArgumentMissing,
    ArgumentExtra,
    Domain,
    Macro,
    /// No address of this IP version.
    Address(u8),
    Family,
    /// A prefix length above this.
    Cidr(u8),
}

/// The mechanisms (§5).
const MECHANISMS: [(&[u8], Kind); 8] = [
    (b"all", Kind::All),
    (b"include", Kind::Include),
    (b"a", Kind::A),
    (b"mx", Kind::Mx),
    (b"ptr", Kind::Ptr),
    (b"ip4", Kind::Ip4),
    (b"ip6", Kind::Ip6),
    (b"exists", Kind::Exists),
];

impl Kind {
    /// Whether it costs a look-up (§4.6.4).
    pub(super) const fn is_lookup(self) -> bool {
        matches!(self, Self::Include | Self::A | Self::Mx | Self::Ptr | Self::Exists | Self::Redirect)
    }

    /// Whether it is a mechanism, which `all` hides when it stands behind.
    pub(super) const fn is_mechanism(self) -> bool {
        !matches!(self, Self::Redirect | Self::Exp | Self::Other { .. })
    }
}

impl<'t> Term<'t> {
    /// Reads a term, which has no spaces.
    pub(super) fn parse(text: &'t [u8]) -> Result<Self, Fault> {
        let (qualifier, rest) = match text.split_first() {
            Some((&sign @ (b'+' | b'-' | b'~' | b'?'), rest)) => (Some(sign), rest),
            _ => (None, text),
        };
        let end = rest.iter().position(|o| matches!(o, b':' | b'/' | b'=')).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        let mechanism = MECHANISMS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind);
        let (kind, argument) = match (mechanism, rest.split_first()) {
            (Some(_), Some((b'=', _))) => return Err(Fault::Equals(text.len() - rest.len())),
            (Some(kind), _) => (kind, rest),
            (None, Some((b'=', value))) if qualifier.is_none() => return modifier(name, value),
            _ => return Err(Fault::Unknown),
        };
        let mut term = Term { kind, qualifier: qualifier.unwrap_or(b'+'), domain: &[], is_private: false };
        match kind {
            Kind::All if argument.is_empty() => {}
            Kind::All => return Err(Fault::ArgumentExtra),
            Kind::Include | Kind::Exists | Kind::Ptr => term.domain = only_domain(argument, kind != Kind::Ptr)?,
            Kind::A | Kind::Mx => term.domain = host(argument)?,
            Kind::Ip4 => term.is_private = ip4(argument)?,
            Kind::Ip6 => term.is_private = ip6(argument)?,
            Kind::Redirect | Kind::Exp | Kind::Other { .. } => {}
        }
        Ok(term)
    }
}

/// RFC 7208 §6: redirect, exp, and others with any macro string.
fn modifier<'t>(name: &[u8], value: &'t [u8]) -> Result<Term<'t>, Fault> {
    let is_name = |o: &u8| o.is_ascii_alphanumeric() || matches!(o, b'-' | b'_' | b'.');
    if !name.first().is_some_and(u8::is_ascii_alphabetic) || !name.iter().all(is_name) {
        return Err(Fault::Unknown);
    }
    let named = |known: &[u8]| name.eq_ignore_ascii_case(known);
    let term = |kind, domain| Term { kind, qualifier: b'+', domain, is_private: false };
    if named(b"redirect") || named(b"exp") {
        let kind = if named(b"exp") { Kind::Exp } else { Kind::Redirect };
        domain(value)?;
        return Ok(term(kind, value));
    }
    macros(value)?;
    // RFC 6652 §3
    let is_known = [&b"ra"[..], b"rp", b"rr"].iter().any(|known| named(known));
    Ok(term(Kind::Other { is_known }, &[]))
}

/// `:domain` and nothing else.
fn only_domain(argument: &[u8], is_needed: bool) -> Result<&[u8], Fault> {
    match argument.split_first() {
        None if is_needed => Err(Fault::ArgumentMissing),
        None => Ok(&[]),
        Some((b':', spec)) => domain(spec).map(|()| spec),
        Some(_) => Err(Fault::ArgumentExtra),
    }
}

/// `[:domain][/prefix][//prefix]` of `a` and `mx` (§5.3, §5.4).
fn host(argument: &[u8]) -> Result<&[u8], Fault> {
    let (spec, prefixes) = argument.split_at(slash(argument));
    let domain = only_domain(spec, false)?;
    let (ip4, ip6) = match prefixes.windows(2).position(|pair| pair == b"//") {
        Some(at) => (prefixes.get(..at), prefixes.get(at + 2..)),
        None => (Some(prefixes), None),
    };
    let ip4 = ip4.unwrap_or_default();
    if let Some(prefix) = ip4.strip_prefix(b"/") {
        cidr(prefix, 32)?;
    }
    ip6.map_or(Ok(()), |prefix| cidr(prefix, 128)).map(|()| domain)
}

/// The first slash that is not part of a macro.
fn slash(text: &[u8]) -> usize {
    let mut inside = false;
    let is_slash = |o: &u8| {
        inside = *o == b'{' || inside && *o != b'}';
        *o == b'/' && !inside
    };
    text.iter().position(is_slash).unwrap_or(text.len())
}

fn cidr(prefix: &[u8], most: u8) -> Result<(), Fault> {
    let has_zero_in_front = prefix.len() > 1 && prefix.starts_with(b"0");
    match decimal(prefix, u64::from(most)) {
        Ok(_) if !has_zero_in_front => Ok(()),
        _ => Err(Fault::Cidr(most)),
    }
}

/// `:address[/prefix]` as its two parts.
fn network(argument: &[u8]) -> Result<(&str, Option<&[u8]>), Fault> {
    let (b':', rest) = argument.split_first().ok_or(Fault::ArgumentMissing)? else {
        return Err(Fault::ArgumentMissing);
    };
    let (address, prefix) = rest.split_at(slash(rest));
    if address.is_empty() {
        return Err(Fault::ArgumentMissing);
    }
    Ok((std::str::from_utf8(address).unwrap_or_default(), prefix.split_first().map(|(_, prefix)| prefix)))
}

/// Whether the network of `ip4` is private.
fn ip4(argument: &[u8]) -> Result<bool, Fault> {
    let (text, prefix) = network(argument)?;
    let Ok(address) = text.parse::<Ipv4Addr>() else {
        return Err(if text.parse::<Ipv6Addr>().is_ok() || text.contains(':') {
            Fault::Family
        } else {
            Fault::Address(4)
        });
    };
    prefix.map_or(Ok(()), |prefix| cidr(prefix, 32))?;
    Ok(address.is_private() || address.is_loopback() || address.is_link_local())
}

/// Whether the network of `ip6` is private.
fn ip6(argument: &[u8]) -> Result<bool, Fault> {
    let (text, prefix) = network(argument)?;
    let Ok(address) = text.parse::<Ipv6Addr>() else {
        return Err(if text.parse::<Ipv4Addr>().is_ok() { Fault::Family } else { Fault::Address(6) });
    };
    prefix.map_or(Ok(()), |prefix| cidr(prefix, 128))?;
    Ok(address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local())
}

/// RFC 7208 §7.1: `domain-spec`, which ends in a label that is no number, or in a macro.
fn domain(spec: &[u8]) -> Result<(), Fault> {
    if spec.is_empty() {
        return Err(Fault::ArgumentMissing);
    }
    let literal_holds = macros(spec)?;
    let ends_in_macro = spec.ends_with(b"}");
    let spec = spec.strip_suffix(b".").unwrap_or(spec);
    let last = spec.rsplit(|o| *o == b'.').next().unwrap_or_default();
    let top = |label: &[u8]| {
        let letters = label.iter().all(|o| o.is_ascii_alphanumeric() || *o == b'-');
        letters && !label.is_empty() && !label.iter().all(u8::is_ascii_digit) && !label.starts_with(b"-")
    };
    let has_labels = last.len() < spec.len();
    if literal_holds && (ends_in_macro || has_labels && top(last)) { Ok(()) } else { Err(Fault::Domain) }
}

/// RFC 7208 §7.1: every `%` begins a macro. Whether what stands outside of macros may stand in a domain.
fn macros(text: &[u8]) -> Result<bool, Fault> {
    let is_odd = |octet: u8| matches!(octet, b':' | b'/' | b'@' | b'"' | b'\'' | b',' | b';' | b'<' | b'>' | b'=');
    // Most texts have none. Without an early end this is done many octets at a time.
    if memchr::memchr(b'%', text).is_none() {
        let is_graphic = text.iter().fold(true, |all, octet| all & octet.is_ascii_graphic());
        let holds = text.iter().fold(true, |all, octet| all & !is_odd(*octet));
        return if is_graphic { Ok(holds) } else { Err(Fault::Domain) };
    }
    let (mut rest, mut literal_holds) = (text, true);
    while let Some((&octet, tail)) = rest.split_first() {
        rest = tail;
        if octet != b'%' {
            if !octet.is_ascii_graphic() {
                return Err(Fault::Domain);
            }
            literal_holds &= !is_odd(octet);
            continue;
        }
        rest = match tail.split_first() {
            Some((b'%' | b'_' | b'-', tail)) => tail,
            Some((b'{', tail)) => {
                let end = tail.iter().position(|o| *o == b'}').ok_or(Fault::Macro)?;
                let (body, behind) = tail.split_at(end);
                if !is_macro(body) {
                    return Err(Fault::Macro);
                }
                behind.get(1..).unwrap_or_default()
            }
            _ => return Err(Fault::Macro),
        };
    }
    Ok(literal_holds)
}

/// A letter, digits, `r`, delimiters.
fn is_macro(body: &[u8]) -> bool {
    let Some((letter, rest)) = body.split_first() else { return false };
    let digits = rest.iter().take_while(|o| o.is_ascii_digit()).count();
    let rest = rest.get(digits..).unwrap_or_default();
    let rest = rest.strip_prefix(b"r").or_else(|| rest.strip_prefix(b"R")).unwrap_or(rest);
    b"slodiphcrtv".contains(&letter.to_ascii_lowercase()) && rest.iter().all(|o| b".-+,/_=".contains(o))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_read_as_the_grammar_has_them() {
        for good in [
            "all",
            "-ALL",
            "?a",
            "a/24",
            "a//64",
            "a:host.example/24//64",
            "mx:%{d}",
            "include:_spf.example.net.",
            "exists:%{ir}.%{v}._spf.%{d2}",
            "exists:%{l1r-}.x.%{d}",
            "ip4:192.0.2.0/0",
            "ip6:2001:db8::/128",
            "ptr",
            "ptr:example.net",
            "redirect=_spf.example.net",
            "exp=e.%{d}",
            "ra=postmaster",
            "unknown.one=%%%_%-",
            "a:%{d/}/8",
            "include:a.b.c-d",
        ] {
            assert!(Term::parse(good.as_bytes()).is_ok(), "{good}");
        }
        for (bad, fault) in [
            ("al", Fault::Unknown),
            ("", Fault::Unknown),
            ("-redirect=a.b", Fault::Unknown),
            ("ip:192.0.2.1", Fault::Unknown),
            ("ip4=192.0.2.1", Fault::Equals(3)),
            ("-a=b.c", Fault::Equals(2)),
            ("all:x", Fault::ArgumentExtra),
            ("include", Fault::ArgumentMissing),
            ("include:", Fault::ArgumentMissing),
            ("include/24", Fault::ArgumentExtra),
            ("redirect=", Fault::ArgumentMissing),
            ("include:localhost", Fault::Domain),
            ("include:192.0.2.1", Fault::Domain),
            ("include:https://example.net", Fault::Domain),
            ("a:user@example.net", Fault::Domain),
            ("a:-", Fault::Domain),
            ("exists:%{x}.a", Fault::Macro),
            ("exists:%i.a", Fault::Macro),
            ("exists:%{i", Fault::Macro),
            ("exp=100%", Fault::Macro),
            ("ip4", Fault::ArgumentMissing),
            ("ip4:192.0.2", Fault::Address(4)),
            ("ip4:192.0.2.1/33", Fault::Cidr(32)),
            ("ip4:192.0.2.1/", Fault::Cidr(32)),
            ("ip4:192.0.2.1/024", Fault::Cidr(32)),
            ("ip4:2001:db8::1", Fault::Family),
            ("ip6:192.0.2.1", Fault::Family),
            ("ip6:2001:db8::1/129", Fault::Cidr(128)),
            ("ip6:2001:db8", Fault::Address(6)),
            ("a/33", Fault::Cidr(32)),
            ("mx//x", Fault::Cidr(128)),
        ] {
            assert_eq!(Term::parse(bad.as_bytes()), Err(fault), "{bad}");
        }
    }
}
