//! Datagrams many at a time (Linux): threads of their own, one system call for all that wait, one for all answers.

use std::io::{self, IoSlice, IoSliceMut};
use std::net::{SocketAddr, UdpSocket};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use nix::errno::Errno;
use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrStorage, recvmmsg};
use rustix::event::epoll;
use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, SocketAddrAny, sendmmsg};

use super::home::Home;
use super::{FAULT, MAX_QUERY, Responder};
use crate::engine::answer::{Answer, Response, Transport};

/// Datagrams of one system call: enough that its cost is small beside theirs, few enough that the first answer does not
/// wait for long.
const AT_ONCE: usize = 64;

/// Threads of one socket at most; beyond, they would only wait for one another at its queue.
const THREADS: usize = 8;

/// The threads of one socket; they end when it is dropped.
pub(super) struct Threads {
    stop: Option<UnixStream>,
    threads: Vec<JoinHandle<()>>,
}

impl Drop for Threads {
    fn drop(&mut self) {
        // The other end becomes readable.
        self.stop = None;
        for thread in self.threads.drain(..) {
            // One that panicked has said so.
            let _ = thread.join();
        }
    }
}

/// Starts the threads, one a core. Where the system has not these calls, or no threads, gives the socket back.
pub(super) fn begin(
    socket: tokio::net::UdpSocket,
    responder: &Responder,
) -> Result<Threads, Option<tokio::net::UdpSocket>> {
    match socket.into_std() {
        Ok(socket) => Threads::start(&socket, responder).map_err(|error| {
            tracing::info!(%error, "datagrams are taken one by one");
            let _ = socket.set_nonblocking(true);
            tokio::net::UdpSocket::from_std(socket).ok()
        }),
        Err(error) => {
            tracing::error!(%error, "no datagrams are answered");
            Err(None)
        }
    }
}

