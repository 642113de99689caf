//! Writes the reports that the native engine gives, for `tests/native-equality.mjs` to compare with the WebAssembly module.
//!
//! `cargo run -p plimsoll-wasm --example native_reports -- FILE`

use std::path::PathBuf;
use std::{env, fs};

use plimsoll_wasm::Workspace;
use serde_json::{Value, json};

/// Small projects with something for both parsers, line ends and characters of every width.
const PROJECTS: [&[(&str, &str)]; 5] = [
    &[],
    &[("Dockerfile", "FROM alpine:latest\nMAINTAINER nobody\nCMD echo hi\n")],
    &[("Dockerfile", "# 🚢 é 漢\r\nFROM alpine:latest\r\nLABEL a=\"🚢\"\r\nCMD echo 🚢\r\n")],
    &[("Dockerfile", "\u{feff}FROM alpine:latest"), ("compose.yaml", "services: [")],
    &[
        ("Dockerfile", "FROM nginx:1.29\nEXPOSE 8080\n"),
        ("compose.yaml", "version: \"3\"\nservices:\n  web:\n    build: .\n    ports:\n      - \"80:80\"\n"),
    ],
];

fn main() {
    let Some(path) = env::args_os().nth(1).map(PathBuf::from) else { panic!("usage: native_reports FILE") };
    let cases = PROJECTS.iter().flat_map(|files| ["{}", r#"{"preset":"all"}"#].map(|options| case(files, options)));
    let text = cases.collect::<Value>().to_string();
    fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn case(files: &[(&str, &str)], options: &str) -> Value {
    let mut workspace = Workspace::new();
    for &(path, text) in files {
        workspace.set(path, text.to_owned());
    }
    let report = workspace.check(options).unwrap_or_else(|error| panic!("{error}"));
    let files = files.iter().map(|&(path, text)| json!({ "path": path, "text": text }));
    json!({ "files": files.collect::<Value>(), "options": options, "report": report })
}
