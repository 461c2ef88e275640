//! The reader of wire form (RFC 1035 §4.1): numbers, runs of octets, and names with their compression resolved.

use super::codes;
use super::message::HEADER_LEN;
use super::name::{MAX_LABEL, NameBuf};
use crate::engine::diag::{Arg, Args, Code};

/// Pointers followed in one name. A name has at most 127 labels, so an honest one needs no more (RFC 1035 §4.1.4).
const MAX_POINTERS: usize = 127;

/// Why octets are no message, or no RDATA of their type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireFault {
    /// What is wrong; the codes stand in [`super::codes`].
    pub code: &'static Code,
    /// Where: octets from the front of the message, or of the RDATA when that was checked alone.
    pub offset: usize,
    /// What the text is filled with; the offset among them.
    pub args: Args,
}

impl WireFault {
    /// A fault at `offset`.
    #[must_use]
    pub fn new(code: &'static Code, offset: usize) -> Self {
        Self { code, offset, args: Args::new().with("offset", offset) }
    }

    /// The same fault of octets that stand `distance` further on.
    #[must_use]
    pub(super) fn moved_by(self, distance: usize) -> Self {
        let mut moved = Self::new(self.code, self.offset + distance);
        for (name, value) in self.args.iter().skip(1) {
            moved = moved.arg(name, value.clone());
        }
        moved
    }

    /// With one more value for the text.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args = self.args.with(name, value);
        self
    }
}

