//! The assigned name servers, all addresses asked at once: what `/companion/v1/nameservers`
//! and `apply` say before somebody delegates.
//!
//! - `query`: one question over UDP, or TCP where that does not do.
//! - `content`: a zone's RRsets, many questions on one connection.
//! - `resolver`: addresses of a name, the parent's DS.
//!
//! What the answers mean is `product::provider::delegate`'s.

mod content;
mod query;
mod resolver;
mod words;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use super::Config;
use super::ask::Target;
use super::clock;
use crate::engine::diag::Args;
use crate::engine::dns::{Name, RecordType};
use crate::engine::limits::ZoneLimits;
use crate::engine::xfr::{Close, Kind, Outcome, Via};
use crate::engine::zone::{Builder, Snapshot};
use crate::product::api::companion::VERSION;
use crate::product::api::nameservers::{Address, Parent, Primary, Report, Server};
use crate::product::provider::delegate::{self, Question, Sample};
use query::Heard;
use words::trouble;

/// Name servers that are asked in one go: more than any provider assigns.
pub const MOST_SERVERS: usize = 16;

/// Addresses of one name that are asked.
const MOST_ADDRESSES: usize = 16;

/// How long comparing content may take at one address: 10,000 answers at 10 ms each.
const CONTENT: Duration = Duration::from_secs(120);

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Want {
    /// The zone.
    pub apex: Name,
    /// The assigned name servers.
    pub servers: Vec<Assigned>,
    /// The primary.
    pub primary: Option<Target>,
    /// Whether content is compared.
    pub content: bool,
    /// Whether the provider signs.
    pub provider_signs: bool,
    /// Chooses the sample.
    pub seed: u64,
    /// Who is asked for the parent's DS.
    pub resolver: Resolver,
}

/// Who is asked for the parent's DS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolver {
    /// The system's.
    System,
    /// This one.
    At(SocketAddr),
    /// Nobody: the zone is not to be delegated.
    Nobody,
}

/// An assigned name server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// Its name.
    pub name: Name,
    /// Where it is asked; none to resolve its name.
    pub at: Vec<SocketAddr>,
}

impl Assigned {
    /// `name`, or `name=address:port`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn read(text: &str) -> Result<Self, String> {
        let (name, at) = text.split_once('=').map_or((text, None), |(name, at)| (name, Some(at)));
        let name = Name::absolute(name.trim()).map_err(|_| format!("{name} is no domain name"))?;
        let at = at.map(|at| at.trim().parse().map_err(|_| format!("{at} is no address and port"))).transpose()?;
        Ok(Self { name, at: at.into_iter().collect() })
    }

    /// Several, of which those of one name are one server.
    ///
    /// # Errors
    /// What is wrong, and with which of them.
    pub fn read_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Vec<Self>, (usize, String)> {
        let mut all: Vec<Self> = Vec::new();
        for (place, text) in texts.into_iter().enumerate() {
            let one = Self::read(text).map_err(|why| (place, why))?;
            match all.iter_mut().find(|s| s.name == one.name) {
                Some(same) => same.at.extend(one.at),
                None => all.push(one),
            }
        }
        Ok(all)
    }
}

/// Asks all of them. With a configuration, addresses it does not allow are left unasked.
pub async fn survey(want: Want, config: Option<Arc<Config>>) -> Report {
    let want = Arc::new(want);
    let may_ask = move |ip: IpAddr| config.as_ref().is_none_or(|config| config.may_ask(ip));
    let (parent, (primary, zone)) = tokio::join!(parent(&want), primary(&want));
    let sample = match zone {
        // A large zone takes a while to go through; other work goes on meanwhile.
        Some(zone) => {
            let seed = want.seed;
            tokio::task::spawn_blocking(move || Sample::of(&zone, seed)).await.ok().map(Arc::new)
        }
        None => None,
    };
    let ds: Arc<[delegate::Ds]> = parent.ds.iter().flatten().map(Into::into).collect();
    let mut tasks = JoinSet::new();
    for (place, assigned) in want.servers.iter().cloned().enumerate() {
        let part = Part { want: Arc::clone(&want), ds: Arc::clone(&ds), sample: sample.clone() };
        let may_ask = may_ask.clone();
        tasks.spawn(async move { (place, part.server(assigned, may_ask).await) });
    }
    let mut servers = tasks.join_all().await;
    servers.sort_by_key(|(place, _)| *place);
    let report = Report {
        v: VERSION,
        zone: want.apex.to_string(),
        at: clock::rfc3339(),
        primary: primary.map(|primary| Primary { rrsets: sample.map(|s| s.total), ..primary }),
        servers: servers.into_iter().map(|(_, server)| server).collect(),
        parent,
        ..Report::default()
    };
    report.judged()
}

