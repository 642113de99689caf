//! Devices of the host, by what they give to who may use them.
//!
//! Sources: the list of allocated devices of the Linux kernel (`Documentation/admin-guide/devices.txt`), mem(4), loop(4),
//! and for the rules of control groups the kernel's `cgroup-v1/devices.rst`, whose form `docker run
//! --device-cgroup-rule` takes.

/// What a device gives.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Power {
    /// The kernel's log, to read and to write.
    KernelLog,
    /// The memory of the machine; only with the capability `SYS_RAWIO`.
    Memory,
    /// Every character device.
    Characters,
    /// The bytes of a disk, whatever its files' owners and permissions say.
    Disk,
    /// Every device of the host.
    All,
}

/// Devices of these names with letters and digits behind are disks: `sda1`, `nvme0n1`, `dm-0`.
const DISKS: [&str; 14] =
    ["sd", "hd", "vd", "xvd", "nvme", "mmcblk", "md", "dm-", "loop", "nbd", "rbd", "zd", "mtdblock", "drbd"];

/// Directories of `/dev` that hold links to disks, and files that command them.
const DISK_PLACES: [&str; 6] = ["mapper", "disk", "block", "zvol", "zfs", "md"];

/// What the device, or the directory of devices, at this path of the host gives.
///
/// ```
/// use plimsoll_core::devices::{Power, power};
///
/// assert_eq!(power("/dev/sda"), Some(Power::Disk));
/// assert_eq!(power("/dev/ttyUSB0"), None);
/// ```
pub fn power(path: &str) -> Option<Power> {
    let parts = crate::path::parts(path);
    match parts.as_slice() {
        ["dev"] => Some(Power::All),
        ["dev", "kmsg"] => Some(Power::KernelLog),
        ["dev", "mem" | "kmem" | "port" | "core"] => Some(Power::Memory),
        ["dev", "loop-control"] => Some(Power::Disk),
        ["dev", place, ..] if DISK_PLACES.contains(place) => Some(Power::Disk),
        ["dev", name] if is_disk(name) => Some(Power::Disk),
        _ => None,
    }
}

fn is_disk(name: &str) -> bool {
    DISKS.iter().filter_map(|kind| Some((kind, name.strip_prefix(kind)?))).any(|(kind, rest)| match *kind {
        // Letters name the disk: `sda`, `vdb1`. With others a number does: `nvme0`, `md127`.
        "sd" | "hd" | "vd" | "xvd" => {
            let letters = rest.trim_end_matches(|c: char| c.is_ascii_digit());
            (1..=if *kind == "hd" { 1 } else { 2 }).contains(&letters.len())
                && letters.chars().all(|c| c.is_ascii_lowercase())
        }
        _ => rest.starts_with(|c: char| c.is_ascii_digit()),
    })
}

/// What a rule of `device_cgroup_rules` (`b 8:* rw`) gives to who can make the device file.
///
/// ```
/// use plimsoll_core::devices::{Power, rule_power};
///
/// assert_eq!(rule_power("a *:* rwm"), Some(Power::All));
/// assert_eq!(rule_power("c 189:* rmw"), None);
/// ```
pub fn rule_power(rule: &str) -> Option<Power> {
    let mut words = rule.split_ascii_whitespace();
    let (kind, (major, minor), uses) = (words.next()?, words.next()?.split_once(':')?, words.next()?);
    if !uses.contains(['r', 'w']) {
        return None;
    }
    let any_of = |wanted: &[&str]| minor == "*" || wanted.contains(&minor);
    match (kind, major) {
        ("a", "*") => Some(Power::All),
        // Floppies and optical drives.
        ("b" | "a", "2" | "11") => None,
        ("b", _) => Some(Power::Disk),
        ("c" | "a", "1") if any_of(&["1", "2", "4"]) => Some(Power::Memory),
        ("c" | "a", "1") if minor == "11" => Some(Power::KernelLog),
        ("c", "*") => Some(Power::Characters),
        ("c", "10") if any_of(&["237"]) => Some(Power::Disk),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_are_known_by_their_names() {
        for path in [
            "/dev/sda",
            "/dev/sdb1",
            "/dev/sdaa",
            "/dev/nvme0n1p2",
            "/dev/mmcblk0",
            "/dev/vda",
            "/dev/xvda1",
            "/dev/dm-3",
            "/dev/mapper/vg-root",
            "/dev/disk/by-id/ata-x",
            "//dev/./sda",
            "/dev/../dev/sda",
            "/dev/loop0",
            "/dev/zfs",
            "/dev/md127",
            "/dev/md/raid",
        ] {
            assert_eq!(power(path), Some(Power::Disk), "{path}");
        }
        for path in [
            "/dev/ttyUSB0",
            "/dev/dri",
            "/dev/kvm",
            "/dev/net/tun",
            "/dev/fuse",
            "/dev/snd",
            "/dev/sr0",
            "/dev/sg1",
            "/dev/video0",
            "/dev/hdmi",
            "/dev/serial/by-id/usb-x",
            "/dev/loopback",
            "/srv/dev/sda",
            "/dev/vchiq",
            "/dev/mdev",
            "/dev/vhost-net",
            "/dev/vfio/1",
            "/dev/bus/usb",
        ] {
            assert_eq!(power(path), None, "{path}");
        }
        assert_eq!(power("/dev/"), Some(Power::All));
        assert_eq!(power("/dev/mem"), Some(Power::Memory));
        assert_eq!(power("/dev/kmsg"), Some(Power::KernelLog));
    }

    #[test]
    fn rules_are_read_by_number() {
        assert_eq!(rule_power("b 8:* rmw"), Some(Power::Disk));
        assert_eq!(rule_power("b *:* r"), Some(Power::Disk));
        assert_eq!(rule_power("b 8:0 m"), None);
        assert_eq!(rule_power("c *:* rmw"), Some(Power::Characters));
        assert_eq!(rule_power("c 1:3 rmw"), None);
        assert_eq!(rule_power("c 10:200 rwm"), None);
        assert_eq!(rule_power("c 81:* rmw"), None);
        assert_eq!(rule_power("b 11:0 r"), None);
        assert_eq!(rule_power("nonsense"), None);
    }
}
