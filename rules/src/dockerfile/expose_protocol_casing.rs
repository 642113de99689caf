//! EXPOSE with a protocol in capitals.

use plimsoll_core::prelude::*;

declare_rule! {
    /// The protocol of a port is kept in lower case by everything that shows it: `docker ps`, `docker inspect`, Compose. One
    /// spelling lets a search find all of them.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// EXPOSE 53/UDP
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// EXPOSE 53/udp
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// EXPOSE 53/udp 853/tcp 8080
    /// ```
    ///
    /// A protocol from a variable is not judged.
    pub static RULE = {
        id: "expose-protocol-casing", summary: "Write the protocol of EXPOSE in lower case", category: Style, severity: Style,
        fix: Safe, since: "0.2.0", presets: [Strict, Buildkit],
        aliases: ["buildkit/ExposeProtoCasing"],
    }
    Check::Instruction(&[Keyword::Expose], check)
}

fn check(_: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(expose) = instruction.as_expose().filter(|_| !instruction.is_onbuild_inner()) else { return };
    for port in expose.ports() {
        let Some((before, protocol)) = port.raw().rsplit_once('/') else { continue };
        let lower = protocol.to_ascii_lowercase();
        if protocol == lower || !matches!(lower.as_str(), "tcp" | "udp" | "sctp") {
            continue;
        }
        let span = Span::new(port.span().start + before.len() as u32 + 1, port.span().end);
        sink.report(span, format!("the protocol `{protocol}` is not in lower case"))
            .help(format!("write `{before}/{lower}`"))
            .fix(Safe, format!("Write `{lower}`"), |edit| edit.replace(span, lower));
    }
}
