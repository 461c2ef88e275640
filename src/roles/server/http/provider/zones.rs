//! `/zones`. Names have no final dot here. Any domain name may be a zone; what Cloudflare would refuse is a message.

use axum::extract::{Path, Query};
use axum::http::{Method, Uri};
use serde::Deserialize;

use super::body::{Body, invalid, missing};
use super::{Answer, App, Page, Refusal, gone, objects, ok, running, told, whole};
use crate::engine::dns::{Name, NameRef};
use crate::product::provider::model::{Account, ApiMessage, Link, NewZone, Owner, Zone, is_id};
use crate::roles::server::clock;
use crate::roles::server::http::Server;
use crate::roles::server::store::Kind;

/// What the provider lists on a page unless asked, and at most.
const PER_PAGE: (u64, u64) = (20, 50);

/// The name servers of a new zone: `secondary` in them as the provider's have it, under a name that exists nowhere
/// (RFC 6761 §6.2).
const NAME_SERVERS: [&str; 2] = ["ns0001.secondary.understudy.test", "ns0002.secondary.understudy.test"];

/// What a list may be narrowed to.
#[derive(Deserialize)]
pub(super) struct Wanted {
    name: Option<String>,
    status: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(rename = "account.id")]
    account: Option<String>,
    direction: Option<String>,
    page: Option<u64>,
    per_page: Option<u64>,
}

pub(super) async fn list(
    server: App,
    query: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Answer {
    let Query(wanted) = query.map_err(|rejected| invalid("query", rejected.body_text()))?;
    let mut zones: Vec<Zone> =
        objects::all::<Zone>(&server.app, Kind::Zone).await?.into_iter().map(|o| o.value).collect();
    zones.retain(|zone| {
        wanted.name.as_deref().is_none_or(|name| is_named(&zone.name, name))
            && wanted.status.as_deref().is_none_or(|status| zone.status == status)
            && wanted.kind.as_deref().is_none_or(|kinds| kinds.split(',').any(|k| zone.kind == k))
            && wanted.account.as_deref().is_none_or(|account| zone.account.id == account)
    });
    zones.sort_by(|a, b| a.name.cmp(&b.name));
    if wanted.direction.as_deref() == Some("desc") {
        zones.reverse();
    }
    let page = Page::asked(wanted.page, wanted.per_page, PER_PAGE.0, PER_PAGE.1);
    let total = zones.len() as u64;
    let skipped = usize::try_from(page.skipped()).unwrap_or(usize::MAX);
    let size = usize::try_from(page.size).unwrap_or(usize::MAX);
    page.answer(zones.into_iter().skip(skipped).take(size).collect(), total)
}

/// `example.com`, or with an operator: `contains:ample`, `starts_with:`, `ends_with:`, `equal:`.
fn is_named(zone: &str, wanted: &str) -> bool {
    let wanted = wanted.to_ascii_lowercase();
    match wanted.split_once(':') {
        Some(("contains", part)) => zone.contains(part),
        Some(("starts_with", part)) => zone.starts_with(part),
        Some(("ends_with", part)) => zone.ends_with(part),
        Some(("equal", name)) => zone == name,
        _ => zone == wanted || Some(zone) == wanted.strip_suffix('.'),
    }
}

pub(super) async fn one(server: App, Path(id): Path<String>) -> Answer {
    ok(find(&server, &id).await?.value)
}

pub(super) async fn create(server: App, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let new = read(&body)?;
        let name = Name::absolute(&new.name)
            .map_err(|_| invalid("name", format_args!("{} is not a domain name", new.name)))?;
        let name = name.lowercase();
        let others = objects::all::<Zone>(&server.app, Kind::Zone).await?;
        let text = name.as_ref().without_dot();
        if others.iter().any(|z| z.value.name == text) {
            return Err(Refusal::new(axum::http::StatusCode::BAD_REQUEST, 1061, format!("{text} already exists")));
        }
        let id = match new.id {
            Some(id) if others.iter().any(|z| z.id == id) => return Err(invalid("id", "another zone has it")),
            Some(id) => id,
            None => objects::new_id()?,
        };
        let now = clock::rfc3339();
        let zone = Zone {
            id: id.clone(),
            name: text,
            kind: new.kind,
            status: "pending".to_owned(),
            name_servers: NAME_SERVERS.map(str::to_owned).to_vec(),
            created_on: now.clone(),
            modified_on: now,
            account: Account { name: Some("This machine".to_owned()), id: new.account.id.clone() },
            owner: Owner { id: Some(new.account.id.clone()), kind: Some("organization".to_owned()), name: None },
            ..Zone::default()
        };
        let write = objects::put(Kind::Zone, &id, &new.account.id, &zone, None)?;
        objects::write(&server, vec![write], &Method::POST, uri.path()).await?;
        running::wait(&server.app, &zone).await?;
        told(zone, unlike_cloudflare(name.as_ref()))
    })
    .await
}

