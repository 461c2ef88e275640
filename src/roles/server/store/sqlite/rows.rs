//! The statements of each method about zones, inside a transaction that the caller opens and commits.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::super::{Claimed, Content, Damage, Fault, Fence};
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
pub(super) fn integer(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(super) fn number(row: &Row<'_>, at: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(at).map(|n| u64::try_from(n).unwrap_or_default())
}
