//! Configurations on disk: which one is found, what the commands about them say.

mod program;

use program::{Ran, command, folder};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const BAD: &str = "FROM debian:latest\nCMD run this\n";
const ONLY: &str = "--select=no-latest-tag,json-args,invalid-config";

fn run_in(dir: &Path, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    command(dir, args).envs(variables.iter().copied()).output().unwrap().into()
}

fn run(dir: &TempDir, args: &[&str]) -> Ran {
    run_in(dir.path(), args, &[])
}

/// The lines of `check --format concise`, cut behind the rule.
fn lines(ran: &Ran) -> Vec<&str> {
    ran.out.lines().filter_map(|line| line.split_once(']').map(|(start, _)| start)).collect()
}

#[test]
fn the_nearest_configuration_is_found_from_any_folder() {
    let dir = folder(&[
        (".git/HEAD", ""),
        ("plimsoll.yaml", "rules: {no-latest-tag: error}\n"),
        ("api/.plimsoll.yaml", "rules: {no-latest-tag: off}\n"),
        ("api/Dockerfile", BAD),
        ("web/Dockerfile", BAD),
    ]);
    let all = run(&dir, &["check", "--format=concise", "--ignore=require-user"]);
    let expected = [
        "api/Dockerfile:2:5: warning[json-args",
        "web/Dockerfile:1:6: error[no-latest-tag",
        "web/Dockerfile:2:5: warning[json-args",
    ];
    assert_eq!(lines(&all), expected);
    let below = run_in(&dir.path().join("web"), &["check", "--format=concise", "--ignore=require-user"], &[]);
    assert_eq!(lines(&below), ["Dockerfile:1:6: error[no-latest-tag", "Dockerfile:2:5: warning[json-args"]);
    let isolated = run(&dir, &["check", "--isolated", "--format=concise", "--select=no-latest-tag"]);
    assert_eq!(
        lines(&isolated),
        ["api/Dockerfile:1:6: warning[no-latest-tag", "web/Dockerfile:1:6: warning[no-latest-tag"]
    );
}

