//! The TSIG record (RFC 8945 §4.2): read from a message, put behind one, and fed to a MAC (§4.3).

use super::TsigFault;
use super::mac::Mac;
use crate::engine::dns::message::{HEADER_LEN, Message};
use crate::engine::dns::wire::Reader;
use crate::engine::dns::{Class, Name, NameBuf, NameRef, Rcode, RecordType};

/// Where a header counts the additional records.
const ARCOUNT: usize = 10;

/// What a TSIG record says, borrowed from its message.
pub(super) struct Tsig<'a> {
    pub(super) name: NameBuf,
    pub(super) algorithm: NameBuf,
    pub(super) time_s: u64,
    pub(super) fudge_s: u16,
    pub(super) mac: &'a [u8],
    pub(super) original_id: u16,
    pub(super) error: Rcode,
    pub(super) other: &'a [u8],
}

impl<'a> Tsig<'a> {
    /// The record of `message`, whose structure was walked already; none when it has no TSIG.
    pub(super) fn of(message: &Message<'a>) -> Result<Option<Self>, TsigFault> {
        message.tsig_offset().map(|at| Self::read(message.octets(), at)).transpose()
    }

    fn read(octets: &'a [u8], at: usize) -> Result<Self, TsigFault> {
        let malformed = |_| TsigFault::Malformed { offset: at };
        let mut reader = Reader::part(octets, at, octets.len());
        let name = reader.name().map_err(malformed)?;
        let [_, class, ttl_high, ttl_low] = [reader.u16(), reader.u16(), reader.u16(), reader.u16()];
        let len = usize::from(reader.u16().map_err(malformed)?);
        // RFC 8945 §4.2: the class MUST be ANY and the TTL MUST be 0.
        if (class, ttl_high, ttl_low) != (Ok(Class::ANY.0), Ok(0), Ok(0)) {
            return Err(TsigFault::ClassOrTtl);
        }
        let start = reader.offset();
        let mut reader = Reader::part(octets, start, start + len);
        let tsig = Self::read_rdata(name, &mut reader).map_err(malformed)?;
        if reader.left() > 0 { Err(TsigFault::Malformed { offset: at }) } else { Ok(tsig) }
    }

    fn read_rdata(name: NameBuf, reader: &mut Reader<'a>) -> Result<Self, crate::engine::dns::wire::WireFault> {
        let algorithm = reader.name()?;
        let time_s = u64::from(reader.u16()?) << 32 | u64::from(reader.u32()?);
        let fudge_s = reader.u16()?;
        let mac_len = reader.u16()?;
        let mac = reader.take(usize::from(mac_len))?;
        let original_id = reader.u16()?;
        let error = Rcode(reader.u16()?);
        let other_len = reader.u16()?;
        let other = reader.take(usize::from(other_len))?;
        Ok(Self { name, algorithm, time_s, fudge_s, mac, original_id, error, other })
    }

    /// The server's time that a BADTIME answer carries (RFC 8945 §5.2.3).
    pub(super) fn other_time_s(&self) -> Option<u64> {
        let octets: [u8; 6] = self.other.try_into().ok()?;
        Some(octets.iter().fold(0, |time, &octet| time << 8 | u64::from(octet)))
    }

    pub(super) fn variables(&self) -> Variables<'_> {
        Variables {
            name: self.name.as_ref(),
            algorithm: self.algorithm.as_ref(),
            time_s: self.time_s,
            fudge_s: self.fudge_s,
            error: self.error,
            other: self.other,
        }
    }
}

/// What of a TSIG record its MAC covers.
pub(super) struct Variables<'a> {
    pub(super) name: NameRef<'a>,
    pub(super) algorithm: NameRef<'a>,
    pub(super) time_s: u64,
    pub(super) fudge_s: u16,
    pub(super) error: Rcode,
    pub(super) other: &'a [u8],
}

