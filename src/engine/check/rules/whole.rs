//! What only the zone as a whole shows: that it is bare, takes no mail, is a catalog or a policy, takes error reports.

use std::collections::HashMap;

use crate::engine::check::codes::zone as codes;
use crate::engine::check::codes::{FIRST_HERE, OTHER_HERE};
use crate::engine::check::context::{Context, Part, first, last, target};
use crate::engine::check::target::{below, is_none};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, NameRef, RecordType};

use super::ZoneRule;

/// Rules of the whole zone.
pub(super) static WHOLE: &[ZoneRule] = &[bare, mail, reports, catalog, policy];

/// RFC 1034 §4.2.1: SOA and NS make a zone, an empty one.
fn bare(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let zone = context.zone;
    let apex = |rtype| zone.get(zone.apex(), rtype);
    let (Some(soa), Some(_)) = (apex(RecordType::SOA).as_ref().and_then(first), apex(RecordType::NS)) else { return };
    if zone.rrsets() == 2 && !context.is_any_lost() {
        let at = context.part(soa.at, Part::Type);
        diagnostics.push(Diagnostic::new(&codes::ZONE_BARE, at).arg("zone", zone.apex().to_string()));
    }
}

/// RFC 5321 §5.1: without MX, mail goes to the address of the domain.
fn mail(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let zone = context.zone;
    let apex = |rtype| zone.get(zone.apex(), rtype);
    let address = apex(RecordType::A).or_else(|| apex(RecordType::AAAA));
    let Some(record) = address.as_ref().and_then(first) else { return };
    if apex(RecordType::MX).is_none() && !context.is_lost_type(RecordType::MX) {
        let finding = Diagnostic::new(&codes::APEX_MX_MISSING, record.at);
        diagnostics.push(finding.arg("zone", zone.apex().to_string()));
    }
}

/// RFC 9567 §6.3: an agent answers reports from a wildcard TXT record.
fn reports(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let zone = context.zone;
    let Some(agent) = below(b"_er", zone.apex()).filter(|agent| zone.exists(agent.as_ref())) else { return };
    let answers = below(b"*", agent.as_ref()).is_some_and(|any| zone.get(any.as_ref(), RecordType::TXT).is_some());
    let delegated = zone.get(agent.as_ref(), RecordType::NS).is_some();
    if answers || delegated {
        return;
    }
    let at = zone.subtree(agent.as_ref()).next().as_ref().and_then(first).map_or(Span::NONE, |record| record.at);
    diagnostics.push(Diagnostic::new(&codes::REPORT_TXT_MISSING, at).arg("zone", zone.apex().to_string()));
}

/// RFC 9432: a catalog has NS `invalid.`, its version at `version`, and members below `zones`.
fn catalog(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let zone = context.zone;
    let (Some(zones), Some(version)) = (below(b"zones", zone.apex()), below(b"version", zone.apex())) else { return };
    if !zone.exists(zones.as_ref()) {
        return;
    }
    let version = zone.get(version.as_ref(), RecordType::TXT);
    let ns = zone.get(zone.apex(), RecordType::NS);
    let served = |name: NameRef<'_>| !is_none(name);
    let is_served = ns.is_some_and(|ns| ns.records().filter_map(|r| target(RecordType::NS, r.rdata)).any(served));
    if is_served && version.is_none() {
        return;
    }
    let mut members: HashMap<Name, Span> = HashMap::new();
    let mut first_at = None;
    let mut walk = zone.subtree(zones.as_ref());
    while let Some(set) = walk.next() {
        // RFC 9432 §4.1: `<unique>.zones.<catalog>`; properties stand further down.
        let depth = set.owner().label_count().saturating_sub(zone.apex().label_count());
        if set.rtype() != RecordType::PTR || depth != 2 {
            continue;
        }
        first_at = first_at.or_else(|| first(&set).map(|record| record.at));
        if let (count @ 2.., Some(newest), Some(oldest)) = (set.len(), last(&set), first(&set)) {
            diagnostics.push(
                Diagnostic::new(&codes::CATALOG_MEMBER_SEVERAL, newest.at)
                    .arg("owner", set.owner().to_string())
                    .arg("count", count)
                    .related(oldest.at, &FIRST_HERE),
            );
            continue;
        }
        for record in set.records() {
            let Some(member) = target(RecordType::PTR, record.rdata).map(|name| name.to_owned().lowercase()) else {
                continue;
            };
            if let Some(other) = members.insert(member.clone(), record.at) {
                let (newest, oldest) = (other.max(record.at), other.min(record.at));
                diagnostics.push(
                    Diagnostic::new(&codes::CATALOG_MEMBER_TWICE, context.part(newest, Part::Rdata(0)))
                        .arg("zone", member.to_string())
                        .related(oldest, &OTHER_HERE),
                );
            }
        }
    }
    // RFC 9432 §4.2.1: one string, "2"; "1" was the draft's.
    let known = version.as_ref().is_some_and(|set| set.records().all(|r| matches!(r.rdata, [1, b'1' | b'2'])));
    let Some(at) = first_at.filter(|_| !known) else { return };
    let at = version.as_ref().and_then(first).map_or(at, |record| context.part(record.at, Part::Rdata(0)));
    diagnostics.push(Diagnostic::new(&codes::CATALOG_VERSION, at).arg("zone", zone.apex().to_string()));
}

