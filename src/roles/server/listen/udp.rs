//! One UDP socket.

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
