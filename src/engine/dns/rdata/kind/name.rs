//! Domain names, uncompressed.

use std::fmt::Write;

use super::{Diagnostics, NameRef, Reader, WireFault, Words};
use crate::engine::dns::name::{bare, parse_into};
use crate::engine::dns::{NameFault, RecordType, codes};

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    match parse_into(token.text, words.origin, out) {
        Ok(false) => {}
        // Of a mailbox with an at sign the check of the SOA says more.
        Ok(true) if words.rtype == RecordType::SOA && token.text.contains(&b'@') => {}
        Ok(true) => bare::report(&token, diags),
        Err(fault) => {
            diags.push(codes::name_fault(fault, token.text, token.span));
            return None;
        }
    }
    Some(())
}

pub(super) fn read<'a>(reader: &mut Reader<'a>) -> Result<NameRef<'a>, WireFault> {
    let at = reader.offset();
    let (name, len) = NameRef::from_wire(reader.rest()).map_err(|fault| match fault {
        NameFault::TooLong => WireFault::new(&codes::NAME_TOO_LONG_WIRE, at),
        _ if has_pointer(reader.rest()) => WireFault::new(&codes::NAME_COMPRESSED, at),
        _ => WireFault::new(&codes::WIRE_SHORT, at),
    })?;
    reader.take(len)?;
    Ok(name)
}

/// Whether the labels end in a pointer, or another length octet that is none.
fn has_pointer(mut octets: &[u8]) -> bool {
    while let Some((&head, rest)) = octets.split_first() {
        if head > 63 {
            return true;
        }
        octets = rest.get(usize::from(head)..).unwrap_or_default();
    }
    false
}

pub(super) fn print(name: NameRef<'_>, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "{}", name.in_zone_file());
}
