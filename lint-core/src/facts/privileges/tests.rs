use super::*;
use crate::project::{File, Origin, Project};

fn answer(dockerfile: &str, script: Option<&str>) -> Know<bool> {
    let mut project = Project::new();
    let mut insert = |path: &str, text: &str| {
        project.insert(File::parse(RelPath::new(path), text.as_bytes().to_vec()), Origin::Given)
    };
    let file = insert("app/Dockerfile", dockerfile);
    if let Some(script) = script {
        insert("app/run/entrypoint.sh", script);
    }
    let linked = project.link();
    let cx = DockerfileCx::new(&linked, file).unwrap();
    cx.steps_down(cx.facts.stages().last().unwrap())
}

fn of(start: &str) -> Know<bool> {
    answer(&format!("FROM debian:13\n{start}\n"), None)
}

#[test]
fn a_launcher_in_the_command_steps_down() {
    for start in [
        r#"ENTRYPOINT ["gosu", "app", "server"]"#,
        r#"ENTRYPOINT ["/sbin/tini", "--", "/usr/bin/su-exec", "app", "server"]"#,
        "CMD exec su-exec app server",
        r#"CMD ["sh", "-c", "setpriv --reuid 5 server"]"#,
        r#"CMD ["su", "app", "-c", "server"]"#,
        "CMD chroot --userspec=5 / server",
        r#"ENTRYPOINT ["/init"]"#,
        r#"CMD ["/usr/sbin/sshd", "-D"]"#,
        r#"CMD ["php-fpm8.4", "-F"]"#,
        "CMD nginx -g 'daemon off;'",
    ] {
        assert_eq!(of(start), Know::Known(true), "{start}");
    }
}

#[test]
fn a_plain_program_does_not() {
    for start in [r#"CMD ["server", "su"]"#, "CMD server --init", "ENTRYPOINT server", "CMD chroot / server", ""] {
        assert_eq!(of(start), Know::Known(false), "{start}");
    }
}

#[test]
fn a_script_of_the_context_decides() {
    let text = "FROM debian:13\nCOPY run/entrypoint.sh /\nENTRYPOINT [\"/entrypoint.sh\"]\n";
    assert_eq!(answer(text, Some("#!/bin/sh\nexec gosu app \"$@\"\n")), Know::Known(true));
    assert_eq!(answer(text, Some("#!/bin/sh\nexec \"$@\"\n")), Know::Known(false));
    assert!(answer(text, None).is_unknown());
    let inherited =
        "FROM debian:13 AS a\nCOPY run/entrypoint.sh /\nRUN true\nFROM a\nENTRYPOINT [\"/entrypoint.sh\"]\n";
    assert_eq!(answer(inherited, Some("su -s /bin/sh app\n")), Know::Known(true));
    let heredoc =
        "FROM debian:13\nCOPY <<E /entrypoint.sh\nexec chpst -u app server\nE\nENTRYPOINT [\"/entrypoint.sh\"]\n";
    assert_eq!(answer(heredoc, None), Know::Known(true));
}

#[test]
fn a_known_image_brings_its_entrypoint() {
    assert_eq!(answer("FROM postgres:17\nCMD [\"postgres\"]\n", None), Know::Known(true));
    assert_eq!(answer("FROM postgres:17\nENTRYPOINT [\"postgres\"]\n", None), Know::Known(false));
    assert!(answer("FROM example.com/x:1\nCMD [\"server\"]\n", None).is_unknown());
    assert_eq!(answer("FROM scratch\nCMD [\"/server\"]\n", None), Know::Known(false));
}

#[test]
fn a_script_comes_with_the_whole_context() {
    let read = |copy: &str, start: &str| {
        answer(&format!("FROM debian:13\n{copy}\nENTRYPOINT [\"{start}\"]\n"), Some("exec gosu app \"$@\"\n"))
    };
    assert_eq!(read("COPY . /srv", "/srv/run/entrypoint.sh"), Know::Known(true));
    assert_eq!(read("WORKDIR /srv\nCOPY . .", "./run/entrypoint.sh"), Know::Known(true));
    assert_eq!(read("WORKDIR /srv\nCOPY . .", "/srv/run/entrypoint.sh"), Know::Known(true));
    assert_eq!(read("COPY . /", "/run/entrypoint.sh"), Know::Known(true));
    assert!(read("COPY . /srv", "/other/run/entrypoint.sh").is_unknown());
    assert!(read("WORKDIR /srv\nCOPY . .", "entrypoint.sh").is_unknown());
}

#[test]
fn a_script_without_an_extension_is_read_too() {
    let text = "FROM debian:13\nCOPY run/start /usr/bin/start\nENTRYPOINT [\"start\"]\n";
    assert!(answer(text, None).is_unknown());
    let text = text.replace("run/start", "run/entrypoint.sh");
    assert_eq!(answer(&text, Some("exec gosu app\n")), Know::Known(true));
    assert_eq!(answer(&text, Some("exec server\n")), Know::Known(false));
    assert_eq!(
        answer(&text.replace("COPY", "COPY --from=build"), None),
        Know::Known(false),
        "a program of another stage"
    );
}

#[test]
fn what_an_entrypoint_starts_is_cmd() {
    assert!(of("ENTRYPOINT [\"tini\", \"--\"]\nCMD [\"/start.sh\"]").is_unknown());
    assert!(of("ENTRYPOINT []\nCMD [\"tini\", \"--\", \"/start.sh\"]").is_unknown());
    assert_eq!(of("ENTRYPOINT [\"tini\", \"--\"]\nCMD [\"gosu\", \"app\", \"server\"]"), Know::Known(true));
    assert_eq!(of("CMD [\"memcached\", \"-u\", \"daemon\"]"), Know::Known(true));
    assert_eq!(of("CMD mysqld_safe --user=mysql"), Know::Known(true));
    assert_eq!(of("CMD [\"memcached\"]"), Know::Known(false));
}

#[test]
fn a_program_that_comes_with_files_we_do_not_see_may_step_down() {
    assert!(of("COPY --chmod=755 scripts/start* /image/scripts/\nENTRYPOINT [\"/image/scripts/start\"]").is_unknown());
    assert!(of("ADD rootfs /\nENTRYPOINT [\"/usr/bin/run\"]").is_unknown());
    assert_eq!(of("COPY app.conf /etc/app/\nENTRYPOINT [\"/usr/bin/server\"]"), Know::Known(false));
    assert_eq!(of("COPY --from=build /out /opt/\nENTRYPOINT [\"/opt/server\"]"), Know::Known(false));
}

#[test]
fn a_launcher_that_is_installed_is_there_for_something() {
    assert!(of("RUN apt-get install -y gosu\nENTRYPOINT [\"/usr/bin/server\"]").is_unknown());
    assert!(of("COPY --from=tianon/gosu /gosu /usr/local/bin/\nCMD [\"server\"]").is_unknown());
}
