//! What was meant and what was done, call by call: enough to finish or to undo it, also after a restart.
//!
//! An entry is written before its call goes out, and again with what came back; whoever drives a run keeps the record
//! whenever [`Record::revision`] has moved. It holds no secret: of a key that was replaced the old secret stays in memory.

use serde::{Deserialize, Serialize};

use super::call::{Body, Call, Effect, Method};
use super::fields::Fields;
use super::model::{Acl, DnsSettingsChange, DnssecChange, Link, OutgoingLink, Peer, Secret, Tsig};
use super::{Action, Object, Phrase};
use crate::engine::diag::Label;

/// The version of the written form.
const VERSION: u8 = 1;

/// What was done, oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Record {
    /// Whose API it is about: its address and the account. Empty where only one is ever used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// One entry an object that was touched, in the order of the calls.
    pub entries: Vec<Entry>,
    /// Moves with every change.
    #[serde(skip)]
    revision: u64,
}

/// One object that was made, changed or removed, or one thing that was done.
#[derive(Clone, Serialize, Deserialize)]
pub struct Entry {
    /// The zone it was for, absolute.
    pub zone: String,
    /// Which kind.
    pub object: Object,
    /// What was done to it.
    pub change: Change,
    /// The HTTP method of the call.
    pub method: Method,
    /// Where the object is, below `/client/v4`; where it is made, while its id is not known.
    pub path: String,
    /// Its id at the provider; the zone's for what there is one of a zone; empty while it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// How far it is.
    pub state: EntryState,
    /// What it should be; absent for what was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Fields>,
    /// What it may be besides: a peer that was made with its name alone and not filled yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_way: Option<Fields>,
    /// Ids of this kind that were there before: what they lack is new.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<String>,
    /// A key's secret was replaced, or went with the key.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret_replaced: bool,
    /// The secret from before, while the process lives.
    #[serde(skip)]
    pub(super) held: Option<Secret>,
}

/// How far an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryState {
    /// Its call was about to go out; what came of it is not known.
    Intended,
    /// It was done.
    Done,
    /// It was taken back.
    Undone,
}

/// What was done to an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It was made.
    Created,
    /// It was changed, and was this before.
    Changed(Fields),
    /// It was removed, and was this before.
    Removed(Fields),
    /// Something was done that leaves nothing to take back.
    Acted,
}

static CALL_UNDO_DELETE: Label = Label { name: "call-undo-delete" };
static CALL_UNDO_RESTORE: Label = Label { name: "call-undo-restore" };
static CALL_UNDO_REMAKE: Label = Label { name: "call-undo-remake" };

/// Why a written record cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordFault {
    /// Not JSON of this shape.
    Malformed(String),
    /// Written by a newer version.
    Newer(u64),
}

#[derive(Serialize, Deserialize)]
struct Written {
    v: u8,
    #[serde(flatten)]
    record: Record,
}

impl Record {
    /// An empty one about the account at `place`.
    #[must_use]
    pub fn about(place: String) -> Self {
        Self { place, ..Self::default() }
    }

    /// The written form: JSON without a secret.
    #[must_use]
    pub fn write(&self) -> String {
        let text = serde_json::to_string_pretty(&Written { v: VERSION, record: self.clone() });
        text.unwrap_or_default() + "\n"
    }

    /// Reads the written form.
    ///
    /// # Errors
    /// When it is none, or of a newer version.
    pub fn read(text: &str) -> Result<Self, RecordFault> {
        let malformed = |e: serde_json::Error| RecordFault::Malformed(e.to_string());
        let value: serde_json::Value = serde_json::from_str(text).map_err(malformed)?;
        match value.get("v").and_then(serde_json::Value::as_u64) {
            Some(v) if v > u64::from(VERSION) => return Err(RecordFault::Newer(v)),
            _ => {}
        }
        serde_json::from_value::<Written>(value).map(|w| w.record).map_err(malformed)
    }

    /// Moves whenever an entry is added or changes.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether nothing is left to undo.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.entries.iter().any(Entry::is_to_undo)
    }

    /// Whether a call's outcome is not known: the process ended between the call and its answer.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.entries.iter().any(|e| e.state == EntryState::Intended)
    }

    /// The calls that take back what was done, in reverse order, as [`super::Undo`] would send them if everything still
    /// is as it was left. Numbered from 1.
    #[must_use]
    pub fn undo(&self) -> Vec<Call> {
        let entries = self.entries.iter().rev().filter(|e| e.is_to_undo());
        entries.filter_map(Entry::undo).zip(1..).map(|(call, number)| Call { number, ..call }).collect()
    }

    /// A key whose old secret only this process could put back.
    #[must_use]
    pub fn loses_a_secret(&self) -> bool {
        self.entries.iter().any(|e| e.is_to_undo() && e.secret_replaced && e.held.is_none())
    }

    pub(super) fn add(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.revision += 1;
        self.entries.len() - 1
    }

    pub(super) fn change(&mut self, at: usize, how: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.entries.get_mut(at) {
            how(entry);
            self.revision += 1;
        }
    }

    /// Leaves out what surely was not done.
    pub(super) fn leave_out(&mut self, at: usize) {
        if at < self.entries.len() {
            self.entries.remove(at);
            self.revision += 1;
        }
    }

    /// Leaves out what turned out not to have happened.
    pub(super) fn forget(&mut self, keep: impl FnMut(&Entry) -> bool) {
        let before = self.entries.len();
        self.entries.retain(keep);
        self.revision += u64::from(before != self.entries.len());
    }

    /// The id of an object of ours, by what it was last to be.
    pub(super) fn id_of(&self, object: Object, is: impl Fn(&Fields) -> bool) -> Option<&str> {
        let mut entries = self.entries.iter().rev().filter(|e| e.object == object && e.state == EntryState::Done);
        entries.find(|e| e.after.as_ref().is_some_and(&is)).map(|e| e.id.as_str())
    }
}

