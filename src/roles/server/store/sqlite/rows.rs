//! The statements of each method about zones, inside a transaction that the caller opens and commits.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::{Claimed, Content, Damage, Fault, Fence, Kept, Owner, Step, Version, journal};
use crate::engine::dns::{Name, Serial};
use crate::engine::xfr::{Candidate, Persisted, SoaTimers};

pub(super) fn claim(t: &Connection, owner: &Owner, zones: Vec<Name>, now_s: u64) -> Result<Vec<Claimed>, Fault> {
    let last = i64::try_from(zones.len()).unwrap_or(i64::MAX);
    let mut epoch: u64 =
        t.query_row("UPDATE epoch SET last = last + ?1 RETURNING last - ?1", [last], |row| number(row, 0))?;
    let mut claim = t.prepare_cached(
        "INSERT INTO zone (name, epoch, owner, claimed_at_s) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name) DO UPDATE
             SET epoch = excluded.epoch, owner = excluded.owner, claimed_at_s = excluded.claimed_at_s
         RETURNING serial, refresh_s, retry_s, expire_s, confirmed_at_s, next_check_at_s, expired,
                   rejected, memory",
    )?;
    let mut claimed = Vec::with_capacity(zones.len());
    for zone in zones {
        epoch += 1;
        let (persisted, memory) = claim
            .query_row(params![key(&zone), integer(epoch), owner, integer(now_s)], |row| {
                Ok((persisted(row)?, row.get(8)?))
            })?;
        if persisted.version.is_none() {
            // Of a version that never became one.
            forget_chunks(t, &key(&zone))?;
        }
        claimed.push(Claimed { fence: Fence { zone, epoch }, persisted, memory });
    }
    Ok(claimed)
}

/// What is kept of zones, under the rights of their last claims.
pub(super) fn resume(t: &Connection, zones: Vec<Name>) -> Result<Vec<Option<Claimed>>, Fault> {
    let mut find = t.prepare_cached(
        "SELECT serial, refresh_s, retry_s, expire_s, confirmed_at_s, next_check_at_s, expired, rejected, memory, epoch
         FROM zone WHERE name = ?1",
    )?;
    let found = zones.into_iter().map(|zone| {
        let row = find.query_row([key(&zone)], |row| Ok((persisted(row)?, row.get(8)?, number(row, 9)?))).optional()?;
        Ok(row.map(|(persisted, memory, epoch)| Claimed { fence: Fence { zone, epoch }, persisted, memory }))
    });
    found.collect()
}

fn persisted(row: &Row<'_>) -> rusqlite::Result<Persisted> {
    let version = match row.get::<_, Option<u32>>(0)? {
        Some(serial) => {
            let timers = SoaTimers { refresh: row.get(1)?, retry: row.get(2)?, expire: row.get(3)? };
            Some(Candidate { serial: Serial(serial), timers })
        }
        None => None,
    };
    let rejected = row.get::<_, Option<u32>>(7)?.map(Serial);
    let (confirmed_s, next_check_s) = (number(row, 4)?, number(row, 5)?);
    Ok(Persisted { version, confirmed_s, next_check_s, expired: row.get(6)?, rejected })
}

