//! One service, with everything it says normalised.

use super::build::{Build, read_build};
use super::deploy::{Deploy, read_deploy};
use super::device::{self, Device, DeviceRequest};
use super::extends::Chain;
use super::layers::{Layer, Layers, Pair, Reader};
use super::mount::{Mount, Tmpfs};
use super::parts::{
    CommandLine, Dependency, EnvFile, Extends, Grant, Healthcheck, Hook, NetworkRef, command, dependencies, env_files,
    grants, healthcheck, hooks, networks,
};
use super::port::Port;
use super::value::{Origin, Value};
use super::{Declaration, mount, port};
use crate::diagnostic::FileId;
use crate::know::Why;
use crate::span::Span;
use crate::yaml::{Entry, Node};
use std::borrow::Cow;
use std::collections::HashMap;

/// A service: what the file says of it, through merges, aliases and `extends`.
///
/// A field is `None` or empty when nothing says it; see [`Service::incomplete`] before calling something missing.
#[derive(Clone, Debug)]
pub struct Service<'a> {
    /// The service's name.
    pub name: Cow<'a, str>,
    /// Its key, without the colon; elsewhere for a service that only other files of the set have.
    pub key_span: Span,
    /// Which file the key is in.
    pub origin: Origin,
    /// Whether no earlier file of the set has the service: what is missing is said where it stands first.
    pub is_first: bool,
    /// Its mapping as this file has it.
    pub node: Node<'a>,
    /// From the key to the last byte of content.
    pub span: Span,
    /// The `image` key.
    pub image: Option<Value<'a>>,
    /// The `user` key.
    pub user: Option<Value<'a>>,
    /// The `init` key.
    pub init: Option<Value<'a>>,
    /// The `read_only` key.
    pub read_only: Option<Value<'a>>,
    /// The `privileged` key.
    pub privileged: Option<Value<'a>>,
    /// The `network_mode` key.
    pub network_mode: Option<Value<'a>>,
    /// The `pid` key.
    pub pid: Option<Value<'a>>,
    /// The `ipc` key.
    pub ipc: Option<Value<'a>>,
    /// The `uts` key.
    pub uts: Option<Value<'a>>,
    /// The `userns_mode` key.
    pub userns_mode: Option<Value<'a>>,
    /// The `cgroup` key.
    pub cgroup: Option<Value<'a>>,
    /// The `cgroup_parent` key.
    pub cgroup_parent: Option<Value<'a>>,
    /// The `restart` key.
    pub restart: Option<Value<'a>>,
    /// The `stop_signal` key.
    pub stop_signal: Option<Value<'a>>,
    /// The `stop_grace_period` key.
    pub stop_grace_period: Option<Value<'a>>,
    /// The `working_dir` key.
    pub working_dir: Option<Value<'a>>,
    /// The `hostname` key.
    pub hostname: Option<Value<'a>>,
    /// The `domainname` key.
    pub domainname: Option<Value<'a>>,
    /// The `container_name` key.
    pub container_name: Option<Value<'a>>,
    /// The `platform` key.
    pub platform: Option<Value<'a>>,
    /// The `pull_policy` key.
    pub pull_policy: Option<Value<'a>>,
    /// The `runtime` key.
    pub runtime: Option<Value<'a>>,
    /// The `isolation` key.
    pub isolation: Option<Value<'a>>,
    /// The `mem_limit` key.
    pub mem_limit: Option<Value<'a>>,
    /// The `mem_reservation` key.
    pub mem_reservation: Option<Value<'a>>,
    /// The `memswap_limit` key.
    pub memswap_limit: Option<Value<'a>>,
    /// The `mem_swappiness` key.
    pub mem_swappiness: Option<Value<'a>>,
    /// The `oom_kill_disable` key.
    pub oom_kill_disable: Option<Value<'a>>,
    /// The `oom_score_adj` key.
    pub oom_score_adj: Option<Value<'a>>,
    /// The `shm_size` key.
    pub shm_size: Option<Value<'a>>,
    /// The `cpus` key.
    pub cpus: Option<Value<'a>>,
    /// The `cpuset` key.
    pub cpuset: Option<Value<'a>>,
    /// The `pids_limit` key.
    pub pids_limit: Option<Value<'a>>,
    /// The `use_api_socket` key.
    pub use_api_socket: Option<Value<'a>>,
    /// The `tty` key.
    pub tty: Option<Value<'a>>,
    /// The `stdin_open` key.
    pub stdin_open: Option<Value<'a>>,
    /// The `scale` key.
    pub scale: Option<Value<'a>>,
    /// The items of `cap_add`.
    pub cap_add: Vec<Value<'a>>,
    /// The items of `cap_drop`.
    pub cap_drop: Vec<Value<'a>>,
    /// The items of `security_opt`.
    pub security_opt: Vec<Value<'a>>,
    /// The items of `group_add`.
    pub group_add: Vec<Value<'a>>,
    /// The items of `devices`.
    pub devices: Vec<Value<'a>>,
    /// The items of `devices` in both forms.
    pub mapped_devices: Vec<Device<'a>>,
    /// The requests of `gpus` and of `deploy.resources.reservations.devices`.
    pub device_requests: Vec<DeviceRequest<'a>>,
    /// The items of `device_cgroup_rules`.
    pub device_cgroup_rules: Vec<Value<'a>>,
    /// The items of `profiles`.
    pub profiles: Vec<Value<'a>>,
    /// The items of `expose`.
    pub expose: Vec<Value<'a>>,
    /// The items of `dns`.
    pub dns: Vec<Value<'a>>,
    /// The items of `links`.
    pub links: Vec<Value<'a>>,
    /// The items of `volumes_from`.
    pub volumes_from: Vec<Value<'a>>,
    /// The items of `extra_hosts`.
    pub extra_hosts: Vec<Value<'a>>,
    /// The pairs of `environment`.
    pub environment: Vec<Pair<'a>>,
    /// The pairs of `sysctls`.
    pub sysctls: Vec<Pair<'a>>,
    /// The pairs of `labels`.
    pub labels: Vec<Pair<'a>>,
    /// The pairs of `annotations`.
    pub annotations: Vec<Pair<'a>>,
    /// The pairs of `ulimits`.
    pub ulimits: Vec<Pair<'a>>,
    /// The node of `gpus`.
    pub gpus: Option<Node<'a>>,
    /// The node of `credential_spec`.
    pub credential_spec: Option<Node<'a>>,
    /// The node of `logging`.
    pub logging: Option<Node<'a>>,
    /// The node of `develop`.
    pub develop: Option<Node<'a>>,
    /// True when a `provider` takes the place of an image.
    pub provider: bool,
    /// The `build` key.
    pub build: Option<Build<'a>>,
    /// The `command` key.
    pub command: Option<CommandLine<'a>>,
    /// The `entrypoint` key.
    pub entrypoint: Option<CommandLine<'a>>,
    /// The files of `env_file`.
    pub env_files: Vec<EnvFile<'a>>,
    /// The published ports.
    pub ports: Vec<Port<'a>>,
    /// The mounts of `volumes`.
    pub volumes: Vec<Mount<'a>>,
    /// The mounts of `tmpfs`.
    pub tmpfs: Vec<Tmpfs<'a>>,
    /// The `healthcheck` key.
    pub healthcheck: Option<Healthcheck<'a>>,
    /// The `deploy` key.
    pub deploy: Option<Deploy<'a>>,
    /// The networks it joins.
    pub networks: Vec<NetworkRef<'a>>,
    /// The models it uses.
    pub models: Vec<NetworkRef<'a>>,
    /// The services it waits for.
    pub depends_on: Vec<Dependency<'a>>,
    /// The secrets it gets.
    pub secrets: Vec<Grant<'a>>,
    /// The configs it gets.
    pub configs: Vec<Grant<'a>>,
    /// Its `post_start`, `pre_stop` and `pre_start` hooks.
    pub hooks: Vec<Hook<'a>>,
    /// The `extends` key.
    pub extends: Option<Extends<'a>>,
    /// Set when keys may come from somewhere we cannot follow: then nothing can be said to be missing.
    pub incomplete: Option<Why>,
    /// The mappings that make up the service, the base first.
    pub(super) layers: Layers<'a>,
}

