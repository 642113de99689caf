//! Volumes that several services write to.

use plimsoll_core::compose::MountKind;
use plimsoll_core::prelude::*;
use std::collections::HashMap;

declare_rule! {
    /// A named volume that two services may write to: each can change or remove what the other relies on.
    ///
    /// Sharing files is a normal idiom, so the rule is in no preset. It asks for `:ro` where a service only reads.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     volumes: [assets:/srv/assets]
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes: [assets:/usr/share/nginx/html]
    /// volumes:
    ///   assets:
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     volumes: [assets:/srv/assets]
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes: [assets:/usr/share/nginx/html:ro]
    /// volumes:
    ///   assets:
    /// ```
    pub static RULE = {
        id: "no-shared-volume", summary: "Let one service write to a volume", category: Security, severity: Info,
        since: "0.3.0", presets: [], aliases: ["kics/shared-volumes-between-containers"],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let mut writers: HashMap<String, (String, Span)> = HashMap::new();
    for service in &cx.compose.services {
        for mount in service.volumes.iter().filter(|mount| mount.kind == Know::Known(MountKind::Volume)) {
            let Some(name) = mount.source.as_ref().and_then(|source| source.known()) else { continue };
            if mount.read_only != Know::Known(false) {
                continue;
            }
            let place = service.place(mount.span, mount.origin);
            match writers.get(name) {
                Some((first, span)) if *first != service.name => {
                    sink.report(
                        place,
                        format!("`{}` and `{first}` may both write to the volume `{name}`", service.name),
                    )
                    .label(*span, format!("`{first}` mounts it"))
                    .help("add `:ro` where a service only reads");
                }
                Some(_) => {}
                None => {
                    writers.insert(name.to_owned(), (service.name.to_string(), place));
                }
            }
        }
    }
}
