//! `check` and `fix`: from paths to a report.

use crate::args::{CheckArgs, Format};
use crate::load::{Loaded, kind, load, map, read_limited, read_neighbours};
use crate::output::{Output, aside, complain};
use crate::root::Root;
use crate::settings::{self, discover, selection};
use crate::terminal::{self, Look};
use crate::walk::{self, Found};
use crate::{Code, diff};
use plimsoll_core::config::Settings;
use plimsoll_core::diagnostic::Severity;
use plimsoll_core::engine::{Options, Plan};
use plimsoll_core::fix::Applicability;
use plimsoll_core::fixer::{self, Fixed};
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, FileKind, Project};
use plimsoll_core::registry::Registry;
use plimsoll_core::render::{View, files, plural};
use plimsoll_core::report::{Report, Summary};
use plimsoll_core::source::MAX_BYTES;
use std::io;
use std::path::PathBuf;
use std::time::Instant;

/// Runs `check`; the exit code.
pub(crate) fn run(registry: &Registry, args: &CheckArgs) -> Code {
    let started = Instant::now();
    let Some(selection) = selection(registry, &args.rules, args.config.target) else { return Code::Usage };
    let jobs = jobs(args);
    let Ok(cwd) = std::env::current_dir() else {
        complain("the current folder cannot be read");
        return Code::Unreadable;
    };
    let mut paths = args.paths.clone();
    let stdin = paths.iter().any(|path| path.as_os_str() == "-");
    paths.retain(|path| path.as_os_str() != "-");
    let named: Vec<PathBuf> = paths.iter().chain(&args.stdin_filename).cloned().collect();
    let config = match settings::named(&args.config) {
        Some(settings::Named::File(path)) => Some(path),
        _ => None,
    };
    let root = Root::new(cwd, &named.into_iter().chain(config).collect::<Vec<_>>());

    let options =
        walk::Options { obey_ignore: !args.no_ignore, hidden: args.hidden, force_exclude: args.force_exclude, jobs };
    let mut found = walk::find(&root, &paths, &options);
    let mut stdin = if stdin { read_stdin(&root, args, &mut found) } else { None };
    if let Some(stdin) = &stdin {
        found.files.retain(|candidate| candidate.path != stdin.path);
    }
    let mut loaded = load(&root, &found.files, stdin.as_ref().map(Stdin::parse), jobs);
    let mut code = say_problems(&found, &loaded, args);
    let Some(discovery) = discover(&root, &mut loaded.project, &args.config) else { return Code::Usage };
    if !args.no_project {
        read_neighbours(&root, &mut loaded, jobs);
    }
    let mut settings = Settings::new(&loaded.project, registry, &selection, &discovery);
    if !args.force_exclude {
        found.files.iter().filter(|file| file.named).for_each(|file| settings.lint_anyway(&file.path));
    }
    if settings.problems().iter().any(|problem| problem.severity == Severity::Error) {
        code = code.max(Code::Usage);
    }

    if loaded.project.is_empty() {
        let nothing = Code::nothing(args);
        if nothing == Code::Usage || !args.silent {
            complain("no Dockerfile or Compose file found");
        }
        code = code.max(nothing);
        if args.format == Format::Text && args.output.is_none() {
            return code;
        }
    }
    if args.show_files {
        return show_files(&root, &loaded.project, &settings, args).max(code);
    }
    let engine = Options { inline_ignores: !args.no_inline_ignores };
    let mut fixed = Fixed::default();
    if args.fix || args.diff {
        let before = texts(&loaded.project);
        let level = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        fixed = fixer::fix(&mut loaded.project, &settings, &engine, level);
        for failed in &fixed.failed {
            complain(failed);
            code = Code::Unreadable;
        }
        let changes = changes(&before, &loaded.project);
        if args.diff {
            return diff::print(&root, &changes, args).max(code);
        }
        code = code.max(write(&root, &changes, stdin.as_mut()));
    }
    let report = check(&loaded.project, &settings, &engine, jobs);
    if args.verbose {
        say_what_was_read(&root, &loaded, &settings, started);
    }
    let view = View::new(&report, &loaded.project, registry);
    show(&root, view, &settings, &fixed, stdin.as_ref(), args).max(code)
}

