//! Applications and services.

use super::{Capabilities, Facts, Pid1, Purpose, Row, Shell, Tool, UNSTATED, User, named, tcp, udp};

/// The table.
#[rustfmt::skip] // facts in paragraphs, not one a line
pub(super) static ROWS: &[Row] = &[
    // mongo-express/mongo-express-docker 1.0/20-alpine3.19/Dockerfile; docker-library/docs mongo-express
    Row { image: "mongo-express", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(8081)]), stateful: Some(false),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Init), shell: Some(Shell::Bash),
        tools: Some(&[Tool::BusyboxWget]), probe: Some("wget -q --spider http://localhost:8081/status"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // elastic/dockerfiles kibana/Dockerfile (8.15)
    Row { image: "kibana", tag: "*", facts: Facts {
        user: Some(named("1000", 1000)), runtime_uid: Some("1000:1000"), ports: Some(&[tcp(5601)]),
        data_paths: Some(&["/usr/share/kibana/data"]), stateful: Some(false), writable_paths: Some(&["/tmp"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Init),
        shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]), probe: Some("curl -fsS -I http://localhost:5601/"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // elastic/dockerfiles logstash/Dockerfile (7.16)
    Row { image: "logstash", tag: "*", facts: Facts {
        user: Some(named("1000", 1000)), runtime_uid: Some("1000:1000"), ports: Some(&[tcp(5044), tcp(9600)]),
        data_paths: Some(&["/usr/share/logstash/data"]), stateful: Some(false),
        writable_paths: Some(&["/usr/share/logstash/config", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Bash),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // grafana/grafana Dockerfile (2025); grafana.com Run Grafana Docker image
    Row { image: "grafana/grafana", tag: "*", facts: Facts {
        user: Some(named("472", 472)), runtime_uid: Some("472:0"), ports: Some(&[tcp(3000)]),
        data_paths: Some(&["/var/lib/grafana"]), wrong_mounts: Some(&["/grafana"]), stateful: Some(true),
        writable_paths: Some(&["/var/log/grafana", "/tmp"]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Bash),
        tools: Some(&[Tool::Curl, Tool::BusyboxWget]),
        probe: Some("wget -q --spider http://localhost:3000/api/health"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // grafana/loki cmd/loki/Dockerfile
    Row { image: "grafana/loki", tag: "*", facts: Facts {
        user: Some(named("10001", 10001)), runtime_uid: Some("10001:10001"), ports: Some(&[tcp(3100)]),
        data_paths: Some(&["/loki"]), wrong_mounts: Some(&["/data/loki", "/tmp/loki"]), stateful: Some(true),
        writable_paths: Some(&["/tmp"]), writable_known: Some(true), capabilities: Some(Capabilities::Known(&[])),
        pid1: Some(Pid1::Service), shell: Some(Shell::None), tools: Some(&[]), purpose: Some(Purpose::Server),
        ..UNSTATED
    } },
    // prometheus/prometheus Dockerfile, Dockerfile.distroless
    Row { image: "prom/prometheus", tag: "*", facts: Facts {
        user: Some(named("nobody", 65534)), runtime_uid: Some("65534:65534"), ports: Some(&[tcp(9090)]),
        volumes: Some(&["/prometheus"]), data_paths: Some(&["/prometheus"]),
        wrong_mounts: Some(&["/data", "/var/lib/prometheus", "/prometheus/data"]), stateful: Some(true),
        writable_paths: Some(&[]), writable_known: Some(true), capabilities: Some(Capabilities::Known(&[])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]),
        probe: Some("wget -q --spider http://localhost:9090/-/healthy"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // prometheus/alertmanager Dockerfile
    Row { image: "prom/alertmanager", tag: "*", facts: Facts {
        user: Some(named("nobody", 65534)), runtime_uid: Some("65534:65534"), ports: Some(&[tcp(9093)]),
        volumes: Some(&["/alertmanager"]), data_paths: Some(&["/alertmanager"]), wrong_mounts: Some(&["/data"]),
        stateful: Some(true), writable_paths: Some(&[]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Ash),
        tools: Some(&[Tool::BusyboxWget]), probe: Some("wget -q --spider http://localhost:9093/-/healthy"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // distribution/distribution-library-image Dockerfile
    Row { image: "registry", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(5000)]), volumes: Some(&["/var/lib/registry"]),
        data_paths: Some(&["/var/lib/registry"]), wrong_mounts: Some(&["/data", "/tmp/registry"]),
        stateful: Some(true), writable_paths: Some(&[]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Ash),
        tools: Some(&[Tool::BusyboxWget]), probe: Some("wget -q --spider http://localhost:5000/"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // hashicorp/vault Dockerfile; hashicorp/docker-vault 0.X/docker-entrypoint.sh
    Row { image: "hashicorp/vault", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(8200)]), volumes: Some(&["/vault/logs", "/vault/file"]),
        stateful: Some(true), writable_paths: Some(&["/vault/config", "/home/vault", "/tmp"]),
        writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "IPC_LOCK", "SETFCAP", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Init), shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]),
        purpose: Some(Purpose::Server), data_paths: Some(&["/vault/file"]), ..UNSTATED
    } },
    // hashicorp/consul Dockerfile
    Row { image: "hashicorp/consul", tag: "*", facts: Facts {
        user: Some(User::Root),
        ports: Some(&[tcp(8300), tcp(8301), udp(8301), tcp(8302), udp(8302), tcp(8500), tcp(8600), udp(8600)]),
        volumes: Some(&["/consul/data"]), data_paths: Some(&["/consul/data"]), wrong_mounts: Some(&["/data"]),
        stateful: Some(true), writable_paths: Some(&["/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "SETGID", "SETUID"])), pid1: Some(Pid1::Init),
        shell: Some(Shell::Ash), tools: Some(&[Tool::Curl, Tool::BusyboxWget]), probe: Some("consul members"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // docker-library/wordpress latest/php8.4/apache/Dockerfile, docker-entrypoint.sh, wp-config-docker.php
    Row { image: "wordpress", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("33:33"), ports: Some(&[tcp(80)]),
        volumes: Some(&["/var/www/html"]), data_paths: Some(&["/var/www/html"]),
        wrong_mounts: Some(&["/var/lib/wordpress", "/wordpress"]), stateful: Some(true),
        writable_paths: Some(&["/var/run/apache2", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "FOWNER", "NET_BIND_SERVICE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        probe: Some("curl -fsS http://localhost/wp-login.php"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // nextcloud/docker 33/apache/Dockerfile, docker-entrypoint.sh
    Row { image: "nextcloud", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("33:33"), ports: Some(&[tcp(80)]),
        volumes: Some(&["/var/www/html"]), data_paths: Some(&["/var/www/html"]), wrong_mounts: Some(&["/data"]),
        stateful: Some(true), writable_paths: Some(&["/var/run/apache2", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "FOWNER", "NET_BIND_SERVICE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        probe: Some("curl -fsS http://localhost/status.php"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // nextcloud/docker 33/apache/Dockerfile, docker-entrypoint.sh
    Row { image: "nextcloud", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), ..UNSTATED
    } },
    // docker-library/drupal 11.4/php8.5/apache-trixie/Dockerfile
    Row { image: "drupal", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("33:33"), ports: Some(&[tcp(80)]),
        data_paths: Some(&["/opt/drupal/web/sites", "/opt/drupal/web/modules", "/opt/drupal/web/themes"]),
        stateful: Some(true), writable_paths: Some(&["/var/run/apache2", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["NET_BIND_SERVICE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        probe: Some("curl -fsS http://localhost/"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // docker-library/ghost 6/bookworm/Dockerfile, docker-entrypoint.sh
    Row { image: "ghost", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("1000:1000"), ports: Some(&[tcp(2368)]),
        volumes: Some(&["/var/lib/ghost/content"]), data_paths: Some(&["/var/lib/ghost/content"]),
        wrong_mounts: Some(&["/var/www/ghost"]), stateful: Some(true), writable_paths: Some(&["/tmp"]),
        writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]), purpose: Some(Purpose::Server),
        ..UNSTATED
    } },
    // docker-library/ghost 6/bookworm/Dockerfile, docker-entrypoint.sh
    Row { image: "ghost", tag: "*alpine*", facts: Facts {
        tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // joomla-docker/docker-joomla 6.1/php8.4/apache/Dockerfile, docker-entrypoint.sh
    Row { image: "joomla", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("33:33"), ports: Some(&[tcp(80)]),
        volumes: Some(&["/var/www/html"]), data_paths: Some(&["/var/www/html"]), stateful: Some(true),
        writable_paths: Some(&["/var/run/apache2", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "FOWNER", "NET_BIND_SERVICE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        probe: Some("curl -fsS http://localhost/"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // phpmyadmin/docker apache/Dockerfile, docker-entrypoint.sh
    Row { image: "phpmyadmin", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("33:33"), ports: Some(&[tcp(80)]), stateful: Some(false),
        writable_paths: Some(&["/sessions", "/var/www/html/tmp", "/var/run/apache2", "/etc/phpmyadmin", "/tmp"]),
        writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["NET_BIND_SERVICE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        probe: Some("curl -fsS http://localhost/"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // TimWolla/docker-adminer 5/Dockerfile
    Row { image: "adminer", tag: "*", facts: Facts {
        user: Some(User::Name { name: "adminer", uid: None }), ports: Some(&[tcp(8080)]), stateful: Some(false),
        writable_paths: Some(&["/tmp"]), writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Ash), tools: Some(&[Tool::Curl, Tool::BusyboxWget]),
        probe: Some("wget -q --spider http://localhost:8080/"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // keycloak/keycloak quarkus/container/Dockerfile; Keycloak guide Enabling health checks
    Row { image: "quay.io/keycloak/keycloak", tag: "*", facts: Facts {
        user: Some(named("1000", 1000)), runtime_uid: Some("1000:0"), ports: Some(&[tcp(8080), tcp(8443)]),
        data_paths: Some(&["/opt/keycloak/data"]), wrong_mounts: Some(&["/opt/jboss/keycloak"]),
        stateful: Some(false), writable_paths: Some(&["/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Bash),
        tools: Some(&[]), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // jenkinsci/docker debian/Dockerfile, README
    Row { image: "jenkins/jenkins", tag: "*", facts: Facts {
        user: Some(named("jenkins", 1000)), runtime_uid: Some("1000:1000"), ports: Some(&[tcp(8080), tcp(50000)]),
        volumes: Some(&["/var/jenkins_home"]), data_paths: Some(&["/var/jenkins_home"]),
        wrong_mounts: Some(&["/var/lib/jenkins", "/jenkins"]), stateful: Some(true), writable_paths: Some(&["/tmp"]),
        writable_known: Some(true), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Init),
        shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]), probe: Some("curl -fsS http://localhost:8080/login"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // omnibus-gitlab docker/Dockerfile (copies); GitLab docs Install GitLab in Docker
    Row { image: "gitlab/gitlab-ce", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(443), tcp(80), tcp(22)]),
        volumes: Some(&["/etc/gitlab", "/var/opt/gitlab", "/var/log/gitlab"]),
        data_paths: Some(&["/etc/gitlab", "/var/opt/gitlab"]), wrong_mounts: Some(&["/home/git/data"]),
        stateful: Some(true), capabilities: Some(Capabilities::Unknown), pid1: Some(Pid1::Unknown),
        shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]), healthcheck: Some(true),
        probe: Some("/opt/gitlab/bin/gitlab-healthcheck --fail --max-time 10"), purpose: Some(Purpose::Server),
        ..UNSTATED
    } },
    // go-gitea/gitea Dockerfile (stored copy)
    Row { image: "gitea/gitea", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("1000:1000"), ports: Some(&[tcp(22), tcp(3000)]),
        volumes: Some(&["/data"]), data_paths: Some(&["/data"]),
        wrong_mounts: Some(&["/var/lib/gitea", "/app/gitea"]), stateful: Some(true),
        writable_paths: Some(&["/tmp", "/run"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Unknown), pid1: Some(Pid1::Init), shell: Some(Shell::Bash),
        tools: Some(&[Tool::Curl, Tool::BusyboxWget]), probe: Some("curl -fsS http://localhost:3000/api/healthz"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // go-gitea/gitea Dockerfile.rootless (stored copy)
    Row { image: "gitea/gitea", tag: "*rootless*", facts: Facts {
        user: Some(named("1000:1000", 1000)), ports: Some(&[tcp(2222), tcp(3000)]),
        volumes: Some(&["/var/lib/gitea", "/etc/gitea"]), data_paths: Some(&["/var/lib/gitea", "/etc/gitea"]),
        wrong_mounts: Some(&["/data"]), writable_paths: Some(&["/tmp"]),
        capabilities: Some(Capabilities::Known(&[])), ..UNSTATED
    } },
    // SonarSource/docker-sonarqube community-build/Dockerfile
    Row { image: "sonarqube", tag: "*", facts: Facts {
        user: Some(named("sonarqube", 1000)), runtime_uid: Some("1000:0"), ports: Some(&[tcp(9000)]),
        volumes: Some(&["/opt/sonarqube/data", "/opt/sonarqube/extensions", "/opt/sonarqube/logs", "/opt/sonarqube/temp"]),
        data_paths: Some(&["/opt/sonarqube/data", "/opt/sonarqube/extensions"]), stateful: Some(true),
        writable_paths: Some(&["/tmp"]), writable_known: Some(true), capabilities: Some(Capabilities::Known(&[])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl, Tool::Wget]),
        probe: Some("curl -fsS http://localhost:9000/api/system/status | grep -q UP"), nofile: Some(131_072),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // sonatype/docker-nexus3 Dockerfile.java21
    Row { image: "sonatype/nexus3", tag: "*", facts: Facts {
        user: Some(named("nexus", 200)), runtime_uid: Some("200:200"), ports: Some(&[tcp(8081)]),
        volumes: Some(&["/nexus-data"]), data_paths: Some(&["/nexus-data"]),
        wrong_mounts: Some(&["/opt/sonatype/sonatype-work", "/sonatype-work"]), stateful: Some(true),
        writable_paths: Some(&["/tmp"]), writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        probe: Some("curl -fsS http://localhost:8081/service/rest/v1/status"), nofile: Some(65536),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // sonatype/docker-nexus3 Dockerfile.java21
    Row { image: "sonatype/nexus3", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // pi-hole/docker-pi-hole src/Dockerfile, README
    Row { image: "pihole/pihole", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("1000:1000"),
        ports: Some(&[tcp(53), udp(53), udp(67), tcp(80), udp(123), tcp(443)]), data_paths: Some(&["/etc/pihole"]),
        wrong_mounts: Some(&["/var/lib/pihole"]), stateful: Some(true), capabilities: Some(Capabilities::Unknown),
        pid1: Some(Pid1::Unknown), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl, Tool::Wget]),
        healthcheck: Some(true), probe: Some("dig +short +norecurse +retry=0 @127.0.0.1 pi.hole"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // linuxserver/docker-baseimage-alpine; general knowledge
    Row { image: "linuxserver/*", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("911:911"), data_paths: Some(&["/config"]), stateful: Some(true),
        writable_paths: Some(&["/run", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Init), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]), purpose: Some(Purpose::Server),
        ..UNSTATED
    } },
];
