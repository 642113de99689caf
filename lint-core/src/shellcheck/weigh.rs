//! How much a finding weighs in a Dockerfile.
//!
//! ShellCheck judges scripts that anybody may start anywhere. RUN is started once, by its author, in an image whose
//! files and variables are known: what can only go wrong with odd file names weighs less there, and what depends on the
//! shell behind `sh` weighs as much as is known of that shell. Nothing is silenced for its weight; what is plainly not
//! so is.

use super::reader::Reader;
use super::{Finding, Weights, codes};
use crate::cx::DockerfileCx;
use crate::diagnostic::Severity;
use crate::dockerfile::Instruction;
use crate::facts::ScriptFacts;
use crate::fix::Applicability;
use crate::images::SystemShell;
use crate::know::Know;
use crate::shell::{Command, Script, Variable, packages};
use crate::span::Span;
use shuck_linter::ShellDialect;

/// What a finding is weighed by.
#[derive(Copy, Clone, Debug)]
pub(super) struct Scales<'a> {
    pub(super) cx: &'a DockerfileCx<'a>,
    pub(super) run: Instruction<'a>,
    pub(super) script: &'a ScriptFacts,
    pub(super) reader: Reader,
    pub(super) weights: Weights,
}

impl Scales<'_> {
    /// Sets the severity. False for what is not so.
    pub(super) fn weigh(&self, finding: &mut Finding) -> bool {
        let own = finding.severity;
        let holds = self.here(finding);
        if self.weights == Weights::ShellCheck {
            finding.severity = codes::as_shellcheck(finding.code, own);
        }
        holds
    }

    fn here(&self, finding: &mut Finding) -> bool {
        let script = &self.script.script;
        finding.severity = match finding.code {
            // "Not in POSIX sh" is a fault where the shell is known to lack it.
            2112 | 2113 | 3000..4000 if self.reader.sh.is_none() => Severity::Info,
            3036 | 3037
                if innermost(script, finding.span)
                    .is_some_and(|command| command.raw_name().is_none_or(|name| name != "echo")) =>
            {
                return false;
            }
            1083 if !is_word_alone(self.cx.dockerfile.text(), finding.span) => Severity::Style,
            2016 if innermost(script, finding.span).is_some_and(reads_scripts) => return false,
            2028 => self.weight_of_echo(),
            2046 => self.weight_of_split(finding),
            2086 => {
                self.keep_lists(finding);
                return true;
            }
            2115 if self.holds_text(finding.span) => Severity::Info,
            2154 if !self.base_is_known() => Severity::Info,
            2155 if declared(script, finding.span).is_some_and(hardly_fails) => Severity::Info,
            2164 if is_last(script, finding.span) => Severity::Style,
            // The end of a heredoc is no file that output goes to.
            2261 if self.is_heredoc(finding.span) => return false,
            // What stands on several lines has blanks from their indentation.
            2291 if finding.span.of(self.cx.dockerfile.text()).contains('\n') => return false,
            _ => return true,
        };
        true
    }

    /// dash's `echo` turns `\n` into a line break; those of bash and ash do not.
    const fn weight_of_echo(&self) -> Severity {
        match (self.reader.dialect, self.reader.sh) {
            (ShellDialect::Bash, _) | (_, Some(SystemShell::Ash)) => Severity::Warning,
            (_, Some(SystemShell::Dash)) => Severity::Style,
            _ => Severity::Info,
        }
    }

    /// Output that falls apart is a fault in tests, in assignments and in front of `rm`. Elsewhere several words are
    /// often what is wanted, and quotes would break it.
    fn weight_of_split(&self, finding: &mut Finding) -> Severity {
        let script = &self.script.script;
        let is_one_word = {
            let mut inside = script.commands().filter(|command| finding.span.covers(command.span()));
            inside.next().is_some_and(prints_one_word) && inside.next().is_none()
        };
        let around = around(script, finding.span).and_then(Command::name);
        let wants_one = around
            .as_deref()
            .is_some_and(|name| matches!(name, "[" | "test" | "export" | "readonly" | "local" | "declare"));
        if !is_one_word && !wants_one {
            finding.fix = None;
        }
        if !is_one_word && (wants_one || around.as_deref() == Some("rm")) { Severity::Warning } else { Severity::Info }
    }

    /// Quotes would make one word of a list: where a variable may hold one, they are only shown.
    fn keep_lists(&self, finding: &mut Finding) {
        let Some(fix) = finding.fix.as_mut().filter(|_| is_word_alone(self.cx.dockerfile.text(), finding.span)) else {
            return;
        };
        let script = &self.script.script;
        let name = script.variables().find(|variable| finding.span.covers(variable.span())).map_or("", Variable::name);
        let name = name.to_ascii_lowercase();
        let is_many =
            ["s", "list", "deps", "args", "opts", "flags", "mark", "@", "*"].iter().any(|end| name.ends_with(end));
        let takes_many = innermost(script, finding.span).is_some_and(|command| {
            packages::action(command).is_some()
                || command.name().is_some_and(|name| {
                    matches!(name.as_ref(), "apt-mark" | "make" | "cmake" | "eval" | "docker-php-ext-install")
                })
        });
        if is_many || takes_many {
            fix.applicability = Applicability::DisplayOnly;
        }
    }

    /// Whether every variable in the text is set to something by ARG or ENV.
    fn holds_text(&self, span: Span) -> bool {
        let set = |name: &str| match self.cx.facts.variable(self.run, name) {
            Know::Known(value) => !value.is_empty(),
            _ => false,
        };
        let mut inside = self.script.script.variables().filter(|variable| span.covers(variable.span())).peekable();
        inside.peek().is_some() && inside.all(|variable| set(variable.name()))
    }

    /// Whether the environment of the base image is known to hold no odd names.
    fn base_is_known(&self) -> bool {
        self.cx.stage_of(self.run).is_some_and(|stage| stage.image_facts().is_some())
    }

    fn is_heredoc(&self, span: Span) -> bool {
        let before = self.cx.dockerfile.text().get(..span.start as usize).unwrap_or("");
        before.trim_end_matches(['-', '"', '\'', ' ']).ends_with("<<")
    }
}

