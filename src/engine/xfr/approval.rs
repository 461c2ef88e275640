//! What a new version must pass before it is served. What does not pass waits for a person; the version before is
//! served on.

use super::codes;
use crate::engine::check::{self, codes as checks};
use crate::engine::diag::{Args, Code, Diagnostic, Severity, english};
use crate::engine::dns::RecordType;
use crate::engine::zone::Snapshot;

/// The conditions. With none of them every version is served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Approval {
    /// A person must say yes to each version.
    pub person: bool,
    /// A check must find no error.
    pub errors: bool,
    /// Signatures must verify and be in their time, and a signed zone must stay signed.
    pub dnssec: bool,
    /// It may have so many percent fewer records than the version served, no more.
    pub shrink_percent: Option<u8>,
    /// It may have so many records.
    pub max_records: Option<u64>,
    /// It may take so many octets of memory.
    pub max_bytes: Option<u64>,
}

/// Why a version waits: a code and its values.
pub type Objection = (&'static Code, Args);

impl Approval {
    /// Whether there is any condition.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        *self != Self::default()
    }

    /// What speaks against serving `new` after `served`; nothing: it may be served. `now_s` is the wall clock, for
    /// signatures.
    #[must_use]
    pub fn judge(&self, served: Option<&Snapshot>, new: &Snapshot, now_s: u64) -> Vec<Objection> {
        let mut found = Vec::new();
        let records = new.len() as u64;
        if let Some(most) = self.max_records.filter(|most| records > *most) {
            found.push((&codes::XFR_HOLD_RECORDS, Args::new().with("records", records).with("most", most)));
        }
        let bytes = new.bytes() as u64;
        if let Some(most) = self.max_bytes.filter(|most| bytes > *most) {
            found.push((&codes::XFR_HOLD_BYTES, Args::new().with("bytes", bytes).with("most", most)));
        }
        if let (Some(percent), Some(served)) = (self.shrink_percent, served) {
            let before = served.len() as u64;
            let least = u128::from(before) * u128::from(100 - percent.min(100));
            if u128::from(records) * 100 < least {
                let args = Args::new().with("records", records).with("before", before).with("percent", percent);
                found.push((&codes::XFR_HOLD_SHRINK, args));
            }
        }
        if self.dnssec && served.is_some_and(is_signed) && !is_signed(new) {
            found.push((&codes::XFR_HOLD_UNSIGNED, Args::new()));
        }
        if self.errors || self.dnssec {
            self.check(new, now_s, &mut found);
        }
        if self.person {
            found.push((&codes::XFR_HOLD_PERSON, Args::new()));
        }
        found
    }

    /// One check answers both questions.
    fn check(&self, new: &Snapshot, now_s: u64, found: &mut Vec<Objection>) {
        let options = check::Options { at: self.dnssec.then_some(now_s), ..check::Options::default() };
        let diagnostics = check::snapshot(new, &options);
        let mut count = |code, wanted: &dyn Fn(&Diagnostic) -> bool| {
            let mut findings = diagnostics.kept().iter().filter(|finding| wanted(finding));
            let Some(first) = findings.next() else { return };
            let args = Args::new()
                .with("count", 1 + findings.count())
                .with("first", english::message(first.code, &first.args))
                .with("code", first.code.name);
            found.push((code, args));
        };
        if self.dnssec {
            count(&codes::XFR_HOLD_DNSSEC, &is_about_signatures);
        }
        if self.errors {
            let other = |finding: &Diagnostic| {
                finding.severity == Severity::Error && !(self.dnssec && is_about_signatures(finding))
            };
            count(&codes::XFR_HOLD_ERRORS, &other);
        }
    }
}

fn is_signed(zone: &Snapshot) -> bool {
    zone.get(zone.apex(), RecordType::DNSKEY).is_some() && zone.get(zone.apex(), RecordType::RRSIG).is_some()
}

