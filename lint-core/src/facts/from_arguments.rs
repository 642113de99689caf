//! What FROM makes of the arguments before the first FROM.

use super::env::PLATFORM;
use super::undefined::{MAX_COMPARED, nearest_of, needs_value};
use crate::cx::DockerfileCx;
use crate::dockerfile::{From, ImageRef, Stage, Word};
use crate::know::Know;
use crate::span::Span;
use std::collections::{HashMap, HashSet};

/// A variable in FROM that no ARG before the first FROM declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndefinedInFrom {
    /// Its name.
    pub name: String,
    /// Its place, without `$` and braces.
    pub span: Span,
    /// Its first ARG after the first FROM, where it is of no use.
    pub too_late: Option<Span>,
    /// The nearest name that is declared.
    pub near: Option<String>,
}

/// A base image's name that is none as long as no build argument is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDefault {
    /// The name as written.
    pub span: Span,
    /// The name with the defaults.
    pub text: String,
    /// What is wrong with it.
    pub fault: &'static str,
    /// The arguments in it that have no default, with the place of their ARG.
    pub required: Vec<(String, Span)>,
}

/// The arguments before the first FROM, as they are without build arguments.
#[derive(Default)]
struct Defaults {
    values: HashMap<String, Know<String>>,
    declared: HashMap<String, Span>,
}

impl Defaults {
    fn lookup(&self, name: &str) -> Know<String> {
        self.values.get(name).cloned().unwrap_or_else(|| platform(name))
    }

    fn is_known(&self, name: &str) -> bool {
        self.declared.contains_key(name) || PLATFORM.contains(&name)
    }
}

/// What a platform argument holds: of a Linux machine, since only the shape of the value matters.
fn platform(name: &str) -> Know<String> {
    let value = match name {
        "BUILDPLATFORM" | "TARGETPLATFORM" => "linux/amd64",
        "BUILDOS" | "TARGETOS" => "linux",
        "BUILDARCH" | "TARGETARCH" => "amd64",
        "TARGETSTAGE" => "stage",
        _ if PLATFORM.contains(&name) => "",
        _ => return Know::Absent,
    };
    Know::Known(value.to_owned())
}

impl DockerfileCx<'_> {
    /// The variables in FROM lines that no ARG before the first FROM declares, without those that have a default.
    pub fn undefined_in_from(&self) -> Vec<UndefinedInFrom> {
        let defaults = self.defaults();
        let mut late: HashMap<&str, (u32, Span)> = HashMap::new();
        for (_, name, at, span) in self.facts.variables().first_args().filter(|(scope, ..)| scope.is_some()) {
            let first = late.entry(name).or_insert((at, span));
            *first = (*first).min((at, span));
        }
        let mut names: Vec<&str> = defaults.declared.keys().map(String::as_str).take(MAX_COMPARED).collect();
        names.sort_unstable();
        names.extend(PLATFORM);
        let mut found = Vec::new();
        for instruction in self.dockerfile.stages().filter_map(Stage::from_instruction) {
            let vars = instruction.expanded_words().into_iter().flat_map(Word::variables);
            let vars = vars.filter(|var| needs_value(instruction, *var) && !defaults.is_known(var.name));
            for var in vars {
                let near = if found.len() < MAX_COMPARED { nearest_of(var.name, names.iter().copied()) } else { None };
                let too_late = late.get(var.name).map(|&(_, span)| span);
                found.push(UndefinedInFrom { name: var.name.to_owned(), span: var.name_span, too_late, near });
            }
        }
        found
    }

    /// The bases whose names are none without build arguments. A service of the project that passes an argument which has
    /// no default shows that the build is meant to go that way; undeclared variables have a finding of their own.
    pub fn invalid_defaults(&self) -> Vec<InvalidDefault> {
        let defaults = self.defaults();
        let passed = self.passed_arguments();
        let bases = self.dockerfile.stages().filter_map(Stage::from).filter_map(From::image);
        bases.filter_map(|image| invalid_default(image, &defaults, &passed)).collect()
    }

    fn defaults(&self) -> Defaults {
        let mut defaults = Defaults::default();
        for arg in self.dockerfile.global_args().filter_map(|instruction| instruction.as_arg()) {
            for pair in arg.pairs() {
                let name = pair.key.cooked().into_owned();
                if let Some(value) = pair.value {
                    let value = value.expand(&|name| defaults.lookup(name));
                    defaults.values.insert(name.clone(), value);
                }
                defaults.declared.insert(name, pair.span);
            }
        }
        defaults
    }

    /// The names of the arguments that services pass to builds of this file.
    fn passed_arguments(&self) -> HashSet<String> {
        let builds = self.linked.builds_of(self.file).filter_map(|build| self.linked.build_ref(build));
        builds.flat_map(|reference| reference.args.iter().map(|(name, _)| name.clone())).collect()
    }
}

