//! The command as people and scripts call it: exit codes, odd files, pipes.
//!
//! Only two rules have to exist for these: `no-latest-tag` and the engine's own `unused-suppression`.

mod program;

use program::{Ran, command, folder, put};
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// One finding with a safe fix: a comment that ignores nothing.
const BAD: &str = "FROM alpine:3.20\n# plimsoll: ignore[no-latest-tag] old\nRUN true\n";
const MENDED: &str = "FROM alpine:3.20\nRUN true\n";
const GOOD: &str = MENDED;
const SELECT: &str = "--select=unused-suppression,no-latest-tag";

fn run(dir: &TempDir, args: &[&str]) -> Ran {
    command(dir.path(), args).output().unwrap().into()
}

/// `check` with the one rule these tests know.
fn check(dir: &TempDir, args: &[&str]) -> Ran {
    let mut all = vec!["check", SELECT, "--format", "concise"];
    all.extend(args);
    run(dir, &all)
}

const LINE: &str = "Dockerfile:2:20: info[unused-suppression] ";

#[test]
fn the_exit_code_says_whether_there_are_findings() {
    let bad = folder(&[("Dockerfile", BAD)]);
    let good = folder(&[("Dockerfile", GOOD)]);
    assert_eq!(check(&good, &[]).code, 0);
    assert_eq!(check(&bad, &[]).code, 1);
    assert_eq!(check(&bad, &["--fail-level", "info"]).code, 1);
    assert_eq!(check(&bad, &["--fail-level", "warning"]).code, 0);
    assert_eq!(check(&bad, &["--fail-level", "error"]).code, 0);
    assert_eq!(check(&bad, &["--fail-level", "never"]).code, 0);
    assert_eq!(check(&bad, &["--exit-zero"]).code, 0);
    assert!(check(&bad, &["--exit-zero"]).out.starts_with(LINE));
}

#[test]
fn check_is_the_verb_and_the_current_folder_the_path_when_none_is_given() {
    let dir = folder(&[("Dockerfile", BAD)]);
    let ran = run(&dir, &[SELECT, "--format", "concise"]);
    assert!(ran.out.starts_with(LINE), "{}", ran.out);
    assert_eq!(ran.code, 1);
    let ran = run(&dir, &["Dockerfile", SELECT, "--format=concise"]);
    assert!(ran.out.starts_with(LINE), "{}", ran.out);
}

#[test]
fn an_unknown_rule_is_a_usage_error_with_a_suggestion() {
    let dir = folder(&[("Dockerfile", BAD)]);
    for flag in ["--select", "--ignore", "--extend-select"] {
        let ran = run(&dir, &["check", flag, "no-latst-tag"]);
        assert_eq!(ran.code, 2, "{flag}");
        assert_eq!(ran.err, "plimsoll: unknown rule `no-latst-tag`; did you mean `no-latest-tag`?\n");
        assert_eq!(ran.out, "");
    }
    assert_eq!(run(&dir, &["check", "--no-such-flag"]).code, 2);
    assert_eq!(run(&dir, &["check", "--preset", "nonsense"]).code, 2);
}

