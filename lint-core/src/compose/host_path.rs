//! Paths of the host that give it away, or much of it, when a container gets them.

use super::{Mount, MountKind, Service, Value};
use crate::diagnostic::Severity;
use crate::know::Know;
use crate::sockets::normal;

/// What a container learns or may change through a path of the host.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct HostPath {
    /// What lies there, as words that fit behind a colon.
    pub holds: &'static str,
    /// How bad it is to write there; nothing where that is normal.
    pub write: Option<Severity>,
    /// How bad it is to read it; nothing where that is normal.
    pub read: Option<Severity>,
    /// Whether it is about keys and logins of a user.
    pub is_credential: bool,
}

const HIGH: Option<Severity> = Some(Severity::Error);
const SOME: Option<Severity> = Some(Severity::Warning);
const LOW: Option<Severity> = Some(Severity::Info);
const NONE: Option<Severity> = None;

/// A path, whether what lies below it counts too, what it holds, how bad writing and reading are.
type Row = (&'static str, bool, &'static str, Option<Severity>, Option<Severity>);

const START: &str = "its accounts, keys and start scripts";
const PROGRAMS: &str = "programs that root runs";
const ACCOUNTS: &str = "its accounts";
const JOBS: &str = "what root runs by itself";
const CONTAINERS: &str = "the files of all containers";
const HARMLESS: &str = "";

