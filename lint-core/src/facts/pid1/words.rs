//! The program at the beginning of a line of words.

use super::line::{Line, Word};
use super::script::Told;
use super::{FirstProcess, Follow, Kind, Place};
use crate::decimal;
use crate::know::Know;
use crate::shell::{self, Continuations, Dialect};
use crate::span::OffsetMap;

/// Programs that forward signals and reap.
const INITS: &[&str] = &[
    "tini",
    "tini-static",
    "docker-init",
    "dumb-init",
    "catatonit",
    "pid1",
    "init",
    "my_init",
    "s6-svscan",
    "s6-overlay-init",
    "systemd",
    "runit",
    "runit-init",
    "runsvdir",
    "runsvdir-start",
    "go-init",
    "chaperone",
    "container-init",
    "minit",
];

const SUPERVISORS: &[&str] =
    &["supervisord", "circusd", "honcho", "foreman", "overmind", "hivemind", "goreman", "pm2-runtime"];

const RUNNERS: &[&str] = &["npm", "yarn", "pnpm", "npx", "yarnpkg"];

/// Words of commands that end by themselves.
pub(super) const TASKS: &[&str] = &[
    "install",
    "i",
    "ci",
    "add",
    "test",
    "build",
    "lint",
    "audit",
    "migrate",
    "seed",
    "generate",
    "typecheck",
    "playwright",
    "cypress",
    "version",
    "--version",
    "codegen",
    "db:migrate",
    "db:push",
    "db:seed",
    "create",
    "set-config",
    "upgrade",
    "apply",
    "bootstrap",
    "collectstatic",
    "clear-cache",
];

/// Programs that run another in their own place, with the number of their operands.
const WRAPPERS: &[(&str, usize)] = &[
    ("env", 0),
    ("exec", 0),
    ("gosu", 1),
    ("su-exec", 1),
    ("chpst", 0),
    ("setpriv", 0),
    ("nice", 0),
    ("ionice", 0),
    ("stdbuf", 0),
    ("nohup", 0),
    ("setarch", 0),
    ("chroot", 1),
];

/// How deep scripts that run scripts are followed.
const MAX_DEPTH: u8 = 4;

pub(super) fn is_shell(word: &str) -> bool {
    matches!(base(word), "sh" | "bash" | "dash" | "ash" | "ksh" | "zsh")
}

