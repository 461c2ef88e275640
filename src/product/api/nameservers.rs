//! `POST /companion/v1/nameservers`: what each address of each assigned name server answers, and whether it is safe to
//! delegate to them.
//!
//! Absent things are absent keys, never null. The verdict is `product::provider::delegate`'s: the page judges the same
//! observations ([`Report::observations`]) and says the points in its own language.

use serde::{Deserialize, Serialize};

use super::companion::{Peer, Tsig, Words};
use crate::product::provider::delegate::{self, Condition, Observations, Point, Standing};

/// The body.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// [`super::companion::VERSION`].
    pub v: u8,
    /// The zone's apex; the final dot may be missing.
    pub zone: String,
    /// The assigned name servers: `ns.example.` is resolved by this machine, `ns.example.=192.0.2.1:53` (or
    /// `=[2001:db8::1]:53`) is asked there; a name may be given several times.
    pub name_servers: Vec<String>,
    /// The primary, for its serial, its apex NS and its content; without it those points stay unproved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<Peer>,
    /// The key to ask the primary with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tsig: Option<Tsig>,
    /// Whether content is compared: the primary is asked for the whole zone, each address for its RRsets.
    #[serde(default)]
    pub content: bool,
    /// Whether the provider signs: then what a signer makes is left out of the comparison.
    #[serde(default)]
    pub provider_signs: bool,
    /// Chooses the sample of a zone with more than [`delegate::COMPARED_WHOLE`] RRsets; 0 unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Who is asked for the parent's DS, `192.0.2.1:53`; the system's resolver unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolver: Option<String>,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Report {
    /// [`super::companion::VERSION`].
    pub v: u8,
    /// The zone, with its final dot.
    pub zone: String,
    /// When the last answer was in, RFC 3339.
    pub at: String,
    /// The primary's side; none when no primary was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<Primary>,
    /// One a name server, in the order asked.
    pub servers: Vec<Server>,
    /// What the parent zone says.
    #[serde(default)]
    pub parent: Parent,
    /// Whether every condition is proved.
    pub safe: bool,
    /// The conditions, judged, in English.
    pub points: Vec<Judged>,
}

/// What the primary says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Primary {
    /// Its serial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
    /// Its apex NS, with final dots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_servers: Option<Vec<String>>,
    /// The RRsets that could be compared, once its zone was transferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rrsets: Option<u64>,
    /// Why something of this is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Trouble>,
}

/// One assigned name server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Server {
    /// Its name, with its final dot.
    pub name: String,
    /// Its addresses; empty when its name has none, none when it was not resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Vec<Address>>,
    /// Why it was not resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Trouble>,
}

/// One address of a name server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Address {
    /// `192.0.2.1:53`, `[2001:db8::1]:53`.
    pub address: String,
    /// What carried the answer to the SOA query: `udp` or `tcp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<String>,
    /// Milliseconds until the answer to the SOA query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
    /// The mnemonic of the response code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rcode: Option<String>,
    /// The AA bit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authoritative: Option<bool>,
    /// The serial; none when there was no SOA in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
    /// The apex NS it serves, with final dots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_servers: Option<Vec<String>>,
    /// Whether its answers carry signatures; none when it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<bool>,
    /// The DS that its DNSKEYs would have, by each digest type the parent uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ds: Vec<Ds>,
    /// How its content compares with the primary's; none when that was not asked or could not be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// Why there is no answer, or why content was not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Trouble>,
}

/// How content compares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Content {
    /// RRsets that were compared.
    pub compared: u64,
    /// RRsets at the primary that could be.
    pub total: u64,
    /// How many differ.
    pub differ: u64,
    /// Owner and type of the first that differ, at most [`DIFFERENT`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub different: Vec<String>,
    /// How many have another TTL; that makes none of them different.
    #[serde(default, skip_serializing_if = "is_none")]
    pub other_ttl: u64,
    /// Owner and type of the first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ttls: Vec<String>,
    /// What chose the sample; none where everything was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
}

// Where pointers have 32 bits a reference is the smaller of the two.
#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")
)]
const fn is_none(count: &u64) -> bool {
    *count == 0
}

/// RRsets that differ which an answer names.
pub const DIFFERENT: usize = 100;

/// What the parent zone says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Parent {
    /// Its DS for the zone; empty for none, absent when that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ds: Option<Vec<Ds>>,
    /// Why it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Trouble>,
}

/// A DS (RFC 4034 §5.1).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
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

/// What was in the way.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Trouble {
    /// Stable name.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// What it was made of, for other languages.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub words: Words,
}

/// One condition, judged.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Judged {
    /// `answers`, `serial`, `content`, `apex-ns`, `parent-ds`.
    pub condition: String,
    /// `proved`, `unproved`, `false`.
    pub standing: String,
    /// The stable name of what is said.
    pub code: String,
    /// What shows it, or what is missing.
    pub message: String,
}

