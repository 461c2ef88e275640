//! What every rule is given: the content, the text it came from, and ways to point into it.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use super::questions::Questions;
use super::rules::content::Unusual;
use super::rules::dnssec::Standing;
use crate::engine::diag::{Edit, Span};
use crate::engine::dns::{Name, NameRef, RecordType, Token, rdata};
use crate::engine::limits::DnssecLimits;
use crate::engine::zone::{Datum, Node, RRset, Snapshot};
use crate::engine::zonefile::{Broken, Fields, Sources, Written};

/// A part of a record's text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Owner,
    Ttl,
    Type,
    /// A word of the RDATA, from 0.
    Rdata(usize),
}

/// The content under judgement, or a piece of it.
pub(super) struct Context<'a> {
    pub(super) zone: &'a Snapshot,
    sources: Option<&'a Sources>,
    facts: &'a Facts,
    pub(super) at: Option<u64>,
    /// What rules want to know of other names.
    pub(super) questions: Questions,
    /// Types that are said once for the zone.
    pub(super) unusual: RefCell<Unusual>,
    /// The record whose text was read last: what is said of one asks for several parts of it.
    written: Cell<Option<Written<'static>>>,
}

/// What is known besides content and text, gathered once.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) at: Option<u64>,
    broken: Vec<Broken>,
    under_root: bool,
    ttls_unknown: bool,
    /// Owners that could not be read as records; a rule that misses one of them keeps quiet.
    lost: HashSet<Name>,
    name_servers: OnceLock<HashSet<Name>>,
    /// For A and AAAA: the apex NS when none of them has such an address; the first owner of the type.
    unspoken: [OnceLock<Option<Span>>; 2],
    first_owners: [OnceLock<Option<Name>>; 2],
    dnssec: OnceLock<Standing>,
    limits: DnssecLimits,
    /// The first owner of RRSIG, NSEC, NSEC3.
    first_signed: [OnceLock<Option<Name>>; 3],
}

impl Facts {
    pub(super) fn new(broken: Vec<Broken>, at: Option<u64>, limits: DnssecLimits) -> Self {
        let lost = broken.iter().filter_map(|entry| entry.owner.clone()).collect();
        Self { at, broken, lost, limits, ..Self::default() }
    }

    /// Says whether some records stand where the root is the origin.
    pub(super) fn under_root(self, under_root: bool) -> Self {
        Self { under_root, ..self }
    }

    /// Says whether some TTLs could not be taken as written.
    pub(super) fn ttls_unknown(self, ttls_unknown: bool) -> Self {
        Self { ttls_unknown, ..self }
    }
}

/// A node and where it stands.
pub(super) struct Place<'n> {
    pub(super) node: &'n Node<'n>,
    /// Whether it is the zone's own name.
    pub(super) is_apex: bool,
    /// Whether the labels before the zone's own are of letters and digits alone: about the form of nearly all names there
    /// is nothing to say.
    pub(super) is_simple: bool,
    /// The highest delegation or DNAME above it, which hides it.
    pub(super) cut: Option<&'n Cut>,
}

/// A node that hides what stands below it.
pub(super) struct Cut {
    pub(super) owner: Name,
    /// NS, or DNAME.
    pub(super) rtype: RecordType,
    pub(super) at: Span,
}

impl<'a> Context<'a> {
    pub(super) fn new(zone: &'a Snapshot, sources: Option<&'a Sources>, facts: &'a Facts) -> Self {
        Self {
            zone,
            sources,
            facts,
            at: facts.at,
            questions: Questions::default(),
            unusual: RefCell::default(),
            written: Cell::default(),
        }
    }

    /// Whether an entry of this owner was reported and gave no record.
    pub(super) fn is_lost(&self, owner: NameRef<'_>) -> bool {
        !self.facts.lost.is_empty() && self.facts.lost.contains(&owner.to_owned())
    }

    /// Whether an entry of this type, which the zone has at its apex, was reported and gave no record. One of the apex may
    /// have been meant so when nothing is known of its type.
    pub(super) fn is_lost_type(&self, rtype: RecordType) -> bool {
        let is_apex = |owner: &Name| owner.as_ref() == self.zone.apex();
        let may_be = |entry: &Broken| entry.rtype.is_none() && entry.owner.as_ref().is_some_and(is_apex);
        self.facts.broken.iter().any(|entry| entry.rtype == Some(rtype) || may_be(entry))
    }

    /// Whether some TTLs of the text were out of range, so that others stand in.
    pub(super) const fn has_unknown_ttls(&self) -> bool {
        self.facts.ttls_unknown
    }

