//! Dollars that Compose takes for its own, and that are the container's.

use super::shell_variables::ShellVariables;
use crate::compose::interpolate::{self, Part};
use crate::compose::{CommandLine, Service, Value};
use crate::cx::ComposeCx;
use crate::shell::{self, Continuations};
use crate::span::{OffsetMap, Span};
use std::collections::{HashMap, HashSet};

/// Why a dollar is the container's.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// The script around it sets the variable.
    Assigned,
    /// A shell has it by itself, and nobody else.
    Special,
    /// The service's `environment` sets it.
    Environment,
    /// It is part of a password's hash.
    Hash,
}

/// A text that Compose garbles.
#[derive(Clone, Debug)]
pub struct Unescaped {
    /// What stands there.
    pub text: String,
    /// Where.
    pub span: Span,
    /// Why it is not Compose's.
    pub meant: Meant,
    /// Where dollars are to be doubled; none where the text is shared.
    pub dollars: Vec<u32>,
}

/// Variables that shells set and do not export; and those that a container always has of its own.
const SPECIAL: [&str; 16] = [
    "BASHPID",
    "BASH_SOURCE",
    "FUNCNAME",
    "HOSTNAME",
    "IFS",
    "LINENO",
    "OLDPWD",
    "OPTARG",
    "OPTIND",
    "PATH",
    "PIPESTATUS",
    "PPID",
    "PWD",
    "RANDOM",
    "REPLY",
    "SECONDS",
];

/// How many variables of a script are looked for.
const MAX_NAMES: usize = 64;

const SHELLS: [&str; 6] = ["sh", "bash", "ash", "dash", "ksh", "zsh"];

/// How hashes of passwords begin (crypt(5), Apache's `htpasswd`).
const HASHES: [&str; 9] = ["$apr1$", "$2a$", "$2b$", "$2y$", "$1$", "$5$", "$6$", "$y$", "$argon2"];

impl<'a> ComposeCx<'a> {
    /// What Compose garbles in the scripts, labels and variables of the services.
    pub fn unescaped_dollars(&self) -> Vec<Unescaped> {
        let mut found = Vec::new();
        if !self.yaml.text().contains('$') {
            return found;
        }
        let scripts: Vec<(&Service<'a>, Value<'a>)> = self
            .compose
            .services
            .iter()
            .flat_map(|service| scripts(service).into_iter().map(move |one| (service, one)))
            .collect();
        let nodes: HashSet<u32> = scripts.iter().map(|(_, script)| script.node.resolve().id()).collect();
        let outside: HashSet<&str> = super::expressions::values(self.yaml)
            .filter(|node| !nodes.contains(&node.id()))
            .filter_map(|node| node.text())
            .flat_map(|text| interpolate::variables(text).into_iter().map(|(name, _)| name))
            .collect();
        let env_file = self.env_file();
        for (service, script) in &scripts {
            // A name that is filled in elsewhere too is Compose's.
            let is_ours = |name: &str| outside.contains(name) || env_file.contains(name);
            in_script(service, script, &is_ours, &mut found);
        }
        for service in &self.compose.services {
            let pairs = service.environment.iter().chain(&service.labels);
            let values = pairs.filter_map(|pair| pair.value.as_ref()).chain(words(service.command.as_ref()));
            let deploy = service.deploy.iter().flat_map(|deploy| &deploy.labels).filter_map(|pair| pair.value.as_ref());
            for value in values.chain(deploy) {
                found.extend(hash(service, value));
            }
        }
        found
    }

    /// The names of the `.env` beside the file, as far as the project has it.
    fn env_file(&self) -> HashSet<String> {
        let project = self.linked.project();
        let path = project.file(self.file).and_then(|file| file.path().parent_join(".env"));
        let file = path.and_then(|path| project.file(project.by_path(&path)?));
        let lines = file.into_iter().flat_map(|file| file.source().text().lines());
        let names = lines.filter_map(|line| line.trim_start().trim_start_matches("export ").split_once('='));
        names.map(|(name, _)| name.trim().to_owned()).collect()
    }
}

