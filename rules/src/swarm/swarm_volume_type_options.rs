//! Long mounts whose parts do not fit their type.

use plimsoll_core::compose::mount_blocks::Misfit;
use plimsoll_core::prelude::*;

declare_rule! {
    /// `docker stack deploy` refuses a mount with the options of another type (`volume:` in a bind), a type that it does not
    /// know, a bind without a `source`, and a tmpfs with one.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - type: bind
    ///         source: /srv/pages
    ///         target: /usr/share/nginx/html
    ///         volume: {nocopy: true}
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - {type: volume, source: pages, target: /usr/share/nginx/html, volume: {nocopy: true}}
    ///       - {type: tmpfs, target: /var/cache/nginx}
    /// volumes:
    ///   pages:
    /// ```
    pub static RULE = {
        id: "swarm-volume-type-options", summary: "Give a mount the parts of its type", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for mount in at.service.volumes.iter().filter(|_| cx.is_stack) {
        for (span, misfit) in mount.misfits() {
            let (message, help) = match misfit {
                Misfit::Type(text) => (
                    format!("`docker stack deploy` knows no mounts of type `{text}`"),
                    "write `volume`, `bind`, `tmpfs`, `npipe` or `cluster`".to_owned(),
                ),
                Misfit::Block { kind, block } => (
                    format!("a mount of type `{kind}` takes no `{block}` options"),
                    format!("take `{block}` out, or write `type: {block}`"),
                ),
                Misfit::NoSource(kind) => {
                    (format!("a mount of type `{kind}` needs a `source`"), "add `source`".to_owned())
                }
                Misfit::Source => {
                    ("a mount of type `tmpfs` takes no `source`".to_owned(), "take `source` out".to_owned())
                }
            };
            sink.report(at.service.place(span, mount.origin), message).help(help);
        }
    }
}
