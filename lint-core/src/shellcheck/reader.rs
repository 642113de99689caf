//! Which shell reads a script, and what it understands beyond the standard.

use crate::images::SystemShell;
use crate::shell::Program;
use shuck_linter::ShellDialect;

/// How a script is read.
#[derive(Copy, Clone, Debug)]
pub(super) struct Reader {
    /// The language.
    pub(super) dialect: ShellDialect,
    /// What `sh` is, where that is known and it is not bash.
    pub(super) sh: Option<SystemShell>,
    /// The script ends at the first command that fails.
    pub(super) errexit: bool,
    /// A pipeline fails with any of its commands.
    pub(super) pipefail: bool,
}

/// What dash has (its manual page): `\<`, `-nt`, `-O`, `-G` and `-k` in tests, `local`, `read -p`, signals in any case.
const DASH: [u16; 7] = [3012, 3013, 3043, 3049, 3065, 3066, 3067];

/// What busybox' ash has on top, built with its bash compatibility as Alpine and the busybox image do (its
/// `shell/ash.c`): `function`, `$'…'`, `[[`, `==`, `&>`, echo's flags, `pipefail`, `source`, `SIG` names, `${x:1}`,
/// `${x/a/b}`.
const ASH: [u16; 16] = [2112, 2113, 3003, 3010, 3014, 3020, 3036, 3037, 3040, 3046, 3048, 3057, 3058, 3060, 3028, 3041];

impl Reader {
    /// The reader of a script, given its shell and what `sh` is in the image; `None` when it cannot be checked.
    pub(super) fn new(program: Program, system: Option<SystemShell>) -> Option<Self> {
        let (dialect, sh) = match (program, system) {
            (Program::Bash, _) | (Program::Sh, Some(SystemShell::Bash)) => (ShellDialect::Bash, None),
            (Program::Dash, _) => (ShellDialect::Sh, Some(SystemShell::Dash)),
            (Program::Ash, _) => (ShellDialect::Sh, Some(SystemShell::Ash)),
            (Program::Sh, system) => (ShellDialect::Sh, system),
            (Program::Ksh, _) => (ShellDialect::Ksh, None),
            (Program::Mksh, _) => (ShellDialect::Mksh, None),
            (Program::Zsh | Program::Cmd | Program::PowerShell | Program::Other, _) => return None,
        };
        Some(Self { dialect, sh, errexit: false, pipefail: false })
    }

    /// Whether the shell understands what a finding calls not portable; `text` is what it points to.
    pub(super) fn knows(self, code: u16, text: &str) -> bool {
        match (self.sh, code) {
            (None | Some(SystemShell::Bash), _) => false,
            // dash knows no flag of echo but `-n`; of the builtins' options both know `read -p`.
            (_, 3037) if text == "-n" => true,
            (_, 3045) => matches!(text, "-p" | "-rp"),
            (Some(SystemShell::Dash), _) => DASH.contains(&code),
            (Some(SystemShell::Ash), _) => DASH.contains(&code) || ASH.contains(&code),
        }
    }

    /// How the shell is called in messages.
    pub(super) const fn name(self) -> &'static str {
        match (self.dialect, self.sh) {
            (ShellDialect::Bash, _) => "bash",
            (_, Some(SystemShell::Dash)) => "dash",
            (_, Some(SystemShell::Ash)) => "busybox' ash",
            _ => "sh",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_image_says_what_sh_is() {
        let reader = |program, system| Reader::new(program, system).unwrap();
        assert_eq!(reader(Program::Sh, Some(SystemShell::Bash)).dialect, ShellDialect::Bash);
        let dash = reader(Program::Sh, Some(SystemShell::Dash));
        assert!(dash.knows(3043, "local x") && dash.knows(3037, "-n") && !dash.knows(3037, "-e"));
        assert!(reader(Program::Ash, None).knows(3060, "${x//a/b}"));
        assert!(!reader(Program::Sh, None).knows(3043, "local x"));
        assert!(Reader::new(Program::PowerShell, None).is_none());
    }
}
