//! What a name that a record points to leads to, as far as this zone can tell.

use crate::engine::diag::Span;
use crate::engine::dns::name::eights;
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::zone::{Node, Nodes, Snapshot, Wanted};

/// Where a target leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Below a DNAME, which makes an alias of it.
    Redirected,
    /// A host with an address.
    Host,
    /// A CNAME, written there.
    Alias(Span),
    /// At or below a delegation of the zone, without an address here.
    Delegated,
    /// No records of its own, but the address of a wildcard.
    Wildcard,
    /// A name with records, none of them an address.
    NoAddress,
    /// Nothing.
    Missing,
}

/// Looks targets up. Quick when they come in canonical order, right in any.
pub(super) struct Resolver<'a> {
    zone: &'a Snapshot,
    nodes: Nodes<'a>,
    /// Walks the parents, which are in order too, more or less.
    parents: Nodes<'a>,
    has: Has,
    apex_is_dname: bool,
    /// The last parent looked at and what hides names below it.
    above: Option<(Name, Option<Target>)>,
}

/// What a zone has at all; what it has not need not be looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Has {
    /// Any name that begins with `*`.
    pub(super) wildcards: bool,
    /// Any delegation or DNAME.
    pub(super) cuts: bool,
}

impl Has {
    /// Nothing so far.
    pub(super) const NOTHING: Self = Self { wildcards: false, cuts: false };
    /// Nothing is known.
    pub(super) const MAYBE: Self = Self { wildcards: true, cuts: true };
}

impl std::ops::BitOrAssign for Has {
    fn bitor_assign(&mut self, other: Self) {
        self.wildcards |= other.wildcards;
        self.cuts |= other.cuts;
    }
}

/// Where a target leads, and whether a CNAME stands there, whatever else does.
pub(super) type Resolved = (Target, bool);

impl<'a> Resolver<'a> {
    pub(super) fn new(zone: &'a Snapshot, has: Has) -> Self {
        let apex_is_dname = zone.get(zone.apex(), RecordType::DNAME).is_some();
        let (nodes, parents) = (zone.nodes(), zone.nodes());
        Self { zone, nodes, parents, has, apex_is_dname, above: None }
    }

    /// Looks a name of the zone up.
    pub(super) fn resolve(&mut self, name: NameRef<'_>) -> Resolved {
        let at = Own::of(self.nodes.find(name));
        self.judge(|| name, at)
    }

    /// The same for a name of a batch, which is quicker.
    pub(super) fn resolve_wanted<'n, T>(&mut self, wanted: &Wanted<'_, T>, name: impl Fn() -> NameRef<'n>) -> Resolved {
        let at = Own::of(self.nodes.find_wanted(wanted));
        self.judge(name, at)
    }

    fn judge<'n>(&mut self, name: impl Fn() -> NameRef<'n>, at: Own) -> Resolved {
        if let Some(found) = at.found {
            return (found, at.has_alias);
        }
        let name = name();
        let is_apex = name == self.zone.apex();
        let (exists, delegated) = (at.exists, at.has_ns && !is_apex);
        // Name servers answer from the highest delegation or DNAME (RFC 1034 §4.3.2, RFC 6672 §3.2).
        let hidden = if is_apex { None } else { name.parent().and_then(|parent| self.above(parent)) };
        let found = match hidden {
            Some(hidden) => hidden,
            None if delegated => Target::Delegated,
            None if exists => Target::NoAddress,
            None => self.wildcard(name).unwrap_or(Target::Missing),
        };
        (found, false)
    }

    /// What hides the names below `parent`.
    fn above(&mut self, parent: NameRef<'_>) -> Option<Target> {
        let apex = self.zone.apex();
        if self.apex_is_dname {
            return Some(Target::Redirected);
        }
        if !self.has.cuts || parent == apex {
            return None;
        }
        if let Some((_, hidden)) = self.above.as_ref().filter(|(last, _)| last.as_ref() == parent) {
            return hidden.clone();
        }
        let (mut hidden, mut ancestor) = (None, Some(parent).filter(|name| *name != apex));
        while let Some(at) = ancestor {
            if let Some(node) = self.parents.find(at) {
                if node.has(RecordType::DNAME) {
                    hidden = Some(Target::Redirected);
                } else if node.has(RecordType::NS) {
                    hidden = Some(Target::Delegated);
                }
            }
            ancestor = at.parent().filter(|parent| *parent != apex);
        }
        self.above = Some((parent.to_owned(), hidden.clone()));
        hidden
    }

    /// RFC 4592 §3.3.1: the wildcard at the closest encloser stands for names that do not exist.
    fn wildcard(&mut self, name: NameRef<'_>) -> Option<Target> {
        let closest = if self.has.wildcards { self.zone.closest(name) } else { None };
        let encloser = closest.filter(|encloser| encloser.as_ref() != name)?;
        let (wildcard, _) = Name::from_wire(&[b"\x01*", encloser.as_ref().wire()].concat()).ok()?;
        let node = self.parents.find(wildcard.as_ref())?;
        Some(match at_node(&node) {
            Some(Target::Host) => Target::Wildcard,
            found => found.unwrap_or(Target::NoAddress),
        })
    }
}

/// What the records at a name itself say.
#[derive(Default)]
struct Own {
    exists: bool,
    found: Option<Target>,
    has_alias: bool,
    has_ns: bool,
}

impl Own {
    fn of(node: Option<Node<'_>>) -> Self {
        let Some(node) = node else { return Self::default() };
        let has = |rtype| node.has(rtype);
        Self { exists: true, found: at_node(&node), has_alias: has(RecordType::CNAME), has_ns: has(RecordType::NS) }
    }
}

