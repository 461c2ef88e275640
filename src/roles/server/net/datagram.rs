//! One question over UDP.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use super::{Route, close};
use crate::engine::xfr::Close;

/// The largest datagram there is.
const MAX_DATAGRAM: usize = 65_535;

/// Sends `query` up to `attempts` times, each waiting `wait`, until `accept` makes something of an answer. What
/// `accept` refuses (another ID, another question: perhaps forged, RFC 5452 §9.1) is dropped and the wait goes on.
///
/// Gives what was made of the answer and the local address it came to.
///
/// # Errors
/// [`Close::Timeout`] when nothing acceptable came; otherwise what the system says.
pub async fn ask<T>(
    route: Route,
    query: &[u8],
    attempts: u32,
    wait: Duration,
    mut accept: impl FnMut(&[u8]) -> Option<T>,
) -> Result<(T, SocketAddr), Close> {
    let socket = UdpSocket::bind(route.local()).await.map_err(|e| close(&e))?;
    // Connected: only the primary's datagrams arrive, and a closed port is told.
    socket.connect(route.to).await.map_err(|e| close(&e))?;
    let local = socket.local_addr().map_err(|e| close(&e))?;
    let mut answer = vec![0; MAX_DATAGRAM];
    for _ in 0..attempts {
        socket.send(query).await.map_err(|e| close(&e))?;
        let until = Instant::now() + wait;
        while let Ok(received) = timeout_at(until, socket.recv(&mut answer)).await {
            let len = received.map_err(|e| close(&e))?;
            if let Some(made) = answer.get(..len).and_then(&mut accept) {
                return Ok((made, local));
            }
        }
    }
    Err(Close::Timeout)
}
