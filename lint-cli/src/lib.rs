//! The command line of Plimsoll: walking, reading, running in parallel, showing, mending.
//!
//! [`main_with`] is the whole of it with the rules of your choice:
//!
//! ```no_run
//! use plimsoll_core::registry::Registry;
//!
//! fn main() -> std::process::ExitCode {
//!     // Your own rules come with `.with(&[&my_rule::RULE])`.
//!     plimsoll::main_with(Registry::new().with(plimsoll_rules::ALL))
//! }
//! ```

mod args;
mod check;
mod config;
mod diff;
mod docs;
mod hadolint;
mod init;
mod load;
mod markdown;
mod output;
mod root;
mod settings;
pub mod terminal;
mod walk;
mod write;

use args::{AstArgs, CheckArgs, Cli, Command};
use clap::{CommandFactory as _, Parser as _};
use output::{Output, complain};
use plimsoll_core::project::{File, FileKind, Parsed};
use plimsoll_core::registry::Registry;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

/// How a run ended; the worse one wins.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Code {
    /// Nothing at or above the fail level.
    Clean = 0,
    /// Findings.
    Findings = 1,
    /// Wrong usage.
    Usage = 2,
    /// An input that cannot be read, or an internal error.
    Unreadable = 3,
}

impl Code {
    /// What a run without files gives.
    const fn nothing(args: &CheckArgs) -> Self {
        if args.error_on_unmatched { Self::Usage } else { Self::Clean }
    }
}

/// Runs the command line of this process with the given rules.
#[expect(clippy::needless_pass_by_value, reason = "a registry is made for one run, at the call")]
pub fn main_with(registry: Registry) -> ExitCode {
    let arguments = arguments(std::env::args_os().collect());
    let as_hadolint = arguments.get(1).is_some_and(|verb| verb == HADOLINT);
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are errors to clap, but not to us; a closed pipe is none either.
            let _ = error.print();
            let usage = if as_hadolint { Code::Findings } else { Code::Usage };
            return ExitCode::from(if error.use_stderr() { usage as u8 } else { 0 });
        }
    };
    let code = std::panic::catch_unwind(|| run(&registry, cli)).unwrap_or_else(|_| {
        complain("this is a bug in plimsoll; please report it with the message above and the file");
        Code::Unreadable
    });
    ExitCode::from(code as u8)
}

/// The verb that takes another linter's place.
const HADOLINT: &str = "hadolint";

/// The arguments of this process. A link to the program that is called `hadolint` is hadolint.
fn arguments(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let called = arguments.first().and_then(|name| Path::new(name).file_stem());
    if called.is_some_and(|name| name == HADOLINT) {
        arguments.splice(..1, ["plimsoll".into(), HADOLINT.into()]);
    }
    arguments
}

fn run(registry: &Registry, cli: Cli) -> Code {
    match cli.command {
        None => check::run(registry, &cli.check),
        Some(Command::Check(args)) => check::run(registry, &args),
        Some(Command::Fix(args)) => check::run(registry, &CheckArgs { fix: true, ..*args }),
        Some(Command::Explain(args)) => docs::explain(registry, &args),
        Some(Command::Rules(args)) => docs::rules(registry, &args),
        Some(Command::Config(args)) => config::show(registry, &args),
        Some(Command::Init(args)) => init::run(registry, &args),
        Some(Command::Hadolint(args)) => hadolint::run(registry, &args),
        Some(Command::Ast(args)) => ast(&args),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "plimsoll", &mut script);
            Output::new(None).write(&String::from_utf8_lossy(&script))
        }
        Some(Command::Version) => Output::new(None).write(concat!("plimsoll ", env!("CARGO_PKG_VERSION"), "\n")),
    }
}

/// The syntax trees of Dockerfiles, one line a file.
fn ast(args: &AstArgs) -> Code {
    let mut code = Code::Clean;
    let mut out = String::new();
    for path in &args.files {
        let shown = path.to_string_lossy();
        match load::read(path) {
            Ok(load::Content::Bytes(bytes)) => {
                let file = File::parse_as(plimsoll_core::path::RelPath::new(&shown), bytes, FileKind::Dockerfile);
                if let Parsed::Dockerfile(tree) = file.parsed() {
                    out.push_str(&plimsoll_core::dockerfile::ast_json(&shown, tree));
                    out.push('\n');
                } else {
                    complain(&format!("{shown}: not text"));
                    code = Code::Unreadable;
                }
            }
            Ok(load::Content::TooLarge(size)) => {
                complain(&format!("{shown}: {size} bytes are too many"));
                code = Code::Unreadable;
            }
            Err(error) => {
                complain(&format!("{shown}: {}", walk::reason(&error)));
                code = Code::Unreadable;
            }
        }
    }
    Output::new(None).write(&out).max(code)
}
