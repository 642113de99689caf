//! What `docker stack deploy` makes of each key, and what to write instead (docker/cli `cli/compose`, as of 28.2).
//!
//! It has a loader and a schema of its own. The schema's tables are in `schema/stack`; here stands what becomes of a key
//! once it is accepted, and what a refused one is replaced by.

pub use super::stack_version::Version;

use super::Service;
use crate::yaml::Entry;

/// What becomes of a key.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Treatment {
    /// It works.
    Works,
    /// It works otherwise than in Compose.
    Differs,
    /// It is ignored, and a warning says so.
    Ignored,
    /// It is ignored, and a hint says that it is deprecated.
    Deprecated,
    /// It is ignored without a word.
    Silent,
    /// It is refused, with a word of its own.
    Forbidden,
    /// The schema does not know it, so the file is refused.
    Unknown,
}

impl Treatment {
    /// In words, for tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Differs => "read differently",
            Self::Ignored => "ignored with a warning",
            Self::Deprecated => "ignored with a hint",
            Self::Silent => "ignored silently",
            Self::Forbidden | Self::Unknown => "refused",
        }
    }

    /// The rule that reports such keys, where one does.
    pub const fn rule(self) -> Option<&'static str> {
        match self {
            Self::Works | Self::Differs | Self::Silent => None,
            Self::Ignored => Some("swarm-ignored-key"),
            Self::Deprecated => Some("swarm-deprecated-key"),
            Self::Forbidden => Some("swarm-forbidden-key"),
            Self::Unknown => Some("swarm-unknown-key"),
        }
    }
}

/// A key of a stack file.
#[derive(Copy, Clone, Debug)]
pub struct Key {
    /// Its name; for a nested one its path.
    pub name: &'static str,
    /// What becomes of it.
    pub treatment: Treatment,
    /// What is different, or what to do instead; in the imperative where it is ignored or refused.
    pub note: &'static str,
    /// The rules that look at it besides those of its treatment.
    pub rules: &'static [&'static str],
}

const fn key(name: &'static str, treatment: Treatment, note: &'static str) -> Key {
    Key { name, treatment, note, rules: &[] }
}

const fn works(name: &'static str) -> Key {
    key(name, Treatment::Works, "")
}

impl Key {
    const fn by(self, rules: &'static [&'static str]) -> Self {
        Self { rules, ..self }
    }

    /// All rules that report it.
    pub fn all_rules(&self) -> Vec<&'static str> {
        self.treatment.rule().into_iter().chain(self.rules.iter().copied()).collect()
    }
}

use Treatment::{Deprecated, Differs, Forbidden, Ignored, Silent, Unknown};

