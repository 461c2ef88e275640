//! The start of authority, parsed.

use crate::engine::dns::{Name, NameRef, Serial};

/// An SOA record's data (RFC 1035 §3.3.13). Times in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Soa {
    /// The primary's name.
    pub mname: Name,
    /// The responsible person's mailbox, its first label the local part.
    pub rname: Name,
    /// The version.
    pub serial: Serial,
    /// After how long a secondary asks for a new version.
    pub refresh: u32,
    /// After how long it asks again when that failed.
    pub retry: u32,
    /// After how long without an answer it stops serving the zone.
    pub expire: u32,
    /// TTL of negative answers (RFC 2308 §4).
    pub minimum: u32,
}

impl Soa {
    /// Reads uncompressed RDATA; none if it is malformed.
    #[must_use]
    pub fn parse(rdata: &[u8]) -> Option<Self> {
        let (mname, len) = NameRef::from_wire(rdata).ok()?;
        let rest = rdata.get(len..)?;
        let (rname, len) = NameRef::from_wire(rest).ok()?;
        let mut rest = rest.get(len..)?;
        let mut number = || {
            let (octets, others) = rest.split_first_chunk()?;
            rest = others;
            Some(u32::from_be_bytes(*octets))
        };
        let serial = Serial(number()?);
        let (refresh, retry, expire, minimum) = (number()?, number()?, number()?, number()?);
        let (mname, rname) = (mname.to_owned(), rname.to_owned());
        rest.is_empty().then_some(Self { mname, rname, serial, refresh, retry, expire, minimum })
    }
}
