//! Which shell reads a script.

/// The program that reads a script.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// `sh`, whatever it is.
    Sh,
    /// Debian's dash.
    Dash,
    /// busybox' ash.
    Ash,
    /// GNU bash.
    Bash,
    /// The Korn shell.
    Ksh,
    /// The Korn shell of `MirBSD`.
    Mksh,
    /// The Z shell.
    Zsh,
    /// The Windows command processor.
    Cmd,
    /// Windows `PowerShell` or pwsh.
    PowerShell,
    /// Another interpreter.
    Other,
}

impl Program {
    /// The program of a `SHELL ["…"]` instruction or a shebang.
    pub fn of_shell(words: &[&str]) -> Self {
        let words: Vec<&str> = words.iter().map(|word| base(word)).collect();
        let mut words = words.iter().copied();
        let first = words.next().unwrap_or("");
        // `["/usr/bin/env", "bash", "-c"]`
        if first == "env" {
            return words.find(|word| !word.starts_with('-') && !word.contains('=')).map_or(Self::Other, Self::of_name);
        }
        Self::of_name(first)
    }

    /// The program that the `#!` line of a script names; `None` when there is no such line.
    pub fn of_shebang(body: &str) -> Option<Self> {
        let line = body.strip_prefix("#!")?.lines().next().unwrap_or("");
        let words: Vec<&str> = line.split_whitespace().collect();
        Some(Self::of_shell(&words))
    }

    /// The program of this name, without its folder.
    pub fn of_name(name: &str) -> Self {
        match name.to_ascii_lowercase().trim_end_matches(".exe") {
            "sh" => Self::Sh,
            "dash" => Self::Dash,
            "ash" | "busybox" => Self::Ash,
            "bash" | "rbash" => Self::Bash,
            "ksh" => Self::Ksh,
            "mksh" => Self::Mksh,
            "zsh" => Self::Zsh,
            "cmd" => Self::Cmd,
            "powershell" | "pwsh" => Self::PowerShell,
            _ => Self::Other,
        }
    }

    /// The family it belongs to.
    pub const fn dialect(self) -> Dialect {
        match self {
            Self::Sh | Self::Dash | Self::Ash => Dialect::Posix,
            Self::Bash | Self::Ksh | Self::Mksh | Self::Zsh => Dialect::Bash,
            Self::Cmd => Dialect::Cmd,
            Self::PowerShell => Dialect::PowerShell,
            Self::Other => Dialect::Unknown,
        }
    }
}

/// The family of a shell.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// sh, dash, ash and their like.
    Posix,
    /// bash and the shells that read most of it (ksh, zsh).
    Bash,
    /// The Windows command processor.
    Cmd,
    /// Windows `PowerShell` or pwsh.
    PowerShell,
    /// Another interpreter.
    Unknown,
}

impl Dialect {
    /// The dialect of a `SHELL ["…"]` instruction.
    pub fn of_shell(words: &[&str]) -> Self {
        Program::of_shell(words).dialect()
    }

    /// The dialect of the `#!` line of a script; `None` when there is no such line.
    pub fn of_shebang(body: &str) -> Option<Self> {
        Program::of_shebang(body).map(Program::dialect)
    }

    /// True where this module's parser understands the script.
    pub const fn is_shell(self) -> bool {
        matches!(self, Self::Posix | Self::Bash)
    }
}

fn base(word: &str) -> &str {
    word.rsplit(['/', '\\']).next().unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_are_known_by_their_base_name() {
        for (words, expected) in [
            (&["/bin/sh", "-c"][..], Dialect::Posix),
            (&["/bin/bash", "-o", "pipefail", "-c"], Dialect::Bash),
            (&["/usr/bin/env", "-S", "bash", "-c"], Dialect::Bash),
            (&["C:\\Windows\\System32\\cmd.EXE", "/S", "/C"], Dialect::Cmd),
            (&["powershell", "-Command"], Dialect::PowerShell),
            (&["python3", "-c"], Dialect::Unknown),
            (&[], Dialect::Unknown),
        ] {
            assert_eq!(Dialect::of_shell(words), expected, "{words:?}");
        }
    }

    #[test]
    fn a_shebang_names_the_interpreter() {
        assert_eq!(Dialect::of_shebang("#!/usr/bin/env bash\nls"), Some(Dialect::Bash));
        assert_eq!(Dialect::of_shebang("#!/usr/bin/env python\nx"), Some(Dialect::Unknown));
        assert_eq!(Dialect::of_shebang("#! /bin/sh -e"), Some(Dialect::Posix));
        assert_eq!(Dialect::of_shebang("ls"), None);
    }
}
