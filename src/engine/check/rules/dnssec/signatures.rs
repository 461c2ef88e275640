//! Each RRset that the zone is the authority for has a signature that one of its keys made (RFC 4035 §2.2).

use super::bitmap::is_delegation;
use super::part::Part;
use super::standing::Standing;
use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Part as Word, Place, first};
use crate::engine::diag::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::engine::dns::{NameRef, RecordType};
use crate::engine::dnssec::verify::Digested;
use crate::engine::dnssec::{Algorithm, Rrsig};
use crate::engine::zone::{Datum, RRset};

/// A signature as it stands in the zone.
type Signature<'a> = (Rrsig<'a>, Datum<'a>);

/// What a signature is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worth {
    /// Made by this key of [`Standing::keys`].
    By(usize),
    /// By a key that is not in the zone.
    Keyless,
    /// Nothing, which was said.
    Nothing,
    /// Not to be known here: an algorithm that is not ours, or one signature too many.
    Unknown,
}

/// The signatures of a node that is served.
pub(super) fn check(place: &Place<'_>, context: &Context<'_>, part: &mut Part, diagnostics: &mut Diagnostics) {
    let set = place.node.get(RecordType::RRSIG);
    let records = set.iter().flat_map(|set| set.records());
    let all: Vec<Signature<'_>> = records.filter_map(|r| Some((Rrsig::parse(r.rdata)?, r))).collect();
    for (rrsig, record) in &all {
        let code = match place.node.get(rrsig.covered) {
            // RFC 4035 §2.2: an RRSIG is never signed itself.
            _ if rrsig.covered == RecordType::RRSIG => &codes::RRSIG_OVER_RRSIG,
            None => &codes::RRSIG_TYPE_ABSENT,
            // RFC 4035 §2.2: neither the NS of a delegation nor glue.
            Some(set) if !is_authoritative(place, &set) => &codes::RRSIG_UNNEEDED,
            Some(_) => {
                part.windows.see(place, rrsig, record, context, &mut part.once);
                continue;
            }
        };
        if !context.is_lost(place.node.owner) {
            diagnostics.push(finding(code, place, rrsig, record, 0, context));
        }
    }
    let signed = place.node.sets.iter().filter(|set| set.rtype() != RecordType::RRSIG && is_authoritative(place, set));
    for set in signed {
        let mine = || all.iter().filter(|(rrsig, _)| rrsig.covered == set.rtype());
        if context.is_lost(place.node.owner) {
            continue;
        }
        if mine().next().is_none() {
            let at = first(&set).map_or(Span::NONE, |r| r.at);
            diagnostics.push(
                Diagnostic::new(&codes::RRSIG_MISSING, at)
                    .arg("owner", place.node.owner.to_string())
                    .arg("type", set.rtype().to_string()),
            );
            continue;
        }
        let worths = judge(place, &set, mine(), context, diagnostics);
        complete(place, &set, mine(), context.dnssec(), part);
        if set.rtype() == RecordType::DNSKEY && place.is_apex {
            entry_points(&set, &worths, context, diagnostics);
        }
        if matches!(set.rtype(), RecordType::CDS | RecordType::CDNSKEY) && place.is_apex {
            signal(place, &set, &worths, context, diagnostics);
        }
    }
}

/// Signatures where nothing is to be signed: below a cut.
pub(super) fn hidden(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(set) = place.node.get(RecordType::RRSIG) else { return };
    for record in set.records() {
        if let Some(rrsig) = Rrsig::parse(record.rdata) {
            diagnostics.push(finding(&codes::RRSIG_UNNEEDED, place, &rrsig, &record, 0, context));
        }
    }
}

/// At a delegation the zone is the authority for DS and its own denial alone (RFC 4035 §2.2).
fn is_authoritative(place: &Place<'_>, set: &RRset<'_>) -> bool {
    !is_delegation(place) || matches!(set.rtype(), RecordType::DS | RecordType::NSEC | RecordType::NSEC3)
}

fn finding(
    code: &'static Code,
    place: &Place<'_>,
    rrsig: &Rrsig<'_>,
    record: &Datum<'_>,
    word: usize,
    context: &Context<'_>,
) -> Diagnostic {
    Diagnostic::new(code, context.part(record.at, Word::Rdata(word)))
        .arg("owner", place.node.owner.to_string())
        .arg("type", rrsig.covered.to_string())
}

