//! Memory file systems, which stacks know by another name.

use plimsoll_core::compose::swarm::Treatment;
use plimsoll_core::prelude::*;

declare_rule! {
    /// `docker stack deploy` accepts `tmpfs`, makes nothing of it and says nothing: what should stay in memory is written into
    /// the container, and a read-only container fails at its first write. A volume of type `tmpfs` works.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     tmpfs: /var/cache/nginx:size=64m
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - {type: tmpfs, target: /var/cache/nginx, tmpfs: {size: 67108864}}
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - {type: tmpfs, target: /var/cache/nginx}
    /// ```
    pub static RULE = {
        id: "swarm-tmpfs-ignored", summary: "Mount a volume of type `tmpfs` in a stack", category: Correctness,
        severity: Warning, fix: Safe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    let keys = at.service.swarm_keys(Treatment::Silent);
    for (entry, _) in keys.into_iter().filter(|(entry, key)| key.name == "tmpfs" && !entry.value.is_null()) {
        let path = at.service.tmpfs.first().and_then(|tmpfs| tmpfs.path.known()).unwrap_or("/run");
        sink.report(entry.key.span(), "`tmpfs` has no effect: `docker stack deploy` drops it without a word")
            .help(format!("write `- {{type: tmpfs, target: {path}}}` under `volumes`"))
            .fix(Safe, "Mount volumes of type `tmpfs`", |edits| {
                edits.extend(at.service.tmpfs_as_volumes(entry).into_iter().flatten());
            });
    }
}
