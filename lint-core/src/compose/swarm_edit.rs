//! Edits that move what `docker stack deploy` refuses or ignores to where it reads it.

use super::Service;
use super::swarm::{self, Key, Treatment};
use crate::span::Span;
use crate::yaml::edit::{self, EntryValue};
use crate::yaml::{Entry, Node, ScalarType};
use std::collections::HashMap;

/// The edits of one fix.
pub(super) type Edits = Vec<(Span, String)>;

/// How a value is written at its new place.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Form {
    Text,
    Whole,
}

/// Keys that have a place under `deploy`.
const MOVES: [(&str, &[&str], Form); 5] = [
    ("cpus", &["deploy", "resources", "limits", "cpus"], Form::Text),
    ("mem_limit", &["deploy", "resources", "limits", "memory"], Form::Text),
    ("mem_reservation", &["deploy", "resources", "reservations", "memory"], Form::Text),
    ("pids_limit", &["deploy", "resources", "limits", "pids"], Form::Whole),
    ("scale", &["deploy", "replicas"], Form::Whole),
];

impl Service<'_> {
    /// The edits that move a key to its place under `deploy`; `None` where it has none, or that is taken.
    pub fn move_under_deploy(&self, entry: Entry<'_>, key: &Key) -> Option<Edits> {
        let (_, path, form) = MOVES.iter().find(|(name, ..)| *name == key.name)?;
        let text = entry.value.text()?;
        let value = match form {
            Form::Whole => text.parse::<u32>().ok()?.to_string(),
            Form::Text if entry.value.scalar_type() == Some(ScalarType::String) => edit::quoted(text),
            Form::Text => format!("\"{text}\""),
        };
        let insert = self.insert_at(path, EntryValue::Scalar(value))?;
        Some(joined(edit::remove_entry(entry)?, insert, entry))
    }

    /// The edit that takes out a key without effect; `None` where none with an effect would be left beside it.
    pub fn remove_without_effect(&self, entry: Entry<'_>) -> Option<(Span, String)> {
        let has_effect = |key: &str| swarm::service_key(key).is_some_and(|key| key.treatment <= Treatment::Differs);
        let stays = |other: Entry<'_>| other.key != entry.key && other.key.text().is_some_and(has_effect);
        let mapping = entry.key.parent()?;
        edit::remove_entry(entry).filter(|_| mapping.own_entries().any(stays))
    }

    /// The edit that adds a value at a path of keys that does not lead to one yet.
    pub fn insert_at(&self, path: &[&str], value: EntryValue) -> Option<(Span, String)> {
        if !self.is_editable() {
            return None;
        }
        let mut mapping = self.node;
        let mut rest = path;
        while let [first, below @ ..] = rest {
            let Some(entry) = mapping.get(first) else { break };
            if entry.via.is_some() || !entry.value.is_mapping() || is_shared(entry.value) || below.is_empty() {
                return None;
            }
            (mapping, rest) = (entry.value, below);
        }
        let (key, below) = rest.split_first()?;
        // What the service extends may say it too.
        if std::ptr::eq(path, rest) && self.get(key).is_some() {
            return None;
        }
        let nested = |value, key: &&str| EntryValue::Mapping(vec![((*key).to_owned(), value)]);
        edit::insert_entry(mapping, key, &below.iter().rev().fold(value, nested))
    }

    /// The edits that make mounts of type `tmpfs` of the service's `tmpfs`, which is at `entry`.
    pub fn tmpfs_as_volumes(&self, entry: Entry<'_>) -> Option<Edits> {
        let is_own = self.is_editable() && entry.via.is_none() && !is_shared(entry.value);
        let items: Vec<String> = self
            .tmpfs
            .iter()
            .filter(|_| is_own)
            .map(long_form)
            .collect::<Option<_>>()
            .filter(|all: &Vec<_>| !all.is_empty())?;
        let add = match self.get("volumes") {
            None => vec![edit::insert_entry(self.node, "volumes", &EntryValue::BlockList(items))?],
            Some(list) if list.via.is_some() || !list.value.is_sequence() || is_shared(list.value) => return None,
            Some(list) if list.value.entry()?.key.parent()? != self.node => return None,
            Some(list) if list.value.is_flow() => vec![edit::append_item(list.value, &items.join(", "))?],
            Some(list) => items.iter().map(|item| edit::append_item(list.value, item)).collect::<Option<_>>()?,
        };
        let remove = edit::remove_entry(entry)?;
        match <[_; 1]>::try_from(add) {
            Ok([add]) => Some(joined(remove, add, entry)),
            Err(mut add) => {
                add.push(remove);
                Some(add)
            }
        }
    }

    /// Which of the service's keys could be moved under `deploy`, by the places of their keys.
    pub fn moves(&self, keys: &[(Entry<'_>, &'static Key)]) -> HashMap<Span, Edits> {
        let moved = |(entry, key): &(Entry<'_>, &Key)| Some((entry.key.span(), self.move_under_deploy(*entry, key)?));
        keys.iter().filter_map(moved).collect()
    }
}

fn is_shared(node: Node<'_>) -> bool {
    node.resolve() != node || node.anchor().is_some()
}

