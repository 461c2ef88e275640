//! A transfer on request: the whole zone from one primary, as text, with its progress as events.

mod kept;
mod sink;

pub use kept::Transfers;

use std::net::SocketAddr;

use tokio::sync::mpsc;

use super::ask::Target;
use super::clock;
use super::report::{self, Gone, Reporter};
use crate::engine::diag::{Args, Code, Diagnostic};
use crate::engine::dns::Serial;
use crate::engine::xfr::{self, Kind, Outcome, Zonemd, codes};
use crate::engine::zone::Snapshot;
use crate::product::api::companion::{Done, Event, Progress, Started, What};
use crate::product::cause::Carrier;
use sink::{Linter, Sink, text_of};

/// Milliseconds between two events of progress: often enough to look alive, rare enough to cost nothing.
const PACE_MS: u64 = 200;

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Want {
    /// Whom to ask about which zone.
    pub target: Target,
    /// How.
    pub kind: Kind,
    /// The serial held, for an IXFR.
    pub have: Option<Serial>,
    /// The version that has it: differences are applied to it. Without it they are of no use, and end the transfer.
    pub base: Option<Snapshot>,
}

/// What came of a transfer.
#[derive(Debug)]
pub struct Received {
    /// The zone's text; none when it failed, which has been said.
    pub text: Option<String>,
    /// What is wrong with the answer to an IXFR, whether it was of use or not.
    pub findings: Vec<Diagnostic>,
    /// What the zone's own digest says of it (RFC 8976), if it has one that holds or that nobody here knows.
    pub digest: Option<(&'static Code, Args)>,
}

/// Begins a transfer. Its text is put among `kept` under the id that the first event names. It ends when it is done, or
/// when the receiver is dropped.
pub fn start(want: Want, kept: &Transfers) -> mpsc::Receiver<Event> {
    let (mut reporter, events) = Reporter::new();
    let (id, kept) = (kept.new_id(), kept.clone());
    tokio::spawn(async move {
        let (gone, mut no_lint) = (reporter.gone(), None);
        tokio::select! {
            () = gone => tracing::debug!(zone = %want.target.apex, "nobody waits for the transfer any more"),
            done = run(&want, Some(&id), &mut reporter, &mut no_lint) => {
                if let Ok(Some((text, _, what))) = done {
                    kept.put(id.clone(), text);
                    // Said only now: who reads it may fetch the text at once.
                    let _ = reporter.say(what).await;
                }
            }
        }
    });
    events
}

/// Begins a transfer whose text is given back when it succeeded. The events arrive at the receiver, the last included.
pub fn once(want: Want) -> (mpsc::Receiver<Event>, impl Future<Output = Received>) {
    let (mut reporter, events) = Reporter::new();
    let work = async move {
        let mut lint = (want.kind == Kind::Ixfr).then(|| Linter::new(&want));
        let (text, digest) = match run(&want, None, &mut reporter, &mut lint).await {
            Ok(Some((text, digest, done))) => (reporter.say(done).await.ok().map(|()| text), digest),
            Ok(None) | Err(Gone) => (None, None),
        };
        Received { findings: lint.map(|lint| lint.finish(text.is_some())).unwrap_or_default(), digest, text }
    };
    (events, work)
}

/// The text of a zone, what its digest says, and the last event.
type Success = (String, Option<(&'static Code, Args)>, What);

/// Gives what came of a success; a failure has been said.
async fn run(
    want: &Want,
    id: Option<&str>,
    reporter: &mut Reporter,
    lint: &mut Option<Linter>,
) -> Result<Option<Success>, Gone> {
    let Want { target, kind, have, base } = want;
    let started = |local: Option<SocketAddr>| {
        What::Started(Started {
            zone: target.apex.to_string(),
            peer: target.route.to.to_string(),
            local: local.map(|l| l.to_string()),
            transfer: id.map(str::to_owned),
        })
    };
    let mut connected = false;
    let mut told_ms = clock::mono_ms();
    let (outcome, progress) = target
        .transfer_heard(
            *kind,
            *have,
            Sink::new(want),
            |progress, local| {
                if !connected {
                    connected = true;
                    reporter.mention(started(Some(local)));
                } else if clock::mono_ms().saturating_sub(told_ms) >= PACE_MS {
                    told_ms = clock::mono_ms();
                    reporter.mention(What::Progress(event(progress)));
                }
            },
            |wire| {
                if let Some(lint) = lint {
                    lint.hear(wire);
                }
            },
        )
        .await;
    if !connected {
        reporter.say(started(None)).await?;
    }
    reporter.say(What::Progress(event(progress))).await?;
    let ms = reporter.ms();
    let done = |text: String, digest: Option<_>, serial: Serial| {
        let (records, bytes) = (Some(progress.records), Some(progress.bytes));
        let soa = text.lines().next().unwrap_or_default().to_owned();
        (text, digest, What::Done(Done { serial: serial.0, records, bytes, ms, soa }))
    };
    let about = |scheme: u8, hash: u8| Args::new().with("scheme", scheme).with("hash", hash);
    let failure = match outcome {
        Outcome::Complete(candidate, sink) => {
            // Sorting and digesting a large zone takes a while, and nothing else runs for this one.
            let (text, digest) = sink.finish();
            let said = match digest {
                Zonemd::Absent => Ok(None),
                Zonemd::Verified(scheme, hash) => Ok(Some((&codes::XFR_ZONEMD_VERIFIED, about(scheme, hash)))),
                Zonemd::Unknown(scheme, hash) => Ok(Some((&codes::XFR_ZONEMD_UNKNOWN, about(scheme, hash)))),
                Zonemd::Failed(failure) => Err(failure),
            };
            match said {
                Ok(said) => {
                    return Ok(Some(done(
                        text,
                        said.map(|(code, args)| (code as &'static Code, args)),
                        candidate.serial,
                    )));
                }
                Err(failure) => failure,
            }
        }
        // What is held is what the primary has.
        Outcome::Current(serial) if base.as_ref().and_then(Snapshot::serial) == Some(serial) => {
            return Ok(base.as_ref().map(|base| done(text_of(base), None, serial)));
        }
        Outcome::Current(serial) => {
            xfr::Failure::new(&codes::XFR_CURRENT, Args::new().with("serial", serial.0).with("peer", peer(target)))
        }
        Outcome::Failed(failure) => failure,
    };
    reporter.say(What::Failed(report::failed(&failure, &target.setting(None, Carrier::Tcp, None)))).await?;
    Ok(None)
}

fn peer(target: &Target) -> String {
    target.route.to.to_string()
}

fn event(progress: xfr::Progress) -> Progress {
    let xfr::Progress { records, bytes, messages } = progress;
    Progress { records, bytes, messages, total: None }
}