impl Threads {
    fn start(socket: &UdpSocket, responder: &Responder) -> io::Result<Self> {
        // Answers wait where the socket's buffer is full.
        socket.set_nonblocking(false)?;
        // A sandbox may forbid what the system has.
        let nothing: [&mut [IoSliceMut<'_>; 1]; 0] = [];
        recvmmsg(socket.as_raw_fd(), &mut headers(None), nothing, MsgFlags::MSG_DONTWAIT, None)?;
        let (stop, stopped) = UnixStream::pair()?;
        let stopped = Arc::new(stopped);
        let mut started = Self { stop: Some(stop), threads: Vec::new() };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        for _ in 0..cores.min(THREADS) {
            let wait = epoll::create(epoll::CreateFlags::CLOEXEC)?;
            let socket = socket.try_clone()?;
            // Each datagram wakes one of the threads, not all.
            let one = epoll::EventFlags::IN | epoll::EventFlags::EXCLUSIVE;
            epoll::add(&wait, &socket, QUERIES, one)?;
            epoll::add(&wait, stopped.as_ref(), STOP, epoll::EventFlags::IN)?;
            let (stopped, responder, room) = (Arc::clone(&stopped), responder.clone(), Home::ask(&socket)?);
            let thread = thread::Builder::new().name("dns-udp".to_owned());
            started.threads.push(thread.spawn(move || {
                run(&socket, &wait, &responder, room);
                drop(stopped);
            })?);
        }
        Ok(started)
    }
}

/// What there is to wait for.
const QUERIES: epoll::EventData = epoll::EventData::new_u64(0);
const STOP: epoll::EventData = epoll::EventData::new_u64(1);

/// `room` is what else the system tells of each datagram.
fn headers(room: Option<Vec<u8>>) -> MultiHeaders<SockaddrStorage> {
    MultiHeaders::preallocate(AT_ONCE, room)
}

/// Answers until it is told to stop.
fn run(socket: &UdpSocket, wait: &OwnedFd, responder: &Responder, room: Option<Vec<u8>>) {
    let mut batch = Batch::new(room);
    loop {
        let none = epoll::Event { flags: epoll::EventFlags::empty(), data: QUERIES };
        let mut events = [none; 2];
        let ready = match epoll::wait(wait, &mut events, None) {
            Ok(ready) => ready,
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => {
                tracing::error!(%error, "no datagrams are answered any more");
                return;
            }
        };
        if events.iter().take(ready).any(|event| event.data.u64() == STOP.u64()) {
            return;
        }
        match batch.receive(socket) {
            Ok(()) => batch.answer(socket, responder),
            // Another thread was quicker.
            Err(Errno::EAGAIN | Errno::EINTR) => {}
            // On some systems an ICMP error about an earlier answer is reported here; it concerns that client alone.
            Err(_) => thread::sleep(FAULT),
        }
    }
}

/// What one thread works with.
struct Batch {
    headers: MultiHeaders<SockaddrStorage>,
    queries: Box<[[u8; MAX_QUERY]; AT_ONCE]>,
    /// Where the socket has all addresses, which was asked is told.
    homes: bool,
    /// Length, sender and what was asked of each query received.
    received: Vec<(usize, Option<SockaddrStorage>, Option<Home>)>,
    judged: Vec<(SocketAddr, Option<Home>, Answer)>,
    /// To whom what is to be sent.
    answers: Vec<(SocketAddr, Vec<u8>)>,
}

impl Batch {
    fn new(room: Option<Vec<u8>>) -> Self {
        Self {
            homes: room.is_some(),
            headers: headers(room),
            queries: Box::new([[0; MAX_QUERY]; AT_ONCE]),
            received: Vec::with_capacity(AT_ONCE),
            judged: Vec::with_capacity(AT_ONCE),
            answers: Vec::with_capacity(AT_ONCE),
        }
    }

    /// Takes what waits.
    fn receive(&mut self, socket: &UdpSocket) -> Result<(), Errno> {
        self.received.clear();
        let mut slices = self.queries.each_mut().map(|query| [IoSliceMut::new(query)]);
        let flags = MsgFlags::MSG_DONTWAIT;
        let received = recvmmsg(socket.as_raw_fd(), &mut self.headers, slices.iter_mut(), flags, None)?;
        let homes = self.homes;
        let home = |message: &_| if homes { Home::of(message) } else { None };
        self.received.extend(received.map(|message| (message.bytes, message.address, home(&message))));
        Ok(())
    }

    /// Answers all that was taken.
    fn answer(&mut self, socket: &UdpSocket, responder: &Responder) {
        let sitting = responder.sit();
        for ((len, client, home), query) in self.received.iter().zip(self.queries.iter()) {
            let (Some(client), Some(wire)) = (client.as_ref().and_then(address), query.get(..*len)) else { continue };
            self.judged.push((client, *home, sitting.judge(client.ip(), Transport::Udp, wire)));
        }
        drop(sitting);
        self.answers.clear();
        for (client, home, answer) in self.judged.drain(..) {
            match (responder.follow_up(client.ip(), Transport::Udp, answer), home) {
                (Response::Message(answer), Some(home)) => home.send(socket, &answer, client),
                (Response::Message(answer), None) => self.answers.push((client, answer)),
                (Response::Silence | Response::Stream(_), _) => {}
            }
        }
        // A client that is gone is no concern of ours, nor of the others'.
        match self.answers.as_slice() {
            [(client, answer)] => drop(socket.send_to(answer, client)),
            answers => send(socket, answers),
        }
    }
}

/// Sends answers with as few calls as the system needs.
fn send(socket: &UdpSocket, answers: &[(SocketAddr, Vec<u8>)]) {
    let clients: Vec<_> = answers.iter().map(|(client, _)| SocketAddrAny::from(*client)).collect();
    let slices: Vec<_> = answers.iter().map(|(_, answer)| [IoSlice::new(answer)]).collect();
    let mut control: Vec<_> = answers.iter().map(|_| SendAncillaryBuffer::default()).collect();
    let parts = clients.iter().zip(&slices).zip(&mut control);
    let mut messages: Vec<_> = parts.map(|((to, slice), none)| MMsgHdr::new_with_addr(to, slice, none)).collect();
    let mut rest = messages.as_mut_slice();
    while !rest.is_empty() {
        let done = match sendmmsg(socket, rest, SendFlags::empty()) {
            Ok(done) => done.max(1),
            Err(rustix::io::Errno::INTR) => 0,
            // The first of them is refused.
            Err(_) => 1,
        };
        rest = rest.get_mut(done..).unwrap_or_default();
    }
}

fn address(client: &SockaddrStorage) -> Option<SocketAddr> {
    let v4 = client.as_sockaddr_in().map(|v4| SocketAddr::from((v4.ip(), v4.port())));
    // With its scope: a link-local client is answered over the link that it asked from.
    v4.or_else(|| client.as_sockaddr_in6().map(|v6| std::net::SocketAddrV6::from(*v6).into()))
}
