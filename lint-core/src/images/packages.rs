//! Packages whose installation creates an account with whatever number is free.

/// Package managers, where a package's name depends on them.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum PackageManager {
    /// apt and dpkg.
    Apt,
    /// apk.
    Apk,
    /// yum, dnf and microdnf.
    Yum,
    /// More than one of them.
    Any,
}

impl PackageManager {
    /// Whether a package has the name under the manager of that command.
    pub fn is(self, command: &str) -> bool {
        match self {
            Self::Apt => matches!(command, "apt" | "apt-get" | "aptitude"),
            Self::Apk => command == "apk",
            Self::Yum => matches!(command, "yum" | "dnf" | "dnf5" | "microdnf" | "tdnf"),
            Self::Any => Self::Apt.is(command) || Self::Apk.is(command) || Self::Yum.is(command),
        }
    }
}

/// An account that a package's installation creates when it is not there.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub user: &'static str,
    /// Its main group.
    pub group: &'static str,
    /// Where the package has this name.
    pub manager: PackageManager,
    /// True when the account owns data that people keep on a volume: then its number must not change.
    pub data: bool,
    /// Where that data is.
    pub data_path: Option<&'static str>,
    /// The number that the package asks for, if it asks for one. It is fixed then, unless somebody else has it.
    pub fixed_uid: Option<u32>,
}

const fn account(
    user: &'static str,
    group: &'static str,
    manager: PackageManager,
    path: Option<&'static str>,
) -> Account {
    Account { user, group, manager, data: path.is_some(), data_path: path, fixed_uid: None }
}

/// The same account, with a number that the packaging fixes.
const fn fixed(account: Account, uid: u32) -> Account {
    Account { fixed_uid: Some(uid), ..account }
}

use PackageManager::{Any, Apk, Apt, Yum};

