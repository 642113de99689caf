//! Mounts that travel between the host and a container.

use plimsoll_core::compose::Service;
use plimsoll_core::prelude::*;
use std::collections::HashSet;

declare_rule! {
    /// With `shared` or `rshared` what the container mounts appears on the host and in other containers, and the other
    /// way round. `slave` and `rslave` only let the host's later mounts in; that is information, and nothing at all on a
    /// read-only mount, which is how programs watch a host.
    ///
    /// Drivers of storage (CSI, FUSE, s3fs) exist to do that; give them a folder of their own.
    ///
    /// ```yaml,expect
    /// services:
    ///   store:
    ///     image: registry.example.com/harbour/store:2
    ///     volumes:
    ///       - /srv/store:/store:shared
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   store:
    ///     image: registry.example.com/harbour/store:2
    ///     volumes:
    ///       - /srv/store:/store
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   watch:
    ///     image: prom/node-exporter:v1.10.2
    ///     volumes:
    ///       - /:/host:ro,rslave
    /// ```
    pub static RULE = {
        id: "no-shared-propagation", summary: "Keep mounts of a container in the container", category: Security, severity: Warning,
        fix: Unsafe, since: "0.3.0", presets: [Strict, ComposeLint],
        aliases: ["cis/5.20", "compose-lint/CL-0017", "kics/volume-mounted-in-multiple-containers"],
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
        let Some(value) = &mount.propagation else { continue };
        let Some(word) = value.known() else { continue };
        let shared = matches!(word, "shared" | "rshared");
        let lets_in = matches!(word, "slave" | "rslave") && mount.read_only == Know::Known(false);
        let place = service.place(value.span, value.origin);
        if (!shared && !lets_in) || !told.insert(place) {
            continue;
        }
        let what = if shared {
            "what is mounted in the container appears on the host"
        } else {
            "what the host mounts there later appears in the container"
        };
        let mut finding = sink
            .report(place, format!("with `{word}` {what}"))
            .help(format!("take `{word}` out: `rprivate` is the default"));
        if !shared {
            finding = finding.severity(Severity::Info).not_as("compose-lint/CL-0017");
        }
        finding.fix(Unsafe, format!("Take `{word}` out"), |edits| {
            let edit = if mount.long {
                value.is_editable().then(|| (value.part(0, word.len()).span, "rprivate".to_owned()))
            } else {
                mount.remove_option_edit(value.span)
            };
            edits.extend(edit);
        });
    }
}
