//! Images whose configuration names a working directory other than `/`.

use super::names;

/// Name glob, tag glob, directory, where that is written.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// The table.
#[rustfmt::skip] // one image a line, in columns
const IMAGES: &[Row] = &[
    ("amazon/aws-cli", "*", "/aws", "aws/aws-cli docker/Dockerfile"),
    ("apache/airflow", "*", "/opt/airflow", "apache/airflow Dockerfile"),
    ("caddy", "*", "/srv", "caddyserver/caddy-docker Dockerfile.tmpl"),
    ("clojure", "*", "/tmp", "Quantisan/docker-clojure"),
    ("composer", "*", "/app", "composer/docker latest/Dockerfile"),
    ("drupal", "*", "/opt/drupal", "docker-library/drupal Dockerfile.template"),
    ("elasticsearch", "*", "/usr/share/elasticsearch", "elastic/dockerfiles elasticsearch/Dockerfile"),
    ("flink", "*", "/opt/flink", "apache/flink-docker Dockerfile-debian.template"),
    ("getmeili/meilisearch", "*", "/meili_data", "meilisearch/meilisearch Dockerfile"),
    ("ghcr.io/puppeteer/puppeteer", "*", "/home/pptruser", "puppeteer/puppeteer docker/Dockerfile"),
    ("ghost", "*", "/var/lib/ghost", "docker-library/ghost Dockerfile.template"),
    ("golang", "*", "/go", "docker-library/golang Dockerfile-linux.template"),
    ("gradle", "*", "/home/gradle", "gradle/docker-gradle"),
    ("grafana/grafana", "*", "/usr/share/grafana", "grafana/grafana Dockerfile"),
    ("httpd", "*", "/usr/local/apache2", "docker-library/httpd 2.4/Dockerfile"),
    ("jetty", "*", "/var/lib/jetty", "jetty/jetty.docker"),
    ("joomla", "*", "/var/www/html", "joomla-docker/docker-joomla (built on php with a web server)"),
    ("jupyter/*", "*", "/home/jovyan", "jupyter/docker-stacks images/docker-stacks-foundation/Dockerfile"),
    ("kibana", "*", "/usr/share/kibana", "elastic/dockerfiles kibana/Dockerfile"),
    ("logstash", "*", "/usr/share/logstash", "elastic/dockerfiles logstash/Dockerfile"),
    ("matomo", "*", "/var/www/html", "matomo-org/docker (built on php with a web server)"),
    ("mediawiki", "*", "/var/www/html", "wikimedia/mediawiki-docker (built on php with a web server)"),
    ("neo4j", "*", "/var/lib/neo4j", "neo4j/docker-neo4j"),
    ("nextcloud", "*", "/var/www/html", "nextcloud/docker (built on php with a web server)"),
    ("nodered/node-red", "*", "/usr/src/node-red", "node-red/node-red-docker"),
    ("oven/bun", "*", "/home/bun/app", "oven-sh/bun dockerhub/debian/Dockerfile"),
    ("perl", "*", "/usr/src/app", "perl/docker-perl"),
    ("php", "*apache*", "/var/www/html", "docker-library/php apache-Dockerfile-block-2"),
    ("php", "*fpm*", "/var/www/html", "docker-library/php fpm-Dockerfile-block-2"),
    ("phpmyadmin", "*", "/var/www/html", "phpmyadmin/docker (built on php with a web server)"),
    ("prom/alertmanager", "*", "/alertmanager", "prometheus/alertmanager Dockerfile"),
    ("prom/prometheus", "*", "/prometheus", "prometheus/prometheus Dockerfile"),
    ("public.ecr.aws/lambda/*", "*", "/var/task", "aws/aws-lambda-base-images"),
    ("quay.io/jupyter/*", "*", "/home/jovyan", "jupyter/docker-stacks images/docker-stacks-foundation/Dockerfile"),
    ("redis", "*", "/data", "redis/docker-library-redis"),
    ("redmine", "*", "/usr/src/redmine", "docker-library/redmine Dockerfile.template"),
    ("solr", "*", "/opt/solr", "apache/solr-docker"),
    ("sonarqube", "*", "/opt/sonarqube", "SonarSource/docker-sonarqube"),
    ("spark", "*", "/opt/spark/work-dir", "apache/spark-docker"),
    ("tomcat", "*", "/usr/local/tomcat", "docker-library/tomcat Dockerfile.template"),
    ("tomee", "*", "/usr/local/tomee", "tomitribe/docker-tomee"),
    ("valkey/valkey", "*", "/data", "valkey-io/valkey-container"),
    ("varnish", "*", "/etc/varnish", "varnish/docker-varnish"),
    ("wordpress", "*", "/var/www/html", "docker-library/wordpress Dockerfile.template"),
];

/// The directory in which an image starts, when it is known to be another than `/`; by the image's familiar name and tag.
///
/// ```
/// use plimsoll_core::images::workdir;
///
/// assert_eq!(workdir("golang", Some("1.26-alpine")), Some("/go"));
/// assert_eq!(workdir("php", Some("8.4-cli")), None);
/// assert_eq!(workdir("alpine", None), None);
/// ```
pub fn workdir(familiar_name: &str, tag: Option<&str>) -> Option<&'static str> {
    let (name, tag) = (names::normalise(familiar_name), tag.unwrap_or("latest"));
    let row = IMAGES.iter().find(|row| names::matches(row.0, name) && names::matches(row.1, tag));
    row.map(|row| row.2)
}