/// The primary's serial and apex NS; its zone too where content is compared.
async fn primary(want: &Want) -> (Option<Primary>, Option<Snapshot>) {
    let Some(target) = &want.primary else { return (None, None) };
    let mut shown = Primary::default();
    let mut zone = None;
    if want.content {
        let sink = Builder::new(ZoneLimits::default());
        match target.transfer(Kind::Axfr, None, sink, |_, _| {}).await.0 {
            Outcome::Complete(_, records) => {
                let apex = want.apex.clone();
                zone = tokio::task::spawn_blocking(move || records.finish(apex.as_ref()).snapshot).await.ok();
            }
            Outcome::Failed(failure) => shown.failure = Some(trouble(&failure)),
            Outcome::Current(_) => {}
        }
    }
    if let Some(zone) = &zone {
        shown.serial = zone.serial().map(|serial| serial.0);
        shown.name_servers = delegate::name_servers(zone);
        return (Some(shown), Some(zone.clone()));
    }
    let over_tcp = target.tls.is_some();
    let mut report = target.soa(if over_tcp { Via::Stream } else { Via::Udp }).await;
    if report.outcome.is_err() && !over_tcp {
        report = target.soa(Via::Stream).await;
    }
    match report.outcome {
        Ok(candidate) => shown.serial = Some(candidate.serial.0),
        Err(failure) => shown.failure = Some(shown.failure.take().unwrap_or_else(|| trouble(&failure))),
    }
    if !over_tcp {
        let asked = query::ask(target.route, &Question::new(want.apex.clone(), RecordType::NS)).await;
        shown.name_servers = asked.ok().and_then(|heard| heard.reply.name_servers(want.apex.as_ref()));
    }
    (Some(shown), None)
}

async fn parent(want: &Want) -> Parent {
    let question = Question::to_resolver(want.apex.clone(), RecordType::DS);
    match resolver::ask(want.resolver, &question).await {
        Ok(reply) => match reply.ds(want.apex.as_ref()) {
            Some(ds) => Parent { ds: Some(ds.iter().map(Into::into).collect()), failure: None },
            None => {
                let args = Args::new().with("rcode", reply.rcode().to_string());
                let failure = words::told("parent-unanswered", &words::PARENT_UNANSWERED, &args);
                Parent { ds: None, failure: Some(failure) }
            }
        },
        Err(failure) => Parent { ds: None, failure: Some(failure) },
    }
}

/// What every server is asked with.
#[derive(Clone)]
struct Part {
    want: Arc<Want>,
    ds: Arc<[delegate::Ds]>,
    sample: Option<Arc<Sample>>,
}

impl Part {
    async fn server(self, assigned: Assigned, may_ask: impl Fn(IpAddr) -> bool) -> Server {
        let name = assigned.name.to_string();
        let at = if assigned.at.is_empty() { resolver::addresses(&name).await } else { Ok(assigned.at) };
        let at = match at {
            Ok(at) => at,
            Err(failure) => return Server { name, addresses: None, failure: Some(failure) },
        };
        let mut tasks = JoinSet::new();
        for (place, to) in at.into_iter().take(MOST_ADDRESSES).enumerate() {
            let (part, allowed) = (self.clone(), may_ask(to.ip()));
            tasks.spawn(async move { (place, if allowed { part.address(to).await } else { unasked(to) }) });
        }
        let mut addresses = tasks.join_all().await;
        addresses.sort_by_key(|(place, _)| *place);
        Server { name, addresses: Some(addresses.into_iter().map(|(_, address)| address).collect()), failure: None }
    }

    async fn address(self, to: SocketAddr) -> Address {
        let apex = &self.want.apex;
        let ask = |rtype| query::ask_at(to, Question::new(apex.clone(), rtype));
        let mut shown = Address { address: to.to_string(), ..Address::default() };
        let Heard { reply, transport, ms } = match ask(RecordType::SOA).await {
            Ok(heard) => heard,
            Err(why) => return Address { failure: Some(trouble(&why.failure())), ..shown },
        };
        shown.transport = Some(transport.to_owned());
        shown.ms = Some(ms);
        shown.rcode = Some(reply.rcode());
        shown.authoritative = Some(reply.authoritative);
        shown.serial = reply.serial(apex.as_ref());
        if let Ok(heard) = ask(RecordType::NS).await {
            shown.name_servers = heard.reply.name_servers(apex.as_ref());
        }
        let signed = reply.is_signed(apex.as_ref(), RecordType::SOA);
        if self.ds.is_empty() {
            shown.signed = Some(signed);
        } else if let Ok(heard) = ask(RecordType::DNSKEY).await {
            shown.signed = Some(signed);
            let ds = heard.reply.ds_of_keys(apex.as_ref(), &self.ds);
            shown.ds = ds.iter().map(Into::into).collect();
        }
        // Another version has other content, and that is what the serial says already.
        if let Some(sample) = self.sample.as_deref().filter(|sample| sample.is_of(shown.serial)) {
            let work = content::compare(to, sample, self.want.provider_signs, self.want.seed);
            match timeout(CONTENT, work).await.unwrap_or(Err(Close::Timeout)) {
                Ok(content) => shown.content = Some(content),
                Err(why) => shown.failure = Some(trouble(&why.failure())),
            }
        }
        shown
    }
}

fn unasked(to: SocketAddr) -> Address {
    let args = Args::new().with("ip", to.ip().to_string());
    let failure = Some(words::told("peer-not-allowed", &words::PEER_NOT_ALLOWED, &args));
    Address { address: to.to_string(), failure, ..Address::default() }
}
