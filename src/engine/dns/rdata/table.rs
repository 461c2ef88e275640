//! The table: one row a type, sorted by mnemonic.

use super::kind::Kind::{self, *};
use super::{Field, RecordType};

/// What becomes of names in the RDATA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Compressed when sent, decompressed when received, lower case in canonical form (RFC 1035's types).
    Compressed,
    /// Decompressed when received, lower case in canonical form (RFC 3597 §4).
    Decompressed,
    /// Never compressed, lower case in canonical form (RFC 4034 §6.2, RFC 6840 §5.1).
    Lowered,
    /// Never compressed, kept as written; also types without names.
    Kept,
}

use Names::*;

/// What there is to know about a type's RDATA.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) mnemonic: &'static str,
    pub(super) rtype: RecordType,
    pub(super) names: Names,
    pub(super) rfc: &'static str,
    pub(super) fields: &'static [Field],
}

impl Row {
    /// Whether any field is a name.
    pub(super) fn has_names(&self) -> bool {
        self.fields.iter().any(|field| field.kind.is_name())
    }
}

const fn row(mnemonic: &'static str, number: u16, names: Names, rfc: &'static str, fields: &'static [Field]) -> Row {
    Row { mnemonic, rtype: RecordType(number), names, rfc, fields }
}

const fn f(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

#[rustfmt::skip]
static ROWS: [Row; 9] = [
    row("A", 1, Kept, "RFC 1035 §3.4.1", &[f("address", Ipv4)]),
    row("AAAA", 28, Kept, "RFC 3596 §2.1", &[f("address", Ipv6)]),
    row("CNAME", 5, Compressed, "RFC 1035 §3.3.1", &[f("target", Name)]),
    row("DNAME", 39, Lowered, "RFC 6672 §2.1", &[f("target", Name)]),
    row("MX", 15, Compressed, "RFC 1035 §3.3.9", &[f("preference", U16), f("exchange", Name)]),
    row("NS", 2, Compressed, "RFC 1035 §3.3.11", &[f("name server", Name)]),
    row("PTR", 12, Compressed, "RFC 1035 §3.3.12", &[f("target", Name)]),
    row("SOA", 6, Compressed, "RFC 1035 §3.3.13", &[
        f("primary", Name), f("mailbox", Name), f("serial", U32),
        f("refresh", Seconds), f("retry", Seconds), f("expire", Seconds), f("minimum", Seconds),
    ]),
    row("TXT", 16, Kept, "RFC 1035 §3.3.14", &[f("text", Strings)]),
];

/// The row of a type.
pub(super) fn row_of(rtype: RecordType) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.rtype == rtype)
}

/// The type of a mnemonic in either case.
pub(super) fn by_mnemonic(text: &[u8]) -> Option<RecordType> {
    ROWS.iter().find(|row| row.mnemonic.as_bytes().eq_ignore_ascii_case(text)).map(|row| row.rtype)
}
