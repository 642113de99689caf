//! Web servers, proxies and application servers.

use super::{Capabilities, Facts, Pid1, Purpose, Row, Shell, Tool, UNSTATED, User, named, tcp, udp};

/// The table.
#[rustfmt::skip] // facts in paragraphs, not one a line
pub(super) static ROWS: &[Row] = &[
    // nginx/docker-nginx mainline/debian/Dockerfile; docker-library/docs nginx (read-only mode)
    Row { image: "nginx", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("101:101"), ports: Some(&[tcp(80)]),
        wrong_mounts: Some(&["/var/www/html"]), stateful: Some(false),
        writable_paths: Some(&["/var/cache/nginx", "/var/run"]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&["CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        probe: Some("curl -fsS http://localhost/"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // nginx/docker-nginx mainline/alpine/Dockerfile
    Row { image: "nginx", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::Curl, Tool::BusyboxWget]),
        probe: Some("wget -q --spider http://localhost/"), ..UNSTATED
    } },
    // nginx/docker-nginx mainline/alpine-slim/Dockerfile
    Row { image: "nginx", tag: "*alpine-slim*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]),
        probe: Some("wget -q --spider http://localhost/"), ..UNSTATED
    } },
    // nginxinc/docker-nginx-unprivileged mainline/debian/Dockerfile
    Row { image: "nginxinc/nginx-unprivileged", tag: "*", facts: Facts {
        user: Some(named("101", 101)), runtime_uid: Some("101:101"), ports: Some(&[tcp(8080)]),
        wrong_mounts: Some(&["/var/www/html"]), stateful: Some(false), writable_paths: Some(&["/tmp"]),
        writable_known: Some(true), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service),
        shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]), probe: Some("curl -fsS http://localhost:8080/"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // nginxinc/docker-nginx-unprivileged mainline/debian/Dockerfile
    Row { image: "nginxinc/nginx-unprivileged", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::Curl, Tool::BusyboxWget]), ..UNSTATED
    } },
    // nginxinc/docker-nginx-unprivileged mainline/debian/Dockerfile
    Row { image: "nginxinc/nginx-unprivileged", tag: "*alpine-slim*", facts: Facts {
        tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // docker-library/httpd 2.4/Dockerfile, httpd-foreground
    Row { image: "httpd", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("33:33"), ports: Some(&[tcp(80)]),
        wrong_mounts: Some(&["/var/www/html"]), stateful: Some(false),
        writable_paths: Some(&["/usr/local/apache2/logs"]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&["NET_BIND_SERVICE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]), purpose: Some(Purpose::Server),
        ..UNSTATED
    } },
    // docker-library/httpd 2.4/alpine/Dockerfile
    Row { image: "httpd", tag: "*alpine*", facts: Facts {
        runtime_uid: Some("82:82"), shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]),
        probe: Some("wget -q --spider http://localhost/"), ..UNSTATED
    } },
    // caddyserver/caddy-docker 2.11/alpine/Dockerfile
    Row { image: "caddy", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(80), tcp(443), udp(443), tcp(2019)]),
        data_paths: Some(&["/data", "/config"]), wrong_mounts: Some(&["/root/.caddy"]), stateful: Some(true),
        writable_paths: Some(&[]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&["NET_BIND_SERVICE"])), pid1: Some(Pid1::Service),
        shell: Some(Shell::Ash), tools: Some(&[Tool::Curl, Tool::BusyboxWget]),
        probe: Some("wget -q --spider http://localhost:2019/metrics"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // traefik/traefik-library-image v3.7/alpine/Dockerfile
    Row { image: "traefik", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(80)]), stateful: Some(false), writable_paths: Some(&["/tmp"]),
        writable_known: Some(true), capabilities: Some(Capabilities::Known(&["NET_BIND_SERVICE"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // docker-library/haproxy 3.4/Dockerfile; docker-library/docs haproxy
    Row { image: "haproxy", tag: "*", facts: Facts {
        user: Some(named("haproxy", 99)), runtime_uid: Some("99:99"), stateful: Some(false),
        writable_paths: Some(&["/var/lib/haproxy", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Bash),
        tools: Some(&[]), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // docker-library/haproxy 3.4/alpine/Dockerfile
    Row { image: "haproxy", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // envoyproxy/envoy ci/Dockerfile-envoy (older stored version)
    Row { image: "envoyproxy/envoy", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(10000)]), stateful: Some(false), writable_paths: Some(&["/tmp"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&["CHOWN", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]), purpose: Some(Purpose::Server),
        ..UNSTATED
    } },
    // docker-library/tomcat 11.0/jdk21/temurin-noble/Dockerfile
    Row { image: "tomcat", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(8080)]), data_paths: Some(&["/usr/local/tomcat/webapps"]),
        wrong_mounts: Some(&["/var/lib/tomcat/webapps"]), stateful: Some(false),
        writable_paths: Some(&["/usr/local/tomcat/logs", "/usr/local/tomcat/temp", "/usr/local/tomcat/work"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service),
        shell: Some(Shell::Bash), tools: Some(&[Tool::Curl, Tool::Wget]),
        probe: Some("curl -fsS http://localhost:8080/"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // jetty/jetty.docker eclipse-temurin/12.1/jdk21/Dockerfile
    Row { image: "jetty", tag: "*", facts: Facts {
        user: Some(User::Name { name: "jetty", uid: None }), ports: Some(&[tcp(8080)]),
        data_paths: Some(&["/var/lib/jetty"]), stateful: Some(false), writable_paths: Some(&["/tmp", "/run/jetty"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service),
        shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]), probe: Some("curl -fsS http://localhost:8080/"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // jetty/jetty.docker eclipse-temurin/12.1/jdk21/Dockerfile
    Row { image: "jetty", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // wildfly/wildfly-container Dockerfile
    Row { image: "quay.io/wildfly/wildfly", tag: "*", facts: Facts {
        user: Some(named("jboss", 1000)), runtime_uid: Some("1000:1000"), ports: Some(&[tcp(8080)]),
        data_paths: Some(&["/opt/jboss/wildfly/standalone"]), stateful: Some(false), writable_paths: Some(&["/tmp"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Unknown),
        shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]), probe: Some("curl -fsS http://localhost:8080/"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
];
