//! Configurations: what they switch, for which files, and what is said of mistakes in them.

use plimsoll_core::config::{Discovery, Settings, Target};
use plimsoll_core::engine::{self, Options};
use plimsoll_core::registry::{Registry, Selection};
use plimsoll_core::rule::Preset;
use plimsoll_core::testing;

fn registry() -> Registry {
    Registry::new().with(plimsoll_rules::ALL)
}

/// `path:line:column severity[rule]` of each finding of a case, under a selection.
fn found_with(case: &str, selection: &Selection) -> Vec<String> {
    let project = testing::project(&testing::split(case, "Dockerfile"));
    let settings = Settings::new(&project, &registry(), selection, &Discovery::Nearest);
    let report = engine::check(&project.link(), &settings, &Options::default());
    let line = |finding: &plimsoll_core::diagnostic::Diagnostic| {
        let file = project.file(finding.primary.file).expect("the file");
        let place = file.source().position(finding.primary.span.start);
        let severity = finding.severity.as_str();
        format!("{}:{}:{} {severity}[{}]", file.path(), place.line, place.column, finding.rule)
    };
    report.findings.iter().map(line).collect()
}

fn found(case: &str) -> Vec<String> {
    let names = ["no-latest-tag", "json-args", "invalid-config"];
    let all = found_with(case, &Selection::default());
    all.into_iter()
        .filter(|line| names.iter().any(|name| line.contains(name)) || line.contains("suppression"))
        .collect()
}

/// Two findings: `no-latest-tag` in line 1, `json-args` in line 2.
const DOCKERFILE: &str = "==> Dockerfile\nFROM debian:latest\nCMD run this\n";

fn under(config: &str) -> Vec<String> {
    found(&format!("==> plimsoll.yaml\n{config}\n{DOCKERFILE}"))
}

#[test]
fn rules_are_switched_by_any_of_their_names() {
    assert_eq!(under(""), ["Dockerfile:1:6 warning[no-latest-tag]", "Dockerfile:2:5 warning[json-args]"]);
    assert_eq!(under("rules: {no-latest-tag: off, json-args: error}"), ["Dockerfile:2:5 error[json-args]"]);
    assert_eq!(under("rules: {DL3007: off, buildkit/JSONArgsRecommended: style}"), ["Dockerfile:2:5 style[json-args]"]);
    assert_eq!(under("rules: {reproducibility: off}"), ["Dockerfile:2:5 warning[json-args]"]);
    assert_eq!(under("rules: {no-latest-tag: false, json-args: {severity: info}}"), ["Dockerfile:2:5 info[json-args]"]);
    // Later entries win.
    assert_eq!(
        under("rules: {reproducibility: off, no-latest-tag: on, DL3025: off}"),
        ["Dockerfile:1:6 warning[no-latest-tag]"]
    );
}

#[test]
fn the_command_line_wins_over_the_configuration() {
    let case = format!("==> plimsoll.yaml\nrules: {{no-latest-tag: error, json-args: off}}\n{DOCKERFILE}");
    let only = |name: &str| Selection { select: vec![name.to_owned()], ..Selection::default() };
    assert_eq!(found_with(&case, &only("json-args")), ["Dockerfile:2:5 warning[json-args]"]);
    assert_eq!(found_with(&case, &only("DL3007")), ["Dockerfile:1:6 error[no-latest-tag]"]);
    let ignored = Selection { ignore: vec!["DL3007".to_owned()], ..only("no-latest-tag") };
    assert_eq!(found_with(&case, &ignored), Vec::<String>::new());
    let buildkit = Selection { preset: Some(Preset::Buildkit), ..Selection::default() };
    assert_eq!(found_with(&case, &buildkit), ["Dockerfile:1:6 error[no-latest-tag]"]);
}

#[test]
fn the_nearest_configuration_governs_a_file_and_nothing_is_merged() {
    let case = "==> plimsoll.yaml\nrules: {no-latest-tag: off}\n\
                ==> api/.plimsoll.yaml\nrules: {json-args: off}\n\
                ==> api/v1/Dockerfile\nFROM debian:latest\nCMD run this\n\
                ==> web/Dockerfile\nFROM debian:latest\nCMD run this\n";
    assert_eq!(found(case), ["api/v1/Dockerfile:1:6 warning[no-latest-tag]", "web/Dockerfile:2:5 warning[json-args]"]);
}

