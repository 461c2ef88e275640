//! TSIG: keys in any vendor's form, signing and verifying (RFC 8945).
//!
//! - [`Algorithm`], [`Secret`], [`Key`] — what both sides must hold alike.
//! - [`sign_request`] and [`ClientSequence`] — ask, then verify an answer of one or of many messages.
//! - [`check_request`], [`ServerSequence`] and [`Rejection`] — the other side of the same.
//! - [`understand`], [`compare`] and [`Key::write`] — keys as people paste them, side by side, and in each vendor's form.
//! - [`TsigFault`] — what was wrong with a message, or what the peer said was wrong with ours.
//!
//! A secret is held in one type that cannot be printed. It leaves in one way only: when a key is written out on request.

mod algorithm;
mod client;
mod codes;
mod compare;
mod fault;
mod key;
mod mac;
mod record;
mod secret;
mod server;
mod understand;
mod write;

pub use algorithm::Algorithm;
pub use client::{ClientSequence, Proof, sign_request, signed_at};
pub use compare::{Comparison, Part, Row, compare};
pub use fault::TsigFault;
pub use key::{Key, Keyring};
pub use secret::Secret;
pub use server::{Rejection, ServerSequence, check_request};
pub use understand::{Form, KeyParts, KeySpans, NOT_SHOWN, Understood, shown_value, understand};