fn words<'s, 'a>(command: Option<&'s CommandLine<'a>>) -> &'s [Value<'a>] {
    match command {
        Some(CommandLine::List(words, _)) => words,
        Some(CommandLine::Text(text)) => std::slice::from_ref(text),
        _ => &[],
    }
}

/// The texts of a service that a shell reads.
fn scripts<'a>(service: &Service<'a>) -> Vec<Value<'a>> {
    let mut found = Vec::new();
    match service.healthcheck.as_ref().and_then(|check| check.test.as_ref()) {
        Some(CommandLine::Text(text)) => found.push((**text).clone()),
        Some(CommandLine::List(words, _)) => match words.split_first() {
            Some((head, rest)) if head.raw == "CMD-SHELL" => found.extend(rest.first().cloned()),
            Some((head, rest)) if head.raw == "CMD" => found.extend(after_c(rest).flatten()),
            _ => {}
        },
        _ => {}
    }
    let hooks = service.hooks.iter().filter_map(|hook| hook.command.as_ref());
    for command in service.command.iter().chain(&service.entrypoint).chain(hooks) {
        match command {
            CommandLine::List(words, _) => found.extend(after_c(words).flatten()),
            CommandLine::Text(text) => found.extend(in_text(text)),
            CommandLine::Null(_) => {}
        }
    }
    if let (Some(CommandLine::List(entrypoint, _)), Some(CommandLine::List(words, _))) =
        (&service.entrypoint, &service.command)
        && matches!(after_c(entrypoint), Some(None))
    {
        found.extend(words.first().cloned());
    }
    found
}

/// The script in a list of words: the outer `None` without a shell and its `-c`, the inner one where the words end there.
#[expect(clippy::option_option, reason = "a shell that waits for its script is neither of the two")]
fn after_c<'a>(words: &[Value<'a>]) -> Option<Option<Value<'a>>> {
    let (shell, rest) = words.split_first()?;
    is_shell(shell.raw).then_some(())?;
    let at = rest.iter().position(|word| is_c(word.raw))?;
    rest.iter().take(at).all(|word| word.raw.starts_with('-')).then(|| rest.get(at + 1).cloned())
}

fn is_shell(word: &str) -> bool {
    word.rsplit('/').next().is_some_and(|name| SHELLS.contains(&name))
}

fn is_c(word: &str) -> bool {
    word.starts_with('-') && !word.starts_with("--") && word.ends_with('c')
}

/// The script in quotes after `sh -c` at the beginning of a text.
fn in_text<'a>(text: &Value<'a>) -> Option<Value<'a>> {
    let raw = text.raw;
    let quote_at = raw.find(['\'', '"'])?;
    let mut words = raw.get(..quote_at)?.split_whitespace();
    let is_script = words.next().is_some_and(is_shell) && words.next_back().is_some_and(is_c);
    let quote = raw.get(quote_at..=quote_at)?;
    let end = raw.trim_end().strip_suffix(quote)?.len();
    (is_script && end > quote_at).then(|| text.part(quote_at + 1, end))
}

fn in_script(service: &Service<'_>, script: &Value<'_>, is_ours: &dyn Fn(&str) -> bool, found: &mut Vec<Unescaped>) {
    let raw = script.raw;
    let parts = interpolate::parts(raw);
    if !parts.iter().any(|(part, _)| matches!(part, Part::Variable { word: None, .. })) {
        return;
    }
    let read = raw.replace("$$", "$");
    let parsed = shell::parse(read.as_str(), OffsetMap::shift(0), Continuations::Shell);
    let variables = ShellVariables::read(&parsed);
    let mut set: HashMap<&str, Option<usize>> = HashMap::new();
    for (part, span) in parts {
        let Part::Variable { name, word: None, .. } = part else { continue };
        if is_ours(name) {
            continue;
        }
        // Each look for a name reads the script: more names than a script has are not looked for.
        if set.len() < MAX_NAMES && variables.sets(name) {
            set.entry(name).or_insert_with(|| set_from(raw, name));
        }
        let is_set = set.get(name).is_some_and(|from| from.is_some_and(|from| from <= span.start as usize));
        let sets = |pair: &crate::compose::EnvVar<'_>| {
            pair.name == name && pair.value.as_ref().is_some_and(|value| !value.has_variables())
        };
        let meant = if is_set {
            Meant::Assigned
        } else if SPECIAL.contains(&name) {
            Meant::Special
        } else if service.environment.iter().any(sets) {
            Meant::Environment
        } else {
            continue;
        };
        found.push(unescaped(service, script, span, meant));
    }
}

