//! The `ulimits` of a service.

use crate::compose::{Service, Value};

/// One of them.
#[derive(Clone, Debug)]
pub struct Ulimit<'a> {
    /// Its name.
    pub name: String,
    /// Where the name stands, in this file or in the one that is extended.
    pub name_span: crate::span::Span,
    /// Which file the name is in.
    pub origin: crate::compose::Origin,
    /// The limit that programs get; also a single value's.
    pub soft: Option<Value<'a>>,
    /// How far they may raise it; also a single value's.
    pub hard: Option<Value<'a>>,
    /// True when one value stands for both.
    pub single: bool,
}

/// The names that the engine knows (go-units `ulimit.go`).
pub const NAMES: [&str; 15] = [
    "core",
    "cpu",
    "data",
    "fsize",
    "locks",
    "memlock",
    "msgqueue",
    "nice",
    "nofile",
    "nproc",
    "rss",
    "rtprio",
    "rttime",
    "sigpending",
    "stack",
];

impl<'a> Service<'a> {
    /// The `ulimits`, both forms made equal.
    pub fn all_ulimits(&self) -> Vec<Ulimit<'a>> {
        let of = |pair: &crate::compose::Pair<'a>| {
            let single = pair.value.clone();
            let get = |key| single.clone().or_else(|| pair.value_at(key));
            Ulimit {
                name: pair.name.clone().into_owned(),
                name_span: pair.name_span,
                origin: pair.origin,
                soft: get("soft"),
                hard: get("hard"),
                single: single.is_some(),
            }
        };
        self.ulimits.iter().map(of).collect()
    }
}

/// A limit as a number, with the literal defaults of its variables.
pub fn number(value: &Value<'_>) -> Option<i64> {
    value.text_with_defaults().known()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_stands_for_both() {
        let text = "services:\n  a:\n    ulimits:\n      nproc: 10\n      nofile: {soft: 1, hard: 2}\n";
        let yaml = crate::yaml::parse(text.into());
        let compose = crate::compose::read(&yaml);
        let all = compose.services[0].all_ulimits();
        let of = |at: usize| [&all[at].soft, &all[at].hard].map(|value| number(value.as_ref().unwrap()).unwrap());
        assert_eq!((of(0), of(1)), ([10, 10], [1, 2]));
        assert!(NAMES.is_sorted());
    }
}
