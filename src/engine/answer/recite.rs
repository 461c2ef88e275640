//! Answers put together by hand, framed and signed like any other: what a primary that is broken, or speaks a dialect,
//! says. Rehearsals and tests recite; a server never does.

use super::{Answer, Client, Response, Server, respond};
use crate::engine::dns::message::{Full, Header, Message, MessageBuilder, Question, Section};
use crate::engine::dns::{Class, Rcode};
use crate::engine::tsig;
use crate::engine::zone::Record;

/// What to say.
#[derive(Clone, Debug)]
pub struct Recital {
    /// The response code of every message.
    pub rcode: Rcode,
    /// Whether the messages call themselves authoritative.
    pub authoritative: bool,
    /// Whether they are signed when the request is.
    pub signed: bool,
    /// The answer section, over as many messages as it takes.
    pub records: Vec<Record>,
    /// Records a message at most; none: as many as fit.
    pub per_message: Option<usize>,
}

impl Recital {
    /// These records, as a primary in order would frame them.
    #[must_use]
    pub const fn records(records: Vec<Record>) -> Self {
        Self { rcode: Rcode::NOERROR, authoritative: true, signed: true, records, per_message: None }
    }

    /// The response code of this mnemonic and nothing else; none when there is no such code.
    #[must_use]
    pub fn code(mnemonic: &str) -> Option<Self> {
        let rcode = Rcode::from_mnemonic(mnemonic)?;
        Some(Self { rcode, authoritative: false, ..Self::records(Vec::new()) })
    }
}

/// The messages of `recital` in answer to `wire`. A request that cannot be read or whose signature does not hold gets
/// what [`respond`] says to it.
#[must_use]
pub fn recite(server: Server<'_>, client: Client, wire: &[u8], recital: &Recital, now_s: u64) -> Vec<Vec<u8>> {
    let honest = || match respond(server, client, wire, now_s) {
        Answer { response: Response::Message(octets), .. } => vec![octets],
        _ => Vec::new(),
    };
    let Ok(message) = Message::parse(wire) else { return honest() };
    let Some(question) = message.questions().next() else { return honest() };
    let Ok(mut signatures) = tsig::check_request(&message, server.keys, now_s, server.tsig) else { return honest() };
    let header = Header { aa: recital.authoritative, ..message.header().response(recital.rcode) };
    let room = signatures.as_ref().map_or(0, |s| s.key().record_len());
    let max_len = server.limits.transfer_message.saturating_sub(room);
    let mut messages = framed(header, &question, recital, max_len);
    if let Some(signatures) = signatures.as_mut().filter(|_| recital.signed) {
        messages.iter_mut().for_each(|message| signatures.sign(message, now_s));
    }
    messages
}

/// The records in messages of at most `max_len` octets; one that fits into none is left out.
fn framed(header: Header, question: &Question, recital: &Recital, max_len: usize) -> Vec<Vec<u8>> {
    let begun = |first: bool| {
        let mut builder = MessageBuilder::new(header, max_len);
        // RFC 5936 §2.2.2: the first message repeats the question. A question fits into any message.
        if first && builder.repeat(question).is_err() {
            builder = MessageBuilder::new(header, max_len);
        }
        builder
    };
    let most = recital.per_message.unwrap_or(usize::MAX).max(1);
    let (mut messages, mut builder, mut inside) = (Vec::new(), begun(true), 0);
    for record in &recital.records {
        if inside >= most || (put(&mut builder, record).is_err() && inside > 0) {
            messages.push(std::mem::replace(&mut builder, begun(false)).finish());
            inside = 0;
            if put(&mut builder, record).is_err() {
                continue;
            }
        }
        inside += 1;
    }
    messages.push(builder.finish());
    messages
}

fn put(builder: &mut MessageBuilder, record: &Record) -> Result<(), Full> {
    builder.record(Section::Answer, record.owner.as_ref(), record.rtype, Class::IN, record.ttl, &record.rdata)
}
