//! Which permission of a token a call needs. A token's own permissions cannot be read with it: they show in what is
//! refused. As of 2026-08-18, the provider's API reference, "accepted permissions" of each operation.

use std::fmt;

/// A permission group by the name that the dashboard shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Reads keys, peers and ACLs.
    AccountSettingsRead,
    /// Makes and changes them.
    AccountSettingsWrite,
    /// Reads zones.
    ZoneRead,
    /// Makes, converts and removes zones.
    ZoneWrite,
    /// Reads records, incoming and outgoing transfers, DNSSEC and DNS settings.
    DnsRead,
    /// Changes them, and starts transfers.
    DnsWrite,
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AccountSettingsRead => "Account Settings Read",
            Self::AccountSettingsWrite => "Account Settings Write",
            Self::ZoneRead => "Zone Read",
            Self::ZoneWrite => "Zone Write",
            Self::DnsRead => "DNS Read",
            Self::DnsWrite => "DNS Write",
        })
    }
}

impl Permission {
    /// What a token for all of this tool's calls needs.
    pub const ALL_NEEDED: [Self; 3] = [Self::AccountSettingsWrite, Self::ZoneWrite, Self::DnsWrite];

    /// The least permission for a call; none where any valid token will do.
    #[must_use]
    pub fn needed(writes: bool, path: &str) -> Option<Self> {
        let path = path.split('?').next().unwrap_or_default();
        let either = |read, write| Some(if writes { write } else { read });
        if path.ends_with("/tokens/verify") {
            None
        } else if path.starts_with("/accounts/") {
            either(Self::AccountSettingsRead, Self::AccountSettingsWrite)
        } else if ["/secondary_dns/", "/dnssec", "/dns_settings", "/dns_records"].iter().any(|p| path.contains(p)) {
            either(Self::DnsRead, Self::DnsWrite)
        } else if path.starts_with("/zones") {
            either(Self::ZoneRead, Self::ZoneWrite)
        } else {
            None
        }
    }
}
