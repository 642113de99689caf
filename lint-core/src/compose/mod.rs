//! The model of a Compose or stack file: normalised, three-valued, every value with its place.
//!
//! It is read once from a tree; rules then look at plain fields. A value of the wrong type is left out and listed in
//! [`Compose::oddities`].

mod at_path;
mod build;
pub mod change;
pub mod configuration;
mod deploy;
mod device;
mod environment;
mod extends;
mod glance;
pub mod host_path;
pub mod interpolate;
mod layers;
mod mount;
pub mod mount_blocks;
mod mount_edit;
pub mod mount_options;
pub mod names;
pub mod namespaces;
pub mod order;
mod parts;
pub mod placement;
mod port;
mod published;
pub mod purpose;
pub mod quantity;
mod role;
pub mod rollout;
pub mod schema;
pub mod security_opt;
mod service;
mod split;
mod stack_version;
pub mod swarm;
pub mod swarm_edit;
pub mod targets;
pub mod used;
mod value;
mod variable_tag;
pub mod writable;

pub use build::Build;
pub use deploy::{Deploy, Resources, Rolling};
pub use device::{Device, DeviceRequest};
pub use environment::{Environment, Setting};
pub(crate) use glance::connections;
pub use layers::Pair;
pub use mount::{Mount, MountKind, Tmpfs};
pub use parts::{CommandLine, Dependency, EnvFile, Extends, Grant, Healthcheck, Hook, NetworkRef};
pub use port::Port;
pub use published::{PortRange, Protocol, Reach};
pub use role::{Role, file_role, is_stack, looks_like_compose};
pub use service::Service;
pub(crate) use value::duration_ms;
pub use value::{Origin, Value};

use crate::diagnostic::FileId;
use crate::know::{Know, Why};
use crate::span::Span;
use crate::yaml::{Node, Yaml};
use extends::{Bases, Chain};
use layers::{Layer, Layers, Reader};
use std::borrow::Cow;

/// An environment variable or build argument.
pub type EnvVar<'a> = Pair<'a>;

/// A Compose file as it is loaded: its documents and the files that are loaded together with it make one model.
///
/// What another file says has the origin [`Origin::Layered`] or the place [`Span::ELSEWHERE`].
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "facts that have nothing to do with each other")]
pub struct Compose<'a> {
    /// The first document's mapping.
    pub root: Node<'a>,
    /// The mappings at the top of all documents of all files, in the order in which they are laid over each other.
    pub roots: Vec<Node<'a>>,
    /// True when other files are loaded together with this one.
    pub is_set: bool,
    /// Whether all files of the set are at hand.
    pub is_complete: bool,
    /// The `version` key.
    pub version: Option<Value<'a>>,
    /// The `name` key.
    pub name: Option<Value<'a>>,
    /// The services of all files, in their order.
    pub services: Vec<Service<'a>>,
    /// The top-level `networks`.
    pub networks: Vec<Resource<'a>>,
    /// The top-level `volumes`.
    pub volumes: Vec<Resource<'a>>,
    /// The top-level `secrets`.
    pub secrets: Vec<Resource<'a>>,
    /// The top-level `configs`.
    pub configs: Vec<Resource<'a>>,
    /// The files of `include`.
    pub include: Vec<Include<'a>>,
    /// What has a type that does not fit its place.
    pub oddities: Vec<(Span, &'static str)>,
    /// True when a syntax error cost lines of the file: then nothing can be said to be missing.
    pub recovered: bool,
    /// True when some service or network shows that the file is for Windows containers: a mount to a drive or a pipe, or
    /// the network driver `nat`. One engine runs either these or Linux containers.
    pub for_windows: bool,
    /// The services whose end others wait for (`condition: service_completed_successfully`), sorted.
    pub awaited: Vec<Cow<'a, str>>,
}

/// A network, volume, secret or config of the top level.
#[derive(Clone, Debug)]
pub struct Resource<'a> {
    /// The key.
    pub name: Cow<'a, str>,
    /// Where the key stands; elsewhere for what only other files of the set declare.
    pub key_span: Span,
    /// Whether no earlier file of the set declares it.
    pub is_first: bool,
    /// What it says in this file; null for the defaults.
    pub node: Node<'a>,
    /// From the key to the last byte of content.
    pub span: Span,
    /// Whether it exists outside the project.
    pub external: Know<bool>,
    /// The `name` key.
    pub real_name: Option<Value<'a>>,
    /// The `driver` key.
    pub driver: Option<Value<'a>>,
    /// The pairs of `driver_opts`.
    pub driver_opts: Vec<Pair<'a>>,
    /// The `file` key.
    pub file: Option<Value<'a>>,
    /// The `environment` key.
    pub environment: Option<Value<'a>>,
    /// The `content` key.
    pub content: Option<Value<'a>>,
    /// The `internal` key.
    pub internal: Option<Value<'a>>,
    /// The `attachable` key.
    pub attachable: Option<Value<'a>>,
    /// The pairs of `labels`.
    pub labels: Vec<Pair<'a>>,
}

