//! Lists and mappings of a service that take the place of those which it merges with `<<`.

use crate::compose::Service;
use crate::span::Span;
use crate::yaml::{Entry, Node};
use std::collections::HashSet;

/// A key that looks as if it adds to what is merged, and replaces it.
#[derive(Clone, Debug)]
pub struct Replaced<'a> {
    /// The key.
    pub key: &'a str,
    /// Where it stands.
    pub span: Span,
    /// The same key in what is merged.
    pub merged: Span,
    /// What is lost of that.
    pub lost: Vec<&'a str>,
}

/// Keys whose entries belong together, wherever they come from. What is chosen anew for each service (`command`, `ports`,
/// `networks`, `depends_on`) is seldom meant to be added.
const ADDED: [&str; 12] = [
    "cap_add",
    "cap_drop",
    "configs",
    "devices",
    "env_file",
    "environment",
    "extra_hosts",
    "labels",
    "secrets",
    "security_opt",
    "sysctls",
    "volumes",
];

/// The keys of a service that share nothing with what they replace.
pub fn replaced<'a>(service: &Service<'a>) -> Vec<Replaced<'a>> {
    let node = service.node;
    let merges: Vec<Node<'a>> = node.own_entries().filter(Entry::is_merge).map(|entry| entry.value).collect();
    let mut found = Vec::new();
    for entry in node.own_entries() {
        let Some(key) = entry.key.text().filter(|key| !merges.is_empty() && ADDED.contains(key)) else { continue };
        let merged = merges.iter().find_map(|merge| {
            let several = merge.is_sequence();
            if several { merge.items().find_map(|one| one.get(key)) } else { merge.get(key) }
        });
        let Some(merged) = merged.filter(|merged| merged.value.resolve() != entry.value.resolve()) else { continue };
        let (Some(own), Some(lost)) = (names(key, entry.value), names(key, merged.value)) else { continue };
        let known: HashSet<&str> = own.iter().copied().collect();
        if !own.is_empty() && !lost.is_empty() && !lost.iter().any(|name| known.contains(name)) {
            found.push(Replaced { key, span: entry.key.span(), merged: merged.key.span(), lost });
        }
    }
    found
}

/// What the entries of a list or mapping are about; `None` where they merge something themselves, or are no texts.
fn names<'a>(key: &str, node: Node<'a>) -> Option<Vec<&'a str>> {
    if node.own_entries().any(|entry| entry.is_merge()) || node.tag().is_some() {
        return None;
    }
    if node.is_mapping() {
        return node.own_entries().map(|entry| entry.key.text()).collect();
    }
    let name = |item: Node<'a>| {
        let text = item.text()?;
        let cut = match key {
            "environment" | "labels" | "sysctls" => text.split('=').next(),
            // Two mounts of one target are one.
            "volumes" => text.split(':').nth(1),
            _ => Some(text),
        };
        Some(cut.unwrap_or(text))
    };
    node.items().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(own: &str) -> Vec<String> {
        let text = format!(
            "x-a: &a\n  environment: [A=1]\n  volumes: ['./x:/x', '/y']\n  command: [a]\nservices:\n  s:\n    <<: *a\n    {own}\n"
        );
        let yaml = crate::yaml::parse(text.as_str().into());
        let compose = crate::compose::read(&yaml);
        replaced(&compose.services[0]).iter().map(|one| format!("{} {}", one.key, one.lost.join(" "))).collect()
    }

    #[test]
    fn what_shares_nothing_looks_added() {
        assert_eq!(keys("environment: {B: 2}"), ["environment A"]);
        assert_eq!(keys("volumes: ['./z:/z']"), ["volumes /x /y"]);
        for own in ["environment: {A: 2, B: 3}", "volumes: ['./z:/x']", "command: [b]", "environment: []", "tty: true"]
        {
            assert!(keys(own).is_empty(), "{own}");
        }
    }
}
