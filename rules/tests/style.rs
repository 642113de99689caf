//! The fixes of style leave everything but the style: on the cases, on generated files, and on any folder of Compose
//! files that `PLIMSOLL_STYLE_FOLDER` names.

mod folders;
mod generated;

use folders::files_below;
use plimsoll_core::compose;
use plimsoll_core::config::Settings;
use plimsoll_core::engine::Options;
use plimsoll_core::fix::Applicability;
use plimsoll_core::fixer;
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, FileKind, Origin, Parsed, Project};
use plimsoll_core::registry::{Registry, RuleSet, Selection};
use plimsoll_core::testing;
use plimsoll_core::yaml::{self, Node, NodeKind, Yaml};
use serde::Deserialize as _;
use serde_yaml::Value;
use std::collections::HashSet;
use std::fs;
use std::path::Path;

const RULES: [&str; 7] = [
    "services-order",
    "service-keys-order",
    "top-level-order",
    "ports-order",
    "dependencies-order",
    "quote-ports",
    "no-quotes-in-volumes",
];

fn settings(rules: &[&str]) -> Settings {
    let registry = Registry::new().with(plimsoll_rules::ALL);
    let select = rules.iter().map(|&rule| rule.to_owned()).collect();
    RuleSet::new(&registry, &Selection { select, ..Selection::default() }).0.into()
}

fn project(bytes: Vec<u8>) -> Project {
    let mut project = Project::new();
    project.insert(File::parse_as(RelPath::new("compose.yaml"), bytes, FileKind::Compose), Origin::Given);
    for path in project.wanted() {
        project.absent(path);
    }
    project
}

fn text(project: &Project) -> String {
    project.files().next().map(|(_, file)| file.source().text().to_string()).unwrap_or_default()
}

fn tree(project: &Project) -> &Yaml {
    match project.files().next().unwrap().1.parsed() {
        Parsed::Compose(yaml) => yaml,
        other => panic!("{other:?}"),
    }
}

/// What happened to a file: unchanged, or changed as it may be. `Err` says what may not be.
fn check(bytes: &[u8], rules: &[&str]) -> Result<bool, String> {
    let settings = settings(rules);
    let mut project = project(bytes.to_vec());
    let before = text(&project);
    let read = |project: &Project| (ours(tree(project)), model(tree(project)), comments(tree(project)));
    let (plain, model, comments) = read(&project);
    let fixed = fixer::fix(&mut project, &settings, &Options::default(), Applicability::Safe);
    if !fixed.failed.is_empty() {
        return Err(fixed.failed.join("; "));
    }
    let after = text(&project);
    if after == before {
        return if fixed.changed.is_empty() { Ok(false) } else { Err("a change that is none".to_owned()) };
    }
    let now = read(&project);
    let left = plimsoll_core::engine::check(&project.link(), &settings, &Options::default());
    let fixable = left.findings.iter().filter(|finding| !finding.fixes.is_empty()).count();
    for (holds, what) in [
        (
            defines_twice(tree(&project)) || theirs(&before) == theirs(&after),
            "another reader of YAML sees other values",
        ),
        (now.0 == plain, "our tree has other values"),
        (now.1 == model, "the model differs"),
        (now.2 == comments, "a comment is lost"),
        (
            sorted_lines(&before) == sorted_lines(&after) || rules.iter().any(|rule| rule.contains("quote")),
            "a line is lost",
        ),
        (fixable == 0, "a second round would go on"),
    ] {
        if !holds {
            return Err(what.to_owned());
        }
    }
    Ok(true)
}

fn sorted_lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.contains('[')).collect();
    lines.sort_unstable();
    lines
}

/// `serde_yaml` mixes anchors up as soon as one name is given twice.
fn defines_twice(yaml: &Yaml) -> bool {
    let mut seen = HashSet::new();
    yaml.nodes().filter_map(Node::anchor).any(|anchor| !seen.insert(anchor))
}

/// What `serde_yaml` makes of all documents; keys and the lists that have no order are sorted.
fn theirs(text: &str) -> Option<Vec<String>> {
    let documents = serde_yaml::Deserializer::from_str(text).map(|document| {
        let mut value = Value::deserialize(document).ok()?;
        value.apply_merge().ok()?;
        Some(canonical(&value, &mut Vec::new()))
    });
    documents.collect()
}

