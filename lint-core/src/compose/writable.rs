//! What a service can write when its root file system is read-only.

use super::Service;
use crate::know::{Know, Why};
use crate::sockets::normal;

/// True when `path` is `base` or lies below it.
pub fn is_at_or_below(path: &str, base: &str) -> bool {
    let (path, base) = (normal(path), normal(base));
    base == "/" || path.strip_prefix(base.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Service<'_> {
    /// Whether a path of the container lies on a tmpfs, a volume or a bind mount. `docker stack deploy` ignores `tmpfs`
    /// without a word, so for a stack only `volumes` count.
    pub fn covers(&self, path: &str, is_stack: bool) -> Know<bool> {
        let tmpfs = self.tmpfs.iter().filter(|_| !is_stack).map(|tmpfs| &tmpfs.path);
        let targets = tmpfs.chain(self.volumes.iter().filter_map(|mount| mount.target.as_ref()));
        let mut unsure = (!self.volumes_from.is_empty()).then_some(Why::Merge);
        for target in targets {
            match target.text_with_defaults() {
                Know::Known(target) if is_at_or_below(path, &target) => return Know::Known(true),
                Know::Unknown(why) => unsure = Some(why),
                _ => {}
            }
        }
        unsure.map_or(Know::Known(false), Know::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(service: &str, path: &str, is_stack: bool) -> Know<bool> {
        let yaml = crate::yaml::parse(format!("services:\n  a:\n    image: x\n{service}").into());
        let compose = super::super::read(&yaml);
        compose.services[0].covers(path, is_stack)
    }

    #[test]
    fn a_mount_at_or_above_a_path_covers_it() {
        let service = "    tmpfs: /run:size=1m\n    volumes:\n      - data:/var/lib/app/\n      - type: tmpfs\n        target: /tmp\n";
        for path in ["/run", "/var/run/app", "/run/app", "/var/lib/app/x", "/tmp"] {
            assert_eq!(covers(service, path, false), Know::Known(true), "{path}");
        }
        for path in ["/runner", "/var/lib", "/var/tmp"] {
            assert_eq!(covers(service, path, false), Know::Known(false), "{path}");
        }
    }

    #[test]
    fn swarm_knows_only_the_long_form_of_tmpfs() {
        assert_eq!(covers("    tmpfs: [/run]\n", "/run", true), Know::Known(false));
        assert_eq!(covers("    volumes:\n      - {type: tmpfs, target: /run}\n", "/run", true), Know::Known(true));
    }

    #[test]
    fn an_unknown_target_may_cover_anything() {
        assert!(covers("    volumes: ['data:${WHERE}']\n", "/run", false).is_unknown());
        assert!(covers("    volumes_from: [b]\n", "/run", false).is_unknown());
        assert_eq!(covers("    volumes: ['data:${WHERE:-/run}']\n", "/run", false), Know::Known(true));
    }
}
