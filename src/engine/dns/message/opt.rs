//! The EDNS record: sizes, the upper bits of the response code, options (RFC 6891).

use super::super::wire::{Reader, WireFault};
use super::RecordView;

/// What an OPT record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opt<'a> {
    /// Octets that the sender takes over UDP; values below 512 mean 512 (RFC 6891 §6.2.3).
    pub udp_size: u16,
    /// The upper eight bits of the response code.
    pub rcode_high: u8,
    /// The EDNS version; 0 is the only one.
    pub version: u8,
    /// The sender wants DNSSEC records (RFC 3225).
    pub dnssec_ok: bool,
    /// The options as on the wire.
    pub options: &'a [u8],
}

impl<'a> Opt<'a> {
    /// Octets of the record without options.
    pub const EMPTY_LEN: usize = 11;

    /// EDNS version 0 without options.
    #[must_use]
    pub const fn new(udp_size: u16) -> Self {
        Self { udp_size, rcode_high: 0, version: 0, dnssec_ok: false, options: &[] }
    }

    /// Reads the record's fields and checks that its options fill it.
    pub(super) fn read(record: &RecordView<'a>) -> Result<Self, WireFault> {
        let [rcode_high, version, flags, _] = record.ttl.to_be_bytes();
        let mut reader = record.reader();
        let opt = Self {
            udp_size: record.class.0,
            rcode_high,
            version,
            dnssec_ok: flags & 0x80 != 0,
            options: reader.rest(),
        };
        while reader.left() > 0 {
            next_option(&mut reader)?;
        }
        Ok(opt)
    }

    /// The options: code and data.
    pub fn options(&self) -> impl Iterator<Item = (u16, &'a [u8])> + use<'a> {
        let mut reader = Reader::new(self.options);
        std::iter::from_fn(move || if reader.left() > 0 { next_option(&mut reader).ok() } else { None })
    }

    /// The record's wire form, owner first.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&[0, 0, 41]);
        out.extend_from_slice(&self.udp_size.to_be_bytes());
        out.extend_from_slice(&[self.rcode_high, self.version, u8::from(self.dnssec_ok) << 7, 0]);
        let len = u16::try_from(self.options.len()).unwrap_or(u16::MAX);
        out.extend_from_slice(&len.to_be_bytes());
        out.extend(self.options.iter().take(usize::from(len)));
    }
}

/// RFC 6891 §6.1.2: code, length, data.
fn next_option<'a>(reader: &mut Reader<'a>) -> Result<(u16, &'a [u8]), WireFault> {
    let code = reader.u16()?;
    let len = reader.u16()?;
    Ok((code, reader.take(usize::from(len))?))
}
