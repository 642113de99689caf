//! One scalar of a Compose file: its text, where it stands, and what is known of it.

use super::environment::Environment;
use super::interpolate::{expand, expand_in};
use crate::decimal;
use crate::diagnostic::FileId;
use crate::know::Know;
use crate::span::Span;
use crate::yaml::Node;
use std::borrow::Cow;

/// Which text a span belongs to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The file itself.
    Own,
    /// Another file, by `extends`: spans are not in this file, and what is wrong is said at the service that extends.
    Extended(FileId),
    /// Another file that is loaded together with this one: what is wrong is said there.
    Layered(FileId),
}

impl Origin {
    /// A place in the text that the origin is: elsewhere when another file of the set says it. The node of a value still
    /// knows its place in that file.
    pub(super) const fn place(self, span: Span) -> Span {
        if matches!(self, Self::Layered(_)) { Span::ELSEWHERE } else { span }
    }
}

/// A scalar.
#[derive(Clone, Debug)]
pub struct Value<'a> {
    /// The text as written, without quotes and escapes.
    pub raw: &'a str,
    /// Its place; for an alias the place of what it refers to.
    pub span: Span,
    /// Its node, which may be an alias.
    pub node: Node<'a>,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the span is in.
    pub origin: Origin,
    /// What the project's own files set.
    environment: Option<&'a Environment>,
    /// Where the text begins in the node's text.
    offset: u32,
    /// What becomes of it; `None` for a text without a dollar, which stays as it is.
    expanded: Option<Box<Expanded>>,
}

/// What interpolation makes of a text.
#[derive(Clone, Debug)]
struct Expanded {
    /// Unknown as soon as a variable stands in it.
    text: Know<String>,
    /// What holds when no variable is set, where all of them have literal defaults; `None` without variables.
    default: Option<String>,
}

impl<'a> Value<'a> {
    /// The value of a scalar node; `None` for null and collections.
    pub(super) fn read(
        node: Node<'a>,
        via: Option<Span>,
        origin: Origin,
        environment: Option<&'a Environment>,
    ) -> Option<Self> {
        let target = node.resolve();
        let raw = target.text()?;
        let via = via.or_else(|| (target != node).then(|| node.span()));
        Some(Self::made(raw, origin.place(target.span()), node, via, origin, environment, 0))
    }

    fn made(
        raw: &'a str,
        span: Span,
        node: Node<'a>,
        via: Option<Span>,
        origin: Origin,
        environment: Option<&'a Environment>,
        offset: u32,
    ) -> Self {
        let expanded = raw.contains('$').then(|| Box::new(Expanded::of(raw, environment)));
        Self { raw, span, node, via, origin, environment, offset, expanded }
    }

    /// The value made of the bytes `start..end` of the raw text.
    #[must_use]
    pub fn part(&self, start: usize, end: usize) -> Self {
        let at = |byte: usize| self.offset + byte as u32;
        let span = self.origin.place(self.node.map().span(Span::new(at(start), at(end))));
        let whole = self.node.text().unwrap_or("");
        let raw = whole.get(at(start) as usize..at(end) as usize).unwrap_or("");
        Self::made(raw, span, self.node, self.via, self.origin, self.environment, at(start))
    }

    /// The text after interpolation: unknown as soon as a variable stands in it.
    pub fn text(&self) -> Know<&str> {
        match &self.expanded {
            None => Know::Known(self.raw),
            Some(expanded) => expanded.text.as_ref().map(String::as_str),
        }
    }

    /// The text, when it is known.
    pub fn known(&self) -> Option<&str> {
        match &self.expanded {
            None => Some(self.raw),
            Some(expanded) => match &expanded.text {
                Know::Known(text) => Some(text),
                _ => None,
            },
        }
    }

