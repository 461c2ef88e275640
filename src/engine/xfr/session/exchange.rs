//! The one exchange of a session: a SOA query or a transfer, with the link it runs over.

use std::fmt;

use super::{Connect, LinkId, Peer};
use crate::engine::answer::Transport;
use crate::engine::diag::{Args, Code};
use crate::engine::dns::{Name, NameRef, Rcode, RecordType, Serial};
use crate::engine::limits::TransferLimits;
use crate::engine::work::Workers;
use crate::engine::xfr::{
    Arrived, Close, Failure, Flow, Intake, Kind, Now, Outcome, PeerId, Progress, Request, SoaOutcome, SoaQuery, Tap,
    Transfer, Via, ZonemdPolicy, codes,
};
use crate::engine::zone::Snapshot;

/// What the machine asked for.
pub(super) enum Want {
    Soa(Via),
    /// With the serial to ask from and the version that has it, where changes are wanted.
    Transfer(Kind, Option<Serial>, Option<Snapshot>),
}

/// What a message meant for the link.
pub(super) enum Heard {
    /// Not ours; the wait goes on as it was.
    Nothing,
    /// Go on.
    More,
    /// The exchange is over.
    End,
}

/// How an exchange ended.
pub(super) enum Ended {
    Soa(PeerId, SoaOutcome),
    /// RFC 6891 §7: it answered so because of EDNS; to be asked again without.
    WithoutEdns(PeerId, Via, Rcode),
    Transfer(PeerId, Box<Outcome<Intake>>, Vec<(&'static Code, Args)>),
}

impl Ended {
    /// Whether the connection is where it was before: nothing more can come over it.
    pub(super) fn is_well(&self) -> bool {
        match self {
            Self::Soa(_, outcome) => matches!(outcome, SoaOutcome::Serial { .. }),
            Self::WithoutEdns(..) => true,
            Self::Transfer(_, outcome, _) => !matches!(**outcome, Outcome::Failed(_)),
        }
    }
}

/// What a new exchange is given.
pub(super) struct Start {
    pub(super) link: LinkId,
    pub(super) apex: Name,
    /// The message's ID.
    pub(super) id: u16,
    /// Whether the peer is thought to understand EDNS.
    pub(super) edns: bool,
}

enum Talk {
    Soa(Box<SoaQuery>, Option<SoaOutcome>),
    Transfer(Box<Transfer<Intake>>),
}

/// One exchange under way.
pub(super) struct Active {
    link: LinkId,
    peer: PeerId,
    via: Via,
    talk: Talk,
    connected: bool,
    /// It waits for its turn.
    queued: bool,
    edns: bool,
    deadline_ms: u64,
    wait_ms: u64,
    datagrams_left: u32,
    /// The datagram sent, to be sent again as it was.
    datagram: Vec<u8>,
}

impl Active {
    pub(super) fn new(start: Start, peer: &Peer, want: Want, limits: &TransferLimits, now: Now) -> Self {
        let Start { link, apex, id, edns } = start;
        let key = peer.key.clone();
        let (talk, via) = match want {
            Want::Soa(via) => {
                let query = SoaQuery::new(apex, via, id, key);
                (Talk::Soa(Box::new(if edns { query.with_expire() } else { query }), None), via)
            }
            Want::Transfer(kind, have, held) => {
                let sink = Intake::new(apex.clone(), held, *limits);
                let request = Request { apex, kind, have, id, key, via: Via::Stream };
                (Talk::Transfer(Box::new(Transfer::new(request, *limits, sink))), Via::Stream)
            }
        };
        let (wait_ms, datagrams_left) = match via {
            Via::Udp => (limits.datagram_ms, limits.datagrams.saturating_sub(1)),
            Via::Stream => (limits.idle_ms, 0),
        };
        let deadline_ms = now.mono_ms.saturating_add(limits.connect_ms);
        Self {
            link,
            peer: peer.id,
            via,
            talk,
            connected: false,
            queued: false,
            edns,
            deadline_ms,
            wait_ms,
            datagrams_left,
            datagram: Vec::new(),
        }
    }

    pub(super) const fn link(&self) -> LinkId {
        self.link
    }

    /// Gives a transfer's records to a tap, too.
    pub(super) fn tap(&mut self, tap: impl FnOnce() -> Box<dyn Tap>) {
        if let Talk::Transfer(transfer) = &mut self.talk {
            transfer.sink_mut().tap(tap());
        }
    }

    /// What it means that nothing came until the deadline.
    pub(super) const fn silence(&self) -> Close {
        match (self.connected, self.queued) {
            (true, _) => Close::Timeout,
            (false, true) => Close::Queued,
            (false, false) => Close::ConnectTimeout,
        }
    }

    /// The link waits for its turn, or its turn has come: only then does the primary's time begin.
    pub(super) fn turn(&mut self, now: Now, queued: bool, limits: &TransferLimits) {
        self.queued = queued;
        let wait_ms = if queued { limits.queue_ms } else { limits.connect_ms };
        self.deadline_ms = now.mono_ms.saturating_add(wait_ms);
    }

    /// When the other side has been silent for too long.
    pub(super) fn deadline_ms(&self) -> u64 {
        match &self.talk {
            Talk::Transfer(transfer) if self.connected => transfer.deadline_ms(),
            Talk::Transfer(_) | Talk::Soa(..) => self.deadline_ms,
        }
    }

    pub(super) fn connect(&self, peer: &Peer) -> Connect {
        let transport = if self.via == Via::Udp { Transport::Udp } else { peer.transport };
        let tls = peer.tls.clone().filter(|_| transport == Transport::Tls);
        Connect { link: self.link, address: peer.address, transport, source: peer.source, tls }
    }

    /// The link stands: the message to send.
    pub(super) fn request(&mut self, now: Now) -> Vec<u8> {
        self.connected = true;
        self.deadline_ms = now.mono_ms.saturating_add(self.wait_ms);
        let request = match &mut self.talk {
            Talk::Soa(query, _) => query.request(now),
            Talk::Transfer(transfer) => transfer.request(now),
        };
        if self.via == Via::Udp {
            self.datagram.clone_from(&request);
        }
        request
    }

    /// After silence: the datagram to send again, while there are some left.
    pub(super) fn again(&mut self, now: Now) -> Option<Vec<u8>> {
        if !self.connected {
            return None;
        }
        self.datagrams_left = self.datagrams_left.checked_sub(1)?;
        self.deadline_ms = now.mono_ms.saturating_add(self.wait_ms);
        Some(self.datagram.clone())
    }

    pub(super) fn message(&mut self, now: Now, wire: &[u8]) -> Heard {
        match &mut self.talk {
            Talk::Soa(query, outcome) => match query.answer(now, wire) {
                None => Heard::Nothing,
                Some(answer) => {
                    *outcome = Some(match answer {
                        Ok(candidate) => SoaOutcome::Serial { serial: candidate.serial, expire_s: query.expire_s() },
                        Err(failure) => SoaOutcome::Failed(failure),
                    });
                    Heard::End
                }
            },
            Talk::Transfer(transfer) => match transfer.message(now, wire) {
                Flow::More => Heard::More,
                Flow::Done => Heard::End,
            },
        }
    }

    pub(super) fn end(self, why: Close) -> Ended {
        match self.talk {
            Talk::Soa(_, Some(SoaOutcome::Failed(Failure { rcode: Some(rcode), .. })))
                if self.edns && matches!(rcode, Rcode::FORMERR | Rcode::NOTIMP | Rcode::BADVERS) =>
            {
                Ended::WithoutEdns(self.peer, self.via, rcode)
            }
            Talk::Soa(_, outcome) => {
                Ended::Soa(self.peer, outcome.unwrap_or_else(|| SoaOutcome::Failed(why.failure())))
            }
            Talk::Transfer(transfer) => {
                let remarks = transfer.remarks();
                Ended::Transfer(self.peer, Box::new(transfer.closed(why)), remarks)
            }
        }
    }

    pub(super) fn progress(&self) -> Option<Progress> {
        match &self.talk {
            Talk::Soa(..) => None,
            Talk::Transfer(transfer) => Some(transfer.progress()),
        }
    }
}

impl fmt::Debug for Active {
    /// Not the records: there may be millions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Active({:?} with {:?} over {:?})", self.link, self.peer, self.via)
    }
}

/// Makes the version of what a transfer brought. Sorting happens here, once, after the last record.
pub(super) fn build(
    apex: NameRef<'_>,
    outcome: Outcome<Intake>,
    zonemd: ZonemdPolicy,
    workers: &dyn Workers,
    remarks: &mut Vec<(&'static Code, Args)>,
) -> (Outcome, Option<Snapshot>) {
    match outcome {
        Outcome::Complete(candidate, intake) => {
            let Arrived { snapshot, redundant } = intake.finish_with(workers);
            if redundant > 0 {
                remarks.push((&codes::XFR_REDUNDANT, Args::new().with("count", redundant)));
            }
            // RFC 1034 §4.2.1: a zone without NS records at its apex cannot be delegated to. Some servers send one for
            // a zone that they failed to load; it must not take the place of a version that works.
            if snapshot.get(apex, RecordType::NS).is_none() {
                let args = Args::new().with("serial", candidate.serial.0).with("records", snapshot.len());
                return (Outcome::Failed(Failure::new(&codes::XFR_NO_NS, args)), None);
            }
            match zonemd.judge(&snapshot, remarks) {
                Some(failure) => (Outcome::Failed(failure), None),
                None => (Outcome::Complete(candidate, ()), Some(snapshot)),
            }
        }
        Outcome::Current(serial) => (Outcome::Current(serial), None),
        Outcome::Failed(failure) => (Outcome::Failed(failure), None),
    }
}
