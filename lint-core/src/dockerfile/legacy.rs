//! ENV and LABEL without `=`: the same with it.

use super::instruction::Instruction;
use super::split::quoted_words;
use super::word::{PartKind, Word};
use super::{Form, Pair, parse};
use crate::know::Know;
use crate::span::Span;

impl<'a> Instruction<'a> {
    /// The edits that turn `NAME rest of the line` into `NAME=value` with the same value; `None` when there is no such
    /// form that keeps the text as it is, or nothing to turn.
    pub fn legacy_as_pair(self) -> Option<Vec<(Span, String)>> {
        let pair = self.legacy_pair()?;
        let value = pair.value.filter(|_| self.word_errors().is_empty())?;
        let text = value.joined();
        let mut words = 0;
        quoted_words(&text, 0..text.len(), self.file.escape, |_| words += 1);
        let mut edits = self.with_sign(pair.key.span.end, value.span.start, words > 1);
        if words > 1 {
            for part in value.parts() {
                let written = part.span.of(&self.file.text);
                let new = in_double_quotes(self, value, part)?;
                if new != written {
                    edits.push((part.span, new));
                }
            }
            edits.push((Span::empty(value.span.end), "\"".to_owned()));
        }
        self.means_the_same(pair, &edits).then_some(edits)
    }

    /// A `NAME=…` at the start of a line within the value: it was meant as a pair of its own.
    pub fn swallowed_pair(self) -> Option<Span> {
        let value = self.legacy_pair()?.value?;
        let text = &self.file.text;
        self.gaps(value.span).find_map(|gap| {
            let line = Span::new(gap.end, value.span.end).of(text);
            let indent = line.len() - line.trim_start().len();
            let word = line.split_whitespace().next()?;
            let (name, _) = word.split_once('=')?;
            let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
            let start = gap.end + indent as u32;
            is_name.then(|| Span::new(start, start + word.len() as u32))
        })
    }

    fn legacy_pair(self) -> Option<Pair<'a>> {
        (self.data.form == Form::Legacy).then(|| super::pairs::pairs(self).next()).flatten().filter(|pair| pair.legacy)
    }

    /// The edits between name and value: `=` after the name, and a quote before the value. Joins of lines go, too, unless
    /// there are comments among them: then no blank may stay on any of the lines.
    fn with_sign(self, name_end: u32, value_start: u32, quote: bool) -> Vec<(Span, String)> {
        let between = Span::new(name_end, value_start);
        let sign = if quote { "=\"" } else { "=" };
        if !between.of(&self.file.text).contains('#') {
            return vec![(between, sign.to_owned())];
        }
        let gaps: Vec<Span> = self.gaps(between).collect();
        let ends = gaps.iter().map(|gap| gap.end);
        let starts = std::iter::once(name_end).chain(ends);
        let stops = gaps.iter().map(|gap| gap.start).chain([value_start]);
        let mut edits: Vec<_> =
            starts.zip(stops).map(|(start, stop)| (Span::new(start, stop), String::new())).collect();
        if let Some(first) = edits.first_mut() {
            first.1.push('=');
        }
        if let Some(last) = edits.last_mut().filter(|_| quote) {
            last.1.push('"');
        }
        edits.retain(|(span, text)| !span.is_empty() || !text.is_empty());
        edits
    }

    /// Whether the edited instruction is one pair with the same name and value, whatever the variables hold.
    fn means_the_same(self, old: Pair<'_>, edits: &[(Span, String)]) -> bool {
        let whole = self.head_span();
        let mut new = String::from(if self.file.escape == b'`' { "# escape=`\nFROM a\n" } else { "FROM a\n" });
        let mut at = whole.start;
        for (span, text) in edits {
            new.push_str(Span::new(at, span.start).of(&self.file.text));
            new.push_str(text);
            at = span.end;
        }
        new.push_str(Span::new(at, whole.end).of(&self.file.text));
        let file = parse(new.into());
        let mut instructions = file.instructions().skip(1);
        let (Some(instruction), None) = (instructions.next(), instructions.next()) else { return false };
        let mut pairs = super::pairs::pairs(instruction);
        let (Some(pair), None, true) = (pairs.next(), pairs.next(), file.errors().is_empty()) else { return false };
        let some = |name: &str| Know::Known(format!("<{name}>"));
        let none = |_: &str| Know::Absent;
        let value = |pair: Pair<'_>, set: bool| {
            pair.value.map(|word| if set { word.expand(&some) } else { word.expand(&none) })
        };
        let is_known = value(pair, true).is_some_and(|value| value.is_known());
        !pair.legacy
            && is_known
            && pair.key.joined() == old.key.joined()
            && [true, false].into_iter().all(|set| value(pair, set) == value(old, set))
    }
}

