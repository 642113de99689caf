//! Values of a service by their path, for keys that the model has no field for.

use super::layers::{Layer, Layers, Pair};
use super::{Origin, Service, Value};
use crate::yaml::{Entry, Node};

impl<'a> Service<'a> {
    /// The scalar that holds at a path of keys, through merges and `extends`.
    pub fn value_at(&self, path: &[&str]) -> Option<Value<'a>> {
        self.layers_at(path).last()?.value()
    }

    /// The node that holds at a path of keys.
    pub fn node_at(&self, path: &[&str]) -> Option<Node<'a>> {
        Some(self.layers_at(path).last()?.node)
    }

    /// The entry that holds at a path of keys, and which file it is in.
    pub fn entry_at(&self, path: &[&str]) -> Option<(Entry<'a>, Origin)> {
        let last = self.layers_at(path).last()?;
        Some((last.entry?, last.origin))
    }

    /// The first entry at a path of keys whose file is the given one.
    pub fn entry_in(&self, path: &[&str], origin: Origin) -> Option<Entry<'a>> {
        self.layers_at(path).0.into_iter().find(|layer| layer.origin == origin)?.entry
    }

    /// The scalars of the lists at a path of keys; a single one is a list of itself.
    pub fn values_at(&self, path: &[&str]) -> Vec<Value<'a>> {
        self.layers_at(path).items().into_iter().filter_map(Layer::value).collect()
    }

    /// The items of the lists at a path of keys, and which file each is in.
    pub fn items_at(&self, path: &[&str]) -> Vec<(Node<'a>, Origin)> {
        self.layers_at(path).items().into_iter().map(|item| (item.node, item.origin)).collect()
    }

    /// The scalars under `key` in the mappings of the list at a path of keys.
    pub(super) fn values_in_list_at(&self, path: &[&str], key: &str) -> Vec<Value<'a>> {
        let items = self.layers_at(path).items();
        items.into_iter().filter_map(|item| item.get(key)?.value()).collect()
    }

    fn layers_at(&self, path: &[&str]) -> Layers<'a> {
        let Some((first, rest)) = path.split_first() else { return self.layers.clone() };
        rest.iter().fold(self.layers.get(first), |layers, key| layers.get(key))
    }
}

impl<'a> Pair<'a> {
    /// The scalar under a key of the pair's mapping.
    pub fn value_at(&self, key: &str) -> Option<Value<'a>> {
        Value::read(self.node.get(key)?.value, self.via, self.origin, self.environment)
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::yaml;

    #[test]
    fn a_path_goes_through_merges_and_extends() {
        let text = "x-a: &a\n  logging: {driver: none}\nservices:\n  a:\n    <<: *a\n    blkio_config:\n      device_read_bps: [{path: /x, rate: 1mb}]\n  b:\n    extends: a\n";
        let yaml = yaml::parse(text.into());
        let compose = read(&yaml);
        let service = compose.service("b").unwrap();
        assert_eq!(service.value_at(&["logging", "driver"]).unwrap().raw, "none");
        assert!(service.value_at(&["logging", "options"]).is_none());
        assert!(service.node_at(&["logging"]).unwrap().is_mapping());
        let rates = service.values_in_list_at(&["blkio_config", "device_read_bps"], "rate");
        assert_eq!(rates[0].raw, "1mb");
    }
}
