//! TSIG keys, and which peer uses which.

use super::{Desired, at};
use crate::engine::diag::{Code, Diagnostic};
use crate::engine::dns::Name;

/// A key's name is a domain name.
pub static KEY_NAME_INVALID: Code = Code::error("key-name-invalid", &["RFC 8945 §4.2"]);
/// A key's secret is base64.
pub static KEY_SECRET_FORM: Code = Code::error("key-secret-form", &["RFC 4648 §4"]);
/// Two keys of one name.
pub static KEY_DUPLICATE: Code = Code::error("key-duplicate", &[]);
/// The provider is not known to take the algorithm.
pub static KEY_ALGORITHM_UNCONFIRMED: Code = Code::warning("key-algorithm-unconfirmed", &[]);
/// A peer names a key that is not there.
pub static PEER_KEY_UNKNOWN: Code = Code::error("peer-key-unknown", &[]);
/// One peer of a zone signs, another does not.
pub static PEER_KEY_MISSING: Code = Code::warning("peer-key-missing", &[]);
/// The peers of one zone sign with different keys.
pub static PEER_KEYS_DIFFER: Code = Code::warning("peer-keys-differ", &[]);

/// Algorithms in recorded use at Cloudflare: documentation and tests show hmac-sha512, a third-party client
/// hmac-sha256 (as of 2026-11). The field has no published list.
const CONFIRMED: &[&str] = &["hmac-sha256", "hmac-sha512"];

pub(super) fn check(want: &Desired, found: &mut Vec<Diagnostic>) {
    for (i, key) in want.keys.iter().enumerate() {
        if Name::absolute(&key.name).map_or(true, |n| n.as_ref().is_root()) {
            found.push(at(&KEY_NAME_INVALID, format!("/keys/{i}/name")).arg("name", key.name.as_str()));
        }
        if want.keys.iter().take(i).any(|other| other.is_named(&key.name)) {
            found.push(at(&KEY_DUPLICATE, format!("/keys/{i}/name")).arg("name", key.name.as_str()));
        }
        let secret = key.secret.expose().as_bytes();
        if secret.is_empty() || data_encoding::BASE64.decode(secret).is_err() {
            found.push(at(&KEY_SECRET_FORM, format!("/keys/{i}/secret")).arg("name", key.name.as_str()));
        }
        let algorithm = key.algo.trim_end_matches('.').to_ascii_lowercase();
        if !CONFIRMED.contains(&algorithm.as_str()) {
            found.push(at(&KEY_ALGORITHM_UNCONFIRMED, format!("/keys/{i}/algo")).arg("algorithm", algorithm));
        }
    }
    let mut first: Option<&str> = None;
    let some_sign = want.peers.iter().any(|p| p.key.is_some());
    for (i, peer) in want.peers.iter().enumerate() {
        let field = || format!("/peers/{i}/key");
        match peer.key.as_deref() {
            None if some_sign => found.push(at(&PEER_KEY_MISSING, field()).arg("peer", peer.name.as_str())),
            None => {}
            Some(name) if !want.keys.iter().any(|k| k.is_named(name)) => {
                found.push(at(&PEER_KEY_UNKNOWN, field()).arg("peer", peer.name.as_str()).arg("name", name));
            }
            Some(name) => match first {
                Some(other) if !super::super::model::same_name(other, name) => {
                    found.push(at(&PEER_KEYS_DIFFER, field()).arg("name", name).arg("other", other));
                }
                Some(_) => {}
                None => first = Some(name),
            },
        }
    }
}
