//! Field kinds: what a field of RDATA can be. Each file has one kind's, or one family's, text and wire form.

mod address;
mod bitmap;
pub(super) mod hex;
mod base64;
mod name;
mod number;
mod string;

use super::words::Words;
use crate::engine::diag::Diagnostics;
use crate::engine::dns::name::NameRef;
use crate::engine::dns::wire::{Reader, WireFault};

/// What a field is. Kinds that fill the rest of the RDATA stand last in their row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number of 8 bits.
    U8,
    /// A number of 16 bits.
    U16,
    /// A number of 32 bits.
    U32,
    /// Seconds in 32 bits; text may use units.
    Seconds,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A domain name.
    Name,
    /// A character-string (RFC 1035 §3.3).
    String,
    /// One or more character-strings, to the end.
    Strings,
    /// Octets to the end, as one quoted text without length.
    Text,
    /// Octets to the end in hex.
    Hex,
    /// Octets to the end in Base64.
    Base64,
    /// A record type.
    Type,
    /// A set of record types to the end (RFC 4034 §4.1.2).
    Types,
}

impl Kind {
    /// Whether the field is a domain name.
    pub(super) const fn is_name(self) -> bool {
        matches!(self, Self::Name)
    }

    /// Reads the field's words and appends its wire form. None when that failed, which is then diagnosed.
    pub(super) fn parse(self, words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
        match self {
            Self::U8 => number::parse_u8(words, out, diags),
            Self::U16 => number::parse_u16(words, out, diags),
            Self::U32 => number::parse_u32(words, out, diags),
            Self::Seconds => number::parse_seconds(words, out, diags),
            Self::Ipv4 => address::parse_ipv4(words, out, diags),
            Self::Ipv6 => address::parse_ipv6(words, out, diags),
            Self::Name => name::parse(words, out, diags),
            Self::String => string::parse(words, out, diags),
            Self::Strings => string::parse_all(words, out, diags),
            Self::Text => string::parse_text(words, out, diags),
            Self::Hex => hex::parse_rest(words, out, diags),
            Self::Base64 => base64::parse_rest(words, out, diags),
            Self::Type => bitmap::parse_type(words, out, diags),
            Self::Types => bitmap::parse(words, out, diags),
        }
    }

    /// Passes over the field's uncompressed wire form and checks it.
    pub(super) fn skip(self, reader: &mut Reader<'_>) -> Result<(), WireFault> {
        match self {
            Self::U8 => reader.take(1).map(drop),
            Self::U16 | Self::Type => reader.take(2).map(drop),
            Self::U32 | Self::Seconds | Self::Ipv4 => reader.take(4).map(drop),
            Self::Ipv6 => reader.take(16).map(drop),
            Self::Name => name::read(reader).map(drop),
            Self::String => string::read(reader).map(drop),
            Self::Strings => string::skip_all(reader),
            Self::Text | Self::Hex | Self::Base64 => reader.take(reader.left()).map(drop),
            Self::Types => bitmap::skip(reader),
        }
    }

    /// Appends the presentation form of the field's uncompressed wire form.
    pub(super) fn print(self, reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
        match self {
            Self::U8 => number::print(u32::from(reader.u8()?), out),
            Self::U16 => number::print(u32::from(reader.u16()?), out),
            Self::U32 | Self::Seconds => number::print(reader.u32()?, out),
            Self::Ipv4 => address::print_ipv4(reader.array()?, out),
            Self::Ipv6 => address::print_ipv6(reader.array()?, out),
            Self::Name => name::print(name::read(reader)?, out),
            Self::String => string::print(string::read(reader)?, out),
            Self::Strings => string::print_all(reader, out)?,
            Self::Text => string::print(reader.take(reader.left())?, out),
            Self::Hex => hex::print(reader.take(reader.left())?, out),
            Self::Base64 => base64::print(reader.take(reader.left())?, out),
            Self::Type => bitmap::print_type(reader.u16()?, out),
            Self::Types => bitmap::print(reader, out)?,
        }
        Ok(())
    }
}