fn base(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

impl Follow<'_> {
    /// The process that stays when these words are run.
    pub(super) fn line(&self, line: &Line, depth: u8) -> FirstProcess {
        let words = line.words.get(wrappers(&line.words)..).unwrap_or(&[]);
        let Some(first) = words.first() else { return FirstProcess::unknown() };
        let Some(program) = first.text.as_deref() else { return FirstProcess::unknown() };
        let end = words
            .get(1)
            .filter(|word| word.text.as_deref().is_some_and(|text| !text.starts_with('-') && text.len() < 30));
        let place = Some(Place { file: line.file, span: end.map_or(first.span, |end| first.span.to(end.span)) });
        let here = Some(Place { file: line.file, span: first.span });
        let kind = match base(program) {
            name if INITS.contains(&name) => Kind::Init,
            name if SUPERVISORS.contains(&name) => Kind::Supervisor,
            name if RUNNERS.contains(&name) => {
                if words.iter().take(4).any(|word| word.text.as_deref().is_some_and(|text| TASKS.contains(&text))) {
                    return FirstProcess::unknown();
                }
                let said = end.and_then(|word| word.text.as_deref()).map_or(String::new(), |text| format!(" {text}"));
                return FirstProcess::new(Kind::Runner, format!("{name}{said}"), place);
            }
            // A short sleep ends by itself.
            "sleep"
                if end.and_then(|word| decimal::parse(word.text.as_deref()?)).is_some_and(|seconds| seconds < 60.0) =>
            {
                Kind::Unknown
            }
            name @ ("sleep" | "tail") => return FirstProcess::new(Kind::Idle, name, place),
            _ if is_shell(program) => return self.shell(line, words, depth),
            _ => {
                return self
                    .file(line, words, program, depth)
                    .or_else(|| supervised(line, words, program))
                    .unwrap_or_else(|| FirstProcess::new(Kind::Program, base(program), here));
            }
        };
        FirstProcess::new(kind, base(program), here)
    }

    fn shell(&self, line: &Line, words: &[Word], depth: u8) -> FirstProcess {
        let Some((shell, args)) = words.split_first() else { return FirstProcess::unknown() };
        let name = base(shell.text.as_deref().unwrap_or(""));
        let place = Place { file: line.file, span: shell.span };
        let flags = args
            .iter()
            .take_while(|word| word.text.as_deref().is_some_and(|text| text.starts_with(['-', '+'])))
            .count();
        let has_c = args.iter().take(flags).any(|word| {
            word.text
                .as_deref()
                .is_some_and(|text| !text.starts_with("--") && text.starts_with('-') && text.contains('c'))
        });
        if !has_c {
            let operand = args.get(flags).and_then(|word| word.text.as_deref());
            let script = args.get(flags..).unwrap_or(&[]);
            return operand
                .and_then(|program| self.file(line, script, program, depth))
                .unwrap_or_else(FirstProcess::unknown);
        }
        let script = match &line.shell_form {
            Some(script) => script.clone(),
            None => match args.get(flags).and_then(|word| word.source.as_ref()) {
                Some(source) => source.parse(),
                None => return FirstProcess::unknown(),
            },
        };
        let shell_form = line.shell_form.is_some();
        // bash replaces itself by its only command, and so does busybox' ash; Debian's dash does not.
        let replaced = name == "bash" || self.ash == Know::Known(true);
        if script.single_command().is_some() && !replaced && !shell_form && self.ash.is_absent() {
            return FirstProcess::unknown();
        }
        let said = if shell_form { "a shell".to_owned() } else { format!("{name} -c") };
        let told = Told { file: line.file, script: &script, replaced, shell_form, arguments: &[], depth };
        self.told(&told, said, place)
    }

    /// A script of the image that stands in the build context.
    fn file(&self, line: &Line, words: &[Word], program: &str, depth: u8) -> Option<FirstProcess> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let (file, text) = self.script(program)?;
        let place = Place { file: line.file, span: words.first()?.span };
        let dialect = Dialect::of_shebang(&text);
        let first = text.lines().next().unwrap_or("");
        if !matches!(dialect, Some(Dialect::Posix | Dialect::Bash)) {
            // `#!/usr/bin/tini /bin/sh`, `#!/usr/bin/dumb-init /bin/sh`, Python: not ours to read.
            let init = first.split([' ', '/']).any(|word| INITS.contains(&word));
            return Some(FirstProcess::new(if init { Kind::Init } else { Kind::Program }, base(program), Some(place)));
        }
        let script = shell::parse(text, OffsetMap::shift(0), Continuations::Shell);
        let arguments = words.get(1..).unwrap_or(&[]);
        let told = Told { file, script: &script, replaced: false, shell_form: false, arguments, depth };
        Some(self.told(&told, base(program).to_owned(), place))
    }
}

/// A script that is not seen, and a supervisor as its first argument: such scripts run their arguments.
fn supervised(line: &Line, words: &[Word], program: &str) -> Option<FirstProcess> {
    let script = crate::facts::scripts::is_script(program);
    let second = words.get(1)?;
    let name = base(second.text.as_deref()?);
    let place = Place { file: line.file, span: second.span };
    (script && SUPERVISORS.contains(&name)).then(|| FirstProcess::new(Kind::Supervisor, name, Some(place)))
}

/// The number of words that belong to wrappers.
fn wrappers(words: &[Word]) -> usize {
    let text = |at: usize| words.get(at).and_then(|word| word.text.as_deref());
    let mut at = 0;
    while let Some(&(_, operands)) = text(at).and_then(|word| WRAPPERS.iter().find(|(name, _)| *name == base(word))) {
        let mut next = at + 1;
        let mut left = operands;
        while let Some(word) = text(next) {
            let skipped = word.starts_with('-') || (word.contains('=') && !word.contains('/'));
            if !skipped && left == 0 {
                break;
            }
            left -= usize::from(!skipped);
            next += 1;
        }
        if next >= words.len() {
            break;
        }
        at = next;
    }
    at
}