/// What each signature over an RRset is worth.
fn judge<'s>(
    place: &Place<'_>,
    set: &RRset<'_>,
    signatures: impl Iterator<Item = &'s Signature<'s>>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Worth> {
    let standing = context.dnssec();
    let (mut worths, mut keyless, mut tries) = (Vec::new(), Vec::new(), context.limits().verifications);
    for (n, (rrsig, record)) in signatures.enumerate() {
        if n == context.limits().signatures {
            let many = finding(&codes::RRSIG_MANY, place, rrsig, record, 0, context);
            diagnostics.push(many.arg("limit", context.limits().signatures));
        }
        let worth = if n >= context.limits().signatures {
            Worth::Unknown
        } else {
            one(place, set, rrsig, record, &mut tries, context, diagnostics)
        };
        if worth == Worth::Keyless {
            keyless.push((rrsig, record));
        }
        worths.push(worth);
    }
    // RFC 6781 §4.1.4: while algorithms are rolled, signatures come before their key; another must hold meanwhile.
    let is_held = worths.iter().any(|worth| matches!(worth, Worth::By(_) | Worth::Unknown));
    if !standing.keys.is_empty() {
        for (rrsig, record) in keyless {
            let severity = if is_held { Severity::Warning } else { codes::RRSIG_KEY_MISSING.severity };
            diagnostics.push(
                finding(&codes::RRSIG_KEY_MISSING, place, rrsig, record, 6, context)
                    .arg("tag", rrsig.key_tag)
                    .arg("algorithm", rrsig.algorithm.to_string())
                    .severity(severity),
            );
        }
    }
    worths
}

