//! The pasted key on its way to where it is needed: understood once, never repeated.

use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{Form, Key, Understood, understand};
use crate::product::api::companion::Tsig;
use crate::product::project;

/// What `text` holds.
pub(crate) fn read(text: &str) -> Understood {
    understand(text, &TsigLimits::default())
}

/// What the project remembers of it: everything but the secret.
pub(crate) fn summary(text: &str) -> project::Key {
    if text.trim().is_empty() {
        return project::Key::Empty;
    }
    let understood = read(text);
    let counts = understood.diagnostics.counts();
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    match understood.single() {
        Some(Key { name, algorithm, .. }) => project::Key::Whole {
            name: name.to_string(),
            algorithm: algorithm.mnemonic().to_owned(),
            warnings: count(counts.warning),
        },
        None => project::Key::Faulty { errors: count(counts.error).max(1) },
    }
}

/// The key for a request to the companion; nothing when none was pasted, an error when the text is no single key.
pub(crate) fn for_companion(text: &str) -> Result<Option<Tsig>, ()> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let key = read(text).single().ok_or(())?;
    let secret = key.write(Form::Bare);
    Ok(Some(Tsig {
        name: key.name.to_string(),
        algorithm: key.algorithm.mnemonic().to_owned(),
        secret: secret.trim_end().to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIND: &str =
        "key \"k.example\" { algorithm hmac-sha256; secret \"7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=\"; };";

    #[test]
    fn a_pasted_key_goes_to_the_companion() {
        let tsig = for_companion(BIND).unwrap().unwrap();
        assert_eq!((tsig.name.as_str(), tsig.algorithm.as_str()), ("k.example.", "hmac-sha256"));
        assert_eq!(tsig.secret, "7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=");
        assert!(for_companion("  ").unwrap().is_none());
        assert!(for_companion("nonsense here").is_err());
    }

    #[test]
    fn the_project_learns_no_secret() {
        let key = summary(BIND);
        assert!(matches!(&key, project::Key::Whole { name, .. } if name == "k.example."), "{key:?}");
        assert!(!format!("{key:?}").contains("7Qx0"));
        assert_eq!(summary(""), project::Key::Empty);
    }
}
