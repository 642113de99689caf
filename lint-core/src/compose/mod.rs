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
pub(crate) use glance::connected_services;
pub use layers::Pair;
pub use mount::{Mount, MountKind, Tmpfs};
pub use parts::{CommandLine, Dependency, EnvFile, Extends, Grant, Healthcheck, Hook, NetworkRef};
pub use port::Port;
pub use published::{PortRange, Protocol, Reach};
pub use role::{Role, file_role, is_stack, looks_like_compose};
pub use service::Service;
pub(crate) use value::duration_ms;
pub use value::{Origin, Value};

use crate::know::{Know, Why};
use crate::span::Span;
use crate::yaml::{Entry, Node, Yaml};
use layers::{Layer, Layers, Reader};
use std::borrow::Cow;
use std::collections::HashMap;

/// An environment variable or build argument.
pub type EnvVar<'a> = Pair<'a>;

/// How many services one may extend in a row.
const MAX_EXTENDS: usize = 32;

/// A Compose file.
#[derive(Clone, Debug)]
pub struct Compose<'a> {
    /// The first document's mapping.
    pub root: Node<'a>,
    /// The `version` key.
    pub version: Option<Value<'a>>,
    /// The `name` key.
    pub name: Option<Value<'a>>,
    /// The services, in the order of the file.
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
    /// Where the key stands.
    pub key_span: Span,
    /// What it says; null for the defaults.
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

/// Reads a file on its own.
pub fn read(yaml: &Yaml) -> Compose<'_> {
    read_with(yaml, &|_| None)
}

/// Reads a file; `bases` gives the other files that services extend, by the path as written (that of a file which an
/// extended file extends in turn is relative to the first).
pub fn read_with<'a>(yaml: &'a Yaml, bases: &dyn Fn(&str) -> Option<&'a Yaml>) -> Compose<'a> {
    let mut reader = Reader::default();
    let Some(root) = yaml.root() else { return empty(yaml) };
    let top = Layers::one(Layer::of(root));
    let mut bases = Bases { files: bases, services: HashMap::new() };
    let entries = reader.entries(&top.get("services"));
    let mut services = Vec::with_capacity(entries.len());
    for (service, _) in entries {
        let Some(entry) = service.entry else { continue };
        if !entry.value.is_mapping() {
            reader.odd(service, "a service must be a mapping");
            continue;
        }
        if reader.is_spent() {
            services.push(service::read(&mut reader, entry, Layers::default(), None, Some(Why::Merge)));
            continue;
        }
        let chain = extended(&mut reader, yaml, service, &mut bases);
        services.push(service::read(&mut reader, entry, chain.layers, chain.extends, chain.incomplete));
    }
    let compose = Compose {
        root,
        version: reader.value(&top.get("version")),
        name: reader.value(&top.get("name")),
        services,
        networks: resources(&mut reader, &top.get("networks")),
        volumes: resources(&mut reader, &top.get("volumes")),
        secrets: resources(&mut reader, &top.get("secrets")),
        configs: resources(&mut reader, &top.get("configs")),
        include: includes(&mut reader, &top.get("include")),
        oddities: reader.oddities,
        recovered: yaml.is_recovered(),
        for_windows: false,
        awaited: Vec::new(),
    };
    Compose { for_windows: is_for_windows(&compose), awaited: awaited(&compose), ..compose }
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

fn empty(yaml: &Yaml) -> Compose<'_> {
    Compose {
        root: Node::missing(yaml),
        version: None,
        name: None,
        services: Vec::new(),
        networks: Vec::new(),
        volumes: Vec::new(),
        secrets: Vec::new(),
        configs: Vec::new(),
        include: Vec::new(),
        oddities: Vec::new(),
        recovered: yaml.is_recovered(),
        for_windows: false,
        awaited: Vec::new(),
    }
}

/// The services of all files by their names, indexed when first asked for.
struct Bases<'f, 'a> {
    files: &'f dyn Fn(&str) -> Option<&'a Yaml>,
    services: HashMap<*const Yaml, HashMap<Cow<'a, str>, Entry<'a>>>,
}

