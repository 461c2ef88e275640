//! When it is safe to delegate: every condition proved, none merely not disproved.
//!
//! A pure judgement of what was observed. The provider answers for a zone as soon as it exists, so an answer alone says
//! nothing: it must be authoritative, of the primary's version, and the same content, at every address.

mod compare;
mod question;

pub use compare::{Expected, Sample, name_servers};
pub use question::{Question, Reply};

use std::collections::BTreeSet;

use super::Phrase;
use super::model::same_name;
use crate::engine::diag::Label;

/// RRsets up to this many are compared one by one; a larger zone by a seeded sample of as many.
pub const COMPARED_WHOLE: u64 = 10_000;

/// Everything that was observed. What was not observed is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observations {
    /// The serial at the primary.
    pub primary_serial: Option<u32>,
    /// The apex NS at the primary.
    pub primary_ns: Option<Vec<String>>,
    /// The name servers that the provider assigned.
    pub assigned: Vec<Server>,
    /// The DS at the parent: key tags; empty for none.
    pub parent_ds: Option<Vec<Ds>>,
}

/// One assigned name server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    /// Its name.
    pub name: String,
    /// Its addresses; none when its name was not resolved.
    pub addresses: Option<Vec<Address>>,
}

/// One address of a name server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// IPv4 or IPv6.
    pub address: String,
    /// What it answered; none when it did not.
    pub answer: Option<Answer>,
}

/// An answer to a query for the apex SOA.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The AA bit (RFC 1035 §4.1.1).
    pub authoritative: bool,
    /// The serial; none when there was no SOA in the answer.
    pub serial: Option<u32>,
    /// How the content compares; none when it was not compared.
    pub content: Option<Content>,
    /// The key tags and algorithms it serves as DNSKEY, and whether its answers are signed; none when not asked.
    pub keys: Option<Keys>,
}

/// How content compares with the primary's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// RRsets that were compared.
    pub compared: u64,
    /// RRsets at the primary.
    pub total: u64,
    /// Owner and type of those that differ.
    pub different: Vec<String>,
    /// How many have another TTL.
    pub other_ttl: u64,
}

/// What signs the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// The answers carry signatures.
    pub signed: bool,
    /// The DS that the served DNSKEYs have.
    pub ds: Vec<Ds>,
}

/// What of a DS is compared (RFC 4034 §5.1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ds {
    /// The key tag.
    pub key_tag: u16,
    /// The algorithm's number.
    pub algorithm: u8,
    /// The digest's type.
    pub digest_type: u8,
    /// In hex.
    pub digest: String,
}

/// What a condition turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It holds.
    Proved,
    /// Nothing shows that it does.
    Unproved,
    /// It does not hold.
    False,
}

/// A condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Every address of every assigned server answers, authoritatively.
    Answers,
    /// With the primary's serial.
    Serial,
    /// And the same content.
    Content,
    /// The primary's apex NS names the assigned servers.
    ApexNs,
    /// The parent's DS, if any, matches what they serve.
    ParentDs,
}

/// One condition, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Which.
    pub condition: Condition,
    /// Whether it holds.
    pub standing: Standing,
    /// What shows it, or what is missing.
    pub said: Phrase,
}

/// The judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// One a condition, in the order of [`Condition`].
    pub points: Vec<Point>,
}

impl Delegation {
    /// Whether every condition is proved.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.points.iter().all(|p| p.standing == Standing::Proved)
    }

    /// The condition's standing.
    #[must_use]
    pub fn of(&self, condition: Condition) -> Standing {
        self.points.iter().find(|p| p.condition == condition).map_or(Standing::Unproved, |p| p.standing)
    }
}

