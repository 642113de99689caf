//! `plimsoll hadolint` as editors and CI jobs call hadolint.

mod program;

use program::{Ran, command, folder};
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const BAD: &str = "FROM debian:latest\nLABEL Key=b\nRUNN x\n";

fn run_with(dir: &TempDir, args: &[&str], variables: &[(&str, &str)], input: &str) -> Ran {
    let mut command = command(dir.path(), &[&["hadolint"], args].concat());
    command.env("HOME", dir.path()).env_remove("XDG_CONFIG_HOME").envs(variables.iter().copied());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
    // A program that has read enough may have gone away.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().unwrap().into()
}

fn run(dir: &TempDir, args: &[&str]) -> Ran {
    run_with(dir, args, &[], "")
}

/// `LINE CODE level` of each line of the format gnu.
fn codes(ran: &Ran) -> Vec<String> {
    let line = |line: &str| {
        let mut parts = line.splitn(4, ':');
        let at = parts.nth(2)?.to_owned();
        let code = parts.next()?.trim().to_owned();
        Some(format!("{at} {code}").split(": ").next().unwrap_or("").split(':').next().unwrap_or("").to_owned())
    };
    ran.out.lines().filter_map(line).collect()
}

#[test]
fn editors_get_what_hadolint_prints() {
    let dir = folder(&[("Dockerfile", "FROM debian:latest\nLABEL Key=b\n")]);
    let json: serde_json::Value = serde_json::from_str(&run(&dir, &["-f", "json", "Dockerfile"]).out).unwrap();
    let first = &json[0];
    assert_eq!((first["code"].as_str(), first["level"].as_str()), (Some("DL3007"), Some("warning")));
    assert_eq!(
        (first["line"].as_u64(), first["column"].as_u64(), first["file"].as_str()),
        (Some(1), Some(6), Some("Dockerfile"))
    );
    assert_eq!(json[1]["code"], "DL3048");
    let piped = run_with(&dir, &["--no-color", "-"], &[], "FROM debian:latest\n");
    assert!(piped.out.starts_with("-:1 DL3007 warning: "), "{}", piped.out);
    assert_eq!(piped.code, 1);
}

#[test]
fn a_file_that_cannot_be_parsed_is_dl1000_and_the_rest_is_linted() {
    let dir = folder(&[("Dockerfile", BAD)]);
    let ran = run(&dir, &["-f", "gnu", "Dockerfile"]);
    assert_eq!(ran.code, 1);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("hadolint:Dockerfile:1: DL3007 warning: "), "{lines:?}");
    assert!(lines[1].starts_with("hadolint:Dockerfile:2: DL3048 style: "), "{lines:?}");
    assert!(lines[2].starts_with("hadolint:Dockerfile:3:1: `RUNN`"), "{lines:?}");
    assert_eq!(run(&dir, &["--no-fail", "Dockerfile"]).code, 0);
    assert_eq!(run(&dir, &["-t", "error", "Dockerfile"]).code, 1);
}

#[test]
fn exit_codes_are_hadolints() {
    let dir = folder(&[
        ("style", "FROM debian:13\nLABEL Key=b\n"),
        ("bad", "FROM debian:latest\n"),
        ("good", "FROM debian:13\n"),
    ]);
    assert_eq!(run(&dir, &["good"]).code, 0);
    assert_eq!(run(&dir, &["bad"]).code, 1);
    assert_eq!(run(&dir, &["-t", "error", "bad"]).code, 0);
    assert_eq!(run(&dir, &["style"]).code, 0);
    for threshold in ["style", "ignore", "none"] {
        assert_eq!(run(&dir, &["-t", threshold, "style"]).code, 1, "{threshold}");
    }
    for format in ["codeclimate", "codacy"] {
        assert_eq!(run(&dir, &["-f", format, "bad"]).code, 0, "{format}");
    }
    for args in [&[][..], &["none"], &["-f", "nonsense", "good"], &["--config", "none", "good"]] {
        let ran = run(&dir, args);
        assert_eq!(ran.code, 1, "{args:?}");
        assert!(!ran.err.is_empty(), "{args:?}");
    }
}