/// The longest path that fits decides, so an exception stands beside its rule. What a mere program keeps for itself
/// (`/var/lib/x`, `/opt`, `/srv`, `/mnt`, folders below a home) is in no row.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("/", false, "all of it, the engine's socket too", HIGH, SOME),
    ("/etc", false, START, HIGH, SOME),
    ("/etc", true, "settings of the host", LOW, NONE),
    ("/etc/passwd", true, ACCOUNTS, HIGH, LOW),
    ("/etc/group", true, ACCOUNTS, HIGH, LOW),
    ("/etc/shadow", true, "the passwords of its accounts", HIGH, SOME),
    ("/etc/gshadow", true, "the passwords of its groups", HIGH, SOME),
    ("/etc/sudoers", true, "who may become root", HIGH, LOW),
    ("/etc/sudoers.d", true, "who may become root", HIGH, LOW),
    ("/etc/pam.d", true, "how it checks logins", HIGH, LOW),
    ("/etc/ssh", true, "its keys and who may log in", HIGH, SOME),
    ("/etc/systemd", true, JOBS, HIGH, LOW),
    ("/etc/init.d", true, JOBS, HIGH, LOW),
    ("/etc/crontab", true, JOBS, HIGH, LOW),
    ("/etc/cron.d", true, JOBS, HIGH, LOW),
    ("/etc/cron.hourly", true, JOBS, HIGH, LOW),
    ("/etc/cron.daily", true, JOBS, HIGH, LOW),
    ("/etc/cron.weekly", true, JOBS, HIGH, LOW),
    ("/etc/profile", true, JOBS, HIGH, NONE),
    ("/etc/profile.d", true, JOBS, HIGH, NONE),
    ("/etc/ld.so.preload", true, JOBS, HIGH, NONE),
    ("/etc/ld.so.conf.d", true, JOBS, HIGH, NONE),
    ("/etc/udev", true, JOBS, HIGH, NONE),
    ("/etc/modprobe.d", true, JOBS, HIGH, NONE),
    ("/etc/docker", true, "the engine's settings", HIGH, LOW),
    ("/etc/kubernetes", true, "the keys of its cluster", HIGH, SOME),
    ("/etc/letsencrypt", true, "private keys of certificates", LOW, LOW),
    ("/etc/ssl/private", true, "private keys of certificates", SOME, LOW),
    // `bind-mount-read-only` speaks of these.
    ("/etc/localtime", true, HARMLESS, NONE, NONE),
    ("/etc/timezone", true, HARMLESS, NONE, NONE),
    ("/etc/hosts", true, HARMLESS, NONE, NONE),
    ("/etc/hostname", true, HARMLESS, NONE, NONE),
    ("/etc/resolv.conf", true, HARMLESS, NONE, NONE),
    ("/etc/machine-id", true, HARMLESS, NONE, NONE),
    ("/etc/os-release", true, HARMLESS, NONE, NONE),
    ("/root", false, "root's keys and what its shell runs", HIGH, SOME),
    ("/boot", true, "its kernel", HIGH, LOW),
    ("/usr", false, PROGRAMS, HIGH, NONE),
    ("/usr/bin", false, PROGRAMS, HIGH, NONE),
    ("/usr/sbin", false, PROGRAMS, HIGH, NONE),
    ("/usr/lib", false, PROGRAMS, HIGH, NONE),
    ("/usr/lib64", false, PROGRAMS, HIGH, NONE),
    ("/usr/lib/systemd", true, JOBS, HIGH, NONE),
    ("/usr/local", false, PROGRAMS, HIGH, NONE),
    ("/usr/local/bin", false, PROGRAMS, HIGH, NONE),
    ("/usr/local/sbin", false, PROGRAMS, HIGH, NONE),
    ("/bin", false, PROGRAMS, HIGH, NONE),
    ("/sbin", false, PROGRAMS, HIGH, NONE),
    ("/lib", false, PROGRAMS, HIGH, NONE),
    ("/lib64", false, PROGRAMS, HIGH, NONE),
    ("/bin", true, "a program of the host", SOME, NONE),
    ("/sbin", true, "a program of the host", SOME, NONE),
    ("/usr/bin", true, "a program of the host", SOME, NONE),
    ("/usr/sbin", true, "a program of the host", SOME, NONE),
    ("/usr/local/bin", true, "a program of the host", SOME, NONE),
    ("/usr/local/sbin", true, "a program of the host", SOME, NONE),
    ("/lib/modules", true, "the modules of its kernel", SOME, NONE),
    ("/usr/lib/modules", true, "the modules of its kernel", SOME, NONE),
    ("/var/spool/cron", true, JOBS, HIGH, LOW),
    ("/var/lib", false, "the data of its services, of the engine too", HIGH, SOME),
    ("/var/lib/docker", true, CONTAINERS, HIGH, SOME),
    ("/var/lib/containerd", true, CONTAINERS, HIGH, SOME),
    ("/var/lib/containers", true, CONTAINERS, HIGH, SOME),
    ("/var/lib/kubelet", true, CONTAINERS, HIGH, SOME),
    ("/proc", false, "its processes and kernel settings", HIGH, SOME),
    ("/proc", true, "kernel settings and processes", SOME, LOW),
    ("/proc/sys", true, "its kernel settings", HIGH, LOW),
    ("/proc/1", true, "its first process, and through it all of the host", HIGH, SOME),
    ("/sys", false, "its kernel and devices", HIGH, SOME),
    ("/sys", true, "kernel and devices", SOME, LOW),
    ("/dev", false, "its disks and all other devices", HIGH, SOME),
    ("/dev", true, "a device of the host", LOW, LOW),
    ("/dev/mem", true, "its memory", SOME, SOME),
    ("/dev/kmem", true, "its memory", SOME, SOME),
    ("/dev/mapper", true, "its disks", SOME, SOME),
    ("/dev/disk", true, "its disks", SOME, LOW),
    // Harmless devices that stand in for others or hide a file.
    ("/dev/null", true, HARMLESS, NONE, NONE),
    ("/dev/zero", true, HARMLESS, NONE, NONE),
    ("/dev/random", true, HARMLESS, NONE, NONE),
    ("/dev/urandom", true, HARMLESS, NONE, NONE),
    ("/dev/log", true, HARMLESS, NONE, NONE),
    ("/run/systemd", true, "the door to what starts and stops its services", SOME, LOW),
    ("/run/systemd/journal", true, HARMLESS, NONE, NONE),
    ("/run/dbus", true, "its message bus, which starts and stops services", LOW, LOW),
    ("/run/log", true, "the logs of its services", LOW, LOW),
    ("/home", false, "the files and keys of all users", SOME, SOME),
    ("/Users", false, "the files and keys of all users", SOME, SOME),
];

