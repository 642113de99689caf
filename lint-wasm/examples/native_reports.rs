//! Writes the reports that the native engine gives, for `tests/native-equality.mjs` to compare with the WebAssembly module.
//!
//! `cargo run -p plimsoll-wasm --example native_reports -- FILE`
//!
//! The cases are everything that `fixtures/` holds: the cases of the rules, the handbook's examples, whole projects and
//! the parsers' texts, and a few texts with line ends and characters of every width.

use std::path::{Path, PathBuf};
use std::{env, fs};

use plimsoll_core::testing;
use plimsoll_wasm::Workspace;
use serde_json::{Value, json};

/// Path and text of each file of a project.
type Files = Vec<(String, String)>;

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
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let own = |files: &&[(&str, &str)]| files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
    let mut projects: Vec<(String, Files)> =
        PROJECTS.iter().map(|files| ("written here".to_owned(), own(files))).collect();
    for case in
        files(&fixtures.join("rules")).into_iter().filter(|path| path.extension().is_some_and(|end| end == "txt"))
    {
        let Some(text) = read(&case) else { continue };
        projects.push((name(&fixtures, &case), testing::split(&text, "Dockerfile")));
    }
    for text in files(&fixtures.join("parser")) {
        projects.extend(read(&text).map(|content| (name(&fixtures, &text), vec![(parser_path(&text), content)])));
    }
    // A folder of the book is a chapter; its folders are the projects.
    let chapters = folders(&fixtures.join("book"));
    let books = chapters.iter().flat_map(|chapter| folders(chapter));
    for root in books.chain(folders(&fixtures.join("projects"))) {
        let all = files(&root).into_iter().filter_map(|path| Some((name(&root, &path), read(&path)?)));
        projects.push((name(&fixtures, &root), all.collect()));
    }
    let cases = projects.iter().flat_map(|project| ["{}", r#"{"preset":"all"}"#].map(|options| case(project, options)));
    let text = cases.collect::<Value>().to_string();
    fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn case((name, files): &(String, Files), options: &str) -> Value {
    let mut workspace = Workspace::new();
    for (path, text) in files {
        workspace.set(path, text.clone());
    }
    let report = workspace.check(options).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (places, wanted) = (workspace.editor(), workspace.wanted());
    let files = files.iter().map(|(path, text)| json!({ "path": path, "text": text }));
    json!({
        "name": name, "files": files.collect::<Value>(), "options": options,
        "report": report, "places": places, "wanted": wanted,
    })
}

/// A name under which the file is linted: one for Dockerfiles and Compose files, its own for scripts.
fn parser_path(path: &Path) -> String {
    match path.extension().and_then(|end| end.to_str()) {
        Some("yaml") => "compose.yaml".to_owned(),
        Some("Dockerfile") => "Dockerfile".to_owned(),
        _ => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

/// The text of a file that is UTF-8; a page has no other texts.
fn read(path: &Path) -> Option<String> {
    String::from_utf8(fs::read(path).ok()?).ok()
}

/// The path below `root`, with `/`.
fn name(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_dir()).collect()
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    entries(folder).into_iter().flat_map(below).collect()
}
