//! NSEC3 and NSEC3PARAM: fields, hashed names and which hashes a record denies (RFC 5155).

use data_encoding::BASE32HEX_NOPAD;
use sha1::{Digest, Sha1};

use crate::engine::dns::{Name, NameRef};

use super::TypeBitmap;

/// The one hash algorithm there is (RFC 5155 §11).
pub const HASH_SHA1: u8 = 1;
/// The flag that lets insecure delegations go without a record (RFC 5155 §3.1.2.1).
pub const OPT_OUT: u8 = 1;

/// How names are hashed: NSEC3PARAM's RDATA, and the front of NSEC3's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nsec3Param<'a> {
    /// [`HASH_SHA1`].
    pub algorithm: u8,
    /// Zero in NSEC3PARAM; [`OPT_OUT`] or zero in NSEC3.
    pub flags: u8,
    /// Hashings beyond the first.
    pub iterations: u16,
    /// What is hashed behind each.
    pub salt: &'a [u8],
}

/// An NSEC3's RDATA.
#[derive(Clone, Copy, Debug)]
pub struct Nsec3<'a> {
    /// How it was made.
    pub param: Nsec3Param<'a>,
    /// The next hash of the zone; the first behind the last.
    pub next: &'a [u8],
    /// The types of the name that was hashed; none for an empty non-terminal.
    pub types: TypeBitmap<'a>,
}

impl<'a> Nsec3Param<'a> {
    /// Reads RDATA; none if it is malformed.
    #[must_use]
    pub fn parse(rdata: &'a [u8]) -> Option<Self> {
        Self::split(rdata).filter(|(_, rest)| rest.is_empty()).map(|(param, _)| param)
    }

    fn split(rdata: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (&[algorithm, flags, high, low, salt], rest) = rdata.split_first_chunk()?;
        let (salt, rest) = rest.split_at_checked(usize::from(salt))?;
        Some((Self { algorithm, flags, iterations: u16::from_be_bytes([high, low]), salt }, rest))
    }

    /// Whether both hash names alike, whatever their flags.
    #[must_use]
    pub fn hashes_as(&self, other: &Nsec3Param<'_>) -> bool {
        (self.algorithm, self.iterations, self.salt) == (other.algorithm, other.iterations, other.salt)
    }

    /// A name's hash (RFC 5155 §5), SHA-1 whatever `algorithm` says. Costs one hashing more than `iterations`, which a
    /// caller bounds (`DnssecLimits`).
    #[must_use]
    pub fn hash(&self, name: NameRef<'_>) -> [u8; 20] {
        let lower: Vec<u8> = name.wire().iter().map(u8::to_ascii_lowercase).collect();
        let mut digest: [u8; 20] = Sha1::new().chain_update(&lower).chain_update(self.salt).finalize().into();
        for _ in 0..self.iterations {
            digest = Sha1::new().chain_update(digest).chain_update(self.salt).finalize().into();
        }
        digest
    }
}

impl<'a> Nsec3<'a> {
    /// Reads RDATA; none if it is malformed.
    #[must_use]
    pub fn parse(rdata: &'a [u8]) -> Option<Self> {
        let (param, rest) = Nsec3Param::split(rdata)?;
        let (&len, rest) = rest.split_first()?;
        let (next, types) = rest.split_at_checked(usize::from(len))?;
        Some(Self { param, next, types: TypeBitmap::new(types) })
    }

    /// Whether insecure delegations may hide behind it.
    #[must_use]
    pub const fn is_opt_out(&self) -> bool {
        self.param.flags & OPT_OUT != 0
    }
}

/// The name under which a hash's record stands: base32hex below the apex (RFC 5155 §3); none when that is no name.
#[must_use]
pub fn owner_of_hash(hash: &[u8], apex: NameRef<'_>) -> Option<Name> {
    let label = BASE32HEX_NOPAD.encode(hash).to_ascii_lowercase();
    let mut wire = vec![u8::try_from(label.len()).ok()?];
    wire.extend_from_slice(label.as_bytes());
    wire.extend_from_slice(apex.wire());
    Name::from_wire(&wire).ok().map(|(name, _)| name)
}

/// The hash that an NSEC3's owner spells; none when it is no such name right below `apex`.
#[must_use]
pub fn hash_of_owner(owner: NameRef<'_>, apex: NameRef<'_>) -> Option<Vec<u8>> {
    let label = owner.labels().next().filter(|_| owner.parent() == Some(apex))?;
    BASE32HEX_NOPAD.decode(&label.to_ascii_uppercase()).ok()
}

/// Whether `hash` lies strictly between a record's owner hash and its next; the last record wraps (RFC 5155 §1.3).
#[must_use]
pub fn covers_hash(owner: &[u8], next: &[u8], hash: &[u8]) -> bool {
    if owner < next { owner < hash && hash < next } else { owner < hash || hash < next }
}
