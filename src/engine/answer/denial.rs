//! Which NSEC or NSEC3 records prove that something is not there (RFC 4035 §3.1.3, RFC 5155 §7.2).

use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::dnssec::{HASH_SHA1, Nsec3, Nsec3Param, owner_of_hash};
use crate::engine::zone::Snapshot;

/// Chains of NSEC3 records that a zone has at a time: a second one while its salt changes.
const CHAINS: usize = 4;

/// Collects the owners of the records that one answer needs.
pub(super) struct Denial<'z> {
    zone: &'z Snapshot,
    chain: Chain<'z>,
    owners: Vec<Name>,
    too_dear: bool,
}

/// What a zone proves with.
#[derive(Clone, Copy)]
enum Chain<'z> {
    /// Nothing: it is not signed, or nobody asked.
    None,
    Nsec,
    Nsec3(Nsec3Param<'z>),
}

impl<'z> Denial<'z> {
    /// For a client that wants no proof.
    pub(super) const fn unwanted(zone: &'z Snapshot) -> Self {
        Self { zone, chain: Chain::None, owners: Vec::new(), too_dear: false }
    }

    /// With what the zone has. Names are hashed at `iterations` further iterations at most; a zone that wants more gives
    /// no proof.
    pub(super) fn new(zone: &'z Snapshot, iterations: u16) -> Self {
        let mut too_dear = false;
        let chain = match zone.get(zone.apex(), RecordType::NSEC3PARAM) {
            // RFC 5155 §4.1.2: a record with flags is not to be used.
            Some(params) => params
                .records()
                .filter_map(|record| Nsec3Param::parse(record.rdata))
                .find(|p| p.algorithm == HASH_SHA1 && p.flags == 0)
                .filter(|p| {
                    too_dear = p.iterations > iterations;
                    !too_dear
                })
                .map_or(Chain::None, Chain::Nsec3),
            None if zone.get(zone.apex(), RecordType::NSEC).is_some() => Chain::Nsec,
            None => Chain::None,
        };
        Self { zone, chain, owners: Vec::new(), too_dear }
    }

    /// Whether the zone wants its names hashed more often than is done here.
    pub(super) const fn is_too_dear(&self) -> bool {
        self.too_dear
    }

    /// The owners, each once.
    pub(super) fn owners(&self) -> &[Name] {
        &self.owners
    }

    /// The type that the records have.
    pub(super) const fn rtype(&self) -> RecordType {
        match self.chain {
            Chain::None | Chain::Nsec => RecordType::NSEC,
            Chain::Nsec3(_) => RecordType::NSEC3,
        }
    }

    /// `name` exists and has not the type: its own record, or that there is none because it is empty or an insecure
    /// delegation (RFC 4035 §3.1.3.1, RFC 5155 §7.2.3, §7.2.4, §7.2.7).
    pub(super) fn no_type(&mut self, name: NameRef<'_>) {
        match self.chain {
            Chain::None => {}
            Chain::Nsec => self.nsec(name),
            Chain::Nsec3(param) => {
                if !self.matching(&param, name)
                    && let Some(above) = name.parent()
                {
                    self.provable(&param, name, above);
                }
            }
        }
    }

    /// Neither `name` exists nor a wildcard below its closest encloser (RFC 4035 §3.1.3.2, RFC 5155 §7.2.2).
    pub(super) fn no_name(&mut self, name: NameRef<'_>, encloser: NameRef<'_>) {
        match self.chain {
            Chain::None => {}
            Chain::Nsec => {
                self.covering(name);
                if let Some(wildcard) = wildcard_of(encloser) {
                    self.nsec(wildcard.as_ref());
                }
            }
            Chain::Nsec3(param) => {
                let encloser = self.provable(&param, name, encloser);
                let wildcard = encloser.and_then(wildcard_of);
                if let Some(wildcard) = wildcard {
                    self.covering_hash(&param, wildcard.as_ref());
                }
            }
        }
    }

    /// Records were made of a wildcard, `name` itself does not exist (RFC 4035 §3.1.3.3, RFC 5155 §7.2.6).
    pub(super) fn expanded(&mut self, name: NameRef<'_>, encloser: NameRef<'_>) {
        match self.chain {
            Chain::None => {}
            Chain::Nsec => self.covering(name),
            Chain::Nsec3(param) => {
                if let Some(next_closer) = below(name, encloser) {
                    self.covering_hash(&param, next_closer);
                }
            }
        }
    }