    /// Whether any entry was reported and gave no record.
    pub(super) const fn is_any_lost(&self) -> bool {
        !self.facts.broken.is_empty()
    }

    /// Whether some records stand where the root is the origin, which `@` stands for.
    pub(super) const fn is_under_root(&self) -> bool {
        self.facts.under_root
    }

    /// Where a finding about the whole text stands: its beginning.
    pub(super) fn beginning(&self) -> Span {
        if self.sources.is_some() { Span::new(0, 0, 0) } else { Span::NONE }
    }

    /// Where a part of the record at `at` is written; the whole record when it is not.
    pub(super) fn part(&self, at: Span, part: Part) -> Span {
        if at.is_some() { self.fields(at, |fields| written(&fields, part)).flatten().unwrap_or(at) } else { at }
    }

    /// What `read` makes of the parts of the record at `at`, as written; none without a text.
    pub(super) fn fields<R>(&self, at: Span, read: impl FnOnce(Fields<'_>) -> R) -> Option<R> {
        if let Some(kept) = self.written.take().filter(|written| written.at == at) {
            let made = kept.fields(read);
            self.written.set(Some(kept));
            return made;
        }
        let written = self.sources?.written(at)?;
        let made = written.fields(read);
        self.written.set(written.into_read());
        made
    }

    /// What is written at `at`; nothing without a text.
    pub(super) fn text(&self, at: Span) -> Cow<'a, [u8]> {
        let kept = self.written.take();
        let text = kept.as_ref().and_then(|written| written.text(at));
        self.written.set(kept);
        text.unwrap_or_else(|| self.sources.map_or(Cow::Borrowed(&[]), |sources| sources.text(at)))
    }

