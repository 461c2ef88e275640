//! One immutable version of a zone's content.

use std::fmt;
use std::sync::Arc;

use crate::engine::dns::{Name, NameRef, RecordType, Serial};

use super::entry::{Values, has_more};
use super::hashed::Hashed;
use super::look::Look;
use super::nodes::Nodes;
use super::rrset::RRset;
use super::tree::{Cursor, Tree};
use super::{Datum, Soa, key};

/// A handle on one version; a clone is one pointer and shares everything. Names in, names out; the layout stays here.
#[derive(Clone)]
pub struct Snapshot(Arc<Content>);

struct Content {
    apex: Name,
    /// Labels of the apex, which keys leave out.
    depth: usize,
    tree: Tree,
    soa: Option<Soa>,
    /// A DNAME stands at the apex.
    renamed: bool,
    hashed: Hashed,
    records: usize,
    rrsets: usize,
}

/// A place among a snapshot's records, kept apart from it: where to go on with a long answer.
#[derive(Clone, Debug, Default)]
pub struct Mark {
    /// The entry, and how many of its records were given.
    key: Vec<u8>,
    given: usize,
}

impl Snapshot {
    /// `apex` is put in lower case: owners with capitals are kept whole.
    pub(super) fn new(apex: NameRef<'_>, tree: Tree, hashed: Hashed, records: usize, rrsets: usize) -> Self {
        let (apex, depth) = (apex.to_owned().lowercase(), apex.label_count());
        let mut content = Content { apex, depth, tree, soa: None, renamed: false, hashed, records, rrsets };
        let mut at = Vec::new();
        key::put_type(&mut at, RecordType::SOA);
        let soa = content.tree.get(&at).and_then(|value| Values::new(value).take());
        content.soa = soa.and_then(|(_, rdata, _)| Soa::parse(rdata));
        at.clear();
        key::put_type(&mut at, RecordType::DNAME);
        content.renamed = content.tree.get(&at).is_some();
        Self(Arc::new(content))
    }