/// An entry of `include`.
#[derive(Clone, Debug)]
pub struct Include<'a> {
    /// The files; the first is the base of the others.
    pub paths: Vec<Value<'a>>,
    /// The `project_directory` key.
    pub project_directory: Option<Value<'a>>,
    /// The `env_file` key.
    pub env_files: Vec<Value<'a>>,
    /// The whole entry.
    pub span: Span,
}

impl<'a> Compose<'a> {
    /// The service of this name.
    pub fn service(&self, name: &str) -> Option<&Service<'a>> {
        self.services.iter().find(|service| service.name == name)
    }
}

/// A file that is loaded.
#[derive(Copy, Clone, Debug)]
pub struct Part<'a> {
    /// The file.
    pub file: FileId,
    /// Its tree.
    pub yaml: &'a Yaml,
    /// What the project's own files set for it.
    pub environment: Option<&'a Environment>,
}

/// Finds a file by its path as it is written in another one.
pub type Files<'f, 'a> = dyn Fn(FileId, &str) -> Option<(FileId, &'a Yaml)> + 'f;

/// Files that are loaded together, seen from one of them.
#[derive(Copy, Clone)]
pub struct Set<'s, 'a> {
    /// The files in the order in which they are laid over each other.
    pub parts: &'s [Part<'a>],
    /// The one that is looked at.
    pub own: FileId,
    /// Whether these are all files that are loaded.
    pub is_complete: bool,
    /// The files that services extend.
    pub bases: &'s Files<'s, 'a>,
}

/// Reads a file on its own.
pub fn read(yaml: &Yaml) -> Compose<'_> {
    let own = FileId(0);
    let parts = [Part { file: own, yaml, environment: None }];
    read_set(yaml, &Set { parts: &parts, own, is_complete: true, bases: &|_, _| None })
}

/// Reads files that are loaded together: one after the other, each document laid over those before (the Compose
/// Specification, "Merge Compose files"). `yaml` is the tree of the one that is looked at.
pub fn read_set<'a>(yaml: &'a Yaml, set: &Set<'_, 'a>) -> Compose<'a> {
    let mut reader = Reader::default();
    let mut bases = Bases::new(set.bases);
    let mut top = Layers::default();
    for part in set.parts {
        let origin = if part.file == set.own { Origin::Own } else { Origin::Layered(part.file) };
        let documents = part.yaml.documents().filter(|root| root.is_mapping());
        top.0.extend(documents.map(|root| Layer { origin, environment: part.environment, ..Layer::of(root) }));
    }
    let own = Layers(top.0.iter().filter(|layer| layer.origin == Origin::Own).copied().collect());
    let compose = Compose {
        root: yaml.root().unwrap_or_else(|| Node::missing(yaml)),
        roots: top.0.iter().map(|layer| layer.node).collect(),
        is_set: set.parts.len() > 1,
        is_complete: set.is_complete,
        version: reader.value(&own.get("version")),
        name: reader.value(&top.get("name")),
        services: services(&mut reader, yaml, &top.get("services"), set.own, &mut bases, |reader, declared, chain| {
            Some(service::read(reader, declared, chain, &|_| true))
        }),
        networks: resources(&mut reader, yaml, &top.get("networks")),
        volumes: resources(&mut reader, yaml, &top.get("volumes")),
        secrets: resources(&mut reader, yaml, &top.get("secrets")),
        configs: resources(&mut reader, yaml, &top.get("configs")),
        include: includes(&mut reader, &own.get("include")),
        oddities: reader.oddities,
        recovered: set.parts.iter().any(|part| part.yaml.is_recovered()),
        for_windows: false,
        awaited: Vec::new(),
    };
    Compose { for_windows: is_for_windows(&compose), awaited: awaited(&compose), ..compose }
}

/// Where something with a name is declared.
struct Declaration<'a> {
    /// The layer to point at: the last one of the file that is looked at.
    layer: Layer<'a>,
    /// What it says in that file; nothing when only other files declare it.
    node: Node<'a>,
    /// Whether no earlier file declares it.
    is_first: bool,
}

impl<'a> Declaration<'a> {
    fn of(yaml: &'a Yaml, last: Layer<'a>, said: &Layers<'a>) -> Self {
        let own = said.0.iter().rev().find(|layer| layer.origin == Origin::Own);
        let node = own.map_or_else(|| Node::missing(yaml), |own| own.node);
        let is_first = said.0.first().is_none_or(|first| first.origin == Origin::Own);
        Self { layer: own.copied().unwrap_or(last), node, is_first }
    }

    /// The place of the key.
    fn key_span(&self) -> Span {
        let entry = self.layer.entry.filter(|_| self.layer.origin == Origin::Own);
        entry.map_or(Span::ELSEWHERE, |entry| entry.key.span())
    }

