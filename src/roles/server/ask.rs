//! Asking one primary once, outside any zone's session: what a probe and a transfer on request are made of.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::clock;
use super::net::{self, Datagrams, Route};
use crate::engine::dns::message::Message;
use crate::engine::dns::{Name, Serial};
use crate::engine::limits::TransferLimits;
use crate::engine::tsig::{self, Key};
use crate::engine::xfr::{
    Candidate, ChangeSink, Close, Failure, Flow, Kind, Outcome, Progress, Request, SoaQuery, TlsTrust, Transfer, Via,
};
use crate::product::cause::{Carrier, Setting};

/// Whom to ask about what.
#[derive(Clone, Debug)]
pub struct Target {
    /// The zone.
    pub apex: Name,
    /// The primary.
    pub route: Route,
    /// Signs what we ask and verifies what comes back.
    pub key: Option<Arc<Key>>,
    /// TLS: whom to believe. Nothing is asked in the clear then.
    pub tls: Option<TlsTrust>,
    /// Bounds of what is asked.
    pub limits: TransferLimits,
}

/// What came of a SOA query.
#[derive(Debug)]
pub struct SoaReport {
    /// The primary's version, or why we do not know it.
    pub outcome: Result<Candidate, Failure>,
    /// Whether anything came back at all.
    pub heard: bool,
    /// Where we asked from, once there was a socket.
    pub local: Option<SocketAddr>,
    /// When the primary says that it signed its answer, in seconds since 1970.
    pub signed_at_s: Option<u64>,
}

impl Target {
    /// What the causes of a failure are looked for with.
    #[must_use]
    pub fn setting(&self, local: Option<SocketAddr>, over: Carrier, other_works: Option<bool>) -> Setting<'_> {
        let local = local.map(|local| local.ip()).or(self.route.from).filter(|ip| !ip.is_unspecified());
        Setting { zone: self.apex.as_ref(), peer: self.route.to, local, key: self.key.as_deref(), over, other_works }
    }

    /// Opens a TCP connection and closes it again. Gives the local address.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn knock(&self) -> Result<SocketAddr, Close> {
        let within = Duration::from_millis(self.limits.connect_ms);
        let (_, _, local) =
            timeout(within, net::connect(self.route, None)).await.unwrap_or(Err(Close::ConnectTimeout))?;
        Ok(local)
    }

    /// The same with the handshake of TLS.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn shake_hands(&self) -> Result<SocketAddr, Close> {
        let (_, _, local) = self.connect().await?;
        Ok(local)
    }

    /// Asks for the SOA.
    pub async fn soa(&self, via: Via) -> SoaReport {
        let mut report = SoaReport::nothing();
        let asked = match via {
            Via::Udp => self.soa_by_datagram(&mut report).await,
            Via::Stream => self.soa_by_stream(&mut report).await,
        };
        if let Err(why) = asked {
            report.outcome = Err(why.failure());
        }
        report
    }

    /// Transfers the zone into `sink`. `on_progress` hears of the connection, with its
    /// local address, and then of every message.
    pub async fn transfer<S: ChangeSink>(
        &self,
        kind: Kind,
        have: Option<Serial>,
        sink: S,
        on_progress: impl FnMut(Progress, SocketAddr),
    ) -> (Outcome<S>, Progress) {
        self.transfer_heard(kind, have, sink, on_progress, |_| {}).await
    }

    /// The same; `on_message` hears every message as it came.
    pub async fn transfer_heard<S: ChangeSink>(
        &self,
        kind: Kind,
        have: Option<Serial>,
        sink: S,
        mut on_progress: impl FnMut(Progress, SocketAddr),
        mut on_message: impl FnMut(&[u8]),
    ) -> (Outcome<S>, Progress) {
        let id = match net::random_id() {
            Ok(id) => id,
            Err(why) => return (Outcome::Failed(why.failure()), Progress::default()),
        };
        let request = Request { apex: self.apex.clone(), kind, have, id, key: self.key.clone(), via: Via::Stream };
        let mut transfer = Transfer::new(request, self.limits, sink);
        let closed = self.converse(&mut transfer, &mut on_progress, &mut on_message).await;
        let progress = transfer.progress();
        (transfer.closed(closed), progress)
    }

    /// Ends with why the conversation did; [`Close::Aborted`] when we had enough.
    async fn converse<S: ChangeSink>(
        &self,
        transfer: &mut Transfer<S>,
        on_progress: &mut impl FnMut(Progress, SocketAddr),
        on_message: &mut impl FnMut(&[u8]),
    ) -> Close {
        let (mut reader, mut writer, local) = match self.connect().await {
            Ok(connected) => connected,
            Err(why) => return why,
        };
        on_progress(transfer.progress(), local);
        if let Err(why) = writer.ask(&transfer.request(clock::now())).await {
            return why;
        }
        loop {
            let left = Duration::from_millis(transfer.deadline_ms().saturating_sub(clock::mono_ms()));
            let wire = match timeout(left, reader.answer()).await {
                Ok(Ok(wire)) => wire,
                Ok(Err(why)) => return why,
                Err(_) => return Close::Timeout,
            };
            on_message(wire);
            let flow = transfer.message(clock::now(), wire);
            on_progress(transfer.progress(), local);
            if flow == Flow::Done {
                return Close::Aborted;
            }
        }
    }

    async fn connect(&self) -> Result<(net::MessageReader, net::MessageWriter, SocketAddr), Close> {
        let within = Duration::from_millis(self.limits.connect_ms);
        timeout(within, net::connect(self.route, self.tls.as_ref())).await.unwrap_or(Err(Close::ConnectTimeout))
    }

    async fn soa_by_datagram(&self, report: &mut SoaReport) -> Result<(), Close> {
        let mut query = SoaQuery::new(self.apex.clone(), Via::Udp, net::random_id()?, self.key.clone());
        let socket = Datagrams::open(self.route).await?;
        report.local = Some(socket.local());
        // Signed once: an answer to the first datagram must verify after a second was sent.
        let request = query.request(clock::now());
        for _ in 0..self.limits.datagrams {
            socket.send(&request).await?;
            let until = clock::instant(clock::mono_ms() + self.limits.datagram_ms);
            while let Ok(received) = tokio::time::timeout_at(until.into(), socket.receive()).await {
                let wire = received?;
                if report.take(&mut query, &wire) {
                    return Ok(());
                }
            }
        }
        Err(Close::Timeout)
    }

    async fn soa_by_stream(&self, report: &mut SoaReport) -> Result<(), Close> {
        let mut query = SoaQuery::new(self.apex.clone(), Via::Stream, net::random_id()?, self.key.clone());
        let (mut reader, mut writer, local) = self.connect().await?;
        report.local = Some(local);
        writer.ask(&query.request(clock::now())).await?;
        let within = Duration::from_millis(self.limits.idle_ms);
        let wire = timeout(within, reader.answer()).await.unwrap_or(Err(Close::Timeout))?;
        report.take(&mut query, wire);
        Ok(())
    }
}

impl SoaReport {
    /// Of a query that nobody answered.
    pub(super) fn nothing() -> Self {
        Self { outcome: Err(Close::Timeout.failure()), heard: false, local: None, signed_at_s: None }
    }

    /// Whether the message was an answer.
    fn take(&mut self, query: &mut SoaQuery, wire: &[u8]) -> bool {
        let Some(outcome) = query.answer(clock::now(), wire) else { return false };
        self.heard = true;
        self.signed_at_s = Message::parse(wire).ok().and_then(|message| tsig::signed_at(&message));
        self.outcome = outcome;
        true
    }
}
