//! Which configuration governs which file, and the rules that come out of it.

use super::{
    Config, Dialect, FailLevel, HADOLINT_NAMES, INVALID, InlinePolicy, Level, NAMES, Problem, RuleSetting, Target,
};
use crate::diagnostic::{Diagnostic, FileId, Label};
use crate::fix::{Applicability, Edit, Fix};
use crate::options::OptionValues;
use crate::path::RelPath;
use crate::project::{FileKind, Parsed, Project};
use crate::registry::{Layers, Registry, RuleSet, Selection};
use crate::span::Span;
use crate::suppress::UNEXPLAINED;
use std::collections::{HashMap, HashSet};

/// Configurations that extend one another are followed this far.
const MAX_DEPTH: usize = 16;

/// Where configurations come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Discovery {
    /// The nearest one of each file.
    #[default]
    Nearest,
    /// This one for all files.
    Fixed(RelPath),
    /// None is read.
    Isolated,
}

/// How each file of a project is linted.
#[derive(Clone, Debug)]
pub struct Settings {
    /// For files without a configuration.
    plain: Set,
    sets: Vec<Set>,
    /// The set of each file that has one of its own.
    of_path: HashMap<RelPath, usize>,
    ignored: HashSet<RelPath>,
    problems: Vec<Diagnostic>,
}

/// How some files are linted.
#[derive(Clone, Debug)]
pub struct Set {
    /// The rules that are on.
    pub rules: RuleSet,
    /// What ignore comments may do.
    pub inline: InlinePolicy,
    /// From which severity on a run fails, where a configuration says so.
    pub fail_level: Option<FailLevel>,
    /// What deploys the Compose files, where that is said.
    pub target: Option<Target>,
    /// The configurations, the nearest one first.
    pub configs: Vec<RelPath>,
}

impl Set {
    /// Whether ignore comments may hide a finding.
    pub(crate) fn allows_hiding(&self, finding: &Diagnostic) -> bool {
        let registry = self.rules.registry();
        let named = |name: &String| {
            let code = crate::registry::code_of(name);
            let means = registry.find(name).iter().any(|rule| rule.meta.id == finding.rule);
            means && (code.is_none() || code == finding.code)
        };
        self.inline.enabled && !self.inline.forbid.iter().any(named)
    }
}

impl From<RuleSet> for Settings {
    /// The same rules for every file.
    fn from(rules: RuleSet) -> Self {
        let plain = Set { rules, inline: InlinePolicy::default(), fail_level: None, target: None, configs: Vec::new() };
        Self { plain, sets: Vec::new(), of_path: HashMap::new(), ignored: HashSet::new(), problems: Vec::new() }
    }
}

impl Settings {
    /// Reads the configurations of a project, and resolves them for each file that was given. What the selection says
    /// wins over them.
    pub fn new(project: &Project, registry: &Registry, selection: &Selection, discovery: &Discovery) -> Self {
        let mut settings = Self::from(RuleSet::with(registry, selection, &Layers::default()));
        settings.plain.target = selection.target;
        let mut configs = Configs { project, registry, read: HashMap::new(), problems: Vec::new() };
        let mut known: HashMap<(RelPath, Vec<usize>), usize> = HashMap::new();
        for (id, file) in project.files() {
            if !project.is_given(id) || file.inline().is_some() {
                continue;
            }
            if file.kind() == FileKind::Config {
                configs.read(file.path());
                continue;
            }
            let Some(path) = configs.governing(file.path(), discovery) else { continue };
            let config = configs.effective(&path);
            let below = |config: &Config| relative(config.path.as_ref(), file.path());
            if config.parts.iter().any(|part| part.ignore.iter().any(|glob| glob.matches(&below(part)))) {
                settings.ignored.insert(file.path().clone());
            }
            let overrides = config.parts.iter().flat_map(|part| part.overrides.iter().map(move |found| (part, found)));
            let matching = overrides.enumerate().filter(|(_, (part, found))| {
                let path = below(part);
                found.files.iter().any(|glob| glob.matches(&path))
            });
            let matching: Vec<usize> = matching.map(|(at, _)| at).collect();
            let set = *known.entry((path, matching)).or_insert_with_key(|(_, matching)| {
                settings.sets.push(config.set(registry, selection, matching));
                settings.sets.len() - 1
            });
            settings.of_path.insert(file.path().clone(), set);
        }
        settings.problems = configs.problems;
        settings
    }

