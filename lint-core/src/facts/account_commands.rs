//! Commands that make accounts, in the forms of shadow, Debian's adduser and busybox.

use super::accounts::{AccountKind, AccountTool};
use crate::shell::{Command, Word};

/// What one command says of one account.
#[derive(Copy, Clone, Debug)]
pub(super) struct Said<'a> {
    pub(super) kind: AccountKind,
    pub(super) tool: AccountTool,
    pub(super) name: Word<'a>,
    pub(super) id: Given<'a>,
    pub(super) system: bool,
}

/// An option's value.
#[derive(Copy, Clone, Debug)]
pub(super) enum Given<'a> {
    No,
    Word(Word<'a>),
    /// There may be one that we do not see.
    Opaque,
}

/// A program's grammar: the letters and names of its options that take a value.
struct Grammar {
    letters: &'static str,
    names: &'static [&'static str],
}

/// Shadow's useradd and usermod.
const USERADD: Grammar = Grammar {
    letters: "bcdefgGkKlpPRsuvwVWZ",
    names: &[
        "base-dir",
        "comment",
        "home-dir",
        "home",
        "expiredate",
        "inactive",
        "gid",
        "groups",
        "skel",
        "key",
        "login",
        "password",
        "root",
        "prefix",
        "shell",
        "uid",
        "selinux-user",
        "selinux-range",
        "add-subuids",
        "del-subuids",
        "add-subgids",
        "del-subgids",
    ],
};
/// In useradd `-l` is a flag, in usermod it takes a name.
const USERADD_FLAGS: &str = "lvwVW";
/// Debian's adduser, busybox' and (on Red Hat) useradd under that name: their letters do not contradict each other.
const ADDUSER: Grammar = Grammar {
    letters: "bcdefgGhkKpPRsuZ",
    names: &[
        "home",
        "home-dir",
        "uid",
        "gid",
        "firstuid",
        "lastuid",
        "firstgid",
        "lastgid",
        "gecos",
        "comment",
        "shell",
        "ingroup",
        "conf",
        "add-extra-groups",
        "groups",
        "skel",
        "base-dir",
        "expiredate",
        "inactive",
        "key",
        "password",
        "root",
        "prefix",
        "selinux-user",
    ],
};
const GROUPADD: Grammar = Grammar {
    letters: "gKnpPRU",
    names: &[
        "gid",
        "key",
        "password",
        "prefix",
        "root",
        "users",
        "new-name",
        "firstgid",
        "lastgid",
        "conf",
        "add-extra-groups",
    ],
};

