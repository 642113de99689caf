//! The Linux capabilities: their names, what each one lets a process do, and how far that goes.
//!
//! Names and meanings follow capabilities(7) up to Linux 5.9 (41 capabilities); the default set is Docker's
//! (moby/moby `oci/caps/defaults.go`).

/// One capability.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Capability {
    /// Its name without `CAP_`.
    pub name: &'static str,
    /// What it lets a process do, in half a sentence.
    pub meaning: &'static str,
    /// True when containers have it unless they drop it.
    pub default: bool,
    /// What it means in the wrong hands.
    pub risk: Risk,
}

/// What a capability means in the hands of an intruder in a container.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Of use inside the container only.
    Contained,
    /// Reaches beyond the container in some settings.
    Dangerous,
    /// As good as root on the host.
    HostTakeover,
}

/// The name that stands for all capabilities.
pub const ALL: &str = "ALL";

use Risk::{Contained, Dangerous, HostTakeover};

const fn cap(name: &'static str, default: bool, risk: Risk, meaning: &'static str) -> Capability {
    Capability { name, meaning, default, risk }
}

/// All of them, by name.
#[rustfmt::skip] // one capability a line, in columns
pub const CAPABILITIES: [Capability; 41] = [
    cap("AUDIT_CONTROL", false, Dangerous, "switch the kernel's auditing and change its rules"),
    cap("AUDIT_READ", false, Dangerous, "read the kernel's audit log"),
    cap("AUDIT_WRITE", true, Contained, "write records to the kernel's audit log"),
    cap("BLOCK_SUSPEND", false, Contained, "keep the host from going to sleep"),
    cap("BPF", false, Dangerous, "load BPF programs into the kernel"),
    cap("CHECKPOINT_RESTORE", false, Dangerous, "checkpoint and restore processes, and choose process ids"),
    cap("CHOWN", true, Contained, "change the owner of any file"),
    cap("DAC_OVERRIDE", true, Contained, "read, write and execute files whatever their permissions say"),
    cap("DAC_READ_SEARCH", false, Dangerous, "read any file, and open host files by handle"),
    cap("FOWNER", true, Contained, "change mode and times of files that belong to others"),
    cap("FSETID", true, Contained, "keep set-user-id bits when a file changes"),
    cap("IPC_LOCK", false, Contained, "lock memory"),
    cap("IPC_OWNER", false, Contained, "use System V IPC objects whatever their permissions say"),
    cap("KILL", true, Contained, "send signals to processes of other users"),
    cap("LEASE", false, Contained, "take leases on any file"),
    cap("LINUX_IMMUTABLE", false, Dangerous, "set and clear the append-only and immutable flags of files"),
    cap("MAC_ADMIN", false, Dangerous, "change the mandatory access control's configuration"),
    cap("MAC_OVERRIDE", false, Dangerous, "override mandatory access control"),
    cap("MKNOD", true, Dangerous, "create device files"),
    cap("NET_ADMIN", false, Dangerous, "configure interfaces, routes and firewall rules"),
    cap("NET_BIND_SERVICE", true, Contained, "listen on ports below 1024"),
    cap("NET_BROADCAST", false, Contained, "send broadcasts (unused)"),
    cap("NET_RAW", true, Contained, "use raw sockets: forge and sniff packets on the container's network"),
    cap("PERFMON", false, Dangerous, "watch the performance of the whole host"),
    cap("SETFCAP", true, Dangerous, "give capabilities to files"),
    cap("SETGID", true, Contained, "change its groups"),
    cap("SETPCAP", true, Contained, "pass capabilities of its bounding set on"),
    cap("SETUID", true, Contained, "change its user"),
    cap("SYSLOG", false, Dangerous, "read and clear the kernel's log, and see kernel addresses"),
    cap("SYS_ADMIN", false, HostTakeover, "mount file systems and do most of what root can do"),
    cap("SYS_BOOT", false, Dangerous, "reboot the host or load another kernel"),
    cap("SYS_CHROOT", true, Contained, "use chroot and enter mount namespaces"),
    cap("SYS_MODULE", false, HostTakeover, "load modules into the kernel"),
    cap("SYS_NICE", false, Contained, "raise priorities and set scheduling of any process"),
    cap("SYS_PACCT", false, Contained, "switch process accounting"),
    cap("SYS_PTRACE", false, Dangerous, "trace other processes and read their memory"),
    cap("SYS_RAWIO", false, HostTakeover, "use I/O ports and raw memory"),
    cap("SYS_RESOURCE", false, Dangerous, "override limits and quotas"),
    cap("SYS_TIME", false, Dangerous, "set the host's clock"),
    cap("SYS_TTY_CONFIG", false, Contained, "configure virtual terminals"),
    cap("WAKE_ALARM", false, Contained, "wake the host from sleep"),
];

/// The name without `CAP_`, in upper case: how Docker and Compose understand it. It need not exist.
///
/// ```
/// assert_eq!(plimsoll_core::capabilities::normalise("cap_net_admin"), "NET_ADMIN");
/// ```
pub fn normalise(name: &str) -> String {
    let upper = name.trim().to_ascii_uppercase();
    upper.strip_prefix("CAP_").map_or_else(|| upper.clone(), str::to_owned)
}

/// The capability of this name, in any spelling. Nothing for `ALL` and for names that are no capability.
pub fn lookup(name: &str) -> Option<&'static Capability> {
    let name = normalise(name);
    CAPABILITIES.iter().find(|capability| capability.name == name)
}

/// What adding this name means: also for `ALL`. Nothing for names that are no capability.
pub fn risk(name: &str) -> Option<Risk> {
    if is_all(name) { Some(HostTakeover) } else { lookup(name).map(|capability| capability.risk) }
}

/// True for the name that stands for all capabilities.
pub fn is_all(name: &str) -> bool {
    normalise(name) == ALL
}

/// The names that containers have unless they drop them.
pub fn defaults() -> impl Iterator<Item = &'static str> {
    CAPABILITIES.iter().filter(|capability| capability.default).map(|capability| capability.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted_and_different() {
        assert!(CAPABILITIES.is_sorted_by(|a, b| a.name < b.name));
    }

    #[test]
    fn docker_keeps_fourteen() {
        assert_eq!(defaults().count(), 14);
        assert!(defaults().any(|name| name == "NET_RAW"));
        assert!(defaults().all(|name| name != "SYS_ADMIN"));
    }

    #[test]
    fn spellings_of_one_name_are_one() {
        for name in ["NET_ADMIN", "net_admin", "CAP_NET_ADMIN", "cap_net_admin", " Cap_Net_Admin "] {
            assert_eq!(normalise(name), "NET_ADMIN", "{name}");
            assert_eq!(lookup(name).map(|capability| capability.name), Some("NET_ADMIN"));
        }
        assert_eq!(lookup("NETADMIN"), None);
        assert_eq!(lookup(""), None);
    }

    #[test]
    fn risks_are_ordered() {
        assert_eq!(risk("all"), Some(HostTakeover));
        assert_eq!(risk("CAP_ALL"), Some(HostTakeover));
        for name in ["SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO"] {
            assert_eq!(risk(name), Some(HostTakeover), "{name}");
        }
        for name in ["SYS_PTRACE", "DAC_READ_SEARCH", "NET_ADMIN", "BPF", "SYS_TIME", "MKNOD", "SETFCAP"] {
            assert_eq!(risk(name), Some(Dangerous), "{name}");
        }
        assert!(risk("CHOWN") < risk("NET_ADMIN") && risk("NET_ADMIN") < risk("SYS_ADMIN"));
        assert_eq!(risk("NO_SUCH"), None);
    }
}
