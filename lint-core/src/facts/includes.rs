//! What a Compose file includes: paths that are not there, circles, and names that both files have.

use crate::compose::{self, Value};
use crate::cx::ComposeCx;
use crate::diagnostic::FileId;
use crate::path::RelPath;
use crate::project::rank;
use crate::span::Span;
use crate::yaml::{Entry, Node};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// The sections whose names an included file shares with the one that includes it.
const SECTIONS: [&str; 6] = ["services", "networks", "volumes", "secrets", "configs", "models"];

/// How many files are followed from one.
const MAX_FILES: usize = 64;

/// How many nodes one comparison looks at: aliases could multiply them without bound.
const FUEL: u32 = 10_000;

/// A file that includes itself in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// The path in the file that is looked at.
    pub span: Span,
    /// The files on the way back, each with the place where it includes the next one.
    pub steps: Vec<(FileId, Span, RelPath)>,
}

/// A name that a file and one that it includes both declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The section.
    pub section: &'static str,
    /// The name.
    pub name: String,
    /// The key in the file that is looked at.
    pub span: Span,
    /// The included file.
    pub file: FileId,
    /// Its path.
    pub path: RelPath,
    /// The key there.
    pub there: Span,
}

impl<'a> ComposeCx<'a> {
    /// The files of the project that a file includes.
    fn included_by(&self, file: FileId) -> Vec<FileId> {
        let project = self.linked.project();
        project.file(file).into_iter().flat_map(|file| project.included_by(file)).collect()
    }

    /// The literal paths of `include` that lie in the project.
    fn included_paths(&self) -> Vec<(&'a Value<'a>, RelPath)> {
        let Some(own) = self.linked.project().file(self.file).map(|file| file.path()) else { return Vec::new() };
        // From a folder of its own the project knows other files than the loader.
        if self.is_stack || own.parent() != self.folder() {
            return Vec::new();
        }
        let paths = self.compose.include.iter().flat_map(|include| &include.paths);
        paths
            .filter_map(|value| Some((value, own.parent_join(value.known().filter(|path| !is_remote(path))?)?)))
            .collect()
    }

    /// The paths of `include` that were looked for and are not there.
    pub fn missing_includes(&self) -> Vec<&'a Value<'a>> {
        let project = self.linked.project();
        let paths = self.included_paths().into_iter().filter(|(_, path)| project.is_absent(path));
        paths.map(|(value, _)| value).collect()
    }

    /// The circles that the file is in. Each is told once, by the first of its files that was asked for.
    pub fn include_circles(&self) -> Vec<Circle> {
        let project = self.linked.project();
        let circle = |(value, path): (&Value<'_>, RelPath)| {
            let steps = self.way_back(project.by_path(&path)?)?;
            let own = project.file(self.file)?.path();
            let is_before =
                |id: FileId| project.is_given(id) && project.file(id).is_some_and(|file| rank(file.path()) < rank(own));
            let is_first = !steps.iter().any(|step| is_before(step.0));
            is_first.then_some(Circle { span: value.span, steps })
        };
        self.included_paths().into_iter().filter_map(circle).collect()
    }

    /// The shortest way from an included file to the one that is looked at.
    fn way_back(&self, from: FileId) -> Option<Vec<(FileId, Span, RelPath)>> {
        let project = self.linked.project();
        let mut came_from: HashMap<FileId, FileId> = HashMap::from([(from, from)]);
        let mut open = VecDeque::from([from]);
        while let Some(file) = open.pop_front().filter(|file| *file != self.file) {
            for next in self.included_by(file) {
                if came_from.len() < MAX_FILES && !came_from.contains_key(&next) {
                    came_from.insert(next, file);
                    open.push_back(next);
                }
            }
        }
        let mut way = vec![self.file];
        while let Some(last) = way.last().copied().filter(|last| *last != from) {
            way.push(*came_from.get(&last)?);
        }
        let step = |pair: &[FileId]| {
            let [to, file] = pair else { return None };
            let file_path = project.file(*file)?.path();
            let read = compose::read(project.file(*file)?.yaml()?);
            let to = project.file(*to)?.path();
            let leads = |value: &&Value<'_>| {
                value.text_with_defaults().known().and_then(|path| file_path.parent_join(&path)).as_ref() == Some(to)
            };
            let span = read.include.iter().flat_map(|include| &include.paths).find(leads)?.span;
            Some((*file, span, to.clone()))
        };
        let mut steps: Vec<_> = way.windows(2).map(step).collect::<Option<_>>()?;
        steps.reverse();
        Some(steps)
    }

    /// The names that the file declares otherwise than a file which it includes, directly or not.
    pub fn include_conflicts(&self) -> Vec<Conflict> {
        let project = self.linked.project();
        let mut included: BTreeSet<FileId> = BTreeSet::new();
        let mut open: Vec<FileId> = if self.is_stack { Vec::new() } else { self.included_by(self.file) };
        while let Some(file) = open.pop() {
            if included.len() < MAX_FILES && included.insert(file) {
                open.extend(self.included_by(file));
            }
        }
        if included.is_empty() || included.contains(&self.file) {
            return Vec::new();
        }
        let mut included: Vec<FileId> = included.into_iter().collect();
        included.sort_by_key(|id| project.file(*id).map(|file| file.path()));
        let mut theirs: BTreeMap<(&str, &str), Vec<(FileId, Entry<'_>)>> = BTreeMap::new();
        for file in included {
            let roots = project.file(file).and_then(|file| file.yaml()).into_iter().flat_map(|yaml| yaml.documents());
            for (section, name, entry) in roots.flat_map(declared) {
                theirs.entry((section, name)).or_default().push((file, entry));
            }
        }
        let mut found = Vec::new();
        for (section, name, own) in self.yaml.documents().flat_map(declared) {
            let others = theirs.get(&(section, name)).map_or(&[][..], Vec::as_slice);
            let differs = others.iter().find(|(_, entry)| !is_same(own.value, entry.value, &mut FUEL.clone()));
            let Some((file, entry)) = differs else { continue };
            let Some(path) = project.file(*file).map(|file| file.path().clone()) else { continue };
            let (span, there) = (own.key.span(), entry.key.span());
            found.push(Conflict { section, name: name.to_owned(), span, file: *file, path, there });
        }
        found
    }
}

