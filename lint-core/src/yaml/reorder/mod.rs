//! New orders for the entries of a mapping and the items of a list.
//!
//! A member moves with its whole lines: with the comments above it that touch it, the comments inside it and right below
//! it, and the blank lines that part it from the one before. What an anchor stands in stays before what refers to it.

mod anchors;
mod lines;

use super::{Node, NodeKind, Yaml, edit};
use crate::span::Span;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

/// The order nearest to the wanted one in which every alias still means what it means now.
///
/// `wanted` holds the members of the collection by their numbers, in the order in which they should come; so does the
/// result.
pub fn feasible(collection: Node<'_>, wanted: &[usize]) -> Vec<usize> {
    let edges = anchors::edges(collection, &members(collection));
    if edges.is_empty() {
        return wanted.to_vec();
    }
    let mut rank = vec![usize::MAX; wanted.len()];
    for (at, &member) in wanted.iter().enumerate() {
        if let Some(slot) = rank.get_mut(member) {
            *slot = at;
        }
    }
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); wanted.len()];
    let mut open = vec![0_usize; wanted.len()];
    for &(before, later) in &edges {
        if let (Some(list), Some(count)) = (after.get_mut(before), open.get_mut(later)) {
            list.push(later);
            *count += 1;
        }
    }
    // The edges go forwards in the file, so there is no circle.
    let rank_of = |member: usize| rank.get(member).copied().unwrap_or(usize::MAX);
    let free = open.iter().enumerate().filter(|&(_, count)| *count == 0);
    let mut free: BinaryHeap<_> = free.map(|(member, _)| Reverse((rank_of(member), member))).collect();
    let mut order = Vec::with_capacity(wanted.len());
    while let Some(Reverse((_, member))) = free.pop() {
        order.push(member);
        for &later in after.get(member).into_iter().flatten() {
            let Some(count) = open.get_mut(later) else { continue };
            *count -= 1;
            if *count == 0 {
                free.push(Reverse((rank_of(later), later)));
            }
        }
    }
    order
}

/// Puts the members of a collection into this order. `None` where that cannot be done without a doubt: in a mapping in
/// braces, around a `<<` that is not the first entry, where a key stands twice, where members share lines or are indented
/// with tabs, where a block scalar keeps the blank lines behind it, and where lines were left out because of a syntax
/// error.
pub fn reorder(collection: Node<'_>, order: &[usize]) -> Option<(Span, String)> {
    let members = members(collection);
    let first = order.iter().enumerate().position(|(at, &member)| at != member)?;
    let last = order.iter().enumerate().rposition(|(at, &member)| at != member)?;
    let known: HashSet<usize> = order.iter().copied().collect();
    let is_whole =
        known.len() == members.len() && order.len() == members.len() && known.iter().max() < Some(&order.len());
    if !is_whole || collection.yaml().is_recovered() || is_bound_by_keys(collection, order) {
        return None;
    }
    if collection.is_flow() {
        return flow(collection, &members, order, first..=last);
    }
    lines::Parts::read(collection, &members)?.arranged(order, first..=last)
}

/// Where each member begins: the keys of a mapping, the items of a list.
fn members(collection: Node<'_>) -> Vec<Node<'_>> {
    match collection.kind() {
        NodeKind::Mapping => collection.own_entries().map(|entry| entry.key).collect(),
        NodeKind::Sequence => collection.items().collect(),
        _ => Vec::new(),
    }
}

/// Whether the order of the keys has a meaning: the last of two equal ones wins, and a `<<` is best left alone.
fn is_bound_by_keys(collection: Node<'_>, order: &[usize]) -> bool {
    let mut seen = HashSet::new();
    collection.own_entries().enumerate().any(|(at, entry)| {
        let stays = at == 0 && order.first() == Some(&0);
        match entry.key.text() {
            Some(key) => (entry.is_merge() && !stays) || !seen.insert(key),
            None => true,
        }
    })
}

/// Exchanges the items of a list in brackets: scalars and aliases without comments among them.
fn flow(
    list: Node<'_>,
    items: &[Node<'_>],
    order: &[usize],
    changed: std::ops::RangeInclusive<usize>,
) -> Option<(Span, String)> {
    let is_simple =
        |item: &Node<'_>| matches!(item.kind(), NodeKind::Scalar | NodeKind::Alias) && !item.span().is_empty();
    if list.kind() != NodeKind::Sequence || !items.iter().all(is_simple) || has_comment(list.yaml(), list.span()) {
        return None;
    }
    let place = |at: usize| items.get(at).map(|item| Span::new(edit::lead(*item), item.span().end));
    let whole = place(*changed.start())?.to(place(*changed.end())?);
    let text = list.yaml().text();
    let mut out = String::new();
    let mut at = whole.start;
    for slot in changed {
        let (here, moved) = (place(slot)?, place(*order.get(slot)?)?);
        out.push_str(Span::new(at, here.start).of(text));
        out.push_str(moved.of(text));
        at = here.end;
    }
    Some((whole, out))
}

fn has_comment(yaml: &Yaml, span: Span) -> bool {
    let after = yaml.comments.partition_point(|comment| comment.span.start < span.start);
    yaml.comments.get(after).is_some_and(|comment| comment.span.start < span.end)
}

#[cfg(test)]
mod tests;
