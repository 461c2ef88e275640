//! The embedded store: one SQLite database, one connection, one thread of its own.
//!
//! WAL with `synchronous=FULL`: a commit that was answered survives a power cut; the log is copied behind the answers. The folder is 0700 and the file 0600,
//! since the file holds TSIG secrets. A lock file beside the database keeps a second server out: two would fence each
//! other off for ever.

mod log;
mod objects;
mod rows;
mod schema;

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use log::Log;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::{
    Answer, Audit, Claimed, Fault, Fence, Kept, Kind, Object, Owner, Page, Query, Step, Store, Version, Write,
};
use crate::engine::dns::{Name, Serial};
use crate::engine::xfr::Persisted;

/// The database's file name in the data folder.
const FILE: &str = "understudy.db";
/// The lock's file name in the data folder.
const LOCK: &str = "understudy.lock";

/// How long a backup waits for a writer to end its transaction.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// Methods that share one transaction at most, when several wait: a sync to disk costs more than their work.
const TOGETHER: usize = 64;

/// A prepared statement each, of all methods.
const STATEMENTS: usize = 64;

/// One method's work, in a transaction that others may share.
type Shared = Box<dyn FnOnce(Result<&mut Transaction<'_>, Fault>) -> Done + Send>;

/// What came of it: whom to tell, and what is wrong with the disk.
struct Done {
    reply: Reply,
    trouble: Option<String>,
}

/// What the database's thread is asked.
enum Job {
    Write(Shared),
    /// One of several that follow one another: the log is not copied in between.
    Stage(Shared),
    /// Alone: a disk without space keeps nobody from reading.
    Read(Box<dyn FnOnce(&Connection) + Send>),
}

/// Answers the asker once it is known whether the transaction was committed.
type Reply = Box<dyn FnOnce(Result<(), Fault>)>;

/// A handle to the database thread. Dropping the last one closes the database after the jobs that wait.
pub struct Sqlite {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
    trouble: Arc<Trouble>,
    /// Held for as long as the store is open; the operating system releases it when the process dies.
    _lock: File,
}

impl Sqlite {
    /// Opens the database in `folder`, which is made if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// [`Fault::Unavailable`] with the path and the system's words, or [`Fault::TooNew`].
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        Self::open_with(folder, schema::MIGRATIONS)
    }

    fn open_with(folder: &Path, migrations: &[&str]) -> Result<Self, Fault> {
        make_private_folder(folder)?;
        let lock = lock(folder)?;
        let path = folder.join(FILE);
        make_private_file(&path)?;
        let (trouble, mut is_alone) = (Arc::<Trouble>::default(), false);
        let mut connection = match usual(&path, migrations) {
            // A disk without room for the files beside the database: what stands in it can be read all the same.
            Err(Fault::Unavailable(why)) if path.metadata().is_ok_and(|file| file.len() > 0) => {
                let connection = alone(&path, migrations).ok_or(Fault::Unavailable(why.clone()))?;
                trouble.hear(Some(why));
                is_alone = true;
                connection
            }
            other => other?,
        };
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let log = Log::of(&mut connection).map_err(|e| cannot("use", &path, e))?;
        let (jobs, work) = mpsc::channel::<Job>();
        let told = Arc::clone(&trouble);
        let thread = thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || {
                let mut next = None;
                while let Some(first) = next.take().or_else(|| work.recv().ok()) {
                    let more_follows = serve(&mut connection, first, &work, &told);
                    // It can be written: there is room for what readers share, and a backup need not wait for a restart.
                    is_alone = is_alone && (told.now().is_some() || !schema::share(&connection));
                    if log.is_long() {
                        next = work.try_recv().ok();
                        if next.is_none() && !more_follows || log.is_too_long() {
                            log.copy(&connection);
                        }
                    }
                }
            })
            .map_err(|e| Fault::Unavailable(format!("cannot start the store's thread: {e}")))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), trouble, _lock: lock })
    }

    /// Runs `work` in a transaction on the database's thread. An error undoes what it did, and nothing of others.
    fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Answer<'_, T> {
        let (job, answer) = shared(work);
        self.ask(Job::Write(job), answer)
    }

    /// Runs `work`, which only reads, on the database's thread; it sees one state.
    fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Answer<'_, T> {
        let (reply, answer) = oneshot::channel();
        let job = Job::Read(Box::new(move |connection| {
            let transaction = connection.unchecked_transaction().map_err(Fault::from);
            drop(reply.send(transaction.and_then(|transaction| work(&transaction))));
        }));
        self.ask(job, answer)
    }

    fn ask<T: Send + 'static>(&self, job: Job, answer: oneshot::Receiver<Result<T, Fault>>) -> Answer<'_, T> {
        let sent = self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok());
        Box::pin(async move {
            if !sent {
                return Err(stopped());
            }
            answer.await.unwrap_or_else(|_| Err(stopped()))
        })
    }
}

