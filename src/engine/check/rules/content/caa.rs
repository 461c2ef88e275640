//! CAA: who may issue certificates (RFC 8659, RFC 8657, RFC 9495).

use std::ops::Range;

use super::joined::Joined;
use super::subject::Subject;
use crate::engine::check::codes::content::{LOWER_CASE, WRITE_DOMAIN, caa as codes};
use crate::engine::check::context::{Context, Part, Place};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::zone::{Datum, RRset};

/// The flag "critical" (RFC 8659 §4.1).
const CRITICAL: u8 = 128;
/// Properties whose value is an issuer: RFC 8659 §4.2 and §4.3, RFC 9495 §3, and the one of mark certificates.
const ISSUERS: [&[u8]; 4] = [b"issue", b"issuewild", b"issuemail", b"issuevmc"];
/// Others that authorities know: RFC 8659 §4.4, and the contacts of the CA/Browser Forum.
const OTHERS: [&[u8]; 3] = [b"iodef", b"contactemail", b"contactphone"];
/// Words of the RDATA.
const TAG: usize = 1;
const VALUE: usize = 2;

/// The parts of a record.
struct Property<'r> {
    flags: u8,
    tag: &'r [u8],
    value: &'r [u8],
}

impl<'r> Property<'r> {
    fn parse(rdata: &'r [u8]) -> Option<Self> {
        let [flags, len, rest @ ..] = rdata else { return None };
        let (tag, value) = rest.split_at_checked(usize::from(*len))?;
        Some(Self { flags: *flags, tag, value })
    }

    fn is(&self, tag: &[u8]) -> bool {
        self.tag.eq_ignore_ascii_case(tag)
    }

    /// The issuer and the parameters of the value (RFC 8659 §4.2).
    fn issuer(&self) -> &'r [u8] {
        self.value.split(|o| *o == b';').next().unwrap_or_default().trim_ascii()
    }
}

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for record in set.records() {
        let Some(property) = Property::parse(record.rdata) else { continue };
        let text = Joined::word_of(property.value, VALUE, record.at);
        let subject = &mut Subject { owner: place.node.owner, text: &text, context, diagnostics };
        if ISSUERS.iter().any(|tag| property.is(tag)) {
            issuer(subject, &property);
        } else if property.is(b"iodef") {
            if !is_report_url(property.value) {
                subject.say(&codes::IODEF, 0..property.value.len(), |finding| finding);
            }
        } else if !OTHERS.iter().any(|tag| property.is(tag)) {
            unknown(&property, record, place, context, diagnostics);
            continue;
        }
        if property.tag.iter().any(u8::is_ascii_uppercase) {
            let tag = Joined::word_of(property.tag, TAG, record.at);
            let subject = &mut Subject { owner: place.node.owner, text: &tag, context, diagnostics };
            let (all, lower) = (0..property.tag.len(), String::from_utf8_lossy(property.tag).to_ascii_lowercase());
            subject.mend(&codes::TAG_CASE, all.clone(), &LOWER_CASE, all, &lower);
        }
        if property.flags & !CRITICAL != 0 {
            let at = context.part(record.at, Part::Rdata(0));
            diagnostics.push(about(Diagnostic::new(&codes::FLAGS, at), place).arg("value", property.flags));
        }
    }
    together(place, set, context, diagnostics);
}

fn about(finding: Diagnostic, place: &Place<'_>) -> Diagnostic {
    finding.arg("owner", place.node.owner.to_string())
}

/// RFC 8659 §4.1: who does not know a critical property does not issue.
fn unknown(
    property: &Property<'_>,
    record: Datum<'_>,
    place: &Place<'_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let is_critical = property.flags & CRITICAL != 0;
    let code = if is_critical { &codes::CRITICAL_UNKNOWN } else { &codes::TAG_UNKNOWN };
    diagnostics.offer(code, record.at, || {
        about(Diagnostic::new(code, context.part(record.at, Part::Rdata(1))), place)
            .arg("value", String::from_utf8_lossy(property.tag).into_owned())
    });
}

fn issuer(subject: &mut Subject<'_>, property: &Property<'_>) {
    let (value, domain) = (property.value, property.issuer());
    let start = value.len() - value.trim_ascii_start().len();
    if !domain.is_empty() && !is_domain(domain) {
        let range = start..start + domain.len();
        match domain_of(domain) {
            Some(meant) => subject.mend(&codes::ISSUE_VALUE, range.clone(), &WRITE_DOMAIN, range, &meant),
            None => subject.say(&codes::ISSUE_VALUE, range, |finding| finding),
        }
        return;
    }
    let mut at = 0;
    for (n, piece) in value.split(|o| *o == b';').enumerate() {
        let start = at + piece.len() - piece.trim_ascii_start().len();
        let range = start..start + piece.trim_ascii().len();
        at += piece.len() + 1;
        if n > 0 && !range.is_empty() {
            parameter(subject, piece.trim_ascii(), range);
        }
    }
}

