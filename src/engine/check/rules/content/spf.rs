//! SPF policies (RFC 7208), read as a mail server reads them.

mod chain;
mod term;

use std::ops::Range;

use super::asked::{Concern, Own, ask};
use super::joined::{Joined, strings};
use super::subject::Subject;
use crate::engine::check::codes;
use crate::engine::check::codes::content::{ADD_SPACE, REMOVE_TERM, WRITE_COLON, spf};
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::zone::RRset;

pub(super) use chain::{include_answered, target_answered};
use term::{Fault, Kind, Term};

/// Look-ups that a receiver makes for one policy (RFC 7208 §4.6.4).
const LOOKUPS: usize = 10;
/// Octets of a policy that fit into 512 octets of answer with what stands around them (§3.4).
const SHORT: usize = 450;
const VERSION: &[u8] = b"v=spf1";

/// Whether a text is a policy, well formed or not (§4.5: the version, then a space or nothing).
pub(super) fn is_policy(text: &[u8]) -> bool {
    let (version, rest) = text.split_at_checked(VERSION.len()).unwrap_or_default();
    version.eq_ignore_ascii_case(VERSION) && (rest.is_empty() || rest.starts_with(b" "))
}

/// Whether a text is the version alone.
pub(super) const fn is_version(text: &[u8]) -> bool {
    text.eq_ignore_ascii_case(VERSION)
}

/// Whether the first string of TXT data begins a policy.
pub(super) fn begins_policy(rdata: &[u8]) -> bool {
    strings(rdata).next().is_some_and(is_policy)
}

/// Whether a text was meant to be one.
pub(super) fn resembles_policy(text: &[u8]) -> bool {
    let at = text.iter().position(|o| !matches!(o, b' ' | b'"' | b'\'')).unwrap_or(0);
    let mut start = [0; 8];
    start.iter_mut().zip(text.iter().skip(at)).for_each(|(slot, octet)| *slot = octet.to_ascii_lowercase());
    [&b"v=spf"[..], b"v=sfp1", b"v= spf", b"v =spf", b"v:spf1", b"v-spf1", b"spf1 ", b"vspf1 "]
        .iter()
        .any(|known| start.starts_with(known))
}

/// A text that begins like a policy.
#[inline(never)]
pub(super) fn check(subject: &mut Subject<'_>) {
    let text = subject.text;
    if is_policy(&text.octets) {
        return policy(subject);
    }
    let first_string = text.seam(&(0..text.octets.len()));
    if first_string == Some(VERSION.len()) && resembles_policy(&text.octets) {
        let end = terms(&text.octets, 0).next().map_or(0, |range| range.end);
        return split(subject, 0..end);
    }
    let end = terms(&text.octets, 0).next().map_or(text.octets.len(), |range| range.end);
    let code = if text.octets.to_ascii_lowercase().starts_with(b"spf2.0") { &spf::SENDER_ID } else { &spf::VERSION };
    subject.say(code, 0..end, |finding| finding);
}

/// What has been seen of a policy so far.
#[derive(Default)]
struct Seen {
    all: Option<u8>,
    redirect: Option<Range<usize>>,
    exp: bool,
    lookups: usize,
    /// The first policy of the zone that it takes in, and how many it does.
    included: Option<Name>,
    includes: usize,
}

fn policy(subject: &mut Subject<'_>) {
    let text = subject.text;
    let mut seen = Seen::default();
    let mut ends_broken = false;
    for range in terms(&text.octets, VERSION.len()) {
        let term = Term::parse(text.get(range.clone()));
        ends_broken = term.is_err();
        match term {
            Ok(term) => judge(subject, &term, range, &mut seen),
            // A space that is lost between two strings makes one term of two.
            Err(_) if text.seam(&range).is_some() => split(subject, range),
            Err(fault) => broken(subject, fault, range),
        }
    }
    if let Some(name) = &seen.included {
        let is_only = seen.includes == 1 && (seen.all.is_none() || seen.redirect.is_none());
        let own = Own { lookups: u8::try_from(seen.lookups).unwrap_or(u8::MAX), is_only };
        about(subject, Concern::SpfInclude { own: Some(own) }, name);
    }
    if let (Some(_), Some(range)) = (seen.all, seen.redirect.clone()) {
        let change = range.start.saturating_sub(1)..range.end;
        subject.mend(&spf::REDIRECT_IGNORED, range, &REMOVE_TERM, change, "");
    }
    let whole = 0..text.octets.len();
    match seen.all {
        // It may have been meant to be "all".
        None if ends_broken => {}
        None if seen.redirect.is_none() => subject.say(&spf::ALL_MISSING, whole.clone(), |finding| finding),
        _ => {}
    }
    if whole.end > SHORT {
        subject.say(&spf::POLICY_LONG, whole.clone(), |finding| finding.arg("count", whole.end).arg("limit", SHORT));
    }
}

