//! Which networks a service joins, and which services it cannot reach.

use crate::compose::{CommandLine, NetworkRef, Resource, Service, Value};
use crate::cx::ComposeCx;
use crate::know::Know;
use crate::span::Span;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A network that a service joins.
#[derive(Clone, Debug)]
pub struct Joined<'c, 'a> {
    /// Its key.
    pub name: &'c str,
    /// What declares it; `None` for the default network that nobody declares.
    pub resource: Option<&'c Resource<'a>>,
}

impl Joined<'_, '_> {
    /// Whether it has no way out and none in.
    pub fn is_internal(&self) -> Know<bool> {
        let Some(resource) = self.resource else { return Know::Known(false) };
        match (&resource.external, &resource.internal) {
            (Know::Known(false), None) => Know::Known(false),
            (Know::Known(false), Some(internal)) => internal.bool_with_defaults(),
            (external, _) => external.clone().and_then(|_| Know::Absent),
        }
    }

    /// What tells it from others: two keys may stand for one network.
    fn identity(&self) -> String {
        let real = self.resource.and_then(|resource| resource.real_name.as_ref());
        real.map_or_else(|| format!("key {}", self.name), |name| format!("name {}", name.raw))
    }
}

/// A service that another one names as a host and cannot reach.
#[derive(Clone, Debug)]
pub struct Unreachable<'c, 'a> {
    /// Where it is named.
    pub span: Span,
    /// The service that names it.
    pub from: &'c Service<'a>,
    /// The service that is named.
    pub service: &'c Service<'a>,
    /// The networks of the one that names it.
    pub own: Vec<&'c str>,
    /// The networks of the one that is named.
    pub theirs: Vec<&'c str>,
}

impl<'a> ComposeCx<'a> {
    /// The networks that a service joins; `None` where that cannot be seen, or it has no network of its own.
    pub fn networks_of<'c>(&self, service: &'c Service<'a>) -> Option<Vec<Joined<'c, 'a>>>
    where
        'a: 'c,
    {
        let is_seen = !self.may_declare_elsewhere() && service.incomplete.is_none() && !service.provider;
        if !is_seen || service.network_mode.is_some() && !self.is_stack {
            return None;
        }
        if service.networks.is_empty() {
            return Some(vec![Joined { name: "default", resource: self.network("default") }]);
        }
        let joined = |network: &'c NetworkRef<'a>| {
            let resource = self.network(&network.name);
            (resource.is_some() || network.name == "default")
                .then_some(Joined { name: network.name.as_ref(), resource })
        };
        service.networks.iter().map(joined).collect()
    }

    /// The services that are named as hosts in the environment and command of others although they share no network
    /// with them, each once for each that names it.
    pub fn unreachable(&self) -> Vec<Unreachable<'a, 'a>> {
        let services = &self.compose.services;
        if services.len() < 2 {
            return Vec::new();
        }
        let by_name: HashMap<&str, &'a Service<'a>> =
            services.iter().map(|service| (service.name.as_ref(), service)).collect();
        let called = called(services);
        let mut found = Vec::new();
        for at in self.services().filter(|at| !at.may_lack_parts(self)) {
            let from = at.service;
            let mut hosts = hosts(from);
            hosts.retain(|(host, _)| by_name.contains_key(host.as_ref()) && *host != from.name);
            let Some(own) = self.networks_of(from).filter(|_| !hosts.is_empty()) else { continue };
            let own_ids: HashSet<String> = own.iter().map(Joined::identity).collect();
            let shares = |joined: &[Joined<'a, 'a>]| joined.iter().any(|one| own_ids.contains(&one.identity()));
            let mut seen = HashSet::new();
            for (host, span) in hosts {
                let Some(&service) = by_name.get(host.as_ref()) else { continue };
                if !seen.insert(service.name.as_ref()) || is_known_otherwise(from, &host) {
                    continue;
                }
                let Some(theirs) = self.networks_of(service).filter(|theirs| !shares(theirs)) else { continue };
                let mut others = called.get(host.as_ref()).into_iter().flatten();
                if others.any(|other| self.networks_of(other).is_none_or(|joined| shares(&joined))) {
                    continue;
                }
                let names = |networks: &[Joined<'a, 'a>]| networks.iter().map(|network| network.name).collect();
                found.push(Unreachable { span, from, service, own: names(&own), theirs: names(&theirs) });
            }
        }
        found
    }
}

