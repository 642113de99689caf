//! What a rule is: its declaration, the hooks it may subscribe to, and how it reports.

use crate::SyntaxError;
use crate::cx::{BuildCx, CommandAt, ComposeCx, DockerfileCx, ProjectCx, ServiceAt};
use crate::diagnostic::{Category, Diagnostic, FileId, Label, Severity};
use crate::dockerfile::{Instruction, Keyword, Stage};
use crate::fix::{Applicability, Edit, Fix};
use crate::options::{OptionSpec, OptionValues};
use crate::registry::Enabled;
use crate::span::Span;

/// A rule: what it is called, what it says about itself, and where it looks.
#[derive(Debug)]
pub struct Rule {
    /// Names, severity, documentation.
    pub meta: RuleMeta,
    /// The hooks it subscribes to; several when one fact can be stated in several kinds of file.
    pub checks: &'static [Check],
}

/// What a rule says about itself. Made by [`declare_rule!`](crate::declare_rule).
#[derive(Debug)]
pub struct RuleMeta {
    /// Its id: the file name of its source with `-` for `_`, its fixture folder, its documentation page, its key in the
    /// configuration. Third parties put a namespace before it (`acme/own-registry`).
    pub id: &'static str,
    /// One imperative line.
    pub summary: &'static str,
    /// Its documentation in Markdown, with fences that are run as tests.
    pub docs: &'static str,
    /// What it is about.
    pub category: Category,
    /// How bad its findings are, when nothing else is configured.
    pub severity: Severity,
    /// The best fix it may offer.
    pub fix: Option<Applicability>,
    /// The version that brought it.
    pub since: &'static str,
    /// The presets that switch it on, besides `all`.
    pub presets: &'static [Preset],
    /// The ids other tools know it by (`hadolint/DL3008`).
    pub aliases: &'static [&'static str],
    /// Whether it reports the *absence* of a hardening: such findings of one service are folded in text output, and
    /// files that are plainly for development are spared under our own presets.
    pub posture: bool,
    /// The options it takes in the configuration.
    pub options: &'static [OptionSpec],
    /// Where it differs on purpose from a tool whose id it carries: the alias, and one sentence in Markdown that says
    /// how and why. The pages of `docs/compat` are made of these.
    pub differs: &'static [(&'static str, &'static str)],
}

/// What only people read of a rule, for [`declare_rule!`](crate::declare_rule): the text, or nothing in a build without
/// the feature `docs`, which is then smaller by all of them.
#[doc(hidden)]
pub const fn documentation(text: &'static str) -> &'static str {
    if cfg!(feature = "docs") { text } else { "" }
}

/// The same for the differences.
#[doc(hidden)]
pub const fn differences(list: &'static [(&'static str, &'static str)]) -> &'static [(&'static str, &'static str)] {
    if cfg!(feature = "docs") { list } else { &[] }
}

impl RuleMeta {
    /// The words of all presets that switch the rule on.
    pub fn preset_words(&self) -> Vec<&'static str> {
        Preset::ALL.into_iter().filter(|preset| preset.contains(self)).map(Preset::as_str).collect()
    }

    /// The rule's documentation page.
    pub fn url(&self) -> String {
        format!("https://plimsoll-lint.github.io/rules/{}", self.id)
    }
}

/// Named sets of rules.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// What a reviewer would ask for; the default.
    Recommended,
    /// `recommended` and what careful teams want on top.
    Strict,
    /// Every rule.
    All,
    /// What hadolint reports by default.
    Hadolint,
    /// What `docker build --check` reports.
    Buildkit,
    /// What dclint reports by default.
    Dclint,
    /// What compose-lint reports by default.
    ComposeLint,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; 7] =
        [Self::Recommended, Self::Strict, Self::All, Self::Hadolint, Self::Buildkit, Self::Dclint, Self::ComposeLint];

    /// The word used on the command line and in configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Strict => "strict",
            Self::All => "all",
            Self::Hadolint => "hadolint",
            Self::Buildkit => "buildkit",
            Self::Dclint => "dclint",
            Self::ComposeLint => "compose-lint",
        }
    }

    /// Reads [`Preset::as_str`]'s word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == word)
    }

    /// What the aliases of the tool begin with whose findings the preset stands for.
    pub const fn alias_prefix(self) -> Option<&'static str> {
        match self {
            Self::Hadolint => Some("hadolint/"),
            Self::Buildkit => Some("buildkit/"),
            Self::Dclint => Some("dclint/"),
            Self::ComposeLint => Some("compose-lint/"),
            Self::Recommended | Self::Strict | Self::All => None,
        }
    }

    /// Whether the preset switches the rule on.
    pub fn contains(self, meta: &RuleMeta) -> bool {
        match self {
            Self::All => true,
            Self::Strict => meta.presets.contains(&Self::Strict) || meta.presets.contains(&Self::Recommended),
            preset => meta.presets.contains(&preset),
        }
    }
}

