//! What a person wants the provider to have.

use super::model::Tsig;

/// One zone, served by the provider as a secondary of the primaries given. Texts are as typed; [`super::rules::check`]
/// says what is wrong with them.
#[derive(Clone, Debug)]
pub struct Desired {
    /// Whose API.
    pub provider: Kind,
    /// 32 hex digits.
    pub account_id: String,
    /// The zone at the provider.
    pub zone_id: ZoneChoice,
    /// The zone's name, with or without the final dot.
    pub zone: String,
    /// The name servers that the provider assigned, as far as known.
    pub name_servers: Vec<String>,
    /// The keys that peers name. Their `id` stays empty.
    pub keys: Vec<Tsig>,
    /// The primaries.
    pub peers: Vec<DesiredPeer>,
    /// Seconds between two looks at the primary's serial.
    pub refresh_s: u32,
    /// Who signs the zone.
    pub dnssec: DnssecMode,
    /// The primary's serial, if known: the run ends when the provider has it, or a later one.
    pub serial: Option<u32>,
}

/// One primary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesiredPeer {
    /// What the peer is called at the provider.
    pub name: String,
    /// One IPv4 or IPv6 address.
    pub ip: String,
    /// Usually 53.
    pub port: u16,
    /// AXFR alone, or IXFR with AXFR to fall back on.
    pub transfer: TransferType,
    /// The name of one of [`Desired::keys`].
    pub key: Option<String>,
}

/// Whose API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Cloudflare.
    Cloudflare,
    /// The companion's own: a rehearsal with nothing at stake.
    ThisMachine,
}

/// The zone at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneChoice {
    /// It is there and has this id. *This machine* makes it with this id when it is not.
    Id(String),
    /// Use the account's zone of that name; make it when there is none.
    Create,
}

/// How a primary's changes are fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferType {
    /// The whole zone each time (RFC 5936).
    Axfr,
    /// The difference (RFC 1995), the whole zone where the primary has none.
    Ixfr,
}

/// Who signs the zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DnssecMode {
    /// Nobody.
    #[default]
    Off,
    /// Primary and provider, each with its own keys (RFC 8901, model 2).
    MultiSigner,
    /// The provider alone: the primary is hidden.
    Live,
    /// The primary alone; the provider serves its signatures.
    Presigned,
}
