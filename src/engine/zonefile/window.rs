//! The stretch of a file that is being read. A file that is held is one stretch, and so is what has come of one that comes
//! by and by; of another a window is read, which moves along and becomes larger where one entry needs it.

use super::sources::{Content, Sources};
use super::text::{MARK, Text};

/// The window, empty at first.
#[derive(Debug, Default)]
pub(super) struct Window {
    octets: Vec<u8>,
    base: usize,
    /// Where reading stood when it was read.
    from: usize,
    /// Octets to read behind where reading stands.
    want: usize,
    /// What it holds is not what is wanted.
    stale: bool,
    /// Of a file that comes by and by, where reading stood last and how much had come.
    pub(super) tried: (usize, usize),
}

impl Window {
    /// The text that holds what stands from `at` on, and the octet before; `usual` octets or as many as are known to be
    /// needed. None when it cannot be read.
    pub(super) fn at<'t>(&'t mut self, sources: &'t Sources, file: u16, at: usize, usual: usize) -> Option<Text<'t>> {
        let end = self.base + self.octets.len();
        let is_inside = (self.base..end).contains(&at) || at == end && end == sources.length(file);
        if self.stale || self.octets.is_empty() || !is_inside {
            self.want = self.want.max(usual).max(1);
        } else if let Some(Content::Stored(stored)) = sources.get(file).map(|source| &source.content) {
            return Some(Text { octets: &self.octets, file, base: self.base, goes_on: end < stored.length() });
        }
        self.cover(sources, file, at, at.saturating_add(self.want))
    }

    /// The text that holds at least the range, and the octet before. None when it cannot be read.
    pub(super) fn cover<'t>(&'t mut self, sources: &'t Sources, file: u16, from: usize, to: usize) -> Option<Text<'t>> {
        let stored = match &sources.get(file)?.content {
            Content::Held(octets) => return Some(Text::whole(octets, file)),
            Content::Coming { octets, .. } => {
                let octets = octets.get(..self.wait(from, octets.len())).unwrap_or(octets);
                return Some(Text { goes_on: true, ..Text::whole(octets, file) });
            }
            Content::Stored(stored) => stored,
        };
        // The first line begins with the file, behind a byte order mark, too.
        let base = if from <= MARK.len() { 0 } else { from - 1 };
        let end = to.min(stored.length());
        let length = end.saturating_sub(base);
        if self.octets.capacity() > length.saturating_mul(4) {
            self.octets = Vec::new();
        }
        self.octets.resize(length, 0);
        (self.base, self.from, self.stale) = (base, from, true);
        if !stored.read(base, &mut self.octets) {
            return None;
        }
        self.stale = false;
        Some(Text { octets: &self.octets, file, base, goes_on: end < stored.length() })
    }

    /// How much to show of so many octets that have come. An entry that was cut is looked at again when twice as much of it
    /// has come: so the time for one that comes in many pieces stays in proportion to its length.
    fn wait(&mut self, from: usize, came: usize) -> usize {
        let (before, length) = self.tried;
        let enough = length.saturating_add(length.saturating_sub(before));
        if before == from && came > length && came < enough {
            return from;
        }
        self.tried = (from, came);
        came
    }

    /// The entry that begins at `at` reaches beyond the window: the next begins there, and is larger if this one did. Long
    /// entries seldom stand alone, so it becomes smaller by and by.
    pub(super) fn cut(&mut self, at: usize) {
        self.want = if at == self.from { self.want.saturating_mul(2) } else { self.want / 2 };
        self.stale = true;
    }
}
