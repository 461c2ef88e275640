//! The arithmetic of long lists of which only a window is in the page: rows of one height, and a height that browsers
//! still draw.

/// The tallest element that is asked of a browser, in pixels; Chromium draws up to 33,554,431.
const TALLEST: u64 = 30_000_000;
/// Windows begin at multiples of this, so that scrolling a little asks for nothing.
pub(crate) const STEP: u64 = 40;
/// Rows asked for at once: a screenful and a margin on both sides.
pub(crate) const COUNT: u32 = 120;

/// A list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Windowed {
    /// Rows.
    pub total: u64,
    /// Pixels of one.
    pub row: u64,
}

impl Windowed {
    /// Pixels of `rows` of it, drawn or not: their own height, or their share of the tallest.
    pub(crate) fn height(self, rows: u64) -> u64 {
        let all = self.total * self.row;
        if all <= TALLEST { rows * self.row } else { share(rows, TALLEST, self.total) }
    }

    /// The row at a scroll position.
    pub(crate) fn at(self, scrolled: u64) -> u64 {
        let all = self.total * self.row;
        let row = if all <= TALLEST { scrolled / self.row } else { share(scrolled, self.total, TALLEST) };
        row.min(self.total.saturating_sub(1))
    }

    /// The first row of the window for a scroll position.
    pub(crate) fn first(self, scrolled: u64) -> u64 {
        (self.at(scrolled).saturating_sub(STEP / 2) / STEP) * STEP
    }

    /// Where to scroll so that `row` is in sight of a view of `seen` pixels that stands at `scrolled`; absent when it is.
    /// `head` pixels at the top are covered.
    pub(crate) fn scroll_to(self, row: u64, scrolled: u64, seen: u64, head: u64) -> Option<u64> {
        let top = self.height(row);
        let room = seen.saturating_sub(head).max(self.row);
        if top < scrolled {
            Some(top)
        } else if top + self.row > scrolled + room {
            Some(top + self.row - room)
        } else {
            None
        }
    }
}

/// `of` × `part` / `whole` without overflow.
fn share(of: u64, part: u64, whole: u64) -> u64 {
    let product = u128::from(of) * u128::from(part) / u128::from(whole.max(1));
    u64::try_from(product).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLION: Windowed = Windowed { total: 1_000_000, row: 28 };

    #[test]
    fn scrolling_a_little_keeps_the_window() {
        assert_eq!([0, 59 * 28, 60 * 28].map(|at| MILLION.first(at)), [0, 0, 40]);
        assert_eq!(MILLION.first(999_999 * 28), 999_960);
    }

    #[test]
    fn a_list_taller_than_browsers_draw_is_scaled() {
        let huge = Windowed { total: 10_000_000, row: 28 };
        assert_eq!(huge.height(huge.total), TALLEST);
        assert_eq!(huge.at(TALLEST), 9_999_999);
        assert_eq!(huge.at(huge.height(5_000_000)), 5_000_000);
        assert_eq!(Windowed { total: 0, row: 28 }.at(0), 0);
    }

    #[test]
    fn a_row_out_of_sight_is_scrolled_to() {
        assert_eq!(MILLION.scroll_to(3, 0, 280, 28), None);
        assert_eq!(MILLION.scroll_to(9, 0, 280, 28), Some(28));
        assert_eq!(MILLION.scroll_to(3, 280, 280, 28), Some(84));
    }
}
