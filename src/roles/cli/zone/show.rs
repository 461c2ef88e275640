//! The server's answers as a person reads them.

use std::fmt::Write;

use super::super::diff;
use crate::product::api::zones::{Counts, Happened, Running, ZoneDifference, ZoneList, ZoneState};

/// Whether the zone is served and its last check went well. One that does not run is not ours to judge.
pub(super) fn is_well(zone: &ZoneState) -> bool {
    zone.running.as_ref().is_none_or(|r| r.serial.is_some() && !r.expired && r.failure.is_none())
}

/// A name as it was given, with its final dot.
pub(super) fn name(zone: &str) -> String {
    format!("{}.", zone.trim_end_matches('.'))
}

/// `example.com.  2026010107  current, next check …`, a line a zone.
pub(super) fn list(list: &ZoneList) -> String {
    let width = list.zones.iter().map(|zone| zone.zone.len()).max().unwrap_or_default();
    let mut out = String::new();
    for zone in &list.zones {
        let (serial, word) = match &zone.running {
            None => (String::new(), zone.kind.as_str()),
            Some(running) => (running.serial.map(|s| s.to_string()).unwrap_or_default(), word(running)),
        };
        // Writing to a String does not fail.
        let _ = writeln!(out, "{:<width$}  {serial:>10}  {word}", zone.zone);
    }
    if let Some(why) = &list.store_fault {
        let _ = writeln!(out, "nothing can be stored: {why}");
    }
    out
}

fn word(running: &Running) -> &'static str {
    match running {
        Running { expired: true, .. } => "expired",
        Running { serial: None, failure: Some(_), .. } => "never transferred, failing",
        Running { serial: None, .. } => "never transferred",
        Running { held: Some(_), .. } => "a version waits for approval",
        Running { failure: Some(_), .. } => "failing",
        Running { .. } => "current",
    }
}

/// All that is known of a zone.
pub(super) fn state(zone: &ZoneState) -> String {
    let mut out = format!("{}\n", zone.zone);
    let mut line = |what: &str, text: &str| {
        let _ = writeln!(out, "  {what:<13} {text}");
    };
    let Some(running) = &zone.running else {
        line("type", &zone.kind);
        return out;
    };
    line("state", word(running));
    if let Some(serial) = running.serial {
        let records = running.records.map_or_else(String::new, |n| format!(", {n} records"));
        line("serial", &format!("{serial}{records}"));
    }
    let reason = running.next_reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
    let next = format!("{}{reason}", running.next_check);
    let lines = [("last success", &running.confirmed), ("expires", &running.expires), ("next check", &Some(next))];
    for (what, at) in lines {
        if let Some(at) = at {
            line(what, at);
        }
    }
    if let Some(moved) = &running.progress {
        line("transferring", &format!("{} records, {} octets", moved.records, moved.bytes));
    }
    let Counts { current, versions, failed } = running.counts;
    line("so far", &format!("{versions} versions, {current} checks without news, {failed} in vain"));
    for failure in &running.failures {
        line("failure", &happened(failure));
    }
    if let Some(held) = &running.held {
        line("waiting", &format!("serial {}, {} records, since {}", held.serial, held.records, held.since));
        for reason in &held.reasons {
            line("", &format!("{} [{}]", reason.message, reason.code));
        }
    }
    out
}

fn happened(event: &Happened) -> String {
    let Happened { at, code, message, peer, transport, .. } = event;
    let about: Vec<&str> = [peer, transport].into_iter().flatten().map(String::as_str).collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(" over ")) };
    format!("{at} {message}{about} [{code}]")
}

/// What would change, or what has.
pub(super) fn difference(body: &ZoneDifference) -> String {
    match &body.difference {
        None if body.waiting => format!("{}: the first version waits for approval; nothing is served yet\n", body.zone),
        None => format!("{} has one version; nothing waits for approval\n", body.zone),
        Some(difference) if body.waiting => format!("waiting for approval:\n{}", diff::human(difference)),
        Some(difference) => format!("nothing waits for approval; the last change:\n{}", diff::human(difference)),
    }
}
