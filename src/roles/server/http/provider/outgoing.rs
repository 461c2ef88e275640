//! `/zones/{z}/secondary_dns/outgoing`: this machine as a zone's primary. A configuration begins disabled, as the
//! provider's does; enabled, its peers may transfer the zone.

use axum::extract::Path;
use axum::http::{Method, StatusCode, Uri};
use serde::{Deserialize, Serialize};

use super::body::Body;
use super::refusal::{DISABLED, EXISTS};
use super::{Answer, App, Refusal, gone, links, objects, ok, running, told, whole, zones};
use crate::product::provider::model::{ApiMessage, Outgoing, OutgoingLink, OutgoingStatus, Zone};
use crate::roles::server::clock;
use crate::roles::server::http::Server;
use crate::roles::server::store::Kind;

const KIND: Kind = Kind::Outgoing;

/// What is stored: the link, whether it is enabled, its times.
#[derive(Deserialize, Serialize)]
pub(super) struct Kept {
    #[serde(flatten)]
    pub(super) link: OutgoingLink,
    pub(super) enabled: bool,
    created_time: String,
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
        if objects::find::<Kept>(&server.app, KIND, &zone.id).await?.is_some() {
            let message = "the zone has an outgoing configuration already; PUT changes it";
            return Err(Refusal::conflict(EXISTS, message));
        }
        let (link, messages) = read(&server, &zone, &body).await?;
        let kept = Kept { link, enabled: false, created_time: clock::rfc3339_micros() };
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
        objects::write(&server, vec![kept.put()?], &Method::PUT, uri.path()).await?;
        running::run(&server.app, &zone.value).await?;
        told(shown(&server, &zone.value, &kept.value)?, messages)
    })
    .await
}

pub(super) async fn remove(server: App, Path(zone): Path<String>, uri: Uri) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let zone = zones::find(&server, &zone).await?;
        let kept = find(&server, &zone.id).await?;
        objects::write(&server, vec![kept.delete()], &Method::DELETE, uri.path()).await?;
        running::run(&server.app, &zone.value).await?;
        gone(&zone.id)
    })
    .await
}

pub(super) async fn enable(server: App, Path(zone): Path<String>, uri: Uri) -> Answer {
    switch(server, zone, uri, true).await
}

pub(super) async fn disable(server: App, Path(zone): Path<String>, uri: Uri) -> Answer {
    switch(server, zone, uri, false).await
}

async fn switch(server: App, zone: String, uri: Uri, enabled: bool) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let zone = zones::find(&server, &zone).await?;
        let mut kept = find(&server, &zone.id).await?;
        kept.value.enabled = enabled;
        objects::write(&server, vec![kept.put()?], &Method::POST, uri.path()).await?;
        running::run(&server.app, &zone.value).await?;
        if enabled {
            // Nothing is told of a zone without content: its peers hear of the first version.
            let _ = server.app.control.tell(zones::apex(&zone.value)?.as_ref());
        }
        ok(word(enabled))
    })
    .await
}

pub(super) async fn status(server: App, Path(zone): Path<String>) -> Answer {
    let zone = zones::find(&server, &zone).await?;
    ok(word(find(&server, &zone.id).await?.value.enabled))
}

/// Tells the peers of the version served. The answer does not wait for theirs: those are events of the zone.
pub(super) async fn force_notify(server: App, Path(zone): Path<String>) -> Answer {
    let zone = zones::find(&server, &zone).await?;
    if !find(&server, &zone.id).await?.value.enabled {
        let message = "outgoing transfers of the zone are disabled: nobody is told; enable them first";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, DISABLED, message));
    }
    if !server.app.control.tell(zones::apex(&zone.value)?.as_ref()) {
        let message = "the zone has no content yet: its peers are told of the first version, not before";
        return told("OK", vec![ApiMessage::new(1300, message)]);
    }
    ok("OK")
}

const fn word(enabled: bool) -> OutgoingStatus {
    if enabled { OutgoingStatus::Enabled } else { OutgoingStatus::Disabled }
}

async fn find(server: &Server, zone: &str) -> Result<objects::Found<Kept>, Refusal> {
    let kept = objects::find(&server.app, KIND, zone).await?;
    kept.ok_or_else(|| Refusal::absent("outgoing configuration of", "this zone"))
}

fn shown(server: &Server, zone: &Zone, kept: &Kept) -> Result<Outgoing, Refusal> {
    let apex = zones::apex(zone)?;
    let status = server.app.control.status(apex.as_ref());
    let time = |at: Option<u64>| at.map(clock::rfc3339_micros_at).unwrap_or_default();
    Ok(Outgoing {
        id: zone.id.clone(),
        name: apex.to_string(),
        peers: kept.link.peers.clone(),
        primaries: kept.link.peers.clone(),
        checked_time: time(status.as_ref().and_then(|s| s.checked_at_us)),
        last_transferred_time: time(status.as_ref().and_then(|s| s.given_at_us)),
        soa_serial: status.and_then(|s| s.serial).map_or(0, |s| s.0),
        created_time: kept.created_time.clone(),
    })
}

async fn read(
    server: &Server,
    zone: &objects::Found<Zone>,
    body: &Body,
) -> Result<(OutgoingLink, Vec<ApiMessage>), Refusal> {
    let linked = links::read(server, zone, body, "it is not told, and its transfers are refused").await?;
    let mut messages = linked.messages;
    if zone.value.kind != "secondary" {
        let message = format!(
            "this machine holds content of secondary zones alone; this one is {}, so there is nothing to transfer",
            zone.value.kind
        );
        messages.push(ApiMessage::new(1300, message));
    }
    Ok((OutgoingLink { name: linked.name, peers: linked.peers }, messages))
}
