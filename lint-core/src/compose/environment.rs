//! The variables that files of the project set for its Compose files: `.env`, and the `env_file` of an `include`.

use crate::dotenv::DotEnv;
use std::collections::HashMap;

/// Variables by their names.
///
/// The environment of whoever loads the file wins over them (the Compose manual, "Set, use, and manage variables"), so that
/// they are defaults, never certain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    settings: HashMap<String, Option<String>>,
}

/// What is known of a variable.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Setting<'e> {
    /// No file of the project sets it.
    Unset,
    /// A file sets it to something that depends on other variables.
    Unknown,
    /// It is set to this.
    Value(&'e str),
}

impl Environment {
    /// Adds what a file says; names that are known already keep their value.
    pub fn add(&mut self, file: &DotEnv) {
        let mut own: HashMap<&str, Option<&str>> = HashMap::new();
        for entry in &file.entries {
            // A name alone takes the value of the outer environment.
            own.insert(&entry.name, entry.value.as_ref().and_then(|value| value.known()));
        }
        for (name, value) in own {
            self.settings.entry(name.to_owned()).or_insert_with(|| value.map(str::to_owned));
        }
    }

    /// What is known of a variable.
    pub fn get(&self, name: &str) -> Setting<'_> {
        match self.settings.get(name) {
            None => Setting::Unset,
            Some(None) => Setting::Unknown,
            Some(Some(value)) => Setting::Value(value),
        }
    }

    /// True when no file sets anything.
    pub fn is_empty(&self) -> bool {
        self.settings.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_entry_of_a_file_and_the_first_file_win() {
        let mut environment = Environment::default();
        environment.add(&crate::dotenv::parse("A=1\nA=2\nB\nC=$D\n"));
        environment.add(&crate::dotenv::parse("A=3\nE=4\n"));
        let found = ["A", "B", "C", "D", "E"].map(|name| environment.get(name));
        let (value, unknown) = (Setting::Value, Setting::Unknown);
        assert_eq!(found, [value("2"), unknown, unknown, Setting::Unset, value("4")]);
    }
}
