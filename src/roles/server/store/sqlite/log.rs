//! The write-ahead log beside the database: copied into it behind the answers, not before them as SQLite would by itself. A
//! large zone is served a copy and a sync earlier, and a small change never waits for what others left.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::Wal;

/// Pages of the log from which it is copied once nobody waits: SQLite's own number.
const LONG: i32 = 1_000;

/// Pages from which it is copied whoever waits, 64 MB: a start reads through all of them.
const TOO_LONG: i32 = 16_384;

/// How long the log of one connection is.
pub(super) struct Log(Arc<AtomicI32>);

impl Log {
    /// Takes the copying over from SQLite.
    pub(super) fn of(connection: &mut Connection) -> rusqlite::Result<Self> {
        let pages = Arc::new(AtomicI32::new(0));
        let grown = Arc::clone(&pages);
        let heard = move |_: &mut Wal, pages: i32| {
            grown.store(pages, Ordering::Relaxed);
            Ok(())
        };
        // The hook stands where SQLite's own copying did.
        connection.wal_hook(Some(heard))?;
        Ok(Self(pages))
    }

    /// Whether it is to be copied when nobody waits.
    pub(super) fn is_long(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= LONG
    }

    /// Whether it is to be copied now.
    pub(super) fn is_too_long(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= TOO_LONG
    }

    /// Copies it. Where that fails the log goes on, and the next write tries again.
    pub(super) fn copy(&self, connection: &Connection) {
        self.0.store(0, Ordering::Relaxed);
        if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::debug!(%error, "the log stays as it is");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::super::super::{Audit, Kind, Object, Store, Write};
    use super::super::{FILE, Sqlite};

    #[test]
    fn the_log_is_copied_once_nobody_waits_and_begins_anew() {
        let temp = tempfile::tempdir().unwrap();
        let store = Sqlite::open(temp.path()).unwrap();
        let size = |name: &str| std::fs::metadata(temp.path().join(name)).map_or(0, |file| file.len());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for n in 0..24_u64 {
            // SQLite writes no page again that stays as it is.
            let text = n.to_string().repeat(1 << 19);
            let body = json!({ "name": "k", "text": text, "n": n });
            let object = Object { kind: Kind::Peer, id: "p".to_owned(), account: "a".to_owned(), revision: n, body };
            let write = Write::Put { object, expected: (n > 0).then_some(n) };
            let audit = Audit { at_s: 0, action: String::new() };
            runtime.block_on(store.write_objects(vec![write], audit)).unwrap();
        }
        let copied = (0..3_000).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            size(FILE) >= 1 << 20
        });
        assert!(copied);
        let log = size(&format!("{FILE}-wal"));
        assert!(log < 16 << 20, "{log}");
    }
}
