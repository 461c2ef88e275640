//! `/zones`. Names have no final dot here. Any domain name may be a zone; what Cloudflare would refuse is a message.

use axum::extract::{Path, Query};
use axum::http::{Method, StatusCode, Uri};
use serde::Deserialize;

use super::body::{Body, invalid, missing};
use super::refusal::IN_USE;
use super::{Answer, App, Page, Refusal, gone, objects, ok, running, told, whole};
use crate::engine::dns::{Name, NameRef};
use crate::product::provider::model::{Account, ApiMessage, Meta, NewZone, Owner, Plan, Zone, is_id};
use crate::roles::server::clock;
use crate::roles::server::http::{Server, client};
use crate::roles::server::store::{self, Audit, Field, Filter, Kind, Test, Write};

/// What the provider lists on a page unless asked, and at most.
const PER_PAGE: (u64, u64) = (20, 50);

/// What a zone may be.
const TYPES: [&str; 4] = ["full", "partial", "secondary", "internal"];

/// What a PATCH may change.
const EDITABLE: [&str; 3] = ["paused", "type", "vanity_name_servers"];

/// The name servers of a new zone: `secondary` in them as the provider's have it, under [`Config::ns_suffix`].
///
/// [`Config::ns_suffix`]: crate::roles::server::Config::ns_suffix
const NAME_SERVERS: [&str; 2] = ["ns0001.secondary", "ns0002.secondary"];

/// What every account here is called.
pub(super) const ACCOUNT_NAME: &str = "This machine";

/// What a list may be narrowed to.
#[derive(Deserialize)]
pub(super) struct Wanted {
    name: Option<String>,
    status: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(rename = "account.id")]
    account: Option<String>,
    #[serde(rename = "account.name")]
    account_name: Option<String>,
    order: Option<String>,
    direction: Option<String>,
    #[serde(rename = "match")]
    matching: Option<String>,
    page: Option<u64>,
    per_page: Option<u64>,
}

pub(super) async fn list(
    server: App,
    query: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Answer {
    let Query(wanted) = query.map_err(|rejected| invalid("query", rejected.body_text()))?;
    let page = Page::asked(wanted.page, wanted.per_page, PER_PAGE.0, PER_PAGE.1);
    let (found, total) = objects::some::<Zone>(&server.app, page.of(wanted.query())).await?;
    page.answer(found.into_iter().map(|o| o.value).collect(), total)
}

impl Wanted {
    fn query(&self) -> store::Query {
        let filter = |field, test, value: &str| Filter { field, test, value: value.to_owned() };
        let mut filters = Vec::new();
        if let Some(name) = &self.name {
            let (test, name) = operator(name);
            filters.push(filter(Field::Name, test, &name.trim_end_matches('.').to_ascii_lowercase()));
        }
        filters.extend(self.status.as_deref().map(|status| filter(Field::Status, Test::Is, status)));
        filters.extend(self.kind.as_deref().map(|kinds| filter(Field::Type, Test::IsOneOf, kinds)));
        filters.extend(self.account.as_deref().map(|id| filter(Field::Account, Test::Is, id)));
        if let Some(wanted) = &self.account_name {
            // All accounts have the one name: either every account fits, or none.
            let (test, wanted) = operator(wanted);
            let fits = test.holds(&ACCOUNT_NAME.to_ascii_lowercase(), &wanted.to_ascii_lowercase());
            filters.push(filter(Field::Account, if fits { Test::IsNot } else { Test::Is }, ""));
        }
        let order = match self.order.as_deref() {
            Some("status") => Field::Status,
            Some("account.id") => Field::Account,
            _ => Field::Name,
        };
        let any = self.matching.as_deref() == Some("any");
        let descending = self.direction.as_deref() == Some("desc");
        store::Query { filters, any, order, descending, ..store::Query::all(Kind::Zone) }
    }
}

/// `example.com`, or with an operator before it: `contains:ample`. Names here have no case.
fn operator(wanted: &str) -> (Test, &str) {
    let Some((operator, value)) = wanted.split_once(':') else { return (Test::Is, wanted) };
    let test = match operator {
        "equal" => Test::Is,
        "not_equal" => Test::IsNot,
        "contains" | "contains_case_sensitive" => Test::Contains,
        "starts_with" | "starts_with_case_sensitive" => Test::StartsWith,
        "ends_with" | "ends_with_case_sensitive" => Test::EndsWith,
        _ => return (Test::Is, wanted),
    };
    (test, value)
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
        let text = name.as_ref().without_dot();
        let (others, _) = objects::some::<Zone>(&server.app, store::Query::named(Kind::Zone, &text)).await?;
        if !others.is_empty() {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, 1061, format!("{text} already exists")));
        }
        let id = objects::new_id(&server, Kind::Zone, &body).await?;
        let now = clock::rfc3339_micros();
        let zone = Zone {
            id: id.clone(),
            name: text,
            kind: new.kind,
            status: "pending".to_owned(),
            name_servers: NAME_SERVERS.map(|ns| format!("{ns}.{}", server.app.config.ns_suffix)).to_vec(),
            created_on: now.clone(),
            modified_on: now,
            account: Account { name: Some(ACCOUNT_NAME.to_owned()), id: new.account.id.clone() },
            owner: Owner {
                id: Some(new.account.id.clone()),
                kind: Some("organization".to_owned()),
                name: Some(ACCOUNT_NAME.to_owned()),
            },
            meta: Meta { dns_only: true },
            // Secondary DNS is of this plan.
            plan: Plan {
                legacy_id: "enterprise".to_owned(),
                name: "Enterprise Website".to_owned(),
                id: "0".repeat(32),
            },
            ..Zone::default()
        };
        let write = objects::put(Kind::Zone, &id, &new.account.id, &zone, None)?;
        objects::write(&server, vec![write], &Method::POST, uri.path()).await?;
        running::run(&server.app, &zone).await?;
        told(zone, unlike_cloudflare(name.as_ref()))
    })
    .await
}

