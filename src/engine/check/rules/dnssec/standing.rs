//! What a zone is to DNSSEC: signed or not, with which keys, how it denies names.

use crate::engine::check::context::Context;
use crate::engine::diag::Span;
use crate::engine::dns::{NameRef, RecordType};
use crate::engine::dnssec::verify::{KeyFault, PublicKey};
use crate::engine::dnssec::{Algorithm, Dnskey, HASH_SHA1, Nsec3, Nsec3Param, Rrsig, key_tag};
use crate::engine::zone::Snapshot;

/// What a zone is to DNSSEC, gathered once from its apex.
#[derive(Debug)]
pub(in crate::engine::check) struct Standing {
    /// Whether its apex is signed: an RRSIG over the SOA, or over anything beside a DNSKEY.
    pub(super) is_signed: bool,
    /// The zone's keys, as far as their RDATA can be read.
    pub(super) keys: Vec<Key>,
    /// Algorithms of the keys that sign the zone, each once.
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) denial: Denial,
    /// Seconds that a negative answer lives: the lesser of the SOA's TTL and its last field (RFC 2308 §5).
    pub(super) negative_ttl: Option<u32>,
}

/// A key of the zone.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) tag: u16,
    pub(super) flags: u16,
    pub(super) algorithm: Algorithm,
    /// Whether signatures may be made with it at all.
    pub(super) may_sign: bool,
    pub(super) public: Result<PublicKey, KeyFault>,
    pub(super) at: Span,
}

/// How a zone denies what does not exist.
#[derive(Debug)]
pub(super) enum Denial {
    /// Not at all.
    None,
    Nsec,
    Nsec3(Params),
}

/// How names are hashed.
#[derive(Debug)]
pub(super) struct Params {
    algorithm: u8,
    pub(super) iterations: u16,
    salt: Vec<u8>,
    /// Whether an NSEC3PARAM says so; else the first NSEC3 does.
    pub(super) is_stated: bool,
    pub(super) at: Span,
}

impl Standing {
    pub(in crate::engine::check) fn of(zone: &Snapshot) -> Self {
        let apex = zone.apex();
        let covers = |wanted: Option<RecordType>| {
            let Some(set) = zone.get(apex, RecordType::RRSIG) else { return false };
            let mut covered = set.records().filter_map(|r| Rrsig::parse(r.rdata)).map(|rrsig| rrsig.covered);
            covered.any(|covered| wanted.is_none_or(|wanted| covered == wanted))
        };
        let dnskey = zone.get(apex, RecordType::DNSKEY);
        let is_signed = covers(Some(RecordType::SOA)) || dnskey.is_some() && covers(None);
        let records = dnskey.iter().flat_map(|set| set.records());
        let keys: Vec<_> = records.filter_map(|r| Key::new(r.rdata, r.at)).collect();
        let signing = keys.iter().filter(|key| key.may_sign && !key.is_revoked());
        let mut algorithms: Vec<_> = signing.map(|key| key.algorithm).collect();
        algorithms.sort_unstable();
        algorithms.dedup();
        let denial = if is_signed { Denial::of(zone) } else { Denial::None };
        let soa_ttl = zone.get(apex, RecordType::SOA).map(|set| set.ttl());
        let negative_ttl = zone.soa().zip(soa_ttl).map(|(soa, ttl)| soa.minimum.min(ttl));
        Self { is_signed, keys, algorithms, denial, negative_ttl }
    }

    pub(in crate::engine::check) const fn is_signed(&self) -> bool {
        self.is_signed
    }

    /// Whether names are to be hashed, and at a bearable cost.
    pub(in crate::engine::check) fn is_hashed(&self, context: &Context<'_>) -> bool {
        self.params().is_some_and(|params| params.is_bearable(context))
    }

    pub(super) const fn params(&self) -> Option<&Params> {
        match &self.denial {
            Denial::Nsec3(params) => Some(params),
            Denial::None | Denial::Nsec => None,
        }
    }

    /// Keys that a signature may have been made with.
    pub(super) fn candidates(&self, rrsig: &Rrsig<'_>) -> impl Iterator<Item = (usize, &Key)> {
        let (tag, algorithm) = (rrsig.key_tag, rrsig.algorithm);
        let all = self.keys.iter().enumerate();
        all.filter(move |(_, key)| key.may_sign && key.tag == tag && key.algorithm == algorithm)
    }
}

impl Key {
    fn new(rdata: &[u8], at: Span) -> Option<Self> {
        let key = Dnskey::parse(rdata)?;
        let public = PublicKey::new(key.algorithm, key.public_key);
        let (flags, algorithm) = (key.flags, key.algorithm);
        Some(Self { tag: key_tag(rdata), flags, algorithm, may_sign: key.may_sign(), public, at })
    }

    pub(super) const fn is_sep(&self) -> bool {
        self.flags & Dnskey::SEP != 0
    }

    pub(super) const fn is_revoked(&self) -> bool {
        self.flags & Dnskey::REVOKE != 0
    }
}

impl Denial {
    fn of(zone: &Snapshot) -> Self {
        // RFC 5155 §4: an NSEC3PARAM says that the chain it names is complete.
        let stated = zone.get(zone.apex(), RecordType::NSEC3PARAM).and_then(|set| {
            let known = set.records().filter_map(|r| Some((Nsec3Param::parse(r.rdata)?, r.at)));
            known
                .filter(|(param, _)| param.algorithm == HASH_SHA1)
                .map(|(param, at)| Params::new(&param, true, at))
                .next()
        });
        if let Some(params) = stated {
            return Self::Nsec3(params);
        }
        if zone.get(zone.apex(), RecordType::NSEC).is_some() {
            return Self::Nsec;
        }
        let (mut walk, mut has_nsec) = (zone.iter_canonical(), false);
        while let Some(set) = walk.next() {
            has_nsec |= set.rtype() == RecordType::NSEC;
            if set.rtype() == RecordType::NSEC3
                && let Some(found) = set.records().find_map(|r| Some((Nsec3::parse(r.rdata)?, r.at)))
            {
                return Self::Nsec3(Params::new(&found.0.param, false, found.1));
            }
        }
        if has_nsec { Self::Nsec } else { Self::None }
    }
}

impl Params {
    fn new(param: &Nsec3Param<'_>, is_stated: bool, at: Span) -> Self {
        let salt = param.salt.to_vec();
        Self { algorithm: param.algorithm, iterations: param.iterations, salt, is_stated, at }
    }

    pub(super) fn as_param(&self) -> Nsec3Param<'_> {
        Nsec3Param { algorithm: self.algorithm, flags: 0, iterations: self.iterations, salt: &self.salt }
    }

    pub(super) fn hash(&self, name: NameRef<'_>) -> [u8; 20] {
        self.as_param().hash(name)
    }

    /// Whether hashing so often is within our limit, and the hash is one we know.
    pub(super) fn is_bearable(&self, context: &Context<'_>) -> bool {
        self.algorithm == HASH_SHA1 && self.iterations <= context.limits().iterations
    }
}