/// From where on a script has set a variable, to something else than to itself.
fn set_from(script: &str, name: &str) -> Option<usize> {
    let begins = |from: usize| {
        let lead = script.get(..from).unwrap_or("");
        !lead.ends_with(|c: char| c.is_ascii_alphanumeric() || "_$-.{".contains(c))
    };
    script.match_indices(name).map(|(from, _)| from).filter(|&from| begins(from)).find_map(|from| {
        let rest = script.get(from + name.len()..)?;
        if rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        // In `A=$A` and `A="${A}x"` the second one is the outer variable.
        let end = if rest.starts_with('=') { rest.find([' ', ';', '\n', '&', '|', ')'])? } else { 0 };
        Some(from + name.len() + end)
    })
}

fn unescaped(service: &Service<'_>, value: &Value<'_>, span: Span, meant: Meant) -> Unescaped {
    let part = value.part(span.start as usize, span.end as usize);
    let text = span.of(value.raw);
    let at = |dollar: usize| value.part(span.start as usize + dollar, span.start as usize + dollar + 1).span.start;
    let dollars = text.match_indices('$').map(|(dollar, _)| at(dollar));
    let dollars = if value.is_editable() { dollars.collect() } else { Vec::new() };
    Unescaped { text: text.to_owned(), span: service.place(part.span, part.origin), meant, dollars }
}

/// A hash of a password with single dollars, when Compose takes a piece of it for a variable.
fn hash(service: &Service<'_>, value: &Value<'_>) -> Option<Unescaped> {
    let raw = Some(value.raw).filter(|raw| raw.contains('$'))?;
    let start = HASHES.iter().filter_map(|head| raw.find(head)).min()?;
    let text = raw.get(start..)?;
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "$./=,+_-".contains(c))).unwrap_or(text.len());
    let text = text.get(..end)?;
    let is_single = text.matches('$').count() >= 3 && !text.contains("$$") && text.len() > 20;
    let is_garbled = interpolate::parts(text).iter().any(|(part, _)| matches!(part, Part::Variable { .. }));
    let before = raw.get(..start)?;
    let span = Span::new(start as u32, (start + end) as u32);
    (is_single && is_garbled && !before.ends_with('$')).then(|| unescaped(service, value, span, Meant::Hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_set_from_the_end_of_its_assignment() {
        assert_eq!(set_from("a=1; echo $a", "a"), Some(3));
        assert_eq!(set_from("for i in 1 2; do", "i"), Some(5));
        assert_eq!(set_from("A=$A", "A"), None);
        assert_eq!(set_from("echo $A; xA=1; A_B=2", "A"), None);
    }

    fn scripts_of(service: &str) -> Vec<String> {
        let text = format!("services:\n  s: {{{service}}}\n");
        let yaml = crate::yaml::parse(text.as_str().into());
        let compose = crate::compose::read(&yaml);
        scripts(&compose.services[0]).iter().map(|script| script.raw.to_owned()).collect()
    }

    #[test]
    fn scripts_are_what_a_shell_reads() {
        for (service, wanted) in [
            ("command: [sh, -c, a b]", "a b"),
            ("command: [/bin/bash, -e, -lc, a]", "a"),
            ("command: \"bash -ec 'a b' \"", "a b"),
            ("entrypoint: [sh, -c], command: [a, b]", "a"),
            ("healthcheck: {test: a b}", "a b"),
            ("healthcheck: {test: [CMD-SHELL, a]}", "a"),
            ("post_start: [{command: [sh, -c, a]}]", "a"),
        ] {
            assert_eq!(scripts_of(service), [wanted], "{service}");
        }
        for service in ["command: a b", "command: [sh, a]", "command: [run, -c, a]", "healthcheck: {test: [CMD, a]}"] {
            assert!(scripts_of(service).is_empty(), "{service}");
        }
    }
}
