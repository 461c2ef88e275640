//! The events of a probe or a transfer on request, numbered, timed and sent to whoever asked (contracts.md §2).

use tokio::sync::mpsc;

use super::clock;
use crate::engine::diag::english;
use crate::engine::xfr::Failure;
use crate::product::api::companion::{Cause, Event, Failed, Likelihood, VERSION, What, texts};
use crate::product::cause::{self, Setting};

/// Events that wait for the one who asked; a slow reader slows the work down, it does not fill memory.
const WAITING: usize = 64;

/// Where events go.
pub struct Reporter {
    events: mpsc::Sender<Event>,
    seq: u64,
    started_ms: u64,
}

/// Whoever asked is gone.
#[derive(Debug)]
pub struct Gone;

impl Reporter {
    /// A reporter and where its events arrive.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Event>) {
        let (events, arrivals) = mpsc::channel(WAITING);
        (Self { events, seq: 0, started_ms: clock::mono_ms() }, arrivals)
    }

    /// Says what happened.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn say(&mut self, what: What) -> Result<(), Gone> {
        let event = self.event(what);
        self.events.send(event).await.map_err(|_| Gone)
    }

    /// Says it if there is room; what nobody reads fast enough may be left out.
    pub fn mention(&mut self, what: What) {
        if let Ok(place) = self.events.clone().try_reserve() {
            place.send(self.event(what));
        }
    }

    /// Ready when whoever asked is gone.
    pub fn gone(&self) -> impl Future<Output = ()> + use<> {
        let events = self.events.clone();
        async move { events.closed().await }
    }

    /// Milliseconds since the beginning.
    #[must_use]
    pub fn ms(&self) -> u64 {
        clock::mono_ms().saturating_sub(self.started_ms)
    }

    fn event(&mut self, what: What) -> Event {
        self.seq += 1;
        Event { v: VERSION, seq: self.seq, at: clock::rfc3339(), what }
    }
}

/// A failure as its last event.
#[must_use]
pub fn failed(failure: &Failure, setting: &Setting<'_>) -> Failed {
    Failed {
        code: failure.code.name.to_owned(),
        message: english::message(failure.code, &failure.args),
        args: texts(&failure.args),
        rcode: rcode(failure),
        tsig_error: tsig_error(failure),
        causes: causes(failure, setting),
    }
}

/// The response code's mnemonic.
#[must_use]
pub fn rcode(failure: &Failure) -> Option<String> {
    failure.rcode.map(|rcode| rcode.to_string())
}

/// The TSIG error's mnemonic.
#[must_use]
pub fn tsig_error(failure: &Failure) -> Option<String> {
    let error = failure.tsig_error?;
    Some(error.tsig_mnemonic().map_or_else(|| format!("TSIG error {}", error.0), str::to_owned))
}

/// Its likely causes, most likely first.
#[must_use]
pub fn causes(failure: &Failure, setting: &Setting<'_>) -> Vec<Cause> {
    let told = |cause: cause::Cause| Cause {
        code: cause.code.name.to_owned(),
        likelihood: match cause.likelihood {
            cause::Likelihood::High => Likelihood::High,
            cause::Likelihood::Medium => Likelihood::Medium,
            cause::Likelihood::Low => Likelihood::Low,
        },
        text: cause.text(),
        remedy: cause.remedy(),
        args: texts(&cause.args),
    };
    cause::rank(failure, setting).into_iter().map(told).collect()
}
