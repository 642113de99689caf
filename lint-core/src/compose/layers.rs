//! One place of the model seen through all mappings that contribute to it: the service and what it extends.

use super::environment::Environment;
use super::value::{Origin, Value};
use crate::span::Span;
use crate::yaml::{Entry, Node};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// What one mapping says about a place.
#[derive(Copy, Clone, Debug)]
pub(super) struct Layer<'a> {
    pub(super) entry: Option<Entry<'a>>,
    pub(super) node: Node<'a>,
    pub(super) via: Option<Span>,
    pub(super) origin: Origin,
    /// What the project's own files set.
    pub(super) environment: Option<&'a Environment>,
}

/// All that is said about a place, the base first.
#[derive(Clone, Debug, Default)]
pub(super) struct Layers<'a>(pub(super) Vec<Layer<'a>>);

impl<'a> Layer<'a> {
    pub(super) fn of(node: Node<'a>) -> Self {
        Self { entry: None, node, via: None, origin: Origin::Own, environment: None }
    }

    /// What this layer's mapping says of `entry`.
    pub(super) fn child(self, entry: Entry<'a>) -> Self {
        let via = self.via.or_else(|| alias_span(self.node)).or(entry.via);
        Self { entry: Some(entry), node: entry.value, via, ..self }
    }

    /// What this layer's list says with `node`.
    pub(super) fn item(self, node: Node<'a>) -> Self {
        Self { entry: None, node, via: self.via.or_else(|| alias_span(self.node)), ..self }
    }

    pub(super) fn get(self, key: &str) -> Option<Self> {
        Some(self.child(self.node.get(key)?))
    }

    pub(super) fn entries(self) -> impl Iterator<Item = Self> {
        self.node.entries().into_iter().map(move |entry| self.child(entry))
    }

    pub(super) fn items(self) -> impl Iterator<Item = Self> {
        self.node.items().map(move |node| self.item(node))
    }

    pub(super) fn value(self) -> Option<Value<'a>> {
        Value::read(self.node, self.via, self.origin, self.environment)
    }

    /// From the key to the value's end, or the value alone.
    pub(super) fn span(self) -> Span {
        let span = self.entry.map_or_else(|| self.node.span(), |entry| entry.key.span().to(entry.value.span()));
        self.origin.place(span)
    }
}

fn alias_span(node: Node<'_>) -> Option<Span> {
    (node.resolve() != node).then(|| node.span())
}

impl<'a> Layers<'a> {
    pub(super) fn one(layer: Layer<'a>) -> Self {
        Self(vec![layer])
    }

    /// What is said of `key`.
    pub(super) fn get(&self, key: &str) -> Self {
        let mut found = Self::default();
        self.0.iter().filter_map(|layer| layer.get(key)).for_each(|layer| found.add(layer));
        found
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The last layer that says something.
    pub(super) fn last(&self) -> Option<Layer<'a>> {
        self.0.iter().rev().find(|layer| !layer.node.is_null()).or(self.0.last()).copied()
    }

    /// The items of all lists, the base first; a scalar counts as a list of itself.
    pub(super) fn items(&self) -> Vec<Layer<'a>> {
        let mut items = Vec::new();
        for layer in &self.0 {
            if layer.node.is_sequence() {
                items.extend(layer.items());
            } else if !layer.node.is_mapping() && !layer.node.is_null() {
                items.push(*layer);
            }
        }
        items
    }

    /// The names of all mappings' entries, each once, with what is said about it.
    pub(super) fn entries(&self) -> Vec<(Layer<'a>, Layers<'a>)> {
        let mut index: HashMap<Cow<'a, str>, usize> = HashMap::new();
        let mut found: Vec<(Layer<'a>, Layers<'a>)> = Vec::new();
        for child in self.0.iter().flat_map(|layer| layer.entries()) {
            let Some(name) = child.entry.and_then(|entry| entry.key.str()) else { continue };
            // One mapping names each only once.
            let at = if self.0.len() == 1 { found.len() } else { *index.entry(name).or_insert(found.len()) };
            if at == found.len() {
                found.push((child, Self::default()));
            }
            if let Some((last, layers)) = found.get_mut(at) {
                *last = child;
                layers.add(child);
            }
        }
        found.retain(|(_, said)| !said.is_empty());
        found
    }

    /// Adds what a later mapping says; `!reset` takes away what came before, `!override` replaces it.
    fn add(&mut self, layer: Layer<'a>) {
        match layer.node.tag() {
            Some("!reset") => self.0.clear(),
            Some("!override") => {
                self.0.clear();
                self.0.push(layer);
            }
            _ => self.0.push(layer),
        }
    }
}

/// How many list items and pairs one reading makes: aliases could multiply them without bound.
const FUEL: usize = 1_000_000;

/// Reads layers into plain data and notes what has the wrong type.
pub(super) struct Reader {
    pub(super) oddities: Vec<(Span, &'static str)>,
    fuel: usize,
}

impl Default for Reader {
    fn default() -> Self {
        Self { oddities: Vec::new(), fuel: FUEL }
    }
}

/// A name with a value, from a mapping or a `NAME=value` list.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    /// The name.
    pub name: Cow<'a, str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The value; `None` when it has none, or is a collection (see `node`).
    pub value: Option<Value<'a>>,
    /// The whole pair.
    pub span: Span,
    /// The value's node in a mapping, the item's node in a list.
    pub node: Node<'a>,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
    /// What the project's own files set.
    pub(super) environment: Option<&'a Environment>,
}

