//! Questions that a package manager asks and nobody answers.

use super::{Action, Manager, Verb, action, has};
use crate::know::Know;
use crate::shell::options::is_option;
use crate::shell::{Command, Joiner, RedirectOp, Word};

/// How a manager is kept from asking, besides its [`Manager::assume_yes`] flags.
#[derive(Debug)]
pub struct Answers {
    /// The flag to write.
    pub flag: &'static str,
    /// It stands after the sub-command; else after the manager's name.
    pub after_verb: bool,
    /// Flags that mean yes only before the sub-command.
    pub before_verb: &'static [&'static str],
    /// Flags with which nothing is changed, so nothing is asked.
    pub dry: &'static [&'static str],
    /// What the setting is called in its configuration and in options that set it, in lower case.
    pub setting: &'static str,
    /// Two of the quiet flag mean yes.
    pub quiet_twice: bool,
}

/// apt-get, apt, aptitude.
pub(super) static APT: Answers = Answers {
    flag: "-y",
    after_verb: true,
    before_verb: &[],
    dry: &[
        "-s",
        "--simulate",
        "--just-print",
        "--dry-run",
        "--recon",
        "--no-act",
        "--print-uris",
        "--assume-no",
        "--trivial-only",
    ],
    setting: "get::assume-yes",
    quiet_twice: true,
};
/// yum, dnf and their like.
pub(super) static DNF: Answers = Answers { dry: &["--assumeno"], setting: "assumeyes", quiet_twice: false, ..APT };
/// zypper: `-n` of `install` is `--name`.
pub(super) static ZYPPER: Answers = Answers {
    flag: "-n",
    after_verb: false,
    before_verb: &["-n", "--non-interactive"],
    dry: &["-D", "--dry-run"],
    setting: "",
    quiet_twice: false,
};
/// pacman.
pub(super) static PACMAN: Answers =
    Answers { flag: "--noconfirm", dry: &["-p", "--print"], setting: "", quiet_twice: false, ..APT };
/// Managers that ask nothing, or go on without an answer.
pub(super) static NONE: Answers = Answers { flag: "", dry: &[], setting: "", quiet_twice: false, ..APT };

/// How many commands before a question are looked at for `yes`.
const LOOK_BACK: usize = 50;

/// What a command does, when it asks before it does it and nothing in the script answers. `lookup` gives the values of
/// variables; a variable that is not known may hold the answer.
pub fn unanswered<'a>(command: Command<'a>, lookup: &dyn Fn(&str) -> Know<String>) -> Option<Action<'a>> {
    let action = action(command)?;
    let manager = action.manager;
    let changes = match action.verb {
        Verb::Install | Verb::Upgrade => true,
        // Without names there is rarely something to remove.
        Verb::Remove => !action.packages.is_empty(),
        Verb::UpdateIndex | Verb::Clean | Verb::Other => false,
    };
    let answered = !changes
        || says_yes(manager, command, action.verb_word)
        || manager.answers.dry.iter().any(|flag| has(command, flag))
        || is_fed(command)
        || command.args().any(|word| may_say_yes(manager, word, lookup));
    (!answered).then_some(action)
}

fn says_yes(manager: &Manager, command: Command<'_>, verb: Word<'_>) -> bool {
    let answers = manager.answers;
    let mut globals = command.args().take_while(|word| word.local_span().start < verb.local_span().start);
    manager.assume_yes.is_empty()
        || manager.assume_yes.iter().any(|flag| !answers.before_verb.contains(flag) && has(command, flag))
        || (!answers.before_verb.is_empty() && globals.any(|word| is_global(&word.lossy(), answers.before_verb)))
        || (answers.quiet_twice && quiet(command) > 1)
}

/// A long flag, or a short one in a bundle.
fn is_global(text: &str, flags: &[&str]) -> bool {
    flags.iter().any(|flag| {
        let letter = flag.strip_prefix('-').filter(|letter| letter.len() == 1);
        let bundle = text.strip_prefix('-').filter(|bundle| !bundle.starts_with('-'));
        text == *flag || letter.zip(bundle).is_some_and(|(letter, bundle)| bundle.contains(letter))
    })
}

