//! NOTIFY on its way from a primary to the secondary and back (RFC 1996): sent until it is answered, then no more.

use super::settings;
use super::world::{Happening, World};
use super::{Actor, Scenario, What, codes};
use crate::engine::answer::{self, Access, Client, Response, Rule, Server, Transport};
use crate::engine::diag::Args;
use crate::engine::dns::message::{Header, Message, MessageBuilder, Section};
use crate::engine::dns::{Class, NameRef, Opcode, RecordType, Serial};
use crate::engine::limits::{AnswerLimits, TsigLimits};
use crate::engine::tsig::{self, Key};
use crate::engine::xfr::SessionInput;
use crate::engine::zone::Record;

use super::content::{soa, with_serial};
use super::primary::One;

/// RFC 1996 §3.6: a minute between two, five times again.
const AGAIN_MS: u64 = 60_000;
const ATTEMPTS: u32 = 6;

/// What a primary knows of its last NOTIFY.
#[derive(Debug, Default)]
pub(super) struct Notice {
    /// Which of its NOTIFYs is the last; older ones are no longer sent.
    round: u32,
    answered: bool,
}

/// Whom the secondary listens to: its primaries' addresses, as the server does.
pub(super) fn access(scenario: &Scenario) -> Access {
    let rule = |primary: &super::PrimarySetting| Rule::host(primary.address.ip());
    Access { transfer: Vec::new(), notify: scenario.primary.iter().map(rule).collect(), ..Access::default() }
}

