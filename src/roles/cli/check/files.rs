//! Zone files where they lie: a large one is read piece by piece whenever some of it is wanted, and must stay as it is
//! until the answer is known.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::zonefile::{Content, Stored};
use crate::roles::cli::output::cannot;

/// How much of the system's a check takes for its files.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// Octets up to which a file is held: it is read at one go, and nobody misses the memory.
    held: u64,
    /// Octets that all held ones have together; of thousands of small files the later ones are not held.
    held_together: u64,
    /// Files open at the same time. A process may have a thousand or so by default, and no more than twenty includes are
    /// inside one another; the others are opened again when something of them is shown.
    open: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { held: 1 << 20, held_together: 64 << 20, open: 64 }
    }
}

/// A file that is read where it lies.
#[derive(Debug)]
struct Lying {
    path: PathBuf,
    length: usize,
    stamp: Stamp,
    /// Why something of it could not be read.
    failure: Mutex<Option<io::Error>>,
    /// Its number among those that are open.
    number: usize,
    open: Arc<Open>,
}

/// What is another once a file was written to, or is another file: where it lies, its octets, and when they were written.
#[derive(Debug, PartialEq, Eq)]
struct Stamp([u64; 3], [i64; 2]);

impl Stamp {
    fn of(meta: &Metadata) -> Self {
        Self([meta.dev(), meta.ino(), meta.len()], [meta.mtime(), meta.mtime_nsec()])
    }
}

/// The files that are open, by number; the one used last stands last.
#[derive(Debug)]
struct Open {
    most: usize,
    files: Mutex<Vec<(usize, Arc<File>)>>,
}

impl Open {
    /// The file of that number, opened if it is not.
    fn get(&self, number: usize, open: impl FnOnce() -> io::Result<File>) -> io::Result<Arc<File>> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let known = files.iter().rposition(|(other, _)| *other == number);
        let entry = match known {
            Some(at) => files.remove(at),
            None => {
                if files.len() >= self.most {
                    files.remove(0);
                }
                (number, Arc::new(open()?))
            }
        };
        let file = Arc::clone(&entry.1);
        files.push(entry);
        Ok(file)
    }
}

impl Stored for Lying {
    fn length(&self) -> usize {
        self.length
    }

    fn read(&self, at: usize, piece: &mut [u8]) -> bool {
        let read = self.file().and_then(|file| file.read_exact_at(piece, at as u64));
        let Err(failure) = read else { return true };
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
        false
    }
}

impl Lying {
    /// The file that was opened first. Whoever writes a new one and gives it the name leaves that alone while it is open;
    /// later it is missed.
    fn file(&self) -> io::Result<Arc<File>> {
        self.open.get(self.number, || {
            let file = File::open(&self.path)?;
            let is_same = Stamp::of(&file.metadata()?) == self.stamp;
            if is_same { Ok(file) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
        })
    }

    /// Why what was read of it is not what stands in it; none when it is.
    fn fault(&self) -> Option<String> {
        let now = self.file().and_then(|file| file.metadata()).map(|meta| Stamp::of(&meta) == self.stamp);
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        let failure = match now {
            Ok(true) => failure.take()?,
            Ok(false) => io::ErrorKind::UnexpectedEof.into(),
            Err(failure) => failure,
        };
        Some(match failure.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::NotFound => {
                format!("{} changed while it was read; check it again", self.path.display())
            }
            _ => cannot("read", &self.path, &failure),
        })
    }
}

/// The files that are read where they lie.
#[derive(Debug)]
pub(in crate::roles::cli) struct Files {
    bounds: Bounds,
    /// Octets of the files that are held.
    held: u64,
    lying: Vec<Arc<Lying>>,
    open: Arc<Open>,
}

impl Default for Files {
    fn default() -> Self {
        Self::new(Bounds::default())
    }
}

impl Files {
    fn new(bounds: Bounds) -> Self {
        let open = Open { most: bounds.open, files: Mutex::default() };
        Self { bounds, held: 0, lying: Vec::new(), open: Arc::new(open) }
    }

