//! A check's answer as JSON (contracts.md §1): what `understudy check --format json` prints and the page is told.
//!
//! Absent things are absent keys, never null. Places are 1-based; a column counts Unicode scalar values, ends are
//! exclusive; `offset` and `length` count bytes. Diagnostics are ordered by file, offset, code.

mod csv;
mod excerpt;
mod format;
mod page;
mod sarif;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::check as engine;
use crate::engine::check::receivers::{self as check, Receiver};
use crate::engine::diag::{self, Diagnostic, Label, Position, Span, english};
use crate::engine::zonefile::Lines;
use crate::product::project::outcome::texts;

pub use excerpt::{Excerpt, Excerpts};
pub use format::Format;

/// The version of this shape.
pub const VERSION: u8 = 1;

/// What was found in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Report {
    /// [`VERSION`].
    pub v: u8,
    /// The file given.
    pub file: String,
    /// The zone's name, with its final dot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The SOA's serial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
    /// Records that would be served.
    pub records: u64,
    /// Their RRsets.
    pub rrsets: u64,
    /// All findings, shown or not.
    pub counts: Counts,
    /// How many of them are in `diagnostics`.
    pub shown: u64,
    /// The first findings.
    pub diagnostics: Vec<Finding>,
    /// What each receiver makes of the zone, by its name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub verdicts: BTreeMap<String, Verdict>,
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Counts {
    /// Of severity error.
    pub error: u64,
    /// Of severity warning.
    pub warning: u64,
    /// Of severity info.
    pub info: u64,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Advice.
    Info,
    /// An RFC's MUST or SHOULD is broken, or a named receiver alters or refuses the zone.
    Warning,
    /// Our own secondary would not load the zone, or not serve it as written.
    Error,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Finding {
    /// Stable name of what is said.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is said, in English.
    pub message: String,
    /// Why it matters and what to do, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What `message` was filled with, for other languages; numbers in decimal.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// Where; absent when it is about no place in a text.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Other places that explain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Where the rule comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rfc: Vec<String>,
    /// What named receivers do about it: `alters` or `refuses`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub receivers: BTreeMap<String, String>,
    /// How those that alter it do so, in English: "takes the first record's TTL for all". For the page.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub effects: BTreeMap<String, String>,
    /// Stable names of the `effects`, for other languages; `args` fill them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub effect_labels: BTreeMap<String, String>,
    /// A change that mends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Place {
    /// The file.
    pub file: String,
    /// Line of its first character.
    pub line: u32,
    /// Column of its first character.
    pub column: u32,
    /// Line just behind its last character.
    pub end_line: u32,
    /// Column just behind its last character.
    pub end_column: u32,
    /// Offset of its first byte.
    pub offset: u32,
    /// Its bytes.
    pub length: u32,
}

/// A second place.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Related {
    /// The file.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// What is there.
    pub message: String,
    /// Stable name of `message`, for other languages; the finding's `args` fill it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Fix {
    /// What the button says.
    pub title: String,
    /// Stable name of `title`, for other languages.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What `title` was filled with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// Its edits, in ascending order, none overlapping, all in the finding's file.
    pub edits: Vec<Edit>,
}

/// Replace `length` bytes at `offset` by `text`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Edit {
    /// Offset of the first byte.
    pub offset: u32,
    /// Bytes replaced; 0 inserts.
    pub length: u32,
    /// What stands there afterwards.
    pub text: String,
}

/// What a receiver makes of the zone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Verdict {
    /// `accepts`, `alters`, `refuses` or `unknown`.
    pub verdict: String,
    /// The findings it rests on.
    pub codes: Vec<String>,
    /// How it is known: `measured 9.18.49`, `documented 2026-06`.
    pub basis: String,
}

