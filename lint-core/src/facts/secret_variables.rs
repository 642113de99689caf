//! Which images read a credential from a file that a variable names.

use crate::cx::ServiceAt;
use crate::know::Know;

/// Images with the variables that have a `_FILE` sibling. Source: the entry points and documentation of the images.
const READERS: [(&str, &[&str]); 20] = [
    ("postgres", &["POSTGRES_PASSWORD"]),
    ("postgis/postgis", &["POSTGRES_PASSWORD"]),
    ("pgvector/pgvector", &["POSTGRES_PASSWORD"]),
    ("timescale/timescaledb", &["POSTGRES_PASSWORD"]),
    ("mysql", &["MYSQL_ROOT_PASSWORD", "MYSQL_PASSWORD"]),
    ("percona", &["MYSQL_ROOT_PASSWORD", "MYSQL_PASSWORD"]),
    ("mariadb", &["MARIADB_ROOT_PASSWORD", "MARIADB_PASSWORD", "MYSQL_ROOT_PASSWORD", "MYSQL_PASSWORD"]),
    ("mongo", &["MONGO_INITDB_ROOT_PASSWORD"]),
    ("influxdb", &["DOCKER_INFLUXDB_INIT_PASSWORD", "DOCKER_INFLUXDB_INIT_ADMIN_TOKEN"]),
    ("elasticsearch", &["ELASTIC_PASSWORD", "KEYSTORE_PASSWORD"]),
    ("docker.elastic.co/elasticsearch/elasticsearch", &["ELASTIC_PASSWORD", "KEYSTORE_PASSWORD"]),
    ("minio/minio", &["MINIO_ROOT_PASSWORD"]),
    ("quay.io/minio/minio", &["MINIO_ROOT_PASSWORD"]),
    ("wordpress", &["WORDPRESS_DB_PASSWORD"]),
    (
        "nextcloud",
        &["MYSQL_PASSWORD", "POSTGRES_PASSWORD", "NEXTCLOUD_ADMIN_PASSWORD", "SMTP_PASSWORD", "REDIS_HOST_PASSWORD"],
    ),
    ("redmine", &["REDMINE_DB_PASSWORD", "REDMINE_SECRET_KEY_BASE"]),
    ("joomla", &["JOOMLA_DB_PASSWORD"]),
    ("vaultwarden/server", &["ADMIN_TOKEN", "SMTP_PASSWORD", "DATABASE_URL", "YUBICO_SECRET_KEY"]),
    ("ghcr.io/paperless-ngx/paperless-ngx", &["PAPERLESS_DBPASS", "PAPERLESS_SECRET_KEY"]),
    ("matomo", &["MATOMO_DATABASE_PASSWORD"]),
];

/// The variable that names a file with what this one holds, when the image of the service reads it.
pub fn file_variable(at: &ServiceAt<'_>, name: &str) -> Option<String> {
    let Know::Known(image) = at.image() else { return None };
    let (_, variables) = READERS.iter().find(|(reader, _)| *reader == image.familiar)?;
    variables.contains(&name).then(|| format!("{name}_FILE"))
}