    /// What is written behind `at` up to the end of the line; nothing without a text.
    pub(super) fn line_behind(&self, at: Span) -> Cow<'a, [u8]> {
        self.sources.map_or(Cow::Borrowed(&[]), |sources| sources.line_behind(at))
    }

    /// The edit that adds lines behind the record at `at`; none without a text.
    pub(super) fn addition(&self, at: Span, lines: &[String]) -> Option<Edit> {
        self.sources?.addition(at, lines)
    }

    /// The edit that writes a word of the RDATA anew, given the word as it stands; none without a text.
    pub(super) fn rewrite(&self, at: Span, word: usize, new: impl Fn(&str) -> Option<String>) -> Option<Edit> {
        let rewritten = |fields: Fields<'_>| {
            // RFC 3597 §5: data of unknown types has no words.
            if fields.rdata.first().is_some_and(|first| first.text == b"\\#") {
                return None;
            }
            let token = fields.rdata.get(word).filter(|token| !token.quoted)?;
            let text = new(std::str::from_utf8(token.text).ok()?)?;
            Some(Edit { span: token.span, text })
        };
        self.fields(at, rewritten).flatten()
    }

    /// The edit that writes the owner anew, given the word as it stands; none where the entry does not state it.
    pub(super) fn rewrite_owner(&self, at: Span, new: impl Fn(&str) -> Option<String>) -> Option<Edit> {
        let span = self.fields(at, |fields| fields.owner).flatten()?;
        let text = new(std::str::from_utf8(&self.text(span)).ok()?)?;
        Some(Edit { span, text })
    }

    /// What `read` makes of the words of the RDATA as they are written; none without a text.
    pub(super) fn words<R>(&self, at: Span, read: impl FnOnce(&[Token<'_>]) -> R) -> Option<R> {
        let words = |fields: Fields<'_>| (!is_generic(&fields.rdata)).then(|| read(&fields.rdata));
        if at.is_some() { self.fields(at, words).flatten() } else { None }
    }

    /// Whether any NS record of the zone names this host, which makes its addresses glue.
    pub(super) fn is_name_server(&self, host: &Name) -> bool {
        let all = self.facts.name_servers.get_or_init(|| {
            let (mut hosts, mut walk) = (HashSet::new(), self.zone.iter_canonical());
            while let Some(set) = walk.next() {
                if set.rtype() == RecordType::NS {
                    let targets = set.records().filter_map(|r| target(RecordType::NS, r.rdata));
                    hosts.extend(targets.filter(|name| name.is_within(self.zone.apex())).map(NameRef::to_owned));
                }
            }
            hosts
        });
        all.contains(host)
    }

    /// Where the zone's name servers are written, when all of them lie inside the zone and have addresses, but none of
    /// this type, A or AAAA.
    pub(super) fn unspoken(&self, rtype: RecordType) -> Option<Span> {
        *family(&self.facts.unspoken, rtype)?.get_or_init(|| {
            let zone = self.zone;
            let set = zone.get(zone.apex(), RecordType::NS)?;
            let has = |name, rtype| zone.get(name, rtype).is_some();
            for record in set.records() {
                let name = target(RecordType::NS, record.rdata)?;
                let has_other = has(name, RecordType::A) || has(name, RecordType::AAAA);
                if !name.is_within(zone.apex()) || has(name, rtype) || !has_other {
                    return None;
                }
            }
            first(&set).map(|record| record.at)
        })
    }

    /// What the zone is to DNSSEC.
    pub(super) fn dnssec(&self) -> &Standing {
        self.facts.dnssec.get_or_init(|| Standing::of(self.zone))
    }

    /// Bounds of verifying.
    pub(super) const fn limits(&self) -> &DnssecLimits {
        &self.facts.limits
    }

    /// Whether this is the first owner of the type, A or AAAA, in canonical order.
    pub(super) fn is_first_owner(&self, rtype: RecordType, owner: NameRef<'_>) -> bool {
        family(&self.facts.first_owners, rtype).is_some_and(|cache| self.is_first(cache, rtype, owner))
    }

    /// The same of RRSIG, NSEC, NSEC3.
    pub(super) fn is_first_of(&self, rtype: RecordType, owner: NameRef<'_>) -> bool {
        let [rrsig, nsec, nsec3] = &self.facts.first_signed;
        let cache = match rtype {
            RecordType::NSEC => nsec,
            RecordType::NSEC3 => nsec3,
            _ => rrsig,
        };
        self.is_first(cache, rtype, owner)
    }

    fn is_first(&self, cache: &OnceLock<Option<Name>>, rtype: RecordType, owner: NameRef<'_>) -> bool {
        let first = cache.get_or_init(|| {
            let mut walk = self.zone.iter_canonical();
            while let Some(set) = walk.next() {
                if set.rtype() == rtype {
                    return Some(set.owner().to_owned());
                }
            }
            None
        });
        first.as_ref().is_some_and(|first| first.as_ref() == owner)
    }
}

/// Where the caches of A and AAAA stand.
fn family<T>(caches: &[T; 2], rtype: RecordType) -> Option<&T> {
    caches.get(usize::from(rtype == RecordType::AAAA))
}

/// Whether the words are RDATA in the form of RFC 3597 §5.
fn is_generic(words: &[Token<'_>]) -> bool {
    words.first().is_some_and(|word| word.text == b"\\#" && !word.quoted)
}

/// The place of `range` of the octets that a word stands for.
pub(super) fn inside(token: &Token<'_>, range: &Range<usize>) -> Span {
    let written = |octets: usize| {
        let mut at = 0;
        for _ in 0..octets {
            // RFC 1035 §5.1: \DDD and \X stand for one octet.
            at += match token.text.get(at..) {
                Some([b'\\', b'0'..=b'9', ..]) => 4,
                Some([b'\\', ..]) => 2,
                Some([_, ..]) => 1,
                _ => break,
            };
        }
        at.min(token.text.len())
    };
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (start, end) = (written(range.start), written(range.end));
    let first = token.span.start.saturating_add(narrow(start) + u32::from(token.quoted));
    Span::new(token.span.file, first, narrow(end.saturating_sub(start)))
}

/// Where a part of the record at `at` is written; the whole record when it is not.
pub(super) fn part(sources: &Sources, at: Span, part: Part) -> Span {
    let written = |fields: Fields<'_>| self::written(&fields, part);
    if at.is_some() { sources.fields(at, written).flatten().unwrap_or(at) } else { at }
}

/// Where a part of a record is written; none when it is not.
fn written(fields: &Fields<'_>, part: Part) -> Option<Span> {
    match part {
        Part::Owner => fields.owner,
        Part::Ttl => fields.ttl,
        Part::Type => Some(fields.rtype),
        Part::Rdata(word) => fields.rdata.get(word).map(|token| token.span),
    }
}

/// The last name in RDATA of the type: what NS, MX, SRV, CNAME, DNAME and SVCB point to.
pub(super) fn target(rtype: RecordType, octets: &[u8]) -> Option<NameRef<'_>> {
    rdata::last_name(rtype, octets)
}

/// The record that was written last.
pub(super) fn last<'n>(set: &RRset<'n>) -> Option<Datum<'n>> {
    set.records().max_by_key(|r| r.at)
}

/// The record that was written first.
pub(super) fn first<'n>(set: &RRset<'n>) -> Option<Datum<'n>> {
    set.records().min_by_key(|r| r.at)
}
