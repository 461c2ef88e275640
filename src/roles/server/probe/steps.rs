//! The steps of a probe: each asks one thing and says what was tried and what came back.

use std::net::SocketAddr;

use super::super::ask::{SoaReport, Target};
use super::super::{clock, report};
use crate::engine::diag::{Args, Span, english};
use crate::engine::dns::{NameRef, RecordSink, RecordType, Serial};
use crate::engine::limits::TsigLimits;
use crate::engine::xfr::{Failure, Kind, Outcome, Progress, TlsTrust, Via, codes};
use crate::engine::zonefile::print_record;
use crate::product::api::companion::{Step, StepId, StepState};
use crate::product::cause::Setting;

/// What one step found.
pub(super) struct Finding {
    state: StepState,
    tried: String,
    got: String,
    ms: u64,
    /// Why it failed, when a conversation did.
    pub(super) failure: Option<Failure>,
}

impl Finding {
    fn new(state: StepState, tried: impl Into<String>, got: impl Into<String>, ms: u64) -> Self {
        Self { state, tried: tried.into(), got: got.into(), ms, failure: None }
    }

    fn skipped(tried: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(StepState::Skipped, tried, why, 0)
    }

    fn failed(tried: impl Into<String>, failure: Failure, ms: u64) -> Self {
        let got = english::message(failure.code, &failure.args);
        Self { failure: Some(failure), ..Self::new(StepState::Failed, tried, got, ms) }
    }

    /// The event that tells it.
    pub(super) fn step(&self, id: StepId, setting: &Setting<'_>) -> Step {
        let failure = self.failure.as_ref();
        Step {
            id,
            state: self.state,
            tried: self.tried.clone(),
            got: self.got.clone(),
            ms: self.ms,
            rcode: failure.and_then(report::rcode),
            tsig_error: failure.and_then(report::tsig_error),
            causes: failure.map(|failure| report::causes(failure, setting)).unwrap_or_default(),
        }
    }
}

/// What came of the connection.
pub(super) struct Tcp {
    pub(super) finding: Finding,
    pub(super) local: Option<SocketAddr>,
    pub(super) works: bool,
}

/// A TCP connection, opened and closed again.
pub(super) async fn tcp(target: &Target) -> Tcp {
    let begun = clock::mono_ms();
    let tried = format!("a TCP connection to {}", target.route.to);
    match target.knock().await {
        Ok(local) => {
            let got = format!("connected, from {local}");
            Tcp { finding: Finding::new(StepState::Ok, tried, got, since(begun)), local: Some(local), works: true }
        }
        Err(why) => Tcp { finding: Finding::failed(tried, why.failure(), since(begun)), local: None, works: false },
    }
}

/// The SOA over UDP: any answer shows that the way is open. The report is given on.
pub(super) async fn udp(target: &Target) -> (Finding, SoaReport) {
    if target.tls.is_some() {
        let why = "TLS was asked for, so nothing goes in the clear";
        return (Finding::skipped("the SOA over UDP", why), SoaReport::nothing());
    }
    let begun = clock::mono_ms();
    let report = target.soa(Via::Udp).await;
    let tried = format!("the SOA of {} over UDP", target.apex);
    let ms = since(begun);
    let finding = match &report.outcome {
        Err(failure) if !report.heard => Finding::failed(tried, failure.clone(), ms),
        Ok(_) | Err(_) => {
            let local = report.local.map_or_else(String::new, |l| format!(", to {l}"));
            Finding::new(StepState::Ok, tried, format!("an answer{local}"), ms)
        }
    };
    (finding, report)
}

/// The SOA itself: what UDP brought, or, when that brought nothing, over TCP.
pub(super) async fn soa(target: &Target, by_udp: SoaReport, tcp_works: bool) -> (Finding, SoaReport) {
    let begun = clock::mono_ms();
    let (report, way) = if (by_udp.heard && by_udp.outcome.is_ok()) || !tcp_works {
        (by_udp, "UDP")
    } else {
        // Too long for a datagram, UDP filtered, or refused there only: TCP is what the transfer needs.
        (target.soa(Via::Stream).await, if target.tls.is_some() { "TLS" } else { "TCP" })
    };
    let tried = format!("the serial in the SOA of {}, over {way}", target.apex);
    let ms = since(begun);
    let finding = match &report.outcome {
        Ok(candidate) => Finding::new(StepState::Ok, tried, format!("serial {}", candidate.serial), ms),
        Err(failure) => Finding::failed(tried, failure.clone(), ms),
    };
    (finding, report)
}

/// Whether the key is accepted: shown by the SOA's answer.
pub(super) fn tsig(target: &Target, answer: &SoaReport) -> Finding {
    let Some(key) = &target.key else {
        return Finding::skipped("a signature", "no key was given");
    };
    let tried = format!("a signature with {} {}", key.name, key.algorithm.mnemonic());
    match &answer.outcome {
        Ok(_) => Finding::new(StepState::Ok, tried, "accepted, and the answer's signature is right", 0),
        Err(failure) if is_about_tsig(failure) => Finding::failed(tried, failure.clone(), 0),
        Err(_) if answer.heard => {
            Finding::new(StepState::Unknown, tried, "an error came that says nothing about the signature", 0)
        }
        Err(_) => Finding::new(StepState::Unknown, tried, "no answer came", 0),
    }
}

