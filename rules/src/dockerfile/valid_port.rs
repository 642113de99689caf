//! Ports in EXPOSE that are none.

use plimsoll_core::facts::PortFault;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A port is a number from 0 to 65535, a range of two of them, and perhaps a protocol. The build refuses anything
    /// else.
    ///
    /// ```dockerfile,expect
    /// FROM nginx:1.29
    /// EXPOSE 80800
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM nginx:1.29
    /// EXPOSE 443/tpc
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM nginx:1.29
    /// EXPOSE 443/tcp
    /// ```
    ///
    /// Commas do not separate ports, and a comment after them is read as ports:
    ///
    /// ```dockerfile,expect
    /// FROM nginx:1.29
    /// EXPOSE 80,443
    /// ```
    ///
    /// ```dockerfile
    /// FROM nginx:1.29
    /// ARG PORT
    /// EXPOSE 80 443/tcp 8000-8010/udp $PORT
    /// ```
    pub static RULE = {
        id: "valid-port", summary: "Expose ports that exist", category: Correctness, severity: Error, fix: Unsafe,
        since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL3011", "trivy/DS-0008", "semgrep/invalid-port", "dockerfilelint/invalid_port",
            "dockerfile-utils/INVALID_PORT", "dockerfile-utils/INVALID_PROTO",
        ],
    }
    Check::Instruction(&[Keyword::Expose], check)
}

fn check(cx: &DockerfileCx<'_>, expose: Instruction<'_>, sink: &mut Sink<'_>) {
    for port in cx.exposed(expose) {
        let Some((span, fault)) = port.fault else { continue };
        let (message, help) = describe(&fault);
        let mut finding = sink.report(span, message).help(help);
        let by_hadolint = matches!(fault, PortFault::TooLarge(_)) && port.host.is_none();
        if !by_hadolint || port.from_variable || expose.is_onbuild_inner() {
            finding = finding.not_as("hadolint/DL3011");
        }
        if let PortFault::Protocol(written, Some(near)) = fault
            && !port.from_variable
            && span.of(expose.file().text()) == written
        {
            finding.fix(Unsafe, format!("Write `{near}`"), |edit| edit.replace(span, near));
        }
    }
}

fn describe(fault: &PortFault) -> (String, String) {
    match fault {
        PortFault::TooLarge(port) => {
            (format!("port `{port}` does not exist: the last one is 65535"), "name a port from 0 to 65535".to_owned())
        }
        PortFault::NotANumber(text) if text.starts_with('#') => {
            (format!("`{text}` is no port: the whole line is read"), "put the comment on a line of its own".to_owned())
        }
        PortFault::NotANumber(text) if text.contains(',') => {
            (format!("`{text}` is no port"), "separate ports with blanks".to_owned())
        }
        PortFault::NotANumber(text) => {
            (format!("`{text}` is no port"), "write a number from 0 to 65535 or a range such as `8000-8010`".to_owned())
        }
        PortFault::Inverted(range) => {
            (format!("the range `{range}` ends before it begins"), "put the smaller port first".to_owned())
        }
        PortFault::Protocol(protocol, near) => {
            let help = near.map_or("use `tcp`, `udp` or `sctp`".to_owned(), |near| format!("did you mean `{near}`?"));
            (format!("`{protocol}` is no protocol of a port"), help)
        }
    }
}
