//! From which of our addresses an answer goes where one socket has them all (`0.0.0.0`, `[::]`): the one that was asked. Left
//! to itself the system chooses by its routes, and a client takes no answer from an address that it has not asked.

use std::io::{self, IoSlice};
use std::net::{Ipv6Addr, SocketAddr, UdpSocket};
use std::os::fd::AsRawFd;

use nix::sys::socket::{
    ControlMessage, ControlMessageOwned, MsgFlags, RecvMsg, SockaddrStorage, sendmsg, setsockopt, sockopt,
};
use nix::{cmsg_space, libc};

/// The address of ours that a datagram came to.
#[derive(Clone, Copy)]
pub(super) enum Home {
    V4(libc::in_pktinfo),
    /// Of IPv4 as well, mapped, where the socket takes both.
    V6(libc::in6_pktinfo),
}

impl Home {
    /// Lets the system tell it with each datagram, and gives the room that this takes; none where there is one address only.
    pub(super) fn ask(socket: &UdpSocket) -> io::Result<Option<Vec<u8>>> {
        let local = socket.local_addr()?;
        if !local.ip().is_unspecified() {
            return Ok(None);
        }
        if local.is_ipv4() {
            setsockopt(socket, sockopt::Ipv4PacketInfo, &true)?;
            return Ok(Some(cmsg_space!(libc::in_pktinfo)));
        }
        setsockopt(socket, sockopt::Ipv6RecvPacketInfo, &true)?;
        Ok(Some(cmsg_space!(libc::in6_pktinfo)))
    }

    /// Of what was received.
    pub(super) fn of(message: &RecvMsg<'_, '_, SockaddrStorage>) -> Option<Self> {
        message.cmsgs().ok()?.find_map(|told| match told {
            // By which link the answer goes is for the routes to say,
            ControlMessageOwned::Ipv4PacketInfo(info) => Some(Self::V4(libc::in_pktinfo { ipi_ifindex: 0, ..info })),
            // but where the address has no meaning on another one (RFC 4007 §6).
            ControlMessageOwned::Ipv6PacketInfo(mut info) => {
                if !Ipv6Addr::from(info.ipi6_addr.s6_addr).is_unicast_link_local() {
                    info.ipi6_ifindex = 0;
                }
                Some(Self::V6(info))
            }
            _ => None,
        })
    }

    /// Sends from there.
    pub(super) fn send(&self, socket: &UdpSocket, answer: &[u8], client: SocketAddr) {
        let from = match self {
            Self::V4(info) => ControlMessage::Ipv4PacketInfo(info),
            Self::V6(info) => ControlMessage::Ipv6PacketInfo(info),
        };
        let (octets, to) = ([IoSlice::new(answer)], SockaddrStorage::from(client));
        // A client that is gone is no concern of ours.
        let _ = sendmsg(socket.as_raw_fd(), &octets, &[from], MsgFlags::empty(), Some(&to));
    }
}