/// What makes a validating resolver refuse the zone or a part of it.
fn is_about_signatures(finding: &Diagnostic) -> bool {
    const PREFIXES: [&str; 5] = ["denial-", "dnskey-", "nsec", "rrsig-", "zonemd-"];
    let expired = *finding.code == checks::SIGNATURE_EXPIRED;
    let broken =
        finding.severity == Severity::Error && PREFIXES.iter().any(|prefix| finding.code.name.starts_with(prefix));
    expired || broken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dns::Name;
    use crate::engine::limits::TextLimits;
    use crate::engine::zonefile::Sources;

    fn zone(hosts: usize, more: &str) -> Snapshot {
        let mut text = format!("@ 300 SOA ns h {hosts} 3600 600 86400 300\n@ 300 NS ns\nns 300 A 192.0.2.1\n{more}\n");
        (0..hosts).for_each(|n| text.push_str(&format!("h{n} 300 A 192.0.2.2\n")));
        let options = check::Options {
            origin: Some(Name::absolute("example.").unwrap()),
            text: TextLimits::default(),
            ..check::Options::default()
        };
        let sources = Sources::new("zone".to_owned(), text.into_bytes());
        check::text(sources, options, &mut |_, _| panic!("no $INCLUDE")).snapshot.unwrap()
    }

    fn names(approval: Approval, served: Option<&Snapshot>, new: &Snapshot) -> Vec<&'static str> {
        approval.judge(served, new, 1_800_000_000).iter().map(|(code, _)| code.name).collect()
    }

    #[test]
    fn each_condition_speaks_for_itself() {
        let (whole, half) = (zone(97, ""), zone(47, ""));
        assert_eq!((whole.len(), half.len()), (100, 50));
        let none = Approval::default();
        assert!(!none.is_asked() && names(none, Some(&whole), &half).is_empty());
        let shrink = |percent| Approval { shrink_percent: Some(percent), ..none };
        assert!(names(shrink(50), Some(&whole), &half).is_empty(), "exactly as much is allowed");
        assert_eq!(names(shrink(49), Some(&whole), &half), ["xfr-hold-shrink"]);
        assert!(names(shrink(0), Some(&half), &whole).is_empty(), "it grew");
        assert!(names(shrink(0), None, &half).is_empty(), "the first has nothing to shrink from");
        let records = |most| Approval { max_records: Some(most), ..none };
        assert!(names(records(50), None, &half).is_empty());
        assert_eq!(names(records(49), None, &half), ["xfr-hold-records"]);
        let bytes = |most| Approval { max_bytes: Some(most), ..none };
        assert!(names(bytes(half.bytes() as u64), None, &half).is_empty());
        assert_eq!(names(bytes(half.bytes() as u64 - 1), None, &half), ["xfr-hold-bytes"]);
        assert_eq!(names(Approval { person: true, ..none }, None, &half), ["xfr-hold-person"]);
    }

    #[test]
    fn a_check_holds_errors_and_a_signed_zone_stays_signed() {
        let errors = Approval { errors: true, ..Approval::default() };
        assert!(names(errors, None, &zone(1, "")).is_empty());
        let broken = zone(1, "a 300 CNAME b\na 300 A 192.0.2.1");
        let found = errors.judge(None, &broken, 0);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1.get("code").unwrap().to_string(), "cname-other-data");
        let key = "@ 300 DNSKEY 257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==";
        let signature = "@ 300 RRSIG SOA 13 1 300 20300101000000 20260101000000 1 example. AAAA";
        let signed = zone(1, &format!("{key}\n{signature}"));
        let dnssec = Approval { dnssec: true, ..Approval::default() };
        assert_eq!(names(dnssec, Some(&signed), &zone(1, "")), ["xfr-hold-unsigned"]);
        assert_eq!(names(dnssec, None, &signed), ["xfr-hold-dnssec"]);
        assert!(names(dnssec, None, &zone(1, "")).is_empty());
    }
}
