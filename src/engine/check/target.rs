//! What a name that a record points to leads to, as far as this zone can tell.

use crate::engine::diag::Span;
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::zone::Snapshot;

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

/// Looks a target up.
pub(super) fn resolve(zone: &Snapshot, name: NameRef<'_>) -> Target {
    if !name.is_within(zone.apex()) {
        return Target::Elsewhere;
    }
    if let Some(found) = at_node(zone, name) {
        return found;
    }
    // Name servers answer from the highest delegation or DNAME (RFC 1034 §4.3.2, RFC 6672 §3.2).
    let mut hidden = None;
    let mut ancestor = Some(name).filter(|name| *name != zone.apex());
    while let Some(at) = ancestor {
        if at != zone.apex() && zone.get(at, RecordType::NS).is_some() {
            hidden = Some(Target::Delegated);
        }
        if at != name && zone.get(at, RecordType::DNAME).is_some() {
            hidden = Some(Target::Elsewhere);
        }
        ancestor = at.parent().filter(|parent| parent.is_within(zone.apex()));
    }
    if let Some(hidden) = hidden {
        return hidden;
    }
    if zone.node(name).next().is_some() {
        return Target::NoAddress;
    }
    // RFC 4592 §3.3.1: the wildcard at the closest encloser stands for names that do not exist.
    let wildcard = zone.closest(name).filter(|encloser| encloser.as_ref() != name).and_then(|encloser| {
        let wire = [b"\x01*", encloser.as_ref().wire()].concat();
        Name::from_wire(&wire).ok()
    });
    match wildcard {
        Some((wildcard, _)) if zone.node(wildcard.as_ref()).next().is_some() => {
            at_node(zone, wildcard.as_ref()).unwrap_or(Target::NoAddress)
        }
        _ => Target::Missing,
    }
}

/// What the records at a name itself say.
fn at_node(zone: &Snapshot, name: NameRef<'_>) -> Option<Target> {
    if zone.get(name, RecordType::A).is_some() || zone.get(name, RecordType::AAAA).is_some() {
        return Some(Target::Host);
    }
    let alias = zone.get(name, RecordType::CNAME)?;
    Some(Target::Alias(alias.records().next().map_or(Span::NONE, |r| r.at)))
}

/// Whether a name is an address that was written where a name belongs: its first four labels are numbers up to 255.
pub(super) fn is_address(name: NameRef<'_>, apex: NameRef<'_>) -> bool {
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
    let meant = [name.wire().get(..own)?, &[0]].concat();
    let (meant, _) = Name::from_wire(&meant).ok()?;
    meant.as_ref().is_within(apex).then_some(meant)
}
