//! Splitting short forms without looking into `${…}`.

/// The pieces of a text between `separator`s that stand outside `${…}` and brackets, as byte ranges.
pub(super) fn pieces(text: &str, separator: char) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let (mut start, mut braces, mut brackets, mut before) = (0, 0_u32, 0_u32, ' ');
    for (at, c) in text.char_indices() {
        match c {
            '{' if before == '$' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            _ if c == separator && braces == 0 && brackets == 0 => {
                pieces.push((start, at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
        before = c;
    }
    pieces.push((start, text.len()));
    pieces
}
