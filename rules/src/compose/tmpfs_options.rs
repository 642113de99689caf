//! Memory file systems with loose options.

use plimsoll_core::compose::MountKind;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A tmpfs is mounted `noexec,nosuid,nodev` unless its options say otherwise, and may take half of the host's memory
    /// unless they set a size.
    ///
    /// `exec`, `suid` and `dev` take that protection away: what an intruder drops there can run. Some programs unpack
    /// libraries into `/tmp` and need `exec`; give those a directory of their own. A size is asked for only where the
    /// service has no memory limit, against which a tmpfs counts. In a stack, which ignores `tmpfs`, only mounts of that
    /// type are looked at.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     mem_limit: 64m
    ///     tmpfs:
    ///       - /tmp:exec,size=16m
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     mem_limit: 64m
    ///     tmpfs:
    ///       - /tmp:size=16m
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     tmpfs:
    ///       - /tmp:size=16m
    ///     volumes:
    ///       - type: tmpfs
    ///         target: /run
    ///         tmpfs:
    ///           size: 1m
    /// ```
    pub static RULE = {
        id: "tmpfs-options", summary: "Limit a tmpfs in size and keep its protective options", category: Security, severity: Info,
        fix: Unsafe, since: "0.1.0", presets: [Strict, ComposeLint], aliases: ["compose-lint/CL-0022"],
    }
    Check::Service(check)
}

/// Options that take away what Docker gives by default, and what they allow.
const LOOSE: [(&str, &str, &str); 3] = [
    ("exec", "noexec", "programs to run from it"),
    ("suid", "nosuid", "set-user-id programs on it"),
    ("dev", "nodev", "device files on it"),
];

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let limited = service.deploy.as_ref().is_some_and(|deploy| deploy.limits.memory.is_some());
    let bounded = service.mem_limit.is_some() || limited || at.may_lack_parts(cx);
    for tmpfs in service.tmpfs.iter().filter(|_| !cx.is_stack) {
        let path = tmpfs.path.raw;
        for (option, span) in &tmpfs.options {
            let Some((loose, tight, allowed)) = LOOSE.iter().find(|(loose, ..)| option == loose) else { continue };
            let mut finding = sink
                .report(service.place(*span, tmpfs.origin), format!("`{loose}` on the tmpfs `{path}` allows {allowed}"))
                .severity(Severity::Warning)
                .help(format!("take `{loose}` out: `{tight}` is the default"));
            if *loose == "dev" {
                finding = finding.not_as("compose-lint/CL-0022");
            }
            finding.fix(Unsafe, format!("Take `{loose}` out"), |edits| {
                edits.extend(tmpfs.remove_option_edit(*span));
            });
        }
        let open = tmpfs.options.iter().all(|(option, _)| !option.starts_with("size=") && !option.contains('$'));
        if open && !bounded && !tmpfs.path.raw.contains('$') {
            let mut options: Vec<&str> = tmpfs.options.iter().map(|(option, _)| option.as_ref()).collect();
            options.push("size=64m");
            unlimited(
                sink,
                service.place(tmpfs.span, tmpfs.origin),
                path,
                &format!("write `{path}:{}`", options.join(",")),
            );
        }
    }
    for mount in service.volumes.iter().filter(|mount| mount.kind == Know::Known(MountKind::Tmpfs)) {
        let Some(target) = &mount.target else { continue };
        if mount.tmpfs_size.is_none() && !bounded {
            unlimited(
                sink,
                service.place(target.span, mount.origin),
                target.raw,
                "add `tmpfs: {size: 64m}` to the mount",
            );
        }
    }
}

fn unlimited(sink: &mut Sink<'_>, span: Span, path: &str, help: &str) {
    sink.report(span, format!("the tmpfs `{path}` may fill half of the host's memory"))
        .help(format!("{help}, with the size that the program needs"))
        .not_as("compose-lint/CL-0022");
}
