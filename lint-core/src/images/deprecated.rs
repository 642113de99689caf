//! Images that get no updates under their name any more.

use super::{Date, names};

/// An image that its makers have given up or renamed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// The day on which that took effect, when known.
    pub since: Option<Date>,
    /// Why, in a few words.
    pub why: &'static str,
    /// What to use, when there is something.
    pub replacement: Option<&'static str>,
    /// Where that is written.
    pub source: &'static str,
}

/// Name glob, date, why, replacement, source.
type Row = (&'static str, Option<Date>, &'static str, Option<&'static str>, &'static str);

const REMOVED: &str = "docker-library/official-images (not in library/, 2026-08)";
const KNOWN: &str = "general knowledge";

/// The table.
#[rustfmt::skip] // one image a line, in columns
const IMAGES: &[Row] = &[
    ("openjdk", None, "no updates for released Java versions since 2022", Some("eclipse-temurin"), "docker-library/docs openjdk/deprecated.md"),
    ("java", None, "renamed to openjdk, which is deprecated too", Some("eclipse-temurin"), REMOVED),
    ("adoptopenjdk", None, "the project moved to Eclipse Adoptium", Some("eclipse-temurin"), REMOVED),
    ("adoptopenjdk/*", None, "the project moved to Eclipse Adoptium", Some("eclipse-temurin"), KNOWN),
    ("centos", Some((2024, 6, 30)), "CentOS Linux has ended", Some("almalinux or rockylinux/rockylinux"), "endoflife-date/endoflife.date products/centos.md"),
    ("rockylinux", None, "the library image stopped at 9.3", Some("rockylinux/rockylinux"), "docker-library/docs rockylinux/deprecated.md"),
    ("clefos", Some((2024, 6, 30)), "it is built on CentOS 7", Some("almalinux or rockylinux/rockylinux"), "docker-library/docs clefos/deprecated.md"),
    ("clearlinux", Some((2025, 7, 18)), "the project has ended", None, "docker-library/docs clearlinux/deprecated.md"),
    ("opensuse", None, "the library image was removed", Some("opensuse/leap or opensuse/tumbleweed"), REMOVED),
    ("ubuntu-upstart", None, "the library image was removed", Some("ubuntu"), REMOVED),
    ("ubuntu-debootstrap", None, "the library image was removed", Some("ubuntu"), REMOVED),
    ("emqx", None, "the library image stopped at 5.8", Some("emqx/emqx"), "docker-library/docs emqx/deprecated.md"),
    ("liquibase", None, "the library image ends with 5.0", Some("liquibase/liquibase"), "docker-library/docs liquibase/deprecated.md"),
    ("mongo-express", None, "its maintainer is inactive since 2024", None, "docker-library/docs mongo-express/deprecated.md"),
    ("notary", Some((2025, 7, 30)), "the project is archived", None, "docker-library/docs notary/deprecated.md"),
    ("php-zendserver", None, "it is not maintained", Some("php"), "docker-library/docs php-zendserver/deprecated.md"),
    ("unit", None, "NGINX Unit is archived", None, "docker-library/docs unit/deprecated.md"),
    ("vault", None, "the library image was removed", Some("hashicorp/vault"), REMOVED),
    ("consul", None, "the library image was removed", Some("hashicorp/consul"), REMOVED),
    ("jenkins", None, "the library image was removed", Some("jenkins/jenkins"), REMOVED),
    ("owncloud", None, "the library image was removed", Some("owncloud/server"), REMOVED),
    ("piwik", None, "it was renamed", Some("matomo"), REMOVED),
    ("iojs", None, "it was merged into Node.js", Some("node"), REMOVED),
    ("django", None, "the library image was removed", Some("python"), REMOVED),
    ("rails", None, "the library image was removed", Some("ruby"), REMOVED),
    ("mono", None, "the library image was removed", Some("mcr.microsoft.com/dotnet/sdk"), REMOVED),
    ("fsharp", None, "the library image was removed", Some("mcr.microsoft.com/dotnet/sdk"), REMOVED),
    ("glassfish", None, "the library image was removed", None, REMOVED),
    ("swarm", None, "classic Swarm has ended", None, REMOVED),
    ("nats-streaming", None, "NATS Streaming has ended", Some("nats"), REMOVED),
    ("hipache", None, "the library image was removed", None, REMOVED),
    ("thrift", None, "the library image was removed", None, REMOVED),
    ("jboss/wildfly", None, "it moved", Some("quay.io/wildfly/wildfly"), "wildfly/wildfly-container"),
    ("jboss/keycloak", None, "the WildFly distribution has ended", Some("quay.io/keycloak/keycloak"), KNOWN),
    ("bitnamilegacy/*", Some((2025, 8, 28)), "it is a frozen archive without security fixes", None, "bitnami/containers issue 83267"),
    ("minio/minio", Some((2025, 10, 15)), "no more images are published", None, "minio/minio issue 21647"),
    ("minio/mc", Some((2025, 10, 15)), "no more images are published", None, "minio/minio issue 21647"),
    ("gcr.io/google-containers/*", None, "the registry is frozen", Some("registry.k8s.io"), KNOWN),
    ("gcr.io/google_containers/*", None, "the registry is frozen", Some("registry.k8s.io"), KNOWN),
    ("k8s.gcr.io/*", Some((2023, 4, 3)), "the registry is frozen", Some("registry.k8s.io"), KNOWN),
    ("google/cadvisor", None, "it moved", Some("gcr.io/cadvisor/cadvisor"), KNOWN),
    ("mcr.microsoft.com/dotnet/core/*", Some((2022, 12, 13)), ".NET Core has ended", Some("mcr.microsoft.com/dotnet"), "endoflife-date/endoflife.date products/dotnet.md"),
    ("microsoft/dotnet", None, "it moved", Some("mcr.microsoft.com/dotnet"), KNOWN),
    ("microsoft/aspnetcore", None, "it moved", Some("mcr.microsoft.com/dotnet/aspnet"), KNOWN),
    ("microsoft/mssql-server-linux", None, "it moved", Some("mcr.microsoft.com/mssql/server"), KNOWN),
    ("docker/compose", None, "Compose 1 has ended", Some("docker:cli with the compose plugin"), KNOWN),
    ("containrrr/watchtower", None, "it is not maintained", None, KNOWN),
    ("portainer/portainer", None, "Portainer 1 has ended", Some("portainer/portainer-ce"), KNOWN),
    ("wurstmeister/kafka", None, "it is not maintained", Some("apache/kafka"), KNOWN),
    ("wurstmeister/zookeeper", None, "it is not maintained", Some("zookeeper"), KNOWN),
    ("sonatype/nexus", Some((2025, 6, 30)), "Nexus 2 has ended", Some("sonatype/nexus3"), "endoflife-date/endoflife.date products/nexus.md"),
    ("linuxserver/letsencrypt", None, "it was renamed", Some("linuxserver/swag"), KNOWN),
];

