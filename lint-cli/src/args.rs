//! The command line's shape.

use crate::terminal::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};
use plimsoll_core::config::Target;
use plimsoll_core::diagnostic::Severity;
use plimsoll_core::rule::Preset;
use std::path::PathBuf;

/// A linter for Dockerfiles, Compose and Swarm stack files that reads them together.
///
/// Without a command it checks: `plimsoll` is `plimsoll check .`.
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, args_conflicts_with_subcommands = true, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// What to check, when no command is named.
    #[command(flatten)]
    pub(crate) check: CheckArgs,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing at or above the fail level
  1  findings at or above the fail level (with --diff: something would change)
  2  wrong usage: an unknown rule, a path that does not exist
  3  an input that cannot be read, or an internal error; everything else is still checked

Configuration: `plimsoll.yaml` or `.plimsoll.yaml` beside a file or in a folder above it; `plimsoll config` shows it.

Environment: PLIMSOLL_CONFIG stands for --config; NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE decide about colour where --color does not.";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check files and folders (the default)
    #[command(after_help = EXIT_CODES)]
    Check(Box<CheckArgs>),
    /// Check and mend: the same as `check --fix`
    #[command(after_help = EXIT_CODES)]
    Fix(Box<CheckArgs>),
    /// Say what a rule wants and why
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Show the configuration that holds for a file, and where each part of it comes from
    Config(ShowConfigArgs),
    /// Write a configuration to begin with, or convert hadolint's
    Init(InitArgs),
    /// Take hadolint's place: its flags, configuration, formats and exit codes
    #[command(disable_help_flag = true)]
    Hadolint(Box<crate::hadolint::HadolintArgs>),
    /// Print the syntax tree of Dockerfiles, one JSON document a line
    Ast(AstArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the version
    Version,
}

/// Flags of `check` and `fix`.
#[derive(Clone, Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct CheckArgs {
    /// Files and folders; `-` reads one file from standard input
    #[arg(default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// Which rules.
    #[command(flatten)]
    pub(crate) rules: SelectionArgs,
    /// Where the configuration comes from.
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    /// Do not obey ignore comments
    #[arg(long, help_heading = "Rules")]
    pub(crate) no_inline_ignores: bool,

    /// Mend what has a safe fix
    #[arg(long, help_heading = "Fixes")]
    pub(crate) fix: bool,
    /// Mend also what may change the image or the services (with --fix or --diff)
    #[arg(long, help_heading = "Fixes")]
    pub(crate) unsafe_fixes: bool,
    /// Print what --fix would change, and write nothing
    #[arg(long, help_heading = "Fixes")]
    pub(crate) diff: bool,

    /// How to print findings
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: Format,
    /// Write findings to a file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) color: ColorChoice,
    /// Print errors only
    #[arg(short, long, help_heading = "Output")]
    pub(crate) quiet: bool,
    /// Print nothing: only the exit code speaks
    #[arg(short, long, help_heading = "Output")]
    pub(crate) silent: bool,
    /// Print at most this many findings as text; 0: all
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Output")]
    pub(crate) max_findings: usize,
    /// Print how often each rule spoke instead of the findings
    #[arg(long, help_heading = "Output")]
    pub(crate) statistics: bool,
    /// Print the files that would be checked, and stop
    #[arg(long, help_heading = "Output")]
    pub(crate) show_files: bool,
    /// Say also what was read and what could not be checked
    #[arg(short, long, help_heading = "Output")]
    pub(crate) verbose: bool,

    /// Exit with 1 from this severity on; `style`, any finding, unless a configuration says otherwise
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Exit code")]
    pub(crate) fail_level: Option<FailLevel>,
    /// Exit with 0 whatever was found
    #[arg(long, help_heading = "Exit code")]
    pub(crate) exit_zero: bool,
    /// Exit with 2 when there is nothing to check
    #[arg(long, help_heading = "Exit code")]
    pub(crate) error_on_unmatched: bool,

    /// The path that standard input stands for
    #[arg(long, value_name = "PATH", help_heading = "Files")]
    pub(crate) stdin_filename: Option<PathBuf>,
    /// Do not obey .gitignore and .ignore files
    #[arg(long, help_heading = "Files")]
    pub(crate) no_ignore: bool,
    /// Enter hidden folders too (`.devcontainer` and `.github` always are)
    #[arg(long, help_heading = "Files")]
    pub(crate) hidden: bool,
    /// Leave out ignored files even when they are named
    #[arg(long, help_heading = "Files")]
    pub(crate) force_exclude: bool,
    /// Look at each file alone: do not read the files it refers to
    #[arg(long, help_heading = "Files")]
    pub(crate) no_project: bool,
    /// Threads; by default one a core
    #[arg(short, long, value_name = "N", help_heading = "Files")]
    pub(crate) jobs: Option<usize>,
}

