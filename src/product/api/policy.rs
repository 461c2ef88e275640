//! What a zone's operator may say beyond the provider's API: refresh, who may do what, limits, approval of versions.
//!
//! One shape for the server's configuration file and for `GET|PUT /companion/v1/zones/{zone}/policy`. Whatever is
//! absent is taken from the next place: the stored policy, the zone's in the file, the file's for all zones, our own.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::engine::answer::{Rule, RuleFault, Transport};
use crate::engine::dns::Name;
use crate::engine::limits::{SecondaryLimits, TransferLimits};
use crate::engine::xfr::{self, Refresh};

/// One zone's policy, or everyone's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How often to check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh: Option<Interval>,
    /// Who may ask for records; absent: everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queries: Option<Vec<Allow>>,
    /// Whose NOTIFY counts, besides the primaries'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Vec<Allow>>,
    /// Who may transfer the zone, besides this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfers: Option<Vec<Allow>>,
    /// What a new version must pass before it is served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// What a digest of the zone that does not hold means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zonemd: Option<Zonemd>,
    /// Bounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Bounds>,
}

impl Policy {
    /// This policy, and where it is silent, the one below it.
    #[must_use]
    pub fn over(self, below: &Self) -> Self {
        Self {
            refresh: self.refresh.or(below.refresh),
            queries: self.queries.or_else(|| below.queries.clone()),
            notify: self.notify.or_else(|| below.notify.clone()),
            transfers: self.transfers.or_else(|| below.transfers.clone()),
            approval: self.approval.or(below.approval),
            zonemd: self.zonemd.or(below.zonemd),
            limits: match (self.limits, below.limits) {
                (Some(ours), Some(theirs)) => Some(ours.over(theirs)),
                (ours, theirs) => ours.or(theirs),
            },
        }
    }

    /// All rules, for finding the keys they name.
    pub fn rules(&self) -> impl Iterator<Item = &Allow> {
        [&self.queries, &self.notify, &self.transfers].into_iter().flatten().flatten()
    }
}

/// Answer of `GET|PUT /companion/v1/zones/{zone}/policy`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct PolicyBody {
    /// [`super::companion::VERSION`].
    pub v: u8,
    /// The zone, with its final dot.
    pub zone: String,
    /// What is stored for it: what PUT replaces.
    pub policy: Policy,
    /// What holds: the stored policy, where it is silent the configuration file's. What is absent here too is our
    /// default.
    pub effective: Policy,
}

/// How often to check: `"soa"`, or seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval(pub Refresh);

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Refresh::Soa => serializer.serialize_str("soa"),
            Refresh::Every(seconds) => serializer.serialize_u32(seconds),
        }
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl de::Visitor<'_> for Either {
            type Value = Interval;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"soa\" or a number of seconds, at least 1")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Interval, E> {
                if text == "soa" {
                    Ok(Interval(Refresh::Soa))
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(text), &self))
                }
            }

            fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Interval, E> {
                match u32::try_from(seconds) {
                    Ok(seconds @ 1..) => Ok(Interval(Refresh::Every(seconds))),
                    _ => Err(E::invalid_value(de::Unexpected::Unsigned(seconds), &self)),
                }
            }

            fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Interval, E> {
                let whole = u64::try_from(seconds);
                whole
                    .map_err(|_| E::invalid_value(de::Unexpected::Signed(seconds), &self))
                    .and_then(|s| self.visit_u64(s))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// One permission: a network, perhaps only with a key, perhaps only over one transport.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "AllowText")]
pub struct Allow {
    /// `192.0.2.0/24`, `2001:db8::1`.
    pub from: String,
    /// The name of the key that must have signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// `udp`, `tcp` or `tls`; absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport: Option<Carrier>,
}

/// What carries a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Carrier {
    /// Datagrams.
    Udp,
    /// A connection in the clear.
    Tcp,
    /// A connection inside TLS.
    Tls,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AllowText {
    from: String,
    key: Option<String>,
    transport: Option<Carrier>,
}

impl TryFrom<AllowText> for Allow {
    type Error = String;

    fn try_from(AllowText { from, key, transport }: AllowText) -> Result<Self, String> {
        let allow = Self { from, key, transport };
        allow.read().map_err(|fault| match fault {
            RuleFault::Address => format!("{} is no IPv4 or IPv6 address or network", allow.from),
            RuleFault::Prefix => format!("the prefix length of {} does not fit the address", allow.from),
            RuleFault::Key(_) => {
                format!("the key's name {} is no domain name", allow.key.as_deref().unwrap_or_default())
            }
        })?;
        Ok(allow)
    }
}

impl Allow {
    /// As the engine has it; none is impossible for one that was read.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        self.read().ok()
    }

    fn read(&self) -> Result<Rule, RuleFault> {
        // A comma would be taken for a key's.
        let rule: Rule = if self.from.contains(',') { Err(RuleFault::Address) } else { self.from.parse() }?;
        let rule = match &self.key {
            Some(key) => rule.with_key(Name::absolute(key).map_err(RuleFault::Key)?),
            None => rule,
        };
        Ok(match self.transport {
            Some(Carrier::Udp) => rule.over(Transport::Udp),
            Some(Carrier::Tcp) => rule.over(Transport::Tcp),
            Some(Carrier::Tls) => rule.over(Transport::Tls),
            None => rule,
        })
    }
}