impl Variables<'_> {
    /// RFC 8945 §4.3.3: all of them, names in canonical form.
    pub(super) fn feed(&self, mac: &mut Mac) {
        mac.update(self.name.to_owned().lowercase().as_ref().wire());
        mac.update(&Class::ANY.0.to_be_bytes());
        mac.update(&[0; 4]);
        mac.update(self.algorithm.to_owned().lowercase().as_ref().wire());
        self.feed_timers(mac);
        mac.update(&self.error.0.to_be_bytes());
        mac.update(&length(self.other));
        mac.update(self.other);
    }

    /// RFC 8945 §5.3.1: the timers alone, from the second message of an answer on.
    pub(super) fn feed_timers(&self, mac: &mut Mac) {
        mac.update(&time(self.time_s));
        mac.update(&self.fudge_s.to_be_bytes());
    }

    /// Puts the record behind `message` and counts it. What is shorter than a header stays as it is.
    pub(super) fn append(&self, message: &mut Vec<u8>, signature: &[u8], original_id: u16) {
        let Some(count) = message.get_mut(ARCOUNT..HEADER_LEN).and_then(|slot| slot.first_chunk_mut::<2>()) else {
            return;
        };
        *count = u16::from_be_bytes(*count).wrapping_add(1).to_be_bytes();
        let mut rdata = self.algorithm.wire().to_vec();
        rdata.extend(time(self.time_s));
        rdata.extend(self.fudge_s.to_be_bytes());
        rdata.extend(length(signature));
        rdata.extend(signature);
        rdata.extend(original_id.to_be_bytes());
        rdata.extend(self.error.0.to_be_bytes());
        rdata.extend(length(self.other));
        rdata.extend(self.other);
        message.extend(self.name.wire());
        message.extend(RecordType::TSIG.0.to_be_bytes());
        message.extend(Class::ANY.0.to_be_bytes());
        message.extend([0; 4]);
        message.extend(length(&rdata));
        message.extend(rdata);
    }
}

/// Feeds a signed message as it was before signing (RFC 8945 §4.3.2): its TSIG record left out, the count one less,
/// the ID the original one.
pub(super) fn feed_signed(mac: &mut Mac, message: &Message<'_>, original_id: u16) {
    let octets = message.octets();
    let end = message.tsig_offset().unwrap_or(octets.len());
    let count =
        octets.get(ARCOUNT..HEADER_LEN).and_then(|slot| slot.first_chunk()).map_or(0, |c| u16::from_be_bytes(*c));
    mac.update(&original_id.to_be_bytes());
    mac.update(octets.get(2..ARCOUNT).unwrap_or_default());
    mac.update(&count.wrapping_sub(1).to_be_bytes());
    mac.update(octets.get(HEADER_LEN..end).unwrap_or_default());
}

/// Feeds the MAC that this one follows: of the request, or of the message before (RFC 8945 §4.3.1).
pub(super) fn feed_prior(mac: &mut Mac, prior: &[u8]) {
    mac.update(&length(prior));
    mac.update(prior);
}

/// The ID of a message.
pub(super) fn id(message: &[u8]) -> u16 {
    message.first_chunk().map_or(0, |id| u16::from_be_bytes(*id))
}

/// The key's name as it is sent. RFC 8945 §4.3.3 digests the lower case; some servers compare the name as it came, so
/// that is also what is sent.
pub(super) fn sent_name(name: &Name) -> Name {
    name.lowercase()
}

/// Seconds in 48 bits.
pub(super) fn time(seconds: u64) -> [u8; 6] {
    let [_, _, octets @ ..] = seconds.to_be_bytes();
    octets
}

/// A length in 16 bits. Nothing measured here is longer: names end at 255 octets, MACs at 64, and what was read from a
/// message had such a length before.
fn length(octets: &[u8]) -> [u8; 2] {
    u16::try_from(octets.len()).unwrap_or(u16::MAX).to_be_bytes()
}
