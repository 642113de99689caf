//! `config`: what holds for a file, and where it comes from.

use crate::Code;
use crate::args::{ConfigFormat, ShowConfigArgs};
use crate::output::{Output, complain};
use crate::root::Root;
use crate::settings::{self, discover, selection};
use crate::terminal::Look;
use plimsoll_core::config::{FailLevel, FileSet, Set, Settings, Target, file_sets};
use plimsoll_core::diagnostic::Severity;
use plimsoll_core::options::{OptionValue, OptionValues};
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, FileKind, Origin, Project, name_asks_for_content};
use plimsoll_core::registry::{Enabled, Registry};
use plimsoll_core::render;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Runs `config`.
pub(crate) fn show(registry: &Registry, args: &ShowConfigArgs) -> Code {
    if args.schema {
        return Output::new(None).write(&render::schema(registry));
    }
    let Some(selection) = selection(registry, &args.rules, args.config.target) else { return Code::Usage };
    let Ok(cwd) = std::env::current_dir() else {
        complain("the current folder cannot be read");
        return Code::Unreadable;
    };
    let named = match settings::named(&args.config) {
        Some(settings::Named::File(path)) => vec![args.path.clone(), path],
        _ => vec![args.path.clone()],
    };
    let root = Root::new(cwd, &named);
    let mut path = root.relative(&args.path);
    if args.path.is_dir() {
        path = RelPath::join(path.as_str(), "Dockerfile").unwrap_or(path);
    }
    let mut project = Project::new();
    // Its content has no say in what configures it.
    let kind = if name_asks_for_content(path.as_str()) { FileKind::Compose } else { FileKind::Dockerfile };
    project.insert(File::parse_as(path.clone(), Vec::new(), kind), Origin::Given);
    let Some(discovery) = discover(&root, &mut project, &args.config) else { return Code::Usage };
    let settings = Settings::new(&project, registry, &selection, &discovery);
    let mut code = Code::Clean;
    for problem in settings.problems() {
        let Some(file) = project.file(problem.primary.file) else { continue };
        let at = file.source().position(problem.primary.span.start);
        let place = format!("{}:{}:{}", root.show(file.path()), at.line, at.column);
        complain(&format!("{place}: {}: {}", problem.severity.as_str(), problem.message));
        if problem.severity == Severity::Error {
            code = Code::Usage;
        }
    }
    let sets = file_sets(&project).into_iter().filter(|set| set.files.contains(&path)).collect();
    let (set, ignored) = (settings.of(&path), settings.is_ignored(&path));
    let shown = Shown { root: &root, project: &project, set, sets, ignored, args };
    let text = match args.format {
        ConfigFormat::Text => shown.text(&path, registry),
        ConfigFormat::Json => shown.json(&path, registry),
    };
    Output::new(None).write(&text).max(code)
}

struct Shown<'a> {
    root: &'a Root,
    project: &'a Project,
    set: &'a Set,
    /// The sets of files that the file is in.
    sets: Vec<FileSet>,
    ignored: bool,
    args: &'a ShowConfigArgs,
}