/// What a new version must pass before it is served. Nothing of it: every version is served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// A person must say yes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub person: bool,
    /// A check must find no error.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub errors: bool,
    /// Signatures must verify, and a signed zone must stay signed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dnssec: bool,
    /// It may have so many percent fewer records than the version served, no more.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "percent")]
    pub shrink_percent: Option<u8>,
    /// It may have so many records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_records: Option<u64>,
    /// It may take so much memory, in octets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
}

impl Approval {
    /// As the engine has it.
    #[must_use]
    pub const fn engine(self) -> xfr::Approval {
        let Self { person, errors, dnssec, shrink_percent, max_records, max_bytes } = self;
        xfr::Approval { person, errors, dnssec, shrink_percent, max_records, max_bytes }
    }
}

/// What a ZONEMD that does not hold means (RFC 8976).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Zonemd {
    /// The version is not taken.
    Refuse,
    /// It is, with a warning.
    Warn,
    /// Nobody looks.
    Off,
}

impl Zonemd {
    /// As the engine has it.
    #[must_use]
    pub const fn engine(self) -> xfr::ZonemdPolicy {
        match self {
            Self::Refuse => xfr::ZonemdPolicy::Refuse,
            Self::Warn => xfr::ZonemdPolicy::Warn,
            Self::Off => xfr::ZonemdPolicy::Off,
        }
    }
}

fn percent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let percent = u8::deserialize(deserializer)?;
    let expected = &"a percentage from 0 to 100";
    if percent > 100 {
        return Err(de::Error::invalid_value(de::Unexpected::Unsigned(percent.into()), expected));
    }
    Ok(Some(percent))
}

/// Bounds of what a SOA, a NOTIFY and a transfer may ask of us. Absent: `engine/limits.rs`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// Seconds; the least REFRESH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_refresh: Option<u32>,
    /// Seconds; the longest REFRESH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_refresh: Option<u32>,
    /// Seconds; the least RETRY.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_retry: Option<u32>,
    /// Seconds; the longest RETRY.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_retry: Option<u32>,
    /// Seconds; the least EXPIRE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_expire: Option<u32>,
    /// Seconds; the longest EXPIRE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_expire: Option<u32>,
    /// Octets of one transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer_bytes: Option<u64>,
    /// Records of one transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer_records: Option<u64>,
    /// Seconds of one transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer_seconds: Option<u32>,
    /// Seconds between two messages of a transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_seconds: Option<u32>,
    /// Seconds until a connection stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connect_seconds: Option<u32>,
}

impl Bounds {
    fn over(self, below: Self) -> Self {
        Self {
            min_refresh: self.min_refresh.or(below.min_refresh),
            max_refresh: self.max_refresh.or(below.max_refresh),
            min_retry: self.min_retry.or(below.min_retry),
            max_retry: self.max_retry.or(below.max_retry),
            min_expire: self.min_expire.or(below.min_expire),
            max_expire: self.max_expire.or(below.max_expire),
            transfer_bytes: self.transfer_bytes.or(below.transfer_bytes),
            transfer_records: self.transfer_records.or(below.transfer_records),
            transfer_seconds: self.transfer_seconds.or(below.transfer_seconds),
            idle_seconds: self.idle_seconds.or(below.idle_seconds),
            connect_seconds: self.connect_seconds.or(below.connect_seconds),
        }
    }

