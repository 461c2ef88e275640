//! The primary's configuration as it stands: whom it lets transfer, whom it tells, with which keys, checked against the
//! provider's dated addresses.
//!
//! A reader a vendor finds the entries; [`judge`] compares. What a reader does not understand (an ACL that is not in the
//! text, an include) is said to be unknown and never counts as allowed. Secrets are not read.

mod bind;
mod judge;
mod keys;
mod masked;
mod nsd;
mod powerdns;
mod yaml;

pub use judge::{is_other_key, judge};
pub use keys::Defined;
pub use masked::masked;

use super::{Phrase, Range};
use crate::engine::dns::Name;

/// Entries of an access list that are looked at: each is compared with each range and each key.
const ENTRIES: usize = 1_000;

/// Whose configuration a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// ISC BIND 9.
    Bind,
    /// Knot DNS.
    Knot,
    /// NLnet Labs NSD.
    Nsd,
    /// PowerDNS Authoritative.
    PowerDns,
}

/// What was found about one zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// Whose configuration it is.
    pub vendor: Vendor,
    /// Who may transfer, as written: the first that matches decides.
    pub allow: Vec<Entry>,
    /// Who is told of changes.
    pub notify: Vec<Told>,
    /// Names of keys that the text defines.
    pub keys: Vec<String>,
    /// What else it says of those keys.
    pub defined: Vec<Defined>,
    /// Names that it uses and does not define, and what else was not understood.
    pub unknown: Vec<String>,
    /// Whether the text has this zone.
    pub has_zone: bool,
    /// From this entry on, only these ranges count.
    only: Option<(usize, Vec<Range>)>,
}

/// One that is told of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its address as written.
    pub address: String,
    /// At which port; none when it is not said, which is 53.
    pub port: Option<u16>,
}

impl Told {
    /// An address and its port, however they were set apart.
    fn new(address: &str, port: Option<&str>) -> Self {
        Self { address: address.to_owned(), port: port.and_then(|port| port.parse().ok()) }
    }

    /// `ADDRESS@PORT`.
    fn at(text: &str) -> Self {
        let (address, port) = text.split_once('@').map_or((text, None), |(address, port)| (address, Some(port)));
        Self::new(address, port)
    }
}

/// One entry of an access list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The addresses; none for any.
    pub range: Option<Range>,
    /// The key's name; none when an address will do.
    pub key: Option<String>,
    /// It is turned away.
    pub denied: bool,
}

/// What of a configuration is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is.
    Ok,
    /// The text does not tell.
    Unknown,
    /// It works today, and will not after a date.
    Ending,
    /// It is not.
    Bad,
}

/// One line of the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How it is.
    pub state: State,
    /// What it says.
    pub said: Phrase,
}

/// Reads a configuration, whosever it is; none when it looks like nobody's.
#[must_use]
pub fn read(text: &str, zone: &str) -> Option<Pasted> {
    let mut found = whose(text, zone)?;
    if found.allow.len() > ENTRIES {
        found.cut();
    }
    Some(Pasted { defined: keys::of(text), ..found })
}

fn whose(text: &str, zone: &str) -> Option<Pasted> {
    let lines = || text.lines().map(str::trim);
    if text.contains('{') && text.contains(';') {
        Some(bind::read(text, zone))
    } else if lines().any(|l| l.starts_with("provide-xfr:") || l.starts_with("zonefile:")) {
        Some(nsd::read(text, zone))
    } else if lines()
        .any(|l| l.starts_with("pdnsutil ") || l.starts_with("allow-axfr-ips") || l.starts_with("also-notify="))
    {
        Some(powerdns::read(text, zone))
    } else if lines().any(|l| matches!(l, "zone:" | "acl:" | "remote:")) {
        Some(yaml::read(text, zone))
    } else {
        None
    }
}

impl Pasted {
    fn new(vendor: Vendor) -> Self {
        let (allow, notify, keys, unknown) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { vendor, allow, notify, keys, defined: Vec::new(), unknown, has_zone: false, only: None }
    }