#[test]
fn a_configuration_may_extend_another() {
    let case = |extends: &str| {
        format!(
            "==> plimsoll.yaml\nextends: {extends}\nrules: {{json-args: info}}\n\
             ==> base/common.yaml\nrules: {{no-latest-tag: off, json-args: error}}\n{DOCKERFILE}"
        )
    };
    assert_eq!(found(&case("[./base/common.yaml]")), ["Dockerfile:2:5 info[json-args]"]);
    assert_eq!(found(&case("base/common.yaml")), ["Dockerfile:2:5 info[json-args]"]);
    assert_eq!(
        found(&case("[./base/none.yaml]")),
        [
            "Dockerfile:1:6 warning[no-latest-tag]",
            "Dockerfile:2:5 info[json-args]",
            "plimsoll.yaml:1:11 error[invalid-config]"
        ]
    );
}

#[test]
fn configurations_that_extend_one_another_are_read_once() {
    let case = format!(
        "==> a.yaml\nextends: [./plimsoll.yaml]\nrules: {{no-latest-tag: off}}\n\
         ==> plimsoll.yaml\nextends: [./a.yaml, ./plimsoll.yaml]\n{DOCKERFILE}"
    );
    assert!(found(&case).contains(&"Dockerfile:2:5 warning[json-args]".to_owned()));
}

#[test]
fn overrides_hold_for_the_files_they_name() {
    let case = "==> deploy/plimsoll.yaml\nrules: {no-latest-tag: error}\n\
                overrides:\n  - files: [\"test/**\", \"*.dev\"]\n    rules: {no-latest-tag: off}\n\
                ==> deploy/test/Dockerfile\nFROM debian:latest\n\
                ==> deploy/a/Dockerfile.dev\nFROM debian:latest\n\
                ==> deploy/Dockerfile\nFROM debian:latest\n";
    assert_eq!(found(case), ["deploy/Dockerfile:1:6 error[no-latest-tag]"]);
}

#[test]
fn ignored_files_are_not_linted() {
    let case = "==> plimsoll.yaml\nignore: [vendor, \"*.old\"]\n\
                ==> a/vendor/b/Dockerfile\nFROM debian:latest\n==> Dockerfile.old\nFROM debian:latest\n\
                ==> Dockerfile\nFROM debian:latest\n";
    assert_eq!(found(case), ["Dockerfile:1:6 warning[no-latest-tag]"]);
}

#[test]
fn hadolints_configuration_is_obeyed_where_there_is_none_of_ours() {
    let hadolint = "==> .hadolint.yaml\nignored: [DL3007]\noverride:\n  error: [DL3025]\n";
    assert_eq!(found(&format!("{hadolint}{DOCKERFILE}")), ["Dockerfile:2:5 error[json-args]"]);
    let both = format!("{hadolint}==> plimsoll.yaml\n{DOCKERFILE}");
    assert_eq!(found(&both), ["Dockerfile:1:6 warning[no-latest-tag]", "Dockerfile:2:5 warning[json-args]"]);
    let broken = "==> .hadolint.yaml\nignored: {DL3007: 1}\nignore: [DL3025]\ntrustedRegistries: [docker.io]\n";
    assert_eq!(
        found(&format!("{broken}{DOCKERFILE}")),
        [
            ".hadolint.yaml:1:10 error[invalid-config]",
            ".hadolint.yaml:2:1 warning[invalid-config]",
            "Dockerfile:1:6 warning[no-latest-tag]",
            "Dockerfile:2:5 warning[json-args]",
        ]
    );
}

#[test]
fn ignore_comments_can_be_governed() {
    let file = "==> Dockerfile\n# plimsoll: ignore[no-latest-tag]\nFROM debian:latest\n";
    let under = |config: &str| found(&format!("==> plimsoll.yaml\n{config}\n{file}"));
    assert_eq!(under(""), Vec::<String>::new());
    assert_eq!(under("inline-ignores: false"), ["Dockerfile:2:6 warning[no-latest-tag]"]);
    assert_eq!(under("inline-ignores: {require-reason: true}"), ["Dockerfile:1:1 warning[unexplained-suppression]"]);
    assert_eq!(under("rules: {unexplained-suppression: info}"), ["Dockerfile:1:1 info[unexplained-suppression]"]);
    assert_eq!(
        under("inline-ignores: {forbid: [reproducibility]}"),
        ["Dockerfile:1:20 info[unused-suppression]", "Dockerfile:2:6 warning[no-latest-tag]"]
    );
    let reasons = "==> plimsoll.yaml\ninline-ignores: {require-reason: true}\n==> Dockerfile\n\
                   # plimsoll: ignore[no-latest-tag] there is no other\nFROM debian:latest\n\
                   # hadolint ignore=DL3025 # the shell is wanted\nCMD run this\n";
    assert_eq!(found(reasons), Vec::<String>::new());
}

