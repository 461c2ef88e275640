//! NAPTR and URI: rules and addresses of services (RFC 3402, RFC 3403, RFC 7553); and HINFO that is an answer.

use super::caa::is_uri;
use super::joined::{Joined, strings};
use super::subject::Subject;
use crate::engine::check::codes::content::services as codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::zone::RRset;

/// Words of NAPTR.
const FLAGS: usize = 2;
const REGEXP: usize = 4;

pub(super) fn naptr(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for record in set.records() {
        // RFC 3403 §4.1: order and preference, flags, services, regexp, replacement.
        let mut texts = strings(record.rdata.get(4..).unwrap_or_default());
        let (Some(flags), Some(services), Some(regexp)) = (texts.next(), texts.next(), texts.next()) else { continue };
        let replacement = record.rdata.get(4 + 3 + flags.len() + services.len() + regexp.len()..).unwrap_or_default();
        let has_replacement = replacement != [0];
        let flag_text = Joined::word_of(flags, FLAGS, record.at);
        let subject = &mut Subject { owner: place.node.owner, text: &flag_text, context, diagnostics };
        let is_known = flags.len() <= 1 && flags.iter().all(|o| b"SAUPD".contains(&o.to_ascii_uppercase()));
        if !is_known {
            subject.say(&codes::NAPTR_FLAGS, 0..flags.len(), |finding| finding);
        } else if flags.eq_ignore_ascii_case(b"u") && regexp.is_empty() && has_replacement {
            // RFC 3404 §4.3: its result is a URI, which a name is not.
            subject.say(&codes::NAPTR_FLAG_FIELD, 0..flags.len(), |finding| finding);
        }
        if regexp.is_empty() && !has_replacement {
            let at = context.part(record.at, Part::Rdata(REGEXP));
            let finding = Diagnostic::new(&codes::NAPTR_EMPTY, at);
            diagnostics.push(finding.arg("owner", place.node.owner.to_string()));
        } else if !regexp.is_empty() && !is_substitution(regexp) {
            let text = Joined::word_of(regexp, REGEXP, record.at);
            let subject = &mut Subject { owner: place.node.owner, text: &text, context, diagnostics };
            subject.say(&codes::NAPTR_REGEXP, 0..regexp.len(), |finding| finding);
        }
    }
}

/// RFC 3402 §3.2: delimiter, expression, delimiter, replacement, delimiter, flags.
fn is_substitution(text: &[u8]) -> bool {
    let Some((&delimiter, rest)) = text.split_first() else { return false };
    if delimiter.is_ascii_digit() || matches!(delimiter, b'\\' | b'i') {
        return false;
    }
    let (mut parts, mut escaped) = ([0; 3], false);
    let (mut part, mut groups, mut highest) = (0, 0_u8, 0);
    for &octet in rest {
        if octet == delimiter && !escaped {
            part += 1;
        } else if let Some(len) = parts.get_mut(part) {
            *len += 1;
            match (part, octet) {
                (0, b'(') if !escaped => groups = groups.saturating_add(1),
                (1, b'1'..=b'9') if escaped => highest = highest.max(octet - b'0'),
                (2, b'i') => {}
                (2, _) => return false,
                _ => {}
            }
        }
        escaped = octet == b'\\' && !escaped;
    }
    let [expression, _, flags] = parts;
    part == 2 && expression > 0 && flags <= 1 && highest <= groups
}

pub(super) fn uri(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for record in set.records() {
        let target = record.rdata.get(4..).unwrap_or_default();
        // RFC 7553 §4.4: a URI of RFC 3986, so with a scheme.
        if !is_uri(target) {
            let text = Joined::word_of(target, 2, record.at);
            let subject = &mut Subject { owner: place.node.owner, text: &text, context, diagnostics };
            subject.say(&codes::URI_TARGET, 0..target.len(), |finding| finding);
        }
    }
    let is_service = place.node.owner.labels().next().is_some_and(|label| label.starts_with(b"_") || label == b"*");
    if let (false, Some(record)) = (is_service, first(set)) {
        let at = context.part(record.at, Part::Owner);
        diagnostics.push(Diagnostic::new(&codes::URI_OWNER, at).arg("owner", place.node.owner.to_string()));
    }
}

/// RFC 8482 §4.2: what servers answer to ANY.
pub(super) fn hinfo(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let answer = |rdata: &[u8]| strings(rdata).next().is_some_and(|cpu| cpu.eq_ignore_ascii_case(b"RFC8482"));
    if let Some(record) = set.records().find(|record| answer(record.rdata)) {
        let at = context.part(record.at, Part::Rdata(0));
        diagnostics.push(Diagnostic::new(&codes::HINFO_ANY, at).arg("owner", place.node.owner.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substitutions_are_known() {
        for good in ["!^.*$!sip:info@example.com!", "!^(.*)$!sip:\\1@example.com!i", "/a\\/b/c/", "!a!!"] {
            assert!(is_substitution(good.as_bytes()), "{good}");
        }
        for bad in ["", "!", "!a!b", "!a!b!x", "!a!b!ii", "!!b!", "!a!\\1!", "1a1b1", "\\a\\b\\", "!a!b!c!"] {
            assert!(!is_substitution(bad.as_bytes()), "{bad}");
        }
    }
}
