//! The tables, and how an older database becomes a newer one.

use std::path::Path;

use rusqlite::Connection;

use super::{Fault, cannot, copy_path};

/// Migration `n` brings schema version `n` to `n + 1`; the version stands in `PRAGMA user_version`. A migration that
/// was released never changes.
pub(super) const MIGRATIONS: &[&str] = &[
    "
CREATE TABLE epoch (last INTEGER NOT NULL) STRICT;  -- one row; never goes back, so that a zone made again is a new one
INSERT INTO epoch VALUES (0);
CREATE TABLE zone (
    name TEXT PRIMARY KEY,           -- lower case, with its final dot
    epoch INTEGER NOT NULL,          -- of the claim that may write
    serial INTEGER,                  -- none before the first transfer
    records INTEGER,
    digest BLOB,                     -- SHA-256 over the chunks in order
    refresh_s INTEGER,               -- of the SOA, as are the next two
    retry_s INTEGER,
    expire_s INTEGER,
    confirmed_at_s INTEGER NOT NULL DEFAULT 0,
    next_check_at_s INTEGER NOT NULL DEFAULT 0,
    expired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE chunk (
    zone TEXT NOT NULL REFERENCES zone (name) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (zone, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE object (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,              -- JSON
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at_s INTEGER NOT NULL,
    action TEXT NOT NULL
) STRICT;
",
    "
ALTER TABLE object ADD COLUMN name TEXT NOT NULL DEFAULT '';  -- lower case, no final dot: found and ordered by
ALTER TABLE object ADD COLUMN secret TEXT;                    -- of a TSIG; nowhere else in the database
UPDATE object SET name = lower(rtrim(coalesce(json_extract(body, '$.name'), ''), '.'));
UPDATE object SET secret = json_extract(body, '$.secret'), body = json_remove(body, '$.secret') WHERE kind = 'tsig';
CREATE INDEX object_by_name ON object (kind, name, id);
CREATE INDEX object_by_account ON object (kind, account, id);
CREATE TABLE reference (             -- who needs whom: a peer its key, a link its peers
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    to_kind TEXT NOT NULL,
    to_id TEXT NOT NULL,
    PRIMARY KEY (kind, id, to_kind, to_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reference_to ON reference (to_kind, to_id);
INSERT INTO reference SELECT 'peer', id, 'tsig', json_extract(body, '$.tsig_id') FROM object
    WHERE kind = 'peer' AND coalesce(json_extract(body, '$.tsig_id'), '') <> '';
INSERT OR IGNORE INTO reference SELECT 'incoming', o.id, 'peer', p.value FROM object o, json_each(o.body, '$.peers') p
    WHERE o.kind = 'incoming';
",
    "
ALTER TABLE zone ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE zone ADD COLUMN claimed_at_s INTEGER NOT NULL DEFAULT 0;
ALTER TABLE zone ADD COLUMN whole INTEGER;     -- the serial of the chunks; steps behind them lead to the current one
ALTER TABLE zone ADD COLUMN whole_step INTEGER NOT NULL DEFAULT 0;  -- the last step that the chunks hold already
UPDATE zone SET whole = serial;
CREATE TABLE step (                  -- the journal: what led from one version to the next
    zone TEXT NOT NULL REFERENCES zone (name) ON DELETE CASCADE,
    seq INTEGER NOT NULL,            -- from 1, rising
    from_serial INTEGER NOT NULL,
    to_serial INTEGER NOT NULL,
    digest BLOB NOT NULL,            -- SHA-256 over the body
    body BLOB NOT NULL,
    PRIMARY KEY (zone, seq)
) STRICT, WITHOUT ROWID;
",
    "
ALTER TABLE zone ADD COLUMN rejected INTEGER;  -- the serial of a version that a person said no to
ALTER TABLE zone ADD COLUMN memory TEXT NOT NULL DEFAULT '';  -- JSON: failures since the last success, counters
",
];

/// Sets the connection up and migrates, after a copy when there is something to lose.
pub(super) fn prepare(connection: &mut Connection, path: &Path, migrations: &[&str]) -> Result<(), Fault> {
    let unusable = |e: rusqlite::Error| cannot("use", path, e);
    settle(connection, path)?;
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(unusable)?;
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(Fault::TooNew { found, known });
    }
    if found > 0 && found < known {
        copy(connection, &copy_path(path, found))?;
    }
    for (from, migration) in (0_u32..).zip(migrations).skip(found as usize) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", from + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

/// How the database is kept.
pub(super) fn settle(connection: &Connection, path: &Path) -> Result<(), Fault> {
    let unusable = |e: rusqlite::Error| cannot("use", path, e);
    connection.pragma_update(None, "journal_mode", "WAL").map_err(unusable)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(unusable)?;
    connection.pragma_update(None, "foreign_keys", "ON").map_err(unusable)?;
    // A key that was replaced or removed is wiped from the pages that are written anyway.
    connection.pragma_update(None, "secure_delete", "FAST").map_err(unusable)
}

/// Lets others use a database that this connection has had to itself. False when there is no room for that; it is then
/// as it was.
pub(super) fn share(connection: &Connection) -> bool {
    let set = |pragma: &str, value: &str| {
        let became = connection.pragma_update_and_check(None, pragma, value, |row| row.get::<_, String>(0));
        became.is_ok_and(|became| became.eq_ignore_ascii_case(value))
    };
    // A log whose index was never shared stays so: SQLite begins a new one.
    let shared = set("journal_mode", "DELETE") && set("locking_mode", "NORMAL") && set("journal_mode", "WAL");
    if !shared {
        set("locking_mode", "EXCLUSIVE");
        set("journal_mode", "WAL");
    }
    shared
}

/// A consistent copy. One that an interrupted attempt left is replaced: the database itself is still the old one.
pub(super) fn copy(connection: &Connection, to: &Path) -> Result<(), Fault> {
    if to.exists() {
        std::fs::remove_file(to).map_err(|e| cannot("replace", to, e))?;
    }
    super::make_private_file(to)?;
    // VACUUM INTO writes to an empty file and keeps its permissions.
    connection.execute("VACUUM INTO ?1", [to.to_string_lossy()]).map_err(|e| cannot("copy the database to", to, e))?;
    Ok(())
}