/// One property at a time, as the provider has it.
pub(super) async fn edit(server: App, Path(id): Path<String>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let mut zone = find(&server, &id).await?;
        let named: Vec<_> = body.names().filter(|name| EDITABLE.contains(name)).collect();
        match named[..] {
            ["type"] => {
                let kind = body.one_of("type", &TYPES)?.ok_or_else(|| missing("type"))?;
                if kind != "secondary" && server.app.store.object(Kind::Incoming, id.clone()).await?.is_some() {
                    let message = "the zone is linked to primaries; remove its incoming configuration first";
                    return Err(Refusal::conflict(IN_USE, message));
                }
                kind.clone_into(&mut zone.value.kind);
            }
            ["paused"] => zone.value.paused = body.flag("paused")?.ok_or_else(|| missing("paused"))?,
            ["vanity_name_servers"] => {
                let names = body.required_texts("vanity_name_servers")?;
                if let Some(at) = names.iter().position(|name| Name::absolute(name).is_err()) {
                    return Err(invalid(&format!("vanity_name_servers/{at}"), "this is no domain name"));
                }
                zone.value.vanity_name_servers = names;
            }
            [] => return Err(invalid("", format_args!("one of {} is needed", EDITABLE.join(", ")))),
            _ => return Err(invalid("", "only one property can be changed at a time")),
        }
        zone.value.modified_on = clock::rfc3339_micros();
        objects::write(&server, vec![zone.put()?], &Method::PATCH, uri.path()).await?;
        running::run(&server.app, &zone.value).await?;
        ok(zone.value)
    })
    .await
}

/// The provider looks whether the zone is delegated to it. Nobody delegates to this machine: here a zone is active once
/// it is served.
pub(super) async fn activation_check(server: App, Path(id): Path<String>, uri: Uri) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let mut zone = find(&server, &id).await?;
        let served = server.app.control.snapshot(apex(&zone.value)?.as_ref()).is_some();
        let mut messages = Vec::new();
        if !served {
            messages.push(ApiMessage::new(1300, "the zone has no content yet: it stays pending"));
        } else if zone.value.status != "active" {
            zone.value.status = "active".to_owned();
            zone.value.activated_on = Some(clock::rfc3339_micros());
            objects::write(&server, vec![zone.put()?], &Method::PUT, uri.path()).await?;
        }
        told(serde_json::json!({ "id": id }), messages)
    })
    .await
}

pub(super) async fn remove(server: App, Path(id): Path<String>, uri: Uri) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let zone = find(&server, &id).await?;
        let mut writes = vec![zone.delete()];
        for kind in [Kind::Dnssec, Kind::Incoming, Kind::Outgoing, Kind::Settings] {
            let object = server.app.store.object(kind, id.clone()).await?;
            writes.extend(object.map(|o| Write::Delete { kind, id: o.id, expected: o.revision }));
        }
        objects::write(&server, writes, &Method::DELETE, uri.path()).await?;
        let apex = apex(&zone.value)?;
        server.app.control.remove_zone(apex.as_ref()).await?;
        let audit = Audit { at_s: clock::wall_s(), action: client::action(&Method::DELETE, uri.path()) };
        server.app.policies.forget(server.app.store.as_ref(), &apex, audit).await?;
        // The configuration file may have it too, or a catalog.
        if let Some(config) = server.app.policies.compose(&apex, None) {
            server.app.control.configure_zone(config).await?;
        }
        server.app.control.look_at_catalogs();
        gone(&id)
    })
    .await
}

pub(super) async fn find(server: &Server, id: &str) -> Result<objects::Found<Zone>, Refusal> {
    objects::find(&server.app, Kind::Zone, id).await?.ok_or_else(Refusal::no_zone)
}

/// The zone's name; it was one when the zone was made.
pub(super) fn apex(zone: &Zone) -> Result<Name, Refusal> {
    Name::absolute(&zone.name).map_err(|_| Refusal::no_zone())
}

/// `type` defaults to `full`, as the provider has it. An account is required; older clients leave it out, and then get
/// one of zeros.
fn read(body: &Body) -> Result<NewZone, Refusal> {
    let name = body.required_text("name")?.to_owned();
    let kind = body.one_of("type", &TYPES)?.unwrap_or("full").to_owned();
    let account = match body.object("account")? {
        None => "0".repeat(32),
        Some(account) => account.required_text("id")?.to_owned(),
    };
    if !is_id(&account) {
        return Err(invalid("account/id", "not 32 hex digits"));
    }
    Ok(NewZone { id: None, name, account: Account { id: account, name: None }, kind })
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