/// The services that answer to a name that is not their own: by an alias, as a host or as a container.
fn called<'a>(services: &'a [Service<'a>]) -> HashMap<&'a str, Vec<&'a Service<'a>>> {
    let mut called: HashMap<&str, Vec<&Service<'_>>> = HashMap::new();
    for service in services {
        let aliases = service.networks.iter().flat_map(|network| &network.aliases);
        for name in aliases.chain(service.hostname.as_deref()).chain(service.container_name.as_deref()) {
            called.entry(name.raw).or_default().push(service);
        }
    }
    called
}

/// Whether a link or an entry of the hosts file makes the name known.
fn is_known_otherwise(service: &Service<'_>, host: &str) -> bool {
    let mut links = service.links.iter().map(|link| link.raw.rsplit(':').next().unwrap_or(""));
    let mut entries = service.extra_hosts.iter();
    links.any(|name| name == host)
        || entries.any(|entry| entry.raw.strip_prefix(host).is_some_and(|rest| rest.starts_with([':', '='])))
        || service.get("extra_hosts").is_some_and(|hosts| hosts.value.get(host).is_some())
        || service.get("external_links").is_some()
}

/// The words of environment and command that stand where hosts do, with their places.
fn hosts<'c>(service: &'c Service<'_>) -> Vec<(Cow<'c, str>, Span)> {
    let mut found = Vec::new();
    let mut look = |value: &'c Value<'_>, is_host: bool| {
        for (start, end) in host_places(value.raw, is_host) {
            let place = service.place(value.part(start, end).span, value.origin);
            found.extend(value.raw.get(start..end).map(|host| (Cow::Borrowed(host), place)));
        }
    };
    for pair in &service.environment {
        let name = pair.name.to_ascii_lowercase();
        let is_host = ["host", "server", "hostname", "address", "addr"].iter().any(|word| name.ends_with(word));
        pair.value.iter().for_each(|value| look(value, is_host));
    }
    for line in service.command.iter().chain(&service.entrypoint) {
        match line {
            CommandLine::List(words, _) => words.iter().for_each(|word| look(word, false)),
            CommandLine::Text(text) => look(text, false),
            CommandLine::Null(_) => {}
        }
    }
    found
}

/// Where a text names hosts: after `//` or `@`, and before a port. `is_host`: the text itself may be one.
fn host_places(text: &str, is_host: bool) -> Vec<(usize, usize)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if is_host && !text.is_empty() && text.chars().all(is_part) {
        return vec![(0, text.len())];
    }
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_part(c) {
            start.get_or_insert(at);
            continue;
        }
        let Some(from) = start.take() else { continue };
        let (before, after) = (text.get(..from).unwrap_or(""), text.get(at..).unwrap_or(""));
        let has_port = after.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let begins = before.is_empty() || before.ends_with([',', ' ', '=', '/', '"', '\'', '[', '@', '(', '|']);
        let is_authority = (before.ends_with("//") || before.ends_with('@'))
            && (has_port || after.is_empty() || after.starts_with(['/', '?', ' ', ',', '"', '\'']));
        // `//db/path`, but not `s3://bucket/path`.
        let is_url = is_authority
            && (has_port || before.ends_with('@') || before.ends_with("http://") || before.ends_with("https://"));
        if is_url || (has_port && begins) {
            found.push((from, at));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_stand_in_addresses() {
        let hosts = |text: &str, is_host| -> Vec<String> {
            host_places(text, is_host).into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
        };
        assert_eq!(hosts("postgres://app:x@db:5432/app", false), ["db"]);
        assert_eq!(hosts("http://api/v1", false), ["api"]);
        assert_eq!(hosts("kafka-1:9092,kafka-2:9092", false), ["kafka-1", "kafka-2"]);
        assert_eq!(hosts("db", true), ["db"]);
        assert_eq!(hosts("--wait=db:5432", false), ["db"]);
        assert!(hosts("db", false).is_empty());
        assert!(hosts("s3://bucket/key", false).is_empty());
        assert!(hosts("redis:7-alpine", false).len() == 1);
    }
}
