//! DKIM keys (RFC 6376 §3.6.1) at `SELECTOR._domainkey`.

use data_encoding::{BASE64, BASE64_NOPAD};

use super::der::rsa_bits;
use super::policy::{Policy, Seen};
use super::subject::Subject;
use super::tags::{Tag, Tags};
use crate::engine::check::codes::content::mail;
use crate::engine::diag::{Code, Diagnostic};

/// RFC 6376 §3.6.1; `g` is of its predecessor.
const TAGS: [&str; 8] = ["v", "h", "k", "n", "p", "s", "t", "g"];
/// RFC 8301 §3.2.
const LEAST_BITS: usize = 1_024;
const GOOD_BITS: usize = 2_048;
/// RFC 8463 §4.2.
const ED25519_OCTETS: usize = 32;

#[inline(never)]
pub(super) fn check(subject: &mut Subject<'_>) -> Seen {
    let text = subject.text;
    let tags = Tags::read(text, &TAGS, Some("n"));
    let plain = |finding: Diagnostic| finding;
    // RFC 6376 §3.6.1: if it is there, it is first.
    if let Some(tag) = tags.get("v")
        && !tags.begin_with(Policy::Dkim)
    {
        subject.say(&mail::DKIM_VERSION, tag.at(), plain);
        return Seen::Broken;
    }
    tags.report(subject, Policy::Dkim);
    tags.unknown(subject, &mail::DKIM_TAG_UNKNOWN, &TAGS);
    let has = |name: &str, part: &[u8]| {
        tags.get(name)
            .is_some_and(|tag| tag.value.split(|o| *o == b':').any(|one| one.trim_ascii().eq_ignore_ascii_case(part)))
    };
    if let Some(tag) = tags.get("h")
        && has("h", b"sha1")
        && !has("h", b"sha256")
    {
        subject.say(&mail::DKIM_HASH_SHA1, tag.at(), plain);
    }
    if let Some(tag) = tags.get("t").filter(|_| has("t", b"y")) {
        subject.say(&mail::DKIM_TESTING, tag.at(), plain);
    }
    if let Some(tag) = tags.get("s").filter(|_| !has("s", b"*") && !has("s", b"email")) {
        subject.say(&mail::DKIM_SERVICE, tag.at(), plain);
    }
    let kind = tags.get("k");
    let is_ed25519 = kind.is_some_and(|tag| tag.value.eq_ignore_ascii_case(b"ed25519"));
    if let Some(tag) = kind.filter(|tag| !is_ed25519 && !tag.value.eq_ignore_ascii_case(b"rsa")) {
        subject.say(&mail::DKIM_KEY_TYPE, tag.at(), plain);
        return Seen::Whole;
    }
    match tags.get("p") {
        None => {
            let whole = 0..text.octets.len();
            subject.say(&mail::DKIM_KEY_MISSING, whole, plain);
        }
        Some(tag) if tag.value.is_empty() => subject.say(&mail::DKIM_KEY_REVOKED, tag.at(), plain),
        Some(tag) => key(subject, tag, is_ed25519),
    }
    Seen::Whole
}

fn key(subject: &mut Subject<'_>, tag: &Tag<'_>, is_ed25519: bool) {
    // RFC 6376 §3.2: white space may stand in it.
    let text: Vec<u8> = tag.value.iter().copied().filter(|o| !o.is_ascii_whitespace()).collect();
    let Ok(octets) = BASE64.decode(&text).or_else(|_| BASE64_NOPAD.decode(&text)) else {
        return subject.say(&mail::DKIM_KEY_ENCODING, tag.value_at.clone(), |finding| finding);
    };
    let mut say = |code: &'static Code, count: usize, limit: usize| {
        subject.say(code, tag.value_at.clone(), |finding| {
            finding.arg("count", count).arg("limit", limit).arg("expected", limit)
        });
    };
    if is_ed25519 {
        if octets.len() != ED25519_OCTETS {
            say(&mail::DKIM_KEY_LENGTH, octets.len(), ED25519_OCTETS);
        }
        return;
    }
    match rsa_bits(&octets) {
        None => say(&mail::DKIM_KEY_MALFORMED, octets.len(), 0),
        Some(bits) if bits < LEAST_BITS => say(&mail::DKIM_KEY_WEAK, bits, LEAST_BITS),
        Some(bits) if bits < GOOD_BITS => say(&mail::DKIM_KEY_SHORT, bits, GOOD_BITS),
        Some(_) => {}
    }
}
