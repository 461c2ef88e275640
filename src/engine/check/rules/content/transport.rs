//! Records about the transport of mail and its looks: MTA-STS (RFC 8461), TLS reports (RFC 8460), BIMI.

use super::asked::{Concern, ask};
use super::dmarc::mailbox;
use super::policy::{Policy, Seen};
use super::subject::Subject;
use super::tags::{Tag, Tags};
use crate::engine::check::codes::content::mail;
use crate::engine::check::context::{Context, Part};
use crate::engine::check::questions::Asked;
use crate::engine::check::target::Target;
use crate::engine::diag::{Code, Diagnostic, Diagnostics};
use crate::engine::dns::{Name, RecordType};

/// Characters of the longest identifier (RFC 8461 §3.1).
const LONGEST_ID: usize = 32;

/// Judges a text at the owner of an MTA-STS record.
#[inline(never)]
pub(super) fn mta_sts(subject: &mut Subject<'_>) -> Seen {
    let Some(tags) = begun(subject, Policy::MtaSts, &["v", "id"], &mail::MTA_STS_VERSION) else { return Seen::Other };
    let id = tags.get("id");
    let holds =
        |tag: &&Tag<'_>| (1..=LONGEST_ID).contains(&tag.value.len()) && tag.value.iter().all(u8::is_ascii_alphanumeric);
    if id.filter(holds).is_none() {
        let at = id.map_or(0..subject.text.octets.len(), Tag::at);
        subject.say(&mail::MTA_STS_ID, at, |finding| finding.arg("limit", LONGEST_ID));
    }
    // RFC 8461 §3.3: the policy is fetched from there.
    let host =
        subject.owner.parent().and_then(|domain| Name::from_wire(&[b"\x07mta-sts", domain.wire()].concat()).ok());
    if let Some((host, _)) = host {
        ask(Concern::MtaStsHost, RecordType::TXT, subject.text.at, subject.owner, host.as_ref(), subject.context);
    }
    Seen::Whole
}

pub(super) fn host_answered(asked: &Asked<'_>, found: &Target, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    if !matches!(found, Target::Missing | Target::NoAddress) || context.is_lost(asked.name()) {
        return;
    }
    let at = asked.question.at;
    diagnostics.offer(&mail::MTA_STS_HOST_MISSING, at, || {
        Diagnostic::new(&mail::MTA_STS_HOST_MISSING, context.part(at, Part::Owner))
            .arg("owner", asked.owner().to_string())
            .arg("host", asked.name().to_string())
    });
}

/// Judges a text at `_smtp._tls`.
#[inline(never)]
pub(super) fn tls_reports(subject: &mut Subject<'_>) -> Seen {
    let Some(tags) = begun(subject, Policy::TlsReports, &["v", "rua"], &mail::TLS_RPT_VERSION) else {
        return Seen::Other;
    };
    let rua = tags.get("rua");
    let holds = |tag: &&Tag<'_>| {
        tag.value.split(|o| *o == b',').all(|uri| is_https(uri.trim_ascii()) || mailbox(uri.trim_ascii()).is_some())
    };
    if rua.filter(holds).is_none() {
        let at = rua.map_or(0..subject.text.octets.len(), |tag| tag.at());
        subject.say(&mail::TLS_RPT_URI, at, |finding| finding);
    }
    Seen::Whole
}

/// Judges a text at `SELECTOR._bimi`.
#[inline(never)]
pub(super) fn bimi(subject: &mut Subject<'_>) -> Seen {
    let Some(tags) = begun(subject, Policy::Bimi, &["v", "l", "a"], &mail::BIMI_VERSION) else { return Seen::Other };
    if tags.get("l").is_none() {
        let whole = 0..subject.text.octets.len();
        subject.say(&mail::BIMI_LOCATION_MISSING, whole, |finding| finding);
    }
    for tag in [tags.get("l"), tags.get("a")].into_iter().flatten() {
        if !tag.value.is_empty() && !is_https(tag.value) {
            subject.say(&mail::BIMI_URI, tag.at(), |finding| finding);
        }
    }
    Seen::Whole
}

/// The tags of a text that is such a record; says so when its version is not right.
fn begun<'t>(subject: &mut Subject<'t>, policy: Policy, known: &[&str], version: &'static Code) -> Option<Tags<'t>> {
    if Policy::of_text(&subject.text.octets) != Some(policy) {
        return None;
    }
    let tags = Tags::read(subject.text, known, None);
    if !tags.begin_with(policy) {
        tags.unversioned(subject, version);
        return None;
    }
    tags.report(subject, policy);
    Some(tags)
}

fn is_https(uri: &[u8]) -> bool {
    let (scheme, rest) = uri.split_at_checked(8).unwrap_or_default();
    scheme.eq_ignore_ascii_case(b"https://")
        && rest.first().is_some_and(u8::is_ascii_alphanumeric)
        && rest.iter().all(u8::is_ascii_graphic)
}
