//! Folders, and running other programs with messages that say what to do when they are missing.
#![cfg_attr(not(feature = "wasm"), allow(dead_code, reason = "most of it serves the browser chores"))]

use std::env;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What a chore gives back; the error is a message for a person.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// `lint-wasm/`.
pub(crate) fn wasm_crate() -> PathBuf {
    root().join("lint-wasm")
}

/// `lint-wasm/web/`.
pub(crate) fn web() -> PathBuf {
    wasm_crate().join("web")
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}

/// A cargo command in the repository's root.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs this very chore with the feature that the browser build needs.
pub(crate) fn again_with_wasm(arguments: &[String]) -> Result {
    let mut command = cargo();
    command.args(["run", "-q", "-p", "xtask", "--features", "wasm", "--"]).args(arguments);
    let status = command.status().map_err(|error| format!("cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`cargo xtask {}` failed", arguments.join(" "))) }
}

/// Runs a command and shows its output.
pub(crate) fn run(command: &mut Command) -> Result {
    let name = name(command);
    println!("xtask: {}", line(command));
    let status = command.status().map_err(|error| missing(&name, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", line(command))) }
}

/// Runs a command and gives back what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = name(command);
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| missing(&name, &error))?;
    if !output.status.success() {
        return Err(format!("`{}` failed ({})", line(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command in silence for at most `limit`; true when it succeeded in time. A missing program is a plain no.
pub(crate) fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if begun.elapsed() < limit => sleep(Duration::from_millis(100)),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

/// True when the program can be started.
pub(crate) fn exists(program: &str) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// The program as it is called, and its arguments.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// What to say of a program that could not be started.
pub(crate) fn missing(program: &str, error: &std::io::Error) -> String {
    if error.kind() != ErrorKind::NotFound {
        return format!("{program}: {error}");
    }
    let advice = match program {
        "node" | "npm" => "the playground needs Node.js 20 or later with npm 11: install it and run this again",
        "git" => "it lists the files to look at: install it and run this again",
        "python3" => "the integrations' tests need Python 3.9 or later: install it and run this again",
        "rustfmt" => "run `rustup component add rustfmt` and then this again",
        "apt-get" | "apt-cache" | "dpkg-deb" => "this step is for Debian and its kin",
        _ => "install it and run this again",
    };
    format!("`{program}` was not found; {advice}")
}
