//! The Compose Specification as tables, and a checker that walks a file's tree along them.
//!
//! A `Schema` says what may stand at a place: which scalars, a list, a mapping. Wherever the specification has a "one
//! of", its branches differ in shape, so the shape of what is written picks the branch and the errors are the branch's.
//! The tables say what the loader (compose-go) does, which is not the published JSON schema alone: scalars are cast
//! before it, `include` and `extends` are gone by then, and duplicates of many lists too.

mod booleans;
mod check;
mod deploy;
mod format;
mod message;
mod resources;
mod scalar;
mod service;
mod stack;
mod stack_tables;
mod suggest;

pub use booleans::OldBoolean;
pub use check::{Circumstances, Findings, Named, Problem, Repair, check, is_foreign};

/// Scalars that a place takes, as bits.
type Scalars = u8;
const STRING: Scalars = 1;
const INTEGER: Scalars = 2;
/// Any other number; a whole one written with a point counts as whole.
const FLOAT: Scalars = 4;
const BOOL: Scalars = 8;
const NULL: Scalars = 16;
const NUMBER: Scalars = INTEGER | FLOAT;

/// What may stand at a place.
#[derive(Clone, Copy, Debug)]
struct Schema {
    scalars: Scalars,
    text: Text,
    list: Option<List>,
    map: Option<&'static Map>,
}

/// What a scalar's text must be besides its type.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Text {
    Any,
    /// A duration with a unit: no number will do, in quotes or without.
    Duration,
    OneOf(&'static [&'static str]),
    /// Cast to a boolean: `true`, `yes`, `on` and their like.
    Boolean,
    /// Cast to a whole number in a range.
    Integer(i64, i64),
    /// Cast to a number.
    Number,
    /// A whole number from 0 to 100, also with a point.
    Percent,
    /// With one of the words for a policy in it.
    PullPolicy,
}

#[derive(Clone, Copy, Debug)]
struct List {
    item: &'static Schema,
    /// Duplicates are refused, not dropped.
    unique: bool,
}

/// A mapping.
#[derive(Debug)]
struct Map {
    /// What it is called in messages: "`{key}` is not a key of {what}".
    what: &'static str,
    /// The keys in the order of their bytes.
    keys: Keys,
    /// What holds for all other keys.
    rest: Rest,
    required: &'static [&'static str],
}

type Keys = &'static [(&'static str, &'static Schema)];

#[derive(Debug)]
enum Rest {
    /// There are none, but for `x-`.
    Closed,
    /// They may be anything.
    Open,
    /// Keys of the user's choice with values of one kind; `closed` refuses keys that do not fit the pattern.
    Each { names: Names, value: &'static Schema, closed: bool },
}

/// Which keys the user may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    /// Any but the empty one.
    Any,
    /// Letters, digits, `.`, `_` and `-`.
    Name,
    /// Small letters.
    Lower,
}

impl Names {
    fn fits(self, key: &str) -> bool {
        match self {
            Self::Any => !key.is_empty(),
            Self::Name => !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)),
            Self::Lower => !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase()),
        }
    }
}

impl Schema {
    const fn scalar(scalars: Scalars) -> Self {
        Self { scalars, text: Text::Any, list: None, map: None }
    }

    const fn text(self, text: Text) -> Self {
        Self { text, ..self }
    }

    const fn list(self, item: &'static Schema) -> Self {
        Self { list: Some(List { item, unique: false }), ..self }
    }

    const fn unique(self, item: &'static Schema) -> Self {
        Self { list: Some(List { item, unique: true }), ..self }
    }

    const fn map(self, map: &'static Map) -> Self {
        Self { map: Some(map), ..self }
    }

    const fn or_null(self) -> Self {
        Self { scalars: self.scalars | NULL, ..self }
    }
}

impl Map {
    const fn closed(what: &'static str, keys: Keys) -> Self {
        Self { what, keys, rest: Rest::Closed, required: &[] }
    }

    const fn open(what: &'static str, keys: Keys) -> Self {
        Self { what, keys, rest: Rest::Open, required: &[] }
    }

    /// Keys of the user's choice; all that do not fit `names` are refused.
    const fn each(what: &'static str, names: Names, value: &'static Schema) -> Self {
        Self { what, keys: &[], rest: Rest::Each { names, value, closed: true }, required: &[] }
    }

