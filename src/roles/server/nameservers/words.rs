//! What stands in the way of asking name servers, in words. English: `diag/english/name_servers.rs`.

use crate::engine::diag::{Args, Label, english};
use crate::engine::xfr::Failure;
use crate::product::api::companion::Words;
use crate::product::api::nameservers::Trouble;

/// A conversation that failed.
pub(super) fn trouble(failure: &Failure) -> Trouble {
    let message = english::message(failure.code, &failure.args);
    Trouble { code: failure.code.name.to_owned(), message, words: Words::new(failure.code.name, &failure.args) }
}

/// Anything else, under its stable name.
pub(super) fn told(code: &str, label: &Label, args: &Args) -> Trouble {
    let message = english::label(label, args);
    Trouble { code: code.to_owned(), message, words: Words::new(label.name, args) }
}

pub(super) static PARENT_NO_RESOLVER: Label = Label { name: "parent-no-resolver" };
pub(super) static PARENT_UNANSWERED: Label = Label { name: "parent-unanswered" };
pub(super) static PARENT_UNASKED: Label = Label { name: "parent-unasked" };
pub(super) static PEER_NOT_ALLOWED: Label = Label { name: "peer-not-allowed" };
pub(super) static RESOLVER_SILENT: Label = Label { name: "resolver-silent" };
pub(super) static SERVER_NOWHERE: Label = Label { name: "server-nowhere" };
pub(super) static SERVER_UNRESOLVED: Label = Label { name: "server-unresolved" };
