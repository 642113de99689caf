//! What a scalar is to the readers that Compose and Docker use (go-yaml 3 and 4).

use super::{Node, NodeKind, ScalarStyle};

/// What a scalar becomes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum ScalarType {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`; `yes` and `on` are texts.
    Bool,
    /// A whole number: decimal, `0x`, `0o`, `0b`, or octal with a leading zero.
    Integer,
    /// Any other number.
    Float,
    /// A text.
    String,
    /// Something that depends on the reader: a date, or a value with a tag of its own.
    Other,
}

impl Node<'_> {
    /// What the scalar becomes, also through an alias; `None` for collections.
    pub fn scalar_type(self) -> Option<ScalarType> {
        let node = self.resolve();
        if node.kind() != NodeKind::Scalar {
            return None;
        }
        match node.tag() {
            None => {}
            Some("!!str" | "!" | "!<tag:yaml.org,2002:str>") => return Some(ScalarType::String),
            Some(_) => return Some(ScalarType::Other),
        }
        if node.is_null() {
            return Some(ScalarType::Null);
        }
        let text = node.text().unwrap_or("");
        Some(if node.style() == Some(ScalarStyle::Plain) { plain(text) } else { ScalarType::String })
    }
}

fn plain(text: &str) -> ScalarType {
    match text {
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => return ScalarType::Bool,
        ".nan" | ".NaN" | ".NAN" => return ScalarType::Float,
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return ScalarType::Float;
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
        return ScalarType::String;
    }
    if is_date(text) {
        return ScalarType::Other;
    }
    let digits = unsigned.replace('_', "");
    if is_integer(&digits) {
        ScalarType::Integer
    } else if is_float(&digits) {
        ScalarType::Float
    } else {
        ScalarType::String
    }
}

/// Four digits, a month and a day; what follows may be a time.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut digits = |lengths: std::ops::RangeInclusive<usize>| {
        parts.next().is_some_and(|part| {
            let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
            lengths.contains(&end)
                && (end == part.len() || part.get(end..).is_some_and(|c| c.starts_with(['T', 't', ' '])))
        })
    };
    digits(4..=4) && digits(1..=2) && digits(1..=2)
}

fn is_integer(digits: &str) -> bool {
    let lower = digits.to_ascii_lowercase();
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = lower.strip_prefix(prefix) {
            return !rest.starts_with(['+', '-']) && u64::from_str_radix(rest, radix).is_ok();
        }
    }
    let radix = if digits.len() > 1 && digits.starts_with('0') { 8 } else { 10 };
    !digits.starts_with(['+', '-']) && u64::from_str_radix(digits, radix).is_ok()
}

/// Digits with a point among or before them, and an exponent.
fn is_float(digits: &str) -> bool {
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (digits, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let any = !whole.is_empty() || !fraction.is_empty();
    any && all_digits(whole) && all_digits(fraction) && !exponent.is_empty() && all_digits(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::tests::yaml;

    fn read(text: &str) -> ScalarType {
        let tree = yaml(&format!("a: {text}\n"));
        tree.root().unwrap().get("a").unwrap().value.scalar_type().unwrap()
    }

    #[test]
    fn plain_scalars_are_what_go_yaml_makes_of_them() {
        for (kind, texts) in [
            (ScalarType::Null, &["", "~", "null"][..]),
            (ScalarType::Bool, &["true", "False", "TRUE"]),
            (ScalarType::Integer, &["0", "-1", "+5", "0440", "0o17", "0x1F", "0b1", "1_000", "18446744073709551615"]),
            (ScalarType::Float, &["3.10", ".5", "1e3", "1.", "08", "-.inf", ".nan", "99999999999999999999"]),
            (
                ScalarType::String,
                &["yes", "on", "22:22", "1.2.3", "10s", "0xg", ".", "1e", "e1", "+", "no", "127.0.0.1", "_1", "--1"],
            ),
            (ScalarType::Other, &["2024-01-31", "2001-12-14 21:59:43.10", "!!int \"1\"", "!secret x"]),
        ] {
            for text in texts {
                assert_eq!(read(text), kind, "{text:?}");
            }
        }
    }

    #[test]
    fn quotes_and_a_tag_make_a_text() {
        for text in ["\"1\"", "'true'", "!!str 5", "|\n  5"] {
            assert_eq!(read(text), ScalarType::String, "{text:?}");
        }
    }
}