/// The threads to use. Only a number that was asked for needs a pool of its own size.
fn jobs(args: &CheckArgs) -> usize {
    let Some(jobs) = args.jobs else { return std::thread::available_parallelism().map_or(1, std::num::NonZero::get) };
    let jobs = jobs.max(1);
    if jobs > 1 {
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
    jobs
}

/// Runs all units, in parallel where that pays; the outcome is the same for any number of threads.
pub(crate) fn check(project: &Project, settings: &Settings, options: &Options, jobs: usize) -> Report {
    let linked = project.link();
    let plan = Plan::new(&linked, settings, options);
    let units: Vec<usize> = (0..plan.units()).collect();
    let outcomes = map(&units, jobs, |&unit| plan.run(unit));
    plan.finish(outcomes)
}

/// What came in on standard input.
struct Stdin {
    /// The path it stands for.
    path: RelPath,
    /// What it is to be after fixing; until then what it is.
    bytes: Vec<u8>,
}

impl Stdin {
    fn parse(&self) -> File {
        let kind = kind(&self.path, &self.bytes, true).unwrap_or(FileKind::Dockerfile);
        File::parse_as(self.path.clone(), self.bytes.clone(), kind)
    }
}

fn read_stdin(root: &Root, args: &CheckArgs, found: &mut Found) -> Option<Stdin> {
    let mut bytes = Vec::new();
    if let Err(error) = read_limited(io::stdin().lock(), &mut bytes) {
        found.unreadable.push(format!("standard input: {}", walk::reason(&error)));
        return None;
    }
    if bytes.len() > MAX_BYTES {
        found.unreadable.push("standard input: too large".to_owned());
        return None;
    }
    let path = args.stdin_filename.as_deref().map_or_else(|| RelPath::new("<stdin>"), |path| root.relative(path));
    Some(Stdin { path, bytes })
}

fn say_problems(found: &Found, loaded: &Loaded, args: &CheckArgs) -> Code {
    let mut code = Code::Clean;
    for missing in &found.missing {
        complain(missing);
        code = code.max(Code::Usage);
    }
    for unreadable in found.unreadable.iter().chain(&loaded.unreadable) {
        complain(unreadable);
        code = code.max(Code::Unreadable);
    }
    if !args.silent {
        found.skipped.iter().for_each(|skipped| complain(&format!("skipped {skipped}")));
        for foreign in &loaded.foreign {
            complain(&format!("skipped {foreign}: neither a Dockerfile nor a Compose file"));
        }
    }
    code
}

fn say_what_was_read(root: &Root, loaded: &Loaded, settings: &Settings, started: Instant) {
    let mut given = 0;
    for (id, file) in loaded.project.files() {
        if loaded.project.is_given(id) {
            given += 1;
        } else if file.kind() == FileKind::Config {
            complain(&format!("read the configuration {}", root.show(file.path())));
        } else {
            complain(&format!(
                "read {} ({}), which another file refers to",
                root.show(file.path()),
                file.kind().as_str()
            ));
        }
    }
    for path in loaded.absent.iter().filter(|path| !Project::is_optional(path)) {
        complain(&format!("not found: {}, which another file refers to", root.show(path)));
    }
    let rules = plural(settings.plain().rules.rules().len(), "rule", "rules");
    complain(&format!("checked {} with {rules} in {:.1} ms", files(given), started.elapsed().as_secs_f64() * 1000.0));
}

fn show_files(root: &Root, project: &Project, settings: &Settings, args: &CheckArgs) -> Code {
    let mut out = String::new();
    for (id, file) in project.files().filter(|(_, file)| file.inline().is_none()) {
        if project.is_given(id) && !settings.is_ignored(file.path()) {
            out.push_str(&root.show(file.path()));
            out.push('\n');
        }
    }
    Output::new(args.output.as_deref()).write(&out)
}

/// A file that fixes changed.
pub(crate) struct Change {
    /// Its path.
    pub(crate) path: RelPath,
    /// What it was.
    pub(crate) before: std::sync::Arc<str>,
    /// What it is to be.
    pub(crate) after: std::sync::Arc<str>,
}

fn texts(project: &Project) -> Vec<(RelPath, std::sync::Arc<str>, bool)> {
    let whole = project.files().filter(|(_, file)| file.inline().is_none());
    whole
        .map(|(_, file)| (file.path().clone(), file.source().text().clone(), file.source().invalid_utf8().is_none()))
        .collect()
}

/// The files whose text differs; one that is not UTF-8 is never among them.
fn changes(before: &[(RelPath, std::sync::Arc<str>, bool)], project: &Project) -> Vec<Change> {
    let mut changes = Vec::new();
    for (path, before, valid) in before {
        let Some(file) = project.by_path(path).and_then(|id| project.file(id)) else { continue };
        let after = file.source().text();
        if *valid && before != after {
            changes.push(Change { path: path.clone(), before: before.clone(), after: after.clone() });
        }
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}

/// Writes the changes to disk; what came in on standard input goes there again.
fn write(root: &Root, changes: &[Change], mut stdin: Option<&mut Stdin>) -> Code {
    let mut code = Code::Clean;
    for change in changes {
        if let Some(stdin) = stdin.as_deref_mut().filter(|stdin| stdin.path == change.path) {
            stdin.bytes = change.after.as_bytes().to_vec();
        } else if let Err(error) = crate::write::atomically(&root.absolute(&change.path), change.after.as_bytes()) {
            complain(&format!("{}: cannot be written: {}", root.show(&change.path), walk::reason(&error)));
            code = Code::Unreadable;
        }
    }
    code
}

/// Prints the report; whether it fails the run.
fn show(
    root: &Root,
    view: View<'_>,
    settings: &Settings,
    fixed: &Fixed,
    stdin: Option<&Stdin>,
    args: &CheckArgs,
) -> Code {
    let failed = view.report.findings.iter().any(|finding| match args.fail_level {
        Some(level) => level.severity().is_some_and(|level| finding.severity >= level),
        None => settings.fails(view.project, finding).unwrap_or(true),
    });
    let code = if failed && !args.exit_zero { Code::Findings } else { Code::Clean };
    let mended = say_fixed(fixed);
    let text = if args.silent { String::new() } else { render(root, view, &mended, args) };
    if let Some(stdin) = stdin.filter(|_| args.fix) {
        // Standard output is for the mended text.
        aside(&text);
        return Output::new(None).write_bytes(&stdin.bytes).max(code);
    }
    if args.silent {
        return code;
    }
    if args.format != Format::Text {
        aside(&mended);
    }
    Output::new(args.output.as_deref()).write(&text).max(code)
}

fn render(root: &Root, view: View<'_>, mended: &str, args: &CheckArgs) -> String {
    let mut report = view.report.clone();
    if args.quiet {
        keep_errors(&mut report);
    }
    let mut view = View { report: &report, ..view };
    // GitHub wants paths from the top of the repository.
    if !(args.format == Format::Github && root.is_repository) {
        view = view.with_paths(&root.style);
    }
    let look =
        if args.output.is_none() { Look::detect(args.color) } else { Look::detect(args.color).for_a_file(args.color) };
    let limit = (args.max_findings > 0).then_some(args.max_findings);
    match args.format {
        _ if args.statistics => format!("{}{}", terminal::statistics(&view, &look), terminal::last_line(&view, &look)),
        Format::Text if args.quiet && report.findings.is_empty() => mended.to_owned(),
        Format::Text => format!("{mended}{}", terminal::text(&view, &look, limit)),
        Format::Concise => view.concise(),
        Format::Json => view.json(),
        Format::Github => view.github(),
    }
}

/// `Fixed 3 findings: 2 × add-local-file, 1 × …`, or nothing.
fn say_fixed(fixed: &Fixed) -> String {
    let total: usize = fixed.applied.values().sum();
    if total == 0 {
        return String::new();
    }
    let rules: Vec<String> = fixed.applied.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
    let places = files(fixed.changed.len().max(1));
    format!("Fixed {} in {places}: {}\n", plural(total, "finding", "findings"), rules.join(", "))
}

/// For `--quiet`: what is no error is neither printed nor counted.
fn keep_errors(report: &mut Report) {
    report.findings.retain(|finding| finding.severity == Severity::Error);
    let mut summary =
        Summary { error: 0, warning: 0, info: 0, style: 0, fixable: 0, fixable_unsafe: 0, ..report.summary.clone() };
    report.findings.iter().for_each(|finding| summary.count(finding));
    report.summary = summary;
}
