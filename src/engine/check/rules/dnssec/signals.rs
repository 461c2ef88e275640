//! What a zone asks of its parent: CDS, CDNSKEY (RFC 7344, RFC 8078) and CSYNC (RFC 7477).

use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Part, Place, first, last};
use crate::engine::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::engine::dns::{RecordType, Serial};
use crate::engine::dnssec::{Algorithm, Ds, Standing, TypeBitmap};
use crate::engine::zone::RRset;

/// RFC 8078 §4: the RDATA that asks for the removal of all DS records.
const DELETE_CDS: [u8; 5] = [0; 5];
const DELETE_CDNSKEY: [u8; 5] = [0, 0, 3, 0, 0];

/// CSYNC's flags (RFC 7477 §2.1.1.2).
const IMMEDIATE: u16 = 1;
const SOA_MINIMUM: u16 = 2;

/// RFC 7344 §4.1: at the apex.
pub(super) fn misplaced(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    if let Some(record) = first(set).filter(|_| !place.is_apex) {
        let at = context.part(record.at, Part::Owner);
        diagnostics.push(at_type(&codes::CDS_MISPLACED, at, set).arg("owner", place.node.owner.to_string()));
    }
}

fn at_type(code: &'static Code, at: Span, set: &RRset<'_>) -> Diagnostic {
    Diagnostic::new(code, at).arg("type", set.rtype().to_string())
}

pub(super) fn check(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (zone, apex) = (context.zone, context.zone.apex());
    let cds = zone.get(apex, RecordType::CDS);
    let cdnskey = zone.get(apex, RecordType::CDNSKEY);
    for (set, form) in [(&cds, DELETE_CDS), (&cdnskey, DELETE_CDNSKEY)] {
        set.iter().for_each(|set| removal(set, form, context, diagnostics));
    }
    let keys = zone.get(apex, RecordType::DNSKEY);
    let is_key = |rdata: &[u8]| keys.iter().flat_map(|set| set.records()).any(|r| r.rdata == rdata);
    for record in cdnskey.iter().flat_map(|set| set.records()).filter(|r| !asks_removal(RecordType::CDNSKEY, r.rdata)) {
        // RFC 7344 §4.1: what is not among the keys cannot be what the parent should trust.
        if !is_key(record.rdata) && !context.is_lost_type(RecordType::DNSKEY) {
            diagnostics.push(Diagnostic::new(&codes::CDNSKEY_NO_KEY, record.at));
        }
    }
    for record in cds.iter().flat_map(|set| set.records()).filter(|r| !asks_removal(RecordType::CDS, r.rdata)) {
        let Some(ds) = Ds::parse(record.rdata) else { continue };
        if ds.digest_type.standing() == Standing::Deprecated {
            let at = context.part(record.at, Part::Rdata(2));
            diagnostics.push(Diagnostic::new(&codes::CDS_DIGEST, at).arg("digest", ds.digest_type.to_string()));
        }
        let found = |set: &Option<RRset<'_>>| {
            let mut digests = set.iter().flat_map(|set| set.records()).map(|key| ds.is_of(apex, key.rdata));
            digests.any(|is_of| is_of != Some(false))
        };
        if !found(&keys) && !context.is_lost_type(RecordType::DNSKEY) {
            diagnostics.push(Diagnostic::new(&codes::CDS_NO_KEY, record.at).arg("tag", ds.key_tag));
        } else if cdnskey.is_some() && !found(&cdnskey) {
            // RFC 7344 §4: both say the same.
            diagnostics.push(Diagnostic::new(&codes::CDS_CDNSKEY_DIFFER, record.at).arg("tag", ds.key_tag));
        }
    }
    pair(cds.as_ref(), cdnskey.as_ref(), context, diagnostics);
}

