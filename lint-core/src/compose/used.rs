//! What the top level declares and nothing uses.

use super::{CommandLine, Compose, Grant, MountKind, Resource, Value};
use crate::cx::ComposeCx;
use crate::know::Know;
use crate::project::FileKind;
use crate::span::Span;
use crate::yaml::{Node, NodeKind, edit};
use std::collections::HashSet;

/// A kind of declaration.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// The top-level `volumes`.
    Volume,
    /// The top-level `networks`.
    Network,
    /// The top-level `secrets`.
    Secret,
    /// The top-level `configs`.
    Config,
}

impl Declared {
    /// The key of the top level.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Volume => "volumes",
            Self::Network => "networks",
            Self::Secret => "secrets",
            Self::Config => "configs",
        }
    }

    fn of<'c, 'a>(self, compose: &'c Compose<'a>) -> &'c [Resource<'a>] {
        match self {
            Self::Volume => &compose.volumes,
            Self::Network => &compose.networks,
            Self::Secret => &compose.secrets,
            Self::Config => &compose.configs,
        }
    }
}

/// More Compose files than this in one folder are a collection, not one project.
const MAX_SIBLINGS: usize = 16;
/// How deep a declaration and an `x-` block are looked into.
const MAX_DEPTH: u8 = 16;
/// Each edit looks at all entries of a mapping; nobody has more by hand.
const MAX_EDITED: usize = 256;

impl<'a> ComposeCx<'a> {
    /// The declarations of a kind that nothing uses: no service, no file of the set, nothing in an `x-` block, no Compose
    /// file beside this one. None where that cannot be seen.
    pub fn unused(&self, kind: Declared) -> Vec<&'a Resource<'a>> {
        let declared = kind.of(self.compose);
        let is_part = |service: &super::Service<'_>| {
            service.incomplete.is_some() || (service.image.is_none() && service.build.is_none() && !service.provider)
        };
        let services = &self.compose.services;
        if declared.is_empty() || self.may_declare_elsewhere() || services.is_empty() || services.iter().any(is_part) {
            return Vec::new();
        }
        let mut used = Used::default();
        used.read(kind, self.compose);
        // A file may be loaded in several ways: what one of them uses is no waste.
        for &load in self.linked.loads_of(self.file).iter().filter(|load| **load != self.load) {
            match self.linked.read(load, self.file).filter(|other| other.is_complete) {
                Some(other) => used.read(kind, &other),
                None => return Vec::new(),
            }
        }
        if used.unsure {
            return Vec::new();
        }
        let is_used = |resource: &Resource<'_>| {
            let real = resource.real_name.as_ref().map(|name| name.raw);
            used.names.contains(resource.name.as_ref()) || real.is_some_and(|name| used.names.contains(name))
        };
        let mut unused: Vec<&'a Resource<'a>> = declared
            .iter()
            .filter(|resource| resource.is_first && resource.external == Know::Known(false) && !is_used(resource))
            .filter(|resource| kind != Declared::Network || resource.name != "default")
            .collect();
        if !unused.is_empty() {
            let siblings = self.siblings();
            let is_part = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-');
            let words: HashSet<&str> = siblings.iter().flat_map(|text| text.split(is_part)).collect();
            unused.retain(|resource| !words.contains(resource.name.as_ref()));
        }
        unused
    }

    /// The texts of the Compose files in the same folder, which may be loaded together with this one.
    fn siblings(&self) -> Vec<&'a str> {
        let project = self.linked.project();
        let Some(own) = project.file(self.file) else { return Vec::new() };
        let is_sibling = |path: &crate::path::RelPath| path.parent() == own.path().parent();
        let texts: Vec<&'a str> = project
            .files()
            .filter(|(id, file)| *id != self.file && file.kind() == FileKind::Compose && is_sibling(file.path()))
            .map(|(_, file)| file.source().text().as_ref())
            .take(MAX_SIBLINGS + 1)
            .collect();
        if texts.len() > MAX_SIBLINGS { Vec::new() } else { texts }
    }

    /// The edit that takes a declaration out, with its key when it is the only one there.
    pub fn remove_declaration(&self, kind: Declared, resource: &Resource<'_>) -> Option<(Span, String)> {
        let name = resource.name.as_ref();
        let declares = |root: &&Node<'_>| root.get(kind.key()).is_some_and(|section| section.value.get(name).is_some());
        // What several files declare is not gone with one of them.
        if kind.of(self.compose).len() > MAX_EDITED || self.compose.roots.iter().filter(declares).nth(1).is_some() {
            return None;
        }
        let section = self.compose.root.own_entries().find(|entry| entry.key.text() == Some(kind.key()))?;
        let own = section.value.own_entries().find(|entry| entry.key.span() == resource.key_span)?;
        let is_only = section.value.own_entries().count() == 1;
        let shared = has_anchor(own.value, 0) || own.value.resolve() != own.value || own.key.anchor().is_some();
        (!shared).then(|| edit::remove_entry(if is_only { section } else { own }))?
    }
}

/// Whether something in the node may be used elsewhere by an alias.
fn has_anchor(node: Node<'_>, depth: u8) -> bool {
    if node.kind() == NodeKind::Alias {
        return false;
    }
    depth > MAX_DEPTH
        || node.anchor().is_some()
        || node.own_entries().any(|entry| has_anchor(entry.value, depth + 1))
        || node.items().any(|item| has_anchor(item, depth + 1))
}

#[derive(Default)]
struct Used {
    names: HashSet<String>,
    /// A variable may stand for any name.
    unsure: bool,
}

