//! What configurations say about how Compose files are used: which are loaded together, and what deploys them.

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
    assert_eq!(run(&dir, &["config", "shop/compose.yaml"]).err, "");
    let json = run(&dir, &["config", "shop/compose.dev.yaml", "--format=json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["sets"], serde_json::json!([["shop/compose.yaml", "shop/compose.dev.yaml"]]));
}

/// Swarm ignores `shm_size`, and nothing in the file says that it is a stack.
const APP: &str = "services:\n  web:\n    image: nginx:1.29\n    shm_size: 64m\n";
/// Compose ignores `placement`, which makes a stack of the file.
const PLACED: &str =
    "services:\n  web:\n    image: nginx:1.29\n    deploy: {placement: {constraints: [node.role == worker]}}\n";

/// The findings of the two rules that say what one of both ignores, cut behind the rule.
fn ignored(dir: &TempDir, more: &[&str]) -> Vec<String> {
    let select = "--select=swarm-ignored-key,deploy-key-ignored-by-compose,invalid-config";
    let ran = run(dir, &[&["check", "--format=concise", select], more].concat());
    let lines = ran.out.lines().filter_map(|line| line.split_once(']').map(|(start, _)| start.to_owned()));
    lines.collect()
}

#[test]
fn a_configuration_says_what_deploys_a_file() {
    let dir = folder(&[
        ("plimsoll.yaml", "overrides:\n  - {files: [deploy], target: swarm}\n"),
        ("deploy/app.yaml", APP),
        ("app.yaml", APP),
    ]);
    let stack = ["deploy/app.yaml:4:5: warning[swarm-ignored-key"];
    assert_eq!(ignored(&dir, &[]), stack);
    assert_eq!(ignored(&dir, &["--isolated"]), Vec::<String>::new());
    assert_eq!(ignored(&dir, &["--config=target: swarm"]).len(), 2);
    assert_eq!(ignored(&dir, &["--target=compose"]), Vec::<String>::new());
    assert_eq!(ignored(&dir, &["--isolated", "--target=swarm"]).len(), 2);
    let unknown = run(&dir, &["check", "--target=nomad"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("known targets: compose, swarm"), "{}", unknown.err);
}

#[test]
fn a_name_does_not_make_a_stack_of_what_compose_runs() {
    let both = format!("{PLACED}    shm_size: 64m\n");
    let dir = folder(&[("docker-stack.yml", &both)]);
    assert_eq!(ignored(&dir, &[]), ["docker-stack.yml:5:5: warning[swarm-ignored-key"]);
    let compose = ["docker-stack.yml:4:14: info[deploy-key-ignored-by-compose"];
    assert_eq!(ignored(&dir, &["--config=target: compose"]), compose);
    assert_eq!(ignored(&dir, &["--target=compose"]), compose);
}

#[test]
fn a_target_that_is_none_is_a_mistake() {
    let dir = folder(&[("plimsoll.yaml", "target: swram\n"), ("compose.yaml", APP)]);
    assert_eq!(ignored(&dir, &[]), ["plimsoll.yaml:1:9: error[invalid-config"]);
}

#[test]
fn config_shows_the_target_of_a_file() {
    let dir = folder(&[("plimsoll.yaml", "overrides:\n  - {files: [deploy], target: swarm}\n")]);
    let target = |args: &[&str]| {
        let shown = run(&dir, &[&["config", "--format=json"], args].concat()).out;
        serde_json::from_str::<serde_json::Value>(&shown).unwrap()["target"].clone()
    };
    assert_eq!(target(&["deploy/app.yaml"]), "swarm");
    assert_eq!(target(&["deploy/app.yaml", "--target=compose"]), "compose");
    assert_eq!(target(&["app.yaml"]), serde_json::Value::Null);
    let text = run(&dir, &["config", "deploy/app.yaml"]).out;
    let head: Vec<&str> = text.lines().take(6).collect();
    assert_eq!(
        head,
        [
            "deploy/app.yaml",
            "",
            "  configuration   plimsoll.yaml",
            "  target          swarm",
            "  fail level      style (any finding)",
            "  ignore comments obeyed",
        ]
    );
}