impl World<'_> {
    /// A primary has a new version and says so.
    pub(super) fn announce(&mut self, place: usize) {
        let tells = self.scenario.primary.get(place).is_some_and(|primary| primary.notify);
        let Some(notice) = self.notices.get_mut(place).filter(|_| tells) else { return };
        notice.round += 1;
        notice.answered = false;
        let round = notice.round;
        self.later(0, Happening::Notice(place, round, 1));
    }

    pub(super) fn notice(&mut self, place: usize, round: u32, attempt: u32) {
        let waits = self.notices.get(place).is_some_and(|notice| notice.round == round && !notice.answered);
        let Some(primary) = self.primaries.get(place).filter(|_| waits) else { return };
        let Some(own) = primary.content.as_ref().and_then(soa) else { return };
        let (name, key) = (primary.name.clone(), primary.key.clone());
        let serial = primary.content.as_ref().and_then(|content| content.serial()).unwrap_or_default();
        let args = Args::new().with("serial", serial.0).with("attempt", attempt.min(ATTEMPTS)).with("most", ATTEMPTS);
        if attempt > ATTEMPTS {
            self.log.say(self.now_ms, Actor::Primary, &codes::NOTIFY_GIVEN_UP, &args).primary = Some(name);
            return;
        }
        self.later(AGAIN_MS, Happening::Notice(place, round, attempt + 1));
        let weather = self.weather(place);
        // A primary that does not run sends nothing.
        if weather.has(What::Down) {
            return;
        }
        let now_s = super::faults::shifted(self.wall_s(), weather.off_s(What::PrimaryClock));
        let octets = message(self.apex.as_ref(), Some(&own), key.as_ref(), round, now_s);
        let percent = weather.find(What::Loss).and_then(|fault| fault.percent).unwrap_or_default();
        let gone =
            [What::NotifyLost, What::Silent, What::UdpLost, What::Unreachable].into_iter().any(|w| weather.has(w));
        let lost = gone || (percent > 0 && self.chance.in_hundred(percent));
        let code = if lost { &codes::NOTIFY_LOST } else { &codes::NOTIFIED };
        self.log.say(self.now_ms, Actor::Primary, code, &args).primary = Some(name);
        if !lost {
            let latency = self.latency_ms(&weather);
            self.later(latency, Happening::Noticed(place, round, octets));
        }
    }

    /// A NOTIFY arrives at the secondary, which answers as our server does.
    pub(super) fn noticed(&mut self, place: usize, round: u32, octets: &[u8]) {
        let Some(setting) = self.scenario.primary.get(place) else { return };
        let from = setting.notify_from.unwrap_or_else(|| setting.address.ip());
        if self.session.is_none() {
            return;
        }
        let code = self.listen(from, octets);
        let latency = self.latency_ms(&self.weather(place));
        self.later(latency, Happening::NoticeAnswered(place, round, code));
    }

    pub(super) fn notice_answered(&mut self, place: usize, round: u32, code: Option<String>) {
        let Some(notice) = self.notices.get_mut(place).filter(|notice| notice.round == round) else { return };
        notice.answered = true;
        if let Some(code) = code {
            let name = self.primaries.get(place).map(|primary| primary.name.clone());
            let args = Args::new().with("rcode", code);
            self.log.say(self.now_ms, Actor::Primary, &codes::NOTIFY_ANSWERED, &args).primary = name;
        }
    }

    /// A NOTIFY that no primary's version has caused.
    pub(super) fn stray(&mut self, n: usize) {
        let Some(notify) = self.scenario.notify.get(n) else { return };
        let own = self.published.last().and_then(soa);
        let promised = own.map(|own| with_serial(&own, Serial(notify.serial.unwrap_or_default())));
        let promised = promised.filter(|_| notify.serial.is_some());
        let octets = message(self.apex.as_ref(), promised.as_ref(), None, 0, self.wall_s());
        if self.session.is_some() {
            self.listen(notify.from, &octets);
        }
    }

    /// Gives the response code when the NOTIFY was not listened to.
    fn listen(&mut self, from: std::net::IpAddr, octets: &[u8]) -> Option<String> {
        let zones = One { apex: self.apex.as_ref(), zone: Some(self.zone.clone()) };
        let keys: Vec<Key> =
            self.scenario.primary.iter().filter_map(|p| p.key.as_deref().and_then(settings::key)).collect();
        let (limits, tsig) = (AnswerLimits::default(), TsigLimits::default());
        let server = Server { zones: &zones, keys: &keys, limits: &limits, tsig: &tsig };
        let client = Client { address: from, transport: Transport::Udp };
        let answer = answer::respond(server, client, octets, self.wall_s());
        if let Some((code, args)) = &answer.event {
            self.log.say(self.now_ms, Actor::Secondary, code, args);
        }
        if let Some(notified) = answer.notified {
            let (source, key, serial) = (notified.source, notified.key, notified.serial);
            self.give(SessionInput::Notify { source, key, serial });
            return None;
        }
        match answer.response {
            Response::Message(octets) => Message::parse(&octets).ok().map(|message| message.rcode().to_string()),
            Response::Silence | Response::Stream(_) => None,
        }
    }
}

/// A NOTIFY as RFC 1996 §3.7 has it: the zone's SOA as question, the new one as a hint.
fn message(apex: NameRef<'_>, soa: Option<&Record>, key: Option<&Key>, round: u32, now_s: u64) -> Vec<u8> {
    let [.., high, low] = round.to_be_bytes();
    let header = Header { aa: true, ..Header::query(u16::from_be_bytes([high, low]), Opcode::NOTIFY) };
    let mut builder = MessageBuilder::new(header, 512);
    // Both fit into any message.
    let mut written = builder.question(apex, RecordType::SOA, Class::IN);
    if let Some(soa) = soa {
        written = written.and(builder.record(
            Section::Answer,
            soa.owner.as_ref(),
            RecordType::SOA,
            Class::IN,
            soa.ttl,
            &soa.rdata,
        ));
    }
    debug_assert!(written.is_ok(), "a NOTIFY fits");
    let mut octets = builder.finish();
    if let Some(key) = key {
        // Primaries do not look at the signature of the response; here neither.
        let _ = tsig::sign_request(key, &mut octets, now_s, &TsigLimits::default());
    }
    octets
}
