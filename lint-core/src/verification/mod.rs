//! What switches a verification off: of certificates, or of the signatures of packages.
//!
//! Functions over names and values, lines of configuration files and shell commands, so that Dockerfiles and Compose
//! files can be judged alike.

mod commands;
mod hosts;
mod settings;
mod table;
mod variables;

pub use commands::{in_command, installs_own_files, is_checked_later};
pub use settings::{Line, in_line, lines, setting};
pub use variables::{Switch, variable};

use crate::span::Span;

/// What is not verified.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The certificate of whoever answers.
    Certificate,
    /// The certificate of one named host of Python packages.
    PythonHost,
    /// The signature of packages.
    Signature,
}

/// A place that switches a verification off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchedOff {
    /// Which.
    pub subject: Subject,
    /// Where.
    pub span: Span,
    /// What stands there, as a reader would say it: `curl -k`, `sslverify=0`.
    pub written: String,
    /// Whether it is an environment variable, and whose.
    pub variable_of: Option<&'static str>,
}
