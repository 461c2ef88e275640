//! One TCP listener and its connections (RFC 7766), plain or over TLS (RFC 9103).

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::super::net::{MessageReader, MessageWriter, Renewed};
use super::super::{clock, net};
use super::Responder;
use crate::engine::answer::{Response, Transport};

/// Connections of one listener at a time; the next wait in the system's queue. A connection costs two buffers of 64 KiB
/// at most.
const CONNECTIONS: usize = 512;

/// How long a connection may be silent (RFC 7766 §6.2.3 leaves it to us; BIND and Knot take 10 to 30 seconds).
const IDLE: Duration = Duration::from_secs(10);

/// How long one message of an answer may wait for a client that does not read.
const SEND: Duration = Duration::from_secs(30);

/// How long to wait when the system has no sockets left.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// How long a handshake may take; BIND's bound on a new connection's first message is 30 seconds, for all of it.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Accepts and answers until it is dropped; its connections end with it.
pub async fn serve(listener: TcpListener, tls: Option<Renewed>, responder: Responder) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    // The semaphore is never closed.
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, client)) => {
                let (responder, tls) = (responder.clone(), tls.clone());
                connections.spawn(async move {
                    let ended = match &tls {
                        None => plain(stream, client.ip(), &responder).await,
                        Some(tls) => over_tls(tls, stream, client.ip(), &responder).await,
                    };
                    tracing::debug!(%client, ?ended, "connection ended");
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a DNS connection");
                tokio::time::sleep(EXHAUSTED).await;
            }
        }
    }
}

async fn plain(stream: TcpStream, client: IpAddr, responder: &Responder) -> io::Result<()> {
    // An answer's last segment must not wait for the client to acknowledge the one before.
    stream.set_nodelay(true)?;
    converse(net::split(stream), client, Transport::Tcp, responder).await
}

async fn over_tls(tls: &Renewed, stream: TcpStream, client: IpAddr, responder: &Responder) -> io::Result<()> {
    stream.set_nodelay(true)?;
    match timeout(HANDSHAKE, net::accept_tls(&tls.acceptor(), stream)).await? {
        Ok(stream) => converse(net::split_tls(stream), client, Transport::Tls, responder).await,
        Err(error) => {
            tracing::info!(%client, %error, "a client's TLS handshake came to nothing");
            Err(error)
        }
    }
}

/// Answers until the client ends it or is silent.
async fn converse(
    (reader, mut writer): (MessageReader, MessageWriter),
    client: IpAddr,
    transport: Transport,
    responder: &Responder,
) -> io::Result<()> {
    let ended = answer(reader, &mut writer, client, transport, responder).await;
    // Whatever was the end, it is told as one where that still arrives.
    let _ = timeout(HANDSHAKE, writer.finish()).await;
    ended
}

/// Answers one message after the other, in the order they came: RFC 7766 §6.2.1.1 lets a client send several at once,
/// and its answers wait for it to read, however large a zone they carry.
async fn answer(
    mut reader: MessageReader,
    writer: &mut MessageWriter,
    client: IpAddr,
    transport: Transport,
    responder: &Responder,
) -> io::Result<()> {
    loop {
        let wire = timeout(IDLE, reader.receive()).await??;
        match responder.respond(client, transport, wire) {
            Response::Silence => {}
            Response::Message(answer) => timeout(SEND, writer.send(&answer)).await??,
            Response::Stream(mut answers) => {
                while let Some(answer) = answers.next(clock::wall_s()) {
                    timeout(SEND, writer.send(&answer)).await??;
                }
                if answers.is_whole() {
                    responder.given(answers.content().apex());
                }
            }
        }
    }
}
