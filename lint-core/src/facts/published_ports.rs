//! What answers on the published ports of a service, where that matters: data stores and interfaces that rule a machine.

use crate::compose::{CommandLine, Port, PortRange, Protocol, Service};
use crate::cx::{ComposeCx, ServiceAt};
use crate::images::Purpose;
use crate::know::Know;

/// What answers on a port.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// A database, a cache or a search engine: what it is called.
    DataStore(&'static str),
    /// An interface that takes commands from everybody: what it is called, and what whoever reaches it can do.
    Control(&'static str, &'static str),
}

/// A port with what answers on it. Without words the number says enough; else one of them is in the image's name.
type Known<T> = (u16, &'static [&'static str], T);

/// Ports of data stores. Source: the servers' documentation and the images' EXPOSE.
const STORES: [Known<&str>; 43] = [
    (1433, &[], "SQL Server"),
    (1521, &[], "Oracle Database"),
    (3050, &[], "Firebird"),
    (3306, &[], "MySQL"),
    (5432, &[], "PostgreSQL"),
    (5984, &[], "CouchDB"),
    (6379, &[], "Redis"),
    (7687, &[], "Neo4j"),
    (8529, &[], "ArangoDB"),
    (9042, &[], "Cassandra"),
    (9200, &[], "Elasticsearch"),
    (9300, &[], "Elasticsearch"),
    (11211, &[], "memcached"),
    (26257, &[], "CockroachDB"),
    (26379, &[], "Redis Sentinel"),
    (27017, &[], "MongoDB"),
    (27018, &[], "MongoDB"),
    (27019, &[], "MongoDB"),
    (28015, &[], "RethinkDB"),
    (33060, &[], "MySQL"),
    (2181, &["zookeeper"], "ZooKeeper"),
    (4000, &["tidb"], "TiDB"),
    (5433, &["yugabyte"], "YugabyteDB"),
    (6333, &["qdrant"], "Qdrant"),
    (6334, &["qdrant"], "Qdrant"),
    (7474, &["neo4j"], "Neo4j"),
    (7700, &["meilisearch"], "Meilisearch"),
    (8000, &["surrealdb"], "SurrealDB"),
    (8000, &["chroma"], "Chroma"),
    (8080, &["weaviate"], "Weaviate"),
    (8080, &["dgraph"], "Dgraph"),
    (8086, &["influxdb"], "InfluxDB"),
    (8091, &["couchbase"], "Couchbase"),
    (8108, &["typesense"], "Typesense"),
    (8123, &["clickhouse"], "ClickHouse"),
    (8428, &["victoria-metrics"], "VictoriaMetrics"),
    (8812, &["questdb"], "QuestDB"),
    (8983, &["solr"], "Solr"),
    (9000, &["clickhouse"], "ClickHouse"),
    (9000, &["questdb"], "QuestDB"),
    (9080, &["dgraph"], "Dgraph"),
    (19530, &["milvus"], "Milvus"),
    (50000, &["db2"], "Db2"),
];

/// Interfaces that ask nobody who he is, unless they are told to.
const CONTROLS: [Known<(&str, &str)>; 11] = [
    (2375, &[], ("the Docker engine", "is root on the machine that it runs on")),
    (2379, &[], ("etcd", "can read and change all that is in it")),
    (2380, &["etcd"], ("etcd", "can join the cluster")),
    (10250, &[], ("the kubelet", "can run commands in every container of the node")),
    (10255, &[], ("the kubelet", "can read what runs on the node, and how")),
    (4646, &["nomad"], ("Nomad", "can run what he likes on its nodes")),
    (6066, &["spark"], ("Spark", "can run what he likes on it")),
    (7077, &["spark"], ("Spark", "can run what he likes on it")),
    (8081, &["flink"], ("Flink", "can run what he likes on it")),
    (8265, &["ray"], ("Ray", "can run what he likes on it")),
    (8500, &["consul"], ("Consul", "can read and change all that is in it")),
];

/// Words in the names of images that pass ports on to others.
const PASSERS: [&str; 8] = ["proxy", "traefik", "envoy", "caddy", "nginx", "pgbouncer", "pgpool", "tunnel"];

impl ServiceAt<'_> {
    /// Whether `ports` has an effect.
    pub fn publishes(&self, cx: &ComposeCx<'_>) -> bool {
        publishes(self.service, cx.is_stack)
    }

    /// What answers on a port of the service, as far as its number and the image say so.
    pub fn offer(&self, port: &Port<'_>) -> Option<Offer> {
        let (range, protocol) = (port.container_range().known()?, port.transport().known()?);
        // A wide range is that of some other protocol.
        if protocol != Protocol::Tcp || range.len() > 16 {
            return None;
        }
        let image = self.image().known().map(|image| image.familiar).unwrap_or_default();
        let name = image.rsplit('/').next().unwrap_or("").to_owned();
        let is_other = || PASSERS.iter().any(|word| name.contains(word)) || self.answers_otherwise(range);
        if let Some((what, can)) = find(&CONTROLS, range, &name, is_other) {
            return (!self.asks_for_certificates(what)).then_some(Offer::Control(what, can));
        }
        find(&STORES, range, &name, is_other).map(Offer::DataStore)
    }

    /// Whether the image is a known server of something else: a proxy that passes the port on, for example.
    fn answers_otherwise(&self, range: PortRange) -> bool {
        let facts = match &self.built {
            Know::Absent => self.image_facts(),
            _ => None,
        };
        facts.is_some_and(|facts| {
            let is_server = facts.purpose == Purpose::Server && !facts.ports.is_empty();
            is_server && !facts.ports.iter().any(|port| range.contains(port.number))
        })
    }

    /// Whether the interface is told to let in only those with a certificate.
    fn asks_for_certificates(&self, what: &str) -> bool {
        let service = self.service;
        let by_variable = service.environment.iter().any(|pair| pair.name.ends_with("_CLIENT_CERT_AUTH"));
        let by_option = service.command.iter().chain(&service.entrypoint).any(|line| match line {
            CommandLine::List(words, _) => words.iter().any(|word| word.raw.contains("client-cert-auth")),
            CommandLine::Text(text) => text.raw.contains("client-cert-auth"),
            CommandLine::Null(_) => false,
        });
        what == "etcd" && (by_variable || by_option)
    }
}

/// Whether a service has a network of its own, so that its ports can be published. Swarm ignores `network_mode`.
pub(super) fn publishes(service: &Service<'_>, is_stack: bool) -> bool {
    let mode = service.network_mode.as_ref().filter(|_| !is_stack).and_then(|mode| mode.known());
    !mode.is_some_and(|mode| {
        matches!(mode, "host" | "none") || mode.starts_with("service:") || mode.starts_with("container:")
    })
}

fn find<T: Copy>(table: &[Known<T>], range: PortRange, name: &str, is_other: impl Fn() -> bool) -> Option<T> {
    let is_meant = |words: &[&str]| match words {
        [] => !is_other(),
        words => words.iter().any(|word| name.contains(word)),
    };
    // The number first: the other question looks the image up.
    table.iter().find(|(number, words, _)| range.contains(*number) && is_meant(words)).map(|&(_, _, what)| what)
}
