//! Breaking text into lines. What stands in backticks is to be typed, so it stays together.

use std::fmt::Write as _;

/// Appends `text` broken at `width` columns: the first line goes on at column `at`, further ones get `indent` spaces.
pub fn wrap(text: &str, at: usize, indent: usize, width: usize, out: &mut String) {
    let mut column = at;
    for (number, paragraph) in text.lines().enumerate() {
        if number > 0 {
            let _ = write!(out, "\n{:indent$}", "");
            column = indent;
        }
        let mut first = true;
        for word in words(paragraph) {
            let len = word.chars().count();
            if !first && column + 1 + len > width {
                let _ = write!(out, "\n{:indent$}", "");
                column = indent;
            } else if !first {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += len;
            first = false;
        }
    }
    out.push('\n');
}

/// The words of a line; a space inside backticks does not separate, unless the backticks hold a whole sentence.
fn words(line: &str) -> impl Iterator<Item = &str> {
    const TOGETHER: usize = 40;
    let mut rest = line.trim();
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let mut tick: Option<usize> = None;
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            if c == '`' {
                tick = if tick.is_some() { None } else { closed(rest, at, TOGETHER).then_some(at) };
            } else if c == ' ' && tick.is_none() {
                end = at;
                break;
            }
        }
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// Whether the backtick at `at` has a partner within `limit` bytes.
fn closed(text: &str, at: usize, limit: usize) -> bool {
    text.bytes().skip(at + 1).take(limit).any(|byte| byte == b'`')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, at: usize, indent: usize, width: usize) -> String {
        let mut out = String::new();
        wrap(text, at, indent, width, &mut out);
        out
    }

    #[test]
    fn lines_break_at_words_and_go_on_below_the_first() {
        assert_eq!(wrapped("one two three four", 6, 2, 14), "one two\n  three four\n");
    }

    #[test]
    fn code_in_backticks_stays_together() {
        assert_eq!(wrapped("add `read_only: true` now", 0, 0, 12), "add\n`read_only: true`\nnow\n");
    }

    #[test]
    fn a_lone_backtick_does_not_swallow_the_text() {
        assert_eq!(wrapped("a ` b c", 0, 0, 3), "a `\nb c\n");
    }

    #[test]
    fn paragraphs_stay_lines() {
        assert_eq!(wrapped("one\ntwo", 4, 4, 80), "one\n    two\n");
    }
}
