//! Where the image of a service keeps its data, and whether that outlives the container.

use crate::compose::targets::clean;
use crate::compose::writable::is_at_or_below;
use crate::compose::{CommandLine, Mount, MountKind, Origin, Service};
use crate::cx::{ComposeCx, ServiceAt};
use crate::images::Image;
use crate::know::Know;
use crate::span::Span;
use std::collections::HashSet;

/// Data that goes with the container.
#[derive(Clone, Debug)]
pub struct Unkept<'s> {
    /// The image by its familiar name.
    pub image: String,
    /// Where it keeps its data.
    pub path: &'static str,
    /// Why the data goes.
    pub cause: Cause<'s>,
    /// Whether many run it on purpose without a volume: caches, brokers, what can be made again.
    pub is_light: bool,
}

/// Why data goes with the container.
#[derive(Clone, Debug)]
pub enum Cause<'s> {
    /// Nothing is mounted there.
    Nothing,
    /// Memory is mounted there.
    Memory(Span, Origin),
    /// A volume is mounted where the image keeps nothing.
    Elsewhere(&'s Mount<'s>),
}

/// Images that are often run without keeping anything, by the last part of their name.
const LIGHT: [&str; 17] = [
    "redis",
    "valkey",
    "rabbitmq",
    "kafka",
    "cp-kafka",
    "cp-zookeeper",
    "zookeeper",
    "caddy",
    "grafana",
    "loki",
    "prometheus",
    "alertmanager",
    "sonarqube",
    "pihole",
    "wordpress",
    "elasticsearch",
    "opensearch",
];

/// Options and variables that move the data.
const MOVES: [&str; 21] = [
    "--datadir",
    "--dbpath",
    "--dir",
    "--data-dir",
    "--path.data",
    "-Epath.data",
    "data_directory",
    "--storage.tsdb.path",
    "--config.file",
    "--config",
    "-config",
    "-f",
    "--defaults-file",
    "-D",
    "PGDATA",
    "path.data",
    "KAFKA_LOG_DIRS",
    "KAFKA_CFG_LOG_DIRS",
    "GF_PATHS_DATA",
    "JENKINS_HOME",
    "MINIO_VOLUMES",
];