/// Whether the clocks agree: a signature carries the time it was made at.
pub(super) fn clock(target: &Target, answer: &SoaReport) -> Finding {
    let tried = "the time in the answer's signature against ours";
    if target.key.is_none() {
        return Finding::skipped(tried, "without a key an answer carries no time");
    }
    match (&answer.outcome, answer.signed_at_s) {
        (Ok(_), Some(theirs)) => {
            let ours = clock::wall_s();
            let (apart, fudge) = (theirs.abs_diff(ours), TsigLimits::default().fudge_s);
            let got = match theirs.cmp(&ours) {
                _ if apart <= 1 => "the clocks agree".to_owned(),
                std::cmp::Ordering::Less => format!("theirs is {apart} s behind ours; up to {fudge} s are allowed"),
                _ => format!("theirs is {apart} s ahead of ours; up to {fudge} s are allowed"),
            };
            Finding::new(StepState::Ok, tried, got, 0)
        }
        (Err(failure), _) if failure.args.get("direction").is_some() => Finding::failed(tried, failure.clone(), 0),
        _ => Finding::new(StepState::Unknown, tried, "no signed answer came that tells the time", 0),
    }
}

/// What a whole transfer brought.
pub(super) struct Whole {
    pub(super) records: u64,
    pub(super) bytes: u64,
    pub(super) soa: String,
}

/// A whole transfer; its records are counted and dropped.
pub(super) async fn axfr(target: &Target, tcp_works: bool) -> (Finding, Option<Whole>) {
    let tried = format!("AXFR of {}", target.apex);
    if !tcp_works {
        return (Finding::skipped(tried, "there is no TCP connection"), None);
    }
    let begun = clock::mono_ms();
    let (outcome, progress) = target.transfer(Kind::Axfr, None, SoaText::default(), |_, _| {}).await;
    let ms = since(begun);
    match outcome {
        Outcome::Complete(candidate, SoaText(soa)) => {
            let got = format!("{}, serial {}", counted(progress), candidate.serial);
            let whole = Whole { records: progress.records, bytes: progress.bytes, soa };
            (Finding::new(StepState::Ok, tried, got, ms), Some(whole))
        }
        // A bare SOA answers IXFR, not AXFR.
        Outcome::Current(serial) => {
            let failure = Failure::new(&codes::XFR_INCREMENTAL, Args::new().with("serial", serial.0));
            (Finding::failed(tried, failure, ms), None)
        }
        Outcome::Failed(failure) => (Finding::failed(tried, failure, ms), None),
    }
}

/// What the primary makes of IXFR. A primary without it is found out, and that is a fault only where IXFR is wanted.
pub(super) async fn ixfr(target: &Target, have: Option<Serial>, tcp_works: bool, wanted: bool) -> Finding {
    let Some(have) = have.filter(|_| tcp_works) else {
        let why = if tcp_works { "no serial is known to ask from" } else { "there is no TCP connection" };
        return Finding::skipped(format!("IXFR of {}", target.apex), why);
    };
    let tried = format!("IXFR of {} from serial {have}", target.apex);
    let begun = clock::mono_ms();
    let (outcome, progress) = target.transfer(Kind::Ixfr, Some(have), SoaText::default(), |_, _| {}).await;
    let ms = since(begun);
    match outcome {
        Outcome::Current(serial) => {
            Finding::new(StepState::Ok, tried, format!("understood: nothing newer than serial {serial}"), ms)
        }
        Outcome::Complete(..) => {
            let got = format!("the whole zone instead of changes ({})", counted(progress));
            Finding::new(StepState::Ok, tried, got, ms)
        }
        Outcome::Failed(failure) if *failure.code == codes::XFR_INCREMENTAL => {
            Finding::new(StepState::Ok, tried, "changes, as asked", ms)
        }
        Outcome::Failed(failure) if wanted => Finding::failed(tried, failure, ms),
        Outcome::Failed(failure) => {
            let Finding { failure: why, got, .. } = Finding::failed("", failure, ms);
            Finding { failure: why, ..Finding::new(StepState::Unknown, tried, format!("{got}; AXFR is used"), ms) }
        }
    }
}

/// The handshake of a transfer over TLS (RFC 9103).
pub(super) async fn xot(target: &Target, tcp_works: bool) -> Finding {
    let Some(trust) = &target.tls else {
        return Finding::skipped("a transfer over TLS", "TLS was not asked for");
    };
    let tried = match trust {
        TlsTrust::Name(name) => format!("a TLS handshake, the certificate to be for {name}"),
        TlsTrust::Pins(_) => "a TLS handshake, the key to be one of those pinned".to_owned(),
        TlsTrust::Opportunistic => "a TLS handshake, any certificate taken".to_owned(),
    };
    if !tcp_works {
        return Finding::skipped(tried, "there is no TCP connection");
    }
    let begun = clock::mono_ms();
    match target.shake_hands().await {
        Ok(_) => Finding::new(StepState::Ok, tried, "TLS 1.3, and the server speaks DNS (ALPN dot)", since(begun)),
        Err(why) => Finding::failed(tried, why.failure(), since(begun)),
    }
}

/// The codes of the room `tsig`, and the error field of a TSIG record.
fn is_about_tsig(failure: &Failure) -> bool {
    failure.tsig_error.is_some() || failure.code.name.starts_with("tsig-")
}

fn counted(progress: Progress) -> String {
    let Progress { records, bytes, messages } = progress;
    let noun = |n: u64, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    format!("{} in {} of {bytes} octets", noun(records, "record"), noun(messages, "message"))
}

fn since(begun_ms: u64) -> u64 {
    clock::mono_ms().saturating_sub(begun_ms)
}

/// Keeps the first SOA as text.
#[derive(Default)]
struct SoaText(String);

impl RecordSink for SoaText {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], _: Span) {
        if self.0.is_empty() && rtype == RecordType::SOA {
            print_record(owner, rtype, ttl, rdata, &mut self.0);
            self.0.truncate(self.0.trim_end().len());
        }
    }
}
