//! One change of the form: from a text to a text.

use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use serde::{Deserialize, Serialize};

use super::super::content::FIRST_SERIAL;
use super::super::preset::Preset;
use super::super::scenario::SoaWord;
use super::super::{
    Action, Deed, Fault, Length, Offset, Refresh, Scenario, Transfer, VersionSetting, What, read, write,
};
use super::{KEY, Switch, is_lowered, number_before};
use crate::engine::diag::Diagnostic;

/// How far a lowered serial is below the one before it: a date where the time of Unix stood.
const LOWERED: u32 = 230_660_832;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "set", rename_all = "snake_case")]
pub enum Change {
    /// Its title.
    Title {
        /// The new one.
        to: String,
    },
    /// When it ends.
    Lasts {
        /// A length.
        to: String,
    },
    /// The provider's behaviour, or our own.
    Cloudflare {
        /// Which.
        on: bool,
    },
    /// AXFR alone, or IXFR first.
    Axfr {
        /// Which.
        on: bool,
    },
    /// How often the serial is asked for.
    Refresh {
        /// A length, `soa`, or empty for the usual.
        to: String,
    },
    /// The way from one side to the other.
    Latency {
        /// A length.
        to: String,
    },
    /// Whether transfers are signed.
    Signed {
        /// Whether.
        on: bool,
    },
    /// Whether primaries send NOTIFY.
    Notifies {
        /// Whether.
        on: bool,
    },
    /// A fault of the switches.
    Switch {
        /// Which.
        switch: Switch,
        /// On or off.
        on: bool,
    },
    /// One more fault, by its name in a scenario.
    AddFault {
        /// Its name.
        what: String,
    },
    /// One more version.
    AddVersion,
    /// One more deed, by its name.
    AddDeed {
        /// Its name.
        what: String,
    },
    /// One part less.
    Drop {
        /// Of which list.
        list: List,
        /// Its place.
        place: u32,
    },
    /// The moment of a part.
    At {
        /// Of which list.
        list: List,
        /// Its place.
        place: u32,
        /// A moment.
        to: String,
    },
    /// The end of a fault.
    Until {
        /// Its place.
        place: u32,
        /// A moment; empty is to the end.
        to: String,
    },
    /// The value of a part.
    Value {
        /// Of which list.
        list: List,
        /// Its place.
        place: u32,
        /// As a scenario writes it; for a serial, empty is the one after the version before.
        to: String,
    },
    /// Versions that are whole zones, in place of those there are.
    Zone {
        /// The zone's name.
        name: String,
        /// Their texts, in their order.
        texts: Vec<String>,
    },
}

/// A list of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Versions.
    Versions,
    /// Faults.
    Faults,
    /// Deeds.
    Deeds,
}

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The text is no scenario.
    Unread(Vec<Diagnostic>),
    /// The value cannot be read: `length`, `offset`, `number`, `name`, `place`, `last`.
    Value(&'static str),
}

/// The text with one change made. Comments and the order of keys are lost: the whole is written anew.
///
/// # Errors
/// When the text is no scenario or the value is none.
pub fn changed(text: &str, change: Change) -> Result<String, Refused> {
    let mut scenario = read(text).map_err(Refused::Unread)?;
    make(&mut scenario, change).map_err(Refused::Value)?;
    Ok(write(&scenario))
}