/// Packages and their accounts, from the packages' install scripts (postinst, pre-install, `%pre`) as far as known;
/// general knowledge where a distribution changed them.
#[rustfmt::skip] // one package a line, in columns
static PACKAGES: &[(&str, &[Account])] = &[
    ("postgresql", &[account("postgres", "postgres", Any, Some("/var/lib/postgresql"))]),
    ("postgresql-server", &[fixed(account("postgres", "postgres", Yum, Some("/var/lib/pgsql")), 26)]),
    ("postgresql-common", &[account("postgres", "postgres", Apt, Some("/var/lib/postgresql"))]),
    ("mongodb", &[account("mongodb", "mongodb", Any, Some("/var/lib/mongodb"))]),
    ("mongodb-server", &[account("mongodb", "mongodb", Apt, Some("/var/lib/mongodb"))]),
    ("mongodb-org", &[account("mongodb", "mongodb", Apt, Some("/var/lib/mongodb")), account("mongod", "mongod", Yum, Some("/var/lib/mongo"))]),
    ("mongodb-org-server", &[account("mongodb", "mongodb", Apt, Some("/var/lib/mongodb")), account("mongod", "mongod", Yum, Some("/var/lib/mongo"))]),
    ("redis-server", &[account("redis", "redis", Apt, Some("/var/lib/redis"))]),
    ("redis", &[account("redis", "redis", Any, Some("/var/lib/redis"))]),
    ("valkey", &[account("valkey", "valkey", Any, Some("/var/lib/valkey"))]),
    ("valkey-server", &[account("valkey", "valkey", Apt, Some("/var/lib/valkey"))]),
    ("nginx", &[account("www-data", "www-data", Apt, None), account("nginx", "nginx", Apk, None), account("nginx", "nginx", Yum, None)]),
    ("mysql-server", &[account("mysql", "mysql", Apt, Some("/var/lib/mysql")), fixed(account("mysql", "mysql", Yum, Some("/var/lib/mysql")), 27)]),
    ("mysql-community-server", &[account("mysql", "mysql", Apt, Some("/var/lib/mysql")), fixed(account("mysql", "mysql", Yum, Some("/var/lib/mysql")), 27)]),
    ("default-mysql-server", &[account("mysql", "mysql", Apt, Some("/var/lib/mysql"))]),
    ("mysql", &[account("mysql", "mysql", Apk, Some("/var/lib/mysql"))]),
    ("mariadb-server", &[account("mysql", "mysql", Apt, Some("/var/lib/mysql")), fixed(account("mysql", "mysql", Yum, Some("/var/lib/mysql")), 27)]),
    ("mariadb", &[account("mysql", "mysql", Apk, Some("/var/lib/mysql"))]),
    ("percona-server-server", &[account("mysql", "mysql", Any, Some("/var/lib/mysql"))]),
    ("rabbitmq-server", &[account("rabbitmq", "rabbitmq", Any, Some("/var/lib/rabbitmq"))]),
    ("apache2", &[account("apache", "apache", Apk, None)]),
    ("httpd", &[fixed(account("apache", "apache", Yum, None), 48)]),
    ("elasticsearch", &[account("elasticsearch", "elasticsearch", Any, Some("/var/lib/elasticsearch"))]),
    ("opensearch", &[account("opensearch", "opensearch", Any, Some("/var/lib/opensearch"))]),
    ("logstash", &[account("logstash", "logstash", Any, Some("/var/lib/logstash"))]),
    ("kibana", &[account("kibana", "kibana", Any, Some("/var/lib/kibana"))]),
    ("memcached", &[account("memcache", "memcache", Apt, None), account("memcached", "memcached", Yum, None), account("memcached", "memcached", Apk, None)]),
    ("mosquitto", &[account("mosquitto", "mosquitto", Any, Some("/var/lib/mosquitto"))]),
    ("tomcat9", &[account("tomcat", "tomcat", Apt, Some("/var/lib/tomcat9"))]),
    ("tomcat10", &[account("tomcat", "tomcat", Apt, Some("/var/lib/tomcat10"))]),
    ("tomcat", &[fixed(account("tomcat", "tomcat", Yum, Some("/var/lib/tomcat")), 53)]),
    ("jenkins", &[account("jenkins", "jenkins", Any, Some("/var/lib/jenkins"))]),
    ("grafana", &[account("grafana", "grafana", Any, Some("/var/lib/grafana"))]),
    ("prometheus", &[account("prometheus", "prometheus", Any, Some("/var/lib/prometheus"))]),
    ("haproxy", &[account("haproxy", "haproxy", Any, None)]),
    ("bind9", &[account("bind", "bind", Apt, Some("/var/cache/bind"))]),
    ("bind", &[account("named", "named", Apk, Some("/var/bind")), fixed(account("named", "named", Yum, Some("/var/named")), 25)]),
    ("slapd", &[account("openldap", "openldap", Apt, Some("/var/lib/ldap"))]),
    ("openldap", &[account("ldap", "ldap", Apk, Some("/var/lib/openldap"))]),
    ("openldap-servers", &[fixed(account("ldap", "ldap", Yum, Some("/var/lib/ldap")), 55)]),
    ("postfix", &[account("postfix", "postfix", Apt, Some("/var/spool/postfix")), account("postfix", "postfix", Apk, Some("/var/spool/postfix")), fixed(account("postfix", "postfix", Yum, Some("/var/spool/postfix")), 89)]),
    ("exim4", &[account("Debian-exim", "Debian-exim", Apt, Some("/var/spool/exim4"))]),
    ("exim4-daemon-light", &[account("Debian-exim", "Debian-exim", Apt, Some("/var/spool/exim4"))]),
    ("opendkim", &[account("opendkim", "opendkim", Any, None)]),
    ("dovecot", &[account("dovecot", "dovecot", Apk, None), fixed(account("dovecot", "dovecot", Yum, None), 97)]),
    ("dovecot-core", &[account("dovecot", "dovecot", Apt, None)]),
    ("ntp", &[account("ntp", "ntp", Apt, Some("/var/lib/ntp")), fixed(account("ntp", "ntp", Yum, Some("/var/lib/ntp")), 38)]),
    ("ntpsec", &[account("ntpsec", "ntpsec", Apt, Some("/var/lib/ntpsec"))]),
    ("chrony", &[account("_chrony", "_chrony", Apt, Some("/var/lib/chrony")), account("chrony", "chrony", Apk, Some("/var/lib/chrony")), account("chrony", "chrony", Yum, Some("/var/lib/chrony"))]),
    ("influxdb", &[account("influxdb", "influxdb", Any, Some("/var/lib/influxdb"))]),
    ("influxdb2", &[account("influxdb", "influxdb", Any, Some("/var/lib/influxdb"))]),
    ("telegraf", &[account("telegraf", "telegraf", Any, None)]),
    ("cassandra", &[account("cassandra", "cassandra", Any, Some("/var/lib/cassandra"))]),
    ("kafka", &[account("kafka", "kafka", Any, Some("/var/lib/kafka"))]),
    ("confluent-kafka", &[account("cp-kafka", "confluent", Any, Some("/var/lib/kafka"))]),
    ("zookeeper", &[account("zookeeper", "zookeeper", Any, Some("/var/lib/zookeeper"))]),
    ("varnish", &[account("varnish", "varnish", Any, Some("/var/lib/varnish"))]),
    ("squid", &[account("squid", "squid", Apk, Some("/var/cache/squid")), fixed(account("squid", "squid", Yum, Some("/var/spool/squid")), 23)]),
    ("proftpd", &[account("proftpd", "nogroup", Apt, None), account("proftpd", "proftpd", Apk, None)]),
    ("proftpd-basic", &[account("proftpd", "nogroup", Apt, None)]),
    ("proftpd-core", &[account("proftpd", "nogroup", Apt, None)]),
    ("vsftpd", &[account("ftp", "ftp", Apt, Some("/srv/ftp")), account("vsftp", "vsftp", Apk, None)]),
    ("openssh-server", &[account("sshd", "nogroup", Apt, None), fixed(account("sshd", "sshd", Yum, None), 74)]),
    ("couchdb", &[account("couchdb", "couchdb", Any, Some("/var/lib/couchdb"))]),
    ("clickhouse-server", &[account("clickhouse", "clickhouse", Any, Some("/var/lib/clickhouse"))]),
    ("neo4j", &[account("neo4j", "neo4j", Any, Some("/var/lib/neo4j"))]),
    ("minio", &[account("minio", "minio", Apk, Some("/var/lib/minio"))]),
    ("etcd", &[account("etcd", "etcd", Any, Some("/var/lib/etcd"))]),
    ("etcd-server", &[account("etcd", "etcd", Apt, Some("/var/lib/etcd"))]),
    ("consul", &[account("consul", "consul", Any, Some("/opt/consul"))]),
    ("vault", &[account("vault", "vault", Any, Some("/opt/vault"))]),
    ("beanstalkd", &[account("beanstalkd", "beanstalkd", Any, Some("/var/lib/beanstalkd"))]),
    ("icecast2", &[account("icecast2", "icecast", Apt, None)]),
    ("icecast", &[account("icecast", "icecast", Any, None)]),
    ("unbound", &[account("unbound", "unbound", Any, None)]),
    ("dnsmasq", &[account("dnsmasq", "nogroup", Apt, None), account("dnsmasq", "dnsmasq", Apk, None)]),
    ("tor", &[account("debian-tor", "debian-tor", Apt, Some("/var/lib/tor")), account("tor", "tor", Apk, Some("/var/lib/tor"))]),
    ("transmission-daemon", &[account("debian-transmission", "debian-transmission", Apt, Some("/var/lib/transmission-daemon")), account("transmission", "transmission", Apk, Some("/var/lib/transmission"))]),
    ("zabbix-server-pgsql", &[account("zabbix", "zabbix", Any, None)]),
    ("zabbix-server-mysql", &[account("zabbix", "zabbix", Any, None)]),
    ("zabbix-agent", &[account("zabbix", "zabbix", Any, None)]),
    ("freeradius", &[account("freerad", "freerad", Apt, None), account("radius", "radius", Apk, None), fixed(account("radiusd", "radiusd", Yum, None), 95)]),
    ("clamav-daemon", &[account("clamav", "clamav", Any, Some("/var/lib/clamav"))]),
    ("clamav", &[account("clamav", "clamav", Any, Some("/var/lib/clamav"))]),
    ("gitlab-ce", &[account("git", "git", Any, Some("/var/opt/gitlab"))]),
    ("gitlab-ee", &[account("git", "git", Any, Some("/var/opt/gitlab"))]),
    ("gitlab-runner", &[account("gitlab-runner", "gitlab-runner", Any, Some("/home/gitlab-runner"))]),
    ("solr", &[account("solr", "solr", Any, Some("/var/solr"))]),
    ("asterisk", &[account("asterisk", "asterisk", Any, Some("/var/lib/asterisk"))]),
    ("prosody", &[account("prosody", "prosody", Any, Some("/var/lib/prosody"))]),
    ("ejabberd", &[account("ejabberd", "ejabberd", Any, Some("/var/lib/ejabberd"))]),
    ("munin", &[account("munin", "munin", Any, Some("/var/lib/munin"))]),
    ("collectd", &[account("collectd", "collectd", Apk, None)]),
    ("docker-registry", &[account("docker-registry", "docker-registry", Any, Some("/var/lib/docker-registry"))]),
];

