//! Configuration that a container may change.

use plimsoll_core::compose::configuration::OnlyRead;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A configuration, a certificate or a file of the host is mounted so that the container may write to it: an intruder
    /// changes it for good, on the host.
    ///
    /// Looked at are files by their endings and places (`*.conf`, `*.ini`, what lies below `/etc`, certificates and keys),
    /// folders that hold nothing else (`/etc/nginx/conf.d`, `/docker-entrypoint-initdb.d`), and files like
    /// `/etc/localtime`. Spared are programs known to write theirs (WireGuard, certbot, Home Assistant, Redis Sentinel),
    /// folders where people work (`/app`, `/code`), and files for tests and development.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - ./nginx.conf:/etc/nginx/nginx.conf
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - ./nginx.conf:/etc/nginx/nginx.conf:ro
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes:
    ///       - ./nginx.conf:/etc/nginx/nginx.conf:ro
    ///       - ./cache:/var/cache/nginx
    /// ```
    pub static RULE = {
        id: "bind-mount-read-only", summary: "Mount read-only what a container only reads", category: Security, severity: Info,
        fix: Unsafe, since: "0.3.0", presets: [Strict, ComposeLint], aliases: ["compose-lint/CL-0013"], posture: true,
        differs: [
            "compose-lint/CL-0013" => "Files like `/etc/localtime` and `/etc/hosts` are information when they are mounted writable, and fine read-only.",
        ],
    }
    Check::Service(check)
}

fn check(_cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for (mount, kind) in service.writable_inputs() {
        let Some(source) = &mount.source else { continue };
        let what = kind.what();
        let mut finding = sink
            .report(
                service.place(mount.span, mount.origin),
                format!("`{}` may write to `{}`, which is {what}", service.name, source.raw),
            )
            .help(if mount.long { "add `read_only: true`" } else { "add `:ro`" });
        if kind != OnlyRead::HostFile {
            finding = finding.not_as("compose-lint/CL-0013");
        }
        finding.fix(Unsafe, "Mount it read-only", |edits| {
            edits.extend(mount.read_only_edit());
        });
    }
}