/// Below a home: keys and logins.
const CREDENTIALS: [(&str, &str); 17] = [
    (".ssh", "SSH keys"),
    (".aws", "keys of a cloud"),
    (".azure", "keys of a cloud"),
    (".config/gcloud", "keys of a cloud"),
    (".kube", "keys of a cluster"),
    (".gnupg", "private keys"),
    (".docker", "logins of registries"),
    (".docker/config.json", "logins of registries"),
    (".config/gh", "logins"),
    (".config/op", "logins"),
    (".password-store", "passwords"),
    (".netrc", "logins"),
    (".git-credentials", "logins"),
    (".npmrc", "logins"),
    (".pypirc", "logins"),
    (".pgpass", "passwords"),
    (".vault-token", "a login"),
];

/// Files of SSH that say nothing secret.
const PUBLIC: [&str; 4] = ["known_hosts", "config", "authorized_keys", "environment"];

/// Words of programs that watch the host: reading it is what they are for.
const WATCHERS: &[&str] = &[
    "exporter",
    "cadvisor",
    "netdata",
    "datadog",
    "dd-agent",
    "promtail",
    "alloy",
    "telegraf",
    "filebeat",
    "metricbeat",
    "auditbeat",
    "packetbeat",
    "heartbeat",
    "fluentd",
    "fluentbit",
    "fluent",
    "vector",
    "otel",
    "otelcol",
    "opentelemetry",
    "newrelic",
    "glances",
    "falco",
    "sysdig",
    "wazuh",
    "crowdsec",
    "fail2ban",
    "zabbix",
    "beszel",
    "scrutiny",
    "logstash",
    "loki",
    "osquery",
    "trivy",
    "clamav",
    "pcp",
    "instana",
    "dynatrace",
    "oneagent",
    "splunk",
    "sematext",
    "signoz",
    "parca",
    "pyroscope",
    "coroot",
    "tracee",
    "tetragon",
    "beyla",
    "dozzle",
    "logspout",
    "logdna",
    "collectd",
    "agent",
    "monitoring",
    "prometheus",
    "icinga",
    "nagios",
    "munin",
    "checkmk",
    "bench",
];

/// What a bind mount of this path gives away: an absolute one, or one that begins with `~`. None: what containers are
/// given every day.
///
/// ```
/// use plimsoll_core::compose::host_path::host_path;
///
/// assert!(host_path("/etc/").unwrap().holds.contains("accounts"));
/// assert!(host_path("/home/me/.ssh").unwrap().is_credential);
/// assert_eq!(host_path("/usr/share/zoneinfo"), None);
/// assert_eq!(host_path("/home/me/app"), None);
/// ```
pub fn host_path(path: &str) -> Option<HostPath> {
    if let Some(below) = below_home(path) {
        return home(&below);
    }
    let path = normal(path).trim_start_matches("/host_mnt").to_owned();
    let fits = |&&(row, below, ..): &&Row| if below { is_below(&path, row) } else { path == row };
    let (row, _, holds, write, read) = ROWS.iter().filter(fits).max_by_key(|(row, below, ..)| (row.len(), !*below))?;
    // A disk is a file of its own name.
    let is_disk =
        *row == "/dev" && ["/dev/sd", "/dev/nvme", "/dev/vd", "/dev/xvd"].iter().any(|disk| path.starts_with(disk));
    if is_disk {
        return Some(HostPath { holds: "a disk of the host", write: SOME, read: SOME, is_credential: false });
    }
    (write.is_some() || read.is_some()).then_some(HostPath { holds, write: *write, read: *read, is_credential: false })
}