/// Work in a transaction, and where its answer will be.
fn shared<T: Send + 'static>(
    work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
) -> (Shared, oneshot::Receiver<Result<T, Fault>>) {
    let (reply, answer) = oneshot::channel();
    let job: Shared = Box::new(move |transaction| {
        let done = transaction.and_then(|transaction| {
            let part = transaction.savepoint()?;
            let value = work(&part)?;
            part.commit()?;
            Ok(value)
        });
        let trouble = done.as_ref().err().and_then(Fault::of_the_disk);
        // The asker may be gone; what it asked for is done all the same.
        let reply: Reply =
            Box::new(move |committed| drop(reply.send(done.and_then(|value| committed.map(|()| value)))));
        Done { reply, trouble }
    });
    (job, answer)
}

/// Runs a job; writes that wait behind a write share its transaction. Whether more of what the last began is to come.
fn serve(connection: &mut Connection, first: Job, waiting: &mpsc::Receiver<Job>, told: &Trouble) -> bool {
    let (mut next, mut more_follows) = (Some(first), false);
    while let Some(job) = next.take() {
        more_follows = matches!(job, Job::Stage(_));
        match job {
            Job::Read(job) => job(connection),
            Job::Stage(job) | Job::Write(job) => next = together(connection, job, waiting, told),
        }
    }
    more_follows
}

/// Runs writes in one transaction, then answers them all. Gives back what came between and is to be done alone.
fn together(connection: &mut Connection, first: Shared, waiting: &mpsc::Receiver<Job>, told: &Trouble) -> Option<Job> {
    let mut transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(transaction) => transaction,
        Err(error) => {
            let Done { reply, trouble } = first(Err(error.into()));
            told.hear(trouble);
            reply(Ok(()));
            return None;
        }
    };
    let (mut done, mut next) = (vec![first(Ok(&mut transaction))], None);
    // A disk that is full or broken ends the whole transaction, that of those before too.
    while done.len() < TOGETHER && !transaction.is_autocommit() {
        match waiting.try_recv() {
            Ok(Job::Write(job)) => done.push(job(Ok(&mut transaction))),
            Ok(job) => {
                next = Some(job);
                break;
            }
            Err(_) => break,
        }
    }
    let ended = transaction.is_autocommit();
    let committed = if ended { Err(rolled_back()) } else { transaction.commit().map_err(Fault::from) };
    // Known before anybody is answered.
    let of_commit = committed.as_ref().err().and_then(Fault::of_the_disk);
    told.hear(done.iter().find_map(|done| done.trouble.clone()).or(of_commit));
    for Done { reply, .. } in done {
        reply(committed.clone());
    }
    next
}

/// Whether the last write failed, and why.
#[derive(Default)]
struct Trouble(Mutex<Option<String>>);

