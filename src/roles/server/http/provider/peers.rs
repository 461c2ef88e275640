//! `/accounts/{a}/secondary_dns/peers`. A POST may give all fields or the name alone; a PUT keeps what it leaves out, for
//! some clients send only what changed, and clears what is `null`.

use std::net::IpAddr;

use axum::extract::Path;
use axum::http::{Method, Uri};

use super::body::{Body, invalid};
use super::objects::{self, Asked};
use super::{Answer, App, Refusal, gone, ok, running, whole};
use crate::product::provider::model::{Peer, Tsig};
use crate::roles::server::http::Server;
use crate::roles::server::store::Kind;

const KIND: Kind = Kind::Peer;

pub(super) async fn list(server: App, Path(account): Path<String>, asked: Asked) -> Answer {
    objects::list::<Peer>(&server, KIND, &account, asked).await
}

pub(super) async fn one(server: App, Path((account, id)): Path<(String, String)>) -> Answer {
    ok(objects::one::<Peer>(&server, KIND, &account, &id).await?.value)
}

pub(super) async fn create(server: App, Path(account): Path<String>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        objects::is_account(&account)?;
        body.required_text("name")?;
        let new = Peer { id: objects::new_id(&server, KIND, &body).await?, ..Peer::default() };
        let peer = read(&server, &account, &body, new).await?;
        let write = objects::put(KIND, &peer.id, &account, &peer, None)?;
        objects::write(&server, vec![write], &Method::POST, uri.path()).await?;
        ok(peer)
    })
    .await
}

pub(super) async fn update(server: App, Path((account, id)): Path<(String, String)>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let mut found = objects::one::<Peer>(&server, KIND, &account, &id).await?;
        found.value = read(&server, &account, &body, found.value.clone()).await?;
        objects::write(&server, vec![found.put()?], &Method::PUT, uri.path()).await?;
        running::peer_changed(&server.app, &id).await?;
        ok(found.value)
    })
    .await
}

pub(super) async fn remove(server: App, Path((account, id)): Path<(String, String)>, uri: Uri) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let found = objects::one::<Peer>(&server, KIND, &account, &id).await?;
        objects::is_unused(&server, KIND, &id).await?;
        objects::write(&server, vec![found.delete()], &Method::DELETE, uri.path()).await?;
        gone(&id)
    })
    .await
}

/// `peer` with what the body says.
async fn read(server: &Server, account: &str, body: &Body, mut peer: Peer) -> Result<Peer, Refusal> {
    if let Some(name) = body.text("name")? {
        if name.is_empty() {
            return Err(invalid("name", "must not be empty"));
        }
        name.clone_into(&mut peer.name);
    }
    if let Some(ip) = body.text("ip")? {
        ip.clone_into(&mut peer.ip);
        let address = (!ip.is_empty()).then(|| ip.parse::<IpAddr>()).transpose();
        let address = address.map_err(|_| invalid("ip", format_args!("{ip} is not an IPv4 or IPv6 address")))?;
        if address.is_some_and(|ip| !server.app.config.may_ask(ip)) {
            let why = "this server asks there only where --allow-peer says so";
            return Err(invalid("ip", why));
        }
    }
    if let Some(port) = body.number("port")? {
        peer.port = port;
    }
    if let Some(ixfr) = body.flag("ixfr_enable")? {
        peer.ixfr_enable = ixfr;
    }
    if let Some(id) = body.text("tsig_id")?.filter(|id| !id.is_empty()) {
        let key = objects::find::<Tsig>(&server.app, Kind::Tsig, id).await?;
        if key.is_none_or(|key| key.account != account) {
            return Err(invalid("tsig_id", format_args!("there is no TSIG {id}")));
        }
        peer.tsig_id = Some(id.to_owned());
    } else if body.is_cleared("tsig_id") || body.text("tsig_id")?.is_some() {
        peer.tsig_id = None;
    }
    if body.is_cleared("ip") {
        peer.ip.clear();
    }
    if body.is_cleared("port") {
        peer.port = 0;
    }
    Ok(peer)
}
