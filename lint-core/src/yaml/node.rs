//! Views of the tree's nodes.

use super::{NodeData, Shape, Yaml, cook};
use crate::span::{OffsetMap, Span};
use std::borrow::Cow;
use std::collections::HashSet;

/// How many aliases in a row are followed.
const ALIAS_FUEL: u32 = 64;
/// How many `<<` inside each other are followed.
const MERGE_DEPTH: u32 = 32;
/// How many entries one look through merges may visit; Compose's own loader stops at the same number.
const MERGE_FUEL: u32 = 100_000;
/// The id of a node that is not there.
const MISSING: u32 = u32::MAX;

/// What a node is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A single value, also an empty one.
    Scalar,
    /// Keys with values.
    Mapping,
    /// A list.
    Sequence,
    /// A reference (`*name`) that [`Node::resolve`] follows.
    Alias,
    /// Nothing: where an alias leads nowhere.
    Missing,
}

/// How a scalar is written.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ScalarStyle {
    /// Without quotes.
    Plain,
    /// In single quotes.
    Single,
    /// In double quotes.
    Double,
    /// After `|`.
    Literal,
    /// After `>`.
    Folded,
}

/// A node of a [`Yaml`].
///
/// What asks for content (`str`, `get`, `items`, `is_null`, …) follows aliases by itself; what asks for the place or the
/// writing (`span`, `raw`, `kind`, `tag`, `anchor`) does not.
#[derive(Copy, Clone)]
pub struct Node<'a> {
    yaml: &'a Yaml,
    id: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.yaml, other.yaml)
    }
}

impl Eq for Node<'_> {}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.kind(), self.raw())
    }
}

/// A key with its value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The key.
    pub key: Node<'a>,
    /// The value, which may be an alias.
    pub value: Node<'a>,
    /// The value of the `<<` through which the entry came here, if it did: the alias in this mapping.
    pub via: Option<Span>,
}

impl<'a> Node<'a> {
    pub(super) fn new(yaml: &'a Yaml, id: u32) -> Self {
        Self { yaml, id }
    }

    /// A node that is not there.
    pub fn missing(yaml: &'a Yaml) -> Self {
        Self { yaml, id: MISSING }
    }

