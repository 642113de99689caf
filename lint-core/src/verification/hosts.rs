//! Targets of downloads.

/// Whether a URL, or a host with port and path, is the machine itself.
pub(super) fn is_local(target: &str) -> bool {
    let rest = target.split_once("://").map_or(target, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.split(':').next().unwrap_or(host),
    };
    let host = host.to_ascii_lowercase();
    matches!(host.as_str(), "localhost" | "0.0.0.0" | "::1" | "ip6-localhost" | "localhost.localdomain")
        || host.ends_with(".localhost")
        || host.starts_with("127.")
}

/// Whether all hosts of a list are.
pub(super) fn are_local(hosts: &str) -> bool {
    let mut hosts = hosts.split([' ', ',', '\t']).filter(|host| !host.is_empty()).peekable();
    hosts.peek().is_some() && hosts.all(is_local)
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn the_machine_itself() {
        for target in [
            "https://localhost",
            "https://localhost:8443/health",
            "127.0.0.1:9200",
            "https://u:p@[::1]:8443/x",
            "a.localhost",
        ] {
            assert!(is_local(target), "{target}");
        }
        for target in ["https://acme.dev", "https://localhost.acme.dev", "$URL", "https://acme.dev/localhost", ""] {
            assert!(!is_local(target), "{target}");
        }
    }
}