fn invalid_default(image: Word<'_>, defaults: &Defaults, passed: &HashSet<String>) -> Option<InvalidDefault> {
    let instruction = image.instruction();
    let vars: Vec<_> = image.variables().collect();
    let undeclared = |name: &str| !defaults.is_known(name);
    if vars.is_empty() || vars.iter().any(|var| needs_value(instruction, *var) && undeclared(var.name)) {
        return None;
    }
    let text = image.expand(&|name| defaults.lookup(name)).known()?;
    let fault = ImageRef::fault(&text)?;
    let mut required: Vec<(String, Span)> = Vec::new();
    for var in vars.iter().filter(|var| needs_value(instruction, **var) && defaults.lookup(var.name).is_absent()) {
        if let Some(&span) = defaults.declared.get(var.name)
            && !required.iter().any(|(name, _)| name == var.name)
        {
            required.push((var.name.to_owned(), span));
        }
    }
    let is_passed = !required.is_empty() && required.iter().all(|(name, _)| passed.contains(name));
    (!is_passed).then(|| InvalidDefault { span: image.span(), text, fault, required })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn with<T>(text: &str, compose: &str, ask: impl Fn(&DockerfileCx<'_>) -> T) -> T {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into()), Origin::Given);
        project.insert(File::parse(RelPath::new("compose.yaml"), compose.into()), Origin::Given);
        ask(&DockerfileCx::new(&project.link(), file).unwrap())
    }

    fn undefined(text: &str) -> Vec<String> {
        with(text, "", |cx| cx.undefined_in_from().into_iter().map(|one| one.name).collect())
    }

    fn invalid(text: &str) -> Vec<String> {
        with(text, "", |cx| cx.invalid_defaults().into_iter().map(|one| one.text).collect())
    }

    #[test]
    fn only_arguments_before_the_first_from_are_seen() {
        assert_eq!(undefined("FROM a:$B\n"), ["B"]);
        assert_eq!(undefined("FROM --platform=linux/$A a\n"), ["A"]);
        assert_eq!(undefined("FROM a\nARG B=1\nFROM a:$B\n"), ["B"]);
        for text in ["ARG B\nFROM a:$B\n", "FROM --platform=$BUILDPLATFORM a\n", "FROM a:${B:-1}\n", "FROM a-${B+x}\n"]
        {
            assert_eq!(undefined(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_name_that_is_none_without_arguments() {
        assert_eq!(invalid("ARG B\nFROM a:$B\n"), ["a:"]);
        assert_eq!(invalid("ARG B=\nFROM $B\n"), [""]);
        assert_eq!(invalid("ARG A=x\nARG B=$A-$C\nFROM a:$B/c\n"), ["a:x-/c"]);
        for text in
            ["ARG B=1\nFROM a:$B\n", "FROM a:$B\n", "FROM A\n", "ARG B\nFROM a${B:+:$B}\n", "FROM a-$TARGETARCH\n"]
        {
            assert_eq!(invalid(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_service_that_passes_the_argument_needs_no_default() {
        let compose = "services:\n  a:\n    build:\n      context: .\n      args:\n        B: 1\n";
        assert!(with("ARG B\nFROM a:$B\n", compose, |cx| cx.invalid_defaults()).is_empty());
        assert_eq!(with("ARG B=\nFROM a:$B\n", compose, |cx| cx.invalid_defaults()).len(), 1);
    }
}
