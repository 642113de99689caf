//! Ignore comments, links between files, inline Dockerfiles, selections: the engine as its users meet it.

use plimsoll_core::engine::{self, Options};
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, Origin, Project};
use plimsoll_core::registry::{Registry, RuleSet, Selection};
use plimsoll_core::report::Report;
use plimsoll_core::rule::Preset;
use plimsoll_core::testing;

fn registry() -> Registry {
    Registry::new().with(plimsoll_rules::ALL)
}

fn project(case: &str) -> Project {
    testing::project(&testing::split(case, "Dockerfile"))
}

/// `path:line:column rule` of each finding.
fn found(rules: &[&str], case: &str) -> Vec<String> {
    let project = project(case);
    places(&project, &testing::run(&registry(), rules, &project))
}

fn places(project: &Project, report: &Report) -> Vec<String> {
    let place = |finding: &plimsoll_core::diagnostic::Diagnostic| {
        let file = project.file(finding.primary.file).unwrap();
        let at = file.source().position(finding.primary.span.start);
        format!("{}:{}:{} {}", file.path(), at.line, at.column, finding.rule)
    };
    report.findings.iter().map(place).collect()
}

const RULES: &[&str] = &["no-latest-tag", "unused-suppression"];

#[test]
fn each_form_of_an_ignore_comment_hides_what_it_says() {
    for comment in [
        "# plimsoll: ignore[no-latest-tag] pinned by the mirror",
        "# plimsoll: ignore[DL3007]",
        "# plimsoll: ignore[hadolint/DL3007, json-args]",
        "# plimsoll: ignore",
        "# plimsoll: ignore-file[no-latest-tag]",
        "# plimsoll: ignore-stage[no-latest-tag]",
        "# hadolint ignore=DL3007",
        "# hadolint ignore=DL3007,SC2086 # why",
        "# hadolint global ignore=DL3007",
        "#hadolint ignore = DL3007",
    ] {
        assert_eq!(found(RULES, &format!("{comment}\nFROM debian:latest\n")), Vec::<String>::new(), "{comment}");
    }
}

#[test]
fn a_comment_of_another_tool_reaches_no_further_than_in_that_tool() {
    // hadolint wants the very next line, and one wrong character makes it no pragma.
    let plain = ["Dockerfile:3:6 no-latest-tag"];
    assert_eq!(found(&["no-latest-tag"], "# hadolint ignore=DL3007\n\nFROM debian:latest\n"), plain);
    assert_eq!(found(&["no-latest-tag"], "# hadolint ignore=DL3007 please\n#\nFROM debian:latest\n"), plain);
    // What stands below a stage pragma's FROM is hidden, the FROM itself is not.
    assert_eq!(found(&["no-latest-tag"], "#\n# hadolint stage ignore=DL3007\nFROM debian:latest\n"), plain);
    // Our own form does not mind a blank line.
    assert_eq!(
        found(&["no-latest-tag"], "# plimsoll: ignore[no-latest-tag]\n\nFROM debian:latest\n"),
        Vec::<String>::new()
    );
}

#[test]
fn a_comment_that_hides_nothing_is_reported_with_its_place() {
    assert_eq!(
        found(RULES, "# plimsoll: ignore[no-latest-tag]\nFROM debian:13\n# hadolint ignore=DL3007\nRUN true\n"),
        ["Dockerfile:1:20 unused-suppression", "Dockerfile:3:19 unused-suppression"]
    );
}

#[test]
fn a_comment_that_another_tool_may_need_is_reported_only_on_request_and_never_removed() {
    let text = "# hadolint ignore=DL3007\nFROM debian:13\n";
    let project = project(text);
    let unused = |selection: &Selection| {
        let rules = RuleSet::new(&registry(), selection).0;
        let mut findings = engine::check(&project.link(), &rules.into(), &Options::default()).findings;
        findings.retain(|finding| finding.rule == "unused-suppression");
        findings
    };
    assert_eq!(unused(&Selection::default()), []);
    let found = unused(&Selection { preset: Some(Preset::Strict), ..Selection::default() });
    assert_eq!(found.len(), 1);
    assert!(found[0].fixes.iter().all(|fix| fix.applicability == plimsoll_core::fix::Applicability::DisplayOnly));
}

#[test]
fn a_comment_for_a_rule_that_did_not_run_is_not_called_unused() {
    assert_eq!(
        found(RULES, "# plimsoll: ignore[unknown-instruction]\n# hadolint ignore=DL3059,SC1091\nFROM debian:13\n"),
        Vec::<String>::new()
    );
}

