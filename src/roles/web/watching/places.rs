//! Each place where the zone can be asked for, and how it stands beside the primary. Pure.

use super::super::text::said;
use super::known::{Api, Here};
use super::state::Watch;
use crate::engine::dns::Serial;
use crate::product::api::nameservers::{Address, Content, Server};

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Which.
    pub who: Who,
    /// Where it was asked, as an address; empty where there is none.
    pub address: String,
    /// What carried the answer: `udp`, `tcp`; empty when there was none.
    pub transport: String,
    /// How it stands.
    pub standing: Standing,
    /// Its serial.
    pub serial: Option<u32>,
    /// How its content compares.
    pub content: Option<Content>,
    /// What was in the way, in the companion's words.
    pub why: String,
}

/// Whose place it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The primary.
    Primary,
    /// The provider's API.
    Api,
    /// An assigned name server, by its name.
    Server(String),
    /// This machine.
    Here,
}

impl Who {
    /// Whether it is an assigned name server.
    pub(crate) const fn is_server(&self) -> bool {
        matches!(self, Self::Server(_))
    }
}

/// How a place stands beside the primary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The primary itself.
    Reference,
    /// Serial and content are the primary's.
    Same,
    /// The serial is; the content was not compared.
    SameSerial,
    /// The serial is, the content is not.
    Differs,
    /// An earlier version.
    Older,
    /// A later one, or one that is neither (RFC 1982 §3.2).
    NotOlder,
    /// No answer.
    Silent,
    /// An answer without a SOA, or with another response code.
    Refused(String),
    /// An answer of somebody who is not the zone's server.
    NotAuthoritative,
    /// The name has no address.
    Unresolved,
    /// Held until it expired, and not confirmed since.
    Expired,
    /// Not held there.
    Absent,
    /// A serial, and nothing to compare it with.
    Alone,
    /// Not asked.
    Unasked,
}

impl Standing {
    /// Whether a person should look.
    pub(crate) const fn is_bad(&self) -> bool {
        matches!(
            self,
            Self::Differs
                | Self::NotOlder
                | Self::Silent
                | Self::Refused(_)
                | Self::NotAuthoritative
                | Self::Unresolved
                | Self::Expired
        )
    }
}

/// All places, the primary first.
pub(crate) fn places(watch: &Watch) -> Vec<Place> {
    let report = watch.report.as_ref();
    let reference = report.and_then(|r| r.primary.as_ref()).and_then(|p| p.serial);
    let mut all = Vec::new();
    if let Some(primary) = report.and_then(|r| r.primary.as_ref()) {
        let standing = if primary.serial.is_some() { Standing::Reference } else { Standing::Silent };
        let why = primary.failure.as_ref().map(said::trouble).unwrap_or_default();
        all.push(Place { serial: primary.serial, why, ..place(Who::Primary, standing) });
    }
    all.push(api(&watch.api, reference));
    for server in report.iter().flat_map(|r| &r.servers) {
        all.extend(at_server(server, reference));
    }
    all.push(here(&watch.here, reference));
    all
}

fn place(who: Who, standing: Standing) -> Place {
    let (address, transport, why) = (String::new(), String::new(), String::new());
    Place { who, address, transport, standing, serial: None, content: None, why }
}

fn api(api: &Api, reference: Option<u32>) -> Place {
    match api {
        Api::Unasked => place(Who::Api, Standing::Unasked),
        Api::Missing => place(Who::Api, Standing::Absent),
        Api::Failed(why) => Place { why: why.clone(), ..place(Who::Api, Standing::Silent) },
        // cloudflare/api.md §2.4: 0 before the first transfer.
        Api::Told(link) if link.soa_serial == 0 => place(Who::Api, Standing::Absent),
        Api::Told(link) => {
            let serial = Some(link.soa_serial);
            Place { serial, ..place(Who::Api, beside(link.soa_serial, reference)) }
        }
    }
}

fn at_server(server: &Server, reference: Option<u32>) -> Vec<Place> {
    let who = || Who::Server(server.name.clone());
    match server.addresses.as_deref() {
        None | Some([]) => {
            let why = server.failure.as_ref().map(said::trouble).unwrap_or_default();
            vec![Place { why, ..place(who(), Standing::Unresolved) }]
        }
        Some(addresses) => addresses.iter().map(|address| at_address(who(), address, reference)).collect(),
    }
}

fn at_address(who: Who, address: &Address, reference: Option<u32>) -> Place {
    let standing = match (address.authoritative, address.serial) {
        (None, _) => Standing::Silent,
        (Some(_), None) => Standing::Refused(address.rcode.clone().unwrap_or_default()),
        (Some(false), Some(_)) => Standing::NotAuthoritative,
        (Some(true), Some(serial)) => match (beside(serial, reference), &address.content) {
            (Standing::SameSerial, Some(content)) if content.differ > 0 => Standing::Differs,
            (Standing::SameSerial, Some(content)) if content.total > 0 => Standing::Same,
            (other, _) => other,
        },
    };
    Place {
        who,
        address: address.address.clone(),
        transport: address.transport.clone().unwrap_or_default(),
        standing,
        serial: address.serial,
        content: address.content.clone(),
        why: address.failure.as_ref().map(said::trouble).unwrap_or_default(),
    }
}

fn here(here: &Here, reference: Option<u32>) -> Place {
    let Here::Held(state) = here else {
        let standing = if *here == Here::Absent { Standing::Absent } else { Standing::Unasked };
        return place(Who::Here, standing);
    };
    let Some(running) = &state.running else { return place(Who::Here, Standing::Absent) };
    let why = running.failure.as_ref().map(said::happened).unwrap_or_default();
    let standing = match running.serial {
        None => Standing::Absent,
        Some(_) if running.expired => Standing::Expired,
        Some(serial) => beside(serial, reference),
    };
    let (serial, transport) =
        (running.serial, running.failure.as_ref().and_then(|f| f.transport.clone()).unwrap_or_default());
    Place { serial, transport, why, ..place(Who::Here, standing) }
}

/// A serial beside the primary's.
fn beside(serial: u32, reference: Option<u32>) -> Standing {
    match reference {
        None => Standing::Alone,
        Some(reference) if reference == serial => Standing::SameSerial,
        Some(reference) if Serial(serial).is_before(Serial(reference)) => Standing::Older,
        Some(_) => Standing::NotOlder,
    }
}
