//! Bind mounts of files that a program only reads: its configuration, certificates, start scripts, files of the host.

use super::host_path::host_path;
use super::targets::clean;
use super::writable::is_at_or_below;
use super::{Mount, MountKind, Service};
use crate::know::Know;

/// What a program only reads.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum OnlyRead {
    /// Its configuration.
    Configuration,
    /// A certificate or a key.
    Certificate,
    /// What a database runs at its first start.
    StartScript,
    /// A file of the host that says where and who it is.
    HostFile,
}

impl OnlyRead {
    /// In words, for a message.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Certificate => "a certificate or key",
            Self::StartScript => "what runs at the first start",
            Self::HostFile => "a file of the host",
        }
    }
}

/// Files of the host, which `sensitive-host-mount` leaves alone.
const HOST_FILES: [&str; 8] = [
    "/etc/localtime",
    "/etc/timezone",
    "/etc/hosts",
    "/etc/hostname",
    "/etc/resolv.conf",
    "/etc/machine-id",
    "/etc/os-release",
    "/usr/share/zoneinfo",
];
/// Folders in a container that hold configuration and nothing that a program writes.
const FOLDERS: [&str; 9] = [
    "/etc/nginx/conf.d",
    "/etc/nginx/templates",
    "/etc/nginx/snippets",
    "/etc/ssl/certs",
    "/etc/mysql/conf.d",
    "/etc/grafana/provisioning",
    "/etc/prometheus",
    "/etc/haproxy",
    "/usr/local/etc/haproxy",
];
/// File names that say what they are.
const NAMES: [&str; 3] = ["Caddyfile", "Corefile", "Caddyfile.d"];
const ENDINGS: [&str; 5] = ["conf", "cnf", "cfg", "ini", "properties"];
/// Endings of what may as well be data; configuration below `/etc`.
const ENDINGS_BELOW_ETC: [&str; 6] = ["yml", "yaml", "toml", "xml", "json", "htpasswd"];
const CERTIFICATES: [&str; 5] = ["crt", "pem", "key", "cer", "ca-bundle"];
/// Where people work on what they mount.
const WORKPLACES: [&str; 7] = ["/app", "/code", "/src", "/workspace", "/workspaces", "/usr/src", "/home"];
/// Words of programs that write their configuration or their certificates themselves.
const WRITERS: [&str; 34] = [
    "wireguard",
    "wg",
    "easy",
    "certbot",
    "acme",
    "letsencrypt",
    "swag",
    "npm",
    "manager",
    "companion",
    "gen",
    "homeassistant",
    "hass",
    "assistant",
    "zigbee2mqtt",
    "esphome",
    "frigate",
    "pihole",
    "adguardhome",
    "sentinel",
    "syncthing",
    "deluge",
    "transmission",
    "linuxserver",
    "step",
    "vault",
    "keycloak",
    "authentik",
    "unifi",
    "mosquitto",
    "ddns",
    "updater",
    "editor",
    "configurator",
];

impl<'a> Service<'a> {
    /// The writable bind mounts of what the program only reads, in all likelihood.
    pub fn writable_inputs(&self) -> Vec<(&Mount<'a>, OnlyRead)> {
        let words = self.words(&[]);
        let writes = words.iter().any(|word| WRITERS.contains(&word.as_str()));
        // The entrypoint of nginx makes `conf.d` from these.
        let templates = self
            .volumes
            .iter()
            .filter_map(|mount| mount.target.as_ref())
            .any(|target| target.raw.contains("/etc/nginx/templates"));
        let inputs = self.volumes.iter().filter_map(|mount| Some((mount, only_read(mount)?)));
        inputs
            .filter(|(mount, kind)| match kind {
                OnlyRead::HostFile | OnlyRead::StartScript => true,
                OnlyRead::Certificate => !writes,
                OnlyRead::Configuration => {
                    let made = templates && mount.target.as_ref().is_some_and(|target| target.raw.contains("conf.d"));
                    !writes && !made
                }
            })
            .collect()
    }
}

fn only_read(mount: &Mount<'_>) -> Option<OnlyRead> {
    if mount.kind != Know::Known(MountKind::Bind) || mount.read_only != Know::Known(false) {
        return None;
    }
    let source = mount.source.as_ref()?;
    let target = mount.target.as_ref()?.text_with_defaults().known()?;
    let target = clean(&target);
    if let Know::Known(source) = source.text_with_defaults() {
        if HOST_FILES.iter().any(|file| source.starts_with('/') && is_at_or_below(&source, file)) {
            return Some(OnlyRead::HostFile);
        }
        if host_path(&source).is_some_and(|found| found.write.is_some() && source.starts_with(['/', '~'])) {
            return None;
        }
    }
    if is_at_or_below(&target, "/docker-entrypoint-initdb.d") {
        return Some(OnlyRead::StartScript);
    }
    if WORKPLACES.iter().any(|place| is_at_or_below(&target, place)) {
        return None;
    }
    let file = target.rsplit('/').next().unwrap_or("");
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let below_etc = is_at_or_below(&target, "/etc") || is_at_or_below(&target, "/usr/local/etc");
    // A configuration that a program keeps up to date itself.
    let is_kept = file.contains("sentinel") || file.contains("nodes.conf") || file.contains("acme");
    if is_kept {
        return None;
    }
    if CERTIFICATES.contains(&ending) {
        return Some(OnlyRead::Certificate);
    }
    let by_file = ENDINGS.contains(&ending) || (below_etc && ENDINGS_BELOW_ETC.contains(&ending));
    (by_file || NAMES.contains(&file) || FOLDERS.contains(&target.as_str())).then_some(OnlyRead::Configuration)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn kinds(service: &str) -> Vec<OnlyRead> {
        let yaml = crate::yaml::parse(format!("services:\n  a:\n{service}").into());
        let compose = read(&yaml);
        compose.services[0].writable_inputs().into_iter().map(|(_, kind)| kind).collect()
    }

    #[test]
    fn what_a_program_only_reads_is_known_by_its_name_and_place() {
        let of = |mount: &str| kinds(&format!("    image: x\n    volumes: ['{mount}']\n"));
        assert_eq!(of("./nginx.conf:/etc/nginx/nginx.conf"), [OnlyRead::Configuration]);
        assert_eq!(of("./prometheus.yml:/etc/prometheus/prometheus.yml"), [OnlyRead::Configuration]);
        assert_eq!(of("./tls.key:/certs/tls.key"), [OnlyRead::Certificate]);
        assert_eq!(of("./init:/docker-entrypoint-initdb.d"), [OnlyRead::StartScript]);
        assert_eq!(of("/etc/localtime:/etc/localtime"), [OnlyRead::HostFile]);
        for mount in [
            "./a.conf:/a.conf:ro",
            "./data:/var/lib/x",
            "./app.ini:/app/app.ini",
            "conf:/etc/nginx/conf.d",
            "./a.yml:/a.yml",
        ] {
            assert_eq!(of(mount), [], "{mount}");
        }
    }

    #[test]
    fn programs_that_write_it_are_spared() {
        assert_eq!(
            kinds("    image: linuxserver/wireguard\n    volumes: ['./wg0.conf:/etc/wireguard/wg0.conf']\n"),
            []
        );
        assert_eq!(kinds("    image: redis\n    volumes: ['./sentinel.conf:/etc/redis/sentinel.conf']\n"), []);
    }
}
