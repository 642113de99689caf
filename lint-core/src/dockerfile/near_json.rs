//! JSON arrays: written, and repaired where somebody almost wrote one.

use super::{Instruction, split};

impl Instruction<'_> {
    /// The JSON array that [`Instruction::failed_json`] was meant to be: single or typographic quotes, a comma too many
    /// or too few, strings without quotes. `None` when the text has another shape, such as a shell's test.
    pub fn repaired_json(self) -> Option<String> {
        let text = self.joined(self.failed_json()?);
        match items(&text) {
            Some(items) => json_array(&items),
            None => doubled(&text),
        }
    }

    /// Whether arguments that became plain text were meant as a JSON array: a quoted string and a comma follow the
    /// bracket, or the text can be repaired. A shell's test and a file name's `[a-z]` are neither.
    pub fn is_meant_as_json(self) -> bool {
        let Some(span) = self.failed_json() else { return false };
        let text = self.joined(span);
        let first = text.strip_prefix('[').map_or("", str::trim_start);
        let after = first.chars().next().and_then(|open| {
            let close = QUOTES.into_iter().find(|(known, _)| *known == open)?.1;
            let inner = first.get(open.len_utf8()..)?;
            Some(inner.get(inner.find(close)? + close.len_utf8()..)?.trim_start())
        });
        after.is_some_and(|after| after.is_empty() || after == "]" || after.starts_with(','))
            || self.repaired_json().is_some()
    }
}

/// Quotes that people write around the strings of an array.
const QUOTES: [(char, char); 4] = [('"', '"'), ('\'', '\''), ('\u{201c}', '\u{201d}'), ('\u{2018}', '\u{2019}')];

/// The array with a second backslash beside each one that stands for itself, as in paths of Windows.
fn doubled(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '\\' {
            match chars.peek() {
                Some('"' | '\\') => out.extend(chars.next()),
                _ => out.push('\\'),
            }
        }
    }
    (split::json(&out, 0..out.len(), |_| ()) == split::Json::Strings).then_some(out)
}

/// The words as a JSON array on one line; `None` for none.
///
/// ```
/// use plimsoll_core::dockerfile::json_array;
///
/// assert_eq!(json_array(&["echo", "a \"b\""]).unwrap(), r#"["echo", "a \"b\""]"#);
/// ```
pub fn json_array(words: &[impl AsRef<str>]) -> Option<String> {
    let quoted: Result<Vec<String>, _> = words.iter().map(|word| serde_json::to_string(word.as_ref())).collect();
    let quoted = quoted.ok().filter(|quoted| !quoted.is_empty())?;
    Some(format!("[{}]", quoted.join(", ")))
}

/// The strings of something that looks like an array.
fn items(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut items = Vec::new();
    while !rest.is_empty() {
        let (item, after) = item(rest)?;
        items.push(item.to_owned());
        rest = after.trim_start();
        rest = rest.strip_prefix(',').map_or(rest, str::trim_start);
    }
    Some(items)
}

/// One string and the text after it.
fn item(text: &str) -> Option<(&str, &str)> {
    for (open, close) in QUOTES {
        if let Some(inner) = text.strip_prefix(open) {
            let (item, after) = inner.split_once(close)?;
            // Escapes of either language: let the author write them.
            return (!item.contains(['\\', '"', '[', ']'])).then_some((item, after));
        }
    }
    let end = text.find([',', '"', '\'', '\\', '$', ' ', '\t', '[', ']', '=', ';', '&', '|']).unwrap_or(text.len());
    let (item, after) = text.split_at_checked(end)?;
    // Without quotes a string ends at a comma or with the array: a shell's test has blanks between its words.
    (!item.is_empty() && (after.is_empty() || after.starts_with(','))).then_some((item, after))
}

#[cfg(test)]
mod tests {
    use crate::dockerfile::parse;

    fn repaired(args: &str) -> Option<String> {
        let file = parse(format!("FROM a\nCMD {args}\n").into());
        file.instructions().last()?.repaired_json()
    }

    #[test]
    fn quotes_and_commas_are_mended() {
        for written in [
            "['node', 'server.js']",
            "[\"node\", 'server.js']",
            "[\"node\" \"server.js\"]",
            "[\"node\", \"server.js\",]",
            "[\u{201c}node\u{201d}, \u{201c}server.js\u{201d}]",
            "[node, server.js]",
            "['node', \\\n  'server.js']",
        ] {
            assert_eq!(repaired(written).as_deref(), Some("[\"node\", \"server.js\"]"), "{written}");
        }
    }

    #[test]
    fn paths_of_windows_get_their_backslashes() {
        assert_eq!(repaired(r#"["C:\a\new.exe", "x"]"#).as_deref(), Some(r#"["C:\\a\\new.exe", "x"]"#));
    }

    #[test]
    fn what_was_meant_as_an_array() {
        let meant = |args: &str| {
            let file = parse(format!("FROM a\nRUN {args}\n").into());
            file.instructions().last().is_some_and(super::Instruction::is_meant_as_json)
        };
        for written in ["['a']", "[\"a\", \"b\"", "[\"a\"", "[ 'a', 'b' ] && c", "[a, b]", "['a', $B]"] {
            assert!(meant(written), "{written}");
        }
        for written in ["[ -f x ] && y", "[ \"$A\" = b ]", "[ \"$A\" ] && x", "[[ a ]]", "[a-z]* b", "[\"a\"]"] {
            assert!(!meant(written), "{written}");
        }
    }

    #[test]
    fn what_is_no_array_is_left_alone() {
        for written in ["[ -f x ] && run", "[ -f x ]", "['a\\'b']", "['a', $B]", "[\"a\"]", "['say \"hi\"']", "['a"] {
            assert_eq!(repaired(written), None, "{written}");
        }
    }
}
