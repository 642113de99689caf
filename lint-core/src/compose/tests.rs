use super::*;
use std::sync::Arc;

fn yaml(text: &str) -> Yaml {
    crate::yaml::parse(Arc::from(text))
}

/// A file with one service `a` of these lines.
fn one(lines: &str) -> Yaml {
    yaml(&format!("services:\n  a:\n    {}\n", lines.replace('\n', "\n    ")))
}

fn known<'v>(value: Option<&'v Value<'_>>) -> Option<&'v str> {
    value.and_then(Value::known)
}

#[test]
fn a_service_is_small() {
    assert!(size_of::<Service<'_>>() <= 1536, "{}", size_of::<Service<'_>>());
}

#[test]
fn scalars_are_read_with_their_places() {
    let tree = one("image: \"nginx:1.27\"\nprivileged: yes\nmem_limit: 1.5g\nstop_grace_period: 1m30s\ncpus: 0.5");
    let compose = read(&tree);
    let a = compose.service("a").unwrap();
    assert_eq!(known(a.image.as_deref()), Some("nginx:1.27"));
    assert_eq!(a.image.as_ref().unwrap().span.of(tree.text()), "\"nginx:1.27\"");
    assert_eq!(a.key_span.of(tree.text()), "a");
    assert_eq!(a.privileged.as_ref().unwrap().bool(), Know::Known(true));
    assert_eq!(a.mem_limit.as_ref().unwrap().bytes(), Know::Known(1_610_612_736));
    assert_eq!(a.stop_grace_period.as_ref().unwrap().duration_ms(), Know::Known(90_000));
    assert_eq!(a.cpus.as_ref().unwrap().number(), Know::Known(0.5));
}

#[test]
fn a_variable_makes_a_value_unknown_but_its_default_is_at_hand() {
    let tree = one("image: nginx:${TAG:-1.27}\nuser: ${UID}");
    let compose = read(&tree);
    let image = compose.services[0].image.as_ref().unwrap();
    assert_eq!(image.text(), Know::Unknown(Why::Variable("TAG".into())));
    assert_eq!(image.text_with_defaults().known().as_deref(), Some("nginx:1.27"));
    assert!(compose.services[0].user.as_ref().unwrap().text_with_defaults().is_unknown());
}

#[test]
fn environment_has_the_same_pairs_in_both_forms() {
    for lines in ["environment:\n  A: 1\n  B: x=y\n  C:", "environment:\n  - A=1\n  - \"B=x=y\"\n  - C"] {
        let tree = one(lines);
        let compose = read(&tree);
        let pairs: Vec<_> =
            compose.services[0].environment.iter().map(|pair| (&*pair.name, known(pair.value.as_ref()))).collect();
        assert_eq!(pairs, [("A", Some("1")), ("B", Some("x=y")), ("C", None)]);
        let b = &compose.services[0].environment[1];
        assert_eq!((b.name_span.of(tree.text()), b.value.as_ref().unwrap().span.of(tree.text())), ("B", "x=y"));
    }
}

#[test]
fn ports_have_their_parts_in_every_form() {
    let parts = |lines: &str| {
        let tree = one(&format!("ports:\n  - {lines}"));
        let compose = read(&tree);
        let port = &compose.services[0].ports[0];
        let text = |value: &Option<Value<'_>>| value.as_ref().map(|value| value.raw.to_owned()).unwrap_or_default();
        [text(&port.host_ip), text(&port.published), text(&port.target), text(&port.protocol)]
    };
    assert_eq!(parts("80"), ["", "", "80", ""]);
    assert_eq!(parts("\"8080:80/udp\""), ["", "8080", "80", "udp"]);
    assert_eq!(parts("\"127.0.0.1:8080:80\""), ["127.0.0.1", "8080", "80", ""]);
    assert_eq!(parts("\"127.0.0.1::80\""), ["127.0.0.1", "", "80", ""]);
    assert_eq!(parts("\"[::1]:8080-8081:80-81\""), ["::1", "8080-8081", "80-81", ""]);
    assert_eq!(parts("\"${P:-80}:80\""), ["", "${P:-80}", "80", ""]);
    assert_eq!(parts("{target: 80, published: \"81\", host_ip: ::1, protocol: tcp}"), ["::1", "81", "80", "tcp"]);
}