    /// From the key to the end.
    fn span(&self) -> Span {
        if self.layer.origin == Origin::Own { self.layer.span() } else { Span::ELSEWHERE }
    }
}

fn services<'a>(
    reader: &mut Reader,
    yaml: &'a Yaml,
    layers: &Layers<'a>,
    own: FileId,
    bases: &mut Bases<'_, 'a>,
    read: impl Fn(&mut Reader, &Declaration<'a>, Chain<'a>) -> Option<Service<'a>>,
) -> Vec<Service<'a>> {
    let entries = reader.entries(layers);
    let mut services = Vec::with_capacity(entries.len());
    for (last, said) in entries {
        let declared = Declaration::of(yaml, last, &said);
        let mut chain = Chain { layers: Layers::default(), extends: None, incomplete: None };
        let is_service = said.0.iter().any(|layer| layer.node.is_mapping());
        for layer in said.0 {
            if !layer.node.is_mapping() {
                reader.odd(layer, "a service must be a mapping");
            } else if reader.is_spent() {
                chain.incomplete = Some(Why::Merge);
            } else {
                let file = if let Origin::Layered(file) = layer.origin { file } else { own };
                let next = extends::follow(reader, file, layer, bases);
                chain.layers.0.extend(next.layers.0);
                chain.incomplete = next.incomplete.or(chain.incomplete);
                if layer.origin == Origin::Own {
                    chain.extends = next.extends;
                }
            }
        }
        if is_service {
            services.extend(read(reader, &declared, chain));
        }
    }
    services
}

/// See [`Compose::awaited`].
fn awaited<'a>(compose: &Compose<'a>) -> Vec<Cow<'a, str>> {
    let ends = |condition: &Value<'_>| condition.known() == Some("service_completed_successfully");
    let dependencies = compose.services.iter().flat_map(|service| &service.depends_on);
    let mut names: Vec<_> = dependencies
        .filter(|dependency| dependency.condition.as_ref().is_some_and(ends))
        .map(|dependency| dependency.name.clone())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// See [`Compose::for_windows`].
fn is_for_windows(compose: &Compose<'_>) -> bool {
    let is_path = |path: &str| {
        let is_drive = path.get(1..2) == Some(":") && path.starts_with(|c: char| c.is_ascii_alphabetic());
        is_drive || path.contains("/pipe/") || path.starts_with('\\')
    };
    let nat = |value: &Option<Value<'_>>| value.as_ref().and_then(Value::known) == Some("nat");
    let external = |node: Node<'_>| {
        let name = node.get("external").and_then(|entry| entry.value.get("name"));
        name.is_some_and(|name| name.value.text() == Some("nat"))
    };
    let mut targets =
        compose.services.iter().flat_map(|service| &service.volumes).filter_map(|mount| mount.target.as_ref());
    targets.any(|target| is_path(target.raw))
        || compose.networks.iter().any(|net| nat(&net.driver) || nat(&net.real_name) || external(net.node))
}

fn resources<'a>(reader: &mut Reader, yaml: &'a Yaml, layers: &Layers<'a>) -> Vec<Resource<'a>> {
    let mut resources = Vec::new();
    for (last, said) in reader.entries(layers) {
        let declared = Declaration::of(yaml, last, &said);
        let Some(entry) = declared.layer.entry else { continue };
        let external = said.get("external");
        resources.push(Resource {
            name: entry.key.str().unwrap_or_default(),
            key_span: declared.key_span(),
            is_first: declared.is_first,
            node: declared.node,
            span: declared.span(),
            external: match external.last() {
                // The old form names the resource there.
                Some(layer) if layer.node.is_mapping() => Know::Known(true),
                Some(layer) => layer.value().map_or(Know::Known(false), |value| value.bool()),
                None => Know::Known(false),
            },
            real_name: reader.value(&said.get("name")),
            driver: reader.value(&said.get("driver")),
            driver_opts: reader.pairs(&said.get("driver_opts")),
            file: reader.value(&said.get("file")),
            environment: reader.value(&said.get("environment")),
            content: reader.value(&said.get("content")),
            internal: reader.value(&said.get("internal")),
            attachable: reader.value(&said.get("attachable")),
            labels: reader.pairs(&said.get("labels")),
        });
    }
    resources
}

fn includes<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<Include<'a>> {
    let mut includes = Vec::new();
    for item in reader.items(layers) {
        let one = Layers::one(item);
        let span = item.node.resolve().span();
        includes.push(if item.node.is_mapping() {
            Include {
                paths: reader.values(&one.get("path")),
                project_directory: reader.value(&one.get("project_directory")),
                env_files: reader.values(&one.get("env_file")),
                span,
            }
        } else {
            Include { paths: reader.values(&one), project_directory: None, env_files: Vec::new(), span }
        });
    }
    includes
}

#[cfg(test)]
mod tests;
