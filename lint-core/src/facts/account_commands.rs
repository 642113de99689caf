//! Commands that make accounts, in the forms of shadow, Debian's adduser and busybox.

use super::accounts::{AccountKind, AccountTool};
use crate::shell::{Command, Grammar, Options, Word};

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

/// In useradd `-l` is a flag, in usermod it takes a name.
const USERADD: Grammar = Grammar { letters: "bcdefgGkKpPRsuZ", ..USERMOD };
const USERMOD: Grammar = Grammar {
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
    let options = command.options(&USERADD);
    if asks_only(&options) || elsewhere(&options) || options.has('D', "defaults") {
        return None;
    }
    let name = *options.operands.last()?;
    let id = if options.operands.len() > 1 { Given::Opaque } else { given(&options, 'u', "uid") };
    Some(Said { kind: AccountKind::User, tool: AccountTool::Useradd, name, id, system: options.has('r', "system") })
}

fn adduser(command: Command<'_>) -> Option<Said<'_>> {
    let options = command.options(&ADDUSER);
    // Two operands put an account into a group.
    let [name] = *options.operands.as_slice() else { return None };
    if asks_only(&options) || elsewhere(&options) {
        return None;
    }
    let system = options.has('r', "system") || options.has('S', "system");
    // Debian: `--group` alone makes a group; with `--system` an account and its group.
    let (kind, id) = if options.has('\0', "group") && !system {
        (AccountKind::Group, given(&options, '\0', "gid"))
    } else {
        (AccountKind::User, given(&options, 'u', "uid"))
    };
    Some(Said { kind, tool: AccountTool::Adduser, name, id, system })
}

fn group(command: Command<'_>, tool: AccountTool) -> Option<Said<'_>> {
    let options = command.options(&Grammar { letters: "gKpPRU", ..GROUPADD });
    if asks_only(&options) || elsewhere(&options) {
        return None;
    }
    let name = *options.operands.last()?;
    let id = match (options.operands.len(), tool) {
        (1, _) => given(&options, 'g', "gid"),
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
    let (grammar, id, new_name) = match kind {
        AccountKind::User => (&USERMOD, ('u', "uid"), ('l', "login")),
        AccountKind::Group => (&GROUPADD, ('g', "gid"), ('n', "new-name")),
    };
    let options = command.options(grammar);
    if elsewhere(&options) {
        return None;
    }
    let id = given(&options, id.0, id.1);
    let renamed = given(&options, new_name.0, new_name.1);
    let (name, id) = match (renamed, id) {
        (Given::Word(new), Given::No) => (new, Given::Opaque),
        (Given::Word(new), id) => (new, id),
        (_, Given::No) => return None,
        (_, id) => (*options.operands.last()?, id),
    };
    Some(Said { kind, tool: AccountTool::Change, name, id, system: false })
}

/// An option's value.
fn given<'a>(options: &Options<'a>, letter: char, name: &str) -> Given<'a> {
    options.value(letter, name).map_or(Given::No, Given::Word)
}

/// `--help`, `--version`.
fn asks_only(options: &Options<'_>) -> bool {
    options.has('\0', "help") || options.has('\0', "version")
}

/// It works on another root file system.
fn elsewhere(options: &Options<'_>) -> bool {
    options.value('R', "root").is_some() || options.value('P', "prefix").is_some()
}
