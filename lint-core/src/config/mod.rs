//! The configuration: `plimsoll.yaml`, and hadolint's file where there is none of ours.
//!
//! A file is governed by the configuration of its own folder or of the nearest folder above it, up to the project's root
//! or to one that says `root: true`. Nothing is merged between levels but what `extends` names.
//!
//! ```yaml
//! extends: [recommended]          # presets, or configurations by their path
//! rules:
//!   no-latest-tag: error          # off, on, style, info, warning or error, by any of a rule's names or by category
//!   DL3008: off
//!   trusted-registry:             # options, with `severity` beside them
//!     registries: [docker.io]
//! overrides:
//!   - files: ["test/**"]
//!     rules: {cap-drop-all: off}
//! ignore: ["vendor/**"]
//! sets:                           # Compose files that are loaded together, as with `-f a -f b`
//!   - [compose.yaml, compose.prod.yaml]
//! ```

mod glob;
mod hadolint;
mod read;
pub(crate) mod sets;
mod settings;
mod target;

pub use glob::Glob;
pub use read::{INLINE_KEYS, KEYS, Key, KeyKind, OVERRIDE_KEYS};
pub use sets::{FileSet, file_sets};
pub(crate) use settings::folders;
pub use settings::{Discovery, Set, Settings};
pub use target::{TARGET, Target};

use crate::diagnostic::Severity;
use crate::options::{OptionKind, OptionSpec, OptionValues};
use crate::path::RelPath;
use crate::registry::Registry;
use crate::rule::Preset;
use crate::span::Span;
use crate::yaml::{Node, Yaml};

/// The id of findings about configurations.
pub const INVALID: &str = "invalid-config";

/// The names of our configuration files, the preferred one first.
pub const NAMES: [&str; 4] = ["plimsoll.yaml", ".plimsoll.yaml", "plimsoll.yml", ".plimsoll.yml"];
/// The names of hadolint's.
pub const HADOLINT_NAMES: [&str; 2] = [".hadolint.yaml", ".hadolint.yml"];

/// Options that do not belong to one rule: at the top of a configuration they hold for each rule that takes them, and the
/// target for all.
pub const SHARED: [OptionSpec; 4] = [TRUSTED_REGISTRIES, LABELS, STRICT_LABELS, TARGET];

/// The registries that images may come from.
pub const TRUSTED_REGISTRIES: OptionSpec = OptionSpec {
    name: "trusted-registries",
    kind: OptionKind::Texts,
    docs: "The registries that images may come from: hosts, with `*` at the beginning or the end; `docker.io` for images without a host. Without it every registry is trusted.",
};

/// What the values of labels are.
pub const LABEL_TYPES: [&str; 7] = ["text", "url", "semver", "hash", "rfc3339", "spdx", "email"];

/// The labels that an image must carry.
pub const LABELS: OptionSpec = OptionSpec {
    name: "labels",
    kind: OptionKind::Words(&LABEL_TYPES),
    docs: "The labels that an image must carry, each with the type of its value. Without it labels are free.",
};

/// Whether other labels are reported.
pub const STRICT_LABELS: OptionSpec = OptionSpec {
    name: "strict-labels",
    kind: OptionKind::Flag,
    docs: "Whether labels that are not among `labels` are reported. Without it they are not.",
};

/// A configuration, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Where it lies; its patterns are read from its folder.
    pub path: Option<RelPath>,
    /// The presets it starts from; none: `recommended`, or what it extends.
    pub presets: Vec<Preset>,
    /// Other configurations that it builds upon, with the place of their names.
    pub extends: Vec<(String, Span)>,
    /// What it says about rules, in order.
    pub rules: Vec<RuleSetting>,
    /// What it says for some files.
    pub overrides: Vec<Override>,
    /// Files that are not linted.
    pub ignore: Vec<Glob>,
    /// Options that several rules share.
    pub shared: OptionValues,
    /// From which severity on a run fails.
    pub fail_level: Option<FailLevel>,
    /// What comments in files may hide.
    pub inline: InlinePolicy,
    /// Whether folders above are not asked.
    pub root: bool,
}

