//! Runs documentation fences and fixtures of rules: the same for our rules and for those of third parties.
//!
//! Pure functions over strings; the caller reads the files. A *case* is a text with one or more files, each introduced
//! by a header line `==> path`; a text without a header is one file, whose path the caller gives.

use crate::config::{Discovery, Settings};
use crate::diagnostic::Diagnostic;
use crate::engine::{self, Options};
use crate::fix::Applicability;
use crate::fixer;
use crate::path::RelPath;
use crate::project::{File, Origin, Project};
use crate::registry::{Registry, Selection};
use crate::report::Report;
use crate::rule::Rule;
use std::fmt::Write as _;

/// A fenced block of a rule's documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// `dockerfile`, `yaml`, `project`, or anything else, which is not a test.
    pub language: String,
    /// `expect`, `fixed`.
    pub attributes: Vec<String>,
    /// What stands between the fences.
    pub text: String,
}

impl Fence {
    /// Whether the fence is a test.
    pub fn is_test(&self) -> bool {
        matches!(self.language.as_str(), "dockerfile" | "yaml" | "project") && !self.has("ignore")
    }

    /// Whether the fence carries an attribute.
    pub fn has(&self, attribute: &str) -> bool {
        self.attributes.iter().any(|known| known == attribute)
    }

    /// The fence's files.
    pub fn files(&self) -> Vec<(String, String)> {
        let path = if self.language == "yaml" { "compose.yaml" } else { "Dockerfile" };
        split(&self.text, path)
    }
}

/// The fences of a rule's documentation, in order.
pub fn fences(docs: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for line in docs.lines() {
        // `///` leaves one blank before the text.
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let mut words = info.split(',').map(|word| word.trim().to_owned());
                let language = words.next().unwrap_or_default();
                open = Some(Fence { language, attributes: words.collect(), text: String::new() });
            }
            (Some(_), Some(_)) => fences.extend(open.take()),
            (Some(fence), None) => {
                fence.text.push_str(line);
                fence.text.push('\n');
            }
            (None, None) => {}
        }
    }
    fences
}

/// The files of a case.
pub fn split(case: &str, default_path: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in case.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("==> ") {
            files.push((path.trim().to_owned(), String::new()));
            continue;
        }
        if files.is_empty() {
            files.push((default_path.to_owned(), String::new()));
        }
        if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
        }
    }
    files
}

/// A project of these files, all of them given; a `plimsoll.yaml` among them governs the others. Paths that are wanted and not among them are absent.
pub fn project(files: &[(String, String)]) -> Project {
    let mut project = Project::new();
    for (path, text) in files {
        project.insert(File::parse(RelPath::new(path), text.clone().into_bytes()), Origin::Given);
    }
    loop {
        let wanted = project.wanted();
        if wanted.is_empty() {
            return project;
        }
        for path in wanted {
            project.absent(path);
        }
    }
}

/// Runs the named rules alone (all rules of the registry when none is named).
pub fn run(registry: &Registry, rules: &[&str], project: &Project) -> Report {
    engine::check(&project.link(), &settings(registry, rules, project), &Options::default())
}

fn settings(registry: &Registry, rules: &[&str], project: &Project) -> Settings {
    let preset = rules.is_empty().then_some(crate::rule::Preset::All);
    let selection =
        Selection { preset, select: rules.iter().map(|&rule| rule.to_owned()).collect(), ..Selection::default() };
    Settings::new(project, registry, &selection, &Discovery::Nearest)
}

/// The findings of one rule on a case as text, and the texts after its fixes: what a fixture's snapshot holds.
pub fn snapshot(registry: &Registry, rule: &str, files: &[(String, String)]) -> String {
    let mut project = project(files);
    let report = run(registry, &[rule], &project);
    let mut out = String::new();
    for finding in &report.findings {
        describe(&project, finding, &mut out);
    }
    let settings = settings(registry, &[rule], &project);
    let fixed = fixer::fix(&mut project, &settings, &Options::default(), Applicability::Unsafe);
    for failed in &fixed.failed {
        let _ = writeln!(out, "FAILED FIX {failed}");
    }
    for path in &fixed.changed {
        if let Some(file) = project.by_path(path).and_then(|id| project.file(id)) {
            let _ = write!(out, "\n==> fixed {path}\n{}", file.source().text());
        }
    }
    out
}

