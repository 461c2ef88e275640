//! A scenario as its text: what reads back as the same scenario, without what is understood anyway.

use std::fmt::{Display, Write};

use super::scenario::SoaWord;
use super::{
    Action, Deed, Fault, Length, Network, NotifySetting, PrimarySetting, Refresh, Scenario, SecondarySetting, Transfer,
    Transport, VersionSetting, faults,
};

/// The text of a scenario; [`super::read`] gives the scenario back.
#[must_use]
pub fn write(scenario: &Scenario) -> String {
    let plain = Scenario::plain();
    let mut out = Lines::default();
    out.bare("rehearsal", scenario.rehearsal);
    out.text("title", &scenario.title);
    if !scenario.about.is_empty() {
        out.text("about", &scenario.about);
    }
    if scenario.zone != plain.zone {
        out.text("zone", &scenario.zone);
    }
    if scenario.start != plain.start {
        out.bare("start", scenario.start);
    }
    out.length("lasts", Some(scenario.lasts));
    if scenario.seed != 0 {
        out.bare("seed", scenario.seed);
    }
    secondary(&mut out, &scenario.secondary);
    network(&mut out, &scenario.network);
    if scenario.primary != plain.primary {
        scenario.primary.iter().for_each(|one| primary(&mut out, one));
    }
    scenario.version.iter().for_each(|one| version(&mut out, one));
    scenario.fault.iter().for_each(|one| fault(&mut out, one));
    scenario.action.iter().for_each(|one| action(&mut out, one));
    scenario.notify.iter().for_each(|one| notify(&mut out, one));
    out.0
}

fn secondary(out: &mut Lines, setting: &SecondarySetting) {
    if *setting == SecondarySetting::default() {
        return;
    }
    out.head("[secondary]");
    if setting.preset.is_some() {
        out.text("preset", "cloudflare");
    }
    match setting.refresh {
        Some(Refresh::Soa(SoaWord::Soa)) => out.text("refresh", "soa"),
        Some(Refresh::Every(every)) => out.length("refresh", Some(every)),
        None => {}
    }
    match setting.transfer {
        Some(Transfer::Axfr) => out.text("transfer", "axfr"),
        Some(Transfer::Ixfr) => out.text("transfer", "ixfr"),
        None => {}
    }
    out.shown("address", setting.address);
}

fn network(out: &mut Lines, setting: &Network) {
    let plain = Network::default();
    if *setting == plain {
        return;
    }
    out.head("[network]");
    out.length("latency", Some(setting.latency).filter(|latency| *latency != plain.latency));
    if setting.rate != plain.rate {
        out.bare("rate", setting.rate);
    }
}

fn primary(out: &mut Lines, setting: &PrimarySetting) {
    out.head("[[primary]]");
    out.text("name", &setting.name);
    out.shown("address", Some(setting.address));
    if setting.transport == Transport::Tls {
        out.text("transport", "tls");
    }
    out.shown("key", setting.key.as_ref());
    if !setting.notify {
        out.bare("notify", false);
    }
    out.shown("notify_from", setting.notify_from);
    if Scenario::plain().primary.first().is_some_and(|plain| plain.keeps != setting.keeps) {
        out.bare("keeps", setting.keeps);
    }
}

fn version(out: &mut Lines, setting: &VersionSetting) {
    out.head("[[version]]");
    out.length("at", Some(setting.at));
    if let Some(serial) = setting.serial {
        out.bare("serial", serial);
    }
    for (key, text) in [("text", &setting.text), ("remove", &setting.remove), ("add", &setting.add)] {
        out.shown(key, text.as_ref());
    }
    for (key, length) in [("refresh", setting.refresh), ("retry", setting.retry), ("expire", setting.expire)] {
        out.length(key, length);
    }
    out.shown("primary", setting.primary.as_ref());
    if !setting.notify {
        out.bare("notify", false);
    }
}

fn fault(out: &mut Lines, fault: &Fault) {
    out.head("[[fault]]");
    out.text("what", faults::name(fault.what));
    out.length("at", Some(fault.at).filter(|at| at.0 > 0));
    out.length("until", fault.until);
    out.shown("primary", fault.primary.as_ref());
    if let Some(percent) = fault.percent {
        out.bare("percent", percent);
    }
    out.length("delay", fault.delay);
    out.shown("off", fault.off);
    if let Some(after) = fault.after {
        out.bare("after", after);
    }
    out.shown("rcode", fault.rcode.as_ref());
    if !fault.to.is_empty() {
        let types: Vec<_> = fault.to.iter().map(|rtype| quoted(rtype)).collect();
        out.bare("to", format_args!("[{}]", types.join(", ")));
    }
}

fn action(out: &mut Lines, action: &Action) {
    out.head("[[do]]");
    out.length("at", Some(action.at));
    out.text("what", action.what.name());
    out.length("away", action.away);
}

fn notify(out: &mut Lines, setting: &NotifySetting) {
    out.head("[[notify]]");
    out.length("at", Some(setting.at));
    out.shown("from", Some(setting.from));
    if let Some(serial) = setting.serial {
        out.bare("serial", serial);
    }
    if setting.times != 1 {
        out.bare("times", setting.times);
    }
}

impl Deed {
    /// As a scenario writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refresh => "refresh",
            Self::Retransfer => "retransfer",
            Self::Restart => "restart",
        }
    }
}

/// The text in the making. Writing to a String does not fail.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn head(&mut self, head: &str) {
        let _ = writeln!(self.0, "\n{head}");
    }

    fn bare(&mut self, key: &str, value: impl Display) {
        let _ = writeln!(self.0, "{key} = {value}");
    }

    fn text(&mut self, key: &str, value: &str) {
        self.bare(key, quoted(value));
    }

    fn shown(&mut self, key: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.text(key, &value.to_string());
        }
    }

    /// The beginning is `0s` to a person.
    fn length(&mut self, key: &str, length: Option<Length>) {
        self.shown(key, length.map(|length| if length.0 == 0 { "0s".to_owned() } else { length.to_string() }));
    }
}

/// A string as TOML has it: on one line, or as a block when it has several.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let block = text.contains('\n');
    out.push_str(if block { "\"\"\"\n" } else { "\"" });
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            // In a block a quote stands as it is, unless three would end it.
            '"' if !block || out.ends_with('"') => out.push_str("\\\""),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    // A quote just before the closing ones would be read with them.
    if block && out.ends_with('"') && !text.ends_with('\n') {
        out.pop();
        out.push_str("\\\"");
    }
    out.push_str(if block { "\"\"\"" } else { "\"" });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_reads_back() {
        #[derive(serde::Deserialize)]
        struct One {
            s: String,
        }
        for text in ["", "a\"b\\c", "\n", "a\n\"\"\"\"b\"", "a\nb\n", "\"\n\"", "tab\tbell\u{7}", "x\r\ny", "ü\n\\\n"]
        {
            let toml = format!("s = {}\n", quoted(text));
            let read: One = toml::from_str(&toml).unwrap_or_else(|fault| panic!("{toml}: {fault}"));
            assert_eq!(read.s, text, "{toml}");
        }
    }
}
