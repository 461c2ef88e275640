//! `/zones/{z}/dns_records`, read-only: what the running zone holds, as the provider lists it. The SOA is not among a
//! zone's records there.

mod data;
mod wanted;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::body::invalid;
use super::refusal::{Refusal, STORE};
use super::{Answer, App, Page, zones};
use crate::engine::dns::{NameRef, RecordType, rdata};
use crate::engine::zone::Snapshot;
use crate::product::provider::model::{DnsRecord, RecordMeta, Zone};
use wanted::{Conditions, Wanted};

/// What the provider lists on a page unless asked; the most is ours.
const PER_PAGE: (u64, u64) = (100, 5_000);

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
    let conditions = wanted.conditions();
    let walked = tokio::task::spawn_blocking(move || walk(&content, &zone, &conditions, page)).await;
    let (records, total) =
        walked.map_err(|e| Refusal::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, STORE, e.to_string()))?;
    page.answer(records, total)
}

/// The page's records, and how many there are on all pages.
fn walk(content: &Snapshot, zone: &Zone, conditions: &Conditions, page: Page) -> (Vec<DnsRecord>, u64) {
    let (mut records, mut total) = (Vec::new(), 0);
    let sorted = conditions.order.is_some() || conditions.descending;
    let on_page = |n: u64| (page.skipped()..page.skipped().saturating_add(page.size)).contains(&n);
    let mut walk = content.iter_canonical();
    while let Some(rrset) = walk.next() {
        let rtype = rrset.rtype();
        if rtype == RecordType::SOA || !conditions.may_be(rtype) {
            continue;
        }
        for datum in rrset.records() {
            if conditions.is_plain() && !on_page(total) {
                total += 1;
                continue;
            }
            let record = record(rrset.owner(), rtype, datum.ttl, datum.rdata, zone);
            if conditions.admit(rtype, &record) {
                if sorted || on_page(total) {
                    records.push(record);
                }
                total += 1;
            }
        }
    }
    if sorted {
        if let Some(order) = conditions.order {
            order.sort(&mut records);
        }
        if conditions.descending {
            records.reverse();
        }
        let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        records = records.into_iter().skip(number(page.skipped())).take(number(page.size)).collect();
    }
    (records, total)
}

fn record(owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], zone: &Zone) -> DnsRecord {
    let mut content = String::new();
    rdata::print(rtype, rdata, &mut content);
    let data = data::of(rtype, &content);
    let mut priority = None;
    // The provider has the priority of these apart, and writes a name at the end without its final dot.
    let kind = rtype.to_string();
    if ["MX", "SRV", "URI"].contains(&kind.as_str())
        && let Some((first, rest)) = content.split_once(' ')
    {
        priority = first.parse().ok();
        content = rest.to_owned();
    }
    let ends_in_name =
        [RecordType::NS, RecordType::CNAME, RecordType::PTR, RecordType::DNAME, RecordType::MX, RecordType::SRV];
    if ends_in_name.contains(&rtype) && content.len() > 1 {
        content.truncate(content.trim_end_matches('.').len());
    }
    DnsRecord {
        id: id(owner, rtype, rdata),
        name: owner.without_dot(),
        kind,
        content,
        priority,
        data,
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