/// A hook: when the engine calls, and the function it calls.
///
/// Functions hold no state: what needs memory is a fact of the context.
#[derive(Debug)]
pub enum Check {
    /// Each instruction of these kinds, also inside ONBUILD.
    Instruction(&'static [Keyword], fn(&DockerfileCx<'_>, Instruction<'_>, &mut Sink<'_>)),
    /// Each simple command of these names in RUN, CMD, ENTRYPOINT and HEALTHCHECK; no names: each command.
    Command(&'static [&'static str], fn(&DockerfileCx<'_>, &CommandAt<'_>, &mut Sink<'_>)),
    /// Each build stage.
    Stage(fn(&DockerfileCx<'_>, Stage<'_>, &mut Sink<'_>)),
    /// Each Dockerfile once.
    Dockerfile(fn(&DockerfileCx<'_>, &mut Sink<'_>)),
    /// Each service of a Compose or stack file.
    Service(fn(&ComposeCx<'_>, &ServiceAt<'_>, &mut Sink<'_>)),
    /// Each Compose or stack file once.
    Compose(fn(&ComposeCx<'_>, &mut Sink<'_>)),
    /// Each service together with the stage it builds, where both can be seen.
    Build(fn(&BuildCx<'_>, &mut Sink<'_>)),
    /// The project once.
    Project(fn(&ProjectCx<'_>, &mut Sink<'_>)),
    /// Reported by the engine itself; the declaration carries its documentation.
    Engine,
}

/// Where a rule puts its findings, and how it was configured.
#[derive(Debug)]
pub struct Sink<'s> {
    enabled: &'s Enabled,
    file: FileId,
    out: &'s mut Vec<Diagnostic>,
}

impl<'s> Sink<'s> {
    /// A sink for one rule in one file.
    pub fn new(enabled: &'s Enabled, file: FileId, out: &'s mut Vec<Diagnostic>) -> Self {
        Self { enabled, file, out }
    }

    /// The rule's options as configured; one that is not set is absent.
    pub fn options(&self) -> &'s OptionValues {
        &self.enabled.options
    }

    /// Whether the rule runs as part of this preset alone, and was not asked for by name.
    pub fn is_by_preset(&self, preset: Preset) -> bool {
        self.enabled.presets == [preset]
    }

    /// Whether this preset, perhaps with others, switched the rule on.
    pub fn is_in_preset(&self, preset: Preset) -> bool {
        self.enabled.presets.contains(&preset)
    }

    /// Whether what is true but weak is told, for users of the tool that tells it: under its preset, and under `all`.
    pub fn tells_weak_findings_of(&self, tool: Preset) -> bool {
        self.is_in_preset(tool) || self.is_in_preset(Preset::All)
    }

    /// Whether the rule runs as part of `recommended` or `strict`: there only what ships counts, where the matter is what
    /// an image holds.
    pub fn is_by_own_preset(&self) -> bool {
        self.is_by_preset(Preset::Recommended) || self.is_by_preset(Preset::Strict)
    }

    /// Reports a finding in the file at hand. `message` says what is wrong, the user's own words in backticks.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> Pending<'_> {
        self.report_in(self.file, span, message)
    }

    /// Reports an error of a parser, with its help and its did-you-mean as a fix.
    pub fn report_syntax(&mut self, error: &SyntaxError, applicability: Applicability) -> Pending<'_> {
        let mut finding = self.report(error.span, &*error.message);
        if let Some(help) = &error.help {
            finding = finding.help(&**help);
        }
        match &error.suggestion {
            Some(suggestion) => {
                let title = format!("Write `{suggestion}`");
                finding.fix(applicability, title, |edit| edit.replace(error.span, &**suggestion))
            }
            None => finding,
        }
    }

    /// Reports a finding whose primary place is in another file.
    pub fn report_in(&mut self, file: FileId, span: Span, message: impl Into<String>) -> Pending<'_> {
        Pending {
            finding: self.out.push_mut(Diagnostic {
                rule: self.enabled.rule.meta.id,
                code: None,
                not_as: Vec::new(),
                severity: self.enabled.rule.meta.severity,
                message: message.into(),
                primary: Label { file, span, text: String::new() },
                labels: Vec::new(),
                help: None,
                fixes: Vec::new(),
            }),
        }
    }
}

/// A finding that was reported, to be completed.
#[derive(Debug)]
pub struct Pending<'f> {
    finding: &'f mut Diagnostic,
}

