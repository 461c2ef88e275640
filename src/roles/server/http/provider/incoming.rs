//! `/zones/{z}/secondary_dns/incoming` and `force_axfr`. Making the configuration starts the first transfer.

use axum::extract::Path;
use axum::http::{Method, StatusCode, Uri};
use serde::{Deserialize, Serialize};

use super::body::{Body, invalid};
use super::refusal::{EXISTS, NOT_SECONDARY};
use super::{Answer, App, Refusal, gone, links, objects, ok, running, told, whole, zones};
use crate::product::provider::cloudflare::{MIN_REFRESH_S, USUAL_REFRESH_S};
use crate::product::provider::model::{ApiMessage, Incoming, Link, Zone};
use crate::roles::server::clock;
use crate::roles::server::http::Server;
use crate::roles::server::store::Kind;

const KIND: Kind = Kind::Incoming;

/// What is stored: the link and its times.
#[derive(Deserialize, Serialize)]
pub(super) struct Kept {
    #[serde(flatten)]
    pub(super) link: Link,
    created_time: String,
    modified_time: String,
}

pub(super) async fn one(server: App, Path(zone): Path<String>) -> Answer {
    let zone = zones::find(&server, &zone).await?;
    let kept = find(&server, &zone.id).await?;
    ok(shown(&server, &zone.value, &kept.value)?)
}

pub(super) async fn create(server: App, Path(zone): Path<String>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let zone = zones::find(&server, &zone).await?;
        if zone.value.kind != "secondary" {
            let message = format!("the zone is of type {}, not secondary", zone.value.kind);
            return Err(Refusal::new(StatusCode::BAD_REQUEST, NOT_SECONDARY, message));
        }
        if objects::find::<Kept>(&server.app, KIND, &zone.id).await?.is_some() {
            return Err(Refusal::conflict(EXISTS, "the zone has an incoming configuration already; PUT changes it"));
        }
        let (link, messages) = read(&server, &zone, &body).await?;
        let now = clock::rfc3339_micros();
        let kept = Kept { link, created_time: now.clone(), modified_time: now };
        let write = objects::put(KIND, &zone.id, &zone.account, &kept, None)?;
        objects::write(&server, vec![write], &Method::POST, uri.path()).await?;
        running::run(&server.app, &zone.value).await?;
        told(shown(&server, &zone.value, &kept)?, messages)
    })
    .await
}

pub(super) async fn update(server: App, Path(zone): Path<String>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let zone = zones::find(&server, &zone).await?;
        let mut kept = find(&server, &zone.id).await?;
        let (link, messages) = read(&server, &zone, &body).await?;
        kept.value.link = link;
        kept.value.modified_time = clock::rfc3339_micros();
        objects::write(&server, vec![kept.put()?], &Method::PUT, uri.path()).await?;
        running::run(&server.app, &zone.value).await?;
        told(shown(&server, &zone.value, &kept.value)?, messages)
    })
    .await
}

/// The zone stays, read-only and without content: nothing refreshes it any more.
pub(super) async fn remove(server: App, Path(zone): Path<String>, uri: Uri) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let zone = zones::find(&server, &zone).await?;
        let kept = find(&server, &zone.id).await?;
        objects::write(&server, vec![kept.delete()], &Method::DELETE, uri.path()).await?;
        server.app.control.remove_zone(zones::apex(&zone.value)?.as_ref()).await?;
        running::run(&server.app, &zone.value).await?;
        gone(&zone.id)
    })
    .await
}

/// Joins a transfer under way.
pub(super) async fn force_axfr(server: App, Path(zone): Path<String>) -> Answer {
    let zone = zones::find(&server, &zone).await?;
    find(&server, &zone.id).await?;
    if server.app.control.force_transfer(zones::apex(&zone.value)?.as_ref()) { ok("OK") } else { Err(absent()) }
}

async fn find(server: &Server, zone: &str) -> Result<objects::Found<Kept>, Refusal> {
    objects::find(&server.app, KIND, zone).await?.ok_or_else(absent)
}

fn absent() -> Refusal {
    Refusal::absent("incoming configuration of", "this zone")
}

/// With what the running zone says. The serial is 0 before the first transfer.
fn shown(server: &Server, zone: &Zone, kept: &Kept) -> Result<Incoming, Refusal> {
    let apex = zones::apex(zone)?;
    let status = server.app.control.status(apex.as_ref());
    let checked = status.as_ref().and_then(|s| s.checked_at_us);
    Ok(Incoming {
        id: zone.id.clone(),
        name: apex.to_string(),
        peers: kept.link.peers.clone(),
        primaries: kept.link.peers.clone(),
        auto_refresh_seconds: kept.link.auto_refresh_seconds,
        soa_serial: status.and_then(|s| s.serial).map_or(0, |s| s.0),
        created_time: kept.created_time.clone(),
        checked_time: checked.map(clock::rfc3339_micros_at).unwrap_or_default(),
        modified_time: kept.modified_time.clone(),
    })
}

/// `auto_refresh_seconds` may be absent: Terraform leaves it out and means the usual.
async fn read(server: &Server, zone: &objects::Found<Zone>, body: &Body) -> Result<(Link, Vec<ApiMessage>), Refusal> {
    let refresh = body.number("auto_refresh_seconds")?.unwrap_or(USUAL_REFRESH_S.value);
    if refresh < MIN_REFRESH_S.value {
        let why = format!("{refresh} is below {}, the least", MIN_REFRESH_S.value);
        return Err(invalid("auto_refresh_seconds", why));
    }
    let linked = links::read(server, zone, body, "nothing is transferred from it").await?;
    let link = Link { name: linked.name, peers: linked.peers, auto_refresh_seconds: refresh };
    Ok((link, linked.messages))
}
