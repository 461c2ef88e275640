//! What is known about the values a person enters, checked before anything is sent.
//!
//! Every finding has the value `field`, a JSON pointer (RFC 6901) into the wish: `/account_id`, `/peers/0/ip`.

mod dnssec;
mod ids;
mod keys;
mod peers;
mod refresh;

use super::{Date, Desired};
use crate::engine::diag::{Code, Diagnostic, Span};

pub use dnssec::{DNSSEC_LIVE_HIDDEN_PRIMARY, DNSSEC_MULTI_SIGNER_KEYS, DNSSEC_PRESIGNED_NO_PROXY};
pub use ids::{
    ACCOUNT_ID_FORM, NAME_SERVER_NOT_SECONDARY, NAME_SERVERS_FEW, ZONE_ID_FORM, ZONE_NAME_INVALID, is_secondary_server,
};
pub use keys::{
    KEY_ALGORITHM_UNCONFIRMED, KEY_DUPLICATE, KEY_NAME_INVALID, KEY_SECRET_FORM, PEER_KEY_MISSING, PEER_KEY_UNKNOWN,
    PEER_KEYS_DIFFER,
};
pub use peers::{PEER_ADDRESS_FORM, PEER_DUPLICATE, PEER_NAME_EMPTY, PEER_PORT_ZERO, PEERS_NONE, PEERS_TOO_MANY};
pub use peers::{PEER_TLS_ELSEWHERE, PEER_TLS_UNSUPPORTED};
pub use peers::{SOURCES_OLD_ENDED, SOURCES_OLD_ENDING};
pub use refresh::REFRESH_TOO_SMALL;

/// Everything that is wrong or worth knowing, errors first within a field's order. An error means that no call makes
/// sense yet.
#[must_use]
pub fn check(want: &Desired, today: Date) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    ids::check(want, &mut found);
    keys::check(want, &mut found);
    peers::check(want, today, &mut found);
    refresh::check(want, &mut found);
    dnssec::check(want, &mut found);
    found
}

/// A finding about one field.
fn at(code: &'static Code, field: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Span::NONE).arg("field", field.into())
}
