//! In which order people who sort their Compose files put things, and what is out of it.
//!
//! Orders are as anchors allow: what is used further down may stand before the place of its name.

use super::{Compose, Port, Service};
use crate::span::Span;
use crate::yaml::{Node, NodeKind, reorder};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

/// The top-level keys in the order of dclint, with `models` where the specification has it; `x-…` stands for all
/// extensions.
pub const TOP_LEVEL: [&str; 10] =
    ["x-…", "version", "name", "include", "services", "models", "networks", "volumes", "secrets", "configs"];

/// The keys of a service in dclint's order: what runs, what it waits for, its files, its environment, its network, how
/// it runs, what is told about it, whom it runs as. All others follow by name.
pub const SERVICE: [&str; 23] = [
    "image",
    "build",
    "container_name",
    "depends_on",
    "volumes",
    "volumes_from",
    "configs",
    "secrets",
    "environment",
    "env_file",
    "ports",
    "networks",
    "network_mode",
    "extra_hosts",
    "command",
    "entrypoint",
    "working_dir",
    "restart",
    "healthcheck",
    "logging",
    "labels",
    "user",
    "isolation",
];

/// Something that stands behind what it belongs before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced<'a> {
    /// What it is called.
    pub name: Cow<'a, str>,
    /// Where it stands.
    pub span: Span,
    /// The first one that it belongs before.
    pub before: Cow<'a, str>,
    /// Where that stands.
    pub before_span: Span,
    /// Whether the one right before it is one that it belongs before.
    pub is_step: bool,
}

/// A collection that is not in order.
#[derive(Clone, Debug)]
pub struct Disorder<'a> {
    /// What stands too far down, in the order of the file; at least one.
    pub misplaced: Vec<Misplaced<'a>>,
    /// What puts all in order, where that can be done without a doubt.
    pub edit: Option<(Span, String)>,
}

/// The services of the file by name.
pub fn services<'a>(compose: &Compose<'a>) -> Option<Disorder<'a>> {
    let services = compose.root.own_entries().find(|entry| entry.key.text() == Some("services"))?.value;
    keys(services, |key| ((), Name::of(key)))
}

/// The keys at the top of the file, by their places in `order` (see [`TOP_LEVEL`]); unknown ones stay behind these.
pub fn top_level<'a>(compose: &Compose<'a>, order: &[&str]) -> Option<Disorder<'a>> {
    keys(compose.root, |key| {
        let is_extension = key.starts_with("x-");
        let place = order.iter().position(|known| *known == key || (is_extension && is_all_extensions(known)));
        (place.unwrap_or(order.len()), is_extension.then(|| Name::of(key)))
    })
}

fn is_all_extensions(word: &str) -> bool {
    matches!(word, "x-…" | "x-*" | "x-properties")
}

/// The keys of a service, by their places in `order` (see [`SERVICE`]); unknown ones stay behind these by name.
pub fn service_keys<'a>(service: &Service<'a>, order: &[&str]) -> Option<Disorder<'a>> {
    keys(service.node, |key| match order.iter().position(|known| *known == key) {
        Some(place) => (place, None),
        None => (order.len(), Some(Name::of(key))),
    })
}

/// What a service depends on, by name.
pub fn dependencies<'a>(service: &Service<'a>) -> Option<(Node<'a>, Disorder<'a>)> {
    let (key, list) = own(service, "depends_on")?;
    if list.kind() == NodeKind::Mapping {
        return Some((key, keys(list, |key| ((), Name::of(key)))?));
    }
    let names: Option<Vec<_>> = list.items().map(|item| Some((item.text()?, item.span()))).collect();
    let members = names?.into_iter().map(|(name, span)| Member { name: name.into(), span, rank: Some(Name::of(name)) });
    Some((key, sorted(list, &members.collect::<Vec<_>>())?))
}

/// The ports that a service publishes, by the host's port.
pub fn ports<'a>(service: &Service<'a>) -> Option<(Node<'a>, Disorder<'a>)> {
    let (key, list) = own(service, "ports")?;
    let ports: HashMap<u32, &Port<'a>> = service.ports.iter().map(|port| (port.node.id(), port)).collect();
    let members: Option<Vec<_>> = list
        .items()
        .map(|item| {
            let port = ports.get(&item.id()).filter(|port| port.node == item)?;
            let shown = port.published.as_ref().or(port.target.as_ref().filter(|_| !port.long));
            let text = shown.map(|value| value.raw.to_owned()).unwrap_or_default();
            let name = port.short.as_ref().map_or_else(|| Cow::Owned(text.clone()), |short| Cow::Borrowed(short.raw));
            Some(Member { name, span: item.span(), rank: Some(Name::with_numbers(&text)) })
        })
        .collect();
    Some((key, sorted(list, &members?)?))
}

