//! Options of a mount that nobody knows.

use plimsoll_core::compose::Service;
use plimsoll_core::prelude::*;
use std::collections::HashSet;

declare_rule! {
    /// Compose drops an option of a short mount that it does not know, and says nothing: `/etc/app:/etc/app:RO` is mounted
    /// writable.
    ///
    /// Known are `ro`, `rw`, `z`, `Z`, `nocopy` and the words for propagation. `cached`, `delegated` and `consistent` are
    /// left alone, which older engines on a Mac knew, and so are the options of Podman.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - ./site:/usr/share/nginx/html:roz
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - ./site:/usr/share/nginx/html:ro,z
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - ./site:/usr/share/nginx/html:ro,z
    /// ```
    pub static RULE = {
        id: "volume-option-unknown", summary: "Write options of mounts that exist", category: Correctness, severity: Warning,
        fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    // Services that share a mount by an anchor share its findings.
    let mut told = HashSet::new();
    for service in &cx.compose.services {
        of_service(service, &mut told, sink);
    }
}

fn of_service(service: &Service<'_>, told: &mut HashSet<Span>, sink: &mut Sink<'_>) {
    for mount in &service.volumes {
        for unknown in mount.unknown_options() {
            let option = &unknown.option;
            let place = service.place(unknown.span, mount.origin);
            if !told.insert(place) {
                continue;
            }
            let finding =
                sink.report(place, format!("`{option}` is no option of a mount: it is dropped without a word"));
            match &unknown.meant {
                Some(meant) => {
                    finding.help(format!("write `{meant}`")).fix(Unsafe, format!("Write `{meant}`"), |edits| {
                        edits.extend(mount.replace_option_edit(unknown.span, meant));
                    })
                }
                None if unknown.is_of_mount => {
                    finding.help("a mount of Compose cannot set it; a named volume can, in `driver_opts` with `o`")
                }
                None => finding.help("options are `ro`, `rw`, `z`, `Z`, `nocopy` and those of propagation"),
            };
        }
    }
}