impl From<&engine::Report> for Report {
    fn from(checked: &engine::Report) -> Self {
        let kept = checked.diagnostics.kept();
        let mut places = Lines::new(&checked.sources);
        let findings: Vec<_> = kept.iter().map(|d| Finding::new(d, &mut places)).collect();
        let diag::Counts { error, warning, info } = checked.diagnostics.counts();
        Self {
            v: VERSION,
            file: checked.sources.get(0).map_or_else(String::new, |s| s.name.clone()),
            origin: checked.origin.as_ref().map(ToString::to_string),
            serial: checked.serial().map(|s| s.0),
            records: checked.records() as u64,
            rrsets: checked.rrsets() as u64,
            counts: Counts { error, warning, info },
            shown: findings.len() as u64,
            diagnostics: findings,
            verdicts: verdicts(&checked.diagnostics),
        }
    }
}

impl Finding {
    fn new(d: &Diagnostic, lines: &mut Lines<'_>) -> Self {
        let related = d.related.and_then(|(span, label)| {
            let place = place(lines, span)?;
            let (message, label) = (english::label(label, &d.args), label.name.to_owned());
            Some(Related { file: place.file, line: place.line, column: place.column, message, label })
        });
        Self {
            code: d.code.name.to_owned(),
            severity: d.severity.into(),
            message: english::message(d.code, &d.args),
            why: english::why(d.code, &d.args),
            args: texts(&d.args),
            place: place(lines, d.span),
            related: related.into_iter().collect(),
            rfc: d.code.rfc.iter().map(|&r| r.to_owned()).collect(),
            receivers: receivers(d),
            effects: effects(d, |how| english::label(how, &d.args)),
            effect_labels: effects(d, |how| how.name.to_owned()),
            fix: d.fix.as_ref().map(Fix::from),
        }
    }
}

/// The receivers that do not take it as it is.
fn receivers(finding: &Diagnostic) -> BTreeMap<String, String> {
    let about = Receiver::ALL.into_iter().map(|receiver| (receiver, receiver.about(finding).verdict));
    let notable = about.filter(|(_, verdict)| matches!(verdict, check::Verdict::Alters | check::Verdict::Refuses));
    notable.map(|(receiver, verdict)| (receiver.name().to_owned(), verdict.word().to_owned())).collect()
}

/// What those make of it that alter it.
fn effects(finding: &Diagnostic, said: impl Fn(&Label) -> String) -> BTreeMap<String, String> {
    let how = |receiver: Receiver| Some((receiver.name().to_owned(), said(receiver.about(finding).how?)));
    Receiver::ALL.into_iter().filter_map(how).collect()
}

fn verdicts(findings: &diag::Diagnostics) -> BTreeMap<String, Verdict> {
    let all = Receiver::ALL.into_iter().map(|receiver| receiver.judge(findings));
    all.map(|judgement| {
        let verdict = Verdict {
            verdict: judgement.verdict.word().to_owned(),
            codes: judgement.codes.iter().map(|&code| code.to_owned()).collect(),
            basis: judgement.receiver.basis().to_owned(),
        };
        (judgement.receiver.name().to_owned(), verdict)
    })
    .collect()
}

impl From<&diag::Fix> for Fix {
    fn from(fix: &diag::Fix) -> Self {
        let edit = |e: &diag::Edit| Edit { offset: e.span.start, length: e.span.len, text: e.text.clone() };
        Self {
            title: english::label(fix.title, &fix.args),
            label: fix.title.name.to_owned(),
            args: texts(&fix.args),
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}

impl From<diag::Severity> for Severity {
    fn from(severity: diag::Severity) -> Self {
        match severity {
            diag::Severity::Info => Self::Info,
            diag::Severity::Warning => Self::Warning,
            diag::Severity::Error => Self::Error,
        }
    }
}

/// A span as a place; none when it is in no file.
fn place(lines: &mut Lines<'_>, span: Span) -> Option<Place> {
    let file = lines.sources().get(span.file)?.name.clone();
    let Position { line, column } = lines.position(span.file, span.start);
    let end = lines.position(span.file, span.end());
    let (end_line, end_column) = (end.line, end.column);
    Some(Place { file, line, column, end_line, end_column, offset: span.start, length: span.len })
}