impl Reader {
    /// True when the fuel is used up: what is read from now on is incomplete.
    pub(super) fn is_spent(&self) -> bool {
        self.fuel == 0
    }

    pub(super) fn odd(&mut self, layer: Layer<'_>, what: &'static str) {
        if layer.origin == Origin::Own {
            self.oddities.push((layer.node.span(), what));
        }
    }

    /// The scalar that holds.
    pub(super) fn value<'a>(&mut self, layers: &Layers<'a>) -> Option<Value<'a>> {
        let layer = layers.last()?;
        let value = layer.value();
        if value.is_none() && !layer.node.is_null() {
            self.odd(layer, "a single value is expected here");
        }
        value
    }

    /// The scalars of all lists; a single one is a list of itself.
    pub(super) fn values<'a>(&mut self, layers: &Layers<'a>) -> Vec<Value<'a>> {
        for layer in layers.0.iter().filter(|layer| layer.node.is_mapping()) {
            self.odd(*layer, "a list is expected here");
        }
        let read = |reader: &mut Self, item: Layer<'a>| {
            let value = item.value();
            if value.is_none() && !item.node.is_null() {
                reader.odd(item, "a single value is expected here");
            }
            value
        };
        self.merged(layers, read, |value| Some(value.raw.to_string()))
    }

    /// The items of all lists; one takes the place of those in earlier lists that have its key.
    pub(super) fn merged<'a, T>(
        &mut self,
        layers: &Layers<'a>,
        mut read: impl FnMut(&mut Self, Layer<'a>) -> Option<T>,
        key: impl Fn(&T) -> Option<String>,
    ) -> Vec<T> {
        let mut all: Vec<T> = Vec::new();
        for layer in &layers.0 {
            let items = self.items(&Layers::one(*layer));
            let new: Vec<T> = items.into_iter().filter_map(|item| read(self, item)).collect();
            if !all.is_empty() && !new.is_empty() {
                let keys: HashSet<String> = new.iter().filter_map(&key).collect();
                all.retain(|one| key(one).is_none_or(|key| !keys.contains(&key)));
            }
            all.extend(new);
        }
        all
    }

    /// The scalars among the items: for lists whose items may be mappings, and that may be mappings themselves.
    pub(super) fn scalars<'a>(&mut self, layers: &Layers<'a>) -> Vec<Value<'a>> {
        self.merged(layers, |_, item| item.value(), |value| Some(value.raw.to_string()))
    }

    /// The pairs of mappings and of lists; a later layer's replace an earlier one's of the same name.
    pub(super) fn pairs<'a>(&mut self, layers: &Layers<'a>) -> Vec<Pair<'a>> {
        let mut pairs: Vec<Pair<'a>> = Vec::new();
        for layer in &layers.0 {
            let new = self.layer_pairs(*layer);
            self.fuel = self.fuel.saturating_sub(new.len());
            if !pairs.is_empty() {
                let names: HashSet<&str> = new.iter().map(|pair| pair.name.as_ref()).collect();
                pairs.retain(|pair| !names.contains(pair.name.as_ref()));
            }
            pairs.extend(new);
        }
        pairs
    }

    /// The items of all lists, while there is fuel.
    pub(super) fn items<'a>(&mut self, layers: &Layers<'a>) -> Vec<Layer<'a>> {
        if self.fuel == 0 {
            return Vec::new();
        }
        let items = layers.items();
        self.fuel = self.fuel.saturating_sub(items.len());
        items
    }

    /// The entries of all mappings, while there is fuel.
    pub(super) fn entries<'a>(&mut self, layers: &Layers<'a>) -> Vec<(Layer<'a>, Layers<'a>)> {
        if self.fuel == 0 {
            return Vec::new();
        }
        let entries = layers.entries();
        self.fuel = self.fuel.saturating_sub(entries.len() + 1);
        entries
    }

    fn layer_pairs<'a>(&mut self, layer: Layer<'a>) -> Vec<Pair<'a>> {
        if self.fuel == 0 {
            return Vec::new();
        }
        if layer.node.is_mapping() {
            return layer.entries().filter_map(mapped_pair).collect();
        }
        if layer.node.is_sequence() {
            return layer.items().filter_map(|item| self.listed_pair(item)).collect();
        }
        if !layer.node.is_null() {
            self.odd(layer, "a mapping or a list of `NAME=value` is expected here");
        }
        Vec::new()
    }

    fn listed_pair<'a>(&mut self, item: Layer<'a>) -> Option<Pair<'a>> {
        let Some(whole) = item.value() else {
            if !item.node.is_null() {
                self.odd(item, "`NAME=value` is expected here");
            }
            return None;
        };
        let raw_len = whole.raw.len();
        let equals = whole.raw.find('=');
        let name = item.node.text()?.get(..equals.unwrap_or(raw_len))?;
        let name_span = whole.part(0, equals.unwrap_or(raw_len)).span;
        let value = equals.map(|at| whole.part(at + 1, raw_len));
        let (span, via) = (whole.span, whole.via);
        let Layer { node, origin, environment, .. } = item;
        Some(Pair { name: Cow::Borrowed(name), name_span, value, span, node, via, origin, environment })
    }
}

fn mapped_pair(child: Layer<'_>) -> Option<Pair<'_>> {
    let entry = child.entry?;
    Some(Pair {
        name: entry.key.str()?,
        name_span: child.origin.place(entry.key.span()),
        value: child.value(),
        span: child.span(),
        node: child.node,
        via: child.via,
        origin: child.origin,
        environment: child.environment,
    })
}