#[test]
fn a_misspelt_rule_in_a_comment_is_reported() {
    let project = project("# plimsoll: ignore[no-latest-tga]\nFROM debian:13\n");
    let report = testing::run(&registry(), RULES, &project);
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].message, "no rule is called `no-latest-tga`");
    assert_eq!(report.findings[0].help.as_deref(), Some("did you mean `no-latest-tag`?"));
}

#[test]
fn in_yaml_a_comment_holds_for_its_node_with_all_that_is_in_it() {
    let rules = &["compose-require-image-tag", "unused-suppression"];
    let case =
        |before: &str, behind: &str| format!("==> compose.yaml\nservices:\n{before}  web:\n    image: nginx{behind}\n");
    assert_eq!(found(rules, &case("", "")), ["compose.yaml:3:12 compose-require-image-tag"]);
    assert_eq!(found(rules, &case("  # plimsoll: ignore[compose-require-image-tag] why\n", "")), Vec::<String>::new());
    assert_eq!(found(rules, &case("", " # plimsoll: ignore[compose-require-image-tag]")), Vec::<String>::new());
    assert_eq!(
        found(
            rules,
            "==> compose.yaml\nservices:\n  # plimsoll: ignore[compose-require-image-tag]\n  a:\n    image: x:1\n  b:\n    image: y\n"
        ),
        ["compose.yaml:2:22 unused-suppression", "compose.yaml:6:12 compose-require-image-tag"]
    );
}

#[test]
fn comments_in_the_form_of_dclint_hide_what_dclint_would() {
    let rules = &["compose-require-image-tag", "service-keys-order", "require-project-name", "no-privileged"];
    let case = |top: &str, above: &str, behind: &str, below: &str| {
        format!(
            "==> compose.yaml\n{top}services:\n  web:\n    privileged: true\n{above}    image: nginx{behind}\n{below}  db:\n    image: postgres\n"
        )
    };
    let lines = |top: &str, above: &str, behind: &str, below: &str| -> Vec<String> {
        let found = found(rules, &case(top, above, behind, below));
        found.into_iter().map(|place| place.replace("compose.yaml:", "")).collect()
    };
    let (name, host, order, web, db) = (
        "1:1 require-project-name",
        "3:17 no-privileged",
        "4:5 service-keys-order",
        "4:12 compose-require-image-tag",
        "6:12 compose-require-image-tag",
    );
    assert_eq!(lines("", "", "", ""), [name, host, order, web, db]);
    assert_eq!(lines("", "", " # dclint disable-line", ""), [name, host, db]);
    assert_eq!(lines("", "", " # dclint disable-line service-keys-order", ""), [name, host, web, db]);
    assert_eq!(
        lines("", "", " # dclint disable-line service-keys-order, no-privileged -- why", ""),
        [name, host, web, db]
    );
    let moved = ["1:1 require-project-name", "3:17 no-privileged", "7:12 compose-require-image-tag"];
    assert_eq!(lines("", "    # dclint disable-line\n", "", ""), moved);
    assert_eq!(lines("", "    # dclint disable-next-line\n", "", ""), moved);
    assert_eq!(lines("", "    # dclint disable\n", "", "  # dclint enable\n")[2..], ["8:12 compose-require-image-tag"]);
    // dclint's rules alone are meant.
    let all = ["4:17 no-privileged"];
    for comment in ["# dclint disable\n", "# dclint disable-file\n"] {
        assert_eq!(lines(comment, "", "", ""), all, "{comment}");
    }
    let tags = "# dclint disable service-image-require-explicit-tag require-project-name-field\n";
    assert_eq!(lines(tags, "", "", ""), ["4:17 no-privileged", "5:5 service-keys-order"]);
    let enabled = "  # dclint enable service-image-require-explicit-tag\n";
    assert_eq!(
        lines(tags, "", "", enabled),
        ["4:17 no-privileged", "5:5 service-keys-order", "8:12 compose-require-image-tag"]
    );
    assert_eq!(lines("# dclint disables\n", "", "", "").len(), 5);
}

#[test]
fn a_comment_in_the_form_of_dclint_at_a_list_holds_for_its_items() {
    let case = |behind: &str| {
        format!(
            "==> compose.yaml\nservices:\n  web:\n    image: nginx:1\n    ports:{behind}\n      - 80:80\n    init: true\n"
        )
    };
    assert_eq!(found(&["quote-ports"], &case("")).len(), 1);
    assert_eq!(found(&["quote-ports"], &case(" # dclint disable-line require-quotes-in-ports")), Vec::<String>::new());
    let text = case("").replace("  web:", "  web: # dclint disable-line");
    assert_eq!(found(&["quote-ports"], &text).len(), 1, "{text}");
}

