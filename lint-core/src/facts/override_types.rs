//! Values of the user's own keys that a later file cannot be laid over.
//!
//! Where the Compose Specification says what stands at a place, a value of the wrong type is the schema's to tell.

use crate::cx::ComposeCx;
use crate::diagnostic::FileId;
use crate::project::File;
use crate::span::Span;
use crate::yaml::Node;
use std::collections::HashSet;

/// How many pairs of entries are compared: aliases could multiply them without bound.
const FUEL: u32 = 100_000;

/// Keys whose values the loader replaces, or brings into one form before it merges them.
const ONE_FORM: [&str; 16] = [
    "annotations",
    "args",
    "build",
    "command",
    "depends_on",
    "entrypoint",
    "environment",
    "extends",
    "healthcheck",
    "include",
    "labels",
    "logging",
    "networks",
    "sysctls",
    "ulimits",
    "volumes",
];

/// A value that stops the loader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeClash {
    /// The key.
    pub key: String,
    /// The key in the file that is looked at.
    pub span: Span,
    /// What stands there.
    pub is: &'static str,
    /// What stands in the earlier file.
    pub was: &'static str,
    /// The earlier file, and its key.
    pub earlier: (FileId, Span),
}

struct Comparison {
    earlier: FileId,
    fuel: u32,
    found: Vec<TypeClash>,
}

impl ComposeCx<'_> {
    /// The keys of this file that are of another type in a file or document before. What is included is loaded by itself.
    pub fn type_clashes(&self) -> Vec<TypeClash> {
        let project = self.linked.project();
        let files: Vec<(FileId, &File)> = self
            .linked
            .load(self.load)
            .into_iter()
            .flat_map(|load| load.files())
            .filter_map(|id| Some((id, project.file(id)?)))
            .collect();
        let included: HashSet<FileId> = files.iter().flat_map(|(_, file)| project.included_by(file)).collect();
        if self.is_stack || included.contains(&self.file) {
            return Vec::new();
        }
        let kept = files.into_iter().filter(|(id, _)| !included.contains(id));
        let mut before: Vec<(FileId, Node<'_>)> = Vec::new();
        let mut found = Vec::new();
        let roots = kept.flat_map(|(id, file)| {
            file.yaml().into_iter().flat_map(move |yaml| yaml.documents().map(move |root| (id, root)))
        });
        for (id, root) in roots {
            for (earlier, base) in before.iter().filter(|_| id == self.file) {
                let mut comparison = Comparison { earlier: *earlier, fuel: FUEL, found: Vec::new() };
                comparison.compare(*base, root, false);
                found.append(&mut comparison.found);
            }
            before.push((id, root));
        }
        let mut told = HashSet::new();
        found.retain(|clash| told.insert(clash.span));
        found
    }
}

impl Comparison {
    /// Compares what stands in two mappings; `is_free`: inside a key of the user's own.
    fn compare(&mut self, base: Node<'_>, over: Node<'_>, is_free: bool) {
        for entry in over.own_entries().filter(|entry| !entry.is_merge()) {
            let Some(key) = entry.key.text() else { continue };
            let Some(left) = self.fuel.checked_sub(1) else { return };
            self.fuel = left;
            let Some(old) = base.get(key).filter(|_| entry.value.tag().is_none()) else { continue };
            let is_free = is_free || key.starts_with("x-");
            if old.value.is_mapping() && entry.value.is_mapping() {
                if is_free || !ONE_FORM.contains(&key) {
                    self.compare(old.value.resolve(), entry.value.resolve(), is_free);
                }
                continue;
            }
            let (was, is) = (kind(old.value), kind(entry.value));
            let (Some(was @ ("a mapping" | "a list")), Some(is)) = (was, is) else { continue };
            if was != is && is_free {
                let earlier = (self.earlier, old.key.span());
                self.found.push(TypeClash { key: key.to_owned(), span: entry.key.span(), is, was, earlier });
            }
        }
    }
}

fn kind(node: Node<'_>) -> Option<&'static str> {
    if node.is_mapping() {
        Some("a mapping")
    } else if node.is_sequence() {
        Some("a list")
    } else if node.is_null() || node.text().is_none() {
        None
    } else {
        Some("a single value")
    }
}