    pub(super) fn data(self) -> Option<&'a NodeData> {
        self.yaml.data(self.id)
    }

    /// The tree this node belongs to.
    pub fn yaml(self) -> &'a Yaml {
        self.yaml
    }

    /// A number that stands for the node in its tree.
    pub fn id(self) -> u32 {
        self.id
    }

    /// The bytes of the node: a scalar with its quotes, a collection from its first to its last byte of content.
    pub fn span(self) -> Span {
        self.data().map_or(Span::empty(0), |data| data.span)
    }

    /// What the node is; an alias is not followed.
    pub fn kind(self) -> NodeKind {
        match self.data().map(|data| data.shape) {
            Some(Shape::Scalar(_)) => NodeKind::Scalar,
            Some(Shape::Mapping) => NodeKind::Mapping,
            Some(Shape::Sequence) => NodeKind::Sequence,
            Some(Shape::Alias) => NodeKind::Alias,
            None => NodeKind::Missing,
        }
    }

    /// The node itself, or what its alias refers to; a missing node where that does not exist.
    #[must_use]
    pub fn resolve(self) -> Self {
        let mut node = self;
        for _ in 0..ALIAS_FUEL {
            let Some(data) = node.data() else { return node };
            if data.shape != Shape::Alias {
                return node;
            }
            node.id = data.target.unwrap_or(MISSING);
        }
        Self { yaml: self.yaml, id: MISSING }
    }

    /// True for a mapping, also through an alias.
    pub fn is_mapping(self) -> bool {
        self.resolve().kind() == NodeKind::Mapping
    }

    /// True for a list, also through an alias.
    pub fn is_sequence(self) -> bool {
        self.resolve().kind() == NodeKind::Sequence
    }

    /// How a scalar is written; `None` for everything else.
    pub fn style(self) -> Option<ScalarStyle> {
        match self.data()?.shape {
            Shape::Scalar(style) => Some(style),
            _ => None,
        }
    }

    /// True for a collection in brackets.
    pub fn is_flow(self) -> bool {
        self.data().is_some_and(|data| data.flow)
    }

    /// The node's bytes as they stand in the file.
    pub fn raw(self) -> &'a str {
        self.span().of(&self.yaml.text)
    }

    /// A scalar's text without quotes, escapes and folding; `None` for collections and null.
    pub fn str(self) -> Option<Cow<'a, str>> {
        self.text().map(Cow::Borrowed)
    }

    /// As [`Node::str`], borrowed from the tree.
    pub fn text(self) -> Option<&'a str> {
        let data = self.resolve().data()?;
        let text = self.yaml.cooked_of(data)?;
        (!is_null(self.yaml, data, text)).then_some(text)
    }

    /// Whether [`Node::text`] is this.
    fn is_text(self, wanted: &str) -> bool {
        let Some(data) = self.resolve().data() else { return false };
        self.yaml.cooked_of(data).is_some_and(|text| text == wanted && !is_null(self.yaml, data, text))
    }

    /// True for a value that is empty, `~` or `null`.
    pub fn is_null(self) -> bool {
        let Some(data) = self.resolve().data() else { return false };
        self.yaml.cooked_of(data).is_some_and(|text| is_null(self.yaml, data, text))
    }

    /// The value of a plain `true` or `false`, as YAML 1.2 knows them.
    pub fn as_bool(self) -> Option<bool> {
        let node = self.resolve();
        if node.style()? != ScalarStyle::Plain {
            return None;
        }
        match node.yaml.cooked(node.id)? {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// The tag as written, `!reset` for example.
    pub fn tag(self) -> Option<&'a str> {
        Some(self.tag_span()?.of(&self.yaml.text))
    }

    /// Where the tag stands.
    pub fn tag_span(self) -> Option<Span> {
        self.data()?.tag
    }

    /// The name of the anchor on this node, without `&`.
    pub fn anchor(self) -> Option<&'a str> {
        Some(self.data()?.anchor?.of(&self.yaml.text))
    }

    /// Where the anchor's name stands, without `&`.
    pub fn anchor_span(self) -> Option<Span> {
        self.data()?.anchor
    }

    /// The collection that holds this node as an item, key or value.
    pub fn parent(self) -> Option<Self> {
        Some(Self { yaml: self.yaml, id: self.data()?.parent? })
    }

    /// The entry of a mapping whose value this node is, as written.
    pub fn entry(self) -> Option<Entry<'a>> {
        self.parent()?.own_entries().find(|entry| entry.value == self)
    }

    /// The items of a list; nothing for other nodes.
    pub fn items(self) -> impl DoubleEndedIterator<Item = Node<'a>> {
        let yaml = self.yaml;
        let data = self.resolve().data().filter(|data| data.shape == Shape::Sequence);
        data.into_iter().flat_map(|data| &data.children).map(move |&id| Node { yaml, id })
    }

    /// The entries as written: with duplicates, with `<<` as a key.
    pub fn own_entries(self) -> impl DoubleEndedIterator<Item = Entry<'a>> {
        let yaml = self.yaml;
        let data = self.resolve().data().filter(|data| data.shape == Shape::Mapping);
        let children = data.map_or(&[][..], |data| data.children.as_slice());
        let node = move |id| Node { yaml, id };
        children.as_chunks::<2>().0.iter().map(move |&[key, value]| Entry {
            key: node(key),
            value: node(value),
            via: None,
        })
    }

    /// The value of `key`: the mapping's own, else the first of its merges that has it. The last of duplicates wins.
    pub fn get(self, key: &str) -> Option<Entry<'a>> {
        self.find(key, None, 0, &mut MERGE_FUEL.clone())
    }

    /// Looks into the own entries, then through the merges in their order.
    fn find(self, key: &str, via: Option<Span>, depth: u32, fuel: &mut u32) -> Option<Entry<'a>> {
        if let Some(entry) = self.own_entries().rev().find(|entry| entry.key.is_text(key)) {
            return Some(Entry { via, ..entry });
        }
        *fuel = fuel.checked_sub(1)?;
        if depth >= MERGE_DEPTH {
            return None;
        }
        for merge in self.own_entries().filter(Entry::is_merge) {
            let merged = merge.value;
            let found = if merged.is_sequence() {
                merged.items().find_map(|item| item.find(key, via.or(Some(item.span())), depth + 1, fuel))
            } else {
                merged.find(key, via.or(Some(merged.span())), depth + 1, fuel)
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The entries that hold: each key once, `<<` followed. Own keys come first, then those of the merges.
    pub fn entries(self) -> Vec<Entry<'a>> {
        self.entries_within(&mut MERGE_FUEL.clone())
    }

    /// As [`Node::entries`], for a look at many mappings: each entry visited takes one of `fuel`, and without fuel there
    /// are no more.
    pub(crate) fn entries_within(self, fuel: &mut u32) -> Vec<Entry<'a>> {
        let mut collected = Vec::new();
        let may_repeat = |entry: Entry<'_>| entry.is_merge() || entry.key.kind() == NodeKind::Alias;
        if self.yaml.duplicates.is_empty() && !self.own_entries().any(may_repeat) {
            // What is written is what holds.
            collected.extend(self.own_entries());
            let left = fuel.checked_sub(collected.len() as u32);
            *fuel = left.unwrap_or(0);
            collected.truncate(if left.is_some() { collected.len() } else { 0 });
            return collected;
        }
        self.collect(None, 0, fuel, &mut HashSet::new(), &mut collected);
        collected
    }

    fn collect(
        self,
        via: Option<Span>,
        depth: u32,
        fuel: &mut u32,
        seen: &mut HashSet<Cow<'a, str>>,
        collected: &mut Vec<Entry<'a>>,
    ) {
        // Bounded: the depth is limited and each entry takes fuel.
        let mut own: Vec<Entry<'a>> = Vec::new();
        for entry in self.own_entries().rev() {
            let Some(left) = fuel.checked_sub(1) else { return };
            *fuel = left;
            if entry.is_merge() {
                continue;
            }
            let new = match entry.key.str() {
                Some(key) => seen.insert(key),
                None => via.is_none(),
            };
            if new {
                own.push(Entry { via, ..entry });
            }
        }
        collected.extend(own.into_iter().rev());
        if depth >= MERGE_DEPTH {
            return;
        }
        for merge in self.own_entries().filter(Entry::is_merge) {
            if merge.value.is_sequence() {
                for item in merge.value.items() {
                    let Some(left) = fuel.checked_sub(1) else { return };
                    *fuel = left;
                    item.collect(via.or(Some(item.span())), depth + 1, fuel, seen, collected);
                }
            } else {
                merge.value.collect(via.or(Some(merge.value.span())), depth + 1, fuel, seen, collected);
            }
        }
    }

    /// The map from offsets in [`Node::str`] to the file.
    pub fn map(self) -> OffsetMap {
        let node = self.resolve();
        match (node.data(), node.yaml.cooked(node.id)) {
            (Some(data), Some(cooked)) => cook::map(&node.yaml.text, data, cooked),
            _ => OffsetMap::shift(node.span().start),
        }
    }

    /// The column (in bytes, from 0) in which the collection's first key or dash stands.
    pub fn indent(self) -> u32 {
        let start = self.span().start;
        let before = self.yaml.text.get(..start as usize).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        line.trim_start_matches('\u{feff}').len() as u32
    }
}

/// Whether the text of a scalar says nothing.
fn is_null(yaml: &Yaml, data: &NodeData, text: &str) -> bool {
    let is_word = text.len() <= 4 && matches!(text, "" | "~" | "null" | "Null" | "NULL");
    let is_text = || data.tag.is_some_and(|tag| tag.of(&yaml.text) == "!!str");
    is_word && data.shape == Shape::Scalar(ScalarStyle::Plain) && !is_text()
}

impl Entry<'_> {
    /// True for a `<<` that merges: one that is not in quotes.
    pub fn is_merge(&self) -> bool {
        self.key.style() == Some(ScalarStyle::Plain) && self.key.raw() == "<<"
    }

    /// From the key to the end of the value.
    pub fn span(&self) -> Span {
        self.key.span().to(self.value.span())
    }
}
