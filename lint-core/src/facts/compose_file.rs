//! What is found out about a Compose file once, when the first rule asks.

use crate::compose::schema::{self, Findings};
use crate::compose::{Mount, Resource, Service};
use crate::cx::ComposeCx;
use std::cell::OnceCell;
use std::collections::HashMap;

/// The facts of one Compose file that are kept. They hold places in its model, so that they borrow nothing from it.
#[derive(Debug, Default)]
pub struct ComposeFacts {
    schema: OnceCell<Findings>,
    networks: OnceCell<HashMap<String, usize>>,
    mounts: OnceCell<HashMap<String, Vec<(usize, usize)>>>,
}

impl<'a> ComposeCx<'a> {
    /// What the specification's schema, or that of stacks, says of the file.
    pub fn schema(&self) -> &'a Findings {
        self.facts.schema.get_or_init(|| schema::check(self.compose, self.circumstances()))
    }

    /// The declaration of a network.
    pub fn network(&self, name: &str) -> Option<&'a Resource<'a>> {
        let networks = &self.compose.networks;
        let index = self.facts.networks.get_or_init(|| {
            let mut index = HashMap::new();
            for (at, network) in networks.iter().enumerate() {
                index.entry(network.name.to_string()).or_insert(at);
            }
            index
        });
        networks.get(*index.get(name)?)
    }

    /// The mounts whose source is this text, such as the name of a volume, with their services.
    pub fn mounts_of(&self, source: &str) -> impl Iterator<Item = (&'a Service<'a>, &'a Mount<'a>)> + use<'a> {
        let services = &self.compose.services;
        let index = self.facts.mounts.get_or_init(|| {
            let mut index: HashMap<String, Vec<_>> = HashMap::new();
            for (at, service) in services.iter().enumerate() {
                for (number, mount) in service.volumes.iter().enumerate() {
                    if let Some(source) = mount.source.as_ref().and_then(|source| source.known()) {
                        index.entry(source.to_owned()).or_default().push((at, number));
                    }
                }
            }
            index
        });
        let places = index.get(source).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|&(at, number)| {
            let service = services.get(at)?;
            Some((service, service.volumes.get(number)?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    #[test]
    fn names_are_looked_up_by_their_first_place() {
        let text = "services:\n  a: {image: x, volumes: ['data:/a', 'data:/b']}\n  b: {image: x, volumes: ['data:/c']}\nnetworks: {n: {internal: true}, m: }\nvolumes: {data: }\n";
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("compose.yaml"), text.into()), Origin::Given);
        let linked = project.link();
        let yaml = linked.project().file(file).unwrap().yaml().unwrap();
        let compose = crate::compose::read(yaml);
        let (role, load) = (crate::compose::Role::Main, linked.loads_of(file)[0]);
        let facts = ComposeFacts::default();
        let cx =
            ComposeCx { linked: &linked, file, load, yaml, compose: &compose, role, is_stack: false, facts: &facts };
        assert!(cx.network("n").is_some_and(|network| network.internal.is_some()));
        assert!(cx.network("m").is_some() && cx.network("other").is_none());
        let users: Vec<_> = cx.mounts_of("data").map(|(service, _)| service.name.as_ref()).collect();
        assert_eq!(users, ["a", "a", "b"]);
        assert_eq!(cx.mounts_of("other").count(), 0);
        assert!(std::ptr::eq(cx.schema(), cx.schema()));
    }
}
