//! Where a service asks for all rights on the host.

use crate::compose::{Service, Value};

/// What runs with all rights.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Privileged {
    /// The container.
    Container,
    /// A command before or after it, by its key.
    Hook(&'static str),
    /// The commands of its build.
    Build,
    /// Those commands of its build that ask for it.
    SomeOfBuild,
}

impl<'a> Service<'a> {
    /// What of it runs with all rights, with the values that say so. A stack ignores the container's.
    pub fn privileged_parts(&self, is_stack: bool) -> Vec<(Privileged, &Value<'a>)> {
        let container =
            self.privileged.as_deref().into_iter().filter(|_| !is_stack).map(|value| (Privileged::Container, value));
        let hooks = self.hooks.iter().filter_map(|hook| Some((Privileged::Hook(hook.kind), hook.privileged.as_ref()?)));
        let build = self.build.as_ref().and_then(|build| build.privileged.as_ref());
        let all = container.chain(hooks).chain(build.map(|value| (Privileged::Build, value)));
        let entitlements = self.build.iter().flat_map(|build| &build.entitlements);
        let insecure = entitlements.filter(|value| value.known() == Some("security.insecure"));
        all.filter(|(_, value)| value.is_true()).chain(insecure.map(|value| (Privileged::SomeOfBuild, value))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_that_is_privileged_is_named_once() {
        let text = "services:\n  a:\n    image: x\n    privileged: \"${P:-true}\"\n    post_start: [{command: b, privileged: yes}]\n    build: {context: ., privileged: false, entitlements: [security.insecure]}\n";
        let yaml = crate::yaml::parse(text.into());
        let compose = crate::compose::read(&yaml);
        let of = |is_stack| {
            let parts = compose.services[0].privileged_parts(is_stack);
            parts.into_iter().map(|(part, _)| part).collect::<Vec<_>>()
        };
        let hook = Privileged::Hook("post_start");
        assert_eq!(of(false), [Privileged::Container, hook, Privileged::SomeOfBuild]);
        assert_eq!(of(true), [hook, Privileged::SomeOfBuild]);
    }
}
