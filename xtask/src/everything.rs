//! `cargo xtask test`: everything that must hold, one step after the other.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::generate;
use crate::tools::{self, Result, cargo, exists, output, run};

/// The release of cargo-deny that is installed where there is none.
const CARGO_DENY: &str = "0.20.2";

/// A step: what it is called, and what it does.
type Step = (&'static str, fn() -> Result);

const STEPS: [Step; 9] = [
    ("format", format),
    ("clippy", clippy),
    ("tests", tests),
    ("documentation", documentation),
    ("generated files", generate::check),
    ("dependencies", dependencies),
    ("release build", release),
    ("integrations", integrations),
    ("browser", browser),
];

/// Runs all steps, also after one that failed. The last line printed says how many passed and failed.
pub(crate) fn test() -> Result {
    let mut done: Vec<(&str, Duration, Result)> = Vec::new();
    for (at, (name, step)) in STEPS.iter().enumerate() {
        println!("\n== {} of {}: {name}", at + 1, STEPS.len());
        let begun = Instant::now();
        let result = step();
        if let Err(message) = &result {
            println!("FAILURE: {message}");
        }
        println!("-- {name}: {}", seconds(begun.elapsed()));
        done.push((name, begun.elapsed(), result));
    }
    println!("\n{}", summary(&done));
    // The closing line has said it all.
    if done.iter().all(|(_, _, result)| result.is_ok()) { Ok(()) } else { Err(String::new()) }
}

fn summary(done: &[(&str, Duration, Result)]) -> String {
    let row = |(name, time, result): &(&str, Duration, Result)| {
        let word = match result {
            Ok(()) => "passed".to_owned(),
            Err(message) => format!("FAILED: {}", message.lines().next().unwrap_or_default()),
        };
        format!("{name:<16} {:>9}  {word}\n", seconds(*time))
    };
    let failed = done.iter().filter(|(_, _, result)| result.is_err()).count();
    let rows: String = done.iter().map(row).collect();
    format!("{rows}\n{} passed, {failed} failed", done.len() - failed)
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Cargo's own `fmt` does not see the modules that `rules/build.rs` lists.
fn format() -> Result {
    let listed = output(Command::new("git").args(["ls-files", "*.rs"]).current_dir(tools::root()))?;
    let files: Vec<&str> = listed.lines().filter(|file| tools::root().join(file).is_file()).collect();
    println!("xtask: rustfmt --check on {} files", files.len());
    let mut rustfmt = Command::new("rustfmt");
    let status = rustfmt.args(["--edition", "2024", "--check"]).args(&files).current_dir(tools::root()).status();
    if status.map_err(|error| tools::missing("rustfmt", &error))?.success() {
        return Ok(());
    }
    Err("the files above are not formatted: git ls-files '*.rs' | xargs rustfmt --edition 2024".to_owned())
}

fn clippy() -> Result {
    run(cargo().args(["clippy", "--workspace", "--all-targets", "--keep-going", "--", "-D", "warnings"]))
}

fn tests() -> Result {
    let nextest = exists("cargo-nextest");
    println!("xtask: running the tests with {}", if nextest { "cargo nextest" } else { "cargo test" });
    let unit = if nextest {
        run(cargo().args(["nextest", "run", "--workspace", "--no-fail-fast"]))
    } else {
        run(cargo().args(["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests", "--examples"]))
    };
    let examples = run(cargo().args(["test", "--workspace", "--doc"]));
    unit.and(examples)
}

fn documentation() -> Result {
    run(cargo().args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Licences, sources and doubles of what we depend on.
fn dependencies() -> Result {
    let ours = tools::target().join("tools");
    let installed = ours.join("bin/cargo-deny");
    let program = if exists("cargo-deny") { "cargo-deny".into() } else { installed };
    if program.is_absolute() && !program.is_file() {
        println!("xtask: installing cargo-deny {CARGO_DENY}, once; this takes some minutes");
        let mut install = cargo();
        install.args(["install", "--locked", "cargo-deny", "--version", CARGO_DENY, "--root"]).arg(&ours);
        run(&mut install).map_err(|error| format!("cargo-deny cannot be installed: {error}"))?;
    }
    run(Command::new(program).args(["check", "bans", "licenses", "sources"]).current_dir(tools::root()))
}

fn release() -> Result {
    run(cargo().args(["build", "--release", "-p", "plimsoll"]))
}

fn integrations() -> Result {
    let program = tools::target().join("release/plimsoll");
    run(Command::new("python3").arg(".ci/test_integrations.py").arg(program).current_dir(tools::root()))
}

fn browser() -> Result {
    tools::again_with_wasm(&["test-web".to_owned()])
}

#[cfg(test)]
mod tests_of_the_summary {
    use super::*;

    #[test]
    fn the_last_line_counts_the_steps_and_each_failure_says_why() {
        let done = [
            ("format", Duration::from_millis(840), Ok(())),
            ("clippy", Duration::from_secs(61), Err("`cargo clippy` failed\nmore of it".to_owned())),
        ];
        let text = summary(&done);
        assert_eq!(text.lines().last(), Some("1 passed, 1 failed"));
        assert!(text.contains("format               0.8 s  passed\n"), "{text}");
        assert!(text.contains("clippy              61.0 s  FAILED: `cargo clippy` failed\n"), "{text}");
    }
}
