//! Lints folders and prints findings with their first source line: a bench for rule authors.
//!
//! `cargo run --release -p plimsoll-rules --example corpus -- RULE[,RULE…] FOLDER…`

use plimsoll_core::engine::{self, Options};
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, Origin, Project};
use plimsoll_core::registry::{Registry, RuleSet, Selection};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let rules = arguments.next().unwrap_or_default();
    let mut project = Project::new();
    for folder in arguments {
        let mut paths: Vec<_> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            project.insert(File::parse(RelPath::new(&path.to_string_lossy()), fs::read(&path)?), Origin::Given);
        }
    }
    for path in project.wanted() {
        project.absent(path);
    }
    let registry = Registry::new().with(plimsoll_rules::ALL);
    let selection = Selection { select: rules.split(',').map(str::to_owned).collect(), ..Selection::default() };
    let (set, unknown) = RuleSet::new(&registry, &selection);
    assert!(unknown.is_empty(), "unknown rules: {unknown:?}");
    let report = engine::check(&project.link(), &set, &Options::default());
    for finding in &report.findings {
        let Some(file) = project.file(finding.primary.file) else { continue };
        let at = file.source().position(finding.primary.span.start);
        println!(
            "{}:{}:{} {}[{}] {}",
            file.path(),
            at.line,
            at.column,
            finding.severity.as_str(),
            finding.rule,
            finding.message
        );
        let line = file.source().lines().span(file.source().text(), at.line - 1);
        println!("    | {}", line.of(file.source().text()));
    }
    println!("{} findings", report.findings.len());
    Ok(())
}