/// The keys of a service.
pub static SERVICE: [Key; 95] = [
    key("annotations", Unknown, "write `labels` (of the container) or `deploy.labels` (of the service)"),
    key("attach", Unknown, "take it out: a stack shows no logs when it is deployed"),
    key("blkio_config", Unknown, "take it out: Swarm limits no disk traffic"),
    key("build", Ignored, "build and push the image before the deploy, and name it in `image`")
        .by(&["swarm-image-required"]),
    works("cap_add"),
    works("cap_drop"),
    key("cgroup", Unknown, "take it out: each container has a cgroup namespace as the daemon is configured"),
    key("cgroup_parent", Ignored, "limit the service under `deploy.resources`"),
    key("cgroupns_mode", Ignored, "set `default-cgroupns-mode` in the daemon's configuration of each node"),
    key("command", Differs, "a value is needed: `command:` with nothing behind it is refused"),
    key("configs", Differs, "`content` and `environment` are refused; a changed file needs a new name")
        .by(&["swarm-config-immutable"]),
    key("container_name", Deprecated, "reach the service by its own name, or give it `networks.….aliases`"),
    key("cpu_count", Unknown, "write `deploy.resources.limits.cpus`"),
    key("cpu_percent", Unknown, "write `deploy.resources.limits.cpus`"),
    key("cpu_period", Unknown, "write `deploy.resources.limits.cpus`"),
    key("cpu_quota", Forbidden, "write `deploy.resources.limits.cpus`: the quota divided by the period, in quotes"),
    key("cpu_rt_period", Unknown, "take it out: Swarm schedules nothing in real time"),
    key("cpu_rt_runtime", Unknown, "take it out: Swarm schedules nothing in real time"),
    key("cpu_shares", Forbidden, "write `deploy.resources.reservations.cpus`"),
    key("cpus", Unknown, "write `deploy.resources.limits.cpus`, in quotes"),
    key("cpuset", Forbidden, "write `deploy.resources.limits.cpus`: Swarm pins to no processors"),
    works("credential_spec").by(&["swarm-credential-spec-exclusive"]),
    key("depends_on", Silent, "the list is ignored, the mapping with conditions is refused")
        .by(&["swarm-depends-on-ignored"]),
    works("deploy"),
    key("develop", Unknown, "move it into a file that only Compose reads"),
    key("device_cgroup_rules", Unknown, "take it out: devices cannot be given to a service of a stack"),
    key("devices", Ignored, "bind the device under `volumes` where a file will do, or run the service with Compose on its node"),
    key("dns", Differs, "what is no address is dropped silently"),
    key("dns_opt", Unknown, "set `dns-opts` in the daemon's configuration of each node"),
    works("dns_search"),
    key("domainname", Ignored, "write the whole name as `hostname`"),
    works("entrypoint"),
    key("env_file", Differs, "only paths: the mapping with `path` and `required` is refused").by(&["compose-schema"]),
    key("environment", Differs, "`true` and `false` need quotes; variables are not read from `.env`")
        .by(&["compose-schema", "swarm-dotenv-not-read"]),
    key("expose", Deprecated, "take it out: services of one network reach all ports of one another"),
    key("extends", Forbidden, "write the keys out, or merge them in with an anchor: `<<: *base`"),
    key("external_links", Ignored, "put both services on one external overlay network"),
    works("extra_hosts"),
    key("gpus", Unknown, "write `deploy.resources.reservations.generic_resources`, and name the GPUs in each daemon's `node-generic-resources`"),
    key("group_add", Unknown, "write the group behind the user: `user: \"1000:2000\"`"),
    works("healthcheck"),
    works("hostname"),
    works("image").by(&["swarm-image-required"]),
    works("init"),
    key("ipc", Ignored, "take it out: tasks share no memory; mount a `tmpfs` on `/dev/shm` for more of it"),
    works("isolation"),
    key("label_file", Unknown, "write the labels out under `labels`"),
    key("labels", Differs, "labels of the container; what reads the service's labels looks at `deploy.labels`")
        .by(&["swarm-labels-level"]),
    key("links", Ignored, "put both services on one network, where they find one another by name"),
    works("logging"),
    key("mac_address", Ignored, "take it out: Swarm gives each task an address of its own"),
    key("mem_limit", Forbidden, "write `deploy.resources.limits.memory`"),
    key("mem_reservation", Unknown, "write `deploy.resources.reservations.memory`"),
    key("mem_swappiness", Unknown, "take it out: Swarm leaves swapping to the node"),
    key("memswap_limit", Forbidden, "take it out: Swarm limits memory alone, with `deploy.resources.limits.memory`"),
    key("models", Unknown, "run the model as a service of its own, and name its address in `environment`"),
    key("network_mode", Ignored, "join the external network `host` under `networks`, or an overlay network"),
    works("networks"),
    key("oom_kill_disable", Unknown, "take it out, and limit the memory under `deploy.resources.limits`"),
    works("oom_score_adj"),
    key("pid", Ignored, "take it out, or run the service with Compose on each node"),
    key("pids_limit", Unknown, "write `deploy.resources.limits.pids`"),
    key("platform", Unknown, "write a placement constraint: `node.platform.arch == x86_64`"),
    key("ports", Differs, "addresses of the host are dropped; the mapping takes only `target`, `published`, `protocol` and `mode`, and numbers without quotes")
        .by(&["swarm-host-ip-dropped", "compose-schema"]),
    key("post_start", Unknown, "do it in the image's entrypoint"),
    key("pre_start", Unknown, "do it in the image's entrypoint"),
    key("pre_stop", Unknown, "let the program clean up when it gets the `stop_signal`"),
    key("privileged", Ignored, "name what it needs in `cap_add`, which Swarm knows; devices cannot be given to a service of a stack"),
    key("profiles", Unknown, "split the file, and give those that are wanted to `docker stack deploy -c`"),
    key("provider", Unknown, "keep it in a file that only Compose reads"),
    key("pull_policy", Unknown, "take it out: `docker stack deploy --resolve-image` says when the registry is asked"),
    key("pull_refresh_after", Unknown, "take it out: `docker stack deploy --resolve-image` says when the registry is asked"),
    works("read_only"),
    key("restart", Differs, "read where `deploy.restart_policy` is absent, whatever the warning says: `always` and `unless-stopped` become `any`")
        .by(&["swarm-ignored-key"]),
    key("runtime", Unknown, "set `default-runtime` in the daemon's configuration of the nodes"),
    key("scale", Unknown, "write `deploy.replicas`"),
    works("secrets").by(&["swarm-secret-mode-default"]),
    key("security_opt", Ignored, "set `no-new-privileges` and `seccomp-profile` in the daemon's configuration of each node"),
    key("shm_size", Ignored, "mount a volume of type `tmpfs` with `tmpfs.size` on `/dev/shm`"),
    works("stdin_open"),
    works("stop_grace_period"),
    works("stop_signal"),
    key("storage_opt", Unknown, "take it out: Swarm does not limit the container's disk"),
    works("sysctls"),
    key("tmpfs", Silent, "mount a volume of type `tmpfs`").by(&["swarm-tmpfs-ignored"]),
    works("tty"),
    works("ulimits"),
    key("use_api_socket", Unknown, "take it out; what manages the cluster runs on a manager and reaches the engine through a socket proxy"),
    works("user"),
    key("userns_mode", Ignored, "set `userns-remap` in the daemon's configuration of each node"),
    key("uts", Unknown, "take it out, or run the service with Compose on each node"),
    key("volume_driver", Forbidden, "name the driver at the volume itself, under the top-level `volumes`"),
    key("volumes", Differs, "volumes are each node's own; paths of binds must be there on every node")
        .by(&["swarm-local-volume", "swarm-volume-type-options"]),
    key("volumes_from", Forbidden, "mount the same named volume in both services"),
    works("working_dir"),
];