/// A removal and an insertion; one edit where the new text would stand in what goes.
fn joined(remove: (Span, String), insert: (Span, String), entry: Entry<'_>) -> Edits {
    let (gone, at) = (remove.0, insert.0.start);
    if at < gone.start || at > gone.end || (at == gone.end && !entry.key.parent().is_some_and(Node::is_flow)) {
        return vec![remove, insert];
    }
    let text = match insert.1.strip_prefix("\r\n").map(|text| (text, "\r\n")) {
        Some((text, end)) => format!("{text}{end}"),
        None => match insert.1.strip_prefix('\n') {
            Some(text) => format!("{text}\n"),
            None => insert.1,
        },
    };
    vec![(gone, text)]
}

/// A mount of the long form; `None` where its options say more than that can.
fn long_form(tmpfs: &super::Tmpfs<'_>) -> Option<String> {
    let path = tmpfs.path.known()?;
    let mut size = None;
    for (option, _) in &tmpfs.options {
        match option.split_once('=') {
            Some(("size", text)) => size = Some(bytes(text)?),
            // What a tmpfs of a service has anyway.
            None if matches!(option.as_ref(), "rw" | "noexec" | "nosuid" | "nodev") => {}
            _ => return None,
        }
    }
    let size = size.map_or_else(String::new, |size| format!(", tmpfs: {{size: {size}}}"));
    Some(format!("{{type: tmpfs, target: {}{size}}}", edit::quoted(path)))
}

/// A size as the kernel reads it.
fn bytes(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match text.get(digits.len()..)?.to_ascii_lowercase().as_str() {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::read;

    fn apply(text: &str, mut edits: Edits) -> String {
        let mut out = text.to_owned();
        edits.sort_by_key(|(span, _)| span.start);
        for (span, new) in edits.iter().rev() {
            out.replace_range(span.range(), new);
        }
        out
    }

    fn moved(service: &str, name: &str) -> Option<String> {
        let text = format!("services:\n  a:\n    image: x\n{service}");
        let yaml = crate::yaml::parse(text.as_str().into());
        let compose = read(&yaml);
        let service = &compose.services[0];
        let entry = service.get(name).unwrap();
        let edits = match name {
            "tmpfs" => service.tmpfs_as_volumes(entry)?,
            name => service.move_under_deploy(entry, swarm::service_key(name)?)?,
        };
        Some(apply(&text, edits).strip_prefix("services:\n  a:\n    image: x\n")?.to_owned())
    }

    #[test]
    fn limits_go_under_deploy() {
        let limits = "    deploy:\n      resources:\n        limits:\n          memory: 512m\n";
        assert_eq!(moved("    mem_limit: 512m\n", "mem_limit").as_deref(), Some(limits));
        assert_eq!(
            moved(&format!("    cpus: 0.5\n{limits}"), "cpus").unwrap(),
            format!("{limits}          cpus: \"0.5\"\n")
        );
        assert_eq!(moved(&format!("    mem_limit: 1g\n{limits}"), "mem_limit"), None);
        assert_eq!(moved("    scale: ${N}\n", "scale"), None);
        assert_eq!(
            moved("    deploy: {mode: replicated}\n    scale: 2\n", "scale").as_deref(),
            Some("    deploy: {mode: replicated, replicas: 2}\n")
        );
        assert_eq!(
            moved("    scale: 2\n    tty: true\n", "scale").as_deref(),
            Some("    tty: true\n    deploy:\n      replicas: 2\n")
        );
        assert_eq!(moved("    <<: {scale: 2}\n", "scale"), None);
        assert_eq!(moved("    scale: 2\n    deploy: &d {}\n  b:\n    deploy: *d\n", "scale"), None);
    }

    #[test]
    fn a_service_is_never_emptied() {
        let removed = |service: &str| {
            let text = format!("services:\n  a: {service}\n");
            let yaml = crate::yaml::parse(text.as_str().into());
            let compose = read(&yaml);
            let service = &compose.services[0];
            service.remove_without_effect(service.get("links").unwrap()).is_some()
        };
        assert!(removed("{image: x, links: [b]}"));
        assert!(!removed("{ipc: host, links: [b]}") && !removed("{links: [b], x-note: a}"));
    }

    #[test]
    fn a_tmpfs_becomes_a_mount() {
        let mount = "    volumes:\n      - {type: tmpfs, target: /run}\n";
        assert_eq!(moved("    tmpfs: /run\n", "tmpfs").as_deref(), Some(mount));
        assert_eq!(
            moved(&format!("{mount}    tmpfs:\n      - /tmp:size=64m,noexec\n      - /b\n"), "tmpfs").unwrap(),
            format!(
                "{mount}      - {{type: tmpfs, target: /tmp, tmpfs: {{size: 67108864}}}}\n      - {{type: tmpfs, target: /b}}\n"
            )
        );
        assert_eq!(
            moved("    volumes: [a:/b]\n    tmpfs: [/run]\n", "tmpfs").as_deref(),
            Some("    volumes: [a:/b, {type: tmpfs, target: /run}]\n")
        );
        assert_eq!(moved("    tmpfs: /run:uid=7\n", "tmpfs"), None);
        assert_eq!(moved("    tmpfs: &t [/run]\n", "tmpfs"), None);
    }
}
