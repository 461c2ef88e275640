//! `/accounts/{a}/secondary_dns/tsigs`. The name comes back with its final dot, the secret as it was sent.

use axum::extract::Path;
use axum::http::{Method, Uri};

use super::body::{Body, invalid};
use super::objects::{self, Asked};
use super::refusal::EXISTS;
use super::{Answer, App, Refusal, gone, ok, running, whole};
use crate::engine::dns::Name;
use crate::engine::tsig::{self, Algorithm};
use crate::product::provider::model::{Secret, Tsig};
use crate::roles::server::http::Server;
use crate::roles::server::store::{Kind, Query};

const KIND: Kind = Kind::Tsig;

pub(super) async fn list(server: App, Path(account): Path<String>, asked: Asked) -> Answer {
    objects::list::<Tsig>(&server, KIND, &account, asked).await
}

pub(super) async fn one(server: App, Path((account, id)): Path<(String, String)>) -> Answer {
    ok(objects::one::<Tsig>(&server, KIND, &account, &id).await?.value)
}

pub(super) async fn create(server: App, Path(account): Path<String>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        objects::is_account(&account)?;
        let key = read(&body, objects::new_id(&server, KIND, &body).await?)?;
        is_free(&server, &account, &key).await?;
        let write = objects::put(KIND, &key.id, &account, &key, None)?;
        objects::write(&server, vec![write], &Method::POST, uri.path()).await?;
        ok(key)
    })
    .await
}

pub(super) async fn update(server: App, Path((account, id)): Path<(String, String)>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let mut found = objects::one::<Tsig>(&server, KIND, &account, &id).await?;
        found.value = read(&body, id.clone())?;
        is_free(&server, &account, &found.value).await?;
        objects::write(&server, vec![found.put()?], &Method::PUT, uri.path()).await?;
        running::key_changed(&server.app, &id).await?;
        ok(found.value)
    })
    .await
}

pub(super) async fn remove(server: App, Path((account, id)): Path<(String, String)>, uri: Uri) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let found = objects::one::<Tsig>(&server, KIND, &account, &id).await?;
        objects::is_unused(&server, KIND, &id).await?;
        objects::write(&server, vec![found.delete()], &Method::DELETE, uri.path()).await?;
        gone(&id)
    })
    .await
}

/// A message names its key by name alone: two of one name could not be told apart.
async fn is_free(server: &Server, account: &str, key: &Tsig) -> Result<(), Refusal> {
    let named = Query { account: Some(account.to_owned()), ..Query::named(KIND, &key.name) };
    let (keys, _) = objects::some::<Tsig>(&server.app, named).await?;
    if keys.iter().any(|o| o.id != key.id) {
        return Err(Refusal::conflict(EXISTS, format!("there is a TSIG called {} already", key.name)));
    }
    Ok(())
}

/// All three are required. The algorithm may lack its final dot.
fn read(body: &Body, id: String) -> Result<Tsig, Refusal> {
    let name = body.required_text("name")?;
    let name = Name::absolute(name).map_err(|_| invalid("name", format_args!("{name} is not a domain name")))?;
    let algo = body.required_text("algo")?;
    let algorithm = Algorithm::from_text(algo);
    let algorithm = algorithm.ok_or_else(|| {
        let known: Vec<_> = Algorithm::ALL.into_iter().map(Algorithm::mnemonic).collect();
        invalid("algo", format_args!("{algo} is none of {}", known.join(", ")))
    })?;
    let secret = body.required_text("secret")?;
    if tsig::Secret::from_base64(secret).is_none_or(|s| s.is_empty()) {
        return Err(invalid("secret", "not base64"));
    }
    Ok(Tsig { id, name: name.to_string(), algo: algorithm.name().to_string(), secret: Secret::new(secret) })
}
