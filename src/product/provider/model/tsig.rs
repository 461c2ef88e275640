//! A TSIG key of an account: `/accounts/{a}/secondary_dns/tsigs`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Secret;
use crate::engine::dns::Name;

/// A key. Real answers carry the secret in clear, on every read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tsig {
    /// Given by the provider; empty in a request.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// A domain name; comes back with its final dot.
    pub name: String,
    /// `hmac-sha256.` and its like, with the final dot.
    pub algo: String,
    /// Base64 text.
    #[serde(default)]
    pub secret: Secret,
}

impl Tsig {
    /// Whether both name the same key: case and a final dot do not count.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        same_name(&self.name, name)
    }

    /// Whether both sign alike: the same algorithm and the same secret text.
    #[must_use]
    pub fn signs_like(&self, other: &Self) -> bool {
        same_name(&self.algo, &other.algo) && self.secret == other.secret
    }
}

impl fmt::Debug for Tsig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tsig").field("id", &self.id).field("name", &self.name).field("algo", &self.algo).finish()
    }
}

/// Whether two texts are one domain name (RFC 4343), a final dot not counting; texts that are no names compare as
/// texts.
pub(in crate::product::provider) fn same_name(a: &str, b: &str) -> bool {
    match (Name::absolute(a), Name::absolute(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a.eq_ignore_ascii_case(b),
    }
}
