//! Fixes and how they are applied.

use crate::diagnostic::FileId;
use crate::span::Span;

/// How far a fix may be trusted; ordered.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// Only shown: it needs a value that only the user knows.
    DisplayOnly,
    /// May change the image or the Compose model: look at it.
    Unsafe,
    /// The same image and the same Compose model.
    Safe,
}

impl Applicability {
    /// The lower-case word used in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DisplayOnly => "display-only",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// Replaces the bytes of `span` by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// The bytes that go; empty for an insertion.
    pub span: Span,
    /// The text that comes.
    pub text: String,
}

/// A change that mends a finding: all its edits or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative sentence.
    pub title: String,
    /// How far it may be trusted.
    pub applicability: Applicability,
    /// The edits, in any file.
    pub edits: Vec<Edit>,
}
