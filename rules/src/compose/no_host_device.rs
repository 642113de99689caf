//! Devices of the host in a container.

use plimsoll_core::devices;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A list of all devices that containers are given, for those who must look at each of them. Most are harmless: a
    /// graphics card, a serial port, `/dev/net/tun`. Off unless asked for.
    ///
    /// Disks and memory are reported by `no-raw-device`, all devices at once by `no-privileged`; neither is told twice. Give
    /// a device no more than it needs (`/dev/ttyUSB0:/dev/ttyUSB0:rw` has no `m`, the right to make device files). Stacks
    /// ignore the key.
    ///
    /// ```yaml,expect
    /// services:
    ///   gateway:
    ///     image: registry.example.com/harbour/gateway:3
    ///     devices: [/dev/ttyUSB0]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   gateway:
    ///     image: registry.example.com/harbour/gateway:3
    ///     environment:
    ///       ADAPTER: tcp://stick:6638
    /// ```
    pub static RULE = {
        id: "no-host-device", summary: "Give containers no devices of the host", category: Security, severity: Info,
        since: "0.3.0", presets: [], aliases: ["cis/5.18"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if service.mapped_devices.is_empty() || cx.is_stack || at.is_windows() || at.is_privileged(cx) != Know::Known(false)
    {
        return;
    }
    for device in &service.mapped_devices {
        let raw = device.path().known().is_some_and(|path| devices::power(&path).is_some());
        if !raw {
            let message = format!("`{}` is given the host's device `{}`", service.name, device.source.raw);
            sink.report(service.place(device.source.span, device.origin), message)
                .help("see that the program needs it, and with which of the rights `r`, `w` and `m`");
        }
    }
}
