//! The first four octets of a message: its ID, flags, opcode and response code (RFC 1035 §4.1.1, RFC 4035 §3).

use super::super::wire::{Reader, WireFault};
use super::super::{Opcode, Rcode};

/// A message's header without its counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the protocol's flags, one name each")]
pub struct Header {
    /// Chosen by who asks, repeated by who answers.
    pub id: u16,
    /// A response, not a query.
    pub qr: bool,
    /// What the message is for.
    pub opcode: Opcode,
    /// The responder is authoritative for the question's name.
    pub aa: bool,
    /// Truncated: ask again over TCP.
    pub tc: bool,
    /// Recursion desired.
    pub rd: bool,
    /// Recursion available.
    pub ra: bool,
    /// Authentic data (RFC 4035 §3.2.3).
    pub ad: bool,
    /// Checking disabled (RFC 4035 §3.2.2).
    pub cd: bool,
    /// The lower four bits of the response code.
    pub rcode: Rcode,
}

impl Header {
    /// A query's header: `opcode` and nothing set.
    #[must_use]
    pub const fn query(id: u16, opcode: Opcode) -> Self {
        Self {
            id,
            qr: false,
            opcode,
            aa: false,
            tc: false,
            rd: false,
            ra: false,
            ad: false,
            cd: false,
            rcode: Rcode::NOERROR,
        }
    }

    /// The header of a response to this query: ID, opcode and RD repeated (RFC 1035 §4.1.1), CD too (RFC 4035 §3.1.6).
    #[must_use]
    pub const fn response(self, rcode: Rcode) -> Self {
        Self { qr: true, rd: self.rd, cd: self.cd, rcode, ..Self::query(self.id, self.opcode) }
    }

    /// Reads the header alone, also of a message that is otherwise broken: what a FORMERR repeats.
    ///
    /// # Errors
    /// [`super::codes::WIRE_SHORT`].
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, WireFault> {
        let id = reader.u16()?;
        let [high, low] = reader.array()?;
        let bit = |octet: u8, n: u8| octet >> n & 1 == 1;
        Ok(Self {
            id,
            qr: bit(high, 7),
            opcode: Opcode(high >> 3 & 0x0f),
            aa: bit(high, 2),
            tc: bit(high, 1),
            rd: bit(high, 0),
            ra: bit(low, 7),
            ad: bit(low, 5),
            cd: bit(low, 4),
            rcode: Rcode(u16::from(low & 0x0f)),
        })
    }

    /// The four octets.
    #[must_use]
    pub fn octets(self) -> [u8; 4] {
        let bit = |set: bool, n: u8| u8::from(set) << n;
        let [a, b] = self.id.to_be_bytes();
        let [_, rcode] = self.rcode.0.to_be_bytes();
        let high = bit(self.qr, 7) | (self.opcode.0 & 0x0f) << 3 | bit(self.aa, 2) | bit(self.tc, 1) | bit(self.rd, 0);
        let low = bit(self.ra, 7) | bit(self.ad, 5) | bit(self.cd, 4) | rcode & 0x0f;
        [a, b, high, low]
    }
}
