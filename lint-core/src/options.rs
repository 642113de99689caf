//! Options of rules: what a rule takes, and what a configuration gives it.

use std::collections::BTreeMap;

/// An option that a rule takes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct OptionSpec {
    /// The key in the configuration: lower-case words with `-`.
    pub name: &'static str,
    /// What it holds.
    pub kind: OptionKind,
    /// What it does, and what holds when it is not set.
    pub docs: &'static str,
}

/// What an option holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// `true` or `false`.
    Flag,
    /// A whole number from 0 on.
    Number,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// A mapping from any name to one of these words.
    Words(&'static [&'static str]),
}

impl OptionKind {
    /// The word used in the rules' metadata.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Number => "number",
            Self::Word(_) => "word",
            Self::Texts => "texts",
            Self::Words(_) => "words",
        }
    }
}

/// What an option was set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionValue {
    /// Of a [`OptionKind::Flag`].
    Flag(bool),
    /// Of a [`OptionKind::Number`].
    Number(u64),
    /// Of a [`OptionKind::Word`].
    Word(String),
    /// Of [`OptionKind::Texts`].
    Texts(Vec<String>),
    /// Of [`OptionKind::Words`], in the order of the configuration.
    Words(Vec<(String, String)>),
}

/// The options of one rule that were set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionValues {
    values: BTreeMap<String, OptionValue>,
}

impl OptionValues {
    /// Sets an option; a later value replaces an earlier one.
    pub fn set(&mut self, name: impl Into<String>, value: OptionValue) {
        self.values.insert(name.into(), value);
    }

    /// Takes over what `other` sets.
    pub fn extend(&mut self, other: &Self) {
        self.values.extend(other.values.iter().map(|(name, value)| (name.clone(), value.clone())));
    }

    /// The options that are set, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &OptionValue)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// True when none is set.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// A flag; `None` when it is not set.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.values.get(name)? {
            OptionValue::Flag(value) => Some(*value),
            _ => None,
        }
    }

    /// A number; `None` when it is not set.
    pub fn number(&self, name: &str) -> Option<u64> {
        match self.values.get(name)? {
            OptionValue::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// A word; `None` when it is not set.
    pub fn word(&self, name: &str) -> Option<&str> {
        match self.values.get(name)? {
            OptionValue::Word(value) => Some(value),
            _ => None,
        }
    }

    /// A list; empty when it is not set.
    pub fn texts(&self, name: &str) -> &[String] {
        match self.values.get(name) {
            Some(OptionValue::Texts(values)) => values,
            _ => &[],
        }
    }

    /// Names with their words; empty when it is not set.
    pub fn words(&self, name: &str) -> &[(String, String)] {
        match self.values.get(name) {
            Some(OptionValue::Words(values)) => values,
            _ => &[],
        }
    }
}
