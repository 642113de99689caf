//! The kernel namespaces of a service: which it shares with the host or with a container, what it may need that for,
//! and which words the engine knows.
//!
//! Sources: moby `api/types/container/hostconfig.go` (`NetworkMode`, `IpcMode`, `PidMode`, `UTSMode`, `UsernsMode`), the
//! Docker reference of `docker run`, and podman-run(1) for the words that only Podman has.

use super::purpose::fits;
use super::{Service, Value};

/// A namespace that a key of a service chooses.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// Processes: `pid`.
    Pid,
    /// Shared memory, semaphores and message queues: `ipc`.
    Ipc,
    /// Interfaces, ports and routes: `network_mode`.
    Network,
    /// User ids: `userns_mode`.
    User,
    /// Host name and domain name: `uts`.
    Uts,
    /// The view of control groups: `cgroup`.
    Cgroup,
}

/// A kind of program that does its work on the host.
struct OnHost {
    what: &'static str,
    namespaces: &'static [Namespace],
    words: &'static [&'static str],
}

const fn on_host(what: &'static str, namespaces: &'static [Namespace], words: &'static [&'static str]) -> OnHost {
    OnHost { what, namespaces, words }
}

use Namespace::{Network, Pid};

/// Sources: the programs' own documentation of the flags to run them with.
#[rustfmt::skip] // one kind a line or two
const ON_HOST: &[OnHost] = &[
    on_host("a monitor of the host", &[Pid, Network], &[
        "node-exporter*", "node_exporter*", "nodeexporter", "netdata", "glances", "datadog*", "dd-agent", "newrelic-infra*",
        "dynatrace*", "telegraf", "htop", "btop", "beszel*", "zabbix-agent*", "process-exporter", "cadvisor",
    ]),
    on_host("a tracer or profiler", &[Pid], &[
        "falco*", "tetragon", "beyla", "parca*", "pixie", "*ebpf*", "tracee", "sysdig*", "inspektor*", "*profil*", "strace", "gdb*",
    ]),
    on_host("an audit tool", &[Pid, Network], &["docker-bench*", "auditd", "auditbeat", "osquery*", "wazuh-agent"]),
    on_host("a VPN", &[Network], &[
        "*vpn", "openvpn*", "wireguard*", "wg", "tailscale*", "netbird*", "zerotier*", "strongswan", "ipsec", "softether*", "netmaker*",
    ]),
    on_host("a firewall agent or failover daemon", &[Network], &[
        "fail2ban", "crowdsec*", "*bouncer*", "netfilter*", "iptables*", "nftables", "suricata", "snort", "keepalived", "*vrrp*", "frr", "bird",
    ]),
    on_host("a name or address server", &[Network], &[
        "dhcp*", "*dhcp", "*dhcpd", "kea", "dnsmasq", "pihole", "pi-hole", "adguard*", "avahi*", "*mdns*",
    ]),
    on_host("a program that finds devices by broadcast", &[Network], &[
        "home-assistant*", "homeassistant", "node-red", "nodered", "iobroker*", "gladys", "openhab*", "homebridge*", "scrypted", "matter*", "otbr", "plex*", "jellyfin*", "emby*",
        "minidlna", "snapserver", "unifi*", "esphome",
    ]),
    on_host("a media relay with a range of ports", &[Network], &[
        "coturn", "*turn", "asterisk", "freeswitch", "rtpengine", "livekit*", "jvb", "mediasoup*",
    ]),
    on_host("a network probe", &[Network], &["netshoot", "tcpdump", "ntopng", "arpwatch", "nmap", "speedtest*", "iperf*"]),
];

impl Namespace {
    /// The key that chooses it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pid => "pid",
            Self::Ipc => "ipc",
            Self::Network => "network_mode",
            Self::User => "userns_mode",
            Self::Uts => "uts",
            Self::Cgroup => "cgroup",
        }
    }

    /// The words that Docker takes for the key, besides a container or service.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Pid | Self::Uts | Self::User => &["host"],
            Self::Ipc => &["none", "private", "shareable", "host"],
            Self::Network => &["bridge", "host", "none", "default"],
            Self::Cgroup => &["host", "private"],
        }
    }

    /// Whether a container's or service's namespace can be joined.
    const fn joins(self) -> bool {
        matches!(self, Self::Pid | Self::Ipc | Self::Network)
    }
}

/// What is wrong with the value of a namespace key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The engine knows no such word; the nearest one that it knows.
    Unknown(Option<&'static str>),
    /// `container:` or `service:` with nothing behind.
    Nobody,
}

