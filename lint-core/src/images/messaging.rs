//! Brokers and their coordinators.

use super::{Capabilities, Facts, Pid1, Purpose, Row, Shell, Tool, UNSTATED, User, named, tcp};

/// The table.
#[rustfmt::skip] // facts in paragraphs, not one a line
pub(super) static ROWS: &[Row] = &[
    // docker-library/rabbitmq 4.2/ubuntu/Dockerfile, docker-entrypoint.sh; docker-library/docs rabbitmq
    Row { image: "rabbitmq", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("999:999"),
        ports: Some(&[tcp(4369), tcp(5671), tcp(5672), tcp(15691), tcp(15692), tcp(25672)]),
        volumes: Some(&["/var/lib/rabbitmq"]), data_paths: Some(&["/var/lib/rabbitmq"]),
        wrong_mounts: Some(&["/data"]), stateful: Some(true),
        writable_paths: Some(&["/etc/rabbitmq", "/var/log/rabbitmq", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]),
        probe: Some("rabbitmq-diagnostics -q ping"), nofile: Some(65536), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // docker-library/rabbitmq 4.2/alpine/Dockerfile
    Row { image: "rabbitmq", tag: "*alpine*", facts: Facts {
        runtime_uid: Some("100:101"), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // nats-io/nats-docker 2.12.x/scratch/Dockerfile
    Row { image: "nats", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(4222), tcp(6222), tcp(8222)]), stateful: Some(false),
        writable_paths: Some(&["/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::None),
        tools: Some(&[]), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // nats-io/nats-docker 2.12.x/alpine3.22/Dockerfile
    Row { image: "nats", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]),
        probe: Some("wget -q --spider http://localhost:8222/healthz"), ..UNSTATED
    } },
    // apache/kafka docker/jvm/Dockerfile (stored 2024 version)
    Row { image: "apache/kafka", tag: "*", facts: Facts {
        user: Some(named("appuser", 1000)), runtime_uid: Some("1000:1000"), ports: Some(&[tcp(9092)]),
        volumes: Some(&["/etc/kafka/secrets", "/var/lib/kafka/data", "/mnt/shared/config"]),
        data_paths: Some(&["/var/lib/kafka/data"]), wrong_mounts: Some(&["/kafka", "/bitnami/kafka"]),
        stateful: Some(true), writable_paths: Some(&["/opt/kafka/config", "/opt/kafka/logs", "/tmp"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service),
        shell: Some(Shell::Bash), tools: Some(&[Tool::BusyboxWget]),
        probe: Some("/opt/kafka/bin/kafka-broker-api-versions.sh --bootstrap-server localhost:9092"),
        nofile: Some(100_000), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // confluentinc/kafka-images kafka/Dockerfile.ubi9; confluentinc/common-docker base-java-micro/Dockerfile.ubi9
    Row { image: "confluentinc/cp-kafka", tag: "*", facts: Facts {
        user: Some(named("appuser", 1000)), runtime_uid: Some("1000:1000"), ports: Some(&[tcp(9092)]),
        volumes: Some(&["/var/lib/kafka/data", "/etc/kafka/secrets"]), data_paths: Some(&["/var/lib/kafka/data"]),
        wrong_mounts: Some(&["/kafka", "/bitnami/kafka"]), stateful: Some(true),
        writable_paths: Some(&["/etc/kafka", "/var/log/kafka", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Bash),
        probe: Some("kafka-broker-api-versions --bootstrap-server localhost:9092"), nofile: Some(100_000),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // general knowledge; Confluent image reference
    Row { image: "confluentinc/cp-zookeeper", tag: "*", facts: Facts {
        user: Some(named("appuser", 1000)), runtime_uid: Some("1000:1000"),
        ports: Some(&[tcp(2181), tcp(2888), tcp(3888)]),
        volumes: Some(&["/var/lib/zookeeper/data", "/var/lib/zookeeper/log", "/etc/zookeeper/secrets"]),
        data_paths: Some(&["/var/lib/zookeeper/data", "/var/lib/zookeeper/log"]),
        wrong_mounts: Some(&["/data", "/datalog"]), stateful: Some(true),
        writable_paths: Some(&["/etc/kafka", "/var/log/kafka", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Bash),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // 31z4/zookeeper-docker 3.9.4/Dockerfile, docker-entrypoint.sh; docker-library/docs zookeeper
    Row { image: "zookeeper", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("1000:1000"),
        ports: Some(&[tcp(2181), tcp(2888), tcp(3888), tcp(8080)]), volumes: Some(&["/data", "/datalog", "/logs"]),
        data_paths: Some(&["/data", "/datalog"]), wrong_mounts: Some(&["/var/lib/zookeeper"]), stateful: Some(true),
        writable_paths: Some(&["/conf", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), probe: Some("zkServer.sh status"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // general knowledge; bitnami/containers issue 83267
    Row { image: "bitnami/kafka", tag: "*", facts: Facts {
        user: Some(named("1001", 1001)), runtime_uid: Some("1001:0"), ports: Some(&[tcp(9092)]),
        data_paths: Some(&["/bitnami/kafka"]), wrong_mounts: Some(&["/var/lib/kafka/data", "/kafka"]),
        stateful: Some(true),
        writable_paths: Some(&["/opt/bitnami/kafka/config", "/opt/bitnami/kafka/logs", "/tmp"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service),
        shell: Some(Shell::Bash), probe: Some("kafka-broker-api-versions.sh --bootstrap-server localhost:9092"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
];