fn make(scenario: &mut Scenario, change: Change) -> Result<(), &'static str> {
    match change {
        Change::Title { to } => scenario.title = to,
        Change::Lasts { to } => scenario.lasts = length(&to)?,
        Change::Cloudflare { on } => scenario.secondary.preset = on.then_some(Preset::Cloudflare),
        Change::Axfr { on } => scenario.secondary.transfer = on.then_some(Transfer::Axfr),
        Change::Refresh { to } => {
            scenario.secondary.refresh = match to.trim() {
                "" => None,
                "soa" => Some(Refresh::Soa(SoaWord::Soa)),
                every => Some(Refresh::Every(length(every)?)),
            };
        }
        Change::Latency { to } => scenario.network.latency = length(&to)?,
        Change::Signed { on } => signed(scenario, on),
        Change::Notifies { on } => scenario.primary.iter_mut().for_each(|primary| primary.notify = on),
        Change::Switch { switch, on } => switched(scenario, switch, on),
        Change::AddFault { what } => {
            let what = named(&what)?;
            let fault = fault(scenario, what);
            scenario.fault.push(fault);
        }
        Change::AddVersion => {
            let last = scenario.version.iter().map(|version| version.at.0).max().unwrap_or_default();
            let at = Length((last + scenario.lasts.0.max(last)) / 2);
            let n = scenario.version.len();
            let add = format!("new{n} A 192.0.2.{}", 100 + n % 100);
            scenario.version.push(VersionSetting { at: minutes(at), add: Some(add), ..empty() });
        }
        Change::AddDeed { what } => {
            let what: Deed = named(&what)?;
            let away = (what == Deed::Restart).then(|| Length::seconds(60));
            scenario.action.push(Action { at: minutes(Length(scenario.lasts.0 / 2)), what, away });
        }
        Change::Drop { list, place } => drop_part(scenario, list, place as usize)?,
        Change::At { list, place, to } => *moment(scenario, list, place as usize).ok_or("place")? = length(&to)?,
        Change::Until { place, to } => {
            let until = if to.trim().is_empty() { None } else { Some(length(&to)?) };
            scenario.fault.get_mut(place as usize).ok_or("place")?.until = until;
        }
        Change::Value { list, place, to } => value(scenario, list, place as usize, to.trim())?,
        Change::Zone { name, texts } => {
            scenario.zone = name;
            let whole = |(n, text)| VersionSetting { at: Length::seconds(600 * n), text: Some(text), ..empty() };
            scenario.version = (0_u64..).zip(texts).map(whole).collect();
        }
    }
    Ok(())
}

/// A name as serde reads an enum's variant.
fn named<'a, T: Deserialize<'a>>(name: &'a str) -> Result<T, &'static str> {
    let name: StrDeserializer<'a, serde::de::value::Error> = name.into_deserializer();
    T::deserialize(name).map_err(|_| "name")
}

const fn empty() -> VersionSetting {
    VersionSetting {
        at: Length(0),
        serial: None,
        text: None,
        remove: None,
        add: None,
        refresh: None,
        retry: None,
        expire: None,
        primary: None,
        notify: true,
    }
}

fn length(text: &str) -> Result<Length, &'static str> {
    Length::from_text(text.trim()).ok_or("length")
}

/// Whole minutes, for a person's eye.
fn minutes(length: Length) -> Length {
    if length.0 < 120_000 { length } else { Length(length.0 / 60_000 * 60_000) }
}

fn signed(scenario: &mut Scenario, on: bool) {
    for primary in &mut scenario.primary {
        match (on, &primary.key) {
            (true, None) => primary.key = Some(KEY.to_owned()),
            (false, Some(_)) => primary.key = None,
            _ => {}
        }
    }
}

/// A fault that begins before the second version appears, and is over in time to see what follows.
fn fault(scenario: &mut Scenario, what: What) -> Fault {
    let lasts = scenario.lasts.0;
    let change = scenario.version.get(1).map_or(lasts / 4, |version| version.at.0 / 2);
    let (at, until) = (minutes(Length(change)), minutes(Length(change + (lasts.saturating_sub(change)) / 2)));
    if matches!(
        what,
        What::WrongSecret
            | What::KeyUnknown
            | What::WrongAlgorithm
            | What::Unsigned
            | What::PrimaryClock
            | What::OurClock
    ) {
        // Without a key nothing is signed, and the fault would go unseen.
        signed(scenario, true);
    }
    Fault {
        what,
        at,
        until: Some(until),
        primary: None,
        percent: (what == What::Loss).then_some(50),
        delay: (what == What::Delay).then(|| Length::seconds(3)),
        off: matches!(what, What::PrimaryClock | What::OurClock).then_some(Offset(-600)),
        after: matches!(what, What::Cut | What::Reset | What::Stall).then_some(100),
        rcode: (what == What::Rcode).then(|| "REFUSED".to_owned()),
        to: if what == What::Rcode { vec!["IXFR".to_owned()] } else { Vec::new() },
    }
}

