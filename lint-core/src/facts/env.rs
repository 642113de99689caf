//! What variables hold: ARG and ENV, their scopes, inheritance through FROM.

use crate::diagnostic::FileId;
use crate::dockerfile::{Dockerfile, From, Instruction, Keyword, Stage};
use crate::know::{Know, Why};
use crate::project::Linked;
use crate::span::Span;
use std::collections::HashMap;

/// ARG and ENV of a Dockerfile.
///
/// Scope rules: Dockerfile reference, "Understand how ARG and FROM interact" and "Scope". ENV wins over ARG of the same
/// name; a stage based on another inherits both; an ARG before the first FROM is seen by FROM lines, and by stages that
/// declare it again.
#[derive(Debug, Default)]
pub struct Variables {
    /// By scope (`None`: before the first FROM) and name, in order.
    assignments: HashMap<(Option<u32>, String), Vec<Assignment>>,
    /// The stage each stage is based on.
    bases: Vec<Parent>,
}

#[derive(Clone, Debug)]
struct Assignment {
    instruction: u32,
    span: Span,
    is_env: bool,
    value: Know<String>,
}

/// Where a variable got its value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The instruction.
    pub instruction: u32,
    /// The `NAME=value` in it.
    pub span: Span,
    /// ENV, not ARG.
    pub is_env: bool,
}

#[derive(Clone, Debug)]
enum Parent {
    Stage(u32),
    /// Nothing to inherit.
    Scratch,
    /// An image whose environment we do not see.
    Image(String),
}

/// Arguments that `BuildKit` defines for every build (Dockerfile reference, "Automatic platform ARGs"); their values
/// depend on the machine.
pub(super) const PLATFORM: [&str; 11] = [
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDOSVERSION",
    "BUILDARCH",
    "BUILDVARIANT",
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETOSVERSION",
    "TARGETARCH",
    "TARGETVARIANT",
    "TARGETSTAGE",
];

impl Variables {
    pub(super) fn new(linked: &Linked<'_>, file: FileId, dockerfile: &Dockerfile) -> Self {
        let mut variables = Self::default();
        let given = |name: &str| given_by_builds(linked, file, name);
        for instruction in dockerfile.instructions() {
            match instruction.keyword() {
                Keyword::From => variables.enter(dockerfile, instruction),
                Keyword::Arg => variables.declare(instruction, &given),
                Keyword::Env => variables.set(instruction),
                _ => {}
            }
        }
        variables
    }

    fn enter(&mut self, dockerfile: &Dockerfile, instruction: Instruction<'_>) {
        let Some(stage) = instruction.stage() else { return };
        let image = instruction.as_from().and_then(From::image);
        let parent = match image.map(|image| image.expand(&|name| self.lookup(None, u32::MAX, name))) {
            Some(Know::Known(name)) if name.eq_ignore_ascii_case("scratch") => Parent::Scratch,
            Some(Know::Known(name)) => match dockerfile.stage_by_name(&name, stage.index()) {
                Some(base) => Parent::Stage(base.index()),
                None => Parent::Image(name),
            },
            _ => Parent::Image(image.map_or(String::new(), |image| image.raw().to_owned())),
        };
        self.bases.push(parent);
    }

    fn declare(&mut self, instruction: Instruction<'_>, given: &dyn Fn(&str) -> Know<String>) {
        let Some(arg) = instruction.as_arg() else { return };
        let scope = instruction.stage().map(Stage::index);
        for pair in arg.pairs() {
            let name = pair.key.cooked().into_owned();
            let default = match pair.value {
                Some(value) => value.expand(&|name| self.lookup(scope, instruction.index() + 1, name)),
                None if scope.is_some() => self.lookup_in(None, u32::MAX, &name).unwrap_or(Know::Absent),
                None => Know::Absent,
            };
            let value = match given(&name) {
                Know::Absent if default.is_absent() => Know::Unknown(Why::Variable(name.clone())),
                Know::Absent => default,
                known => known,
            };
            let assignment = Assignment { instruction: instruction.index(), span: pair.span, is_env: false, value };
            self.assignments.entry((scope, name)).or_default().push(assignment);
        }
    }

