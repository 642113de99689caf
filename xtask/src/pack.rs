//! The npm package of the WebAssembly module: `lint-wasm/pkg`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use plimsoll_core::registry::Registry;
use plimsoll_core::render;
use wasm_bindgen_cli_support::Bindgen;

use crate::tools::{self, Result, cargo, run};
use crate::wasm_std::{TARGET, WasmStd};
use crate::web;

/// 4 MiB: the parsers are not recursive, but the optimiser for size makes large frames.
const STACK: &str = "link-arg=-zstack-size=4194304";

/// A panic is a trap, without the texts and places that nobody can read in a browser. Needs `std` as source.
const MUTE_PANICS: &str = "-Zunstable-options -Cpanic=immediate-abort";

/// What wasm-opt does, and what it may use: everything that browsers have had since 2021.
///
/// Few passes, because what counts is the size after brotli: those of `-Oz` make the module a tenth smaller before and six
/// per cent larger after, for what they save is what compresses well (docs/decisions/0007).
const WASM_OPT: [&str; 13] = [
    // The lowest kilobyte is the last of the stack.
    "--low-memory-unused",
    "--duplicate-function-elimination",
    "--optimize-instructions",
    "--vacuum",
    "--strip-debug",
    "--strip-producers",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The module at its smallest.
pub(crate) fn release() -> Result {
    bindgen(&smallest()?)?;
    web::install()?;
    let module = module();
    let before = fs::metadata(&module).map_or(0, |file| file.len());
    let optimiser = tools::web().join("node_modules/binaryen/bin/wasm-opt");
    run(Command::new("node").arg(optimiser).args(WASM_OPT).arg(&module).arg("-o").arg(&module))?;
    let after = fs::metadata(&module).map_or(0, |file| file.len());
    println!("xtask: wasm-opt made {before} bytes into {after}");
    describe()
}

/// The module as quickly as possible.
pub(crate) fn dev() -> Result {
    bindgen(&compile("dev", &WasmStd::quick()?)?)?;
    describe()
}

/// Where the module ends up.
pub(crate) fn module() -> PathBuf {
    package().join("plimsoll_bg.wasm")
}

fn package() -> PathBuf {
    tools::wasm_crate().join("pkg")
}

/// With a standard library made small, or with the toolchain's own where the other cannot be built.
fn smallest() -> Result<PathBuf> {
    let mut std = WasmStd::small()?;
    let mut built = compile("wasm", &std);
    if let (WasmStd::Source(_), Err(error)) = (&std, &built) {
        println!("xtask: {error}; once more with the toolchain's own standard library");
        if let Some(other) = WasmStd::prebuilt() {
            built = compile("wasm", &other);
            std = other;
        }
    }
    let mark = large_std();
    let marked = match std {
        WasmStd::Prebuilt => fs::write(&mark, ""),
        WasmStd::Source(_) => fs::remove_file(&mark).or(Ok(())),
    };
    marked.map_err(|error| format!("{}: {error}", mark.display()))?;
    built
}

/// A file that is there when the module holds the toolchain's own standard library, which is larger.
pub(crate) fn large_std() -> PathBuf {
    tools::target().join("wasm-with-the-toolchains-std")
}

fn compile(profile: &str, std: &WasmStd) -> Result<PathBuf> {
    let mut command = cargo();
    command.args(["build", "-p", "plimsoll-wasm", "--lib", "--target", TARGET, "--profile", profile]);
    // RUSTFLAGS beats every other way to set flags, so add to what is there.
    let flags = std::env::var("RUSTFLAGS").unwrap_or_default();
    let panics = if profile == "wasm" && matches!(std, WasmStd::Source(_)) { MUTE_PANICS } else { "" };
    command.env_remove("CARGO_ENCODED_RUSTFLAGS").env("RUSTFLAGS", format!("{flags} -C {STACK} {panics}").trim());
    std.apply(&mut command);
    run(&mut command)?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(tools::target().join(TARGET).join(folder).join("plimsoll_wasm.wasm"))
}

fn bindgen(compiled: &Path) -> Result {
    let package = package();
    let _ = fs::remove_dir_all(&package);
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name("plimsoll").typescript(true);
    bindgen.remove_producers_section(true).remove_name_section(true).omit_default_module_path(false);
    let made = bindgen.web(true).and_then(|bindgen| bindgen.generate(&package));
    made.map_err(|error| format!("wasm-bindgen: {error:#}"))
}

/// Adds what makes the folder an npm package.
fn describe() -> Result {
    let package = package();
    let write =
        |name: &str, text: &str| fs::write(package.join(name), text).map_err(|error| format!("{name}: {error}"));
    let copy = |from: &Path, name: &str| {
        fs::copy(from, package.join(name)).map(drop).map_err(|error| format!("{}: {error}", from.display()))
    };
    // The module goes without the rules' documentation: a page fetches it when it has shown its findings.
    write("rules.json", &render::rules_json(&Registry::new().with(plimsoll_rules::ALL)))?;
    copy(&tools::wasm_crate().join("types.ts"), "plimsoll-types.d.ts")?;
    copy(&tools::wasm_crate().join("npm-readme.md"), "README.md")?;
    let licences = ["LICENSE-MIT", "LICENSE-APACHE"].into_iter().filter(|name| tools::root().join(name).is_file());
    for licence in licences.clone() {
        copy(&tools::root().join(licence), licence)?;
    }
    write("package.json", &manifest(&licences.collect::<Vec<_>>()))
}

fn manifest(licences: &[&str]) -> String {
    let mut files = vec![
        "plimsoll.js",
        "plimsoll.d.ts",
        "plimsoll_bg.wasm",
        "plimsoll_bg.wasm.d.ts",
        "plimsoll-types.d.ts",
        "rules.json",
    ];
    files.extend(licences);
    let files: Vec<String> = files.iter().map(|file| format!("\"{file}\"")).collect();
    format!(
        r#"{{
  "name": "plimsoll-wasm",
  "version": "{version}",
  "description": "Plimsoll, a linter for Dockerfiles, Compose and Swarm stack files, as a WebAssembly module",
  "license": "{licence}",
  "repository": {{ "type": "git", "url": "git+{repository}.git" }},
  "keywords": ["docker", "dockerfile", "compose", "swarm", "lint", "wasm"],
  "type": "module",
  "main": "plimsoll.js",
  "types": "plimsoll.d.ts",
  "exports": {{
    ".": {{ "types": "./plimsoll.d.ts", "default": "./plimsoll.js" }},
    "./types": {{ "types": "./plimsoll-types.d.ts" }},
    "./plimsoll_bg.wasm": "./plimsoll_bg.wasm",
    "./rules.json": "./rules.json",
    "./package.json": "./package.json"
  }},
  "sideEffects": false,
  "files": [{files}]
}}
"#,
        version = env!("CARGO_PKG_VERSION"),
        licence = env!("CARGO_PKG_LICENSE"),
        repository = env!("CARGO_PKG_REPOSITORY"),
        files = files.join(", "),
    )
}
