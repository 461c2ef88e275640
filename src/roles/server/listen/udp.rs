//! One UDP socket: many datagrams at a time where the system can, else one after the other.

#[cfg(target_os = "linux")]
mod batch;
#[cfg(target_os = "linux")]
mod home;

use std::time::Duration;

use tokio::net::UdpSocket;

use super::Responder;
use crate::engine::answer::{Response, Transport};

/// Queries are small; NOTIFY with its SOA and a signature stays far below this. A longer datagram is cut off, does not
/// parse, and gets FORMERR.
const MAX_QUERY: usize = 4_096;

/// How long to wait after an error of the socket, which may be there to stay.
const FAULT: Duration = Duration::from_millis(100);

/// Answers until it is dropped.
pub async fn serve(socket: UdpSocket, responder: Responder) {
    #[cfg(target_os = "linux")]
    let socket = match batch::begin(socket, &responder) {
        Ok(threads) => {
            std::future::pending::<()>().await;
            return drop(threads);
        }
        Err(socket) => socket,
    };
    if let Some(socket) = socket {
        one_by_one(socket, responder).await;
    }
}

/// A task that waits for each datagram and answers it.
async fn one_by_one(socket: UdpSocket, responder: Responder) {
    let mut query = vec![0; MAX_QUERY];
    loop {
        // On some systems an ICMP error about an earlier answer is reported here; it concerns that client alone.
        let Ok((len, client)) = socket.recv_from(&mut query).await else {
            tokio::time::sleep(FAULT).await;
            continue;
        };
        let Some(wire) = query.get(..len) else { continue };
        if let Response::Message(answer) = responder.respond(client.ip(), Transport::Udp, wire) {
            // A client that is gone is no concern of ours.
            let _ = socket.send_to(&answer, client).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
    use std::sync::Arc;

    use super::super::super::driver::Control;
    use super::super::super::store::memory::Memory;
    use super::*;
    use crate::engine::dns::message::{Header, MessageBuilder};
    use crate::engine::dns::{Class, Name, Opcode, RecordType};

    const PATIENCE: Duration = Duration::from_secs(60);
    /// Clients, and what each asks at once. With what is no message it fits into the server's socket, even when its thread does
    /// not run for a while: the system drops what does not.
    const CLIENTS: u16 = 4;
    const EACH: u16 = 12;

    fn query(id: u16) -> Vec<u8> {
        let mut builder = MessageBuilder::new(Header::query(id, Opcode::QUERY), 512);
        let name = Name::absolute(&format!("n{id}.example.")).unwrap();
        builder.question(name.as_ref(), RecordType::A, Class::IN).unwrap();
        builder.finish()
    }

    /// What each of many clients gets for what it sent all at once, what is no message among it.
    async fn answers(server: SocketAddr) -> Vec<Vec<Vec<u8>>> {
        let local = match server {
            SocketAddr::V4(_) => IpAddr::from(Ipv4Addr::LOCALHOST),
            SocketAddr::V6(_) => IpAddr::from(Ipv6Addr::LOCALHOST),
        };
        let mut sockets = Vec::new();
        for client in 0..CLIENTS {
            let socket = UdpSocket::bind((local, 0)).await.unwrap();
            socket.connect(server).await.unwrap();
            for n in 0..EACH {
                socket.send(&query(client * EACH + n)).await.unwrap();
                socket.send(&[1, 2, 3]).await.unwrap();
                socket.send(&[]).await.unwrap();
            }
            sockets.push(socket);
        }
        let mut all = Vec::new();
        for socket in sockets {
            let mut heard = Vec::new();
            let mut octets = [0; 600];
            while heard.len() < usize::from(EACH) {
                let len = tokio::time::timeout(PATIENCE, socket.recv(&mut octets)).await.unwrap().unwrap();
                heard.push(octets[..len].to_vec());
            }
            // Threads answer in no order.
            heard.sort();
            all.push(heard);
        }
        all
    }

    /// A connected client hears nothing from an address that it has not asked.
    #[cfg(target_os = "linux")]
    #[tokio::test(flavor = "multi_thread")]
    async fn an_answer_comes_from_the_address_that_was_asked() {
        let control = Control::new(Arc::new(Memory::default()), Vec::new());
        let responder = Responder::new(control, Default::default());
        let (four, six) = (Ipv4Addr::new(127, 0, 0, 2).into(), Ipv6Addr::LOCALHOST.into());
        for (any, asked) in [
            (IpAddr::from(Ipv4Addr::UNSPECIFIED), four),
            (Ipv6Addr::UNSPECIFIED.into(), six),
            (Ipv6Addr::UNSPECIFIED.into(), four),
        ] {
            let Ok(socket) = UdpSocket::bind((any, 0)).await else {
                println!("skipped: this machine has no {any}");
                continue;
            };
            let port = socket.local_addr().unwrap().port();
            let served = tokio::spawn(serve(socket, responder.clone()));
            assert_eq!(answers(SocketAddr::new(asked, port)).await.len(), usize::from(CLIENTS), "{any} {asked}");
            served.abort();
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn many_at_a_time_are_answered_as_one_by_one() {
        let control = Control::new(Arc::new(Memory::default()), Vec::new());
        let responder = Responder::new(control, Default::default());
        for local in [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)] {
            let Ok(socket) = UdpSocket::bind((local, 0)).await else {
                println!("skipped: this machine has no {local}");
                continue;
            };
            let address = socket.local_addr().unwrap();
            let many = tokio::spawn(serve(socket, responder.clone()));
            let by_many = answers(address).await;
            many.abort();
            assert!(many.await.is_err());
            // The port is free at once: no thread holds it.
            let socket = UdpSocket::bind(address).await.unwrap();
            let one = tokio::spawn(one_by_one(socket, responder.clone()));
            assert_eq!(by_many, answers(address).await);
            one.abort();
            for (client, heard) in (0_u16..).zip(&by_many) {
                for (n, answer) in (0..).zip(heard) {
                    // QR, REFUSED, the question as it was asked.
                    assert_eq!(
                        (&answer[..2], answer[2] & 0x80, answer[3] & 15),
                        (&(client * EACH + n).to_be_bytes()[..], 0x80, 5)
                    );
                    assert_eq!(answer[12..], query(client * EACH + n)[12..]);
                }
            }
        }
    }
}
