//! The provider's objects in the store: found, made, replaced, removed.

use axum::http::Method;
use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::refusal::{Refusal, STORE};
use crate::product::provider::model::is_id;
use crate::roles::server::http::Server;
use crate::roles::server::store::{Audit, Fault, Kind, Object, Write};
use crate::roles::server::{App, clock};

/// An object as the store has it, read.
pub(super) struct Found<T> {
    pub(super) value: T,
    pub(super) account: String,
    pub(super) id: String,
    kind: Kind,
    revision: u64,
}

impl<T: Serialize> Found<T> {
    /// The write that replaces it by what `value` is now.
    pub(super) fn put(&self) -> Result<Write, Refusal> {
        put(self.kind, &self.id, &self.account, &self.value, Some(self.revision))
    }

    /// The write that removes it.
    pub(super) fn delete(&self) -> Write {
        Write::Delete { kind: self.kind, id: self.id.clone(), expected: self.revision }
    }
}

/// All objects of a kind. One that does not read is a fault of an earlier version: it is left out and logged.
pub(super) async fn all<T: DeserializeOwned>(app: &App, kind: Kind) -> Result<Vec<Found<T>>, Fault> {
    let objects = app.store.objects(kind).await?;
    let read = objects.into_iter().filter_map(|object| {
        let Object { kind, id, account, revision, body } = object;
        match serde_json::from_value(body) {
            Ok(value) => Some(Found { value, account, id, kind, revision }),
            Err(_) => {
                tracing::error!(kind = kind.word(), id, "a stored object does not read");
                None
            }
        }
    });
    Ok(read.collect())
}

/// Those of one account.
pub(super) async fn of_account<T: DeserializeOwned>(
    server: &Server,
    kind: Kind,
    account: &str,
) -> Result<Vec<Found<T>>, Refusal> {
    // Any account of that form exists; another is no route.
    if !is_id(account) {
        return Err(Refusal::no_route(&format!("/accounts/{account}/secondary_dns")));
    }
    let mut found = all(&server.app, kind).await?;
    found.retain(|o| o.account == account);
    Ok(found)
}

/// One of an account's.
pub(super) async fn one<T: DeserializeOwned>(
    server: &Server,
    kind: Kind,
    account: &str,
    id: &str,
) -> Result<Found<T>, Refusal> {
    let mut found = of_account(server, kind, account).await?.into_iter();
    found.find(|o| o.id == id).ok_or_else(|| Refusal::absent(kind.word(), id))
}

/// The write that stores an object.
pub(super) fn put<T: Serialize>(
    kind: Kind,
    id: &str,
    account: &str,
    value: &T,
    expected: Option<u64>,
) -> Result<Write, Refusal> {
    let body = serde_json::to_value(value)
        .map_err(|e| Refusal::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, STORE, e.to_string()))?;
    let object = Object { kind, id: id.to_owned(), account: account.to_owned(), revision: 0, body };
    Ok(Write::Put { object, expected })
}

/// Writes all or none.
pub(super) async fn write(server: &Server, writes: Vec<Write>, method: &Method, path: &str) -> Result<(), Refusal> {
    let audit = Audit { at_s: clock::wall_s(), action: format!("{method} {path}") };
    server.app.store.write_objects(writes, audit).await?;
    Ok(())
}

/// A new identifier: 32 hex digits.
pub(super) fn new_id() -> Result<String, Refusal> {
    let mut octets = [0; 16];
    let filled = getrandom::fill(&mut octets);
    filled.map_err(|e| Refusal::from(Fault::Unavailable(format!("no randomness: {e}"))))?;
    Ok(HEXLOWER.encode(&octets))
}
