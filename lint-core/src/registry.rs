//! The rules at hand, the names they are known by, and which of them are on.

use crate::config::{Level, RuleSetting, Target};
use crate::diagnostic::{Diagnostic, Severity};
use crate::options::OptionValues;
use crate::path::RelPath;
use crate::rule::{Preset, Rule, RuleMeta};
use crate::span::Span;
use std::collections::BTreeMap;

pub use crate::foreign::{hadolint as hadolint_severity, is_known as is_foreign};

/// All rules of a host: our own and those of third parties.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    rules: Vec<&'static Rule>,
}

impl Registry {
    /// A registry without rules.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with more rules; a rule whose id is known already replaces the earlier one.
    #[must_use]
    pub fn with(mut self, rules: &[&'static Rule]) -> Self {
        for &rule in rules {
            self.rules.retain(|known| known.meta.id != rule.meta.id);
            self.rules.push(rule);
        }
        self.rules.sort_by_key(|rule| rule.meta.id);
        self
    }

    /// The rules, sorted by id.
    pub fn rules(&self) -> &[&'static Rule] {
        &self.rules
    }

    /// The rule of this very id.
    pub fn get(&self, id: &str) -> Option<&'static Rule> {
        self.rules.binary_search_by_key(&id, |rule| rule.meta.id).ok().and_then(|at| self.rules.get(at)).copied()
    }

    /// The rules a name stands for: an id, an alias with its namespace (`hadolint/DL3008`) or without (`DL3008`, in any
    /// case). One foreign id may be covered by several rules.
    pub fn resolve(&self, name: &str) -> Vec<&'static Rule> {
        if let Some(rule) = self.get(name) {
            return vec![rule];
        }
        let matches = |alias: &str| {
            alias.eq_ignore_ascii_case(name)
                || alias.rsplit('/').next().is_some_and(|bare| bare.eq_ignore_ascii_case(name))
        };
        self.rules.iter().copied().filter(|rule| rule.meta.aliases.iter().any(|alias| matches(alias))).collect()
    }

    /// The rules a name stands for, as [`Registry::resolve`], by a finer code (`SC2086`) or by category.
    pub fn find(&self, name: &str) -> Vec<&'static Rule> {
        let found = self.resolve(name);
        if !found.is_empty() {
            return found;
        }
        if code_of(name).is_some() {
            return self.get(SHELLCHECK).into_iter().collect();
        }
        self.rules.iter().copied().filter(|rule| rule.meta.category.as_str() == name).collect()
    }

    /// The known name nearest to a misspelt one.
    pub fn suggest(&self, name: &str) -> Option<&'static str> {
        let names = self.rules.iter().flat_map(|rule| {
            let bare = rule.meta.aliases.iter().filter_map(|alias| alias.rsplit('/').next());
            std::iter::once(rule.meta.id).chain(bare)
        });
        crate::nearest(name, names)
    }
}

/// What a run was asked to check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The preset to start from; `recommended` when none is named.
    pub preset: Option<Preset>,
    /// Only these rules, instead of a preset (ids, aliases or categories).
    pub select: Vec<String>,
    /// These rules too.
    pub extend_select: Vec<String>,
    /// Not these rules; wins over the others.
    pub ignore: Vec<String>,
    /// What deploys the Compose files; their configurations, names and contents say it when it is not named.
    pub target: Option<Target>,
}

/// A name in a [`Selection`] that no rule answers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// The nearest known one.
    pub suggestion: Option<String>,
}

/// The rules that are on for some files, and how each is configured.
#[derive(Clone, Debug)]
pub struct RuleSet {
    rules: Vec<Enabled>,
    registry: Registry,
}

