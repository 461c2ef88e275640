//! A timeline as text: what `understudy simulate` prints, and what the goldens hold.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::length::spoken;
use super::{Actor, Answers, Behind, Entry, Length, Severity, State, Timeline};

/// Columns of the time and of the actor.
const TIME: usize = 15;
const ACTOR: usize = 11;

/// Columns of a line.
const WIDTH: usize = 110;

impl Timeline {
    /// For a person to read.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let who = self.provider.as_deref().unwrap_or("the secondary");
        let _ = writeln!(out, "{}\n{}", self.title, "=".repeat(self.title.chars().count()));
        wrapped(&mut out, "", &self.about);
        let _ = writeln!(out, "\n{} for {}: {}", self.zone, spoken(self.lasts_ms), self.verdict(who));
        out.push('\n');
        // What to do about it is said once, not at every retry.
        let mut told = BTreeSet::new();
        for entry in &self.entries {
            line(&mut out, entry, told.insert(entry.code.as_str()));
        }
        let _ = writeln!(out, "\nServed");
        for span in &self.served {
            let (from, length) = (Length(span.from_ms).clock(), spoken(span.until_ms.saturating_sub(span.from_ms)));
            let _ =
                writeln!(out, "{from:>TIME$}  for {length:<13} {}", answers(span.answers, span.serial, span.behind));
        }
        self.notes(&mut out, who);
        out
    }

    /// How it came out, in one sentence.
    #[must_use]
    pub fn verdict(&self, who: &str) -> String {
        let outcome = &self.outcome;
        let mut parts = Vec::new();
        if outcome.absent_ms > 0 {
            parts.push(format!("nothing is served for {}", spoken(outcome.absent_ms)));
        }
        if outcome.behind_ms > 0 {
            parts.push(format!("{who} serves an old version for {}", spoken(outcome.behind_ms)));
        }
        parts.push(match (outcome.serial, outcome.current) {
            (Some(serial), true) => format!("at the end serial {serial} is served, the newest"),
            (Some(serial), false) => format!("at the end serial {serial} is served, which is not the newest"),
            (None, _) => "at the end nothing is served".to_owned(),
        });
        parts.push(format!("{} octets sent, {} received", outcome.sent, outcome.received));
        parts.join("; ")
    }

    fn notes(&self, out: &mut String, who: &str) {
        if self.notes.is_empty() {
            return;
        }
        let _ = writeln!(out, "\nWhat is known of {who}");
        for note in &self.notes {
            wrapped(out, "  ", &format!("{}: {} ({})", note.topic, note.says, note.basis));
        }
    }
}

fn line(out: &mut String, entry: &Entry, first: bool) {
    let actor = match (entry.actor, &entry.primary) {
        (Actor::Primary, Some(name)) => name.as_str(),
        (Actor::Primary, None) => "primary",
        (Actor::Secondary, _) => "secondary",
        (Actor::Network, _) => "network",
        (Actor::Operator, _) => "operator",
    };
    let mark = match entry.severity {
        Severity::Info => ' ',
        Severity::Warning => '!',
        Severity::Error => '✗',
    };
    let head = format!("{:>TIME$} {mark} {actor:<ACTOR$} ", Length(entry.at_ms).clock());
    let indent = " ".repeat(head.chars().count());
    let text = match &entry.unknown {
        Some(topic) => format!("{} [unknown of the provider: {topic}]", entry.text),
        None => entry.text.clone(),
    };
    let mut text_lines = String::new();
    wrapped(&mut text_lines, &indent, &text);
    let _ = write!(out, "{head}{}", text_lines.get(indent.len()..).unwrap_or_default());
    if first && entry.severity != Severity::Info && !entry.why.is_empty() {
        wrapped(out, &format!("{indent}  "), &entry.why);
    }
    if let Some(state) = entry.state.filter(|state| !state.busy) {
        let _ = writeln!(out, "{indent}→ {}", stands(state));
    }
}

fn stands(state: State) -> String {
    let held = match (state.serial, state.expired) {
        (Some(serial), false) => format!("holds {serial}"),
        (Some(serial), true) => format!("{serial} has expired"),
        (None, _) => "holds nothing".to_owned(),
    };
    let next =
        state.next_check_ms.map_or_else(String::new, |at_ms| format!(", looks again at {}", Length(at_ms).clock()));
    let expires = state.expires_ms.map_or_else(String::new, |at_ms| format!(", expires at {}", Length(at_ms).clock()));
    format!("{held}{next}{expires}")
}

fn answers(answers: Answers, serial: Option<u32>, behind: Behind) -> String {
    match (answers, serial, behind) {
        (Answers::Zone, Some(serial), Behind::No) => format!("serial {serial}"),
        (Answers::Zone, Some(serial), _) => format!("serial {serial}, which is not the newest"),
        (Answers::Zone, None, _) => "the zone".to_owned(),
        (Answers::Servfail, ..) => "SERVFAIL".to_owned(),
        (Answers::Empty, ..) => "authoritative answers without any record".to_owned(),
        (Answers::Unknown, ..) => "unknown".to_owned(),
        (Answers::Nothing, ..) => "nothing: it is not running".to_owned(),
    }
}

/// Breaks a text at its blanks.
fn wrapped(out: &mut String, indent: &str, text: &str) {
    let room = WIDTH.saturating_sub(indent.chars().count());
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            let _ = writeln!(out, "{indent}{line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        let _ = writeln!(out, "{indent}{line}");
    }
}
