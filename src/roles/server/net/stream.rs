//! Messages over a TCP connection, each behind two octets of length (RFC 1035 §4.2.2, RFC 7766 §8).

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::{Route, close};
use crate::engine::xfr::Close;

/// How patient a connection is.
#[derive(Clone, Copy, Debug)]
pub struct StreamLimits {
    /// To be connected.
    pub connect: Duration,
    /// Between two octets, either way.
    pub idle: Duration,
}

impl Default for StreamLimits {
    fn default() -> Self {
        // A primary that packs a large zone may think for a while before its first message; BIND waits an hour, NSD
        // and Knot seconds. A minute without one octet is a dead peer.
        Self { connect: Duration::from_secs(10), idle: Duration::from_secs(60) }
    }
}

/// A connection to a primary.
#[derive(Debug)]
pub struct Stream {
    octets: BufReader<TcpStream>,
    local: SocketAddr,
    idle: Duration,
    message: Vec<u8>,
}

impl Stream {
    /// Connects.
    ///
    /// # Errors
    /// Why there is no connection.
    pub async fn connect(route: Route, limits: StreamLimits) -> Result<Self, Close> {
        let socket = match route.to {
            SocketAddr::V4(_) => TcpSocket::new_v4(),
            SocketAddr::V6(_) => TcpSocket::new_v6(),
        }
        .map_err(|e| close(&e))?;
        if route.from.is_some() {
            socket
                .bind(route.local())
                .map_err(|e| Close::Other(format!("cannot ask from {}: {e}", route.local().ip())))?;
        }
        let connected = timeout(limits.connect, socket.connect(route.to)).await;
        let stream = connected.map_err(|_| Close::ConnectTimeout)?.map_err(|e| close(&e))?;
        // A request is one small segment; waiting for more to send would only delay it.
        stream.set_nodelay(true).map_err(|e| close(&e))?;
        let local = stream.local_addr().map_err(|e| close(&e))?;
        Ok(Self { octets: BufReader::with_capacity(64 * 1024, stream), local, idle: limits.idle, message: Vec::new() })
    }

    /// Our end.
    #[must_use]
    pub const fn local(&self) -> SocketAddr {
        self.local
    }

    /// Sends one message, which has at most 65,535 octets.
    ///
    /// # Errors
    /// What broke.
    pub async fn send(&mut self, message: &[u8]) -> Result<(), Close> {
        let len = u16::try_from(message.len()).map_err(|_| Close::Other("message too long to send".to_owned()))?;
        // RFC 7766 §8: length and message in one write, since some servers expect them in one segment.
        let mut framed = Vec::with_capacity(2 + message.len());
        framed.extend_from_slice(&len.to_be_bytes());
        framed.extend_from_slice(message);
        let written = timeout(self.idle, self.octets.get_mut().write_all(&framed)).await;
        written.map_err(|_| Close::Timeout)?.map_err(|e| close(&e))
    }

    /// Receives one message; lent until the next is asked for.
    ///
    /// # Errors
    /// What broke, [`Close::Ended`] when the other side closed, [`Close::Timeout`] when it fell silent.
    pub async fn receive(&mut self) -> Result<&[u8], Close> {
        let mut len = [0; 2];
        self.fill(&mut len).await?;
        let mut message = std::mem::take(&mut self.message);
        message.resize(usize::from(u16::from_be_bytes(len)), 0);
        let filled = self.fill(&mut message).await;
        self.message = message;
        filled.map(|()| self.message.as_slice())
    }

    /// Fills `into`, waiting at most the idle time for each piece: a peer that sends an octet now and then stays below
    /// the limit on the whole transfer, which the engine holds.
    async fn fill(&mut self, into: &mut [u8]) -> Result<(), Close> {
        let mut rest = into;
        while !rest.is_empty() {
            let read = timeout(self.idle, self.octets.read(rest)).await;
            match read.map_err(|_| Close::Timeout)?.map_err(|e| close(&e))? {
                0 => return Err(Close::Ended),
                n => rest = rest.get_mut(n..).unwrap_or_default(),
            }
        }
        Ok(())
    }
}
