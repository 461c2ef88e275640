//! An object as far as it is compared and recorded: everything that a call can set, and no secret.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::model::{
    Acl, DnsSettings, DnsSettingsChange, Dnssec, Incoming, Outgoing, Peer, Secret, Tsig, Zone, same_name,
};

/// The fields of one object. What a `None` stands for is said there; elsewhere every field counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Fields {
    /// A key; its secret is compared beside it and stands nowhere.
    Key {
        /// A domain name.
        name: String,
        /// A domain name.
        algo: String,
    },
    /// A peer.
    Peer {
        /// What a person calls it.
        name: String,
        /// An address, or empty.
        ip: String,
        /// 0 when not set.
        port: u16,
        /// IXFR besides AXFR.
        ixfr_enable: bool,
        /// The key's id.
        tsig_id: Option<String>,
    },
    /// An address range of the account.
    Acl {
        /// What a person calls it.
        name: String,
        /// CIDR.
        ip_range: String,
    },
    /// A zone.
    Zone {
        /// Its name.
        name: String,
        /// `secondary`, `full`, `partial`.
        #[serde(rename = "type")]
        kind: String,
    },
    /// A zone's settings; none is "whatever it is".
    Settings {
        /// Names may be proxied.
        secondary_overrides: Option<bool>,
        /// Apex NS are served.
        multi_provider: Option<bool>,
    },
    /// Who signs.
    Dnssec {
        /// The provider signs, or is about to.
        active: bool,
        /// With the primary.
        multi_signer: bool,
        /// The primary's signatures are served.
        presigned: bool,
        /// With NSEC3.
        nsec3: bool,
    },
    /// The zone's primaries.
    Incoming {
        /// The zone.
        name: String,
        /// Ids of peers, in any order.
        peers: Vec<String>,
        /// Seconds.
        auto_refresh_seconds: u32,
    },
    /// The zone's secondaries.
    Outgoing {
        /// The zone.
        name: String,
        /// Ids of peers, in any order.
        peers: Vec<String>,
    },
    /// Whether the provider sends the zone out.
    Enabled {
        /// It does.
        enabled: bool,
    },
    /// Something that is done, not kept: a transfer, a look at the delegation.
    Act,
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field's name in the API.
    pub field: &'static str,
    /// What is there.
    pub from: String,
    /// What should be there.
    pub to: String,
}

impl From<&Tsig> for Fields {
    fn from(key: &Tsig) -> Self {
        Self::Key { name: key.name.clone(), algo: key.algo.clone() }
    }
}

impl From<&Peer> for Fields {
    fn from(peer: &Peer) -> Self {
        Self::Peer {
            name: peer.name.clone(),
            ip: peer.ip.clone(),
            port: peer.port,
            ixfr_enable: peer.ixfr_enable,
            tsig_id: peer.key().map(str::to_owned),
        }
    }
}

impl From<&Acl> for Fields {
    fn from(acl: &Acl) -> Self {
        Self::Acl { name: acl.name.clone(), ip_range: acl.ip_range.clone() }
    }
}

impl From<&Zone> for Fields {
    fn from(zone: &Zone) -> Self {
        Self::Zone { name: zone.name.clone(), kind: zone.kind.clone() }
    }
}

impl From<&DnsSettings> for Fields {
    fn from(s: &DnsSettings) -> Self {
        Self::Settings { secondary_overrides: Some(s.secondary_overrides), multi_provider: Some(s.multi_provider) }
    }
}

impl From<&DnsSettingsChange> for Fields {
    fn from(s: &DnsSettingsChange) -> Self {
        Self::Settings { secondary_overrides: s.secondary_overrides, multi_provider: s.multi_provider }
    }
}

impl From<&Dnssec> for Fields {
    fn from(d: &Dnssec) -> Self {
        Self::Dnssec {
            active: d.is_active(),
            multi_signer: d.dnssec_multi_signer,
            presigned: d.dnssec_presigned,
            nsec3: d.dnssec_use_nsec3,
        }
    }
}

impl From<&Incoming> for Fields {
    fn from(link: &Incoming) -> Self {
        let (name, peers) = (link.name.clone(), link.linked().to_vec());
        Self::Incoming { name, peers, auto_refresh_seconds: link.auto_refresh_seconds }
    }
}

impl From<&Outgoing> for Fields {
    fn from(link: &Outgoing) -> Self {
        Self::Outgoing { name: link.name.clone(), peers: link.linked().to_vec() }
    }
}

impl Fields {
    /// Whether `there` is as these fields want it. Names differ in neither case nor final dot, addresses in no spelling,
    /// lists of peers in no order.
    #[must_use]
    pub fn agree(&self, there: &Self) -> bool {
        self.differences(there, &str::to_owned).is_empty()
    }