impl<'a> Service<'a> {
    /// The entry that holds for a key, also one this model does not know.
    pub fn get(&self, key: &str) -> Option<Entry<'a>> {
        self.layers.get(key).last()?.entry
    }

    /// True when the service's mapping in this file may be edited: it is not an alias, and not recovered.
    pub fn is_editable(&self) -> bool {
        self.node.is_mapping() && self.node.resolve() == self.node && !self.node.yaml().is_recovered()
    }

    /// Where to point for something that is missing: the service's key in the file that has the service first.
    pub fn missing_span(&self) -> Span {
        if self.is_first { self.key_span } else { Span::ELSEWHERE }
    }

    /// Where to point for a value: its span when it is in this file, the service's key when it comes by `extends`, and
    /// elsewhere when another file of the set says it.
    pub fn place(&self, span: Span, origin: Origin) -> Span {
        match origin {
            Origin::Own => span,
            Origin::Extended(_) => self.key_span,
            Origin::Layered(_) => Span::ELSEWHERE,
        }
    }

    /// Where to point for a value as a second place: as [`Service::place`] in the file `own`, and in the other file of the
    /// set that says it.
    pub fn home(&self, own: FileId, span: Span, node: Node<'_>, origin: Origin) -> (FileId, Span) {
        match origin {
            Origin::Layered(file) => (file, node.resolve().span()),
            _ => (own, self.place(span, origin)),
        }
    }
}

/// The fields of one service by their names.
struct Fields<'a> {
    fields: HashMap<Cow<'a, str>, Layers<'a>>,
}

impl<'a> Fields<'a> {
    fn get(&self, key: &str) -> Layers<'a> {
        self.fields.get(key).cloned().unwrap_or_default()
    }
}

