//! JSON arrays: written, and repaired where somebody almost wrote one.

use super::Instruction;

impl Instruction<'_> {
    /// The JSON array that [`Instruction::failed_json`] was meant to be: single or typographic quotes, a comma too many
    /// or too few, strings without quotes. `None` when the text has another shape, such as a shell's test.
    pub fn repaired_json(self) -> Option<String> {
        let text = self.joined(self.failed_json()?);
        json_array(&items(&text)?)
    }
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
    for (open, close) in [('"', '"'), ('\'', '\''), ('\u{201c}', '\u{201d}'), ('\u{2018}', '\u{2019}')] {
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
    fn what_is_no_array_is_left_alone() {
        for written in ["[ -f x ] && run", "[ -f x ]", "['a\\'b']", "['a', $B]", "[\"a\"]", "['say \"hi\"']", "['a"] {
            assert_eq!(repaired(written), None, "{written}");
        }
    }
}