#[test]
fn a_variable_may_hold_the_address_of_a_port() {
    let address = |port: &str| read(&one(&format!("ports: [\"{port}\"]"))).services[0].ports[0].address();
    assert_eq!(address("80:80"), Know::Absent);
    assert!(address("${P}:80").is_unknown());
    assert_eq!(address("${P:-8080}:80"), Know::Absent);
    assert_eq!(address("${P:-127.0.0.1:8080}:80"), Know::Known("127.0.0.1".into()));
    assert_eq!(address("127.0.0.1:${P}:80"), Know::Known("127.0.0.1".into()));
    assert_eq!(address("${IP:-0.0.0.0}:1:80"), Know::Known("0.0.0.0".into()));
}

#[test]
fn mounts_have_their_kind_in_every_form() {
    use MountKind::{Anonymous, Bind, Tmpfs, Volume};
    let kind = |mount: &str| read(&one(&format!("volumes:\n  - {mount}"))).services[0].volumes[0].kind.clone();
    assert_eq!(kind("./x:/y"), Know::Known(Bind));
    assert_eq!(kind("~/x:/y:ro"), Know::Known(Bind));
    assert_eq!(kind("'C:\\x:/y'"), Know::Known(Bind));
    assert_eq!(kind("data:/y"), Know::Known(Volume));
    assert_eq!(kind("/y"), Know::Known(Anonymous));
    assert_eq!(kind("${D:-./x}:/y"), Know::Known(Bind));
    assert_eq!(kind("${D}/x:/y"), Know::Known(Bind));
    assert!(kind("${D}:/y").is_unknown());
    assert_eq!(kind("{type: tmpfs, target: /t, tmpfs: {size: 1m}}"), Know::Known(Tmpfs));
    assert_eq!(kind("{type: volume, target: /t}"), Know::Known(Anonymous));
}

#[test]
fn the_parts_of_a_mount_have_their_places() {
    let tree = one(
        "volumes:\n  - \"/var/run/docker.sock:/sock:ro,z,rslave\"\n  - {type: bind, source: /a, target: /b, read_only: true}\ntmpfs: /run:size=1m,exec",
    );
    let compose = read(&tree);
    let mount = &compose.services[0].volumes[0];
    assert_eq!(mount.source.as_ref().unwrap().span.of(tree.text()), "/var/run/docker.sock");
    assert_eq!(mount.target.as_ref().unwrap().span.of(tree.text()), "/sock");
    assert_eq!(mount.options.iter().map(|(_, span)| span.of(tree.text())).collect::<Vec<_>>(), ["ro", "z", "rslave"]);
    assert_eq!(mount.propagation.as_ref().unwrap().span.of(tree.text()), "rslave");
    assert_eq!(mount.read_only, Know::Known(true));
    assert_eq!(compose.services[0].volumes[1].read_only, Know::Known(true));
    let tmpfs = &compose.services[0].tmpfs[0];
    assert_eq!((tmpfs.path.known(), tmpfs.options[1].1.of(tree.text())), (Some("/run"), "exec"));
}

#[test]
fn merges_and_aliases_are_followed_and_named() {
    let tree = yaml(
        "x-a: &a\n  read_only: true\n  cap_drop: &drop [ALL]\nservices:\n  s:\n    <<: *a\n    image: x\n  t:\n    cap_drop: *drop\n",
    );
    let compose = read(&tree);
    let (s, t) = (&compose.services[0], &compose.services[1]);
    assert_eq!(s.read_only.as_ref().unwrap().via.map(|span| span.of(tree.text())), Some("*a"));
    assert_eq!((known(s.cap_drop.first()), known(t.cap_drop.first())), (Some("ALL"), Some("ALL")));
    assert_eq!(t.cap_drop[0].via.map(|span| span.of(tree.text())), Some("*drop"));
    assert!(!t.cap_drop[0].is_editable() && s.image.as_ref().unwrap().is_editable());
}

