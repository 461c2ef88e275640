//! RDATA as octets: `\# length hex` (RFC 3597 §5).

use std::fmt::Write;

use super::kind::{hex, number};
use super::words::Words;
use super::{check_wire, codes};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;

/// What a field of this form is called in messages.
static LENGTH: super::Field = super::Field { name: "length", kind: super::Kind::U16 };
static DATA: super::Field = super::Field { name: "data", kind: super::Kind::Hex };

/// Reads the form; RDATA of a type with a row must also be well formed for it.
pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let start = out.len();
    let all = words.all();
    words.next_if_any();
    words.enter(&LENGTH);
    let length = number::parse(words, u32::from(u16::MAX), diags)?;
    let length_at = words.span_of(1, false);
    words.enter(&DATA);
    hex::parse_any(words, out, diags)?;
    let found = out.len() - start;
    if found != length as usize {
        let fault = words.fault(&codes::RDATA_GENERIC_LENGTH, length_at);
        diags.push(fault.arg("length", length).arg("count", found));
        return None;
    }
    let rdata = out.get(start..).unwrap_or_default();
    if let Err(fault) = check_wire(words.rtype, rdata) {
        let mut diagnostic = Diagnostic::new(fault.code, all);
        diagnostic.args = fault.args;
        diags.push(diagnostic);
        return None;
    }
    if READ_AS_NAME.contains(&words.rtype) {
        diags.push(Diagnostic::new(&codes::GENERIC_NAMES, all).arg("type", words.rtype.to_string()));
    }
    Some(())
}

/// Types in which PowerDNS completes the last word as a name, whatever stands before it: NS, CNAME, PTR, MX, SRV, DNAME.
/// Measured; the addresses, TXT, CAA, DS and SVCB are read.
const READ_AS_NAME: [RecordType; 6] =
    [RecordType::NS, RecordType::CNAME, RecordType::PTR, RecordType::MX, RecordType::SRV, RecordType::DNAME];

/// Says that RDATA of this type has no other form.
pub(super) fn refuse(words: &Words<'_, '_>, diags: &mut Diagnostics) -> Option<()> {
    diags.push(Diagnostic::new(&codes::TYPE_UNKNOWN_RDATA, words.all()).arg("type", words.rtype.to_string()));
    None
}

pub(super) fn print(rdata: &[u8], out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "\\# {}", rdata.len());
    if !rdata.is_empty() {
        out.push(' ');
        data_encoding::HEXUPPER.encode_append(rdata, out);
    }
}
