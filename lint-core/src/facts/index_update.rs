//! What RUN instructions do with the system's packages: upgrades, and index updates that stand alone.

use super::{DockerfileFacts, ScriptFacts};
use crate::dockerfile::{Instruction, Keyword, Stage};
use crate::shell::Command;
use crate::shell::packages::{self, Action, Manager, Verb};
use crate::span::Span;

/// The package managers of operating systems, by the index they share.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Family {
    /// apt, apt-get, aptitude.
    Apt,
    /// apk.
    Apk,
    /// dnf, yum, microdnf, tdnf.
    Dnf,
    /// zypper.
    Zypper,
    /// pacman.
    Pacman,
}

impl Family {
    /// The family of a package manager; none for those of languages.
    pub fn of(manager: &Manager) -> Option<Self> {
        match manager.name {
            "apt-get" | "apt" | "aptitude" => Some(Self::Apt),
            "apk" => Some(Self::Apk),
            "dnf" | "yum" | "microdnf" | "tdnf" => Some(Self::Dnf),
            "zypper" => Some(Self::Zypper),
            "pacman" => Some(Self::Pacman),
            _ => None,
        }
    }

    /// Whether an install fetches an index by itself when the one at hand is old.
    pub const fn renews_its_index(self) -> bool {
        matches!(self, Self::Dnf | Self::Zypper)
    }
}

/// A package manager's command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageCommand {
    /// Which manager.
    pub family: Family,
    /// Manager and verb: `apt-get update`.
    pub name: String,
    /// From the manager's name to the verb.
    pub span: Span,
    /// Whether it is told to fetch an index for itself (`apk add --no-cache`).
    pub own_index: bool,
}

/// How many scripts are looked through for an install: more than any real file has.
const MAX_SCRIPTS: usize = 500;

/// Commands that install nothing, so that an index update beside them still stands alone.
const HARMLESS: [&str; 50] = [
    ":",
    "[",
    "[[",
    "test",
    "true",
    "set",
    "export",
    "echo",
    "printf",
    "cat",
    "tee",
    "sed",
    "grep",
    "egrep",
    "awk",
    "rm",
    "rmdir",
    "mv",
    "cp",
    "mkdir",
    "touch",
    "chmod",
    "chown",
    "ln",
    "ls",
    "cd",
    "sleep",
    "apt-key",
    "gpg",
    "curl",
    "wget",
    "install",
    "add-apt-repository",
    "lsb_release",
    "uname",
    "cut",
    "tr",
    "apt-config",
    "id",
    "whoami",
    "date",
    "update-ca-certificates",
    "groupadd",
    "useradd",
    "adduser",
    "addgroup",
    "which",
    "mktemp",
    "ping",
    "unset",
];

impl DockerfileFacts {
    /// The first upgrade of the whole system in a RUN; one that names packages is meant for these.
    pub fn system_upgrade(&self, run: Instruction<'_>) -> Option<PackageCommand> {
        self.commands_of(run)
            .find(|(command, action)| {
                action.verb == Verb::Upgrade && action.packages.is_empty() && !is_dry_run(*command)
            })
            .and_then(read)
    }

    /// The index update of a RUN that does nothing else with packages: no install, no removal, no script that may hold one.
    pub fn lone_index_update(&self, run: Instruction<'_>) -> Option<PackageCommand> {
        let mut update = None;
        for script in self.scripts_of(run) {
            if script.script.is_opaque() {
                return None;
            }
            for command in script.script.commands() {
                match packages::action(command) {
                    Some(action) if Family::of(action.manager).is_some() => match action.verb {
                        Verb::UpdateIndex => update = update.or_else(|| read((command, action))),
                        Verb::Clean => {}
                        Verb::Install | Verb::Upgrade | Verb::Remove | Verb::Other => return None,
                    },
                    _ if is_harmless(command) => {}
                    _ => return None,
                }
            }
        }
        update
    }

    /// The first install with a manager of the family after a RUN, in its stage or in those based on it.
    pub fn install_after(&self, run: Instruction<'_>, family: Family) -> Option<PackageCommand> {
        let stage = run.stage()?.index();
        let from = self.scripts.partition_point(|script| script.instruction <= run.index());
        let scripts = self.scripts.iter().skip(from).take(MAX_SCRIPTS).filter(|script| script.keyword == Keyword::Run);
        let in_chain = |script: &&ScriptFacts| {
            let of = run.file().instruction(script.instruction).and_then(Instruction::stage).map(Stage::index);
            of == Some(stage) || of.and_then(|of| self.stage(of)).is_some_and(|of| of.ancestors.contains(&stage))
        };
        let mut installs =
            scripts.filter(in_chain).flat_map(actions).filter(|(_, action)| action.verb == Verb::Install);
        installs.find(|(_, action)| Family::of(action.manager) == Some(family)).and_then(read)
    }

    fn commands_of(&self, run: Instruction<'_>) -> impl Iterator<Item = (Command<'_>, Action<'_>)> {
        self.scripts_of(run).flat_map(actions)
    }
}

