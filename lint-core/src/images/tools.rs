//! Build tools, agents and proxies of the engine.

use super::{Capabilities, Facts, Pid1, Purpose, Row, Shell, Tool, UNSTATED, User, named, tcp};

/// The table.
#[rustfmt::skip] // facts in paragraphs, not one a line
pub(super) static ROWS: &[Row] = &[
    // prometheus/node_exporter Dockerfile
    Row { image: "prom/node-exporter", tag: "*", facts: Facts {
        user: Some(named("nobody", 65534)), runtime_uid: Some("65534:65534"), ports: Some(&[tcp(9100)]),
        stateful: Some(false), writable_paths: Some(&[]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Ash),
        tools: Some(&[Tool::BusyboxWget]), probe: Some("wget -q --spider http://localhost:9100/"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // google/cadvisor deploy/Dockerfile
    Row { image: "gcr.io/cadvisor/cadvisor", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(8080)]), stateful: Some(false), pid1: Some(Pid1::Service),
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), healthcheck: Some(true),
        probe: Some("wget -q --spider http://localhost:8080/healthz"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // carlossg/docker-maven (tree); docker-library/docs maven
    Row { image: "maven", tag: "*", facts: Facts {
        user: Some(User::Root), data_paths: Some(&["/root/.m2"]), stateful: Some(false), pid1: Some(Pid1::Runtime),
        shell: Some(Shell::Bash), purpose: Some(Purpose::Tool), ..UNSTATED
    } },
    // keeganwitt/docker-gradle jdk21-noble/Dockerfile
    Row { image: "gradle", tag: "*", facts: Facts {
        user: Some(User::Root), volumes: Some(&["/home/gradle/.gradle"]),
        data_paths: Some(&["/home/gradle/.gradle"]), stateful: Some(false), pid1: Some(Pid1::Runtime),
        shell: Some(Shell::Bash), purpose: Some(Purpose::Tool), ..UNSTATED
    } },
    // portainer/portainer build/linux/Dockerfile, alpine.Dockerfile
    Row { image: "portainer/portainer-ce", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(9000), tcp(9443), tcp(8000)]), volumes: Some(&["/data"]),
        data_paths: Some(&["/data"]), wrong_mounts: Some(&["/var/lib/portainer"]), stateful: Some(true),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::None),
        tools: Some(&[]), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // portainer/portainer build/linux/Dockerfile, alpine.Dockerfile
    Row { image: "portainer/portainer-ce", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // docker-library/docker 29/cli/Dockerfile
    Row { image: "docker", tag: "*", facts: Facts {
        user: Some(User::Root), stateful: Some(false), pid1: Some(Pid1::Shell), shell: Some(Shell::Ash),
        tools: Some(&[Tool::BusyboxWget]), purpose: Some(Purpose::Tool), ..UNSTATED
    } },
    // docker-library/docker 29/dind/Dockerfile, dockerd-entrypoint.sh, 29/dind-rootless/Dockerfile
    Row { image: "docker", tag: "*dind*", facts: Facts {
        ports: Some(&[tcp(2375), tcp(2376)]), volumes: Some(&["/var/lib/docker"]),
        data_paths: Some(&["/var/lib/docker"]), stateful: Some(true), pid1: Some(Pid1::Init),
        probe: Some("docker info"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // docker-library/docker 29/dind-rootless/Dockerfile
    Row { image: "docker", tag: "*dind-rootless*", facts: Facts {
        user: Some(named("rootless", 1000)), volumes: Some(&["/home/rootless/.local/share/docker"]),
        data_paths: Some(&["/home/rootless/.local/share/docker"]), ..UNSTATED
    } },
    // Tecnativa/docker-socket-proxy Dockerfile
    Row { image: "tecnativa/docker-socket-proxy", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(2375)]), stateful: Some(false),
        writable_paths: Some(&["/tmp", "/run"]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Ash),
        tools: Some(&[Tool::BusyboxWget]), probe: Some("wget -q --spider http://localhost:2375/version"),
        purpose: Some(Purpose::SocketProxy), ..UNSTATED
    } },
    // linuxserver/docker-socket-proxy README (asks for read_only and a tmpfs on /run)
    Row { image: "linuxserver/socket-proxy", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(2375)]), data_paths: Some(&[]), stateful: Some(false),
        writable_paths: Some(&["/run"]), writable_known: Some(true), capabilities: Some(Capabilities::Unknown),
        pid1: Some(Pid1::Unknown), shell: Some(Shell::Ash), purpose: Some(Purpose::SocketProxy), ..UNSTATED
    } },
    // wollomatic/socket-proxy README (from scratch, read_only, cap_drop ALL)
    Row { image: "wollomatic/socket-proxy", tag: "*", facts: Facts {
        user: Some(named("65534:65534", 65534)), ports: Some(&[tcp(2375)]), stateful: Some(false),
        writable_paths: Some(&[]), writable_known: Some(true), capabilities: Some(Capabilities::Known(&[])),
        pid1: Some(Pid1::Service), shell: Some(Shell::None), tools: Some(&[]), purpose: Some(Purpose::SocketProxy),
        ..UNSTATED
    } },
    // containrrr/watchtower dockerfiles/Dockerfile
    Row { image: "containrrr/watchtower", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(8080)]), stateful: Some(false), pid1: Some(Pid1::Service),
        shell: Some(Shell::None), tools: Some(&[]), healthcheck: Some(true), purpose: Some(Purpose::Tool),
        ..UNSTATED
    } },
];
