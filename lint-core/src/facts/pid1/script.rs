//! What a shell script leaves running: how it ends, and what it starts on the way.

use super::line::{Line, Word};
use super::{FirstProcess, Follow, Kind, LastCommand, Place, ShellStays};
use crate::diagnostic::FileId;
use crate::shell::{self, Command, Script, Statement};
use crate::span::Span;

/// A script with what the shell that reads it was told.
pub(super) struct Told<'s> {
    /// The file that the script stands in.
    pub(super) file: FileId,
    /// The script.
    pub(super) script: &'s Script,
    /// The shell replaces itself by an only command.
    pub(super) replaced: bool,
    /// It is the shell form of an instruction.
    pub(super) shell_form: bool,
    /// What `"$@"` is.
    pub(super) arguments: &'s [Word],
    /// How many scripts ran before.
    pub(super) depth: u8,
}

/// Commands that end soon: a script that ends with one of them starts nothing that stays, or we misread it.
const QUICK: &[&str] = &[
    "echo",
    "printf",
    "exit",
    "return",
    "true",
    "false",
    ":",
    "cd",
    "export",
    "set",
    "unset",
    "source",
    ".",
    "eval",
    "read",
    "shift",
    "test",
    "[",
    "[[",
    "chmod",
    "chown",
    "mkdir",
    "cp",
    "mv",
    "rm",
    "ln",
    "touch",
    "cat",
    "ls",
    "grep",
    "sed",
    "awk",
    "curl",
    "wget",
    "mc",
    "psql",
    "createdb",
    "mysql",
    "mysqladmin",
    "mariadb",
    "mongo",
    "mongosh",
    "openssl",
    "kafka-topics",
    "kafka-topics.sh",
    "git",
    "tar",
    "unzip",
    "date",
    "env",
    "kill",
    "pkill",
    "rsync",
    "install",
    "apt-get",
    "pip",
    "find",
    "which",
    "redis-cli",
    "update-ca-certificates",
    "sh",
    "bash",
    "/bin/bash",
    "composer",
    "pytest",
    "mvn",
    "tox",
    "make",
];

/// Daemons that put themselves into the background.
const DAEMONS: &[&str] = &[
    "cron",
    "crond",
    "rsyslogd",
    "syslogd",
    "syslog-ng",
    "sshd",
    "dbus-daemon",
    "nginx",
    "apache2ctl",
    "apachectl",
    "mysqld_safe",
];

impl Follow<'_> {
    /// The process that stays when a shell reads the script; `name` and `place` are the shell's.
    pub(super) fn told(&self, told: &Told<'_>, name: String, place: Place) -> FirstProcess {
        let script = told.script;
        if script.is_opaque() || script.commands().any(handles_signals) {
            return FirstProcess::unknown();
        }
        let Some(last) = script.top_level().last() else { return FirstProcess::unknown() };
        let mut first = self.end(told, last, name, place);
        if first.kind != Kind::Unknown {
            let mut daemons = daemons(told, last);
            daemons.append(&mut first.daemons);
            first.daemons = daemons;
            first.entry = Some(place);
        }
        first
    }

    fn end(&self, told: &Told<'_>, last: Statement<'_>, name: String, place: Place) -> FirstProcess {
        let at = |span| Place { file: told.file, span };
        let busy = |span| Kind::Shell(ShellStays::Busy(at(span)));
        let Some(command) = last.simple_command().filter(|_| !last.background()) else {
            let text = last.local_span().of(told.script.text());
            let execs = last.commands().any(|command| command.has_wrapper("exec"));
            let stays = last.stages() > 1 || text.starts_with("while ") || text.starts_with("until ");
            let quick = last.stages() > 1
                && last.commands().last().and_then(Command::name).is_some_and(|name| QUICK.contains(&name.as_ref()));
            return if execs || !stays || quick || last.background() {
                FirstProcess::unknown()
            } else {
                FirstProcess::new(busy(last.span()), name, Some(place))
            };
        };
        let single = told.script.single_command().is_some();
        if command.raw_name().as_deref() == Some("exec") || (single && told.replaced) {
            return self.replaced(told, command, place);
        }
        let literal = command.name();
        match literal.as_deref() {
            // `tail -f` and `sleep infinity` only keep the container up.
            Some("wait" | "tail" | "sleep") => FirstProcess::new(busy(command.span()), name, Some(place)),
            Some(word) if is_quick(told.script, word) || starts_daemon(command) => FirstProcess::unknown(),
            None if command.words().next().is_none() => FirstProcess::unknown(),
            _ if command.args().any(|word| super::words::TASKS.iter().any(|task| word.is(task))) => {
                FirstProcess::unknown()
            }
            _ => {
                let text = command.words().take(2).map(|word| word.raw().to_owned()).collect::<Vec<_>>().join(" ");
                let forks = matches!(command.raw_name().as_deref(), Some("su" | "sudo" | "runuser"));
                // `A=b serve` becomes `A=b exec serve`.
                let from = command.words().next().map_or(command.span(), shell::Word::span);
                let last = LastCommand {
                    place: at(Span::new(from.start, command.span().end)),
                    text,
                    forks,
                    shell_form: told.shell_form,
                    single,
                };
                FirstProcess::new(Kind::Shell(ShellStays::Last(last)), name, Some(place))
            }
        }
    }

    /// The shell is replaced by a command.
    fn replaced(&self, told: &Told<'_>, command: Command<'_>, place: Place) -> FirstProcess {
        let exec = usize::from(command.raw_name().as_deref() == Some("exec"));
        // sudo runs them as its child.
        if let Some(sudo) = command.words().take(exec + 1).find(|word| word.is("sudo")) {
            let place = Place { file: told.file, span: sudo.span() };
            return FirstProcess::new(Kind::Program, "sudo", Some(place));
        }
        let is_arguments = |text: &str| matches!(text, "$@" | "$*" | "${@}");
        if command.name_word().is_some_and(|word| is_arguments(&word.lossy())) {
            // `exec gosu app "$@"`: the arguments are the program.
            if told.arguments.is_empty() {
                return FirstProcess::new(Kind::Program, "", Some(place));
            }
            let line = Line { file: place.file, words: told.arguments.to_vec(), shell_form: None };
            return self.line(&line, told.depth + 1);
        }
        let mut words = super::line::of_command(command);
        words.drain(..exec.min(words.len()));
        if words.is_empty() {
            return FirstProcess::unknown();
        }
        let line = Line { file: told.file, words, shell_form: None };
        let first = self.line(&line, told.depth + 1);
        if first.kind == Kind::Unknown { FirstProcess::new(Kind::Program, "", Some(place)) } else { first }
    }
}

