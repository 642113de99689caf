//! Compose files that are loaded together, as configurations name them.
//!
//! They are read from the trees alone: the project wants to know them before there are settings.

use super::read::shown;
use super::{Dialect, Problem};
use crate::diagnostic::Severity;
use crate::path::RelPath;
use crate::project::{File, FileKind, Parsed, Project};
use crate::span::Span;
use crate::yaml::{Node, Yaml};
use std::collections::BTreeSet;

/// What paths in a set are relative to.
const PATHS: &str = "paths are read from the folder of the configuration";
/// What to write instead of something that is no list of lists.
const LISTS: &str = "write a list for each set: `sets: [[compose.yaml, compose.prod.yaml]]`";

/// Compose files that are loaded together, as with `-f a -f b`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSet {
    /// Two or more, each once, in the order in which they are merged. Not all need be in the project.
    pub files: Vec<RelPath>,
}

/// The sets that the configurations of a project name, in their order.
pub fn file_sets(project: &Project) -> Vec<FileSet> {
    let configs = project.files().filter_map(|(_, file)| Some((file, ours(file)?)));
    let sets = configs.flat_map(|(file, yaml)| read(file.path(), yaml).sets);
    let sets = sets.map(|members| FileSet { files: members.into_iter().map(|member| member.path).collect() });
    sets.filter(|set| set.files.len() > 1).collect()
}

/// What a project with a Compose file that was asked for wants to see besides.
pub(crate) fn wanted(project: &Project) -> impl Iterator<Item = RelPath> {
    let is_asked = project.files().any(|(id, file)| file.kind() == FileKind::Compose && project.is_given(id));
    let sets = if is_asked { file_sets(project) } else { Vec::new() };
    sets.into_iter().flat_map(|set| set.files)
}

/// Whether a configuration takes a file for a Compose file.
pub(crate) fn names(project: &Project, path: &RelPath) -> bool {
    file_sets(project).iter().any(|set| set.files.contains(path))
}

/// What is wrong in the sets of one configuration.
pub(super) fn problems(project: &Project, config: &RelPath, yaml: &Yaml) -> Vec<Problem> {
    let Sets { sets, mut problems } = read(config, yaml);
    for member in sets.iter().flatten() {
        let file = project.by_path(&member.path).and_then(|id| project.file(id));
        if project.is_absent(&member.path) {
            problems.push(wrong(member.span, format!("there is no file `{}`", member.text), PATHS));
        } else if file.is_some_and(|file| file.kind() != FileKind::Compose) {
            let message = format!("`{}` is no Compose file", member.text);
            problems.push(wrong(member.span, message, "a set holds Compose files alone"));
        }
    }
    problems
}

/// The tree of a configuration of ours.
fn ours(file: &File) -> Option<&Yaml> {
    let Parsed::Config(yaml) = file.parsed() else { return None };
    (Dialect::of(file.path().as_str()) != Some(Dialect::Hadolint)).then_some(yaml)
}

#[derive(Default)]
struct Sets<'y> {
    sets: Vec<Vec<Member<'y>>>,
    problems: Vec<Problem>,
}

struct Member<'y> {
    path: RelPath,
    /// As it is written.
    text: &'y str,
    span: Span,
}

fn read<'y>(config: &RelPath, yaml: &'y Yaml) -> Sets<'y> {
    let mut sets = Sets::default();
    let Some(value) = yaml.root().and_then(|root| root.get("sets")).map(|entry| entry.value.resolve()) else {
        return sets;
    };
    let lists: Vec<Node<'y>> = value.items().map(Node::resolve).collect();
    if !lists.is_empty() && lists.iter().all(|list| list.text().is_some()) {
        sets.problems.push(wrong(value.span(), "`sets` lists files, not sets of files".to_owned(), LISTS));
        return sets;
    }
    if !value.is_sequence() && !value.is_null() {
        sets.problems.push(not_a_list(value));
    }
    let mut known = BTreeSet::new();
    // A list with an anchor is one set, however often it is named.
    for list in lists.into_iter().filter(|list| known.insert(list.id())) {
        if list.is_sequence() {
            sets.list(config, list);
        } else {
            sets.problems.push(not_a_list(list));
        }
    }
    sets
}

