//! Test material that others made, kept beside the project and not in it.

#[path = "corpus/scripted.rs"]
mod scripted;
#[path = "corpus/snippets.rs"]
mod snippets;
#[path = "corpus/tsig.rs"]
mod tsig;
#[path = "corpus/zones.rs"]
mod zones;

use std::collections::BTreeMap;
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

/// A list of `tests/data/corpus`: what is decided otherwise here, or not at all, and why.
fn listed(text: &str) -> BTreeMap<&str, &str> {
    let rows = text.lines().filter(|row| !row.is_empty() && !row.starts_with('#'));
    rows.map(|row| row.split_once('\t').expect("id, tab, the rest")).collect()
}
