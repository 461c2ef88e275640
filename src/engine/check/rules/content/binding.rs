//! SVCB and HTTPS: what their fields mean together and beside other records (RFC 9460, RFC 9461).

use std::collections::HashSet;

use super::asked::{Concern, ask};
use crate::engine::check::codes::OTHER_HERE;
use crate::engine::check::codes::content::services as codes;
use crate::engine::check::context::{Context, Part, Place};
use crate::engine::check::questions::Asked;
use crate::engine::check::rules::targets::{Pointer, final_dot};
use crate::engine::check::target::Target;
use crate::engine::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::engine::dns::{NameRef, RecordType, Token, codes::shown};
use crate::engine::zone::{Datum, RRset};

/// Keys (RFC 9460 §14.3.2, RFC 9461 §5).
const MANDATORY: u16 = 0;
const ALPN: u16 = 1;
const NO_DEFAULT_ALPN: u16 = 2;
const PORT: u16 = 3;
const IPV4HINT: u16 = 4;
const ECH: u16 = 5;
const IPV6HINT: u16 = 6;
const DOHPATH: u16 = 7;

/// Protocols of HTTPS (IANA "TLS ALPN Protocol IDs").
const WEB: [&[u8]; 4] = [b"h2", b"h3", b"http/1.1", b"http/1.0"];

/// A record's parts.
struct Binding<'r> {
    is_alias: bool,
    target: NameRef<'r>,
    params: &'r [u8],
    at: Span,
}

impl<'r> Binding<'r> {
    fn parse(record: Datum<'r>) -> Option<Self> {
        let (priority, rest) = record.rdata.split_first_chunk::<2>()?;
        let (target, len) = NameRef::from_wire(rest).ok()?;
        Some(Self { is_alias: *priority == [0, 0], target, params: rest.get(len..)?, at: record.at })
    }

    /// The value of a key.
    fn get(&self, key: u16) -> Option<&'r [u8]> {
        let mut rest = self.params;
        while let Some((&[a, b, c, d], tail)) = rest.split_first_chunk() {
            let (value, behind) = tail.split_at_checked(usize::from(u16::from_be_bytes([c, d])))?;
            if u16::from_be_bytes([a, b]) == key {
                return Some(value);
            }
            rest = behind;
        }
        None
    }

    /// The protocols it names.
    fn protocols(&self) -> impl Iterator<Item = &'r [u8]> {
        super::joined::strings(self.get(ALPN).unwrap_or_default())
    }
}

/// A node's records of one of the two types.
struct Scene<'s, 'd> {
    place: &'s Place<'s>,
    rtype: RecordType,
    context: &'s Context<'s>,
    diagnostics: &'d mut Diagnostics,
}

impl Scene<'_, '_> {
    /// Says something about a parameter of a record; about all of them for an empty key.
    fn say(&mut self, code: &'static Code, at: Span, key: &str, more: impl FnOnce(Diagnostic) -> Diagnostic) {
        let (context, owner, rtype) = (self.context, self.place.node.owner, self.rtype);
        self.diagnostics.offer(code, at, || {
            let finding = Diagnostic::new(code, parameter(context, at, key));
            more(finding.arg("owner", owner.to_string()).arg("type", rtype.to_string()))
        });
    }
}

