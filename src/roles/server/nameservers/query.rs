//! One question: over UDP, and over TCP where the answer is cut off or none comes.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::{timeout, timeout_at};

use crate::engine::limits::TransferLimits;
use crate::engine::xfr::Close;
use crate::product::provider::delegate::{Question, Reply};
use crate::roles::server::clock;
use crate::roles::server::net::{self, Datagrams, Route};

/// An answer.
pub(super) struct Heard {
    pub(super) reply: Reply,
    /// `udp` or `tcp`.
    pub(super) transport: &'static str,
    /// From the first octet sent.
    pub(super) ms: u64,
}

/// Asks from whichever address the system chooses.
pub(super) async fn ask_at(to: SocketAddr, question: Question) -> Result<Heard, Close> {
    ask(Route { to, from: None }, &question).await
}

/// Asks there.
pub(super) async fn ask(route: Route, question: &Question) -> Result<Heard, Close> {
    let began = clock::mono_ms();
    let (reply, transport) = match by_datagram(route, question).await {
        Ok(reply) if !reply.truncated => (reply, "udp"),
        _ => (by_stream(route, question).await?, "tcp"),
    };
    Ok(Heard { reply, transport, ms: clock::mono_ms().saturating_sub(began) })
}

async fn by_datagram(route: Route, question: &Question) -> Result<Reply, Close> {
    let limits = TransferLimits::default();
    let socket = Datagrams::open(route).await?;
    let id = net::random_id()?;
    let wire = question.wire(id);
    for _ in 0..limits.datagrams {
        socket.send(&wire).await?;
        let until = clock::instant(clock::mono_ms() + limits.datagram_ms);
        while let Ok(received) = timeout_at(until.into(), socket.receive()).await {
            if let Some(reply) = question.reply(id, &received?) {
                return Ok(reply);
            }
        }
    }
    Err(Close::Timeout)
}

async fn by_stream(route: Route, question: &Question) -> Result<Reply, Close> {
    let limits = TransferLimits::default();
    let within = Duration::from_millis(limits.connect_ms);
    let (mut reader, mut writer, _) =
        timeout(within, net::connect(route, None)).await.unwrap_or(Err(Close::ConnectTimeout))?;
    let id = net::random_id()?;
    writer.ask(&question.wire(id)).await?;
    let wire = timeout(Duration::from_millis(limits.idle_ms), reader.answer()).await.unwrap_or(Err(Close::Timeout))?;
    question.reply(id, wire).ok_or_else(|| Close::Other("the server's answer is none to the question".to_owned()))
}
