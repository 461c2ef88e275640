//! A place in a source file, in bytes.

/// A run of bytes in one of the files of a parse. A record that came over the wire has [`Span::NONE`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Index of the file: 0 is the file given, others are `$INCLUDE`d, in order of first use.
    pub file: u16,
    /// Offset of the first byte.
    pub start: u32,
    /// Number of bytes; 0 marks a point.
    pub len: u32,
}

impl Span {
    /// No place: the subject came over the wire or does not exist.
    pub const NONE: Self = Self { file: u16::MAX, start: 0, len: 0 };

    /// A run of `len` bytes at `start` in `file`.
    #[must_use]
    pub const fn new(file: u16, start: u32, len: u32) -> Self {
        Self { file, start, len }
    }

    /// The offset just behind the last byte.
    #[must_use]
    pub const fn end(self) -> u32 {
        self.start.saturating_add(self.len)
    }

    /// Whether this is a place at all.
    #[must_use]
    pub const fn is_some(self) -> bool {
        self.file != u16::MAX
    }

    /// The smallest span over both; `self` when the files differ.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        let start = self.start.min(other.start);
        Self { file: self.file, start, len: self.end().max(other.end()) - start }
    }
}