    /// `name` does not exist and its wildcard has not the type (RFC 4035 §3.1.3.4, RFC 5155 §7.2.5).
    pub(super) fn wildcard_no_type(&mut self, name: NameRef<'_>, encloser: NameRef<'_>, wildcard: NameRef<'_>) {
        match self.chain {
            Chain::None => {}
            Chain::Nsec => {
                self.nsec(wildcard);
                self.covering(name);
            }
            Chain::Nsec3(param) => {
                self.provable(&param, name, encloser);
                self.matching(&param, wildcard);
            }
        }
    }

    fn add(&mut self, owner: Name) {
        if !self.owners.contains(&owner) {
            self.owners.push(owner);
        }
    }

    /// The NSEC of a name, or the one that covers it.
    fn nsec(&mut self, name: NameRef<'_>) {
        if self.zone.get(name, RecordType::NSEC).is_some() {
            self.add(name.to_owned());
        } else {
            self.covering(name);
        }
    }

    fn covering(&mut self, name: NameRef<'_>) {
        let Some(before) = self.zone.previous(name) else { return };
        // RFC 4034 §4: what lies below a cut or a DNAME has none; the name that hides it has.
        let owner = self.hiding(before.as_ref()).unwrap_or(before);
        self.add(owner);
    }

    /// The uppermost cut or DNAME above a name.
    fn hiding(&self, name: NameRef<'_>) -> Option<Name> {
        let apex = self.zone.apex();
        let above = std::iter::successors(name.parent(), |n| n.parent()).take_while(|n| n.is_within(apex));
        let hides = |n: &NameRef<'_>| {
            (*n != apex && self.zone.get(*n, RecordType::NS).is_some())
                || self.zone.get(*n, RecordType::DNAME).is_some()
        };
        above.filter(hides).last().map(NameRef::to_owned)
    }

    /// Adds the NSEC3 of a name; false when it has none.
    fn matching(&mut self, param: &Nsec3Param<'_>, name: NameRef<'_>) -> bool {
        let owner = owner_of_hash(&param.hash(name), self.zone.apex());
        let Some(owner) = owner.filter(|owner| self.is_of(param, owner)) else { return false };
        self.add(owner);
        true
    }

    /// Adds the NSEC3 that covers a name, or its own when it has one after all.
    fn covering_hash(&mut self, param: &Nsec3Param<'_>, name: NameRef<'_>) {
        let Some(hashed) = owner_of_hash(&param.hash(name), self.zone.apex()) else { return };
        let mut owner = hashed;
        for _ in 0..CHAINS * 8 {
            if self.is_of(param, &owner) {
                return self.add(owner);
            }
            let Some(before) = self.zone.previous_hash(owner.as_ref()) else { return };
            owner = before;
        }
    }

    /// Whether there is a record of the chain in use.
    fn is_of(&self, param: &Nsec3Param<'_>, owner: &Name) -> bool {
        let set = self.zone.get(owner.as_ref(), RecordType::NSEC3);
        set.is_some_and(|set| {
            set.records().any(|r| Nsec3::parse(r.rdata).is_some_and(|nsec3| nsec3.param.hashes_as(param)))
        })
    }

    /// RFC 5155 §7.2.1: the closest encloser that has a record, and that the name next closer to `name` has none. From
    /// `encloser` upwards: an insecure delegation behind opt-out, and what is empty but for such, have none.
    fn provable<'n>(
        &mut self,
        param: &Nsec3Param<'_>,
        name: NameRef<'n>,
        encloser: NameRef<'n>,
    ) -> Option<NameRef<'n>> {
        let mut at = encloser;
        while !self.matching(param, at) {
            at = at.parent().filter(|above| above.is_within(self.zone.apex()))?;
        }
        let next_closer = below(name, at)?;
        self.covering_hash(param, next_closer);
        Some(at)
    }
}

/// The ancestor of `name` (or itself) one label below `ancestor`.
fn below<'n>(name: NameRef<'n>, ancestor: NameRef<'_>) -> Option<NameRef<'n>> {
    std::iter::successors(Some(name), |n| n.parent()).find(|n| n.parent() == Some(ancestor))
}

/// `*` below a name; none when that is too long.
pub(super) fn wildcard_of(encloser: NameRef<'_>) -> Option<Name> {
    let wire: Vec<u8> = b"\x01*".iter().chain(encloser.wire()).copied().collect();
    Name::from_wire(&wire).ok().map(|(name, _)| name)
}
