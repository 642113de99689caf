//! Kernel settings: which of them a container has for itself, and which weaken it.
//!
//! Sources: sysctl validation of opencontainers/runc (`libcontainer/configs/validate`), the Docker reference ("Configure
//! namespaced kernel parameters"), `ipc_namespaces(7)`, `network_namespaces(7)`, `uts_namespaces(7)`, and for the settings below
//! `net.` that exist once for the whole host the tables of Linux's `net/core/sysctl_net_core.c` (`net_core_table`),
//! `net/ipv4/sysctl_net_ipv4.c` (`ipv4_table`), `net/ipv4/arp.c` and `net/netfilter/nf_conntrack_standalone.c`.

/// Where a kernel setting is kept.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In the IPC namespace.
    Ipc,
    /// In the network namespace.
    Network,
    /// In the UTS namespace.
    Uts,
    /// In the UTS namespace, but the engine sets it from another key.
    HostName,
    /// Once for the whole host.
    Host,
}

/// The settings of an IPC namespace, besides those below `fs.mqueue.`.
const IPC: [&str; 8] = [
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.msgmni",
    "kernel.sem",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
    "kernel.shm_rmid_forced",
];

/// Settings below `net.` that a container does not see, or sees only to read.
#[rustfmt::skip] // a word list
const HOST_NET: [&str; 36] = [
    "net.core.bpf_jit_enable", "net.core.bpf_jit_harden", "net.core.bpf_jit_kallsyms", "net.core.bpf_jit_limit",
    "net.core.busy_poll", "net.core.busy_read", "net.core.default_qdisc", "net.core.dev_weight", "net.core.flow_limit_cpu_bitmap",
    "net.core.flow_limit_table_len", "net.core.gro_normal_batch", "net.core.max_skb_frags", "net.core.message_burst",
    "net.core.message_cost", "net.core.netdev_budget", "net.core.netdev_budget_usecs", "net.core.netdev_max_backlog",
    "net.core.netdev_tstamp_prequeue", "net.core.rmem_default", "net.core.rmem_max", "net.core.rps_sock_flow_entries",
    "net.core.warnings", "net.core.wmem_default", "net.core.wmem_max",
    "net.ipv4.inet_peer_maxttl", "net.ipv4.inet_peer_minttl", "net.ipv4.inet_peer_threshold",
    "net.ipv4.neigh.default.gc_thresh1", "net.ipv4.neigh.default.gc_thresh2", "net.ipv4.neigh.default.gc_thresh3",
    "net.ipv4.tcp_max_orphans", "net.ipv4.tcp_mem", "net.ipv4.udp_mem",
    "net.netfilter.nf_conntrack_buckets", "net.netfilter.nf_conntrack_expect_max", "net.netfilter.nf_conntrack_max",
];

/// Settings whose value takes protection away from the container: how the name begins and ends, the value, what it does.
const WEAK: [(&str, &str, &str, &str); 6] = [
    ("net.ipv4.", "tcp_syncookies", "0", "lets a flood of half-open connections shut it off"),
    ("net.ipv4.conf.", ".accept_redirects", "1", "lets neighbours on its network change its routes"),
    ("net.ipv6.conf.", ".accept_redirects", "1", "lets neighbours on its network change its routes"),
    ("net.ipv4.conf.", ".accept_source_route", "1", "lets senders choose the way of its packets"),
    ("net.ipv6.conf.", ".accept_source_route", "1", "lets senders choose the way of its packets"),
    ("net.ipv4.", "icmp_echo_ignore_broadcasts", "0", "lets it answer to broadcasts, and so take part in floods"),
];

/// The name with dots: `net/ipv4/ip_forward` is read too (sysctl(8)).
fn dotted(name: &str) -> String {
    let separator = name.find(['.', '/']).and_then(|at| name.get(at..=at));
    if separator != Some("/") {
        return name.to_owned();
    }
    let swap = |c| match c {
        '/' => '.',
        '.' => '/',
        other => other,
    };
    name.chars().map(swap).collect()
}

/// Where the setting of this name is kept.
///
/// ```
/// use plimsoll_core::sysctls::{Scope, scope};
///
/// assert_eq!(scope("net.core.somaxconn"), Scope::Network);
/// assert_eq!(scope("vm.max_map_count"), Scope::Host);
/// ```
pub fn scope(name: &str) -> Scope {
    let name = dotted(name.trim());
    let name = name.as_str();
    match name {
        "kernel.hostname" => Scope::HostName,
        "kernel.domainname" => Scope::Uts,
        _ if IPC.contains(&name) || name.starts_with("fs.mqueue.") => Scope::Ipc,
        _ if name.starts_with("net.") && !HOST_NET.contains(&name) => Scope::Network,
        _ => Scope::Host,
    }
}

/// What this value takes away from the container that is given it.
pub fn weakens(name: &str, value: &str) -> Option<&'static str> {
    let name = dotted(name.trim());
    let fits = |start: &str, end: &str| name.strip_prefix(start).is_some_and(|rest| rest.ends_with(end));
    WEAK.iter().find(|(start, end, weak, _)| fits(start, end) && value.trim() == *weak).map(|(.., what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_host_has_once_is_not_the_container_s() {
        for name in
            ["vm.swappiness", "fs.file-max", "kernel.pid_max", "net.core.rmem_max", "net/core/wmem_max", "user.x"]
        {
            assert_eq!(scope(name), Scope::Host, "{name}");
        }
        assert!(HOST_NET.is_sorted());
    }

    #[test]
    fn namespaces_have_settings_of_their_own() {
        for name in ["net.ipv4.ip_forward", "net.ipv4.conf.eth0/1.rp_filter", "net/ipv4/tcp_syncookies", "net.unix.x"] {
            assert_eq!(scope(name), Scope::Network, "{name}");
        }
        assert_eq!(scope("fs.mqueue.msg_max"), Scope::Ipc);
        assert_eq!(scope("kernel.shmmax"), Scope::Ipc);
        assert_eq!(scope("kernel.hostname"), Scope::HostName);
    }

    #[test]
    fn some_values_weaken() {
        assert!(weakens("net.ipv4.tcp_syncookies", "0").is_some());
        assert!(weakens("net.ipv4.conf.all.accept_redirects", "1").is_some());
        assert!(weakens("net.ipv4.conf.all.accept_redirects", "0").is_none());
        assert!(weakens("net.ipv4.ip_forward", "1").is_none());
    }
}