impl Trouble {
    fn now(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How the last write ended; said when that is another thing than before.
    fn hear(&self, why: Option<String>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match (&*known, &why) {
            (None, Some(why)) => {
                tracing::error!(%why, "nothing can be stored: zones are served as they are, and stay so");
            }
            (Some(_), None) => tracing::info!("the database can be written again"),
            _ => {}
        }
        *known = why;
    }
}

/// Opens the database as it is used: others may read beside us.
fn usual(path: &Path, migrations: &[&str]) -> Result<Connection, Fault> {
    let mut connection = Connection::open(path).map_err(|e| cannot("open", path, e))?;
    schema::prepare(&mut connection, path, migrations)?;
    Ok(connection)
}

/// Opens a database of our schema without the file that readers share, for which there may be no room: nobody else can
/// use it until the next start. It is written on once there is room.
fn alone(path: &Path, migrations: &[&str]) -> Option<Connection> {
    let connection = Connection::open(path).ok()?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE").ok()?;
    schema::settle(&connection, path).ok()?;
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).ok()?;
    (usize::try_from(found) == Ok(migrations.len())).then_some(connection)
}

/// Writes a consistent copy of the database in `folder` to `file`, while a server uses it or not. Gives the number of
/// zones with content. The copy holds the keys' secrets: it is readable by its owner only.
///
/// # Errors
/// [`Fault::Unavailable`] with the path and the system's words; the file is then as it was.
pub fn backup(folder: &Path, file: &Path) -> Result<u64, Fault> {
    use rusqlite::OpenFlags;
    let path = folder.join(FILE);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(&path, flags).map_err(|e| cannot("open", &path, e))?;
    database.busy_timeout(PATIENCE).map_err(|e| cannot("open", &path, e))?;
    let name = file.file_name().ok_or_else(|| cannot("write", file, "this is no file name"))?;
    let mut beside = name.to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = file.with_file_name(beside);
    let done = schema::copy(&database, &beside).and_then(|()| {
        let copy = Connection::open(&beside).map_err(|e| cannot("read", &beside, e))?;
        let zones =
            copy.query_row("SELECT count(*) FROM zone WHERE serial IS NOT NULL", [], |row| row.get::<_, i64>(0));
        let zones = zones.map_err(|e| cannot("read", &beside, e))?;
        drop(copy);
        // Whoever reads it finds the old copy or the new one.
        File::open(&beside).and_then(|copy| copy.sync_all()).map_err(|e| cannot("write", &beside, e))?;
        fs::rename(&beside, file).map_err(|e| cannot("write", file, e))?;
        Ok(u64::try_from(zones).unwrap_or_default())
    });
    if done.is_err() {
        // What was begun is of no use.
        let _ = fs::remove_file(&beside);
    }
    done
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic there has been reported by its own thread; there is nothing left to do about it.
            let _ = thread.join();
        }
    }
}

impl Store for Sqlite {
    fn claim(&self, owner: Owner, zones: Vec<Name>, now_s: u64) -> Answer<'_, Vec<Claimed>> {
        self.transact(move |t| rows::claim(t, &owner, zones, now_s))
    }

    fn resume(&self, zones: Vec<Name>) -> Answer<'_, Vec<Option<Claimed>>> {
        self.read(move |t| rows::resume(t, zones))
    }

    fn trouble(&self) -> Option<String> {
        self.trouble.now()
    }

    fn content(&self, zone: Name) -> Answer<'_, Option<Kept>> {
        self.read(move |t| rows::content(t, &zone))
    }

    fn journal(&self, zone: Name, from: Option<Serial>) -> Answer<'_, Vec<Step>> {
        self.read(move |t| rows::journal(t, &zone, from))
    }

    fn stage(&self, fence: Fence, first: u32, chunks: Vec<Vec<u8>>) -> Answer<'_, ()> {
        let (job, answer) = shared(move |t| rows::stage(t, &fence, first, &chunks));
        self.ask(Job::Stage(job), answer)
    }

    fn commit_version(&self, fence: Fence, from: Option<Serial>, version: Version, then: Persisted) -> Answer<'_, ()> {
        self.transact(move |t| rows::commit_version(t, &fence, from, &version, &then))
    }

    fn note(&self, fence: Fence, now: Persisted, memory: Option<String>) -> Answer<'_, ()> {
        self.transact(move |t| rows::note(t, &fence, &now, memory.as_deref()))
    }

    fn remove_zone(&self, fence: Fence) -> Answer<'_, ()> {
        self.transact(move |t| rows::remove_zone(t, &fence))
    }

    fn objects(&self, kind: Kind) -> Answer<'_, Vec<Object>> {
        self.read(move |t| objects::query(t, &Query::all(kind)).map(|page| page.objects))
    }

    fn object(&self, kind: Kind, id: String) -> Answer<'_, Option<Object>> {
        self.read(move |t| objects::one(t, kind, &id))
    }

    fn query(&self, query: Query) -> Answer<'_, Page> {
        self.read(move |t| objects::query(t, &query))
    }

    fn referring(&self, kind: Kind, id: String) -> Answer<'_, Vec<Object>> {
        self.read(move |t| objects::referring(t, kind, &id))
    }

    fn accounts(&self) -> Answer<'_, Vec<String>> {
        self.read(objects::accounts)
    }

    fn write_objects(&self, writes: Vec<Write>, audit: Audit) -> Answer<'_, Vec<u64>> {
        self.transact(move |t| objects::write(t, &writes, &audit))
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Unavailable(format!("database: {error}"))
    }
}

