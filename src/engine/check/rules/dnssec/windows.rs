//! When signatures end, seen with the secondary's eyes: before it looks again, or before it would give up the zone.

use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Part, Place};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{RecordType, Serial};
use crate::engine::dnssec::Rrsig;
use crate::engine::zone::Datum;

use super::once::Once;

/// Seconds after which a lifetime is long: half a year, as Zonemaster's DNSSEC04.
const LONG: u32 = 180 * 86_400;

/// The signature that ends first among those that are valid now.
#[derive(Debug, Default)]
pub(super) struct Windows(Option<Ending>);

#[derive(Debug)]
struct Ending {
    /// Seconds from now.
    left: u32,
    owner: String,
    covered: RecordType,
    at: Span,
}

/// RFC 4034 §3.1.5: times are 32 bits wide and compared as serials.
#[expect(clippy::cast_possible_truncation, reason = "the low 32 bits are what RRSIG holds")]
pub(in crate::engine::check::rules) fn now(context: &Context<'_>) -> Option<Serial> {
    context.at.map(|at| Serial(at as u32))
}

impl Windows {
    /// Looks at a signature's times.
    pub(super) fn see(
        &mut self,
        place: &Place<'_>,
        rrsig: &Rrsig<'_>,
        record: &Datum<'_>,
        context: &Context<'_>,
        once: &mut Once,
    ) {
        if rrsig.expiration.is_before(rrsig.inception) {
            return;
        }
        let finding = |code, word| {
            Diagnostic::new(code, context.part(record.at, Part::Rdata(word)))
                .arg("owner", place.node.owner.to_string())
                .arg("type", rrsig.covered.to_string())
        };
        let lifetime = rrsig.expiration.0.wrapping_sub(rrsig.inception.0);
        if lifetime > LONG {
            once.say(&codes::SIGNATURE_LIFETIME_LONG, 0, || {
                finding(&codes::SIGNATURE_LIFETIME_LONG, 4).arg("days", lifetime / 86_400)
            });
        }
        let Some(now) = now(context).filter(|now| rrsig.is_timely(*now)) else { return };
        let left = rrsig.expiration.0.wrapping_sub(now.0);
        if left < record.ttl {
            once.say(&codes::SIGNATURE_ENDS_BEFORE_TTL, 0, || {
                finding(&codes::SIGNATURE_ENDS_BEFORE_TTL, 4).arg("left", left).arg("ttl", record.ttl)
            });
        }
        if self.0.as_ref().is_none_or(|first| left < first.left) {
            let (owner, covered) = (place.node.owner.to_string(), rrsig.covered);
            self.0 = Some(Ending { left, owner, covered, at: context.part(record.at, Part::Rdata(4)) });
        }
    }

    pub(super) fn absorb(&mut self, later: Self) {
        if let Some(ending) = later.0
            && self.0.as_ref().is_none_or(|first| ending.left < first.left)
        {
            self.0 = Some(ending);
        }
    }

    pub(super) fn finish(&self, context: &Context<'_>, diagnostics: &mut Diagnostics) {
        let (Some(first), Some(soa)) = (&self.0, context.zone.soa()) else { return };
        // RFC 6781 §4.4.2: a secondary that cannot reach its primary serves the zone until SOA EXPIRE.
        let (code, bound) = if first.left < soa.refresh.saturating_add(soa.retry) {
            (&codes::SIGNATURE_ENDS_BEFORE_REFRESH, soa.refresh)
        } else if first.left < soa.expire {
            (&codes::SIGNATURE_ENDS_BEFORE_EXPIRE, soa.expire)
        } else {
            return;
        };
        diagnostics.push(
            Diagnostic::new(code, first.at)
                .arg("owner", first.owner.clone())
                .arg("type", first.covered.to_string())
                .arg("left", first.left)
                .arg("bound", bound),
        );
    }
}