impl<'a> Service<'a> {
    /// What the key of a namespace says.
    pub fn namespace(&self, namespace: Namespace) -> Option<&Value<'a>> {
        let value = match namespace {
            Namespace::Pid => &self.pid,
            Namespace::Ipc => &self.ipc,
            Namespace::Network => &self.network_mode,
            Namespace::User => &self.userns_mode,
            Namespace::Uts => &self.uts,
            Namespace::Cgroup => &self.cgroup,
        };
        value.as_deref()
    }

    /// The value by which it takes a namespace of the host.
    pub fn shares_with_host(&self, namespace: Namespace) -> Option<&Value<'a>> {
        self.namespace(namespace).filter(|value| value.text_with_defaults().known().is_some_and(|text| text == "host"))
    }

    /// The value by which it joins a namespace of another container, with `container` or `service`, and its name.
    pub fn joins(&self, namespace: Namespace) -> Option<(&Value<'a>, &str, &str)> {
        let value = self.namespace(namespace)?;
        let (kind, name) = value.raw.split_once(':')?;
        (matches!(kind, "container" | "service") && !name.is_empty()).then_some((value, kind, name))
    }

    /// The kind of program, if any, that works in this namespace of the host; `more` as in [`Service::needs`].
    pub fn works_on_host(&self, namespace: Namespace, more: &[String]) -> Option<&'static str> {
        let words = self.words(more);
        let named = |kind: &&OnHost| kind.words.iter().any(|pattern| words.iter().any(|word| fits(word, pattern)));
        ON_HOST.iter().filter(|kind| kind.namespaces.contains(&namespace)).find(named).map(|kind| kind.what)
    }

    /// What is wrong with the value of a namespace key. The name of a network is nothing wrong.
    pub fn wrong_namespace(&self, namespace: Namespace) -> Option<Wrong> {
        let text = self.namespace(namespace)?.text_with_defaults().known()?;
        if let Some((kind, name)) = text.split_once(':') {
            let is_other = matches!(kind, "container" | "service");
            return if is_other && name.is_empty() { Some(Wrong::Nobody) } else { None };
        }
        if text.is_empty() || namespace.words().contains(&text.as_ref()) || is_podmans(&text) {
            return None;
        }
        if namespace == Namespace::Network {
            let word = namespace.words().iter().copied().find(|word| word.eq_ignore_ascii_case(&text))?;
            return Some(Wrong::Unknown(Some(word)));
        }
        let joined: &[&str] = if namespace.joins() { &["container:", "service:"] } else { &[] };
        let near = crate::nearest(&text, namespace.words().iter().chain(joined).copied());
        Some(Wrong::Unknown(near.filter(|near| !near.ends_with(':'))))
    }
}

/// Words of namespaces that Podman alone knows.
fn is_podmans(text: &str) -> bool {
    matches!(text, "private" | "auto" | "keep-id" | "nomap" | "pod" | "slirp4netns" | "pasta")
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn with<T>(body: &str, look: impl FnOnce(&Service<'_>) -> T) -> T {
        let yaml = crate::yaml::parse(format!("services:\n  a:\n    image: x\n    {body}\n").into());
        look(&read(&yaml).services[0])
    }

    #[test]
    fn the_host_is_shared_by_that_word_alone() {
        let shares = |body: &str| with(body, |service| service.shares_with_host(Pid).is_some());
        assert!(shares("pid: host") && shares("pid: \"host\"") && shares("pid: ${P:-host}"));
        assert!(!shares("pid: ${P}") && !shares("pid: HOST") && !shares("pid: service:b") && !shares("ipc: host"));
    }

    #[test]
    fn containers_and_services_are_joined() {
        let joins = |body: &str| with(body, |service| service.joins(Network).is_some());
        assert!(joins("network_mode: service:b") && joins("network_mode: \"container:${NAME}\""));
        assert!(!joins("network_mode: host") && !joins("network_mode: \"service:\""));
    }

    #[test]
    fn words_that_the_engine_does_not_know_are_wrong() {
        let wrong = |namespace, body: &str| with(body, |service| service.wrong_namespace(namespace));
        assert_eq!(wrong(Pid, "pid: hots"), Some(Wrong::Unknown(Some("host"))));
        assert_eq!(wrong(Pid, "pid: \"container:\""), Some(Wrong::Nobody));
        assert_eq!(wrong(Namespace::Ipc, "ipc: sharable"), Some(Wrong::Unknown(Some("shareable"))));
        assert_eq!(wrong(Namespace::Uts, "uts: web"), Some(Wrong::Unknown(None)));
        assert_eq!(wrong(Namespace::User, "userns_mode: keep-id"), None);
        assert_eq!(wrong(Namespace::User, "userns_mode: \"keep-id:uid=1000\""), None);
        assert_eq!(wrong(Network, "network_mode: Host"), Some(Wrong::Unknown(Some("host"))));
        for fine in ["network_mode: backend", "network_mode: host", "network_mode: ${M}", "network_mode: service:b"] {
            assert_eq!(wrong(Network, fine), None, "{fine}");
        }
    }

    #[test]
    fn some_programs_work_on_the_host() {
        let works = |namespace, image: &str| {
            with(&format!("hostname: h\n    image: {image}"), |service| service.works_on_host(namespace, &[]))
        };
        assert_eq!(works(Pid, "prom/node-exporter:v1"), Some("a monitor of the host"));
        assert_eq!(works(Pid, "linuxserver/plex:1"), None);
        assert_eq!(works(Network, "linuxserver/plex:1"), Some("a program that finds devices by broadcast"));
        assert_eq!(works(Pid, "nginx:1"), None);
    }
}
