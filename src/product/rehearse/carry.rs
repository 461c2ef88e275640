//! The transfer that would carry one version to another, message by message, through the machines that run in the
//! server: [`crate::engine::answer`] makes it, [`crate::engine::xfr::Transfer`] takes it.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use super::primary::One;
use crate::engine::answer::{self, Access, Client, Response, Rule, Server, Transport, Zone};
use crate::engine::diag::Diagnostics;
use crate::engine::dns::message::{Message, Section};
use crate::engine::limits::{AnswerLimits, TransferLimits, TsigLimits, ZoneLimits};
use crate::engine::tsig::Key;
use crate::engine::xfr::{Close, Failure, Flow, Intake, IxfrLint, Kind, Now, Outcome, Request, Transfer, Via};
use crate::engine::zone::{Snapshot, Versions};

/// Nobody is behind the address; the rule that lets it transfer names it.
const SECONDARY: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 53));
/// Faults of an answer that are kept; the others are counted.
const FAULTS: usize = 1_000;
/// Time stands still on paper, and nothing is signed.
const NOW: Now = Now { mono_ms: 0, wall_s: 0 };

/// The messages with which a primary that came from `old` to `new` answers an IXFR request of a secondary that holds
/// `old`: differences, or the whole zone when that is less (RFC 1995 §4). Octets of each, without the length before it.
#[must_use]
pub fn increment(old: &Snapshot, new: &Snapshot) -> Vec<Vec<u8>> {
    let mut history = Versions::new(&ZoneLimits::default());
    history.push(old.clone());
    history.push(new.clone());
    answers(new, history, old, Kind::Ixfr)
}

/// The messages of an AXFR of `zone`.
#[must_use]
pub fn whole(zone: &Snapshot) -> Vec<Vec<u8>> {
    let mut history = Versions::new(&ZoneLimits::default());
    history.push(zone.clone());
    answers(zone, history, zone, Kind::Axfr)
}

/// What a secondary that holds `base` has after these messages, which answer its IXFR request.
///
/// # Errors
/// Why it would install nothing.
pub fn applied<'m>(base: &Snapshot, messages: impl IntoIterator<Item = &'m [u8]>) -> Result<Snapshot, Failure> {
    let mut messages = messages.into_iter().peekable();
    // The answer's ID is that of the request it belongs to, which is not at hand.
    let id = messages.peek().and_then(|first| first.first_chunk()).map_or(0, |id| u16::from_be_bytes(*id));
    let intake = Intake::new(base.apex().to_owned(), Some(base.clone()), TransferLimits::default());
    let mut transfer = Transfer::new(request(base, Kind::Ixfr, id), TransferLimits::default(), intake);
    let _ = transfer.request(NOW);
    for message in messages {
        if transfer.message(NOW, message) == Flow::Done {
            break;
        }
    }
    match transfer.closed(Close::Ended) {
        Outcome::Complete(_, intake) => Ok(intake.finish().snapshot),
        Outcome::Current(_) => Ok(base.clone()),
        Outcome::Failed(failure) => Err(failure),
    }
}

/// What is wrong with these messages as an answer to IXFR from `base`: all of it, where [`applied`] stops at the first.
/// What cannot be read as a message or a record is passed over; [`applied`] names it.
#[must_use]
pub fn faults<'m>(base: &Snapshot, messages: impl IntoIterator<Item = &'m [u8]>) -> Diagnostics {
    let mut lint = IxfrLint::new(base.apex().to_owned(), Some(base.clone()), FAULTS);
    let mut rdata = Vec::new();
    for message in messages.into_iter().filter_map(|octets| Message::parse(octets).ok()) {
        for record in message.records(Section::Answer) {
            rdata.clear();
            if record.rdata(&mut rdata).is_ok() {
                lint.record(record.owner(), record.rtype, record.ttl, &rdata);
            }
        }
    }
    lint.finish()
}

