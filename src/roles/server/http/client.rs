//! Who asks: the address at the other end of the connection, for the audit. What a proxy says in a header is not
//! believed.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};

use axum::extract::Request;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use axum::serve::IncomingStream;
use tokio::net::TcpListener;

use super::Https;

tokio::task_local! {
    /// Of the request that this task is about.
    static CLIENT: Option<IpAddr>;
}

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(in crate::roles::server) struct Client(SocketAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Client {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Connected<IncomingStream<'_, Https>> for Client {
    fn connect_info(stream: IncomingStream<'_, Https>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// Lets what the request makes know who asked.
pub(super) async fn known(request: Request, next: Next) -> Response {
    let client = request.extensions().get::<ConnectInfo<Client>>().map(|info| info.0.0.ip().to_canonical());
    CLIENT.scope(client, next.run(request)).await
}

/// The same for work that becomes a task of its own.
pub(super) fn carried<F: Future>(work: F) -> impl Future<Output = F::Output> {
    CLIENT.scope(current(), work)
}

/// What the audit says was done: `POST /zones from 192.0.2.1`, below `/client/v4` or `/companion/v1`.
pub(super) fn action(method: &Method, path: &str) -> String {
    match current() {
        Some(client) => format!("{method} {path} from {client}"),
        None => format!("{method} {path}"),
    }
}

fn current() -> Option<IpAddr> {
    CLIENT.try_with(|client| *client).ok().flatten()
}
