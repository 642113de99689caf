//! Whether what a stage starts gives up root by itself.

use super::{StageFacts, scripts};
use crate::cx::DockerfileCx;
use crate::dockerfile::{Arg, Exec, Instruction, InstructionView, Stage};
use crate::images::{Purpose, User};
use crate::know::{Know, Why};
use crate::path::RelPath;
use crate::shell::{self, Command, Continuations, Script};
use crate::span::OffsetMap;

/// Programs that run another one as somebody else, and whose names are no common words: found anywhere in a script.
const UNMISTAKABLE: [&str; 10] = [
    "gosu",
    "su-exec",
    "setpriv",
    "s6-setuidgid",
    "s6-applyuidgid",
    "setuidgid",
    "chpst",
    "runuser",
    "start-stop-daemon",
    "fixuid",
];
/// The same, known only where a command stands.
const AS_COMMAND: [&str; 7] = ["su", "sudo", "doas", "setuser", "capsh", "pebble", "dropprivs"];
/// Servers and supervisors that are started as root and run their work as somebody else, by their own configuration.
const SERVERS: [&str; 46] = [
    "nginx",
    "openresty",
    "apache2",
    "apache2ctl",
    "apachectl",
    "apache2-foreground",
    "httpd",
    "httpd-foreground",
    "php-fpm",
    "sshd",
    "cron",
    "crond",
    "anacron",
    "supercronic",
    "postfix",
    "dovecot",
    "exim",
    "exim4",
    "systemd",
    "init",
    "runsvdir",
    "runsvdir-start",
    "runit",
    "runit-init",
    "my_init",
    "s6-svscan",
    "supervisord",
    "dockerd",
    "dockerd-entrypoint.sh",
    "containerd",
    "openvpn",
    "named",
    "squid",
    "vsftpd",
    "proftpd",
    "pure-ftpd",
    "ntpd",
    "chronyd",
    "rsyslogd",
    "keepalived",
    "dnsmasq",
    "unbound",
    "smbd",
    "slapd",
    "varnishd",
    "freeradius",
];

/// Servers that take the account to run as from an option.
const BY_OPTION: [&str; 7] = ["memcached", "mysqld", "mysqld_safe", "mariadbd", "uwsgi", "gunicorn", "tcpdump"];
const ACCOUNT_OPTIONS: [&str; 3] = ["-u", "--user", "--uid"];

