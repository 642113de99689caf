//! From hadolint's environment, configuration file and flags to settings, in its order: lists add up, the last scalar wins.

use super::args::{Format, HadolintArgs, Threshold, label};
use crate::load::{Content, read};
use crate::output::complain;
use crate::walk::reason;
use clap::ValueEnum as _;
use plimsoll_core::config::{
    Config, Dialect, FailLevel, LABELS, Level, RuleSetting, STRICT_LABELS, Settings, TRUSTED_REGISTRIES,
};
use plimsoll_core::diagnostic::Severity;
use plimsoll_core::options::{OptionValue, OptionValues};
use plimsoll_core::path::RelPath;
use plimsoll_core::registry::{Layers, Registry, RuleSet, Selection};
use plimsoll_core::rule::Preset;
use plimsoll_core::source::Source;
use plimsoll_core::span::Span;
use plimsoll_core::yaml::{self, Yaml};
use std::path::{Path, PathBuf};

/// How a run in hadolint's place goes.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of hadolint's")]
pub(super) struct Setup {
    pub(super) settings: Settings,
    pub(super) formats: Vec<Format>,
    /// The least severity that fails the run.
    pub(super) threshold: Severity,
    pub(super) no_fail: bool,
    pub(super) colour: bool,
    pub(super) verbose: bool,
    pub(super) pragmas: bool,
    /// The configuration file that was read.
    pub(super) file: Option<PathBuf>,
}

/// What environment, file and flags say, one after the other.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of hadolint's")]
struct Said {
    rules: Vec<RuleSetting>,
    registries: Vec<String>,
    labels: Vec<(String, String)>,
    strict_labels: bool,
    formats: Vec<Format>,
    threshold: Option<Severity>,
    no_fail: bool,
    no_color: bool,
    verbose: bool,
    no_pragmas: bool,
}

/// Reads all three. `None` after a complaint: the configuration that was named is not there.
pub(super) fn setup(registry: &Registry, args: &HadolintArgs) -> Option<Setup> {
    let mut said = environment(&|name| std::env::var(name).ok());
    let file = match &args.config {
        Some(path) => Some(path.clone()),
        None => candidates().into_iter().find(|path| path.is_file()),
    };
    if let Some(path) = &file {
        let source = load(path)?;
        said.file(&source, path, registry);
    }
    said.flags(args);
    let mut rules = said.rules;
    // What is ignored is ignored, wherever it was said; of several severities the worst counts.
    rules.sort_by_key(|setting| match setting.level {
        Level::Off => (1, None),
        Level::On(severity) => (0, severity),
        Level::Same => (0, None),
    });
    let mut shared = OptionValues::default();
    if !said.registries.is_empty() {
        shared.set(TRUSTED_REGISTRIES.name, OptionValue::Texts(said.registries));
    }
    if !said.labels.is_empty() {
        shared.set(LABELS.name, OptionValue::Words(said.labels));
    }
    shared.set(STRICT_LABELS.name, OptionValue::Flag(said.strict_labels));
    let selection = Selection { preset: Some(Preset::Hadolint), ..Selection::default() };
    let layers = Layers { presets: Vec::new(), settings: rules.iter().collect(), shared };
    let colour = !said.no_color && std::env::var_os("NO_COLOR").is_none();
    Some(Setup {
        settings: RuleSet::with(registry, &selection, &layers).into(),
        formats: said.formats,
        threshold: said.threshold.unwrap_or(Severity::Info),
        no_fail: said.no_fail,
        colour,
        verbose: said.verbose,
        pragmas: !said.no_pragmas,
        file,
    })
}

/// Where hadolint looks: the working directory, XDG's, then the home directory.
fn candidates() -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let xdg = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let xdg = xdg.or_else(|| home.as_ref().map(|home| home.join(".config")));
    let names = |folder: PathBuf, names: &[&str]| names.iter().map(|name| folder.join(name)).collect::<Vec<_>>();
    let mut paths = names(PathBuf::new(), &[".hadolint.yaml", ".hadolint.yml"]);
    paths.extend(xdg.into_iter().flat_map(|folder| names(folder, &["hadolint.yaml", "hadolint.yml"])));
    if let Some(home) = home {
        let own = ["hadolint.yaml", "hadolint.yml", "config.yaml", "config.yml"];
        paths.extend(names(home.join(".hadolint"), &own));
        paths.extend(names(home, &[".hadolint.yaml", ".hadolint.yml"]));
    }
    paths
}

fn load(path: &Path) -> Option<Source> {
    match read(path) {
        Ok(Content::Bytes(bytes)) => Some(Source::from_bytes(RelPath::new(&path.to_string_lossy()), bytes)),
        Ok(Content::TooLarge(_)) => {
            complain(&format!("{}: too large for a configuration", path.display()));
            None
        }
        Err(error) => {
            complain(&format!("{}: {}", path.display(), reason(&error)));
            None
        }
    }
}