/// Reads a command; `None` when it makes and changes no account of this file system.
pub(super) fn read(command: Command<'_>) -> Option<Said<'_>> {
    if command.has_wrapper("chroot") || command.has_wrapper("xargs") {
        return None;
    }
    match command.name()?.as_ref() {
        "useradd" | "luseradd" => useradd(command),
        "adduser" => adduser(command),
        "groupadd" | "lgroupadd" => group(command, AccountTool::Groupadd),
        "addgroup" => group(command, AccountTool::Addgroup),
        "usermod" => change(command, AccountKind::User),
        "groupmod" => change(command, AccountKind::Group),
        _ => None,
    }
}

fn useradd(command: Command<'_>) -> Option<Said<'_>> {
    let options = Options::read(command, &USERADD, USERADD_FLAGS);
    if options.asks_only() || options.elsewhere() || options.has('D', "defaults") {
        return None;
    }
    let name = *options.operands.last()?;
    let id = if options.operands.len() > 1 { Given::Opaque } else { options.value('u', "uid") };
    Some(Said { kind: AccountKind::User, tool: AccountTool::Useradd, name, id, system: options.has('r', "system") })
}

fn adduser(command: Command<'_>) -> Option<Said<'_>> {
    let options = Options::read(command, &ADDUSER, "");
    // Two operands put an account into a group.
    let [name] = *options.operands.as_slice() else { return None };
    if options.asks_only() || options.elsewhere() {
        return None;
    }
    let system = options.has('r', "system") || options.has('S', "system");
    // Debian: `--group` alone makes a group; with `--system` an account and its group.
    let (kind, id) = if options.has('\0', "group") && !system {
        (AccountKind::Group, options.value('\0', "gid"))
    } else {
        (AccountKind::User, options.value('u', "uid"))
    };
    Some(Said { kind, tool: AccountTool::Adduser, name, id, system })
}

fn group(command: Command<'_>, tool: AccountTool) -> Option<Said<'_>> {
    let options = Options::read(command, &GROUPADD, "n");
    if options.asks_only() || options.elsewhere() {
        return None;
    }
    let name = *options.operands.last()?;
    let id = match (options.operands.len(), tool) {
        (1, _) => options.value('g', "gid"),
        // `addgroup account group` puts an account into a group.
        (_, AccountTool::Addgroup) => return None,
        _ => Given::Opaque,
    };
    Some(Said {
        kind: AccountKind::Group,
        tool,
        name,
        id,
        system: options.has('r', "system") || options.has('S', "system"),
    })
}

/// `usermod -u 1000 app`, `groupmod -g 1000 app`; a new name makes an account whose number we do not follow.
fn change(command: Command<'_>, kind: AccountKind) -> Option<Said<'_>> {
    let (grammar, flags, id, new_name) = match kind {
        AccountKind::User => (&USERADD, "", ('u', "uid"), ('l', "login")),
        AccountKind::Group => (&GROUPADD, "", ('g', "gid"), ('n', "new-name")),
    };
    let options = Options::read(command, grammar, flags);
    if options.elsewhere() {
        return None;
    }
    let id = options.value(id.0, id.1);
    let renamed = options.value(new_name.0, new_name.1);
    let (name, id) = match (renamed, id) {
        (Given::Word(new), Given::No) => (new, Given::Opaque),
        (Given::Word(new), id) => (new, id),
        (_, Given::No) => return None,
        (_, id) => (*options.operands.last()?, id),
    };
    Some(Said { kind, tool: AccountTool::Change, name, id, system: false })
}

/// The arguments of a command, read with its grammar.
struct Options<'a> {
    flags: Vec<String>,
    values: Vec<(String, Word<'a>)>,
    operands: Vec<Word<'a>>,
}

impl<'a> Options<'a> {
    /// Reads the arguments; letters in `but` take no value although the grammar says so.
    fn read(command: Command<'a>, grammar: &Grammar, but: &str) -> Self {
        let mut options = Self { flags: Vec::new(), values: Vec::new(), operands: Vec::new() };
        let mut args = command.args();
        while let Some(word) = args.next() {
            let text = word.lossy();
            if text == "--" {
                options.operands.extend(args);
                break;
            }
            if let Some(long) = text.strip_prefix("--") {
                match long.split_once('=') {
                    Some((name, _)) => options.values.push((name.to_owned(), word.after_literal(name.len() + 3))),
                    None if grammar.names.contains(&long) => {
                        options.values.extend(args.next().map(|value| (long.to_owned(), value)));
                    }
                    None => options.flags.push(long.to_owned()),
                }
            } else if text.len() > 1 && text.starts_with('-') {
                options.cluster(
                    word,
                    &text,
                    &|letter| grammar.letters.contains(letter) && !but.contains(letter),
                    || args.next(),
                );
            } else {
                options.operands.push(word);
            }
        }
        options
    }

    /// `-rmu 1000`, `-u1000`.
    fn cluster(
        &mut self,
        word: Word<'a>,
        text: &str,
        valued: &dyn Fn(char) -> bool,
        next: impl FnOnce() -> Option<Word<'a>>,
    ) {
        for (at, letter) in text.char_indices().skip(1) {
            if !valued(letter) {
                self.flags.push(letter.to_string());
                continue;
            }
            let after = at + letter.len_utf8();
            let value = if after < text.len() { Some(word.after_literal(after)) } else { next() };
            self.values.extend(value.map(|value| (letter.to_string(), value)));
            return;
        }
    }

    fn has(&self, letter: char, name: &str) -> bool {
        self.flags.iter().any(|flag| flag == name || flag.strip_prefix(letter) == Some(""))
    }

    fn value(&self, letter: char, name: &str) -> Given<'a> {
        let is_it = |option: &&(String, Word<'a>)| option.0 == name || option.0.strip_prefix(letter) == Some("");
        self.values.iter().rev().find(is_it).map_or(Given::No, |(_, word)| Given::Word(*word))
    }

    /// `--help`, `--version`.
    fn asks_only(&self) -> bool {
        self.has('\0', "help") || self.has('\0', "version")
    }

    /// It works on another root file system.
    fn elsewhere(&self) -> bool {
        let is_root = |option: &(String, Word<'a>)| matches!(option.0.as_str(), "R" | "root" | "P" | "prefix");
        self.values.iter().any(is_root)
    }
}
