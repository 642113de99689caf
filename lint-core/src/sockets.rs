//! The control sockets of container engines: which paths are one, or hold one.

/// What a mount of a path gives away.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// The socket itself.
    Socket,
    /// A directory that holds it.
    Directory,
}

/// File names that only engines use for their sockets.
const SOCKETS: [&str; 9] = [
    "docker.sock",
    "docker.raw.sock",
    "docker-engine.sock",
    "containerd.sock",
    "crio.sock",
    "podman.sock",
    "dockershim.sock",
    "balena-engine.sock",
    "balena.sock",
];

/// Directories of the host that hold one, after [`normal`].
const DIRECTORIES: [&str; 7] =
    ["/run", "/var", "/run/containerd", "/run/crio", "/run/podman", "/run/k3s", "/run/k3s/containerd"];

/// Named pipes of engines on Windows begin with these.
const PIPES: [&str; 3] = ["docker", "containerd", "podman"];

/// What the bind mount of this host path gives away.
///
/// ```
/// use plimsoll_core::sockets::{Exposure, exposed};
///
/// assert_eq!(exposed("/var/run/docker.sock"), Some(Exposure::Socket));
/// assert_eq!(exposed("/run/"), Some(Exposure::Directory));
/// assert_eq!(exposed("/run/secrets"), None);
/// ```
pub fn exposed(path: &str) -> Option<Exposure> {
    if is_socket(path) {
        return Some(Exposure::Socket);
    }
    (path.starts_with('/') && DIRECTORIES.contains(&normal(path).as_str())).then_some(Exposure::Directory)
}

/// True for the path of an engine's socket or pipe. What stands before the last slash may be a variable.
pub fn is_socket(path: &str) -> bool {
    let path = path.trim().replace('\\', "/").to_ascii_lowercase();
    if let Some((_, pipe)) = path.split_once("/pipe/") {
        return PIPES.iter().any(|engine| pipe.starts_with(engine));
    }
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    SOCKETS.contains(&name)
}

/// True for the socket of an engine that runs without root, under its user's own folder.
pub fn is_rootless(path: &str) -> bool {
    path.contains("XDG_RUNTIME_DIR") || normal(path).starts_with("/run/user/") || path.starts_with('~')
}

/// An absolute path without doubled and final slashes, with `/var/run` as the `/run` that it links to.
pub fn normal(path: &str) -> String {
    let parts = crate::path::parts(path);
    let linked = match parts.as_slice() {
        ["var", "run", ..] => 1,
        _ => 0,
    };
    let mut normal = String::new();
    for part in parts.into_iter().skip(linked) {
        normal.push('/');
        normal.push_str(part);
    }
    if normal.is_empty() { "/".to_owned() } else { normal }
}

/// Host and port of a plain TCP engine (`tcp://host:2375`): one that asks nobody who they are.
///
/// ```
/// assert_eq!(plimsoll_core::sockets::plain_tcp("tcp://build-host:2375"), Some("build-host"));
/// assert_eq!(plimsoll_core::sockets::plain_tcp("tcp://build-host:2376"), None);
/// assert_eq!(plimsoll_core::sockets::plain_tcp("ssh://build-host"), None);
/// ```
pub fn plain_tcp(docker_host: &str) -> Option<&str> {
    let rest = docker_host.trim().strip_prefix("tcp://").or_else(|| docker_host.trim().strip_prefix("http://"))?;
    let address = rest.split('/').next()?;
    let (host, port) = address.rsplit_once(':')?;
    (port == "2375").then_some(host)
}

/// True for images that stand between clients and the socket, by their name: also forks that no table lists.
pub fn is_proxy_name(image: &str) -> bool {
    let name = image.to_ascii_lowercase().replace(['-', '_'], "");
    ["socketproxy", "sockproxy"].iter().any(|proxy| name.contains(proxy))
}

