//! The project's own chores, as `cargo xtask <chore>`.

mod compat;
mod configuration;
mod everything;
mod generate;
mod new_rule;
#[cfg(feature = "wasm")]
mod pack;
#[cfg(feature = "wasm")]
mod size;
mod swarm;
mod tools;
#[cfg_attr(not(feature = "wasm"), allow(dead_code, reason = "compiled so that its tests always run"))]
mod wasm_std;
#[cfg(feature = "wasm")]
mod web;

use std::process::ExitCode;

use tools::Result;

const USAGE: &str = "\
Usage: cargo xtask <chore>

  test           everything: format, clippy, tests, documentation, generated files,
                 dependencies, release build, integrations, browser
  new-rule family/id
                 begin a rule: its file and its first cases
  gen [--check]  write the rules' pages and tables into docs (--check: fail when
                 one of them is stale)
  wasm [--dev]   build lint-wasm/pkg, the npm package of the WebAssembly module
                 (--dev: without optimisation, for a quick look)
  web [--dev]    the same, then build the playground into lint-wasm/web/dist
  size           print the sizes of the module and the page; fail above the budgets
  test-web       build the page, test it in Chromium and Node.js, and measure it
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["wasm" | "web" | "size" | "test-web", ..] if !cfg!(feature = "wasm") => {
            tools::again_with_wasm(&arguments).map_err(|_| String::new())
        }
        #[cfg(feature = "wasm")]
        ["wasm"] => pack::release(),
        #[cfg(feature = "wasm")]
        ["wasm", "--dev"] => pack::dev(),
        #[cfg(feature = "wasm")]
        ["web"] => pack::release().and_then(|()| web::build()),
        #[cfg(feature = "wasm")]
        ["web", "--dev"] => pack::dev().and_then(|()| web::build()),
        #[cfg(feature = "wasm")]
        ["size"] => size::print(),
        #[cfg(feature = "wasm")]
        ["test-web"] => pack::release().and_then(|()| web::build()).and_then(|()| size::print().and(web::test())),
        ["test"] => everything::test(),
        ["new-rule", name] => new_rule::create(name),
        ["gen"] => generate::write(),
        ["gen", "--check"] => generate::check(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("there is no chore `{}`\n\n{USAGE}", words.join(" "))),
    };
    report(done)
}

fn report(done: Result) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Without words, they have been said.
        Err(message) => {
            if !message.is_empty() {
                eprintln!("xtask: {message}");
            }
            ExitCode::FAILURE
        }
    }
}
