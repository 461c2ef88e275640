//! `/zones/{z}/dns_records`, read-only: what the running zone holds, as the provider lists it. The SOA is not among a
//! zone's records there.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use data_encoding::HEXLOWER;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::body::invalid;
use super::refusal::{Refusal, STORE};
use super::{Answer, App, Page, zones};
use crate::engine::dns::{NameRef, RecordType, rdata};
use crate::engine::zone::Snapshot;
use crate::product::provider::model::{DnsRecord, RecordMeta, Zone};

/// What the provider lists on a page unless asked; the most is ours.
const PER_PAGE: (u64, u64) = (100, 5_000);

/// What a list may be narrowed to.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(alias = "name.exact")]
    name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(alias = "content.exact")]
    content: Option<String>,
    search: Option<String>,
    page: Option<u64>,
    per_page: Option<u64>,
}

pub(super) async fn list(
    server: App,
    Path(zone): Path<String>,
    query: Result<Query<Wanted>, QueryRejection>,
) -> Answer {
    let Query(wanted) = query.map_err(|rejected| invalid("query", rejected.body_text()))?;
    let zone = zones::find(&server, &zone).await?.value;
    let page = Page::asked(wanted.page, wanted.per_page, PER_PAGE.0, PER_PAGE.1);
    let Some(content) = server.app.control.snapshot(zones::apex(&zone)?.as_ref()) else {
        // As the provider answers before the first transfer.
        return page.answer(Vec::<DnsRecord>::new(), 0);
    };
    // A million records take a while to walk; other requests go on meanwhile.
    let walked = tokio::task::spawn_blocking(move || walk(&content, &zone, &wanted, page)).await;
    let (records, total) =
        walked.map_err(|e| Refusal::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, STORE, e.to_string()))?;
    page.answer(records, total)
}

/// The page's records, and how many there are on all pages.
fn walk(content: &Snapshot, zone: &Zone, wanted: &Wanted, page: Page) -> (Vec<DnsRecord>, u64) {
    let (mut records, mut total) = (Vec::new(), 0);
    let name = wanted.name.as_deref().map(|n| n.trim_end_matches('.').to_ascii_lowercase());
    let plain = wanted.content.is_none() && wanted.search.is_none();
    let mut walk = content.iter_canonical();
    while let Some(rrset) = walk.next() {
        let rtype = rrset.rtype();
        let other_type = wanted.kind.as_deref().is_some_and(|k| RecordType::from_mnemonic(k.as_bytes()) != Some(rtype));
        if rtype == RecordType::SOA || other_type {
            continue;
        }
        let owner = rrset.owner();
        if name.as_ref().is_some_and(|n| *n != owner.without_dot().to_ascii_lowercase()) {
            continue;
        }
        for datum in rrset.records() {
            let on_page = (page.skipped()..page.skipped().saturating_add(page.size)).contains(&total);
            if plain && !on_page {
                total += 1;
                continue;
            }
            let record = record(owner, rtype, datum.ttl, datum.rdata, zone);
            let other = wanted.content.as_ref().is_some_and(|c| *c != record.content);
            let unlike =
                wanted.search.as_ref().is_some_and(|s| !record.name.contains(s) && !record.content.contains(s));
            if other || unlike {
                continue;
            }
            if on_page {
                records.push(record);
            }
            total += 1;
        }
    }
    (records, total)
}

fn record(owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], zone: &Zone) -> DnsRecord {
    let mut content = String::new();
    rdata::print(rtype, rdata, &mut content);
    let mut priority = None;
    // The provider splits MX, and writes a lone name without its final dot.
    if rtype == RecordType::MX
        && let Some((preference, exchange)) = content.split_once(' ')
    {
        priority = preference.parse().ok();
        content = exchange.to_owned();
    }
    if [RecordType::NS, RecordType::CNAME, RecordType::PTR, RecordType::DNAME, RecordType::MX].contains(&rtype)
        && content.len() > 1
    {
        content.truncate(content.trim_end_matches('.').len());
    }
    DnsRecord {
        id: id(owner, rtype, rdata),
        name: owner.without_dot(),
        kind: rtype.to_string(),
        content,
        priority,
        ttl,
        proxiable: false,
        proxied: false,
        comment: None,
        tags: Vec::new(),
        meta: RecordMeta { auto_added: false, source: "primary".to_owned() },
        created_on: zone.created_on.clone(),
        modified_on: zone.modified_on.clone(),
    }
}

/// Derived from owner, type and RDATA: the same record has the same id after every transfer.
fn id(owner: NameRef<'_>, rtype: RecordType, rdata: &[u8]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(owner.to_owned().lowercase().as_ref().wire());
    hasher.update(rtype.0.to_be_bytes());
    hasher.update(rdata);
    HEXLOWER.encode(hasher.finalize().get(..16).unwrap_or_default())
}
