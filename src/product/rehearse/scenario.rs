//! A scenario: what is rehearsed, as a TOML text has it. docs/rehearsal.md explains every key.

use serde::{Deserialize, Serialize};

use super::{Length, Offset};

/// One scenario. Moments are counted from its beginning.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The version of this format: 1.
    pub rehearsal: u8,
    /// What it is called.
    pub title: String,
    /// What it teaches, in a few sentences.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// The zone's name.
    #[serde(default = "example")]
    pub zone: String,
    /// Where the clocks begin, in seconds since 1970.
    #[serde(default = "beginning")]
    pub start: u64,
    /// When it ends.
    pub lasts: Length,
    /// What chance depends on.
    #[serde(default)]
    pub seed: u64,
    /// The secondary.
    #[serde(default)]
    pub secondary: SecondarySetting,
    /// The way between.
    #[serde(default)]
    pub network: Network,
    /// The primaries, in the order in which the secondary prefers them.
    #[serde(default = "one_primary")]
    pub primary: Vec<PrimarySetting>,
    /// The versions that the primaries publish.
    pub version: Vec<VersionSetting>,
    /// What goes wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fault: Vec<Fault>,
    /// What the secondary's operator does.
    #[serde(default, rename = "do", skip_serializing_if = "Vec::is_empty")]
    pub action: Vec<Action>,
    /// NOTIFYs besides those that the primaries send of their versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notify: Vec<NotifySetting>,
}

/// The secondary's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct SecondarySetting {
    /// `cloudflare`: that provider's behaviour, as far as it is documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<super::preset::Preset>,
    /// How often the serial is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh: Option<Refresh>,
    /// The transfer asked for; IXFR falls back to AXFR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    /// The address that primaries see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<std::net::IpAddr>,
}

/// How often the serial is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Refresh {
    /// As the SOA says.
    Soa(SoaWord),
    /// At this interval, whatever the SOA says.
    Every(Length),
}

/// The word `soa`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SoaWord {
    /// `soa`
    Soa,
}

/// The transfer to ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Transfer {
    /// The whole zone.
    Axfr,
    /// The changes, or the whole zone when those are not to be had.
    #[default]
    Ixfr,
}

/// What carries messages to a primary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// UDP for the serial, TCP for transfers.
    #[default]
    Tcp,
    /// TLS for everything (RFC 9103).
    Tls,
}

/// The way between secondary and primaries.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Network {
    /// From one side to the other.
    pub latency: Length,
    /// Octets a second.
    pub rate: u64,
}

impl Default for Network {
    /// A continent away over 100 Mbit/s.
    fn default() -> Self {
        Self { latency: Length(20), rate: 12_500_000 }
    }
}

/// One primary.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PrimarySetting {
    /// What the scenario calls it.
    pub name: String,
    /// Where it listens.
    pub address: std::net::SocketAddr,
    /// What carries messages to it.
    #[serde(default)]
    pub transport: Transport,
    /// The TSIG key, `algorithm:name`. Rehearsals have no real secrets: both sides make one of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Whether it sends NOTIFY.
    #[serde(default = "yes")]
    pub notify: bool,
    /// The address that its NOTIFYs come from, when it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_from: Option<std::net::IpAddr>,
    /// Versions that incremental transfers may start from, the current one counted.
    #[serde(default = "twenty")]
    pub keeps: usize,
}

/// A version that is published.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct VersionSetting {
    /// When.
    pub at: Length,
    /// Its serial; with a text, that of the text when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
    /// The zone as a zone file has it. Without it, the version before with what follows changed; the first is a small
    /// zone of our own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Records to take away, as a zone file has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove: Option<String>,
    /// Records to add, likewise; `$GENERATE` makes many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<String>,
    /// The SOA's REFRESH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh: Option<Length>,
    /// The SOA's RETRY.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Length>,
    /// The SOA's EXPIRE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expire: Option<Length>,
    /// The primary that publishes it; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<String>,
    /// Whether NOTIFY is sent of it.
    #[serde(default = "yes")]
    pub notify: bool,
}

