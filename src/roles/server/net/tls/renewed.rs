//! A certificate and its key that are read again while connections go on: each handshake has those that were last read well.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use tokio_rustls::TlsAcceptor;

use super::{DOT, HTTP, speaking};

/// What speaks for a server of TLS. Its clones are one.
#[derive(Clone)]
pub struct Renewed {
    protocol: &'static [u8],
    now: Arc<RwLock<TlsAcceptor>>,
}

impl Renewed {
    /// For transfers over TLS: the chain and the key, each a PEM file.
    ///
    /// # Errors
    /// What is wrong, in one line.
    pub fn dot(chain: &Path, key: &Path) -> Result<Self, String> {
        Self::of(DOT, chain, key)
    }

    /// For HTTPS, from the same files.
    ///
    /// # Errors
    /// What is wrong, in one line.
    pub fn https(chain: &Path, key: &Path) -> Result<Self, String> {
        Self::of(HTTP, chain, key)
    }

    fn of(protocol: &'static [u8], chain: &Path, key: &Path) -> Result<Self, String> {
        let now = Arc::new(RwLock::new(speaking(protocol, chain, key)?));
        Ok(Self { protocol, now })
    }

    /// For one handshake.
    #[must_use]
    pub fn acceptor(&self) -> TlsAcceptor {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads both again; connections that stand go on. No session of before is resumed: its certificate was another.
    ///
    /// # Errors
    /// What is wrong, in one line; then all stays as it was.
    pub fn read_again(&self, chain: &Path, key: &Path) -> Result<(), String> {
        let new = speaking(self.protocol, chain, key)?;
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(())
    }
}