/// Reads a message, or a part of it, from the front.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    octets: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    /// At the front of `octets`.
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self { octets, at: 0, end: octets.len() }
    }

    /// Over `start..end` of `octets`; pointers may lead before `start`.
    #[must_use]
    pub fn part(octets: &'a [u8], start: usize, end: usize) -> Self {
        let end = end.min(octets.len());
        Self { octets, at: start.min(end), end }
    }

    /// Octets from the front of the message to here.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.at
    }

    /// Octets not yet read.
    #[must_use]
    pub const fn left(&self) -> usize {
        self.end - self.at
    }

    /// The octets not yet read.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.octets.get(self.at..self.end).unwrap_or_default()
    }

    /// The next `n` octets.
    ///
    /// # Errors
    /// [`codes::WIRE_SHORT`].
    pub fn take(&mut self, n: usize) -> Result<&'a [u8], WireFault> {
        let taken = self.rest().get(..n).ok_or_else(|| WireFault::new(&codes::WIRE_SHORT, self.at))?;
        self.at += n;
        Ok(taken)
    }

    /// The next octet.
    ///
    /// # Errors
    /// [`codes::WIRE_SHORT`].
    pub fn u8(&mut self) -> Result<u8, WireFault> {
        self.array().map(|[octet]| octet)
    }

    /// The next two octets.
    ///
    /// # Errors
    /// [`codes::WIRE_SHORT`].
    pub fn u16(&mut self) -> Result<u16, WireFault> {
        self.array().map(u16::from_be_bytes)
    }

    /// The next four octets.
    ///
    /// # Errors
    /// [`codes::WIRE_SHORT`].
    pub fn u32(&mut self) -> Result<u32, WireFault> {
        self.array().map(u32::from_be_bytes)
    }

    /// The next `N` octets.
    ///
    /// # Errors
    /// [`codes::WIRE_SHORT`].
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], WireFault> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    /// The next name, its pointers followed.
    ///
    /// # Errors
    /// Any of the `name-…` codes, or [`codes::WIRE_SHORT`].
    pub fn name(&mut self) -> Result<NameBuf, WireFault> {
        let mut name = NameBuf::empty();
        let mut at = self.at;
        let mut behind = None;
        // RFC 1035 §4.1.4: a pointer leads to a prior occurrence. So each must lead before the part it ends, which
        // also excludes loops.
        let mut part = at;
        let mut pointers = 0;
        loop {
            let end = if behind.is_some() { self.octets.len() } else { self.end };
            let short = || WireFault::new(&codes::WIRE_SHORT, at);
            let head = *self.octets.get(at).filter(|_| at < end).ok_or_else(short)?;
            let len = usize::from(head);
            if len <= MAX_LABEL {
                let next = at + 1 + len;
                let label = self.octets.get(at..next).filter(|_| next <= end).ok_or_else(short)?;
                // RFC 1035 §2.3.4
                name.push(label).ok_or_else(|| WireFault::new(&codes::NAME_TOO_LONG_WIRE, self.at))?;
                at = next;
                if len == 0 {
                    break;
                }
            } else if head >= 0xc0 {
                let low = *self.octets.get(at + 1).filter(|_| at + 1 < end).ok_or_else(short)?;
                let target = usize::from(u16::from_be_bytes([head & 0x3f, low]));
                pointers += 1;
                if target >= part {
                    return Err(WireFault::new(&codes::NAME_POINTER_AHEAD, at).arg("target", target));
                }
                // RFC 1035 §4.1.4: no name stands in the header.
                if target < HEADER_LEN {
                    return Err(WireFault::new(&codes::NAME_POINTER_HEADER, at).arg("target", target));
                }
                if pointers > MAX_POINTERS {
                    return Err(WireFault::new(&codes::NAME_POINTERS, self.at).arg("limit", MAX_POINTERS));
                }
                behind = behind.or(Some(at + 2));
                at = target;
                part = target;
            } else {
                // RFC 6891 §5: the label types 01 and 10 are obsolete or unassigned.
                return Err(WireFault::new(&codes::NAME_LABEL_TYPE, at).arg("octet", head));
            }
        }
        self.at = behind.unwrap_or(at);
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(octets: &[u8], at: usize) -> &'static Code {
        Reader::part(octets, at, octets.len()).name().unwrap_err().code
    }

    /// The octets behind those of a header, where pointers lead.
    fn behind_header(octets: &[u8]) -> Vec<u8> {
        [&[0; HEADER_LEN], octets].concat()
    }

    #[test]
    fn pointers_lead_backwards_only() {
        let octets = behind_header(b"\x03com\x00\x01a\xc0\x0c\xc0\x11");
        let mut reader = Reader::part(&octets, 21, octets.len());
        assert_eq!(reader.name().unwrap().to_string(), "a.com.");
        assert_eq!(reader.left(), 0);
        assert_eq!(fault(&behind_header(b"\x03com\x00\xc0\x0b"), 17), &codes::NAME_POINTER_HEADER);
        assert_eq!(fault(b"\xc0\x00", 0), &codes::NAME_POINTER_AHEAD);
        assert_eq!(fault(b"\xc0\x02\x00", 0), &codes::NAME_POINTER_AHEAD);
        assert_eq!(fault(b"\x01a\xc0\x00", 0), &codes::NAME_POINTER_AHEAD);
        assert_eq!(fault(b"\x00\x01a\xc0\x01", 1), &codes::NAME_POINTER_AHEAD);
    }

    #[test]
    fn names_end_within_their_limits() {
        assert_eq!(fault(b"\x03co", 0), &codes::WIRE_SHORT);
        assert_eq!(fault(b"\x01a", 0), &codes::WIRE_SHORT);
        assert_eq!(fault(b"\xc0", 0), &codes::WIRE_SHORT);
        assert_eq!(fault(b"\x40a\x00", 0), &codes::NAME_LABEL_TYPE);
        assert_eq!(fault(b"\x80\x00", 0), &codes::NAME_LABEL_TYPE);
        let longest = [b"\x3f".as_slice(), &[b'a'; 63]].concat().repeat(3);
        let fits = [longest.as_slice(), b"\x3d", &[b'a'; 61], b"\x00"].concat();
        assert_eq!(Reader::new(&fits).name().unwrap().as_ref().wire().len(), 255);
        let exceeds = [longest.as_slice(), b"\x3e", &[b'a'; 62], b"\x00"].concat();
        assert_eq!(fault(&exceeds, 0), &codes::NAME_TOO_LONG_WIRE);
    }

    #[test]
    fn a_chain_of_pointers_is_bounded() {
        let chain = |n: u16| {
            let mut octets = behind_header(&[0]);
            let mut target = 12_u16;
            for _ in 0..n {
                let at = u16::try_from(octets.len()).unwrap();
                octets.extend_from_slice(&(0xc000 | target).to_be_bytes());
                target = at;
            }
            (octets, usize::from(target))
        };
        let (octets, at) = chain(127);
        assert!(Reader::part(&octets, at, octets.len()).name().unwrap().as_ref().is_root());
        let (octets, at) = chain(128);
        assert_eq!(fault(&octets, at), &codes::NAME_POINTERS);
    }

    #[test]
    fn a_part_ends_where_it_says() {
        let octets = b"\x01a\x00\x01b\x00";
        assert!(Reader::part(octets, 3, 5).name().is_err());
        assert!(Reader::part(octets, 3, 6).name().is_ok());
    }
}