impl DockerfileCx<'_> {
    /// Whether what the stage starts gives up root by itself: by gosu, su-exec, setpriv and the like in ENTRYPOINT, CMD
    /// or the script they start, or because it is a server that does so, or by the entrypoint of a known image.
    ///
    /// Unknown when a script that we do not have decides it, or the entrypoint of an image that we do not know, or when
    /// the stage installs such a launcher and nothing that we see uses it.
    pub fn steps_down(&self, stage: &StageFacts) -> Know<bool> {
        match self.seen_to_step_down(stage) {
            Know::Known(false) if self.has_launcher(stage) => Know::Unknown(Why::Runtime),
            seen => seen,
        }
    }

    fn seen_to_step_down(&self, stage: &StageFacts) -> Know<bool> {
        let instruction = |index: Option<u32>| index.and_then(|index| self.dockerfile.instruction(index));
        let (entrypoint, cmd) = (instruction(stage.entrypoint), instruction(stage.cmd));
        let by_cmd = cmd.map_or(Know::Known(false), |cmd| self.runs(stage, cmd));
        if let Some(entrypoint) = entrypoint {
            let by_entrypoint = self.runs(stage, entrypoint);
            // What an entrypoint starts is mostly CMD.
            return if by_entrypoint == Know::Known(false) { by_cmd } else { by_entrypoint };
        }
        if by_cmd == Know::Known(true) {
            return by_cmd;
        }
        match (&stage.image, stage.image_facts()) {
            (Know::Known(_), Some(image)) => {
                let drops = image.user == User::Root && image.runtime_uid.is_some_and(|uid| !uid.starts_with("0:"));
                if drops { Know::Known(true) } else { by_cmd }
            }
            (Know::Known(image), None) => Know::Unknown(Why::ExternalImage(image.text.clone())),
            (Know::Absent, _) => by_cmd,
            (Know::Unknown(why), _) => Know::Unknown(why.clone()),
        }
    }

    /// Whether the stage starts a program of its own: an ENTRYPOINT, a CMD that is more than a shell or an interpreter, or
    /// what an image starts that is no mere base. Images that do not are made to be built upon, or to look around in.
    pub fn starts_program(&self, stage: &StageFacts) -> bool {
        let entrypoint = stage.entrypoint.and_then(|index| self.dockerfile.instruction(index));
        if entrypoint.is_some_and(|entrypoint| !is_empty(entrypoint)) {
            return true;
        }
        match stage.cmd.and_then(|index| self.dockerfile.instruction(index)) {
            Some(cmd) => !is_bare_shell(cmd),
            None if stage.image.is_absent() => false,
            None => stage.image_facts().is_none_or(|image| image.purpose == Purpose::Server),
        }
    }

    /// Whether the file makes a development container, whose tool chooses the user itself (`remoteUser`).
    pub fn is_dev_container(&self) -> bool {
        self.linked.project().file(self.file).is_some_and(|file| file.path().as_str().contains(".devcontainer"))
    }

    fn runs(&self, stage: &StageFacts, instruction: Instruction<'_>) -> Know<bool> {
        let exec = match instruction.view() {
            InstructionView::Entrypoint(entrypoint) => entrypoint.exec(),
            InstructionView::Cmd(cmd) => cmd.exec(),
            _ => return Know::Known(false),
        };
        let mut scripts = self.facts.scripts_of(instruction);
        if scripts.any(|script| script.script.commands().any(steps_down)) {
            return Know::Known(true);
        }
        if let Exec::Json(args) = exec {
            let words: Vec<String> = args.items().map(|item| item.value().into_owned()).collect();
            if words_step_down(words.iter().map(String::as_str)) {
                return Know::Known(true);
            }
        }
        let Some(program) = scripts::first_program(exec) else { return Know::Known(false) };
        if scripts::is_script(&program) || self.source_of(stage, instruction, &program).is_some() {
            self.script_steps_down(stage, instruction, &program)
        } else if self.comes_with_a_folder(stage, &program) {
            Know::Unknown(Why::MissingFile(program))
        } else {
            Know::Known(false)
        }
    }

    /// The instructions of a stage and of those it is based on.
    fn chain(&self, stage: &StageFacts) -> impl Iterator<Item = Instruction<'_>> {
        let chain = [stage.index].into_iter().chain(stage.ancestors.clone());
        chain.filter_map(|stage| self.dockerfile.stage(stage)).flat_map(Stage::instructions)
    }

    /// Whether a COPY or ADD of the context brings files whose names we do not see into the program's folder:
    /// `COPY scripts/start* /opt/`.
    fn comes_with_a_folder(&self, stage: &StageFacts, program: &str) -> bool {
        self.chain(stage).any(|instruction| {
            let Some(transfer) = instruction.as_copy().or_else(|| instruction.as_add()) else { return false };
            let Some(destination) = transfer.destination().map(Arg::cooked) else { return false };
            let folder = destination.trim_end_matches('/');
            let holds = program.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            let unseen = |source: Arg<'_>| {
                let source = source.cooked();
                let name = source.rsplit('/').next().unwrap_or("");
                source.contains('*') || !name.contains('.') || matches!(name, "." | "..")
            };
            holds && transfer.from_flag().is_none() && transfer.sources().any(unseen)
        })
    }

    /// Whether the stage installs gosu, su-exec or the like.
    fn has_launcher(&self, stage: &StageFacts) -> bool {
        let is_launcher = |word: &str| UNMISTAKABLE.contains(&word.rsplit('/').next().unwrap_or(word));
        self.chain(stage).any(|instruction| match instruction.view() {
            InstructionView::Copy(transfer) | InstructionView::Add(transfer) => {
                transfer.sources().any(|source| is_launcher(&source.cooked()))
            }
            InstructionView::Run(_) => self.facts.scripts_of(instruction).any(|script| {
                let mut words = script.script.commands().flat_map(Command::args).filter_map(|word| word.literal());
                words.any(|word| is_launcher(&word))
            }),
            _ => false,
        })
    }

    fn script_steps_down(&self, stage: &StageFacts, instruction: Instruction<'_>, program: &str) -> Know<bool> {
        let missing = || Know::Unknown(Why::MissingFile(program.to_owned()));
        if let Some(body) = self.heredoc_at(stage, program) {
            return Know::Known(script_text_steps_down(body));
        }
        let Some(source) = self.source_of(stage, instruction, program) else { return missing() };
        let contexts =
            self.builders(stage.index).filter_map(|(_, reference)| Some(reference.context.as_ref().known()?.0.clone()));
        let own = self.linked.project().file(self.file).map(|file| file.path().parent().to_owned());
        let text = contexts.chain(own).find_map(|folder| self.text_of(&RelPath::join(&folder, &source)?));
        text.map_or_else(missing, |text| Know::Known(script_text_steps_down(text)))
    }

    /// The file of the context that becomes `program`, through the stages that this one is based on.
    fn source_of(&self, stage: &StageFacts, instruction: Instruction<'_>, program: &str) -> Option<String> {
        let last = |stage: u32| self.dockerfile.stage(stage)?.instructions().last();
        let chain = [stage.index].into_iter().chain(stage.ancestors.iter().copied());
        let copied = if scripts::is_script(program) { scripts::copied_from } else { scripts::copied_by_name };
        [Some(instruction)].into_iter().chain(chain.map(last)).flatten().find_map(|at| copied(at, program))
    }

    /// The body of a heredoc that COPY writes to `program`.
    fn heredoc_at(&self, stage: &StageFacts, program: &str) -> Option<&str> {
        let name = program.rsplit('/').next()?;
        let chain = [stage.index].into_iter().chain(stage.ancestors.iter().copied());
        let mut copies = chain.filter_map(|stage| self.dockerfile.stage(stage)).flat_map(Stage::instructions);
        copies.find_map(|instruction| {
            let transfer = instruction.as_copy().or_else(|| instruction.as_add())?;
            let destination = transfer.destination()?.cooked().into_owned();
            let heredoc = transfer.sources().find_map(Arg::as_heredoc)?;
            (destination.rsplit('/').next() == Some(name)).then(|| heredoc.body())
        })
    }
}

