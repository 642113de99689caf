//! `plimsoll hadolint`: takes hadolint's place on its own command line, for editors and CI jobs that run it.
//!
//! The same flags, environment variables, configuration, ignore comments, exit codes and formats, with hadolint's ids. The
//! words are ours, and the places exact: the line and column of what is wrong, not of the instruction.

mod args;
mod config;
mod formats;

pub(crate) use args::HadolintArgs;

use crate::Code;
use crate::load::{Content, read, read_limited};
use crate::output::{Output, complain};
use crate::walk::reason;
use args::Format;
use config::Setup;
use formats::{FileReport, Issue};
use plimsoll_core::diagnostic::Diagnostic;
use plimsoll_core::engine::{self, Options};
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, FileKind, Origin, Project};
use plimsoll_core::registry::Registry;
use std::io::{self, IsTerminal as _};
use std::path::Path;

/// The version of hadolint whose place is taken.
const VERSION: &str = "2.15.1";
/// hadolint's id of what cannot be parsed.
const PARSE_ERROR: &str = "DL1000";

/// Runs in hadolint's place. Its exit codes are 0 and 1.
pub(crate) fn run(registry: &Registry, args: &HadolintArgs) -> Code {
    if args.version {
        let text =
            format!("Plimsoll {} in the place of Haskell Dockerfile Linter {VERSION}\n", env!("CARGO_PKG_VERSION"));
        return Output::new(None).write(&text);
    }
    if args.files.is_empty() {
        complain("please name a Dockerfile");
        return Code::Findings;
    }
    let Some(setup) = config::setup(registry, args) else { return Code::Findings };
    if setup.verbose {
        complain(&setup.file.as_ref().map_or_else(
            || "no configuration was found; the defaults hold".to_owned(),
            |path| format!("the configuration is {}", path.display()),
        ));
    }
    let mut reports = Vec::new();
    for path in &args.files {
        match check(registry, &setup, path) {
            Ok(report) => reports.push(report),
            Err(error) => {
                complain(&format!("{}: {}", path.display(), reason(&error)));
                return Code::Findings;
            }
        }
    }
    let formats = if setup.formats.is_empty() { &[Format::Tty][..] } else { &setup.formats };
    let mut code = Code::Clean;
    for (at, &format) in formats.iter().enumerate() {
        let target = args.output.get(at).map(std::path::PathBuf::as_path);
        let look = setup.colour && target.is_none() && io::stdout().is_terminal();
        let text = formats::write(format, &reports, args.file_path_in_report.as_deref(), look);
        code = code.max(Output::new(target).write(&text));
    }
    let forgiving = formats.iter().any(|format| matches!(format, Format::Codeclimate | Format::Codacy));
    let fails = |issue: &Issue| issue.severity >= setup.threshold || issue.code == PARSE_ERROR;
    if code == Code::Clean
        && !setup.no_fail
        && !forgiving
        && reports.iter().flat_map(|report| &report.issues).any(fails)
    {
        code = Code::Findings;
    }
    // hadolint knows no exit code above 1.
    code.min(Code::Findings)
}

/// Checks one file by itself.
fn check(registry: &Registry, setup: &Setup, path: &Path) -> io::Result<FileReport> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        read_limited(io::stdin().lock(), &mut bytes)?;
        bytes
    } else {
        match read(path)? {
            Content::Bytes(bytes) => bytes,
            Content::TooLarge(size) => return Err(io::Error::other(format!("{size} bytes are too many"))),
        }
    };
    let shown = path.to_string_lossy().into_owned();
    let mut project = Project::new();
    project.insert(File::parse_as(RelPath::new(&shown), bytes, FileKind::Dockerfile), Origin::Given);
    let options = Options { inline_ignores: setup.pragmas };
    let report = engine::check(&project.link(), &setup.settings, &options);
    let issues = report.findings.iter().filter_map(|finding| issue(registry, &project, finding)).collect();
    Ok(FileReport { path: shown, issues })
}

/// A finding under hadolint's id; `None` when hadolint has none for it.
fn issue(registry: &Registry, project: &Project, finding: &Diagnostic) -> Option<Issue> {
    let rule = registry.get(finding.rule)?;
    let mut aliases = finding.aliases(rule.meta.aliases);
    let of_hadolint = aliases.find_map(|alias| alias.strip_prefix("hadolint/").map(str::to_owned));
    // What the build would refuse is what hadolint cannot parse.
    let refused = finding.rule == "unknown-instruction" || finding.rule == "unreadable-input";
    let code = of_hadolint.or_else(|| refused.then(|| PARSE_ERROR.to_owned()))?;
    let place = project.file(finding.primary.file)?.source().position(finding.primary.span.start);
    let help = finding.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    let message = format!("{}{help}", finding.message);
    Some(Issue { code, line: place.line, column: place.column, severity: finding.severity, message })
}
