//! Test material that others made, kept beside the project and not in it.

#[path = "corpus/snippets.rs"]
mod snippets;
#[path = "corpus/zones.rs"]
mod zones;

use std::io::Write;
use std::path::{Path, PathBuf};

/// A file or folder of `../shared/corpus`; none when it is not there, which is said and counted as a skipped check.
pub fn corpus(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(path);
    if path.exists() {
        return Some(path);
    }
    // Not by eprintln, which the test harness shows of failed tests only.
    writeln!(std::io::stderr(), "skipped: no {}", path.display()).unwrap();
    None
}