impl<'y> Sets<'y> {
    fn list(&mut self, config: &RelPath, list: Node<'y>) {
        let items: Vec<Node<'y>> = list.items().map(Node::resolve).collect();
        let too_few = match items.as_slice() {
            [] => Some("this set names no files"),
            [_] => Some("this set names a single file"),
            _ => None,
        };
        if let Some(message) = too_few {
            let help = "name the files that are loaded over one another, the base first, or leave the set out";
            self.problems.push(wrong(list.span(), message.to_owned(), help));
        }
        let mut members = Vec::new();
        let mut known = BTreeSet::new();
        for item in items {
            match member(config, item) {
                Ok(member) if known.insert(member.path.clone()) => members.push(member),
                Ok(member) => {
                    let message = format!("`{}` stands in this set already", member.text);
                    self.problems.push(wrong(member.span, message, "name each file once"));
                }
                Err(problem) => self.problems.push(problem),
            }
        }
        self.sets.push(members);
    }
}

fn member<'y>(config: &RelPath, item: Node<'y>) -> Result<Member<'y>, Problem> {
    let span = item.span();
    let Some(text) = item.text().filter(|text| !text.trim().is_empty()) else {
        return Err(wrong(span, format!("`{}` is no path", shown(item)), "write the path of a Compose file"));
    };
    match config.parent_join(text) {
        Some(path) => Ok(Member { path, text, span }),
        None => Err(wrong(span, format!("`{text}` is outside of the project"), PATHS)),
    }
}

fn not_a_list(value: Node<'_>) -> Problem {
    wrong(value.span(), format!("`{}` is no list", shown(value)), LISTS)
}

