//! Byte spans and the maps between a text and the file it came from.

use std::ops::Range;

/// A half-open range of bytes in one text: `start..end`.
///
/// Trees store spans, views borrow the text. Line and column exist only at the edges (see [`crate::source::LineIndex`]).
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// A place in another file than the one that is looked at. A finding there is dropped: it is made where that file is
    /// looked at. Far beyond any file, and far enough from the end for arithmetic.
    pub const ELSEWHERE: Self = Self { start: 1 << 31, end: 1 << 31 };

    /// True for a place in another file, see [`Span::ELSEWHERE`].
    pub const fn is_elsewhere(self) -> bool {
        self.start >= Self::ELSEWHERE.start
    }

    /// A span from `start` to `end`; an `end` before `start` gives an empty span at `start`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The empty span at `at`.
    pub const fn empty(at: u32) -> Self {
        Self { start: at, end: at }
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// True for a span of no bytes.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True when `offset` lies in the span; its end does not.
    pub const fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// True when `other` lies wholly in the span.
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span moved right by `by` bytes.
    #[must_use]
    pub const fn shifted(self, by: u32) -> Self {
        Self { start: self.start.saturating_add(by), end: self.end.saturating_add(by) }
    }

    /// The part of `text` under the span; empty where the span does not fit it.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// The span as a `usize` range.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Maps offsets in a *derived* text (an unescaped JSON string, a block scalar without its indentation, a shell script
/// inside either) back to the file the text came from.
///
/// The map is piecewise linear. Offsets past the end map to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// First offset of the piece in the derived text.
    from: u32,
    /// Where that is in the file.
    to: u32,
    /// Where the piece ends in the file.
    to_end: u32,
}

impl OffsetMap {
    /// The derived text is a plain slice of the file that begins at `start`.
    pub fn shift(start: u32) -> Self {
        Self { pieces: vec![Piece { from: 0, to: start, to_end: u32::MAX }] }
    }

    /// A map without pieces; add them in order with [`OffsetMap::push`].
    pub fn builder() -> Self {
        Self { pieces: Vec::new() }
    }

    /// The derived text from `from` on (up to the next piece) comes from `to..to_end` of the file.
    pub fn push(&mut self, from: u32, to: u32, to_end: u32) {
        if let Some(last) = self.pieces.last()
            && last.to_end == to
            && last.to_end.wrapping_sub(last.to) == from.wrapping_sub(last.from)
            && let Some(last) = self.pieces.last_mut()
        {
            last.to_end = to_end;
            return;
        }
        self.pieces.push(Piece { from, to, to_end });
    }

    /// The same map followed by `outer`: for a text derived from a derived text.
    #[must_use]
    pub fn then(&self, outer: &Self) -> Self {
        let mut map = Self::builder();
        for (at, piece) in self.pieces.iter().enumerate() {
            let limit = self.pieces.get(at + 1).map_or(u32::MAX, |next| next.from);
            let mut derived = piece.from;
            let mut middle = piece.to;
            // Split where the outer map has a border inside this piece.
            for (o, outer_piece) in outer.pieces.iter().enumerate() {
                let outer_end = outer.pieces.get(o + 1).map_or(u32::MAX, |next| next.from);
                if outer_end <= middle || outer_piece.from >= piece.to_end {
                    continue;
                }
                let end = piece.to_end.min(outer_end);
                let to = outer.start(middle);
                map.push(derived, to, if end == u32::MAX { outer_piece.to_end } else { outer.end(end) });
                derived = derived.saturating_add(end.saturating_sub(middle)).min(limit);
                middle = end;
                if middle >= piece.to_end {
                    break;
                }
            }
        }
        map
    }

    fn piece(&self, offset: u32) -> Option<Piece> {
        let after = self.pieces.partition_point(|piece| piece.from <= offset);
        self.pieces.get(after.saturating_sub(1)).copied()
    }

    /// The place in the file of the first byte of something that begins at `offset`.
    pub fn start(&self, offset: u32) -> u32 {
        let Some(piece) = self.piece(offset) else { return 0 };
        piece.to.saturating_add(offset.saturating_sub(piece.from)).min(piece.to_end)
    }

    /// The place in the file just after something that ends at `offset`.
    pub fn end(&self, offset: u32) -> u32 {
        let Some(before) = offset.checked_sub(1) else { return self.start(0) };
        let Some(piece) = self.piece(before) else { return 0 };
        let next = self.pieces.get(self.pieces.partition_point(|p| p.from <= before));
        if next.is_some_and(|next| next.from == offset) {
            return piece.to_end;
        }
        piece.to.saturating_add(offset.saturating_sub(piece.from)).min(piece.to_end)
    }

    /// A span of the derived text as a span of the file.
    pub fn span(&self, span: Span) -> Span {
        if span.is_empty() {
            return Span::empty(self.start(span.start));
        }
        Span::new(self.start(span.start), self.end(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_moves_both_ends() {
        assert_eq!(OffsetMap::shift(10).span(Span::new(2, 5)), Span::new(12, 15));
    }

    #[test]
    fn an_escape_maps_to_both_of_its_bytes() {
        // File: "a\"b" with the quote escaped; derived: a"b
        let mut map = OffsetMap::builder();
        map.push(0, 1, 2);
        map.push(1, 2, 4);
        map.push(2, 4, 5);
        assert_eq!(map.span(Span::new(0, 3)), Span::new(1, 5));
        assert_eq!(map.span(Span::new(1, 2)), Span::new(2, 4));
        assert_eq!(map.span(Span::new(2, 3)), Span::new(4, 5));
    }

    #[test]
    fn a_block_scalar_line_ends_before_the_next_indentation() {
        // File: "  a\n  b", derived: "a\nb"
        let mut map = OffsetMap::builder();
        map.push(0, 2, 4);
        map.push(2, 6, 7);
        assert_eq!(map.span(Span::new(0, 2)), Span::new(2, 4));
        assert_eq!(map.span(Span::new(2, 3)), Span::new(6, 7));
    }

    #[test]
    fn maps_compose() {
        let mut inner = OffsetMap::builder();
        inner.push(0, 1, 2);
        inner.push(1, 2, 4);
        inner.push(2, 4, 6);
        let both = inner.then(&OffsetMap::shift(100));
        assert_eq!(both.span(Span::new(1, 3)), Span::new(102, 105));
    }
}
