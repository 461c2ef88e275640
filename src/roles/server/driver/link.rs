//! One exchange's socket: a task that opens it, passes on what it hears and sends what it is given.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::super::net::{self, Datagrams, MessageReader, MessageWriter, Route};
use super::Shared;
use super::idle::{Coming, Pool};
use super::zone::Zone;
use crate::engine::answer::Transport;
use crate::engine::xfr::{Close, Connect, LinkId, SessionInput, TlsTrust};

/// Connections to one primary at a time. BIND lets a secondary have 2 by default (`transfers-per-ns`) and serves 10
/// (`transfers-out`); SOA queries that fall back to TCP count here too.
const CONNECTIONS_PER_PRIMARY: usize = 8;

/// How long a question over a connection that was used before waits for the first message of its answer: a server that
/// answers at all begins within it. One that keeps the connection and reads no second question is asked over a new one,
/// long before the exchange's own time is over.
const ANSWER_OVER_USED: Duration = Duration::from_secs(5);

/// A link under way; dropping it closes the socket.
pub(super) struct Link {
    outgoing: mpsc::UnboundedSender<Vec<u8>>,
    task: JoinHandle<()>,
    released: Released,
    address: SocketAddr,
}

/// Set once the exchange has ended well; gone with the link and its task, when the connection was put or closed.
type Released = Arc<OnceLock<Coming>>;

impl Link {
    pub(super) fn open(shared: &Arc<Shared>, zone: &Arc<Zone>, connect: Connect) -> Self {
        let (outgoing, messages) = mpsc::unbounded_channel();
        let (released, address) = (Released::default(), connect.address);
        let (shared, zone) = (Arc::clone(shared), Arc::clone(zone));
        let runtime = shared.runtime.clone();
        let end = End { shared, zone, link: connect.link, released: Arc::clone(&released) };
        let task = runtime.spawn(async move {
            let why = match run(&end, connect, messages).await {
                Ok(()) => return,
                Err(why) => why,
            };
            end.zone.closed(&end.shared, end.link, why);
        });
        Self { outgoing, task, released, address }
    }

    /// Sends a message. On a link that just closed it is lost, and the session hears of the closing.
    pub(super) fn send(&self, message: Vec<u8>) {
        let _ = self.outgoing.send(message);
    }
}

impl Link {
    /// Nothing more is heard of it; its connection may be used again. Said by the step that its own last message caused.
    pub(super) fn release(self, shared: &Arc<Shared>) {
        self.released.get_or_init(|| Coming::new(shared, self.address));
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if self.released.get().is_some() {
            return;
        }
        // Also called from within the task, by the step that its own message caused: it then ends at its next await.
        self.task.abort();
    }
}

/// Where a link's inputs go.
struct End {
    shared: Arc<Shared>,
    zone: Arc<Zone>,
    link: LinkId,
    released: Released,
}

impl End {
    fn is_released(&self) -> bool {
        self.released.get().is_some()
    }

    fn tell(&self, input: SessionInput<'_>) {
        self.zone.step(&self.shared, input);
    }
}

/// Ends with why the link closed; with `Ok` when we no longer want it.
async fn run(end: &End, connect: Connect, outgoing: mpsc::UnboundedReceiver<Vec<u8>>) -> Result<(), Close> {
    let route = Route { to: connect.address, from: connect.source };
    match (connect.transport, &connect.tls) {
        (Transport::Udp, _) => datagrams(end, route, outgoing).await,
        (Transport::Tcp, _) => stream(end, route, None, outgoing).await,
        (Transport::Tls, Some(trust)) => stream(end, route, Some(trust), outgoing).await,
        (Transport::Tls, None) => Err(Close::Tls(net::NO_TRUST.to_owned())),
    }
}

async fn datagrams(end: &End, route: Route, mut outgoing: mpsc::UnboundedReceiver<Vec<u8>>) -> Result<(), Close> {
    let socket = Datagrams::open(route).await?;
    end.tell(SessionInput::Connected(end.link));
    loop {
        tokio::select! {
            message = outgoing.recv() => match message {
                Some(message) => socket.send(&message).await?,
                None => return Ok(()),
            },
            message = socket.receive() => end.tell(SessionInput::Message(end.link, &message?)),
        }
    }
}

async fn stream(
    end: &End,
    route: Route,
    trust: Option<&TlsTrust>,
    mut outgoing: mpsc::UnboundedReceiver<Vec<u8>>,
) -> Result<(), Close> {
    let places = end.shared.gate.places(route.to);
    let _permit = match Arc::clone(&places).try_acquire_owned() {
        Ok(permit) => Some(permit),
        Err(_) => {
            end.tell(SessionInput::Queued(end.link));
            // None only if the gate was closed, which it never is.
            let permit = places.acquire_owned().await.ok();
            end.tell(SessionInput::Opening(end.link));
            permit
        }
    };
    let (mut reader, mut writer) = match end.shared.idle.take(route, trust).await {
        Some(mut kept) => {
            end.tell(SessionInput::Connected(end.link));
            again(end, route, trust, &mut kept, &mut outgoing).await?;
            kept
        }
        None => {
            let (reader, writer, _) = net::connect(route, trust).await?;
            end.tell(SessionInput::Connected(end.link));
            (reader, writer)
        }
    };
    let sending = async {
        while let Some(message) = outgoing.recv().await {
            writer.ask(&message).await?;
        }
        // Both ends are kept open until the session closes the link.
        std::future::pending::<Result<(), Close>>().await
    };
    let receiving = async {
        while !end.is_released() {
            let message = reader.answer().await?;
            end.tell(SessionInput::Message(end.link, message));
        }
        Ok(())
    };
    tokio::select! {
        ended = sending => ended,
        ended = receiving => ended,
    }?;
    if reader.is_between() {
        Pool::put(&end.shared, route, trust, (reader, writer));
    }
    Ok(())
}

/// The first question and answer over a connection that was used before. Where it was closed meanwhile, which nobody had
/// to say, or stays silent, the question goes over a new one.
async fn again(
    end: &End,
    route: Route,
    trust: Option<&TlsTrust>,
    (reader, writer): &mut (MessageReader, MessageWriter),
    outgoing: &mut mpsc::UnboundedReceiver<Vec<u8>>,
) -> Result<(), Close> {
    let Some(question) = outgoing.recv().await else { return Ok(()) };
    let asked = async {
        writer.ask(&question).await?;
        end.tell(SessionInput::Message(end.link, reader.answer().await?));
        Ok(())
    };
    match timeout(ANSWER_OVER_USED, asked).await.unwrap_or(Err(Close::Timeout)) {
        // RFC 7766 §6.2.4: a client must be ready for this.
        Err(Close::Ended | Close::Reset | Close::Timeout) => {
            (*reader, *writer, _) = net::connect(route, trust).await?;
            writer.ask(&question).await
        }
        other => other,
    }
}

/// Bounds the connections to each primary.
#[derive(Default)]
pub(super) struct Gate(Mutex<HashMap<SocketAddr, Arc<Semaphore>>>);

impl Gate {
    /// The places there are for connections to a primary.
    fn places(&self, primary: SocketAddr) -> Arc<Semaphore> {
        let mut gate = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Primaries that nobody talks to any more are forgotten.
        gate.retain(|address, places| *address == primary || Arc::strong_count(places) > 1);
        let places = gate.entry(primary).or_insert_with(|| Arc::new(Semaphore::new(CONNECTIONS_PER_PRIMARY)));
        Arc::clone(places)
    }
}
