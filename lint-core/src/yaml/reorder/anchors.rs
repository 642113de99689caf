//! Which members must stay in their order so that every alias finds its anchor.

use super::super::{Node, NodeKind};
use std::collections::HashMap;

/// What the file says of one name so far.
#[derive(Default)]
struct Name {
    /// The member that holds the anchor which an alias finds now.
    defined_in: Option<usize>,
    /// The members that have referred to it since.
    used_in: Vec<usize>,
}

/// Pairs of members of which the first must stay before the second.
pub(super) fn edges(collection: Node<'_>, members: &[Node<'_>]) -> Vec<(usize, usize)> {
    let starts: Vec<u32> = members.iter().map(|member| member.id()).collect();
    let (Some(&first), Some(end)) = (starts.first(), super::lines::end_of(collection)) else { return Vec::new() };
    let mut names: HashMap<&str, Name> = HashMap::new();
    let mut edges = Vec::new();
    for node in (first..end).map(|id| collection.yaml().node(id)) {
        let (anchor, is_alias) = (node.anchor(), node.kind() == NodeKind::Alias);
        if anchor.is_none() && !is_alias {
            continue;
        }
        let member = starts.partition_point(|&start| start <= node.id()).saturating_sub(1);
        if let Some(anchor) = anchor {
            let name = names.entry(anchor).or_default();
            // Those that mean the anchor before this one come first.
            let before = name.defined_in.into_iter().chain(std::mem::take(&mut name.used_in));
            edges.extend(before.map(|before| (before, member)));
            name.defined_in = Some(member);
        }
        if is_alias {
            let name = names.entry(node.raw().trim_start_matches('*')).or_default();
            edges.extend(name.defined_in.map(|defined| (defined, member)));
            name.used_in.push(member);
        }
    }
    edges.retain(|(before, later)| before != later);
    edges.sort_unstable();
    edges.dedup();
    edges
}
