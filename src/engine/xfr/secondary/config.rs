//! What a [`Secondary`](super::Secondary) is told at its birth: primaries, policy, and what it knew before a restart.

use std::sync::Arc;

use super::{Candidate, Kind, PeerId, Via};
use crate::engine::dns::Serial;
use crate::engine::limits::SecondaryLimits;

/// One primary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerConfig {
    /// Its number in inputs and outputs.
    pub id: PeerId,
    /// What events call it: its address and port.
    pub label: Arc<str>,
    /// What carries SOA queries first; after silence over UDP the stream is tried.
    pub soa_via: Via,
    /// Whether the stream is TLS; only events say so.
    pub tls: bool,
    /// The transfer to ask for; IXFR falls back to AXFR.
    pub kind: Kind,
}

/// How often to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// As the SOA says (RFC 1035 §3.3.13).
    Soa,
    /// Every so many seconds, as a provider does; SOA REFRESH is ignored, RETRY shortened to this, EXPIRE kept.
    Every(u32),
}

/// One zone's primaries and policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// In order of preference.
    pub peers: Vec<PeerConfig>,
    /// How often.
    pub refresh: Refresh,
    /// Bounds on what a SOA may ask of us.
    pub limits: SecondaryLimits,
    /// Whether new versions are judged before they are served.
    pub approval: bool,
}

/// What survives a restart. Times are [`super::super::Now::wall_s`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Persisted {
    /// The version that is stored, if any.
    pub version: Option<Candidate>,
    /// When a primary last confirmed or brought it; expiry counts from here.
    pub confirmed_s: u64,
    /// When the next check was to be.
    pub next_check_s: u64,
    /// Whether it had expired.
    pub expired: bool,
    /// The serial of a version that a person said no to.
    pub rejected: Option<Serial>,
}