    /// Keys of the user's choice; those that do not fit `names` are not looked at.
    const fn some(what: &'static str, names: Names, value: &'static Schema) -> Self {
        Self { what, keys: &[], rest: Rest::Each { names, value, closed: false }, required: &[] }
    }

    const fn required(self, required: &'static [&'static str]) -> Self {
        Self { required, ..self }
    }

    fn get(&self, key: &str) -> Option<&'static Schema> {
        let at = self.keys.binary_search_by(|(name, _)| (*name).cmp(key)).ok()?;
        self.keys.get(at).map(|(_, schema)| *schema)
    }
}

const NOTHING: Schema = Schema::scalar(0);

// What many places share.

static ANY_STRING: Schema = Schema::scalar(STRING);
static DURATION: Schema = Schema::scalar(STRING).text(Text::Duration);
/// A boolean that is cast when it is a text.
static FLAG: Schema = Schema::scalar(BOOL | STRING).text(Text::Boolean);
/// A boolean or any text: what is no boolean fails later, if at all.
static LOOSE_FLAG: Schema = Schema::scalar(BOOL | STRING);
static ONLY_FLAG: Schema = Schema::scalar(BOOL);
static COUNT: Schema = Schema::scalar(INTEGER | STRING).text(Text::Integer(i64::MIN, i64::MAX));
/// A number of any kind that is cast to a whole one when it is a text.
static CAST_COUNT: Schema = Schema::scalar(NUMBER | STRING).text(Text::Integer(i64::MIN, i64::MAX));
static CAST_NUMBER: Schema = Schema::scalar(NUMBER | STRING).text(Text::Number);
static INTEGER_OR_STRING: Schema = Schema::scalar(INTEGER | STRING);
static NUMBER_OR_STRING: Schema = Schema::scalar(NUMBER | STRING);
static ANY_NUMBER: Schema = Schema::scalar(NUMBER);
static STRINGS: Schema = NOTHING.list(&ANY_STRING);
/// A list in which duplicates are refused; those of most lists are dropped before anybody looks.
static UNIQUE_STRINGS: Schema = NOTHING.unique(&ANY_STRING);
static UNIQUE_NUMBERS_OR_STRINGS: Schema = NOTHING.unique(&NUMBER_OR_STRING);
static STRING_OR_LIST: Schema = Schema::scalar(STRING).list(&ANY_STRING);
static COMMAND: Schema = Schema::scalar(STRING | NULL).list(&ANY_STRING);

static PAIR: Schema = Schema::scalar(STRING | NUMBER | BOOL | NULL);
static PAIRS: Map = Map::each("a list of pairs", Names::Any, &PAIR);
/// A mapping, or a list of `NAME=value`.
static LIST_OR_DICT: Schema = NOTHING.map(&PAIRS).list(&ANY_STRING);

/// Options of a driver.
static OPTIONS: Schema = NOTHING.map(&Map::some("a list of options", Names::Any, &NUMBER_OR_STRING));

static HOST: Schema = Schema::scalar(STRING).list(&ANY_STRING);
static EXTRA_HOSTS: Schema = NOTHING.map(&Map::each("`extra_hosts`", Names::Any, &HOST)).unique(&ANY_STRING);

static GRANT: Map = Map::closed(
    "a reference to a config or secret",
    &[
        ("gid", &ANY_STRING),
        ("mode", &NUMBER_OR_STRING),
        ("source", &ANY_STRING),
        ("target", &ANY_STRING),
        ("uid", &ANY_STRING),
    ],
);
/// The configs or secrets that a service or build is given.
static GRANTS: Schema = NOTHING.list(&Schema::scalar(STRING).map(&GRANT));

static ULIMIT: Map = Map::closed("a limit", &[("hard", &COUNT), ("soft", &COUNT)]).required(&["soft", "hard"]);
static ULIMITS: Schema = NOTHING.map(&Map::some(
    "`ulimits`",
    Names::Lower,
    &Schema::scalar(INTEGER | STRING).text(Text::Integer(i64::MIN, i64::MAX)).map(&ULIMIT),
));

#[cfg(test)]
mod tests;