/// RFC 8659 §4.2: a tag, `=`, printable characters.
fn parameter(subject: &mut Subject<'_>, text: &[u8], range: Range<usize>) {
    let equals = text.iter().position(|o| *o == b'=');
    let (tag, value) = equals.map_or((text, None), |at| (text.get(..at).unwrap_or_default(), text.get(at + 1..)));
    let tag = tag.trim_ascii();
    let is_tag = !tag.is_empty() && tag.iter().all(|o| o.is_ascii_alphanumeric() || *o == b'-');
    let value = value.map(<[u8]>::trim_ascii).filter(|value| is_tag && value.iter().all(u8::is_ascii_graphic));
    let Some(value) = value else { return subject.say(&codes::PARAMETERS, range, |finding| finding) };
    if tag.eq_ignore_ascii_case(b"accounturi") && !is_uri(value) {
        subject.say(&codes::ACCOUNT, range, |finding| finding);
    } else if tag.eq_ignore_ascii_case(b"validationmethods") && !is_labels(value) {
        subject.say(&codes::METHODS, range, |finding| finding);
    }
}

/// Whether a text begins with a scheme (RFC 3986 §3.1) and goes on without spaces.
pub(super) fn is_uri(text: &[u8]) -> bool {
    let Some(colon) = text.iter().position(|o| *o == b':') else { return false };
    let (scheme, rest) = text.split_at(colon);
    let may_stand = |o: &u8| o.is_ascii_alphanumeric() || matches!(o, b'+' | b'-' | b'.');
    scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(may_stand)
        && rest.len() > 1
        && rest.iter().all(|o| {
            o.is_ascii_graphic() && !matches!(o, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
        })
}

/// RFC 8657 §4: labels with commas between them.
fn is_labels(value: &[u8]) -> bool {
    let label = |label: &[u8]| !label.is_empty() && label.iter().all(|o| o.is_ascii_alphanumeric() || *o == b'-');
    value.is_empty() || value.split(|o| *o == b',').all(label)
}

fn is_report_url(value: &[u8]) -> bool {
    let begins = |known: &[u8]| value.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known));
    (begins(b"mailto:") && value.contains(&b'@') || begins(b"https://") || begins(b"http://")) && is_uri(value)
}

/// Labels of letters, digits and inner hyphens (RFC 8659 §4.2); an authority has at least two.
fn is_domain(text: &[u8]) -> bool {
    let label = |label: &[u8]| {
        let edges = [label.first(), label.last()].iter().all(|edge| edge.is_some_and(u8::is_ascii_alphanumeric));
        edges && label.iter().all(|o| o.is_ascii_alphanumeric() || *o == b'-')
    };
    text.contains(&b'.') && text.split(|o| *o == b'.').all(label)
}

/// The domain of a URL, or of a name with a final dot.
fn domain_of(text: &[u8]) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix(b"https://").or_else(|| lower.strip_prefix(b"http://")).unwrap_or(&lower);
    let end = rest.iter().position(|o| *o == b'/').unwrap_or(rest.len());
    let host = rest.get(..end)?;
    let host = host.strip_suffix(b".").unwrap_or(host);
    is_domain(host).then(|| String::from_utf8_lossy(host).into_owned())
}

/// What the records of a name say together.
fn together(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let of = |tag: &'static [u8]| {
        set.records().filter_map(move |r| Some((Property::parse(r.rdata)?, r.at))).filter(move |(p, _)| p.is(tag))
    };
    for tag in ISSUERS {
        let nobody = of(tag).find(|(property, _)| property.issuer().is_empty());
        let somebody = of(tag).find(|(property, _)| !property.issuer().is_empty());
        if let (Some((_, at)), Some((_, other))) = (nobody, somebody) {
            let finding = Diagnostic::new(&codes::NONE_BESIDE, context.part(at, Part::Rdata(VALUE)));
            diagnostics.push(about(finding, place).related(other, &crate::engine::check::codes::OTHER_HERE));
        }
    }
    if let (Some((_, at)), None) = (of(b"issuewild").next(), of(b"issue").next()) {
        let finding = Diagnostic::new(&codes::ISSUEWILD_ALONE, context.part(at, Part::Rdata(1)));
        diagnostics.push(about(finding, place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_domains() {
        for good in ["ca.example.net", "a-b.c", "1.2"] {
            assert!(is_domain(good.as_bytes()), "{good}");
        }
        for bad in ["letsencrypt", "ca.example.net.", "-a.b", "a_b.c", "a..b", "\"ca.example.net\"", "ca example.net"] {
            assert!(!is_domain(bad.as_bytes()), "{bad}");
        }
        assert_eq!(domain_of(b"HTTPS://CA.example.net/path").as_deref(), Some("ca.example.net"));
        assert_eq!(domain_of(b"ca.example.net.").as_deref(), Some("ca.example.net"));
        assert_eq!(domain_of(b"letsencrypt"), None);
    }
}