#[test]
fn ignore_comments_can_be_overruled() {
    let project = project("# plimsoll: ignore\nFROM debian:latest\n");
    let rules =
        RuleSet::new(&registry(), &Selection { select: vec!["no-latest-tag".to_owned()], ..Selection::default() }).0;
    let report = engine::check(&project.link(), &rules.into(), &Options { inline_ignores: false });
    assert_eq!(places(&project, &report), ["Dockerfile:2:6 no-latest-tag"]);
}

#[test]
fn an_inline_dockerfile_is_linted_where_it_stands() {
    let case = "==> compose.yaml\nservices:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM debian:latest\n        RUNN x\n";
    assert_eq!(
        found(&["no-latest-tag", "unknown-instruction"], case),
        ["compose.yaml:5:14 no-latest-tag", "compose.yaml:6:9 unknown-instruction"]
    );
}

#[test]
fn an_inline_dockerfile_is_fixed_only_where_its_bytes_are_its_own() {
    let fixes = |inline: &str| {
        let project =
            project(&format!("==> compose.yaml\nservices:\n  web:\n    build:\n      dockerfile_inline: {inline}\n"));
        let report = testing::run(&registry(), &["json-args"], &project);
        assert_eq!(report.findings.len(), 1, "{inline}");
        report.findings[0].fixes.len()
    };
    assert_eq!(fixes("|\n        FROM alpine:3.22\n        CMD sleep 60"), 1);
    assert_eq!(fixes("\"FROM alpine:3.22\\nCMD sleep 60\\n\""), 0);
}

#[test]
fn an_ignore_comment_inside_an_inline_dockerfile_holds() {
    let case = "==> compose.yaml\nservices:\n  web:\n    build:\n      dockerfile_inline: |\n        # hadolint ignore=DL3007\n        FROM debian:latest\n";
    assert_eq!(found(&["no-latest-tag"], case), Vec::<String>::new());
}

#[test]
fn links_follow_context_dockerfile_and_target() {
    let project = project(
        "==> compose.yaml\nservices:\n  a: { build: ./api }\n  b:\n    build:\n      context: .\n      dockerfile: docker/b.Dockerfile\n      target: RUNTIME\n  c: { build: { context: \"${DIR}\" } }\n  d: { build: https://example.org/x.git }\n==> api/Dockerfile\nFROM a:1\n==> docker/b.Dockerfile\nFROM a:1 AS runtime\nFROM a:1 AS test\n",
    );
    let linked = project.link();
    let stages: Vec<Option<u32>> = linked.builds().iter().map(|build| build.stage.clone().known()).collect();
    assert_eq!(stages, [Some(0), Some(0), None, None]);
    let second = project.by_path(&RelPath::new("docker/b.Dockerfile")).unwrap();
    assert_eq!(linked.final_stages(second), [0]);
}

#[test]
fn a_project_asks_for_the_files_its_services_name_and_no_others() {
    let mut project = Project::new();
    let text = "services:\n  a:\n    build: ./api\n  b:\n    extends: { file: common.yaml, service: base }\n  c:\n    build: ../outside\n";
    project.insert(File::parse(RelPath::new("deploy/compose.yaml"), text.as_bytes().to_vec()), Origin::Given);
    let (usual, named): (Vec<RelPath>, Vec<RelPath>) = project.wanted().into_iter().partition(Project::is_optional);
    let named: Vec<&str> = named.iter().map(RelPath::as_str).collect();
    assert_eq!(named, ["deploy/api/Dockerfile", "deploy/common.yaml", "outside/Dockerfile"]);
    // Other default files, those over them, and `.env`.
    assert_eq!(usual.len(), 8);
    for path in usual {
        project.absent(path);
    }
    let entry = b"FROM a:1\nCOPY run.sh /usr/bin/\nENTRYPOINT [\"/usr/bin/run.sh\"]\n".to_vec();
    project.insert(File::parse(RelPath::new("deploy/api/Dockerfile"), entry), Origin::Neighbour);
    project.absent(RelPath::new("outside/Dockerfile"));
    project.absent(RelPath::new("deploy/common.yaml"));
    let wanted: Vec<String> = project.wanted().iter().map(ToString::to_string).collect();
    assert_eq!(wanted, ["deploy/api/.dockerignore", "deploy/api/Dockerfile.dockerignore", "deploy/api/run.sh"]);
}

#[test]
fn a_dockerfile_of_any_name_is_one_when_a_service_builds_it() {
    let case = "==> compose.yaml\nservices:\n  a:\n    build: { context: ., dockerfile: build/recipe.txt }\n==> build/recipe.txt\nFROM debian:latest\n";
    assert_eq!(found(&["no-latest-tag"], case), ["build/recipe.txt:1:6 no-latest-tag"]);
}