pub(super) async fn remove(server: App, Path(id): Path<String>, uri: Uri) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let zone = find(&server, &id).await?;
        let link = objects::all::<Link>(&server.app, Kind::Incoming).await?.into_iter().find(|l| l.id == id);
        let writes = link.iter().map(objects::Found::delete).chain([zone.delete()]).collect();
        objects::write(&server, writes, &Method::DELETE, uri.path()).await?;
        server.app.control.remove_zone(apex(&zone.value)?.as_ref()).await?;
        gone(&id)
    })
    .await
}

pub(super) async fn find(server: &Server, id: &str) -> Result<objects::Found<Zone>, Refusal> {
    let zones = objects::all::<Zone>(&server.app, Kind::Zone).await?;
    zones.into_iter().find(|z| z.id == id).ok_or_else(Refusal::no_zone)
}

/// The zone's name; it was one when the zone was made.
pub(super) fn apex(zone: &Zone) -> Result<Name, Refusal> {
    Name::absolute(&zone.name).map_err(|_| Refusal::no_zone())
}

/// `type` defaults to `full`, as the provider has it. `id` is ours: it lets a rehearsal use the identifiers of the real
/// thing. An account is required; older clients leave it out, and then get one of zeros.
fn read(body: &Body) -> Result<NewZone, Refusal> {
    let name = body.required_text("name")?.to_owned();
    let kind = body.text("type")?.unwrap_or("full").to_owned();
    if !["full", "partial", "secondary", "internal"].contains(&kind.as_str()) {
        return Err(invalid("type", format_args!("{kind} is none of full, partial, secondary, internal")));
    }
    let id = body.text("id")?.map(str::to_owned);
    if id.as_deref().is_some_and(|id| !is_id(id)) {
        return Err(invalid("id", "not 32 hex digits"));
    }
    let account = body.inner_text("account", "id").map_or_else(|| "0".repeat(32), str::to_owned);
    if !is_id(&account) {
        return Err(if account.is_empty() {
            missing("account/id")
        } else {
            invalid("account/id", "not 32 hex digits")
        });
    }
    Ok(NewZone { id, name, account: Account { id: account, name: None }, kind })
}

/// Cloudflare's pattern for zone names wants at least two labels of letters, digits and hyphens, the last of 2 to 20.
fn unlike_cloudflare(name: NameRef<'_>) -> Vec<ApiMessage> {
    let labels: Vec<_> = name.labels().collect();
    let plain = |l: &&[u8]| l.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-') && !l.starts_with(b"-");
    let last = labels.last().map_or(0, |l| l.len());
    if labels.len() >= 2 && labels.iter().all(plain) && (2..=20).contains(&last) {
        return Vec::new();
    }
    vec![ApiMessage::new(1300, format!("{name} works here, but Cloudflare would refuse it as a zone")).at("/name")]
}