fn is_below(path: &str, base: &str) -> bool {
    path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What stands behind the home folder of a user; root's own is in the table.
fn below_home(path: &str) -> Option<String> {
    if let Some(rest) = path.strip_prefix('~') {
        return rest.is_empty().then(String::new).or_else(|| rest.strip_prefix('/').map(clean));
    }
    let path = normal(path);
    if let Some(rest) = path.strip_prefix("/root/") {
        return Some(rest.to_owned());
    }
    let rest = path.strip_prefix("/home/").or_else(|| path.strip_prefix("/Users/"))?;
    Some(rest.split_once('/').map_or_else(String::new, |(_, below)| below.to_owned()))
}

fn clean(path: &str) -> String {
    normal(path).trim_start_matches('/').to_owned()
}

fn home(below: &str) -> Option<HostPath> {
    let found = |holds, is_credential| Some(HostPath { holds, write: SOME, read: SOME, is_credential });
    if below.is_empty() {
        return found("a whole home folder, keys and logins with it", false);
    }
    let name = below.rsplit('/').next().unwrap_or("");
    let (folder, holds) = CREDENTIALS.iter().find(|(folder, _)| is_below(below, folder))?;
    // Of the registry logins only the file itself counts; the folder holds plugins too.
    let is_other = *folder == ".docker" && below != ".docker" && name != "config.json";
    let is_public = *folder == ".ssh" && (PUBLIC.contains(&name) || name.rsplit('.').next() == Some("pub"));
    (!is_other && !is_public).then_some(())?;
    found(holds, true)
}

impl Mount<'_> {
    /// The path of the host that is mounted, with the literal defaults of its variables and `~` for the home folder;
    /// `None` for what is no bind mount or not known.
    pub fn host_source(&self) -> Option<String> {
        let other = matches!(&self.kind, Know::Known(kind) if *kind != MountKind::Bind);
        let source = self.source.as_ref().filter(|_| !other)?;
        host_text(source).filter(|text| text.starts_with(['/', '~']))
    }
}

/// A path as text; `$HOME` and `${HOME}` at its beginning are `~`.
pub fn host_text(value: &Value<'_>) -> Option<String> {
    if let Know::Known(text) = value.text_with_defaults() {
        return Some(text.into_owned());
    }
    let rest = ["${HOME}", "$HOME", "${HOME:?}"].iter().find_map(|home| value.raw.strip_prefix(home))?;
    (rest.is_empty() || rest.starts_with('/')).then(|| format!("~{rest}")).filter(|text| !text.contains('$'))
}

impl Service<'_> {
    /// Whether it is, by the words it uses about itself, a program that watches the host.
    pub fn watches_host(&self) -> bool {
        self.words(&[]).iter().any(|word| WATCHERS.contains(&word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(path: &str) -> (Option<Severity>, Option<Severity>) {
        host_path(path).map_or((NONE, NONE), |found| (found.write, found.read))
    }

    #[test]
    fn paths_are_compared_whole_and_never_by_prefix() {
        for path in [
            "/home/me/app",
            "/usr/share/zoneinfo",
            "/etcetera",
            "/var/library",
            "/opt",
            "/srv/data",
            "/mnt",
            "/rooted",
            "/devices",
            "/usr/local/share/x",
            "/var/lib/app",
        ] {
            assert_eq!(host_path(path), None, "{path}");
        }
        for path in ["/etc", "/etc/", "//etc/.", "/srv/../etc"] {
            assert_eq!(levels(path), (HIGH, SOME), "{path}");
        }
    }

    #[test]
    fn the_longest_path_decides() {
        assert_eq!(levels("/etc/nginx/nginx.conf"), (LOW, NONE));
        assert_eq!(levels("/etc/cron.d/backup"), (HIGH, LOW));
        assert_eq!(levels("/etc/localtime"), (NONE, NONE));
        assert_eq!(levels("/lib/modules"), (SOME, NONE));
        assert_eq!(levels("/usr"), (HIGH, NONE));
        assert_eq!(levels("/usr/bin"), (HIGH, NONE));
        assert_eq!(levels("/usr/bin/git"), (SOME, NONE));
        assert_eq!(levels("/dev/null"), (NONE, NONE));
        assert_eq!(levels("/dev/sda1"), (SOME, SOME));
        assert_eq!(levels("/var/lib/docker/containers"), (HIGH, SOME));
    }

    #[test]
    fn homes_and_what_is_secret_in_them() {
        for path in ["~", "/home/me", "/home", "~/.ssh", "/root/.aws/credentials", "/Users/me/.kube", "~/.ssh/id_rsa"] {
            assert_eq!(levels(path), (SOME, SOME), "{path}");
        }
        for path in ["~/app", "/root/app", "~/.ssh/known_hosts", "~/.ssh/id_rsa.pub", "~/.docker/mcp", "~/.config"] {
            assert_eq!(host_path(path), None, "{path}");
        }
    }
}