/// Looks one name up, for the few records of rare types; none when it lies outside the zone.
pub(super) fn resolve(zone: &Snapshot, name: NameRef<'_>) -> Option<Target> {
    name.is_within(zone.apex()).then(|| Resolver::new(zone, Has::MAYBE).resolve(name).0)
}

/// What the records at a name itself say.
fn at_node(node: &Node<'_>) -> Option<Target> {
    if node.has(RecordType::A) || node.has(RecordType::AAAA) {
        return Some(Target::Host);
    }
    let alias = node.get(RecordType::CNAME)?;
    Some(Target::Alias(alias.records().next().map_or(Span::NONE, |r| r.at)))
}

/// Whether a name is an address that was written where a name belongs: its first four labels are numbers up to 255.
pub(super) fn is_address(name: NameRef<'_>, apex: NameRef<'_>) -> bool {
    // Most names do not begin with a digit.
    if !name.wire().get(1).is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let own = if name.is_within(apex) { name.label_count() - apex.label_count() } else { name.label_count() };
    let octet = |label: &[u8]| std::str::from_utf8(label).is_ok_and(|text| text.parse::<u8>().is_ok());
    own == 4 && name.labels().take(4).all(octet)
}

/// Top-level labels that names inside a zone seldom end in. Those that are words of the trade (`int`, `dev`, `info`) are
/// left out.
const TOP_LABELS: [&[u8]; 16] = [
    b"arpa", b"at", b"biz", b"ch", b"com", b"cz", b"de", b"edu", b"fr", b"gov", b"net", b"nl", b"org", b"pl", b"ru",
    b"uk",
];

/// The name that was probably meant when the final dot was forgotten. In `example.com.`, `mail.example.com.example.com.`
/// is `mail.example.com.`, and `mail.example.net.example.com.` is `mail.example.net.`
pub(super) fn without_origin(name: NameRef<'_>, apex: NameRef<'_>) -> Option<Name> {
    let own = own_part(name, apex)?;
    // What is completed by mistake has a dot inside, and a name that ends in it.
    let first = usize::from(*own.first()?);
    let ends = |top: &&[u8]| {
        let label = own.len().checked_sub(top.len() + 1).and_then(|at| own.get(at..));
        let (len, text) = label.and_then(<[u8]>::split_first).unwrap_or((&0, &[]));
        usize::from(*len) == top.len() && text.eq_ignore_ascii_case(top)
    };
    if first + 1 < own.len() && TOP_LABELS.iter().any(ends) {
        return before_origin(name, apex);
    }
    without_origin_twice(name, apex)
}

/// The same, only when what stands before the origin ends in the origin.
pub(super) fn without_origin_twice(name: NameRef<'_>, apex: NameRef<'_>) -> Option<Name> {
    // Most names are shorter than that.
    let (own, labels) = (own_part(name, apex)?, apex.wire().strip_suffix(&[0])?);
    let ending = own.get(own.len().checked_sub(labels.len())?..)?;
    if !ending.eq_ignore_ascii_case(labels) {
        return None;
    }
    before_origin(name, apex).filter(|meant| meant.as_ref().is_within(apex))
}

/// What of a name stands before the origin, as a whole name; none where that is nothing.
fn before_origin(name: NameRef<'_>, apex: NameRef<'_>) -> Option<Name> {
    if apex.is_root() || !name.is_within(apex) {
        return None;
    }
    let own = own_part(name, apex).filter(|own| !own.is_empty())?;
    Name::from_wire(&[own, &[0]].concat()).ok().map(|(meant, _)| meant)
}

/// The wire form of the labels that a name of the zone has before the zone's own.
pub(super) fn own_part<'n>(name: NameRef<'n>, apex: NameRef<'_>) -> Option<&'n [u8]> {
    name.wire().get(..name.wire().len().checked_sub(apex.wire().len())?)
}

/// The name one label below another; none when it would be too long.
pub(super) fn below(label: &[u8], name: NameRef<'_>) -> Option<Name> {
    let wire = [&[u8::try_from(label.len()).ok()?], label, name.wire()].concat();
    Name::from_wire(&wire).ok().map(|(name, _)| name)
}

/// Octets of host names.
static HOST: [bool; 256] = octets(b"-");

/// A table of octets: letters, digits, and others that are given.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
pub(super) const fn octets(others: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut octet = 0_u8;
    loop {
        table[octet as usize] = octet.is_ascii_alphanumeric();
        if octet == u8::MAX {
            break;
        }
        octet += 1;
    }
    let mut i = 0;
    while i < others.len() {
        table[others[i] as usize] = true;
        i += 1;
    }
    table
}

/// Whether a label is of letters and digits alone.
pub(super) fn is_simple(label: &[u8]) -> bool {
    !eights::any(label, eights::no_letters_or_digits)
}

/// Whether a label is one of a host name: letters, digits, hyphens, none at an end (RFC 952, RFC 1123 §2.1).
pub(super) fn is_host_label(label: &[u8]) -> bool {
    label.iter().all(|octet| HOST.get(usize::from(*octet)) == Some(&true))
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
}

/// Whether a name stands for "none": the root, or the `invalid.` of catalogs (RFC 9432 §4.1, RFC 6761 §6.4).
pub(super) fn is_none(name: NameRef<'_>) -> bool {
    name.is_root() || name.wire().eq_ignore_ascii_case(b"\x07invalid\0")
}

/// The labels of names without a root, from the left.
pub(super) fn labels_of(mut part: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (&len, tail) = part.split_first()?;
        let label = tail.get(..usize::from(len))?;
        part = tail.get(usize::from(len)..)?;
        Some(label)
    })
}
