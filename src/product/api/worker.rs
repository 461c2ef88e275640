//! What page and worker tell each other (design.md §3). Requests cross by structured clone through `serde-wasm-bindgen`; a
//! dropped file crosses beside its message as a `File` and is read in the worker. Replies cross as JSON: a thousand findings
//! as objects would hold the page's thread for a fifth of a second, one string for a few milliseconds.
//!
//! Every [`Request::Job`] gets exactly one of [`Reply::Result`] and [`Reply::Failed`], with any number of
//! [`Reply::Progress`] before it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::article::Understood;
use super::compared::Compared;
use super::rehearsal::{Example, Played};
use super::report;
use crate::product::rehearse::builder::Change as Rebuild;

/// The build that this program is of; page and worker of one build understand each other.
pub const BUILD: &str = concat!("build ", env!("UNDERSTUDY_BUILD"));

/// Names a job; the page counts up.
pub type JobId = u32;
/// Names a document; the page chooses.
pub type DocId = u32;
/// A document's revision; each change of its text is a higher one.
pub type Rev = u32;

/// Page to worker.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Request {
    /// Work on revision `rev` of a document.
    Job {
        /// Its name in the replies.
        id: JobId,
        /// The document.
        doc: DocId,
        /// The revision it is about. A job for a newer one ends those of older ones.
        rev: Rev,
        /// What to do.
        job: Job,
    },
    /// End a job; it answers with the code `cancelled`.
    Cancel {
        /// The job.
        id: JobId,
    },
    /// A file that the document's text includes; kept with the document for all its revisions. The next check reads it.
    Supply {
        /// The document.
        doc: DocId,
        /// As the text writes it.
        path: String,
        /// Its content; absent takes it away.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// Forget a document.
    Close {
        /// The document.
        doc: DocId,
    },
}

/// What can be asked about a document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Take the text or its changes, then parse and check.
    Check {
        /// What the document's text is at this revision.
        text: Text,
        /// The zone's name, when the project says it; empty is none.
        #[serde(default)]
        origin: String,
        /// The time for signatures, in Unix seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_s: Option<u64>,
    },
    /// A window of the records that the last check would serve.
    Rows {
        /// Only this type's; empty is all.
        #[serde(default)]
        rtype: String,
        /// Only those that hold this text, in either case; empty is all.
        #[serde(default)]
        search: String,
        /// Where they must hold it.
        #[serde(default)]
        part: Part,
        /// Index of the first row among those.
        start: u64,
        /// How many at most.
        count: u32,
    },
    /// One record, field by field.
    Explain {
        /// Its [`Row::key`].
        key: u64,
    },
    /// The record that is written on a line of the first file, or on the nearest line above it.
    Find {
        /// From 1.
        line: u32,
    },
    /// A part of the zone in normal form: absolute names, one record a line, the SOA first.
    Print {
        /// Index of the first record.
        start: u64,
        /// How many at most.
        count: u32,
    },
    /// The report of the last check, written.
    Report {
        /// In which form.
        format: report::Format,
        /// What a text that has no file name is called in it.
        name: String,
    },
    /// The difference that the last check's zone makes to that of another document.
    Compare {
        /// The other: the version before.
        with: DocId,
    },
    /// Play a scenario. It needs no document of the worker's: any name and revision do, and a newer one ends older ones.
    Play {
        /// Its text.
        text: String,
        /// What to change first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        change: Option<Rebuild>,
    },
    /// The scenarios that come with the program; likewise.
    Scenarios,
    /// What a pasted help article says, its calls or answers; likewise.
    Article {
        /// The text.
        text: String,
    },
    /// The text with fixes applied; the page takes the edits over as its next revision.
    ApplyFixes {
        /// Indices into the last check's `diagnostics`; empty is all that have a fix.
        #[serde(default)]
        findings: Vec<u32>,
    },
    /// A name in both forms: as the DNS has it and as people read it (RFC 5890 §2.3.2.1). It needs no document.
    Name {
        /// In either form.
        text: String,
    },
    /// Lines of the text, for a text too large for the editor.
    Lines {
        /// The first line, from 1.
        start: u32,
        /// How many at most.
        count: u32,
    },
}

/// The part of a record that a search looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Its whole line.
    #[default]
    Line,
    /// The owner.
    Owner,
    /// The RDATA in presentation form.
    Data,
}

/// A document's text at a revision.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Text {
    /// This.
    Whole {
        /// The name shown.
        name: String,
        /// The content.
        text: String,
    },
    /// The `File` that came with the message.
    File {
        /// The name shown.
        name: String,
    },
    /// The text of revision `base` with these changes, each applied to the text that the ones before it left.
    Changes {
        /// What they start from.
        base: Rev,
        /// The changes.
        changes: Vec<Change>,
    },
    /// The text of revision `base`, unchanged: something else about the check differs.
    Same {
        /// Whose text.
        base: Rev,
    },
}

/// Replace `length` bytes at `offset` by `text`.
pub type Change = report::Edit;

