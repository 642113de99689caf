//! Kernel settings that a container cannot have, and those that weaken it.

use plimsoll_core::compose::Pair;
use plimsoll_core::compose::namespaces::Namespace;
use plimsoll_core::prelude::*;
use plimsoll_core::sysctls::{self, Scope};

declare_rule! {
    /// A container has kernel settings of its own only where the kernel keeps them in a namespace: most below `net.`, those
    /// of System V IPC (`kernel.msg*`, `kernel.sem`, `kernel.shm*`) and `fs.mqueue.*`. With any other in `sysctls` it does not
    /// start. Nor does it with one of `net.` on the host's network, or one of IPC beside `ipc: host`.
    ///
    /// Some below `net.` exist once for the host: buffer maxima (`net.core.rmem_max`), `net.core.default_qdisc`,
    /// `net.ipv4.tcp_mem`, the sizes of connection tracking. Set those, `vm.*` and `fs.file-max` on the host, in a file of
    /// `/etc/sysctl.d`. Services with a `runtime` of another kind (Kata, gVisor) have a kernel of their own and are not
    /// judged. Values that take protection away (`tcp_syncookies: 0`, accepting redirects) are an info.
    ///
    /// ```yaml,expect
    /// services:
    ///   search:
    ///     image: registry.example.com/harbour/search:3
    ///     sysctls:
    ///       vm.max_map_count: 262144
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     sysctls:
    ///       - net.core.somaxconn=4096
    ///       - kernel.shmmax=68719476736
    /// ```
    pub static RULE = {
        id: "sysctl-namespaced", summary: "Set in `sysctls` what a container has for itself", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if service.sysctls.is_empty() || at.is_windows() {
        return;
    }
    let usual = |runtime: &str| runtime.contains("runc") || runtime == "nvidia" || runtime == "crun";
    let other_kernel = service.runtime.as_ref().is_some_and(|runtime| !usual(runtime.raw));
    let shared = |namespace| service.shares_with_host(namespace).filter(|_| !cx.is_stack);
    for pair in service.sysctls.iter().filter(|pair| !pair.name.contains('$')) {
        let with = match sysctls::scope(&pair.name) {
            Scope::Host | Scope::HostName if other_kernel => None,
            Scope::Host => {
                let name = &pair.name;
                report(
                    at,
                    pair,
                    format!("`{name}` is a setting of the whole host: `{}` does not start with it", service.name),
                    sink,
                )
                .help("take it out, and set it on the host, in a file of `/etc/sysctl.d`");
                continue;
            }
            Scope::HostName => {
                report(
                    at,
                    pair,
                    format!("`{}` cannot be set in `sysctls`: the container does not start", pair.name),
                    sink,
                )
                .help("write `hostname: NAME` instead");
                continue;
            }
            Scope::Network => shared(Namespace::Network),
            Scope::Ipc => shared(Namespace::Ipc),
            Scope::Uts => shared(Namespace::Uts),
        };
        let weak =
            pair.value.as_ref().and_then(|value| sysctls::weakens(&pair.name, &value.text_with_defaults().known()?));
        match (with, weak) {
            (Some(with), _) => {
                report(
                    at,
                    pair,
                    format!("`{}` is the host's here: `{}` does not start with it", pair.name, service.name),
                    sink,
                )
                .label(service.place(with.span, with.origin), "it shares that namespace with the host")
                .help("take it out, or let the container have the namespace for itself");
            }
            (None, Some(weak)) => {
                report(at, pair, format!("`{}` {weak}", pair.name), sink)
                    .severity(Severity::Info)
                    .help("take it out: the default is the safe value");
            }
            (None, None) => {}
        }
    }
}

fn report<'s>(at: &ServiceAt<'_>, pair: &Pair<'_>, message: String, sink: &'s mut Sink<'_>) -> Pending<'s> {
    sink.report(at.service.place(pair.name_span, pair.origin), message)
}
