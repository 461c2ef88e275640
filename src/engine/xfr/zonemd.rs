//! The digest that a zone carries of itself, verified after a transfer (RFC 8976 §4).

use super::{Failure, codes};
use crate::engine::diag::{Args, Code};
use crate::engine::dns::{RecordType, Serial};
use crate::engine::zone::{Snapshot, digest};

/// What a digest that does not hold means. The signature over the digest is not judged: without a trust anchor it proves
/// no more than the records beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ZonemdPolicy {
    /// The version is not taken: what came is not what its primary published, and nobody knows where it differs.
    #[default]
    Refuse,
    /// It is taken, with a warning.
    Warn,
    /// Nobody looks.
    Off,
}

/// What the zone's ZONEMD records say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zonemd {
    /// It has none.
    Absent,
    /// One holds: its scheme and hash algorithm.
    Verified(u8, u8),
    /// Schemes and hash algorithms that nobody here knows: no failure (RFC 8976 §4).
    Unknown(u8, u8),
    /// None holds; why the first does not.
    Failed(Failure),
}

/// A ZONEMD's RDATA (RFC 8976 §2.2).
struct Claim<'a> {
    serial: Serial,
    scheme: u8,
    hash: u8,
    digest: &'a [u8],
}

impl Zonemd {
    /// Verifies a version. Costs a walk over it for each hash algorithm that it has.
    #[must_use]
    pub fn verify(zone: &Snapshot) -> Self {
        let set = zone.get(zone.apex(), RecordType::ZONEMD);
        let claims: Vec<_> = set.iter().flat_map(|set| set.records()).filter_map(|r| Claim::parse(r.rdata)).collect();
        let (mut unknown, mut failed) = (None, None);
        for claim in &claims {
            let args = Args::new().with("scheme", claim.scheme).with("hash", claim.hash);
            let mut fails = |code: &'static Code, args| {
                failed.get_or_insert_with(|| Failure::new(code, args));
            };
            // RFC 8976 §4: two of one scheme and hash algorithm verify nothing.
            if claims.iter().filter(|other| (other.scheme, other.hash) == (claim.scheme, claim.hash)).count() > 1 {
                fails(&codes::XFR_ZONEMD_REPEATED, args);
                continue;
            }
            // RFC 8976 §4: the serial first, it costs nothing.
            if zone.serial() != Some(claim.serial) {
                let serial = zone.serial().map_or(0, |serial| serial.0);
                if is_known(claim) {
                    fails(&codes::XFR_ZONEMD_SERIAL, args.with("serial", claim.serial.0).with("zone", serial));
                }
                continue;
            }
            let computed = match (claim.scheme, claim.hash) {
                (1, 1) => digest::simple_sha384(zone).to_vec(),
                (1, 2) => digest::simple_sha512(zone).to_vec(),
                _ => {
                    unknown.get_or_insert((claim.scheme, claim.hash));
                    continue;
                }
            };
            if computed == claim.digest {
                return Self::Verified(claim.scheme, claim.hash);
            }
            fails(&codes::XFR_ZONEMD_DIGEST, args);
        }
        match (failed, unknown, claims.first()) {
            (Some(failure), ..) => Self::Failed(failure),
            (None, Some((scheme, hash)), _) => Self::Unknown(scheme, hash),
            (None, None, Some(claim)) => Self::Unknown(claim.scheme, claim.hash),
            (None, None, None) => Self::Absent,
        }
    }
}

impl ZonemdPolicy {
    /// What is to be said of a version, and why it is not taken if it is not.
    pub(super) fn judge(self, zone: &Snapshot, remarks: &mut Vec<(&'static Code, Args)>) -> Option<Failure> {
        if self == Self::Off {
            return None;
        }
        let about = |scheme: u8, hash: u8| Args::new().with("scheme", scheme).with("hash", hash);
        match Zonemd::verify(zone) {
            Zonemd::Absent => None,
            Zonemd::Verified(scheme, hash) => {
                remarks.push((&codes::XFR_ZONEMD_VERIFIED, about(scheme, hash)));
                None
            }
            Zonemd::Unknown(scheme, hash) => {
                remarks.push((&codes::XFR_ZONEMD_UNKNOWN, about(scheme, hash)));
                None
            }
            Zonemd::Failed(failure) if self == Self::Refuse => Some(failure),
            Zonemd::Failed(failure) => {
                let why = crate::engine::diag::english::message(failure.code, &failure.args);
                let args = Args::new().with("code", failure.code.name).with("reason", why);
                remarks.push((&codes::XFR_ZONEMD_IGNORED, args));
                None
            }
        }
    }
}

impl<'a> Claim<'a> {
    fn parse(rdata: &'a [u8]) -> Option<Self> {
        let (serial, rest) = rdata.split_first_chunk()?;
        let (&[scheme, hash], digest) = rest.split_first_chunk()?;
        Some(Self { serial: Serial(u32::from_be_bytes(*serial)), scheme, hash, digest })
    }
}

/// Whether it could be verified here.
const fn is_known(claim: &Claim<'_>) -> bool {
    claim.scheme == 1 && matches!(claim.hash, 1 | 2)
}
