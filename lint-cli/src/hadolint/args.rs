//! hadolint's own command line, as `hadolint --help` of version 2.15 gives it.

use clap::{ArgAction, Args, ValueEnum};
use plimsoll_core::config::LABEL_TYPES;
use std::path::PathBuf;

/// hadolint's flags.
#[derive(Clone, Debug, Default, Args)]
#[command(disable_version_flag = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct HadolintArgs {
    /// Dockerfiles; `-` is standard input
    #[arg(value_name = "DOCKERFILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Print the version
    #[arg(short = 'v', long)]
    pub(crate) version: bool,
    /// The configuration file
    #[arg(short, long, value_name = "FILENAME")]
    pub(crate) config: Option<PathBuf>,
    /// The path that stands in the report, in the formats checkstyle, codeclimate, sonarqube, junit and
    /// `gitlab_codeclimate`
    #[arg(long, value_name = "PATH")]
    pub(crate) file_path_in_report: Option<String>,
    /// Where the report goes; the first of several belongs to the first format, and so on
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,
    /// How the report looks
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Vec<Format>,
    /// Exit with 0 whatever was found
    #[arg(long)]
    pub(crate) no_fail: bool,
    /// Print without colours
    #[arg(long)]
    pub(crate) no_color: bool,
    /// Say which configuration is used
    #[arg(short = 'V', long)]
    pub(crate) verbose: bool,
    /// Make a rule an error
    #[arg(long, value_name = "RULECODE")]
    pub(crate) error: Vec<String>,
    /// Make a rule a warning
    #[arg(long, value_name = "RULECODE")]
    pub(crate) warning: Vec<String>,
    /// Make a rule an information
    #[arg(long, value_name = "RULECODE")]
    pub(crate) info: Vec<String>,
    /// Make a rule a matter of style
    #[arg(long, value_name = "RULECODE")]
    pub(crate) style: Vec<String>,
    /// Switch a rule off
    #[arg(long, value_name = "RULECODE")]
    pub(crate) ignore: Vec<String>,
    /// A registry that images may come from
    #[arg(long, value_name = "REGISTRY")]
    pub(crate) trusted_registry: Vec<String>,
    /// A label that an image must carry, with its type behind a colon
    #[arg(long, value_name = "LABELSCHEMA", value_parser = label)]
    pub(crate) require_label: Vec<(String, String)>,
    /// Report labels that are not in the schema
    #[arg(long)]
    pub(crate) strict_labels: bool,
    /// Do not obey `# hadolint ignore=…`
    #[arg(long)]
    pub(crate) disable_ignore_pragma: bool,
    /// Exit with 1 from this severity on
    #[arg(short = 't', long, value_enum, value_name = "THRESHOLD")]
    pub(crate) failure_threshold: Option<Threshold>,
    #[arg(short = 'h', long, action = ArgAction::Help, help = "Print help")]
    help: Option<bool>,
}

/// `NAME:TYPE`; without a type it is text.
pub(super) fn label(text: &str) -> Result<(String, String), String> {
    let (name, kind) = text.split_once(':').unwrap_or((text, "text"));
    if LABEL_TYPES.contains(&kind) {
        Ok((name.to_owned(), kind.to_owned()))
    } else {
        Err(format!("known types: {}", LABEL_TYPES.join(", ")))
    }
}

/// hadolint's formats.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Format {
    /// For people.
    #[default]
    Tty,
    /// A list.
    Json,
    /// Checkstyle's XML.
    Checkstyle,
    /// Issues of CodeClimate.
    Codeclimate,
    /// GitLab's form of them.
    GitlabCodeclimate,
    /// What editors read.
    Gnu,
    /// Codacy's lines.
    Codacy,
    /// Generic issues of SonarQube.
    Sonarqube,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's XML.
    Junit,
}

/// From which severity on a run fails.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Threshold {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// All but matters of style.
    #[default]
    Info,
    /// Any finding.
    Style,
    /// Any finding.
    Ignore,
    /// Any finding.
    None,
}
