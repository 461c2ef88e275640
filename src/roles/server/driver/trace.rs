//! The trace of a running server (`serve --trace`): lines of `product/rehearse/trace`, written as they happen.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::engine::dns::NameRef;
use crate::engine::xfr::{Now, Session, SessionInput, SessionOutput};
use crate::product::rehearse::trace::Tracer;

/// Where lines go. Those of one zone are in the order of what happened: they are written under its lock.
#[derive(Debug)]
pub struct Trace {
    lines: Tracer,
    file: Mutex<File>,
}

impl Trace {
    /// Begins a file anew, for its owner alone; `content`: with the octets of messages.
    ///
    /// # Errors
    /// The system's.
    pub fn create(path: &Path, content: bool) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        Ok(Self { lines: Tracer { content }, file: Mutex::new(file) })
    }

    /// A session begins.
    pub(super) fn born(&self, session: &mut Session, seed: u64, now: Now) {
        session.watch();
        self.write(&self.lines.born(session, seed, now));
    }

    /// What it is about to be given.
    pub(super) fn given(&self, zone: NameRef<'_>, now: Now, input: &SessionInput<'_>) {
        if let SessionInput::Message(link, wire) = input {
            self.write(&self.lines.heard(zone, now, link.0, wire));
        }
    }

    /// What came of it.
    pub(super) fn said(&self, session: &mut Session, now: Now, outputs: &[SessionOutput]) {
        let mut text = String::new();
        for decision in session.decisions() {
            text.push_str(&self.lines.decided(session.apex(), &decision));
        }
        for output in outputs {
            match output {
                SessionOutput::Send(link, wire) => {
                    text.push_str(&self.lines.sent(session.apex(), now, link.0, wire));
                }
                SessionOutput::Store(_, content, _) => text.push_str(&self.lines.version(now, content)),
                _ => {}
            }
        }
        self.write(&text);
    }

    /// At once, so that a kill costs one line at most. A disk that is full costs the trace, not the zones.
    fn write(&self, text: &str) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = file.write_all(text.as_bytes()) {
            tracing::warn!(%error, "the trace has a gap");
        }
    }
}
