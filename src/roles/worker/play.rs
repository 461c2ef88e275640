//! Scenarios: played by the machines that run in the server, told in the page's words.

use super::desk::Progress;
use crate::engine::diag::{Diagnostic, LineIndex, english};
use crate::product::api::rehearsal::{Example, Played, Wrong};
use crate::product::api::worker::Answer;
use crate::product::rehearse::builder::{Built, Change, Refused, changed};
use crate::product::rehearse::{self, Scenario, library};

/// Entries told at most; all are counted.
const MOST_ENTRIES: usize = 1_000;

/// Plays `text` after `change`.
pub(super) fn play(text: &str, change: Option<&Change>) -> Progress {
    let (text, refused) = match change.map(|change| changed(text, change.clone())) {
        None | Some(Err(Refused::Unread(_))) => (text.to_owned(), None),
        Some(Err(Refused::Value(why))) => (text.to_owned(), Some(why.to_owned())),
        Some(Ok(changed)) => (changed, None),
    };
    let played = match rehearse::read(&text) {
        Ok(scenario) => told(text, &scenario),
        Err(wrong) => failed(text, None, &wrong),
    };
    Progress::Done(Answer::Play(Box::new(Played { refused, ..played })))
}

fn told(text: String, scenario: &Scenario) -> Played {
    let mut timeline = match rehearse::run(scenario) {
        Ok(timeline) => timeline,
        Err(wrong) => return failed(text, Some(scenario), &wrong),
    };
    let entries = timeline.entries.len();
    let print = if entries > MOST_ENTRIES { String::new() } else { timeline.to_text() };
    timeline.entries.truncate(MOST_ENTRIES);
    timeline.served.truncate(MOST_ENTRIES);
    Played {
        text,
        built: Some(Built::of(scenario)),
        timeline: Some(timeline),
        entries: entries as u64,
        print,
        wrong: Vec::new(),
        refused: None,
    }
}

fn failed(text: String, scenario: Option<&Scenario>, wrong: &[Diagnostic]) -> Played {
    let bytes = text.as_bytes();
    let lines = LineIndex::new(bytes);
    let wrong = wrong.iter().map(|found| {
        let at = found.span.is_some().then(|| lines.position(bytes, found.span.start));
        Wrong {
            code: found.code.name.to_owned(),
            line: at.map_or(0, |at| at.line),
            column: at.map_or(0, |at| at.column),
            message: english::message(found.code, &found.args),
            why: english::why(found.code, &found.args),
        }
    });
    let wrong = wrong.collect();
    let built = scenario.map(Built::of);
    Played { text, built, timeline: None, entries: 0, print: String::new(), wrong, refused: None }
}

/// The library.
pub(super) fn scenarios() -> Progress {
    let example = |example: &library::Example| {
        let scenario = rehearse::read(example.text).ok()?;
        Some(Example {
            name: example.name.to_owned(),
            title: scenario.title,
            about: scenario.about.split_whitespace().collect::<Vec<_>>().join(" "),
            text: example.text.to_owned(),
        })
    };
    Progress::Done(Answer::Scenarios { examples: library::ALL.iter().filter_map(example).collect() })
}
