use super::*;
use crate::yaml::tests::yaml;
use std::collections::HashSet;

/// The mistakes of a file as `what is marked: message`, one a line.
fn told_with(text: &str, circumstances: Circumstances) -> String {
    let yaml = crate::yaml::parse(text.into());
    let problems = check(&crate::compose::read(&yaml), circumstances).problems;
    let lines = problems.iter().map(|problem| format!("{}: {}\n", problem.span.of(text), problem.message));
    lines.collect::<Vec<_>>().concat()
}

const NAMED: Circumstances = Circumstances { name: Named::Docker, is_part: false, is_stack: false };

fn told(text: &str) -> String {
    told_with(text, NAMED)
}

/// The mistakes of one service.
fn told_of(service: &str) -> String {
    told(&format!("services: {{web: {{image: x, {service}}}}}\n"))
}

fn help(text: &str) -> Vec<String> {
    let yaml = yaml(text);
    check(&crate::compose::read(&yaml), NAMED).problems.into_iter().map(|problem| problem.help).collect()
}

/// Every mapping of the tables.
fn maps() -> Vec<&'static Map> {
    maps_of(&resources::TOP)
}

fn maps_of(top: &'static Map) -> Vec<&'static Map> {
    let mut found: Vec<&'static Map> = vec![top];
    let mut seen = HashSet::new();
    let mut at = 0;
    while let Some(&map) = found.get(at) {
        at += 1;
        let mut schemas: Vec<&'static Schema> = map.keys.iter().map(|(_, schema)| *schema).collect();
        if let Rest::Each { value, .. } = map.rest {
            schemas.push(value);
        }
        while let Some(schema) = schemas.pop() {
            schemas.extend(schema.list.map(|list| list.item));
            found.extend(schema.map.filter(|map| seen.insert(std::ptr::from_ref(*map))));
        }
    }
    found
}

#[test]
fn the_tables_are_in_order() {
    let maps = maps();
    assert!(maps.len() > 50, "{}", maps.len());
    for map in maps.into_iter().chain(maps_of(&stack_tables::TOP)) {
        assert!(map.keys.is_sorted_by(|a, b| a.0 < b.0), "the keys of {} are not sorted", map.what);
        for key in map.required {
            assert!(map.get(key).is_some(), "{} must have `{key}`, which it does not know", map.what);
        }
        for (key, schema) in map.keys {
            let takes_something = schema.scalars != 0 || schema.list.is_some() || schema.map.is_some();
            assert!(takes_something, "`{key}` of {} takes nothing", map.what);
        }
    }
    assert_eq!(service::SERVICE.keys.len(), 93);
    for (_, name) in service::SYNONYMS {
        assert!(service::SERVICE.get(name).is_some(), "{name}");
    }
}

#[test]
fn a_key_that_nobody_knows_is_named_with_what_was_meant() {
    assert_eq!(
        told_of("depends: [db]"),
        "depends: `depends` is not a key of a service, so the loader refuses the file\n"
    );
    let help_of = |service: &str| help(&format!("services: {{web: {{image: x, {service}}}}}\n")).concat();
    assert_eq!(help_of("depends: [db]"), "write `depends_on`");
    assert_eq!(help_of("env: {A: b}"), "write `environment`");
    assert_eq!(help_of("replicas: 3"), "it belongs under `deploy`");
    assert_eq!(help_of("limits: {memory: 1g}"), "it belongs under `deploy.resources`");
    assert_eq!(help_of("build: {context: ., ports: []}"), "it is a key of a service: indent it less");
    assert_eq!(help_of("build: {networks: [a]}"), "it is a key of a service: indent it less");
    assert_eq!(help_of("network: [a]"), "write `networks`");
    assert_eq!(help_of("whatever: 1"), "take it out; keys of your own begin with `x-`");
    assert_eq!(
        help("services: {web: {image: x}}\nports: []\n").concat(),
        "it is a key of a service: write it under `services` and the service's name"
    );
}

#[test]
fn a_key_is_mended_only_where_its_value_fits() {
    let repairs = |text: &str| {
        let yaml = yaml(text);
        let problems = check(&crate::compose::read(&yaml), NAMED).problems;
        problems.into_iter().filter_map(|problem| Some(problem.repair?.text)).collect::<Vec<_>>()
    };
    assert_eq!(repairs("services: {web: {imgae: x}}"), ["image"]);
    assert_eq!(repairs("services: {web: {imgae: [x]}}"), Vec::<String>::new());
    assert_eq!(repairs("services: {web: {image: x, imgae: y}}"), Vec::<String>::new());
    assert_eq!(repairs("services: {web: {image: x, user: 1000, stop_grace_period: 5}}"), ["\"1000\""]);
    assert_eq!(repairs("services: {web: {image: x, cgroup: hots}}"), ["host"]);
}

#[test]
fn types_are_those_of_the_place() {
    for (service, wanted) in [
        ("ports: {80: 80}", "{80: 80}: `ports` must be a list, not a mapping\n"),
        ("environment: text", "text: `environment` must be a mapping or a list, and `text` is a string\n"),
        ("hostname: 5", "5: `hostname` must be a string, and `5` is a number\n"),
        ("command: [a, true]", "true: an item of `command` must be a string, and `true` is a boolean\n"),
        ("healthcheck: {interval: 5}", "5: `interval` must be a duration with its unit, and `5` is a number\n"),
        ("use_api_socket: x", "x: `use_api_socket` must be a boolean, and `x` is a string\n"),
        ("privileged: maybe", "maybe: `privileged` must be `true` or `false`, not `maybe`\n"),
        ("scale: two", "two: `scale` must be a whole number, not `two`\n"),
        ("cpu_percent: 101", "101: `cpu_percent` must be a whole number from 0 to 100, not `101`\n"),
        ("oom_score_adj: 1001", "1001: `oom_score_adj` must be a whole number from -1000 to 1000, not `1001`\n"),
        ("cgroup: mine", "mine: `mine` is not a value of `cgroup`\n"),
        ("volumes: [{target: /x}]", "target: an item of `volumes` has no `type`, which a mount must have\n"),
        ("depends_on: {db: {}}", "db: `db` has no `condition`, which a dependency must have\n"),
        ("depends_on: [a, b, a]", "a: `a` stands twice in `depends_on`, so the loader refuses the file\n"),
        ("labels: {\"\": x}", "\"\": `` cannot be a name in a list of pairs\n"),
    ] {
        assert_eq!(told_of(service), wanted, "{service}");
    }
}

#[test]
fn what_the_loader_takes_is_right() {
    for service in [
        "privileged: yes, tty: \"1\", init: \"true\"",
        "scale: \"2\", cpus: \"0.5\", cpu_percent: 50.0, mem_limit: 512m, mem_reservation: 1000000",
        "command: , entrypoint: ~, pid: , deploy: , develop:",
        "ports: [80, \"80:80\", 8080.0, {target: 80, published: \"80-90\"}]",
        "cap_add: [A, A], ports: [80, 80], dns: [a, a], group_add: [1, \"1\"]",
        "environment: {A: , B: 1, C: true, D: 1.5}, labels: [a=b]",
        "extra_hosts: {a: [b, c]}, ulimits: {nproc: 5, nofile: {soft: \"1\", hard: 2}, X1: what}",
        "networks: {a: , b: {aliases: [c], priority: 1}}, logging: {options: {a: 1, b: }}",
        "extends: {service: a, foo: b}, gpus: [{count: 1, foo: bar}], storage_opt: {size: 1}",
        "init: $INIT, scale: ${N:-two}, ports: ${PORTS}, cgroup: ${C}",
        "x-a: {b: [c]}, build: {x-b: 1, provenance: mode=max}, healthcheck: {x-c: 1}",
        "foo: !reset x, ports: !reset , networks: !override [a]",
        "hostname: !secret 5, models: {a: {endpoint_var: B}}, configs: [{source: a, mode: 0440}]",
        "post_start: [{command: a}], pre_start: [{image: a}], provider: {type: a, options: {b: [1, c]}}",
        "develop: {watch: [{path: ., action: sync, target: /a, initial_sync: true}]}",
    ] {
        assert_eq!(told_of(service), "", "{service}");
    }
    assert_eq!(told("include:\nname: a\nversion: \"3\"\nnetworks: {a: , \"b c\": 5}\nvolumes: {a: }\nx-a:\n"), "");
}

#[test]
fn each_entry_is_judged_at_its_own_place() {
    let text = "
x-base: &base
  prots: []
  hostname: 5
  tty: maybe
services:
  a:
    <<: *base
    image: x
    tty: true
  b:
    <<: [*base]
    image: y
    tty: false
";
    assert_eq!(
        told(text),
        "prots: `prots` is not a key of a service, so the loader refuses the file\n\
         5: `hostname` must be a string, and `5` is a number\n"
    );
    let text = "x-e: &e {A: 1}\nservices:\n  a: {image: x, ports: *e, environment: *e}\n  b: {image: x, ports: *e}\n";
    assert_eq!(told(text), "*e: `ports` must be a list, not a mapping\n*e: `ports` must be a list, not a mapping\n");
    let text = "services:\n  a: {image: x, <<: 5}\n  b: {image: x, <<: [{tty: true}, [a]]}\n";
    assert_eq!(told(text), "5: `<<` merges mappings, and `5` is none\n[a]: `<<` merges mappings, and `[a]` is none\n");
}

#[test]
fn what_lacks_may_stand_in_another_file() {
    let text = "services:\n  a:\n    image: x\n    ports:\n    depends_on: {b: {restart: true}}\nsecrets: {s: }\n";
    assert_eq!(told(text).lines().count(), 3, "{}", told(text));
    assert_eq!(told_with(text, Circumstances { is_part: true, ..NAMED }), "");
    assert_eq!(told(&text.replace("image: x", "extends: b")).lines().count(), 1);
    assert_eq!(told(&text.replace("image: x", "tty: true")), "");
    // Documents are laid over each other.
    let more =
        format!("{text}---\nservices: {{a: {{ports: [], depends_on: {{b: {{condition: service_started}}}}}}}}\n");
    assert_eq!(told(&more), "s: `s` must be a mapping, but has no value\n");
    // Lists are appended, never completed.
    let text = "services: {a: {volumes: [{source: x}]}}\n";
    assert_eq!(told(text), "source: an item of `volumes` has no `type`, which a mount must have\n");
}

#[test]
fn keys_are_texts_wherever_they_stand() {
    let text =
        "x-a: {1: b, [c]: d, 2024-01-31: e}\nservices: {a: {image: x, labels: {true: y}, 5: z, ports: {6: w}}}\n";
    assert_eq!(
        told(text),
        "1: the key `1` is a number, and the loader takes only strings as keys\n\
         true: the key `true` is a boolean, and the loader takes only strings as keys\n\
         5: `5` is not a key of a service, so the loader refuses the file\n\
         {6: w}: `ports` must be a list, not a mapping\n"
    );
}

/// The mistakes of a stack's service.
fn told_of_stack(service: &str) -> String {
    let text = format!("services: {{web: {{image: x, {service}}}}}\n");
    told_with(&text, Circumstances { is_stack: true, ..NAMED })
}

#[test]
fn a_stack_has_a_schema_of_its_own() {
    for service in [
        "cgroupns_mode: host",
        "build: {foo: 1}",
        "secrets: [{source: a, foo: b}]",
        "volumes: [{type: bind, bind: {foo: 1}}]",
        "container_name: a, x-a: 1, deploy: , networks: {a: }",
        "deploy: {resources: {limits: {cpus: \"0.5\", memory: 1g}}}, ports: [80, \"80:80\", {target: 80}]",
        "init: ${INIT}, oom_score_adj: -2000, depends_on: {a: {condition: service_healthy}}, mem_limit: 1g",
    ] {
        assert_eq!(told_of_stack(service), "", "{service}");
    }
    for (service, wanted) in [
        ("prots: []", "prots: `prots` is not a key of a service, so the loader refuses the file\n"),
        ("profiles: [a]", "profiles: `docker stack deploy` does not know `profiles`, and refuses the file\n"),
        (
            "ports: [{target: 80, host_ip: 127.0.0.1}]",
            "host_ip: `docker stack deploy` does not know `host_ip` of a port, and refuses the file\n",
        ),
        (
            "deploy: {x-a: 1, resources: {reservations: {devices: []}}}",
            "x-a: `docker stack deploy` takes no `x-a` in `deploy`\n\
             devices: `docker stack deploy` does not know `devices` of `reservations`, and refuses the file\n",
        ),
        (
            "ports: [{target: 80, published: \"8080\"}]",
            "\"8080\": in a stack, `published` must be a whole number from 0, and `\"8080\"` is a string\n",
        ),
        (
            "deploy: {resources: {limits: {cpus: 0.5}}}",
            "0.5: in a stack, `cpus` must be a string, and `0.5` is a number\n",
        ),
        ("tty: \"true\"", "\"true\": in a stack, `tty` must be `true` or `false`, and `\"true\"` is a string\n"),
        (
            "environment: {A: true}, command: ",
            "true: in a stack, `A` must be a string or a number, and `true` is a boolean\n\
             command: in a stack, `command` must be a string or a list, but has no value\n",
        ),
        ("env_file: [{path: a}]", "{path: a}: in a stack, an item of `env_file` must be a string, not a mapping\n"),
        ("deploy: {replicas: -1}", "-1: `replicas` must be a whole number from 0, not `-1`\n"),
        ("cap_add: [A, A]", "A: `A` stands twice in `cap_add`, so the loader refuses the file\n"),
    ] {
        assert_eq!(told_of_stack(service), wanted, "{service}");
    }
}

#[test]
fn a_quoted_number_loses_its_quotes() {
    let text = "services: {web: {ports: [{target: 80, published: \"8080\"}], tty: \"true\", init: \"x\"}}\n";
    let yaml = yaml(text);
    let problems = check(&crate::compose::read(&yaml), Circumstances { is_stack: true, ..NAMED }).problems;
    let repairs: Vec<_> = problems.into_iter().map(|problem| problem.repair.map(|repair| repair.text)).collect();
    assert_eq!(repairs, [Some("8080".to_owned()), Some("true".to_owned()), None]);
}

#[test]
fn an_older_version_knows_fewer_keys() {
    let told = |version: &str, service: &str| {
        let text = format!("version: \"{version}\"\nservices: {{web: {{image: x, {service}}}}}\n");
        told_with(&text, Circumstances { is_stack: true, ..NAMED })
    };
    assert_eq!(told("3.3", "init: true"), "init: `init` needs version 3.7 in a stack, and the file says 3.3\n");
    assert_eq!(told("3.1", "ports: [{target: 80}]").lines().count(), 1);
    assert_eq!(told("3.6", "x-a: 1, build: {context: ., ssh: [default]}").lines().count(), 2);
    for version in ["3", "3.8", "2.1", "${V}"] {
        assert_eq!(told(version, "init: true, x-a: 1, ports: [{target: 80}]"), "", "{version}");
    }
}

#[test]
fn each_key_of_a_stack_is_told_of_once() {
    let places = maps_of(&stack_tables::TOP);
    let named = |what: &str| places.iter().find(|map| map.what == what);
    for map in maps().into_iter().filter(|map| matches!(map.rest, Rest::Closed)) {
        let Some(stack) = named(map.what) else { continue };
        for (key, _) in map.keys.iter().filter(|(key, _)| stack.get(key).is_none()) {
            let is_open = matches!(stack.rest, Rest::Open);
            assert!(is_open || stack::refused(stack, key).is_some(), "nothing is said of `{key}` of {}", map.what);
        }
    }
    for key in &crate::compose::swarm::SERVICE {
        let is_taken = stack_tables::SERVICE.get(key.name).is_some();
        assert_eq!(is_taken, key.treatment < crate::compose::swarm::Treatment::Forbidden, "{}", key.name);
        let is_composes = service::SERVICE.get(key.name).is_some();
        assert!(is_composes || ["cgroupns_mode", "volume_driver"].contains(&key.name), "{}", key.name);
    }
}

#[test]
fn files_of_other_formats_and_broken_ones_are_not_judged() {
    let linuxkit = "kernel: {image: x}\ninit: [a]\nservices: [{name: a}]\n";
    assert_eq!(told_with(linuxkit, Circumstances { name: Named::Compose, ..NAMED }), "");
    let refused = "kernel: `kernel` is not a top-level key: this is a file of LinuxKit, and Compose refuses it\n";
    assert_eq!(told(linuxkit), refused);
    assert_eq!(told("services: [a]\n"), "", "the YAML rule says so");
    assert_eq!(told("services:\n  a: {image: x, foo: [}\n"), "");
    assert_eq!(told("services: *lost\n"), "");
    let symfony = "services: {_defaults: {autowire: true}, App: {resource: ../src, tags: [a]}}\n";
    assert_eq!(told_with(symfony, Circumstances { name: Named::Otherwise, ..NAMED }), "");
    assert_eq!(
        told("web: {image: x}\ndb: {image: y}\n"),
        "web: `web` is not a top-level key: services stand under `services`\n"
    );
}
