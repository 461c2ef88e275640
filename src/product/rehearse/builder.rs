//! A scenario by its parts: what a form shows of it, and what one change of the form makes of its text.

mod change;

use serde::{Deserialize, Serialize};

use super::preset::Preset;
use super::scenario::SoaWord;
use super::{Fault, Refresh, Scenario, Transfer, VersionSetting, What, faults};
pub use change::{Change, List, Refused, changed};

/// The key that is made where a fault needs one.
const KEY: &str = "hmac-sha256:transfer.example";

/// What a form begins with.
pub const BLANK: &str = "rehearsal = 1\ntitle = \"A rehearsal of one's own\"\nlasts = \"3h\"\n\n[[version]]\nat = \"0s\"\n\n\
                         [[version]]\nat = \"30m\"\nadd = \"new A 192.0.2.99\"\n";

/// A scenario as a form shows it. Moments and lengths are as a scenario writes them: `1h30m`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Built {
    /// What it is called.
    pub title: String,
    /// The zone's name.
    pub zone: String,
    /// When it ends.
    pub lasts: String,
    /// Whether the secondary behaves as Cloudflare's.
    pub cloudflare: bool,
    /// Whether it asks for AXFR alone.
    pub axfr: bool,
    /// How often it asks for the serial: a length or `soa`; empty is the usual.
    pub refresh: String,
    /// From one side to the other.
    pub latency: String,
    /// Whether the first primary has a key.
    pub signed: bool,
    /// Whether the first primary sends NOTIFY.
    pub notifies: bool,
    /// The versions.
    pub versions: Vec<Part>,
    /// The faults.
    pub faults: Vec<Part>,
    /// What the operator does.
    pub deeds: Vec<Part>,
    /// How many primaries there are.
    pub primaries: u32,
    /// NOTIFYs besides those of versions.
    pub strays: u32,
}

/// A version, a fault or a deed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Part {
    /// What it is: the fault's or the deed's name; for a version empty.
    pub what: String,
    /// From when.
    pub at: String,
    /// Until when; empty is to the end.
    #[serde(default)]
    pub until: String,
    /// The value that it has: a serial, octets, an offset, a response code.
    #[serde(default)]
    pub value: String,
    /// Whether a value can be given.
    pub valued: bool,
    /// The primary that it is about alone; empty is all.
    #[serde(default)]
    pub primary: String,
    /// For a version: how many records go and come, or that it has a text of its own.
    #[serde(default)]
    pub note: String,
}

/// The faults that a form has a switch for, in the order of the switches, and what each is in a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Switch {
    /// NOTIFY gets lost.
    NotifyLost,
    /// The primary is down.
    PrimaryDown,
    /// The two sides have different secrets.
    WrongKey,
    /// The primary's clock is off.
    ClockOff,
    /// A version has a lower serial than the one before it.
    SerialLowered,
    /// IXFR is refused.
    IxfrRefused,
    /// IXFR is answered in the shape of AXFR.
    AxfrStyle,
    /// The serial changes in the middle of a transfer.
    SerialMoves,
    /// Connections end in the middle of an answer.
    ConnectionCut,
}

impl Switch {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::NotifyLost,
        Self::PrimaryDown,
        Self::WrongKey,
        Self::ClockOff,
        Self::SerialLowered,
        Self::IxfrRefused,
        Self::AxfrStyle,
        Self::SerialMoves,
        Self::ConnectionCut,
    ];

    /// Its place among the faults of a scenario; the lowered serial is a version instead.
    const fn what(self) -> Option<What> {
        match self {
            Self::NotifyLost => Some(What::NotifyLost),
            Self::PrimaryDown => Some(What::Down),
            Self::WrongKey => Some(What::WrongSecret),
            Self::ClockOff => Some(What::PrimaryClock),
            Self::SerialLowered => None,
            Self::IxfrRefused => Some(What::Rcode),
            Self::AxfrStyle => Some(What::IxfrWhole),
            Self::SerialMoves => Some(What::SerialMoves),
            Self::ConnectionCut => Some(What::Cut),
        }
    }

    /// The name of its fault in a scenario; that of a lowered serial is no fault's.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotifyLost => "notify-lost",
            Self::PrimaryDown => "down",
            Self::WrongKey => "wrong-secret",
            Self::ClockOff => "primary-clock",
            Self::SerialLowered => "serial-lowered",
            Self::IxfrRefused => "rcode",
            Self::AxfrStyle => "ixfr-whole",
            Self::SerialMoves => "serial-moves",
            Self::ConnectionCut => "cut",
        }
    }

    /// Whether it is on.
    #[must_use]
    pub fn is_on(self, built: &Built) -> bool {
        match self {
            Self::SerialLowered => built.versions.iter().any(|version| version.what == self.name()),
            _ => built.faults.iter().any(|fault| fault.what == self.name()),
        }
    }
}

