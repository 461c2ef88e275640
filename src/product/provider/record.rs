//! What a run has done, and the calls that take exactly that back.

use super::call::{Body, Call, Effect, Method};
use super::{Object, Phrase};
use crate::engine::diag::Label;

/// What was done, oldest first. It holds what keys were before they were changed, so it is kept in memory only.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// One entry an object.
    pub entries: Vec<Entry>,
}

/// One object that was made or changed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which kind.
    pub object: Object,
    /// Its id at the provider; the zone's for a link.
    pub id: String,
    /// Where it is, below `/client/v4`.
    pub path: String,
    /// What was done to it.
    pub change: Change,
}

/// What was done to an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was made.
    Created,
    /// It was changed, and was this before.
    Changed(Body),
}

static CALL_UNDO_DELETE: Label = Label { name: "call-undo-delete" };
static CALL_UNDO_RESTORE: Label = Label { name: "call-undo-restore" };

impl Record {
    /// The calls that take back what was done, in reverse order: what was made is deleted, what was changed is put
    /// back. Numbered from 1.
    #[must_use]
    pub fn undo(&self) -> Vec<Call> {
        let calls = self.entries.iter().rev().zip(1..);
        calls
            .map(|(entry, number)| {
                let (method, body, label) = match &entry.change {
                    Change::Created => (Method::Delete, Body::None, &CALL_UNDO_DELETE),
                    Change::Changed(before) => (Method::Put, before.clone(), &CALL_UNDO_RESTORE),
                };
                Call {
                    number,
                    method,
                    path: entry.path.clone(),
                    body,
                    effect: Effect::Write,
                    reversible: false,
                    why: Phrase::new(label),
                    delay_ms: 0,
                }
            })
            .collect()
    }
}
