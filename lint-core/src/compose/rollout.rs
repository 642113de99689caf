//! How a stack's tasks are multiplied, replaced and kept on nodes.

use super::{Compose, Mount, MountKind, Port, Resource, Service, Value};
use crate::know::{Know, Why};
use std::collections::HashSet;

/// Modes of `deploy.mode`.
pub const MODES: [&str; 4] = ["replicated", "global", "replicated-job", "global-job"];

/// Drivers of networks that stay on one node.
const LOCAL_DRIVERS: [&str; 9] =
    ["bridge", "host", "ipvlan", "l2bridge", "l2tunnel", "macvlan", "nat", "none", "transparent"];

/// Files and folders that every node has of its own.
const OF_EACH_NODE: [&str; 15] = [
    "/boot",
    "/dev",
    "/etc/hostname",
    "/etc/hosts",
    "/etc/localtime",
    "/etc/machine-id",
    "/etc/os-release",
    "/etc/resolv.conf",
    "/etc/timezone",
    "/lib/modules",
    "/proc",
    "/run",
    "/sys",
    "/usr/share/zoneinfo",
    "/var/run",
];

/// Words in the paths of what is mounted on all nodes.
const SHARED: [&str; 14] = [
    "ceph",
    "cephfs",
    "cifs",
    "efs",
    "gfs",
    "gluster",
    "glusterfs",
    "media",
    "mnt",
    "nas",
    "nfs",
    "shared",
    "smb",
    "swarm",
];

impl Service<'_> {
    /// How many tasks there are in a stack; absent where that is up to the number of nodes.
    pub fn tasks(&self) -> Know<u32> {
        let Some(deploy) = &self.deploy else { return Know::Known(1) };
        match deploy.mode.as_ref().map(Value::text_with_defaults) {
            Some(Know::Known(mode)) if mode.starts_with("global") => return Know::Absent,
            Some(Know::Unknown(why)) => return Know::Unknown(why),
            _ => {}
        }
        let Some(replicas) = &deploy.replicas else { return Know::Known(1) };
        replicas
            .text_with_defaults()
            .and_then(|text| text.trim().parse().map_or(Know::Unknown(Why::Merge), Know::Known))
    }

    /// Whether the tasks run to their end and are not replaced.
    pub fn is_job(&self) -> bool {
        let mode = self.deploy.as_ref().and_then(|deploy| deploy.mode.as_ref());
        mode.is_some_and(|mode| mode.raw.ends_with("-job"))
    }

    /// Where it says that new tasks start before the old ones stop.
    pub fn starts_first(&self) -> Option<&Value<'_>> {
        let order = self.deploy.as_ref()?.update.as_ref()?.order.as_ref()?;
        (order.text_with_defaults().known().as_deref() == Some("start-first")).then_some(order)
    }

    /// The ports that are bound on the node a task runs on.
    pub fn node_ports(&self) -> impl Iterator<Item = &Port<'_>> {
        self.ports.iter().filter(|port| port.mode.as_ref().and_then(Value::known) == Some("host"))
    }

    /// The mounts whose files are on one node and on no other: volumes of the local driver, and folders of the host that
    /// not every node has.
    pub fn mounts_of_one_node<'s>(&'s self, local: &LocalVolumes<'_>) -> Vec<&'s Mount<'s>> {
        self.volumes.iter().filter(|mount| is_on_one_node(mount, local)).collect()
    }

    /// The volumes and folders that it writes to.
    pub fn written_mounts(&self) -> impl Iterator<Item = &Mount<'_>> {
        self.volumes.iter().filter(|mount| {
            let kind = match mount.kind {
                Know::Known(MountKind::Bind) => source_of(mount).is_some_and(|path| !is_of_each_node(&path)),
                Know::Known(MountKind::Volume | MountKind::Cluster) => true,
                _ => false,
            };
            kind && mount.read_only == Know::Known(false)
        })
    }
}

fn source_of(mount: &Mount<'_>) -> Option<String> {
    mount.source.as_ref()?.text_with_defaults().known().map(std::borrow::Cow::into_owned)
}

fn is_of_each_node(path: &str) -> bool {
    let is_below = |of: &str| path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    path == "/"
        || path.rsplit_once('.').is_some_and(|(_, end)| end == "sock")
        || path.contains("/pipe/")
        || OF_EACH_NODE.iter().any(|of| is_below(of))
        || ["/var/lib/docker", "/var/log"].contains(&path.trim_end_matches('/'))
        || path.starts_with("/var/lib/docker/")
}