/// The command that a place belongs to.
fn innermost(script: &Script, span: Span) -> Option<Command<'_>> {
    script.commands().filter(|command| command.span().covers(span)).min_by_key(|command| command.span().len())
}

/// The command around a whole substitution.
fn around(script: &Script, span: Span) -> Option<Command<'_>> {
    innermost(script, span).filter(|command| command.span() != span)
}

/// The first command in the value of a declaration whose name is at `span`.
fn declared(script: &Script, span: Span) -> Option<Command<'_>> {
    let whole = innermost(script, span)?.span();
    script
        .commands()
        .find(|command| command.span().start > span.end && whole.covers(command.span()) && command.in_substitution())
}

/// Whether a command ends the script: its status is that of the RUN.
fn is_last(script: &Script, span: Span) -> bool {
    script.last_command().is_some_and(|command| command.span().covers(span))
}

/// Whether the brace stands alone, where a group would begin or end.
fn is_word_alone(file: &str, span: Span) -> bool {
    let blank =
        |c: Option<char>| c.is_none_or(|c| c.is_ascii_whitespace() || matches!(c, ';' | '&' | '|' | '(' | ')' | '\\'));
    let before = file.get(..span.start as usize).and_then(|text| text.chars().next_back());
    let after = file.get(span.end as usize..).and_then(|text| text.chars().next());
    blank(before) && blank(after)
}

/// Programs whose arguments are scripts or templates of their own: `$` in single quotes is for them.
fn reads_scripts(command: Command<'_>) -> bool {
    const READERS: [&str; 16] = [
        "sh", "bash", "dash", "ash", "ksh", "zsh", "su", "runuser", "gosu", "awk", "gawk", "mawk", "perl", "jq", "yq",
        "envsubst",
    ];
    command.name().is_some_and(|name| READERS.contains(&name.as_ref()))
}

/// Commands that print one word, given these words first. None of them is likely to fail.
const ONE_WORD: [(&str, &[&str]); 32] = [
    ("arch", &[]),
    ("basename", &[]),
    ("dirname", &[]),
    ("getconf", &[]),
    ("hostname", &[]),
    ("mktemp", &[]),
    ("nproc", &[]),
    ("pwd", &[]),
    ("readlink", &[]),
    ("realpath", &[]),
    ("whoami", &[]),
    ("xx-info", &[]),
    ("uname", &["-m"]),
    ("uname", &["-p"]),
    ("uname", &["-r"]),
    ("uname", &["-s"]),
    ("id", &["-u"]),
    ("id", &["-g"]),
    ("id", &["-un"]),
    ("id", &["-gn"]),
    ("apk", &["--print-arch"]),
    ("dpkg", &["--print-architecture"]),
    ("dpkg-architecture", &[]),
    ("lsb_release", &["-cs"]),
    ("lsb_release", &["-sc"]),
    ("lsb_release", &["-c", "-s"]),
    ("lsb_release", &["-rs"]),
    ("rpm", &["-E"]),
    ("rpm", &["--eval"]),
    ("git", &["rev-parse"]),
    ("git", &["describe"]),
    ("go", &["env"]),
];

fn prints_one_word(command: Command<'_>) -> bool {
    let Some(name) = command.name() else { return false };
    let begins = |words: &[&str]| {
        let mut args = command.args();
        words.iter().all(|word| args.next().is_some_and(|arg| arg.is(word)))
    };
    // `date +%s`, but not `date`.
    let is_date =
        name == "date" && command.args().any(|arg| arg.literal_prefix().starts_with('+') && !arg.lossy().contains(' '));
    is_date || ONE_WORD.iter().any(|(known, words)| *known == name && begins(words))
}

fn hardly_fails(command: Command<'_>) -> bool {
    prints_one_word(command)
        || matches!(command.name().as_deref(), Some("echo" | "printf" | "date" | "lsb_release" | "uname"))
}