impl From<&Point> for Judged {
    fn from(point: &Point) -> Self {
        let condition = match point.condition {
            Condition::Answers => "answers",
            Condition::Serial => "serial",
            Condition::Content => "content",
            Condition::ApexNs => "apex-ns",
            Condition::ParentDs => "parent-ds",
        };
        let standing = match point.standing {
            Standing::Proved => "proved",
            Standing::Unproved => "unproved",
            Standing::False => "false",
        };
        Self {
            condition: condition.to_owned(),
            standing: standing.to_owned(),
            code: point.said.label.name.to_owned(),
            message: point.said.english(),
        }
    }
}

impl From<&Ds> for delegate::Ds {
    fn from(ds: &Ds) -> Self {
        Self { key_tag: ds.key_tag, algorithm: ds.algorithm, digest_type: ds.digest_type, digest: ds.digest.clone() }
    }
}

impl From<&delegate::Ds> for Ds {
    fn from(ds: &delegate::Ds) -> Self {
        Self { key_tag: ds.key_tag, algorithm: ds.algorithm, digest_type: ds.digest_type, digest: ds.digest.clone() }
    }
}

impl Report {
    /// What was observed, for [`delegate::judge`].
    #[must_use]
    pub fn observations(&self) -> Observations {
        let primary = self.primary.as_ref();
        Observations {
            primary_serial: primary.and_then(|p| p.serial),
            primary_ns: primary.and_then(|p| p.name_servers.clone()),
            assigned: self.servers.iter().map(Server::observed).collect(),
            parent_ds: self.parent.ds.as_ref().map(|ds| ds.iter().map(Into::into).collect()),
        }
    }

    /// The same report with its verdict.
    #[must_use]
    pub fn judged(self) -> Self {
        let verdict = delegate::judge(&self.observations());
        Self { safe: verdict.is_safe(), points: verdict.points.iter().map(Into::into).collect(), ..self }
    }
}

impl Server {
    fn observed(&self) -> delegate::Server {
        let addresses = self.addresses.as_ref().map(|a| a.iter().map(Address::observed).collect());
        delegate::Server { name: self.name.clone(), addresses }
    }
}

impl Address {
    fn observed(&self) -> delegate::Address {
        let answer = self.authoritative.map(|authoritative| delegate::Answer {
            authoritative,
            serial: self.serial,
            content: self.content.as_ref().map(|c| delegate::Content {
                compared: c.compared,
                total: c.total,
                different: c.different.clone(),
                other_ttl: c.other_ttl,
            }),
            keys: self.signed.map(|signed| delegate::Keys { signed, ds: self.ds.iter().map(Into::into).collect() }),
        });
        delegate::Address { address: self.address.clone(), answer }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two servers that answer as they should; one condition each is then broken by a field of its own.
    fn fine() -> Report {
        let ds = Ds { key_tag: 1, algorithm: 13, digest_type: 2, digest: "ab".into() };
        let address = |address: &str| Address {
            address: address.into(),
            authoritative: Some(true),
            serial: Some(7),
            signed: Some(true),
            ds: vec![ds.clone()],
            content: Some(Content { compared: 3, total: 3, ..Content::default() }),
            ..Address::default()
        };
        let server =
            |name: &str, at: &str| Server { name: name.into(), addresses: Some(vec![address(at)]), failure: None };
        Report {
            primary: Some(Primary {
                serial: Some(7),
                name_servers: Some(vec!["a.test.".into(), "b.test.".into()]),
                ..Primary::default()
            }),
            servers: vec![server("a.test.", "192.0.2.1:53"), server("b.test.", "192.0.2.2:53")],
            parent: Parent { ds: Some(vec![ds]), failure: None },
            ..Report::default()
        }
    }

    type Break = fn(&mut Report);

    fn last(report: &mut Report) -> &mut Address {
        report.servers[1].addresses.as_mut().unwrap().last_mut().unwrap()
    }

    #[test]
    fn each_condition_alone_makes_it_unsafe() {
        assert!(fine().judged().safe);
        let breaks: [(&str, Break); 5] = [
            ("answers", |r| last(r).authoritative = Some(false)),
            ("serial", |r| last(r).serial = Some(6)),
            ("content", |r| last(r).content.as_mut().unwrap().different = vec!["x. A".into()]),
            ("apex-ns", |r| r.primary.as_mut().unwrap().name_servers = Some(vec!["a.test.".into()])),
            ("parent-ds", |r| last(r).signed = Some(false)),
        ];
        for (condition, break_it) in breaks {
            let mut report = fine();
            break_it(&mut report);
            let report = report.judged();
            let wrong: Vec<_> = report.points.iter().filter(|p| p.standing != "proved").collect();
            assert!(!report.safe, "{condition}");
            assert_eq!(wrong.len(), 1, "{wrong:?}");
            assert_eq!((wrong[0].condition.as_str(), wrong[0].standing.as_str()), (condition, "false"));
        }
    }

    #[test]
    fn what_was_not_asked_is_an_absent_key_and_unproved() {
        let report =
            Report { v: 1, servers: vec![Server { name: "a.test.".into(), ..Server::default() }], ..Report::default() };
        let json = serde_json::to_value(report.judged()).unwrap();
        assert!(!json.to_string().contains("null"), "{json}");
        assert!(json["points"].as_array().unwrap().iter().all(|p| p["standing"] == "unproved"), "{json}");
    }
}