/// `trap … TERM`: the author forwards signals.
fn handles_signals(command: Command<'_>) -> bool {
    command.name().as_deref() == Some("trap")
        && command
            .args()
            .any(|word| matches!(word.lossy().as_ref(), "TERM" | "SIGTERM" | "15" | "INT" | "SIGINT" | "2"))
}

/// A command that ends soon, a function of the script (what it does is not followed).
fn is_quick(script: &Script, word: &str) -> bool {
    let defined = |form: &str| script.text().contains(form);
    QUICK.contains(&word)
        || defined(&format!("{word}()"))
        || defined(&format!("{word} ()"))
        || defined(&format!("function {word}"))
}

/// The services that a script puts into the background before its last command.
fn daemons(told: &Told<'_>, last: Statement<'_>) -> Vec<Place> {
    let mut found = Vec::new();
    for statement in told.script.top_level().filter(|statement| statement.span() != last.span()) {
        let started = statement.commands().any(starts_daemon);
        let background = statement.background()
            && statement.simple_command().is_some_and(|command| {
                command
                    .name()
                    .is_none_or(|name| !QUICK.contains(&name.as_ref()) && !matches!(name.as_ref(), "sleep" | "tail"))
            });
        if started || background {
            found.push(Place { file: told.file, span: statement.span() });
        }
    }
    found
}

/// `service x start` and programs that detach themselves.
fn starts_daemon(command: Command<'_>) -> bool {
    let has = |wanted: &[&str]| command.args().any(|word| wanted.iter().any(|text| word.is(text)));
    let Some(name) = command.name() else { return false };
    let path = command.name_word().map(|word| word.lossy().into_owned()).unwrap_or_default();
    match name.as_ref() {
        "service" | "rc-service" | "systemctl" | "invoke-rc.d" => has(&["start", "restart"]),
        _ if path.contains("/init.d/") => has(&["start", "restart"]),
        "php-fpm" => has(&["-D", "--daemonize"]),
        "redis-server" => has(&["--daemonize"]) && has(&["yes"]),
        "sshd" => !has(&["-D", "-t", "-T"]),
        "nginx" => {
            !has(&["-t", "-T", "-s", "-v", "-V"]) && !command.args().any(|word| word.lossy().contains("daemon off"))
        }
        "cron" | "crond" => !has(&["-f"]),
        name => DAEMONS.contains(&name) && !has(&["-F", "-n", "--no-fork", "--nofork", "-FOREGROUND", "-DFOREGROUND"]),
    }
}
