//! The statements of each method about objects, inside a transaction that the caller opens and commits.

use std::fmt::Write as _;

use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::super::{Audit, Fault, Field, Filter, Kind, Object, Page, Query, Test, Write};
use super::rows::{integer, number};

const COLUMNS: &str = "kind, id, account, revision, body, secret";

pub(super) fn one(t: &Connection, kind: Kind, id: &str) -> Result<Option<Object>, Fault> {
    let mut query = t.prepare_cached(&format!("SELECT {COLUMNS} FROM object WHERE kind = ?1 AND id = ?2"))?;
    query.query_row([kind.word(), id], |row| Ok(read(row))).optional()?.transpose()
}

pub(super) fn query(t: &Connection, query: &Query) -> Result<Page, Fault> {
    let mut values = vec![query.kind.word().to_owned()];
    let mut wanted = "kind = ?".to_owned();
    if let Some(account) = &query.account {
        wanted.push_str(" AND account = ?");
        values.push(account.clone());
    }
    let conditions: Vec<String> = query.filters.iter().map(|filter| condition(filter, &mut values)).collect();
    if !conditions.is_empty() {
        let joined = conditions.join(if query.any { " OR " } else { " AND " });
        // Writing to a String cannot fail.
        let _ = write!(wanted, " AND ({joined})");
    }
    let mut counting = t.prepare_cached(&format!("SELECT count(*) FROM object WHERE {wanted}"))?;
    let total = counting.query_row(params_from_iter(&values), |row| number(row, 0))?;
    let way = if query.descending { "DESC" } else { "ASC" };
    let order = match query.order {
        Field::Id => format!("id {way}"),
        Field::Name => format!("name {way}, id {way}"),
        other => format!("{} {way}, name {way}, id {way}", column(other)),
    };
    let (skip, limit) = (integer(query.skip), integer(query.limit));
    let mut listing = t.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM object WHERE {wanted} ORDER BY {order} LIMIT {limit} OFFSET {skip}"
    ))?;
    let rows = listing.query_map(params_from_iter(&values), |row| Ok(read(row)))?;
    let objects = rows.map(|row| row.map_err(Fault::from).flatten()).collect::<Result<_, _>>()?;
    Ok(Page { objects, total })
}

/// The condition in SQL; what it compares with goes to `values`.
fn condition(filter: &Filter, values: &mut Vec<String>) -> String {
    let column = column(filter.field);
    values.push(filter.value.clone());
    match filter.test {
        Test::Is => format!("{column} = ?"),
        Test::IsNot => format!("{column} <> ?"),
        Test::IsOneOf => format!("instr(',' || ? || ',', ',' || {column} || ',') > 0"),
        Test::Contains => format!("instr({column}, ?) > 0"),
        Test::StartsWith => {
            values.push(filter.value.clone());
            format!("substr({column}, 1, length(?)) = ?")
        }
        Test::EndsWith => {
            values.extend([filter.value.clone(), filter.value.clone()]);
            format!("length({column}) >= length(?) AND substr({column}, 1 + length({column}) - length(?)) = ?")
        }
    }
}

const fn column(field: Field) -> &'static str {
    match field {
        Field::Id => "id",
        Field::Name => "name",
        Field::Account => "account",
        Field::Status => "coalesce(json_extract(body, '$.status'), '')",
        Field::Type => "coalesce(json_extract(body, '$.type'), '')",
    }
}

pub(super) fn referring(t: &Connection, kind: Kind, id: &str) -> Result<Vec<Object>, Fault> {
    let mut query = t.prepare_cached(
        "SELECT o.kind, o.id, o.account, o.revision, o.body, o.secret
         FROM reference r JOIN object o ON o.kind = r.kind AND o.id = r.id
         WHERE r.to_kind = ?1 AND r.to_id = ?2 ORDER BY o.kind, o.id",
    )?;
    let rows = query.query_map([kind.word(), id], |row| Ok(read(row)))?;
    rows.map(|row| row.map_err(Fault::from).flatten()).collect()
}