    /// The text, with what the project's own files set and the literal defaults of its variables.
    pub fn text_with_defaults(&self) -> Know<Cow<'_, str>> {
        match self.default() {
            Some(default) => Know::Known(Cow::Borrowed(default)),
            None => self.text().map(Cow::Borrowed),
        }
    }

    /// The text that holds when no variable is set, where all of them have literal defaults; `None` without variables.
    pub fn default(&self) -> Option<&str> {
        self.expanded.as_ref()?.default.as_deref()
    }

    /// True when a variable stands in the text.
    pub fn has_variables(&self) -> bool {
        self.expanded.as_ref().is_some_and(|expanded| expanded.text.is_unknown())
    }

    /// True when the bytes of the span may be edited: they are this file's and nobody else shares them.
    pub fn is_editable(&self) -> bool {
        self.via.is_none() && self.origin == Origin::Own
    }

    /// Where it stands as a second place: in the file `own`, or in the other file of the set that says it.
    pub fn home(&self, own: FileId) -> (FileId, Span) {
        match self.origin {
            Origin::Layered(file) => (file, self.node.resolve().span()),
            _ => (own, self.span),
        }
    }

    /// The value as a boolean, as the loader casts it; absent for a text that is none.
    pub fn bool(&self) -> Know<bool> {
        self.text().and_then(|text| boolean(text).into())
    }

    /// As [`Value::bool`], with the literal defaults of its variables.
    pub fn bool_with_defaults(&self) -> Know<bool> {
        self.text_with_defaults().and_then(|text| boolean(&text).into())
    }

    /// Whether it says yes, also by the literal defaults of its variables.
    pub fn is_true(&self) -> bool {
        self.bool_with_defaults() == Know::Known(true)
    }

    /// The value as a number of bytes (`1.5g`, `512m`, `64MB`, `1024`); absent for a text that is none.
    pub fn bytes(&self) -> Know<u64> {
        self.text().and_then(|text| bytes(text).into())
    }

    /// As [`Value::bytes`], with the literal defaults of its variables.
    pub fn bytes_with_defaults(&self) -> Know<u64> {
        self.text_with_defaults().and_then(|text| bytes(&text).into())
    }

    /// The value as a number; absent for a text that is none.
    pub fn number(&self) -> Know<f64> {
        self.text().and_then(|text| decimal::parse(text.trim()).filter(|number| number.is_finite()).into())
    }

    /// The value as a duration (`1m30s`) in milliseconds; absent for a text that is none.
    pub fn duration_ms(&self) -> Know<u64> {
        self.text().and_then(|text| duration_ms(text).into())
    }
}

impl Expanded {
    fn of(raw: &str, environment: Option<&Environment>) -> Self {
        let text = expand(raw).map(Cow::into_owned);
        let default = if text.is_known() { None } else { expand_in(raw, environment).known().map(Cow::into_owned) };
        Self { text, default }
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "y" | "yes" | "on" => Some(true),
        "false" | "n" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// The number at the beginning of a text and what follows it.
fn leading_number(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    Some((decimal::parse(number)?, rest))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be within u64 just before")]
fn whole(number: f64) -> Option<u64> {
    (number.is_finite() && (0.0..1.8e19).contains(&number)).then_some(number as u64)
}

fn bytes(text: &str) -> Option<u64> {
    let (number, unit) = leading_number(text.trim())?;
    let power = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 2,
        "g" | "gb" | "gib" => 3,
        "t" | "tb" | "tib" => 4,
        "p" | "pb" | "pib" => 5,
        _ => return None,
    };
    whole(number * 1024_f64.powi(power))
}

pub(crate) fn duration_ms(text: &str) -> Option<u64> {
    let mut rest = text.trim();
    if rest == "0" {
        return Some(0);
    }
    let mut total = 0.0;
    let mut any = false;
    while !rest.is_empty() {
        let (number, after) = leading_number(rest)?;
        let end = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (unit, next) = after.split_at_checked(end)?;
        let factor = match unit {
            "ns" => 1e-6,
            "us" | "µs" => 1e-3,
            "ms" => 1.0,
            "s" => 1e3,
            "m" => 6e4,
            "h" => 3.6e6,
            "d" => 8.64e7,
            "w" => 6.048e8,
            _ => return None,
        };
        total += number * factor;
        any = true;
        rest = next;
    }
    if any { whole(total) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_small() {
        assert!(size_of::<Value<'_>>() <= 80, "{}", size_of::<Value<'_>>());
    }

    #[test]
    fn sizes_have_units_of_powers_of_1024() {
        assert_eq!(bytes("1.5g"), Some(1_610_612_736));
        assert_eq!(bytes("512m"), Some(512 << 20));
        assert_eq!(bytes("64MB"), Some(64 << 20));
        assert_eq!(bytes("1024"), Some(1024));
        assert_eq!(bytes("lots"), None);
        assert_eq!(bytes("5x"), None);
    }

    #[test]
    fn durations_are_sums_of_units() {
        assert_eq!(duration_ms("1m30s"), Some(90_000));
        assert_eq!(duration_ms("500ms"), Some(500));
        assert_eq!(duration_ms("1.5h"), Some(5_400_000));
        assert_eq!(duration_ms("30"), None);
        assert_eq!(duration_ms(""), None);
        assert_eq!(duration_ms("s"), None);
    }

    #[test]
    fn words_of_yaml_1_1_are_booleans_here() {
        assert_eq!(["yes", "Off", "true", "1"].map(boolean), [Some(true), Some(false), Some(true), None]);
    }
}
