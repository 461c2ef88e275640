//! DMARC policies (RFC 7489) at `_dmarc`.

use std::collections::HashSet;
use std::ops::Range;

use super::policy::{Policy, Seen};
use super::subject::Subject;
use super::tags::{Tag, Tags};
use crate::engine::check::codes::content::{ADD_MAILTO, mail};
use crate::engine::dns::number::decimal;
use crate::engine::dns::{Name, NameRef};

/// RFC 7489 §6.3; `np`, `psd` and `t` are those of its successor.
const TAGS: [&str; 14] = ["v", "p", "sp", "np", "rua", "ruf", "adkim", "aspf", "fo", "pct", "rf", "ri", "psd", "t"];

/// Judges a text at `_dmarc`.
#[inline(never)]
pub(super) fn check(subject: &mut Subject<'_>) -> Seen {
    let text = subject.text;
    let tags = Tags::read(text, &TAGS, None);
    let is_meant = Policy::of_text(&text.octets) == Some(Policy::Dmarc)
        || tags.iter().any(|tag| matches!(tag.name, b"p" | b"sp" | b"rua" | b"ruf"));
    if !is_meant {
        return Seen::Other;
    }
    // RFC 7489 §6.3: the version is the first tag, in these letters; else the record is ignored.
    if !tags.begin_with(Policy::Dmarc) {
        tags.unversioned(subject, &mail::DMARC_VERSION);
        return Seen::Broken;
    }
    tags.report(subject, Policy::Dmarc);
    tags.unknown(subject, &mail::DMARC_TAG_UNKNOWN, &TAGS);
    match tags.iter().position(|tag| tag.name == b"p") {
        None => {
            let at = tags.first().map_or(0..0, Tag::at);
            subject.say(&mail::DMARC_POLICY_MISSING, at, |finding| finding);
        }
        Some(place) => {
            // RFC 7489 §6.4: the grammar has it second.
            if let Some(tag) = tags.get("p").filter(|_| place > 1) {
                subject.say(&mail::DMARC_POLICY_ORDER, tag.at(), |finding| finding);
            }
        }
    }
    let mut told = HashSet::new();
    for tag in tags.iter() {
        value(subject, tag, &mut told);
    }
    Seen::Whole
}

/// Whether the value is one that its tag takes.
fn value(subject: &mut Subject<'_>, tag: &Tag<'_>, told: &mut HashSet<Name>) {
    let one_of = |known: &[&str]| known.iter().any(|known| tag.value.eq_ignore_ascii_case(known.as_bytes()));
    let all_of = |known: &[&str]| {
        let part = |part: &[u8]| known.iter().any(|known| part.trim_ascii().eq_ignore_ascii_case(known.as_bytes()));
        tag.value.split(|o| *o == b':').all(part)
    };
    let holds = match tag.name {
        b"p" | b"sp" | b"np" => {
            if !one_of(&["none", "quarantine", "reject"]) {
                subject.say(&mail::DMARC_POLICY_VALUE, tag.at(), |finding| finding);
            }
            return;
        }
        b"pct" => {
            if decimal(tag.value, 100).is_err() {
                subject.say(&mail::DMARC_PCT, tag.at(), |finding| finding);
            }
            return;
        }
        b"rua" | b"ruf" => return addresses(subject, tag, told),
        b"adkim" | b"aspf" => one_of(&["r", "s"]),
        b"fo" => all_of(&["0", "1", "d", "s"]),
        b"rf" => all_of(&["afrf", "iodef"]),
        b"ri" => decimal(tag.value, u64::from(u32::MAX)).is_ok(),
        b"psd" => one_of(&["y", "n", "u"]),
        b"t" => one_of(&["y", "n"]),
        _ => true,
    };
    if !holds {
        let name = String::from_utf8_lossy(tag.name).into_owned();
        subject.say(&mail::DMARC_VALUE, tag.at(), |finding| finding.arg("tag", name));
    }
}

/// Where reports go: mailto URIs with commas between them (RFC 7489 §6.3).
fn addresses(subject: &mut Subject<'_>, tag: &Tag<'_>, told: &mut HashSet<Name>) {
    let mut at = tag.value_at.start;
    for piece in tag.value.split(|o| *o == b',') {
        let start = at + piece.len() - piece.trim_ascii_start().len();
        let range = start..start + piece.trim_ascii().len();
        at += piece.len() + 1;
        match mailbox(piece.trim_ascii()) {
            Some(domain) => external(subject, domain, range, told),
            None if is_bare_address(piece.trim_ascii()) => {
                let change = range.start..range.start;
                subject.mend(&mail::DMARC_URI, range, &ADD_MAILTO, change, "mailto:");
            }
            None => subject.say(&mail::DMARC_URI, range, |finding| finding),
        }
    }
}

/// The domain of a mailto URI, without the size that RFC 7489 §6.2 lets stand behind it.
pub(super) fn mailbox(uri: &[u8]) -> Option<&[u8]> {
    let (scheme, rest) = uri.split_at_checked(7)?;
    if !scheme.eq_ignore_ascii_case(b"mailto:") {
        return None;
    }
    let end = rest.iter().position(|o| matches!(o, b'!' | b'?')).unwrap_or(rest.len());
    let address = rest.get(..end)?;
    let at = address.iter().rposition(|o| *o == b'@')?;
    let domain = address.get(at + 1..)?;
    let is_plain = |o: &u8| o.is_ascii_graphic() && !matches!(o, b'<' | b'>' | b'"' | b'\\');
    (at > 0 && is_domain(domain) && address.iter().all(is_plain)).then_some(domain)
}

fn is_bare_address(text: &[u8]) -> bool {
    mailbox(&[b"mailto:", text].concat()).is_some() && !text.contains(&b':')
}

fn is_domain(text: &[u8]) -> bool {
    let label =
        |label: &[u8]| !label.is_empty() && label.iter().all(|o| o.is_ascii_alphanumeric() || matches!(o, b'-' | b'_'));
    text.split(|o| *o == b'.').all(label) && text.contains(&b'.')
}

/// RFC 7489 §7.1: another domain has to agree to reports about this one.
fn external(subject: &mut Subject<'_>, domain: &[u8], range: Range<usize>, told: &mut HashSet<Name>) {
    let apex = subject.context.zone.apex();
    let Some(name) = std::str::from_utf8(domain).ok().and_then(|text| Name::absolute(text).ok()) else { return };
    let is_near = name.as_ref().is_within(apex) || apex.is_within(name.as_ref());
    if is_near || told.contains(&name) {
        return;
    }
    let about = subject.owner.parent().unwrap_or(NameRef::ROOT).to_string();
    let expected = format!("{about}_report._dmarc.{name}");
    subject.say(&mail::DMARC_REPORT_EXTERNAL, range, |finding| finding.arg("zone", about).arg("expected", expected));
    told.insert(name);
}
