//! Connections to primaries between two exchanges: the next one to the same place uses them (RFC 7766 §6.2.1, RFC 9103
//! §7.3.3), be it the transfer behind a SOA query or another zone's.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

use super::super::net::{MessageReader, MessageWriter, Route};
use super::Shared;
use crate::engine::xfr::TlsTrust;

/// How long one is kept. Servers close idle connections after ten seconds and more (RFC 7766 §6.2.3 speaks of a few).
const KEPT: Duration = Duration::from_secs(5);

/// Connections kept to one primary.
const AT_ONCE: usize = 2;

/// The connections, by primary.
#[derive(Default)]
pub(super) struct Pool {
    kept: Mutex<HashMap<SocketAddr, Vec<Idle>>>,
    /// Exchanges that have ended well and whose connections are about to be put, by primary.
    coming: Mutex<HashMap<SocketAddr, usize>>,
    /// Told when one of them was, or was not.
    came: Notify,
}

/// A connection that is about to be put; gone when it was, or will not be.
pub(super) struct Coming {
    shared: Arc<Shared>,
    primary: SocketAddr,
}

impl Coming {
    pub(super) fn new(shared: &Arc<Shared>, primary: SocketAddr) -> Self {
        *shared.idle.coming().entry(primary).or_default() += 1;
        Self { shared: Arc::clone(shared), primary }
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        let pool = &self.shared.idle;
        {
            let mut coming = pool.coming();
            if let Some(count) = coming.get_mut(&self.primary) {
                *count -= 1;
                if *count == 0 {
                    coming.remove(&self.primary);
                }
            }
        }
        pool.came.notify_waiters();
    }
}

struct Idle {
    from: Option<std::net::IpAddr>,
    trust: Option<TlsTrust>,
    until: Instant,
    reader: MessageReader,
    writer: MessageWriter,
}

impl Pool {
    /// One that leads there, if there is any or about to be. It may have been closed at its other end.
    pub(super) async fn take(&self, route: Route, trust: Option<&TlsTrust>) -> Option<(MessageReader, MessageWriter)> {
        loop {
            let came = self.came.notified();
            tokio::pin!(came);
            // From here on nothing is missed.
            came.as_mut().enable();
            let found = self.find(route, trust);
            if found.is_some() || !self.coming().contains_key(&route.to) {
                return found;
            }
            came.await;
        }
    }

    fn find(&self, route: Route, trust: Option<&TlsTrust>) -> Option<(MessageReader, MessageWriter)> {
        let now = Instant::now();
        let mut pool = self.pool();
        let kept = pool.get_mut(&route.to)?;
        let fits = |idle: &Idle| idle.until > now && idle.from == route.from && idle.trust.as_ref() == trust;
        let place = kept.iter().position(fits)?;
        let Idle { reader, writer, .. } = kept.swap_remove(place);
        Some((reader, writer))
    }

    /// Keeps one for a while.
    pub(super) fn put(
        shared: &Arc<Shared>,
        route: Route,
        trust: Option<&TlsTrust>,
        (reader, writer): (MessageReader, MessageWriter),
    ) {
        let until = Instant::now() + KEPT;
        let idle = Idle { from: route.from, trust: trust.cloned(), until, reader, writer };
        {
            let mut pool = shared.idle.pool();
            let kept = pool.entry(route.to).or_default();
            if kept.len() >= AT_ONCE {
                return;
            }
            kept.push(idle);
        }
        let weak = Arc::downgrade(shared);
        shared.runtime.spawn(async move {
            sleep(KEPT).await;
            if let Some(shared) = weak.upgrade() {
                shared.idle.close(route.to);
            }
        });
    }

    /// Closes those to a primary whose time is over.
    fn close(&self, primary: SocketAddr) {
        let now = Instant::now();
        let mut pool = self.pool();
        if let Some(kept) = pool.get_mut(&primary) {
            kept.retain(|idle| idle.until > now);
            if kept.is_empty() {
                pool.remove(&primary);
            }
        }
    }

    // A connection is put or taken whole.
    fn pool(&self) -> MutexGuard<'_, HashMap<SocketAddr, Vec<Idle>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn coming(&self) -> MutexGuard<'_, HashMap<SocketAddr, usize>> {
        self.coming.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
