use super::*;
use crate::capabilities;

fn image(name: &str, tag: &str) -> Image {
    lookup(name, Some(tag)).unwrap_or_else(|| panic!("{name}:{tag} is not known"))
}

fn rows() -> impl Iterator<Item = &'static Row> {
    [bases::ROWS, web_servers::ROWS, data_stores::ROWS, messaging::ROWS, applications::ROWS, tools::ROWS]
        .into_iter()
        .flatten()
}

#[test]
fn the_most_used_images_are_known() {
    for name in [
        "nginx",
        "httpd",
        "caddy",
        "traefik",
        "haproxy",
        "postgres",
        "mysql",
        "mariadb",
        "mongo",
        "redis",
        "valkey/valkey",
        "memcached",
        "rabbitmq",
        "elasticsearch",
        "grafana/grafana",
        "prom/prometheus",
        "registry",
        "node",
        "python",
        "golang",
        "php",
        "ruby",
        "openjdk",
        "eclipse-temurin",
        "wordpress",
        "nextcloud",
        "alpine",
        "debian",
        "ubuntu",
        "busybox",
        "gcr.io/distroless/static-debian12",
        "cgr.dev/chainguard/node",
        "zookeeper",
        "influxdb",
        "minio/minio",
        "hashicorp/vault",
        "jenkins/jenkins",
        "sonarqube",
        "quay.io/keycloak/keycloak",
        "nginxinc/nginx-unprivileged",
        "docker",
        "containrrr/watchtower",
        "portainer/portainer-ce",
        "tecnativa/docker-socket-proxy",
        "lscr.io/linuxserver/socket-proxy",
        "wollomatic/socket-proxy",
    ] {
        assert!(lookup(name, None).is_some(), "{name}");
    }
    assert_eq!(lookup("acme/web", None), None);
    assert_eq!(lookup("", None), None);
}

#[test]
fn a_version_row_gives_the_paths_and_a_variant_row_the_ids() {
    let old = image("postgres", "17-alpine");
    assert_eq!((old.runtime_uid, old.data_paths), (Some("70:70"), &["/var/lib/postgresql/data"][..]));
    let new = image("postgres", "18");
    assert_eq!((new.runtime_uid, new.data_paths), (Some("999:999"), &["/var/lib/postgresql"][..]));
    assert_eq!(lookup("postgres", None), Some(new), "an untagged image is the newest");
    assert_eq!(image("postgres", "9.6").volumes, ["/var/lib/postgresql/data"]);
}

#[test]
fn the_narrower_of_two_variants_wins() {
    assert_eq!(image("nginx", "1.27").tools, Some(&[Tool::Curl][..]));
    assert_eq!(image("nginx", "1.27-alpine").tools, Some(&[Tool::Curl, Tool::BusyboxWget][..]));
    assert_eq!(image("nginx", "1.27-alpine-slim").tools, Some(&[Tool::BusyboxWget][..]));
    assert_eq!(image("nginx", "1.27-alpine-slim").shell, Shell::Ash);
    assert_eq!(image("python", "3.12-slim").tools, Some(&[][..]));
}

#[test]
fn a_row_for_a_name_is_narrower_than_one_for_a_namespace() {
    let proxy = image("lscr.io/linuxserver/socket-proxy", "latest");
    assert_eq!((proxy.purpose, proxy.stateful, proxy.data_paths.len()), (Purpose::SocketProxy, false, 0));
    let other = image("linuxserver/plex", "latest");
    assert_eq!((other.purpose, other.pid1), (Purpose::Server, Pid1::Init));
}

#[test]
fn users_have_their_numbers() {
    assert_eq!(image("grafana/grafana", "11.0.0").user, User::Name { name: "472", uid: Some(472) });
    assert_eq!(image("prom/prometheus", "v3.0.0").user, User::Name { name: "nobody", uid: Some(65534) });
    assert_eq!(image("gcr.io/distroless/base", "latest").user, User::Root);
    assert_eq!(image("gcr.io/distroless/base", "nonroot").user, User::Name { name: "nonroot", uid: Some(65532) });
    assert_eq!(image("debian", "12").user, User::Root);
}

#[test]
fn a_base_says_nothing_about_what_the_user_puts_in() {
    for name in ["node", "python", "debian", "gcr.io/distroless/base"] {
        let image = image(name, "latest");
        assert_eq!((image.capabilities, image.writable_known), (Capabilities::Unknown, false), "{name}");
        assert_eq!(image.purpose, Purpose::Base);
    }
}

#[test]
fn every_image_has_a_row_for_all_its_tags_or_knows_its_user() {
    for row in rows() {
        let has_wide = rows().any(|wide| wide.image == row.image && wide.tag == "*");
        assert!(has_wide || row.facts.user.is_some(), "{}:{}", row.image, row.tag);
    }
}

#[test]
fn every_path_is_absolute_and_every_capability_exists() {
    for row in rows() {
        let facts = row.facts;
        let lists = [facts.volumes, facts.data_paths, facts.wrong_mounts, facts.writable_paths];
        for path in lists.into_iter().flatten().flatten() {
            assert!(path.starts_with('/') && !path.contains([' ', '*']), "{}: {path}", row.image);
        }
        if let Some(Capabilities::Known(names)) = facts.capabilities {
            for name in names {
                assert!(capabilities::lookup(name).is_some(), "{}: {name}", row.image);
            }
        }
    }
}

#[test]
fn a_wrong_mount_is_not_a_right_one() {
    for row in rows() {
        let image = image(row.image.trim_end_matches('*'), row.tag.trim_matches('*'));
        for path in image.wrong_mounts {
            let right = image.volumes.contains(path) || image.data_paths.contains(path);
            assert!(!right, "{}:{} {path}", row.image, row.tag);
        }
    }
}

#[test]
fn no_row_stands_twice() {
    let mut keys: Vec<_> = rows().map(|row| (row.image, row.tag)).collect();
    keys.sort_unstable();
    let count = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), count);
}