impl Entry {
    /// Whether it was done, or may have been, and can be taken back.
    #[must_use]
    pub fn is_to_undo(&self) -> bool {
        self.state != EntryState::Undone && self.change != Change::Acted
    }

    /// The call that takes it back; none for a restore whose secret is lost.
    pub(super) fn undo(&self) -> Option<Call> {
        // What was made, but where is not known: a person decides.
        let collection = matches!(self.object, Object::Key | Object::Peer | Object::Acl | Object::Zone);
        let (method, path, body, label) = match &self.change {
            Change::Created if collection && self.id.is_empty() => return None,
            Change::Created => (Method::Delete, self.path.clone(), Body::None, &CALL_UNDO_DELETE),
            Change::Changed(before) => {
                let (method, path, body) = restore(self, before)?;
                (method, path, body, &CALL_UNDO_RESTORE)
            }
            Change::Removed(before) => {
                let collection = self.path.rsplit_once('/').map_or("", |(path, _)| path).to_owned();
                let body = match before {
                    Fields::Key { name, algo } => Body::Tsig(key(name, algo, self.held.clone()?)),
                    _ => return None,
                };
                (Method::Post, collection, body, &CALL_UNDO_REMAKE)
            }
            Change::Acted => return None,
        };
        let (effect, why) = (Effect::Write, Phrase::new(label));
        Some(Call { number: 0, method, path, body, effect, reversible: false, why, delay_ms: 0 })
    }

    /// It was done; its object has this id.
    pub(super) fn settle(&mut self, id: &str) {
        // What was made by a POST to a collection is read and removed below it.
        let collection = matches!(self.object, Object::Key | Object::Peer | Object::Acl | Object::Zone);
        if self.id.is_empty() && collection && self.change == Change::Created {
            self.path = format!("{}/{id}", self.path);
        }
        id.clone_into(&mut self.id);
        self.state = EntryState::Done;
        self.known.clear();
    }

    pub(super) fn action(&self) -> Action {
        match self.change {
            Change::Created => Action::Create,
            Change::Changed(_) | Change::Acted => Action::Change,
            Change::Removed(_) => Action::Remove,
        }
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?} {} {:?} {:?}", self.state, self.object, self.path, self.change, self.after)
    }
}

fn key(name: &str, algo: &str, secret: Secret) -> Tsig {
    Tsig { id: String::new(), name: name.to_owned(), algo: algo.to_owned(), secret }
}

/// The call that makes an object what it was.
fn restore(entry: &Entry, before: &Fields) -> Option<(Method, String, Body)> {
    let put = |body| Some((Method::Put, entry.path.clone(), body));
    let patch = |body| Some((Method::Patch, entry.path.clone(), body));
    match before.clone() {
        Fields::Key { name, algo } => put(Body::Tsig(key(&name, &algo, entry.held.clone()?))),
        Fields::Peer { name, ip, port, ixfr_enable, tsig_id } => {
            put(Body::Peer(Peer { id: String::new(), name, ip, port, ixfr_enable, tsig_id }))
        }
        Fields::Acl { name, ip_range } => put(Body::Acl(Acl { name, ip_range, ..Acl::default() })),
        Fields::Zone { kind, .. } => patch(Body::ZoneType(kind)),
        Fields::Settings { secondary_overrides, multi_provider } => {
            patch(Body::Settings(DnsSettingsChange { secondary_overrides, multi_provider }))
        }
        Fields::Dnssec { active, multi_signer, presigned, nsec3 } => patch(Body::Dnssec(DnssecChange {
            status: Some(if active { "active" } else { "disabled" }.to_owned()),
            dnssec_multi_signer: Some(multi_signer),
            dnssec_presigned: Some(presigned),
            dnssec_use_nsec3: Some(nsec3),
        })),
        Fields::Incoming { name, peers, auto_refresh_seconds } => {
            put(Body::Link(Link { name, peers, auto_refresh_seconds }))
        }
        Fields::Outgoing { name, peers } => put(Body::Outgoing(OutgoingLink { name, peers })),
        Fields::Enabled { enabled } => {
            let outgoing = entry.path.rsplit_once('/').map_or("", |(path, _)| path);
            let verb = if enabled { "enable" } else { "disable" };
            Some((Method::Post, format!("{outgoing}/{verb}"), Body::Empty))
        }
        Fields::Act => None,
    }
}