    /// The content of a file.
    pub(super) fn open(&mut self, path: &Path) -> io::Result<Content> {
        let mut file = File::open(path)?;
        let meta = file.metadata()?;
        let held = self.held.saturating_add(meta.len());
        if !meta.is_file() || meta.len() <= self.bounds.held && held <= self.bounds.held_together {
            let mut octets = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
            file.read_to_end(&mut octets)?;
            self.held = self.held.saturating_add(octets.len() as u64);
            return Ok(octets.into());
        }
        let length = usize::try_from(meta.len()).map_err(io::Error::other)?;
        let (number, open, failure) = (self.lying.len(), Arc::clone(&self.open), Mutex::default());
        let path = path.to_owned();
        self.open.get(number, || Ok(file))?;
        let lying = Arc::new(Lying { path, length, stamp: Stamp::of(&meta), failure, number, open });
        self.lying.push(Arc::clone(&lying));
        Ok(Content::Stored(lying))
    }

    /// Says which file is not any more what was read of it: then nothing that was found holds.
    pub(in crate::roles::cli) fn unchanged(&self) -> Result<(), String> {
        self.lying.iter().find_map(|lying| lying.fault()).map_or(Ok(()), Err)
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

    /// Five files of 300 octets each, of which two are open at the same time.
    fn five() -> (tempfile::TempDir, Files, Vec<Arc<dyn Stored>>) {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files::new(Bounds { held: 0, held_together: 0, open: 2 });
        let stored = (0..5_u8).map(|n| {
            let path = folder.path().join(n.to_string());
            std::fs::write(&path, [n; 300]).unwrap();
            let Content::Stored(stored) = files.open(&path).unwrap() else { panic!("300 octets are held") };
            stored
        });
        let stored = stored.collect();
        (folder, files, stored)
    }

    #[test]
    fn of_many_files_few_are_open() {
        let (_folder, files, stored) = five();
        let order = [0, 1, 2, 3, 4, 4, 3, 0, 0, 1, 0, 2, 0];
        for (at, n) in order.into_iter().enumerate() {
            let mut piece = [9; 40];
            assert!(stored[n].read(at * 20, &mut piece));
            assert_eq!(piece, [u8::try_from(n).unwrap(); 40]);
            let open: Vec<_> = files.open.files.lock().unwrap().iter().map(|(number, _)| *number).collect();
            assert!(open.len() <= 2 && open.last() == Some(&n), "{open:?} after {n}");
        }
        assert_eq!(files.unchanged(), Ok(()));
    }

    #[test]
    fn a_file_that_is_another_when_it_is_opened_again_is_found_out() {
        // One is written anew, one has another in its place, one is gone: all of them closed by now.
        for how in 0..4 {
            let (folder, files, stored) = five();
            let path = folder.path().join("0");
            match how {
                0 => std::fs::write(&path, [0; 200]).unwrap(),
                1 => {
                    std::fs::write(folder.path().join("new"), [0; 300]).unwrap();
                    std::fs::rename(folder.path().join("new"), &path).unwrap();
                }
                2 => std::fs::remove_file(&path).unwrap(),
                _ => {}
            }
            assert_eq!(stored[0].read(0, &mut [0; 10]), how == 3);
            let said = files.unchanged().err();
            assert_eq!(
                said,
                (how < 3).then(|| format!("{} changed while it was read; check it again", path.display()))
            );
        }
    }

    #[test]
    fn files_are_held_up_to_so_many_octets_together() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files::new(Bounds { held: 100, held_together: 250, open: 2 });
        let held = [(100, true), (101, false), (100, true), (51, false), (50, true), (1, false), (0, true)];
        for (octets, held) in held {
            let path = folder.path().join("zone");
            std::fs::write(&path, vec![b'x'; octets]).unwrap();
            assert_eq!(matches!(files.open(&path).unwrap(), Content::Held(_)), held, "{octets} octets");
        }
    }
}