impl<'a> Bases<'_, 'a> {
    fn service(&mut self, yaml: &'a Yaml, name: &str) -> Option<Entry<'a>> {
        let index = self.services.entry(std::ptr::from_ref(yaml)).or_insert_with(|| {
            let services = yaml.root().and_then(|root| root.get("services"));
            let entries = services.map_or_else(Vec::new, |services| services.value.entries());
            entries.into_iter().filter_map(|entry| Some((entry.key.str()?, entry))).collect()
        });
        index.get(name).copied()
    }
}

/// A service with everything it extends.
struct Chain<'a> {
    layers: Layers<'a>,
    extends: Option<Extends<'a>>,
    incomplete: Option<Why>,
}

/// Follows `extends` from one service to the next.
fn extended<'a>(reader: &mut Reader, yaml: &'a Yaml, service: Layer<'a>, bases: &mut Bases<'_, 'a>) -> Chain<'a> {
    let mut chain = vec![service];
    let mut first: Option<Extends<'a>> = None;
    let mut incomplete = yaml.is_recovered().then_some(Why::SyntaxError);
    let mut file = String::new();
    let mut now = service;
    while let Some(extends) = read_extends(reader, now) {
        let first = first.get_or_insert_with(|| extends.clone());
        let next = base(now, &extends, &mut file, bases);
        match next {
            Ok(next) if chain.len() < MAX_EXTENDS && chain.iter().all(|seen| seen.node != next.node) => {
                now = Layer { via: Some(first.span), ..next };
                chain.push(now);
            }
            Ok(_) => {
                incomplete = Some(Why::Merge);
                break;
            }
            Err(why) => {
                incomplete = Some(why);
                break;
            }
        }
    }
    if chain.iter().any(|layer| has_lost_merge(layer.node)) {
        incomplete = Some(Why::Merge);
    }
    chain.reverse();
    Chain { layers: Layers(chain), extends: first, incomplete }
}

fn read_extends<'a>(reader: &mut Reader, service: Layer<'a>) -> Option<Extends<'a>> {
    let layer = service.get("extends")?;
    let span = layer.node.span();
    if layer.node.is_mapping() {
        let said = Layers::one(layer);
        return Some(Extends {
            service: reader.value(&said.get("service")),
            file: reader.value(&said.get("file")),
            span,
        });
    }
    Some(Extends { service: Some(layer.value()?), file: None, span })
}

/// The service that `extends` names.
fn base<'a>(
    service: Layer<'a>,
    extends: &Extends<'a>,
    file: &mut String,
    bases: &mut Bases<'_, 'a>,
) -> Result<Layer<'a>, Why> {
    let known = |value: &Value<'a>| match value.text_with_defaults() {
        Know::Known(text) => Ok(text.into_owned()),
        Know::Absent => Err(Why::Merge),
        Know::Unknown(why) => Err(why),
    };
    let name = known(extends.service.as_ref().ok_or(Why::Merge)?)?;
    let mut yaml = service.node.yaml();
    let mut origin = service.origin;
    if let Some(other) = &extends.file {
        let folder = file.rfind('/').and_then(|slash| file.get(..=slash)).unwrap_or("");
        *file = format!("{folder}{}", known(other)?);
        yaml = (bases.files)(file).ok_or_else(|| Why::MissingFile(file.clone()))?;
        origin = Origin::Extended;
    }
    let entry = bases.service(yaml, &name).ok_or(Why::Merge)?;
    if !entry.value.is_mapping() {
        return Err(Why::Merge);
    }
    Ok(Layer { entry: Some(entry), node: entry.value, via: None, origin })
}

/// True when a mapping merges something that does not exist.
fn has_lost_merge(node: Node<'_>) -> bool {
    node.own_entries().filter(Entry::is_merge).any(|entry| {
        let value = entry.value.resolve();
        !value.is_mapping() && (!value.is_sequence() || value.items().any(|item| !item.is_mapping()))
    })
}

fn resources<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<Resource<'a>> {
    let mut resources = Vec::new();
    for (last, said) in reader.entries(layers) {
        let Some(entry) = last.entry else { continue };
        let external = said.get("external");
        resources.push(Resource {
            name: entry.key.str().unwrap_or_default(),
            key_span: entry.key.span(),
            node: entry.value,
            span: entry.span(),
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
