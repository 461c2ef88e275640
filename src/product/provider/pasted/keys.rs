//! The keys that a configuration defines: their algorithms, and the fingerprints of their secrets. A text whose secrets
//! were taken out tells both as well.

use super::masked::HIDDEN;
use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{Algorithm, KeyParts, Secret, understand};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defined {
    /// Its name as written.
    pub name: String,
    /// The algorithm, when it is known.
    pub algorithm: Option<Algorithm>,
    /// The secret's fingerprint, without spaces; none when the text has no secret that can be read.
    pub fingerprint: Option<String>,
}

/// The keys of `text`, whosever configuration it is.
pub(super) fn of(text: &str) -> Vec<Defined> {
    let understood = understand(text, &TsigLimits::default());
    let one = |parts: &KeyParts| {
        let place = parts.spans.secret;
        let written = text.get(place.start as usize..place.end() as usize).unwrap_or_default();
        let told = written.strip_prefix(HIDDEN).and_then(|rest| rest.strip_prefix('-')).map(str::to_owned);
        Some(Defined {
            name: parts.name.as_ref()?.to_string(),
            algorithm: parts.algorithm,
            fingerprint: told.or_else(|| parts.secret.as_ref().map(fingerprint)),
        })
    };
    understood.keys.iter().filter_map(one).collect()
}

/// A fingerprint in one word.
pub(super) fn fingerprint(secret: &Secret) -> String {
    secret.fingerprint().replace(' ', "")
}
