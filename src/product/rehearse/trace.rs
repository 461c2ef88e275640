//! Traces of live runs: every input that a zone's machine was given, with its time, and what it said. The server writes
//! one (`serve --trace`), [`replay`] gives the inputs to the machine again and holds what it says to what was recorded.
//!
//! A line is a JSON object. No secret is in it: keys are no part of what decisions rest on. Messages and versions appear
//! as their length and SHA-256; their octets only when asked for.

mod names;
mod replay;
mod words;

pub use replay::{Difference, Replayed, Step, TraceFault, replay};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::engine::dns::NameRef;
use crate::engine::xfr::{Decision, Now, Output, Session};
use crate::engine::zone::{Mark, Snapshot};
use words::{Born, Given};

/// The version of this shape.
const VERSION: u8 = 1;

/// One line.
#[derive(Debug, Deserialize, Serialize)]
struct Line {
    v: u8,
    zone: String,
    /// Milliseconds of the machine's own clock, and seconds since 1970.
    at: [u64; 2],
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum What {
    /// The machine begins; what came before of this zone is over.
    Born(Born),
    /// It was given something.
    Step(Taken),
    /// A message came from a primary.
    Heard(Octets),
    /// A message went to one.
    Sent(Octets),
    /// A version goes to the store.
    Version(Content),
}

#[derive(Debug, Deserialize, Serialize)]
struct Taken {
    given: Given,
    said: Vec<String>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Octets {
    link: u32,
    octets: usize,
    sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wire: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Content {
    serial: u32,
    records: usize,
    sha256: String,
}

/// Makes the lines of a trace, each with its end.
#[derive(Clone, Copy, Debug)]
pub struct Tracer {
    /// Whether the octets of messages are in it.
    pub content: bool,
}

impl Tracer {
    /// A zone's session begins; `seed` is the one it was made with.
    #[must_use]
    pub fn born(self, session: &Session, seed: u64, now: Now) -> String {
        line(session.apex(), now, What::Born(Born::of(session, seed)))
    }

    /// The machine decided something.
    #[must_use]
    pub fn decided(self, zone: NameRef<'_>, decision: &Decision) -> String {
        let given = Given::of(&decision.input);
        let said = decision.outputs.iter().map(said).collect();
        line(zone, decision.now, What::Step(Taken { given, said }))
    }

    /// A message came from a primary.
    #[must_use]
    pub fn heard(self, zone: NameRef<'_>, now: Now, link: u32, wire: &[u8]) -> String {
        line(zone, now, What::Heard(self.octets(link, wire)))
    }

    /// A message went to one.
    #[must_use]
    pub fn sent(self, zone: NameRef<'_>, now: Now, link: u32, wire: &[u8]) -> String {
        line(zone, now, What::Sent(self.octets(link, wire)))
    }

    /// A version goes to the store.
    #[must_use]
    pub fn version(self, now: Now, content: &Snapshot) -> String {
        let serial = content.serial().unwrap_or_default().0;
        let what = Content { serial, records: content.len(), sha256: digest(content) };
        line(content.apex(), now, What::Version(what))
    }

    fn octets(self, link: u32, wire: &[u8]) -> Octets {
        let hex = self.content.then(|| data_encoding::HEXLOWER.encode(wire));
        Octets { link, octets: wire.len(), sha256: hash(wire), wire: hex }
    }
}

fn line(zone: NameRef<'_>, now: Now, what: What) -> String {
    let line = Line { v: VERSION, zone: zone.to_string(), at: [now.mono_ms, now.wall_s], what };
    // Strings, numbers and lists always have a JSON form.
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    text
}

/// What the machine says, as text: equal texts are equal outputs.
fn said(output: &Output) -> String {
    match output {
        Output::Event(code, args) => {
            let values = args.iter().map(|(name, value)| format!(" {name}={value}"));
            format!("event {}{}", code.name, values.collect::<String>())
        }
        other => format!("{other:?}"),
    }
}

fn hash(octets: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(octets))
}

/// The SHA-256 of a version's records in canonical order: owner, type, TTL, length and octets of the RDATA of each.
fn digest(content: &Snapshot) -> String {
    let mut hash = Sha256::new();
    content.resume(&mut Mark::default(), |owner, rtype, datum| {
        hash.update(owner.to_owned().lowercase().as_ref().wire());
        hash.update(rtype.0.to_be_bytes());
        hash.update(datum.ttl.to_be_bytes());
        hash.update((datum.rdata.len() as u64).to_be_bytes());
        hash.update(datum.rdata);
        true
    });
    data_encoding::HEXLOWER.encode(&hash.finalize())
}
