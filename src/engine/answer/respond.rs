//! From one message to what is sent back.

use std::sync::Arc;

use super::edns::Reason;
use super::notify::{self, Notified};
use super::rate::Kind;
use super::reply::{Reply, Terms};
use super::stream::{Beginning, ZoneStream};
use super::{Access, Client, codes, increment, lookup};
use crate::engine::diag::{Args, Code};
use crate::engine::dns::message::{HEADER_LEN, Header, Message, Question, Section};
use crate::engine::dns::wire::Reader;
use crate::engine::dns::{Class, NameRef, Opcode, Rcode, RecordType, Serial};
use crate::engine::limits::{AnswerLimits, TsigLimits};
use crate::engine::tsig::{self, Keyring, ServerSequence};
use crate::engine::zone::{Snapshot, Soa, Versions};

/// One zone, as a server holds it at this moment.
#[derive(Clone, Debug)]
pub struct Zone {
    /// The version served; none before the first transfer and after expiry.
    pub content: Option<Snapshot>,
    /// How it came about, for incremental transfers; its latest version is the one served, or nothing is in it.
    pub history: Arc<Versions>,
    /// Who may ask for its records, who may transfer it, and whose NOTIFY counts.
    pub access: Arc<Access>,
}

/// The zones of a server.
pub trait Zones {
    /// The zone with exactly this apex.
    fn zone(&self, apex: NameRef<'_>) -> Option<Zone>;

    /// The closest zone at or above `name`, and its name.
    fn enclosing<'n>(&self, name: NameRef<'n>) -> Option<(NameRef<'n>, Zone)> {
        std::iter::successors(Some(name), |n| n.parent()).find_map(|apex| Some((apex, self.zone(apex)?)))
    }

    /// When its content expires or did, in seconds since 1970; none when it never had any, or does not expire.
    fn expires_s(&self, _apex: NameRef<'_>) -> Option<u64> {
        None
    }
}

/// What a server answers from.
#[derive(Clone, Copy)]
pub struct Server<'a> {
    /// Its zones.
    pub zones: &'a dyn Zones,
    /// The keys it knows.
    pub keys: &'a dyn Keyring,
    /// Sizes of its answers.
    pub limits: &'a AnswerLimits,
    /// How strictly signatures are judged.
    pub tsig: &'a TsigLimits,
}

/// What to send back.
#[derive(Debug)]
pub enum Response {
    /// Nothing: it was no request, or not even a header.
    Silence,
    /// One message.
    Message(Vec<u8>),
    /// Many messages, made one at a time.
    Stream(Box<ZoneStream>),
}

/// What a message led to.
#[derive(Debug)]
pub struct Answer {
    /// What to send back.
    pub response: Response,
    /// A NOTIFY to pass on to the zone's secondary.
    pub notified: Option<Notified>,
    /// For the log: transfers granted, and what was refused.
    pub event: Option<(&'static Code, Args)>,
    /// What one message that answers is, for a limiter; none when such are not limited.
    pub kind: Option<Kind>,
}

impl Answer {
    const SILENCE: Self = Self { response: Response::Silence, notified: None, event: None, kind: None };

    fn message(octets: Vec<u8>) -> Self {
        Self { response: Response::Message(octets), ..Self::SILENCE }
    }

    fn reply(reply: Reply<'_>, signatures: Option<ServerSequence>, now_s: u64) -> Self {
        // Whose signature holds is who it says, and no victim.
        let kind = Some(reply.kind()).filter(|_| signatures.is_none());
        Self { kind, ..Self::message(reply.finish(signatures, now_s)) }
    }

    fn with_event(self, code: &'static Code, args: Args) -> Self {
        Self { event: Some((code, args)), ..self }
    }
}

/// One request, read and verified.
pub(super) struct Asked<'a> {
    pub(super) message: &'a Message<'a>,
    pub(super) question: Question,
    pub(super) client: Client,
    pub(super) signatures: Option<ServerSequence>,
}

