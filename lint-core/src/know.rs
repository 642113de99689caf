//! Three-valued knowledge: what a linter can see, what is not there, and what it cannot see.

/// The answer to a question about a file: known, known to be absent, or not knowable from what we have.
///
/// On [`Know::Unknown`] a rule is silent: most long-lived complaints about linters are guesses about values that come
/// from a build argument or an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Know<T> {
    /// It is this.
    Known(T),
    /// It is certainly not there.
    Absent,
    /// It cannot be seen, and why.
    Unknown(Why),
}

/// Why something cannot be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It comes from this variable, which has no value in the files.
    Variable(String),
    /// It is set in an image that is not built here.
    ExternalImage(String),
    /// It stands in a file we do not have.
    MissingFile(String),
    /// The shell or interpreter is not one we read.
    UnsupportedShell,
    /// The place has a syntax error.
    SyntaxError,
    /// A merge key, alias or `extends` could not be followed.
    Merge,
    /// It is computed when the program runs (`$(…)`, globs).
    Runtime,
}

impl<T> Know<T> {
    /// The value, when it is known.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Unknown(_) => None,
        }
    }

    /// True for [`Know::Known`].
    pub const fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// True for [`Know::Absent`].
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// True for [`Know::Unknown`].
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Borrows the value.
    pub fn as_ref(&self) -> Know<&T> {
        match self {
            Self::Known(value) => Know::Known(value),
            Self::Absent => Know::Absent,
            Self::Unknown(why) => Know::Unknown(why.clone()),
        }
    }

    /// Changes a known value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Know<U> {
        match self {
            Self::Known(value) => Know::Known(f(value)),
            Self::Absent => Know::Absent,
            Self::Unknown(why) => Know::Unknown(why),
        }
    }

    /// Goes on with a known value.
    pub fn and_then<U>(self, f: impl FnOnce(T) -> Know<U>) -> Know<U> {
        match self {
            Self::Known(value) => f(value),
            Self::Absent => Know::Absent,
            Self::Unknown(why) => Know::Unknown(why),
        }
    }

    /// Asks `f` when the value is absent.
    #[must_use]
    pub fn or_else(self, f: impl FnOnce() -> Self) -> Self {
        if self.is_absent() { f() } else { self }
    }
}

impl<T> From<Option<T>> for Know<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Known)
    }
}
