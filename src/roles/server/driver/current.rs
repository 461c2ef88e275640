//! What a zone is answered from. Readers get content, history and rights of one moment, whoever replaces them meanwhile:
//! tests/loom holds that for every interleaving.

use std::sync::{Arc, PoisonError};

use super::sync::RwLock;
use crate::engine::answer::{Access, Zone};
use crate::engine::zone::{Snapshot, Versions};

/// Apart from a zone's state, so that a query never waits for a transfer's message to be taken in.
pub(super) struct Current(RwLock<Zone>);

impl Current {
    /// Nothing is served yet.
    pub(super) fn new(access: Arc<Access>, history: Arc<Versions>) -> Self {
        Self(RwLock::new(Zone { content: None, history, access }))
    }

    /// All of it, of this moment.
    pub(super) fn get(&self) -> Zone {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Other rights from now on.
    pub(super) fn set_access(&self, access: Arc<Access>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).access = access;
    }

    /// Another version, with what led to it, from now on: an IXFR never meets one without the other.
    pub(super) fn serve(&self, content: Option<Snapshot>, history: Arc<Versions>) {
        let mut served = self.0.write().unwrap_or_else(PoisonError::into_inner);
        (served.content, served.history) = (content, history);
    }
}
