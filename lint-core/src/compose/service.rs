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

/// A service: what the file says of it, through merges, aliases and `extends`.
///
/// A field is `None` or empty when nothing says it (most are, so what they would hold is boxed); see
/// [`Service::incomplete`] before calling something missing.
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
    pub image: Option<Box<Value<'a>>>,
    /// The `user` key.
    pub user: Option<Box<Value<'a>>>,
    /// The `init` key.
    pub init: Option<Box<Value<'a>>>,
    /// The `read_only` key.
    pub read_only: Option<Box<Value<'a>>>,
    /// The `privileged` key.
    pub privileged: Option<Box<Value<'a>>>,
    /// The `network_mode` key.
    pub network_mode: Option<Box<Value<'a>>>,
    /// The `pid` key.
    pub pid: Option<Box<Value<'a>>>,
    /// The `ipc` key.
    pub ipc: Option<Box<Value<'a>>>,
    /// The `uts` key.
    pub uts: Option<Box<Value<'a>>>,
    /// The `userns_mode` key.
    pub userns_mode: Option<Box<Value<'a>>>,
    /// The `cgroup` key.
    pub cgroup: Option<Box<Value<'a>>>,
    /// The `cgroup_parent` key.
    pub cgroup_parent: Option<Box<Value<'a>>>,
    /// The `restart` key.
    pub restart: Option<Box<Value<'a>>>,
    /// The `stop_signal` key.
    pub stop_signal: Option<Box<Value<'a>>>,
    /// The `stop_grace_period` key.
    pub stop_grace_period: Option<Box<Value<'a>>>,
    /// The `working_dir` key.
    pub working_dir: Option<Box<Value<'a>>>,
    /// The `hostname` key.
    pub hostname: Option<Box<Value<'a>>>,
    /// The `domainname` key.
    pub domainname: Option<Box<Value<'a>>>,
    /// The `container_name` key.
    pub container_name: Option<Box<Value<'a>>>,
    /// The `platform` key.
    pub platform: Option<Box<Value<'a>>>,
    /// The `pull_policy` key.
    pub pull_policy: Option<Box<Value<'a>>>,
    /// The `runtime` key.
    pub runtime: Option<Box<Value<'a>>>,
    /// The `isolation` key.
    pub isolation: Option<Box<Value<'a>>>,
    /// The `mem_limit` key.
    pub mem_limit: Option<Box<Value<'a>>>,
    /// The `mem_reservation` key.
    pub mem_reservation: Option<Box<Value<'a>>>,
    /// The `memswap_limit` key.
    pub memswap_limit: Option<Box<Value<'a>>>,
    /// The `mem_swappiness` key.
    pub mem_swappiness: Option<Box<Value<'a>>>,
    /// The `oom_kill_disable` key.
    pub oom_kill_disable: Option<Box<Value<'a>>>,
    /// The `oom_score_adj` key.
    pub oom_score_adj: Option<Box<Value<'a>>>,
    /// The `shm_size` key.
    pub shm_size: Option<Box<Value<'a>>>,
    /// The `cpus` key.
    pub cpus: Option<Box<Value<'a>>>,
    /// The `cpuset` key.
    pub cpuset: Option<Box<Value<'a>>>,
    /// The `pids_limit` key.
    pub pids_limit: Option<Box<Value<'a>>>,
    /// The `use_api_socket` key.
    pub use_api_socket: Option<Box<Value<'a>>>,
    /// The `tty` key.
    pub tty: Option<Box<Value<'a>>>,
    /// The `stdin_open` key.
    pub stdin_open: Option<Box<Value<'a>>>,
    /// The `scale` key.
    pub scale: Option<Box<Value<'a>>>,
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
    pub build: Option<Box<Build<'a>>>,
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
    pub healthcheck: Option<Box<Healthcheck<'a>>>,
    /// The `deploy` key.
    pub deploy: Option<Box<Deploy<'a>>>,
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
    pub extends: Option<Box<Extends<'a>>>,
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

/// The fields of one service with their names. There are few: to look through them is cheaper than to hash.
struct Fields<'a> {
    fields: Vec<(&'a str, Layers<'a>)>,
    none: Layers<'a>,
}

impl<'a> Fields<'a> {
    fn of(reader: &mut Reader, layers: &Layers<'a>, is_wanted: impl Fn(&str) -> bool) -> Self {
        let named = |(last, said): (Layer<'a>, Layers<'a>)| Some((last.entry?.key.text()?, said));
        let fields = reader.entries(layers).into_iter().filter_map(named).filter(|(key, _)| is_wanted(key)).collect();
        Self { fields, none: Layers::default() }
    }

    fn get(&self, key: &str) -> &Layers<'a> {
        self.fields.iter().find(|(name, _)| *name == key).map_or(&self.none, |(_, said)| said)
    }

    fn value(&self, reader: &mut Reader, key: &str) -> Option<Box<Value<'a>>> {
        reader.value(self.get(key)).map(Box::new)
    }
}