    fn set(&mut self, instruction: Instruction<'_>) {
        let Some(env) = instruction.as_env() else { return };
        let scope = instruction.stage().map(Stage::index);
        let mut new = Vec::new();
        for pair in env.pairs() {
            let Some(value) = pair.value else { continue };
            // One instruction sees the environment before itself.
            let value = value.expand(&|name| self.lookup(scope, instruction.index(), name));
            new.push((
                pair.key.cooked().into_owned(),
                Assignment { instruction: instruction.index(), span: pair.span, is_env: true, value },
            ));
        }
        for (name, assignment) in new {
            self.assignments.entry((scope, name)).or_default().push(assignment);
        }
    }

    /// The value of `name` in a stage (`None`: in FROM lines) for the instruction with index `before`.
    pub fn lookup(&self, scope: Option<u32>, before: u32, name: &str) -> Know<String> {
        let mut scope = scope;
        let mut before = before;
        // Each step goes to an earlier stage, so this ends.
        loop {
            if let Some(value) = self.lookup_in(scope, before, name) {
                return value;
            }
            match scope.and_then(|stage| self.bases.get(stage as usize)) {
                Some(Parent::Stage(base)) if scope.is_some_and(|stage| *base < stage) => {
                    scope = Some(*base);
                    before = u32::MAX;
                }
                Some(Parent::Image(image)) => return Know::Unknown(Why::ExternalImage(image.clone())),
                _ if scope.is_none() && PLATFORM.contains(&name) => {
                    return Know::Unknown(Why::Variable(name.to_owned()));
                }
                _ => return Know::Absent,
            }
        }
    }

    /// Whether an ARG anywhere above an instruction declares the name.
    pub fn is_argument_above(&self, before: u32, name: &str) -> bool {
        let mut all = self.assignments.iter().filter(|((_, known), _)| known == name).flat_map(|(_, all)| all);
        all.any(|assignment| !assignment.is_env && assignment.instruction < before)
    }

    /// Whether FROM lines get the variable from the builder: a platform argument to which the project gives no value.
    pub fn is_set_by_builder(&self, name: &str) -> bool {
        PLATFORM.contains(&name) && self.lookup(None, u32::MAX, name).is_unknown()
    }

    fn lookup_in(&self, scope: Option<u32>, before: u32, name: &str) -> Option<Know<String>> {
        self.assignment(scope, before, name).map(|assignment| assignment.value.clone())
    }

    fn assignment(&self, scope: Option<u32>, before: u32, name: &str) -> Option<&Assignment> {
        let all = self.assignments.get(&(scope, name.to_owned()))?;
        let seen = all.get(..all.partition_point(|assignment| assignment.instruction < before))?;
        seen.iter().rev().find(|assignment| assignment.is_env).or(seen.last())
    }

    /// Where the variable got its value: the `NAME=value` of the ARG or ENV, for a label.
    pub fn origin(&self, scope: Option<u32>, before: u32, name: &str) -> Option<Span> {
        self.assignment(scope, before, name).map(|assignment| assignment.span)
    }

    /// The ARG or ENV that gives a variable its value in a stage, also in one that it is based on.
    pub fn source(&self, scope: Option<u32>, before: u32, name: &str) -> Option<Source> {
        let found = match scope {
            None => self.assignment(None, before, name),
            Some(stage) => {
                self.scopes(stage, before).find_map(|(stage, before)| self.assignment(Some(stage), before, name))
            }
        };
        found.map(|found| Source { instruction: found.instruction, span: found.span, is_env: found.is_env })
    }

