//! What a service is, by the words it uses about itself, and the privileges that such a program cannot do without.

use super::{CommandLine, Service, Value};
use crate::know::Know;

/// A kind of program that needs what others should not have.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What it is, with its article.
    pub what: &'static str,
    /// The capabilities that it calls for by its nature.
    pub capabilities: &'static [&'static str],
    /// The devices that it calls for.
    pub devices: &'static [&'static str],
    /// Words that name it: whole words, with `*` before or after also parts of words.
    words: &'static [&'static str],
    /// A device that gives it away.
    device: &'static str,
}

const fn need(
    what: &'static str,
    words: &'static [&'static str],
    capabilities: &'static [&'static str],
    devices: &'static [&'static str],
) -> Need {
    Need { what, capabilities, devices, words, device: "" }
}

/// Sources: the programs' own documentation of the flags to run them with.
const NEEDS: &[Need] = &[
    need("an NTP daemon", &["chrony*", "ntp", "ntpd", "openntpd", "*ntpd", "ntpsec"], &["SYS_TIME", "SYS_NICE"], &[]),
    Need {
        what: "a VPN",
        capabilities: &["NET_ADMIN"],
        devices: &["/dev/net/tun"],
        words: &[
            "*vpn",
            "openvpn*",
            "wireguard*",
            "wg",
            "wg0",
            "tailscale*",
            "gluetun*",
            "netbird*",
            "zerotier*",
            "strongswan",
            "ipsec",
            "softether*",
            "nebula",
            "boringtun",
            "warp",
            "amnezia*",
            "firezone",
            "netmaker*",
            "headscale",
        ],
        device: "/dev/net/tun",
    },
    need("a memory-locking server", &["vault", "openbao", "elasticsearch", "opensearch"], &["IPC_LOCK"], &[]),
    need("a debugger", &["gdb*", "strace", "lldb*", "dlv", "delve", "*debugger"], &["SYS_PTRACE"], &[]),
    need("Netdata", &["netdata"], &["SYS_PTRACE"], &[]),
    need(
        "an audit tool",
        &["docker-bench*", "auditd", "auditbeat"],
        &["AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE"],
        &[],
    ),
    need("a failover daemon", &["keepalived", "*vrrp*", "ucarp"], &["NET_ADMIN", "NET_BROADCAST", "NET_RAW"], &[]),
    need(
        "a firewall agent",
        &["fail2ban", "*bouncer*", "netfilter*", "iptables*", "nftables", "ufw", "suricata", "snort"],
        &["NET_ADMIN", "SYS_NICE"],
        &[],
    ),
    need("a DHCP server", &["dhcp*", "*dhcp", "*dhcpd", "kea", "dnsmasq", "pihole"], &["NET_ADMIN", "SYS_NICE"], &[]),
    need("a routing daemon", &["frr", "bird", "quagga", "gobgp"], &["NET_ADMIN", "SYS_ADMIN"], &[]),
    need(
        "a network probe",
        &["netshoot", "tcpdump", "wireshark", "ntopng", "arpwatch", "netem", "pumba", "*toxiproxy"],
        &["NET_ADMIN"],
        &[],
    ),
    need(
        "node_exporter with its clock collector",
        &["node-exporter", "node_exporter", "nodeexporter"],
        &["SYS_TIME"],
        &[],
    ),
    need(
        "a disk health monitor",
        &["scrutiny*", "smartctl*", "smartmontools", "smartd"],
        &["SYS_RAWIO", "SYS_ADMIN"],
        &["/dev/sda"],
    ),
    need(
        "an eBPF tool",
        &["falco*", "tetragon", "beyla", "parca*", "pixie", "*bpf*", "tracee", "sysdig*", "inspektor*"],
        &["BPF", "PERFMON", "SYS_PTRACE", "SYS_RESOURCE", "SYS_ADMIN", "NET_ADMIN", "DAC_READ_SEARCH", "SYSLOG"],
        &[],
    ),
    need(
        "a monitoring agent of the host",
        &["datadog*", "dd-agent", "newrelic-infra*", "dynatrace*"],
        &["SYS_PTRACE", "NET_ADMIN", "IPC_LOCK", "SYS_RESOURCE"],
        &[],
    ),
    need("a database that sets priorities", &["mysql*", "mariadb*", "percona*"], &["SYS_NICE"], &[]),
    need("ClickHouse", &["clickhouse*"], &["SYS_NICE", "NET_ADMIN", "IPC_LOCK", "SYS_PTRACE"], &[]),
    need("SQL Server", &["mssql*", "azure-sql-edge"], &["SYS_PTRACE"], &[]),
    need("Frigate", &["frigate"], &["PERFMON"], &[]),
    need(
        "an RTP or real-time server",
        &["asterisk", "freeswitch", "rtpengine", "jackd", "pulseaudio", "*realtime*"],
        &["SYS_NICE", "IPC_LOCK"],
        &[],
    ),
    need(
        "an InfiniBand or GPU job",
        &["*infiniband*", "*rdma*", "nccl*", "*mpi", "vllm*", "*ray"],
        &["IPC_LOCK", "SYS_NICE"],
        &[],
    ),
    need("an NFS server", &["nfs*", "ganesha"], &["SYS_ADMIN", "DAC_READ_SEARCH"], &[]),
    need(
        "a backup of files of all owners",
        &["restic*", "borg*", "duplicati", "backrest", "kopia*", "urbackup*"],
        &["DAC_READ_SEARCH"],
        &[],
    ),
    Need {
        what: "a FUSE file system",
        capabilities: &["SYS_ADMIN"],
        devices: &["/dev/fuse"],
        words: &["rclone", "mergerfs", "s3fs", "sshfs", "juicefs", "*fuse"],
        device: "/dev/fuse",
    },
    need(
        "a Zigbee, Z-Wave or USB gateway",
        &["zigbee*", "zwave*", "deconz*", "*2mqtt", "rtl*", "readsb", "dump1090*"],
        &[],
        &["/dev/ttyUSB0"],
    ),
    need(
        "a home automation hub",
        &["home-assistant*", "homeassistant", "openhab*", "iobroker", "nodered", "gladys"],
        &[],
        &["/dev/ttyUSB0"],
    ),
    need("a media server", &["jellyfin", "plex*", "emby*", "*ffmpeg*", "photoprism*", "immich*"], &[], &["/dev/dri"]),
    need("cAdvisor", &["cadvisor"], &[], &["/dev/kmsg"]),
    need("Db2", &["db2*"], &["IPC_LOCK", "IPC_OWNER"], &[]),
    need("a print server", &["cups*"], &[], &["/dev/usb/lp0"]),
    need("an image builder", &["buildkit*", "buildah", "buildkitd", "dagger*"], &[], &[]),
    need(
        "an engine in a container",
        &["dind", "*dind", "docker-in-docker", "k3s*", "k3d*", "kind", "containerd*", "podman*", "dockerd"],
        &[],
        &[],
    ),
];