/// A rule that is on.
#[derive(Clone, Debug)]
pub struct Enabled {
    /// The rule.
    pub rule: &'static Rule,
    /// The options that are set.
    pub options: OptionValues,
    /// The presets that switched it on; none when it was asked for by name.
    pub presets: Vec<Preset>,
    /// A severity that replaces the rule's own.
    pub severity: Option<Severity>,
    /// Whether it was named by the user, or is on through `strict` or `all` (and so is not spared in files for
    /// development).
    pub explicit: bool,
    /// What was said about single codes, for a rule that carries many.
    pub codes: Codes,
    /// The place in a configuration that spoke last about it.
    pub place: Option<(RelPath, Span)>,
}

/// What was said about single codes (`shellcheck/SC2086`) of a rule that carries many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// When it is not empty, only these are on.
    pub only: Vec<String>,
    /// The severity of each that was spoken about; `None`: off.
    pub levels: BTreeMap<String, Option<Severity>>,
}

impl Enabled {
    /// How bad a finding of the rule is, or `None` when its code is off.
    pub fn severity_of(&self, finding: &Diagnostic) -> Option<Severity> {
        let own = self.severity.unwrap_or(finding.severity);
        let Some(code) = &finding.code else { return Some(own) };
        match self.codes.levels.get(code) {
            Some(level) => *level,
            None if self.codes.only.is_empty() || self.codes.only.contains(code) => Some(own),
            None => None,
        }
    }
}

/// What configurations say about rules for some files, besides a [`Selection`].
#[derive(Clone, Debug, Default)]
pub struct Layers<'c> {
    /// The presets to start from.
    pub presets: Vec<Preset>,
    /// What is said about rules; later ones win.
    pub settings: Vec<&'c RuleSetting>,
    /// Options that several rules share.
    pub shared: OptionValues,
}

impl RuleSet {
    /// Resolves a selection. Names that nothing answers to come back beside the set.
    pub fn new(registry: &Registry, selection: &Selection) -> (Self, Vec<UnknownRule>) {
        let names = [&selection.select, &selection.extend_select, &selection.ignore].into_iter().flatten();
        let unknown = names
            .filter(|name| registry.find(name).is_empty() && !is_foreign(name))
            .map(|name| UnknownRule { name: name.clone(), suggestion: registry.suggest(name).map(str::to_owned) });
        (Self::with(registry, selection, &Layers::default()), unknown.collect())
    }

    /// Resolves what configurations say, and a selection on top of it.
    pub fn with(registry: &Registry, selection: &Selection, layers: &Layers<'_>) -> Self {
        let mut presets = selection.preset.map_or_else(|| layers.presets.clone(), |preset| vec![preset]);
        if presets.is_empty() {
            presets.push(Preset::Recommended);
        }
        let mut states: BTreeMap<&str, State> =
            registry.rules().iter().map(|rule| (rule.meta.id, State::new(rule, &presets, &layers.shared))).collect();
        for setting in &layers.settings {
            let place = setting.path.clone().map(|path| (path, setting.span));
            let code = code_of(&setting.name);
            for rule in registry.find(&setting.name) {
                if let Some(state) = states.get_mut(rule.meta.id) {
                    state.apply(setting.level, code.as_deref());
                    state.enabled.options.extend(&setting.options);
                    state.enabled.place.clone_from(&place);
                }
            }
        }
        if !selection.select.is_empty() {
            for state in states.values_mut() {
                state.on = false;
            }
        }
        let lists = [(&selection.select, Level::On(None)), (&selection.extend_select, Level::On(None))];
        for (names, level) in lists.into_iter().chain([(&selection.ignore, Level::Off)]) {
            for name in names {
                for rule in registry.find(name) {
                    if let Some(state) = states.get_mut(rule.meta.id) {
                        state.ask(level, code_of(name).as_deref());
                    }
                }
            }
        }
        let rules = states.into_values().filter(|state| state.on).map(|state| state.enabled).collect();
        Self { rules, registry: registry.clone() }
    }

    /// The rules that are on, sorted by id.
    pub fn rules(&self) -> &[Enabled] {
        &self.rules
    }

