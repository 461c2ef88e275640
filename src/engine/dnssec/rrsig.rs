//! RRSIG: its fields and the octets that it signs (RFC 4034 §3).

use crate::engine::dns::{Class, NameRef, RecordType, Serial, rdata};

use super::Algorithm;

/// A signature's RDATA (RFC 4034 §3.1).
#[derive(Clone, Copy, Debug)]
pub struct Rrsig<'a> {
    /// The type whose records are signed.
    pub covered: RecordType,
    /// With what.
    pub algorithm: Algorithm,
    /// Labels of the owner, neither the root's nor a leftmost `*` counted.
    pub labels: u8,
    /// Seconds: the TTL that is signed.
    pub original_ttl: u32,
    /// The last second in which it is valid, since 1970 modulo 2³².
    pub expiration: Serial,
    /// The first.
    pub inception: Serial,
    /// The tag of the key that made it.
    pub key_tag: u16,
    /// The zone whose key that is.
    pub signer: NameRef<'a>,
    /// The signature itself.
    pub signature: &'a [u8],
    /// The seven numbers in wire form.
    numbers: &'a [u8],
}

/// Octets of the fields before the signer's name.
const NUMBERS: usize = 18;

impl<'a> Rrsig<'a> {
    /// Reads uncompressed RDATA; none if it is malformed.
    #[must_use]
    pub fn parse(rdata: &'a [u8]) -> Option<Self> {
        let (numbers, rest) = rdata.split_at_checked(NUMBERS)?;
        let (signer, len) = NameRef::from_wire(rest).ok()?;
        let two = |at: usize| numbers.get(at..)?.first_chunk().map(|octets| u16::from_be_bytes(*octets));
        let four = |at: usize| numbers.get(at..)?.first_chunk().map(|octets| u32::from_be_bytes(*octets));
        Some(Self {
            covered: RecordType(two(0)?),
            algorithm: Algorithm(*numbers.get(2)?),
            labels: *numbers.get(3)?,
            original_ttl: four(4)?,
            expiration: Serial(four(8)?),
            inception: Serial(four(12)?),
            key_tag: two(16)?,
            signer,
            signature: rest.get(len..)?,
            numbers,
        })
    }

    /// The labels that a signature over records of this owner must name (RFC 4034 §3.1.3).
    #[must_use]
    pub fn labels_of(owner: NameRef<'_>) -> usize {
        owner.label_count() - usize::from(owner.is_wildcard())
    }

    /// Whether `now` (seconds since 1970, modulo 2³²) lies in its window, both ends included (RFC 4034 §3.1.5).
    #[must_use]
    pub fn is_timely(&self, now: Serial) -> bool {
        !self.expiration.is_before(now) && !now.is_before(self.inception)
    }

    /// Appends what is signed (RFC 4034 §3.1.8.1): the fields without the signature, then each record in canonical form
    /// with the original TTL. `records` are RDATA in canonical order, each once. An owner that was made from a wildcard
    /// is written as that wildcard (RFC 4035 §5.3.2). False, and `out` as it was, when `labels` exceeds the owner's.
    pub fn signed_octets<'r>(
        &self,
        owner: NameRef<'_>,
        records: impl Iterator<Item = &'r [u8]>,
        out: &mut Vec<u8>,
    ) -> bool {
        let mut name = owner;
        let surplus = match Self::labels_of(owner).checked_sub(usize::from(self.labels)) {
            Some(0) if owner.is_wildcard() => 0,
            Some(surplus) => surplus + usize::from(owner.is_wildcard()),
            None => return false,
        };
        for _ in 0..surplus {
            name = name.parent().unwrap_or(NameRef::ROOT);
        }
        out.extend_from_slice(self.numbers);
        out.extend(self.signer.wire().iter().map(u8::to_ascii_lowercase));
        // Everything before the RDATA's length is the same for all records.
        let mut head = Vec::with_capacity(name.wire().len() + 10);
        if surplus > 0 {
            head.extend_from_slice(b"\x01*");
        }
        head.extend(name.wire().iter().map(u8::to_ascii_lowercase));
        head.extend_from_slice(&self.covered.0.to_be_bytes());
        head.extend_from_slice(&Class::IN.0.to_be_bytes());
        head.extend_from_slice(&self.original_ttl.to_be_bytes());
        for record in records {
            out.extend_from_slice(&head);
            out.extend_from_slice(&u16::try_from(record.len()).unwrap_or(u16::MAX).to_be_bytes());
            rdata::canonical(self.covered, record, out);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dns::Name;

    fn signed_owner(owner: &str, labels: u8) -> Option<String> {
        let mut octets = vec![0; NUMBERS];
        octets[3] = labels;
        octets.push(0);
        let (owner, mut out) = (Name::absolute(owner).unwrap(), Vec::new());
        let rrsig = Rrsig::parse(&octets).unwrap();
        let fits = rrsig.signed_octets(owner.as_ref(), [&b""[..]].into_iter(), &mut out);
        fits.then(|| NameRef::from_wire(&out[NUMBERS + 1..]).unwrap().0.to_string())
    }

    #[test]
    fn an_owner_with_more_labels_came_from_a_wildcard() {
        assert_eq!(signed_owner("A.b.example.", 3).unwrap(), "a.b.example.");
        assert_eq!(signed_owner("A.b.example.", 2).unwrap(), "*.b.example.");
        assert_eq!(signed_owner("a.b.example.", 1).unwrap(), "*.example.");
        assert_eq!(signed_owner("*.example.", 1).unwrap(), "*.example.");
        assert_eq!(signed_owner("*.b.example.", 1).unwrap(), "*.example.");
        assert_eq!(signed_owner("example.", 2), None);
    }

    #[test]
    fn both_ends_of_the_window_are_inside() {
        let mut octets = vec![0; NUMBERS];
        octets[8..16].copy_from_slice(&[0, 0, 0, 9, 0, 0, 0, 5]);
        octets.push(0);
        let rrsig = Rrsig::parse(&octets).unwrap();
        assert_eq!([4, 5, 9, 10].map(|now| rrsig.is_timely(Serial(now))), [false, true, true, false]);
    }
}