    /// How a file is linted.
    pub fn of(&self, path: &RelPath) -> &Set {
        self.of_path.get(path).and_then(|&at| self.sets.get(at)).unwrap_or(&self.plain)
    }

    /// How files without a configuration are linted.
    pub fn plain(&self) -> &Set {
        &self.plain
    }

    /// The number of the set of a file; 0 is that of files without a configuration.
    pub(crate) fn number_of(&self, path: &RelPath) -> usize {
        self.of_path.get(path).map_or(0, |at| at + 1)
    }

    /// All sets, by their numbers.
    pub(crate) fn sets(&self) -> impl Iterator<Item = &Set> {
        std::iter::once(&self.plain).chain(&self.sets)
    }

    /// Whether a configuration says that a file is not linted.
    pub fn is_ignored(&self, path: &RelPath) -> bool {
        self.ignored.contains(path)
    }

    /// Lints a file all the same that a configuration leaves out.
    pub fn lint_anyway(&mut self, path: &RelPath) {
        self.ignored.remove(path);
    }

    /// What is wrong in the configurations.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Whether a finding fails a run, by the configuration of its file; `None`: the configuration does not say.
    pub fn fails(&self, project: &Project, finding: &Diagnostic) -> Option<bool> {
        match self.of(project.file(finding.primary.file)?.path()).fail_level? {
            FailLevel::Never => Some(false),
            FailLevel::From(level) => Some(finding.severity >= level),
        }
    }
}

/// The path as seen from the folder of a configuration.
fn relative(config: Option<&RelPath>, file: &RelPath) -> String {
    let folder = config.map_or("", RelPath::parent);
    let below = file.as_str().strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
    below.filter(|_| !folder.is_empty()).unwrap_or(file.as_str()).to_owned()
}

/// The folders from a file's own up to the root.
pub(crate) fn folders(path: &RelPath) -> impl Iterator<Item = &str> {
    let mut next = Some(path.parent());
    std::iter::from_fn(move || {
        let folder = next?;
        next = (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(parent, _)| parent));
        Some(folder)
    })
}

/// The configurations of a project, each read once.
struct Configs<'p> {
    project: &'p Project,
    registry: &'p Registry,
    read: HashMap<RelPath, Config>,
    problems: Vec<Diagnostic>,
}

/// A configuration with those it extends, the farthest first.
struct Effective {
    parts: Vec<Config>,
}