/// Triggers of response policy zones that are networks: their names have the form that BIND reads.
fn policy(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let zone = context.zone;
    for trigger in [&b"rpz-ip"[..], b"rpz-nsip", b"rpz-client-ip"] {
        let Some(top) = below(trigger, zone.apex()).filter(|top| zone.exists(top.as_ref())) else { continue };
        let mut walk = zone.subtree(top.as_ref());
        while let Some(set) = walk.next() {
            let depth = set.owner().label_count().saturating_sub(top.as_ref().label_count());
            let labels: Vec<_> = set.owner().labels().take(depth).filter_map(|l| std::str::from_utf8(l).ok()).collect();
            // A set of signatures stands beside what it signs.
            if set.rtype() == RecordType::RRSIG || set.rtype() == RecordType::NSEC || is_network(&labels, depth) {
                continue;
            }
            let Some(record) = first(&set) else { continue };
            diagnostics.offer(&codes::RPZ_ADDRESS, record.at, || {
                let at = context.part(record.at, Part::Owner);
                Diagnostic::new(&codes::RPZ_ADDRESS, at).arg("owner", set.owner().to_string())
            });
        }
    }
}

/// Whether labels are a prefix length and an address backwards: four numbers, or words of IPv6 with `zz` for `::`.
fn is_network(labels: &[&str], depth: usize) -> bool {
    let Some((prefix, address)) = labels.split_first().filter(|_| labels.len() == depth) else { return false };
    let words = address.iter().rev().copied();
    let parsed = match prefix.parse::<u8>() {
        Ok(length @ 1..=32) if address.len() == 4 && !address.contains(&"zz") => {
            let text = words.collect::<Vec<_>>().join(".");
            text.parse()
                .ok()
                .map(|ip: std::net::Ipv4Addr| u128::from(u32::from(ip)).trailing_zeros() + u32::from(length) >= 32)
        }
        Ok(length @ 1..=128) => {
            let shown = words.map(|word| if word == "zz" { "" } else { word }).collect::<Vec<_>>().join(":");
            // A `zz` at an end is a `::` there.
            let start = if shown.starts_with(':') { ":" } else { "" };
            let end = if shown.ends_with(':') { ":" } else { "" };
            let text = format!("{start}{shown}{end}");
            text.parse().ok().map(|ip: std::net::Ipv6Addr| u128::from(ip).trailing_zeros() + u32::from(length) >= 128)
        }
        _ => None,
    };
    parsed.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_of_policies_are_read() {
        let read = |text: &str| {
            let labels: Vec<_> = text.split('.').collect();
            is_network(&labels, labels.len())
        };
        for right in ["32.1.2.0.192", "24.0.2.0.192", "8.0.0.0.10", "128.1.zz.db8.2001", "48.zz.1.db8.2001", "128.1.zz"]
        {
            assert!(read(right), "{right}");
        }
        for wrong in [
            "33.1.2.0.192",
            "0.0.0.0.0",
            "24.1.2.0.192",
            "32.1.2.192",
            "32.256.2.0.192",
            "48.zz.1.zz",
            "x.1.2.0.192",
            "32",
        ] {
            assert!(!read(wrong), "{wrong}");
        }
    }
}