/// Reads a service from the mappings it is made of: what it says with the keys that are wanted.
pub(super) fn read<'a>(
    reader: &mut Reader,
    declared: &Declaration<'a>,
    chain: Chain<'a>,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Service<'a> {
    let of = Fields::of(reader, &chain.layers, is_wanted);
    Service {
        name: declared.layer.entry.and_then(|entry| entry.key.str()).unwrap_or_default(),
        key_span: declared.key_span(),
        origin: declared.layer.origin,
        is_first: declared.is_first,
        node: declared.node,
        span: declared.span(),
        image: of.value(reader, "image"),
        user: of.value(reader, "user"),
        init: of.value(reader, "init"),
        read_only: of.value(reader, "read_only"),
        privileged: of.value(reader, "privileged"),
        network_mode: of.value(reader, "network_mode"),
        pid: of.value(reader, "pid"),
        ipc: of.value(reader, "ipc"),
        uts: of.value(reader, "uts"),
        userns_mode: of.value(reader, "userns_mode"),
        cgroup: of.value(reader, "cgroup"),
        cgroup_parent: of.value(reader, "cgroup_parent"),
        restart: of.value(reader, "restart"),
        stop_signal: of.value(reader, "stop_signal"),
        stop_grace_period: of.value(reader, "stop_grace_period"),
        working_dir: of.value(reader, "working_dir"),
        hostname: of.value(reader, "hostname"),
        domainname: of.value(reader, "domainname"),
        container_name: of.value(reader, "container_name"),
        platform: of.value(reader, "platform"),
        pull_policy: of.value(reader, "pull_policy"),
        runtime: of.value(reader, "runtime"),
        isolation: of.value(reader, "isolation"),
        mem_limit: of.value(reader, "mem_limit"),
        mem_reservation: of.value(reader, "mem_reservation"),
        memswap_limit: of.value(reader, "memswap_limit"),
        mem_swappiness: of.value(reader, "mem_swappiness"),
        oom_kill_disable: of.value(reader, "oom_kill_disable"),
        oom_score_adj: of.value(reader, "oom_score_adj"),
        shm_size: of.value(reader, "shm_size"),
        cpus: of.value(reader, "cpus"),
        cpuset: of.value(reader, "cpuset"),
        pids_limit: of.value(reader, "pids_limit"),
        use_api_socket: of.value(reader, "use_api_socket"),
        tty: of.value(reader, "tty"),
        stdin_open: of.value(reader, "stdin_open"),
        scale: of.value(reader, "scale"),
        cap_add: reader.values(of.get("cap_add")),
        cap_drop: reader.values(of.get("cap_drop")),
        security_opt: reader.values(of.get("security_opt")),
        group_add: reader.values(of.get("group_add")),
        devices: reader.scalars(of.get("devices")),
        mapped_devices: device::read(reader, of.get("devices")),
        device_requests: device::read_requests(reader, of.get("gpus"), &device::reserved(of.get("deploy"))),
        device_cgroup_rules: reader.values(of.get("device_cgroup_rules")),
        profiles: reader.values(of.get("profiles")),
        expose: reader.values(of.get("expose")),
        dns: reader.values(of.get("dns")),
        links: reader.values(of.get("links")),
        volumes_from: reader.values(of.get("volumes_from")),
        extra_hosts: reader.scalars(of.get("extra_hosts")),
        environment: reader.pairs(of.get("environment")),
        sysctls: reader.pairs(of.get("sysctls")),
        labels: reader.pairs(of.get("labels")),
        annotations: reader.pairs(of.get("annotations")),
        ulimits: reader.pairs(of.get("ulimits")),
        gpus: of.get("gpus").last().map(|layer| layer.node),
        credential_spec: of.get("credential_spec").last().map(|layer| layer.node),
        logging: of.get("logging").last().map(|layer| layer.node),
        develop: of.get("develop").last().map(|layer| layer.node),
        provider: !of.get("provider").is_empty(),
        build: read_build(reader, of.get("build")).map(Box::new),
        command: command(reader, of.get("command")),
        entrypoint: command(reader, of.get("entrypoint")),
        env_files: env_files(reader, of.get("env_file")),
        ports: port::read(reader, of.get("ports")),
        volumes: mount::read(reader, of.get("volumes")),
        tmpfs: mount::read_tmpfs(reader, of.get("tmpfs")),
        healthcheck: healthcheck(reader, of.get("healthcheck")).map(Box::new),
        deploy: read_deploy(reader, of.get("deploy")).map(Box::new),
        networks: networks(reader, of.get("networks")),
        models: networks(reader, of.get("models")),
        depends_on: dependencies(reader, of.get("depends_on")),
        secrets: grants(reader, of.get("secrets")),
        configs: grants(reader, of.get("configs")),
        hooks: ["post_start", "pre_stop", "pre_start"]
            .iter()
            .flat_map(|kind| hooks(reader, kind, of.get(kind)))
            .collect(),
        extends: chain.extends.map(Box::new),
        incomplete: chain.incomplete,
        layers: chain.layers,
    }
}
