//! A zone cut into pieces that can be walked at the same time, or one after the other with a pause between.

use super::{Nodes, Snapshot, key};

/// A run of nodes; pieces follow one another without a gap.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// The key of its first name, or of the gap before it.
    pub(super) start: Vec<u8>,
    /// Where the next piece starts; none for the last.
    pub(super) end: Option<Vec<u8>>,
}

impl Snapshot {
    /// The whole zone in pieces of about `pages` pages of 2 KiB, or of more, so that they are no more than some `most`. A
    /// piece holds whole nodes, so it may be larger.
    #[must_use]
    pub fn pieces(&self, pages: usize, most: usize) -> Vec<Piece> {
        let pages = pages.max(self.tree().pages().div_ceil(most.max(1)));
        let mut pieces = vec![Piece::default()];
        for border in self.tree().borders(pages) {
            let mut cursor = self.tree().seek(border);
            let Some((at, _)) = cursor.next() else { continue };
            let name = key::split(at).0;
            let Some(last) = pieces.last_mut().filter(|last| last.start.as_slice() < name) else { continue };
            last.end = Some(name.to_vec());
            pieces.push(Piece { start: name.to_vec(), end: None });
        }
        pieces
    }

    /// The nodes of a piece, in canonical order.
    #[must_use]
    pub fn nodes_of(&self, piece: &Piece) -> Nodes<'_> {
        Nodes::new(self, &piece.start, piece.end.as_deref())
    }
}
