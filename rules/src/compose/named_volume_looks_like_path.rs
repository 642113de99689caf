//! Paths that are taken for the names of volumes.

use plimsoll_core::compose::targets::clean;
use plimsoll_core::compose::{MountKind, Service};
use plimsoll_core::prelude::*;
use std::collections::HashSet;

declare_rule! {
    /// Without `./` in front, the source of a short mount is the name of a volume: `conf/app.yml:/etc/app.yml` asks for a
    /// volume of that name, which cannot exist, and `app.yml:/etc/app.yml` for one that nobody declares.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - conf/site.conf:/etc/nginx/conf.d/site.conf:ro
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - ./conf/site.conf:/etc/nginx/conf.d/site.conf:ro
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - ./conf/site.conf:/etc/nginx/conf.d/site.conf:ro
    ///       - logs.web:/var/log/nginx
    /// volumes:
    ///   logs.web:
    /// ```
    pub static RULE = {
        id: "named-volume-looks-like-path", summary: "Begin the path of a mount with `./`", category: Correctness, severity: Error,
        fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    // Services that share a mount by an anchor share its findings.
    let mut told = HashSet::new();
    let declared: HashSet<&str> = cx.compose.volumes.iter().map(|volume| volume.name.as_ref()).collect();
    for service in &cx.compose.services {
        of_service(cx, service, &declared, &mut told, sink);
    }
}

fn of_service(
    cx: &ComposeCx<'_>,
    service: &Service<'_>,
    declared: &HashSet<&str>,
    told: &mut HashSet<Span>,
    sink: &mut Sink<'_>,
) {
    for mount in service.volumes.iter().filter(|mount| !mount.long && mount.kind == Know::Known(MountKind::Volume)) {
        let (Some(source), Some(target)) = (&mount.source, &mount.target) else { continue };
        let Some(name) = source.known() else { continue };
        // The name of a file, and the target ends with it.
        let is_file = name.contains('.') && clean(target.raw).rsplit('/').next() == Some(name);
        let is_path = name.contains('/') || (is_file && !cx.may_declare_elsewhere() && !declared.contains(name));
        let place = service.place(source.span, source.origin);
        if !is_path || name.contains('\\') || !told.insert(place) {
            continue;
        }
        sink.report(
            service.place(source.span, source.origin),
            format!("`{name}` is taken for the name of a volume, not for a path"),
        )
        .help(format!("write `./{name}`"))
        .fix(Unsafe, format!("Write `./{name}`"), |edits| {
            if source.is_editable() && source.node.anchor().is_none() {
                edits.insert(source.part(0, name.len()).span.start, "./");
            }
        });
    }
}
