//! The playground: building it and testing it in a browser.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::{self, Result, cargo, exists, run};

/// Where Chromium may be, besides the folders of PATH.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Installs the playground's npm packages, exactly as locked, where they are not there yet.
pub(crate) fn install() -> Result {
    let modified = |path: &str| fs::metadata(tools::web().join(path)).and_then(|file| file.modified()).ok();
    let (installed, locked) = (modified("node_modules/.package-lock.json"), modified("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    run(npm().args(["ci", "--no-audit", "--no-fund"]))
}

/// Checks the types and builds `dist/`.
pub(crate) fn build() -> Result {
    install()?;
    run(npm().args(["run", "build"]))
}

/// Runs the tests of the built page and compares the module with the native engine.
pub(crate) fn test() -> Result {
    let reports = tools::target().join("native-reports.json");
    run(cargo().args(["run", "-q", "-p", "plimsoll-wasm", "--example", "native_reports", "--"]).arg(&reports))?;
    let equality = tools::wasm_crate().join("tests/native-equality.mjs");
    run(Command::new("node").arg(equality).arg(&reports))?;
    let browser = browser()?;
    println!("xtask: testing in {}", browser.display());
    run(npm().args(["test"]).env("PLIMSOLL_CHROMIUM", browser))
}

fn npm() -> Command {
    let mut command = Command::new("npm");
    command.current_dir(tools::web());
    command
}

/// A Chromium: the one that `PLIMSOLL_CHROMIUM` names, or one on PATH, or Debian's package.
fn browser() -> Result<PathBuf> {
    if let Some(path) = env::var_os("PLIMSOLL_CHROMIUM") {
        return Ok(path.into());
    }
    if let Some(path) = find_browser() {
        return Ok(path);
    }
    println!("xtask: no Chromium was found; installing Debian's package with apt-get");
    let by_hand = "the page's tests need Chromium: install it, or set PLIMSOLL_CHROMIUM to the path of one";
    if !exists("apt-get") {
        return Err(format!("this is not Debian, so it cannot be installed here; {by_hand}"));
    }
    apt_get(&["update", "-qq"])
        .and_then(|()| apt_get(&["install", "-y", "-qq", "--no-install-recommends", "chromium"]))
        .map_err(|error| format!("{error}; {by_hand}"))?;
    find_browser().ok_or_else(|| by_hand.to_owned())
}

fn find_browser() -> Option<PathBuf> {
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths).flat_map(|folder| BROWSERS.map(|name| folder.join(name))).find(|path| path.is_file())
}

fn apt_get(arguments: &[&str]) -> Result {
    let mut command = if is_root() { Command::new("apt-get") } else { Command::new("sudo") };
    if !is_root() {
        command.args(["-n", "apt-get"]);
    }
    run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_root() -> bool {
    // Only root may look here.
    fs::read_dir(Path::new("/root")).is_ok()
}
