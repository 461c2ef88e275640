//! Which files `$INCLUDE` may read: those inside the folder of the including file or inside the include base, after
//! resolving links (contracts.md §1).

use std::io;
use std::path::{Path, PathBuf};

use super::files::Files;
use crate::engine::zonefile::{Refusal, Request, Sources};

/// The real paths of the files read so far.
#[derive(Debug)]
pub(in crate::roles::cli) struct Includes {
    /// By index in the sources; none for standard input.
    files: Vec<Option<PathBuf>>,
    base: PathBuf,
    opened: Files,
}

impl Includes {
    /// For a file whose real path is `first` and that is among those `opened`, and a real folder.
    pub(super) fn new(first: Option<PathBuf>, base: PathBuf, opened: Files) -> Self {
        Self { files: vec![first], base, opened }
    }

    /// Says which file changed while it was read.
    pub(in crate::roles::cli) fn unchanged(&self) -> Result<(), String> {
        self.opened.unchanged()
    }

    /// Opens the file and adds it to the sources.
    pub(in crate::roles::cli) fn open(&mut self, request: &Request, sources: &mut Sources) -> Result<u16, Refusal> {
        let from = self.files.get(usize::from(request.at.file)).and_then(Option::as_deref);
        let near = from.and_then(Path::parent);
        let folders: Vec<&Path> = near.into_iter().chain([self.base.as_path()]).collect();
        let real = resolve(&request.path, &folders)?;
        let content = self.opened.open(&real).map_err(|e| missing(&e))?;
        let shown = shown_name(&real, near, sources, request);
        let added = sources.add(shown, content, request.at);
        let file = added.ok_or_else(|| Refusal::Refused("the zone has too many files".to_owned()))?;
        self.files.push(Some(real));
        Ok(file)
    }
}

/// The first regular file of that path in one of the folders that also lies inside one of them.
fn resolve(path: &str, folders: &[&Path]) -> Result<PathBuf, Refusal> {
    let mut refusal = Refusal::Missing("no such file".to_owned());
    for folder in folders {
        match folder.join(path).canonicalize() {
            Ok(real) if !folders.iter().any(|f| real.starts_with(f)) => {
                refusal =
                    Refusal::Refused("it lies outside the folder of the zone file and the include base".to_owned());
            }
            Ok(real) if !real.is_file() => refusal = Refusal::Missing("not a regular file".to_owned()),
            Ok(real) => return Ok(real),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => refusal = missing(&error),
        }
    }
    Err(refusal)
}

fn missing(error: &io::Error) -> Refusal {
    Refusal::Missing(super::told(error))
}

/// Beside its includer's name when it lies below that, else its real path: two spellings of a path give one name.
fn shown_name(real: &Path, near: Option<&Path>, sources: &Sources, request: &Request) -> String {
    let includer = sources.get(request.at.file).map_or("", |s| s.name.as_str());
    match near.and_then(|folder| real.strip_prefix(folder).ok()) {
        Some(below) => Path::new(includer).with_file_name("").join(below).display().to_string(),
        None => real.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::engine::diag::Span;

    fn ask(includes: &mut Includes, path: &str) -> Result<u16, Refusal> {
        let mut sources = Sources::new("zones/z", Vec::new());
        includes.open(&Request { path: path.to_owned(), at: Span::new(0, 0, 1) }, &mut sources)
    }

    #[test]
    fn includes_stay_inside_after_resolving_links() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        for folder in ["zones", "base", "other"] {
            fs::create_dir(root.join(folder)).unwrap();
        }
        for file in ["zones/a", "base/b", "other/c", "z-secret"] {
            fs::write(root.join(file), "x").unwrap();
        }
        let mut includes = Includes::new(Some(root.join("zones/z")), root.join("base"), Files::default());
        assert!(ask(&mut includes, "a").is_ok());
        assert!(ask(&mut includes, "b").is_ok());
        assert!(ask(&mut includes, &root.join("base/b").display().to_string()).is_ok());
        assert!(matches!(ask(&mut includes, "nothing"), Err(Refusal::Missing(_))));
        assert!(matches!(ask(&mut includes, "."), Err(Refusal::Missing(_))));
        assert!(matches!(ask(&mut includes, "../other/c"), Err(Refusal::Refused(_))));
        assert!(matches!(ask(&mut includes, "/etc/passwd"), Err(Refusal::Refused(_))));
        // A folder whose name merely starts alike is another folder.
        assert!(matches!(ask(&mut includes, "../z-secret"), Err(Refusal::Refused(_))));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.join("other/c"), root.join("zones/link")).unwrap();
            assert!(matches!(ask(&mut includes, "link"), Err(Refusal::Refused(_))));
        }
        let mut piped = Includes::new(None, root.join("base"), Files::default());
        assert!(ask(&mut piped, "b").is_ok());
        assert!(ask(&mut piped, "a").is_err());
    }
}
