//! How many responses of a kind one network gets over UDP: a flood that bears somebody else's address must not reach that
//! somebody as a larger one.

use std::net::IpAddr;

use super::reply::OUR_UDP_SIZE;
use crate::engine::dns::message::{Header, Message, MessageBuilder, Opt};
use crate::engine::limits::RateLimits;

/// Kinds of responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Records that the zone holds under the name asked for.
    Records,
    /// Records made of a wildcard: a client may ask for any number of names.
    Wildcard,
    /// The name exists and has none of the type.
    NoData,
    /// The name does not exist.
    NoName,
    /// Where to go on.
    Referral,
    /// An error, or a question that is refused.
    Error,
}

/// What becomes of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is sent.
    Send,
    /// A truncated one is sent: who really asked comes back over TCP.
    Slip,
    /// Nothing is sent.
    Drop,
}

/// Counts responses by network and kind, in a table of fixed size.
#[derive(Clone, Debug)]
pub struct RateLimiter {
    limits: RateLimits,
    /// Keeps others from choosing networks that share a row.
    secret: u64,
    rows: Vec<[Bucket; WAYS]>,
}

/// Buckets of a row: when all are taken, the one that was idle longest gives way.
const WAYS: usize = 4;

/// What a network may still get of a kind.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    /// Which; 0 is nobody's.
    tag: u64,
    /// Until when it is filled, in milliseconds.
    at_ms: u64,
    /// When it was last asked of.
    used_ms: u64,
    left: u32,
    /// Responses held back since it last ran dry.
    held: u32,
}

impl RateLimiter {
    /// `secret` should be nobody's guess.
    #[must_use]
    pub fn new(limits: RateLimits, secret: u64) -> Self {
        let rows = vec![[Bucket::default(); WAYS]; (limits.buckets / WAYS).max(1)];
        Self { limits, secret, rows }
    }

    /// Counts a response and says what becomes of it. `now_ms` never goes back.
    pub fn judge(&mut self, now_ms: u64, client: IpAddr, kind: Kind) -> Verdict {
        let client = client.to_canonical();
        let rate = self.limits.per_second;
        if rate == 0 || (client.is_loopback() && !self.limits.loopback) {
            return Verdict::Send;
        }
        let tag = self.tag(client, kind);
        let rows = u64::try_from(self.rows.len()).unwrap_or(1);
        let row = usize::try_from(tag % rows).unwrap_or(0);
        let Some(row) = self.rows.get_mut(row) else { return Verdict::Send };
        let known = row.iter().position(|bucket| bucket.tag == tag);
        let place = known.or_else(|| (0..WAYS).min_by_key(|&i| row.get(i).map_or(0, |bucket| bucket.used_ms)));
        let Some(bucket) = place.and_then(|place| row.get_mut(place)) else { return Verdict::Send };
        if known.is_none() {
            *bucket = Bucket { tag, at_ms: now_ms, used_ms: now_ms, left: rate, held: 0 };
        }
        bucket.used_ms = now_ms;
        // A second fills it; what is less than one response is kept for the next time.
        let gained = now_ms.saturating_sub(bucket.at_ms).saturating_mul(u64::from(rate)) / 1_000;
        if gained > 0 {
            bucket.left = bucket.left.saturating_add(u32::try_from(gained).unwrap_or(u32::MAX)).min(rate);
            bucket.at_ms = bucket.at_ms.saturating_add(gained.saturating_mul(1_000) / u64::from(rate));
        }
        if let Some(left) = bucket.left.checked_sub(1) {
            bucket.left = left;
            bucket.held = 0;
            return Verdict::Send;
        }
        bucket.held = bucket.held.saturating_add(1);
        let slips = self.limits.slip > 0 && bucket.held.is_multiple_of(self.limits.slip);
        if slips { Verdict::Slip } else { Verdict::Drop }
    }

