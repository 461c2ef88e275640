//! The steps of a probe: each asks one thing and says what was tried and what came back.

use std::net::SocketAddr;

use super::super::ask::{SoaReport, Target};
use super::super::{clock, report};
use super::words::{self, Sentence, fault, plain, say};
use crate::engine::diag::{Args, Label, Span};
use crate::engine::dns::{NameRef, RecordSink, RecordType, Serial};
use crate::engine::limits::TsigLimits;
use crate::engine::xfr::{Failure, Kind, Outcome, Progress, TlsTrust, Via, codes};
use crate::engine::zonefile::print_record;
use crate::product::api::companion::{Step, StepId, StepState};
use crate::product::cause::Setting;

/// What one step found.
pub(super) struct Finding {
    state: StepState,
    tried: Sentence,
    got: Sentence,
    ms: u64,
    /// Why it failed, when a conversation did.
    pub(super) failure: Option<Failure>,
}

impl Finding {
    const fn new(state: StepState, tried: Sentence, got: Sentence, ms: u64) -> Self {
        Self { state, tried, got, ms, failure: None }
    }

    fn skipped(tried: Sentence, why: &Label) -> Self {
        Self::new(StepState::Skipped, tried, plain(why), 0)
    }

    fn failed(tried: Sentence, failure: Failure, ms: u64) -> Self {
        let got = fault(&failure);
        Self { failure: Some(failure), ..Self::new(StepState::Failed, tried, got, ms) }
    }

