//! Privileged containers, hooks and builds.

use plimsoll_core::compose::{Service, Value};
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// A privileged container has all capabilities and all devices of the host: who takes it over has the host.
    ///
    /// Mostly one capability or one device was wanted. Where name, image, command or devices tell what the service is,
    /// the help says which: `SYS_TIME` for an NTP daemon, `NET_ADMIN` and `/dev/net/tun` for a VPN, the one serial port
    /// for a gateway. Lifecycle hooks (`post_start`, `pre_stop`), `build.privileged`, the build entitlement
    /// `security.insecure` and `RUN --security=insecure` are the same thing elsewhere.
    ///
    /// `docker stack deploy` ignores `privileged`, of which `swarm-ignored-key` tells.
    ///
    /// ```yaml,expect
    /// services:
    ///   clock:
    ///     image: registry.example.com/harbour/chrony:4.6.1
    ///     privileged: true
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   clock:
    ///     image: registry.example.com/harbour/chrony:4.6.1
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   clock:
    ///     image: registry.example.com/harbour/chrony:4.6.1
    ///     privileged: false
    ///     cap_drop: [ALL]
    ///     cap_add: [SYS_TIME]
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.23
    /// RUN --security=insecure mount -t tmpfs tmpfs /mnt
    /// ```
    pub static RULE = {
        id: "no-privileged", summary: "Give a capability or a device instead of `privileged`", category: Security, severity: Error,
        fix: Unsafe, since: "0.1.0", presets: [Recommended, ComposeLint],
        aliases: ["cis/5.5", "cis/5.23", "compose-lint/CL-0002", "semgrep/privileged-service", "kics/privileged-containers-enabled"],
    }
    Check::Service(check),
    Check::Instruction(&[Keyword::Run], check_run)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if let Some(value) = on(service.privileged.as_deref()).filter(|_| !cx.is_stack) {
        container(at, value, sink);
    }
    for hook in &service.hooks {
        let Some(value) = on(hook.privileged.as_ref()) else { continue };
        let message =
            format!("the `{}` hook of `{}` runs privileged: it has the host in its hands", hook.kind, service.name);
        report(
            sink,
            service,
            value,
            message,
            "take `privileged` out; a hook that must prepare files can run as `user: root`".to_owned(),
        );
    }
    let Some(build) = &service.build else { return };
    if let Some(value) = on(build.privileged.as_ref()) {
        let message =
            format!("the build of `{}` runs privileged: its commands have the host in their hands", service.name);
        report(
            sink,
            service,
            value,
            message,
            "take `privileged` out, and do what needs the host's devices when the container runs".to_owned(),
        );
    }
    for value in build.entitlements.iter().filter(|value| value.known() == Some("security.insecure")) {
        sink.report(
            service.place(value.span, value.origin),
            format!("`security.insecure` lets the build of `{}` run privileged commands", service.name),
        )
        .severity(Severity::Warning)
        .help("take the entitlement out together with `RUN --security=insecure`");
    }
}

/// The value, when it says yes, also by a variable's default.
fn on<'v, 'a>(value: Option<&'v Value<'a>>) -> Option<&'v Value<'a>> {
    value.filter(|value| value.bool_with_defaults() == Know::Known(true))
}

fn container(at: &ServiceAt<'_>, value: &Value<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let needs = service.needs(&at.built_words());
    let message = format!("`{}` is privileged: who takes it over has the host", service.name);
    let help = help(service, &needs);
    if needs.first().is_some_and(|need| need.capabilities.is_empty() && need.devices.is_empty()) {
        sink.report(service.place(value.span, value.origin), message).help(help);
        return;
    }
    report(sink, service, value, message, help);
}

fn help(service: &Service<'_>, needs: &[&plimsoll_core::compose::purpose::Need]) -> String {
    let Some(need) = needs.first() else {
        return match service.devices.first() {
            Some(device) => format!("take `privileged` out: `devices` with `{}` gives it what it uses", device.raw),
            None => "take it out, see which call fails, and give that one capability (`cap_add`) or device (`devices`)"
                .to_owned(),
        };
    };
    let mut words = Vec::new();
    if let Some(first) = need.capabilities.first() {
        words.push(format!("`cap_add: [{first}]`"));
    }
    if !need.devices.is_empty() {
        words.push(format!("`devices: [\"{}\"]`", need.devices.join("\", \"")));
    }
    if words.is_empty() {
        return format!(
            "{} needs it, unless it is a rootless one or runs under Sysbox: keep others away from it",
            need.what
        );
    }
    format!("{} mostly needs no more than {}", need.what, words.join(" and "))
}

fn report<'s>(
    sink: &'s mut Sink<'_>,
    service: &Service<'_>,
    value: &Value<'_>,
    message: String,
    help: String,
) -> Pending<'s> {
    let finding = sink.report(service.place(value.span, value.origin), message).help(help);
    let entry = value.node.entry().filter(|_| value.is_editable());
    finding.fix(Unsafe, "Remove `privileged`", |edits| {
        edits.extend(entry.and_then(edit::remove_entry));
    })
}

fn check_run(_: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(flag) = instruction.flag("security") else { return };
    if flag.value().is_none_or(|value| value.cooked() != "insecure") {
        return;
    }
    sink.report(flag.span(), "`--security=insecure` runs the command with all rights on the machine that builds")
        .severity(Severity::Warning)
        .help("take the flag out, and do what needs the host's devices when the container runs");
}