#[test]
fn severities_come_from_environment_file_and_flags() {
    let dir = folder(&[("Dockerfile", "FROM debian:latest\nLABEL Key=b\nHEALTHCHECK NONE\nCMD run\n")]);
    let codes_with = |args: &[&str], variables: &[(&str, &str)]| {
        codes(&run_with(&dir, &[&["-f", "gnu", "Dockerfile"], args].concat(), variables, ""))
    };
    assert_eq!(codes_with(&[], &[]), ["1 DL3007 warning", "2 DL3048 style", "4 DL3025 warning"]);
    assert_eq!(codes_with(&["--ignore", "DL3007", "--error=DL3048"], &[]), ["2 DL3048 error", "4 DL3025 warning"]);
    let variables = [("HADOLINT_IGNORE", "DL3048,DL3025"), ("HADOLINT_OVERRIDE_INFO", "DL3007")];
    assert_eq!(codes_with(&[], &variables), ["1 DL3007 info"]);
    fs::write(dir.path().join(".hadolint.yaml"), "ignored: [DL3007]\noverride: {error: [DL3025], style: [DL3025]}\n")
        .unwrap();
    assert_eq!(codes_with(&[], &[]), ["2 DL3048 style", "4 DL3025 error"]);
    // Lists add up, whoever gives them.
    assert_eq!(codes_with(&["--ignore=DL3048"], &[]), ["4 DL3025 error"]);
    fs::rename(dir.path().join(".hadolint.yaml"), dir.path().join("other.yaml")).unwrap();
    assert_eq!(codes_with(&["--config", "other.yaml"], &[]), ["2 DL3048 style", "4 DL3025 error"]);
}

#[test]
fn registries_and_labels_are_checked_when_they_are_given() {
    let dir = folder(&[("Dockerfile", "FROM debian:13\nLABEL a=\"x\"\n")]);
    let args = [
        "-f",
        "gnu",
        "--trusted-registry",
        "a.example",
        "--require-label",
        "a:url",
        "--require-label",
        "b",
        "Dockerfile",
    ];
    assert_eq!(codes(&run(&dir, &args)), ["1 DL3049 info", "1 DL3026 error", "2 DL3052 warning"]);
}

#[test]
fn pragmas_hold_unless_they_are_disabled() {
    let dir = folder(&[("Dockerfile", "# hadolint ignore=DL3007\nFROM debian:latest\n")]);
    assert_eq!(run(&dir, &["Dockerfile"]).code, 0);
    assert_eq!(run(&dir, &["--disable-ignore-pragma", "Dockerfile"]).code, 1);
}

#[test]
fn several_formats_go_to_several_files() {
    let dir = folder(&[("Dockerfile", "FROM debian:latest\n")]);
    let ran = run(&dir, &["-f", "gnu", "-f", "checkstyle", "-o", "a.txt", "-o", "b.xml", "Dockerfile"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    assert!(read("a.txt").starts_with("hadolint:Dockerfile:1: DL3007"));
    assert!(read("b.xml").contains("<file name=\"Dockerfile\"><error column=\"6\" line=\"1\""));
}

#[test]
fn every_format_is_well_formed_for_hostile_names_and_texts() {
    let dir = folder(&[("a&\"<b>", "FROM debian:latest\nLABEL \"K<&>\u{1}\"=b\n"), ("good", "FROM debian:13\n")]);
    for format in ["json", "gitlab_codeclimate", "sonarqube", "sarif"] {
        let out = run(&dir, &["-f", format, "a&\"<b>", "good"]).out;
        let value: serde_json::Value =
            serde_json::from_str(&out).unwrap_or_else(|error| panic!("{format}: {error}\n{out}"));
        assert!(value.to_string().contains("DL3007"), "{format}");
    }
    for format in ["codeclimate", "codacy"] {
        let out = run(&dir, &["-f", format, "a&\"<b>", "good"]).out;
        let parts = out.split(['\0', '\n']).filter(|part| !part.is_empty());
        let parsed = parts.map(serde_json::from_str::<serde_json::Value>).collect::<Result<Vec<_>, _>>();
        assert_eq!(parsed.map_or(0, |values| values.len()), 2, "{format}: {out}");
    }
    for format in ["checkstyle", "junit"] {
        let out = run(&dir, &["-f", format, "a&\"<b>", "good"]).out;
        assert!(out.contains("a&amp;&quot;&lt;b&gt;") && !out.contains('\u{1}'), "{format}: {out}");
    }
    let shown = run(&dir, &["-f", "checkstyle", "--file-path-in-report", "x/y", "good"]).out;
    assert!(shown.contains("<file name=\"x/y\">"), "{shown}");
}

#[cfg(unix)]
#[test]
fn a_link_that_is_called_hadolint_is_hadolint() {
    let dir = folder(&[("Dockerfile", "FROM debian:latest\n")]);
    let link = dir.path().join("hadolint");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_plimsoll"), &link).unwrap();
    let output = Command::new(link).args(["-f", "gnu", "Dockerfile"]).current_dir(dir.path()).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("hadolint:Dockerfile:1: DL3007"));
    assert_eq!(output.status.code(), Some(1));
}