/// How quiet apt is: `-q -q`, `-qq`, `-q=2`.
fn quiet(command: Command<'_>) -> usize {
    let level = |word: Word<'_>| {
        let text = word.lossy();
        let long = text.strip_prefix("--quiet").or_else(|| text.strip_prefix("-q"));
        match long.and_then(|rest| rest.strip_prefix('=')) {
            Some(level) => level.parse().unwrap_or(0),
            None if text == "--quiet" => 1,
            None if text.starts_with("--") => 0,
            None => text.strip_prefix('-').map_or(0, |bundle| bundle.matches('q').count()),
        }
    };
    command.args().map(level).sum()
}

/// Whether something is written to its input.
fn is_fed(command: Command<'_>) -> bool {
    let is_input =
        |op| matches!(op, RedirectOp::Read | RedirectOp::ReadWrite | RedirectOp::Heredoc | RedirectOp::HereString);
    let index = command.index() as usize;
    matches!(command.joiner(), Joiner::Pipe | Joiner::PipeBoth)
        || command.has_wrapper("xargs")
        || command.redirects().any(|redirect| is_input(redirect.op()))
        || command
            .script()
            .commands()
            .take(index)
            .skip(index.saturating_sub(LOOK_BACK))
            .any(|command| command.name().is_some_and(|name| name == "yes"))
}

/// Whether a word sets the manager to yes, or holds what is not known where a flag may stand.
fn may_say_yes(manager: &Manager, word: Word<'_>, lookup: &dyn Fn(&str) -> Know<String>) -> bool {
    let sets =
        |text: &str| !manager.answers.setting.is_empty() && text.to_ascii_lowercase().contains(manager.answers.setting);
    if !word.has_expansion() {
        return sets(&word.lossy());
    }
    match word.expand(lookup) {
        Know::Known(value) => {
            value.split_ascii_whitespace().any(|text| sets(text) || manager.assume_yes.contains(&text))
        }
        Know::Absent | Know::Unknown(_) => {
            let prefix = word.literal_prefix();
            prefix.is_empty() || is_option(&prefix) || prefix == "-"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::know::Why;
    use crate::shell::{Continuations, parse};
    use crate::span::OffsetMap;

    /// Whether the last command of a script asks; `$YES` is `-y`.
    fn asks(text: &str) -> bool {
        let script = parse(text, OffsetMap::shift(0), Continuations::Shell);
        let lookup = |name: &str| match name {
            "YES" => Know::Known("-q -y".to_owned()),
            "NAME" => Know::Known("curl".to_owned()),
            _ => Know::Unknown(Why::Variable(name.to_owned())),
        };
        unanswered(script.commands().last().unwrap(), &lookup).is_some()
    }

    #[test]
    fn questions_without_an_answer() {
        for text in [
            "apt-get install x",
            "apt-get -q install x",
            "apt-get -t sid install x -q=1",
            "apt-get remove x",
            "apt upgrade",
            "dnf -q install x",
            "yum -q -q install x",
            "zypper in x",
            "zypper in -n x",
            "zypper -q in x",
            "pacman -S x",
            "apt-get install $NAME x=$VERSION",
            "cat list; apt-get install x > log",
        ] {
            assert!(asks(text), "{text}");
        }
    }

    #[test]
    fn answers() {
        for text in [
            "apt-get install -y x",
            "apt-get -qy install x",
            "apt-get install x --assume-yes",
            "apt-get -qq install x",
            "apt-get -q -q install x",
            "apt-get -q=2 install x",
            "apt-get --quiet=2 install x",
            "apt-get -s install x",
            "apt-get -o APT::Get::Assume-Yes=1 install x",
            "apt-get install $YES x",
            "apt-get install $OPTIONS x",
            "apt-get install -$OPTIONS x",
            "yes | apt-get install x",
            "yes | { apt-get update; apt-get install x; }",
            "apt-get install x <<< y",
            "xargs apt-get install",
            "apt-get update",
            "apt-get autoremove",
            "dnf --setopt=assumeyes=True install x",
            "dnf clean all",
            "zypper -qn in x",
            "zypper --non-interactive in x",
            "zypper in -y x",
            "zypper refresh",
            "apk add x",
            "pip install x",
            "pacman -S --noconfirm x",
        ] {
            assert!(!asks(text), "{text}");
        }
    }
}
