//! The statements of each method, inside a transaction that the caller opens and commits.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::super::{Audit, Claimed, Content, Damage, Fault, Fence, Kind, Object, Write};
use crate::engine::dns::{Name, Serial};
use crate::engine::xfr::{Candidate, Persisted, SoaTimers};

pub(super) fn claim(t: &Transaction<'_>, zone: Name) -> Result<Claimed, Fault> {
    t.execute("UPDATE epoch SET last = last + 1", [])?;
    let claimed = t.query_row(
        "INSERT INTO zone (name, epoch) VALUES (?1, (SELECT last FROM epoch))
         ON CONFLICT (name) DO UPDATE SET epoch = excluded.epoch
         RETURNING epoch, serial, refresh_s, retry_s, expire_s, confirmed_at_s, next_check_at_s, expired",
        [key(&zone)],
        |row| {
            let version = match row.get::<_, Option<u32>>(1)? {
                Some(serial) => {
                    let timers = SoaTimers { refresh: row.get(2)?, retry: row.get(3)?, expire: row.get(4)? };
                    Some(Candidate { serial: Serial(serial), timers })
                }
                None => None,
            };
            let persisted = Persisted {
                version,
                confirmed_s: number(row, 5)?,
                next_check_s: number(row, 6)?,
                expired: row.get(7)?,
            };
            Ok(Claimed { fence: Fence { zone, epoch: number(row, 0)? }, persisted })
        },
    )?;
    Ok(claimed)
}

pub(super) fn content(t: &Transaction<'_>, zone: &Name) -> Result<Option<Content>, Fault> {
    let head: Option<(u32, u64, Vec<u8>)> = t
        .query_row(
            "SELECT serial, records, digest FROM zone WHERE name = ?1 AND serial IS NOT NULL",
            [key(zone)],
            |row| Ok((row.get(0)?, number(row, 1)?, row.get(2)?)),
        )
        .optional()?;
    let Some((serial, records, digest)) = head else { return Ok(None) };
    let digest = <[u8; 32]>::try_from(digest).map_err(|_| Fault::Damaged(Damage::Digest))?;
    let mut query = t.prepare("SELECT body FROM chunk WHERE zone = ?1 ORDER BY seq")?;
    let chunks = query.query_map([key(zone)], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(Some(Content { serial: Serial(serial), records, digest, chunks }))
}

pub(super) fn commit_version(
    t: &Transaction<'_>,
    fence: &Fence,
    from: Option<Serial>,
    content: &Content,
    then: &Persisted,
) -> Result<(), Fault> {
    if held(t, fence)? != from {
        return Err(Fault::Conflict);
    }
    let name = key(&fence.zone);
    t.execute("DELETE FROM chunk WHERE zone = ?1", [&name])?;
    let mut insert = t.prepare("INSERT INTO chunk (zone, seq, body) VALUES (?1, ?2, ?3)")?;
    for (seq, body) in (0_u32..).zip(&content.chunks) {
        insert.execute(params![name, seq, body])?;
    }
    // A version whose SOA timers are not told could not be refreshed after a restart.
    let timers = then.version.filter(|v| v.serial == content.serial).ok_or(Fault::Conflict)?.timers;
    t.execute(
        "UPDATE zone SET serial = ?2, records = ?3, digest = ?4, refresh_s = ?5, retry_s = ?6, expire_s = ?7
         WHERE name = ?1",
        params![
            name,
            content.serial.0,
            integer(content.records),
            content.digest,
            timers.refresh,
            timers.retry,
            timers.expire
        ],
    )?;
    write_timers(t, &name, then)
}

pub(super) fn note(t: &Transaction<'_>, fence: &Fence, then: &Persisted) -> Result<(), Fault> {
    held(t, fence)?;
    write_timers(t, &key(&fence.zone), then)
}

pub(super) fn remove_zone(t: &Transaction<'_>, fence: &Fence) -> Result<(), Fault> {
    held(t, fence)?;
    t.execute("DELETE FROM zone WHERE name = ?1", [key(&fence.zone)])?;
    Ok(())
}

pub(super) fn objects(t: &Transaction<'_>, kind: Kind) -> Result<Vec<Object>, Fault> {
    let mut query = t.prepare("SELECT id, account, revision, body FROM object WHERE kind = ?1 ORDER BY id")?;
    let rows = query.query_map([kind.word()], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, number(row, 2)?, row.get::<_, String>(3)?))
    })?;
    rows.map(|row| {
        let (id, account, revision, body) = row?;
        let body = serde_json::from_str(&body)
            .map_err(|e| Fault::Unavailable(format!("{} {id} in the database is not JSON: {e}", kind.word())))?;
        Ok(Object { kind, id, account, revision, body })
    })
    .collect()
}

pub(super) fn write_objects(t: &Transaction<'_>, writes: &[Write], audit: &Audit) -> Result<Vec<u64>, Fault> {
    let revisions = writes.iter().map(|write| write_object(t, write)).collect::<Result<_, _>>()?;
    t.execute("INSERT INTO audit (at_s, action) VALUES (?1, ?2)", params![integer(audit.at_s), audit.action])?;
    Ok(revisions)
}

fn write_object(t: &Transaction<'_>, write: &Write) -> Result<u64, Fault> {
    let (changed, revision) = match write {
        Write::Put { object, expected: None } => (
            t.execute(
                "INSERT INTO object (kind, id, account, revision, body) VALUES (?1, ?2, ?3, 1, ?4)
                 ON CONFLICT (kind, id) DO NOTHING",
                params![object.kind.word(), object.id, object.account, object.body.to_string()],
            )?,
            1,
        ),
        Write::Put { object, expected: Some(expected) } => (
            t.execute(
                "UPDATE object SET account = ?3, revision = ?5 + 1, body = ?4
                 WHERE kind = ?1 AND id = ?2 AND revision = ?5",
                params![object.kind.word(), object.id, object.account, object.body.to_string(), integer(*expected)],
            )?,
            expected + 1,
        ),
        Write::Delete { kind, id, expected } => (
            t.execute(
                "DELETE FROM object WHERE kind = ?1 AND id = ?2 AND revision = ?3",
                params![kind.word(), id, integer(*expected)],
            )?,
            0,
        ),
    };
    if changed == 1 { Ok(revision) } else { Err(Fault::Conflict) }
}

/// The serial in the store, if the fence still holds.
fn held(t: &Transaction<'_>, fence: &Fence) -> Result<Option<Serial>, Fault> {
    let row: Option<(u64, Option<u32>)> = t
        .query_row("SELECT epoch, serial FROM zone WHERE name = ?1", [key(&fence.zone)], |row| {
            Ok((number(row, 0)?, row.get(1)?))
        })
        .optional()?;
    match row {
        Some((epoch, serial)) if epoch == fence.epoch => Ok(serial.map(Serial)),
        _ => Err(Fault::Fenced),
    }
}

fn write_timers(t: &Transaction<'_>, name: &str, then: &Persisted) -> Result<(), Fault> {
    t.execute(
        "UPDATE zone SET confirmed_at_s = ?2, next_check_at_s = ?3, expired = ?4 WHERE name = ?1",
        params![name, integer(then.confirmed_s), integer(then.next_check_s), then.expired],
    )?;
    Ok(())
}

fn key(zone: &Name) -> String {
    zone.lowercase().to_string()
}

/// SQLite's integers are signed; ours never come near 2⁶³.
fn integer(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn number(row: &Row<'_>, at: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(at).map(|n| u64::try_from(n).unwrap_or_default())
}
