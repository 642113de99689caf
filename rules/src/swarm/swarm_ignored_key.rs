//! Keys of services that a Swarm ignores.

use plimsoll_core::compose::Service;
use plimsoll_core::compose::swarm::{Key, Treatment};
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::Entry;

declare_rule! {
    /// `docker stack deploy` takes many keys that it makes nothing of: it prints one line with their names, which nobody sees
    /// in a pipeline, and the service runs without the device, the security option or the host's network that the file
    /// promises. The help says what to use instead.
    ///
    /// `build` is ignored, too; the file may still serve to build the image, so it is only remarked. `restart` is listed
    /// among the ignored keys and works all the same, unless `deploy.restart_policy` stands beside it.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   agent:
    ///     image: registry.example.com/harbour/agent:3
    ///     security_opt: ["no-new-privileges:true"]
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   agent:
    ///     image: registry.example.com/harbour/agent:3
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   agent:
    ///     image: registry.example.com/harbour/agent:3
    ///     restart: unless-stopped
    ///     cap_drop: [ALL]
    /// ```
    pub static RULE = {
        id: "swarm-ignored-key", summary: "Leave out what `docker stack deploy` ignores", category: Correctness,
        severity: Warning, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    let service = at.service;
    for (entry, key) in service.swarm_keys(Treatment::Ignored) {
        report(service, entry, key, sink);
    }
    restart(service, sink);
}

fn report(service: &Service<'_>, entry: Entry<'_>, key: &Key, sink: &mut Sink<'_>) {
    let says_no = key.name == "privileged" && entry.value.as_bool() == Some(false);
    // Without an image there is more to say about it.
    let is_alone = key.name == "build" && service.image.is_none();
    if says_no || is_alone || entry.value.is_null() {
        return;
    }
    let severity = if key.name == "build" { Severity::Info } else { Severity::Warning };
    let message = format!("`{}` has no effect: `docker stack deploy` ignores it", key.name);
    sink.report(entry.key.span(), message).severity(severity).help(key.note).fix(
        Unsafe,
        format!("Remove `{}`", key.name),
        |edits| remove(service, entry, edits),
    );
}

fn restart(service: &Service<'_>, sink: &mut Sink<'_>) {
    let Some(entry) = service.node.get("restart") else { return };
    let Some(deploy) = service.deploy.as_ref().filter(|deploy| deploy.restart_policy.is_some()) else { return };
    let policy = deploy.restart_condition.as_ref().map_or(deploy.key_span, |condition| condition.span);
    sink.report(entry.key.span(), "`restart` has no effect: in a stack, `deploy.restart_policy` holds")
        .label(service.place(policy, deploy.origin), "the policy that holds")
        .help("take `restart` out")
        .fix(Unsafe, "Remove `restart`", |edits| remove(service, entry, edits));
}

fn remove(service: &Service<'_>, entry: Entry<'_>, edits: &mut plimsoll_core::rule::Edits) {
    edits.extend(service.remove_without_effect(entry));
}
