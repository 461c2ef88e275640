//! What Watch knows of each side: the provider, this machine, the event stream.

use crate::product::api::zones::ZoneState;
use crate::product::provider::model::Incoming;

/// A transfer that a person ordered of the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ordered {
    /// The call is out.
    Sent,
    /// The provider took it, at a time in RFC 3339.
    Taken(String),
    /// It did not, and this is why.
    Refused(String),
}

/// The zone at the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its id.
    pub id: String,
    /// The name servers that the provider assigned.
    pub servers: Vec<String>,
    /// Names of the zone's own for them, if any.
    pub vanity: Vec<String>,
    /// Whether the provider signs it: then keys and signatures are its own.
    pub signs: bool,
}

impl Found {
    /// Whether one of the names typed is none of the zone's. One with an address of its own is a person's choice.
    pub(crate) fn is_unlike(&self, typed: &[&str]) -> bool {
        let plain = |name: &str| name.trim_end_matches('.').to_ascii_lowercase();
        let known = |name: &str| self.servers.iter().chain(&self.vanity).any(|one| plain(one) == plain(name));
        typed.iter().any(|name| !name.contains('=') && !known(name))
    }
}

/// What the provider's API says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Api {
    /// Not asked: no account, or no token.
    #[default]
    Unasked,
    /// The account has no such zone, or it is no secondary one.
    Missing,
    /// It could not be asked, or refused.
    Failed(String),
    /// The zone's transfers.
    Told(Incoming),
}

/// How the zone stands on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Here {
    /// Not known.
    #[default]
    Unknown,
    /// This machine does not hold it.
    Absent,
    /// It does.
    Held(Box<ZoneState>),
}

/// The event stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Line {
    /// None.
    #[default]
    Closed,
    /// Events come.
    Live,
    /// It broke off; how often it was tried since.
    Lost(u32),
}
