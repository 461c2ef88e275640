//! What the worker does before anybody asks: it checks a small zone of its own a few times, once as a file. A browser compiles at first in
//! haste, and well only what has run for a while; the first large zone is then checked in two thirds of the time
//! (docs/performance.md), the first small one at once.

use std::fmt::Write;

use super::check::Checking;
use super::desk::{Chunks, Progress};
use super::document::Document;
use crate::product::api::worker::Text;

/// Groups of records of the zone, twelve each: a round takes some milliseconds, and no message waits longer.
const GROUPS: u32 = 40;
/// Of the last round's: so many that they come as several sorted runs, which are merged.
const MANY_GROUPS: u32 = 1_600;
/// Measured: with half of them a large zone takes 5 % longer, with twice as many it takes the same.
const ROUNDS: u32 = 20;

/// Rounds done and to do.
pub(super) struct Warming {
    document: Document,
    running: Option<Box<Checking>>,
    begun: u32,
    /// For the first round.
    file: Option<Box<dyn Chunks>>,
}

/// What a step came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Warmth {
    /// There is more to do.
    Rising,
    /// More of the file must come first.
    Waiting,
    /// All is done.
    Reached,
}

impl Warming {
    /// Nothing done yet. `file` makes one of a text.
    pub(super) fn new(file: &dyn Fn(&str) -> Option<Box<dyn Chunks>>) -> Self {
        Self { document: Document::default(), running: None, begun: 0, file: file(&zone(0, GROUPS)) }
    }

    /// One step.
    pub(super) fn step(&mut self, now_ms: f64) -> Warmth {
        let Some(checking) = &mut self.running else {
            if self.begun == ROUNDS {
                return Warmth::Reached;
            }
            self.begun += 1;
            let (file, name) = (self.file.take(), String::new());
            let text = if file.is_some() {
                Text::File { name }
            } else {
                Text::Whole { name, text: zone(self.begun, if self.begun == ROUNDS { MANY_GROUPS } else { GROUPS }) }
            };
            let taken = self.document.take(self.begun, text).is_ok();
            self.running = taken.then(|| Box::new(Checking::new("example", None, file, now_ms)));
            return Warmth::Rising;
        };
        match checking.step(&mut self.document, now_ms) {
            Progress::Going { .. } => return Warmth::Rising,
            Progress::Waiting => return Warmth::Waiting,
            Progress::Done(_) | Progress::Failed(_) => self.running = None,
        }
        Warmth::Rising
    }
}

/// A zone as many are: of common types, in no order, with some things to find.
fn zone(seed: u32, groups: u32) -> String {
    let mut text = "$ORIGIN example.\n$TTL 3600\n@ IN SOA ns1 host (\n 1 ; serial\n 1800 900 604800 300 )\n IN NS ns1\n IN NS ns2\nns1 IN A 192.0.2.1\nns2 IN AAAA 2001:db8::2\n".to_owned();
    let mut state = seed;
    let mut random = || {
        // Numerical Recipes' generator: any digits will do.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state
    };
    for _ in 0..groups {
        let (a, b, c, d, e) = (random(), random(), random(), random(), random() >> 8 & 0xff);
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "{a:x} IN A 71.125.114.{e}\n{b:x} IN A 24.111.119.{e}\n{c:x}{d:x} IN A 2.81.216.{e}\n{b:x}{a:x} IN A 91.107.136.{e}\n\
             {d:x} 300 IN AAAA 2001:db8:{e:x}::2858\n{a:x}{c:x} IN CNAME {b:x}\n{d:x}{c:x} IN CNAME {a:x}{d:x}\n{a:x} IN MX 24 mx4.{b:x}\n\
             {b:x} IN TXT \"v=spf1 include:_spf.{a:x}.example ~all\" \"k=rsa; p={a:x}{b:x}{c:x}{d:x}\"\n\
             _sip._tcp.{a:x} IN SRV 10 60 5060 sip.{a:x}\n{a:x} IN CAA 0 issue \"ca.example\"\n{c:x} IN HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.{e}\n"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::api::worker::{Answer, Checked};

    /// What is checked is a zone as others are: read as a whole, with findings, but without mistakes in its text.
    #[test]
    fn the_zone_is_a_good_one() {
        let mut document = Document::default();
        document.take(1, Text::Whole { name: String::new(), text: zone(1, GROUPS) }).unwrap();
        let mut checking = Checking::new("example", None, None, 0.0);
        let told: Box<Checked> = loop {
            match checking.step(&mut document, 0.0) {
                Progress::Going { .. } => {}
                Progress::Done(Answer::Check(told)) => break told,
                _ => panic!("no zone"),
            }
        };
        assert_eq!(told.report.records, u64::from(GROUPS) * 12 + 5);
        assert_eq!(told.report.counts.error, 0, "{:?}", told.report.diagnostics);
        assert!(told.report.counts.warning > 0);
    }
}
