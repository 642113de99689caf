//! The rules at hand, the names they are known by, and which of them are on.

use crate::diagnostic::{Category, Severity};
use crate::options::OptionValues;
use crate::rule::{Preset, Rule, RuleMeta};

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
}

/// A name in a [`Selection`] that no rule answers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// The nearest known one.
    pub suggestion: Option<String>,
}

/// The rules that are on, and how bad each is.
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
    /// The preset that switched it on; `None` when it was asked for by name.
    pub preset: Option<Preset>,
    /// A severity that replaces the rule's own.
    pub severity: Option<Severity>,
    /// Whether it was named by the user (and so is not spared in files for development).
    pub explicit: bool,
}

impl RuleSet {
    /// Resolves a selection. Names that nothing answers to come back beside the set.
    pub fn new(registry: &Registry, selection: &Selection) -> (Self, Vec<UnknownRule>) {
        let mut unknown = Vec::new();
        let mut named = |names: &[String]| -> Vec<&'static str> {
            let mut ids = Vec::new();
            for name in names {
                let found = by_name(registry, name);
                if found.is_empty() && !is_foreign(name) {
                    unknown.push(UnknownRule {
                        name: name.clone(),
                        suggestion: registry.suggest(name).map(str::to_owned),
                    });
                }
                ids.extend(found.into_iter().map(|rule| rule.meta.id));
            }
            ids
        };
        let select = named(&selection.select);
        let extend = named(&selection.extend_select);
        let ignore = named(&selection.ignore);
        let preset = selection.preset.unwrap_or(Preset::Recommended);
        let asked_for_all = matches!(selection.preset, Some(Preset::Strict | Preset::All));
        let rules = registry
            .rules()
            .iter()
            .copied()
            .filter_map(|rule| {
                let id = rule.meta.id;
                let explicit = select.contains(&id) || extend.contains(&id);
                let on = explicit || (selection.select.is_empty() && preset.contains(&rule.meta));
                (on && !ignore.contains(&id)).then_some(Enabled {
                    rule,
                    options: OptionValues::default(),
                    preset: (!explicit).then_some(preset),
                    severity: (!explicit).then(|| foreign_severity(preset, &rule.meta)).flatten(),
                    explicit: explicit || asked_for_all,
                })
            })
            .collect();
        (Self { rules, registry: registry.clone() }, unknown)
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

/// How bad the tool takes a rule's finding under whose preset it runs; the worst of its ids.
fn foreign_severity(preset: Preset, meta: &RuleMeta) -> Option<Severity> {
    let prefix = preset.alias_prefix()?;
    let ids = meta.aliases.iter().filter_map(|alias| alias.strip_prefix(prefix));
    match preset {
        Preset::Hadolint => ids.map(hadolint_severity).max(),
        // A check of BuildKit has no severity: each is a warning.
        _ => ids.map(|_| Severity::Warning).next(),
    }
}

/// The severity of a rule of hadolint 2.15, by its id (`DL3008`). ShellCheck's come with each finding.
pub fn hadolint_severity(id: &str) -> Severity {
    const ERRORS: [&str; 15] = [
        "DL1000", "DL3000", "DL3004", "DL3011", "DL3012", "DL3020", "DL3021", "DL3023", "DL3024", "DL3026", "DL3043",
        "DL3044", "DL3061", "DL4000", "DL4004",
    ];
    const INFOS: [&str; 11] =
        ["DL3001", "DL3009", "DL3010", "DL3015", "DL3019", "DL3047", "DL3049", "DL3050", "DL3059", "DL3060", "DL3066"];
    match id {
        "DL3048" => Severity::Style,
        id if ERRORS.contains(&id) => Severity::Error,
        id if INFOS.contains(&id) => Severity::Info,
        _ => Severity::Warning,
    }
}

fn by_name(registry: &Registry, name: &str) -> Vec<&'static Rule> {
    let found = registry.resolve(name);
    if !found.is_empty() {
        return found;
    }
    registry.rules().iter().copied().filter(|rule| is_category(rule.meta.category, name)).collect()
}

fn is_category(category: Category, name: &str) -> bool {
    category.as_str() == name
}

/// A well-formed id of another tool that no rule of ours covers: `DL3061`, `SC2086`. Not a mistake of the user's; nor is
/// the rule that only some hosts have.
pub fn is_foreign(name: &str) -> bool {
    if name == "shellcheck" {
        return true;
    }
    let bare = name.rsplit('/').next().unwrap_or(name);
    bare.len() == 6
        && bare.get(2..).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        && bare.get(..2).is_some_and(|tool| tool.eq_ignore_ascii_case("DL") || tool.eq_ignore_ascii_case("SC"))
}
