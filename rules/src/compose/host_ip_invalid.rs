//! Host addresses of ports that are none.

use plimsoll_core::compose::Reach;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A port is published on an address of the host, by number: names are not looked up, and Compose refuses the file.
    ///
    /// ```yaml,expect
    /// services:
    ///   admin:
    ///     image: adminer:5.4.1
    ///     ports: ["localhost:8080:8080"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   admin:
    ///     image: adminer:5.4.1
    ///     ports: ["127.0.0.1:8080:8080", "[::1]:8080:8080", "${BIND}:8081:8080"]
    /// ```
    ///
    /// An empty `host_ip` of the long form is refused, too; the short form takes an empty address for all interfaces.
    pub static RULE = {
        id: "host-ip-invalid", summary: "Publish ports on addresses, not on names", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for port in &service.ports {
        // A stack knows no `host_ip` at all.
        if port.long && cx.is_stack {
            continue;
        }
        let place = port.host_ip.as_ref().map_or(port.span, |address| address.span);
        let place = service.place(place, port.origin);
        if let Reach::Invalid(text) = port.reach() {
            let by_default = if port.host_ip.as_ref().is_some_and(|address| address.has_variables()) {
                ", its default,"
            } else {
                ""
            };
            let help = if text == "localhost" {
                "write `127.0.0.1`"
            } else {
                "give the address of an interface, such as `127.0.0.1` or `[::1]`"
            };
            sink.report(place, format!("`{text}`{by_default} is no address that a port can be published on"))
                .help(help);
        } else if port.long && port.address().known().is_some_and(|text| text.is_empty()) {
            sink.report(place, "an empty `host_ip` is refused")
                .help("leave `host_ip` out for all interfaces, or write `127.0.0.1`");
        }
    }
}