impl Built {
    /// What a form shows of `scenario`.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let secondary = &scenario.secondary;
        let first = scenario.primary.first();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            title: scenario.title.clone(),
            zone: scenario.zone.clone(),
            lasts: scenario.lasts.to_string(),
            cloudflare: secondary.preset == Some(Preset::Cloudflare),
            axfr: secondary.transfer == Some(Transfer::Axfr),
            refresh: match secondary.refresh {
                None => String::new(),
                Some(Refresh::Soa(SoaWord::Soa)) => "soa".to_owned(),
                Some(Refresh::Every(every)) => every.to_string(),
            },
            latency: scenario.network.latency.to_string(),
            signed: first.is_some_and(|primary| primary.key.is_some()),
            notifies: first.is_none_or(|primary| primary.notify),
            versions: (0..scenario.version.len()).filter_map(|n| version(scenario, n)).collect(),
            faults: scenario.fault.iter().map(fault).collect(),
            deeds: scenario.action.iter().map(deed).collect(),
            primaries: count(scenario.primary.len()),
            strays: count(scenario.notify.len()),
        }
    }
}

fn moment(length: super::Length) -> String {
    if length.0 == 0 { "0s".to_owned() } else { length.to_string() }
}

fn version(scenario: &Scenario, n: usize) -> Option<Part> {
    let one = scenario.version.get(n)?;
    let lines = |text: &Option<String>| text.as_ref().map_or(0, |text| text.lines().count());
    let note = match (&one.text, lines(&one.remove), lines(&one.add)) {
        (Some(text), ..) => format!("={}", text.lines().count()),
        (None, 0, 0) => String::new(),
        (None, gone, come) => format!("−{gone} +{come}"),
    };
    let lowered = if is_lowered(&scenario.version, n) { "serial-lowered" } else { "" };
    Some(Part {
        what: lowered.to_owned(),
        at: moment(one.at),
        value: one.serial.map_or_else(String::new, |serial| serial.to_string()),
        valued: true,
        primary: one.primary.clone().unwrap_or_default(),
        note,
        until: String::new(),
    })
}

/// Whether version `n` writes a lower number than the version before it has. What a secondary makes of that is for its
/// machine to say.
fn is_lowered(versions: &[VersionSetting], n: usize) -> bool {
    let Some(now) = versions.get(n).and_then(|version| version.serial) else { return false };
    n > 0 && number_before(versions, n).is_some_and(|before| now < before)
}

/// The serial of the version before `n`, as far as it is written; the zone of our own has one that is known.
fn number_before(versions: &[VersionSetting], n: usize) -> Option<u32> {
    let before = versions.get(..n)?;
    let from = before.iter().rposition(|version| version.serial.is_some() || version.text.is_some()).unwrap_or(0);
    let start = match before.get(from)? {
        VersionSetting { serial: Some(serial), .. } => *serial,
        VersionSetting { text: Some(_), .. } => return None,
        VersionSetting { .. } => super::content::FIRST_SERIAL,
    };
    Some(start.wrapping_add(u32::try_from(before.len() - 1 - from).ok()?))
}

fn fault(one: &Fault) -> Part {
    let value = match one.what {
        What::Loss => one.percent.map(|percent| percent.to_string()),
        What::Delay => one.delay.map(|delay| delay.to_string()),
        What::PrimaryClock | What::OurClock => one.off.map(|off| off.to_string()),
        What::Cut | What::Reset | What::Stall => one.after.map(|after| after.to_string()),
        What::Rcode => one.rcode.clone(),
        _ => None,
    };
    Part {
        what: faults::name(one.what).to_owned(),
        at: moment(one.at),
        until: one.until.map_or_else(String::new, moment),
        valued: value.is_some(),
        value: value.unwrap_or_default(),
        primary: one.primary.clone().unwrap_or_default(),
        note: one.to.join(" "),
    }
}

fn deed(one: &super::Action) -> Part {
    let value = one.away.map_or_else(String::new, |away| away.to_string());
    let valued = one.what == super::Deed::Restart;
    Part { what: one.what.name().to_owned(), at: moment(one.at), value, valued, ..Part::default() }
}

#[cfg(test)]
mod tests;
