//! Accounts with known, fixed numbers in the common images.

use super::names;

/// An account's name and number.
type Accounts = &'static [(&'static str, u32)];

/// The accounts of a Debian base (base-passwd's fixed list), and more.
macro_rules! debian {
    ($($more:expr),*) => {
        &[
            ("root", 0), ("daemon", 1), ("bin", 2), ("sys", 3), ("sync", 4), ("games", 5), ("man", 6), ("lp", 7),
            ("mail", 8), ("news", 9), ("uucp", 10), ("proxy", 13), ("www-data", 33), ("backup", 34), ("list", 38),
            ("irc", 39), ("nobody", 65534), $($more),*
        ]
    };
}

/// The accounts that every Alpine release of the last years has, and more.
macro_rules! alpine {
    ($($more:expr),*) => {
        &[
            ("root", 0), ("bin", 1), ("daemon", 2), ("lp", 4), ("sync", 5), ("shutdown", 6), ("halt", 7), ("mail", 8),
            ("news", 9), ("uucp", 10), ("ftp", 21), ("games", 35), ("ntp", 123), ("guest", 405), ("nobody", 65534),
            $($more),*
        ]
    };
}

/// The accounts of Fedora, RHEL and their rebuilds (the setup package's fixed list). `nobody` differs by release.
const FEDORA: Accounts = &[
    ("root", 0),
    ("bin", 1),
    ("daemon", 2),
    ("adm", 3),
    ("lp", 4),
    ("sync", 5),
    ("shutdown", 6),
    ("halt", 7),
    ("mail", 8),
    ("operator", 11),
    ("games", 12),
    ("ftp", 14),
];
/// GoogleContainerTools/distroless base/base.bzl.
const DISTROLESS: Accounts = &[("root", 0), ("nobody", 65534), ("nonroot", 65532)];
/// docker-library/busybox Dockerfile.template (buildroot's skeleton).
const BUSYBOX: Accounts = &[
    ("root", 0),
    ("daemon", 1),
    ("bin", 2),
    ("sys", 3),
    ("sync", 4),
    ("mail", 8),
    ("www-data", 33),
    ("operator", 37),
    ("nobody", 65534),
];
const DEBIAN: Accounts = debian!();
const UBUNTU_WITH_USER: Accounts = debian!(("ubuntu", 1000));
const ALPINE: Accounts = alpine!();

/// The numbers that an image adds to those of its Debian or Ubuntu base, and to those of its Alpine base.
struct Row {
    image: &'static str,
    debian: Accounts,
    alpine: Accounts,
}

/// Images on Debian or Alpine. Sources: the Dockerfiles named in the tables of facts.
#[rustfmt::skip] // one image a line, in columns
static IMAGES: &[Row] = &[
    Row { image: "debian", debian: DEBIAN, alpine: &[] },
    Row { image: "alpine", debian: ALPINE, alpine: ALPINE },
    Row { image: "node", debian: debian!(("node", 1000)), alpine: alpine!(("node", 1000)) },
    Row { image: "python", debian: DEBIAN, alpine: ALPINE },
    Row { image: "ruby", debian: DEBIAN, alpine: ALPINE },
    Row { image: "golang", debian: DEBIAN, alpine: ALPINE },
    Row { image: "rust", debian: DEBIAN, alpine: ALPINE },
    Row { image: "php", debian: DEBIAN, alpine: alpine!(("www-data", 82)) },
    Row { image: "wordpress", debian: DEBIAN, alpine: alpine!(("www-data", 82)) },
    Row { image: "nextcloud", debian: DEBIAN, alpine: alpine!(("www-data", 82)) },
    Row { image: "httpd", debian: DEBIAN, alpine: alpine!(("www-data", 82)) },
    Row { image: "nginx", debian: debian!(("nginx", 101)), alpine: alpine!(("nginx", 101)) },
    Row { image: "nginxinc/nginx-unprivileged", debian: debian!(("nginx", 101)), alpine: alpine!(("nginx", 101)) },
    Row { image: "postgres", debian: debian!(("postgres", 999)), alpine: alpine!(("postgres", 70)) },
    Row { image: "mysql", debian: &[("root", 0), ("mysql", 999)], alpine: &[] },
    Row { image: "mongo", debian: debian!(("mongodb", 999)), alpine: &[] },
    Row { image: "redis", debian: debian!(("redis", 999)), alpine: alpine!(("redis", 999)) },
    Row { image: "valkey/valkey", debian: debian!(("valkey", 999)), alpine: alpine!(("valkey", 999)) },
    Row { image: "memcached", debian: debian!(("memcache", 11211)), alpine: alpine!(("memcache", 11211)) },
    Row { image: "rabbitmq", debian: debian!(("rabbitmq", 999)), alpine: alpine!(("rabbitmq", 100)) },
    Row { image: "haproxy", debian: debian!(("haproxy", 99)), alpine: alpine!(("haproxy", 99)) },
    Row { image: "zookeeper", debian: debian!(("zookeeper", 1000)), alpine: &[] },
    Row { image: "cassandra", debian: debian!(("cassandra", 999)), alpine: &[] },
    Row { image: "couchdb", debian: debian!(("couchdb", 5984)), alpine: &[] },
    Row { image: "neo4j", debian: debian!(("neo4j", 7474)), alpine: &[] },
    Row { image: "ghost", debian: debian!(("node", 1000)), alpine: alpine!(("node", 1000)) },
    Row { image: "jenkins/jenkins", debian: debian!(("jenkins", 1000)), alpine: alpine!(("jenkins", 1000)) },
    Row { image: "gradle", debian: debian!(("gradle", 1000)), alpine: alpine!(("gradle", 1000)) },
    Row { image: "maven", debian: DEBIAN, alpine: ALPINE },
    Row { image: "eclipse-temurin", debian: DEBIAN, alpine: ALPINE },
    Row { image: "grafana/grafana", debian: &[("root", 0), ("grafana", 472)], alpine: &[] },
    Row { image: "prom/prometheus", debian: &[("root", 0), ("nobody", 65534)], alpine: &[] },
    Row { image: "prom/alertmanager", debian: &[("root", 0), ("nobody", 65534)], alpine: &[] },
    Row { image: "prom/node-exporter", debian: &[("root", 0), ("nobody", 65534)], alpine: &[] },
    Row { image: "elasticsearch", debian: &[("root", 0), ("elasticsearch", 1000)], alpine: &[] },
    Row { image: "sonarqube", debian: &[("root", 0), ("sonarqube", 1000)], alpine: &[] },
    Row { image: "sonatype/nexus3", debian: &[("root", 0), ("nexus", 200)], alpine: &[] },
    Row { image: "mcr.microsoft.com/dotnet/*", debian: debian!(("app", 1654)), alpine: alpine!(("app", 1654)) },
    Row { image: "gcr.io/distroless/*", debian: DISTROLESS, alpine: &[] },
    Row { image: "cgr.dev/chainguard/*", debian: &[("root", 0), ("nonroot", 65532)], alpine: &[] },
    Row { image: "busybox", debian: BUSYBOX, alpine: &[] },
    Row { image: "centos", debian: FEDORA, alpine: &[] },
    Row { image: "fedora", debian: FEDORA, alpine: &[] },
    Row { image: "rockylinux", debian: FEDORA, alpine: &[] },
    Row { image: "rockylinux/rockylinux", debian: FEDORA, alpine: &[] },
    Row { image: "almalinux", debian: FEDORA, alpine: &[] },
    Row { image: "amazonlinux", debian: FEDORA, alpine: &[] },
    Row { image: "oraclelinux", debian: FEDORA, alpine: &[] },
];

