//! What services name, and what is declared under no such name.

use crate::compose::{Grant, MountKind, NetworkRef, Service};
use crate::cx::ComposeCx;
use crate::diagnostic::Severity;
use crate::know::Know;
use crate::span::Span;
use crate::yaml::edit::{self, EntryValue};
use crate::yaml::{Node, Yaml};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// For how many names a better one is looked for.
pub(crate) const MAX_SUGGESTIONS: usize = 50;

/// Things of a file's top level that services name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// `networks`.
    Network,
    /// `volumes`.
    Volume,
    /// `secrets`.
    Secret,
    /// `configs`.
    Config,
    /// `models`.
    Model,
}

/// A name that no file declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undeclared<'a> {
    /// The name.
    pub name: String,
    /// The service that uses it first.
    pub service: Cow<'a, str>,
    /// Where.
    pub span: Span,
    /// Whether it is the service's build that does.
    pub by_build: bool,
    /// Whether all services that use it are started only with a profile, and it does no harm without.
    pub needs_profile: bool,
    /// The other places, in the order of the file.
    pub others: Vec<Span>,
    /// The declared name that was meant, perhaps.
    pub nearest: Option<String>,
}

/// A name in a service.
struct Use<'a> {
    name: Cow<'a, str>,
    span: Span,
    by_build: bool,
}

/// The places in order, each once, but for one of them.
pub(crate) fn without(mut spans: Vec<Span>, one: Span) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup();
    spans.retain(|span| *span != one);
    spans
}

impl Undeclared<'_> {
    /// An error, but for what only a profile brings to light.
    pub fn severity(&self) -> Severity {
        if self.needs_profile { Severity::Warning } else { Severity::Error }
    }
}

impl Declared {
    /// The key of the top level.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Network => "networks",
            Self::Volume => "volumes",
            Self::Secret => "secrets",
            Self::Config => "configs",
            Self::Model => "models",
        }
    }
}

impl<'a> ComposeCx<'a> {
    /// The names of one kind that services use and nothing declares; none where another file may declare them.
    pub fn undeclared(&self, kind: Declared) -> Vec<Undeclared<'a>> {
        let declared: BTreeSet<&str> = self.compose.roots.iter().flat_map(|root| names(*root, kind.key())).collect();
        let is_declared =
            |name: &str| declared.contains(name) || name.is_empty() || (kind == Declared::Network && name == "default");
        let mut found: HashMap<String, Undeclared<'a>> = HashMap::new();
        for service in &self.compose.services {
            let needs_profile = !service.profiles.is_empty();
            for used in uses(service, kind).into_iter().filter(|used| !is_declared(&used.name)) {
                let candidates =
                    declared.iter().copied().take(if found.len() < MAX_SUGGESTIONS { usize::MAX } else { 0 });
                let name = used.name.into_owned();
                let known = found.entry(name.clone()).or_insert_with(|| Undeclared {
                    nearest: crate::nearest(&name, candidates).map(str::to_owned),
                    name,
                    service: service.name.clone(),
                    span: used.span,
                    by_build: used.by_build,
                    needs_profile: true,
                    others: Vec::new(),
                });
                known.others.push(used.span);
                known.needs_profile &= needs_profile;
            }
        }
        if !found.is_empty() {
            self.take_out_what_others_declare(kind.key(), &mut found);
        }
        let mut found: Vec<_> =
            found.into_values().map(|one| Undeclared { others: without(one.others, one.span), ..one }).collect();
        found.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        found
    }

    /// Whether a name may be declared in a file that is not looked at: then its absence proves nothing.
    pub fn may_be_declared_elsewhere(&self) -> bool {
        self.may_declare_elsewhere() || self.has_service_parts() || self.is_extended()
    }

    /// Forgets the names that files declare which this one is laid over, and all where that cannot be known.
    pub(crate) fn take_out_what_others_declare<T>(&self, key: &str, found: &mut HashMap<String, T>) {
        if self.may_be_declared_elsewhere() {
            found.clear();
        }
        for base in self.bases() {
            if base.is_recovered() || base.root().is_some_and(|root| root.get("include").is_some()) {
                found.clear();
            }
            for name in base.root().into_iter().flat_map(|root| names(root, key)) {
                found.remove(name);
            }
        }
    }

    /// The edit that declares a network or volume with its defaults.
    pub fn declaration(&self, kind: Declared, name: &str) -> Option<(Span, String)> {
        let root = own_root(self.yaml)?;
        let nothing = EntryValue::Mapping(Vec::new());
        let Some(entry) = root.own_entries().find(|entry| entry.key.text() == Some(kind.key())) else {
            return edit::insert_entry(root, kind.key(), &EntryValue::Mapping(vec![(name.to_owned(), nothing)]));
        };
        if entry.value.anchor().is_some() || entry.value.own_entries().any(|entry| entry.is_merge()) {
            return None;
        }
        edit::insert_entry(entry.value, name, &nothing)
    }
}

fn own_root(yaml: &Yaml) -> Option<Node<'_>> {
    yaml.root().filter(|root| !root.own_entries().any(|entry| entry.is_merge()))
}

/// The names under a key of a file's top level.
pub(crate) fn names<'a>(root: Node<'a>, key: &str) -> Vec<&'a str> {
    let entries = root.get(key).map_or_else(Vec::new, |entry| entry.value.entries());
    entries
        .into_iter()
        .filter(|entry| entry.value.tag() != Some("!reset"))
        .filter_map(|entry| entry.key.text())
        .collect()
}

fn uses<'a>(service: &Service<'a>, kind: Declared) -> Vec<Use<'a>> {
    match kind {
        Declared::Network => joined(service, &service.networks),
        Declared::Model => joined(service, &service.models),
        Declared::Volume => mounted(service),
        Declared::Config => granted(service, &service.configs, false),
        Declared::Secret => {
            let mut all = granted(service, &service.secrets, false);
            all.extend(service.build.iter().flat_map(|build| granted(service, &build.secrets, true)));
            all
        }
    }
}

fn joined<'a>(service: &Service<'a>, networks: &[NetworkRef<'a>]) -> Vec<Use<'a>> {
    // A variable in a list is filled in; in a key it is not, and compose-schema refuses it.
    let plain = networks.iter().filter(|network| !network.name.contains('$'));
    plain
        .map(|network| Use {
            name: network.name.clone(),
            span: service.place(network.name_span, network.origin),
            by_build: false,
        })
        .collect()
}

fn mounted<'a>(service: &Service<'a>) -> Vec<Use<'a>> {
    let volumes = service.volumes.iter().filter(|mount| mount.kind == Know::Known(MountKind::Volume));
    volumes
        .filter_map(|mount| {
            let source = mount.source.as_ref()?;
            let name = source.text_with_defaults().known()?.into_owned();
            let target = mount.target.as_ref().map_or("", |target| target.raw.trim_end_matches('/'));
            // A path without `./` in front is told as such.
            let is_file = name.contains('.') && target.rsplit('/').next() == Some(&name);
            let is_name = !name.contains(['/', '\\']) && !is_file;
            let span = service.place(source.span, source.origin);
            is_name.then(|| Use { name: name.into(), span, by_build: false })
        })
        .collect()
}

fn granted<'a>(service: &Service<'a>, grants: &[Grant<'a>], by_build: bool) -> Vec<Use<'a>> {
    let sources = grants.iter().filter_map(|grant| grant.source.as_ref());
    sources
        .filter_map(|source| {
            let name = source.text_with_defaults().known()?.into_owned();
            Some(Use { name: name.into(), span: service.place(source.span, source.origin), by_build })
        })
        .collect()
}