/// The accounts that installing this package creates, one for each way the package managers do it. The name is as
/// written on the command line: a version after `=` or a release after `/` does not count, nor does the major version
/// of `postgresql` packages (`postgresql-16`).
pub fn accounts_created_by(package: &str) -> Option<&'static [Account]> {
    let name = package.split(['=', '/', '~', '>', '<', '@', ':']).next()?;
    let found = |name: &str| PACKAGES.iter().find(|(package, _)| *package == name).map(|(_, accounts)| *accounts);
    found(name).or_else(|| found(without_major(name)?))
}

/// `postgresql-16`, `postgresql16`, `postgresql16-server` and `mariadb-server-10.6` without the number.
fn without_major(name: &str) -> Option<&'static str> {
    let is_version = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let after = |prefix: &str| name.strip_prefix(prefix);
    let server = after("postgresql").and_then(|rest| rest.strip_suffix("-server"));
    if server.is_some_and(is_version) {
        return Some("postgresql-server");
    }
    let prefixes = [
        ("postgresql-", "postgresql"),
        ("postgresql", "postgresql"),
        ("mariadb-server-", "mariadb-server"),
        ("mysql-server-", "mysql-server"),
        ("percona-server-server-", "percona-server-server"),
    ];
    prefixes.into_iter().find_map(|(prefix, package)| after(prefix).filter(|rest| is_version(rest)).map(|_| package))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_store_has_an_account_with_data() {
        let accounts = accounts_created_by("mongodb-org").unwrap();
        assert!(accounts.iter().all(|account| account.data && account.data_path.is_some()));
        assert_eq!(accounts.iter().map(|account| account.user).collect::<Vec<_>>(), ["mongodb", "mongod"]);
        assert!(!accounts_created_by("haproxy").unwrap()[0].data);
    }

    #[test]
    fn versions_in_and_after_the_name_do_not_matter() {
        for name in ["postgresql-16", "postgresql16", "postgresql=16+257", "postgresql/bookworm-backports"] {
            assert_eq!(accounts_created_by(name).unwrap()[0].user, "postgres", "{name}");
        }
        assert_eq!(accounts_created_by("postgresql16-server").unwrap()[0].fixed_uid, Some(26));
        assert_eq!(accounts_created_by("mysql-server-8.0").unwrap()[0].user, "mysql");
        assert_eq!(accounts_created_by("redis@edge").unwrap()[0].user, "redis");
    }

    #[test]
    fn a_client_creates_no_account() {
        for name in ["postgresql-client", "postgresql-client-16", "mysql-client", "redis-tools", "curl", "", "="] {
            assert_eq!(accounts_created_by(name), None, "{name}");
        }
    }

    #[test]
    fn no_package_stands_twice() {
        let mut names: Vec<_> = PACKAGES.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
