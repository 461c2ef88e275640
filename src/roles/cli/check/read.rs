//! A large file read by several threads: a page of memory is mapped for each 4 KiB, which takes longer than to copy them.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::engine::work::{Job, Workers};

/// Octets that one thread reads at once.
const PIECE: usize = 2 << 20;

/// The content of a file.
pub(super) fn read(path: &Path, workers: &dyn Workers) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let known =
        file.metadata().ok().filter(std::fs::Metadata::is_file).and_then(|meta| usize::try_from(meta.len()).ok());
    match known.filter(|&len| len > PIECE) {
        // What became shorter or longer meanwhile is read again, one octet after the other.
        Some(len) => in_pieces(&file, len, workers).or_else(|_| std::fs::read(path)),
        None => std::fs::read(path),
    }
}

fn in_pieces(file: &File, len: usize, workers: &dyn Workers) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; len];
    let failure = Mutex::new(None);
    let pieces = bytes.chunks_mut(PIECE).zip((0_u64..).step_by(PIECE));
    let read = |piece: &mut [u8], at| {
        if let Err(fault) = file.read_exact_at(piece, at) {
            *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
        }
    };
    let read = &read;
    workers.run(pieces.map(|(piece, at)| Box::new(move || read(piece, at)) as Job<'_>).collect());
    if let Some(fault) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(fault);
    }
    match file.read_at(&mut [0], len as u64)? {
        0 => Ok(bytes),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::server::threads::Threads;

    #[test]
    fn a_large_file_is_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("zone");
        for len in [0, 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let bytes: Vec<u8> = (0..len).map(|n| u8::try_from(n % 251).unwrap()).collect();
            std::fs::write(&path, &bytes).unwrap();
            assert!(read(&path, &Threads::available()).unwrap() == bytes, "{len}");
        }
        assert!(read(&folder.path().join("nothing"), &Threads::available()).is_err());
    }
}