fn one(
    place: &Place<'_>,
    set: &RRset<'_>,
    rrsig: &Rrsig<'_>,
    record: &Datum<'_>,
    tries: &mut usize,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Worth {
    let (owner, standing) = (place.node.owner, context.dnssec());
    let mut say = |code, word, number: Option<u32>| {
        let found = finding(code, place, rrsig, record, word, context);
        diagnostics.push(match number {
            Some(number) => found.arg("number", number),
            None => found,
        });
    };
    ttls(set, rrsig, record, &mut say);
    // RFC 4035 §2.2: the signer is the zone.
    if rrsig.signer != context.zone.apex() {
        say(&codes::RRSIG_SIGNER, 7, None);
        return Worth::Nothing;
    }
    // RFC 4034 §3.1.3: fewer would make it an expansion of a wildcard, which no zone holds.
    if usize::from(rrsig.labels) != Rrsig::labels_of(owner) {
        say(&codes::RRSIG_LABELS, 2, Some(u32::from(rrsig.labels)));
        return Worth::Nothing;
    }
    let keys: Vec<_> = standing.candidates(rrsig).collect();
    if keys.is_empty() {
        return Worth::Keyless;
    }
    if !rrsig.algorithm.is_supported() {
        return Worth::Unknown;
    }
    let mut message = Vec::new();
    rrsig.signed_octets(owner, set.records().map(|r| r.rdata), &mut message);
    let digested = Digested::new(rrsig.algorithm, &message);
    let mut is_tried = false;
    for (index, key) in keys.into_iter().take(context.limits().keys_per_tag) {
        // A key that is none has its own finding.
        let Ok(public) = &key.public else { continue };
        if *tries == 0 {
            return Worth::Unknown;
        }
        *tries -= 1;
        is_tried = true;
        if public.verifies(&digested, rrsig.signature) {
            // RFC 5011 §2.1: a revoked key vouches for its own revocation and nothing else.
            if key.is_revoked() && set.rtype() != RecordType::DNSKEY {
                say(&codes::RRSIG_REVOKED_KEY, 6, None);
                return Worth::Nothing;
            }
            return Worth::By(index);
        }
    }
    if !is_tried {
        return Worth::Unknown;
    }
    if let Some(index) = lowered(owner, set, rrsig, standing) {
        say(&codes::RRSIG_CASE, 8, None);
        return Worth::By(index);
    }
    say(&codes::RRSIG_BOGUS, 8, None);
    Worth::Nothing
}

/// The key of a signature over NSEC that was made as RFC 4034 §6.2 had it, with the next name in lower case; RFC 6840 §5.1
/// signs it as written.
fn lowered(owner: NameRef<'_>, set: &RRset<'_>, rrsig: &Rrsig<'_>, standing: &Standing) -> Option<usize> {
    let record = set.records().next().filter(|_| set.rtype() == RecordType::NSEC)?;
    let (next, types) = record.rdata.split_at_checked(NameRef::from_wire(record.rdata).ok()?.1)?;
    let lower = [&next.to_ascii_lowercase(), types].concat();
    let (index, key) = standing.candidates(rrsig).next().filter(|_| lower != record.rdata)?;
    let mut message = Vec::new();
    rrsig.signed_octets(owner, [&*lower].into_iter(), &mut message);
    let digested = Digested::new(rrsig.algorithm, &message);
    key.public.as_ref().is_ok_and(|public| public.verifies(&digested, rrsig.signature)).then_some(index)
}

/// RFC 4034 §3 and §3.1.4: the signature's TTL, the one it signs and the RRset's are the same.
fn ttls(
    set: &RRset<'_>,
    rrsig: &Rrsig<'_>,
    record: &Datum<'_>,
    say: &mut impl FnMut(&'static Code, usize, Option<u32>),
) {
    let ttl = set.ttl();
    let code = match ttl.cmp(&rrsig.original_ttl) {
        std::cmp::Ordering::Greater => Some(&codes::RRSIG_TTL_ABOVE_ORIGINAL),
        std::cmp::Ordering::Less => Some(&codes::RRSIG_ORIGINAL_TTL),
        std::cmp::Ordering::Equal => None,
    };
    if let Some(code) = code {
        say(code, 3, Some(ttl));
    } else if record.ttl != ttl {
        say(&codes::RRSIG_TTL, 0, Some(ttl));
    }
}

/// RFC 4035 §2.2, RFC 6840 §5.11: each algorithm among the keys signs each RRset.
fn complete<'s>(
    place: &Place<'_>,
    set: &RRset<'_>,
    signatures: impl Iterator<Item = &'s Signature<'s>>,
    standing: &Standing,
    part: &mut Part,
) {
    let present: Vec<Algorithm> = signatures.map(|(rrsig, _)| rrsig.algorithm).collect();
    for algorithm in standing.algorithms.iter().filter(|algorithm| !present.contains(algorithm)) {
        part.once.say(&codes::ALGORITHM_INCOMPLETE, algorithm.0, || {
            let key = standing.keys.iter().find(|key| key.may_sign && key.algorithm == *algorithm);
            Diagnostic::new(&codes::ALGORITHM_INCOMPLETE, key.map_or(Span::NONE, |key| key.at))
                .related(first(set).map_or(Span::NONE, |r| r.at), &codes::UNSIGNED_HERE)
                .arg("owner", place.node.owner.to_string())
                .arg("type", set.rtype().to_string())
                .arg("algorithm", algorithm.to_string())
        });
    }
}

/// The keys are signed by one that is marked as entry point, and by each that is revoked.
fn entry_points(set: &RRset<'_>, worths: &[Worth], context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let keys = &context.dnssec().keys;
    let signs = |index: usize| worths.contains(&Worth::By(index));
    let points = || keys.iter().enumerate().filter(|(_, key)| key.may_sign && key.is_sep() && !key.is_revoked());
    let is_unknown = worths.contains(&Worth::Unknown);
    if points().next().is_some() && !points().any(|(index, _)| signs(index)) && !is_unknown {
        let at = points().map(|(_, key)| key.at).min().or_else(|| first(set).map(|r| r.at)).unwrap_or(Span::NONE);
        let zone = context.zone.apex().to_string();
        diagnostics.push(Diagnostic::new(&codes::DNSKEY_SEP_UNSIGNED, at).arg("zone", zone));
    }
    // RFC 5011 §2.1: a revocation counts once the key itself has signed it.
    for (index, key) in keys.iter().enumerate().filter(|(_, key)| key.is_revoked() && key.public.is_ok()) {
        if !signs(index) && !is_unknown {
            let at = context.part(key.at, Word::Rdata(0));
            diagnostics.push(Diagnostic::new(&codes::DNSKEY_REVOKED_UNSIGNED, at).arg("tag", key.tag));
        }
    }
}

/// RFC 7344 §4.1: signed with a key that the parent's DS names; those are the entry points.
fn signal(place: &Place<'_>, set: &RRset<'_>, worths: &[Worth], context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let keys = &context.dnssec().keys;
    let by_point = |worth: &Worth| match worth {
        Worth::By(index) => keys.get(*index).is_some_and(super::standing::Key::is_sep),
        Worth::Unknown => true,
        Worth::Keyless | Worth::Nothing => false,
    };
    if keys.iter().any(super::standing::Key::is_sep) && !worths.iter().any(by_point) {
        diagnostics.push(
            Diagnostic::new(&codes::CDS_SEP_UNSIGNED, first(set).map_or(Span::NONE, |r| r.at))
                .arg("zone", place.node.owner.to_string())
                .arg("type", set.rtype().to_string()),
        );
    }
}
