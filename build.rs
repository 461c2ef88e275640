//! Gives every role the same build id, and rebuilds the server when the page was built anew.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let mut files = vec![PathBuf::from("Cargo.lock")];
    collect(Path::new("src"), &mut files);
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        hasher.write(file.to_string_lossy().as_bytes());
        hasher.write(&fs::read(file).unwrap_or_default());
    }
    println!("cargo::rustc-env=UNDERSTUDY_BUILD={:016x}", hasher.finish());
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rerun-if-changed=src");
    // The Makefile says which page it built; a path that does not exist would rebuild at every call.
    println!("cargo::rerun-if-env-changed=UNDERSTUDY_PAGE");
    // The page itself is not built anew because Trunk writes into dist/ meanwhile.
    if std::env::var_os("CARGO_FEATURE_SERVER").is_some() && Path::new("dist").exists() {
        println!("cargo::rerun-if-changed=dist");
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
