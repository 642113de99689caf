//! Names of images: one spelling for each, and globs over them.

/// Registries and namespaces that hold the same images as the familiar name without them.
const SAME: [&str; 9] = [
    "docker.io/library/",
    "index.docker.io/library/",
    "registry-1.docker.io/library/",
    "public.ecr.aws/docker/library/",
    "mirror.gcr.io/library/",
    "docker.io/",
    "index.docker.io/",
    "registry-1.docker.io/",
    "library/",
];

/// Images that are published under a second name.
const ALIASES: [(&str, &str); 14] = [
    ("quay.io/prometheus/prometheus", "prom/prometheus"),
    ("quay.io/prometheus/alertmanager", "prom/alertmanager"),
    ("quay.io/prometheus/node-exporter", "prom/node-exporter"),
    ("docker.elastic.co/elasticsearch/elasticsearch", "elasticsearch"),
    ("docker.elastic.co/kibana/kibana", "kibana"),
    ("docker.elastic.co/logstash/logstash", "logstash"),
    ("clickhouse/clickhouse-server", "clickhouse"),
    ("keycloak/keycloak", "quay.io/keycloak/keycloak"),
    ("ghcr.io/tecnativa/docker-socket-proxy", "tecnativa/docker-socket-proxy"),
    ("gitlab/gitlab-ee", "gitlab/gitlab-ce"),
    ("ghcr.io/containrrr/watchtower", "containrrr/watchtower"),
    ("quay.io/minio/minio", "minio/minio"),
    ("ghcr.io/wollomatic/socket-proxy", "wollomatic/socket-proxy"),
    ("portainer/portainer-ee", "portainer/portainer-ce"),
];

/// The spelling that the tables use.
pub(super) fn normalise(name: &str) -> &str {
    let name = SAME.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    let linuxserver = ["lscr.io/", "ghcr.io/"].iter().find_map(|prefix| name.strip_prefix(prefix));
    let name = linuxserver.filter(|rest| rest.starts_with("linuxserver/")).unwrap_or(name);
    ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| name)
}

/// True when the glob matches the whole text. `*` stands for any run of characters; nothing else is special.
pub(super) fn matches(glob: &str, text: &str) -> bool {
    // Most globs differ in their first byte: no need to look for a star in those.
    if !glob.starts_with('*') && glob.bytes().next() != text.bytes().next() {
        return false;
    }
    let Some((first, rest)) = glob.split_once('*') else { return glob == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut pieces = rest.split('*').peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return text.ends_with(piece);
        }
        let Some((_, after)) = text.split_once(piece) else { return false };
        text = after;
    }
    true
}

/// How much a glob says: its characters that are not `*`.
pub(super) fn weight(glob: &str) -> usize {
    glob.bytes().filter(|&byte| byte != b'*').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_image_are_one() {
        for name in ["nginx", "docker.io/library/nginx", "library/nginx", "public.ecr.aws/docker/library/nginx"] {
            assert_eq!(normalise(name), "nginx");
        }
        assert_eq!(normalise("lscr.io/linuxserver/plex"), "linuxserver/plex");
        assert_eq!(normalise("ghcr.io/acme/plex"), "ghcr.io/acme/plex");
        assert_eq!(normalise("docker.io/grafana/grafana"), "grafana/grafana");
        assert_eq!(normalise("quay.io/prometheus/prometheus"), "prom/prometheus");
    }

    #[test]
    fn a_star_stands_for_any_run() {
        for (glob, text, expected) in [
            ("nginx", "nginx", true),
            ("nginx", "nginx2", false),
            ("*alpine*", "1.27-alpine-slim", true),
            ("*alpine*", "alpine", true),
            ("*alpine*", "1.27", false),
            ("18*", "18-alpine", true),
            ("18*", "17-alpine", false),
            ("a*b", "ab", true),
            ("a*b", "axb", true),
            ("a*b", "a", false),
            ("aa*aa", "aaa", false),
            ("*", "", true),
            ("*x*", "", false),
        ] {
            assert_eq!(matches(glob, text), expected, "{glob} on {text}");
        }
    }
}
