//! Services in the host's shared memory.

use plimsoll_core::compose::namespaces::Namespace;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// With `ipc: host` a container reads and writes the shared memory, semaphores and message queues of the host's
    /// programs.
    ///
    /// Training and inference want it only because `/dev/shm` has 64 MB in a container: `shm_size` makes it larger. To
    /// share memory with one neighbour, give that `ipc: shareable` and join it with `ipc: "service:NAME"`. Stacks ignore
    /// the key, so nothing is reported there.
    ///
    /// ```yaml,expect
    /// services:
    ///   model:
    ///     image: registry.example.com/harbour/model:3
    ///     ipc: host
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   model:
    ///     image: registry.example.com/harbour/model:3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   model:
    ///     image: registry.example.com/harbour/model:3
    ///     shm_size: 8gb
    /// ```
    pub static RULE = {
        id: "no-host-ipc", summary: "Keep containers out of the host's shared memory", category: Security, severity: Warning,
        fix: Unsafe, since: "0.3.0", presets: [Recommended, ComposeLint],
        aliases: ["compose-lint/CL-0010", "cis/5.17", "kics/shared-host-ipc-namespace"],
        differs: [
            "compose-lint/CL-0010" => "Silent in stack files, which ignore the key.",
        ],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(value) = service.shares_with_host(Namespace::Ipc).filter(|_| !cx.is_stack) else { return };
    let removed = service.get("ipc").filter(|_| value.is_editable()).and_then(edit::remove_entry);
    let help = if service.shm_size.is_some() {
        "take it out: `shm_size` makes `/dev/shm` large enough"
    } else {
        "take it out; `shm_size` gives more shared memory, `ipc: \"service:NAME\"` that of one other service"
    };
    sink.report(
        service.place(value.span, value.origin),
        format!("`{}` reads and writes the shared memory of the host's programs", service.name),
    )
    .help(help)
    .fix(Unsafe, "Remove `ipc: host`", |edits| {
        edits.extend(removed);
    });
}