impl Service<'_> {
    /// What the service seems to be, by its name, its image, its command and its devices; `more` are further words, of
    /// the image that it builds for example.
    pub fn needs(&self, more: &[String]) -> Vec<&'static Need> {
        let words = self.words(more);
        let device = |name: &str| !name.is_empty() && self.devices.iter().any(|device| device.raw.contains(name));
        let named = |need: &Need| need.words.iter().any(|pattern| words.iter().any(|word| fits(word, pattern)));
        NEEDS.iter().filter(|need| device(need.device) || named(need)).collect()
    }

    /// The kind of program, if any, that needs this capability by its nature.
    pub fn needs_capability(&self, capability: &str, more: &[String]) -> Option<&'static Need> {
        self.needs(more).into_iter().find(|need| need.capabilities.contains(&capability))
    }

    /// The words a service uses about itself: in lower case, whole names and their parts.
    pub fn words(&self, more: &[String]) -> Vec<String> {
        let mut texts: Vec<String> = vec![self.name.to_string()];
        texts.extend(self.container_name.as_ref().map(|name| name.raw.to_owned()));
        if let Some(Know::Known(image)) = self.image.as_deref().map(Value::text_with_defaults) {
            let name = image.split('@').next().unwrap_or("");
            let after_registry =
                name.split_once('/').filter(|(first, _)| first.contains(['.', ':'])).map_or(name, |(_, rest)| rest);
            texts.push(after_registry.to_owned());
        }
        for line in [&self.command, &self.entrypoint].into_iter().flatten() {
            match line {
                CommandLine::List(words, _) => texts.extend(words.iter().take(3).map(|word| word.raw.to_owned())),
                CommandLine::Text(text) => texts.extend(text.raw.split_ascii_whitespace().take(3).map(str::to_owned)),
                CommandLine::Null(_) => {}
            }
        }
        texts.extend(more.iter().cloned());
        let mut words = Vec::new();
        for text in texts {
            for name in text.to_ascii_lowercase().split(['/', ':', ' ', '"', '\'']).filter(|name| !name.is_empty()) {
                words.extend(name.split(['-', '_', '.']).map(str::to_owned));
                words.push(name.to_owned());
            }
        }
        words
    }
}

pub(super) fn fits(word: &str, pattern: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => word.contains(pattern.trim_matches('*')),
        (Some(end), None) => word.ends_with(end),
        (None, Some(start)) => word.starts_with(start),
        (None, None) => word == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    fn needs(service: &str, capability: &str) -> Option<&'static str> {
        let yaml = crate::yaml::parse(format!("services:\n{service}").into());
        let compose = read(&yaml);
        compose.services[0].needs_capability(capability, &[]).map(|need| need.what)
    }

    #[test]
    fn a_service_is_known_by_its_image_name_command_or_device() {
        assert_eq!(
            needs("  a:\n    image: registry.example.com/harbour/chrony:4\n", "SYS_TIME"),
            Some("an NTP daemon")
        );
        assert_eq!(needs("  wireguard:\n    image: acme/tunnel\n", "NET_ADMIN"), Some("a VPN"));
        assert_eq!(needs("  a:\n    image: alpine\n    command: ntpd -n\n", "SYS_TIME"), Some("an NTP daemon"));
        assert_eq!(needs("  a:\n    image: x\n    devices: [/dev/net/tun:/dev/net/tun]\n", "NET_ADMIN"), Some("a VPN"));
        assert_eq!(
            needs("  a:\n    image: ${I:-prom/node-exporter}\n", "SYS_TIME"),
            Some("node_exporter with its clock collector")
        );
    }

    #[test]
    fn others_need_nothing() {
        assert_eq!(needs("  web:\n    image: nginx\n", "NET_ADMIN"), None);
        assert_eq!(needs("  a:\n    image: chrony.example.com/web\n", "SYS_TIME"), None);
        assert_eq!(needs("  vpn:\n    image: x\n", "SYS_MODULE"), None);
    }
}
