//! A service with all that it extends, through files.

use super::Files;
use super::layers::{Layer, Layers, Reader};
use super::parts::Extends;
use super::value::{Origin, Value};
use crate::diagnostic::FileId;
use crate::know::{Know, Why};
use crate::yaml::{Entry, Node, Yaml};
use std::borrow::Cow;
use std::collections::HashMap;

/// How many services one may extend in a row.
const MAX_EXTENDS: usize = 32;

/// The services of all files by their names, indexed when first asked for.
pub(super) struct Bases<'f, 'a> {
    files: &'f Files<'f, 'a>,
    services: HashMap<*const Yaml, HashMap<Cow<'a, str>, Entry<'a>>>,
}

impl<'f, 'a> Bases<'f, 'a> {
    pub(super) fn new(files: &'f Files<'f, 'a>) -> Self {
        Self { files, services: HashMap::new() }
    }

    fn service(&mut self, yaml: &'a Yaml, name: &str) -> Option<Entry<'a>> {
        let index = self.services.entry(std::ptr::from_ref(yaml)).or_insert_with(|| {
            let services = yaml.documents().filter_map(|root| root.get("services"));
            let entries = services.flat_map(|services| services.value.entries());
            entries.filter_map(|entry| Some((entry.key.str()?, entry))).collect()
        });
        index.get(name).copied()
    }
}

/// A service with everything it extends.
pub(super) struct Chain<'a> {
    /// The mappings, the base first.
    pub(super) layers: Layers<'a>,
    /// What it says itself.
    pub(super) extends: Option<Extends<'a>>,
    /// Why some of it is missing.
    pub(super) incomplete: Option<Why>,
}

/// Follows `extends` from one service of the file `file` to the next.
pub(super) fn follow<'a>(
    reader: &mut Reader,
    file: FileId,
    service: Layer<'a>,
    bases: &mut Bases<'_, 'a>,
) -> Chain<'a> {
    let mut layers = vec![service];
    let mut first: Option<Extends<'a>> = None;
    let mut incomplete = service.node.yaml().is_recovered().then_some(Why::SyntaxError);
    let mut now = (file, service);
    while let Some(extends) = read_extends(reader, now.1) {
        let first = first.get_or_insert_with(|| extends.clone());
        match base(now, &extends, bases) {
            Ok((file, next)) if layers.len() < MAX_EXTENDS && layers.iter().all(|seen| seen.node != next.node) => {
                now = (file, Layer { via: Some(first.span), ..next });
                layers.push(now.1);
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
    if layers.iter().any(|layer| has_lost_merge(layer.node)) {
        incomplete = Some(Why::Merge);
    }
    layers.reverse();
    Chain { layers: Layers(layers), extends: first, incomplete }
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

/// The service that `extends` names, with its file.
fn base<'a>(
    (mut file, service): (FileId, Layer<'a>),
    extends: &Extends<'a>,
    bases: &mut Bases<'_, 'a>,
) -> Result<(FileId, Layer<'a>), Why> {
    let known = |value: &Value<'a>| match value.text_with_defaults() {
        Know::Known(text) => Ok(text.into_owned()),
        Know::Absent => Err(Why::Merge),
        Know::Unknown(why) => Err(why),
    };
    let name = known(extends.service.as_ref().ok_or(Why::Merge)?)?;
    let mut yaml = service.node.yaml();
    let mut origin = service.origin;
    if let Some(other) = &extends.file {
        let path = known(other)?;
        (file, yaml) = (bases.files)(file, &path).ok_or(Why::MissingFile(path))?;
        if !matches!(origin, Origin::Layered(_)) {
            origin = Origin::Extended(file);
        }
    }
    let entry = bases.service(yaml, &name).ok_or(Why::Merge)?;
    if !entry.value.is_mapping() {
        return Err(Why::Merge);
    }
    Ok((file, Layer { entry: Some(entry), node: entry.value, via: None, origin, environment: service.environment }))
}

/// True when a mapping merges something that does not exist.
fn has_lost_merge(node: Node<'_>) -> bool {
    node.own_entries().filter(Entry::is_merge).any(|entry| {
        let value = entry.value.resolve();
        !value.is_mapping() && (!value.is_sequence() || value.items().any(|item| !item.is_mapping()))
    })
}
