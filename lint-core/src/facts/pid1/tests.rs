use super::*;
use crate::project::Project;
use crate::testing;

fn with_project<T>(case: &str, ask: impl FnOnce(&Project) -> T) -> T {
    ask(&testing::project(&testing::split(case, "Dockerfile")))
}

/// The first process of the last stage.
fn stage(case: &str) -> FirstProcess {
    with_project(case, |project| {
        let linked = project.link();
        let file = project.files().find(|(_, file)| file.dockerfile().is_some()).unwrap().0;
        let cx = DockerfileCx::new(&linked, file).unwrap();
        of_stage(&cx, cx.facts.stages().last().unwrap())
    })
}

fn kind(lines: &str) -> Kind {
    stage(&format!("FROM debian:13\n{lines}\n")).kind
}

fn stays(lines: &str) -> Option<String> {
    stage(&format!("FROM debian:13\n{lines}\n")).last_command().map(|last| last.text.clone())
}

#[test]
fn the_exec_form_of_a_program_is_the_program() {
    assert_eq!(kind("CMD [\"node\", \"a.js\"]"), Kind::Program);
    assert_eq!(kind("ENTRYPOINT [\"gosu\", \"app\", \"server\"]"), Kind::Program);
    assert_eq!(kind("ENTRYPOINT [\"tini\", \"--\"]\nCMD [\"npm\", \"start\"]"), Kind::Init);
    assert_eq!(kind("CMD [\"npm\", \"start\"]"), Kind::Runner);
    assert_eq!(kind("CMD [\"supervisord\", \"-n\"]"), Kind::Supervisor);
    assert_eq!(kind("ENTRYPOINT [\"/not-here/entrypoint.sh\"]\nCMD [\"supervisord\"]"), Kind::Supervisor);
    assert_eq!(kind("CMD [\"sleep\", \"2\"]"), Kind::Unknown);
    assert_eq!(kind("CMD [\"sleep\", \"infinity\"]"), Kind::Idle);
    assert_eq!(kind("RUN true"), Kind::Unknown);
}

#[test]
fn a_shell_stays_unless_it_is_replaced() {
    assert_eq!(stays("CMD node a.js").as_deref(), Some("node a.js"));
    assert_eq!(stays("CMD [\"sh\", \"-c\", \"migrate && serve --all\"]").as_deref(), Some("serve --all"));
    assert_eq!(kind("CMD exec node a.js"), Kind::Program);
    assert_eq!(kind("CMD [\"sh\", \"-c\", \"migrate && exec serve\"]"), Kind::Program);
    assert_eq!(kind("CMD [\"sh\", \"-c\", \"exec npm start\"]"), Kind::Runner);
    assert_eq!(kind("CMD trap 'kill %1' TERM; serve & wait"), Kind::Unknown);
    assert!(matches!(kind("CMD while true; do sync-all; sleep 60; done"), Kind::Shell(ShellStays::Busy(_))));
}

#[test]
fn bash_and_ash_replace_themselves_by_an_only_command() {
    assert_eq!(kind("CMD [\"bash\", \"-c\", \"serve --all\"]"), Kind::Program);
    assert_eq!(kind("CMD [\"bash\", \"-c\", \"sleep 5000\"]"), Kind::Idle);
    assert_eq!(stage("FROM alpine:3.24\nCMD serve --all\n").kind, Kind::Program);
    assert_eq!(stays("CMD [\"sh\", \"-c\", \"serve\"]").as_deref(), Some("serve"));
}

#[test]
fn a_copied_script_is_read() {
    let case = |script: &str| {
        format!(
            "FROM debian:13\nCOPY start.sh /start.sh\nENTRYPOINT [\"/start.sh\"]\nCMD [\"npm\", \"start\"]\n==> start.sh\n{script}\n"
        )
    };
    assert_eq!(stage(&case("#!/bin/sh\nset -e\nexec \"$@\"")).kind, Kind::Runner);
    assert_eq!(stage(&case("#!/bin/sh\nserve \"$@\"")).last_command().unwrap().text, "serve \"$@\"");
    assert_eq!(stage(&case("#!/bin/sh\n\"$@\"")).last_command().unwrap().text, "\"$@\"");
    assert_eq!(stage(&case("#!/usr/bin/python3\nserve()")).kind, Kind::Program);
    assert_eq!(stage(&case("#!/usr/bin/dumb-init /bin/sh\nserve")).kind, Kind::Init);
    assert_eq!(stage(&case("#!/bin/sh\nif x; then\n exec a\nfi\nmain() { exec b; }\nmain")).kind, Kind::Unknown);
}

#[test]
fn services_started_on_the_way_are_counted() {
    assert_eq!(stage("FROM debian:13\nCMD service a start && service b start && tail -f /dev/null\n").daemons.len(), 2);
    assert_eq!(stage("FROM debian:13\nCMD cron & exec serve\n").services(), 2);
    assert_eq!(stage("FROM debian:13\nCMD (sleep 5; warm-up) & exec serve\n").services(), 1);
}

#[test]
fn a_service_may_replace_what_its_image_runs() {
    let of = |service: &str| {
        let case = format!("==> compose.yaml\nservices:\n  web:\n    image: acme/web:1\n{service}");
        with_project(&case, |project| {
            let linked = project.link();
            let yaml = project.file(FileId(0)).unwrap().yaml().unwrap();
            let compose = crate::compose::read(yaml);
            let cx = ComposeCx {
                linked: &linked,
                file: FileId(0),
                load: linked.loads_of(FileId(0))[0],
                yaml,
                compose: &compose,
                role: crate::compose::Role::Main,
                is_stack: false,
                facts: &crate::facts::ComposeFacts::default(),
            };
            let at = cx.services().next().unwrap();
            of_service(&cx, &at).kind
        })
    };
    assert_eq!(of("    command: npm start\n"), Kind::Runner);
    assert_eq!(of("    command: serve --all\n"), Kind::Program);
    assert_eq!(of("    entrypoint: [tini, --]\n    command: sh -c \"a && b\"\n"), Kind::Init);
    assert_eq!(of(""), Kind::Unknown);
    assert!(matches!(of("    command: sh -c \"a && b $$X\"\n"), Kind::Shell(ShellStays::Last(_))));
    assert_eq!(of("    entrypoint: /bin/sh -c\n    command: [mkdir a]\n"), Kind::Unknown);
    assert!(matches!(of("    entrypoint: sh\n    command: -c 'a && b'\n"), Kind::Shell(ShellStays::Last(_))));
    assert!(matches!(of("    entrypoint: /bin/sh -c\n    command: [a; b]\n"), Kind::Shell(ShellStays::Last(_))));
    assert_eq!(of("    command: sh -c 'only one'\n"), Kind::Unknown);
    assert_eq!(of("    command: npm run build\n"), Kind::Unknown);
    assert!(matches!(
        of("    command:\n      - sh\n      - -c\n      - |\n        a\n        b\n"),
        Kind::Shell(ShellStays::Last(_))
    ));
}
