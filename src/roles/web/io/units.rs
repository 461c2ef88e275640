//! The arithmetic between the UTF-16 offsets of the editor and the bytes of diagnostics.

/// Bytes that [`Units`] counts at once.
const BLOCK: usize = 256;

/// Turns offsets of a text between bytes and UTF-16 units. Offsets asked for in ascending order cost one walk.
#[derive(Debug)]
pub(crate) struct Units<'a> {
    text: &'a str,
    bytes: usize,
    utf16: usize,
}

impl<'a> Units<'a> {
    /// At the start of `text`.
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text, bytes: 0, utf16: 0 }
    }

    /// The UTF-16 offset of byte `offset`; inside a character, of its start; behind the end, of the end.
    pub(crate) fn utf16(&mut self, offset: usize) -> u32 {
        if offset < self.bytes {
            (self.bytes, self.utf16) = (0, 0);
        }
        self.skip(|end, _| end <= offset);
        for c in self.rest().chars() {
            if self.bytes + c.len_utf8() > offset {
                break;
            }
            self.bytes += c.len_utf8();
            self.utf16 += c.len_utf16();
        }
        u32::try_from(self.utf16).unwrap_or(u32::MAX)
    }

    /// The byte offset of UTF-16 unit `offset`.
    pub(crate) fn bytes(&mut self, offset: u32) -> usize {
        let offset = offset as usize;
        if offset < self.utf16 {
            (self.bytes, self.utf16) = (0, 0);
        }
        self.skip(|_, units| units <= offset);
        for c in self.rest().chars() {
            if self.utf16 + c.len_utf16() > offset {
                break;
            }
            self.bytes += c.len_utf8();
            self.utf16 += c.len_utf16();
        }
        self.bytes
    }

    /// Goes on by whole blocks while `may` takes their end, in bytes and in UTF-16 units.
    fn skip(&mut self, may: impl Fn(usize, usize) -> bool) {
        while let Some(block) = self.text.as_bytes().get(self.bytes..self.bytes + BLOCK) {
            // A character counts where it begins: two units when it takes four bytes.
            let units = |byte: &u8| u16::from(byte & 0xC0 != 0x80) + u16::from(*byte >= 0xF0);
            let mut end = self.bytes + BLOCK;
            let utf16 = self.utf16 + usize::from(block.iter().map(units).sum::<u16>());
            while !self.text.is_char_boundary(end) {
                end += 1;
            }
            if !may(end, utf16) {
                return;
            }
            (self.bytes, self.utf16) = (end, utf16);
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.bytes..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_what_each_side_counts() {
        // ü is 2 bytes and 1 unit, 𝄞 is 4 bytes and 2 units.
        let text = "aü𝄞b";
        let mut units = Units::new(text);
        assert_eq!([0, 1, 3, 7, 8, 99].map(|b| units.utf16(b)), [0, 1, 2, 4, 5, 5]);
        assert_eq!([5, 4, 2, 1, 0].map(|u| units.bytes(u)), [8, 7, 3, 1, 0]);
    }

    #[test]
    fn long_texts_count_as_short_ones() {
        // Characters of all lengths lie over the ends of blocks.
        let text: String = "a\u{fc}\u{20ac}\u{1d11e}".chars().cycle().take(4 * BLOCK + 3).collect();
        let (mut bytes, mut utf16) = (0, 0);
        for c in text.chars() {
            let mut units = Units::new(&text);
            assert_eq!(units.utf16(bytes) as usize, utf16);
            assert_eq!(Units::new(&text).bytes(u32::try_from(utf16).unwrap()), bytes);
            (bytes, utf16) = (bytes + c.len_utf8(), utf16 + c.len_utf16());
        }
        assert_eq!(Units::new(&text).utf16(usize::MAX) as usize, utf16);
    }
}
