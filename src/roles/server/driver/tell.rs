//! Telling other secondaries of a new version: the sockets of `engine::xfr::Announcement`.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::super::clock;
use super::super::net::{self, Datagrams, Route};
use super::Shared;
use super::zone::Zone;
use crate::engine::diag::{Args, Code};
use crate::engine::limits::AnnounceLimits;
use crate::engine::tsig::Key;
use crate::engine::xfr::{Announce, Announcement};
use crate::engine::zone::Snapshot;

/// Others told at a time, all zones together: each has a socket.
pub(super) const AT_ONCE: usize = 64;

/// Another secondary, told of new versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// Where it listens.
    pub address: SocketAddr,
    /// Signs what it is told.
    pub key: Option<Arc<Key>>,
}

/// Whom a zone tells, and the tasks that do.
#[derive(Default)]
pub(super) struct Told(Mutex<State>);

#[derive(Default)]
struct State {
    listeners: Vec<Listener>,
    tasks: Vec<AbortHandle>,
}

impl Told {
    /// From the next version on.
    pub(super) fn set(&self, listeners: Vec<Listener>) {
        self.state().listeners = listeners;
    }

    /// Tells of a version; whoever has not heard of the one before hears of this one only.
    pub(super) fn begin(&self, shared: &Arc<Shared>, zone: &Arc<Zone>, version: &Snapshot) {
        let mut state = self.state();
        let State { listeners, tasks } = &mut *state;
        tasks.drain(..).for_each(|task| task.abort());
        for Listener { address, key } in listeners {
            let told = net::random_id()
                .ok()
                .and_then(|id| Announcement::new(version, key.clone(), id, AnnounceLimits::default()));
            let Some(mut told) = told else { continue };
            let (shared, zone, to) = (Arc::clone(shared), Arc::clone(zone), *address);
            let runtime = shared.runtime.clone();
            let task = runtime.spawn(async move {
                let (code, args) = tell(&shared, to, &mut told).await;
                zone.publish(&shared, code, args.with("listener", to.to_string()));
            });
            tasks.push(task.abort_handle());
        }
    }

    pub(super) fn stop(&self) {
        self.state().tasks.drain(..).for_each(|task| task.abort());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address of ours that the other knows us by: it listens to its primary alone. Where there are several, or all, the
/// system's routes choose.
fn home(homes: &[IpAddr], to: IpAddr) -> Option<IpAddr> {
    let fits = |home: &&IpAddr| {
        home.is_ipv4() == to.is_ipv4() && (home.is_unspecified() || home.is_loopback() == to.is_loopback())
    };
    let mut fitting = homes.iter().filter(fits);
    // One may listen at several ports. An address of a link is none without its interface, which is not known here.
    let only = fitting.next().filter(|home| fitting.all(|other| other == *home) && !home.is_unspecified());
    only.copied().filter(|home| !matches!(home, IpAddr::V6(six) if six.is_unicast_link_local()))
}

/// Until it is over, one way or the other.
async fn tell(shared: &Shared, to: SocketAddr, told: &mut Announcement) -> (&'static Code, Args) {
    let from = shared.homes.get().and_then(|homes| home(homes, to.ip()));
    let route = Route { to, from };
    // Never closed.
    let _place = shared.telling.acquire().await;
    loop {
        let (message, wait_ms, stream) = match told.next(clock::now()) {
            Announce::Datagram(message, wait_ms) => (message, wait_ms, false),
            Announce::Stream(message, wait_ms) => (message, wait_ms, true),
            Announce::Over(code, args) => return (code, args),
        };
        let until = Instant::from_std(clock::instant(clock::mono_ms().saturating_add(wait_ms)));
        let asked = async {
            if stream { by_stream(route, &message, told).await } else { by_datagram(route, &message, told).await }
        };
        match timeout_at(until, asked).await {
            Ok(Some(Announce::Over(code, args))) => return (code, args),
            // Nobody is there; the next try has its time all the same.
            Ok(_) if !stream => sleep_until(until).await,
            Ok(_) | Err(_) => {}
        }
    }
}

async fn by_datagram(route: Route, message: &[u8], told: &mut Announcement) -> Option<Announce> {
    let socket = Datagrams::open(route).await.ok()?;
    socket.send(message).await.ok()?;
    loop {
        let wire = socket.receive().await.ok()?;
        if let Some(over) = told.answer(clock::now(), &wire) {
            return Some(over);
        }
    }
}

async fn by_stream(route: Route, message: &[u8], told: &mut Announcement) -> Option<Announce> {
    let (mut reader, mut writer, _) = net::connect(route, None).await.ok()?;
    writer.ask(message).await.ok()?;
    loop {
        let wire = reader.answer().await.ok()?;
        if let Some(over) = told.answer(clock::now(), wire) {
            return Some(over);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_address_that_fits_is_the_one_to_tell_from() {
        let homes = |text: &str| text.split_whitespace().map(|home| home.parse().unwrap()).collect::<Vec<IpAddr>>();
        for (ours, to, from) in [
            ("192.0.2.1", "198.51.100.7", Some("192.0.2.1")),
            ("127.0.0.1 192.0.2.1 2001:db8::1", "198.51.100.7", Some("192.0.2.1")),
            ("127.0.0.1 192.0.2.1 2001:db8::1", "2001:db8::7", Some("2001:db8::1")),
            ("127.0.0.2 192.0.2.1", "127.0.0.1", Some("127.0.0.2")),
            ("192.0.2.1 203.0.113.1", "198.51.100.7", None),
            ("192.0.2.1 0.0.0.0", "198.51.100.7", None),
            ("0.0.0.0 ::", "198.51.100.7", None),
            ("127.0.0.1", "198.51.100.7", None),
            ("192.0.2.1", "2001:db8::7", None),
        ] {
            let from = from.map(|from| from.parse().unwrap());
            assert_eq!(home(&homes(ours), to.parse().unwrap()), from, "{ours} to {to}");
        }
    }
}