impl Used {
    fn add(&mut self, value: &Value<'_>) {
        match value.known() {
            Some(name) => {
                self.names.insert(name.to_owned());
            }
            None => self.unsure = true,
        }
    }

    fn grants<'g, 'a: 'g>(&mut self, grants: impl Iterator<Item = &'g Grant<'a>>) {
        for grant in grants {
            grant.source.iter().for_each(|source| self.add(source));
        }
    }

    fn read(&mut self, kind: Declared, compose: &Compose<'_>) {
        for service in &compose.services {
            match kind {
                Declared::Volume => {
                    let maybe = |kind: &Know<MountKind>| !matches!(kind, Know::Known(kind) if *kind != MountKind::Volume && *kind != MountKind::Cluster);
                    // A name alone is read as a target, but it was meant.
                    self.names
                        .extend(service.volumes.iter().filter_map(|mount| Some(mount.short.as_ref()?.raw.to_owned())));
                    let mounts = service.volumes.iter().filter(|mount| maybe(&mount.kind));
                    for mount in mounts {
                        mount.source.iter().for_each(|source| self.add(source));
                        // One variable may hold the whole mount.
                        self.unsure |= mount.source.is_none() && mount.kind.is_unknown();
                    }
                }
                Declared::Network => {
                    for network in &service.networks {
                        self.names.insert(network.name.to_string());
                        self.unsure |= network.name.contains('$');
                    }
                    service
                        .network_mode
                        .as_deref()
                        .into_iter()
                        .chain(service.build.iter().filter_map(|build| build.network.as_ref()))
                        .for_each(|value| {
                            self.add(value);
                        });
                }
                Declared::Secret => {
                    self.grants(service.secrets.iter().chain(service.build.iter().flat_map(|build| &build.secrets)));
                }
                Declared::Config => {
                    self.grants(service.configs.iter());
                    let credential = service.credential_spec.and_then(|node| node.get("config"));
                    self.names.extend(credential.and_then(|entry| Some(entry.value.text()?.to_owned())));
                }
            }
            self.hooks_and_commands(kind, service);
        }
        // What an `x-` block mentions may be meant for tools, or for files that take it over.
        for entry in compose
            .roots
            .iter()
            .flat_map(|root| root.own_entries())
            .filter(|entry| entry.key.text().is_some_and(|key| key.starts_with("x-")))
        {
            self.mentioned(entry.value, 0);
        }
    }

    /// A program that starts containers itself may be told the names.
    fn hooks_and_commands(&mut self, kind: Declared, service: &super::Service<'_>) {
        if matches!(kind, Declared::Secret | Declared::Config) {
            return;
        }
        let words = |line: &CommandLine<'_>| -> Vec<String> {
            match line {
                CommandLine::List(words, _) => words.iter().map(|word| word.raw.to_owned()).collect(),
                CommandLine::Text(text) => vec![text.raw.to_owned()],
                CommandLine::Null(_) => Vec::new(),
            }
        };
        let texts = service.command.iter().flat_map(words);
        let values =
            service.environment.iter().filter_map(|pair| pair.value.as_ref()).map(|value| value.raw.to_owned());
        let labels = service.labels.iter().filter_map(|pair| pair.value.as_ref()).map(|value| value.raw.to_owned());
        for text in texts.chain(values).chain(labels) {
            self.names.extend(text.split([' ', '=', ',', ':', '\n']).map(str::to_owned));
        }
    }

    fn mentioned(&mut self, node: Node<'_>, depth: u8) {
        // What an alias stands for is read where it is.
        if node.kind() == NodeKind::Alias {
            return;
        }
        if depth > MAX_DEPTH {
            self.unsure = true;
            return;
        }
        if let Some(text) = node.text() {
            self.names.insert(text.split(':').next().unwrap_or("").to_owned());
        }
        for entry in node.own_entries() {
            self.names.extend(entry.key.text().map(str::to_owned));
            self.mentioned(entry.value, depth + 1);
        }
        node.items().for_each(|item| self.mentioned(item, depth + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn used(text: &str, kind: Declared) -> (Vec<String>, bool) {
        let yaml = crate::yaml::parse(text.into());
        let mut used = Used::default();
        used.read(kind, &read(&yaml));
        let mut names: Vec<String> = used.names.into_iter().filter(|name| !name.is_empty()).collect();
        names.sort_unstable();
        (names, used.unsure)
    }

    #[test]
    fn names_are_used_by_services_builds_and_blocks_for_others() {
        let text =
            "x-a: {volumes: [one:/a]}\nservices:\n  a:\n    volumes: [{type: volume, source: two, target: /b}]\n";
        let (names, unsure) = used(text, Declared::Volume);
        assert!(names.contains(&"one".to_owned()) && names.contains(&"two".to_owned()) && !unsure);
        let text = "services:\n  a:\n    secrets: [one]\n    build: {context: ., secrets: [two]}\n";
        assert_eq!(used(text, Declared::Secret).0, ["one", "two"]);
    }

    #[test]
    fn a_variable_may_stand_for_any_name() {
        assert!(used("services: {a: {volumes: ['${V}:/a']}}", Declared::Volume).1);
        assert!(!used("services: {a: {volumes: ['./${V}:/a', '${V}/x:/b']}}", Declared::Volume).1);
    }

    #[test]
    fn aliases_are_not_followed_over_and_over() {
        let line = |level: u32| {
            let below = level - 1;
            format!("x-{level}: &a{level} [*a{below}, *a{below}, *a{below}]\n")
        };
        let text: String = std::iter::once("x-0: &a0 [x, x]\n".to_owned()).chain((1..40).map(line)).collect();
        assert!(!used(&text, Declared::Volume).1);
    }
}