fn switched(scenario: &mut Scenario, switch: Switch, on: bool) {
    match (switch.what(), on) {
        (Some(what), true) if scenario.fault.iter().all(|fault| fault.what != what) => {
            let fault = fault(scenario, what);
            scenario.fault.push(fault);
        }
        (Some(what), false) => scenario.fault.retain(|fault| fault.what != what),
        (None, true) if !lowered(scenario) => {
            let n = scenario.version.len();
            let before = number_before(&scenario.version, n).unwrap_or(FIRST_SERIAL);
            let at = minutes(Length(scenario.lasts.0 / 2));
            let add = Some("lowered A 192.0.2.98".to_owned());
            let serial = Some(if before > LOWERED { before - LOWERED } else { before.saturating_sub(1) });
            scenario.version.push(VersionSetting { at, serial, add, ..empty() });
        }
        (None, false) => {
            let keep: Vec<_> = (0..scenario.version.len()).map(|n| !is_lowered(&scenario.version, n)).collect();
            let mut keep = keep.into_iter();
            scenario.version.retain(|_| keep.next().unwrap_or(true));
        }
        (Some(_) | None, true) => {}
    }
}

fn lowered(scenario: &Scenario) -> bool {
    (0..scenario.version.len()).any(|n| is_lowered(&scenario.version, n))
}

fn drop_part(scenario: &mut Scenario, list: List, place: usize) -> Result<(), &'static str> {
    let held = match list {
        List::Versions => scenario.version.len(),
        List::Faults => scenario.fault.len(),
        List::Deeds => scenario.action.len(),
    };
    if place >= held {
        return Err("place");
    }
    match list {
        List::Versions if held == 1 => return Err("last"),
        List::Versions => drop(scenario.version.remove(place)),
        List::Faults => drop(scenario.fault.remove(place)),
        List::Deeds => drop(scenario.action.remove(place)),
    }
    Ok(())
}

fn moment(scenario: &mut Scenario, list: List, place: usize) -> Option<&mut Length> {
    match list {
        List::Versions => scenario.version.get_mut(place).map(|version| &mut version.at),
        List::Faults => scenario.fault.get_mut(place).map(|fault| &mut fault.at),
        List::Deeds => scenario.action.get_mut(place).map(|action| &mut action.at),
    }
}

fn value(scenario: &mut Scenario, list: List, place: usize, to: &str) -> Result<(), &'static str> {
    match list {
        List::Versions => {
            let serial = if to.is_empty() { None } else { Some(to.parse().map_err(|_| "number")?) };
            scenario.version.get_mut(place).ok_or("place")?.serial = serial;
        }
        List::Deeds => scenario.action.get_mut(place).ok_or("place")?.away = Some(length(to)?),
        List::Faults => {
            let fault = scenario.fault.get_mut(place).ok_or("place")?;
            match fault.what {
                What::Loss => fault.percent = Some(to.parse().map_err(|_| "number")?),
                What::Delay => fault.delay = Some(length(to)?),
                What::PrimaryClock | What::OurClock => fault.off = Some(Offset::from_text(to).ok_or("offset")?),
                What::Cut | What::Reset | What::Stall => fault.after = Some(to.parse().map_err(|_| "number")?),
                What::Rcode => fault.rcode = Some(to.to_ascii_uppercase()),
                _ => return Err("place"),
            }
        }
    }
    Ok(())
}
