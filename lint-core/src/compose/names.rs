//! What containers may be called.

/// What is wrong with a name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// It has fewer than two characters.
    TooShort,
    /// It begins with this character.
    Start(char),
    /// It holds this character.
    Character(char),
}

/// Why the engine takes no container of this name (moby `daemon/names`).
pub fn container_name_fault(name: &str) -> Option<NameFault> {
    let mut chars = name.chars();
    let Some(first) = chars.next() else { return Some(NameFault::TooShort) };
    if !first.is_ascii_alphanumeric() {
        return Some(NameFault::Start(first));
    }
    if let Some(wrong) = chars.clone().find(|c| !(c.is_ascii_alphanumeric() || "_.-".contains(*c))) {
        return Some(NameFault::Character(wrong));
    }
    chars.next().is_none().then_some(NameFault::TooShort)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_wants_two_characters_of_a_kind() {
        for (name, wanted) in [
            ("web-1", None),
            ("9a", None),
            ("w", Some(NameFault::TooShort)),
            ("", Some(NameFault::TooShort)),
            ("-web", Some(NameFault::Start('-'))),
            ("my web", Some(NameFault::Character(' '))),
            ("a/b", Some(NameFault::Character('/'))),
        ] {
            assert_eq!(container_name_fault(name), wanted, "{name}");
        }
    }
}