fn canonical(value: &Value, path: &mut Vec<String>) -> String {
    match value {
        Value::Mapping(mapping) => {
            let mut entries: Vec<String> = Vec::new();
            for (key, value) in mapping {
                let key = canonical(key, &mut vec![]);
                path.push(key.trim_matches('"').to_owned());
                entries.push(format!("{key}: {}", canonical(value, path)));
                path.pop();
            }
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Sequence(items) => {
            let key = path.last().map_or("", String::as_str).to_owned();
            let mut items: Vec<String> = items
                .iter()
                .map(|item| match item {
                    // A port is a text whatever it is written as.
                    Value::Number(number) if key == "ports" || key == "expose" => format!("{:?}", number.to_string()),
                    item => canonical(item, path),
                })
                .collect();
            if key == "ports" || key == "depends_on" {
                items.sort();
            }
            format!("[{}]", items.join(", "))
        }
        Value::Tagged(tagged) => format!("{} {}", tagged.tag, canonical(&tagged.value, path)),
        Value::String(text) => format!("{text:?}"),
        other => format!("{other:?}"),
    }
}

/// The same of our own tree.
fn ours(yaml: &Yaml) -> Vec<String> {
    yaml.documents().map(|root| of_node(root, "", 0)).collect()
}

fn of_node(node: Node<'_>, key: &str, depth: usize) -> String {
    let node = node.resolve();
    if depth > 40 {
        return String::new();
    }
    match node.kind() {
        NodeKind::Mapping => {
            let entries = node.entries();
            let mut entries: Vec<String> = entries
                .iter()
                .map(|entry| {
                    let name = entry.key.text().unwrap_or("");
                    format!("{name:?}: {}", of_node(entry.value, name, depth + 1))
                })
                .collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        NodeKind::Sequence => {
            let mut items: Vec<String> = node.items().map(|item| of_node(item, key, depth + 1)).collect();
            if key == "ports" || key == "depends_on" {
                items.sort();
            }
            format!("[{}]", items.join(", "))
        }
        _ if key == "ports" || key == "expose" => format!("{:?}", node.text()),
        _ => format!("{:?} {:?} {:?}", node.tag(), node.scalar_type(), node.text()),
    }
}

/// What rules see of the services.
fn model(yaml: &Yaml) -> Vec<String> {
    let compose = compose::read(yaml);
    let mut services: Vec<String> = compose
        .services
        .iter()
        .map(|service| {
            let raw = |value: Option<&compose::Value<'_>>| {
                value.map(|value| (value.raw.to_string(), value.known().map(str::to_owned)))
            };
            let mut ports: Vec<_> = service
                .ports
                .iter()
                .map(|port| {
                    format!(
                        "{:?}",
                        (
                            raw(port.host_ip.as_ref()),
                            raw(port.published.as_ref()),
                            raw(port.target.as_ref()),
                            raw(port.protocol.as_ref()),
                            port.long
                        )
                    )
                })
                .collect();
            ports.sort();
            let mut dependencies: Vec<_> =
                service.depends_on.iter().map(|on| format!("{:?} {:?}", on.name, raw(on.condition.as_ref()))).collect();
            dependencies.sort();
            let volumes: Vec<_> = service
                .volumes
                .iter()
                .map(|mount| {
                    (
                        mount.kind.clone(),
                        raw(mount.source.as_ref()),
                        raw(mount.target.as_ref()),
                        mount.read_only.clone(),
                    )
                })
                .collect();
            let environment: Vec<_> =
                service.environment.iter().map(|pair| (pair.name.to_string(), raw(pair.value.as_ref()))).collect();
            let expose: Vec<_> = service.expose.iter().map(|value| value.raw.to_string()).collect();
            format!(
                "{} {:?} {ports:?} {dependencies:?} {volumes:?} {environment:?} {expose:?} {:?}",
                service.name,
                raw(service.image.as_deref()),
                service.incomplete
            )
        })
        .collect();
    services.sort();
    services
}

fn comments(yaml: &Yaml) -> Vec<String> {
    let mut comments: Vec<String> = yaml.comments().map(|comment| comment.text.trim_end().to_owned()).collect();
    comments.sort();
    comments
}

fn each_rule_and_all(name: &str, bytes: &[u8], failures: &mut Vec<String>) -> usize {
    let mut changed = 0;
    for rules in RULES.iter().map(std::slice::from_ref).chain([&RULES[..]]) {
        match check(bytes, rules) {
            Ok(true) => changed += 1,
            Ok(false) => {}
            Err(why) => failures.push(format!("{name}: {}: {why}", rules.join(", "))),
        }
    }
    changed
}

#[test]
fn the_cases_keep_their_meaning() {
    let mut paths = Vec::new();
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures"), &mut paths);
    let (mut failures, mut changed) = (Vec::new(), 0);
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.display().to_string();
        for (inside, text) in testing::split(&text, &name) {
            if Path::new(&inside).extension().is_some_and(|end| end == "yaml" || end == "yml") {
                changed += each_rule_and_all(&format!("{name} {inside}"), text.as_bytes(), &mut failures);
            }
        }
    }
    assert_eq!(failures, Vec::<String>::new());
    assert!(changed > 100, "{changed}");
}

#[test]
fn a_folder_keeps_its_meaning() {
    let Some(folder) = std::env::var_os("PLIMSOLL_STYLE_FOLDER") else { return };
    let mut paths = Vec::new();
    files_below(Path::new(&folder), &mut paths);
    let (mut failures, mut changed) = (Vec::new(), 0);
    for path in &paths {
        let Ok(bytes) = fs::read(path) else { continue };
        changed += each_rule_and_all(&path.display().to_string(), &bytes, &mut failures);
    }
    println!("{} files, {changed} changes by one rule or all", paths.len());
    assert_eq!(failures, Vec::<String>::new());
}

#[test]
fn generated_files_keep_their_meaning() {
    let (mut failures, mut changed) = (Vec::new(), 0);
    for seed in 1..=150 {
        let text = generated::compose(seed);
        assert_eq!(yaml::parse(text.as_str().into()).errors(), [], "{text}");
        let before = failures.len();
        changed += each_rule_and_all(&format!("seed {seed}"), text.as_bytes(), &mut failures);
        if failures.len() > before {
            failures.push(text);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(changed > 300, "{changed}");
}