/// RFC 7344 §4: the child publishes both, for parents read the one or the other, and for the same keys.
fn pair(cds: Option<&RRset<'_>>, cdnskey: Option<&RRset<'_>>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    match (cds, cdnskey) {
        (Some(set), None) if !context.is_lost_type(RecordType::CDNSKEY) => {
            let at = first(set).map_or(Span::NONE, |r| r.at);
            diagnostics.push(Diagnostic::new(&codes::CDS_ALONE, at));
        }
        (None, Some(set)) if !context.is_lost_type(RecordType::CDS) => {
            let at = first(set).map_or(Span::NONE, |r| r.at);
            diagnostics.push(Diagnostic::new(&codes::CDNSKEY_ALONE, at));
        }
        (Some(cds), Some(cdnskey)) => {
            let apex = context.zone.apex();
            for key in cdnskey.records().filter(|r| !asks_removal(RecordType::CDNSKEY, r.rdata)) {
                let mut digests = cds.records().filter_map(|r| Ds::parse(r.rdata)).map(|ds| ds.is_of(apex, key.rdata));
                if !digests.any(|is_of| is_of != Some(false)) {
                    diagnostics.push(Diagnostic::new(&codes::CDNSKEY_NO_CDS, key.at));
                }
            }
        }
        _ => {}
    }
}

/// Whether the algorithm is the one that asks for removal.
fn asks_removal(rtype: RecordType, rdata: &[u8]) -> bool {
    let at = if rtype == RecordType::CDS { 2 } else { 3 };
    rdata.get(at) == Some(&Algorithm::DELETE.0)
}

/// RFC 8078 §4: removal has one form, and stands alone.
fn removal(set: &RRset<'_>, form: [u8; 5], context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for record in set.records().filter(|r| asks_removal(set.rtype(), r.rdata)) {
        if record.rdata == form && set.len() == 1 {
            let zone = context.zone.apex().to_string();
            diagnostics.push(at_type(&codes::CDS_DELETE, record.at, set).arg("zone", zone));
        } else {
            diagnostics.push(at_type(&codes::CDS_DELETE_FORM, record.at, set));
        }
    }
}

/// CSYNC: where, how many, what it says.
pub(super) fn csync(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let finding = |code: &'static Code, at| Diagnostic::new(code, at).arg("owner", place.node.owner.to_string());
    let Some(newest) = last(set) else { return };
    if !place.is_apex {
        diagnostics.push(finding(&codes::CSYNC_MISPLACED, context.part(newest.at, Part::Owner)));
        return;
    }
    // RFC 7477 §2.1: one at most.
    if set.len() > 1 {
        diagnostics.push(finding(&codes::CSYNC_SEVERAL, newest.at).arg("count", set.len()));
    }
    // RFC 7477 §3: a parent acts on what DNSSEC proves.
    if !context.dnssec().is_signed {
        diagnostics.push(finding(&codes::CSYNC_UNSIGNED, newest.at));
    }
    for record in set.records() {
        let Some((serial, rest)) = record.rdata.split_first_chunk() else { continue };
        let Some((flags, types)) = rest.split_first_chunk() else { continue };
        let (serial, flags) = (Serial(u32::from_be_bytes(*serial)), u16::from_be_bytes(*flags));
        if flags & !(IMMEDIATE | SOA_MINIMUM) != 0 {
            let at = context.part(record.at, Part::Rdata(1));
            diagnostics.push(finding(&codes::CSYNC_FLAGS, at).arg("flags", flags));
        }
        // RFC 7477 §2.1.1.2.2: nothing happens before the zone has come to that serial.
        if flags & SOA_MINIMUM != 0 && context.zone.serial().is_some_and(|zone| zone.is_before(serial)) {
            let at = context.part(record.at, Part::Rdata(0));
            diagnostics.push(finding(&codes::CSYNC_SERIAL, at).arg("serial", serial.0));
        }
        // RFC 7477 §3.2: NS, A and AAAA are what parents copy.
        let known = [RecordType::NS, RecordType::A, RecordType::AAAA];
        if let Some(other) = TypeBitmap::new(types).types().find(|rtype| !known.contains(rtype)) {
            diagnostics.push(finding(&codes::CSYNC_TYPES, record.at).arg("type", other.to_string()));
        }
    }
}
