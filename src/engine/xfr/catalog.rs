//! Catalog zones (RFC 9432): a zone that lists other zones. Read here, and turned into what a consumer has to do.
//!
//! A catalog that cannot be read changes nothing: what its members were, they stay (§5.1).

pub mod codes;
mod members;

pub use members::{Membership, Pattern, Read, Refusal, Step, settle};

use std::collections::BTreeMap;

use crate::engine::diag::{Args, Code};
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::limits::CatalogLimits;
use crate::engine::zone::{RRset, Snapshot};

/// What one version of a catalog zone says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// By zone.
    pub members: BTreeMap<Name, Member>,
    /// Properties that this program does not know; they are left alone (RFC 9432 §4.3).
    pub unknown: usize,
}

/// One member zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The unique label of its node, in lower case: another one means that the zone begins anew (RFC 9432 §5.4).
    pub label: Name,
    /// Values of the `group` property, in order (RFC 9432 §4.3.2).
    pub groups: Vec<String>,
    /// The catalog that the zone is to belong to from now on (RFC 9432 §4.3.1).
    pub coo: Option<Name>,
}

/// Why a catalog must not be processed: a code and its values.
pub type Broken = (&'static Code, Args);

/// What is found of a member before it is known whether it is one.
#[derive(Default)]
struct Node {
    zone: Option<Name>,
    groups: Vec<String>,
    coo: Option<Name>,
}

impl Catalog {
    /// Reads a version of a catalog zone.
    ///
    /// # Errors
    /// Why it is no catalog, or a broken one, of which nothing may be processed (RFC 9432 §5.1).
    pub fn read(zone: &Snapshot, limits: &CatalogLimits) -> Result<Self, Broken> {
        let apex = zone.apex();
        check_version(zone, apex)?;
        let mut nodes: BTreeMap<Name, Node> = BTreeMap::new();
        let mut unknown = 0;
        // A name too long for the labels below it has none.
        let Some(list) = below(b"zones", apex) else { return Ok(Self::default()) };
        let mut walk = zone.subtree(list.as_ref());
        while let Some(set) = walk.next() {
            let labels: Vec<_> = set.owner().labels().collect();
            let depth = labels.len().saturating_sub(list.as_ref().label_count());
            let (property, label) = match (depth, labels.as_slice()) {
                (1, [label, ..]) => (None, *label),
                (2, [property, label, ..]) => (Some(*property), *label),
                // RFC 9432 §4.3: what is not understood is left alone, private properties (`….ext`) among it.
                (3.., _) => {
                    unknown += 1;
                    continue;
                }
                _ => continue,
            };
            let Some(label) = below(label, NameRef::ROOT).map(|label| label.lowercase()) else { continue };
            if !nodes.contains_key(&label) && nodes.len() >= limits.members {
                return Err((&codes::CATALOG_LARGE, Args::new().with("limit", limits.members)));
            }
            let node = nodes.entry(label).or_default();
            match (property, set.rtype()) {
                (None, RecordType::PTR) => node.zone = Some(only(&set, &codes::CATALOG_PTR_REPEATED)?),
                (Some(name), RecordType::PTR) if name.eq_ignore_ascii_case(b"coo") => {
                    node.coo = Some(only(&set, &codes::CATALOG_COO_REPEATED)?);
                }
                (Some(name), RecordType::TXT) if name.eq_ignore_ascii_case(b"group") => {
                    node.groups = set.records().map(|record| text(record.rdata)).collect();
                }
                _ => unknown += 1,
            }
        }
        Ok(Self { members: members(nodes)?, unknown })
    }
}

/// RFC 9432 §4.2.1: one record, one string, and that is `2`.
fn check_version(zone: &Snapshot, apex: NameRef<'_>) -> Result<(), Broken> {
    let owner = below(b"version", apex);
    let set = owner.as_ref().and_then(|owner| zone.get(owner.as_ref(), RecordType::TXT));
    let Some(set) = set else { return Err((&codes::CATALOG_NO_VERSION, Args::new())) };
    let mut versions = set.records().map(|record| text(record.rdata));
    match (versions.next(), versions.next()) {
        (Some(version), None) if version == "2" => Ok(()),
        (Some(version), None) => Err((&codes::CATALOG_VERSION, Args::new().with("version", version))),
        _ => Err((&codes::CATALOG_VERSION_REPEATED, Args::new())),
    }
}

/// Nodes by zone; one without a zone is none (its properties belong to nobody).
fn members(nodes: BTreeMap<Name, Node>) -> Result<BTreeMap<Name, Member>, Broken> {
    let mut members = BTreeMap::new();
    for (label, Node { zone, groups, coo }) in nodes {
        let Some(zone) = zone else { continue };
        // RFC 9432 §4.1: a zone under two labels breaks the catalog.
        let args = Args::new().with("member", zone.to_string());
        if members.insert(zone, Member { label, groups, coo }).is_some() {
            return Err((&codes::CATALOG_MEMBER_REPEATED, args));
        }
    }
    Ok(members)
}

/// The name of a PTR that must be alone (RFC 9432 §4.1, §4.3.1).
fn only(set: &RRset<'_>, repeated: &'static Code) -> Result<Name, Broken> {
    let mut records = set.records();
    let name = records.next().and_then(|record| Name::from_wire(record.rdata).ok()).map(|(name, _)| name);
    match (name, records.next()) {
        (Some(name), None) => Ok(name),
        _ => Err((repeated, Args::new().with("owner", set.owner().to_string()))),
    }
}

/// The strings of a TXT, joined.
fn text(rdata: &[u8]) -> String {
    let (mut rest, mut joined) = (rdata, Vec::new());
    while let Some((len, tail)) = rest.split_first() {
        let (string, tail) = tail.split_at(usize::from(*len).min(tail.len()));
        joined.extend_from_slice(string);
        rest = tail;
    }
    String::from_utf8_lossy(&joined).into_owned()
}

/// `label.name`; none when that is longer than a name may be.
fn below(label: &[u8], name: NameRef<'_>) -> Option<Name> {
    let len = u8::try_from(label.len()).ok()?;
    let wire: Vec<u8> = [&[len], label, name.wire()].concat();
    Name::from_wire(&wire).ok().map(|(name, _)| name)
}
