//! What known name servers do with a zone that has a finding: dated data, measured by giving each of them the text.
//!
//! Measured 2026-11-23 with `named-checkzone`, `kzonecheck`, `nsd-checkzone` and `pdnsutil check-zone` of
//! Debian 12, one zone a fault (`tests/data/one-fault`). What kzonecheck does not call serious, and what pdnsutil reports
//! about a zone that it could load, does not keep the server from loading it.

use std::fmt;

use crate::engine::diag::{Code, Diagnostic, Severity};
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
    pub fn about(self, code: &Code) -> Verdict {
        let unlisted = if code.severity == Severity::Info { Verdict::Accepts } else { Verdict::Unknown };
        let listed = BEHAVIOUR.iter().find(|behaviour| behaviour.code.name == code.name);
        let [bind, knot, nsd, powerdns] = listed.map_or([unlisted; 4], |behaviour| behaviour.verdicts);
        match self {
            Self::Bind => bind,
            Self::Cloudflare => Verdict::Unknown,
            Self::Knot => knot,
            Self::Nsd => nsd,
            Self::PowerDns => powerdns,
        }
    }

    /// What it makes of a zone with these findings: the worst that one of them leads to.
    #[must_use]
    pub fn judge(self, findings: &[Diagnostic]) -> Judgement {
        let clean = if self == Self::Cloudflare { Verdict::Unknown } else { Verdict::Accepts };
        let verdict = findings.iter().map(|finding| self.about(finding.code)).max().unwrap_or(clean);
        let because = findings.iter().filter(|_| verdict > Verdict::Unknown).map(|finding| finding.code);
        let mut codes: Vec<_> = because.filter(|code| self.about(code) == verdict).map(|code| code.name).collect();
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

/// Names of the codes that one of these receivers refuses.
#[must_use]
pub fn refused_by(receivers: &[Receiver]) -> Vec<&'static str> {
    let refused = |behaviour: &&Behaviour| receivers.iter().any(|r| r.about(behaviour.code) == Verdict::Refuses);
    BEHAVIOUR.iter().filter(refused).map(|behaviour| behaviour.code.name).collect()
}

/// One row: a finding, and what BIND, Knot, NSD and PowerDNS do with a zone that has it.
struct Behaviour {
    code: &'static Code,
    verdicts: [Verdict; 4],
}

const fn row(code: &'static Code, verdicts: [Verdict; 4]) -> Behaviour {
    Behaviour { code, verdicts }
}

use Verdict::{Accepts as Yes, Alters, Refuses as No, Unknown};

/// Columns: BIND, Knot, NSD, PowerDNS.
#[rustfmt::skip]
static BEHAVIOUR: &[Behaviour] = &[
    row(&check::APEX_NS_MISSING, [No, Yes, Yes, Yes]),
    row(&check::APEX_NS_SINGLE, [Yes, Yes, Yes, Yes]),
    row(&check::APEX_NS_TARGET_ADDRESS, [No, Yes, Yes, Yes]),
    row(&check::APEX_NS_TARGET_ALIAS, [No, Yes, Yes, Yes]),
    row(&check::APEX_NS_TARGET_MISSING, [No, Yes, Yes, Yes]),
    row(&text::CLASS_OTHER, [No, No, No, No]),
    row(&check::CNAME_AT_APEX, [No, No, No, Yes]),
    row(&check::CNAME_DANGLING, [Yes, Yes, Yes, Yes]),
    row(&check::CNAME_LOOP, [Yes, Yes, Yes, Yes]),
    row(&check::CNAME_OTHER_DATA, [No, No, No, Yes]),
    row(&check::CNAME_SEVERAL, [No, No, No, Yes]),
    row(&dns::DIGEST_LENGTH, [No, Yes, Yes, Yes]),
    row(&check::DNAME_DATA_BELOW, [Yes, No, No, Yes]),
    row(&check::DNAME_SEVERAL, [No, No, No, Yes]),
    row(&check::DNAME_WITH_NS, [Yes, No, Yes, Yes]),
    row(&check::DS_AT_APEX, [No, Yes, Yes, Yes]),
    row(&check::DS_WITHOUT_NS, [Yes, Yes, Yes, Yes]),
    row(&check::DUPLICATE_CASE, [Yes, Yes, Yes, Yes]),
    row(&check::DUPLICATE_RECORD, [Yes, Yes, Yes, Yes]),
    row(&dns::FIELD_EXTRA, [No, No, No, Alters]),
    row(&text::GENERATE_USED, [Yes, No, No, Yes]),
    row(&check::GLUE_MISSING, [Yes, Yes, Yes, Yes]),
    row(&check::HOST_NAME, [Yes, Yes, Yes, Yes]),
    row(&text::INCLUDE_MISSING, [No, No, No, No]),
    row(&dns::IPV4_FOR_IPV6, [No, No, No, Alters]),
    row(&dns::IPV4_OCTET_RANGE, [No, No, No, Alters]),
    row(&dns::LABEL_TOO_LONG, [No, No, No, No]),
    row(&dns::NAME_TOO_LONG, [No, No, No, No]),
    row(&dns::NUMBER_TOO_LARGE, [No, No, Alters, No]),
    row(&check::OCCLUDED, [Yes, Yes, Yes, Yes]),
    row(&check::OUT_OF_ZONE, [Alters, Alters, No, No]),
    row(&text::OWNER_AFTER_ORIGIN, [Yes, Yes, Yes, Yes]),
    row(&text::PAREN_OPEN, [No, No, Yes, Yes]),
    row(&text::QUOTE_OPEN, [No, No, No, Alters]),
    row(&check::SOA_EXPIRE_SHORT, [Yes, Yes, Yes, Yes]),
    row(&check::SOA_MISPLACED, [No, Yes, No, Yes]),
    row(&check::SOA_MISSING, [No, No, No, No]),
    row(&check::SOA_RETRY_LONG, [Yes, Yes, Yes, Yes]),
    row(&check::SOA_RNAME_AT, [Yes, No, Yes, Yes]),
    row(&check::SOA_SERIAL_ZERO, [Yes, Yes, Yes, Yes]),
    row(&check::SOA_SEVERAL, [No, Yes, No, Yes]),
    row(&check::content::SPF_WITHOUT_TXT, [Yes, Yes, Yes, Yes]),
    row(&dns::STRING_TOO_LONG, [No, Alters, No, Alters]),
    row(&check::SVCB_ALIAS_SELF, [Yes, Yes, Yes, Yes]),
    row(&dns::SVCB_MANDATORY_MISSING, [No, No, No, Yes]),
    row(&check::TARGET_ADDRESS, [Yes, Yes, Yes, Yes]),
    row(&check::TARGET_ALIAS, [Yes, Yes, Yes, Yes]),
    row(&check::TARGET_MISSING, [Yes, Yes, Yes, Yes]),
    row(&check::MISSING_FINAL_DOT, [Yes, Yes, Yes, Yes]),
    row(&check::TLSA_HOST_MISSING, [Yes, Yes, Yes, Yes]),
    row(&check::TTL_MISMATCH, [Alters, Unknown, Yes, Yes]),
    row(&text::TTL_MISSING, [Yes, Yes, Yes, Yes]),
    row(&text::TTL_RANGE, [Alters, Yes, Yes, Yes]),
    row(&dns::TYPE_UNKNOWN, [No, No, No, No]),
    row(&check::WILDCARD_INNER, [Yes, Yes, Yes, Yes]),
];