/// Reads a service from the mappings it is made of.
pub(super) fn read<'a>(reader: &mut Reader, declared: &Declaration<'a>, chain: Chain<'a>) -> Service<'a> {
    let layers = Layers(chain.layers);
    let named = |(last, said): (Layer<'a>, Layers<'a>)| Some((last.entry?.key.str()?, said));
    let of = Fields { fields: reader.entries(&layers).into_iter().filter_map(named).collect() };
    Service {
        name: declared.layer.entry.and_then(|entry| entry.key.str()).unwrap_or_default(),
        key_span: declared.key_span(),
        origin: declared.layer.origin,
        is_first: declared.is_first,
        node: declared.node,
        span: declared.span(),
        image: reader.value(&of.get("image")),
        user: reader.value(&of.get("user")),
        init: reader.value(&of.get("init")),
        read_only: reader.value(&of.get("read_only")),
        privileged: reader.value(&of.get("privileged")),
        network_mode: reader.value(&of.get("network_mode")),
        pid: reader.value(&of.get("pid")),
        ipc: reader.value(&of.get("ipc")),
        uts: reader.value(&of.get("uts")),
        userns_mode: reader.value(&of.get("userns_mode")),
        cgroup: reader.value(&of.get("cgroup")),
        cgroup_parent: reader.value(&of.get("cgroup_parent")),
        restart: reader.value(&of.get("restart")),
        stop_signal: reader.value(&of.get("stop_signal")),
        stop_grace_period: reader.value(&of.get("stop_grace_period")),
        working_dir: reader.value(&of.get("working_dir")),
        hostname: reader.value(&of.get("hostname")),
        domainname: reader.value(&of.get("domainname")),
        container_name: reader.value(&of.get("container_name")),
        platform: reader.value(&of.get("platform")),
        pull_policy: reader.value(&of.get("pull_policy")),
        runtime: reader.value(&of.get("runtime")),
        isolation: reader.value(&of.get("isolation")),
        mem_limit: reader.value(&of.get("mem_limit")),
        mem_reservation: reader.value(&of.get("mem_reservation")),
        memswap_limit: reader.value(&of.get("memswap_limit")),
        mem_swappiness: reader.value(&of.get("mem_swappiness")),
        oom_kill_disable: reader.value(&of.get("oom_kill_disable")),
        oom_score_adj: reader.value(&of.get("oom_score_adj")),
        shm_size: reader.value(&of.get("shm_size")),
        cpus: reader.value(&of.get("cpus")),
        cpuset: reader.value(&of.get("cpuset")),
        pids_limit: reader.value(&of.get("pids_limit")),
        use_api_socket: reader.value(&of.get("use_api_socket")),
        tty: reader.value(&of.get("tty")),
        stdin_open: reader.value(&of.get("stdin_open")),
        scale: reader.value(&of.get("scale")),
        cap_add: reader.values(&of.get("cap_add")),
        cap_drop: reader.values(&of.get("cap_drop")),
        security_opt: reader.values(&of.get("security_opt")),
        group_add: reader.values(&of.get("group_add")),
        devices: reader.scalars(&of.get("devices")),
        mapped_devices: device::read(reader, &of.get("devices")),
        device_requests: device::read_requests(reader, &[of.get("gpus"), device::reserved(&of.get("deploy"))]),
        device_cgroup_rules: reader.values(&of.get("device_cgroup_rules")),
        profiles: reader.values(&of.get("profiles")),
        expose: reader.values(&of.get("expose")),
        dns: reader.values(&of.get("dns")),
        links: reader.values(&of.get("links")),
        volumes_from: reader.values(&of.get("volumes_from")),
        extra_hosts: reader.scalars(&of.get("extra_hosts")),
        environment: reader.pairs(&of.get("environment")),
        sysctls: reader.pairs(&of.get("sysctls")),
        labels: reader.pairs(&of.get("labels")),
        annotations: reader.pairs(&of.get("annotations")),
        ulimits: reader.pairs(&of.get("ulimits")),
        gpus: of.get("gpus").last().map(|layer| layer.node),
        credential_spec: of.get("credential_spec").last().map(|layer| layer.node),
        logging: of.get("logging").last().map(|layer| layer.node),
        develop: of.get("develop").last().map(|layer| layer.node),
        provider: !of.get("provider").is_empty(),
        build: read_build(reader, &of.get("build")),
        command: command(reader, &of.get("command")),
        entrypoint: command(reader, &of.get("entrypoint")),
        env_files: env_files(reader, &of.get("env_file")),
        ports: port::read(reader, &of.get("ports")),
        volumes: mount::read(reader, &of.get("volumes")),
        tmpfs: mount::read_tmpfs(reader, &of.get("tmpfs")),
        healthcheck: healthcheck(reader, &of.get("healthcheck")),
        deploy: read_deploy(reader, &of.get("deploy")),
        networks: networks(reader, &of.get("networks")),
        models: networks(reader, &of.get("models")),
        depends_on: dependencies(reader, &of.get("depends_on")),
        secrets: grants(reader, &of.get("secrets")),
        configs: grants(reader, &of.get("configs")),
        hooks: ["post_start", "pre_stop", "pre_start"]
            .iter()
            .flat_map(|kind| hooks(reader, kind, &of.get(kind)))
            .collect(),
        extends: chain.extends,
        incomplete: chain.incomplete,
        layers,
    }
}