impl Configs<'_> {
    /// The configuration that governs a file.
    fn governing(&mut self, file: &RelPath, discovery: &Discovery) -> Option<RelPath> {
        match discovery {
            Discovery::Isolated => None,
            Discovery::Fixed(path) => self.read(path).map(|_| path.clone()),
            Discovery::Nearest => self.nearest(file, &NAMES).or_else(|| self.nearest(file, &HADOLINT_NAMES)),
        }
    }

    fn nearest(&mut self, file: &RelPath, names: &[&str]) -> Option<RelPath> {
        folders(file).find_map(|folder| {
            let mut paths = names.iter().filter_map(|name| RelPath::join(folder, name));
            paths.find(|path| self.project.by_path(path).is_some())
        })
    }

    /// Reads a configuration, once; `None` when it is not there.
    fn read(&mut self, path: &RelPath) -> Option<&Config> {
        if !self.read.contains_key(path) {
            let id = self.project.by_path(path)?;
            let file = self.project.file(id)?;
            let Parsed::Config(yaml) = file.parsed() else { return None };
            let dialect = Dialect::of(path.as_str()).unwrap_or(Dialect::Plimsoll);
            let (mut config, problems) = Config::read(yaml, dialect, self.registry);
            config.path = Some(path.clone());
            let rules = config.overrides.iter_mut().flat_map(|found| &mut found.rules);
            config.rules.iter_mut().chain(rules).for_each(|setting| setting.path = Some(path.clone()));
            self.problems.extend(problems.into_iter().map(|problem| finding(id, problem)));
            if dialect == Dialect::Plimsoll {
                let problems = super::sets::problems(self.project, path, yaml);
                self.problems.extend(problems.into_iter().map(|problem| finding(id, problem)));
            }
            self.read.insert(path.clone(), config);
        }
        self.read.get(path)
    }

    /// A configuration with those it extends.
    fn effective(&mut self, path: &RelPath) -> Effective {
        let mut parts = Vec::new();
        self.collect(path, &mut parts, MAX_DEPTH);
        Effective { parts }
    }

    fn collect(&mut self, path: &RelPath, parts: &mut Vec<Config>, fuel: usize) {
        let Some(config) = self.read(path).cloned() else { return };
        if parts.iter().any(|part| part.path.as_ref() == Some(path)) {
            return;
        }
        for (text, span) in &config.extends {
            let target = path.parent_join(text);
            match target.filter(|target| target != path && self.read(target).is_some()) {
                Some(target) if fuel > 0 => self.collect(&target, parts, fuel - 1),
                _ => self.missing(path, text, *span),
            }
        }
        parts.push(config);
    }

    fn missing(&mut self, path: &RelPath, text: &str, span: Span) {
        let Some(file) = self.project.by_path(path) else { return };
        let primary = Label { file, span, text: String::new() };
        let message = format!("`{text}` is no configuration that can be read");
        let found = Diagnostic {
            help: Some("name a preset, or a file by its path from here".to_owned()),
            ..Diagnostic::new(INVALID, crate::diagnostic::Severity::Error, primary, message)
        };
        if !self.problems.contains(&found) {
            self.problems.push(found);
        }
    }
}

impl Effective {
    fn set(&self, registry: &Registry, selection: &Selection, matching: &[usize]) -> Set {
        let overrides: Vec<_> = self.parts.iter().flat_map(|part| &part.overrides).collect();
        let overrides: Vec<_> = matching.iter().filter_map(|&at| overrides.get(at)).collect();
        let mut shared = OptionValues::default();
        let own = self.parts.iter().map(|part| &part.shared);
        for options in own.chain(overrides.iter().map(|found| &found.shared)) {
            shared.extend(options);
        }
        let target = selection.target.or_else(|| Target::among(&shared));
        let last = self.parts.last();
        let inline = last.map_or_else(InlinePolicy::default, |config| config.inline.clone());
        let unexplained = RuleSetting {
            name: UNEXPLAINED.to_owned(),
            level: if inline.require_reason { Level::On(None) } else { Level::Same },
            options: OptionValues::default(),
            path: None,
            span: Span::empty(0),
        };
        let settings = self.parts.iter().flat_map(|part| &part.rules);
        let settings = std::iter::once(&unexplained).chain(settings);
        let settings = settings.chain(overrides.iter().flat_map(|found| &found.rules)).collect();
        // The nearest configuration that names presets wins.
        let presets = self.parts.iter().rev().map(|part| &part.presets).find(|presets| !presets.is_empty());
        let layers = Layers { presets: presets.cloned().unwrap_or_default(), settings, shared };
        Set {
            rules: RuleSet::with(registry, selection, &layers),
            inline,
            fail_level: self.parts.iter().rev().find_map(|part| part.fail_level),
            target,
            configs: self.parts.iter().rev().filter_map(|part| part.path.clone()).collect(),
        }
    }
}

fn finding(file: FileId, problem: Problem) -> Diagnostic {
    let primary = Label { file, span: problem.span, text: String::new() };
    let fix = problem.suggestion.map(|suggestion| Fix {
        title: format!("Write `{suggestion}`"),
        applicability: Applicability::DisplayOnly,
        edits: vec![Edit { file, span: problem.span, text: suggestion }],
    });
    Diagnostic {
        help: problem.help,
        fixes: fix.into_iter().collect(),
        ..Diagnostic::new(INVALID, problem.severity, primary, problem.message)
    }
}
