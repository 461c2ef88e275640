//! Messages over a TCP connection, each behind two octets of length (RFC 1035 §4.2.2, RFC 7766 §8). How long to wait
//! for one is the caller's to say.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpSocket, TcpStream};

use super::{Route, close};
use crate::engine::xfr::Close;

/// Opens a connection. Gives its two directions and the local address.
///
/// # Errors
/// Why there is none.
pub async fn connect(route: Route) -> Result<(MessageReader, MessageWriter, SocketAddr), Close> {
    let socket = match route.to {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }
    .map_err(|e| close(&e))?;
    if route.from.is_some() {
        let local = route.local();
        socket.bind(local).map_err(|e| Close::Other(format!("cannot ask from {}: {e}", local.ip())))?;
    }
    let stream = socket.connect(route.to).await.map_err(|e| close(&e))?;
    let local = stream.local_addr().map_err(|e| close(&e))?;
    let (reader, writer) = split(stream).map_err(|e| close(&e))?;
    Ok((reader, writer, local))
}

/// The two directions of a connection that carries messages.
///
/// # Errors
/// When the connection is already gone.
pub fn split(stream: TcpStream) -> io::Result<(MessageReader, MessageWriter)> {
    // A request is one small segment; waiting for more to send would only delay it.
    stream.set_nodelay(true)?;
    let (read, write) = stream.into_split();
    let octets = BufReader::with_capacity(READ_AHEAD, read);
    Ok((MessageReader { octets, message: Vec::new() }, MessageWriter { octets: write, framed: Vec::new() }))
}

/// One system call brings up to this much of a transfer.
const READ_AHEAD: usize = 64 * 1024;

/// Where messages come from.
#[derive(Debug)]
pub struct MessageReader {
    octets: BufReader<OwnedReadHalf>,
    message: Vec<u8>,
}

impl MessageReader {
    /// Receives one message; lent until the next is asked for. Dropping the future before it is ready loses the place
    /// in the stream: the connection is of no use afterwards.
    ///
    /// # Errors
    /// What broke; [`io::ErrorKind::UnexpectedEof`] when the other side closed.
    pub async fn receive(&mut self) -> io::Result<&[u8]> {
        let len = self.octets.read_u16().await?;
        self.message.resize(usize::from(len), 0);
        self.octets.read_exact(&mut self.message).await?;
        Ok(&self.message)
    }

    /// The same with the error in the engine's words.
    ///
    /// # Errors
    /// What broke.
    pub async fn answer(&mut self) -> Result<&[u8], Close> {
        self.receive().await.map_err(|e| close(&e))
    }
}

/// Where messages go.
#[derive(Debug)]
pub struct MessageWriter {
    octets: OwnedWriteHalf,
    framed: Vec<u8>,
}

impl MessageWriter {
    /// Sends one message, which has at most 65,535 octets.
    ///
    /// # Errors
    /// What broke.
    pub async fn send(&mut self, message: &[u8]) -> io::Result<()> {
        let len = u16::try_from(message.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        // RFC 7766 §8: length and message in one write, since some implementations expect them in one segment.
        self.framed.clear();
        self.framed.extend_from_slice(&len.to_be_bytes());
        self.framed.extend_from_slice(message);
        self.octets.write_all(&self.framed).await
    }

    /// The same with the error in the engine's words.
    ///
    /// # Errors
    /// What broke.
    pub async fn ask(&mut self, message: &[u8]) -> Result<(), Close> {
        self.send(message).await.map_err(|e| close(&e))
    }
}