/// The keys of the top level.
pub static TOP: [Key; 9] = [
    key("configs", Differs, "`file` or `external` only").by(&["swarm-config-immutable"]),
    key("include", Unknown, "give all files to `docker stack deploy`: `-c one.yml -c two.yml`"),
    key("models", Unknown, "run the model as a service of its own"),
    key("name", Unknown, "take it out, and name the stack on the command line: `docker stack deploy -c FILE NAME`"),
    key(
        "networks",
        Differs,
        "the driver is `overlay` unless another is named, and external ones must be known to the whole swarm",
    )
    .by(&["swarm-network-driver", "swarm-overlay-encrypted"]),
    key("secrets", Differs, "`file`, `external` or `driver` only").by(&["swarm-config-immutable"]),
    works("services"),
    key("version", Differs, "chooses the schema: `3`, empty or absent is the newest one")
        .by(&["swarm-version-mismatch"]),
    key("volumes", Differs, "created on each node for itself").by(&["swarm-local-volume"]),
];

/// What is below: the mapping and the key.
pub static NESTED: [Key; 47] = [
    works("deploy.endpoint_mode").by(&["swarm-mode-invalid"]),
    works("deploy.labels"),
    works("deploy.mode").by(&["swarm-mode-invalid"]),
    works("deploy.placement.constraints").by(&["swarm-placement-syntax"]),
    works("deploy.placement.max_replicas_per_node"),
    works("deploy.placement.preferences").by(&["swarm-placement-syntax"]),
    works("deploy.replicas").by(&["swarm-mode-invalid", "single-replica"]),
    key("deploy.resources.limits.cpus", Differs, "a string: `\"0.5\"`").by(&["compose-schema"]),
    works("deploy.resources.limits.memory"),
    works("deploy.resources.limits.pids"),
    key("deploy.resources.reservations.cpus", Differs, "a string: `\"0.5\"`").by(&["compose-schema"]),
    key(
        "deploy.resources.reservations.devices",
        Unknown,
        "write `generic_resources`, and name the devices in each daemon's `node-generic-resources`",
    ),
    works("deploy.resources.reservations.generic_resources"),
    works("deploy.resources.reservations.memory"),
    works("deploy.restart_policy").by(&["swarm-restart-policy-invalid"]),
    works("deploy.rollback_config"),
    works("deploy.update_config").by(&[
        "update-config",
        "update-parallelism",
        "rollback-on-failure",
        "start-first-with-volume",
        "swarm-start-first-host-port",
    ]),
    key("build.*", Silent, "ignored together with `build`"),
    key("configs.content", Unknown, "put the text into a file, and name it in `file`"),
    key("configs.environment", Unknown, "put the text into a file, and name it in `file`"),
    works("configs.file"),
    works("configs.template_driver"),
    key("healthcheck.disable", Differs, "refused together with `test`").by(&["healthcheck-test-and-disable"]),
    works("healthcheck.start_interval"),
    works("healthcheck.test"),
    key("networks.attachable", Differs, "lets containers join that belong to no service"),
    key("networks.driver_opts", Differs, "`encrypted` encrypts what tasks send one another")
        .by(&["swarm-overlay-encrypted"]),
    key("networks.enable_ipv4", Unknown, "take it out: overlay networks have IPv4"),
    key(
        "networks.enable_ipv6",
        Unknown,
        "create the network with `docker network create --ipv6 -d overlay`, and declare it `external`",
    ),
    key(
        "networks.ipam.config.aux_addresses",
        Unknown,
        "create the network with `docker network create`, and declare it `external`",
    ),
    key(
        "networks.ipam.config.gateway",
        Unknown,
        "create the network with `docker network create --gateway`, and declare it `external`",
    ),
    key(
        "networks.ipam.config.ip_range",
        Unknown,
        "create the network with `docker network create --ip-range`, and declare it `external`",
    ),
    key(
        "networks.ipam.options",
        Unknown,
        "create the network with `docker network create --ipam-opt`, and declare it `external`",
    ),
    key("ports.app_protocol", Unknown, "take it out, or write it as a label"),
    key("ports.host_ip", Unknown, "take it out: Swarm publishes on all addresses; keep others away with a firewall"),
    key("ports.mode", Differs, "`host` publishes on the nodes that run a task, `ingress` on all"),
    key("ports.name", Unknown, "take it out, or write it as a comment"),
    key("ports.published", Differs, "a number without quotes, and no range").by(&["compose-schema"]),
    key("secrets.environment", Unknown, "create it with `docker secret create`, and declare it `external`"),
    works("secrets.file"),
    key("service.networks.gw_priority", Unknown, "take it out: Swarm gives tasks a gateway of its own"),
    key("service.networks.interface_name", Unknown, "take it out: Swarm names the interfaces"),
    key("service.networks.link_local_ips", Unknown, "take it out: Swarm gives each task its addresses"),
    key("service.networks.mac_address", Unknown, "take it out: Swarm gives each task its addresses"),
    key("service.networks.priority", Unknown, "take it out: Swarm joins the networks in an order of its own"),
    key("volumes.consistency", Silent, "take it out: only Docker Desktop read it"),
    key("volumes.image", Unknown, "copy the files into the service's own image"),
];