#[test]
fn one_configuration_can_be_named_for_all_files() {
    let dir = folder(&[
        ("plimsoll.yaml", "rules: {no-latest-tag: off}\n"),
        ("ci/strict.yaml", "extends: [./base.yaml]\nrules: {json-args: off}\n"),
        ("ci/base.yaml", "rules: {no-latest-tag: error}\n"),
        ("api/Dockerfile", BAD),
    ]);
    let args = ["check", "--format=concise", "--ignore=require-user"];
    let with = |more: &[&str], variables: &[(&str, &str)]| {
        let ran = run_in(dir.path(), &[&args, more].concat(), variables);
        lines(&ran).iter().map(|line| (*line).to_owned()).collect::<Vec<_>>()
    };
    let strict = ["api/Dockerfile:1:6: error[no-latest-tag"];
    assert_eq!(with(&["--config", "ci/strict.yaml"], &[]), strict);
    assert_eq!(with(&[], &[("PLIMSOLL_CONFIG", "ci/strict.yaml")]), strict);
    assert_eq!(
        with(&["--config", "rules: {json-args: off}"], &[("PLIMSOLL_CONFIG", "ci/none.yaml")]),
        ["api/Dockerfile:1:6: warning[no-latest-tag"]
    );
    let missing = run(&dir, &["check", "--config", "none.yaml"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    assert!(missing.err.contains("none.yaml: no such file"), "{}", missing.err);
}

#[test]
fn a_mistake_in_a_configuration_is_shown_with_its_place() {
    let dir = folder(&[("plimsoll.yaml", "rules: {no-latest-tga: off}\n"), ("Dockerfile", "FROM debian:13\n")]);
    let warned = run(&dir, &["check", ONLY, "--format=concise"]);
    assert_eq!((warned.code, lines(&warned)), (1, vec!["plimsoll.yaml:1:9: warning[invalid-config"]));
    fs::write(dir.path().join("plimsoll.yaml"), "rules: {no-latest-tag: eror}\n").unwrap();
    let wrong = run(&dir, &["check", ONLY, "--format=concise"]);
    assert_eq!((wrong.code, lines(&wrong)), (2, vec!["plimsoll.yaml:1:24: error[invalid-config"]));
}

#[test]
fn ignored_files_are_linted_only_when_they_are_named() {
    let dir = folder(&[("plimsoll.yaml", "ignore: [vendor]\n"), ("vendor/Dockerfile", BAD), ("Dockerfile", BAD)]);
    let files = |more: &[&str]| run(&dir, &[&["check", "--show-files"], more].concat()).out;
    assert_eq!(files(&[]), "Dockerfile\n");
    assert_eq!(files(&["vendor/Dockerfile"]), "vendor/Dockerfile\n");
    assert_eq!(files(&["vendor/Dockerfile", "--force-exclude"]), "");
}

#[test]
fn the_fail_level_may_be_configured() {
    let dir = folder(&[("plimsoll.yaml", "fail-level: error\n"), ("Dockerfile", BAD)]);
    assert_eq!(run(&dir, &["check", ONLY]).code, 0);
    assert_eq!(run(&dir, &["check", ONLY, "--fail-level=warning"]).code, 1);
}

#[test]
fn config_says_what_holds_and_where_it_comes_from() {
    let dir = folder(&[
        (
            "plimsoll.yaml",
            "extends: [buildkit]\nrules:\n  DL3007: error\n  trusted-registry: {severity: info, trusted-registries: [a.example]}\n",
        ),
        ("Dockerfile", BAD),
    ]);
    let shown = run(&dir, &["config", "Dockerfile"]);
    assert_eq!(shown.code, 0);
    for line in [
        "  configuration   plimsoll.yaml\n",
        "  json-args",
        "preset buildkit\n",
        "plimsoll.yaml:3\n",
        "plimsoll.yaml:4  trusted-registries: [\"a.example\"]\n",
    ] {
        assert!(shown.out.contains(line), "{line:?} is not in\n{}", shown.out);
    }
    let json: serde_json::Value = serde_json::from_str(&run(&dir, &["config", "--format=json"]).out).unwrap();
    assert_eq!(json["rules"]["no-latest-tag"]["severity"], "error");
    assert_eq!(json["rules"]["no-latest-tag"]["from"], "plimsoll.yaml:3");
    assert_eq!(json["configs"], serde_json::json!(["plimsoll.yaml"]));
    let schema: serde_json::Value = serde_json::from_str(&run(&dir, &["config", "--schema"]).out).unwrap();
    assert!(schema["definitions"]["rules"]["properties"]["no-latest-tag"].is_object());
}

#[test]
fn init_writes_a_configuration_that_changes_nothing() {
    let dir = folder(&[("Dockerfile", BAD)]);
    let before = run(&dir, &["check", "--format=concise"]).out;
    let wrote = run(&dir, &["init"]);
    assert_eq!((wrote.code, wrote.out.as_str()), (0, ""));
    assert_eq!(run(&dir, &["check", "--format=concise"]).out, before);
    let again = run(&dir, &["init"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is there already"), "{}", again.err);
    assert_eq!(run(&dir, &["init", "--force"]).code, 0);
}

#[test]
fn hadolints_configuration_is_converted() {
    let hadolint = "ignored:\n  - DL3007\n  - SC2086\noverride:\n  error: [DL3025]\ntrustedRegistries: [docker.io, \"*.x\"]\nlabel-schema:\n  author: text\nfailure-threshold: warning\n";
    let dir = folder(&[(".hadolint.yaml", hadolint), ("Dockerfile", BAD)]);
    let shown = run(&dir, &["init", "--from", ".hadolint.yaml", "--stdout"]);
    let body: Vec<&str> = shown.out.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert_eq!(
        body,
        [
            "extends: [hadolint, recommended]",
            "rules:",
            "  json-args: error # DL3025",
            "  no-latest-tag: off # DL3007",
            "  SC2086: off",
            "labels:",
            "  author: text",
            "trusted-registries: [docker.io, \"*.x\"]",
            "fail-level: warning",
        ]
    );
    assert_eq!(run(&dir, &["init", "--from", ".hadolint.yaml"]).code, 0);
    let checked = run(&dir, &["check", "--format=concise", ONLY]);
    assert_eq!(lines(&checked).first(), Some(&"Dockerfile:1:6: warning[no-latest-tag"));
    let plain = run(&dir, &["check", "--format=concise"]);
    assert!(lines(&plain).contains(&"Dockerfile:2:5: error[json-args"), "{}", plain.out);
    assert!(!plain.out.contains("no-latest-tag"), "{}", plain.out);
}

#[test]
fn what_hadolints_configuration_has_wrong_is_said() {
    let dir = folder(&[(".hadolint.yaml", "ignored: DL3007\nignore: [x]\n")]);
    let shown = run(&dir, &["init", "--from", ".hadolint.yaml", "--stdout"]);
    assert_eq!(shown.code, 0);
    assert!(shown.err.contains(".hadolint.yaml:2:1: warning: hadolint knows no key `ignore`"), "{}", shown.err);
    assert_eq!(run(&dir, &["init", "--from", "none.yaml"]).code, 2);
}
