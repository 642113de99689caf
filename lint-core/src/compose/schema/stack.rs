//! What is different in the loader of `docker stack deploy`: keys that only it knows or does not know, and those that
//! came with a later version of its schema.

use super::{Map, Text, stack_tables as tables};
use crate::compose::swarm::{self, Key, Treatment};
use crate::yaml::{Node, ScalarType};

/// The mappings with the paths that [`swarm`]'s tables have for them.
static PLACES: [(&Map, &str); 20] = [
    (&tables::TOP, "top"),
    (&tables::SERVICE, ""),
    (&tables::BUILD, "build"),
    (&tables::CREDENTIAL_SPEC, "credential_spec"),
    (&tables::DEPLOY, "deploy"),
    (&tables::UPDATE, "deploy.update_config"),
    (&tables::PLACEMENT, "deploy.placement"),
    (&tables::RESOURCES, "deploy.resources"),
    (&tables::LIMITS, "deploy.resources.limits"),
    (&tables::RESERVATIONS, "deploy.resources.reservations"),
    (&tables::HEALTHCHECK, "healthcheck"),
    (&tables::PORT, "ports"),
    (&tables::MOUNT, "volumes"),
    (&tables::SERVICE_NETWORK, "service.networks"),
    (&tables::NETWORK, "networks"),
    (&tables::IPAM, "networks.ipam"),
    (&tables::SUBNET, "networks.ipam.config"),
    (&tables::VOLUME, "volume"),
    (&tables::SECRET, "secrets"),
    (&tables::CONFIG, "configs"),
];

/// Keys that 3.0 did not have, with the number of the version that brought them. An empty key is the mapping itself,
/// where a text alone was taken before.
const SINCE: [(&str, &str, u8); 41] = [
    ("", "cgroupns_mode", 9),
    ("", "configs", 3),
    ("", "credential_spec", 3),
    ("", "init", 7),
    ("", "isolation", 5),
    ("", "oom_score_adj", 13),
    ("", "secrets", 1),
    ("build", "args", 0),
    ("build", "cache_from", 2),
    ("build", "context", 0),
    ("build", "dockerfile", 0),
    ("build", "extra_hosts", 9),
    ("build", "labels", 3),
    ("build", "network", 4),
    ("build", "shm_size", 5),
    ("build", "target", 4),
    ("configs", "name", 5),
    ("configs", "template_driver", 8),
    ("credential_spec", "config", 8),
    ("deploy", "endpoint_mode", 2),
    ("deploy", "rollback_config", 7),
    ("deploy.placement", "max_replicas_per_node", 8),
    ("deploy.placement", "preferences", 3),
    ("deploy.resources.limits", "pids", 9),
    ("deploy.resources.reservations", "generic_resources", 5),
    ("deploy.update_config", "order", 4),
    ("healthcheck", "start_interval", 12),
    ("healthcheck", "start_period", 4),
    ("networks", "attachable", 2),
    ("networks", "name", 5),
    ("ports", "", 2),
    ("secrets", "driver", 8),
    ("secrets", "driver_opts", 8),
    ("secrets", "name", 5),
    ("secrets", "template_driver", 8),
    ("service.networks", "driver_opts", 13),
    ("top", "configs", 3),
    ("top", "secrets", 1),
    ("volume", "name", 4),
    ("volumes", "", 2),
    ("volumes", "tmpfs", 6),
];

/// Keys of the builder that are ignored with the rest, but were refused before this version.
const ANY_BUILD_KEY: u8 = 11;
/// `x-…` at the top level, and below it.
const EXTENSIONS: (u8, u8) = (4, 7);

fn place(map: &Map) -> Option<&'static str> {
    PLACES.iter().find(|(other, _)| std::ptr::eq(*other, map)).map(|(_, place)| *place)
}

/// The version of the schema that brought a key, or with an empty key the mapping itself.
pub(super) fn since(map: &Map, key: &str) -> u8 {
    let Some(place) = place(map) else { return 0 };
    match SINCE.iter().find(|(at, name, _)| *at == place && *name == key) {
        Some((.., since)) => *since,
        None if place == "build" && !key.is_empty() && !key.starts_with("x-") => ANY_BUILD_KEY,
        None => 0,
    }
}

/// Whether keys that begin with `x-` may stand there.
pub(super) fn takes_extensions(map: &Map, minor: u8) -> bool {
    match place(map) {
        Some("top") => minor >= EXTENSIONS.0,
        Some("" | "networks" | "volume" | "secrets" | "configs") => minor >= EXTENSIONS.1,
        _ => false,
    }
}

/// What becomes of a key that Compose knows and the stack's loader refuses.
pub(super) fn refused(map: &Map, key: &str) -> Option<&'static Key> {
    let known = swarm::at(place(map)?, key)?;
    matches!(known.treatment, Treatment::Unknown | Treatment::Forbidden).then_some(known)
}

/// Whether a text stands where only `true` and `false` will do; nothing is cast. The words of YAML 1.1 are left to the
/// rule that is about them.
pub(super) fn is_quoted_flag(text: Text, node: Node<'_>) -> bool {
    let old = ["y", "yes", "on", "n", "no", "off"];
    let is_old = node.text().is_some_and(|text| old.iter().any(|word| word.eq_ignore_ascii_case(text)));
    text == Text::Boolean && node.scalar_type() == Some(ScalarType::String) && !is_old
}
