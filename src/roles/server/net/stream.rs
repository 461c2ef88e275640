//! Messages over a TCP connection, each behind two octets of length (RFC 1035 §4.2.2, RFC 7766 §8). How long to wait
//! for one is the caller's to say.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};

use super::{Route, close, tls};
use crate::engine::xfr::{Close, TlsTrust};

/// Opens a connection, over TLS where it says whom to believe. Gives its two directions and the local address.
///
/// # Errors
/// Why there is none.
pub async fn connect(
    route: Route,
    trust: Option<&TlsTrust>,
) -> Result<(MessageReader, MessageWriter, SocketAddr), Close> {
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
    // A request is one small segment; waiting for more to send would only delay it.
    stream.set_nodelay(true).map_err(|e| close(&e))?;
    let (reader, writer) = match trust {
        None => split(stream),
        Some(trust) => split_tls(tls::begin(stream, route.to.ip(), trust).await?),
    };
    Ok((reader, writer, local))
}

/// The two directions of a connection that carries messages.
pub fn split(stream: TcpStream) -> (MessageReader, MessageWriter) {
    let (read, write) = stream.into_split();
    halves(read, write)
}

/// The same over TLS.
pub fn split_tls(stream: impl AsyncRead + AsyncWrite + Send + 'static) -> (MessageReader, MessageWriter) {
    let (read, write) = tokio::io::split(stream);
    halves(read, write)
}

fn halves(
    read: impl AsyncRead + Send + 'static,
    write: impl AsyncWrite + Send + 'static,
) -> (MessageReader, MessageWriter) {
    let octets = BufReader::with_capacity(READ_AHEAD, Box::pin(read) as _);
    (MessageReader { octets, message: Vec::new() }, MessageWriter { octets: Box::pin(write), framed: Vec::new() })
}

/// One system call brings up to this much of a transfer.
const READ_AHEAD: usize = 64 * 1024;

/// Where messages come from.
pub struct MessageReader {
    octets: BufReader<Pin<Box<dyn AsyncRead + Send>>>,
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

    /// [`Self::receive`] with the error in the engine's words.
    ///
    /// # Errors
    /// What broke.
    pub async fn answer(&mut self) -> Result<&[u8], Close> {
        self.receive().await.map_err(|e| close(&e))
    }

    /// Whether nothing has come that nobody asked for.
    #[must_use]
    pub fn is_between(&self) -> bool {
        self.octets.buffer().is_empty()
    }
}

/// Where messages go.
pub struct MessageWriter {
    octets: Pin<Box<dyn AsyncWrite + Send>>,
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
        self.octets.write_all(&self.framed).await?;
        // Over TLS octets may wait for more.
        self.octets.flush().await
    }

    /// Says that nothing more comes; over TLS with an alert, so that the end is no cut (RFC 8446 §6.1).
    ///
    /// # Errors
    /// What broke.
    pub async fn finish(&mut self) -> io::Result<()> {
        self.octets.shutdown().await
    }

    /// The same as [`Self::send`] with the error in the engine's words.
    ///
    /// # Errors
    /// What broke.
    pub async fn ask(&mut self, message: &[u8]) -> Result<(), Close> {
        self.send(message).await.map_err(|e| close(&e))
    }
}
