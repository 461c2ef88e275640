//! Field kinds: what a field of RDATA can be. Each file has one kind's, or one family's, text and wire form.

mod a6;
mod address;
mod apl;
mod base64;
mod bitmap;
mod caa;
mod eui;
mod gateway;
pub(super) mod hex;
mod hip;
mod loc;
mod locator;
mod mnemonic;
mod name;
mod network;
mod nsec3;
pub(super) mod number;
mod nxt;
mod optional;
mod string;
mod svcb;
mod time;
mod wks;

pub(super) use address::{put_ipv4, put_ipv6};

use super::words::Words;
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::name::NameRef;
use crate::engine::dns::wire::{Reader, WireFault};
use crate::engine::dns::{Token, codes};

/// What a field is. Kinds that fill the rest of the RDATA stand last in their row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A prefix length, the suffix of an address, and a name (RFC 2874).
    A6,
    /// A DNSSEC algorithm: 8 bits, in text also by name.
    Algorithm,
    /// An ATM address to the end.
    Atm,
    /// Octets to the end in Base64, at least one.
    Base64,
    /// Octets to the end in Base64, `-` for none.
    Base64Dash,
    /// Octets to the end in Base64, or none.
    Base64IfAny,
    /// A CAA property tag.
    CaaTag,
    /// A certificate type: 16 bits, in text also by name.
    Certificate,
    /// An EUI-48.
    Eui48,
    /// An EUI-64.
    Eui64,
    /// A gateway's type, an algorithm, and the gateway (RFC 4025).
    Gateway,
    /// A hash behind its length, in base32hex.
    Hash,
    /// Octets to the end in hex, at least one.
    Hex,
    /// A host identity to the end (RFC 8005).
    Hip,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// Address prefixes to the end (RFC 3123).
    Prefixes,
    /// A 64-bit locator or node identifier (RFC 6742).
    Locator,
    /// A location (RFC 1876).
    Location,
    /// A domain name.
    Name,
    /// An NSAP to the end.
    Nsap,
    /// Types from 1 to 127 to the end, as one bitmap (RFC 2535).
    NxtTypes,
    /// Octets to the end that have no form but that of RFC 3597.
    Opaque,
    /// A discovery bit, a relay's type, and the relay (RFC 8777).
    Relay,
    /// Octets behind their length in hex, `-` for none.
    Salt,
    /// A scheme: 8 bits, in text also by name (RFC 9859).
    Scheme,
    /// Seconds in 32 bits; text may use units.
    Seconds,
    /// A character-string (RFC 1035 §3.3).
    String,
    /// A character-string, or nothing, at the end.
    StringIfAny,
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
    /// A number of 64 bits.
    U64,
    /// A protocol and its ports to the end (RFC 1035 §3.4.2).
    Wks,
}

impl Kind {
    /// Whether the field is a domain name.
    pub(super) const fn is_name(self) -> bool {
        matches!(self, Self::Name)
    }

    /// Reads the field's words and appends its wire form. None when that failed, which is then diagnosed.
    pub(super) fn parse(self, words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
        match self {
            // What most records consist of. The others stand apart, so that a browser, which compiles a function a second time
            // when it is called often, has a short one to compile.
            Self::Ipv4 => address::parse_ipv4(words, out, diags),
            Self::Ipv6 => address::parse_ipv6(words, out, diags),
            Self::Name => name::parse(words, out, diags),
            Self::Strings => string::parse_all(words, out, diags),
            Self::U8 => number::parse_u8(words, out, diags),
            Self::U16 => number::parse_u16(words, out, diags),
            _ => self.parse_rare(words, out, diags),
        }
    }

