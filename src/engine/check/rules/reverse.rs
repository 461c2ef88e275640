//! Names of addresses: PTR records under in-addr.arpa and ip6.arpa (RFC 1035 §3.5, RFC 3596 §2.5), and outside of them.

use crate::engine::check::codes;
use crate::engine::check::codes::reverse;
use crate::engine::check::context::{Context, Part, Place, first, target};
use crate::engine::check::target::{Target, is_address, resolve};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::{NameRef, RecordType};
use crate::engine::zone::RRset;

use super::targets::{Pointer, add_dot, final_dot, fixed};

/// A tree of addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tree {
    V4,
    V6,
}

impl Tree {
    /// The tree that a name lies in.
    fn of(name: NameRef<'_>) -> Option<Self> {
        let ends = |suffix: &[u8]| {
            let at = name.wire().len().checked_sub(suffix.len());
            at.and_then(|at| name.wire().get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
        };
        if ends(b"\x07in-addr\x04arpa\0") { Some(Self::V4) } else { ends(b"\x03ip6\x04arpa\0").then_some(Self::V6) }
    }

    /// How many labels an address has.
    const fn depth(self) -> usize {
        match self {
            Self::V4 => 4,
            Self::V6 => 32,
        }
    }

    fn is_part(self, label: &[u8]) -> bool {
        match self {
            Self::V4 => {
                let padded = label.len() > 1 && label.starts_with(b"0");
                !padded && std::str::from_utf8(label).is_ok_and(|text| text.parse::<u8>().is_ok())
            }
            Self::V6 => label.len() == 1 && label.iter().all(u8::is_ascii_hexdigit),
        }
    }
}

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(oldest) = first(set) else { return };
    let owner = place.node.owner;
    let tree = Tree::of(context.zone.apex());
    match tree {
        Some(tree) => shape(owner, tree, set, context, diagnostics),
        None if is_address(owner, context.zone.apex()) => {
            let at = context.part(oldest.at, Part::Owner);
            diagnostics.push(Diagnostic::new(&reverse::PTR_OUTSIDE_REVERSE, at).arg("owner", owner.to_string()));
        }
        None => {}
    }
    for record in set.records() {
        let Some(target) = target(RecordType::PTR, record.rdata).filter(|name| !name.is_root()) else { continue };
        let pointer = Pointer { owner: place.node.owner, rtype: RecordType::PTR, target, word: 0, at: record.at };
        follow(&pointer, tree, context, diagnostics);
    }
}

/// Whether the owner is the name of an address.
fn shape(owner: NameRef<'_>, tree: Tree, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(record) = first(set) else { return };
    let count = owner.label_count().saturating_sub(2);
    let mut labels = owner.labels().take(count);
    let Some(label) = labels.next() else { return };
    // RFC 6763 §11: lists of domains stand below _udp here too.
    if label == b"*" || label.starts_with(b"_") || labels.any(|label| label.starts_with(b"_")) {
        return;
    }
    let all_parts = owner.labels().take(count).all(|label| tree.is_part(label));
    let most = tree.depth();
    let finding = |code| {
        Diagnostic::new(code, context.part(record.at, Part::Owner))
            .arg("owner", owner.to_string())
            .arg("label", String::from_utf8_lossy(label).into_owned())
            .arg("count", count)
            .arg("most", most)
    };
    // RFC 2317 §4: labels between may name a range; the first is a part of the address all the same.
    if !tree.is_part(label) {
        diagnostics.offer(&reverse::REVERSE_OWNER_FORM, record.at, || finding(&reverse::REVERSE_OWNER_FORM));
    } else if count > most && all_parts {
        diagnostics.offer(&reverse::REVERSE_OWNER_DEPTH, record.at, || finding(&reverse::REVERSE_OWNER_DEPTH));
    } else if count < most {
        diagnostics.offer(&reverse::REVERSE_OWNER_SHORT, record.at, || finding(&reverse::REVERSE_OWNER_SHORT));
    } else if let Some(second) = set.records().nth(1) {
        // RFC 2181 §10.2
        diagnostics.offer(&reverse::PTR_SEVERAL, second.at, || {
            Diagnostic::new(&reverse::PTR_SEVERAL, second.at)
                .arg("owner", owner.to_string())
                .arg("count", set.len())
                .related(record.at, &codes::FIRST_HERE)
        });
    }
}

fn follow(pointer: &Pointer<'_>, tree: Option<Tree>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let name = pointer.target;
    if is_address(name, context.zone.apex()) {
        return pointer.report(&codes::TARGET_ADDRESS, context, diagnostics);
    }
    if tree.is_some() {
        if Tree::of(name).is_some() && !pointer.owner.labels().any(|label| label.starts_with(b"_")) {
            diagnostics.offer(&reverse::PTR_TARGET_REVERSE, pointer.at, || {
                let meant = short_of_apex(name, context);
                let finding = pointer.finding(&reverse::PTR_TARGET_REVERSE, context).arg("meant", meant);
                fixed(finding, &codes::ADD_FINAL_DOT, add_dot(pointer, context))
            });
        }
        return;
    }
    if !name.is_within(context.zone.apex()) || context.is_lost(name) {
        return;
    }
    // RFC 6763 §4.1: the names of services point to names with SRV and TXT records.
    if resolve(context.zone, name) == Some(Target::Missing) && !final_dot(pointer, context, diagnostics) {
        pointer.report(&codes::TARGET_MISSING, context, diagnostics);
    }
}

/// A name as it stands before the zone's name.
fn short_of_apex(name: NameRef<'_>, context: &Context<'_>) -> String {
    let text = name.to_string();
    let apex = context.zone.apex().to_string();
    let own = text.len().checked_sub(apex.len()).filter(|own| *own > 0 && name.is_within(context.zone.apex()));
    own.and_then(|own| text.get(..own)).map_or(text.clone(), str::to_owned)
}
