//! What a rule says: a finding with one primary place and any number of labelled others.

use crate::fix::Fix;
use crate::span::Span;
use std::borrow::Cow;

/// A file of the project, in the order of insertion.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// The index into the project's files.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How bad it is. The order is that of badness: `Style < Info < Warning < Error`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A matter of form.
    Style,
    /// Worth knowing.
    Info,
    /// A reviewer would ask for a change.
    Warning,
    /// The build or the deploy would fail, or the host is given away.
    Error,
}

impl Severity {
    /// All, from the least to the worst.
    pub const ALL: [Self; 4] = [Self::Style, Self::Info, Self::Warning, Self::Error];

    /// The lower-case word used in output and configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Style => "style",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Reads [`Severity::as_str`]'s word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == word)
    }
}

/// What a finding is about.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// The file is not well-formed.
    Syntax,
    /// The build, the loader or the deploy would refuse or misread it.
    Correctness,
    /// It gives rights or secrets away.
    Security,
    /// It fails, hangs or loses data at run time.
    Reliability,
    /// The same file gives different results.
    Reproducibility,
    /// It rebuilds, or fails to rebuild, what it should not.
    Cache,
    /// The image is larger than it needs to be.
    Size,
    /// It is hard to run.
    Operations,
    /// It is hard to read.
    Clarity,
    /// A matter of form.
    Style,
}

impl Category {
    /// All categories.
    pub const ALL: [Self; 10] = [
        Self::Syntax,
        Self::Correctness,
        Self::Security,
        Self::Reliability,
        Self::Reproducibility,
        Self::Cache,
        Self::Size,
        Self::Operations,
        Self::Clarity,
        Self::Style,
    ];

    /// The lower-case word used in output and configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Correctness => "correctness",
            Self::Security => "security",
            Self::Reliability => "reliability",
            Self::Reproducibility => "reproducibility",
            Self::Cache => "cache",
            Self::Size => "size",
            Self::Operations => "operations",
            Self::Clarity => "clarity",
            Self::Style => "style",
        }
    }
}

/// A place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
    /// What is to be seen there; may be empty for a primary label.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's id.
    pub rule: &'static str,
    /// Its finer name in another tool's words, for a rule that carries many: `shellcheck/SC2086`.
    pub code: Option<String>,
    /// The aliases of the rule under which the other tool would not report it.
    pub not_as: Vec<&'static str>,
    /// How bad it is, after configuration.
    pub severity: Severity,
    /// What: one sentence with the user's own words in backticks, without a final period.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that belong to it, in any file.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// Fixes; the first is preferred, the others are alternatives.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding without more than a place and words.
    pub fn new(rule: &'static str, severity: Severity, primary: Label, message: impl Into<String>) -> Self {
        Self {
            rule,
            code: None,
            not_as: Vec::new(),
            severity,
            message: message.into(),
            primary,
            labels: Vec::new(),
            help: None,
            fixes: Vec::new(),
        }
    }

    /// What people call it and may write into an ignore comment: its code without the tool, else its rule.
    pub fn name(&self) -> &str {
        self.code.as_deref().map_or(self.rule, |code| code.rsplit('/').next().unwrap_or(code))
    }

    /// The names that other tools have for this very finding: the rule's aliases but for those that do not apply, and
    /// its own code, under hadolint's name too when ShellCheck gave it.
    pub fn aliases<'d>(&'d self, of_rule: &'d [&'static str]) -> impl Iterator<Item = Cow<'d, str>> {
        let of_rule = of_rule.iter().filter(|alias| !self.not_as.contains(alias)).map(|alias| Cow::Borrowed(*alias));
        let code = self.code.as_deref();
        let as_hadolint = code.and_then(|code| code.strip_prefix("shellcheck/")).map(|code| format!("hadolint/{code}"));
        of_rule.chain(code.map(Cow::Borrowed)).chain(as_hadolint.map(Cow::Owned))
    }
}