static SAFE_SERVERS_UNKNOWN: Label = Label { name: "safe-servers-unknown" };
static SAFE_UNRESOLVED: Label = Label { name: "safe-unresolved" };
static SAFE_SILENT: Label = Label { name: "safe-silent" };
static SAFE_NOT_AUTHORITATIVE: Label = Label { name: "safe-not-authoritative" };
static SAFE_ANSWERS: Label = Label { name: "safe-answers" };
static SAFE_PRIMARY_UNKNOWN: Label = Label { name: "safe-primary-unknown" };
static SAFE_SERIAL_OTHER: Label = Label { name: "safe-serial-other" };
static SAFE_SERIAL: Label = Label { name: "safe-serial" };
static SAFE_CONTENT_UNKNOWN: Label = Label { name: "safe-content-unknown" };
static SAFE_CONTENT_DIFFERS: Label = Label { name: "safe-content-differs" };
static SAFE_CONTENT_SAMPLE: Label = Label { name: "safe-content-sample" };
static SAFE_CONTENT_TTL: Label = Label { name: "safe-content-ttl" };
static SAFE_CONTENT: Label = Label { name: "safe-content" };
static SAFE_NS_UNKNOWN: Label = Label { name: "safe-ns-unknown" };
static SAFE_NS_LACKS: Label = Label { name: "safe-ns-lacks" };
static SAFE_NS: Label = Label { name: "safe-ns" };
static SAFE_DS_UNKNOWN: Label = Label { name: "safe-ds-unknown" };
static SAFE_DS_NONE: Label = Label { name: "safe-ds-none" };
static SAFE_DS_UNSIGNED: Label = Label { name: "safe-ds-unsigned" };
static SAFE_DS_OTHER: Label = Label { name: "safe-ds-other" };
static SAFE_DS: Label = Label { name: "safe-ds" };

/// Judges what was observed.
#[must_use]
pub fn judge(seen: &Observations) -> Delegation {
    let points = [
        (Condition::Answers, answers(seen)),
        (Condition::Serial, serial(seen)),
        (Condition::Content, content(seen)),
        (Condition::ApexNs, apex_ns(seen)),
        (Condition::ParentDs, parent_ds(seen)),
    ];
    let points = points.into_iter().map(|(condition, (standing, said))| Point { condition, standing, said });
    Delegation { points: points.collect() }
}

type Judged = (Standing, Phrase);

fn unproved(label: &'static Label) -> Judged {
    (Standing::Unproved, Phrase::new(label))
}

/// Every address with its server's name.
fn addresses(seen: &Observations) -> impl Iterator<Item = (&str, &Address)> {
    seen.assigned.iter().flat_map(|s| s.addresses.iter().flatten().map(|a| (s.name.as_str(), a)))
}

/// Every answer with its address; none when an address is silent or there is no address at all.
fn all_answers(seen: &Observations) -> Option<Vec<(&str, &Answer)>> {
    let whole =
        !seen.assigned.is_empty() && seen.assigned.iter().all(|s| s.addresses.as_ref().is_some_and(|a| !a.is_empty()));
    let answers = addresses(seen).map(|(_, a)| Some((a.address.as_str(), a.answer.as_ref()?)));
    if whole { answers.collect() } else { None }
}

fn answers(seen: &Observations) -> Judged {
    if seen.assigned.is_empty() {
        return unproved(&SAFE_SERVERS_UNKNOWN);
    }
    for server in &seen.assigned {
        match &server.addresses {
            None => return (Standing::Unproved, Phrase::new(&SAFE_UNRESOLVED).with("server", server.name.as_str())),
            Some(none) if none.is_empty() => {
                return (Standing::False, Phrase::new(&SAFE_UNRESOLVED).with("server", server.name.as_str()));
            }
            Some(_) => {}
        }
    }
    for (server, address) in addresses(seen) {
        let label = match &address.answer {
            None => &SAFE_SILENT,
            Some(answer) if !answer.authoritative || answer.serial.is_none() => &SAFE_NOT_AUTHORITATIVE,
            Some(_) => continue,
        };
        return (Standing::False, Phrase::new(label).with("server", server).with("address", address.address.as_str()));
    }
    (Standing::Proved, Phrase::new(&SAFE_ANSWERS).with("count", addresses(seen).count()))
}

fn serial(seen: &Observations) -> Judged {
    let (Some(serial), Some(answers)) = (seen.primary_serial, all_answers(seen)) else {
        return unproved(&SAFE_PRIMARY_UNKNOWN);
    };
    for (address, answer) in answers {
        match answer.serial {
            None => return unproved(&SAFE_PRIMARY_UNKNOWN),
            Some(other) if other != serial => {
                let phrase = Phrase::new(&SAFE_SERIAL_OTHER).with("address", address).with("other", other);
                return (Standing::False, phrase.with("serial", serial));
            }
            Some(_) => {}
        }
    }
    (Standing::Proved, Phrase::new(&SAFE_SERIAL).with("serial", serial))
}

