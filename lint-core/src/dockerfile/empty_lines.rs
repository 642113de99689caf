//! Empty lines between the lines of an instruction.

use super::instruction::Instruction;
use super::{Keyword, TileKind};
use crate::span::Span;

impl Instruction<'_> {
    /// The keyword, in upper case, that begins the line after an empty one: that line was meant as another instruction.
    pub fn keyword_after_empty_line(self) -> Option<Span> {
        let tiles = self.data.tiles.of(&self.file.tiles);
        let blanks = tiles.iter().enumerate().filter(|(_, tile)| tile.kind == TileKind::Blank);
        let mut pieces = blanks.filter_map(|(ix, _)| tiles.get(ix + 1)).filter(|tile| tile.kind == TileKind::Argument);
        pieces.find_map(|piece| {
            let text = piece.span.of(&self.file.text);
            let word = text.split_whitespace().next().filter(|_| !text.starts_with([' ', '\t']))?;
            let is_keyword = Keyword::ALL.into_iter().any(|keyword| keyword.as_str() == word);
            is_keyword.then(|| Span::new(piece.span.start, piece.span.start + word.len() as u32))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::dockerfile::parse;

    #[test]
    fn a_keyword_at_the_start_of_the_line_is_seen() {
        for (text, expected) in [
            ("RUN a && \\\n\nCOPY b c\n", Some("COPY")),
            ("RUN a && \\\n\n  b\n", None),
            ("RUN a && \\\n\nb\n", None),
            ("RUN a && \\\nCOPY b\n", None),
        ] {
            let text = format!("FROM a\n{text}");
            let file = parse(text.as_str().into());
            let found = file.instructions().last().and_then(|run| run.keyword_after_empty_line());
            assert_eq!(found.map(|span| span.of(&text)), expected, "{text}");
        }
    }
}
