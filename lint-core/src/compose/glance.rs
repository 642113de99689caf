//! What connects a file to others, read when it is parsed: whole models are made when rules ask for them.

use super::layers::{Layer, Layers, Reader};
use super::{Bases, Service, extended, service};
use crate::yaml::Yaml;
use std::collections::HashMap;

/// Of a service that says none of these nothing has to be known; `extends` is looked at by itself.
const CONNECTING: [&str; 2] = ["build", "env_file"];
/// What is read of the others: these keys, and what the build of a Dockerfile wants to know of its service.
const KEYS: [&str; 6] = ["build", "env_file", "image", "healthcheck", "user", "volumes"];

/// The services that build something, read files of variables or extend others, with no more than [`KEYS`] and `extends`.
pub(crate) fn connected_services(yaml: &Yaml) -> Vec<Service<'_>> {
    let Some(root) = yaml.root() else { return Vec::new() };
    let mut reader = Reader::default();
    let mut bases = Bases { files: &|_| None, services: HashMap::new() };
    let mut services = Vec::new();
    for (service, _) in reader.entries(&Layers::one(Layer::of(root)).get("services")) {
        let Some(entry) = service.entry.filter(|entry| entry.value.is_mapping() && !reader.is_spent()) else {
            continue;
        };
        let chain = extended(&mut reader, yaml, service, &mut bases);
        let says = |key: &str| chain.layers.0.iter().any(|layer| layer.get(key).is_some());
        if chain.extends.is_some() || CONNECTING.into_iter().any(says) {
            let (layers, extends, incomplete) = (chain.layers, chain.extends, chain.incomplete);
            services.push(service::read_keys(&mut reader, entry, layers, extends, incomplete, &KEYS));
        }
    }
    services
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_without_connections_are_not_read() {
        let text = "services:\n  a:\n    image: x\n  b:\n    build: .\n    user: app\n    restart: always\n  c:\n    extends: b\n  d:\n    env_file: .env\n";
        let yaml = crate::yaml::parse(text.into());
        let services = connected_services(&yaml);
        let names: Vec<_> = services.iter().map(|service| service.name.as_ref()).collect();
        assert_eq!(names, ["b", "c", "d"]);
        let built: Vec<_> = services.iter().map(|service| service.build.is_some()).collect();
        assert_eq!(built, [true, true, false]);
        assert!(services.iter().take(2).all(|service| service.user.is_some() && service.restart.is_none()));
    }
}
