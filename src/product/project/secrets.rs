//! What must stay in memory: the key as pasted, the primary's configuration, the provider's token, the companion's token.

use std::fmt;

use zeroize::Zeroize;

/// Secrets of a project. Wiped on drop; neither shown by `Debug` nor stored.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// The key's text as pasted.
    pub key_text: String,
    /// The other side's key, pasted for a comparison.
    pub other_key_text: String,
    /// The primary's configuration, pasted to be looked at.
    pub configuration: String,
    /// The provider's API token.
    pub api_token: String,
    /// The companion's token.
    pub companion_token: String,
}

impl Drop for Secrets {
    fn drop(&mut self) {
        self.key_text.zeroize();
        self.other_key_text.zeroize();
        self.configuration.zeroize();
        self.api_token.zeroize();
        self.companion_token.zeroize();
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}
