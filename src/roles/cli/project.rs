//! What `plan`, `apply` and `undo` share: the project file with its secrets, and the record of what was done.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::calls::Client;
use super::output::{answer, cannot, complain};
use crate::engine::diag::{Diagnostic, Severity, english};
use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{self, Form};
use crate::product::project::ProjectFile;
use crate::product::project::file::Place;
use crate::product::provider::model::{Secret, Tsig};
use crate::product::provider::{Date, Desired, Record, RecordFault, article};
use crate::roles::server::clock;

/// A project that was read, with all that its calls need.
pub(super) struct Project {
    /// The file.
    pub file: ProjectFile,
    /// A wish a zone.
    pub wishes: Vec<Desired>,
    /// The API's address, up to `/client/v4`.
    pub url: String,
    /// The token.
    pub token: Secret,
    record: PathBuf,
}

/// Reads the project at `path`.
///
/// # Errors
/// One line that says why not.
fn read(path: &Path) -> Result<Project, String> {
    let text = fs::read_to_string(path).map_err(|e| cannot("read", path, &e))?;
    let file = ProjectFile::read(&text).map_err(|found| of_article(path, &text).unwrap_or_else(|| told(&found)))?;
    let mut secrets = BTreeMap::new();
    for (name, place) in file.secrets() {
        let text = match place {
            Place::Env(variable) => env::var(variable)
                .map_err(|_| format!("the environment variable {variable} does not hold the secret of {name}"))?,
            Place::File(file) => {
                let file = path.parent().unwrap_or(Path::new("")).join(file);
                fs::read_to_string(&file).map_err(|e| cannot("read", &file, &e))?
            }
        };
        secrets.insert(name.to_owned(), secret(&Secret::new(text)));
    }
    let variable = file.token_env();
    let token = env::var(variable).map_err(|_| format!("the environment variable {variable} does not hold a token"))?;
    let wishes = file.wishes(&secrets);
    let url = file.url();
    let record = path.with_extension("applied.json");
    Ok(Project { file, wishes, url, token: Secret::new(token.trim()), record })
}

/// What there is to say when a text is the help article's calls and no project: the project that they describe stands on
/// stdout, notes on stderr.
fn of_article(path: &Path, text: &str) -> Option<String> {
    // What says that it is a project is a faulty one.
    let is_project = |line: &str| line.trim_start_matches([' ', '{', '"']).starts_with("project");
    let article = article::read(text).filter(|_| !text.lines().any(is_project))?;
    let project = ProjectFile::of_article(&article);
    for note in &article.notes {
        let text = if article::is_of_secret(note) { of_secret(&project) } else { note.english() };
        complain(&format!("note: {text}"));
    }
    let printed = answer(&project.to_toml());
    let where_to = if printed { "on standard output" } else { "nowhere: it cannot be written to" };
    Some(format!(
        "{} holds the help article's calls and is no project; the project they describe stands {where_to}: save it, fill \
         in what is empty, and plan that",
        path.display()
    ))
}

/// Where the secret goes that an article shows.
fn of_secret(project: &ProjectFile) -> String {
    let variables: Vec<_> = project.tsig.iter().filter_map(|key| key.secret_env.as_deref()).collect();
    let place = match variables.as_slice() {
        [] => "a key of the project names the place it is read from: secret_env or secret_file".to_owned(),
        [one] => format!("put it into the environment variable {one}, or name a file in secret_file"),
        many => format!("put each into its environment variable ({}), or name a file in secret_file", many.join(", ")),
    };
    format!("the text contains a secret. It is not printed; {place}")
}

/// The project at `path`, what speaks to its provider, and the record of what was done so far.
///
/// # Errors
/// One line that says why not.
pub(super) fn open(path: &Path) -> Result<(Project, Client, Record), String> {
    let project = read(path)?;
    let record = project.record()?;
    let client = Client::new(&project);
    Ok((project, client, record))
}

/// The secret in a text that may be a whole key in any vendor's form, or the secret alone.
fn secret(text: &Secret) -> Secret {
    let key = tsig::understand(text.expose(), &TsigLimits::default()).single();
    key.map_or_else(|| Secret::new(text.expose().trim()), |key| Secret::new(key.write(Form::Bare).trim_end()))
}

impl Project {
    /// All keys, with their secrets.
    pub(super) fn keys(&self) -> Vec<Tsig> {
        self.wishes.iter().flat_map(|w| w.keys.iter().cloned()).collect()
    }

    /// Where the record is.
    pub(super) fn record_path(&self) -> &Path {
        &self.record
    }

    fn place(&self) -> String {
        format!("{} {}", self.url, self.file.provider.account_id)
    }

    /// What earlier runs have done; empty when there is no record.
    ///
    /// # Errors
    /// One line that says why it cannot be used.
    pub(super) fn record(&self) -> Result<Record, String> {
        let path = &self.record;
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Record::about(self.place()));
            }
            Err(error) => return Err(cannot("read", path, &error)),
        };
        let record = Record::read(&text).map_err(|fault| match fault {
            RecordFault::Malformed(why) => format!("{} is no record: {why}", path.display()),
            RecordFault::Newer(v) => format!("{} is of version {v}, and this program knows 1", path.display()),
        })?;
        if record.place != self.place() {
            return Err(format!(
                "{} is about {}, not about {}: move it away, or correct the project",
                path.display(),
                record.place,
                self.place()
            ));
        }
        Ok(record)
    }

    /// Keeps the record, readable by its owner alone; one from which nothing is left is removed.
    ///
    /// # Errors
    /// One line that says why not.
    pub(super) fn keep(&self, record: &Record) -> Result<(), String> {
        let path = &self.record;
        let failed = |e: io::Error| cannot("write", path, &e);
        if record.is_empty() && !record.is_unfinished() {
            return match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
                _ => Ok(()),
            };
        }
        let half = path.with_extension("json.part");
        let mut file = private(&half).map_err(failed)?;
        file.write_all(record.write().as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        fs::rename(&half, path).map_err(failed)
    }
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    // One left by a process that was killed may have been opened to others since.
    let _ = fs::remove_file(path);
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).open(path)
}

/// Today, in UTC.
pub(super) fn today() -> Date {
    Date::of_unix(clock::wall_s())
}

/// The findings on one line: the first error, and how many more.
fn told(found: &[Diagnostic]) -> String {
    let errors: Vec<_> = found.iter().filter(|d| d.severity == Severity::Error).collect();
    let first = errors.first().map_or_else(String::new, |d| {
        format!("[{}] {}. {}", d.code.name, english::message(d.code, &d.args), english::why(d.code, &d.args))
    });
    match errors.len() {
        0 | 1 => first,
        n => format!("{first} (and {} more)", n - 1),
    }
}

/// Findings about a wish, on stderr; one line when no call makes sense.
///
/// # Errors
/// The first error.
pub(super) fn refused(found: &[Diagnostic]) -> String {
    told(found)
}

/// What is worth knowing before anything is sent, on stderr.
pub(super) fn advise(want: &Desired) {
    for d in crate::product::provider::rules::check(want, today()) {
        if d.severity != Severity::Error {
            let message = english::message(d.code, &d.args);
            complain(&format!("{}[{}]: {}: {message}", d.severity.word(), d.code.name, want.zone));
        }
    }
}