fn wrong(span: Span, message: String, help: &str) -> Problem {
    Problem { span, severity: Severity::Error, message, help: Some(help.to_owned()), suggestion: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Origin;

    fn project(config: &str, text: &str, others: &[&str]) -> Project {
        let mut project = Project::new();
        project.insert(File::parse(RelPath::new(config), text.into()), Origin::Neighbour);
        for path in others {
            let text = if path.contains("compose") { "services: {a: {image: b}}" } else { "FROM a\n" };
            project.insert(File::parse(RelPath::new(path), text.into()), Origin::Given);
        }
        project
    }

    fn sets(project: &Project) -> Vec<String> {
        let shown = |set: &FileSet| set.files.iter().map(RelPath::as_str).collect::<Vec<_>>().join(" ");
        file_sets(project).iter().map(shown).collect()
    }

    /// What stands at each problem, and its message.
    fn said(config: &str, text: &str, others: &[&str]) -> Vec<String> {
        let mut project = project(config, text, others);
        for path in project.wanted() {
            project.absent(path);
        }
        let yaml = crate::yaml::parse(text.into());
        let problems = problems(&project, &RelPath::new(config), &yaml);
        problems.iter().map(|problem| format!("{}: {}", problem.span.of(text), problem.message)).collect()
    }

    #[test]
    fn paths_are_read_from_the_folder_of_the_configuration() {
        let text = "sets:\n  - [compose.yaml, ./compose.prod.yaml]\n  - - ../compose.yaml\n    - compose.dev.yaml\n";
        let project = project("shop/plimsoll.yaml", text, &["compose.yaml"]);
        assert_eq!(sets(&project), ["shop/compose.yaml shop/compose.prod.yaml", "compose.yaml shop/compose.dev.yaml"]);
        let named = ["shop/compose.dev.yaml", "shop/compose.prod.yaml", "shop/compose.yaml"].map(RelPath::new);
        assert!(named.iter().all(|path| project.wanted().contains(path)));
    }

    #[test]
    fn only_a_compose_file_that_is_asked_for_makes_sets_wanted() {
        let text = "sets: [[compose.yaml, compose.prod.yaml]]\n";
        let mut project = project("plimsoll.yaml", text, &["Dockerfile"]);
        assert!(project.wanted().is_empty());
        project.insert(File::parse(RelPath::new("compose.yaml"), b"services: {}".to_vec()), Origin::Given);
        assert!(project.wanted().contains(&RelPath::new("compose.prod.yaml")));
    }

    #[test]
    fn a_member_is_a_compose_file_whatever_it_is_called() {
        let mut project = project("plimsoll.yaml", "sets: [[compose.yaml, extra/net.yml]]\n", &["compose.yaml"]);
        let file = File::parse(RelPath::new("extra/net.yml"), b"networks: {a: {}}\n".to_vec());
        let id = project.insert(file, Origin::Neighbour);
        assert_eq!(project.file(id).map(File::kind), Some(FileKind::Compose));
    }

    #[test]
    fn hadolints_configuration_names_no_sets() {
        assert!(sets(&project(".hadolint.yaml", "sets: [[a.yaml, b.yaml]]\n", &[])).is_empty());
        assert_eq!(sets(&project("ci/.plimsoll.yml", "sets: [[a.yaml, b.yaml]]\n", &[])), ["ci/a.yaml ci/b.yaml"]);
    }

    #[test]
    fn anchors_are_followed_and_name_a_set_once() {
        let text = "x-base: &base compose.yaml\nsets:\n  - &prod [*base, compose.prod.yaml]\n  - *prod\n";
        assert_eq!(sets(&project("plimsoll.yaml", text, &[])), ["compose.yaml compose.prod.yaml"]);
    }

    #[test]
    fn mistakes_are_shown_where_they_stand_and_the_rest_holds() {
        let said = |text: &str| said("plimsoll.yaml", text, &["compose.yaml", "compose.prod.yaml", "Dockerfile"]);
        assert!(said("sets:\n").is_empty() && said("sets: []\n").is_empty());
        assert!(said("sets: [[compose.yaml, compose.prod.yaml]]\n").is_empty());
        assert_eq!(said("sets: all\n"), ["all: `all` is no list"]);
        assert_eq!(said("sets: {a: b}\n"), ["{a: b}: `{a: b}` is no list"]);
        assert_eq!(
            said("sets: [compose.yaml, compose.prod.yaml]\n"),
            ["[compose.yaml, compose.prod.yaml]: `sets` lists files, not sets of files"]
        );
        assert_eq!(
            said("sets: [[compose.yaml, compose.prod.yaml], compose.yaml]\n"),
            ["compose.yaml: `compose.yaml` is no list"]
        );
        assert_eq!(
            said("sets: [[], [compose.yaml]]\n"),
            ["[]: this set names no files", "[compose.yaml]: this set names a single file"]
        );
        assert_eq!(
            said("sets: [[compose.yaml, ../a.yaml], [/b.yaml, compose.yaml]]\n"),
            ["../a.yaml: `../a.yaml` is outside of the project", "/b.yaml: `/b.yaml` is outside of the project"]
        );
        assert_eq!(
            said("sets:\n  - [compose.yaml, ./compose.yaml]\n"),
            ["./compose.yaml: `./compose.yaml` stands in this set already"]
        );
        assert_eq!(
            said("sets: [[compose.yaml, {a: b}, '']]\n"),
            ["{a: b}: `{a: b}` is no path", "'': `''` is no path"]
        );
        assert_eq!(
            said("sets: [[compose.yaml, compose.prd.yaml, Dockerfile]]\n"),
            ["compose.prd.yaml: there is no file `compose.prd.yaml`", "Dockerfile: `Dockerfile` is no Compose file"]
        );
    }

    #[test]
    fn a_file_that_nobody_looked_for_is_not_missing() {
        let text = "sets: [[compose.yaml, compose.prod.yaml]]\n";
        let project = project("plimsoll.yaml", text, &["compose.yaml"]);
        assert!(problems(&project, &RelPath::new("plimsoll.yaml"), &crate::yaml::parse(text.into())).is_empty());
    }
}
