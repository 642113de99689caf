//! What a Compose file is for, by its name and by its content.

use super::Compose;
use super::swarm::{self, Treatment};
use crate::yaml::Node;

/// What a Compose file is for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// The file that is started with.
    Main,
    /// Loaded over another one.
    Override,
    /// For a developer's machine.
    Development,
    /// For tests.
    Test,
    /// For `docker stack deploy`.
    Stack,
    /// A part that others include or extend.
    Fragment,
}

/// True for a mapping with a `services` mapping whose values are mappings.
pub fn looks_like_compose(root: Node<'_>) -> bool {
    let Some(services) = root.get("services") else { return false };
    let entries = services.value.entries();
    services.value.is_mapping()
        && !entries.is_empty()
        && entries.iter().all(|entry| entry.value.is_mapping() || entry.value.is_null())
        && entries.iter().any(|entry| entry.value.is_mapping())
}

/// What a file is for, by the words of its path.
pub fn file_role(path: &str) -> Role {
    let path = path.to_ascii_lowercase().replace('\\', "/");
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or("");
    let has = |wanted: &[&str]| name.split(['.', '-', '_']).any(|word| wanted.contains(&word));
    if has(&["override", "overrides"]) || path.split('/').any(|folder| folder == "overrides") {
        return Role::Override;
    }
    if stack_name(name) == StackName::Surely {
        return Role::Stack;
    }
    if has(&["test", "tests", "testing", "ci", "e2e"]) {
        return Role::Test;
    }
    if has(&["dev", "devel", "development", "local", "debug"]) {
        return Role::Development;
    }
    let folders: Vec<&str> = parts.collect();
    let in_folder = |wanted: &[&str]| folders.iter().any(|folder| wanted.contains(folder));
    if in_folder(&[".devcontainer"]) {
        return Role::Development;
    }
    if in_folder(&["test", "tests", "e2e"]) {
        return Role::Test;
    }
    if has(&["base", "common", "fragment", "include"]) || in_folder(&["fragments"]) {
        return Role::Fragment;
    }
    Role::Main
}

/// How surely a file name is that of a stack file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum StackName {
    /// `docker-stack.yml`, `shop.stack.yml`, `docker-compose.swarm.yml`.
    Surely,
    /// `full-stack.yml`: also what people call any set of services.
    Perhaps,
    No,
}

fn stack_name(name: &str) -> StackName {
    let words: Vec<&str> = name.split(['.', '-', '_']).collect();
    let Some(at) = words.iter().position(|word| *word == "stack") else {
        return if words.contains(&"swarm") { StackName::Surely } else { StackName::No };
    };
    let before = words.get(..at).unwrap_or(&[]);
    let is_plain = before.iter().all(|word| matches!(*word, "docker" | "compose" | "swarm"));
    if is_plain || name.contains(".stack.") || words.contains(&"swarm") {
        StackName::Surely
    } else {
        StackName::Perhaps
    }
}

/// True for a stack file, by its name or by what only Swarm understands. A `version` makes none.
pub fn is_stack(compose: &Compose<'_>, path: &str) -> bool {
    let path = path.to_ascii_lowercase().replace('\\', "/");
    let named = stack_name(path.rsplit('/').next().unwrap_or(""));
    if named == StackName::Surely {
        return true;
    }
    if compose.is_refused_by_stacks() {
        return false;
    }
    let has_deploy = || compose.services.iter().any(|service| service.deploy.is_some());
    (named == StackName::Perhaps && has_deploy()) || has_what_swarm_knows(compose)
}

/// What only a Swarm makes something of.
fn has_what_swarm_knows(compose: &Compose<'_>) -> bool {
    let overlay = compose
        .networks
        .iter()
        .any(|network| network.driver.as_ref().and_then(|driver| driver.known()) == Some("overlay"));
    let swarm_resource =
        compose.configs.iter().chain(&compose.secrets).any(|resource| resource.external.clone().known() == Some(true));
    overlay
        || swarm_resource
        || compose.services.iter().filter_map(|service| service.deploy.as_ref()).any(|deploy| {
            let global =
                deploy.mode.as_ref().and_then(|mode| mode.known()).is_some_and(|mode| mode.starts_with("global"));
            global
                || deploy.placement.is_some()
                || deploy.update_config.is_some()
                || deploy.rollback_config.is_some()
                || deploy.endpoint_mode.is_some()
        })
}

impl Compose<'_> {
    /// True for a file that no stack can be deployed from, whatever else it says.
    pub fn is_refused_by_stacks(&self) -> bool {
        let keys = swarm::SERVICE.iter().filter(|key| key.treatment >= Treatment::Forbidden);
        let forbidden: Vec<&str> = keys.map(|key| key.name).collect();
        let is_refused = |service: &super::Service<'_>| {
            let long = service.depends_on.iter().any(|other| other.condition.is_some())
                || service.get("env_file").is_some_and(|files| files.value.items().any(Node::is_mapping));
            let is_forbidden = |key: &str| forbidden.contains(&key) && service.get(key).is_some();
            let mut keys = service.layers.0.iter().flat_map(|layer| layer.node.entries()).map(|entry| entry.key);
            long || keys.any(|key| key.text().is_some_and(is_forbidden))
        };
        self.name.is_some() || !self.include.is_empty() || self.services.iter().any(is_refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stacks_refuse_is_no_stack() {
        let is = |text: &str| {
            let yaml = crate::yaml::parse(text.into());
            is_stack(&super::super::read(&yaml), "compose.yaml")
        };
        assert!(is("services:\n  a:\n    image: x\n    deploy: {mode: global}\n"));
        assert!(!is("services:\n  a:\n    image: x\n    profiles: [x]\n    deploy: {mode: global}\n"));
        assert!(!is("services:\n  a:\n    env_file: [{path: x}]\n    deploy: {mode: global}\n"));
    }

    #[test]
    fn what_people_call_a_stack_is_one_when_it_is_deployed() {
        let is = |service: &str, path: &str| {
            let yaml = crate::yaml::parse(format!("services:\n  a: {{image: x{service}}}\n").as_str().into());
            is_stack(&super::super::read(&yaml), path)
        };
        assert!(
            is("", "docker-stack.yml") && is(", profiles: [x]", "stack.yml") && is("", "app/swarm_application.yml")
        );
        assert!(is("", "docker-stack.override.yml") && is("", "shop.stack.yml"));
        assert!(!is("", "full-stack.yml") && !is("", "stack/compose.yaml"));
        assert!(is(", deploy: {replicas: 2}", "shop-stack.yml"));
        assert!(!is(", deploy: {replicas: 2}, mem_limit: 1g", "shop-stack.yml"));
    }

    #[test]
    fn a_name_tells_the_role() {
        assert_eq!(file_role("compose.yaml"), Role::Main);
        assert_eq!(file_role("app/docker-compose.override.yml"), Role::Override);
        assert_eq!(file_role("overrides/compose.https.yaml"), Role::Override);
        assert_eq!(file_role("docker-compose-dev.yml"), Role::Development);
        assert_eq!(file_role(".devcontainer/compose.yaml"), Role::Development);
        assert_eq!(file_role("compose.ci.yaml"), Role::Test);
        assert_eq!(file_role("docker-stack.yml"), Role::Stack);
        assert_eq!(file_role("shop.stack.prod.yml"), Role::Stack);
        assert_eq!(file_role("full-stack.yml"), Role::Main);
        assert_eq!(file_role("latest/devices.yml"), Role::Main);
    }
}
