//! Field kinds: what a field of RDATA can be. Each file has one kind's, or one family's, text and wire form.

mod address;
mod base64;
mod bitmap;
mod caa;
pub(super) mod hex;
mod loc;
mod mnemonic;
mod name;
mod nsec3;
pub(super) mod number;
mod string;
mod svcb;
mod time;

use super::words::Words;
use crate::engine::diag::Diagnostics;
use crate::engine::dns::codes;
use crate::engine::dns::name::NameRef;
use crate::engine::dns::wire::{Reader, WireFault};

/// What a field is. Kinds that fill the rest of the RDATA stand last in their row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A DNSSEC algorithm: 8 bits, in text also by name.
    Algorithm,
    /// Octets to the end in Base64, at least one.
    Base64,
    /// A CAA property tag.
    CaaTag,
    /// A certificate type: 16 bits, in text also by name.
    Certificate,
    /// A hash behind its length, in base32hex.
    Hash,
    /// Octets to the end in hex, at least one.
    Hex,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A location (RFC 1876).
    Location,
    /// A domain name.
    Name,
    /// Octets behind their length in hex, `-` for none.
    Salt,
    /// Seconds in 32 bits; text may use units.
    Seconds,
    /// A character-string (RFC 1035 §3.3).
    String,
    /// One or more character-strings, to the end.
    Strings,
    /// Service parameters to the end (RFC 9460).
    SvcParams,
    /// Octets to the end, as one quoted text without length.
    Text,
    /// A time in 32 bits, in text a date.
    Time,
    /// A record type.
    Type,
    /// A set of record types to the end (RFC 4034 §4.1.2).
    Types,
    /// A number of 8 bits.
    U8,
    /// A number of 16 bits.
    U16,
    /// A number of 32 bits.
    U32,
}

impl Kind {
    /// Whether the field is a domain name.
    pub(super) const fn is_name(self) -> bool {
        matches!(self, Self::Name)
    }

    /// Reads the field's words and appends its wire form. None when that failed, which is then diagnosed.
    pub(super) fn parse(self, words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
        match self {
            Self::Algorithm => number::parse_algorithm(words, out, diags),
            Self::Base64 => base64::parse_rest(words, out, diags),
            Self::CaaTag => caa::parse_tag(words, out, diags),
            Self::Certificate => number::parse_certificate(words, out, diags),
            Self::Hash => nsec3::parse_hash(words, out, diags),
            Self::Hex => hex::parse_rest(words, out, diags),
            Self::Ipv4 => address::parse_ipv4(words, out, diags),
            Self::Ipv6 => address::parse_ipv6(words, out, diags),
            Self::Location => loc::parse(words, out, diags),
            Self::Name => name::parse(words, out, diags),
            Self::Salt => nsec3::parse_salt(words, out, diags),
            Self::Seconds => number::parse_seconds(words, out, diags),
            Self::String => string::parse(words, out, diags),
            Self::Strings => string::parse_all(words, out, diags),
            Self::SvcParams => svcb::parse(words, out, diags),
            Self::Text => string::parse_text(words, out, diags),
            Self::Time => time::parse(words, out, diags),
            Self::Type => bitmap::parse_type(words, out, diags),
            Self::Types => bitmap::parse(words, out, diags),
            Self::U8 => number::parse_u8(words, out, diags),
            Self::U16 => number::parse_u16(words, out, diags),
            Self::U32 => number::parse_u32(words, out, diags),
        }
    }

    /// Passes over the field's uncompressed wire form and checks it.
    pub(super) fn skip(self, reader: &mut Reader<'_>) -> Result<(), WireFault> {
        match self {
            Self::Algorithm | Self::U8 => reader.take(1).map(drop),
            Self::Base64 | Self::Hex => some(reader).map(drop),
            Self::CaaTag => caa::read_tag(reader).map(drop),
            Self::Certificate | Self::U16 | Self::Type => reader.take(2).map(drop),
            Self::Hash => nsec3::read_hash(reader).map(drop),
            Self::Ipv4 | Self::Seconds | Self::Time | Self::U32 => reader.take(4).map(drop),
            Self::Ipv6 => reader.take(16).map(drop),
            Self::Location => loc::skip(reader),
            Self::Name => name::read(reader).map(drop),
            Self::Salt | Self::String => string::read(reader).map(drop),
            Self::Strings => string::skip_all(reader),
            Self::SvcParams => svcb::skip(reader),
            Self::Text => reader.take(reader.left()).map(drop),
            Self::Types => bitmap::skip(reader),
        }
    }

    /// Appends the presentation form of the field's uncompressed wire form.
    pub(super) fn print(self, reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
        match self {
            Self::Algorithm | Self::U8 => number::print(u32::from(reader.u8()?), out),
            Self::Base64 => base64::print(some(reader)?, out),
            Self::CaaTag => caa::print_tag(caa::read_tag(reader)?, out),
            Self::Certificate | Self::U16 => number::print(u32::from(reader.u16()?), out),
            Self::Hash => nsec3::print_hash(nsec3::read_hash(reader)?, out),
            Self::Hex => hex::print(some(reader)?, out),
            Self::Ipv4 => address::print_ipv4(reader.array()?, out),
            Self::Ipv6 => address::print_ipv6(reader.array()?, out),
            Self::Location => loc::print(reader, out)?,
            Self::Name => name::print(name::read(reader)?, out),
            Self::Salt => nsec3::print_salt(string::read(reader)?, out),
            Self::Seconds | Self::U32 => number::print(reader.u32()?, out),
            Self::String => string::print(string::read(reader)?, out),
            Self::Strings => string::print_all(reader, out)?,
            Self::SvcParams => svcb::print(reader, out)?,
            Self::Text => string::print(reader.take(reader.left())?, out),
            Self::Time => time::print(reader.u32()?, out),
            Self::Type => bitmap::print_type(reader.u16()?, out),
            Self::Types => bitmap::print(reader, out)?,
        }
        Ok(())
    }
}

/// The octets to the end, at least one.
fn some<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], WireFault> {
    match reader.left() {
        0 => Err(WireFault::new(&codes::DATA_EMPTY, reader.offset())),
        left => reader.take(left),
    }
}
