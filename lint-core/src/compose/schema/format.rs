//! Whether a file is of Compose's format at all.

use super::{Map, resources, service};
use crate::yaml::{Entry, Node};

/// What a file's top level looks like.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) enum Format<'a> {
    Compose,
    /// That of the first Compose, without `services`; with the first service's key.
    First(Entry<'a>),
    /// `LinuxKit`'s, where `services` are a list; with the entry `kernel`.
    LinuxKit(Entry<'a>),
    /// Something else.
    Foreign,
}

/// Judges a top level. `is_named`: the file's name says that it is Compose's; where it does not, other tools have
/// `services` too.
pub(super) fn of<'a>(root: Node<'a>, is_named: bool, fuel: &mut u32) -> Format<'a> {
    if let Some(kernel) = kernel_of_linuxkit(root) {
        return Format::LinuxKit(kernel);
    }
    let Some(services) = root.get("services") else { return without_services(root) };
    if services.value.is_null() || is_named {
        let is_ours = services.value.is_mapping() || root.own_entries().all(|entry| is_key(&resources::TOP, entry));
        return if is_ours { Format::Compose } else { Format::Foreign };
    }
    let (mut known, mut unknown) = (0_usize, 0_usize);
    for entry in services.value.own_entries().flat_map(|service| service.value.entries_within(fuel)) {
        if is_key(&service::SERVICE, entry) {
            known += 1;
        } else {
            unknown += 1;
        }
    }
    if known >= unknown { Format::Compose } else { Format::Foreign }
}

fn kernel_of_linuxkit(root: Node<'_>) -> Option<Entry<'_>> {
    let has_more = ["init", "onboot"].iter().any(|key| root.get(key).is_some());
    let has_ours = root.get("services").is_some_and(|services| !services.value.is_sequence());
    root.get("kernel").filter(|_| has_more && !has_ours)
}

fn is_key(map: &Map, entry: Entry<'_>) -> bool {
    entry.is_merge() || entry.key.text().is_some_and(|key| key.starts_with("x-") || map.get(key).is_some())
}

fn without_services(root: Node<'_>) -> Format<'_> {
    let others = || root.own_entries().filter(|entry| !is_key(&resources::TOP, *entry));
    let runs = |entry: &Entry<'_>| entry.value.get("image").or_else(|| entry.value.get("build")).is_some();
    let is_misspelt = |entry: &Entry<'_>| {
        let name = entry.key.text().and_then(|key| crate::nearest(key, ["services"]));
        name.is_some() && entry.value.own_entries().any(|entry| runs(&entry))
    };
    if others().next().is_none() || others().any(|entry| is_misspelt(&entry)) {
        return Format::Compose;
    }
    if let Some(first) = others().find(runs).filter(|_| others().all(|entry| entry.value.is_mapping())) {
        return Format::First(first);
    }
    let ours = |entry: Entry<'_>| {
        let key = entry.key.text();
        key.is_some_and(|key| ["include", "networks", "volumes", "secrets", "configs"].contains(&key))
    };
    let is_ours = root.own_entries().any(ours);
    if is_ours { Format::Compose } else { Format::Foreign }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::tests::yaml;

    fn format(text: &str, is_named: bool) -> &'static str {
        match of(yaml(text).root().unwrap(), is_named, &mut 1000) {
            Format::Compose => "compose",
            Format::First(_) => "first",
            Format::LinuxKit(_) => "linuxkit",
            Format::Foreign => "foreign",
        }
    }

    #[test]
    fn other_tools_have_services_too() {
        let symfony = "services:\n  _defaults: {autowire: true, autoconfigure: true}\n  App\\: {resource: ../src}\n";
        assert_eq!(format(symfony, false), "foreign");
        assert_eq!(format("kernel: {image: x}\nservices: [{name: a}]\n", true), "foreign");
        assert_eq!(format("kernel: {image: x}\ninit: [a]\nservices: [{name: a}]\n", true), "linuxkit");
        assert_eq!(format("kernel: {image: x}\nonboot: []\n", false), "linuxkit");
        assert_eq!(format("kernel: {image: x}\ninit: [a]\nservices: {a: {image: x}}\n", true), "compose");
        assert_eq!(format("services: {web: {image: x, prots: []}}\n", false), "compose");
        assert_eq!(format("services: {web: {imgae: x}}\n", true), "compose");
    }

    #[test]
    fn a_file_without_services_may_be_ours() {
        for (text, wanted) in [
            ("web: {image: x}\ndb: {image: y}\n", "first"),
            ("web: {image: x}\nversion: '3'\nvolumes: {}\n", "first"),
            ("web: {image: x}\nfoo: 1\n", "foreign"),
            ("sevices: {web: {image: x}}\n", "compose"),
            ("include: [a.yaml]\nfoo: 1\n", "compose"),
            ("x-a: 1\nname: b\n", "compose"),
            ("foo: 1\n", "foreign"),
        ] {
            assert_eq!(format(text, true), wanted, "{text}");
        }
    }
}