#[test]
fn findings_in_a_neighbour_are_not_reported() {
    let mut project = Project::new();
    project
        .insert(File::parse(RelPath::new("compose.yaml"), b"services:\n  a:\n    build: .\n".to_vec()), Origin::Given);
    project.insert(File::parse(RelPath::new("Dockerfile"), b"FROM debian:latest\n".to_vec()), Origin::Neighbour);
    let report = testing::run(&registry(), &["no-latest-tag"], &project);
    assert_eq!(places(&project, &report), Vec::<String>::new());
}

#[test]
fn unreadable_files_are_findings_and_the_rest_is_linted() {
    let mut project = Project::new();
    let mut add = |path: &str, bytes: Vec<u8>| project.insert(File::parse(RelPath::new(path), bytes), Origin::Given);
    add("a/Dockerfile", b"FROM debian\0".to_vec());
    add("b/Dockerfile", vec![b'#'; (4 << 20) + 1]);
    add("c/Dockerfile", b"FROM debian:latest\n# caf\xe9\n".to_vec());
    let rules = ["no-latest-tag", "unreadable-input"];
    let report = testing::run(&registry(), &rules, &project);
    assert_eq!(
        places(&project, &report),
        [
            "a/Dockerfile:1:1 unreadable-input",
            "b/Dockerfile:1:1 unreadable-input",
            "c/Dockerfile:1:6 no-latest-tag",
            "c/Dockerfile:2:6 unreadable-input"
        ]
    );
}

#[test]
fn rules_are_selected_by_id_alias_category_and_preset() {
    let select = |selection: &Selection| {
        let (set, unknown) = RuleSet::new(&registry(), selection);
        let ids: Vec<&str> = set.rules().iter().map(|enabled| enabled.rule.meta.id).collect();
        (ids, unknown)
    };
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let one = Selection { select: words(&["dl3007"]), ..Selection::default() };
    assert_eq!(select(&one).0, ["no-latest-tag"]);
    let (ids, _) =
        select(&Selection { select: words(&["syntax"]), ignore: words(&["parse-error"]), ..Selection::default() });
    assert!(ids.contains(&"unknown-instruction") && !ids.contains(&"parse-error"), "{ids:?}");
    let (recommended, strict) = (
        select(&Selection::default()).0,
        select(&Selection { preset: Some(Preset::Strict), ..Selection::default() }).0,
    );
    assert!(recommended.iter().all(|id| strict.contains(id)) && strict.len() > recommended.len());
    let (_, unknown) = select(&Selection { ignore: words(&["no-latest-tga", "DL3061"]), ..Selection::default() });
    assert_eq!(unknown.len(), 1);
    assert_eq!(unknown[0].suggestion.as_deref(), Some("no-latest-tag"));
}

#[test]
fn build_arguments_of_services_reach_the_dockerfile() {
    let case = |args: &str| {
        format!(
            "==> compose.yaml\nservices:\n  a:\n    build:\n      context: .\n{args}==> Dockerfile\nARG TAG=13\nFROM debian:${{TAG}}\n"
        )
    };
    assert_eq!(found(&["no-latest-tag"], &case("")), Vec::<String>::new());
    assert_eq!(found(&["no-latest-tag"], &case("      args: { TAG: latest }\n")), ["Dockerfile:2:6 no-latest-tag"]);
    assert_eq!(found(&["no-latest-tag"], &case("      args: { TAG: \"${TAG}\" }\n")), Vec::<String>::new());
}

#[test]
fn stages_inherit_shell_and_variables_from_the_stages_they_build_upon() {
    let case = "ARG TAG=latest\nFROM debian:13 AS base\nENV A=1\nFROM base AS next\nENV B=${A}2\nFROM debian:$TAG\n";
    let project = project(case);
    let linked = project.link();
    let (id, file) = project.files().next().unwrap();
    let facts = linked.facts(id).unwrap();
    let dockerfile = file.dockerfile().unwrap();
    let last_of_next = dockerfile.stage(1).unwrap().instructions().last().unwrap();
    assert_eq!(facts.variables().lookup(Some(1), last_of_next.index() + 1, "B").known().as_deref(), Some("12"));
    assert!(
        facts.variables().lookup(Some(1), u32::MAX, "PATH").is_unknown(),
        "the image's environment is not ours to see"
    );
    assert!(
        facts.variables().lookup(Some(1), u32::MAX, "TAG").is_unknown()
            || facts.variables().lookup(Some(1), u32::MAX, "TAG").is_absent()
    );
    assert_eq!(found(&["no-latest-tag"], case), ["Dockerfile:6:6 no-latest-tag"]);
}

