//! Every limit, one struct a room, default and reason beside it. Passed in, never a global.

/// Limits of reading text.
#[derive(Clone, Copy, Debug)]
pub struct TextLimits {
    /// Findings kept; the rest are counted. A person reads the first few; a thousand is room for a report.
    pub diagnostics: usize,
    /// Bytes of one text. Spans are 32-bit offsets.
    pub bytes: u64,
    /// `$INCLUDE` inside `$INCLUDE`. BIND allows 20 levels; nobody nests deeper on purpose.
    pub include_depth: u16,
    /// Files of one zone, the first included; spans hold 16 bits and keep one value for "nowhere".
    pub files: u16,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self { diagnostics: 1_000, bytes: u32::MAX as u64 - 1, include_depth: 20, files: 4_096 }
    }
}