impl Config {
    /// Reads a configuration. What is wrong in it comes back beside it; the rest holds.
    pub fn read(yaml: &Yaml, dialect: Dialect, registry: &Registry) -> (Self, Vec<Problem>) {
        match dialect {
            Dialect::Plimsoll => read::read(yaml, registry),
            Dialect::Hadolint => hadolint::read(yaml, registry),
        }
    }
}

/// From which severity on a run fails.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum FailLevel {
    /// From this one.
    From(Severity),
    /// Never.
    Never,
}

impl FailLevel {
    /// The words, from the mildest to never.
    pub const WORDS: [&str; 5] = ["style", "info", "warning", "error", "never"];

    /// Reads a word.
    pub fn parse(word: &str) -> Option<Self> {
        if word == "never" { Some(Self::Never) } else { Severity::parse(word).map(Self::From) }
    }

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::From(severity) => severity.as_str(),
            Self::Never => "never",
        }
    }
}

/// What ignore comments may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlinePolicy {
    /// Whether they hide anything.
    pub enabled: bool,
    /// Whether one without a reason is reported.
    pub require_reason: bool,
    /// Rules that they do not hide, by any of their names or by category.
    pub forbid: Vec<String>,
}

impl Default for InlinePolicy {
    fn default() -> Self {
        Self { enabled: true, require_reason: false, forbid: Vec::new() }
    }
}

/// What a configuration says about a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// The rule's id, another tool's id for it, a finer code (`SC2086`), or a category.
    pub name: String,
    /// Off, or on.
    pub level: Level,
    /// The options that are set.
    pub options: OptionValues,
    /// The configuration that says so.
    pub path: Option<RelPath>,
    /// Where in it.
    pub span: Span,
}

/// Whether a rule is on.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is off.
    Off,
    /// It is on, with its own severity or this one.
    On(Option<Severity>),
    /// As it was: only options are set.
    Same,
}

impl Level {
    /// The words.
    pub const WORDS: [&str; 6] = ["off", "on", "style", "info", "warning", "error"];

    /// Reads a word. `true` and `false` are what YAML makes of `on` and `off` at times.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "off" | "false" => Some(Self::Off),
            "on" | "true" => Some(Self::On(None)),
            word => Severity::parse(word).map(|severity| Self::On(Some(severity))),
        }
    }
}

/// What a configuration says about some files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Which.
    pub files: Vec<Glob>,
    /// What it says about rules there.
    pub rules: Vec<RuleSetting>,
    /// Options that several rules share.
    pub shared: OptionValues,
}

/// Something in a configuration that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// How bad: what an older version may not know is a warning.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The likely intent, in place of the span.
    pub suggestion: Option<String>,
}

/// The other configurations that one extends, by their paths as written.
pub(crate) fn extended(yaml: &Yaml) -> impl Iterator<Item = &str> {
    let value = yaml.root().and_then(|root| root.get("extends")).map(|entry| entry.value.resolve());
    let items = value.into_iter().flat_map(|value| value.items().chain([value]));
    items.filter_map(Node::text).filter(|text| is_path(text))
}

/// Whether a name under `extends` is a path, and no preset.
fn is_path(text: &str) -> bool {
    text.contains(['/', '.'])
}

/// Whose configuration a file is, by its name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Ours.
    Plimsoll,
    /// Hadolint's.
    Hadolint,
}

impl Dialect {
    /// By the file's name; `None` when it is no configuration.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        if NAMES.contains(&name) {
            Some(Self::Plimsoll)
        } else if HADOLINT_NAMES.contains(&name) {
            Some(Self::Hadolint)
        } else {
            None
        }
    }
}
