//! The handbook's examples and the sample projects through the whole command: every finding a reader gets.
//!
//! `PLIMSOLL_UPDATE=1 cargo test -p plimsoll --test book` rewrites the snapshots.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn plimsoll(arguments: &[&str], folder: &Path) -> (String, Option<i32>) {
    let run = Command::new(env!("CARGO_BIN_EXE_plimsoll"))
        .args(arguments)
        .current_dir(folder)
        .env("COLUMNS", "80")
        .env_remove("NO_COLOR")
        .env_remove("FORCE_COLOR")
        .output()
        .unwrap();
    (String::from_utf8(run.stdout).unwrap(), run.status.code())
}

fn matches(snapshot: &str, arguments: &[&str]) {
    let path = root().join(snapshot);
    let (now, _) = plimsoll(arguments, &root());
    if env::var_os("PLIMSOLL_UPDATE").is_some() {
        fs::write(&path, &now).unwrap();
        return;
    }
    let before = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(before == now, "{snapshot} differs; run `PLIMSOLL_UPDATE=1 cargo test -p plimsoll --test book`; now:\n{now}");
}

#[test]
fn the_handbooks_examples_have_the_findings_a_reader_expects() {
    matches("fixtures/book/findings.txt", &["check", "--format", "concise", "fixtures/book"]);
}

#[test]
fn the_sample_projects_show_what_only_shows_together() {
    matches("fixtures/projects/findings.txt", &["check", "--format", "concise", "--preset", "strict", "fixtures/projects"]);
}

#[test]
fn people_see_the_sample_projects_like_this() {
    matches("fixtures/projects/findings-text.txt", &["check", "fixtures/projects"]);
}

fn copied(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("fixtures/projects").join(name), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn unsafe_fixes_are_written_once_and_end_their_findings() {
    let folder = copied("library");
    let rules = "json-args,init-process,cap-drop-all,read-only-root";
    let (_, before) = plimsoll(&["check", "--select", rules], folder.path());
    assert_eq!(before, Some(1));
    plimsoll(&["fix", "--unsafe-fixes", "--select", rules], folder.path());
    let (left, _) = plimsoll(&["check", "--select", rules, "--format", "concise"], folder.path());
    assert!(!left.contains("search/"), "{left}");
    let compose = fs::read_to_string(folder.path().join("search/compose.yaml")).unwrap();
    let dockerfile = fs::read_to_string(folder.path().join("search/Dockerfile")).unwrap();
    assert!(compose.contains("    read_only: true\n") && compose.contains("    cap_drop: [ALL]\n"), "{compose}");
    assert!(dockerfile.ends_with("CMD [\"java\", \"-jar\", \"/srv/search/search.jar\", \"--port\", \"7800\"]\n"), "{dockerfile}");
    let (again, code) = plimsoll(&["check", "--diff", "--unsafe-fixes", "--select", rules], folder.path());
    assert_eq!((again.as_str(), code), ("", Some(0)));
}

#[test]
fn without_unsafe_fixes_nothing_unsafe_is_written() {
    let folder = copied("library");
    let before = fs::read_to_string(folder.path().join("search/compose.yaml")).unwrap();
    plimsoll(&["fix"], folder.path());
    assert_eq!(fs::read_to_string(folder.path().join("search/compose.yaml")).unwrap(), before);
}
