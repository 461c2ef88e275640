//! One record, field by field.

use super::desk::Progress;
use super::document::Document;
use super::names;
use super::rows::record;
use crate::engine::dns::{Name, rdata};
use crate::product::api::worker::{Answer, Explained, Field};

/// Octets of type, class, TTL and RDLENGTH (RFC 1035 §3.2.1).
const FIXED: usize = 10;

/// Explains the record with that key.
pub(super) fn explain(document: &mut Document, key: u64) -> Progress {
    let Some((row, rtype, data)) = record(document, key) else { return Progress::Failed("no-such-record") };
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let owner = Name::absolute(&row.owner).map_or(1, |name| name.as_ref().wire().len());
    let fields = rdata::explain(rtype, &data).into_iter().map(|field| Field {
        name: field.name.to_owned(),
        unicode: names::unicode(&field.text),
        text: field.text,
        offset: narrow(field.offset),
        length: narrow(field.len),
    });
    Progress::Done(Answer::Explain(Explained {
        rfc: rdata::rfc(rtype).map(str::to_owned),
        fields: fields.collect(),
        wire: data_encoding::HEXLOWER.encode(&data),
        octets: narrow(owner + FIXED + data.len()),
        row,
    }))
}