fn of_preset(preset: Preset, case: &str) -> Vec<String> {
    let project = project(case);
    let (rules, _) = RuleSet::new(&registry(), &Selection { preset: Some(preset), ..Selection::default() });
    places(&project, &engine::check(&project.link(), &rules.into(), &Options::default()))
}

#[test]
fn a_finding_stands_where_the_preset_s_own_tool_puts_it() {
    let case = "FROM ghcr.io/acme/base:1\nCMD [\"a\"]\nCMD [\"b\"]\n";
    for (preset, line) in [(Preset::Recommended, 2), (Preset::Buildkit, 2), (Preset::Hadolint, 3)] {
        assert_eq!(of_preset(preset, case), [format!("Dockerfile:{line}:1 single-cmd")], "{preset:?}");
    }
    // The comment holds at either of them.
    let hidden = "FROM ghcr.io/acme/base:1\nCMD [\"a\"]\n# hadolint ignore=DL4003\nCMD [\"b\"]\n";
    assert_eq!(of_preset(Preset::Recommended, hidden), Vec::<String>::new());
    let hidden = "# check=skip=MultipleInstructionsDisallowed\nFROM ghcr.io/acme/base:1\nCMD [\"a\"]\nCMD [\"b\"]\n";
    assert_eq!(of_preset(Preset::Buildkit, hidden), Vec::<String>::new());
}

#[test]
fn weak_findings_are_made_on_request_only() {
    let case = "FROM ghcr.io/acme/base:1\nWORKDIR /app\nWORKDIR src\nHEALTHCHECK CMD /check.sh\nCMD [\"a\"]\n";
    let both = ["Dockerfile:3:9 absolute-workdir", "Dockerfile:4:17 json-args"];
    assert_eq!(of_preset(Preset::Recommended, case), Vec::<String>::new());
    assert_eq!(of_preset(Preset::Buildkit, case), Vec::<String>::new());
    assert_eq!(of_preset(Preset::Hadolint, case), both);
    assert_eq!(found(&["absolute-workdir", "json-args"], case), both);
}

/// The lines at which a rule of missing hardening speaks.
fn lines_of(rule: &str, found: &[String]) -> Vec<String> {
    let of_rule = found.iter().filter_map(|finding| finding.strip_suffix(rule)?.strip_suffix(' '));
    of_rule.map(|place| place.split(':').nth(1).unwrap_or_default().to_owned()).collect()
}

#[test]
fn files_for_development_are_spared_under_our_own_presets_only() {
    let service = "services:\n  web:\n    image: nginx:1.29.3\n";
    let of = |preset, name: &str| lines_of("cap-drop-all", &of_preset(preset, &format!("==> {name}\n{service}")));
    for name in ["compose.dev.yaml", "compose.test.yaml"] {
        assert_eq!(of(Preset::Recommended, name), Vec::<String>::new(), "{name}");
        for preset in [Preset::Strict, Preset::All, Preset::ComposeLint] {
            assert_eq!(of(preset, name), ["2"], "{name} {preset:?}");
        }
        assert_eq!(found(&["cap-drop-all"], &format!("==> {name}\n{service}")).len(), 1, "{name}");
    }
    assert_eq!(of(Preset::Recommended, "compose.yaml"), ["2"]);
}

#[test]
fn what_is_weak_but_true_is_told_to_users_of_the_tool_that_tells_it() {
    let case = "==> compose.yaml\nservices:\n  job:\n    image: nginx:alpine\n    restart: \"no\"\n    cpu_shares: 5\n";
    for (rule, line) in [("memory-limit", "2"), ("cpu-limit", "5")] {
        for preset in [Preset::Recommended, Preset::Strict] {
            assert_eq!(lines_of(rule, &of_preset(preset, case)), Vec::<String>::new(), "{rule} {preset:?}");
        }
        for preset in [Preset::All, Preset::ComposeLint] {
            assert_eq!(lines_of(rule, &of_preset(preset, case)), [line], "{rule} {preset:?}");
        }
    }
    // One of the two tells of the tag: there the one that the tool's own rule is.
    let pin = |preset| lines_of("compose-pin-image-digest", &of_preset(preset, case));
    let tag = |preset| lines_of("compose-require-image-tag", &of_preset(preset, case));
    assert_eq!((pin(Preset::All), tag(Preset::All)), (vec![], vec!["3".to_owned()]));
    assert_eq!((pin(Preset::ComposeLint), tag(Preset::ComposeLint)), (vec!["3".to_owned()], vec![]));
}
