//! Links on paper: what was sent over each, and what becomes of it on the way.

use super::faults::Weather;
use super::primary::asked;
use super::world::World;
use super::{Actor, Traffic, What, codes};
use crate::engine::answer::{Client, Transport};
use crate::engine::diag::Args;
use crate::engine::xfr::{Close, Connect, LinkId, SessionInput};

use super::world::Happening;

/// One link that is open, or being opened.
#[derive(Debug)]
pub(super) struct Link {
    transport: Transport,
    /// The place of the primary in the list.
    primary: usize,
    /// The type asked for over it.
    asked: String,
    traffic: Traffic,
}

impl<'a> World<'a> {
    pub(super) fn weather(&self, primary: usize) -> Weather<'a> {
        let name = self.primaries.get(primary).map_or("", |primary| primary.name.as_str());
        Weather::at(self.faults, self.now_ms, name)
    }

    /// From one side to the other, now.
    pub(super) fn latency_ms(&self, weather: &Weather<'_>) -> u64 {
        self.network.latency.0.saturating_add(weather.delay_ms())
    }

    pub(super) fn connect(&mut self, connect: &Connect) {
        let Some(primary) = self.addresses.iter().position(|address| *address == connect.address) else { return };
        let (link, life, weather) = (connect.link, self.life, self.weather(primary));
        let traffic = Traffic { opened_ms: self.now_ms, ..Traffic::default() };
        let transport = connect.transport;
        self.links.insert(link.0, Link { transport, primary, asked: String::new(), traffic });
        let there_and_back = 2 * self.latency_ms(&weather);
        if weather.has(What::Unreachable) {
            return self.later(0, Happening::Closed(life, link, Close::Unreachable));
        }
        match transport {
            Transport::Udp => self.later(0, Happening::Connected(life, link)),
            Transport::Tcp | Transport::Tls if weather.has(What::Silent) => {}
            Transport::Tcp | Transport::Tls if weather.has(What::Down) => {
                self.later(there_and_back, Happening::Closed(life, link, Close::Refused));
            }
            Transport::Tcp => self.later(there_and_back, Happening::Connected(life, link)),
            // RFC 8446 §2: a round trip more.
            Transport::Tls => self.later(2 * there_and_back, Happening::Connected(life, link)),
        }
    }

    pub(super) fn send(&mut self, link: LinkId, octets: Vec<u8>) {
        let Some(open) = self.links.get_mut(&link.0) else { return };
        open.traffic.sent += octets.len() as u64 + prefix(open.transport);
        if let Some(rtype) = asked(&octets) {
            open.asked = rtype.to_string();
        }
        let (transport, primary, life) = (open.transport, open.primary, self.life);
        let weather = self.weather(primary);
        let latency = self.latency_ms(&weather);
        if transport == Transport::Udp && weather.has(What::Down) {
            return self.later(2 * latency, Happening::Closed(life, link, Close::Refused));
        }
        if !self.gets_lost(&weather, transport, primary, true, octets.len()) {
            self.later(latency, Happening::Asked(life, link, octets));
        }
    }

    /// Whether a message gets lost now; said of datagrams.
    fn gets_lost(
        &mut self,
        weather: &Weather<'_>,
        transport: Transport,
        primary: usize,
        there: bool,
        len: usize,
    ) -> bool {
        let silent = weather.has(What::Silent);
        if transport != Transport::Udp {
            return silent;
        }
        let percent = weather.find(What::Loss).and_then(|fault| fault.percent).unwrap_or_default();
        let lost = silent || weather.has(What::UdpLost) || (percent > 0 && self.chance.in_hundred(percent));
        if lost {
            let name = self.primaries.get(primary).map_or_else(String::new, |primary| primary.name.clone());
            let (from, to) = if there { ("the secondary", name.as_str()) } else { (name.as_str(), "the secondary") };
            let args = Args::new().with("octets", len).with("from", from).with("to", to);
            self.log.say(self.now_ms, Actor::Network, &codes::DATAGRAM_LOST, &args);
        }
        lost
    }

    /// A request has arrived at a primary: its answer sets out.
    pub(super) fn asked(&mut self, link: LinkId, octets: &[u8]) {
        let Some(open) = self.links.get(&link.0) else { return };
        let (transport, place, life) = (open.transport, open.primary, self.life);
        let weather = self.weather(place);
        let latency = self.latency_ms(&weather);
        if weather.has(What::Down) {
            return self.later(latency, Happening::Closed(life, link, Close::Reset));
        }
        let Some(primary) = self.primaries.get(place) else { return };
        let client = Client { address: self.address, transport };
        let wall_s = self.wall_s();
        let said = primary.answer(self.apex.as_ref(), &weather, client, octets, wall_s);
        if let Some((code, args)) = &said.event {
            let name = primary.name.clone();
            let entry = self.log.say(self.now_ms, Actor::Primary, code, args);
            // Advice to whoever runs our server; the primary is another.
            (entry.primary, entry.why) = (Some(name), String::new());
        }
        if transport == Transport::Udp {
            for message in said.messages {
                if !self.gets_lost(&weather, transport, place, false, message.len()) {
                    self.later(latency, Happening::Heard(life, link, message));
                }
            }
        } else if !weather.has(What::Silent) {
            self.stream(link, latency, &weather, said.messages);
        }
    }

    /// Sends the messages of an answer over a connection, as far as the weather lets them through.
    fn stream(&mut self, link: LinkId, latency: u64, weather: &Weather<'_>, messages: Vec<Vec<u8>>) {
        let life = self.life;
        let ends = [(What::Cut, Some(Close::Ended)), (What::Reset, Some(Close::Reset)), (What::Stall, None)];
        let end =
            ends.into_iter().find_map(|(what, close)| weather.find(what).and_then(|f| f.after).map(|n| (n, close)));
        let (mut octets, mut at_ms) = (0_u64, latency);
        for message in messages {
            octets += message.len() as u64 + 2;
            at_ms = latency + octets.saturating_mul(1_000) / self.network.rate.max(1);
            if let Some((after, close)) = end.clone().filter(|(after, _)| octets > *after) {
                let at_ms = latency + after.saturating_mul(1_000) / self.network.rate.max(1);
                if let Some(close) = close {
                    self.later(at_ms, Happening::Closed(life, link, close));
                }
                return;
            }
            self.later(at_ms, Happening::Heard(life, link, message));
        }
        // An answer that is shorter than the cut is whole; the connection ends behind it.
        if let Some((_, Some(close))) = end {
            self.later(at_ms, Happening::Closed(life, link, close));
        }
    }

    pub(super) fn heard(&mut self, link: LinkId, octets: &[u8]) {
        let Some(open) = self.links.get_mut(&link.0) else { return };
        open.traffic.received += octets.len() as u64 + prefix(open.transport);
        open.traffic.messages += 1;
        self.give(SessionInput::Message(link, octets));
    }

    /// The link is no more, whoever closed it: what went over it is said.
    pub(super) fn forget(&mut self, link: LinkId) {
        let Some(Link { transport, primary, asked, traffic }) = self.links.remove(&link.0) else { return };
        self.log.outcome.sent += traffic.sent;
        self.log.outcome.received += traffic.received;
        // A connection that never came about is told by the secondary.
        if traffic.sent == 0 {
            return;
        }
        let (code, carrier) = match transport {
            Transport::Udp => (&codes::DATAGRAMS, "UDP"),
            Transport::Tcp => (&codes::CONNECTION, "TCP"),
            Transport::Tls => (&codes::CONNECTION, "TLS"),
        };
        let args = Args::new()
            .with("type", asked)
            .with("transport", carrier)
            .with("sent", traffic.sent)
            .with("received", traffic.received)
            .with("messages", traffic.messages);
        let name = self.primaries.get(primary).map(|primary| primary.name.clone());
        let entry = self.log.say(self.now_ms, Actor::Network, code, &args);
        (entry.primary, entry.traffic) = (name, Some(traffic));
    }

    /// A primary stops: its connections break.
    pub(super) fn break_links(&mut self, name: Option<&str>) {
        let stopped = |link: &Link| {
            let here = self.primaries.get(link.primary).is_some_and(|p| name.is_none_or(|name| p.name == name));
            here && link.transport != Transport::Udp
        };
        let broken: Vec<u32> = self.links.iter().filter(|(_, link)| stopped(link)).map(|(id, _)| *id).collect();
        let life = self.life;
        for id in broken {
            self.later(self.network.latency.0, Happening::Closed(life, LinkId(id), Close::Reset));
        }
    }
}

const fn prefix(transport: Transport) -> u64 {
    match transport {
        Transport::Udp => 0,
        Transport::Tcp | Transport::Tls => 2,
    }
}
