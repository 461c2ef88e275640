//! A primary on paper: it answers through [`crate::engine::answer`], as our own server does, unless a fault makes it say
//! something else.

use std::net::IpAddr;
use std::sync::Arc;

use super::deviation::{Held, recital};
use super::faults::{Weather, shifted};
use super::{PrimarySetting, What, settings};
use crate::engine::answer::{self, Access, Client, Response, Rule, Server, Zone, Zones};
use crate::engine::diag::{Args, Code};
use crate::engine::dns::message::Message;
use crate::engine::dns::{NameRef, RecordType};
use crate::engine::limits::{AnswerLimits, TsigLimits, ZoneLimits};
use crate::engine::tsig::{Algorithm, Key, Secret};
use crate::engine::zone::{Snapshot, Versions};

/// One primary.
#[derive(Debug)]
pub(super) struct Primary {
    pub(super) name: String,
    pub(super) key: Option<Key>,
    /// What it serves; none before its first version.
    pub(super) content: Option<Snapshot>,
    history: Versions,
}

/// What it says to a message.
pub(super) struct Said {
    pub(super) messages: Vec<Vec<u8>>,
    /// What its log has.
    pub(super) event: Option<(&'static Code, Args)>,
}

/// The one zone that a primary, or the secondary, serves.
pub(super) struct One<'a> {
    pub(super) apex: NameRef<'a>,
    pub(super) zone: Option<Zone>,
}

impl Zones for One<'_> {
    fn zone(&self, apex: NameRef<'_>) -> Option<Zone> {
        self.zone.clone().filter(|_| apex == self.apex)
    }
}

impl Primary {
    pub(super) fn new(setting: &PrimarySetting) -> Self {
        let limits = ZoneLimits { versions: setting.keeps, ..ZoneLimits::default() };
        let (name, key) = (setting.name.clone(), setting.key.as_deref().and_then(settings::key));
        Self { name, key, content: None, history: Versions::new(&limits) }
    }

    pub(super) fn publish(&mut self, content: Snapshot) {
        self.history.push(content.clone());
        self.content = Some(content);
    }

    /// Answers one message. `wall_s` is the true time; the primary's clock may be off.
    pub(super) fn answer(
        &self,
        apex: NameRef<'_>,
        weather: &Weather<'_>,
        client: Client,
        octets: &[u8],
        wall_s: u64,
    ) -> Said {
        let zone = Zone {
            content: self.content.clone().filter(|_| !weather.has(What::NotLoaded)),
            history: Arc::new(self.history.clone()),
            access: Arc::new(self.access(client.address, weather)),
        };
        let zones = One { apex, zone: Some(zone).filter(|_| !weather.has(What::ZoneAbsent)) };
        let (keys, now_s) = (self.keys(weather), shifted(wall_s, weather.off_s(What::PrimaryClock)));
        let (limits, tsig) = (AnswerLimits::default(), TsigLimits::default());
        let server = Server { zones: &zones, keys: &keys, limits: &limits, tsig: &tsig };
        let honest = answer::respond(server, client, octets, now_s);
        let granted = matches!(honest.response, Response::Stream(_));
        if let (Some(content), Ok(request)) = (&self.content, Message::parse(octets)) {
            let held = Held { content, history: &self.history };
            if let Some(recital) = recital(weather, &request, granted, &held) {
                return Said { messages: answer::recite(server, client, octets, &recital, now_s), event: None };
            }
        }
        let mut messages = Vec::new();
        match honest.response {
            Response::Silence => {}
            Response::Message(message) => messages.push(message),
            Response::Stream(mut stream) => messages.extend(std::iter::from_fn(|| stream.next(now_s))),
        }
        Said { messages, event: honest.event }
    }

    fn keys(&self, weather: &Weather<'_>) -> Vec<Key> {
        let Some(key) = self.key.clone().filter(|_| !weather.has(What::KeyUnknown)) else { return Vec::new() };
        if weather.has(What::WrongSecret) {
            return vec![Key { secret: Secret::new(b"another secret of the same name".to_vec()), ..key }];
        }
        if weather.has(What::WrongAlgorithm) {
            let algorithm = Algorithm::OFFERED.into_iter().find(|other| *other != key.algorithm);
            return vec![Key { algorithm: algorithm.unwrap_or(Algorithm::Sha1), ..key }];
        }
        vec![key]
    }

    /// The secondary may transfer, with the key where there is one.
    fn access(&self, secondary: IpAddr, weather: &Weather<'_>) -> Access {
        let rule = match &self.key {
            Some(key) => Rule::host(secondary).with_key(key.name.clone()),
            None => Rule::host(secondary),
        };
        let transfer = if weather.has(What::TransferRefused) { Vec::new() } else { vec![rule] };
        Access { transfer, notify: Vec::new(), ..Access::default() }
    }
}

/// The type that a message asks for; none when it cannot be read.
pub(super) fn asked(octets: &[u8]) -> Option<RecordType> {
    Message::parse(octets).ok()?.questions().next().map(|question| question.rtype)
}
