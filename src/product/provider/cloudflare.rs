//! What is known of Cloudflare that a program cannot ask for: addresses and limits, each with the day it was read and
//! where. Rows, not code: a change at the provider is a change here and nowhere else.

use super::Date;

/// Where and when something was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// The day of the source.
    pub as_of: Date,
    /// The source.
    pub source: &'static str,
}

const ADDRESSES: Basis =
    Basis { as_of: Date::new(2026, 6, 24), source: "developers.cloudflare.com, DNS zone transfers, IP addresses" };
const API: Basis = Basis { as_of: Date::new(2026, 8, 18), source: "Cloudflare API reference, DNS zone transfers" };
const RECORDS: Basis =
    Basis { as_of: Date::new(2026, 6, 24), source: "developers.cloudflare.com, DNS records, limits" };

/// A number with its basis.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The number.
    pub value: u32,
    /// Where it stands.
    pub basis: Basis,
}

/// Seconds: the shortest `auto_refresh_seconds`.
pub const MIN_REFRESH_S: Limit = Limit { value: 300, basis: API };
/// Seconds: the usual `auto_refresh_seconds`.
pub const USUAL_REFRESH_S: Limit = Limit { value: 86_400, basis: API };
/// Peers linked to one zone.
pub const MAX_PEERS: Limit = Limit { value: 30, basis: ADDRESSES };
/// Octets of one record in wire form.
pub const MAX_RECORD: Limit = Limit { value: 4_096, basis: RECORDS };
/// Characters of content of all records of one name and type together.
pub const MAX_RRSET_CONTENT: Limit = Limit { value: 8_192, basis: RECORDS };

/// An address range from which the provider asks for SOA, AXFR and IXFR: the primary must let it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceRange {
    /// An address, or CIDR.
    pub range: &'static str,
    /// The first day it is used, if known.
    pub from: Option<Date>,
    /// The first day it is not used any more, if one is announced.
    pub until: Option<Date>,
    /// Where it stands.
    pub basis: Basis,
}

impl SourceRange {
    /// Whether the provider may ask from it on that day.
    #[must_use]
    pub fn is_used(&self, today: Date) -> bool {
        self.from.is_none_or(|from| from <= today) && self.until.is_none_or(|until| today < until)
    }
}

const fn new_range(range: &'static str) -> SourceRange {
    SourceRange { range, from: Some(Date::new(2026, 4, 15)), until: None, basis: ADDRESSES }
}

const fn old_range(range: &'static str) -> SourceRange {
    SourceRange { range, from: None, until: Some(Date::new(2026, 12, 1)), basis: ADDRESSES }
}

/// Where the provider asks from. While old and new ranges are both used, the new ones are tried first.
pub static SOURCES: &[SourceRange] = &[
    new_range("104.30.167.163"),
    new_range("104.30.167.173"),
    new_range("2a09:bac0:1000:c47::/64"),
    old_range("198.41.144.240/28"),
    old_range("198.41.150.240/28"),
    old_range("2a06:98c0:1401::/48"),
    old_range("2a06:98c0:3601::/48"),
];

/// Where the primary sends NOTIFY: special addresses, not the assigned name servers.
pub static NOTIFY_TARGETS: &[&str] =
    &["172.65.30.82", "172.65.50.145", "2606:4700:60:0:317:26ee:3bdf:5774", "2606:4700:60:0:35a:4be3:4144:c5ee"];

/// Where and when [`NOTIFY_TARGETS`] was read.
pub const NOTIFY_BASIS: Basis = ADDRESSES;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_ranges_end_on_the_first_of_december() {
        let used = |day| SOURCES.iter().filter(|s| s.is_used(day)).count();
        assert_eq!(used(Date::new(2026, 4, 14)), 4);
        assert_eq!(used(Date::new(2026, 4, 15)), 7);
        assert_eq!(used(Date::new(2026, 11, 30)), 7);
        assert_eq!(used(Date::new(2026, 12, 1)), 3);
    }
}
