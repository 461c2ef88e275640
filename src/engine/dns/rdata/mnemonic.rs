//! Mnemonics of record types, and `TYPEnn` for those without one (RFC 3597 §5).

use std::fmt;

use super::table;
use crate::engine::dns::RecordType;
use crate::engine::dns::number;

/// Types that never stand in a zone (RFC 6895 §3.1), which therefore have no row.
const META: [(&str, RecordType); 9] = [
    ("ANY", RecordType::ANY),
    ("AXFR", RecordType::AXFR),
    ("IXFR", RecordType::IXFR),
    ("MAILA", RecordType(254)),
    ("MAILB", RecordType(253)),
    ("NXNAME", RecordType(128)),
    ("OPT", RecordType::OPT),
    ("TKEY", RecordType(249)),
    ("TSIG", RecordType::TSIG),
];

impl RecordType {
    /// Reads a mnemonic in either case, or `TYPEnn`.
    #[must_use]
    pub fn from_mnemonic(text: &[u8]) -> Option<Self> {
        // What most records are, most often in capitals.
        match text {
            b"A" => return Some(Self::A),
            b"NS" => return Some(Self::NS),
            b"CNAME" => return Some(Self::CNAME),
            b"AAAA" => return Some(Self::AAAA),
            b"TXT" => return Some(Self::TXT),
            b"MX" => return Some(Self::MX),
            _ => {}
        }
        if let Some(rtype) = table::by_mnemonic(text) {
            return Some(rtype);
        }
        if let Some((prefix, digits)) = text.split_at_checked(4)
            && prefix.eq_ignore_ascii_case(b"TYPE")
        {
            return number::decimal(digits, u64::from(u16::MAX)).ok().and_then(|n| u16::try_from(n).ok()).map(Self);
        }
        META.iter().find(|(m, _)| m.as_bytes().eq_ignore_ascii_case(text)).map(|(_, rtype)| *rtype)
    }

    /// The mnemonic, if the type has one; [`fmt::Display`] writes `TYPEnn` for the others.
    #[must_use]
    pub fn mnemonic(self) -> Option<&'static str> {
        let meta = || META.iter().find(|(_, rtype)| *rtype == self).map(|(m, _)| *m);
        table::row_of(self).map(|row| row.mnemonic).or_else(meta)
    }

    /// Whether it is a question or belongs to a message, so that no zone holds it (RFC 6895 §3.1: 128 to 255, and OPT).
    #[must_use]
    pub const fn is_meta(self) -> bool {
        matches!(self.0, 0 | 41 | 128..=255)
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mnemonic() {
            Some(mnemonic) => f.pad(mnemonic),
            None => write!(f, "TYPE{}", self.0),
        }
    }
}

impl fmt::Debug for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