fn request(held: &Snapshot, kind: Kind, id: u16) -> Request {
    Request { apex: held.apex().to_owned(), kind, have: held.serial(), id, key: None, via: Via::Stream }
}

fn answers(serves: &Snapshot, history: Versions, held: &Snapshot, kind: Kind) -> Vec<Vec<u8>> {
    let mut transfer = Transfer::new(
        request(held, kind, 0),
        TransferLimits::default(),
        Intake::new(held.apex().to_owned(), None, TransferLimits::default()),
    );
    let asked = transfer.request(NOW);
    let access = Access { transfer: vec![Rule::host(SECONDARY)], ..Access::default() };
    let zone = Zone { content: Some(serves.clone()), history: Arc::new(history), access: Arc::new(access) };
    let zones = One { apex: serves.apex(), zone: Some(zone) };
    let (keys, limits, tsig): (Vec<Key>, _, _) = (Vec::new(), AnswerLimits::default(), TsigLimits::default());
    let server = Server { zones: &zones, keys: &keys, limits: &limits, tsig: &tsig };
    let client = Client { address: SECONDARY, transport: Transport::Tcp };
    match answer::respond(server, client, &asked, NOW.wall_s).response {
        Response::Silence => Vec::new(),
        Response::Message(message) => vec![message],
        Response::Stream(mut stream) => std::iter::from_fn(|| stream.next(NOW.wall_s)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::check;
    use crate::engine::zone::Change;
    use crate::engine::zonefile::Sources;

    fn zone(serial: u32, records: u32) -> Snapshot {
        let mut text = format!(
            "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 h {serial} 7200 3600 1209600 60\n@ NS ns1\nns1 A 192.0.2.1\n"
        );
        for n in 0..records {
            text.push_str(&format!("h{n} A 192.0.2.2\n"));
        }
        let missing = &mut |_: &_, _: &mut _| Err(crate::engine::zonefile::Refusal::Missing(String::new()));
        check::text(Sources::new("zone", text.into_bytes()), check::Options::default(), missing).snapshot.unwrap()
    }

    fn same(one: &Snapshot, other: &Snapshot) -> bool {
        one.serial() == other.serial() && Change::between(one, other).is_some_and(|change| change.is_empty())
    }

    #[test]
    fn what_an_increment_carries_is_the_new_version() {
        let (old, new) = (zone(1, 2_000), zone(2, 2_100));
        let (increment, whole) = (increment(&old, &new), whole(&new));
        let octets = |messages: &[Vec<u8>]| messages.iter().map(Vec::len).sum::<usize>();
        assert!(octets(&increment) * 5 < octets(&whole));
        assert!(same(&applied(&old, increment.iter().map(Vec::as_slice)).unwrap(), &new));
    }

    #[test]
    fn an_answer_to_another_base_has_its_faults_named() {
        let (old, new) = (zone(1, 20), zone(2, 19));
        let messages = increment(&old, &new);
        let codes = |base: &Snapshot| {
            let found = faults(base, messages.iter().map(Vec::as_slice));
            found.kept().iter().map(|d| d.code.name).collect::<std::collections::BTreeSet<_>>()
        };
        assert!(codes(&old).is_empty());
        assert_eq!(codes(&zone(1, 15)), ["ixfr-delete-missing"].into());
    }

    #[test]
    fn what_is_cut_or_older_changes_nothing() {
        let (old, new) = (zone(1, 2), zone(2, 4_000));
        let messages = increment(&old, &new);
        assert!(messages.len() > 1);
        let cut = messages.iter().take(messages.len() - 1).map(Vec::as_slice);
        assert_eq!(applied(&old, cut).unwrap_err().code.name, "xfr-cut");
        let back = increment(&new, &old);
        assert!(same(&applied(&new, back.iter().map(Vec::as_slice)).unwrap(), &new));
        assert!(applied(&old, []).is_err());
    }
}
