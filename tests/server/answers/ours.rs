//! Our own answers, from the engine alone.

use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::sync::Arc;

use understudy::engine::answer::{self, Access, Client, Response, Server, Transport, Zone, Zones};
use understudy::engine::diag::Diagnostics;
use understudy::engine::dns::{Name, NameRef, rdata};
use understudy::engine::limits::{AnswerLimits, TextLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::Key;
use understudy::engine::zone::{Builder, Snapshot, Versions};
use understudy::engine::zonefile::{self, Refusal, Sources};

use super::questions::Asked;
use super::shown::Shown;

pub struct Ours(Snapshot);

impl Ours {
    pub fn new(origin: &str, text: &str) -> Self {
        let apex = Name::absolute(origin).unwrap();
        let mut builder = Builder::new(ZoneLimits::default());
        let options = zonefile::Options { origin: Some(apex.clone()), limits: TextLimits::default() };
        let mut sources = Sources::new("zone", text.as_bytes().to_vec());
        let missing = &mut |_: &zonefile::Request, _: &mut Sources| Err(Refusal::Refused(String::new()));
        zonefile::parse(&mut sources, options, &mut builder, &mut Diagnostics::new(0), missing);
        Self(builder.finish(apex.as_ref()).snapshot)
    }

    pub fn zone(&self) -> &Snapshot {
        &self.0
    }

    /// The zone as a file that every server reads alike: each record with its owner, TTL and class.
    pub fn text(&self) -> String {
        let (mut text, mut walk) = (String::new(), self.0.iter_canonical());
        while let Some(set) = walk.next() {
            for record in set.records() {
                let _ = write!(text, "{} {} IN {} ", set.owner(), record.ttl, set.rtype());
                rdata::print(set.rtype(), record.rdata, &mut text);
                text.push('\n');
            }
        }
        text
    }

    pub fn ask(&self, asked: &Asked) -> Shown {
        let (limits, tsig) = (AnswerLimits::default(), TsigLimits::default());
        let server = Server { zones: self, keys: &Vec::<Key>::new(), limits: &limits, tsig: &tsig };
        let client = Client { address: Ipv4Addr::LOCALHOST.into(), transport: Transport::Tcp };
        match answer::respond(server, client, &asked.query(0), 0).response {
            Response::Message(octets) => Shown::new(&octets),
            other => panic!("{asked}: {other:?}"),
        }
    }
}

impl Zones for Ours {
    fn zone(&self, apex: NameRef<'_>) -> Option<Zone> {
        let history = Arc::new(Versions::new(&ZoneLimits::default()));
        let zone = Zone { content: Some(self.0.clone()), history, access: Arc::new(Access::default()) };
        (apex == self.0.apex()).then_some(zone)
    }
}