/// Something that goes wrong for a while.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What.
    pub what: What,
    /// From when.
    #[serde(default)]
    pub at: Length,
    /// Until when; to the end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Length>,
    /// With which primary; with all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<String>,
    /// `loss`: of a hundred datagrams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    /// `delay`: how much later everything arrives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<Length>,
    /// Clocks: how far off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub off: Option<Offset>,
    /// `cut`, `reset`, `stall`: behind so many octets of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// `rcode`: the response code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rcode: Option<String>,
    /// `rcode`: the types of query that get it, such as `["IXFR"]`; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
}

/// What can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The primary is not running: connections are refused.
    Down,
    /// Nothing that is sent arrives.
    Silent,
    /// There is no route.
    Unreachable,
    /// Datagrams get lost, connections work.
    UdpLost,
    /// The primary's NOTIFYs get lost.
    NotifyLost,
    /// Some datagrams get lost.
    Loss,
    /// Everything is slower.
    Delay,
    /// Answers over a connection end in the middle (FIN).
    Cut,
    /// The same, broken off (RST).
    Reset,
    /// Answers stop in the middle and the connection stays.
    Stall,
    /// The primary has another secret under the key's name.
    WrongSecret,
    /// The primary does not know the key.
    KeyUnknown,
    /// The primary has the key with another algorithm.
    WrongAlgorithm,
    /// The primary's answers are not signed.
    Unsigned,
    /// The primary's clock is off.
    PrimaryClock,
    /// The secondary's clock is off.
    OurClock,
    /// The primary allows this secondary no transfer.
    TransferRefused,
    /// The primary does not have the zone.
    ZoneAbsent,
    /// The primary has the zone without usable content.
    NotLoaded,
    /// The primary's SOA is not authoritative.
    NotAuthoritative,
    /// The primary answers with a response code.
    Rcode,
    /// IXFR is answered with the whole zone.
    IxfrWhole,
    /// IXFR is answered with the new SOA alone.
    IxfrSoaAlone,
    /// IXFR is answered without a record.
    IxfrEmpty,
    /// A difference is missing in the middle.
    IxfrGap,
    /// The differences begin at another serial than was asked from.
    IxfrWrongStart,
    /// The closing SOA is another than the opening one.
    IxfrWrongEnd,
    /// A difference takes away a record that does not exist.
    IxfrMissing,
    /// A difference adds a record that is there already.
    IxfrRedundant,
    /// The zone changes while it is sent: its last SOA is not its first.
    SerialMoves,
    /// A record follows the closing SOA.
    AfterEnd,
    /// A record of another zone is among the records.
    OutOfZone,
    /// The answer begins with something else than the SOA.
    FirstNotSoa,
    /// Every message holds one record.
    OneRecordAMessage,
    /// The secondary cannot write to its disk.
    DiskFull,
}

/// Something that the secondary's operator does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// When.
    pub at: Length,
    /// What.
    pub what: Deed,
    /// `restart`: how long it is away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<Length>,
}

/// What an operator can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// Order a check.
    Refresh,
    /// Order a transfer of the whole zone, whatever its serial.
    Retransfer,
    /// Kill the secondary and start it again.
    Restart,
}

/// A NOTIFY that arrives.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NotifySetting {
    /// When.
    pub at: Length,
    /// From which address.
    pub from: std::net::IpAddr,
    /// The serial that it promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
    /// How many of them arrive, one a millisecond.
    #[serde(default = "one")]
    pub times: u32,
}

impl Scenario {
    /// One in which all is as it should be: what a text that says nothing of a setting means.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            rehearsal: 1,
            title: String::new(),
            about: String::new(),
            zone: example(),
            start: beginning(),
            lasts: Length(0),
            seed: 0,
            secondary: SecondarySetting::default(),
            network: Network::default(),
            primary: one_primary(),
            version: Vec::new(),
            fault: Vec::new(),
            action: Vec::new(),
            notify: Vec::new(),
        }
    }
}

fn example() -> String {
    "example.com".to_owned()
}

/// 2026-12-01, midnight UTC.
const fn beginning() -> u64 {
    1_796_083_200
}

const fn yes() -> bool {
    true
}

const fn one() -> u32 {
    1
}

const fn twenty() -> usize {
    20
}

fn one_primary() -> Vec<PrimarySetting> {
    vec![PrimarySetting {
        name: "ns1".to_owned(),
        address: std::net::SocketAddr::from(([192, 0, 2, 53], 53)),
        transport: Transport::Tcp,
        key: None,
        notify: true,
        notify_from: None,
        keeps: twenty(),
    }]
}
