//! A sample of a zone's RRsets, asked for on one connection with several questions under way (RFC 7766 §6.2.1.1).

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::timeout;

use crate::engine::limits::TransferLimits;
use crate::engine::xfr::Close;
use crate::product::api::nameservers::{Content, DIFFERENT};
use crate::product::provider::delegate::{Expected, Sample};
use crate::roles::server::net::{self, Route};

/// Questions under way at a time.
const UNDER_WAY: usize = 32;

/// How often a question is asked again when its connection ended without an answer to it.
const ATTEMPTS: u32 = 3;

/// Asks for every RRset of the sample.
pub(super) async fn compare(
    to: SocketAddr,
    sample: &Sample,
    provider_signs: bool,
    seed: u64,
) -> Result<Content, Close> {
    let mut walk = Walk {
        left: sample.expected.iter().enumerate().collect(),
        different: Vec::new(),
        ttls: Vec::new(),
        provider_signs,
    };
    let mut fruitless = 0;
    while !walk.left.is_empty() {
        let before = walk.left.len();
        if let Err(why) = walk.connection(to).await {
            // Servers close a connection after a number of questions, or when they like.
            fruitless = if walk.left.len() < before { 0 } else { fruitless + 1 };
            if fruitless == ATTEMPTS {
                return Err(why);
            }
        }
    }
    for list in [&mut walk.different, &mut walk.ttls] {
        list.sort_by_key(|(place, _)| *place);
    }
    let first = |list: &[(usize, &Expected)]| list.iter().take(DIFFERENT).map(|(_, e)| e.said()).collect();
    let compared = sample.expected.len() as u64;
    Ok(Content {
        compared,
        total: sample.total,
        differ: walk.different.len() as u64,
        different: first(&walk.different),
        other_ttl: walk.ttls.len() as u64,
        ttls: first(&walk.ttls),
        seed: (compared < sample.total).then_some(seed),
    })
}

struct Walk<'s> {
    left: VecDeque<(usize, &'s Expected)>,
    different: Vec<(usize, &'s Expected)>,
    ttls: Vec<(usize, &'s Expected)>,
    provider_signs: bool,
}

impl<'s> Walk<'s> {
    /// As many as one connection answers; what it leaves open goes back.
    async fn connection(&mut self, to: SocketAddr) -> Result<(), Close> {
        let mut open = BTreeMap::new();
        let ended = self.converse(to, &mut open).await;
        self.left.extend(open.into_values());
        ended
    }

    async fn converse(&mut self, to: SocketAddr, open: &mut BTreeMap<u16, (usize, &'s Expected)>) -> Result<(), Close> {
        let limits = TransferLimits::default();
        let route = Route { to, from: None };
        let within = Duration::from_millis(limits.connect_ms);
        let (mut reader, mut writer, _) =
            timeout(within, net::connect(route, None)).await.unwrap_or(Err(Close::ConnectTimeout))?;
        let mut id = net::random_id()?;
        loop {
            while open.len() < UNDER_WAY
                && let Some((place, expected)) = self.left.pop_front()
            {
                id = id.wrapping_add(1);
                open.insert(id, (place, expected));
                writer.ask(&expected.question.wire(id)).await?;
            }
            if open.is_empty() {
                return Ok(());
            }
            let within = Duration::from_millis(limits.idle_ms);
            let wire = timeout(within, reader.answer()).await.unwrap_or(Err(Close::Timeout))?;
            let Some(answered) = wire.first_chunk().map(|id| u16::from_be_bytes(*id)) else { continue };
            let Some((place, expected)) = open.get(&answered).copied() else { continue };
            if let Some(reply) = expected.question.reply(answered, wire) {
                open.remove(&answered);
                if !expected.is_in(&reply, self.provider_signs) {
                    self.different.push((place, expected));
                } else if expected.has_other_ttl(&reply) {
                    self.ttls.push((place, expected));
                }
            }
        }
    }
}