fn find<'t>(table: &'t [Key], name: &str) -> Option<&'t Key> {
    table.iter().find(|key| key.name == name)
}

/// What becomes of a key of a service.
pub fn service_key(name: &str) -> Option<&'static Key> {
    find(&SERVICE, name)
}

/// What becomes of a key: `place` is the path of its mapping as [`NESTED`] has it, empty for a service, `top` for the top
/// level.
pub(super) fn at(place: &str, name: &str) -> Option<&'static Key> {
    match place {
        "" => service_key(name),
        "top" => find(&TOP, name),
        place => NESTED.iter().find(|key| {
            let inner = key.name.strip_prefix(place).and_then(|rest| rest.strip_prefix('.'));
            inner == Some(name)
        }),
    }
}

impl<'a> Service<'a> {
    /// The keys of the service, as this file has them, that are treated so.
    pub fn swarm_keys(&self, treatment: Treatment) -> Vec<(Entry<'a>, &'static Key)> {
        let known = |entry: Entry<'a>| Some((entry, service_key(entry.key.text()?)?));
        let entries = self.node.entries().into_iter().filter_map(known);
        entries.filter(|(_, key)| key.treatment == treatment).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        assert!(SERVICE.is_sorted_by(|a, b| a.name < b.name));
        assert!(TOP.is_sorted_by(|a, b| a.name < b.name));
        for key in SERVICE.iter().chain(&TOP).chain(&NESTED) {
            assert!(key.note.is_empty() == (key.treatment == Treatment::Works), "{}", key.name);
            assert!(!key.note.ends_with('.') && key.note.len() < 160, "{}", key.name);
        }
    }

    #[test]
    fn as_many_keys_as_the_loader_treats_so() {
        let count = |treatment| SERVICE.iter().filter(|key| key.treatment == treatment).count();
        assert_eq!(count(Treatment::Ignored), 15);
        assert_eq!(count(Treatment::Deprecated), 2);
        assert_eq!(count(Treatment::Silent), 2);
        assert_eq!(count(Treatment::Forbidden), 8);
        assert_eq!(count(Treatment::Unknown), 34);
    }
}