    /// Whether ARG or ENV names the variable before an instruction, in the stage or in one that it is based on.
    pub fn is_declared(&self, stage: u32, before: u32, name: &str) -> bool {
        let mut key = (None, name.to_owned());
        self.scopes(stage, before).any(|(scope, before)| {
            key.0 = Some(scope);
            let first = self.assignments.get(&key).and_then(|all| all.first());
            first.is_some_and(|first| first.instruction < before)
        })
    }

    /// The names that ARG and ENV give before an instruction, in the stage and in those that it is based on.
    pub fn visible(&self, stage: u32, before: u32) -> Vec<&str> {
        let scopes: HashMap<u32, u32> = self.scopes(stage, before).collect();
        let mut names: Vec<&str> = Vec::new();
        for ((scope, name), all) in &self.assignments {
            let before = scope.and_then(|scope| scopes.get(&scope));
            if before.is_some_and(|&before| all.first().is_some_and(|first| first.instruction < before)) {
                names.push(name);
            }
        }
        names.sort_unstable();
        names
    }

    /// The stage and those that it is based on, nearest first, each with the instruction before which it is seen.
    fn scopes(&self, stage: u32, before: u32) -> impl Iterator<Item = (u32, u32)> {
        std::iter::successors(Some((stage, before)), |&(stage, _)| match self.bases.get(stage as usize) {
            Some(Parent::Stage(base)) if *base < stage => Some((*base, u32::MAX)),
            _ => None,
        })
    }

    /// The first ARG of each name in each scope (`None`: before the first FROM), with its instruction and its place.
    pub fn first_args(&self) -> impl Iterator<Item = (Option<u32>, &str, u32, Span)> {
        self.assignments.iter().filter_map(|((scope, name), all)| {
            let first = all.iter().find(|assignment| !assignment.is_env)?;
            Some((*scope, name.as_str(), first.instruction, first.span))
        })
    }

    /// Whether an ENV's name itself holds a variable, so that it may set any.
    pub fn has_computed_names(&self) -> bool {
        self.assignments.keys().any(|(_, name)| name.contains('$'))
    }

    /// The names that ARG declares in a scope before an instruction.
    pub fn declared_args(&self, scope: Option<u32>, before: u32) -> impl Iterator<Item = &str> {
        self.assignments.iter().filter_map(move |((at, name), all)| {
            (*at == scope && all.iter().any(|assignment| !assignment.is_env && assignment.instruction < before))
                .then_some(name.as_str())
        })
    }

    /// The environment variables (ENV, not ARG) a stage ends with, inherited ones included, with their values and places.
    pub fn environment(&self, stage: u32) -> Vec<(&str, &Know<String>, Span)> {
        let mut found: HashMap<&str, (&Know<String>, Span)> = HashMap::new();
        let mut at = Some(stage);
        while let Some(stage) = at {
            for ((scope, name), all) in &self.assignments {
                if *scope != Some(stage) {
                    continue;
                }
                if let Some(last) = all.iter().rev().find(|assignment| assignment.is_env) {
                    found.entry(name).or_insert((&last.value, last.span));
                }
            }
            at = match self.bases.get(stage as usize) {
                Some(Parent::Stage(base)) if *base < stage => Some(*base),
                _ => None,
            };
        }
        let mut all: Vec<_> = found.into_iter().map(|(name, (value, span))| (name, value, span)).collect();
        all.sort_by_key(|&(_, _, span)| span);
        all
    }
}

/// What the project's services pass for a build argument: known when they agree.
fn given_by_builds(linked: &Linked<'_>, file: FileId, name: &str) -> Know<String> {
    let mut given: Option<Know<String>> = None;
    for build in linked.builds_of(file) {
        let Some(reference) = linked.build_ref(build) else { continue };
        let Some((_, value)) = reference.args.iter().rev().find(|(arg, _)| arg == name) else { continue };
        match &given {
            Some(earlier) if earlier != value => return Know::Unknown(Why::Variable(name.to_owned())),
            _ => given = Some(value.clone()),
        }
    }
    given.unwrap_or(Know::Absent)
}