fn content(seen: &Observations) -> Judged {
    let Some(answers) = all_answers(seen) else { return unproved(&SAFE_CONTENT_UNKNOWN) };
    let mut least: Option<(u64, u64)> = None;
    let mut other_ttl = 0;
    for (address, answer) in &answers {
        let Some(content) = &answer.content else { return unproved(&SAFE_CONTENT_UNKNOWN) };
        if let Some(first) = content.different.first() {
            let phrase = Phrase::new(&SAFE_CONTENT_DIFFERS).with("address", *address).with("first", first.as_str());
            return (Standing::False, phrase.with("count", content.different.len()));
        }
        if content.total == 0 || content.compared < content.total.min(COMPARED_WHOLE) {
            return unproved(&SAFE_CONTENT_UNKNOWN);
        }
        other_ttl = content.other_ttl.max(other_ttl);
        least = Some(least.map_or((content.compared, content.total), |l| l.min((content.compared, content.total))));
    }
    let (compared, total) = least.unwrap_or_default();
    let label = match (other_ttl, compared < total) {
        (1.., _) => &SAFE_CONTENT_TTL,
        (0, true) => &SAFE_CONTENT_SAMPLE,
        (0, false) => &SAFE_CONTENT,
    };
    let phrase = Phrase::new(label).with("compared", compared).with("total", total);
    (Standing::Proved, if other_ttl > 0 { phrase.with("ttl", other_ttl) } else { phrase })
}

fn apex_ns(seen: &Observations) -> Judged {
    let Some(ns) = seen.primary_ns.as_ref().filter(|_| !seen.assigned.is_empty()) else {
        return unproved(&SAFE_NS_UNKNOWN);
    };
    let lacks: Vec<_> = unnamed(seen.assigned.iter().map(|s| s.name.as_str()), ns).collect();
    if lacks.is_empty() {
        return (Standing::Proved, Phrase::new(&SAFE_NS));
    }
    (Standing::False, Phrase::new(&SAFE_NS_LACKS).with("servers", lacks.join(", ")))
}

/// Those of the assigned name servers that the apex NS do not name.
pub fn unnamed<'a>(assigned: impl Iterator<Item = &'a str>, ns: &[String]) -> impl Iterator<Item = &'a str> {
    assigned.filter(move |name| !ns.iter().any(|n| same_name(n, name)))
}

fn parent_ds(seen: &Observations) -> Judged {
    let Some(parent) = &seen.parent_ds else { return unproved(&SAFE_DS_UNKNOWN) };
    if parent.is_empty() {
        // RFC 4035 §5: without a DS the zone is insecure, whatever it is signed with.
        return (Standing::Proved, Phrase::new(&SAFE_DS_NONE));
    }
    let Some(answers) = all_answers(seen) else { return unproved(&SAFE_DS_UNKNOWN) };
    for (address, answer) in answers {
        let Some(keys) = &answer.keys else { return unproved(&SAFE_DS_UNKNOWN) };
        let label = if !keys.signed {
            &SAFE_DS_UNSIGNED
        } else if !parent.iter().any(|ds| keys.ds.iter().any(|k| same_ds(ds, k))) {
            &SAFE_DS_OTHER
        } else {
            continue;
        };
        return (Standing::False, Phrase::new(label).with("address", address));
    }
    (Standing::Proved, Phrase::new(&SAFE_DS))
}

fn same_ds(a: &Ds, b: &Ds) -> bool {
    (a.key_tag, a.algorithm, a.digest_type) == (b.key_tag, b.algorithm, b.digest_type)
        && a.digest.eq_ignore_ascii_case(&b.digest)
}

/// Whether a server's RRset is as good as the primary's. The apex NS may have more; what signs is aside where the
/// provider signs.
#[must_use]
pub fn same_rrset(
    at_apex: bool,
    kind: &str,
    primary: &BTreeSet<String>,
    server: &BTreeSet<String>,
    provider_signs: bool,
) -> bool {
    // RFC 4034, RFC 5155, RFC 7344: what a signer makes.
    const SIGNERS: [&str; 7] = ["RRSIG", "DNSKEY", "NSEC", "NSEC3", "NSEC3PARAM", "CDS", "CDNSKEY"];
    if provider_signs && SIGNERS.contains(&kind) {
        return true;
    }
    if at_apex && kind == "NS" { server.is_superset(primary) } else { server == primary }
}
