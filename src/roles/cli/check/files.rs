//! Zone files where they lie: a large one is read piece by piece whenever some of it is wanted, and must stay as it is
//! until the answer is known.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::zonefile::{Content, Stored};
use crate::roles::cli::output::cannot;

/// Octets up to which a file is held: it is read at one go, and nobody misses the memory.
const HELD: u64 = 1 << 20;

/// A file that is open.
#[derive(Debug)]
struct Opened {
    file: File,
    /// As it is called in messages.
    name: String,
    length: usize,
    stamp: Stamp,
    failure: Mutex<Option<io::Error>>,
}

/// What is another once a file was written to: its octets, and when they were written. Whoever writes a new file and gives
/// it the name of this one changes neither.
#[derive(Debug, PartialEq, Eq)]
struct Stamp(u64, [i64; 2]);

impl Stamp {
    fn of(meta: &Metadata) -> Self {
        Self(meta.len(), [meta.mtime(), meta.mtime_nsec()])
    }
}

impl Stored for Opened {
    fn length(&self) -> usize {
        self.length
    }

    fn read(&self, at: usize, piece: &mut [u8]) -> bool {
        let Err(failure) = self.file.read_exact_at(piece, at as u64) else { return true };
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
        false
    }
}

impl Opened {
    /// Why what was read of it is not what stands in it; none when it is.
    fn fault(&self) -> Option<String> {
        let changed = || Some(format!("{} changed while it was read; check it again", self.name));
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        match (self.file.metadata(), &*failure) {
            (Ok(meta), _) if Stamp::of(&meta) != self.stamp => changed(),
            (_, Some(failure)) if failure.kind() == io::ErrorKind::UnexpectedEof => changed(),
            (_, Some(failure)) => Some(cannot("read", Path::new(&self.name), failure)),
            (Err(failure), _) => Some(cannot("read", Path::new(&self.name), &failure)),
            (Ok(_), None) => None,
        }
    }
}

/// The files that are read where they lie.
#[derive(Debug, Default)]
pub(in crate::roles::cli) struct Files(Vec<Arc<Opened>>);

impl Files {
    /// The content of a file.
    pub(super) fn open(&mut self, path: &Path) -> io::Result<Content> {
        let mut file = File::open(path)?;
        let meta = file.metadata()?;
        if !meta.is_file() || meta.len() <= HELD {
            let mut octets = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
            file.read_to_end(&mut octets)?;
            return Ok(octets.into());
        }
        let length = usize::try_from(meta.len()).map_err(io::Error::other)?;
        let (name, stamp) = (path.display().to_string(), Stamp::of(&meta));
        let opened = Arc::new(Opened { file, name, length, stamp, failure: Mutex::default() });
        self.0.push(Arc::clone(&opened));
        Ok(Content::Stored(opened))
    }

    /// Says which file is not any more what was read of it: then nothing that was found holds.
    pub(in crate::roles::cli) fn unchanged(&self) -> Result<(), String> {
        self.0.iter().find_map(|opened| opened.fault()).map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of so many octets, and what is read of it.
    fn written(length: usize) -> (tempfile::TempDir, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let octets: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
        std::fs::write(folder.path().join("zone"), &octets).unwrap();
        (folder, octets)
    }

    const LARGE: usize = 3 << 20;

    #[test]
    fn a_large_file_stays_where_it_is() {
        for length in [0, 1, 1 << 20, (1 << 20) + 1, LARGE] {
            let (folder, octets) = written(length);
            let mut files = Files::default();
            let content = files.open(&folder.path().join("zone")).unwrap();
            assert_eq!(matches!(content, Content::Stored(_)), length > 1 << 20, "{length}");
            let sources = crate::engine::zonefile::Sources::new("zone", content);
            assert!(*sources.bytes(0) == octets, "{length}");
            assert_eq!(files.unchanged(), Ok(()));
        }
        let (folder, _) = written(0);
        assert!(Files::default().open(&folder.path().join("nothing")).is_err());
    }

    #[test]
    fn a_file_that_changes_is_found_out() {
        let (folder, octets) = written(LARGE);
        let path = folder.path().join("zone");
        let mut files = Files::default();
        let Content::Stored(stored) = files.open(&path).unwrap() else { panic!("{LARGE} octets are held") };
        let shorter = File::options().write(true).open(&path).unwrap();
        shorter.set_len(1_000).unwrap();
        assert!(!stored.read(LARGE - 10, &mut [0; 10]));
        assert!(files.unchanged().unwrap_err().contains("changed while it was read"));
        // As long as before, and written at another time.
        std::fs::write(&path, &octets).unwrap();
        let mut files = Files::default();
        files.open(&path).unwrap();
        let rewritten = File::options().write(true).open(&path).unwrap();
        rewritten.set_modified(std::time::UNIX_EPOCH).unwrap();
        assert!(files.unchanged().unwrap_err().contains("changed while it was read"));
        // Whoever writes a new file and renames it leaves the one that is open alone.
        std::fs::write(&path, &octets).unwrap();
        let mut files = Files::default();
        files.open(&path).unwrap();
        std::fs::write(folder.path().join("new"), "x").unwrap();
        std::fs::rename(folder.path().join("new"), &path).unwrap();
        assert_eq!(files.unchanged(), Ok(()));
    }
}
