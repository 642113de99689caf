//! Which schema the `version` of a stack file chooses.

use super::Compose;

/// What the top-level `version` chooses.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Version {
    /// The newest schema, 3.13.
    Newest,
    /// That of 3 and this number.
    Three(u8),
    /// One that stacks do not have.
    Unsupported,
}

/// The number of the newest schema.
const NEWEST: u8 = 13;

impl Version {
    /// What a text chooses.
    pub fn of(text: &str) -> Self {
        match text.split_once('.') {
            None if text.is_empty() || text == "3" => Self::Newest,
            Some(("3", minor)) => match minor.parse::<u8>() {
                Ok(minor) if minor <= NEWEST && minor.to_string().len() == text.len() - 2 => Self::Three(minor),
                _ => Self::Unsupported,
            },
            _ => Self::Unsupported,
        }
    }

    /// The number behind the 3.
    pub const fn minor(self) -> u8 {
        match self {
            Self::Three(minor) => minor,
            Self::Newest | Self::Unsupported => NEWEST,
        }
    }
}

impl Compose<'_> {
    /// What `version` chooses. It is read before variables are filled in.
    pub fn stack_version(&self) -> Version {
        self.version.as_ref().map_or(Version::Newest, |version| Version::of(version.raw))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_choose_a_schema() {
        for (text, wanted) in [
            ("", Version::Newest),
            ("3", Version::Newest),
            ("3.0", Version::Three(0)),
            ("3.13", Version::Three(13)),
            ("3.14", Version::Unsupported),
            ("3.08", Version::Unsupported),
            ("2.4", Version::Unsupported),
            ("2", Version::Unsupported),
        ] {
            assert_eq!(Version::of(text), wanted, "{text}");
        }
    }
}