fn actions(script: &ScriptFacts) -> impl Iterator<Item = (Command<'_>, Action<'_>)> {
    script.script.commands().filter_map(|command| Some((command, packages::action(command)?)))
}

fn read((command, action): (Command<'_>, Action<'_>)) -> Option<PackageCommand> {
    let name = command.name_word()?;
    Some(PackageCommand {
        family: Family::of(action.manager)?,
        name: format!("{} {}", command.name()?, action.verb_word.lossy()),
        span: name.span().to(action.verb_word.span()),
        own_index: command.has_flag(Some('U'), "no-cache") || command.has_flag(None, "update-cache"),
    })
}

fn is_dry_run(command: Command<'_>) -> bool {
    ["simulate", "dry-run", "just-print", "no-act", "download-only", "downloadonly"]
        .iter()
        .any(|flag| command.has_flag(None, flag))
        || command.has_flag(Some('s'), "")
}

fn is_harmless(command: Command<'_>) -> bool {
    const QUERIES: [&str; 7] =
        ["add-architecture", "print-architecture", "list", "status", "listfiles", "import", "query"];
    let Some(name) = command.name() else { return command.words().len() == 0 };
    let is_query = QUERIES.iter().any(|flag| command.has_flag(None, flag))
        || ['l', 's', 'L', 'q'].iter().any(|&flag| command.has_flag(Some(flag), ""));
    let is_dpkg = name == "dpkg-query" || (matches!(name.as_ref(), "dpkg" | "rpm") && is_query);
    HARMLESS.contains(&name.as_ref()) || is_dpkg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cx::DockerfileCx;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn with_facts<T>(lines: &str, ask: impl Fn(&DockerfileFacts, Instruction<'_>) -> T) -> T {
        let mut project = Project::new();
        let text = format!("FROM debian:13\n{lines}\n");
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let run = cx.dockerfile.instructions().find(|instruction| instruction.keyword() == Keyword::Run).unwrap();
        ask(cx.facts, run)
    }

    fn names(lines: &str, ask: impl Fn(&DockerfileFacts, Instruction<'_>) -> Option<PackageCommand>) -> Option<String> {
        with_facts(lines, |facts, run| ask(facts, run).map(|command| command.name))
    }

    #[test]
    fn updates_stand_alone_when_nothing_beside_them_can_install() {
        for (lines, expected) in [
            ("RUN apt-get -qq update", Some("apt-get update")),
            ("RUN sudo apk update && rm -rf /var/cache/apk/*", Some("apk update")),
            ("RUN curl -fsSL https://x.example/key | apt-key add - && apt-get update", Some("apt-get update")),
            ("RUN <<EOF\nset -e\napt update\nEOF", Some("apt update")),
            ("RUN bash -c 'apt-get update'", None),
            ("RUN apt-get update && apt-get install -y x", None),
            ("RUN apt-get update && apt-get source x", None),
            ("RUN apt-get update && ./install.sh", None),
            ("RUN curl https://x.example/setup | bash - && apt-get update", None),
            ("RUN apt-get update && $INSTALL x", None),
            ("RUN apt-get update && apt-get purge -y x", None),
            ("RUN apt-get update && dpkg -l > /tmp/list", Some("apt-get update")),
            ("RUN apt-get update && dpkg -i x.deb", None),
            ("RUN npm update", None),
            ("RUN dnf update -y", None),
        ] {
            assert_eq!(names(lines, DockerfileFacts::lone_index_update).as_deref(), expected, "{lines}");
        }
    }

    #[test]
    fn upgrades_of_the_system_are_found() {
        for (lines, expected) in [
            ("RUN apt-get update && apt-get -y dist-upgrade", Some("apt-get dist-upgrade")),
            ("RUN apk upgrade --no-cache", Some("apk upgrade")),
            ("RUN microdnf -y update && microdnf clean all", Some("microdnf update")),
            ("RUN pacman -Syu --noconfirm", Some("pacman -Syu")),
            ("RUN zypper --non-interactive up", Some("zypper up")),
            ("RUN dnf upgrade -y openssl", None),
            ("RUN apt-get -s upgrade", None),
            ("RUN apt-get upgrade -y openssl", None),
            ("RUN apt-get -o Dpkg::Options::=--force-confold -y upgrade", Some("apt-get upgrade")),
            ("RUN pip install --upgrade pip && npm update", None),
        ] {
            assert_eq!(names(lines, DockerfileFacts::system_upgrade).as_deref(), expected, "{lines}");
        }
    }

    #[test]
    fn the_install_after_an_update_is_found_in_the_chain() {
        let after = |facts: &DockerfileFacts, run: Instruction<'_>| facts.install_after(run, Family::Apt);
        assert_eq!(names("RUN apt-get update\nRUN apt install -y x", after).as_deref(), Some("apt install"));
        assert_eq!(names("RUN apt-get update\nRUN apk add x", after), None);
        assert_eq!(names("RUN apt-get update\nFROM debian:13\nRUN apt-get install x", after), None);
    }
}
