//! Databases, caches and object stores.

use super::{Capabilities, Facts, Pid1, Purpose, Row, Shell, Tool, UNSTATED, User, named, tcp};

/// The table.
#[rustfmt::skip] // facts in paragraphs, not one a line
pub(super) static ROWS: &[Row] = &[
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("999:999"), ports: Some(&[tcp(5432)]), stateful: Some(true),
        writable_paths: Some(&["/var/run/postgresql", "/tmp"]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]),
        probe: Some("pg_isready -U \"${POSTGRES_USER:-postgres}\""), purpose: Some(Purpose::Server),
        volumes: Some(&["/var/lib/postgresql"]), data_paths: Some(&["/var/lib/postgresql"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql/data"]), ..UNSTATED
    } },
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "8*", facts: Facts {
        volumes: Some(&["/var/lib/postgresql/data"]), data_paths: Some(&["/var/lib/postgresql/data"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql"]), ..UNSTATED
    } },
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "9*", facts: Facts {
        volumes: Some(&["/var/lib/postgresql/data"]), data_paths: Some(&["/var/lib/postgresql/data"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql"]), ..UNSTATED
    } },
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "10*", facts: Facts {
        volumes: Some(&["/var/lib/postgresql/data"]), data_paths: Some(&["/var/lib/postgresql/data"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql"]), ..UNSTATED
    } },
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "11*", facts: Facts {
        volumes: Some(&["/var/lib/postgresql/data"]), data_paths: Some(&["/var/lib/postgresql/data"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql"]), ..UNSTATED
    } },
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "12*", facts: Facts {
        volumes: Some(&["/var/lib/postgresql/data"]), data_paths: Some(&["/var/lib/postgresql/data"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql"]), ..UNSTATED
    } },
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "13*", facts: Facts {
        volumes: Some(&["/var/lib/postgresql/data"]), data_paths: Some(&["/var/lib/postgresql/data"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql"]), ..UNSTATED
    } },
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "14*", facts: Facts {
        volumes: Some(&["/var/lib/postgresql/data"]), data_paths: Some(&["/var/lib/postgresql/data"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql"]), ..UNSTATED
    } },
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "15*", facts: Facts {
        volumes: Some(&["/var/lib/postgresql/data"]), data_paths: Some(&["/var/lib/postgresql/data"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql"]), ..UNSTATED
    } },
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "16*", facts: Facts {
        volumes: Some(&["/var/lib/postgresql/data"]), data_paths: Some(&["/var/lib/postgresql/data"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql"]), ..UNSTATED
    } },
    // docker-library/postgres 17/trixie/Dockerfile, docker-entrypoint.sh; docker-library/docs postgres
    Row { image: "postgres", tag: "17*", facts: Facts {
        volumes: Some(&["/var/lib/postgresql/data"]), data_paths: Some(&["/var/lib/postgresql/data"]),
        wrong_mounts: Some(&["/data", "/var/lib/postgresql"]), ..UNSTATED
    } },
    // docker-library/postgres 17/alpine3.23/Dockerfile, 18/alpine3.23/Dockerfile
    Row { image: "postgres", tag: "*alpine*", facts: Facts {
        runtime_uid: Some("70:70"), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // docker-library/mysql 8.4/Dockerfile.oracle, docker-entrypoint.sh
    Row { image: "mysql", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("999:999"), ports: Some(&[tcp(3306), tcp(33060)]),
        volumes: Some(&["/var/lib/mysql"]), data_paths: Some(&["/var/lib/mysql"]),
        wrong_mounts: Some(&["/data", "/var/lib/mysql/data"]), stateful: Some(true),
        writable_paths: Some(&["/var/run/mysqld", "/tmp"]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        probe: Some("mysqladmin ping -h 127.0.0.1 -u root -p\"$MYSQL_ROOT_PASSWORD\" --silent"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // MariaDB/mariadb-docker 11.8/Dockerfile, docker-entrypoint.sh; docker-library/docs mariadb
    Row { image: "mariadb", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("999:999"), ports: Some(&[tcp(3306)]),
        volumes: Some(&["/var/lib/mysql"]), data_paths: Some(&["/var/lib/mysql"]),
        wrong_mounts: Some(&["/data", "/var/lib/mariadb"]), stateful: Some(true),
        writable_paths: Some(&["/run/mysqld", "/tmp"]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]),
        probe: Some("healthcheck.sh --connect --innodb_initialized"), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // docker-library/mongo 8.0/Dockerfile, docker-entrypoint.sh
    Row { image: "mongo", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("999:999"), ports: Some(&[tcp(27017)]),
        volumes: Some(&["/data/db", "/data/configdb"]), data_paths: Some(&["/data/db"]),
        wrong_mounts: Some(&["/data", "/var/lib/mongodb", "/var/lib/mongo"]), stateful: Some(true),
        writable_paths: Some(&["/tmp"]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]),
        probe: Some("mongosh --quiet --eval 'db.adminCommand(\"ping\").ok'"), nofile: Some(64000),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // docker-library/mongo: the images before 6.0 have the old shell
    Row { image: "mongo", tag: "3*", facts: Facts {
        probe: Some("mongo --quiet --eval 'db.adminCommand(\"ping\").ok'"), ..UNSTATED
    } },
    // docker-library/mongo: the images before 6.0 have the old shell
    Row { image: "mongo", tag: "4*", facts: Facts {
        probe: Some("mongo --quiet --eval 'db.adminCommand(\"ping\").ok'"), ..UNSTATED
    } },
    // docker-library/mongo: the images before 6.0 have the old shell
    Row { image: "mongo", tag: "5*", facts: Facts {
        probe: Some("mongo --quiet --eval 'db.adminCommand(\"ping\").ok'"), ..UNSTATED
    } },
    // redis/docker-library-redis 7.4/debian/Dockerfile; docker-library/docs redis
    Row { image: "redis", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("999:999"), ports: Some(&[tcp(6379)]), volumes: Some(&["/data"]),
        data_paths: Some(&["/data"]), wrong_mounts: Some(&["/var/lib/redis", "/redis/data"]), stateful: Some(true),
        writable_paths: Some(&["/tmp"]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]), probe: Some("redis-cli ping"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // redis/docker-library-redis 7.4/alpine/Dockerfile
    Row { image: "redis", tag: "*alpine*", facts: Facts {
        runtime_uid: Some("999:1000"), shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // valkey-io/valkey-container 8.0/debian/Dockerfile, 8.0/alpine/Dockerfile, docker-entrypoint.sh
    Row { image: "valkey/valkey", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("999:999"), ports: Some(&[tcp(6379)]), volumes: Some(&["/data"]),
        data_paths: Some(&["/data"]), wrong_mounts: Some(&["/var/lib/valkey", "/var/lib/redis"]),
        stateful: Some(true), writable_paths: Some(&[]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]), probe: Some("valkey-cli ping"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // valkey-io/valkey-container 8.0/debian/Dockerfile, 8.0/alpine/Dockerfile, docker-entrypoint.sh
    Row { image: "valkey/valkey", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // docker-library/memcached 1/debian/Dockerfile, 1/alpine/Dockerfile
    Row { image: "memcached", tag: "*", facts: Facts {
        user: Some(named("memcache", 11211)), runtime_uid: Some("11211:11211"), ports: Some(&[tcp(11211)]),
        stateful: Some(false), writable_paths: Some(&[]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Bash),
        tools: Some(&[]), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // docker-library/memcached 1/debian/Dockerfile, 1/alpine/Dockerfile
    Row { image: "memcached", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // elastic/dockerfiles elasticsearch/Dockerfile (8.15 branch)
    Row { image: "elasticsearch", tag: "*", facts: Facts {
        user: Some(named("1000:0", 1000)), runtime_uid: Some("1000:0"), ports: Some(&[tcp(9200), tcp(9300)]),
        data_paths: Some(&["/usr/share/elasticsearch/data"]),
        wrong_mounts: Some(&["/var/lib/elasticsearch", "/data"]), stateful: Some(true),
        writable_paths: Some(&["/usr/share/elasticsearch/config", "/usr/share/elasticsearch/logs", "/tmp"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Init),
        shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]), nofile: Some(65535), purpose: Some(Purpose::Server),
        ..UNSTATED
    } },
    // opensearch-project/opensearch-build docker/release/dockerfiles/opensearch.al2023.dockerfile
    Row { image: "opensearchproject/opensearch", tag: "*", facts: Facts {
        user: Some(named("1000", 1000)), runtime_uid: Some("1000:1000"),
        ports: Some(&[tcp(9200), tcp(9300), tcp(9600), tcp(9650)]),
        data_paths: Some(&["/usr/share/opensearch/data"]),
        wrong_mounts: Some(&["/usr/share/elasticsearch/data", "/data"]), stateful: Some(true),
        writable_paths: Some(&["/usr/share/opensearch/config", "/usr/share/opensearch/logs", "/tmp"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Unknown),
        shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        probe: Some("curl -fsSk -u admin:\"$OPENSEARCH_INITIAL_ADMIN_PASSWORD\" https://localhost:9200/_cluster/health"),
        nofile: Some(65536), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // ClickHouse/ClickHouse docker/server/Dockerfile.ubuntu; docker-library/docs clickhouse
    Row { image: "clickhouse", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("101:101"), ports: Some(&[tcp(8123), tcp(9000), tcp(9009)]),
        volumes: Some(&["/var/lib/clickhouse"]), data_paths: Some(&["/var/lib/clickhouse"]),
        wrong_mounts: Some(&["/data", "/var/lib/clickhouse-server"]), stateful: Some(true),
        writable_paths: Some(&["/var/log/clickhouse-server", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Wget]),
        probe: Some("wget -q --spider http://localhost:8123/ping"), nofile: Some(262_144),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // ClickHouse/ClickHouse docker/server/Dockerfile.ubuntu; docker-library/docs clickhouse
    Row { image: "clickhouse", tag: "*alpine*", facts: Facts {
        tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // docker-library/cassandra 5.0/Dockerfile, docker-entrypoint.sh
    Row { image: "cassandra", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("999:999"),
        ports: Some(&[tcp(7000), tcp(7001), tcp(7199), tcp(9042), tcp(9160)]),
        volumes: Some(&["/var/lib/cassandra"]), data_paths: Some(&["/var/lib/cassandra"]),
        wrong_mounts: Some(&["/data"]), stateful: Some(true),
        writable_paths: Some(&["/etc/cassandra", "/var/log/cassandra", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]), probe: Some("nodetool status"),
        nofile: Some(100_000), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // apache/couchdb-docker 3.5.1/Dockerfile, docker-entrypoint.sh
    Row { image: "couchdb", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("5984:5984"), ports: Some(&[tcp(5984), tcp(4369), tcp(9100)]),
        volumes: Some(&["/opt/couchdb/data"]), data_paths: Some(&["/opt/couchdb/data"]),
        wrong_mounts: Some(&["/usr/local/var/lib/couchdb", "/data"]), stateful: Some(true),
        writable_paths: Some(&["/opt/couchdb/etc/local.d", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Init), shell: Some(Shell::Bash), tools: Some(&[]), purpose: Some(Purpose::Server),
        ..UNSTATED
    } },
    // neo4j/docker-neo4j docker-image-src/calver/coredb/Dockerfile-trixie, docker-entrypoint.sh
    Row { image: "neo4j", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("7474:7474"), ports: Some(&[tcp(7474), tcp(7473), tcp(7687)]),
        volumes: Some(&["/data", "/logs"]), data_paths: Some(&["/data"]),
        wrong_mounts: Some(&["/var/lib/neo4j/data", "/var/lib/neo4j"]), stateful: Some(true),
        writable_paths: Some(&["/var/lib/neo4j", "/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Init), shell: Some(Shell::Bash), tools: Some(&[Tool::Wget]),
        probe: Some("wget -q --spider http://localhost:7474"), nofile: Some(40000), purpose: Some(Purpose::Server),
        ..UNSTATED
    } },
    // influxdata/influxdata-docker influxdb/2.7/Dockerfile, entrypoint.sh
    Row { image: "influxdb", tag: "*", facts: Facts {
        user: Some(User::Root), runtime_uid: Some("1000:1000"), ports: Some(&[tcp(8086)]),
        volumes: Some(&["/var/lib/influxdb2", "/etc/influxdb2"]), data_paths: Some(&["/var/lib/influxdb2"]),
        wrong_mounts: Some(&["/var/lib/influxdb", "/root/.influxdbv2"]), stateful: Some(true),
        writable_paths: Some(&["/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]), probe: Some("influx ping"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // influxdata/influxdata-docker influxdb/1.12/Dockerfile
    Row { image: "influxdb", tag: "1.*", facts: Facts {
        user: Some(named("influxdb", 1500)), runtime_uid: Some("1500:1500"), volumes: Some(&["/var/lib/influxdb"]),
        data_paths: Some(&["/var/lib/influxdb"]), wrong_mounts: Some(&["/var/lib/influxdb2"]),
        capabilities: Some(Capabilities::Known(&[])), tools: Some(&[Tool::Curl, Tool::Wget]),
        probe: Some("curl -fsS http://localhost:8086/ping"), ..UNSTATED
    } },
    // influxdata/influxdata-docker influxdb/3.11-core/Dockerfile
    Row { image: "influxdb", tag: "3*", facts: Facts {
        user: Some(named("influxdb3", 1500)), runtime_uid: Some("1500:1500"), ports: Some(&[tcp(8181)]),
        volumes: Some(&[]), data_paths: Some(&["/var/lib/influxdb3"]), wrong_mounts: Some(&["/var/lib/influxdb2"]),
        capabilities: Some(Capabilities::Known(&[])), probe: Some("curl -fsS http://localhost:8181/health"),
        ..UNSTATED
    } },
    // minio/minio Dockerfile.release; minio/minio issue 21647; opencrvs/opencrvs-core issue 13797
    Row { image: "minio/minio", tag: "*", facts: Facts {
        user: Some(User::Root), ports: Some(&[tcp(9000)]), volumes: Some(&["/data"]), data_paths: Some(&["/data"]),
        stateful: Some(true), writable_paths: Some(&["/tmp"]), writable_known: Some(true),
        capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service), shell: Some(Shell::Bash),
        tools: Some(&[Tool::Curl]), purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // bitnami/containers bitnami/postgresql/17/debian-12/Dockerfile; bitnami/containers issue 83267
    Row { image: "bitnami/*", tag: "*", facts: Facts {
        user: Some(named("1001", 1001)), runtime_uid: Some("1001:0"), stateful: Some(true),
        writable_paths: Some(&["/tmp"]), writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])),
        pid1: Some(Pid1::Service), shell: Some(Shell::Bash), tools: Some(&[]), purpose: Some(Purpose::Server),
        ..UNSTATED
    } },
    // bitnami/containers bitnami/postgresql/17/debian-12/Dockerfile
    Row { image: "bitnami/postgresql", tag: "*", facts: Facts {
        user: Some(named("1001", 1001)), runtime_uid: Some("1001:0"), ports: Some(&[tcp(5432)]),
        volumes: Some(&["/bitnami/postgresql", "/docker-entrypoint-initdb.d", "/docker-entrypoint-preinitdb.d"]),
        data_paths: Some(&["/bitnami/postgresql"]), wrong_mounts: Some(&["/var/lib/postgresql/data"]),
        stateful: Some(true),
        writable_paths: Some(&["/opt/bitnami/postgresql/conf", "/opt/bitnami/postgresql/tmp", "/tmp"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&[])), pid1: Some(Pid1::Service),
        shell: Some(Shell::Bash), tools: Some(&[]), probe: Some("pg_isready -U postgres"),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
    // microsoft/mssql-docker linux/preview/examples/mssql-server-linux-non-root/Dockerfile-2019; general knowledge
    Row { image: "mcr.microsoft.com/mssql/server", tag: "*", facts: Facts {
        user: Some(named("mssql", 10001)), runtime_uid: Some("10001:0"), ports: Some(&[tcp(1433)]),
        data_paths: Some(&["/var/opt/mssql"]), wrong_mounts: Some(&["/var/lib/mssql", "/data"]),
        stateful: Some(true), writable_paths: Some(&["/tmp"]), writable_known: Some(false),
        capabilities: Some(Capabilities::Unknown), pid1: Some(Pid1::Unknown), shell: Some(Shell::Bash),
        purpose: Some(Purpose::Server), ..UNSTATED
    } },
];