/// A collection under a key of the service's own mapping.
fn own<'a>(service: &Service<'a>, key: &str) -> Option<(Node<'a>, Node<'a>)> {
    let mapping = Some(service.node).filter(|node| node.kind() == NodeKind::Mapping)?;
    let entry = mapping.own_entries().rev().find(|entry| entry.key.text() == Some(key))?;
    matches!(entry.value.kind(), NodeKind::Mapping | NodeKind::Sequence).then_some((entry.key, entry.value))
}

struct Member<'a, K> {
    name: Cow<'a, str>,
    span: Span,
    /// `None` for a `<<`, which may stand anywhere.
    rank: Option<K>,
}

/// The entries of a mapping by their keys.
fn keys<K: Ord>(mapping: Node<'_>, rank: impl Fn(&str) -> K) -> Option<Disorder<'_>> {
    if mapping.kind() != NodeKind::Mapping {
        return None;
    }
    let members: Option<Vec<_>> = mapping
        .own_entries()
        .map(|entry| {
            let name = entry.key.str()?;
            let rank = (!entry.is_merge()).then(|| rank(&name));
            Some(Member { name, span: entry.key.span(), rank })
        })
        .collect();
    sorted(mapping, &members?)
}

/// What is out of the order of the ranks; equal ones stay as they are.
fn sorted<'a, K: Ord>(collection: Node<'a>, members: &[Member<'a, K>]) -> Option<Disorder<'a>> {
    let in_order = members.iter().filter_map(|member| member.rank.as_ref()).is_sorted();
    if in_order || collection.yaml().is_recovered() {
        return None;
    }
    let mut wanted: Vec<usize> = (0..members.len()).collect();
    wanted.sort_by(|one, other| match (members.get(*one), members.get(*other)) {
        (Some(one), Some(other)) => one.rank.cmp(&other.rank),
        _ => Ordering::Equal,
    });
    let wanted = reorder::feasible(collection, &wanted);
    let mut rank = vec![0; members.len()];
    for (at, &member) in wanted.iter().enumerate() {
        if let Some(slot) = rank.get_mut(member) {
            *slot = at;
        }
    }
    let mut misplaced = Vec::new();
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    let mut last = None;
    for (at, (member, &rank)) in members.iter().zip(&rank).enumerate().filter(|(_, (member, _))| member.rank.is_some())
    {
        if let Some(first) = seen.range(rank..).next().and_then(|(_, &at)| members.get(at)) {
            misplaced.push(Misplaced {
                name: member.name.clone(),
                span: member.span,
                before: first.name.clone(),
                before_span: first.span,
                is_step: last > Some(rank),
            });
        }
        seen.insert(rank, at);
        last = Some(rank);
    }
    (!misplaced.is_empty()).then(|| Disorder { misplaced, edit: reorder::reorder(collection, &wanted) })
}

/// A name as people sort it: signs before digits before letters, upper and lower case side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    text: String,
    /// What counts of each letter or number: first its kind, then its place among its kind.
    weights: Vec<(u8, u64)>,
}

impl Name {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), weights: text.chars().map(weight).collect() }
    }

    /// A name in which digits in a row count as a number.
    fn with_numbers(text: &str) -> Self {
        let mut weights: Vec<(u8, u64)> = Vec::with_capacity(text.len());
        let mut in_number = false;
        for c in text.chars() {
            let digit = c.to_digit(10).map(u64::from);
            match (digit, weights.last_mut()) {
                (Some(digit), Some((_, number))) if in_number => {
                    *number = number.saturating_mul(10).saturating_add(digit);
                }
                _ => weights.push(weight(c)),
            }
            in_number = digit.is_some();
        }
        Self { text: text.to_owned(), weights }
    }
}

/// The signs in the order of the Unicode collation.
const SIGNS: &str = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

fn weight(c: char) -> (u8, u64) {
    match (c.to_digit(10), SIGNS.find(c)) {
        (Some(digit), _) => (1, digit.into()),
        (None, Some(place)) => (0, place as u64),
        (None, None) => (2, c.to_ascii_lowercase().into()),
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        let is_upper = |name: &Self| name.text.chars().map(|c| c.is_ascii_uppercase()).collect::<Vec<_>>();
        let weights = self.weights.cmp(&other.weights);
        // Of two that differ by case alone, the one with the small letter comes first.
        weights.then_with(|| is_upper(self).cmp(&is_upper(other))).then_with(|| self.text.cmp(&other.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorts(names: &[&str], name: fn(&str) -> Name) {
        let mut sorted: Vec<Name> = names.iter().rev().map(|text| name(text)).collect();
        sorted.sort();
        let sorted: Vec<&str> = sorted.iter().map(|name| name.text.as_str()).collect();
        assert_eq!(sorted, names);
    }

    #[test]
    fn names_sort_as_people_expect() {
        sorts(&["_x", "-x", "10", "1x", "2", "a", "A", "a_b", "a-b", "a.b", "a1", "ab", "Ab", "b", "B", "é"], Name::of);
    }

    #[test]
    fn ports_sort_by_their_numbers() {
        sorts(&["", "${PORT}", "$PORT", "80", "443", "3000", "3000-3005", "10000"], Name::with_numbers);
    }
}