#[test]
fn a_service_is_merged_over_what_it_extends() {
    let tree = yaml(
        "services:\n  base:\n    image: x\n    command: [a]\n    environment: {A: 1, B: 2}\n    cap_add: [NET_ADMIN]\n    volumes: [\"xx:/d\", \"yy:/e\"]\n    healthcheck: {test: [CMD, a], interval: 5s}\n    deploy: {resources: {limits: {memory: 1g}}}\n  s:\n    extends: base\n    command: b\n    environment: [B=3]\n    cap_add: [SYS_TIME]\n    volumes: [\"zz:/d/\"]\n    healthcheck: {test: [CMD, b]}\n    deploy: {resources: {limits: {cpus: \"1\"}}}\n",
    );
    let compose = read(&tree);
    let s = compose.service("s").unwrap();
    assert_eq!(known(s.image.as_deref()), Some("x"));
    assert!(s.image.as_ref().unwrap().via.is_some());
    assert!(matches!(&s.command, Some(CommandLine::Text(text)) if text.known() == Some("b")));
    assert_eq!(
        s.environment.iter().map(|pair| (&*pair.name, known(pair.value.as_ref()))).collect::<Vec<_>>(),
        [("A", Some("1")), ("B", Some("3"))]
    );
    assert_eq!(s.cap_add.iter().map(Value::known).collect::<Vec<_>>(), [Some("NET_ADMIN"), Some("SYS_TIME")]);
    assert_eq!(
        s.volumes.iter().map(|mount| known(mount.source.as_ref())).collect::<Vec<_>>(),
        [Some("yy"), Some("zz")]
    );
    let check = s.healthcheck.as_ref().unwrap();
    assert!(matches!(&check.test, Some(CommandLine::List(words, _)) if known(words.get(1)) == Some("b")));
    assert_eq!(known(check.interval.as_ref()), Some("5s"));
    let limits = &s.deploy.as_ref().unwrap().limits;
    assert_eq!((known(limits.memory.as_ref()), known(limits.cpus.as_ref())), (Some("1g"), Some("1")));
    assert_eq!(s.incomplete, None);
}

#[test]
fn a_base_in_another_file_is_marked_and_a_missing_one_too() {
    let base = yaml("services:\n  b:\n    image: x\n    privileged: true\n");
    let tree = yaml("services:\n  s:\n    extends: {service: b, file: ../base.yml}\n    image: y\n");
    let bases = |_, path: &str| (path == "../base.yml").then_some((FileId(1), &base));
    let parts = [Part { file: FileId(0), yaml: &tree, environment: None }];
    let found = read_set(&tree, &Set { parts: &parts, own: FileId(0), is_complete: true, bases: &bases });
    let s = &found.services[0];
    assert_eq!(s.privileged.as_ref().unwrap().origin, Origin::Extended(FileId(1)));
    assert_eq!(s.image.as_ref().unwrap().origin, Origin::Own);
    assert_eq!(s.place(s.privileged.as_ref().unwrap().span, Origin::Extended(FileId(1))), s.key_span);
    assert_eq!(s.incomplete, None);
    assert_eq!(read(&tree).services[0].incomplete, Some(Why::MissingFile("../base.yml".into())));
}

#[test]
fn circles_and_lost_references_leave_a_service_incomplete() {
    for text in [
        "services:\n  a: {extends: b}\n  b: {extends: a}\n",
        "services:\n  a: {extends: nobody}\n",
        "services:\n  a:\n    <<: *nothing\n    image: x\n",
        "services:\n  a:\n    user: x\n    image: [x\n",
    ] {
        assert!(read(&yaml(text)).services[0].incomplete.is_some(), "{text}");
    }
}

#[test]
fn reset_takes_away_and_override_replaces() {
    let tree = yaml(
        "services:\n  b:\n    ports: [\"1:1\"]\n    user: x\n  a:\n    extends: b\n    ports: !override [\"2:2\"]\n    user: !reset null\n",
    );
    let compose = read(&tree);
    let a = compose.service("a").unwrap();
    assert_eq!(a.ports.len(), 1);
    assert!(a.user.is_none());
}

#[test]
fn build_has_a_short_and_a_long_form() {
    let tree = yaml(
        "services:\n  a:\n    build: ./x\n  b:\n    build:\n      context: .\n      target: t\n      args: [A=1]\n      additional_contexts: {c: ../c}\n",
    );
    let compose = read(&tree);
    let (a, b) = (compose.services[0].build.as_ref().unwrap(), compose.services[1].build.as_ref().unwrap());
    assert_eq!((known(a.context.as_ref()), a.short), (Some("./x"), true));
    assert_eq!((known(b.target.as_ref()), &*b.args[0].name, &*b.additional_contexts[0].name), (Some("t"), "A", "c"));
}

