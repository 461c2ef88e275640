//! `/accounts`. Any account of 32 hex digits exists; those that have something are listed, and one of zeros when none
//! has, so that whoever starts here finds an account to start with.

use axum::extract::{Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::body::invalid;
use super::{Answer, App, Page, objects, ok, zones};

/// What the provider lists on a page unless asked, and at most.
const PER_PAGE: (u64, u64) = (20, 50);

/// What a list may be narrowed to.
#[derive(Deserialize)]
pub(super) struct Wanted {
    name: Option<String>,
    direction: Option<String>,
    page: Option<u64>,
    per_page: Option<u64>,
}

pub(super) async fn list(
    server: App,
    query: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Answer {
    let Query(wanted) = query.map_err(|rejected| invalid("query", rejected.body_text()))?;
    let mut accounts = server.app.store.accounts().await?;
    if accounts.is_empty() {
        accounts.push("0".repeat(32));
    }
    if wanted.name.is_some_and(|name| !name.eq_ignore_ascii_case(zones::ACCOUNT_NAME)) {
        accounts.clear();
    }
    if wanted.direction.as_deref() == Some("desc") {
        accounts.reverse();
    }
    let page = Page::asked(wanted.page, wanted.per_page, PER_PAGE.0, PER_PAGE.1);
    let total = accounts.len() as u64;
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let shown = accounts.iter().skip(number(page.skipped())).take(number(page.size)).map(|id| account(id));
    page.answer(shown.collect(), total)
}

pub(super) async fn one(Path(id): Path<String>) -> Answer {
    objects::is_account(&id)?;
    ok(account(&id))
}

fn account(id: &str) -> Value {
    json!({
        "id": id,
        "name": zones::ACCOUNT_NAME,
        "type": "standard",
        "settings": { "enforce_twofactor": false },
        "created_on": "1970-01-01T00:00:00.000000Z",
    })
}
