//! Whether the parts of a long mount fit its type (docker/cli `cli/compose/convert/volume.go`).

use super::{Mount, MountKind};
use crate::know::Know;
use crate::span::Span;

/// What `docker stack deploy` refuses of a mount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It does not know the type.
    Type(String),
    /// The options are those of another type.
    Block {
        /// The type that the mount has.
        kind: &'static str,
        /// The options' key.
        block: &'static str,
    },
    /// The type needs a source.
    NoSource(&'static str),
    /// The type takes no source.
    Source,
}

const BLOCKS: [&str; 5] = ["bind", "cluster", "image", "tmpfs", "volume"];

impl Mount<'_> {
    /// What is wrong with the mount in a stack, with its place.
    pub fn misfits(&self) -> Vec<(Span, Misfit)> {
        let node = self.node.resolve();
        let Some(kind) = node.get("type").filter(|_| self.long) else { return Vec::new() };
        let name = match self.kind {
            Know::Known(MountKind::Bind) => "bind",
            Know::Known(MountKind::Volume | MountKind::Anonymous) => "volume",
            Know::Known(MountKind::Tmpfs) => "tmpfs",
            Know::Known(MountKind::Npipe) => "npipe",
            Know::Known(MountKind::Cluster) => "cluster",
            Know::Known(MountKind::Image) => "image",
            Know::Absent => {
                let text = kind.value.text().filter(|text| !text.is_empty() && !text.contains('$'));
                return text.map(|text| (kind.value.span(), Misfit::Type(text.to_owned()))).into_iter().collect();
            }
            Know::Unknown(_) => return Vec::new(),
        };
        let mut found = Vec::new();
        for block in BLOCKS.into_iter().filter(|block| *block != name) {
            if let Some(entry) = node.get(block).filter(|entry| entry.value.is_mapping()) {
                found.push((entry.key.span(), Misfit::Block { kind: name, block }));
            }
        }
        let source = node.get("source").filter(|entry| !entry.value.is_null());
        match (name, source) {
            ("tmpfs", Some(source)) => found.push((source.value.span(), Misfit::Source)),
            ("bind" | "npipe" | "cluster" | "image", None) => found.push((kind.value.span(), Misfit::NoSource(name))),
            _ => {}
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_belong_to_one_type() {
        let misfits = |mount: &str| {
            let text = format!("services: {{a: {{image: x, volumes: [{{{mount}, target: /x}}]}}}}\n");
            let yaml = crate::yaml::parse(text.as_str().into());
            let compose = super::super::read(&yaml);
            let found = compose.services[0].volumes[0].misfits();
            found.into_iter().map(|(span, misfit)| (span.of(&text).to_owned(), misfit)).collect::<Vec<_>>()
        };
        let one = |place: &str, misfit| vec![(place.to_owned(), misfit)];
        assert_eq!(misfits("type: bund, source: /a"), one("bund", Misfit::Type("bund".to_owned())));
        let block = Misfit::Block { kind: "bind", block: "volume" };
        assert_eq!(misfits("type: bind, source: /a, volume: {nocopy: true}"), one("volume", block));
        assert_eq!(misfits("type: bind"), one("bind", Misfit::NoSource("bind")));
        assert_eq!(misfits("type: tmpfs, source: a"), one("a", Misfit::Source));
        for right in [
            "type: volume",
            "type: volume, source: a, volume: {nocopy: true}",
            "type: tmpfs, tmpfs: {size: 1}",
            "type: $KIND",
            "type: bind, source: ., bind: {propagation: shared}",
        ] {
            assert_eq!(misfits(right), [], "{right}");
        }
    }
}