/// Whether a path names something that is fetched: a Git repository or an OCI artifact.
fn is_remote(path: &str) -> bool {
    let repository = path.split('#').next().unwrap_or(path).trim_end_matches('/');
    path.contains("://")
        || path.starts_with("git@")
        || path.starts_with("github.com/")
        || repository.rsplit_once('.').is_some_and(|(_, extension)| extension == "git")
}

/// What a document declares: the section, the name, the entry.
fn declared(root: Node<'_>) -> Vec<(&'static str, &str, Entry<'_>)> {
    let mut found = Vec::new();
    for section in SECTIONS {
        let entries = root.get(section).map_or_else(Vec::new, |entry| entry.value.entries());
        let kept = entries.into_iter().filter(|entry| entry.via.is_none() && entry.value.tag().is_none());
        found.extend(kept.filter_map(|entry| Some((section, entry.key.text()?, entry))));
    }
    found
}

/// Whether two nodes say the same; true as well when that would take too long to find out.
fn is_same(one: Node<'_>, other: Node<'_>, fuel: &mut u32) -> bool {
    let Some(left) = fuel.checked_sub(1) else { return true };
    *fuel = left;
    if let (Some(one), Some(other)) = (one.text(), other.text()) {
        return one == other;
    }
    let is_empty = |node: Node<'_>| node.is_null() || (node.is_mapping() && node.entries().is_empty());
    if is_empty(one) || is_empty(other) {
        return is_empty(one) && is_empty(other);
    }
    if one.is_mapping() && other.is_mapping() {
        let (ones, others) = (one.entries(), other.entries());
        return ones.len() == others.len()
            && ones.iter().all(|entry| {
                let twin = entry.key.text().and_then(|key| other.get(key));
                twin.is_some_and(|twin| is_same(entry.value, twin.value, fuel))
            });
    }
    one.is_sequence()
        && other.is_sequence()
        && one.items().count() == other.items().count()
        && one.items().zip(other.items()).all(|(one, other)| is_same(one, other, fuel))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_the_same_is_no_conflict() {
        let same = |one: &str, other: &str| {
            let (one, other) = (crate::yaml::parse(one.into()), crate::yaml::parse(other.into()));
            is_same(one.root().unwrap(), other.root().unwrap(), &mut FUEL.clone())
        };
        assert!(same("{a: 1, b: [x, {c: d}]}", "b:\n  - x\n  - c: d\na: '1'\n"));
        assert!(same("{}", "null") && same("x: &y [1]\nz: *y\n", "x: [1]\nz: [1]\n"));
        assert!(!same("{a: 1}", "{a: 2}") && !same("{a: 1}", "{}") && !same("[a]", "[a, b]") && !same("[a]", "{a: b}"));
    }

    #[test]
    fn what_is_fetched_is_no_path() {
        for path in
            ["https://example.com/a.yaml", "git@example.com:a/b", "oci://a/b:1", "github.com/a/b.git#main:c", "a/b.git"]
        {
            assert!(is_remote(path), "{path}");
        }
        assert!(!is_remote("../common/compose.yaml") && !is_remote(".github/compose.yaml"));
    }
}
