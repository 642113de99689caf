//! The quotes of a scalar: put on, exchanged or taken off without a change of what it means.

use super::{Node, NodeKind, ScalarStyle, ScalarType, edit};
use crate::span::Span;
use std::sync::Arc;

/// Kinds of quotes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// `'…'`
    Single,
    /// `"…"`
    Double,
}

/// The quotes a scalar stands in.
pub fn of(scalar: Node<'_>) -> Option<Quotes> {
    match scalar.style()? {
        ScalarStyle::Single => Some(Quotes::Single),
        ScalarStyle::Double => Some(Quotes::Double),
        _ => None,
    }
}

/// Puts a scalar into quotes. A number becomes the text of its digits: for a place where both mean the same. `None` where
/// the number is not written as plain digits, where the text needs more than quotes, and where an alias takes it along.
pub fn put_on(scalar: Node<'_>, quotes: Quotes) -> Option<(Span, String)> {
    let text = simple(scalar)?;
    let is_digits = text.parse::<u64>().is_ok_and(|number| number.to_string() == text);
    match scalar.scalar_type()? {
        ScalarType::String => {}
        ScalarType::Integer if is_digits && scalar.anchor().is_none() => {}
        _ => return None,
    }
    let quoted = match quotes {
        Quotes::Single => format!("'{}'", text.replace('\'', "''")),
        Quotes::Double => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    edit::replace_scalar(scalar, &quoted)
}

/// Takes the quotes off a scalar. `None` where it would be read as something else then, by YAML 1.1 too.
pub fn take_off(scalar: Node<'_>) -> Option<(Span, String)> {
    of(scalar)?;
    // Quotes with escapes in them do something.
    let text = simple(scalar).filter(|text| scalar.raw().len() == text.len() + 2)?;
    let in_flow = scalar.parent().is_some_and(Node::is_flow);
    let alone = super::parse(Arc::from(if in_flow { format!("[{text}]") } else { format!("- {text}\n") }));
    let root = alone.root().filter(|root| root.is_sequence() && root.items().count() == 1)?;
    let item = root.items().next()?;
    let is_same = item.kind() == NodeKind::Scalar && item.text() == Some(text) && item.anchor().is_none();
    let is_text = item.scalar_type() == Some(ScalarType::String) && item.tag().is_none() && !is_value_of_yaml_1_1(text);
    let is_clean = alone.errors().is_empty() && alone.comments().next().is_none();
    if is_same && is_text && is_clean { edit::replace_scalar(scalar, text) } else { None }
}

/// The text of a scalar on one line, without a tag and without characters that need an escape.
fn simple(scalar: Node<'_>) -> Option<&str> {
    let is_plain = scalar.kind() == NodeKind::Scalar && scalar.tag().is_none();
    let text = scalar.text().filter(|text| is_plain && !text.is_empty() && !scalar.raw().contains('\n'))?;
    (!text.contains(char::is_control)).then_some(text)
}

fn is_value_of_yaml_1_1(text: &str) -> bool {
    let is_word = ["y", "n", "yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word));
    is_word || text.chars().all(|c| c.is_ascii_digit() || ":._+-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::tests::yaml;

    fn changed(line: &str, change: impl Fn(Node<'_>) -> Option<(Span, String)>) -> Option<String> {
        let tree = yaml(line);
        let item = tree.root()?.items().next()?;
        let (span, text) = change(item)?;
        let mut line = line.to_owned();
        line.replace_range(span.range(), &text);
        Some(line)
    }

    #[test]
    fn quotes_are_put_on_and_exchanged() {
        for (before, single, double) in [
            ("- 80:80", "- '80:80'", "- \"80:80\""),
            ("- 80 # web", "- '80' # web", "- \"80\" # web"),
            ("- \"80\"", "- '80'", "- \"80\""),
            ("- &p a:80", "- &p 'a:80'", "- &p \"a:80\""),
        ] {
            assert_eq!(changed(before, |item| put_on(item, Quotes::Single)).as_deref(), Some(single));
            assert_eq!(changed(before, |item| put_on(item, Quotes::Double)).as_deref(), Some(double));
        }
        let backslash = changed("- 'a\\b\"c'", |item| put_on(item, Quotes::Double));
        assert_eq!(backslash.as_deref(), Some("- \"a\\\\b\\\"c\""));
    }

    #[test]
    fn what_digits_do_not_say_stays() {
        for line in ["- 0080", "- 0x50", "- 1_000", "- 80.0", "- true", "-", "- &p 80", "- !!str 80", "- |\n  80\n"] {
            assert_eq!(changed(line, |item| put_on(item, Quotes::Double)), None, "{line}");
        }
    }

    #[test]
    fn quotes_are_taken_off_where_they_do_nothing() {
        let off = |line: &str| changed(line, take_off);
        assert_eq!(off("- \"./a:/b\" # why").as_deref(), Some("- ./a:/b # why"));
        assert_eq!(off("- '${DATA:-./x}:/b:ro'").as_deref(), Some("- ${DATA:-./x}:/b:ro"));
        assert_eq!(off("['./a:/b', c]").as_deref(), Some("[./a:/b, c]"));
        for line in [
            "- plain",
            "- \"80:80\"",
            "- 'yes'",
            "- ''",
            "- ' a'",
            "- 'a: b'",
            "- 'a #b'",
            "- '*a'",
            "- '@a:/b'",
            "- '%x'",
            "- '- a'",
            "- 'a:'",
            "- \"a\\tb\"",
            "- \"a\\\\b\"",
            "- 'it''s'",
            "['${A}:/b']",
            "- !x 'a'",
            "- '~'",
            "- 'null'",
        ] {
            assert_eq!(off(line), None, "{line}");
        }
    }
}