    /// The zone's name.
    #[must_use]
    pub fn apex(&self) -> NameRef<'_> {
        self.0.apex.as_ref()
    }

    /// The SOA; none if a text has none. With several, the first in canonical order.
    #[must_use]
    pub fn soa(&self) -> Option<&Soa> {
        self.0.soa.as_ref()
    }

    /// The SOA's serial.
    #[must_use]
    pub fn serial(&self) -> Option<Serial> {
        self.soa().map(|soa| soa.serial)
    }

    /// How many records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.records
    }

    /// Whether there is no record at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.records == 0
    }

    /// How many RRsets.
    #[must_use]
    pub fn rrsets(&self) -> usize {
        self.0.rrsets
    }

    /// Octets of memory the content takes, what it shares with other versions included. Walks all pages.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.tree.bytes()
    }

    /// Whether both are handles on the same version in memory.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The RRset of a name and type.
    #[must_use]
    pub fn get<'a>(&'a self, name: NameRef<'a>, rtype: RecordType) -> Option<RRset<'a>> {
        let mut at = self.name_key(name)?;
        key::put_type(&mut at, rtype);
        let first = self.0.tree.get(&at)?;
        Some(RRset::new(name, rtype, first, self))
    }

    /// All that can be asked about one name, found at once.
    #[must_use]
    pub fn look<'a>(&'a self, name: NameRef<'a>) -> Look<'a> {
        Look::new(self, name)
    }

    /// Whether a DNAME stands at the apex, so that all names below are others' (RFC 6672 §2.3).
    #[must_use]
    pub fn is_renamed(&self) -> bool {
        self.0.renamed
    }

    /// All RRsets of a name, by type; none if it has no records.
    #[must_use]
    pub fn node(&self, name: NameRef<'_>) -> Walk<'_> {
        let Some(mut at) = self.name_key(name) else { return self.nothing() };
        at.push(0);
        self.walk(&at)
    }

    /// All RRsets of a name and of all names below it, in canonical order.
    #[must_use]
    pub fn subtree(&self, name: NameRef<'_>) -> Walk<'_> {
        self.name_key(name).map_or_else(|| self.nothing(), |at| self.walk(&at))
    }

    /// All RRsets in canonical order (RFC 4034 §6.1, then by type).
    #[must_use]
    pub fn iter_canonical(&self) -> Walk<'_> {
        self.walk(&[])
    }

    /// All names that have records, each with its RRsets, in canonical order.
    #[must_use]
    pub fn nodes(&self) -> Nodes<'_> {
        Nodes::new(self, &[], None)
    }

    /// Whether the name exists: it has records, or a name below it has (RFC 8020 §2; RFC 4592 §2.2.2).
    #[must_use]
    pub fn exists(&self, name: NameRef<'_>) -> bool {
        self.name_key(name).is_some_and(|at| self.has_prefix(&at))
    }

    /// The closest encloser: the longest existing ancestor of `name`, or `name` itself (RFC 4592 §3.3.1). None when
    /// the name lies outside the zone or the zone is empty.
    #[must_use]
    pub fn closest(&self, name: NameRef<'_>) -> Option<Name> {
        let at = self.name_key(name)?;
        let mut candidate = Some(&at[..]);
        while let Some(found) = candidate {
            if self.has_prefix(found) {
                let mut wire = Vec::new();
                key::take_name(found, self.apex().wire(), &mut wire);
                return Name::from_wire(&wire).ok().map(|(name, _)| name);
            }
            candidate = key::parent(found);
        }
        None
    }

    /// The last name with records before `name` in canonical order: the owner of the NSEC record that covers it (RFC
    /// 4034 §4). None before the first.
    #[must_use]
    pub fn previous(&self, name: NameRef<'_>) -> Option<Name> {
        let (at, mut found, mut wire) = (self.name_key(name)?, Vec::new(), Vec::new());
        self.0.tree.before(&at, &mut found)?;
        key::take_name(key::split(&found).0, self.apex().wire(), &mut wire);
        Name::from_wire(&wire).ok().map(|(name, _)| name)
    }

    /// The last owner of NSEC3 records before `owner` in the order of hashes; the last of all when none is before: of a
    /// hashed name's owner, the one whose record covers it (RFC 5155 §7.1). None in a zone without such. The first call
    /// on a version walks the zone, unless a version it was made from was asked.
    #[must_use]
    pub fn previous_hash(&self, owner: NameRef<'_>) -> Option<Name> {
        let (at, mut found, mut wire) = (self.name_key(owner)?, Vec::new(), Vec::new());
        if !self.0.hashed.before(&self.0.tree, &at, &mut found) {
            return None;
        }
        key::take_name(&found, self.apex().wire(), &mut wire);
        Name::from_wire(&wire).ok().map(|(name, _)| name)
    }

    /// Walks a zone with NSEC3 records now, so that the first question that needs their order does not.
    pub fn prepare(&self) {
        if self.get(self.apex(), RecordType::NSEC3PARAM).is_some() {
            self.0.hashed.ring(&self.0.tree);
        }
    }

    /// Gives the records from `mark` on, in canonical order, until `take` refuses one; then `mark` stands there. A
    /// fresh mark is the zone's beginning. True when all were taken.
    pub fn resume(&self, mark: &mut Mark, mut take: impl FnMut(NameRef<'_>, RecordType, Datum<'_>) -> bool) -> bool {
        let mut cursor = self.0.tree.seek(&mark.key);
        let mut wire = Vec::new();
        while let Some((at, value)) = cursor.next() {
            let (name, rtype, _) = key::split(at);
            let mut values = Values::new(value);
            key::take_name(name, self.apex().wire(), &mut wire);
            let Some(owner) = values.owner.or_else(|| NameRef::from_wire(&wire).ok().map(|(name, _)| name)) else {
                continue;
            };
            let skip = if *at == *mark.key { mark.given } else { 0 };
            let mut given = 0;
            while let Some((ttl, rdata, place)) = values.take() {
                if given >= skip && !take(owner, rtype, Datum { ttl, rdata, at: place }) {
                    mark.key.clear();
                    mark.key.extend_from_slice(at);
                    mark.given = given;
                    return false;
                }
                given += 1;
            }
        }
        true
    }

    /// The same where only types are of interest: `take` gets whether the record stands at the apex, and its type. Several times
    /// as quick, since no name is put together.
    pub fn resume_types(&self, mark: &mut Mark, mut take: impl FnMut(bool, RecordType) -> bool) -> bool {
        let mut cursor = self.0.tree.seek(&mark.key);
        while let Some((at, value)) = cursor.next() {
            let (name, rtype, _) = key::split(at);
            let skip = if *at == *mark.key { mark.given } else { 0 };
            let (mut given, mut values) = (0, Values::new(value));
            while values.take().is_some() {
                if given >= skip && !take(name.is_empty(), rtype) {
                    mark.key.clear();
                    mark.key.extend_from_slice(at);
                    mark.given = given;
                    return false;
                }
                given += 1;
            }
        }
        true
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.0.tree
    }

    pub(super) fn hashed(&self) -> &Hashed {
        &self.0.hashed
    }

    /// A walk over what stands behind the first chunk of an RRset.
    pub(super) fn behind(&self, owner: NameRef<'_>, rtype: RecordType) -> Option<Cursor<'_>> {
        let mut at = self.name_key(owner)?;
        key::put_type(&mut at, rtype);
        let mut cursor = self.0.tree.seek(&at);
        cursor.next()?;
        Some(cursor)
    }

    /// The key of a name; none when it lies outside the zone.
    pub(super) fn name_key(&self, name: NameRef<'_>) -> Option<Vec<u8>> {
        let mut at = Vec::with_capacity(name.wire().len() + 8);
        self.put_key(name, &mut at).then_some(at)
    }

    /// Appends the key of a name; false when it lies outside the zone.
    pub(super) fn put_key(&self, name: NameRef<'_>, out: &mut Vec<u8>) -> bool {
        // Most names have one label below the apex.
        let apex = self.apex();
        if let Some(parent) = name.parent().filter(|parent| parent.wire().len() == apex.wire().len()) {
            let inside = parent == apex;
            if inside {
                key::put_label(out, name);
            }
            return inside;
        }
        let inside = name.is_within(apex);
        if inside {
            key::put_name(out, name, self.0.depth);
        }
        inside
    }

    fn has_prefix(&self, prefix: &[u8]) -> bool {
        self.0.tree.seek(prefix).next().is_some_and(|(found, _)| found.starts_with(prefix))
    }

    fn walk(&self, prefix: &[u8]) -> Walk<'_> {
        Walk { zone: Some(self), cursor: self.0.tree.seek(prefix), prefix: prefix.to_vec(), wire: Vec::new() }
    }

    fn nothing(&self) -> Walk<'_> {
        Walk { zone: None, cursor: self.0.tree.seek(&[]), prefix: Vec::new(), wire: Vec::new() }
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snapshot({} serial {:?}, {} records)", self.apex(), self.serial(), self.len())
    }
}

/// A walk over RRsets; each is lent until the next is asked for.
pub struct Walk<'a> {
    zone: Option<&'a Snapshot>,
    cursor: Cursor<'a>,
    prefix: Vec<u8>,
    wire: Vec<u8>,
}

impl Walk<'_> {
    /// The next RRset.
    #[expect(clippy::should_implement_trait, reason = "the owner is lent, which Iterator cannot say")]
    pub fn next(&mut self) -> Option<RRset<'_>> {
        let zone = self.zone?;
        let (at, first) = self.cursor.next()?;
        if !at.starts_with(&self.prefix) {
            self.zone = None;
            return None;
        }
        let (name, rtype, _) = key::split(at);
        key::take_name(name, zone.apex().wire(), &mut self.wire);
        let mut open = has_more(first);
        while open {
            open = self.cursor.next().is_some_and(|(_, value)| has_more(value));
        }
        let (owner, _) = NameRef::from_wire(&self.wire).ok()?;
        Some(RRset::new(owner, rtype, first, zone))
    }
}