/// A term that is well formed.
fn judge(subject: &mut Subject<'_>, term: &Term<'_>, range: Range<usize>, seen: &mut Seen) {
    if seen.all.is_some() && term.kind.is_mechanism() {
        let change = range.start.saturating_sub(1)..range.end;
        return subject.mend(&spf::AFTER_ALL, range, &REMOVE_TERM, change, "");
    }
    let is_second = match term.kind {
        Kind::Redirect => seen.redirect.replace(range.clone()).is_some(),
        Kind::Exp => std::mem::replace(&mut seen.exp, true),
        _ => false,
    };
    if is_second {
        return subject.say(&spf::MODIFIER_TWICE, range, |finding| finding);
    }
    match term.kind {
        Kind::All => {
            seen.all = Some(term.qualifier);
            if term.qualifier == b'+' {
                subject.say(&spf::ALL_PASS, range.clone(), |finding| finding);
            }
        }
        Kind::Ptr => subject.say(&spf::PTR, range.clone(), |finding| finding),
        Kind::Other { is_known: false } => subject.say(&spf::MODIFIER_UNKNOWN, range.clone(), |finding| finding),
        _ if term.is_private => subject.say(&spf::ADDRESS_PRIVATE, range.clone(), |finding| finding),
        _ => {}
    }
    if term.kind.is_lookup() {
        seen.lookups += 1;
        if seen.lookups == LOOKUPS + 1 {
            subject.say(&spf::LOOKUPS, range, |finding| finding.arg("limit", LOOKUPS));
        }
        // Receivers look no further.
        if seen.lookups <= LOOKUPS {
            follow(subject, term, seen);
        }
    }
}

/// Asks about the name of a term, if it lies in the zone.
fn follow(subject: &Subject<'_>, term: &Term<'_>, seen: &mut Seen) {
    let is_policy = matches!(term.kind, Kind::Include | Kind::Redirect);
    let is_host = matches!(term.kind, Kind::A | Kind::Mx);
    let Some(name) = literal_name(term.domain).filter(|_| is_policy || is_host) else { return };
    if is_policy && !name.as_ref().is_within(subject.context.zone.apex()) {
        return;
    }
    seen.includes += usize::from(is_policy);
    if is_policy && seen.included.is_none() {
        // Asked about when it is known what the policy costs itself.
        seen.included = Some(name);
        return;
    }
    let concern = if is_policy { Concern::SpfInclude { own: None } } else { Concern::SpfHost };
    about(subject, concern, &name);
}

fn about(subject: &Subject<'_>, concern: Concern, name: &Name) {
    ask(concern, RecordType::TXT, subject.text.at, subject.owner, name.as_ref(), subject.context);
}

/// The name that a domain without macros is.
fn literal_name(domain: &[u8]) -> Option<Name> {
    let is_literal = !domain.is_empty() && memchr::memchr2(b'%', b'\\', domain).is_none();
    if is_literal { Name::parse(domain, Some(NameRef::ROOT)).ok() } else { None }
}

