//! HTTPS: connections that are ready to be read once their handshake is over. A client that is slow at it, or speaks no
//! TLS, holds up nobody.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::roles::server::net::{Renewed, TlsStream};

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Handshakes under way at a time; others wait in the system's queue.
const AT_ONCE: usize = 64;

/// After a failure of the system's, such as no file descriptors left.
const PAUSE: Duration = Duration::from_millis(100);

type Ready = (TlsStream<TcpStream>, SocketAddr);

/// A socket whose connections speak TLS.
pub(in crate::roles::server) struct Https {
    ready: mpsc::Receiver<Ready>,
    local: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Https {
    pub(in crate::roles::server) fn new(socket: TcpListener, tls: Renewed) -> io::Result<Self> {
        let local = socket.local_addr()?;
        let (sender, ready) = mpsc::channel(AT_ONCE);
        Ok(Self { ready, local, accepting: tokio::spawn(accept(socket, tls, sender)) })
    }
}

impl Drop for Https {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(socket: TcpListener, tls: Renewed, ready: mpsc::Sender<Ready>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let (stream, from) = match socket.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::debug!(%error, "cannot take a connection for HTTPS");
                sleep(PAUSE).await;
                continue;
            }
        };
        let (acceptor, ready) = (tls.acceptor(), ready.clone());
        tokio::spawn(async move {
            match timeout(HANDSHAKE, acceptor.accept(stream)).await {
                // Only when the server ends is nobody there to take it.
                Ok(Ok(stream)) => drop(ready.send((stream, from)).await),
                Ok(Err(error)) => tracing::debug!(%from, %error, "no TLS"),
                Err(_) => tracing::debug!(%from, "a handshake took too long"),
            }
            drop(place);
        });
    }
}

impl Listener for Https {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> Ready {
        match self.ready.recv().await {
            Some(ready) => ready,
            // The task that accepts ends with this listener only.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.local)
    }
}
