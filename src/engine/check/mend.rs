//! Fixes that need the content: TTLs brought in line, records added or taken out.
//!
//! A record that only its owner can complete is added as a stub: an address of the documentation (RFC 5737), which is said
//! as advice as long as it stands there, and a comment that asks for the real one.

use super::codes;
use super::context::Context;
use crate::engine::diag::{Args, Edit, Fix, Label, Span};
use crate::engine::dns::{Name, NameRef, RecordType, rdata};
use crate::engine::limits::TextLimits;
use crate::engine::zone::{Datum, RRset};

/// Name servers that a zone without any is given (RFC 1034 §4.1).
const NAME_SERVERS: usize = 2;

/// Addresses for stubs (their TTL is that of the record before, since records behind may take it over), in networks apart from each other.
const STUBS: [&str; 2] = ["203.0.113.53", "198.51.100.53"];

fn fix(title: &'static Label, edits: Vec<Edit>) -> Fix {
    Fix { title, args: Args::new(), edits }
}

/// All records of the RRset get this TTL. None when they stand in several files or are too many.
pub(super) fn align_ttls(set: &RRset<'_>, ttl: u32, context: &Context<'_>) -> Option<Fix> {
    let mut edits = Vec::new();
    for record in set.records().filter(|record| record.ttl != ttl) {
        let (own, class, rtype) = context.fields(record.at, |fields| (fields.ttl, fields.class, fields.rtype))?;
        edits.push(match own {
            Some(span) => Edit { span, text: ttl.to_string() },
            None => {
                let before = class.unwrap_or(rtype);
                let at = Span::new(before.file, before.start.min(rtype.start), 0);
                Edit { span: at, text: format!("{ttl} ") }
            }
        });
        if edits.len() > TextLimits::default().mended {
            return None;
        }
    }
    edits.sort_by_key(|edit| edit.span);
    let file = edits.first()?.span.file;
    edits.iter().all(|edit| edit.span.file == file).then(|| fix(&codes::ALIGN_TTLS, edits))
}

/// An address for a name server, behind the record that names it.
pub(super) fn glue(name: NameRef<'_>, at: Span, ttl: u32, context: &Context<'_>) -> Option<Fix> {
    if !name.labels().all(is_host_label) || is_signed(context) {
        return None;
    }
    let [network, _] = STUBS.map(|address| address.rsplit_once('.').map_or("", |(network, _)| network));
    // Stubs of one zone differ from each other, as the addresses must that take their place.
    let edit = add(at, &[stub(name, ttl, &format!("{network}.{}", at.start % 250 + 1))], context)?;
    Some(fix(&codes::ADD_GLUE, vec![edit]))
}

/// NS records for the apex, behind its SOA: the primary that the SOA names and hosts called ns1, ns2, … of the zone, with
/// stubs for those that have no address.
pub(super) fn name_servers(soa: Datum<'_>, context: &Context<'_>) -> Option<Fix> {
    let apex = context.zone.apex();
    if is_signed(context) {
        return None;
    }
    let has_address = |name: NameRef<'_>| {
        [RecordType::A, RecordType::AAAA].into_iter().any(|rtype| context.zone.get(name, rtype).is_some())
    };
    let primary = rdata::names(RecordType::SOA, soa.rdata).next().map(|embedded| embedded.name)?;
    let is_public = primary.label_count() > 1 && primary.labels().all(is_host_label);
    let usable = is_public && (!primary.is_within(apex) || has_address(primary));
    let mut hosts: Vec<(Name, bool)> = Vec::new();
    if usable {
        hosts.push((primary.to_owned(), true));
    }
    for number in 1..=9 {
        let Ok(host) = Name::parse(format!("ns{number}").as_bytes(), Some(apex)) else { continue };
        let known = has_address(host.as_ref());
        let free = context.zone.node(host.as_ref()).next().is_none();
        if hosts.len() < NAME_SERVERS && (known || free) && hosts.iter().all(|(other, _)| *other != host) {
            hosts.push((host, known));
        }
    }
    let ttl = soa.ttl;
    let mut lines: Vec<String> = hosts.iter().map(|(host, _)| format!("{apex} {ttl} IN NS {host}")).collect();
    let missing = hosts.iter().filter(|(_, known)| !known);
    lines.extend(missing.zip(STUBS).map(|((host, _), address)| stub(host.as_ref(), ttl, address)));
    Some(fix(&codes::ADD_NAME_SERVERS, vec![add(soa.at, &lines, context)?]))
}

/// Whether the zone is signed: what is added to it by hand has no signature.
fn is_signed(context: &Context<'_>) -> bool {
    context.zone.get(context.zone.apex(), RecordType::DNSKEY).is_some()
}

/// Whether a label is one of a host (RFC 952, RFC 1123 §2.1).
fn is_host_label(label: &[u8]) -> bool {
    let inner = label.iter().all(|octet| octet.is_ascii_alphanumeric() || *octet == b'-');
    inner && !label.starts_with(b"-") && !label.ends_with(b"-")
}

fn stub(name: NameRef<'_>, ttl: u32, address: &str) -> String {
    format!("{name} {ttl} IN A {address} ; write its address here")
}

fn add(at: Span, lines: &[String], context: &Context<'_>) -> Option<Edit> {
    // Where there is a record's text, there is a place behind it.
    context.fields(at, |_| ())?;
    context.addition(at, lines)
}