impl<'a> ServiceAt<'a> {
    /// Whether the service runs an image that keeps data, and the data goes with the container. None where that is not
    /// certain: another program, another place by an option, a variable or a configuration that is mounted.
    pub fn unkept_data(&self, cx: &ComposeCx<'_>) -> Option<Unkept<'a>> {
        let service = self.service;
        let (image, familiar) = self.image_that_runs()?;
        if !image.stateful || familiar == "docker" || !service.volumes_from.is_empty() || service.entrypoint.is_some() {
            return None;
        }
        let path = *image.data_paths.first()?;
        let kept = |path: &str| self.is_kept(path, &image, cx.is_stack);
        let states: Vec<Know<Kept>> = image.data_paths.iter().map(|path| kept(path)).collect();
        if states.iter().any(|state| state.is_unknown() || *state == Know::Known(Kept::Yes)) {
            return None;
        }
        let name = familiar.rsplit('/').next().unwrap_or("").to_owned();
        if !runs_the_server(service, &name) || moves_data(service, &name, path) {
            return None;
        }
        let cause = match states.into_iter().find_map(Know::known) {
            Some(Kept::Memory(span, origin)) => Cause::Memory(span, origin),
            _ => match self.wrong_mount(&image) {
                Some(mount) => Cause::Elsewhere(mount),
                None => Cause::Nothing,
            },
        };
        let is_light =
            (LIGHT.contains(&name.as_str()) || familiar.starts_with("linuxserver/")) && !wants_persistence(service);
        Some(Unkept { image: familiar, path, cause, is_light })
    }

    /// The volumes that the image declares and that no mount names: each new container gets an anonymous one.
    pub fn unmapped_volumes(&self, is_stack: bool) -> Vec<(String, Option<Span>)> {
        let service = self.service;
        if !service.volumes_from.is_empty() {
            return Vec::new();
        }
        let mut declared: Vec<(String, Option<Span>)> = Vec::new();
        if let Know::Known(built) = &self.built {
            declared.extend(built.stage.volumes.iter().map(|(path, span)| (clean(path), Some(*span))));
        }
        let facts = if self.built.is_unknown() { None } else { self.image_facts() };
        declared.extend(facts.iter().flat_map(|image| image.volumes).map(|path| (clean(path), None)));
        let mut named: HashSet<String> = HashSet::new();
        let tmpfs = service.tmpfs.iter().filter(|_| !is_stack).map(|tmpfs| &tmpfs.path);
        for target in tmpfs.chain(service.volumes.iter().filter_map(|mount| mount.target.as_ref())) {
            match target.text_with_defaults() {
                Know::Known(target) => {
                    named.insert(clean(&target));
                }
                _ => return Vec::new(),
            }
        }
        if service.volumes.iter().any(|mount| mount.target.is_none()) {
            return Vec::new();
        }
        // A path that is declared twice is one volume.
        declared.retain(|(path, _)| !path.contains('$') && named.insert(path.clone()));
        declared
    }

    /// The image whose program runs, with its familiar name: the one that is named, or the one that the stage starts from
    /// where that leaves the program as it is.
    fn image_that_runs(&self) -> Option<(Image, String)> {
        let name = match &self.built {
            Know::Known(built) if built.stage.entrypoint.is_none() && built.stage.cmd.is_none() => {
                built.stage.image.clone().known()?
            }
            Know::Absent => self.image().known()?,
            _ => return None,
        };
        // Behind a digest alone stands any version.
        let is_any = name.has_digest && name.tag.is_none();
        let familiar = name.familiar.strip_prefix("library/").unwrap_or(&name.familiar).to_owned();
        name.facts().filter(|_| !is_any).map(|facts| (facts, familiar))
    }

    fn is_kept(&self, path: &str, image: &Image, is_stack: bool) -> Know<Kept> {
        let service = self.service;
        let path = clean(path);
        // A volume of the image between the mount and the data hides the mount.
        let hidden = |target: &str| {
            image.volumes.iter().any(|volume| {
                is_at_or_below(&path, volume) && is_at_or_below(volume, target) && clean(volume) != clean(target)
            })
        };
        let wrong = |target: &str| image.wrong_mounts.iter().any(|wrong| clean(wrong) == clean(target));
        let mut memory = None;
        for mount in &service.volumes {
            let Some(target) = &mount.target else { return Know::Known(Kept::Yes) };
            let Know::Known(text) = target.text_with_defaults() else { return Know::Known(Kept::Yes) };
            let covers = is_at_or_below(&path, &text) && !hidden(&text);
            let is_memory = mount.kind == Know::Known(MountKind::Tmpfs);
            if covers && is_memory {
                memory = Some((target.span, mount.origin));
            } else if covers || (is_at_or_below(&text, &path) && !wrong(&text) && !is_memory) {
                return Know::Known(Kept::Yes);
            }
        }
        for tmpfs in service.tmpfs.iter().filter(|_| !is_stack) {
            match tmpfs.path.text_with_defaults() {
                Know::Known(text) if is_at_or_below(&path, &text) => memory = Some((tmpfs.span, tmpfs.origin)),
                Know::Known(_) => {}
                _ => return Know::Known(Kept::Yes),
            }
        }
        Know::Known(memory.map_or(Kept::No, |(span, origin)| Kept::Memory(span, origin)))
    }

    fn wrong_mount(&self, image: &Image) -> Option<&'a Mount<'a>> {
        let is_wrong = |mount: &&Mount<'_>| {
            let target = mount.target.as_ref().and_then(|target| target.text_with_defaults().known());
            mount.is_kept()
                && target.is_some_and(|target| image.wrong_mounts.iter().any(|wrong| clean(wrong) == clean(&target)))
        };
        self.service.volumes.iter().find(is_wrong)
    }
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Kept {
    Yes,
    No,
    Memory(Span, Origin),
}

fn command_words(service: &Service<'_>) -> Vec<String> {
    match &service.command {
        Some(CommandLine::List(words, _)) => words.iter().map(|word| word.raw.to_owned()).collect(),
        Some(CommandLine::Text(text)) => text.raw.split_ascii_whitespace().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Whether the service leaves the image's server running: no client, no shell.
fn runs_the_server(service: &Service<'_>, name: &str) -> bool {
    let words = command_words(service);
    let Some(first) = words.first() else { return true };
    let first = first.rsplit('/').next().unwrap_or("");
    let name = name.split('-').next_back().unwrap_or(name);
    // The clients of these are called like the image.
    let is_client = matches!(first, "mysql" | "mariadb" | "mongo");
    let is_server = (first == name && !is_client)
        || first == "server"
        || first.strip_prefix(name).is_some_and(|rest| matches!(rest, "d" | "-server" | "_server" | "d_safe"))
        || (name == "mariadb" && first == "mysqld");
    first.starts_with('-') || is_server
}

/// Whether an option, a variable or a configuration of the user's may put the data somewhere else.
fn moves_data(service: &Service<'_>, name: &str, path: &str) -> bool {
    let is_move = |word: &str| {
        MOVES
            .iter()
            .any(|option| word == *option || word.strip_prefix(option).is_some_and(|rest| rest.starts_with('=')))
    };
    let words = command_words(service);
    // `postgres -c data_directory=…`, `redis-server /redis.conf`, `minio server /export`, `minio server http://a/data`.
    let is_elsewhere = |word: &str| word.contains("://") || (word.starts_with('/') && !is_at_or_below(word, path));
    let by_command = words.iter().skip(1).any(|word| is_elsewhere(word))
        || words.iter().any(|word| is_move(word) || word.contains("data_directory"));
    let by_variable = service.environment.iter().any(|pair| {
        MOVES.contains(&pair.name.as_ref())
            || pair.name.starts_with("REGISTRY_STORAGE")
            || pair.name.starts_with("XDG_")
            || (name == "influxdb" && pair.name.starts_with("INFLUXD_"))
            || (name == "vault" && pair.name == "VAULT_LOCAL_CONFIG")
    });
    // A configuration and some other folder beside it: it may well be the new place.
    let target = |mount: &Mount<'_>| mount.target.as_ref().map(|target| target.raw.to_owned()).unwrap_or_default();
    let is_configuration = |target: &str| {
        let file = target.trim_end_matches('/').rsplit('/').next().unwrap_or("");
        target.contains("/etc/") || target.starts_with("/etc") || file.contains("conf") || file.contains(".y")
    };
    let is_start = |target: &str| target.contains("initdb") || target.contains("/init") || target.contains(".sql");
    let targets: Vec<String> = service.volumes.iter().map(target).collect();
    let configured = targets.iter().any(|target| is_configuration(target)) || !service.configs.is_empty();
    let other = targets.iter().any(|target| !is_configuration(target) && !is_start(target));
    by_command || by_variable || (configured && other)
}

/// Redis with `--appendonly yes` or `--save 60 1` is no mere cache.
fn wants_persistence(service: &Service<'_>) -> bool {
    let words = command_words(service);
    let after = |option: &str| words.iter().skip_while(|word| *word != option).nth(1).map(String::as_str);
    after("--appendonly") == Some("yes")
        || after("--save").is_some_and(|value| value.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(text: &str) -> bool {
        let yaml = crate::yaml::parse(format!("services:\n  a:\n    image: x\n{text}").into());
        let compose = crate::compose::read(&yaml);
        runs_the_server(&compose.services[0], "mysql")
    }

    #[test]
    fn clients_and_shells_are_no_server() {
        assert!(service("") && service("    command: --innodb=1\n") && service("    command: mysqld --x\n"));
        for command in ["mysqldump x", "mysql -h db", "sh -c mysqld", "[bash, -c, mysqld]"] {
            assert!(!service(&format!("    command: {command}\n")), "{command}");
        }
    }

    #[test]
    fn options_and_variables_move_the_data() {
        let moves = |text: &str| {
            let yaml = crate::yaml::parse(format!("services:\n  a:\n    image: x\n{text}").into());
            let compose = crate::compose::read(&yaml);
            moves_data(&compose.services[0], "postgres", "/var/lib/postgresql")
        };
        assert!(moves("    environment: {PGDATA: /pg}\n") && moves("    command: --datadir=/d\n"));
        assert!(moves("    volumes: ['./my.conf:/my.conf', 'd:/elsewhere']\n"));
        assert!(!moves("    volumes: ['./my.conf:/my.conf']\n") && !moves("    command: -c max_connections=5\n"));
        assert!(!moves("    volumes: ['./init:/docker-entrypoint-initdb.d']\n"));
    }
}