impl Asked<'_> {
    pub(super) fn key(&self) -> Option<NameRef<'_>> {
        self.signatures.as_ref().map(|s| s.key().name.as_ref())
    }

    fn about(&self) -> Args {
        let key = self.key().map_or_else(String::new, |k| k.without_dot());
        Args::new()
            .with("zone", self.question.name().without_dot())
            .with("type", self.question.rtype.to_string())
            .with("client", self.client.address.to_string())
            .with("key", key)
    }
}

/// Answers one message that came in from `client`. `now_s` is the wall clock, for TSIG.
#[must_use]
pub fn respond(server: Server<'_>, client: Client, wire: &[u8], now_s: u64) -> Answer {
    let Some(Ok(header)) = wire.get(..HEADER_LEN).map(|front| Header::read(&mut Reader::new(front))) else {
        return Answer::SILENCE;
    };
    // Two servers that answer each other's responses would never stop.
    if header.qr {
        return Answer::SILENCE;
    }
    let Ok(message) = Message::parse(wire) else {
        let terms = Terms::new(header, client.transport, server.limits);
        return Answer::reply(terms.reply(Rcode::FORMERR), None, now_s);
    };
    let terms = Terms::of(&message, client.transport, server.limits);
    let signatures = match tsig::check_request(&message, server.keys, now_s, server.tsig) {
        Ok(signatures) => signatures,
        Err(rejection) => {
            let (code, args) = (rejection.fault().code(), rejection.fault().args());
            let mut octets = terms.reply(rejection.rcode()).finish(None, now_s);
            rejection.sign(&mut octets, now_s);
            let answer = Answer { kind: Some(Kind::Error), ..Answer::message(octets) };
            return answer.with_event(code, args.with("client", client.address.to_string()));
        }
    };
    let terms = terms.signed(signatures.as_ref());
    let refuse = |rcode, signatures| Answer::reply(terms.reply(rcode), signatures, now_s);
    // RFC 6891 §6.1.3: there is one version yet.
    if message.opt().is_some_and(|opt| opt.version > 0) {
        return refuse(Rcode::BADVERS, signatures);
    }
    if header.opcode != Opcode::QUERY && header.opcode != Opcode::NOTIFY {
        return Answer::reply(terms.reply(Rcode::NOTIMP).because(Reason::NotSupported), signatures, now_s);
    }
    // RFC 9619: one question, no more and no less.
    let mut questions = message.questions();
    let (Some(question), None) = (questions.next(), questions.next()) else {
        return refuse(Rcode::FORMERR, signatures);
    };
    if question.class != Class::IN {
        return refuse(Rcode::REFUSED, signatures);
    }
    let asked = Asked { message: &message, question, client, signatures };
    if header.opcode == Opcode::NOTIFY {
        return answer_notify(server, asked, &terms, now_s);
    }
    match asked.question.rtype {
        RecordType::AXFR | RecordType::IXFR => transfer(server, asked, &terms, now_s),
        // RFC 6895 §3.1: other meta types ask for services that are not offered.
        rtype if rtype.is_meta() && rtype != RecordType::ANY => {
            Answer::reply(terms.reply(Rcode::NOTIMP).because(Reason::NotSupported), asked.signatures, now_s)
        }
        _ => {
            let may = |access: &Access| access.may_query(asked.client, asked.key());
            let reply = lookup::answer(server, &asked.question, may, &terms, now_s);
            Answer::reply(reply, asked.signatures, now_s)
        }
    }
}

fn answer_notify(server: Server<'_>, asked: Asked<'_>, terms: &Terms, now_s: u64) -> Answer {
    let (rcode, notified) = notify::judge(server.zones, &asked);
    let refused = (rcode == Rcode::REFUSED).then(|| (&codes::ANSWER_NOTIFY_REFUSED, asked.about()));
    // RFC 1996 §4.7: the response repeats the request's question and is authoritative.
    let octets = terms.reply(rcode).authoritative(rcode == Rcode::NOERROR).finish(asked.signatures, now_s);
    Answer { notified, event: refused, ..Answer::message(octets) }
}

