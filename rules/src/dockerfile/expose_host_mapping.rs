//! Host ports in EXPOSE.

use plimsoll_core::prelude::*;

declare_rule! {
    /// EXPOSE only notes which ports of the container are served; where they appear on the host is said when the
    /// container starts (`docker run -p`, `ports:`). An address or a port of the host in front is thrown away, and
    /// BuildKit has announced that it will refuse it.
    ///
    /// ```dockerfile,expect
    /// FROM nginx:1.29
    /// EXPOSE 8080:80
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM nginx:1.29
    /// EXPOSE 80
    /// ```
    ///
    /// ```dockerfile
    /// FROM nginx:1.29
    /// EXPOSE 80/tcp 443/tcp
    /// ```
    pub static RULE = {
        id: "expose-host-mapping", summary: "Name only the container's port in EXPOSE", category: Correctness,
        severity: Warning, fix: Unsafe, since: "0.2.0", presets: [Recommended, Buildkit],
        aliases: ["buildkit/ExposeInvalidFormat", "dockerfilelint/expose_host_port"],
    }
    Check::Instruction(&[Keyword::Expose], check)
}

fn check(cx: &DockerfileCx<'_>, expose: Instruction<'_>, sink: &mut Sink<'_>) {
    for port in cx.exposed(expose) {
        let Some(host) = port.host else { continue };
        let text = expose.file().text();
        let container = Span::new(host.end, port.span.end);
        // `valid-port` misses the container's port.
        if container.is_empty() {
            continue;
        }
        let message = format!("`{}` maps a port of the host, which `EXPOSE` cannot do", port.span.of(text));
        let mut finding = sink.report(port.span, message);
        if expose.is_onbuild_inner() {
            finding = finding.not_as("buildkit/ExposeInvalidFormat");
        }
        if container.is_empty() {
            finding.help("name the container's port alone");
            continue;
        }
        finding.help(format!("write `EXPOSE {}` and map it with `-p` or `ports:`", container.of(text))).fix(
            Unsafe,
            "Keep the container's port",
            |edit| edit.delete(host),
        );
    }
}
