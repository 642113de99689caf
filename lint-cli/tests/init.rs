//! `init --from`: the configurations of the Compose linters, converted.

mod program;

use program::{Ran, command, folder};
use tempfile::TempDir;

fn run(dir: &TempDir, args: &[&str]) -> Ran {
    command(dir.path(), args).output().unwrap().into()
}

fn body(text: &str) -> Vec<&str> {
    text.lines().skip_while(|line| !line.starts_with("extends")).filter(|line| !line.is_empty()).collect()
}

const DCLINT: &str = r#"{
  "$schema": "./node_modules/dclint/schemas/linter-config.schema.json",
  "rules": {
    "services-alphabetical-order": 0,
    "require-project-name-field": 2,
    "require-quotes-in-ports": [1, {"quoteType": "double", "portsSections": ["ports"]}],
    "service-keys-order": [2, {"groupOrder": ["Networking", "Core Definitions"], "groups": {"Networking": ["ports"]}}],
    "top-level-properties-order": [1, {"customOrder": ["services", "x-properties"]}],
    "service-image-require-explicit-tag": [2, {"prohibitedTags": ["latest"]}],
    "no-such-rule": 1,
    "no-quotes-in-volumes": 3
  },
  "quiet": true,
  "debug": true,
  "exclude": ["vendor", "./test/data"]
}
"#;

#[test]
fn dclints_configuration_is_converted() {
    let dir = folder(&[(".dclintrc", DCLINT)]);
    let shown = run(&dir, &["init", "--from", ".dclintrc", "--stdout"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert_eq!(
        body(&shown.out),
        [
            "extends: [dclint, recommended]",
            "rules:",
            "  services-order: off # services-alphabetical-order",
            "  require-project-name: error # require-project-name-field",
            "  # `portsSections` of `require-quotes-in-ports` cannot be carried over",
            "  quote-ports: # require-quotes-in-ports",
            "    severity: warning",
            "    quotes: double",
            "  service-keys-order:",
            "    severity: error",
            "    order: [ports, image, build, container_name]",
            "  top-level-order: # top-level-properties-order",
            "    severity: warning",
            "    order: [services, \"x-…\"]",
            "  compose-require-image-tag: # service-image-require-explicit-tag",
            "    severity: error",
            "    tags: [latest]",
            "  # no-such-rule: no rule of dclint's",
            "  # no-quotes-in-volumes: dclint knows only the levels 0, 1 and 2",
            "# dclint leaves out every path that has one of its texts in it.",
            "ignore: [\"*vendor*\", \"{*,**/*}test/data*\"]",
            "# `quiet: true` has no key here: `plimsoll check --quiet` prints errors only.",
            "# Warnings do not fail a run of dclint.",
            "fail-level: error",
        ]
    );
}

#[test]
fn what_is_converted_holds() {
    let compose = "name: a\nservices:\n  web:\n    image: nginx:1\n    ports: ['8080:80']\n";
    let dir = folder(&[
        (".dclintrc.yaml", "rules:\n  require-quotes-in-ports: [2, {quoteType: double}]\nexclude: [my/old, spare]\n"),
        ("compose.yaml", compose),
        ("my/old/compose.yaml", compose),
        ("deep/my/old/compose.yaml", compose),
        ("a-spare-one/compose.yaml", compose),
    ]);
    let wrote = run(&dir, &["init", "--from", ".dclintrc.yaml"]);
    assert_eq!(wrote.code, 0, "{}", wrote.err);
    let found = run(&dir, &["check", "--format=concise", "--extend-select=quote-ports"]);
    let ports: Vec<&str> = found.out.lines().filter(|line| line.contains("quote-ports")).collect();
    assert_eq!(ports.len(), 1, "{}", found.out);
    assert!(ports[0].starts_with("compose.yaml:5:13: error[quote-ports"), "{}", found.out);
}

#[test]
fn a_package_holds_dclints_configuration_too_and_a_program_does_not() {
    let dir = folder(&[
        ("package.json", r#"{"name": "x", "dclint": {"rules": {"require-quotes-in-ports": 1}}}"#),
        ("bare/package.json", "{}"),
        (".dclintrc.js", "module.exports = {}"),
    ]);
    let shown = run(&dir, &["init", "--from", "package.json", "--stdout"]);
    let rules = ["rules:", "  quote-ports: # require-quotes-in-ports", "    severity: warning", "    quotes: single"];
    assert_eq!(body(&shown.out)[1..5], rules);
    let bare = run(&dir, &["init", "--from", "bare/package.json", "--stdout"]);
    assert!(bare.code == 2 && bare.err.contains("no key `dclint`"), "{}", bare.err);
    let program = run(&dir, &["init", "--from", ".dclintrc.js"]);
    assert!(program.code == 2 && program.err.contains("a program, and Plimsoll runs none"), "{}", program.err);
}

#[test]
fn compose_lints_configuration_is_converted() {
    let config = "fail_on: low\nrules:\n  CL-0001:\n    enabled: false\n    reason: |\n      SEC-1,\n      approved\n  CL-0007: {severity: HIGH}\n  CL-0006:\n    exclude_services:\n      game: switches users\n      old:\n  CL-0004: {exclude_services: [web], severity: low}\n  CL-9999: {enabled: false}\n  CL-0026: {severity: worst}\n";
    let dir = folder(&[(".compose-lint.yml", config)]);
    let shown = run(&dir, &["init", "--from", ".compose-lint.yml", "--stdout"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert_eq!(
        body(&shown.out),
        [
            "extends: [compose-lint, recommended]",
            "rules:",
            "  no-docker-socket: off # CL-0001: SEC-1, approved",
            "  read-only-root: error # CL-0007",
            "  # CL-0006 leaves out `game`: write `# plimsoll: ignore[cap-drop-all] switches users` above that service",
            "  # CL-0006 leaves out `old`: write `# plimsoll: ignore[cap-drop-all]` above that service",
            "  compose-require-image-tag: info # CL-0004",
            "  # CL-0004 leaves out `web`: write `# plimsoll: ignore[compose-require-image-tag]` above that service",
            "  # CL-9999: no rule of compose-lint's",
            "  # CL-0026: `worst` is no severity of compose-lint's",
            "# `fail_on` is no key of compose-lint's.",
            "# `high` and `critical` fail a run of compose-lint.",
            "fail-level: error",
        ]
    );
    // What is written has no mistakes.
    assert_eq!(run(&dir, &["init", "--from", ".compose-lint.yml"]).code, 0);
    let checked = run(&dir, &["check"]);
    assert!(checked.code == 0 && !checked.err.contains("invalid-config"), "{} {}", checked.out, checked.err);
}

#[test]
fn other_linters_configurations_are_pointed_out_and_not_obeyed() {
    let compose = "services:\n  web:\n    image: nginx\n";
    let dir =
        folder(&[("compose.yaml", compose), (".dclintrc", r#"{"rules": {"service-image-require-explicit-tag": 0}}"#)]);
    let found = run(&dir, &["check", "--format=concise", "--select=compose-require-image-tag"]);
    assert!(found.out.contains("compose-require-image-tag"), "{}", found.out);
    let wrote = run(&dir, &["init"]);
    assert!(
        wrote.err.contains("a `.dclintrc`, too, which is not read: `plimsoll init --force --from .dclintrc`"),
        "{}",
        wrote.err
    );
}
