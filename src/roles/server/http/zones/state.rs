//! From the driver's words to those of `/companion/v1/zones`.

use crate::engine::diag::english;
use crate::engine::dns::Name;
use crate::engine::xfr::{Objection, Waiting};
use crate::product::api::companion::{VERSION, texts};
use crate::product::api::zones::{Counts, Happened, Held, Moved, Running, ZoneEvent, ZoneState};
use crate::product::provider::model::Zone;
use crate::roles::server::clock;
use crate::roles::server::driver::{self, Control, Status};

/// How a zone stands; `object` is the provider's, when it has one.
pub(super) fn state(control: &Control, zone: &Name, object: Option<&Zone>) -> ZoneState {
    let status = control.status(zone.as_ref());
    let records = || control.snapshot(zone.as_ref()).map(|snapshot| snapshot.len() as u64);
    ZoneState {
        zone: zone.to_string(),
        id: object.map(|zone| zone.id.clone()),
        kind: object.map_or_else(|| "secondary".to_owned(), |zone| zone.kind.clone()),
        running: status.map(|status| Running { records: records(), ..running(&status) }),
    }
}

fn running(status: &Status) -> Running {
    Running {
        serial: status.serial.map(|s| s.0),
        records: None,
        confirmed: status.confirmed_at_s.map(clock::rfc3339_at),
        expires: status.expires_at_s.map(clock::rfc3339_at),
        expired: status.expired,
        busy: status.busy,
        next_check: clock::rfc3339_at(status.next_check_at_s),
        next_reason: status.next_reason.map(str::to_owned),
        progress: status.progress.map(|p| Moved { records: p.records, bytes: p.bytes, messages: p.messages }),
        failure: status.failures.first().map(failed),
        failures: status.failures.iter().map(failed).collect(),
        counts: counts(status.counts),
        held: status.waiting.as_ref().map(held),
    }
}

fn held(waiting: &Waiting) -> Held {
    let reason = |(code, args): &Objection| Happened {
        at: clock::rfc3339_at(waiting.since_s),
        code: code.name.to_owned(),
        message: english::message(code, args),
        args: texts(args),
        peer: None,
        transport: None,
    };
    Held {
        serial: waiting.snapshot.serial().unwrap_or_default().0,
        records: waiting.snapshot.len() as u64,
        since: clock::rfc3339_at(waiting.since_s),
        reasons: waiting.objections.iter().map(reason).collect(),
    }
}

fn counts(of: driver::Counts) -> Counts {
    let driver::Counts { current, versions, failed } = of;
    Counts { current, versions, failed }
}

fn failed(of: &driver::Failed) -> Happened {
    let driver::Failed { at_s, code, message, peer, transport } = of.clone();
    // Its values are not kept over a restart.
    let args = std::collections::BTreeMap::new();
    Happened { at: clock::rfc3339_at(at_s), code, message, args, peer, transport }
}

fn happened(event: &driver::ZoneEvent) -> Happened {
    let value = |name| event.args.get(name).map(ToString::to_string);
    Happened {
        at: clock::rfc3339_at(event.at_s),
        code: event.code.name.to_owned(),
        message: english::message(event.code, &event.args),
        args: texts(&event.args),
        peer: value("peer"),
        transport: value("transport"),
    }
}

/// One event of a stream.
pub(super) fn event(event: &driver::ZoneEvent) -> ZoneEvent {
    ZoneEvent {
        v: VERSION,
        seq: event.seq,
        kind: "event".to_owned(),
        zone: event.zone.to_string(),
        severity: Some(event.code.severity.word().to_owned()),
        happened: Some(happened(event)),
        status: None,
    }
}

/// The event a stream begins with.
pub(super) fn status(seq: u64, state: ZoneState) -> ZoneEvent {
    ZoneEvent {
        v: VERSION,
        seq,
        kind: "status".to_owned(),
        zone: state.zone.clone(),
        severity: None,
        happened: None,
        status: Some(state),
    }
}
