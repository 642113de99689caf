//! Calls of sudo in shell commands.

use crate::shell::{Command, Word};
use crate::span::Span;

/// One call of sudo.
#[derive(Clone, Debug)]
pub struct SudoCall<'a> {
    /// The word `sudo`.
    pub word: Word<'a>,
    /// The user to become, if it is not root.
    pub user: Option<Word<'a>>,
    /// What goes when sudo goes: it and its options, in the file. None when there is no command behind it, or an option
    /// that means more.
    pub removal: Option<Span>,
}

impl<'a> SudoCall<'a> {
    /// The call of sudo that a command is, or that stands before its effective name.
    pub fn of(command: Command<'a>) -> Option<Self> {
        let is_bare = command.name().is_some_and(|name| name == "sudo");
        if !is_bare && !command.has_wrapper("sudo") {
            return None;
        }
        let is_sudo = |word: &Word<'_>| word.literal().is_some_and(|text| text.rsplit('/').next() == Some("sudo"));
        let mut words = command.words().skip_while(|word| !is_sudo(word)).peekable();
        let mut call = Self { word: words.next()?, user: None, removal: None };
        if is_bare {
            return Some(call);
        }
        let mut is_simple = true;
        while let Some(option) = words.next_if(|word| word.lossy().starts_with('-')) {
            match option.lossy().as_ref() {
                "-u" | "--user" => call.user = words.next().filter(|user| !user.is("root")),
                "-E" | "-H" | "-n" | "-S" | "-EH" | "-HE" | "--preserve-env" | "--set-home" | "--non-interactive" => {}
                _ => is_simple = false,
            }
        }
        let next = words.next()?;
        let is_removable = is_simple && call.user.is_none();
        call.removal = is_removable.then(|| Span::new(call.word.span().start, next.span().start));
        Some(call)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Continuations, parse};
    use crate::span::OffsetMap;

    #[test]
    fn calls_are_read_with_their_options() {
        for (text, expected) in [
            ("apt-get install sudo", None),
            ("sudo make x", Some((None, Some("sudo ")))),
            ("/usr/bin/sudo -E -H A=1 make", Some((None, Some("/usr/bin/sudo -E -H ")))),
            ("env A=1 sudo make", Some((None, Some("sudo ")))),
            ("sudo -u root make", Some((None, Some("sudo -u root ")))),
            ("sudo -u app make", Some((Some("app"), None))),
            ("sudo -i make", Some((None, None))),
            ("sudo -V", Some((None, None))),
        ] {
            let script = parse(text, OffsetMap::shift(0), Continuations::Shell);
            let call = script.commands().next().and_then(SudoCall::of);
            let read = call.map(|call| (call.user.map(Word::raw), call.removal.map(|removal| removal.of(text))));
            assert_eq!(read, expected, "{text}");
        }
    }
}
