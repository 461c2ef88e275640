//! Who asks, and over what.

use std::net::IpAddr;

/// What carries messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// One datagram each way.
    Udp,
    /// A connection with messages behind two octets of length (RFC 1035 §4.2.2).
    Tcp,
    /// The same inside TLS (RFC 7858, RFC 9103).
    Tls,
}

impl Transport {
    /// Whether messages of any size and answers of many messages fit.
    #[must_use]
    pub const fn is_stream(self) -> bool {
        matches!(self, Self::Tcp | Self::Tls)
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Client {
    /// The address the message came from.
    pub address: IpAddr,
    /// What it came over.
    pub transport: Transport,
}
