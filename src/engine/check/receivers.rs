//! What known name servers do with a zone that has a finding: dated data, measured by giving each of them the text.
//!
//! The table of [`rows`] is held by a test that runs the programs (`tests/engine/receivers.rs`) on zones with one fault and
//! with several; docs/receivers.md says how. Refused is what the server does not load, altered what it loads with other
//! content than is read here. What a checker reports about a zone that its server loads is no refusal.

mod mnemonics;
mod rows;

use std::fmt;

use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Label, Severity};
use crate::engine::zonefile::codes::PAREN_OPEN;

pub(in crate::engine::check) use mnemonics::knows;

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
    /// PowerDNS Authoritative Server.
    PowerDns,
}

/// What a receiver makes of a zone. Ordered: the worst of several is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Serves it as written.
    Accepts,
    /// Nobody measured it.
    Unknown,
    /// Serves something else: drops or changes records.
    Alters,
    /// Does not load it.
    Refuses,
}

/// What a receiver does about one finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Its verdict on a zone with this finding alone.
    pub verdict: Verdict,
    /// What it makes of the record, when it alters it: "takes the first TTL".
    pub how: Option<&'static Label>,
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
    pub const ALL: [Self; 5] = [Self::Bind, Self::Cloudflare, Self::Knot, Self::Nsd, Self::PowerDns];

    /// The name used in options and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bind => "bind",
            Self::Cloudflare => "cloudflare",
            Self::Knot => "knot",
            Self::Nsd => "nsd",
            Self::PowerDns => "powerdns",
        }
    }

    /// The name as its makers write it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bind => "BIND",
            Self::Cloudflare => "Cloudflare",
            Self::Knot => "Knot",
            Self::Nsd => "NSD",
            Self::PowerDns => "PowerDNS",
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
            Self::PowerDns => "measured 4.7.3",
        }
    }

    /// What it does about one finding. Advice that nobody measured changes nothing.
    #[must_use]
    pub fn about(self, finding: &Diagnostic) -> Effect {
        self.effect(finding.code, Some(&finding.args))
    }

    /// What it does about most findings of this code.
    #[must_use]
    pub fn about_most(self, code: &Code) -> Effect {
        self.effect(code, None)
    }

    /// Its column in [`rows`]; none when it cannot be measured.
    const fn column(self) -> Option<usize> {
        match self {
            Self::Bind => Some(0),
            Self::Knot => Some(1),
            Self::Nsd => Some(2),
            Self::PowerDns => Some(3),
            Self::Cloudflare => None,
        }
    }

    fn effect(self, code: &Code, args: Option<&Args>) -> Effect {
        let unlisted = if code.severity == Severity::Info { Effect::ACCEPTS } else { Effect::UNKNOWN };
        let Some(column) = self.column() else { return Effect::UNKNOWN };
        let row = rows::measured(code.name, args).unwrap_or([unlisted; 4]);
        row.get(column).copied().unwrap_or(unlisted)
    }

    /// What it makes of a zone with these findings, kept or only counted: the worst that one of them leads to.
    #[must_use]
    pub fn judge(self, found: &Diagnostics) -> Judgement {
        let findings = found.kept();
        let clean = if self == Self::Cloudflare { Verdict::Unknown } else { Verdict::Accepts };
        // PowerDNS reads what follows an open parenthesis as part of that record.
        let open = findings.iter().find(|finding| finding.code.name == PAREN_OPEN.name).map(|finding| finding.span);
        let open = open.filter(|_| self == Self::PowerDns);
        let read = |finding: &&Diagnostic| {
            open.is_none_or(|open| finding.span.file != open.file || finding.span.start <= open.start)
        };
        let kept = findings.iter().filter(read).map(|finding| (finding.code, self.about(finding).verdict));
        let dropped = found.dropped().iter().map(|code| (*code, self.about_most(code).verdict));
        let about: Vec<_> = kept.chain(dropped).collect();
        let verdict = about.iter().map(|(_, verdict)| *verdict).max().unwrap_or(clean);
        let because = about.into_iter().filter(|&(_, one)| verdict > Verdict::Unknown && one == verdict);
        let mut codes: Vec<_> = because.map(|(code, _)| code.name).collect();
        codes.sort_unstable();
        codes.dedup();
        Judgement { receiver: self, verdict, codes }
    }
}

impl Effect {
    /// Loads it as written.
    pub const ACCEPTS: Self = Self { verdict: Verdict::Accepts, how: None };
    /// Nobody measured it.
    pub const UNKNOWN: Self = Self { verdict: Verdict::Unknown, how: None };
    /// Does not load the zone.
    pub const REFUSES: Self = Self { verdict: Verdict::Refuses, how: None };

    /// Loads something else.
    #[must_use]
    pub const fn alters(how: &'static Label) -> Self {
        Self { verdict: Verdict::Alters, how: Some(how) }
    }
}

impl Verdict {
    /// The word used in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepts => "accepts",
            Self::Unknown => "unknown",
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

/// Names of the codes that one of these receivers refuses, whatever the finding's values.
#[must_use]
pub fn refused_by(receivers: &[Receiver]) -> Vec<&'static str> {
    rows::refused(|column| receivers.iter().any(|receiver| receiver.column() == Some(column)))
}