    /// Keeps as many entries as are looked at; what the others would say is unknown.
    fn cut(&mut self) {
        self.allow.truncate(ENTRIES);
        self.unknown.push(format!("a list of more than {ENTRIES} entries"));
    }

    /// Whether every address of `range`, signing with `key`, may transfer; none when the text does not tell.
    #[must_use]
    pub fn allows(&self, range: &Range, key: Option<&str>) -> Option<bool> {
        for entry in &self.allow {
            let inside = entry.range.is_none_or(|r| r.contains(range));
            let touches = entry.range.is_none_or(|r| r.contains(range) || range.contains(&r));
            let signed = entry.key.as_deref().is_none_or(|name| key.is_some_and(|key| same(name, key)));
            match entry.denied {
                true if touches && signed => return Some(false),
                false if inside && signed => return Some(true),
                _ => {}
            }
        }
        if self.unknown.is_empty() { Some(false) } else { None }
    }
}

fn same(a: &str, b: &str) -> bool {
    match (Name::absolute(a), Name::absolute(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a.eq_ignore_ascii_case(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A megabyte of `one`, between the two.
    fn long(before: &str, one: &str, behind: &str) -> String {
        format!("{before}{}{behind}", one.repeat((1 << 20) / one.len()))
    }

    fn each(count: u32, one: impl FnMut(u32) -> String) -> String {
        (0..count).map(one).collect()
    }

    #[test]
    fn whatever_is_pasted_is_read_soon_and_never_taken_for_allowed() {
        let zone = "zone \"example.com\" { allow-transfer { a0; }; };\n";
        let lists: String =
            (0..12).map(|n| format!("acl a{n} {{ {} }};\n", format!("a{};", n + 1).repeat(200))).collect();
        let knot = "acl:\n  - id: a\n    action: transfer\n";
        for text in [
            format!("{zone}{lists}acl a12 {{ }};"),
            format!("{zone}{lists}acl a12 {{ none; }};"),
            format!("{zone}acl a0 {{ a0; a0; a0; }};"),
            long("zone \"example.com\" { allow-transfer { ", "10.0.0.1;", "};};"),
            long(
                "zone \"example.com\" { allow-transfer { ",
                "!{ !a0; any; };",
                "key k;};}; acl a0 { 10.0.0.1; 10.0.0.2; };",
            ),
            long("zone \"example.com\" { allow-transfer ", "{", ";"),
            long("zone \"example.com\" { x \"", "{;", ""),
            long("zone \"example.com\" { ", "/* ", ";"),
            long("zone \"example.com\" { allow-transfer { ", "\0\r;", "};};"),
            format!(
                "{}{}",
                long(knot, "    address: 10.0.0.1\n", ""),
                long("", "    key: k\n", "zone:\n  - domain: example.com\n    acl: a\n")
            ),
            // A field, and a list, of another name in each line.
            format!(
                "{knot}{}    address: 10.0.0.1\nzone:\n  - domain: example.com\n    acl: a\n",
                each(80_000, |n| format!("    f{n}: x\n"))
            ),
            format!(
                "acl:\n{}zone:\n  - domain: example.com\n    acl: [{}]\n",
                each(40_000, |n| format!("  - id: a{n}\n")),
                each(40_000, |n| format!("b{n},"))
            ),
            long("zone:\n  name: example.com\n  zonefile: x\n", "  provide-xfr: 10.0.0.1 k\n", ""),
            long("allow-axfr-ips=", "10.0.0.1,", ""),
        ] {
            let text = masked(&text);
            let found = read(&text, "example.com").unwrap();
            assert!(found.allow.len() <= ENTRIES, "{} entries of {:?}", found.allow.len(), text.get(..80));
            let range = Range::read("192.0.2.1").unwrap();
            assert_ne!(found.allows(&range, None), Some(true), "{:?}", text.get(..80));
        }
    }
}
