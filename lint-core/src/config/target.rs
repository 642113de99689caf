//! What deploys Compose files, where names and contents are not to decide.

use crate::compose::{self, Compose, Role};
use crate::options::{OptionKind, OptionSpec, OptionValues};

/// What deploys the Compose files.
pub const TARGET: OptionSpec = OptionSpec {
    name: "target",
    kind: OptionKind::Word(&Target::WORDS),
    docs: "What deploys the Compose files: `swarm` for `docker stack deploy`, `compose` for Docker Compose. Without it the name and the content of each file say.",
};

/// What deploys a Compose file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Docker Compose.
    Compose,
    /// `docker stack deploy`.
    Swarm,
}

impl Target {
    /// The words.
    pub const WORDS: [&str; 2] = ["compose", "swarm"];

    /// Reads a word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "compose" => Some(Self::Compose),
            "swarm" => Some(Self::Swarm),
            _ => None,
        }
    }

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compose => "compose",
            Self::Swarm => "swarm",
        }
    }

    /// What shared options say.
    pub(super) fn among(options: &OptionValues) -> Option<Self> {
        options.word(TARGET.name).and_then(Self::parse)
    }

    /// Whether a file is a stack: by what is said about it, else by its name and content.
    pub(crate) fn is_stack(said: Option<Self>, compose: &Compose<'_>, path: &str) -> bool {
        said.map_or_else(|| compose::is_stack(compose, path), |target| target == Self::Swarm)
    }

    /// What a file is for: its name has no say in what deploys it, where that is said.
    pub(crate) fn role(said: Option<Self>, path: &str) -> Role {
        match (said, compose::file_role(path)) {
            (Some(Self::Swarm), Role::Main) => Role::Stack,
            (Some(Self::Compose), Role::Stack) => Role::Main,
            (_, role) => role,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_wins_over_the_name() {
        let role = |target, path| Target::role(target, path);
        assert_eq!(role(None, "docker-stack.yml"), Role::Stack);
        assert_eq!(role(Some(Target::Compose), "docker-stack.yml"), Role::Main);
        assert_eq!(role(Some(Target::Swarm), "app.yaml"), Role::Stack);
        assert_eq!(role(Some(Target::Swarm), "app.test.yaml"), Role::Test);
    }

    #[test]
    fn each_word_is_read() {
        assert_eq!(Target::WORDS.map(|word| Target::parse(word).map(Target::as_str)), Target::WORDS.map(Some));
    }
}