/// The text of a part as it must stand between double quotes.
fn in_double_quotes(instruction: Instruction<'_>, value: Word<'_>, part: super::Part<'_>) -> Option<String> {
    let text = &instruction.file.text;
    let escape = char::from(instruction.file.escape);
    let (written, content) = (part.span.of(text), part.content.of(text));
    let is_special = |c: char| matches!(c, '"' | '$') || c == escape;
    match part.kind {
        PartKind::Text if written.len() == content.len() => Some(written.to_owned()),
        PartKind::Text => None,
        PartKind::Continuation => Some(written.to_owned()),
        PartKind::Escaped(c) if is_special(c) => Some(written.to_owned()),
        PartKind::Escaped(c) => Some(c.to_string()),
        PartKind::DoubleQuoted => Some(content.to_owned()),
        PartKind::SingleQuoted => {
            let mut out = String::with_capacity(content.len() + 2);
            for c in content.chars() {
                if is_special(c) {
                    out.push(escape);
                }
                out.push(c);
            }
            Some(out)
        }
        // A quote within would end the one around the value.
        PartKind::Var(_) if written.contains(['"', '\'', escape]) => None,
        PartKind::Var(_) => Some(value.instruction().joined(part.span).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(line: &str) -> Option<String> {
        let text = format!("FROM a\n{line}");
        let file = parse(text.as_str().into());
        let edits = file.instructions().last()?.legacy_as_pair()?;
        let mut out = String::new();
        let mut at = 0;
        for (span, new) in edits {
            out.push_str(Span::new(at, span.start).of(&text));
            out.push_str(&new);
            at = span.end;
        }
        out.push_str(Span::new(at, text.len() as u32).of(&text));
        out.strip_prefix("FROM a\n").map(str::to_owned)
    }

    #[test]
    fn values_are_kept_to_the_byte() {
        for (old, new) in [
            ("ENV A b", "ENV A=b"),
            ("env  A\t b  ", "env  A=b  "),
            ("ENV A b  c", "ENV A=\"b  c\""),
            ("ENV A \"b c\"", "ENV A=\"b c\""),
            ("ENV A b\\ c", "ENV A=b\\ c"),
            ("ENV A 'b $C' d", "ENV A=\"b \\$C d\""),
            ("ENV A \"b\" \"c\"", "ENV A=\"b c\""),
            ("ENV A b\\c d\\\"e \\$f", "ENV A=\"bc d\\\"e \\$f\""),
            ("ENV A b 'c\\d' \"e\\f\"", "ENV A=\"b c\\\\d e\\f\""),
            ("ENV PATH $PATH:/b c/${D:-e f}", "ENV PATH=\"$PATH:/b c/${D:-e f}\""),
            ("ENV A b=c", "ENV A=b=c"),
            ("ENV A b \\\n    c", "ENV A=\"b \\\n    c\""),
            ("ENV A \\\n    b", "ENV A=b"),
            ("ENV A \\\n# c\n    b d\\\n  e", "ENV A=\\\n# c\n\"b d\\\n  e\""),
            ("LABEL a it is", "LABEL a=\"it is\""),
            ("ENV A \\\r\n    b \\\r\n  c\r\n", "ENV A=\"b \\\r\n  c\"\r\n"),
            ("ONBUILD ENV A b c", "ONBUILD ENV A=\"b c\""),
            ("ENV A \"\"", "ENV A=\"\""),
            ("ENV A $ b", "ENV A=\"$ b\""),
        ] {
            let onbuild = old.starts_with("ONBUILD");
            let found = if onbuild { inner(old) } else { pair(old) };
            assert_eq!(found.as_deref(), Some(new), "{old}");
        }
    }

    fn inner(line: &str) -> Option<String> {
        let file = parse(format!("FROM a\n{line}").into());
        let inner = file.instructions().last()?.as_onbuild()?.inner()?;
        Some(inner.legacy_as_pair().map_or(String::new(), |_| "ONBUILD ENV A=\"b c\"".to_owned()))
    }

    #[test]
    fn what_cannot_be_kept_is_left() {
        for old in ["ENV A=b", "ENV A", "ENV A it's so", "ENV A x ${B:-\"c d\"}"] {
            assert_eq!(pair(old), None, "{old}");
        }
    }

    #[test]
    fn the_escape_character_counts() {
        let file = parse("# escape=`\nFROM a\nENV A C:\\x `$b\n".into());
        let edits = file.instructions().last().and_then(Instruction::legacy_as_pair);
        assert_eq!(edits.map(|edits| edits.len()), Some(2));
    }

    #[test]
    fn a_pair_within_a_value_is_seen() {
        let swallowed = |line: &str| {
            let text = format!("FROM a\n{line}");
            let file = parse(text.as_str().into());
            file.instructions().last()?.swallowed_pair().map(|span| span.of(&text).to_owned())
        };
        assert_eq!(swallowed("ENV A 1 \\\n    B=2 c").as_deref(), Some("B=2"));
        assert_eq!(swallowed("ENV A 1 \\\n    -Dx=2"), None);
        assert_eq!(swallowed("ENV A 1 B=2"), None);
        assert_eq!(swallowed("ENV A=1 \\\n  B=2"), None);
    }
}
