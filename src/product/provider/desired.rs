//! What a person wants the provider to have.

use super::model::Tsig;

/// One zone, served by the provider as a secondary of the primaries given, or sent out by it to others. Texts are as
/// typed; [`super::rules::check`] says what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Desired {
    /// Whose API.
    pub provider: Kind,
    /// 32 hex digits.
    pub account_id: String,
    /// The zone at the provider.
    pub zone_id: ZoneChoice,
    /// The zone's name, with or without the final dot.
    pub zone: String,
    /// A full or partial zone of that name becomes a secondary one; without this it is left alone.
    pub convert: bool,
    /// The name servers that the provider assigned, as far as known.
    pub name_servers: Vec<String>,
    /// The keys that peers name. Their `id` stays empty.
    pub keys: Vec<Tsig>,
    /// Names of keys that are removed at the end, once no peer uses them: the old ones of a rotation.
    pub retire: Vec<String>,
    /// The primaries; none when the provider is the primary.
    pub peers: Vec<DesiredPeer>,
    /// Addresses of primaries that shall be reached over TLS (RFC 9103), for which no provider's API has a field.
    pub tls: Vec<String>,
    /// Address ranges of the account: further senders of NOTIFY, further clients of outgoing transfers.
    pub acls: Vec<DesiredAcl>,
    /// The provider as primary: whom it notifies. None leaves it as it is.
    pub outgoing: Option<DesiredOutgoing>,
    /// Seconds between two looks at the primary's serial.
    pub refresh_s: u32,
    /// Who signs the zone; none leaves it as it is.
    pub dnssec: Option<DnssecMode>,
    /// NSEC3 for a pre-signed zone.
    pub nsec3: bool,
    /// Whether names may be proxied (Secondary DNS Override); none leaves it as it is.
    pub overrides: Option<bool>,
    /// Whether the apex NS of a full zone are served; none leaves it as it is.
    pub multi_provider: Option<bool>,
    /// The primary's serial, if known: the run ends when the provider has it, or a later one.
    pub serial: Option<u32>,
    /// Ask for the delegation to be looked at again while the zone is pending.
    pub activate: bool,
    /// The names of peers are a person's choice and are put back when somebody changes them. Otherwise they are ours,
    /// and a peer that transfers as it should may be called anything.
    pub names_matter: bool,
}

/// One peer: a primary, or a secondary that the provider notifies.
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

/// A range of addresses of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesiredAcl {
    /// What it is called at the provider.
    pub name: String,
    /// CIDR, no wider than /24 or /64.
    pub range: String,
}

/// The provider as primary of the zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesiredOutgoing {
    /// The secondaries.
    pub peers: Vec<DesiredPeer>,
    /// Whether transfers are given and NOTIFY sent.
    pub enabled: bool,
}

/// Whose API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Cloudflare.
    #[default]
    Cloudflare,
    /// The companion's own: a rehearsal with nothing at stake.
    ThisMachine,
}

/// The zone at the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ZoneChoice {
    /// It is there and has this id. *This machine* makes it with this id when it is not.
    Id(String),
    /// Use the account's zone of that name; make it when there is none.
    #[default]
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

impl Desired {
    /// Whether the provider shall transfer the zone from primaries.
    #[must_use]
    pub fn is_incoming(&self) -> bool {
        !self.peers.is_empty()
    }

    /// All peers: primaries first, then secondaries.
    pub fn all_peers(&self) -> impl Iterator<Item = &DesiredPeer> {
        self.peers.iter().chain(self.outgoing.iter().flat_map(|out| &out.peers))
    }
}