impl Fault {
    /// What is wrong with the disk or the database, if it is that.
    fn of_the_disk(&self) -> Option<String> {
        if let Self::Unavailable(why) = self { Some(why.clone()) } else { None }
    }
}

fn rolled_back() -> Fault {
    Fault::Unavailable("database: another write failed and took this one with it".to_owned())
}

fn stopped() -> Fault {
    Fault::Unavailable("the store has stopped".to_owned())
}

fn cannot(what: &str, path: &Path, why: impl std::fmt::Display) -> Fault {
    Fault::Unavailable(format!("cannot {what} {}: {why}", path.display()))
}

fn lock(folder: &Path) -> Result<File, Fault> {
    let path = folder.join(LOCK);
    make_private_file(&path)?;
    let file = File::options().write(true).open(&path).map_err(|e| cannot("open", &path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Fault::Unavailable(format!("{} is in use by another understudy", folder.display())))
        }
        Err(TryLockError::Error(e)) => Err(cannot("lock", &path, e)),
    }
}

/// A folder that holds other things is not ours to close to others: `--data /tmp` would lock everybody out.
fn refuse_foreign(folder: &Path) -> Result<(), Fault> {
    let entries: Vec<_> = match fs::read_dir(folder) {
        Ok(entries) => entries.collect::<Result<_, _>>().map_err(|e| cannot("read", folder, e))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot("make", folder, error)),
    };
    // The lock comes before the database: a start that failed in between left it alone.
    let is_ours = |name: &OsStr| name == FILE || name == LOCK;
    // What a freshly made file system holds.
    let is_nothing = |name: &OsStr| name == "lost+found";
    let names: Vec<_> = entries.iter().map(fs::DirEntry::file_name).collect();
    if names.iter().any(|name| is_ours(name)) || names.iter().all(|name| is_nothing(name)) {
        return Ok(());
    }
    Err(Fault::Unavailable(format!("{} holds other things: choose an empty or a new folder", folder.display())))
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> Result<(), Fault> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    refuse_foreign(folder)?;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|e| cannot("make", folder, e))?;
    // A folder that was there already may be wider.
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(|e| cannot("make private", folder, e))
}

#[cfg(unix)]
fn make_private_file(path: &Path) -> Result<(), Fault> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let file =
        File::options().append(true).create(true).mode(0o600).open(path).map_err(|e| cannot("write", path, e))?;
    file.set_permissions(fs::Permissions::from_mode(0o600)).map_err(|e| cannot("make private", path, e))
}

#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> Result<(), Fault> {
    refuse_foreign(folder)?;
    fs::create_dir_all(folder).map_err(|e| cannot("make", folder, e))
}

#[cfg(not(unix))]
fn make_private_file(path: &Path) -> Result<(), Fault> {
    File::options().append(true).create(true).open(path).map(drop).map_err(|e| cannot("write", path, e))
}