/// A term that is none.
fn broken(subject: &mut Subject<'_>, fault: Fault, range: Range<usize>) {
    let plain = |finding: Diagnostic| finding;
    match fault {
        Fault::Unknown => subject.say(&spf::MECHANISM_UNKNOWN, range, plain),
        Fault::Equals(at) => {
            let change = range.start + at..range.start + at + 1;
            subject.mend(&spf::EQUALS, range, &WRITE_COLON, change, ":");
        }
        Fault::ArgumentMissing => subject.say(&spf::ARGUMENT_MISSING, range, plain),
        Fault::ArgumentExtra => subject.say(&spf::ARGUMENT_EXTRA, range, plain),
        Fault::Domain => subject.say(&spf::DOMAIN, range, plain),
        Fault::Macro => subject.say(&spf::MACRO, range, plain),
        Fault::Address(version) => subject.say(&spf::ADDRESS, range, |finding| finding.arg("version", version)),
        Fault::Family => subject.say(&spf::ADDRESS_FAMILY, range, plain),
        Fault::Cidr(limit) => subject.say(&spf::CIDR, range, |finding| finding.arg("limit", limit)),
    }
}

/// Strings are joined without a space (RFC 7208 §3.3).
fn split(subject: &mut Subject<'_>, range: Range<usize>) {
    let seam = subject.text.seam(&range).unwrap_or(range.start);
    subject.mend(&spf::SPLIT, range, &ADD_SPACE, seam..seam, " ");
}

/// The terms of a policy behind the octet at `from`: what stands between spaces (§4.6.1).
fn terms(text: &[u8], from: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.iter().position(|o| *o != b' ')?;
        let len = memchr::memchr(b' ', text.get(start..)?).unwrap_or(text.len() - start);
        at = start + len;
        Some(start..at)
    })
}

/// Several policies of one name: none counts (§4.5).
pub(super) fn several(
    place: &Place<'_>,
    set: &RRset<'_>,
    count: usize,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let policies = || set.records().filter(|record| begins_policy(record.rdata));
    let (Some(newest), Some(oldest)) = (policies().max_by_key(|r| r.at), policies().min_by_key(|r| r.at)) else {
        return;
    };
    let at = Joined::new(newest.rdata, newest.at).place(context, 0..VERSION.len());
    diagnostics.push(
        Diagnostic::new(&spf::SEVERAL, at)
            .arg("owner", place.node.owner.to_string())
            .arg("count", count)
            .related(oldest.at, &codes::FIRST_HERE),
    );
}

/// What a name with MX records should say about who sends in its name.
pub(super) fn beside_mx(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let texts = || place.node.get(RecordType::TXT).into_iter().flat_map(|set| set.records()).map(|record| record.rdata);
    // What is wrong with one that was meant to be a policy is said there.
    let resembles = |rdata: &[u8]| strings(rdata).next().is_some_and(resembles_policy);
    let mut records = set.records();
    let null = records.next().filter(|record| record.rdata.get(2..) == Some(&[0]) && records.next().is_none());
    let (code, at) = match (null, first(set)) {
        // RFC 7505 §4.2: a domain that takes no mail sends none either.
        (Some(null), _) if !texts().any(forbids) => (&spf::NULL_MX, context.part(null.at, Part::Rdata(1))),
        (None, Some(first)) if place.is_apex && !texts().any(resembles) => {
            (&spf::APEX_MISSING, context.part(first.at, Part::Type))
        }
        _ => return,
    };
    diagnostics.push(Diagnostic::new(code, at).arg("owner", place.node.owner.to_string()));
}

/// Whether TXT data is the policy that lets nobody send.
fn forbids(rdata: &[u8]) -> bool {
    let text = Joined::new(rdata, crate::engine::diag::Span::NONE);
    let mut parts = terms(&text.octets, 0).skip(1);
    begins_policy(rdata)
        && parts.next().is_some_and(|range| text.get(range).eq_ignore_ascii_case(b"-all"))
        && parts.next().is_none()
}

/// RFC 7208 §3.1: the type SPF was given up.
pub(super) fn without_txt(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(spf) = first(set) else { return };
    // The policy begins the first string of a TXT record.
    let policy = |rdata: &[u8]| rdata.get(1..).is_some_and(|text| text.starts_with(VERSION));
    if place.node.get(RecordType::TXT).is_some_and(|txt| txt.records().any(|r| policy(r.rdata))) {
        return;
    }
    let at = context.part(spf.at, Part::Type);
    diagnostics.push(Diagnostic::new(&codes::content::SPF_WITHOUT_TXT, at).arg("owner", place.node.owner.to_string()));
}
