//! Where the mounts of a service go, and which of them go to the same place.

use super::{Mount, MountKind, Origin, Service, Value};
use crate::know::Know;
use crate::span::Span;
use std::collections::HashMap;

/// Two mounts of one service at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubled {
    /// The place in the container.
    pub target: String,
    /// The mount that stands first: its text, its place.
    pub first: (String, Span, Origin),
    /// The mount that comes to the same place.
    pub second: (String, Span, Origin),
    /// True when Compose refuses the two, being a `tmpfs` and a volume; otherwise the second takes the first's place.
    pub refused: bool,
}

/// A path of a container without doubled and final slashes and dots.
pub fn clean(path: &str) -> String {
    format!("/{}", crate::path::parts(path).join("/"))
}

impl Service<'_> {
    /// The mounts that go where another one goes already. A stack has no `tmpfs`.
    pub fn doubled_targets(&self, is_stack: bool) -> Vec<Doubled> {
        let place = |target: &Value<'_>| {
            Some(clean(&target.text_with_defaults().known().filter(|text| text.starts_with('/'))?))
        };
        let volumes = self.volumes.iter().filter_map(|mount| {
            let text = mount.short.as_ref().map_or_else(|| mount.long_text(), |text| text.raw.to_owned());
            Some((place(mount.target.as_ref()?)?, (text, mount.span, mount.origin), false))
        });
        let tmpfs = self.tmpfs.iter().filter(|_| !is_stack).filter_map(|tmpfs| {
            Some((place(&tmpfs.path)?, (tmpfs.path.raw.to_owned(), tmpfs.span, tmpfs.origin), true))
        });
        let mut seen: HashMap<String, ((String, Span, Origin), bool)> = HashMap::new();
        let mut doubled = Vec::new();
        for (target, mount, is_tmpfs) in volumes.chain(tmpfs) {
            match seen.get(&target) {
                // The same anchor twice is the loader's to drop.
                Some((first, was_tmpfs)) if *was_tmpfs == is_tmpfs && is_tmpfs && first.0 == mount.0 => {}
                Some((first, was_tmpfs)) => doubled.push(Doubled {
                    target,
                    first: first.clone(),
                    second: mount,
                    refused: *was_tmpfs != is_tmpfs,
                }),
                None => {
                    seen.insert(target, (mount, is_tmpfs));
                }
            }
        }
        doubled
    }
}

impl Mount<'_> {
    /// The long form in the words of the short one.
    fn long_text(&self) -> String {
        let raw = |value: &Option<Value<'_>>| value.as_ref().map(|value| value.raw.to_owned());
        match (raw(&self.source), raw(&self.target)) {
            (Some(source), Some(target)) => format!("{source}:{target}"),
            (_, target) => target.unwrap_or_default(),
        }
    }

    /// The mount in the words of the short form.
    pub fn text(&self) -> String {
        self.short.as_ref().map_or_else(|| self.long_text(), |text| text.raw.to_owned())
    }

    /// Whether what is written there outlives the container: a volume with a name, a folder of the host.
    pub fn is_kept(&self) -> bool {
        matches!(self.kind, Know::Known(MountKind::Volume | MountKind::Bind | MountKind::Cluster))
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    fn doubled(service: &str, is_stack: bool) -> Vec<(String, String, bool)> {
        let yaml = crate::yaml::parse(format!("services:\n  a:\n    image: x\n{service}").into());
        let compose = read(&yaml);
        let doubled = compose.services[0].doubled_targets(is_stack);
        doubled.into_iter().map(|two| (two.first.0, two.second.0, two.refused)).collect()
    }

    #[test]
    fn two_mounts_meet_whatever_their_form() {
        let service = "    volumes:\n      - one:/data\n      - {type: volume, source: two, target: /data/}\n";
        assert_eq!(doubled(service, false), [("one:/data".to_owned(), "two:/data/".to_owned(), false)]);
        let service = "    volumes: [one:/data]\n    tmpfs: /data:size=1m\n";
        assert_eq!(doubled(service, false), [("one:/data".to_owned(), "/data".to_owned(), true)]);
        assert_eq!(doubled(service, true), []);
        assert_eq!(doubled("    volumes: ['a:${X}', 'b:${X}', one:/data, two:/data/sub]\n", false), []);
    }
}
