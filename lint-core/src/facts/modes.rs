//! Modes of files that give rights away: the set-user-id and the set-group-id bit.

use crate::shell::{Command, Word};

/// What a mode sets.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct SpecialBits {
    /// The set-user-id bit.
    pub user: bool,
    /// The set-group-id bit.
    pub group: bool,
}

impl SpecialBits {
    /// Reads an octal mode (`4755`) or a symbolic one (`u+s`); none is set by what is neither.
    ///
    /// ```
    /// use plimsoll_core::facts::SpecialBits;
    ///
    /// assert!(SpecialBits::of("4755").user && SpecialBits::of("u+s").user && SpecialBits::of("+s").user);
    /// assert!(SpecialBits::of("2775").group && SpecialBits::of("g+s").group);
    /// assert_eq!(SpecialBits::of("0755"), SpecialBits::default());
    /// assert_eq!(SpecialBits::of("u-s,g+w"), SpecialBits::default());
    /// ```
    pub fn of(mode: &str) -> Self {
        if let Ok(bits) = u32::from_str_radix(mode, 8) {
            return Self { user: bits & 0o4000 != 0, group: bits & 0o2000 != 0 };
        }
        let mut found = Self::default();
        for clause in mode.split(',') {
            let Some(at) = clause.find(['+', '=', '-']) else { continue };
            let (who, rest) = clause.split_at(at);
            if !rest.starts_with('-') && rest.contains('s') && who.chars().all(|c| "ugoa".contains(c)) {
                let all = who.is_empty() || who.contains('a');
                found.user |= all || who.contains('u');
                found.group |= all || who.contains('g');
            }
        }
        found
    }

    /// Whether any is set.
    pub const fn any(self) -> bool {
        self.user || self.group
    }
}

/// A command that sets the mode of files: `chmod`, `install -m`.
#[derive(Clone, Debug)]
pub struct ModeChange<'a> {
    /// The mode as written.
    pub mode: Word<'a>,
    /// The files.
    pub files: Vec<Word<'a>>,
    /// Whether it goes through whole folders.
    pub recursive: bool,
}

/// What a command does to modes.
pub fn mode_change(command: Command<'_>) -> Option<ModeChange<'_>> {
    match command.name().as_deref() {
        Some("chmod") => {
            let mut files = command.positionals(&["--reference"]);
            (!files.is_empty()).then_some(())?;
            let mode = files.remove(0);
            Some(ModeChange { mode, files, recursive: command.has_flag(Some('R'), "recursive") })
        }
        Some("install") => {
            let mode = command.option_value(Some('m'), "mode")?;
            let files = command.positionals(&["-o", "-g", "-m", "--owner", "--group", "--mode", "-t", "-S"]);
            Some(ModeChange { mode, files: files.last().copied().into_iter().collect(), recursive: false })
        }
        _ => None,
    }
}