/// Says that an image is given up, whatever its tag. Versioned tags of `bitnami/*` count too.
pub fn deprecated(familiar_name: &str, tag: Option<&str>) -> Option<Deprecated> {
    let name = names::normalise(familiar_name);
    let row = IMAGES.iter().find(|row| names::matches(row.0, name));
    let found = row.map(|&(_, since, why, replacement, source)| Deprecated { since, why, replacement, source });
    found.or_else(|| bitnami(name, tag?))
}

/// Bitnami moved its versioned tags to an archive; only `latest` of a small set stays.
fn bitnami(name: &str, tag: &str) -> Option<Deprecated> {
    let versioned = tag.bytes().any(|byte| byte.is_ascii_digit());
    (name.starts_with("bitnami/") && versioned).then_some(Deprecated {
        since: Some((2025, 8, 28)),
        why: "versioned tags moved to bitnamilegacy, without updates",
        replacement: None,
        source: "bitnami/containers issue 83267",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_up_image_names_its_successor() {
        let openjdk = deprecated("docker.io/library/openjdk", Some("17-slim")).unwrap();
        assert_eq!(openjdk.replacement, Some("eclipse-temurin"));
        assert_eq!(deprecated("k8s.gcr.io/pause", None).unwrap().replacement, Some("registry.k8s.io"));
    }

    #[test]
    fn a_living_image_is_not_deprecated() {
        for name in ["node", "hashicorp/vault", "jenkins/jenkins", "acme/java", "mcr.microsoft.com/dotnet/sdk"] {
            assert_eq!(deprecated(name, Some("1")), None, "{name}");
        }
    }

    #[test]
    fn bitnami_kept_its_tags_without_numbers() {
        assert!(deprecated("bitnami/redis", Some("7.2")).is_some());
        assert!(deprecated("bitnami/redis", Some("latest")).is_none());
        assert!(deprecated("bitnami/redis", None).is_none());
    }
}