    fn tag(&self, client: IpAddr, kind: Kind) -> u64 {
        let network = match client {
            IpAddr::V4(v4) => {
                u128::from(u32::from(v4).checked_shr(32 - u32::from(self.limits.ipv4_prefix.min(32))).unwrap_or(0))
            }
            IpAddr::V6(v6) => {
                u128::from(v6).checked_shr(128 - u32::from(self.limits.ipv6_prefix.min(128))).unwrap_or(0)
            }
        };
        let mut tag = self.secret ^ u64::from(client.is_ipv4());
        for octets in [network.to_be_bytes().as_slice(), &[kind as u8]] {
            for octet in octets {
                // Mixing as in SplitMix64: every bit of the secret reaches every bit of the tag.
                tag = (tag ^ u64::from(*octet)).wrapping_add(0x9e37_79b9_7f4a_7c15);
                tag = (tag ^ tag >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                tag = (tag ^ tag >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
                tag ^= tag >> 31;
            }
        }
        tag.max(1)
    }
}

/// The response without its records, truncated; none when it cannot be read.
#[must_use]
pub fn truncated(response: &[u8]) -> Option<Vec<u8>> {
    let message = Message::parse(response).ok()?;
    let mut builder = MessageBuilder::new(Header { tc: true, ..message.header() }, response.len());
    for question in message.questions() {
        builder.repeat(&question).ok()?;
    }
    if let Some(opt) = message.opt() {
        // As long as the one that was there, or shorter.
        builder.opt(&Opt { options: &[], ..Opt { udp_size: OUR_UDP_SIZE, ..*opt } }).ok()?;
    }
    Some(builder.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(limiter: &mut RateLimiter, now_ms: u64, client: &str, kind: Kind, times: usize) -> [usize; 3] {
        let mut counts = [0; 3];
        for _ in 0..times {
            let place = match limiter.judge(now_ms, client.parse().unwrap(), kind) {
                Verdict::Send => 0,
                Verdict::Slip => 1,
                Verdict::Drop => 2,
            };
            counts[place] += 1;
        }
        counts
    }

    #[test]
    fn a_network_gets_its_rate_of_each_kind_and_no_more() {
        let limits = RateLimits { per_second: 10, slip: 2, ..RateLimits::default() };
        let mut limiter = RateLimiter::new(limits, 7);
        assert_eq!(judge(&mut limiter, 0, "192.0.2.1", Kind::NoName, 20), [10, 5, 5]);
        assert_eq!(judge(&mut limiter, 0, "192.0.2.255", Kind::NoName, 2), [0, 1, 1], "the same network");
        assert_eq!(judge(&mut limiter, 0, "::ffff:192.0.2.9", Kind::NoName, 2), [0, 1, 1], "and here, too");
        assert_eq!(judge(&mut limiter, 0, "192.0.2.1", Kind::Records, 10), [10, 0, 0], "another kind");
        assert_eq!(judge(&mut limiter, 0, "192.0.3.1", Kind::NoName, 10), [10, 0, 0], "another network");
        assert_eq!(judge(&mut limiter, 0, "127.0.0.1", Kind::NoName, 99), [99, 0, 0]);
        assert_eq!(judge(&mut limiter, 99, "192.0.2.1", Kind::NoName, 1), [0, 0, 1]);
        assert_eq!(judge(&mut limiter, 100, "192.0.2.1", Kind::NoName, 2), [1, 0, 1], "a tenth of a second later");
        assert_eq!(judge(&mut limiter, 60_000, "192.0.2.1", Kind::NoName, 20), [10, 5, 5], "no more than a second's");
        let never = RateLimits { slip: 0, per_second: 1, ..RateLimits::default() };
        assert_eq!(judge(&mut RateLimiter::new(never, 7), 0, "192.0.2.1", Kind::Error, 9), [1, 0, 8]);
        let off = RateLimits { per_second: 0, ..RateLimits::default() };
        assert_eq!(judge(&mut RateLimiter::new(off, 7), 0, "192.0.2.1", Kind::Error, 9), [9, 0, 0]);
    }

    #[test]
    fn many_networks_take_no_more_room_and_do_not_free_the_one_that_floods() {
        let limits = RateLimits { per_second: 5, slip: 0, buckets: 64, ..RateLimits::default() };
        let mut limiter = RateLimiter::new(limits, 7);
        let mut sent = 0;
        for n in 0..1_000_u32 {
            let now_ms = u64::from(n);
            let other = std::net::Ipv4Addr::from(0x0a00_0000 + n % 16 * 256);
            limiter.judge(now_ms, other.into(), Kind::Records);
            sent += judge(&mut limiter, now_ms, "192.0.2.1", Kind::Records, 10)[0];
        }
        assert!((5..=12).contains(&sent), "{sent} of 10,000 in a second");
        assert_eq!(limiter.rows.len() * WAYS, 64);
    }
}
