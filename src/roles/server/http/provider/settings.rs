//! `/zones/{z}/dns_settings`: kept and shown, with the provider's bounds. Nothing here is proxied, so overrides change
//! no answer, and that is said.

use axum::extract::Path;
use axum::http::{Method, Uri};

use super::body::{Body, invalid};
use super::{Answer, App, Refusal, objects, ok, told, whole, zones};
use crate::product::provider::model::{ApiMessage, DnsSettings, SoaSettings};
use crate::roles::server::store::Kind;

const KIND: Kind = Kind::Settings;

/// Bounds in seconds, as the provider's schema has them.
const NS_TTL: (u32, u32) = (30, 86_400);
/// The same of the SOA's fields.
const SOA: [(&str, u32, u32); 5] = [
    ("refresh", 600, 86_400),
    ("retry", 600, 3_600),
    ("expire", 86_400, 2_419_200),
    ("min_ttl", 60, 86_400),
    ("ttl", 1_800, 3_600),
];
const MODES: [&str; 3] = ["standard", "cdn_only", "dns_only"];
const NAME_SERVERS: [&str; 6] =
    ["cloudflare.standard", "cloudflare.advanced", "custom.account", "custom.tenant", "custom.zone", "custom"];

pub(super) async fn one(server: App, Path(zone): Path<String>) -> Answer {
    let zone = zones::find(&server, &zone).await?;
    let kept = objects::find::<DnsSettings>(&server.app, KIND, &zone.id).await?;
    ok(kept.map(|kept| kept.value).unwrap_or_default())
}

/// What is absent stays.
pub(super) async fn change(server: App, Path(zone): Path<String>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let zone = zones::find(&server, &zone).await?;
        let kept = objects::find::<DnsSettings>(&server.app, KIND, &zone.id).await?;
        let mut settings = kept.as_ref().map(|kept| kept.value.clone()).unwrap_or_default();
        read(&body, &mut settings)?;
        let write = match kept {
            None => objects::put(KIND, &zone.id, &zone.account, &settings, None)?,
            Some(kept) => kept.with(settings.clone()).put()?,
        };
        objects::write(&server, vec![write], &Method::PATCH, uri.path()).await?;
        let mut messages = Vec::new();
        if settings.secondary_overrides {
            let message = "nothing is proxied here: the zone is answered as the primary sent it";
            messages.push(ApiMessage::new(1300, message).at("/secondary_overrides"));
        }
        told(settings, messages)
    })
    .await
}

fn read(body: &Body, settings: &mut DnsSettings) -> Result<(), Refusal> {
    for (name, flag) in [
        ("flatten_all_cnames", &mut settings.flatten_all_cnames),
        ("foundation_dns", &mut settings.foundation_dns),
        ("multi_provider", &mut settings.multi_provider),
        ("secondary_overrides", &mut settings.secondary_overrides),
    ] {
        if let Some(value) = body.flag(name)? {
            *flag = value;
        }
    }
    if let Some(ttl) = body.bounded("ns_ttl", NS_TTL.0, NS_TTL.1)? {
        settings.ns_ttl = ttl;
    }
    if let Some(mode) = body.one_of("zone_mode", &MODES)? {
        mode.clone_into(&mut settings.zone_mode);
    }
    if let Some(servers) = body.object("nameservers")? {
        let kind = servers.one_of("type", &NAME_SERVERS)?;
        kind.ok_or_else(|| invalid("nameservers/type", "is required"))?.clone_into(&mut settings.nameservers.kind);
    }
    if let Some(soa) = body.object("soa")? {
        read_soa(&soa, &mut settings.soa)?;
    }
    Ok(())
}

fn read_soa(body: &Body, soa: &mut SoaSettings) -> Result<(), Refusal> {
    if body.has("mname") {
        soa.mname = body.text("mname")?.map(str::to_owned);
    }
    if let Some(rname) = body.text("rname")? {
        rname.clone_into(&mut soa.rname);
    }
    let fields = [&mut soa.refresh, &mut soa.retry, &mut soa.expire, &mut soa.min_ttl, &mut soa.ttl];
    for (field, (name, least, most)) in fields.into_iter().zip(SOA) {
        if let Some(seconds) = body.bounded(name, least, most)? {
            *field = seconds;
        }
    }
    Ok(())
}