/// Where the copy made before a migration from `version` lies.
fn copy_path(path: &Path, version: u32) -> PathBuf {
    path.with_extension(format!("v{version}.db"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().build().unwrap()
    }

    fn fault(opened: Result<Sqlite, Fault>) -> Fault {
        opened.err().expect("refused")
    }

    #[cfg(unix)]
    #[test]
    fn folder_and_file_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("data");
        let _store = Sqlite::open(&folder).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join(FILE)), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_of_other_things_is_left_as_it_is() {
        use std::os::unix::fs::PermissionsExt;
        let temp = tempfile::tempdir().unwrap();
        fs::set_permissions(temp.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(temp.path().join("notes"), "").unwrap();
        assert!(fault(Sqlite::open(temp.path())).to_string().contains("holds other things"));
        assert_eq!(fs::metadata(temp.path()).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_second_server_is_kept_out() {
        let temp = tempfile::tempdir().unwrap();
        let first = Sqlite::open(temp.path()).unwrap();
        assert!(fault(Sqlite::open(temp.path())).to_string().ends_with("is in use by another understudy"));
        drop(first);
        Sqlite::open(temp.path()).unwrap();
    }

    #[test]
    fn secrets_of_an_older_database_move_to_their_own_column() {
        let temp = tempfile::tempdir().unwrap();
        drop(Sqlite::open_with(temp.path(), &schema::MIGRATIONS[..1]).unwrap());
        let path = temp.path().join(FILE);
        let old = "INSERT INTO object VALUES
            ('tsig', 'k', 'a', 3, '{\"name\":\"Key.\",\"secret\":\"c2VjcmV0\"}'),
            ('peer', 'p', 'a', 1, '{\"name\":\"p\",\"tsig_id\":\"k\"}'),
            ('incoming', 'z', 'a', 1, '{\"peers\":[\"p\"]}');";
        Connection::open(&path).unwrap().execute_batch(old).unwrap();
        let store = Sqlite::open(temp.path()).unwrap();
        runtime().block_on(async {
            let key = store.object(Kind::Tsig, "k".to_owned()).await.unwrap().unwrap();
            assert_eq!((key.revision, &key.body["secret"]), (3, &serde_json::json!("c2VjcmV0")));
            assert_eq!(store.query(Query::named(Kind::Tsig, "key")).await.unwrap().total, 1);
            for (kind, id, by) in [(Kind::Tsig, "k", "p"), (Kind::Peer, "p", "z")] {
                assert_eq!(store.referring(kind, id.to_owned()).await.unwrap()[0].id, by);
            }
        });
        drop(store);
        let database = Connection::open(&path).unwrap();
        let kept: String =
            database.query_row("SELECT body || name FROM object WHERE id = 'k'", [], |r| r.get(0)).unwrap();
        assert!(!kept.contains("c2VjcmV0"), "{kept}");
    }

    #[test]
    fn a_newer_database_is_refused_and_an_older_one_copied_and_migrated() {
        let temp = tempfile::tempdir().unwrap();
        let zone = Name::absolute("example.").unwrap();
        let store = Sqlite::open(temp.path()).unwrap();
        runtime().block_on(store.claim("a".to_owned(), vec![zone.clone()], 0)).unwrap();
        drop(store);

        let known = u32::try_from(schema::MIGRATIONS.len()).unwrap();
        let later: Vec<&str> =
            schema::MIGRATIONS.iter().copied().chain(["ALTER TABLE zone ADD COLUMN later TEXT"]).collect();
        let store = Sqlite::open_with(temp.path(), &later).unwrap();
        assert_eq!(runtime().block_on(store.claim("a".to_owned(), vec![zone], 0)).unwrap()[0].fence.epoch, 2);
        drop(store);
        assert!(copy_path(&temp.path().join(FILE), known).exists());
        assert_eq!(fault(Sqlite::open(temp.path())), Fault::TooNew { found: known + 1, known });
    }
}