#[test]
fn what_deploys_a_file_may_be_said() {
    let under = |path: &str, config: &str, selection: &Selection| {
        let case = format!("==> plimsoll.yaml\n{config}\n==> {path}\nservices:\n  a:\n    image: b:1\n    ipc: host\n");
        let all = found_with(&case, selection);
        all.into_iter().filter(|line| line.contains("swarm-")).collect::<Vec<_>>()
    };
    let (none, with) = (Selection::default(), |target| Selection { target: Some(target), ..Selection::default() });
    let (app, stack) = ("deploy/app.yaml", "docker-stack.yml");
    assert!(under(app, "", &none).is_empty());
    assert_eq!(under(app, "target: swarm", &none), ["deploy/app.yaml:4:5 warning[swarm-ignored-key]"]);
    assert_eq!(under(app, "overrides: [{files: [deploy], target: swarm}]", &none).len(), 1);
    assert!(under(app, "overrides: [{files: [other], target: swarm}]", &none).is_empty());
    assert!(under(app, "target: swarm\noverrides: [{files: [deploy], target: compose}]", &none).is_empty());
    assert_eq!(under(stack, "", &none), ["docker-stack.yml:4:5 warning[swarm-ignored-key]"]);
    assert!(under(stack, "target: compose", &none).is_empty());
    assert!(under(stack, "target: swarm", &with(Target::Compose)).is_empty());
    assert_eq!(under(app, "target: compose", &with(Target::Swarm)).len(), 1);
}

#[test]
fn mistakes_are_found_where_they_stand_and_the_rest_holds() {
    let message = |config: &str| {
        let project = testing::project(&testing::split(&format!("==> plimsoll.yaml\n{config}\n{DOCKERFILE}"), ""));
        let settings = Settings::new(&project, &registry(), &Selection::default(), &Discovery::Nearest);
        let problems = settings.problems().iter().map(|problem| {
            let text = project.file(problem.primary.file).expect("the file").source().text().to_string();
            let at = problem.primary.span.of(&text).to_owned();
            format!("{at}: {}; {}", problem.message, problem.help.as_deref().unwrap_or(""))
        });
        problems.collect::<Vec<_>>()
    };
    assert_eq!(
        message("rules: {no-latest-tga: off}"),
        ["no-latest-tga: no rule is called `no-latest-tga`; did you mean `no-latest-tag`?"]
    );
    assert_eq!(message("rules: {no-latest-tag: eror}"), ["eror: `eror` is no severity; did you mean `error`?"]);
    assert_eq!(message("ruels: {}"), ["ruels: there is no key `ruels` here; did you mean `rules`?"]);
    assert_eq!(message("extends: [strickt]"), ["strickt: there is no preset `strickt`; did you mean `strict`?"]);
    assert_eq!(message("root: maybe"), ["maybe: `maybe` is neither true nor false; write `true` or `false`"]);
    assert_eq!(
        message("fail-level: eror"),
        ["eror: `eror` is none of `style`, `info`, `warning`, `error`, `never`; did you mean `error`?"]
    );
    assert_eq!(
        message("rules: {no-latest-tag: {allow: [a]}}"),
        ["allow: `no-latest-tag` takes no option `allow`; known: `severity`"]
    );
    assert_eq!(message("overrides: [{rules: {}}]").len(), 1);
    assert_eq!(message("- a").len(), 1);
    assert_eq!(message("x-common: &a 1\nrules: {DL9999: off, SC2086: info}"), Vec::<String>::new());
    assert!(!message("rules: [").is_empty());
    assert_eq!(
        under("rules: {no-latest-tga: off, json-args: off}"),
        ["Dockerfile:1:6 warning[no-latest-tag]", "plimsoll.yaml:1:9 warning[invalid-config]"]
    );
}

#[test]
fn beside_our_own_preset_that_of_another_tool_tells_of_files_for_development() {
    let service =
        "==> compose.dev.yaml\nservices:\n  web:\n    image: nginx:1.29.3\n    read_only: true\n    mem_limit: 1g\n";
    let with = |presets: &str| {
        let mut all = found_with(&format!("==> plimsoll.yaml\nextends: [{presets}]\n{service}"), &Selection::default());
        all.retain(|finding| finding.contains("cap-drop-all"));
        all
    };
    assert_eq!(with("recommended"), Vec::<String>::new());
    assert_eq!(with("recommended, compose-lint"), ["compose.dev.yaml:2:3 warning[cap-drop-all]"]);
}
