//! Questions over UDP.

use std::net::SocketAddr;

use tokio::net::UdpSocket;

use super::{Route, close};
use crate::engine::xfr::Close;

/// The largest datagram there is.
const MAX_DATAGRAM: usize = 65_535;

/// A socket that hears one primary only.
#[derive(Debug)]
pub struct Datagrams {
    socket: UdpSocket,
    local: SocketAddr,
}

impl Datagrams {
    /// Binds a random port and connects it: datagrams of others are not heard, and a closed port is told.
    ///
    /// # Errors
    /// What the system says.
    pub async fn open(route: Route) -> Result<Self, Close> {
        let bound = UdpSocket::bind(route.local()).await;
        let socket = bound.map_err(|e| match route.from {
            Some(from) => Close::Other(format!("cannot ask from {from}: {e}")),
            None => close(&e),
        })?;
        socket.connect(route.to).await.map_err(|e| close(&e))?;
        let local = socket.local_addr().map_err(|e| close(&e))?;
        Ok(Self { socket, local })
    }

    /// Our end.
    #[must_use]
    pub const fn local(&self) -> SocketAddr {
        self.local
    }

    /// Sends one message.
    ///
    /// # Errors
    /// What the system says.
    pub async fn send(&self, message: &[u8]) -> Result<(), Close> {
        self.socket.send(message).await.map(drop).map_err(|e| close(&e))
    }

    /// Receives one message.
    ///
    /// # Errors
    /// What the system says; [`Close::Refused`] when nobody listens there.
    pub async fn receive(&self) -> Result<Vec<u8>, Close> {
        let mut message = vec![0; MAX_DATAGRAM];
        let len = self.socket.recv(&mut message).await.map_err(|e| close(&e))?;
        message.truncate(len);
        Ok(message)
    }
}