fn environment(variable: &dyn Fn(&str) -> Option<String>) -> Said {
    let value = |name: &str| variable(&format!("HADOLINT_{name}"));
    let list = |name: &str| -> Vec<String> {
        let value = value(name).unwrap_or_default();
        value.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    let flag = |name: &str| value(name).is_some_and(|value| is_true(&value));
    let mut said = Said {
        rules: Vec::new(),
        registries: list("TRUSTED_REGISTRIES"),
        labels: list("REQUIRE_LABELS").iter().filter_map(|text| label(text).ok()).collect(),
        strict_labels: flag("STRICT_LABELS"),
        formats: list("FORMAT").iter().filter_map(|text| Format::from_str(text, true).ok()).collect(),
        threshold: value("FAILURE_THRESHOLD").and_then(|word| Threshold::from_str(&word, true).ok()).map(severity),
        no_fail: flag("NOFAIL"),
        no_color: false,
        verbose: flag("VERBOSE"),
        no_pragmas: flag("DISABLE_IGNORE_PRAGMA"),
    };
    for severity in Severity::ALL {
        said.codes(&list(&format!("OVERRIDE_{}", severity.as_str().to_uppercase())), Level::On(Some(severity)));
    }
    said.codes(&list("IGNORE"), Level::Off);
    said
}

/// hadolint's truth words.
fn is_true(value: &str) -> bool {
    ["1", "y", "on", "true", "yes"].iter().any(|word| word.eq_ignore_ascii_case(value.trim()))
}

fn severity(threshold: Threshold) -> Severity {
    match threshold {
        Threshold::Error => Severity::Error,
        Threshold::Warning => Severity::Warning,
        Threshold::Info => Severity::Info,
        Threshold::Style | Threshold::Ignore | Threshold::None => Severity::Style,
    }
}

impl Said {
    fn codes(&mut self, codes: &[String], level: Level) {
        self.rules.extend(codes.iter().map(|code| RuleSetting {
            name: code.clone(),
            level,
            options: OptionValues::default(),
            path: None,
            span: Span::empty(0),
        }));
    }

    /// The file's mistakes are said, and the rest of it holds.
    fn file(&mut self, source: &Source, path: &Path, registry: &Registry) {
        let tree = yaml::parse(source.text().clone());
        let (config, problems) = Config::read(&tree, Dialect::Hadolint, registry);
        for problem in problems {
            let at = source.position(problem.span.start);
            complain(&format!("{}:{}:{}: {}", path.display(), at.line, at.column, problem.message));
        }
        self.rules.extend(config.rules);
        self.registries.extend_from_slice(config.shared.texts(TRUSTED_REGISTRIES.name));
        self.labels.extend_from_slice(config.shared.words(LABELS.name));
        self.strict_labels |= config.shared.flag(STRICT_LABELS.name) == Some(true);
        match config.fail_level {
            Some(FailLevel::From(level)) => self.threshold = Some(level),
            Some(FailLevel::Never) => self.no_fail = true,
            None => {}
        }
        self.no_pragmas |= !config.inline.enabled;
        self.no_color |= flag(&tree, "no-color");
        self.verbose |= flag(&tree, "verbose");
        let formats = ["format", "formats"].into_iter().flat_map(|key| texts(&tree, key));
        let formats: Vec<Format> = formats.filter_map(|word| Format::from_str(&word, true).ok()).collect();
        if !formats.is_empty() {
            self.formats = formats;
        }
    }

    fn flags(&mut self, args: &HadolintArgs) {
        let lists = [
            (&args.style, Severity::Style),
            (&args.info, Severity::Info),
            (&args.warning, Severity::Warning),
            (&args.error, Severity::Error),
        ];
        for (codes, severity) in lists {
            self.codes(codes, Level::On(Some(severity)));
        }
        self.codes(&args.ignore, Level::Off);
        self.registries.extend_from_slice(&args.trusted_registry);
        self.labels.extend_from_slice(&args.require_label);
        self.strict_labels |= args.strict_labels;
        if !args.format.is_empty() {
            self.formats.clone_from(&args.format);
        }
        self.threshold = args.failure_threshold.map(severity).or(self.threshold);
        self.no_fail |= args.no_fail;
        self.no_color |= args.no_color;
        self.verbose |= args.verbose;
        self.no_pragmas |= args.disable_ignore_pragma;
    }
}

fn flag(tree: &Yaml, key: &str) -> bool {
    tree.root().and_then(|root| root.get(key)).is_some_and(|entry| entry.value.as_bool() == Some(true))
}

fn texts(tree: &Yaml, key: &str) -> Vec<String> {
    let Some(value) = tree.root().and_then(|root| root.get(key)).map(|entry| entry.value.resolve()) else {
        return Vec::new();
    };
    value.items().chain([value]).filter_map(|node| node.text().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_is_read() {
        let said = environment(&|name| {
            let value = match name {
                "HADOLINT_NOFAIL" => "Yes",
                "HADOLINT_OVERRIDE_ERROR" => "DL3008, DL3007",
                "HADOLINT_IGNORE" => "DL3015",
                "HADOLINT_FORMAT" => "json,gnu",
                "HADOLINT_REQUIRE_LABELS" => "a:url,b",
                "HADOLINT_FAILURE_THRESHOLD" => "ERROR",
                _ => return None,
            };
            Some(value.to_owned())
        });
        assert!(said.no_fail && !said.verbose);
        assert_eq!(said.formats, [Format::Json, Format::Gnu]);
        assert_eq!(said.labels, [("a".to_owned(), "url".to_owned()), ("b".to_owned(), "text".to_owned())]);
        assert_eq!(said.threshold, Some(Severity::Error));
        let rules: Vec<_> = said.rules.iter().map(|setting| (setting.name.as_str(), setting.level)).collect();
        let error = Level::On(Some(Severity::Error));
        assert_eq!(rules, [("DL3008", error), ("DL3007", error), ("DL3015", Level::Off)]);
    }
}
