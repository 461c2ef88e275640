//! TXT records: which of them mean something to a consumer, told by their first octets and their owner.

use super::joined::{Joined, strings};
use super::policy::{Policy, Seen, is_report_consent};
use super::subject::Subject;
use super::{dkim, dmarc, quotes, spf, transport};
use crate::engine::check::codes;
use crate::engine::check::codes::content::{mail, text as text_codes};
use crate::engine::check::context::{Context, Place};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::zone::{Datum, RRset};

/// What the records of a set have been so far.
#[derive(Default)]
struct Tally<'n> {
    spf: usize,
    /// Policies that the owner is there for; the one written first and the one written last.
    whole: usize,
    ends: Option<(Datum<'n>, Datum<'n>)>,
    broken: usize,
    other: Option<Datum<'n>>,
}

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let expected = Policy::of_owner(place.node.owner);
    let mut tally = Tally::default();
    for record in set.records() {
        let first = strings(record.rdata).next().unwrap_or_default();
        if expected.is_none() {
            match first.first() {
                Some(b'v' | b'V' | b's' | b'S' | b' ' | b'"' | b'\'') => {}
                Some(0xe2 | 0xc2) if quotes::is_typographic(first) => {}
                // Most texts end here.
                _ if !quotes::may_be_words(record.rdata) => continue,
                _ => {}
            }
        }
        judge(&record, first, expected, place, context, diagnostics, &mut tally);
    }
    if tally.spf > 1 {
        spf::several(place, set, tally.spf, context, diagnostics);
    }
    if let Some(expected) = expected {
        together(expected, &tally, place, context, diagnostics);
    }
}

// What it calls stands apart (`inline(never)`): a browser compiles a function that is called often a second time, as a whole,
// and until then it is slow.
fn judge<'n>(
    record: &Datum<'n>,
    first: &[u8],
    expected: Option<Policy>,
    place: &Place<'_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
    tally: &mut Tally<'n>,
) {
    let text = Joined::new(record.rdata, record.at);
    let subject = &mut Subject { owner: place.node.owner, text: &text, context, diagnostics };
    let (policy, is_spf) = (Policy::of_text(first), spf::resembles_policy(first));
    let is_policy = policy.is_some() || is_spf;
    if quotes::check(subject, record.rdata, is_policy) {
        tally.broken += 1;
        return;
    }
    if is_policy
        && !text.octets.is_ascii()
        && let Some(at) = text.octets.iter().position(|o| !o.is_ascii())
    {
        let end = at + text.octets.iter().skip(at).take_while(|o| !o.is_ascii()).count();
        tally.broken += 1;
        let names = code_points(text.get(at..end));
        return subject.say(&text_codes::NON_ASCII, at..end, |finding| finding.arg("names", names));
    }
    tally.spf += usize::from(spf::is_policy(first));
    let seen = match expected {
        Some(Policy::Dmarc) => dmarc::check(subject),
        Some(Policy::Dkim) if policy.is_none() && is_spf => Seen::Other,
        Some(Policy::Dkim) => dkim::check(subject),
        Some(Policy::MtaSts) => transport::mta_sts(subject),
        Some(Policy::TlsReports) => transport::tls_reports(subject),
        Some(Policy::Bimi) => transport::bimi(subject),
        None => {
            match policy {
                Some(policy) if !is_report_consent(subject.owner) => misplaced(subject, policy),
                None if is_spf || first.starts_with(b"spf2.0") => spf::check(subject),
                _ => {}
            }
            return;
        }
    };
    match seen {
        Seen::Whole => {
            tally.whole += 1;
            let (oldest, newest) = tally.ends.unwrap_or((*record, *record));
            let oldest = if record.at < oldest.at { *record } else { oldest };
            let newest = if record.at > newest.at { *record } else { newest };
            tally.ends = Some((oldest, newest));
        }
        Seen::Broken => tally.broken += 1,
        Seen::Other => tally.other = tally.other.or(Some(*record)),
    }
}

/// What the characters of a text are called, since many of them look like ASCII or like nothing: `U+2013`; octets that
/// are not UTF-8 as in zone files.
fn code_points(text: &[u8]) -> String {
    const MOST: usize = 4;
    let mut names = text.utf8_chunks().flat_map(|chunk| {
        let known = chunk.valid().chars().map(|character| format!("U+{:04X}", u32::from(character)));
        known.chain(chunk.invalid().iter().map(|octet| format!("\\{octet:03}")))
    });
    let first: Vec<_> = names.by_ref().take(MOST).collect();
    format!("{}{}", first.join(" "), if names.next().is_some() { " …" } else { "" })
}

#[inline(never)]
fn misplaced(subject: &mut Subject<'_>, policy: Policy) {
    let end = subject.text.octets.iter().position(|o| *o == b';').unwrap_or(subject.text.octets.len());
    subject.say(&mail::POLICY_MISPLACED, 0..end, |finding| {
        finding.arg("policy", policy.name()).arg("expected", policy.expected())
    });
}

/// What is wrong with the records of a name together.
fn together(
    expected: Policy,
    tally: &Tally<'_>,
    place: &Place<'_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let several = match expected {
        Policy::Dmarc => Some(&mail::DMARC_SEVERAL),
        Policy::Dkim => Some(&mail::DKIM_SEVERAL),
        Policy::MtaSts => Some(&mail::MTA_STS_SEVERAL),
        Policy::TlsReports => Some(&mail::TLS_RPT_SEVERAL),
        Policy::Bimi => None,
    };
    if let (2.., Some(code), Some((oldest, newest))) = (tally.whole, several, tally.ends) {
        let at = Joined::new(newest.rdata, newest.at).place(context, 0..usize::MAX);
        diagnostics.push(
            Diagnostic::new(code, at)
                .arg("owner", place.node.owner.to_string())
                .arg("count", tally.whole)
                .related(oldest.at, &codes::FIRST_HERE),
        );
    }
    if let (Policy::Dmarc, 0, 0, Some(other)) = (expected, tally.whole, tally.broken, tally.other) {
        let at = Joined::new(other.rdata, other.at).place(context, 0..usize::MAX);
        diagnostics.push(Diagnostic::new(&mail::DMARC_NONE, at).arg("owner", place.node.owner.to_string()));
    }
}
