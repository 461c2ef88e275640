//! Asking a primary: one datagram each way, or messages over a connection, with TLS where it is wanted. Bytes only; what they mean is the engine's.

mod datagram;
mod stream;
mod tls;

pub use datagram::Datagrams;
pub use stream::{MessageReader, MessageWriter, connect, split, split_tls};
pub use tls::{Renewed, accept as accept_tls, pin};
pub use tokio_rustls::server::TlsStream;

use std::io;
use std::net::{IpAddr, SocketAddr};

use crate::engine::xfr::Close;

/// Why no connection is made where TLS is wanted and nothing said of whom to believe (RFC 9103 §9.3: strict unless asked).
pub const NO_TRUST: &str =
    "neither a name nor a key is known that the server's certificate must have, and nothing says that any will do";

/// Whom to ask, and from which of our addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The primary.
    pub to: SocketAddr,
    /// Our address; none lets the system choose.
    pub from: Option<IpAddr>,
}

impl Route {
    /// The address to bind: the chosen one, or any of the primary's family; port 0, so that the system picks a random
    /// one (RFC 5452 §9.2).
    fn local(self) -> SocketAddr {
        let any = match self.to {
            SocketAddr::V4(_) => IpAddr::from([0; 4]),
            SocketAddr::V6(_) => IpAddr::from([0; 16]),
        };
        SocketAddr::new(self.from.unwrap_or(any), 0)
    }
}

/// A random message ID (RFC 5452 §9.1).
///
/// # Errors
/// When the operating system has no randomness to give.
pub fn random_id() -> Result<u16, Close> {
    let mut octets = [0; 2];
    getrandom::fill(&mut octets).map_err(|e| Close::Other(format!("no randomness: {e}")))?;
    Ok(u16::from_ne_bytes(octets))
}

/// What the system's error means for a conversation.
fn close(error: &io::Error) -> Close {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => Close::Refused,
        Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe => Close::Reset,
        Kind::UnexpectedEof => Close::Ended,
        Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => Close::Unreachable,
        Kind::TimedOut => Close::ConnectTimeout,
        // What a TLS session says in the middle: an alert, or octets that are none of its own.
        Kind::InvalidData => Close::Tls(error.to_string()),
        _ => Close::Other(error.to_string()),
    }
}