    /// All rules of the host, on or off.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The entry of one rule, if it is on.
    pub fn get(&self, id: &str) -> Option<&Enabled> {
        self.rules.binary_search_by_key(&id, |enabled| enabled.rule.meta.id).ok().and_then(|at| self.rules.get(at))
    }
}

/// A rule on the way through the layers.
struct State {
    enabled: Enabled,
    on: bool,
}

impl State {
    fn new(rule: &'static Rule, presets: &[Preset], shared: &OptionValues) -> Self {
        let asked: &[Preset] = presets;
        let presets: Vec<Preset> = presets.iter().copied().filter(|preset| preset.contains(&rule.meta)).collect();
        let mut options = OptionValues::default();
        for (name, value) in shared.iter() {
            if rule.meta.options.iter().any(|option| option.name == name) {
                options.set(name, value.clone());
            }
        }
        let asked_for_all = asked.iter().any(|preset| matches!(preset, Preset::Strict | Preset::All));
        Self {
            on: !presets.is_empty(),
            enabled: Enabled {
                rule,
                options,
                severity: presets.first().and_then(|&preset| foreign_severity(preset, &rule.meta)),
                presets,
                explicit: asked_for_all,
                codes: Codes::default(),
                place: None,
            },
        }
    }

    /// What a configuration says about the rule, or about one of its codes.
    fn apply(&mut self, level: Level, code: Option<&str>) {
        match (level, code) {
            (Level::Same, _) => {}
            (Level::Off, None) => self.on = false,
            (Level::On(severity), None) => {
                self.on = true;
                self.enabled.severity = severity;
                self.enabled.explicit = true;
                self.enabled.presets.clear();
            }
            (Level::Off, Some(code)) => {
                self.enabled.codes.levels.insert(code.to_owned(), None);
            }
            (Level::On(severity), Some(code)) => {
                self.only(code);
                match severity {
                    Some(severity) => self.enabled.codes.levels.insert(code.to_owned(), Some(severity)),
                    None => self.enabled.codes.levels.remove(code),
                };
            }
        }
    }

    /// As [`State::apply`], but the severity that was configured stays.
    fn ask(&mut self, level: Level, code: Option<&str>) {
        match (level, code) {
            (Level::On(_), None) => {
                self.on = true;
                self.enabled.explicit = true;
                self.enabled.presets.clear();
                self.enabled.codes.only.clear();
            }
            (Level::On(_), Some(code)) => self.only(code),
            (level, code) => self.apply(level, code),
        }
    }

    /// Switches one code on: alone, where its rule was off.
    fn only(&mut self, code: &str) {
        if !self.on || !self.enabled.codes.only.is_empty() {
            self.enabled.codes.only.push(code.to_owned());
        }
        self.on = true;
        self.enabled.explicit = true;
        self.enabled.presets.clear();
    }
}

/// How bad the tool takes a rule's finding under whose preset it runs; the worst of its ids.
fn foreign_severity(preset: Preset, meta: &RuleMeta) -> Option<Severity> {
    let prefix = preset.alias_prefix()?;
    let ids = meta.aliases.iter().filter_map(|alias| alias.strip_prefix(prefix));
    ids.filter_map(|id| crate::foreign::severity(preset, id)).max()
}

/// The rule that carries ShellCheck's codes.
const SHELLCHECK: &str = "shellcheck";

/// The code that a name stands for: `shellcheck/SC2086` for `SC2086`, `shellcheck/SC2086` and `hadolint/SC2086`.
pub fn code_of(name: &str) -> Option<String> {
    let bare = name.strip_prefix("shellcheck/").or_else(|| name.strip_prefix("hadolint/")).unwrap_or(name);
    let digits = bare.strip_prefix("SC").or_else(|| bare.strip_prefix("sc"))?;
    (digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("shellcheck/SC{digits}"))
}