/// Where a parameter is written; all of them for an empty key.
fn parameter(context: &Context<'_>, at: Span, key: &str) -> Span {
    let written = |words: &[Token<'_>]| {
        let (Some(first), Some(last)) = (words.get(2), words.last()) else { return at };
        let named = words.iter().skip(2).find(|word| {
            let behind = word.text.get(..key.len()).filter(|start| start.eq_ignore_ascii_case(key.as_bytes()));
            behind.is_some() && matches!(word.text.get(key.len()), None | Some(b'='))
        });
        named.filter(|_| !key.is_empty()).map_or(first.span.to(last.span), |word| word.span)
    };
    context.words(at, written).unwrap_or(at)
}

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let mut scene = Scene { place, rtype: set.rtype(), context, diagnostics };
    let mut forms = [0_usize; 2];
    for binding in set.records().filter_map(Binding::parse) {
        if let Some(count) = forms.get_mut(usize::from(binding.is_alias)) {
            *count += 1;
        }
        // RFC 9460 §2.4.2: recipients ignore them.
        if binding.is_alias && !binding.params.is_empty() {
            scene.say(&codes::SVCB_ALIAS_PARAMS, binding.at, "", |finding| finding);
        } else if !binding.is_alias {
            parameters(&mut scene, &binding);
        }
        leads(&mut scene, &binding);
    }
    together(&mut scene, set, forms);
}

/// What alias form and service form are together.
fn together(scene: &mut Scene<'_, '_>, set: &RRset<'_>, [services, aliases]: [usize; 2]) {
    if aliases == 0 || services + aliases == 1 {
        return;
    }
    let all = || set.records().filter_map(Binding::parse);
    let newest = all().filter(|binding| binding.is_alias).map(|binding| binding.at).max().unwrap_or(Span::NONE);
    // RFC 9460 §2.4.2: there should be one; clients pick any.
    if aliases > 1 {
        let oldest = all().filter(|binding| binding.is_alias).map(|binding| binding.at).min().unwrap_or(Span::NONE);
        let at = scene.context.part(newest, Part::Rdata(0));
        let finding = about(scene, Diagnostic::new(&codes::SVCB_ALIAS_SEVERAL, at));
        scene.diagnostics.push(finding.arg("count", aliases).related(oldest, &OTHER_HERE));
    }
    // RFC 9460 §2.4.1
    if services > 0 {
        let other = all().find(|binding| !binding.is_alias).map_or(Span::NONE, |binding| binding.at);
        let at = scene.context.part(newest, Part::Rdata(0));
        let finding = about(scene, Diagnostic::new(&codes::SVCB_ALIAS_BESIDE_SERVICE, at));
        scene.diagnostics.push(finding.related(other, &OTHER_HERE));
    }
}

fn about(scene: &Scene<'_, '_>, finding: Diagnostic) -> Diagnostic {
    finding.arg("owner", scene.place.node.owner.to_string()).arg("type", scene.rtype.to_string())
}

/// Where the record leads to.
fn leads(scene: &mut Scene<'_, '_>, binding: &Binding<'_>) {
    let owner = scene.place.node.owner;
    // RFC 9460 §2.5: the root is "no such service" in alias form, the owner in service form.
    let is_own = !binding.is_alias && (binding.target.is_root() || binding.target == owner);
    if is_own {
        let node = scene.place.node;
        let has_address = node.has(RecordType::A) || node.has(RecordType::AAAA);
        if !has_address && !node.has(RecordType::CNAME) && !scene.context.is_lost(owner) {
            let (context, rtype, at) = (scene.context, scene.rtype, binding.at);
            let pointer = Pointer { owner, rtype, target: owner, word: 1, at };
            pointer.report(&codes::SVCB_TARGET_NO_ADDRESS, context, scene.diagnostics);
        }
    } else if !binding.target.is_root() && binding.target != owner {
        let concern = Concern::Binding { is_alias: binding.is_alias };
        ask(concern, scene.rtype, binding.at, owner, binding.target, scene.context);
    }
    if is_own {
        hints(scene, binding, IPV4HINT, RecordType::A);
        hints(scene, binding, IPV6HINT, RecordType::AAAA);
    }
}

pub(super) fn answered(
    asked: &Asked<'_>,
    is_alias: bool,
    found: &Target,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let pointer = Pointer::of(asked);
    let code = match found {
        Target::Missing if final_dot(&pointer, context, diagnostics) => return,
        Target::Missing => &codes::SVCB_TARGET_MISSING,
        // An alias may lead to a name with records of its own type alone.
        Target::NoAddress if is_alias && context.zone.get(asked.name(), pointer.rtype).is_some() => return,
        Target::NoAddress => &codes::SVCB_TARGET_NO_ADDRESS,
        Target::Alias(_) if !is_alias => &codes::SVCB_TARGET_ALIAS,
        _ => return,
    };
    if !context.is_lost(asked.name()) {
        pointer.report(code, context, diagnostics);
    }
}

