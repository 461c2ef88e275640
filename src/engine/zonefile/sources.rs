//! The files of one zone, held while their spans matter: the file given and whatever it includes.

use std::sync::Arc;

use crate::engine::diag::Span;

/// One file.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the host calls it; what output shows.
    pub name: String,
    /// Its content, shared so that a parse never copies a text.
    pub bytes: Arc<Vec<u8>>,
    /// The `$INCLUDE` that asked for it; [`Span::NONE`] for the first file.
    pub included_at: Span,
}

/// All files; `Span::file` is an index into them.
#[derive(Clone, Debug)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// The file given.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: impl Into<Arc<Vec<u8>>>) -> Self {
        Self { files: vec![Source { name: name.into(), bytes: bytes.into(), included_at: Span::NONE }] }
    }

    /// Adds an included file and returns its index; none when 65,535 are there already.
    pub fn add(&mut self, name: impl Into<String>, bytes: impl Into<Arc<Vec<u8>>>, included_at: Span) -> Option<u16> {
        let file = u16::try_from(self.files.len()).ok().filter(|&n| n < u16::MAX)?;
        self.files.push(Source { name: name.into(), bytes: bytes.into(), included_at });
        Some(file)
    }

    /// The file with this index.
    #[must_use]
    pub fn get(&self, file: u16) -> Option<&Source> {
        self.files.get(usize::from(file))
    }

    /// The bytes of a file; empty when there is no such file.
    #[must_use]
    pub fn bytes(&self, file: u16) -> &[u8] {
        self.get(file).map_or(&[], |s| s.bytes.as_slice())
    }

    /// The bytes at `span`; empty when it is not inside a file.
    #[must_use]
    pub fn text(&self, span: Span) -> &[u8] {
        self.bytes(span.file).get(span.start as usize..span.end() as usize).unwrap_or_default()
    }

    /// All files in order of first use.
    #[must_use]
    pub fn files(&self) -> &[Source] {
        &self.files
    }
}