    /// The engine's limits with these in place. A greatest value below the least is the least; no time is zero.
    #[must_use]
    pub fn limits(&self) -> (SecondaryLimits, TransferLimits) {
        let (usual, transfer) = (SecondaryLimits::default(), TransferLimits::default());
        let pair = |least: Option<u32>, most: Option<u32>, usual: (u32, u32)| {
            let least = least.unwrap_or_else(|| usual.0.min(most.unwrap_or(u32::MAX))).max(1);
            (least, most.unwrap_or(usual.1).max(least))
        };
        let (min_refresh_s, max_refresh_s) =
            pair(self.min_refresh, self.max_refresh, (usual.min_refresh_s, usual.max_refresh_s));
        let (min_retry_s, max_retry_s) = pair(self.min_retry, self.max_retry, (usual.min_retry_s, usual.max_retry_s));
        let (min_expire_s, max_expire_s) =
            pair(self.min_expire, self.max_expire, (usual.min_expire_s, usual.max_expire_s));
        let ms = |seconds: Option<u32>, usual| seconds.map_or(usual, |s| u64::from(s.max(1)) * 1_000);
        let secondary = SecondaryLimits {
            min_refresh_s,
            max_refresh_s,
            min_retry_s,
            max_retry_s,
            min_expire_s,
            max_expire_s,
            ..usual
        };
        let transfer = TransferLimits {
            bytes: self.transfer_bytes.unwrap_or(transfer.bytes),
            records: self.transfer_records.unwrap_or(transfer.records),
            total_ms: ms(self.transfer_seconds, transfer.total_ms),
            idle_ms: ms(self.idle_seconds, transfer.idle_ms),
            connect_ms: ms(self.connect_seconds, transfer.connect_ms),
            ..transfer
        };
        (secondary, transfer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(json: &str) -> Result<Policy, String> {
        serde_json::from_str(json).map_err(|e| e.to_string())
    }

    #[test]
    fn a_policy_comes_back_as_it_was_given() {
        for json in [
            "{}",
            r#"{"refresh":"soa"}"#,
            r#"{"refresh":300,"queries":[],"transfers":[{"from":"192.0.2.0/24","key":"k.","transport":"tls"}]}"#,
            r#"{"zonemd":"warn"}"#,
            r#"{"approval":{"person":true,"shrink_percent":20},"limits":{"min_refresh":5}}"#,
        ] {
            assert_eq!(serde_json::to_string(&policy(json).unwrap()).unwrap(), json);
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_reason() {
        for (json, why) in [
            (r#"{"refresh":"often"}"#, "\"soa\" or a number of seconds"),
            (r#"{"refresh":0}"#, "at least 1"),
            (r#"{"refresh":-1}"#, "at least 1"),
            (r#"{"polling":1}"#, "unknown field `polling`"),
            (r#"{"queries":[{"from":"192.0.2.0/33"}]}"#, "prefix length"),
            (r#"{"queries":[{"from":"192.0.2.1,key"}]}"#, "no IPv4 or IPv6 address"),
            (r#"{"queries":[{"from":"::/0","key":"a..b"}]}"#, "no domain name"),
            (r#"{"queries":[{"from":"::/0","port":53}]}"#, "unknown field `port`"),
            (r#"{"zonemd":"maybe"}"#, "unknown variant `maybe`"),
            (r#"{"approval":{"shrink_percent":101}}"#, "0 to 100"),
        ] {
            let said = policy(json).unwrap_err();
            assert!(said.contains(why), "{json}: {said}");
        }
    }

    #[test]
    fn the_nearer_policy_wins_field_by_field() {
        let near = policy(r#"{"refresh":300,"limits":{"min_retry":7}}"#).unwrap();
        let far = policy(r#"{"refresh":"soa","queries":[],"limits":{"min_retry":9,"max_retry":8}}"#).unwrap();
        let both = near.over(&far);
        assert_eq!(both, policy(r#"{"refresh":300,"queries":[],"limits":{"min_retry":7,"max_retry":8}}"#).unwrap());
    }

    #[test]
    fn bounds_never_contradict_each_other() {
        let bounds = Bounds { min_refresh: Some(90), max_refresh: Some(60), max_retry: Some(0), ..Bounds::default() };
        let (secondary, _) = bounds.limits();
        assert_eq!((secondary.min_refresh_s, secondary.max_refresh_s), (90, 90));
        assert_eq!((secondary.min_retry_s, secondary.max_retry_s), (1, 1));
        let (_, transfer) = Bounds { idle_seconds: Some(0), ..Bounds::default() }.limits();
        assert_eq!(transfer.idle_ms, 1_000);
    }
}