    /// The event that tells it.
    pub(super) fn step(&self, id: StepId, setting: &Setting<'_>) -> Step {
        let failure = self.failure.as_ref();
        Step {
            id,
            state: self.state,
            tried: self.tried.english.clone(),
            got: self.got.english.clone(),
            tried_words: self.tried.words.clone(),
            got_words: self.got.words.clone(),
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
    let tried = say(&words::TRIED_TCP, &Args::new().with("peer", target.route.to.to_string()));
    match target.knock().await {
        Ok(local) => {
            let got = say(&words::GOT_CONNECTED, &Args::new().with("local", local.to_string()));
            Tcp { finding: Finding::new(StepState::Ok, tried, got, since(begun)), local: Some(local), works: true }
        }
        Err(why) => Tcp { finding: Finding::failed(tried, why.failure(), since(begun)), local: None, works: false },
    }
}

/// The SOA over UDP: any answer shows that the way is open. The report is given on.
pub(super) async fn udp(target: &Target) -> (Finding, SoaReport) {
    if target.tls.is_some() {
        return (Finding::skipped(plain(&words::TRIED_UDP), &words::GOT_TLS_ALONE), SoaReport::nothing());
    }
    let begun = clock::mono_ms();
    let report = target.soa(Via::Udp).await;
    let tried = say(&words::TRIED_UDP_OF, &zone(target));
    let ms = since(begun);
    let finding = match &report.outcome {
        Err(failure) if !report.heard => Finding::failed(tried, failure.clone(), ms),
        Ok(_) | Err(_) => {
            let to = |local: SocketAddr| say(&words::GOT_ANSWER_TO, &Args::new().with("local", local.to_string()));
            let got = report.local.map_or_else(|| plain(&words::GOT_ANSWER), to);
            Finding::new(StepState::Ok, tried, got, ms)
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
    let tried = say(&words::TRIED_SOA, &zone(target).with("way", way));
    let ms = since(begun);
    let finding = match &report.outcome {
        Ok(candidate) => Finding::new(StepState::Ok, tried, say(&words::GOT_SERIAL, &serial(candidate.serial)), ms),
        Err(failure) => Finding::failed(tried, failure.clone(), ms),
    };
    (finding, report)
}

/// Whether the key is accepted: shown by the SOA's answer.
pub(super) fn tsig(target: &Target, answer: &SoaReport) -> Finding {
    let Some(key) = &target.key else {
        return Finding::skipped(plain(&words::TRIED_SIGNATURE), &words::GOT_NO_KEY);
    };
    let args = Args::new().with("key", key.name.to_string()).with("algorithm", key.algorithm.mnemonic());
    let tried = say(&words::TRIED_SIGNATURE_WITH, &args);
    match &answer.outcome {
        Ok(_) => Finding::new(StepState::Ok, tried, plain(&words::GOT_ACCEPTED), 0),
        Err(failure) if is_about_tsig(failure) => Finding::failed(tried, failure.clone(), 0),
        Err(_) if answer.heard => Finding::new(StepState::Unknown, tried, plain(&words::GOT_UNTOLD), 0),
        Err(_) => Finding::new(StepState::Unknown, tried, plain(&words::GOT_NOTHING), 0),
    }
}

/// Whether the clocks agree: a signature carries the time it was made at.
pub(super) fn clock(target: &Target, answer: &SoaReport) -> Finding {
    let tried = plain(&words::TRIED_CLOCK);
    if target.key.is_none() {
        return Finding::skipped(tried, &words::GOT_UNSIGNED);
    }
    match (&answer.outcome, answer.signed_at_s) {
        (Ok(_), Some(theirs)) => {
            let ours = clock::wall_s();
            let (apart, fudge) = (theirs.abs_diff(ours), TsigLimits::default().fudge_s);
            let args = Args::new().with("apart", apart).with("fudge", fudge);
            let got = match theirs.cmp(&ours) {
                _ if apart <= 1 => plain(&words::GOT_CLOCK_SAME),
                std::cmp::Ordering::Less => say(&words::GOT_CLOCK_BEHIND, &args),
                _ => say(&words::GOT_CLOCK_AHEAD, &args),
            };
            Finding::new(StepState::Ok, tried, got, 0)
        }
        (Err(failure), _) if failure.args.get("direction").is_some() => Finding::failed(tried, failure.clone(), 0),
        _ => Finding::new(StepState::Unknown, tried, plain(&words::GOT_NO_TIME), 0),
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
    let tried = say(&words::TRIED_AXFR, &zone(target));
    if !tcp_works {
        return (Finding::skipped(tried, &words::GOT_NO_TCP), None);
    }
    let begun = clock::mono_ms();
    let (outcome, progress) = target.transfer(Kind::Axfr, None, SoaText::default(), |_, _| {}).await;
    let ms = since(begun);
    match outcome {
        Outcome::Complete(candidate, SoaText(soa)) => {
            let got = say(&words::GOT_ZONE, &counted(progress).with("serial", candidate.serial.0));
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
        let why = if tcp_works { &words::GOT_NO_SERIAL } else { &words::GOT_NO_TCP };
        return Finding::skipped(say(&words::TRIED_IXFR, &zone(target)), why);
    };
    let tried = say(&words::TRIED_IXFR_FROM, &zone(target).with("serial", have.0));
    let begun = clock::mono_ms();
    let (outcome, progress) = target.transfer(Kind::Ixfr, Some(have), SoaText::default(), |_, _| {}).await;
    let ms = since(begun);
    match outcome {
        Outcome::Current(serial) => {
            Finding::new(StepState::Ok, tried, say(&words::GOT_CURRENT, &Args::new().with("serial", serial.0)), ms)
        }
        Outcome::Complete(..) => {
            let got = say(&words::GOT_WHOLE, &counted(progress));
            Finding::new(StepState::Ok, tried, got, ms)
        }
        Outcome::Failed(failure) if *failure.code == codes::XFR_INCREMENTAL => {
            Finding::new(StepState::Ok, tried, plain(&words::GOT_CHANGES), ms)
        }
        Outcome::Failed(failure) if wanted => Finding::failed(tried, failure, ms),
        Outcome::Failed(failure) => {
            let got = fault(&failure).then(&words::GOT_AXFR_USED);
            Finding { failure: Some(failure), ..Finding::new(StepState::Unknown, tried, got, ms) }
        }
    }
}

/// The handshake of a transfer over TLS (RFC 9103).
pub(super) async fn xot(target: &Target, tcp_works: bool) -> Finding {
    let Some(trust) = &target.tls else {
        return Finding::skipped(plain(&words::TRIED_TLS), &words::GOT_NO_TLS);
    };
    let tried = match trust {
        TlsTrust::Name(name) => say(&words::TRIED_TLS_NAME, &Args::new().with("name", name.to_string())),
        TlsTrust::Pins(_) => plain(&words::TRIED_TLS_PIN),
        TlsTrust::Opportunistic => plain(&words::TRIED_TLS_ANY),
    };
    if !tcp_works {
        return Finding::skipped(tried, &words::GOT_NO_TCP);
    }
    let begun = clock::mono_ms();
    match target.shake_hands().await {
        Ok(_) => Finding::new(StepState::Ok, tried, plain(&words::GOT_TLS), since(begun)),
        Err(why) => Finding::failed(tried, why.failure(), since(begun)),
    }
}

/// The codes of the room `tsig`, and the error field of a TSIG record.
fn is_about_tsig(failure: &Failure) -> bool {
    failure.tsig_error.is_some() || failure.code.name.starts_with("tsig-")
}

fn zone(target: &Target) -> Args {
    Args::new().with("zone", target.apex.to_string())
}

fn serial(serial: Serial) -> Args {
    Args::new().with("serial", serial.0)
}

fn counted(progress: Progress) -> Args {
    let Progress { records, bytes, messages } = progress;
    Args::new().with("records", records).with("messages", messages).with("bytes", bytes)
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