fn describe(project: &Project, finding: &Diagnostic, out: &mut String) {
    let place = |label: &crate::diagnostic::Label| {
        let Some(file) = project.file(label.file) else { return String::new() };
        let (start, end) = (file.source().position(label.span.start), file.source().position(label.span.end));
        let text = label.span.of(file.source().text()).lines().next().unwrap_or("");
        format!("{}:{}:{}-{}:{} `{text}`", file.path(), start.line, start.column, end.line, end.column)
    };
    let _ = writeln!(
        out,
        "{} {}[{}] {}",
        place(&finding.primary),
        finding.severity.as_str(),
        finding.rule,
        finding.message
    );
    if !finding.primary.text.is_empty() {
        let _ = writeln!(out, "  here: {}", finding.primary.text);
    }
    for label in &finding.labels {
        let _ = writeln!(out, "  label: {} {}", place(label), label.text);
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "  help: {help}");
    }
    for fix in &finding.fixes {
        let _ = writeln!(out, "  fix ({}): {}", fix.applicability.as_str(), fix.title);
    }
}

/// Runs the documentation fences of a rule; a line for each that does not do what it says.
pub fn check_docs(registry: &Registry, rule: &'static Rule) -> Vec<String> {
    let id = rule.meta.id;
    let mut failures = Vec::new();
    let mut before: Option<Fence> = None;
    let (mut expected, mut clean) = (0, 0);
    for fence in fences(rule.meta.docs).into_iter().filter(Fence::is_test) {
        let files = fence.files();
        if fence.has("fixed") {
            match &before {
                Some(before) => failures.extend(fixes_to(registry, id, &before.files(), &files)),
                None => failures.push("a `fixed` fence has no `expect` fence before it".to_owned()),
            }
            continue;
        }
        let found = run(registry, &[id], &project(&files)).findings;
        let own: Vec<_> = found.iter().filter(|finding| finding.rule == id).collect();
        let wanted = usize::from(fence.has("expect"));
        if own.len() != wanted {
            let messages: Vec<&str> = own.iter().map(|finding| finding.message.as_str()).collect();
            failures.push(format!("{wanted} findings expected, {} found: {messages:?} in\n{}", own.len(), fence.text));
        }
        if wanted == 1 {
            expected += 1;
            before = Some(fence);
        } else {
            clean += 1;
        }
    }
    if expected == 0 || clean == 0 {
        failures.push("the documentation needs an example with a finding and one without".to_owned());
    }
    failures
}

fn fixes_to(registry: &Registry, id: &str, before: &[(String, String)], after: &[(String, String)]) -> Option<String> {
    let mut project = project(before);
    let settings = settings(registry, &[id], &project);
    fixer::fix(&mut project, &settings, &Options::default(), Applicability::Unsafe);
    after.iter().find_map(|(path, text)| {
        let file = project.by_path(&RelPath::new(path)).and_then(|id| project.file(id))?;
        let now = file.source().text();
        (**now != **text).then(|| format!("`{path}` is not fixed as documented: expected\n{text}\nbut is\n{now}"))
    })
}

/// What is wrong with a rule's metadata, besides its examples.
pub fn check_meta(rule: &'static Rule) -> Vec<String> {
    let meta = &rule.meta;
    let mut failures = Vec::new();
    let mut require = |holds: bool, what: &str| {
        if !holds {
            failures.push(what.to_owned());
        }
    };
    let is_id =
        |id: &str| id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-/".contains(&byte));
    require(is_id(meta.id), "an id is made of lower-case words with `-`");
    require(!meta.summary.ends_with('.') && !meta.summary.is_empty(), "the summary is one line without a period");
    let first = meta.docs.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    require(first.trim_end().ends_with('.') || first.len() > 40, "the documentation begins with a sentence");
    let documented_fix = fences(meta.docs).iter().any(|fence| fence.has("fixed"));
    let is_fixed = meta.fix.is_some_and(|fix| fix > Applicability::DisplayOnly);
    require(documented_fix == is_fixed, "a rule has a `fixed` fence exactly when it declares a fix");
    require(meta.aliases.iter().all(|alias| alias.contains('/')), "an alias has the form `tool/id`");
    let carried = meta.differs.iter().all(|(from, how)| meta.aliases.contains(from) && how.ends_with('.'));
    require(carried, "`differs` names an alias of the rule and says how in a sentence");
    require(meta.options.iter().all(|option| is_id(option.name)), "an option is named in lower-case words with `-`");
    failures
}
