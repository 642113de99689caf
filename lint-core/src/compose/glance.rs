//! What connects a file to others, read when it is parsed: whole models are made when rules ask for them.

use super::extends::Bases;
use super::layers::{Layer, Layers, Reader};
use super::{Include, Service, includes, service, services};
use crate::diagnostic::FileId;
use crate::yaml::Yaml;

/// Of a service that says none of these nothing has to be known; `extends` is looked at by itself.
const CONNECTING: [&str; 3] = ["build", "env_file", "label_file"];
/// What is read of the others: these keys, and what the build of a Dockerfile wants to know of its service.
const KEYS: [&str; 7] = ["build", "env_file", "label_file", "image", "healthcheck", "user", "volumes"];

/// The services that build something, read files of variables or extend others, with no more than [`KEYS`] and `extends`;
/// and the files that are included.
pub(crate) fn connections(yaml: &Yaml) -> (Vec<Service<'_>>, Vec<Include<'_>>) {
    let mut reader = Reader::default();
    let files = |_: FileId, _: &str| None;
    let mut bases = Bases::new(&files);
    let top = Layers(yaml.documents().filter(|root| root.is_mapping()).map(Layer::of).collect());
    let found = services(&mut reader, yaml, &top.get("services"), FileId(0), &mut bases, |reader, declared, chain| {
        let says = |key: &str| chain.layers.0.iter().any(|layer| layer.get(key).is_some());
        let is_connected = chain.extends.is_some() || CONNECTING.into_iter().any(says);
        is_connected.then(|| service::read(reader, declared, chain, &|key| KEYS.contains(&key)))
    });
    (found, includes(&mut reader, &top.get("include")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_without_connections_are_not_read() {
        let text = "include: [x.yaml]\nservices:\n  a:\n    image: x\n  b:\n    build: .\n    user: app\n    restart: always\n  c:\n    extends: b\n  d:\n    env_file: .env\n";
        let yaml = crate::yaml::parse(text.into());
        let (services, includes) = connections(&yaml);
        let names: Vec<_> = services.iter().map(|service| service.name.as_ref()).collect();
        assert_eq!(names, ["b", "c", "d"]);
        let built: Vec<_> = services.iter().map(|service| service.build.is_some()).collect();
        assert_eq!(built, [true, true, false]);
        assert!(services.iter().take(2).all(|service| service.user.is_some() && service.restart.is_none()));
        assert_eq!(includes.len(), 1);
    }
}
