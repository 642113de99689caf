//! Whether a scalar fits its place.

use super::{BOOL, FLOAT, INTEGER, NULL, STRING, Scalars, Schema, Text};
use crate::decimal;
use crate::yaml::{Node, ScalarType};

/// What is wrong with a scalar.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Misfit {
    /// Its type is not one of those that the place takes.
    Type,
    /// Its type is right, its text is not.
    Text,
}

/// A text with a variable in it, a template, or what only the reader can tell, fits everywhere.
pub(super) fn is_unknown(node: Node<'_>) -> bool {
    match node.scalar_type() {
        Some(ScalarType::Other) => true,
        Some(ScalarType::String) => node.text().is_some_and(|text| text.contains('$') || is_template(text)),
        Some(_) => false,
        // `{{ name }}` without quotes is a mapping in a mapping.
        None => node.resolve().raw().starts_with("{{"),
    }
}

/// Whether a text is filled in by some other tool before Compose reads it.
pub(super) fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains("<%")
}

/// Looks at a scalar that is known.
pub(super) fn misfit(schema: &Schema, node: Node<'_>) -> Option<Misfit> {
    let kind = node.scalar_type()?;
    let text = node.text().unwrap_or("");
    if !takes(schema.scalars, kind, text) {
        return Some(Misfit::Type);
    }
    let fits = match schema.text {
        Text::Any | Text::Duration => true,
        Text::OneOf(words) => words.contains(&text),
        Text::Boolean => kind == ScalarType::Bool || is_boolean(text),
        Text::Integer(min, max) => match kind {
            ScalarType::String => text.parse().is_ok_and(|number: i64| (min..=max).contains(&number)),
            // Octal and hexadecimal numbers are seldom out of a range.
            _ => text.parse().ok().is_none_or(|number: i64| (min..=max).contains(&number)),
        },
        Text::Number => kind != ScalarType::String || decimal::is_number(text),
        Text::Percent => {
            decimal::parse(text).is_some_and(|number| number.fract() == 0.0 && (0.0..=100.0).contains(&number))
        }
        Text::PullPolicy => is_pull_policy(text),
    };
    (!fits).then_some(Misfit::Text)
}

fn takes(scalars: Scalars, kind: ScalarType, text: &str) -> bool {
    let wanted = match kind {
        ScalarType::Null => NULL,
        ScalarType::Bool => BOOL,
        ScalarType::Integer => INTEGER,
        ScalarType::Float if decimal::parse(text).is_some_and(|number| number.fract() == 0.0) => INTEGER | FLOAT,
        ScalarType::Float => FLOAT,
        ScalarType::String => STRING,
        ScalarType::Other => return true,
    };
    scalars & wanted != 0
}

/// What the loader casts to a boolean.
fn is_boolean(text: &str) -> bool {
    ["true", "1", "t", "y", "yes", "on", "false", "0", "f", "n", "no", "off"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(text))
}

/// The loader's pattern is not anchored: a fitting part is enough.
fn is_pull_policy(text: &str) -> bool {
    let words = ["always", "never", "build", "if_not_present", "missing", "refresh", "daily", "weekly"];
    let every = text.match_indices("every_").any(|(at, every)| {
        let rest = text.get(at + every.len()..).unwrap_or("");
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        unit.len() < rest.len() && unit.starts_with(['w', 'd', 'h', 'm', 's'])
    });
    every || words.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_as_loose_as_the_loader() {
        for (text, fits) in
            [("always", true), ("Always", false), ("every_2d", true), ("every_d", false), ("on-failure", false)]
        {
            assert_eq!(is_pull_policy(text), fits, "{text}");
        }
    }
}
