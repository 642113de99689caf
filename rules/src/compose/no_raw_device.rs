//! Disks and memory of the host as devices of a container.

use plimsoll_core::devices::{self, Power};
use plimsoll_core::prelude::*;

declare_rule! {
    /// Who may read a disk as a device reads every file on it, keys and passwords included, whatever their permissions say;
    /// who may write it owns the host. The same goes for the whole of `/dev`, and for rules of `device_cgroup_rules` that
    /// cover disks: root in a container can make the device file by itself.
    ///
    /// Mount the file system on the host and give the container the directory. It is a warning for programs that work on
    /// disks (health monitors, known by their names), where `user` is a number above 0, and for a rule without the capability
    /// `MKNOD`; so are `/dev/mem`, which asks for a capability of its own, and `/dev/kmsg`, the kernel's log. Not reported: character devices such as `/dev/dri` and
    /// `/dev/ttyUSB0`, optical drives, `privileged` services, which have all devices, and stacks, which ignore the keys.
    ///
    /// ```yaml,expect
    /// services:
    ///   backup:
    ///     image: registry.example.com/harbour/backup:3
    ///     devices:
    ///       - /dev/sda:/dev/sda:r
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   gateway:
    ///     image: registry.example.com/harbour/gateway:3
    ///     devices:
    ///       - /dev/ttyUSB0
    ///     device_cgroup_rules:
    ///       - c 189:* rmw
    /// ```
    pub static RULE = {
        id: "no-raw-device", summary: "Keep the host's disks and memory out of containers", category: Security, severity: Error,
        since: "0.3.0", presets: [Recommended, ComposeLint], aliases: ["compose-lint/CL-0016", "cis/5.18"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let is_given_none = service.mapped_devices.is_empty() && service.device_cgroup_rules.is_empty();
    if is_given_none || cx.is_stack || at.is_windows() || at.is_privileged(cx) != Know::Known(false) {
        return;
    }
    for device in &service.mapped_devices {
        let Know::Known(path) = device.path() else { continue };
        let Some(power) = devices::power(&path) else { continue };
        let place = service.place(device.source.span, device.origin);
        let finding = sink.report(place, format!("`{path}` gives `{}` {}", service.name, given(power)));
        let severity = if power >= Power::Disk && !at.is_numbered_user() { Severity::Error } else { Severity::Warning };
        let need =
            service.needs(&[]).into_iter().find(|need| need.devices.iter().any(|of| devices::power(of) == Some(power)));
        match need {
            Some(need) => finding
                .severity(if severity == Severity::Error { Severity::Warning } else { Severity::Info })
                .help(format!("{} may need it: keep it apart from what the network reaches", need.what)),
            None => finding.severity(severity).help(help(power)),
        };
    }
    for rule in &service.device_cgroup_rules {
        let Know::Known(text) = rule.text_with_defaults() else { continue };
        let Some(power) = devices::rule_power(&text) else { continue };
        let place = service.place(rule.span, rule.origin);
        let mild = power < Power::Disk || !at.may_make_devices() || at.is_numbered_user();
        sink.report(place, format!("the rule `{text}` gives `{}` {}", service.name, given(power)))
            .severity(if mild { Severity::Warning } else { Severity::Error })
            .help("name the one device that it uses in `devices`, or its numbers instead of `*`");
    }
}

const fn given(power: Power) -> &'static str {
    match power {
        Power::All => "all devices of the host, its disks among them",
        Power::Disk => "the bytes of the disk: every file on it, whatever its permissions",
        Power::Memory => "the memory of the machine, with the capability `SYS_RAWIO`",
        Power::Characters => "every character device of the host",
        Power::KernelLog => "the kernel's log, to read and to write",
    }
}

const fn help(power: Power) -> &'static str {
    match power {
        Power::All | Power::Characters => "name the one device that the program uses",
        Power::Disk => "mount the file system on the host, and give the container its directory with `volumes`",
        Power::Memory => "take it out; for pins of a small board there is `/dev/gpiomem` or `/dev/gpiochip0`",
        Power::KernelLog => "take it out, and read the kernel's log on the host (`journalctl --dmesg`)",
    }
}
