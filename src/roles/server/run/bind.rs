//! Listening sockets. `[::]` takes IPv4 too, unless an IPv4 address with the same port is asked for beside it: then it would
//! be in its way.

use std::io;
use std::net::SocketAddr;

use rustix::net::{AddressFamily, SocketFlags, SocketType, sockopt};
use tokio::net::{TcpListener, TcpSocket, UdpSocket};

use super::StartFault;

/// Connections that wait to be accepted; what the standard library takes, too.
const WAITING: u32 = 1_024;

/// Binds TCP; `beside` is everything that is asked for.
pub(super) async fn tcp(address: SocketAddr, beside: &[SocketAddr]) -> io::Result<TcpListener> {
    if !is_shared(address, beside) {
        return TcpListener::bind(address).await;
    }
    let socket = TcpSocket::new_v6()?;
    sockopt::set_ipv6_v6only(&socket, true)?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

/// The same for UDP.
async fn udp(address: SocketAddr, beside: &[SocketAddr]) -> io::Result<UdpSocket> {
    if !is_shared(address, beside) {
        return UdpSocket::bind(address).await;
    }
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = rustix::net::socket_with(AddressFamily::INET6, SocketType::DGRAM, flags, None)?;
    sockopt::set_ipv6_v6only(&socket, true)?;
    rustix::net::bind(&socket, &address)?;
    UdpSocket::from_std(socket.into())
}

/// Binds TCP and UDP to one port. With port 0 the system chooses for TCP, and UDP may find that number taken: then
/// another is tried.
pub(super) async fn dns(address: SocketAddr, beside: &[SocketAddr]) -> Result<(TcpListener, UdpSocket), StartFault> {
    let mut attempts = if address.port() == 0 { 16 } else { 1 };
    loop {
        attempts -= 1;
        let tcp = tcp(address, beside).await.map_err(|e| StartFault::bind("DNS over TCP", address, e))?;
        let bound = tcp.local_addr().map_err(|e| StartFault::bind("DNS over TCP", address, e))?;
        match udp(bound, beside).await {
            Ok(udp) => return Ok((tcp, udp)),
            Err(e) if attempts > 0 => tracing::debug!(%bound, %e, "UDP port taken, trying another"),
            Err(e) => return Err(StartFault::bind("DNS over UDP", bound, e)),
        }
    }
}

/// Whether it is every address of this machine, and its port is asked for at one of IPv4 as well.
fn is_shared(address: SocketAddr, beside: &[SocketAddr]) -> bool {
    let other = |other: &SocketAddr| other.is_ipv4() && other.port() == address.port();
    address.is_ipv6() && address.ip().is_unspecified() && beside.iter().any(other)
}