impl Shown<'_> {
    fn text(&self, path: &RelPath, registry: &Registry) -> String {
        let look = Look::detect(self.args.color);
        let shown = if self.args.path.is_dir() { self.args.path.display().to_string() } else { self.root.show(path) };
        let mut out = format!("{}\n\n", look.paint("1", &shown));
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(out, "  {}{value}", look.paint("2", &format!("{name:16}")));
        };
        let configs: Vec<String> = self.set.configs.iter().map(|config| self.root.show(config)).collect();
        line("configuration", &if configs.is_empty() { "none".to_owned() } else { configs.join(", ") });
        if self.ignored {
            line("linted", "no: a configuration ignores it");
        }
        for set in &self.sets {
            line("set", &self.files(set).join(", "));
        }
        if let Some(target) = self.set.target {
            line("target", target.as_str());
        }
        line("fail level", self.set.fail_level.map_or("style (any finding)", FailLevel::as_str));
        line("ignore comments", &self.inline());
        let (on, all) = (self.set.rules.rules().len(), registry.rules().len());
        line("rules", &format!("{on} on, {} off", all - on));
        out.push('\n');
        let rows: Vec<[String; 3]> = self.rows(registry);
        let widths = [0, 1].map(|at| rows.iter().map(|row| row[at].len()).max().unwrap_or(0));
        for [id, severity, from] in &rows {
            let pad = " ".repeat(widths[1] - severity.len());
            let severity = look.paint(colour(severity), severity);
            let _ = writeln!(out, "  {id:width$}  {severity}{pad}  {}", look.paint("2", from), width = widths[0]);
        }
        out
    }

    fn files(&self, set: &FileSet) -> Vec<String> {
        set.files.iter().map(|file| self.root.show(file)).collect()
    }

    fn inline(&self) -> String {
        let policy = &self.set.inline;
        let mut words = vec![if policy.enabled { "obeyed" } else { "not obeyed" }.to_owned()];
        if policy.require_reason {
            words.push("a reason is wanted".to_owned());
        }
        if !policy.forbid.is_empty() {
            words.push(format!("not for {}", policy.forbid.join(", ")));
        }
        words.join("; ")
    }

    /// Id, severity and origin of each rule.
    fn rows(&self, registry: &Registry) -> Vec<[String; 3]> {
        let row = |rule: &&'static plimsoll_core::rule::Rule| {
            let id = rule.meta.id.to_owned();
            match self.set.rules.get(rule.meta.id) {
                Some(enabled) => {
                    let options = options_text(&enabled.options);
                    let codes = enabled.codes.levels.iter().map(|(code, level)| {
                        let code = code.trim_start_matches("shellcheck/");
                        format!("{code}: {}", level.map_or("off", Severity::as_str))
                    });
                    let extra: Vec<String> = options.into_iter().chain(codes).collect();
                    let from = self.from(enabled);
                    let from = if extra.is_empty() { from } else { format!("{from}  {}", extra.join(", ")) };
                    Some([id, severity(enabled).as_str().to_owned(), from])
                }
                None => self.args.all.then(|| [id, "off".to_owned(), String::new()]),
            }
        };
        registry.rules().iter().filter_map(row).collect()
    }

    /// Where a rule was switched on or spoken about last.
    fn from(&self, enabled: &Enabled) -> String {
        if let Some((path, span)) = &enabled.place {
            let file = self.project.by_path(path).and_then(|id| self.project.file(id));
            let line = file.map_or(1, |file| file.source().position(span.start).line);
            return format!("{}:{line}", self.root.show(path));
        }
        match enabled.presets.first() {
            Some(preset) => format!("preset {}", preset.as_str()),
            None => "command line".to_owned(),
        }
    }

    fn json(&self, path: &RelPath, registry: &Registry) -> String {
        let mut rules = Map::new();
        for rule in registry.rules() {
            let Some(enabled) = self.set.rules.get(rule.meta.id) else {
                if self.args.all {
                    rules.insert(rule.meta.id.to_owned(), json!({ "severity": "off" }));
                }
                continue;
            };
            let options: Map<String, Value> =
                enabled.options.iter().map(|(name, value)| (name.to_owned(), option_json(value))).collect();
            let codes: Map<String, Value> = enabled
                .codes
                .levels
                .iter()
                .map(|(code, level)| (code.clone(), Value::from(level.map_or("off", Severity::as_str))))
                .collect();
            let said = json!({
                "severity": severity(enabled).as_str(), "from": self.from(enabled), "options": options, "codes": codes,
            });
            rules.insert(rule.meta.id.to_owned(), said);
        }
        let policy = &self.set.inline;
        let document = json!({
            "version": 1,
            "path": self.root.show(path),
            "configs": self.set.configs.iter().map(|config| self.root.show(config)).collect::<Vec<_>>(),
            "ignored": self.ignored,
            "target": self.set.target.map(Target::as_str),
            "sets": self.sets.iter().map(|set| self.files(set)).collect::<Vec<_>>(),
            "fail-level": self.set.fail_level.map_or("style", FailLevel::as_str),
            "inline-ignores": {
                "enabled": policy.enabled, "require-reason": policy.require_reason, "forbid": policy.forbid,
            },
            "rules": rules,
        });
        let mut out = serde_json::to_string_pretty(&document).unwrap_or_default();
        out.push('\n');
        out
    }
}

fn severity(enabled: &Enabled) -> Severity {
    enabled.severity.unwrap_or(enabled.rule.meta.severity)
}

fn colour(severity: &str) -> &'static str {
    match severity {
        "error" => "31",
        "warning" => "33",
        "info" => "34",
        _ => "2",
    }
}

fn option_json(value: &OptionValue) -> Value {
    match value {
        OptionValue::Flag(flag) => Value::from(*flag),
        OptionValue::Number(number) => Value::from(*number),
        OptionValue::Word(word) => Value::from(word.as_str()),
        OptionValue::Texts(texts) => Value::from(texts.clone()),
        OptionValue::Words(pairs) => {
            Value::Object(pairs.iter().map(|(name, word)| (name.clone(), Value::from(word.as_str()))).collect())
        }
    }
}

fn options_text(options: &OptionValues) -> Vec<String> {
    options.iter().map(|(name, value)| format!("{name}: {}", option_json(value))).collect()
}
