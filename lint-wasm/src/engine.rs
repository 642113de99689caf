//! The one door between this crate and the engine.

use plimsoll_core::config::{Discovery, Settings, Target};
use plimsoll_core::diagnostic::Diagnostic;
use plimsoll_core::engine;
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, FileKind, Origin, Project, kind_of};
use plimsoll_core::registry::{Registry, Selection};
use plimsoll_core::render;
use plimsoll_core::rule::Preset;
use plimsoll_core::yaml;

/// What a check may be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The set of rules; `recommended` when none is named.
    pub preset: Option<Preset>,
    /// What deploys the Compose files; their configurations, names and contents say it when it is not named.
    pub target: Option<Target>,
}

impl Options {
    /// Reads the JSON object that a page passes; keys it does not know are ignored.
    pub fn parse(text: &str) -> Result<Self, String> {
        // JSON is YAML, and YAML is what the engine reads anyway.
        let options = yaml::parse(text.into());
        if let Some(error) = options.errors().first() {
            return Err(format!("options: {}", error.message));
        }
        let Some(options) = options.root().filter(|root| root.is_mapping()) else {
            return Err("options: expected a JSON object".to_owned());
        };
        let named = |key: &str| options.get(key).map(|entry| entry.value).filter(|value| !value.is_null());
        let preset = match named("preset") {
            None => None,
            Some(other) => Some(other.text().and_then(Preset::parse).ok_or_else(|| no_preset(other.raw()))?),
        };
        let target = match named("target") {
            None => None,
            Some(other) => Some(other.text().and_then(Target::parse).ok_or_else(|| no_target(other.raw()))?),
        };
        Ok(Self { preset, target })
    }
}

fn no_preset(value: &str) -> String {
    format!("options: there is no preset {value}; the presets are {}", Preset::ALL.map(Preset::as_str).join(", "))
}

fn no_target(value: &str) -> String {
    format!("options: there is no target {value}; the targets are {}", Target::WORDS.join(", "))
}

/// What a check gives back.
#[derive(Debug)]
pub struct CheckOutput {
    /// The text of `plimsoll check --format json`.
    pub report: String,
    /// The report's findings, in its order.
    pub findings: Vec<Diagnostic>,
    /// The files that they are in.
    pub project: Project,
}

/// The rules of this build.
pub fn registry() -> Registry {
    Registry::new().with(plimsoll_rules::ALL)
}

/// Checks the files as `plimsoll check .` checks a folder that holds just these.
pub fn check(files: &[(String, String)], options: &Options) -> CheckOutput {
    let registry = registry();
    let selection = Selection { preset: options.preset, target: options.target, ..Selection::default() };
    let (project, _) = load(files);
    let settings = Settings::new(&project, &registry, &selection, &Discovery::Nearest);
    let report = engine::check(&project.link(), &settings, &engine::Options::default());
    CheckOutput { report: render::json(&report, &project, &registry), findings: report.findings, project }
}

/// The paths that the files name and that are not among them.
pub fn wanted(files: &[(String, String)]) -> Vec<String> {
    let (_, absent) = load(files);
    absent.iter().filter(|path| !Project::is_optional(path)).map(|path| path.as_str().to_owned()).collect()
}

/// The project, and the paths that it wants and that are not there. A file of no kind that we lint is read only when
/// another file names it.
fn load(files: &[(String, String)]) -> (Project, Vec<RelPath>) {
    let mut project = Project::new();
    let parse = |path: &str, text: &str| File::parse(RelPath::new(path), text.as_bytes().to_vec());
    for (path, text) in files.iter().filter(|(path, text)| kind_of(path, text).is_some()) {
        let file = parse(path, text);
        let origin = if file.kind() == FileKind::Config { Origin::Neighbour } else { Origin::Given };
        project.insert(file, origin);
    }
    let mut absent = Vec::new();
    loop {
        let wanted = project.wanted();
        if wanted.is_empty() {
            return (project, absent);
        }
        for path in wanted {
            if let Some((_, text)) = files.iter().find(|(known, _)| RelPath::new(known) == path) {
                project.insert(parse(path.as_str(), text), Origin::Neighbour);
            } else {
                absent.push(path.clone());
                project.absent(path);
            }
        }
    }
}