impl crate::compose::CommandLine<'_> {
    /// Whether the command hands over to another account.
    pub fn steps_down(&self) -> bool {
        match self {
            Self::List(words, _) => {
                let words: Vec<&str> = words.iter().map(|word| word.raw).collect();
                words_step_down(words.iter().copied())
                    || words.iter().any(|word| word.contains(' ') && script_text_steps_down(word))
            }
            Self::Text(text) => script_text_steps_down(text.raw),
            Self::Null(_) => false,
        }
    }

    /// Whether the command has this word somewhere.
    pub fn says(&self, word: &str) -> bool {
        let has = |text: &str| {
            text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').any(|part| part == word)
        };
        match self {
            Self::List(words, _) => words.iter().any(|item| has(item.raw)),
            Self::Text(text) => has(text.raw),
            Self::Null(_) => false,
        }
    }
}

/// `ENTRYPOINT []`: the base image's is reset.
fn is_empty(entrypoint: Instruction<'_>) -> bool {
    let InstructionView::Entrypoint(entrypoint) = entrypoint.view() else { return true };
    match entrypoint.exec() {
        Exec::Json(args) => args.is_empty(),
        Exec::Shell(_) => false,
        Exec::Empty => true,
    }
}

/// `CMD ["bash"]`, `CMD python3`: no program of its own.
fn is_bare_shell(cmd: Instruction<'_>) -> bool {
    const SHELLS: [&str; 17] = [
        "sh", "bash", "ash", "dash", "zsh", "ksh", "fish", "pwsh", "python", "python2", "python3", "node", "irb",
        "ghci", "jshell", "R", "julia",
    ];
    let Some(cmd) = cmd.as_cmd() else { return false };
    let words: Vec<String> = match cmd.exec() {
        Exec::Json(args) => args.items().map(|item| item.value().into_owned()).collect(),
        Exec::Shell(text) => text.text().split_ascii_whitespace().map(str::to_owned).collect(),
        Exec::Empty => return true,
    };
    match words.split_first() {
        Some((first, flags)) => {
            let name = first.rsplit('/').next().unwrap_or(first);
            SHELLS.contains(&name)
                && flags.iter().all(|flag| matches!(flag.as_str(), "-l" | "-i" | "-il" | "-li" | "--login"))
        }
        None => true,
    }
}

/// Whether these words, as the first program of a container, hand over to another account.
pub(crate) fn words_step_down<'w>(words: impl Iterator<Item = &'w str>) -> bool {
    let mut first = true;
    let mut takes_account = false;
    for word in words {
        let name = word.rsplit('/').next().unwrap_or(word);
        if UNMISTAKABLE.contains(&name) || (first && (is_launcher(name) || is_server(name))) {
            return true;
        }
        let option = word.split('=').next().unwrap_or(word);
        if word.starts_with("--userspec") || (takes_account && ACCOUNT_OPTIONS.contains(&option)) {
            return true;
        }
        takes_account |= first && BY_OPTION.contains(&name);
        first = first && (name.starts_with('-') || is_wrapper(name));
    }
    false
}

/// Whether a command runs another one as somebody else.
fn is_launcher(name: &str) -> bool {
    UNMISTAKABLE.contains(&name) || AS_COMMAND.contains(&name)
}

/// Programs in front of the real one.
fn is_wrapper(name: &str) -> bool {
    matches!(
        name,
        "tini" | "dumb-init" | "catatonit" | "env" | "exec" | "docker-php-entrypoint" | "nice" | "docker-entrypoint.sh"
    )
}

fn is_server(name: &str) -> bool {
    SERVERS.contains(&name) || name.starts_with("php-fpm") || (name.starts_with("php") && name.ends_with("-fpm"))
}

fn steps_down(command: Command<'_>) -> bool {
    let name = command.name().unwrap_or_default();
    is_launcher(&name)
        || is_server(&name)
        || (BY_OPTION.contains(&name.as_ref())
            && command.args().any(|arg| ACCOUNT_OPTIONS.contains(&arg.lossy().split('=').next().unwrap_or(""))))
        || command.wrappers().any(is_launcher)
        || (command.has_wrapper("chroot") && command.words().any(|word| word.lossy().starts_with("--userspec")))
        || (matches!(name.as_ref(), "service" | "rc-service" | "systemctl") && command.args().next().is_some())
}

fn script_text_steps_down(text: &str) -> bool {
    let script: Script = shell::parse(text, OffsetMap::shift(0), Continuations::Shell);
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    script.commands().any(steps_down) || words.any(|word| UNMISTAKABLE.contains(&word))
}

#[cfg(test)]
mod tests;