/// Worker to page. Its variant is the one key of the object, so that a large answer is read once, straight into its place.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// First of all: which build this worker is of.
    Ready {
        /// Compare with the page's own; another build's worker is refused.
        build: String,
    },
    /// A job goes on.
    Progress {
        /// The job.
        id: JobId,
        /// Bytes or records done.
        done: u64,
        /// Of how many.
        total: u64,
    },
    /// A job's answer.
    Result {
        /// The job.
        id: JobId,
        /// The document.
        doc: DocId,
        /// The revision it is about.
        rev: Rev,
        /// The answer.
        result: Answer,
    },
    /// A job has no answer.
    Failed {
        /// The job.
        id: JobId,
        /// Why: `cancelled`, `superseded`, `unknown-document`, `unknown-revision`, `bad-change`, `file-unreadable`,
        /// `nothing-checked`, `no-such-record`, `two-zones`, `no-soa`, `worker-gone`.
        code: String,
        /// What the code's text is filled with.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        args: BTreeMap<String, String>,
    },
}

/// What a job found; tagged as [`Reply`] is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Of [`Job::Check`].
    Check(Box<Checked>),
    /// Of [`Job::Rows`].
    Rows(Rows),
    /// Of [`Job::Explain`].
    Explain(Explained),
    /// Of [`Job::Find`]: the record's [`Row::key`], if one is.
    Found {
        /// Absent when no record stands there or above.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<u64>,
    },
    /// Of [`Job::Print`].
    Printed {
        /// The lines.
        text: String,
        /// Index of the record after the last one given.
        next: u64,
        /// How many records there are.
        total: u64,
    },
    /// Of [`Job::Report`].
    Report {
        /// As `understudy check --format` prints it.
        text: String,
    },
    /// Of [`Job::Compare`].
    Compare(Box<Compared>),
    /// Of [`Job::Article`].
    Article {
        /// Absent when nothing of the article is in the text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        found: Option<Understood>,
    },
    /// Of [`Job::Play`].
    Play(Box<Played>),
    /// Of [`Job::Scenarios`].
    Scenarios {
        /// Sorted by name.
        examples: Vec<Example>,
    },
    /// Of [`Job::ApplyFixes`]: changes of the text, in the order to apply them.
    ApplyFixes {
        /// Ready for [`Text::Changes`].
        changes: Vec<Change>,
    },
    /// Of [`Job::Name`]; neither when it is no name.
    Name {
        /// With A-labels.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ascii: Option<String>,
        /// With U-labels, where it has any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unicode: Option<String>,
    },
    /// Of [`Job::Lines`].
    Lines {
        /// The lines, without their ends; what is not UTF-8 replaced.
        lines: Vec<String>,
        /// How many lines the text has.
        total: u32,
    },
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Checked {
    /// As `understudy check --format json` prints it.
    pub report: report::Report,
    /// Records of each type, most first.
    pub types: Vec<TypeCount>,
    /// The targets of the apex NS, with final dots and in lower case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub name_servers: Vec<String>,
    /// Files that the text includes, in the order of their first mention.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub included: Vec<Included>,
    /// Bytes of the text.
    pub bytes: u64,
    /// Lines of the text.
    pub lines: u32,
    /// Whether it is UTF-8 and so can be edited.
    pub utf8: bool,
    /// Milliseconds of work.
    pub ms: u32,
}

/// A file that `$INCLUDE` names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Included {
    /// As the text writes it.
    pub path: String,
    /// Its size when it was supplied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// How many records a type has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct TypeCount {
    /// The mnemonic.
    pub rtype: String,
    /// Records.
    pub records: u64,
}

/// A window of records.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Rows {
    /// How many there are for this filter and search.
    pub total: u64,
    /// Index of the first row given.
    pub start: u64,
    /// The rows, in canonical order.
    pub rows: Vec<Row>,
}

/// A record as the preview shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Row {
    /// Names the record in [`Job::Explain`], for this revision.
    pub key: u64,
    /// The owner, absolute.
    pub owner: String,
    /// The owner with its A-labels as U-labels, without the final dot; absent when it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_unicode: Option<String>,
    /// In seconds.
    pub ttl: u32,
    /// The mnemonic.
    pub rtype: String,
    /// The RDATA in presentation form.
    pub data: String,
    /// The line it is written on in the first file; absent when it stands elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// A record, field by field.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Explained {
    /// The record.
    pub row: Row,
    /// Where the type is defined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rfc: Option<String>,
    /// The fields of its RDATA.
    pub fields: Vec<Field>,
    /// The RDATA on the wire, in hexadecimal.
    pub wire: String,
    /// Octets of the whole record in an uncompressed message.
    pub octets: u32,
}

/// One field of RDATA.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Field {
    /// Its name in the RFC.
    pub name: String,
    /// Its value in presentation form.
    pub text: String,
    /// A name's with its A-labels as U-labels; absent when it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unicode: Option<String>,
    /// Its first octet in the RDATA.
    pub offset: u32,
    /// Its octets.
    pub length: u32,
}
