//! The provider's objects in the store: found, made, replaced, removed.

use axum::extract::Query as FromQuery;
use axum::extract::rejection::QueryRejection;
use axum::http::Method;
use data_encoding::HEXLOWER;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::body::{Body, invalid};
use super::refusal::{IN_USE, Refusal, STORE};
use super::{Answer, Page, ok};
use crate::product::provider::model::is_id;
use crate::roles::server::http::{Server, client};
use crate::roles::server::store::{self, Audit, Fault, Kind, Object, Query, Write};
use crate::roles::server::{App, clock};

/// How many objects of an account a page has unless asked, and at most. Without `page` a list is whole, as the
/// provider's.
const PER_PAGE: (u64, u64) = (100, 5_000);

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
}

impl<T> Found<T> {
    /// The same object with other content.
    pub(super) fn with(self, value: T) -> Self {
        Self { value, ..self }
    }

    /// The write that removes it.
    pub(super) fn delete(&self) -> Write {
        Write::Delete { kind: self.kind, id: self.id.clone(), expected: self.revision }
    }
}

/// One that does not read is a fault of an earlier version: it is left out and logged.
fn read<T: DeserializeOwned>(object: Object) -> Option<Found<T>> {
    let Object { kind, id, account, revision, body } = object;
    match serde_json::from_value(body) {
        Ok(value) => Some(Found { value, account, id, kind, revision }),
        Err(_) => {
            tracing::error!(kind = kind.word(), id, "a stored object does not read");
            None
        }
    }
}

/// All objects of a kind.
pub(super) async fn all<T: DeserializeOwned>(app: &App, kind: Kind) -> Result<Vec<Found<T>>, Fault> {
    Ok(app.store.objects(kind).await?.into_iter().filter_map(read).collect())
}

/// A page of objects, and how many there are on all pages.
pub(super) async fn some<T: DeserializeOwned>(app: &App, query: Query) -> Result<(Vec<Found<T>>, u64), Fault> {
    let store::Page { objects, total } = app.store.query(query).await?;
    Ok((objects.into_iter().filter_map(read).collect(), total))
}

/// The object of that id, if there is one.
pub(super) async fn find<T: DeserializeOwned>(app: &App, kind: Kind, id: &str) -> Result<Option<Found<T>>, Fault> {
    Ok(app.store.object(kind, id.to_owned()).await?.and_then(read))
}

/// One of an account's.
pub(super) async fn one<T: DeserializeOwned>(
    server: &Server,
    kind: Kind,
    account: &str,
    id: &str,
) -> Result<Found<T>, Refusal> {
    is_account(account)?;
    let found = find(&server.app, kind, id).await?.filter(|found| found.account == account);
    found.ok_or_else(|| Refusal::absent(kind.word(), id))
}

/// Which page of an account's list is wanted.
#[derive(Deserialize)]
pub(super) struct Paging {
    page: Option<u64>,
    per_page: Option<u64>,
}

/// The same, as a request has it.
pub(super) type Asked = Result<FromQuery<Paging>, QueryRejection>;

/// The answer to a list of an account's objects, by id.
pub(super) async fn list<T>(server: &Server, kind: Kind, account: &str, asked: Asked) -> Answer
where
    T: DeserializeOwned + Serialize,
{
    is_account(account)?;
    let FromQuery(paging) = asked.map_err(|rejected| invalid("query", rejected.body_text()))?;
    let query = Query { account: Some(account.to_owned()), ..Query::all(kind) };
    if paging.page.is_none() && paging.per_page.is_none() {
        let (found, _) = some::<T>(&server.app, query).await?;
        return ok(found.into_iter().map(|o| o.value).collect::<Vec<_>>());
    }
    let page = Page::asked(paging.page, paging.per_page, PER_PAGE.0, PER_PAGE.1);
    let (found, total) = some::<T>(&server.app, page.of(query)).await?;
    page.answer(found.into_iter().map(|o| o.value).collect(), total)
}

/// Any account of that form exists; another is no route.
pub(super) fn is_account(account: &str) -> Result<(), Refusal> {
    if is_id(account) { Ok(()) } else { Err(Refusal::no_route(&format!("/accounts/{account}"))) }
}

/// Refused while another object needs this one.
pub(super) async fn is_unused(server: &Server, kind: Kind, id: &str) -> Result<(), Refusal> {
    match server.app.store.referring(kind, id.to_owned()).await?.first() {
        None => Ok(()),
        Some(user) => {
            let (what, name) = (user.kind.word(), user.name());
            let message = format!("this {} is used by the {what} {name} ({})", kind.word(), user.id);
            Err(Refusal::conflict(IN_USE, message))
        }
    }
}

/// The identifier that the body asks for, which is ours: it lets a rehearsal use the identifiers of the real thing.
/// Else a new one.
pub(super) async fn new_id(server: &Server, kind: Kind, body: &Body) -> Result<String, Refusal> {
    match body.text("id")?.filter(|id| !id.is_empty()) {
        None => random_id(),
        Some(id) if !is_id(id) => Err(invalid("id", "not 32 hex digits")),
        Some(id) => match server.app.store.object(kind, id.to_owned()).await? {
            None => Ok(id.to_owned()),
            Some(_) => Err(invalid("id", format_args!("another {} has it", kind.word()))),
        },
    }
}

/// 32 hex digits.
fn random_id() -> Result<String, Refusal> {
    let mut octets = [0; 16];
    let filled = getrandom::fill(&mut octets);
    filled.map_err(|e| Refusal::from(Fault::Unavailable(format!("no randomness: {e}"))))?;
    Ok(HEXLOWER.encode(&octets))
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

/// Writes all or none, and says in the audit and in the log what was done: method, path and who, never a body.
pub(super) async fn write(server: &Server, writes: Vec<Write>, method: &Method, path: &str) -> Result<(), Refusal> {
    let action = client::action(method, path);
    tracing::info!(target: "audit", "{action}");
    server.app.store.write_objects(writes, Audit { at_s: clock::wall_s(), action }).await?;
    Ok(())
}