#[test]
fn lists_and_mappings_name_networks_and_dependencies() {
    for lines in [
        "networks: [n]\ndepends_on: [d]",
        "networks: {n: {aliases: [x]}}\ndepends_on: {d: {condition: service_healthy, required: false}}",
    ] {
        let tree = one(lines);
        let compose = read(&tree);
        let a = &compose.services[0];
        assert_eq!((&*a.networks[0].name, &*a.depends_on[0].name), ("n", "d"));
        assert_eq!(a.depends_on[0].name_span.of(tree.text()), "d");
    }
}

#[test]
fn the_smaller_parts_are_read_too() {
    let tree = one(
        "secrets:\n  - s\n  - {source: t, mode: 0440}\npost_start:\n  - {command: x, privileged: true}\nenv_file:\n  - .env\n  - {path: o.env, required: false}\nlabels: [a.b=c]\nulimits: {nofile: 1, nproc: {soft: 1, hard: 2}}\nhealthcheck: {disable: true}\nprovider: {type: x}\ncommand:",
    );
    let compose = read(&tree);
    let a = &compose.services[0];
    assert_eq!((known(a.secrets[0].source.as_ref()), known(a.secrets[1].mode.as_ref())), (Some("s"), Some("0440")));
    assert_eq!(a.hooks[0].privileged.as_ref().unwrap().bool(), Know::Known(true));
    assert_eq!(a.env_files[1].required, Know::Known(false));
    assert_eq!((&*a.labels[0].name, a.ulimits.len(), a.provider), ("a.b", 2, true));
    assert!(a.healthcheck.as_ref().unwrap().is_off());
    assert!(matches!(a.command, Some(CommandLine::Null(_))));
}