/// What each well-known client of the socket can do without it.
const CLIENTS: [(&[&str], &str); 10] = [
    (
        &["traefik"],
        "put a socket proxy with `CONTAINERS: 1` (in Swarm also `SERVICES`, `TASKS`, `NETWORKS`) before the engine and give Traefik `--providers.docker.endpoint=tcp://socket-proxy:2375`",
    ),
    (
        &["portainer"],
        "Portainer exists to rule the engine: run it on a host of its own behind TLS and a strong login, or through a socket proxy that lets through only what you use",
    ),
    (
        &["watchtower"],
        "give Watchtower a socket proxy (`DOCKER_HOST: tcp://socket-proxy:2375` with `CONTAINERS`, `IMAGES`, `NETWORKS` and `POST` set to 1), or update images from your pipeline instead",
    ),
    (
        &[
            "gitlab-runner",
            "runner",
            "act_runner",
            "actions-runner",
            "jenkins",
            "drone",
            "woodpecker",
            "buildkite",
            "teamcity",
            "concourse",
        ],
        "a build that reaches the socket is root on the host: give builds a machine or a rootless engine of their own, or build with rootless BuildKit",
    ),
    (
        &["dind", "docker-in-docker"],
        "an engine in a container does not need the host's socket: choose one of the two, best a rootless engine",
    ),
    (
        &["nginx-proxy", "docker-gen", "acme-companion", "letsencrypt-nginx-proxy-companion"],
        "only docker-gen needs the engine: run it apart from the proxy that faces the network, behind a socket proxy with `CONTAINERS: 1`",
    ),
    (
        &["cadvisor", "telegraf", "datadog", "netdata", "beszel*", "glances", "node-exporter"],
        "metrics need to read only: use a socket proxy with `CONTAINERS: 1` and `INFO: 1`, and point the agent at `tcp://socket-proxy:2375`",
    ),
    (
        &["promtail", "alloy", "fluent-bit", "vector", "filebeat", "logspout", "dozzle"],
        "logs need to read only: use a socket proxy with `CONTAINERS: 1`, or a logging driver",
    ),
    (
        &["homepage", "homarr", "dashy", "diun", "uptime-kuma", "whats-up-docker", "wud"],
        "it only reads the list of containers: use a socket proxy with `CONTAINERS: 1` and point it at `tcp://socket-proxy:2375`",
    ),
    (
        &["autoheal", "ofelia", "backup", "docker-volume-backup"],
        "use a socket proxy that lets through only the calls it makes (`CONTAINERS: 1`, `POST: 1`)",
    ),
];

/// What to do instead of mounting the socket, for what a service's words (see [`crate::compose::Service::words`]) say it
/// is.
pub fn advice(words: &[String]) -> &'static str {
    const GENERAL: &str = "put a socket proxy (tecnativa/docker-socket-proxy, for example) between: it alone mounts the socket and lets through only the calls that are needed (`CONTAINERS: 1`), and this service gets `DOCKER_HOST: tcp://socket-proxy:2375`";
    let is = |word: &str, name: &str| name.strip_suffix('*').map_or(word == name, |start| word.starts_with(start));
    let known = CLIENTS.iter().find(|(names, _)| names.iter().any(|name| words.iter().any(|word| is(word, name))));
    known.map_or(GENERAL, |(_, advice)| advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_of_all_engines_are_known_wherever_they_stand() {
        for path in [
            "/var/run/docker.sock",
            "/run//docker.sock/",
            "${XDG_RUNTIME_DIR}/docker.sock",
            "$XDG_RUNTIME_DIR/podman/podman.sock",
            "/run/user/1000/docker.sock",
            "~/.docker/run/docker.sock",
            "/run/k3s/containerd/containerd.sock",
            "/var/run/crio/crio.sock",
            "//./pipe/docker_engine",
            r"\\.\pipe\docker_engine",
            r"\\.\pipe\DockerDesktopLinuxEngine",
        ] {
            assert_eq!(exposed(path), Some(Exposure::Socket), "{path}");
        }
        for path in ["./docker.sock.d", "/run/mysqld/mysqld.sock", "docker", "/tmp/docker.sock.txt", "//./pipe/mysql"] {
            assert_eq!(exposed(path), None, "{path}");
        }
    }

    #[test]
    fn directories_above_a_socket_expose_it_and_others_do_not() {
        for path in ["/var/run", "/var/run/", "/run", "/var", "/var/lib/..", "/run/containerd"] {
            assert_eq!(exposed(path), Some(Exposure::Directory), "{path}");
        }
        for path in ["/var/lib", "/run/user", "/run/dbus", "/etc", ".", "run", "./run"] {
            assert_eq!(exposed(path), None, "{path}");
        }
    }

    #[test]
    fn only_the_unprotected_port_is_plain() {
        assert_eq!(plain_tcp("tcp://[::1]:2375"), Some("[::1]"));
        assert_eq!(plain_tcp("tcp://h:2375/x"), Some("h"));
        assert_eq!(plain_tcp("unix:///var/run/docker.sock"), None);
        assert_eq!(plain_tcp("tcp://h"), None);
    }

    #[test]
    fn proxies_are_known_by_name_too() {
        for name in ["tecnativa/docker-socket-proxy", "11notes/socket-proxy", "fluencelabs/docker_socket_proxy"] {
            assert!(is_proxy_name(name), "{name}");
        }
        assert!(
            !is_proxy_name("acme/lazy-docker-proxy")
                && !is_proxy_name("haproxy")
                && !is_proxy_name("jwilder/nginx-proxy")
        );
    }

    #[test]
    fn advice_fits_the_client() {
        let advice = |words: &[&str]| advice(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert!(advice(&["edge", "traefik"]).contains("providers.docker.endpoint"));
        assert!(advice(&["acme", "web", "pgvector"]).contains("tecnativa/docker-socket-proxy"));
    }
}
