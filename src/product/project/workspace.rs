//! A project with what was learnt about it since the page was opened.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use super::outcome::{Done, Failed, Progress, Started, Step, StepState, What};
use super::undo::History;
use super::{Draft, Secrets};
use crate::product::provider::Phrase;
use crate::product::provider::pasted::is_other_key;

/// Everything the page shows, but for how it shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workspace {
    /// What was typed.
    pub draft: Draft,
    /// What must not be kept.
    pub secrets: Secrets,
    /// Counts projects opened: what the page remembers beside a project ends with it.
    pub opened: u64,
    /// The file that is the zone, when it is too large or too foreign for the editor; then the draft has no text.
    pub held: Option<Held>,
    /// Counts edits of the zone text; the worker's results name the revision they belong to.
    pub revision: u64,
    /// The last check of the zone text.
    pub checked: Option<Checked>,
    /// What was understood of the pasted key.
    pub key: Key,
    /// Whether the primary's key, pasted beside it, is another one.
    pub keys_differ: bool,
    /// The last probe.
    pub probe: Probe,
    /// The primary that answered last: what tells a server that was stopped from one that never ran.
    pub reached: Option<Reached>,
    /// Whether the provider may transfer, by the primary's configuration; none while nothing tells. A probe does not.
    pub allowed: Option<Allowed>,
    /// What that configuration lacks, the first thing; none when it lacks nothing, or nothing tells.
    pub lacking: Option<Phrase>,
    /// The last load from the primary.
    pub transfer: TransferRun,
    /// The zone as the primary sent it.
    pub sent: Option<MadeOf>,
    /// A finding's fix was applied since the zone came from elsewhere.
    pub mended: bool,
    /// The last plan or apply.
    pub submission: Submission,
    /// How the scenario came out that was played last.
    pub rehearsed: Option<Rehearsed>,
    /// What Watch saw last.
    pub watched: Watched,
    /// Whether the companion answers.
    pub companion: Companion,
    /// Where this machine answers DNS queries: `127.0.0.1:5300`.
    pub companion_dns: Vec<String>,
    /// The forms as they were.
    pub history: History,
}

/// A scenario that was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsed {
    /// Its text: another one makes it stale.
    pub text: Arc<str>,
    /// The zone that it is about, absolute; empty when that is an invented one, as in the library.
    pub zone: String,
    /// The project's zone at that time.
    pub made_of: MadeOf,
    /// How it came out.
    pub end: RehearsalEnd,
}

/// The zone as it was when something was made of it: an edit that is taken back leaves that as good as before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeOf {
    /// The project's revision.
    pub revision: u64,
    /// Text and included files; none of a file that the worker alone reads, which is known by the revision.
    text: Option<(Arc<str>, BTreeMap<String, String>)>,
}

impl MadeOf {
    /// Whether it is the zone of `w` as that is now.
    fn is_zone_of(&self, w: &Workspace) -> bool {
        let same = |(text, files): &(Arc<str>, BTreeMap<String, String>)| {
            w.held.is_none() && **text == *w.draft.zone_text && *files == w.draft.includes
        };
        self.revision == w.revision || self.text.as_ref().is_some_and(same)
    }
}

/// How a scenario came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RehearsalEnd {
    /// The secondary serves the newest version; and whether it always served one.
    InStep {
        /// The serial.
        serial: u32,
        /// For a time nothing was served.
        interrupted: bool,
    },
    /// It serves an older version.
    Behind {
        /// The serial.
        serial: u32,
    },
    /// It serves nothing.
    Nothing,
    /// The text is no scenario.
    Unplayable,
}

impl Workspace {
    /// Whether the project has a key whose secret is not here: a reload forgets it.
    #[must_use]
    pub fn forgot_key(&self) -> bool {
        !self.draft.key_name.is_empty() && self.secrets.key_text.trim().is_empty()
    }

    /// The zone as it is now.
    #[must_use]
    pub fn made_of(&self) -> MadeOf {
        let text = || (self.draft.zone_text.as_str().into(), self.draft.includes.clone());
        MadeOf { revision: self.revision, text: self.held.is_none().then(text) }
    }