fn transfer(server: Server<'_>, asked: Asked<'_>, terms: &Terms, now_s: u64) -> Answer {
    let about = asked.about();
    let fail = |rcode, signatures| Answer::reply(terms.reply(rcode), signatures, now_s);
    let lack = |rcode, reason, signatures| Answer::reply(terms.reply(rcode).because(reason), signatures, now_s);
    let apex = asked.question.name();
    // RFC 5936 §2.2.1: a server that is not authoritative for the zone says NOTAUTH.
    let Some(zone) = server.zones.zone(apex) else {
        return lack(Rcode::NOTAUTH, Reason::NotAuthoritative, asked.signatures);
    };
    // Refused before anything is said about the content, and before it counts anywhere.
    if !zone.access.may_transfer(asked.client, asked.key()) {
        let refused = lack(Rcode::REFUSED, Reason::Prohibited, asked.signatures);
        return refused.with_event(&codes::ANSWER_TRANSFER_REFUSED, about);
    }
    let expires_s = server.zones.expires_s(apex);
    let left_s = lookup::left_s(expires_s, now_s);
    let Some((content, serial)) = zone.content.clone().and_then(|c| c.serial().map(|serial| (c, serial))) else {
        return lack(Rcode::SERVFAIL, lookup::lacking(expires_s), asked.signatures);
    };
    let mut changes = None;
    let datagram = !asked.client.transport.is_stream();
    if asked.question.rtype == RecordType::AXFR {
        // RFC 5936 §4.2: AXFR over UDP is not defined.
        if datagram {
            return fail(Rcode::FORMERR, asked.signatures);
        }
    } else {
        // RFC 1995 §3: the client's SOA stands in the authority section.
        let Some(theirs) = client_serial(asked.message, apex) else { return fail(Rcode::FORMERR, asked.signatures) };
        // RFC 1995 §2: nothing newer: the SOA alone.
        if !theirs.is_before(serial) {
            return Answer::reply(only_soa(terms, &content, left_s), asked.signatures, now_s);
        }
        let current = zone.history.latest().is_some_and(|latest| latest.same(&content));
        changes = increment::since(&zone.history, theirs).filter(|_| current);
        // A zone is too much for a datagram.
        if datagram && changes.is_none() {
            return Answer::reply(only_soa(terms, &content, left_s), asked.signatures, now_s);
        }
    }
    let about = about.with("serial", serial.0);
    let how = if changes.is_some() { &codes::ANSWER_CHANGES } else { &codes::ANSWER_TRANSFER };
    let mut begun = terms.reply(Rcode::NOERROR).authoritative(true);
    // RFC 7314 §3.2: a transfer says it in its first message.
    begun.expire(left_s);
    let (header, room) = (begun.header(), terms.room());
    let edns = asked.message.opt().map(|_| begun.into_options());
    let (question, signatures) = (asked.question, asked.signatures);
    // RFC 1995 §4: a whole zone is a proper answer to IXFR too.
    let stream =
        ZoneStream::new(content.clone(), changes, Beginning { header, question, edns, signatures }, server.limits);
    if !datagram {
        let response = Response::Stream(Box::new(stream));
        return Answer { response, ..Answer::SILENCE }.with_event(how, about);
    }
    match stream.datagram(room, now_s) {
        Ok(octets) => Answer { kind: Some(Kind::Records), ..Answer::message(octets) }.with_event(how, about),
        // RFC 1995 §2: no room in a datagram: the SOA alone, and the client comes over TCP.
        Err(signatures) => Answer::reply(only_soa(terms, &content, left_s), signatures, now_s),
    }
}

fn only_soa<'t>(terms: &'t Terms, content: &Snapshot, left_s: Option<u32>) -> Reply<'t> {
    let mut only = terms.reply(Rcode::NOERROR).authoritative(true);
    only.expire(left_s);
    only.rrset(Section::Answer, content.get(content.apex(), RecordType::SOA));
    only
}

fn client_serial(message: &Message<'_>, apex: NameRef<'_>) -> Option<Serial> {
    let mut rdata = Vec::new();
    let soa = message.records(Section::Authority).find(|r| r.rtype == RecordType::SOA && r.owner() == apex)?;
    soa.rdata(&mut rdata).ok()?;
    Soa::parse(&rdata).map(|soa| soa.serial)
}
