//! Takes Dockerfile continuations out of a text, as the build does before any shell sees it.

use crate::span::OffsetMap;

/// The text without its continuations, and the way back; `None` when it has none.
///
/// A backslash, blanks and a line end are nothing, and so are the blank (or blanked comment) lines after them. What
/// follows the first line end without a backslash are heredoc bodies: they are handed on as they are.
pub(super) fn join(text: &str) -> Option<(String, OffsetMap)> {
    let mut joined = String::new();
    let mut map = OffsetMap::builder();
    let mut copied = 0;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let Some(found) = rest.find(['\\', '\n']) else { break };
        let here = at + found;
        if rest.get(found..).is_some_and(|rest| rest.starts_with('\n')) {
            break;
        }
        let Some(after) = line_end(text, here + 1).or_else(|| text_end(text, here + 1)) else {
            at = here + 1;
            continue;
        };
        push(&mut joined, &mut map, text, copied, here);
        copied = skip_blank_lines(text, after);
        at = copied;
    }
    if copied == 0 {
        return None;
    }
    push(&mut joined, &mut map, text, copied, text.len());
    Some((joined, map))
}

fn push(joined: &mut String, map: &mut OffsetMap, text: &str, from: usize, to: usize) {
    if from < to {
        map.push(joined.len() as u32, from as u32, to as u32);
        joined.push_str(text.get(from..to).unwrap_or(""));
    }
}

/// The offset after the line end at `at`, when only blanks stand before it.
fn line_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let line = rest.trim_start_matches([' ', '\t']);
    let line = line.strip_prefix('\r').unwrap_or(line).strip_prefix('\n')?;
    Some(text.len() - line.len())
}

/// The end of the text, when only blanks stand before it: a last line may end with a backslash too.
fn text_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    rest.trim_matches([' ', '\t', '\r']).is_empty().then_some(text.len())
}

fn skip_blank_lines(text: &str, mut at: usize) -> usize {
    while let Some(next) = line_end(text, at) {
        at = next;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continuations_and_the_blank_lines_after_them_vanish() {
        let (joined, map) = join("a \\\n   \n  b\\  \r\nc\nx\\\ny").unwrap();
        assert_eq!(joined, "a   bc\nx\\\ny");
        assert_eq!((map.start(0), map.end(2), map.start(2), map.start(5)), (0, 2, 8, 16));
    }

    #[test]
    fn a_backslash_at_the_end_of_the_text_vanishes() {
        assert_eq!(join("a \\ ").unwrap().0, "a ");
    }

    #[test]
    fn a_text_without_them_is_left_alone() {
        assert_eq!(join("a \\b\nc\\\nd"), None);
    }
}
