//! From byte offsets to the UTF-16 offsets that browsers and editors count in.

/// The map of one text, made in one pass; a look-up is a binary search among the text's non-ASCII characters.
pub(crate) struct Utf16Map {
    /// For each non-ASCII character: the byte after it, and by how much bytes are ahead of UTF-16 units from there on.
    ahead: Vec<(u32, u32)>,
    /// Length of the text in bytes.
    len: u32,
}

impl Utf16Map {
    pub(crate) fn new(text: &str) -> Self {
        let mut ahead = Vec::new();
        let mut total = 0;
        for (at, character) in text.char_indices().filter(|(_, character)| !character.is_ascii()) {
            total += (character.len_utf8() - character.len_utf16()) as u32;
            ahead.push(((at + character.len_utf8()) as u32, total));
        }
        Self { ahead, len: text.len() as u32 }
    }

    /// The UTF-16 offset of a byte offset; the text's end for offsets past it.
    pub(crate) fn offset(&self, byte: u32) -> u32 {
        let byte = byte.min(self.len);
        let before = self.ahead.partition_point(|&(after, _)| after <= byte);
        let ahead = before.checked_sub(1).and_then(|at| self.ahead.get(at)).map_or(0, |&(_, ahead)| ahead);
        byte.saturating_sub(ahead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_equal_those_of_a_slow_count() {
        for text in ["", "plain", "é", "🚢x", "a🚢é漢\u{feff}\r\nz🚢"] {
            let map = Utf16Map::new(text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(map.offset(at as u32) as usize, text[..at].encode_utf16().count(), "{text:?} at {at}");
            }
        }
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        assert_eq!(Utf16Map::new("🚢").offset(99), 2);
    }
}
