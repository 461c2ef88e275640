//! The sentences of a probe: what is tried, what came back. English: `diag/english/probe.rs`.

use crate::engine::diag::{Args, Label, english};
use crate::engine::xfr::Failure;
use crate::product::api::companion::Words;

/// A sentence in English, and what it was made of.
pub(super) struct Sentence {
    pub(super) english: String,
    pub(super) words: Words,
}

/// A sentence with its values.
pub(super) fn say(label: &Label, args: &Args) -> Sentence {
    Sentence { english: english::label(label, args), words: Words::new(label.name, args) }
}

/// A sentence without values.
pub(super) fn plain(label: &Label) -> Sentence {
    say(label, &Args::new())
}

/// What a failure says.
pub(super) fn fault(failure: &Failure) -> Sentence {
    let english = english::message(failure.code, &failure.args);
    Sentence { english, words: Words::new(failure.code.name, &failure.args) }
}

impl Sentence {
    /// With a second sentence behind it.
    pub(super) fn then(self, label: &Label) -> Self {
        let english = format!("{}; {}", self.english, english::label(label, &Args::new()));
        Self { english, words: Words { then: label.name.to_owned(), ..self.words } }
    }
}

pub(super) static GOT_ACCEPTED: Label = Label { name: "probe-got-accepted" };
pub(super) static GOT_ANSWER: Label = Label { name: "probe-got-answer" };
pub(super) static GOT_ANSWER_TO: Label = Label { name: "probe-got-answer-to" };
pub(super) static GOT_AXFR_USED: Label = Label { name: "probe-got-axfr-used" };
pub(super) static GOT_CHANGES: Label = Label { name: "probe-got-changes" };
pub(super) static GOT_CLOCK_AHEAD: Label = Label { name: "probe-got-clock-ahead" };
pub(super) static GOT_CLOCK_BEHIND: Label = Label { name: "probe-got-clock-behind" };
pub(super) static GOT_CLOCK_SAME: Label = Label { name: "probe-got-clock-same" };
pub(super) static GOT_CONNECTED: Label = Label { name: "probe-got-connected" };
pub(super) static GOT_CURRENT: Label = Label { name: "probe-got-current" };
pub(super) static GOT_NO_KEY: Label = Label { name: "probe-got-no-key" };
pub(super) static GOT_NO_SERIAL: Label = Label { name: "probe-got-no-serial" };
pub(super) static GOT_NO_TCP: Label = Label { name: "probe-got-no-tcp" };
pub(super) static GOT_NO_TIME: Label = Label { name: "probe-got-no-time" };
pub(super) static GOT_NO_TLS: Label = Label { name: "probe-got-no-tls" };
pub(super) static GOT_NOTHING: Label = Label { name: "probe-got-nothing" };
pub(super) static GOT_SERIAL: Label = Label { name: "probe-got-serial" };
pub(super) static GOT_TLS: Label = Label { name: "probe-got-tls" };
pub(super) static GOT_TLS_ALONE: Label = Label { name: "probe-got-tls-alone" };
pub(super) static GOT_UNSIGNED: Label = Label { name: "probe-got-unsigned" };
pub(super) static GOT_UNTOLD: Label = Label { name: "probe-got-untold" };
pub(super) static GOT_WHOLE: Label = Label { name: "probe-got-whole" };
pub(super) static GOT_ZONE: Label = Label { name: "probe-got-zone" };
pub(super) static TRIED_AXFR: Label = Label { name: "probe-tried-axfr" };
pub(super) static TRIED_CLOCK: Label = Label { name: "probe-tried-clock" };
pub(super) static TRIED_IXFR: Label = Label { name: "probe-tried-ixfr" };
pub(super) static TRIED_IXFR_FROM: Label = Label { name: "probe-tried-ixfr-from" };
pub(super) static TRIED_SIGNATURE: Label = Label { name: "probe-tried-signature" };
pub(super) static TRIED_SIGNATURE_WITH: Label = Label { name: "probe-tried-signature-with" };
pub(super) static TRIED_SOA: Label = Label { name: "probe-tried-soa" };
pub(super) static TRIED_TCP: Label = Label { name: "probe-tried-tcp" };
pub(super) static TRIED_TLS: Label = Label { name: "probe-tried-tls" };
pub(super) static TRIED_TLS_ANY: Label = Label { name: "probe-tried-tls-any" };
pub(super) static TRIED_TLS_NAME: Label = Label { name: "probe-tried-tls-name" };
pub(super) static TRIED_TLS_PIN: Label = Label { name: "probe-tried-tls-pin" };
pub(super) static TRIED_UDP: Label = Label { name: "probe-tried-udp" };
pub(super) static TRIED_UDP_OF: Label = Label { name: "probe-tried-udp-of" };
