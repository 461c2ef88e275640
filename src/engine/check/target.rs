//! What a name that a record points to leads to, as far as this zone can tell.

use crate::engine::diag::Span;
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::zone::{Node, Nodes, Snapshot};

/// Where a target leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Out of the zone, or below a DNAME, which leads there.
    Elsewhere,
    /// A host with an address.
    Host,
    /// A CNAME, written there.
    Alias(Span),
    /// At or below a delegation of the zone, without an address here.
    Delegated,
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
    /// Whether any name of the zone begins with `*`.
    has_wildcards: bool,
    apex_is_dname: bool,
    /// The last parent looked at and what hides names below it.
    above: Option<(Name, Option<Target>)>,
}

/// Where a target leads, and whether a CNAME stands there, whatever else does.
pub(super) type Resolved = (Target, bool);

impl<'a> Resolver<'a> {
    pub(super) fn new(zone: &'a Snapshot, has_wildcards: bool) -> Self {
        let apex_is_dname = zone.get(zone.apex(), RecordType::DNAME).is_some();
        let (nodes, parents) = (zone.nodes(), zone.nodes());
        Self { zone, nodes, parents, has_wildcards, apex_is_dname, above: None }
    }

    /// Looks a name of the zone up.
    pub(super) fn resolve(&mut self, name: NameRef<'_>) -> Resolved {
        let is_apex = name == self.zone.apex();
        let (mut exists, mut delegated) = (false, false);
        if let Some(node) = self.nodes.find(name) {
            let has_alias = node.has(RecordType::CNAME);
            if let Some(found) = at_node(&node) {
                return (found, has_alias);
            }
            exists = true;
            delegated = !is_apex && node.has(RecordType::NS);
        }
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
            return Some(Target::Elsewhere);
        }
        if parent == apex {
            return None;
        }
        if let Some((_, hidden)) = self.above.as_ref().filter(|(last, _)| last.as_ref() == parent) {
            return hidden.clone();
        }
        let (mut hidden, mut ancestor) = (None, Some(parent).filter(|name| *name != apex));
        while let Some(at) = ancestor {
            if let Some(node) = self.parents.find(at) {
                if node.has(RecordType::DNAME) {
                    hidden = Some(Target::Elsewhere);
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
        let closest = if self.has_wildcards { self.zone.closest(name) } else { None };
        let encloser = closest.filter(|encloser| encloser.as_ref() != name)?;
        let (wildcard, _) = Name::from_wire(&[b"\x01*", encloser.as_ref().wire()].concat()).ok()?;
        let node = self.parents.find(wildcard.as_ref())?;
        Some(at_node(&node).unwrap_or(Target::NoAddress))
    }
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

/// The name that was probably meant when the final dot was forgotten: `mail.example.com.example.com.` in `example.com.`
/// is `mail.example.com.`
pub(super) fn without_origin_twice(name: NameRef<'_>, apex: NameRef<'_>) -> Option<Name> {
    if apex.is_root() || !name.is_within(apex) {
        return None;
    }
    let own = name.wire().len().checked_sub(apex.wire().len())?;
    let (own, labels) = (name.wire().get(..own)?, apex.wire().strip_suffix(&[0])?);
    let ending = own.get(own.len().checked_sub(labels.len())?..)?;
    if !ending.eq_ignore_ascii_case(labels) {
        return None;
    }
    let meant = [own, &[0]].concat();
    let (meant, _) = Name::from_wire(&meant).ok()?;
    meant.as_ref().is_within(apex).then_some(meant)
}