#[test]
fn a_path_that_does_not_exist_is_said_and_the_others_are_checked() {
    let dir = folder(&[("Dockerfile", BAD)]);
    let ran = check(&dir, &["Dockerfile", "nowhere/Dockerfile"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.starts_with(LINE), "{}", ran.out);
    assert_eq!(ran.err, "plimsoll: nowhere/Dockerfile: no such file or folder\n");
}

#[test]
fn an_empty_folder_is_no_failure_unless_asked() {
    let dir = folder(&[]);
    let ran = check(&dir, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "plimsoll: no Dockerfile or Compose file found\n"));
    assert_eq!(check(&dir, &["--error-on-unmatched"]).code, 2);
    assert!(run(&dir, &["check", "--format", "json"]).out.starts_with(r#"{"version":1,"findings":[]"#));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_gives_code_3_and_the_others_are_checked() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = folder(&[("Dockerfile", BAD), ("secret/Dockerfile", BAD)]);
    let secret = dir.path().join("secret/Dockerfile");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&secret).is_ok() {
        return; // Root reads everything.
    }
    let ran = check(&dir, &[]);
    assert_eq!(ran.code, 3);
    assert_eq!(ran.out.lines().count(), 1);
    assert_eq!(ran.err, "plimsoll: secret/Dockerfile: permission denied\n");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_never_opened() {
    let dir = folder(&[("Dockerfile", BAD)]);
    let made = Command::new("mkfifo").arg(dir.path().join("Dockerfile.pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    assert_eq!(check(&dir, &[]).code, 1, "met while walking it is passed over");
    let ran = check(&dir, &["Dockerfile.pipe", "Dockerfile"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("Dockerfile.pipe: not a regular file"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn symlinks_are_not_followed_when_walking_but_when_named() {
    let dir = folder(&[("a/Dockerfile", BAD)]);
    std::os::unix::fs::symlink("..", dir.path().join("a/loop")).unwrap();
    std::os::unix::fs::symlink("Dockerfile", dir.path().join("a/Dockerfile.link")).unwrap();
    let ran = check(&dir, &[]);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    let ran = check(&dir, &["a/Dockerfile.link"]);
    assert!(ran.out.starts_with("a/Dockerfile.link:2:20:"), "{}", ran.out);
    assert_eq!(check(&dir, &["a/loop"]).out.lines().count(), 1);
}

#[test]
fn binary_huge_and_broken_files_do_not_stop_the_others() {
    let dir = folder(&[("Dockerfile", BAD)]);
    put(dir.path(), "binary/Dockerfile", b"\x7fELF\0\0\0");
    put(dir.path(), "utf8/Dockerfile", b"FROM alpine:3.20\n# plimsoll: ignore[no-latest-tag] old\nRUN caf\xe9\n");
    put(dir.path(), "huge/Dockerfile", b"");
    fs::File::options().write(true).open(dir.path().join("huge/Dockerfile")).unwrap().set_len(100 << 20).unwrap();
    put(dir.path(), "huge/values.yaml", b"");
    fs::File::options().write(true).open(dir.path().join("huge/values.yaml")).unwrap().set_len(100 << 20).unwrap();
    let ran = check(&dir, &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains(&format!("\n{LINE}")) || ran.out.starts_with(LINE), "{}", ran.out);
    assert!(ran.out.contains("utf8/Dockerfile:2:20: "), "{}", ran.out);
    assert!(!ran.out.contains("values.yaml"), "a large file of unknown name is passed over: {}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn a_file_that_is_not_utf8_is_never_mended() {
    let dir = folder(&[]);
    let bytes = b"FROM alpine:3.20\n# plimsoll: ignore[no-latest-tag] old\nRUN caf\xe9\n";
    put(dir.path(), "Dockerfile", bytes);
    check(&dir, &["--fix", "--unsafe-fixes"]);
    assert_eq!(fs::read(dir.path().join("Dockerfile")).unwrap(), bytes);
}

#[test]
fn ignored_and_hidden_files_are_passed_over() {
    let dir = folder(&[
        (".gitignore", "vendor/\n"),
        ("vendor/Dockerfile", BAD),
        (".cache/Dockerfile", BAD),
        (".devcontainer/Dockerfile", BAD),
        (".git/Dockerfile", BAD),
        ("Dockerfile.md", BAD),
        ("app/api.Dockerfile", BAD),
    ]);
    let files = |args: &[&str]| {
        let mut all = vec!["check", "--show-files"];
        all.extend(args);
        run(&dir, &all).out
    };
    assert_eq!(files(&[]), ".devcontainer/Dockerfile\napp/api.Dockerfile\n");
    assert_eq!(files(&["--no-ignore"]), ".devcontainer/Dockerfile\napp/api.Dockerfile\nvendor/Dockerfile\n");
    assert_eq!(files(&["--hidden"]), ".cache/Dockerfile\n.devcontainer/Dockerfile\napp/api.Dockerfile\n");
    assert_eq!(files(&["vendor/Dockerfile"]), "vendor/Dockerfile\n");
    assert_eq!(files(&["vendor/Dockerfile", "--force-exclude"]), "");
    assert_eq!(files(&["vendor/Dockerfile", "--force-exclude", "--no-ignore"]), "vendor/Dockerfile\n");
    assert_eq!(files(&["app", "app/api.Dockerfile", "./app"]), "app/api.Dockerfile\n");
}

#[test]
fn yaml_files_of_any_name_are_known_by_their_content() {
    let compose = "services:\n  web:\n    image: nginx:1.27\n";
    let dir = folder(&[("deploy.yml", compose), ("values.yaml", "replicas: 1\n"), ("k8s/stack.yaml", "kind: Pod\n")]);
    assert_eq!(run(&dir, &["check", "--show-files"]).out, "deploy.yml\n");
}

#[test]
fn a_named_file_is_checked_whatever_its_name() {
    let dir = folder(&[("image.txt", BAD), ("notes.txt", "nothing of ours\n")]);
    let ran = check(&dir, &["image.txt"]);
    assert!(ran.out.starts_with("image.txt:2:20: "), "{}", ran.out);
    let ran = check(&dir, &["notes.txt"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.err.starts_with("plimsoll: skipped notes.txt: neither a Dockerfile nor a Compose file\n"),
        "{}",
        ran.err
    );
}

#[test]
fn files_that_others_refer_to_are_read_but_not_checked() {
    let compose = "services:\n  web:\n    build: ../api\n  db:\n    build: ./nowhere\n";
    let dir = folder(&[(".git/HEAD", ""), ("api/Dockerfile", BAD), ("deploy/compose.yaml", compose)]);
    let output = |args: &[&str]| {
        let mut all = vec!["check", SELECT, "--format=concise", "--verbose", "compose.yaml"];
        all.extend(args);
        command(&dir.path().join("deploy"), &all).output().unwrap()
    };
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let read = text(output(&[]).stderr);
    assert!(read.contains("plimsoll: read ../api/Dockerfile (dockerfile), which another file refers to\n"), "{read}");
    assert!(read.contains("plimsoll: not found: nowhere/Dockerfile, which another file refers to\n"), "{read}");
    assert_eq!(text(output(&[]).stdout), "");
    let alone = text(output(&["--no-project"]).stderr);
    assert!(!alone.contains("refers to"), "{alone}");
}

#[test]
fn github_gets_paths_from_the_top_of_the_repository() {
    let dir = folder(&[(".git/HEAD", ""), ("api/Dockerfile", BAD)]);
    let output = command(&dir.path().join("api"), &["check", SELECT, "--format=github"]).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.starts_with("::notice file=api/Dockerfile,line=2,"), "{out}");
}

#[test]
fn paths_outside_are_written_as_they_were_given() {
    let dir = folder(&[("api/Dockerfile", BAD), ("web/x", "")]);
    let output = |arg: &str| {
        let args = ["check", SELECT, "--format=concise", arg];
        String::from_utf8(command(&dir.path().join("web"), &args).output().unwrap().stdout).unwrap()
    };
    assert!(output("../api").starts_with(&format!("../api/{LINE}")), "{}", output("../api"));
    let absolute = dir.path().join("api/Dockerfile");
    let absolute = absolute.to_str().unwrap();
    assert!(output(absolute).starts_with(&format!("{absolute}:2:20: ")), "{}", output(absolute));
}

fn with_stdin(dir: &TempDir, args: &[&str], input: &str) -> Ran {
    let mut command = command(dir.path(), args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn standard_input_stands_for_a_file() {
    let dir = folder(&[]);
    let args = ["check", SELECT, "--format=concise", "-"];
    assert!(with_stdin(&dir, &args, BAD).out.starts_with("<stdin>:2:20: "));
    let args = ["check", SELECT, "--format=concise", "--stdin-filename", "api/Dockerfile", "-"];
    let ran = with_stdin(&dir, &args, BAD);
    assert!(ran.out.starts_with(&format!("api/{LINE}")), "{}", ran.out);
    assert_eq!(ran.code, 1);
}

#[test]
fn standard_input_is_mended_onto_standard_output() {
    let dir = folder(&[("Dockerfile", GOOD)]);
    let args = ["check", SELECT, "--fix", "--stdin-filename", "Dockerfile", "-"];
    let ran = with_stdin(&dir, &args, BAD);
    assert_eq!((ran.code, ran.out.as_str()), (0, MENDED));
    assert_eq!(fs::read_to_string(dir.path().join("Dockerfile")).unwrap(), GOOD, "the file itself is not touched");
}

#[test]
fn standard_input_that_is_not_text_comes_out_as_it_went_in() {
    let dir = folder(&[]);
    let bytes = b"FROM alpine:3.20\n# plimsoll: ignore[no-latest-tag] old\nRUN caf\xe9\n";
    let mut command = command(dir.path(), &["fix", SELECT, "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    assert_eq!(child.wait_with_output().unwrap().stdout, bytes);
}

#[test]
fn diff_shows_what_would_change_and_writes_nothing() {
    let dir = folder(&[("Dockerfile", BAD)]);
    let ran = run(&dir, &["check", SELECT, "--diff"]);
    assert_eq!(ran.code, 1);
    let expected = "--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,3 +1,2 @@\n FROM alpine:3.20\n-# plimsoll: ignore[no-latest-tag] old\n RUN true\n";
    assert_eq!(ran.out, expected);
    assert_eq!(fs::read_to_string(dir.path().join("Dockerfile")).unwrap(), BAD);
    let good = folder(&[("Dockerfile", GOOD)]);
    let ran = run(&good, &["check", SELECT, "--diff"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

#[test]
fn fix_writes_only_what_it_changes_and_says_so() {
    let crlf = BAD.replace('\n', "\r\n");
    let dir = folder(&[("Dockerfile", &crlf)]);
    let ran = run(&dir, &["fix", SELECT]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("Fixed 1 finding in 1 file: 1 unused-suppression"), "{}", ran.out);
    assert_eq!(fs::read_to_string(dir.path().join("Dockerfile")).unwrap(), MENDED.replace('\n', "\r\n"));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn fix_keeps_permissions_and_symlinks() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = folder(&[("real/file", BAD)]);
    let real = dir.path().join("real/file");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o751)).unwrap();
    std::os::unix::fs::symlink("real/file", dir.path().join("Dockerfile")).unwrap();
    assert_eq!(run(&dir, &["fix", SELECT, "Dockerfile"]).code, 0);
    assert_eq!(fs::read_to_string(&real).unwrap(), MENDED);
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o751);
    assert!(fs::symlink_metadata(dir.path().join("Dockerfile")).unwrap().file_type().is_symlink());
}

#[test]
fn what_goes_into_a_pipe_is_plain() {
    let dir = folder(&[("Dockerfile", BAD)]);
    let ran = run(&dir, &["check", SELECT]);
    assert!(ran.out.is_ascii() && !ran.out.contains('\u{1b}'), "{}", ran.out);
    assert!(ran.out.ends_with("1 info in 1 file (1 fixable with --fix)\n"), "{}", ran.out);
    let ran = run(&dir, &["check", SELECT, "--color=always"]);
    assert!(ran.out.contains("\u{1b}[1;34minfo"), "{}", ran.out);
    let forced = |no_color: &str| {
        let mut command = command(dir.path(), &["check", SELECT]);
        command.env("FORCE_COLOR", "1").env("NO_COLOR", no_color);
        String::from_utf8(command.output().unwrap().stdout).unwrap().contains('\u{1b}')
    };
    assert!(forced("") && !forced("1"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let many = format!("FROM alpine:3.20\n{}", BAD.split_once('\n').unwrap().1.repeat(2000));
    let dir = folder(&[("Dockerfile", &many)]);
    let mut child =
        command(dir.path(), &["check", SELECT]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let names: Vec<String> = (0..60).map(|at| format!("service-{}/Dockerfile", at * 7 % 60)).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), BAD)).collect();
    let dir = folder(&files);
    let out = |jobs: &str| run(&dir, &["check", SELECT, "--format=json", "--jobs", jobs]).out;
    let one = out("1");
    assert_eq!(one.matches(r#""rule":"unused-suppression""#).count(), 60);
    for jobs in ["2", "8", "0"] {
        assert_eq!(out(jobs), one, "{jobs}");
    }
}

#[test]
fn output_goes_to_a_file_when_asked() {
    let dir = folder(&[("Dockerfile", BAD)]);
    let ran = check(&dir, &["-o", "report.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(fs::read_to_string(dir.path().join("report.txt")).unwrap().starts_with(LINE));
    assert_eq!(check(&dir, &["-o", "no/such/folder"]).code, 3);
}

#[test]
fn silent_and_quiet_say_less() {
    let dir = folder(&[("Dockerfile", BAD)]);
    let ran = run(&dir, &["check", SELECT, "--silent"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (1, "", ""));
    let ran = run(&dir, &["check", SELECT, "--quiet"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "an info is no error, but it still fails the run");
}

#[test]
fn rules_are_explained_by_any_of_their_names() {
    let dir = folder(&[]);
    let page = run(&dir, &["explain", "no-latest-tag"]);
    assert_eq!(page.code, 0);
    assert!(page.out.contains("known as  hadolint/DL3007"), "{}", page.out);
    for name in ["DL3007", "dl3007", "hadolint/DL3007"] {
        assert_eq!(run(&dir, &["explain", name]).out, page.out, "{name}");
    }
    assert!(run(&dir, &["explain", "DL3007", "--format=markdown"]).out.starts_with("# no-latest-tag\n"));
    let json = run(&dir, &["explain", "DL3007", "--format=json"]).out;
    assert!(json.starts_with(r#"{"version":1,"rules":[{"id":"no-latest-tag""#), "{json}");
    let ran = run(&dir, &["explain", "no-latst-tag"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `no-latest-tag`?"), "{}", ran.err);
}

#[test]
fn the_small_commands_work() {
    let dir = folder(&[("Dockerfile", BAD)]);
    assert!(run(&dir, &["rules"]).out.contains("no-latest-tag"));
    assert!(run(&dir, &["rules", "--format=markdown"]).out.contains("| [`no-latest-tag`]("));
    assert!(!run(&dir, &["rules", "--enabled", "--ignore=no-latest-tag"]).out.contains("no-latest-tag"));
    assert!(run(&dir, &["completions", "bash"]).out.contains("_plimsoll"));
    assert_eq!(run(&dir, &["version"]).out, format!("plimsoll {}\n", env!("CARGO_PKG_VERSION")));
    let ran = run(&dir, &["ast", "Dockerfile", "nowhere"]);
    assert_eq!((ran.code, ran.out.lines().count()), (3, 1));
    let help = run(&dir, &["check", "--help"]);
    assert_eq!(help.code, 0);
    assert!(help.out.contains("Exit codes:"), "{}", help.out);
}
