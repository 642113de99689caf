//! What a Compose file is for, by its name and by its content.

use super::Compose;
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
    if has(&["stack", "swarm"]) {
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

/// True for a stack file, by its name or by what only Swarm understands.
pub fn is_stack(compose: &Compose<'_>, path: &str) -> bool {
    if file_role(path) == Role::Stack {
        return true;
    }
    if has_what_stacks_refuse(compose) {
        return false;
    }
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

/// Keys of a service that `docker stack deploy` refuses (docker/cli `cli/compose/schema`, `loader/types`).
const REFUSED: [&str; 16] = [
    "extends",
    "profiles",
    "platform",
    "pull_policy",
    "cpus",
    "mem_limit",
    "mem_reservation",
    "pids_limit",
    "runtime",
    "scale",
    "group_add",
    "gpus",
    "develop",
    "post_start",
    "pre_stop",
    "provider",
];

impl Compose<'_> {
    /// True for a file that no stack can be deployed from, whatever else it says.
    pub fn is_refused_by_stacks(&self) -> bool {
        has_what_stacks_refuse(self)
    }
}

fn has_what_stacks_refuse(compose: &Compose<'_>) -> bool {
    compose.name.is_some()
        || !compose.include.is_empty()
        || compose.services.iter().any(|service| {
            let long = service.depends_on.iter().any(|other| other.condition.is_some())
                || service.get("env_file").is_some_and(|files| files.value.items().any(Node::is_mapping));
            long || REFUSED.iter().any(|key| service.get(key).is_some())
        })
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
    fn a_name_tells_the_role() {
        assert_eq!(file_role("compose.yaml"), Role::Main);
        assert_eq!(file_role("app/docker-compose.override.yml"), Role::Override);
        assert_eq!(file_role("overrides/compose.https.yaml"), Role::Override);
        assert_eq!(file_role("docker-compose-dev.yml"), Role::Development);
        assert_eq!(file_role(".devcontainer/compose.yaml"), Role::Development);
        assert_eq!(file_role("compose.ci.yaml"), Role::Test);
        assert_eq!(file_role("docker-stack.yml"), Role::Stack);
        assert_eq!(file_role("latest/devices.yml"), Role::Main);
    }
}