/// The accounts of an image whose numbers are fixed. Empty when nothing is known; an account that is missing here may
/// exist all the same.
pub fn known_accounts(familiar_name: &str, tag: Option<&str>) -> &'static [(&'static str, u32)] {
    let (name, tag) = (names::normalise(familiar_name), tag.unwrap_or("latest"));
    if name == "ubuntu" {
        return if ubuntu_has_user(tag) { UBUNTU_WITH_USER } else { DEBIAN };
    }
    let Some(row) = IMAGES.iter().find(|row| names::matches(row.image, name)) else { return &[] };
    if tag.contains("alpine") { row.alpine } else { row.debian }
}

/// From 23.04 on the image has an account `ubuntu` with the number 1000.
fn ubuntu_has_user(tag: &str) -> bool {
    const NAMED: [&str; 9] =
        ["latest", "rolling", "devel", "lunar", "mantic", "noble", "oracular", "plucky", "questing"];
    let first = tag.split(['-', '.']).next().unwrap_or_default();
    first.parse::<u16>().map_or_else(|_| first == "resolute" || NAMED.contains(&first), |year| year >= 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uid(image: &str, tag: Option<&str>, account: &str) -> Option<u32> {
        known_accounts(image, tag).iter().find(|(name, _)| *name == account).map(|&(_, uid)| uid)
    }

    #[test]
    fn an_account_has_the_number_of_its_variant() {
        assert_eq!(uid("node", Some("22"), "node"), Some(1000));
        assert_eq!(uid("docker.io/library/node", Some("22-alpine"), "node"), Some(1000));
        assert_eq!(uid("php", Some("8.4-apache"), "www-data"), Some(33));
        assert_eq!(uid("php", Some("8.4-fpm-alpine"), "www-data"), Some(82));
        assert_eq!(uid("postgres", Some("16-alpine"), "postgres"), Some(70));
        assert_eq!(uid("gcr.io/distroless/static-debian12", Some("nonroot"), "nonroot"), Some(65532));
        assert_eq!(uid("alpine", Some("3.20"), "nobody"), Some(65534));
        assert_eq!(uid("alpine", Some("3.20"), "www-data"), None, "Alpine has the group only");
    }

    #[test]
    fn ubuntu_has_its_user_since_23_04() {
        for tag in [None, Some("24.04"), Some("noble"), Some("noble-20240605"), Some("23.04"), Some("resolute")] {
            assert_eq!(uid("ubuntu", tag, "ubuntu"), Some(1000), "{tag:?}");
        }
        for tag in ["22.04", "jammy", "focal-20240530"] {
            assert_eq!(uid("ubuntu", Some(tag), "ubuntu"), None, "{tag}");
        }
    }

    #[test]
    fn nothing_is_known_of_a_strange_image() {
        assert_eq!(known_accounts("acme/web", None), []);
    }
}
