//! What a configuration lets the provider do: Cloudflare's dated addresses, or this machine's own.

use super::super::cloudflare::{NOTIFY_TARGETS, SOURCES};
use super::super::exports::Site;
use super::super::model::Tsig;
use super::super::{Date, Desired, Phrase, Range};
use super::{Line, Pasted, State, Told, keys, same};
use crate::engine::diag::Label;
use crate::engine::tsig::{Algorithm, Secret};

static PASTED_NO_ZONE: Label = Label { name: "pasted-no-zone" };
static PASTED_ALLOWED: Label = Label { name: "pasted-allowed" };
static PASTED_DENIED: Label = Label { name: "pasted-denied" };
static PASTED_UNKNOWN: Label = Label { name: "pasted-unknown" };
static PASTED_OLD_ONLY: Label = Label { name: "pasted-old-only" };
static PASTED_OLD_LEFT: Label = Label { name: "pasted-old-left" };
static PASTED_TOLD: Label = Label { name: "pasted-told" };
static PASTED_NOT_TOLD: Label = Label { name: "pasted-not-told" };
static PASTED_KEY: Label = Label { name: "pasted-key" };
static PASTED_KEY_MISSING: Label = Label { name: "pasted-key-missing" };
static PASTED_KEY_OTHER: Label = Label { name: "pasted-key-other" };
static PASTED_KEY_NEEDED: Label = Label { name: "pasted-key-needed" };
static PASTED_KEY_ALGORITHM: Label = Label { name: "pasted-key-algorithm" };
static PASTED_KEY_SECRET: Label = Label { name: "pasted-key-secret" };

/// Judges it for the wish, on that day: for whoever asks from `site`.
#[must_use]
pub fn judge(found: &Pasted, want: &Desired, site: &Site, today: Date) -> Vec<Line> {
    if !found.has_zone {
        return vec![line(State::Unknown, Phrase::new(&PASTED_NO_ZONE).with("zone", want.zone.as_str()))];
    }
    let key = want.keys.first();
    let name = key.map(|key| key.name.as_str());
    let mut lines = match site.own {
        Some(own) => vec![source(found, &own.ip().to_string(), None, name)].into_iter().flatten().collect(),
        None => dated(found, name, today),
    };
    let told = |is: bool, address: String| {
        let (state, label) = if is { (State::Ok, &PASTED_TOLD) } else { (State::Bad, &PASTED_NOT_TOLD) };
        line(state, Phrase::new(label).with("address", address))
    };
    match site.own {
        Some(own) => {
            let is = |n: &Told| same_address(&n.address, &own.ip().to_string()) && n.port.unwrap_or(53) == own.port();
            lines.push(told(found.notify.iter().any(is), own.to_string()));
        }
        None => {
            lines.extend(NOTIFY_TARGETS.iter().map(|target| {
                told(found.notify.iter().any(|n| same_address(&n.address, target)), (*target).to_owned())
            }))
        }
    }
    lines.extend(key.map(|key| defined(found, key)));
    lines
}

/// Whether a line says that the key is another one than that of the wish.
#[must_use]
pub fn is_other_key(said: &Phrase) -> bool {
    [PASTED_KEY_ALGORITHM.name, PASTED_KEY_SECRET.name].contains(&said.label.name)
}

const fn line(state: State, said: Phrase) -> Line {
    Line { state, said }
}

fn same_address(a: &str, b: &str) -> bool {
    super::super::fields::same_address(a, b)
}

/// Cloudflare's addresses that are used on that day.
fn dated(found: &Pasted, key: Option<&str>, today: Date) -> Vec<Line> {
    let used = SOURCES.iter().filter(|s| s.is_used(today));
    let mut lines: Vec<_> = used.filter_map(|s| source(found, s.range, s.until, key)).collect();
    // Only the old ranges: that works until they end, and not a day longer.
    let new = |l: &Line| l.said.label.name == PASTED_DENIED.name;
    let old = lines.iter().find(|l| l.said.label.name == PASTED_OLD_LEFT.name).cloned();
    if let (true, Some(old)) = (lines.iter().any(new), old) {
        let end = old.said.args.get("end").map(ToString::to_string).unwrap_or_default();
        lines.push(line(State::Ending, Phrase::new(&PASTED_OLD_ONLY).with("end", end)));
    }
    lines
}

/// Whether `range` may transfer.
fn source(found: &Pasted, range: &str, until: Option<Date>, key: Option<&str>) -> Option<Line> {
    let addresses = Range::read(range)?;
    let lets = |key: Option<&str>| found.allows(&addresses, key);
    // Nobody said yet with which key it would ask.
    let keys = || found.allow.iter().filter_map(|e| e.key.as_deref()).filter(|_| key.is_none());
    let needed = || keys().find(|name| lets(Some(name)) == Some(true));
    let (state, label) = match (lets(key), until) {
        (Some(true), None) => (State::Ok, &PASTED_ALLOWED),
        (Some(true), Some(_)) => (State::Ok, &PASTED_OLD_LEFT),
        (_, Some(_)) => return None,
        (Some(false), None) => match needed() {
            Some(name) => {
                let said = Phrase::new(&PASTED_KEY_NEEDED).with("range", range).with("key", name);
                return Some(line(State::Unknown, said));
            }
            None => (State::Bad, &PASTED_DENIED),
        },
        (None, None) => (State::Unknown, &PASTED_UNKNOWN),
    };
    let end = until.map_or_else(String::new, |d| d.to_string());
    Some(line(state, Phrase::new(label).with("range", range).with("end", end)))
}

/// Whether the key is there, and the same.
fn defined(found: &Pasted, key: &Tsig) -> Line {
    let named = |name: &String| same(name, &key.name);
    let used = found.allow.iter().filter_map(|e| e.key.as_ref()).any(named);
    let there = found.defined.iter().find(|defined| named(&defined.name));
    let said = |label| Phrase::new(label).with("key", key.name.as_str());
    if let Some((here, there)) = Algorithm::from_text(&key.algo).zip(there.and_then(|d| d.algorithm))
        && here != there
    {
        let said = said(&PASTED_KEY_ALGORITHM).with("here", here.config_name()).with("there", there.config_name());
        return line(State::Bad, said);
    }
    let print = Secret::from_base64(key.secret.expose()).filter(|s| !s.is_empty()).map(|s| keys::fingerprint(&s));
    if let Some((here, there)) = print.zip(there.and_then(|d| d.fingerprint.clone()))
        && here != there
    {
        return line(State::Bad, said(&PASTED_KEY_SECRET));
    }
    match (used, found.keys.iter().any(named)) {
        (true, true) => line(State::Ok, said(&PASTED_KEY)),
        (true, false) => line(State::Unknown, said(&PASTED_KEY_MISSING)),
        (false, _) => line(State::Bad, said(&PASTED_KEY_OTHER)),
    }
}