impl Pending<'_> {
    /// Words for the primary place.
    #[must_use = "a finding is complete as it is; drop the result with `;` when nothing follows"]
    pub fn at(self, text: impl Into<String>) -> Self {
        self.finding.primary.text = text.into();
        self
    }

    /// Another place in the same file.
    #[expect(clippy::return_self_not_must_use, reason = "the finding is already in the sink")]
    pub fn label(self, span: Span, text: impl Into<String>) -> Self {
        let file = self.finding.primary.file;
        self.label_in(file, span, text)
    }

    /// Another place in any file.
    #[expect(clippy::return_self_not_must_use, reason = "the finding is already in the sink")]
    pub fn label_in(self, file: FileId, span: Span, text: impl Into<String>) -> Self {
        self.finding.labels.push(Label { file, span, text: text.into() });
        self
    }

    /// What to do, with the words to type.
    #[expect(clippy::return_self_not_must_use, reason = "the finding is already in the sink")]
    pub fn help(self, text: impl Into<String>) -> Self {
        self.finding.help = Some(text.into());
        self
    }

    /// A severity of its own, for a rule whose findings differ.
    #[expect(clippy::return_self_not_must_use, reason = "the finding is already in the sink")]
    pub fn severity(self, severity: Severity) -> Self {
        self.finding.severity = severity;
        self
    }

    /// The finer name of the finding, as another tool has it (`shellcheck/SC2086`), for a rule that carries many.
    #[expect(clippy::return_self_not_must_use, reason = "the finding is already in the sink")]
    pub fn code(self, code: impl Into<String>) -> Self {
        self.finding.code = Some(code.into());
        self
    }

    /// Says that another tool would not report it, although the rule carries that tool's id (an alias as declared). Such
    /// a finding is not made under that tool's preset, and is not counted as that tool's.
    #[expect(clippy::return_self_not_must_use, reason = "the finding is already in the sink")]
    pub fn not_as(self, alias: &'static str) -> Self {
        self.finding.not_as.push(alias);
        self
    }

    /// A fix, unless it comes out without edits.
    #[expect(clippy::return_self_not_must_use, reason = "the finding is already in the sink")]
    pub fn fix(self, applicability: Applicability, title: impl Into<String>, make: impl FnOnce(&mut Edits)) -> Self {
        let mut edits = Edits { file: self.finding.primary.file, edits: Vec::new() };
        make(&mut edits);
        self.with_edits(applicability, title.into(), edits.edits)
    }

    /// Not generic, so that it is there once and not for every rule.
    fn with_edits(self, applicability: Applicability, title: String, edits: Vec<Edit>) -> Self {
        if !edits.is_empty() {
            self.finding.fixes.push(Fix { title, applicability, edits });
        }
        self
    }
}

/// The edits of a fix in the making.
#[derive(Debug)]
pub struct Edits {
    file: FileId,
    edits: Vec<Edit>,
}

impl Edits {
    /// Replaces the bytes of `span`.
    pub fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.replace_in(self.file, span, text);
    }

    /// Inserts at a byte offset.
    pub fn insert(&mut self, at: u32, text: impl Into<String>) {
        self.replace_in(self.file, Span::empty(at), text);
    }

    /// Deletes the bytes of `span`.
    pub fn delete(&mut self, span: Span) {
        self.replace_in(self.file, span, "");
    }

    /// Replaces bytes of any file.
    pub fn replace_in(&mut self, file: FileId, span: Span, text: impl Into<String>) {
        self.edits.push(Edit { file, span, text: text.into() });
    }
}

/// Edits of the file at hand, as `yaml::edit` and [`Change`](crate::compose::change::Change) make them: the bytes that go,
/// and the text that comes.
impl<T: Into<String>> Extend<(Span, T)> for Edits {
    fn extend<I: IntoIterator<Item = (Span, T)>>(&mut self, edits: I) {
        for (span, text) in edits {
            self.replace(span, text);
        }
    }
}

/// Declares a rule: documentation, metadata and hooks in one place.
///
/// The doc comment is the rule's page; its fences are tests: `dockerfile,expect` (or `yaml,expect`, `project,expect`)
/// gives exactly one finding of this rule, the same without `expect` none, and `fixed` after an `expect` fence is the
/// exact text after all fixes up to unsafe. See `docs/writing-rules.md`.
#[macro_export]
macro_rules! declare_rule {
    (
        $(#[doc = $doc:expr])*
        pub static RULE = {
            id: $id:expr, summary: $summary:expr, category: $category:ident, severity: $severity:ident,
            $(fix: $fix:ident,)? since: $since:expr, presets: [$($preset:ident),* $(,)?], aliases: [$($alias:expr),* $(,)?]
            $(, posture: $posture:expr)?
            $(, options: [$($option:expr),* $(,)?])?
            $(, differs: [$($from:expr => $how:expr),* $(,)?])? $(,)?
        }
        $($check:expr),+ $(,)?
    ) => {
        $(#[doc = $doc])*
        pub static RULE: $crate::rule::Rule = $crate::rule::Rule {
            meta: $crate::rule::RuleMeta {
                id: $id,
                summary: $crate::rule::documentation($summary),
                docs: $crate::rule::documentation(concat!($($doc, "\n"),*)),
                category: $crate::diagnostic::Category::$category,
                severity: $crate::diagnostic::Severity::$severity,
                fix: $crate::declare_rule!(@fix $($fix)?),
                since: $since,
                presets: &[$($crate::rule::Preset::$preset),*],
                aliases: &[$($alias),*],
                posture: $crate::declare_rule!(@posture $($posture)?),
                options: &[$($($option),*)?],
                differs: $crate::rule::differences(&[$($(($from, $how)),*)?]),
            },
            checks: &[$($check),+],
        };
    };
    (@fix) => { None };
    (@fix $fix:ident) => { Some($crate::fix::Applicability::$fix) };
    (@posture) => { false };
    (@posture $posture:expr) => { $posture };
}
