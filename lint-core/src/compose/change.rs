//! Edits of a service that rules share: new keys and list items, as edits of the file's bytes.

use super::{Service, Value};
use crate::span::Span;
use crate::yaml::edit::{self, EntryValue};

/// A change in the making; edits at one place stay in the order in which they came.
#[derive(Debug, Default)]
pub struct Change {
    /// What goes and what comes.
    pub edits: Vec<(Span, String)>,
}

impl Change {
    /// Adds items to the list under a key, or the key with the list; `None` where that cannot be done. Lists that are
    /// there first, new keys after them: see [`Change::set`].
    pub fn add(&mut self, service: &Service<'_>, key: &str, items: &[String]) -> Option<()> {
        if items.is_empty() {
            return Some(());
        }
        let Some(entry) = own(service, key)? else {
            let value = EntryValue::FlowList(items.to_vec());
            return self.set(service, key, &value);
        };
        if entry.value.is_null() {
            return None;
        }
        if !entry.value.is_sequence() {
            let one = std::iter::once(edit::in_flow(entry.value.raw())).chain(items.iter().cloned());
            let list = format!("[{}]", one.collect::<Vec<_>>().join(", "));
            self.edits.push(edit::replace_scalar(entry.value, &list)?);
            return Some(());
        }
        if entry.value.is_flow() {
            self.edits.push(edit::append_item(entry.value, &items.join(", "))?);
            return Some(());
        }
        for item in items {
            self.edits.push(edit::append_item(entry.value, item)?);
        }
        Some(())
    }

    /// The edits that take an item out of the list under a key, and the key with the only one; none where that cannot
    /// be done.
    pub fn removal(service: &Service<'_>, key: &str, item: &Value<'_>) -> Vec<(Span, String)> {
        let mut change = Self::default();
        change.remove(service, key, item);
        change.edits
    }

    fn remove(&mut self, service: &Service<'_>, key: &str, item: &Value<'_>) -> Option<()> {
        let entry = own(service, key)?.filter(|_| item.is_editable())?;
        if entry.value.items().count() < 2 {
            self.edits.push(edit::remove_entry(entry)?);
            return Some(());
        }
        let (span, text) = edit::remove_item(item.node)?;
        let mut items = entry.value.items();
        let (first, last) = (items.next()?, items.next_back());
        self.edits.push(if last == Some(item.node) {
            // The last one's edit covers the others too: removals of all items then take turns, and never leave the list
            // empty.
            let start = first.span().start.min(span.start);
            let before = Span::new(start, span.start).of(item.node.yaml().text());
            (Span::new(start, span.end), format!("{before}{text}"))
        } else {
            (span, text)
        });
        Some(())
    }

    /// Adds a key that is not there.
    pub fn set(&mut self, service: &Service<'_>, key: &str, value: &EntryValue) -> Option<()> {
        if !service.is_editable() {
            return None;
        }
        self.edits.push(edit::insert_entry(service.node, key, value)?);
        Some(())
    }

    /// Adds memory file systems. Swarm ignores `tmpfs`, so a stack gets long mounts.
    pub fn add_tmpfs(&mut self, service: &Service<'_>, paths: &[String], is_stack: bool) -> Option<()> {
        if !is_stack {
            return self.add(service, "tmpfs", paths);
        }
        let items: Vec<String> = paths.iter().map(|path| format!("{{type: tmpfs, target: {path}}}")).collect();
        if own(service, "volumes")?.is_some() {
            return self.add(service, "volumes", &items);
        }
        self.set(service, "volumes", &EntryValue::BlockList(items))
    }
}

/// The service's own entry of a key; the outer `None` when it is said elsewhere too or the service cannot be edited.
#[expect(clippy::option_option, reason = "not there is one answer, not ours to edit another")]
fn own<'a>(service: &Service<'a>, key: &str) -> Option<Option<crate::yaml::Entry<'a>>> {
    if !service.is_editable() {
        return None;
    }
    let own = service.node.own_entries().rev().find(|entry| entry.key.str().is_some_and(|name| name == key));
    if own.is_none() && service.get(key).is_some() {
        return None;
    }
    // An anchored or aliased list is somebody else's too.
    let shared = own.is_some_and(|entry| entry.value.resolve() != entry.value || entry.value.anchor().is_some());
    (!shared).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(service: &str, make: impl FnOnce(&mut Change, &Service<'_>) -> Option<()>) -> Option<String> {
        let text = format!("services:\n  a:\n    image: x\n{service}");
        let yaml = crate::yaml::parse(text.as_str().into());
        let compose = super::super::read(&yaml);
        let mut change = Change::default();
        make(&mut change, &compose.services[0])?;
        let mut out = text.clone();
        change.edits.sort_by_key(|(span, _)| span.start);
        for (span, new) in change.edits.iter().rev() {
            out.replace_range(span.range(), new);
        }
        Some(out.strip_prefix("services:\n  a:\n    image: x\n").unwrap_or(&out).to_owned())
    }

    fn items(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn lists_grow_in_their_own_form() {
        let add = |change: &mut Change, service: &Service<'_>| change.add(service, "tmpfs", &items(&["/b"]));
        assert_eq!(changed("    tmpfs: [/a]\n", add).as_deref(), Some("    tmpfs: [/a, /b]\n"));
        assert_eq!(changed("    tmpfs:\n      - /a\n", add).as_deref(), Some("    tmpfs:\n      - /a\n      - /b\n"));
        assert_eq!(changed("    tmpfs: /a\n", add).as_deref(), Some("    tmpfs: [/a, /b]\n"));
        assert_eq!(changed("    tty: true\n", add).as_deref(), Some("    tty: true\n    tmpfs: [/b]\n"));
        let variable = "    tmpfs: /a:size=${SIZE}\n";
        assert_eq!(changed(variable, add).as_deref(), Some("    tmpfs: ['/a:size=${SIZE}', /b]\n"));
    }

    #[test]
    fn a_stack_gets_long_mounts() {
        let add = |change: &mut Change, service: &Service<'_>| change.add_tmpfs(service, &items(&["/b"]), true);
        let expected = "    tty: true\n    volumes:\n      - {type: tmpfs, target: /b}\n";
        assert_eq!(changed("    tty: true\n", add).as_deref(), Some(expected));
    }

    #[test]
    fn the_last_item_goes_with_its_key() {
        let remove =
            |change: &mut Change, service: &Service<'_>| change.remove(service, "cap_add", service.cap_add.first()?);
        assert_eq!(changed("    tty: true\n    cap_add: [A]\n", remove).as_deref(), Some("    tty: true\n"));
        assert_eq!(changed("    cap_add: [A, B]\n", remove).as_deref(), Some("    cap_add: [B]\n"));
        let block = "    cap_add:\n      - A\n      - B\n";
        assert_eq!(changed(block, remove).as_deref(), Some("    cap_add:\n      - B\n"));
        assert_eq!(changed("    cap_add: &c [A, B]\n", remove), None);
    }

    #[test]
    fn what_others_share_is_left_alone() {
        let add = |change: &mut Change, service: &Service<'_>| change.add(service, "tmpfs", &items(&["/b"]));
        assert_eq!(changed("    tmpfs: &t [/a]\n  b:\n    tmpfs: *t\n", add), None);
        assert_eq!(changed("    <<: &d {tmpfs: [/a]}\n", add), None);
    }
}