#[test]
fn top_level_resources_and_includes_are_read() {
    let tree = yaml(
        "name: p\nversion: '3'\ninclude:\n  - a.yml\n  - {path: [b.yml, c.yml]}\nnetworks:\n  n: {external: true}\n  o: {driver: overlay}\nvolumes:\n  v: {driver_opts: {type: none, o: bind, device: /}}\n  w:\nsecrets:\n  s: {file: ./s}\nservices: {a: {image: x}}\n",
    );
    let compose = read(&tree);
    assert_eq!((known(compose.name.as_ref()), known(compose.version.as_ref())), (Some("p"), Some("3")));
    assert_eq!(compose.include.iter().map(|include| include.paths.len()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(compose.networks[0].external, Know::Known(true));
    assert_eq!((compose.volumes[0].driver_opts.len(), compose.volumes.len()), (3, 2));
    assert!(!is_stack(&compose, "compose.yaml"), "`name` and `include` are refused by a stack deploy");
    assert!(is_stack(&compose, "shop.stack.yml"));
    assert!(looks_like_compose(tree.root().unwrap()));
    assert!(!looks_like_compose(yaml("services: [a]\n").root().unwrap()));
}

#[test]
fn wrong_types_are_noted_and_left_out() {
    let tree = yaml(
        "services:\n  a: nothing\n  b:\n    image: [x]\n    ports: {a: b}\n    environment: 1\n    cap_add:\n      - {a: b}\n    volumes: [[x]]\n    deploy: []\n    healthcheck: x\n    networks: 3\n    build: [x]\nnetworks: [n]\nvolumes: 3\n",
    );
    let compose = read(&tree);
    assert_eq!(compose.services.len(), 1);
    assert!(compose.services[0].image.is_none() && compose.services[0].cap_add.is_empty());
    assert!(compose.oddities.len() >= 5, "{:?}", compose.oddities);
}

#[test]
fn no_prefix_of_a_file_panics() {
    let text = "x: &x {a: 1}\nservices:\n  a:\n    <<: *x\n    extends: {service: b, file: c}\n    image: \"a${B:-${C}}\"\n    ports: [\"[::1]:${A}:80/tcp\", {target: 1}]\n    volumes:\n      - 'C:\\a:/b:ro,é'\n      - ${X:-é:b}\n    environment: [é=ü]\n    tmpfs: /é:size=1\n";
    for (end, _) in text.char_indices() {
        let compose_text = yaml(&text[..end]);
        let compose = read(&compose_text);
        for service in &compose.services {
            service.ports.iter().for_each(|port| drop(port.address()));
        }
    }
}

/// The model of files that are loaded together, seen from one of them.
fn set<'a>(files: &'a [Yaml], own: usize) -> Compose<'a> {
    let part = |(at, yaml): (usize, &'a Yaml)| Part { file: FileId(at as u32), yaml, environment: None };
    let parts: Vec<Part<'a>> = files.iter().enumerate().map(part).collect();
    read_set(&files[own], &Set { parts: &parts, own: FileId(own as u32), is_complete: true, bases: &|_, _| None })
}

#[test]
fn files_of_a_set_are_laid_over_each_other() {
    let files = [
        yaml(
            "services:\n  web:\n    image: a\n    user: x\n    command: [one]\n    environment: {A: 1, B: 2}\n    cap_drop: [ALL]\n    ports: ['80:80']\n    depends_on: [db]\n    volumes: ['data:/srv', './x:/x']\n  db: {image: d}\nvolumes: {data: {driver: local}}\n",
        ),
        yaml(
            "services:\n  web:\n    image: b\n    user: !reset null\n    command: [two]\n    environment: ['B=3', 'C=4']\n    cap_drop: [ALL, CHOWN]\n    ports: ['81:80']\n    depends_on: {db: {condition: service_healthy}}\n    volumes: ['other:/srv/']\n  new: {image: n}\nvolumes: {data: {external: true}, other: {}}\n",
        ),
    ];
    for own in [0, 1] {
        let model = set(&files, own);
        let names: Vec<_> = model.services.iter().map(|service| &*service.name).collect();
        assert_eq!(names, ["web", "db", "new"]);
        let web = model.service("web").unwrap();
        assert_eq!(known(web.image.as_deref()), Some("b"));
        assert!(web.user.is_none());
        assert!(
            matches!(&web.command, Some(CommandLine::List(words, _)) if words.len() == 1 && words[0].known() == Some("two"))
        );
        let variables: Vec<_> = web.environment.iter().map(|pair| (&*pair.name, known(pair.value.as_ref()))).collect();
        assert_eq!(variables, [("A", Some("1")), ("B", Some("3")), ("C", Some("4"))]);
        assert_eq!(web.cap_drop.iter().map(|value| value.raw).collect::<Vec<_>>(), ["ALL", "CHOWN"]);
        assert_eq!((web.ports.len(), web.depends_on.len(), web.volumes.len()), (2, 1, 2));
        assert_eq!(known(web.depends_on[0].condition.as_ref()), Some("service_healthy"));
        assert_eq!(web.is_first, own == 0);
        let data = &model.volumes[0];
        assert_eq!((&data.external, known(data.driver.as_ref())), (&Know::Known(true), Some("local")));
    }
}

#[test]
fn places_are_those_of_the_file_that_is_looked_at() {
    let files =
        [yaml("services:\n  web: {image: a, user: x}\n  db: {image: d}\n"), yaml("services:\n  web: {image: b}\n")];
    let first = set(&files, 0);
    let web = &first.services[0];
    let image = web.image.as_ref().unwrap();
    assert_eq!(image.origin, Origin::Layered(FileId(1)));
    assert!(web.place(image.span, image.origin).is_elsewhere());
    assert!(!image.is_editable());
    let second = set(&files, 1);
    let (web, db) = (&second.services[0], &second.services[1]);
    let image = web.image.as_ref().unwrap();
    assert_eq!(web.place(image.span, image.origin).of(files[1].text()), "b");
    assert_eq!(web.key_span.of(files[1].text()), "web");
    assert!(db.key_span.is_elsewhere());
}

#[test]
fn documents_of_one_file_are_laid_over_each_other() {
    let tree = yaml("services:\n  web: {image: a, user: x}\n---\nservices:\n  web: {image: b}\nvolumes: {data: }\n");
    let model = read(&tree);
    let web = &model.services[0];
    assert_eq!((known(web.image.as_deref()), known(web.user.as_deref())), (Some("b"), Some("x")));
    assert_eq!(web.image.as_ref().unwrap().origin, Origin::Own);
    assert_eq!(model.volumes.len(), 1);
}

#[test]
fn a_null_over_a_service_leaves_it() {
    let files = [yaml("services:\n  web: {image: a}\n"), yaml("services:\n  web:\n")];
    let model = set(&files, 1);
    assert_eq!(known(model.services[0].image.as_deref()), Some("a"));
    assert_eq!(model.oddities.len(), 1);
}