/// RFC 9460 §7.3: hints are the addresses of the target.
fn hints(scene: &mut Scene<'_, '_>, binding: &Binding<'_>, key: u16, rtype: RecordType) {
    let (Some(value), Some(set)) = (binding.get(key), scene.place.node.get(rtype)) else { return };
    let (size, name) = if key == IPV4HINT { (4, "ipv4hint") } else { (16, "ipv6hint") };
    let mut left: HashSet<&[u8]> = value.chunks_exact(size).collect();
    set.records().for_each(|record| {
        left.remove(record.rdata);
    });
    if let Some(hint) = value.chunks_exact(size).find(|hint| left.contains(hint)) {
        let mut text = String::new();
        crate::engine::dns::rdata::print(rtype, hint, &mut text);
        scene.say(&codes::SVCB_HINT, binding.at, name, |finding| finding.arg("value", text));
    }
}

/// What the parameters of service form say.
fn parameters(scene: &mut Scene<'_, '_>, binding: &Binding<'_>) {
    let (at, is_web) = (binding.at, scene.rtype == RecordType::HTTPS);
    if is_web && let Some(odd) = binding.protocols().find(|protocol| !WEB.contains(protocol)) {
        scene.say(&codes::HTTPS_ALPN, at, "alpn", |finding| finding.arg("value", shown(odd)));
    }
    if binding.get(PORT) == Some(&[0, 0]) {
        scene.say(&codes::SVCB_PORT_ZERO, at, "port", |finding| finding);
    }
    // RFC 9848 §3: a list behind its length.
    if let Some((length, list)) = binding.get(ECH).and_then(|ech| ech.split_first_chunk()) {
        let length = usize::from(u16::from_be_bytes(*length));
        if length != list.len() {
            scene.say(&codes::SVCB_ECH_LIST, at, "ech", |finding| {
                finding.arg("expected", length).arg("count", list.len())
            });
        }
    }
    let mandatory = binding.get(MANDATORY).unwrap_or_default();
    let listed = |key: u16| mandatory.as_chunks().0.contains(&key.to_be_bytes());
    // RFC 9460 §9: automatically mandatory.
    for (key, name) in [(PORT, "port"), (NO_DEFAULT_ALPN, "no-default-alpn")] {
        if is_web && listed(key) {
            scene.say(&codes::SVCB_MANDATORY_KNOWN, at, "mandatory", |finding| finding.arg("value", name));
        }
    }
    if !is_web && is_dns(scene.place.node.owner) {
        resolver(scene, binding);
    }
}

/// RFC 9461 §4.1, §5: a DNS server says by which protocols, and for HTTP where.
fn resolver(scene: &mut Scene<'_, '_>, binding: &Binding<'_>) {
    if binding.get(ALPN).is_none() {
        return scene.say(&codes::SVCB_DNS_ALPN, binding.at, "", |finding| finding);
    }
    let http = binding.protocols().find(|protocol| WEB.contains(protocol)).filter(|_| binding.get(DOHPATH).is_none());
    if let Some(protocol) = http {
        scene.say(&codes::SVCB_DNS_DOHPATH, binding.at, "alpn", |finding| finding.arg("value", shown(protocol)));
    }
}

/// `_dns` in front, or behind a port.
fn is_dns(owner: NameRef<'_>) -> bool {
    let mut labels = owner.labels();
    let is_label = |label: Option<&[u8]>| label.is_some_and(|label| label.eq_ignore_ascii_case(b"_dns"));
    is_label(labels.next()) || owner.wire().get(1) == Some(&b'_') && is_label(labels.next())
}