/// Where the configuration comes from.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ConfigArgs {
    /// Use this configuration for all files: a path, or its text (`rules: {DL3008: off}`)
    #[arg(long, value_name = "FILE", help_heading = "Rules", conflicts_with = "isolated")]
    pub(crate) config: Option<String>,
    /// Ignore configuration files
    #[arg(long, help_heading = "Rules")]
    pub(crate) isolated: bool,
    /// What deploys the Compose files: compose or swarm; their names and contents say it by default
    #[arg(long, value_parser = target, value_name = "TARGET", help_heading = "Rules")]
    pub(crate) target: Option<Target>,
}

fn target(word: &str) -> Result<Target, String> {
    Target::parse(word).ok_or_else(|| format!("known targets: {}", Target::WORDS.join(", ")))
}

/// Which rules are on.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SelectionArgs {
    /// Only these rules: ids, foreign ids (`DL3008`), categories
    #[arg(long, value_delimiter = ',', value_name = "RULES", help_heading = "Rules")]
    pub(crate) select: Vec<String>,
    /// These rules too
    #[arg(long, value_delimiter = ',', value_name = "RULES", help_heading = "Rules")]
    pub(crate) extend_select: Vec<String>,
    /// Not these rules; wins over the others
    #[arg(long, value_delimiter = ',', value_name = "RULES", help_heading = "Rules")]
    pub(crate) ignore: Vec<String>,
    /// The set of rules to start from
    #[arg(long, value_parser = preset, value_name = "PRESET", help_heading = "Rules")]
    pub(crate) preset: Option<Preset>,
}

fn preset(word: &str) -> Result<Preset, String> {
    Preset::parse(word).ok_or_else(|| {
        let known: Vec<&str> = Preset::ALL.iter().map(|preset| preset.as_str()).collect();
        format!("known presets: {}", known.join(", "))
    })
}

/// How findings are printed.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: source lines, help, fixes.
    #[default]
    Text,
    /// One line a finding: `path:line:col: severity[id] message`.
    Concise,
    /// One JSON document, version 1.
    Json,
    /// GitHub workflow commands.
    Github,
}

/// From which severity on findings fail a run.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailLevel {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// All but matters of style.
    Info,
    /// Any finding.
    Style,
    /// None.
    Never,
}

impl FailLevel {
    /// The least severity that fails a run.
    pub(crate) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Style => Some(Severity::Style),
            Self::Never => None,
        }
    }
}

/// Flags of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// A rule: its id, or the id another tool has for it (`DL3008`, `hadolint/DL3008`)
    pub(crate) rule: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DocFormat,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}

/// Flags of `rules`.
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DocFormat,
    /// Only the rules that are on
    #[arg(long)]
    pub(crate) enabled: bool,
    /// Which are on.
    #[command(flatten)]
    pub(crate) rules: SelectionArgs,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}

/// Flags of `config`.
#[derive(Debug, Args)]
pub(crate) struct ShowConfigArgs {
    /// A file, or a folder; it need not exist
    #[arg(default_value = ".", hide_default_value = true)]
    pub(crate) path: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ConfigFormat,
    /// List also the rules that are off
    #[arg(long)]
    pub(crate) all: bool,
    /// Print the JSON Schema of configurations instead
    #[arg(long)]
    pub(crate) schema: bool,
    /// Which are on.
    #[command(flatten)]
    pub(crate) rules: SelectionArgs,
    /// Where the configuration comes from.
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}

/// Flags of `init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// The folder to write `plimsoll.yaml` into
    #[arg(default_value = ".", hide_default_value = true)]
    pub(crate) folder: PathBuf,
    /// Convert this configuration of hadolint, dclint or compose-lint
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Option<PathBuf>,
    /// Write over a configuration that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Print the configuration instead of writing it
    #[arg(long)]
    pub(crate) stdout: bool,
}

/// How a configuration is printed.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConfigFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
}

/// How documentation is printed.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocFormat {
    /// For a terminal.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// JSON.
    Json,
}

/// Flags of `ast`.
#[derive(Debug, Args)]
pub(crate) struct AstArgs {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AstFormat,
    /// Dockerfiles
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
}

/// How a tree is printed.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AstFormat {
    /// JSON, one line a file.
    #[default]
    Json,
}
