//! The access token of the companion and the provider API.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A secret that requests must bear. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// Takes a token that somebody chose; none when it is empty or holds what no HTTP header can carry.
    #[must_use]
    pub fn given(text: &str) -> Option<Self> {
        let usable = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        usable.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// Makes one: 32 random octets in base64url.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut octets = Zeroizing::new([0; 32]);
        getrandom::fill(octets.as_mut_slice())?;
        Ok(Self(Zeroizing::new(BASE64URL_NOPAD.encode(octets.as_slice()))))
    }

    /// Whether `presented` is the token. Takes the same time wherever they differ: digests are compared, whose
    /// octets a caller cannot steer.
    #[must_use]
    pub fn matches(&self, presented: &[u8]) -> bool {
        let ours = Sha256::digest(self.0.as_bytes());
        let theirs = Sha256::digest(presented);
        ours.iter().zip(theirs.iter()).fold(0, |unlike, (a, b)| unlike | (a ^ b)) == 0
    }

    /// The token itself, for the one line on stdout that shows it (contracts.md §2, Access).
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_matches() {
        let token = Token::given("abc").unwrap();
        assert!(token.matches(b"abc"));
        for other in ["", "ab", "abcd", "abd", "ABC"] {
            assert!(!token.matches(other.as_bytes()), "{other}");
        }
        assert!(Token::given("").is_none() && Token::given("a b").is_none());
        assert_eq!(format!("{token:?}"), "Token");
    }

    #[test]
    fn random_tokens_are_32_octets_and_differ() {
        let (a, b) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(BASE64URL_NOPAD.decode(a.reveal().as_bytes()).unwrap().len(), 32);
        assert!(!a.matches(b.reveal().as_bytes()));
    }
}