/// The names of volumes that are each node's own.
#[derive(Clone, Debug, Default)]
pub struct LocalVolumes<'s>(HashSet<&'s str>);

impl<'s> LocalVolumes<'s> {
    /// Those that these files declare. Volumes with options are mostly shares of the network.
    pub fn of(compose: &'s Compose<'_>) -> Self {
        let is_local = |volume: &&Resource<'_>| {
            let driver = volume.driver.as_ref().map(Value::text_with_defaults);
            driver.is_none_or(|driver| driver.known().as_deref() == Some("local"))
                && volume.external == Know::Known(false)
                && volume.driver_opts.is_empty()
        };
        Self(compose.volumes.iter().filter(is_local).map(|volume| volume.name.as_ref()).collect())
    }
}

fn is_on_one_node(mount: &Mount<'_>, local: &LocalVolumes<'_>) -> bool {
    let Some(source) = source_of(mount) else { return false };
    match mount.kind {
        Know::Known(MountKind::Bind) => {
            let mut words = source.split(|c: char| !c.is_ascii_alphanumeric());
            let is_shared = words.any(|word| SHARED.iter().any(|shared| word.eq_ignore_ascii_case(shared)));
            !is_of_each_node(&source) && !is_shared
        }
        Know::Known(MountKind::Volume) => local.0.contains(source.as_str()),
        _ => false,
    }
}

/// Whether networks of this driver stay on one node.
pub fn is_local_driver(driver: &str) -> bool {
    LOCAL_DRIVERS.contains(&driver)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn with<T>(service: &str, ask: impl FnOnce(&Service<'_>, &Compose<'_>) -> T) -> T {
        let text = format!(
            "services:\n  a: {{image: x, {service}}}\nvolumes:\n  data:\n  far: {{driver: rexray}}\n  share: {{driver_opts: {{type: nfs}}}}\n"
        );
        let yaml = crate::yaml::parse(text.as_str().into());
        let compose = read(&yaml);
        ask(&compose.services[0], &compose)
    }

    #[test]
    fn tasks_are_one_unless_it_says_otherwise() {
        let tasks = |service: &str| with(service, |service, _| service.tasks());
        assert_eq!(tasks("tty: true"), Know::Known(1));
        assert_eq!(tasks("deploy: {replicas: 4}"), Know::Known(4));
        assert_eq!(tasks("deploy: {replicas: \"${N:-2}\"}"), Know::Known(2));
        assert!(tasks("deploy: {replicas: \"$N\"}").is_unknown());
        assert_eq!(tasks("deploy: {mode: global}"), Know::Absent);
    }

    #[test]
    fn volumes_and_folders_stay_on_their_node() {
        let local = |mount: &str| {
            with(&format!("volumes: [\"{mount}\"]"), |service, compose| {
                service.mounts_of_one_node(&LocalVolumes::of(compose)).len()
            })
        };
        for (mount, wanted) in [
            ("data:/x", 1),
            ("far:/x", 0),
            ("share:/x", 0),
            ("unknown:/x", 0),
            ("./conf:/x:ro", 1),
            ("/srv/data:/x", 1),
            ("/mnt/data:/x", 0),
            ("/srv/nfs-1/data:/x", 0),
            ("/var/run/docker.sock:/x", 0),
            ("/etc/localtime:/x", 0),
            ("/proc:/x", 0),
            ("/etc/app.conf:/x", 1),
            ("$WHERE:/x", 0),
            ("/anonymous", 0),
        ] {
            assert_eq!(local(mount), wanted, "{mount}");
        }
    }

    #[test]
    fn what_is_read_only_is_not_written() {
        let written =
            |volumes: &str| with(&format!("volumes: {volumes}"), |service, _| service.written_mounts().count());
        assert_eq!(written("[data:/x, ./a:/y, /var/run/docker.sock:/z]"), 2);
        assert_eq!(written("[data:/x:ro, /y, {type: tmpfs, target: /z}]"), 0);
    }

    #[test]
    fn the_order_of_an_update_has_its_place() {
        let order = |deploy: &str| with(deploy, |service, _| service.starts_first().is_some());
        assert!(order("deploy: {update_config: {order: start-first}}"));
        assert!(!order("deploy: {rollback_config: {order: start-first}}"));
        with("ports: [{target: 80, mode: host}, \"81:81\"]", |service, _| assert_eq!(service.node_ports().count(), 1));
        with("deploy: {mode: replicated-job}", |service, _| assert!(service.is_job()));
    }
}