    /// What differs, from `there` to these. `named` turns an id into what a person calls it.
    #[must_use]
    pub fn differences(&self, there: &Self, named: &dyn Fn(&str) -> String) -> Vec<Difference> {
        let mut found = Differences(Vec::new());
        match (there, self) {
            (Self::Key { name: a, algo: x }, Self::Key { name: b, algo: y }) => {
                found.add("name", same_name(a, b), a, b);
                found.add("algo", same_name(x, y), x, y);
            }
            (
                Self::Peer { name: a, ip: b, port: c, ixfr_enable: d, tsig_id: e },
                Self::Peer { name: v, ip: w, port: x, ixfr_enable: y, tsig_id: z },
            ) => {
                let key = |id: &Option<String>| id.as_deref().map_or_else(|| "none".to_owned(), named);
                found.add("name", a == v, a, v);
                found.add("ip", same_address(b, w), b, w);
                found.add("port", c == x, c, x);
                found.add("ixfr_enable", d == y, d, y);
                found.add("tsig_id", e == z, &key(e), &key(z));
            }
            (Self::Acl { name: a, ip_range: x }, Self::Acl { name: b, ip_range: y }) => {
                found.add("name", a == b, a, b);
                found.add("ip_range", same_range(x, y), x, y);
            }
            (Self::Zone { name: a, kind: x }, Self::Zone { name: b, kind: y }) => {
                found.add("name", same_name(a, b), a, b);
                // An older schema leaves `type` out.
                found.add("type", x == y || x.is_empty(), x, y);
            }
            (
                Self::Settings { secondary_overrides: a, multi_provider: x },
                Self::Settings { secondary_overrides: b, multi_provider: y },
            ) => {
                // A setting that was never made is off.
                let mut setting = |field, a: Option<bool>, b: Option<bool>| {
                    if let Some(b) = b {
                        found.add(field, a.unwrap_or_default() == b, &a.unwrap_or_default(), &b);
                    }
                };
                setting("secondary_overrides", *a, *b);
                setting("multi_provider", *x, *y);
            }
            (
                Self::Dnssec { active: a, multi_signer: b, presigned: c, nsec3: d },
                Self::Dnssec { active: w, multi_signer: x, presigned: y, nsec3: z },
            ) => {
                let status = |active: &bool| if *active { "active" } else { "disabled" };
                found.add("status", a == w, &status(a), &status(w));
                found.add("dnssec_multi_signer", b == x, b, x);
                found.add("dnssec_presigned", c == y, c, y);
                found.add("dnssec_use_nsec3", d == z, d, z);
            }
            (
                Self::Incoming { name: a, peers: b, auto_refresh_seconds: c },
                Self::Incoming { name: x, peers: y, auto_refresh_seconds: z },
            ) => {
                found.add("name", same_name(a, x) || a.is_empty(), a, x);
                found.add("peers", same_set(b, y), &list(b, named), &list(y, named));
                found.add("auto_refresh_seconds", c == z, c, z);
            }
            (Self::Outgoing { name: a, peers: b }, Self::Outgoing { name: x, peers: y }) => {
                found.add("name", same_name(a, x) || a.is_empty(), a, x);
                found.add("peers", same_set(b, y), &list(b, named), &list(y, named));
            }
            (Self::Enabled { enabled: a }, Self::Enabled { enabled: b }) => found.add("status", a == b, a, b),
            (Self::Act, Self::Act) => {}
            _ => found.add("kind", false, &"another kind", &"this kind"),
        }
        found.0
    }
}

impl Difference {
    /// A secret that differs. Neither is shown, nor how long they are.
    #[must_use]
    pub fn secret() -> Self {
        Self { field: "secret", from: format!("{} (another)", Secret::MASK), to: Secret::MASK.to_owned() }
    }
}

struct Differences(Vec<Difference>);

impl Differences {
    fn add(&mut self, field: &'static str, same: bool, from: &dyn ToString, to: &dyn ToString) {
        if !same {
            self.0.push(Difference { field, from: from.to_string(), to: to.to_string() });
        }
    }
}

fn list(ids: &[String], named: &dyn Fn(&str) -> String) -> String {
    if ids.is_empty() { "none".to_owned() } else { ids.iter().map(|id| named(id)).collect::<Vec<_>>().join(", ") }
}

fn same_set(a: &[String], b: &[String]) -> bool {
    a.iter().collect::<BTreeSet<_>>() == b.iter().collect::<BTreeSet<_>>()
}

/// Whether two texts are one address; texts that are none compare as texts.
pub(super) fn same_address(a: &str, b: &str) -> bool {
    match (a.parse::<IpAddr>(), b.parse::<IpAddr>()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// Whether two texts are one range. The provider may clear host bits or keep them, so they do not count.
pub(super) fn same_range(a: &str, b: &str) -> bool {
    match (super::cidr::Range::read(a), super::cidr::Range::read(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}