    /// Whether the zone is as the primary sent it.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        self.sent.as_ref().is_some_and(|sent| sent.is_zone_of(self))
    }

    /// How many records the primary has, when those are others than here under the same serial.
    #[must_use]
    pub fn other_records(&self) -> Option<u64> {
        let checked = self.checked.as_ref()?;
        let loaded = match &self.transfer {
            TransferRun::Ended { outcome: Ok(done), .. } => Some(done),
            _ => None,
        };
        let probed = match &self.probe {
            Probe::Ended { outcome: Ok(done), .. } => Some(done),
            _ => None,
        };
        let same = |done: &&Done| checked.serial == Some(done.serial);
        let there = loaded.into_iter().chain(probed).filter(same).find_map(|done| done.records)?;
        (there != checked.records && !self.is_sent()).then_some(there)
    }

    /// Whether what was played is not what would be played now: the scenario was changed since, or the zone that it is
    /// about.
    #[must_use]
    pub fn is_rehearsal_stale(&self) -> bool {
        let Some(rehearsed) = &self.rehearsed else { return !self.draft.scenario.trim().is_empty() };
        let own = self.checked.as_ref().and_then(|checked| checked.origin.as_deref());
        let about_own = own.is_some_and(|origin| origin.eq_ignore_ascii_case(&rehearsed.zone));
        *rehearsed.text != *self.draft.scenario || (about_own && !rehearsed.made_of.is_zone_of(self))
    }

    /// Whether what was played is about another zone than the project's, so that it says nothing of the project.
    #[must_use]
    pub fn is_rehearsal_of_another_zone(&self) -> bool {
        let bare = |name: &str| name.trim_end_matches('.').to_ascii_lowercase();
        let typed = Some(self.draft.zone_name.as_str()).filter(|name| !name.is_empty());
        let own = self.checked.as_ref().and_then(|checked| checked.origin.as_deref()).or(typed);
        self.rehearsed.as_ref().is_some_and(|rehearsed| {
            let invented = rehearsed.zone.is_empty() || own.is_some_and(|own| bare(own) != bare(&rehearsed.zone));
            invented && rehearsed.end != RehearsalEnd::Unplayable
        })
    }
}

/// A zone file that the worker holds and the page shows in windows. It does not outlive the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The file's name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

/// The outcome of a check, without its findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The revision that was checked.
    pub revision: u64,
    /// The apex.
    pub origin: Option<String>,
    /// The SOA's serial.
    pub serial: Option<u32>,
    /// Records loaded.
    pub records: u64,
    /// Findings of severity error.
    pub errors: u64,
    /// Of severity warning.
    pub warnings: u64,
    /// Of severity info.
    pub infos: u64,
}

/// What the key step knows. The secret stays in [`Secrets`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Key {
    /// Nothing pasted.
    #[default]
    Empty,
    /// Text that is no key; the count of errors.
    Faulty {
        /// Findings of severity error.
        errors: usize,
    },
    /// A whole key.
    Whole {
        /// Its name, absolute.
        name: String,
        /// Its algorithm.
        algorithm: String,
        /// Findings of severity warning.
        warnings: usize,
    },
}

/// A probe of the primary.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Probe {
    /// None yet.
    #[default]
    Idle,
    /// Under way.
    Running {
        /// What is asked, and from where.
        started: Option<Started>,
        /// Steps that have an answer.
        steps: Vec<Step>,
    },
    /// Ended.
    Ended {
        /// What was asked, and from where.
        started: Option<Started>,
        /// All steps.
        steps: Vec<Step>,
        /// How it ended.
        outcome: Result<Done, Failed>,
        /// RFC 3339, by the companion's clock.
        at: String,
    },
}

/// What the primary's configuration says about the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Its addresses may transfer and are told of changes.
    Yes,
    /// The text does not tell all of it.
    Unknown,
    /// It works today, and will not after a date.
    Ending,
    /// It is not as it should be.
    No,
}

/// A primary that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// `192.0.2.1:53`.
    pub peer: String,
    /// RFC 3339, by the companion's clock.
    pub at: String,
}

/// A load of the zone from the primary.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum TransferRun {
    /// None yet.
    #[default]
    Idle,
    /// Under way.
    Running {
        /// Under which the zone can be fetched afterwards.
        id: Option<String>,
        /// The last progress.
        progress: Option<Progress>,
    },
    /// Ended.
    Ended {
        /// Under which the zone can be fetched.
        id: Option<String>,
        /// How it ended.
        outcome: Result<Done, Failed>,
        /// RFC 3339, by the companion's clock.
        at: String,
    },
}

/// How far Submit is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Submission {
    /// Nothing asked yet.
    #[default]
    Idle,
    /// A dry run said how many changes there would be.
    Planned {
        /// Writing calls.
        changes: usize,
    },
    /// A dry run looks at what there is; no call of it changes anything.
    Looking {
        /// Done so far.
        done: usize,
        /// All that is known of.
        total: usize,
    },
    /// Calls are being made.
    Applying {
        /// Done so far.
        done: usize,
        /// All.
        total: usize,
    },
    /// All calls are done.
    Applied {
        /// The provider's serial, when it has one.
        serial: Option<u32>,
    },
    /// Stopped by the person.
    Stopped {
        /// After which call, from 1; 0 before the first.
        call: usize,
    },
    /// A call failed.
    Failed {
        /// Which, from 1.
        call: usize,
        /// What it said.
        message: String,
    },
}

