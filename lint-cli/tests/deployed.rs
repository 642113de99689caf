//! What configurations say about how Compose files are used: which are loaded together.

mod program;

use program::{Ran, command, folder};
use tempfile::TempDir;

const SETS: &str = "sets:\n  - [compose.yaml, compose.prod.yaml]\n  - [compose.yaml, compose.dev.yaml]\n";
const EMPTY: &str = "services: {}\n";

fn run(dir: &TempDir, args: &[&str]) -> Ran {
    command(dir.path(), args).output().unwrap().into()
}

/// The files that were read though they were not asked for.
fn neighbours(ran: &Ran) -> Vec<&str> {
    ran.err
        .lines()
        .filter_map(|line| line.strip_prefix("plimsoll: read ")?.split_once(" (compose)"))
        .map(|(path, _)| path)
        .collect()
}

#[test]
fn files_that_are_loaded_together_are_read_together() {
    let dir = folder(&[
        (".git/HEAD", ""),
        ("shop/plimsoll.yaml", SETS),
        ("shop/compose.yaml", EMPTY),
        ("shop/compose.prod.yaml", EMPTY),
        ("shop/compose.dev.yaml", EMPTY),
        ("shop/Dockerfile", "FROM alpine:3.22\n"),
    ]);
    let read = |more: &[&str]| {
        let ran = run(&dir, &[&["check", "--verbose"], more].concat());
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        neighbours(&ran).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let both = ["shop/compose.dev.yaml", "shop/compose.yaml"];
    assert_eq!(read(&["shop/compose.prod.yaml"]), both);
    assert_eq!(read(&["shop/compose.prod.yaml", "--config=shop/plimsoll.yaml"]), both);
    let text = "--config=sets: [[shop/compose.yaml, shop/compose.prod.yaml]]";
    assert_eq!(read(&["shop/compose.prod.yaml", text]), ["shop/compose.yaml"]);
    for more in [&["--isolated", "shop/compose.prod.yaml"][..], &["--no-project", "shop/compose.prod.yaml"]] {
        assert_eq!(read(more), Vec::<String>::new());
    }
    assert_eq!(read(&["."]), Vec::<String>::new());
}

#[test]
fn a_set_with_a_file_that_is_not_there_is_a_mistake() {
    let dir = folder(&[("plimsoll.yaml", SETS), ("compose.yaml", EMPTY), ("compose.prod.yaml", EMPTY)]);
    let ran = run(&dir, &["check", "--format=concise", "compose.prod.yaml"]);
    let expected = "plimsoll.yaml:3:20: error[invalid-config] there is no file `compose.dev.yaml`";
    assert_eq!((ran.code, ran.out.lines().next()), (2, Some(expected)), "{}", ran.err);
    let alone = run(&dir, &["check", "--no-project", "compose.prod.yaml"]);
    assert_eq!(alone.code, 0, "{}", alone.out);
}

#[test]
fn config_shows_the_sets_of_a_file() {
    let dir = folder(&[(".git/HEAD", ""), ("shop/plimsoll.yaml", SETS)]);
    let head = |path: &str| run(&dir, &["config", path]).out.lines().take(7).collect::<Vec<_>>().join("\n");
    assert_eq!(
        head("shop/compose.yaml"),
        "shop/compose.yaml\n\n  configuration   shop/plimsoll.yaml\n  set             shop/compose.yaml, shop/compose.prod.yaml\n  set             shop/compose.yaml, shop/compose.dev.yaml\n  fail level      style (any finding)\n  ignore comments obeyed"
    );
    assert!(!head("shop/compose.test.yaml").contains("  set "));
    let json = run(&dir, &["config", "shop/compose.dev.yaml", "--format=json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["sets"], serde_json::json!([["shop/compose.yaml", "shop/compose.dev.yaml"]]));
}