pub(super) fn accounts(t: &Connection) -> Result<Vec<String>, Fault> {
    let mut query = t.prepare_cached("SELECT DISTINCT account FROM object WHERE account <> '' ORDER BY account")?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> Result<Object, Fault> {
    let (word, id): (String, String) = (row.get(0)?, row.get(1)?);
    let (account, revision, body) = (row.get(2)?, number(row, 3)?, row.get::<_, String>(4)?);
    let secret: Option<String> = row.get(5)?;
    let kind = Kind::from_word(&word)
        .ok_or_else(|| Fault::Unavailable(format!("the database has an object of unknown kind {word}")))?;
    let body = serde_json::from_str(&body)
        .map_err(|e| Fault::Unavailable(format!("{word} {id} in the database is not JSON: {e}")))?;
    Ok(Object { kind, id, account, revision, body }.rejoined(secret))
}

pub(super) fn write(t: &Connection, writes: &[Write], audit: &Audit) -> Result<Vec<u64>, Fault> {
    let revisions = writes.iter().map(|write| write_one(t, write)).collect::<Result<_, _>>()?;
    t.execute("INSERT INTO audit (at_s, action) VALUES (?1, ?2)", params![integer(audit.at_s), audit.action])?;
    Ok(revisions)
}

fn write_one(t: &Connection, write: &Write) -> Result<u64, Fault> {
    let (changed, revision) = match write {
        Write::Put { object, expected } => put(t, object, *expected)?,
        Write::Delete { kind, id, expected } => {
            forget_references(t, *kind, id)?;
            let mut delete = t.prepare_cached("DELETE FROM object WHERE kind = ?1 AND id = ?2 AND revision = ?3")?;
            (delete.execute(params![kind.word(), id, integer(*expected)])?, 0)
        }
    };
    if changed == 1 { Ok(revision) } else { Err(Fault::Conflict) }
}

fn put(t: &Connection, object: &Object, expected: Option<u64>) -> Result<(usize, u64), Fault> {
    let (kind, revision) = (object.kind.word(), expected.unwrap_or_default() + 1);
    let (body, secret) = object.parted();
    let mut put = t.prepare_cached(match expected {
        None => {
            "INSERT INTO object (kind, id, account, revision, body, name, secret) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (kind, id) DO NOTHING"
        }
        Some(_) => {
            "UPDATE object SET account = ?3, revision = ?4, body = ?5, name = ?6, secret = ?7
             WHERE kind = ?1 AND id = ?2 AND revision = ?4 - 1"
        }
    })?;
    let secret = secret.as_ref().map(|s| s.as_str());
    let values = params![kind, object.id, object.account, integer(revision), body.to_string(), object.name(), secret];
    let changed = put.execute(values)?;
    if changed == 1 {
        if expected.is_some() {
            forget_references(t, object.kind, &object.id)?;
        }
        let mut refer = t.prepare_cached(
            "INSERT INTO reference (kind, id, to_kind, to_id) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        )?;
        for (to_kind, to_id) in object.references() {
            refer.execute([kind, &object.id, to_kind.word(), to_id])?;
        }
    }
    Ok((changed, revision))
}

fn forget_references(t: &Connection, kind: Kind, id: &str) -> Result<(), Fault> {
    t.prepare_cached("DELETE FROM reference WHERE kind = ?1 AND id = ?2")?.execute([kind.word(), id])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::super::schema;

    #[test]
    fn pages_and_look_ups_go_by_an_index() {
        let database = Connection::open_in_memory().unwrap();
        for migration in schema::MIGRATIONS {
            database.execute_batch(migration).unwrap();
        }
        let plan = |sql: &str| {
            let mut explained = database.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = explained.query_map([], |row| row.get::<_, String>(3)).unwrap();
            steps.collect::<Result<Vec<_>, _>>().unwrap().join("; ")
        };
        let of = "SELECT body FROM object WHERE kind = 'zone'";
        for sql in [
            format!("{of} AND id = 'a'"),
            format!("{of} AND name = 'a'"),
            format!("{of} ORDER BY name ASC, id ASC LIMIT 50 OFFSET 100"),
            format!("{of} ORDER BY name DESC, id DESC LIMIT 50 OFFSET 100"),
            format!("{of} AND account = 'a' ORDER BY id ASC LIMIT 50 OFFSET 100"),
            "SELECT count(*) FROM object WHERE kind = 'peer' AND account = 'a'".to_owned(),
            "SELECT id FROM reference WHERE to_kind = 'peer' AND to_id = 'a'".to_owned(),
        ] {
            let plan = plan(&sql);
            assert!(plan.contains("SEARCH") && !plan.contains("SCAN") && !plan.contains("B-TREE"), "{sql}: {plan}");
        }
    }
}