/// What Watch saw last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Watched {
    /// Nothing.
    #[default]
    Not,
    /// The first answers are awaited.
    Looking,
    /// The conditions for a delegation were judged.
    Judged {
        /// Conditions that do not hold.
        wrong: usize,
        /// Conditions that nothing proves.
        unproved: usize,
        /// The first that does not hold, else the first unproved one; none when all are proved.
        first: Option<Phrase>,
        /// The primary's serial.
        serial: Option<u32>,
        /// When, RFC 3339.
        at: String,
        /// The last try brought nothing: this is older.
        stale: bool,
    },
}

/// Whether the native binary answers at the page's own origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Companion {
    /// Not asked yet.
    #[default]
    Unknown,
    /// It answers and takes the token.
    Present,
    /// It answers and wants a token that the page does not have.
    Locked,
    /// Nothing answers: the page alone.
    Absent,
}

impl Probe {
    /// How it failed, when the primary did not take the key.
    #[must_use]
    pub fn key_refused(&self) -> Option<&Failed> {
        match self {
            Self::Ended { outcome: Err(failed), .. } if failed.tsig_error.is_some() => Some(failed),
            _ => None,
        }
    }

    /// The probe after one more event.
    #[must_use]
    pub fn event(self, what: What, at: String) -> Self {
        let (mut started, mut steps) = match self {
            Self::Running { started, steps } => (started, steps),
            Self::Idle | Self::Ended { .. } => (None, Vec::new()),
        };
        match what {
            What::Started(s) => started = Some(s),
            What::Step(step) => steps.push(step),
            What::Progress(_) => {}
            What::Done(done) => return Self::Ended { started, steps, outcome: Ok(done), at },
            What::Failed(failed) => return Self::Ended { started, steps, outcome: Err(failed), at },
        }
        Self::Running { started, steps }
    }
}

impl Workspace {
    /// Where this machine answers DNS, as it is reached from here: its first address, or loopback where that is any.
    #[must_use]
    pub fn own_dns(&self) -> Option<SocketAddr> {
        let mut address: SocketAddr = self.companion_dns.first()?.parse().ok()?;
        if address.ip().is_unspecified() {
            let v4 = address.is_ipv4();
            address.set_ip(if v4 { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() });
        }
        Some(address)
    }

    /// What the primary's configuration has otherwise of the key, unless the primary took it since.
    #[must_use]
    pub fn lacks_key(&self) -> Option<&Phrase> {
        let taken = matches!(self.probe, Probe::Ended { outcome: Ok(_), .. });
        self.lacking.as_ref().filter(|said| !taken && is_other_key(said))
    }

    /// Whether there is a zone file, in the editor or held by the worker.
    #[must_use]
    pub fn has_zone(&self) -> bool {
        self.held.is_some() || !self.draft.zone_text.is_empty()
    }

    /// What ended a probe is worth remembering when a step of it held.
    #[must_use]
    pub(super) fn reached_now(&self) -> Option<Reached> {
        let Probe::Ended { started: Some(started), steps, at, .. } = &self.probe else { return None };
        let held = steps.iter().any(|step| step.state == StepState::Ok);
        held.then(|| Reached { peer: started.peer.clone(), at: at.clone() })
    }

    /// The earlier answer of a primary that is silent now: it was stopped, or moved, since then.
    #[must_use]
    pub fn silent_since(&self) -> Option<&Reached> {
        let Probe::Ended { started: Some(started), steps, outcome: Err(_), .. } = &self.probe else { return None };
        let silent = !steps.iter().any(|step| step.state == StepState::Ok);
        self.reached.as_ref().filter(|reached| silent && reached.peer == started.peer)
    }
}

impl TransferRun {
    /// The load after one more event.
    #[must_use]
    pub fn event(self, what: What, at: String) -> Self {
        let (mut id, mut progress) = match self {
            Self::Running { id, progress } => (id, progress),
            Self::Idle | Self::Ended { .. } => (None, None),
        };
        match what {
            What::Started(s) => id = s.transfer,
            What::Progress(p) => progress = Some(p),
            What::Step(_) => {}
            What::Done(done) => return Self::Ended { id, outcome: Ok(done), at },
            What::Failed(failed) => return Self::Ended { id, outcome: Err(failed), at },
        }
        Self::Running { id, progress }
    }
}