    #[inline(never)]
    fn parse_rare(self, words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
        match self {
            Self::A6 => a6::parse(words, out, diags),
            Self::Algorithm => number::parse_algorithm(words, out, diags),
            Self::Atm => network::parse_atm(words, out, diags),
            Self::Base64 => base64::parse_rest(words, out, diags),
            Self::Base64Dash => optional::parse_dash(words, out, diags),
            Self::Base64IfAny => optional::parse_base64(words, out, diags),
            Self::CaaTag => caa::parse_tag(words, out, diags),
            Self::Certificate => number::parse_certificate(words, out, diags),
            Self::Eui48 => eui::parse::<6>(words, out, diags),
            Self::Eui64 => eui::parse::<8>(words, out, diags),
            Self::Gateway => gateway::parse_ipsec(words, out, diags),
            Self::Hash => nsec3::parse_hash(words, out, diags),
            Self::Hex => hex::parse_rest(words, out, diags),
            Self::Hip => hip::parse(words, out, diags),
            Self::Location => loc::parse(words, out, diags),
            Self::Locator => locator::parse(words, out, diags),
            Self::Nsap => network::parse_nsap(words, out, diags),
            Self::NxtTypes => nxt::parse(words, out, diags),
            Self::Opaque => super::generic::refuse(words, diags),
            Self::Prefixes => apl::parse(words, out, diags),
            Self::Relay => gateway::parse_relay(words, out, diags),
            Self::Salt => nsec3::parse_salt(words, out, diags),
            Self::Scheme => number::parse_scheme(words, out, diags),
            Self::Seconds => number::parse_seconds(words, out, diags),
            Self::String => string::parse(words, out, diags),
            Self::StringIfAny => optional::parse_string(words, out, diags),
            Self::SvcParams => svcb::parse(words, out, diags),
            Self::Text => string::parse_text(words, out, diags),
            Self::Time => time::parse(words, out, diags),
            Self::Type => bitmap::parse_type(words, out, diags),
            Self::Types => bitmap::parse(words, out, diags),
            Self::U32 => number::parse_u32(words, out, diags),
            Self::U64 => number::parse_u64(words, out, diags),
            Self::Wks => wks::parse(words, out, diags),
            Self::Ipv4 | Self::Ipv6 | Self::Name | Self::Strings | Self::U8 | Self::U16 => {
                self.parse(words, out, diags)
            }
        }
    }

    /// Passes over the field's uncompressed wire form and checks it.
    pub(super) fn skip(self, reader: &mut Reader<'_>) -> Result<(), WireFault> {
        match self {
            // Their wire form is checked as it is printed.
            Self::A6 | Self::Atm | Self::Gateway | Self::Hip | Self::NxtTypes | Self::StringIfAny | Self::Wks => {
                self.print(reader, &mut String::new())
            }
            Self::Algorithm | Self::Scheme | Self::U8 => reader.take(1).map(drop),
            Self::Base64 | Self::Hex | Self::Nsap => some(reader).map(drop),
            Self::Base64Dash | Self::Base64IfAny | Self::Opaque => reader.take(reader.left()).map(drop),
            Self::Eui48 => reader.take(6).map(drop),
            Self::Eui64 | Self::Locator | Self::U64 => reader.take(8).map(drop),
            Self::Prefixes => apl::skip(reader),
            Self::Relay => gateway::skip_relay(reader),
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
            Self::A6 => a6::print(reader, out)?,
            Self::Algorithm | Self::U8 => number::print(reader.u8()?, out),
            Self::Atm => network::print_atm(reader, out)?,
            Self::Base64 => base64::print(some(reader)?, out),
            Self::Base64Dash => optional::print_dash(reader.take(reader.left())?, out),
            Self::Base64IfAny => optional::print_base64(reader.take(reader.left())?, out),
            Self::CaaTag => caa::print_tag(caa::read_tag(reader)?, out),
            Self::Certificate | Self::U16 => number::print(reader.u16()?, out),
            Self::Eui48 => eui::print(reader.take(6)?, out),
            Self::Eui64 => eui::print(reader.take(8)?, out),
            Self::Gateway => gateway::print_ipsec(reader, out)?,
            Self::Hip => hip::print(reader, out)?,
            Self::Hash => nsec3::print_hash(nsec3::read_hash(reader)?, out),
            Self::Hex => hex::print(some(reader)?, out),
            Self::Ipv4 => address::print_ipv4(reader.array()?, out),
            Self::Ipv6 => address::print_ipv6(reader.array()?, out),
            Self::Location => loc::print(reader, out)?,
            Self::Locator => locator::print(reader.array()?, out),
            Self::Nsap => network::print_nsap(some(reader)?, out),
            Self::NxtTypes => nxt::print(reader, out)?,
            Self::Opaque => super::generic::print(reader.take(reader.left())?, out),
            Self::Prefixes => apl::print(reader, out)?,
            Self::Relay => gateway::print_relay(reader, out)?,
            Self::Scheme => mnemonic::print(mnemonic::SCHEMES, reader.u8()?, out),
            Self::StringIfAny => optional::print_string(reader, out)?,
            Self::U64 => number::print(u64::from_be_bytes(reader.array()?), out),
            Self::Wks => wks::print(reader, out)?,
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

/// What is said about a word that is not of its field's form.
fn form(words: &Words<'_, '_>, token: &Token<'_>, shown: &'static str) -> Diagnostic {
    words.bad(&codes::FIELD_FORM, token).arg("form", shown)
}

/// What is said about octets that are not of their field's form.
fn wire_form(at: usize, what: &'static str) -> WireFault {
    WireFault::new(&codes::FIELD_WIRE, at).arg("what", what)
}

/// The octets to the end, at least one.
fn some<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], WireFault> {
    match reader.left() {
        0 => Err(WireFault::new(&codes::DATA_EMPTY, reader.offset())),
        left => reader.take(left),
    }
}