pub(super) fn content(t: &Connection, zone: &Name) -> Result<Option<Kept>, Fault> {
    let head: Option<(u32, u64, Vec<u8>, i64)> = t
        .prepare_cached("SELECT whole, records, digest, whole_step FROM zone WHERE name = ?1 AND serial IS NOT NULL")?
        .query_row([key(zone)], |row| Ok((row.get(0)?, number(row, 1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((serial, records, digest, whole_step)) = head else { return Ok(None) };
    let mut query = t.prepare_cached("SELECT body FROM chunk WHERE zone = ?1 ORDER BY seq")?;
    let chunks = query.query_map([key(zone)], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let whole = Content { serial: Serial(serial), records, digest: digest_of(digest)?, staged: 0, chunks };
    Ok(Some(Kept { whole, since: steps(t, zone, whole_step)? }))
}

pub(super) fn journal(t: &Connection, zone: &Name, from: Option<Serial>) -> Result<Vec<Step>, Fault> {
    Ok(journal::from(steps(t, zone, 0)?, from))
}

/// The changes behind the one of this number, oldest first; they count from 1.
fn steps(t: &Connection, zone: &Name, behind: i64) -> Result<Vec<Step>, Fault> {
    let mut query = t.prepare_cached(
        "SELECT from_serial, to_serial, digest, body FROM step WHERE zone = ?1 AND seq > ?2 ORDER BY seq",
    )?;
    let rows = query.query_map(params![key(zone), behind], |row| {
        Ok((Serial(row.get(0)?), Serial(row.get(1)?), row.get::<_, Vec<u8>>(2)?, row.get(3)?))
    })?;
    rows.map(|row| {
        let (from, to, digest, octets) = row?;
        Ok(Step { from, to, digest: digest_of(digest)?, octets })
    })
    .collect()
}

fn digest_of(octets: Vec<u8>) -> Result<[u8; 32], Fault> {
    <[u8; 32]>::try_from(octets).map_err(|_| Fault::Damaged(Damage::Digest))
}

pub(super) fn commit_version(
    t: &Connection,
    fence: &Fence,
    from: Option<Serial>,
    version: &Version,
    then: &Persisted,
) -> Result<(), Fault> {
    if held(t, fence)? != from {
        return Err(Fault::Conflict);
    }
    journal::fits(from, version, then)?;
    let timers = then.version.ok_or(Fault::Conflict)?.timers;
    let name = key(&fence.zone);
    match version.step() {
        Some(step) => write_step(t, &name, step)?,
        None => t.prepare_cached("DELETE FROM step WHERE zone = ?1")?.execute([&name]).map(drop)?,
    }
    if let Version::Whole(content, _) = version {
        if content.staged > 0 && from.is_some() {
            return Err(Fault::Conflict);
        }
        write_whole(t, &name, content)?;
    }
    t.prepare_cached("UPDATE zone SET serial = ?2, refresh_s = ?3, retry_s = ?4, expire_s = ?5 WHERE name = ?1")?
        .execute(params![name, version.serial().0, timers.refresh, timers.retry, timers.expire])?;
    forget_surplus(t, &name)?;
    write_timers(t, &name, then)
}

fn write_whole(t: &Connection, name: &str, content: &Content) -> Result<(), Fault> {
    if content.staged > 0 {
        let mut count = t.prepare_cached("SELECT count(*) FROM chunk WHERE zone = ?1")?;
        if count.query_row([name], |row| row.get::<_, u32>(0))? != content.staged {
            return Err(Fault::Conflict);
        }
    } else {
        forget_chunks(t, name)?;
    }
    write_chunks(t, name, content.staged, &content.chunks)?;
    t.prepare_cached(
        "UPDATE zone SET whole = ?2, records = ?3, digest = ?4,
             whole_step = (SELECT coalesce(max(seq), 0) FROM step WHERE zone = ?1)
         WHERE name = ?1",
    )?
    .execute(params![name, content.serial.0, integer(content.records), content.digest])?;
    Ok(())
}

/// Chunks of a version that may come, of a zone that has none.
pub(super) fn stage(t: &Connection, fence: &Fence, first: u32, chunks: &[Vec<u8>]) -> Result<(), Fault> {
    if held(t, fence)?.is_some() {
        return Err(Fault::Conflict);
    }
    let name = key(&fence.zone);
    if first == 0 {
        forget_chunks(t, &name)?;
    } else {
        let mut next = t.prepare_cached("SELECT coalesce(max(seq) + 1, 0) FROM chunk WHERE zone = ?1")?;
        if next.query_row([&name], |row| row.get::<_, u32>(0))? != first {
            return Err(Fault::Conflict);
        }
    }
    write_chunks(t, &name, first, chunks)
}

fn forget_chunks(t: &Connection, name: &str) -> Result<(), Fault> {
    t.prepare_cached("DELETE FROM chunk WHERE zone = ?1")?.execute([name])?;
    Ok(())
}

fn write_chunks(t: &Connection, name: &str, first: u32, chunks: &[Vec<u8>]) -> Result<(), Fault> {
    let mut insert = t.prepare_cached("INSERT INTO chunk (zone, seq, body) VALUES (?1, ?2, ?3)")?;
    for (seq, body) in (first..).zip(chunks) {
        insert.execute(params![name, seq, body])?;
    }
    Ok(())
}

fn write_step(t: &Connection, name: &str, step: &Step) -> Result<(), Fault> {
    t.prepare_cached(
        "INSERT INTO step (zone, seq, from_serial, to_serial, digest, body)
         VALUES (?1, (SELECT max(whole_step, (SELECT coalesce(max(seq), 0) FROM step WHERE zone = ?1)) + 1
                      FROM zone WHERE name = ?1), ?2, ?3, ?4, ?5)",
    )?
    .execute(params![name, step.from.0, step.to.0, step.digest, step.octets])?;
    Ok(())
}

fn forget_surplus(t: &Connection, name: &str) -> Result<(), Fault> {
    let whole_step: i64 =
        t.prepare_cached("SELECT whole_step FROM zone WHERE name = ?1")?.query_row([name], |row| row.get(0))?;
    let mut query = t.prepare_cached("SELECT seq, length(body) FROM step WHERE zone = ?1 ORDER BY seq")?;
    let steps = query.query_map([name], |row| Ok((row.get::<_, i64>(0)?, number(row, 1)?)))?;
    let steps = steps.collect::<Result<Vec<_>, _>>()?;
    let sizes: Vec<_> = steps.iter().map(|(_, octets)| usize::try_from(*octets).unwrap_or(usize::MAX)).collect();
    let needed = steps.iter().filter(|(seq, _)| *seq > whole_step).count();
    let surplus = journal::surplus(&sizes, needed);
    if let Some((last, _)) = surplus.checked_sub(1).and_then(|at| steps.get(at)) {
        t.prepare_cached("DELETE FROM step WHERE zone = ?1 AND seq <= ?2")?.execute(params![name, last])?;
    }
    Ok(())
}

pub(super) fn note(t: &Connection, fence: &Fence, then: &Persisted, memory: Option<&str>) -> Result<(), Fault> {
    held(t, fence)?;
    let name = key(&fence.zone);
    if let Some(memory) = memory {
        t.prepare_cached("UPDATE zone SET memory = ?2 WHERE name = ?1")?.execute([&name, memory])?;
    }
    write_timers(t, &name, then)
}

pub(super) fn remove_zone(t: &Connection, fence: &Fence) -> Result<(), Fault> {
    held(t, fence)?;
    t.execute("DELETE FROM zone WHERE name = ?1", [key(&fence.zone)])?;
    Ok(())
}

/// The serial in the store, if the fence still holds.
fn held(t: &Connection, fence: &Fence) -> Result<Option<Serial>, Fault> {
    let row: Option<(u64, Option<u32>)> = t
        .prepare_cached("SELECT epoch, serial FROM zone WHERE name = ?1")?
        .query_row([key(&fence.zone)], |row| Ok((number(row, 0)?, row.get(1)?)))
        .optional()?;
    match row {
        Some((epoch, serial)) if epoch == fence.epoch => Ok(serial.map(Serial)),
        _ => Err(Fault::Fenced),
    }
}

fn write_timers(t: &Connection, name: &str, then: &Persisted) -> Result<(), Fault> {
    let (confirmed_s, next_check_s) = (integer(then.confirmed_s), integer(then.next_check_s));
    let rejected = then.rejected.map(|serial| serial.0);
    t.prepare_cached(
        "UPDATE zone SET confirmed_at_s = ?2, next_check_at_s = ?3, expired = ?4, rejected = ?5 WHERE name = ?1",
    )?
    .execute(params![name, confirmed_s, next_check_s, then.expired, rejected])?;
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
