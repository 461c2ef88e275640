//! ZONEMD: the digest of the whole zone, which a secondary may check before it serves (RFC 8976 §4).

use std::collections::BTreeSet;

use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Code, Diagnostic, Diagnostics};
use crate::engine::dns::{RecordType, Serial};
use crate::engine::zone::{Datum, RRset, digest};

/// A ZONEMD's RDATA (RFC 8976 §2.2).
struct Zonemd<'a> {
    serial: Serial,
    scheme: u8,
    hash: u8,
    digest: &'a [u8],
    record: Datum<'a>,
}

impl<'a> Zonemd<'a> {
    fn parse(record: Datum<'a>) -> Option<Self> {
        let (serial, rest) = record.rdata.split_first_chunk()?;
        let (&[scheme, hash], digest) = rest.split_first_chunk()?;
        Some(Self { serial: Serial(u32::from_be_bytes(*serial)), scheme, hash, digest, record })
    }
}

/// RFC 8976 §2: below the apex it means nothing.
pub(super) fn misplaced(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    if let Some(record) = first(set).filter(|_| !place.is_apex) {
        let at = context.part(record.at, Part::Type);
        diagnostics.push(Diagnostic::new(&codes::ZONEMD_MISPLACED, at).arg("owner", place.node.owner.to_string()));
    }
}

pub(super) fn check(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let zone = context.zone;
    let Some(set) = zone.get(zone.apex(), RecordType::ZONEMD) else { return };
    let all: Vec<_> = set.records().filter_map(Zonemd::parse).collect();
    let finding = |code: &'static Code, zonemd: &Zonemd<'_>, word| {
        Diagnostic::new(code, context.part(zonemd.record.at, Part::Rdata(word)))
            .arg("scheme", zonemd.scheme)
            .arg("hash", zonemd.hash)
    };
    // RFC 8976 §2.2.2 and §4: two of one scheme and hash verify neither.
    let mut seen = BTreeSet::new();
    let repeated: Vec<_> = all.iter().filter(|z| !seen.insert((z.scheme, z.hash))).collect();
    let is_repeated = |z: &Zonemd<'_>| repeated.iter().any(|r| (r.scheme, r.hash) == (z.scheme, z.hash));
    for zonemd in &repeated {
        diagnostics.push(finding(&codes::ZONEMD_REPEATED, zonemd, 1));
    }
    // Records that could not be read are missing from the digest.
    if context.is_any_lost() {
        return;
    }
    let (mut wrong, mut is_verified, mut is_judged) = (Vec::new(), false, !repeated.is_empty());
    for zonemd in all.iter().filter(|z| !is_repeated(z)) {
        let computed = match (zonemd.scheme, zonemd.hash) {
            (1, 1) => digest::simple_sha384(zone).to_vec(),
            (1, 2) => digest::simple_sha512(zone).to_vec(),
            (scheme, _) => {
                diagnostics.push(finding(&codes::ZONEMD_UNKNOWN, zonemd, if scheme == 1 { 2 } else { 1 }));
                continue;
            }
        };
        is_judged = true;
        // RFC 8976 §4: the serial first.
        if zone.serial() != Some(zonemd.serial) {
            let serial = zone.serial().map_or(0, |serial| serial.0);
            let found = finding(&codes::ZONEMD_SERIAL, zonemd, 0);
            diagnostics.push(found.arg("serial", zonemd.serial.0).arg("zone", serial));
        } else if computed == zonemd.digest {
            is_verified = true;
        } else {
            wrong.push(zonemd);
        }
    }
    // One that holds is enough.
    let code = if is_verified { &codes::ZONEMD_OTHER } else { &codes::ZONEMD_DIGEST };
    for zonemd in wrong {
        diagnostics.push(finding(code, zonemd, 3));
    }
    if !is_judged && let Some(zonemd) = all.first() {
        diagnostics.push(finding(&codes::ZONEMD_UNVERIFIED, zonemd, 1));
    }
}
