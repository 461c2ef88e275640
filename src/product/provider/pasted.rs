//! The primary's configuration as it stands: whom it lets transfer, whom it tells, with which keys, checked against the
//! provider's dated addresses.
//!
//! A reader a vendor finds the entries; [`judge`] compares. What a reader does not understand (an ACL that is not in the
//! text, an include) is said to be unknown and never counts as allowed. Secrets are not read.

mod bind;
mod masked;
mod nsd;
mod powerdns;
mod yaml;

pub use masked::masked;

use super::cloudflare::{NOTIFY_TARGETS, SOURCES};
use super::{Date, Desired, Phrase, Range};
use crate::engine::diag::Label;
use crate::engine::dns::Name;

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
    /// Addresses that are told of changes.
    pub notify: Vec<String>,
    /// Names of keys that the text defines.
    pub keys: Vec<String>,
    /// Names that it uses and does not define, and what else was not understood.
    pub unknown: Vec<String>,
    /// Whether the text has this zone.
    pub has_zone: bool,
    /// From this entry on, only these ranges count.
    only: Option<(usize, Vec<Range>)>,
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

static PASTED_NO_ZONE: Label = Label { name: "pasted-no-zone" };
static PASTED_ALLOWED: Label = Label { name: "pasted-allowed" };
static PASTED_DENIED: Label = Label { name: "pasted-denied" };
static PASTED_UNKNOWN: Label = Label { name: "pasted-unknown" };
static PASTED_OLD_ONLY: Label = Label { name: "pasted-old-only" };
static PASTED_OLD_LEFT: Label = Label { name: "pasted-old-left" };
static PASTED_TOLD: Label = Label { name: "pasted-told" };
static PASTED_NOT_TOLD: Label = Label { name: "pasted-not-told" };
static PASTED_KEY: Label = Label { name: "pasted-key" };
static PASTED_KEY_MISSING: Label = Label { name: "pasted-key-missing" };
static PASTED_KEY_OTHER: Label = Label { name: "pasted-key-other" };

/// Reads a configuration, whosever it is; none when it looks like nobody's.
#[must_use]
pub fn read(text: &str, zone: &str) -> Option<Pasted> {
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

/// Judges it for the wish, on that day.
#[must_use]
pub fn judge(found: &Pasted, want: &Desired, today: Date) -> Vec<Line> {
    let line = |state, said| Line { state, said };
    if !found.has_zone {
        return vec![line(State::Unknown, Phrase::new(&PASTED_NO_ZONE).with("zone", want.zone.as_str()))];
    }
    let key = want.keys.first().map(|k| k.name.as_str());
    let mut lines = Vec::new();
    for source in SOURCES.iter().filter(|s| s.is_used(today)) {
        let Some(range) = Range::read(source.range) else { continue };
        let allowed = found.allows(&range, key);
        let (state, label) = match (allowed, source.until) {
            (Some(true), None) => (State::Ok, &PASTED_ALLOWED),
            (Some(true), Some(_)) => (State::Ok, &PASTED_OLD_LEFT),
            (_, Some(_)) => continue,
            (Some(false), None) => (State::Bad, &PASTED_DENIED),
            (None, None) => (State::Unknown, &PASTED_UNKNOWN),
        };
        let end = source.until.map_or_else(String::new, |d| d.to_string());
        lines.push(line(state, Phrase::new(label).with("range", source.range).with("end", end)));
    }
    // Only the old ranges: that works until they end, and not a day longer.
    let new = |l: &Line| l.said.label.name == PASTED_DENIED.name;
    let old = lines.iter().find(|l| l.said.label.name == PASTED_OLD_LEFT.name).cloned();
    if let (true, Some(old)) = (lines.iter().any(new), old) {
        let end = old.said.args.get("end").map(ToString::to_string).unwrap_or_default();
        lines.push(line(State::Ending, Phrase::new(&PASTED_OLD_ONLY).with("end", end)));
    }
    for target in NOTIFY_TARGETS {
        let told = found.notify.iter().any(|n| super::fields::same_address(n, target));
        let (state, label) = if told { (State::Ok, &PASTED_TOLD) } else { (State::Bad, &PASTED_NOT_TOLD) };
        lines.push(line(state, Phrase::new(label).with("address", *target)));
    }
    if let Some(key) = key {
        let same = |name: &String| same(name, key);
        let used = found.allow.iter().filter_map(|e| e.key.as_ref()).any(same);
        let (state, label) = match (used, found.keys.iter().any(same)) {
            (true, true) => (State::Ok, &PASTED_KEY),
            (true, false) => (State::Unknown, &PASTED_KEY_MISSING),
            (false, _) => (State::Bad, &PASTED_KEY_OTHER),
        };
        lines.push(line(state, Phrase::new(label).with("key", key)));
    }
    lines
}

impl Pasted {
    fn new(vendor: Vendor) -> Self {
        let (allow, notify, keys, unknown) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { vendor, allow, notify, keys, unknown, has_zone: false, only: None }
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
