//! Which rules listen to what: buckets, made once per run.

use crate::config::{Set, Target};
use crate::cx::{BuildCx, CommandAt, ComposeCx, DockerfileCx, ProjectCx, ServiceAt};
use crate::dockerfile::{Instruction, Keyword, Stage};
use crate::registry::Enabled;
use crate::rule::{Check, Sink};
use std::collections::HashMap;

/// A rule that is on and one of its functions.
pub(super) type Hook<'r, F> = (&'r Enabled, F);

type InstructionFn = fn(&DockerfileCx<'_>, Instruction<'_>, &mut Sink<'_>);
type CommandFn = fn(&DockerfileCx<'_>, &CommandAt<'_>, &mut Sink<'_>);
type StageFn = fn(&DockerfileCx<'_>, Stage<'_>, &mut Sink<'_>);
type DockerfileFn = fn(&DockerfileCx<'_>, &mut Sink<'_>);
type ServiceFn = fn(&ComposeCx<'_>, &ServiceAt<'_>, &mut Sink<'_>);
type ComposeFn = fn(&ComposeCx<'_>, &mut Sink<'_>);
type BuildFn = fn(&BuildCx<'_>, &mut Sink<'_>);
type ProjectFn = fn(&ProjectCx<'_>, &mut Sink<'_>);

/// The buckets, and what else holds for the files of a set.
#[derive(Debug, Default)]
pub(super) struct Dispatch<'r> {
    pub(super) target: Option<Target>,
    instruction: HashMap<Keyword, Vec<Hook<'r, InstructionFn>>>,
    command: HashMap<&'static str, Vec<Hook<'r, CommandFn>>>,
    any_command: Vec<Hook<'r, CommandFn>>,
    pub(super) stage: Vec<Hook<'r, StageFn>>,
    pub(super) dockerfile: Vec<Hook<'r, DockerfileFn>>,
    pub(super) service: Vec<Hook<'r, ServiceFn>>,
    pub(super) compose: Vec<Hook<'r, ComposeFn>>,
    pub(super) build: Vec<Hook<'r, BuildFn>>,
    pub(super) project: Vec<Hook<'r, ProjectFn>>,
}

impl<'r> Dispatch<'r> {
    pub(super) fn new(set: &'r Set) -> Self {
        let mut dispatch = Self { target: set.target, ..Self::default() };
        for enabled in set.rules.rules() {
            for check in enabled.rule.checks {
                dispatch.add(enabled, check);
            }
        }
        dispatch
    }

    fn add(&mut self, rule: &'r Enabled, check: &Check) {
        match check {
            Check::Instruction(keywords, function) => {
                for keyword in *keywords {
                    self.instruction.entry(*keyword).or_default().push((rule, *function));
                }
            }
            Check::Command([], function) => self.any_command.push((rule, *function)),
            Check::Command(names, function) => {
                for name in *names {
                    self.command.entry(name).or_default().push((rule, *function));
                }
            }
            Check::Stage(function) => self.stage.push((rule, *function)),
            Check::Dockerfile(function) => self.dockerfile.push((rule, *function)),
            Check::Service(function) => self.service.push((rule, *function)),
            Check::Compose(function) => self.compose.push((rule, *function)),
            Check::Build(function) => self.build.push((rule, *function)),
            Check::Project(function) => self.project.push((rule, *function)),
            Check::Engine => {}
        }
    }

    pub(super) fn for_instruction(&self, instruction: Instruction<'_>) -> &[Hook<'r, InstructionFn>] {
        self.instruction.get(&instruction.keyword()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn for_command(&self, name: Option<&str>) -> impl Iterator<Item = &Hook<'r, CommandFn>> {
        let named = name.and_then(|name| self.command.get(name)).map_or(&[][..], Vec::as_slice);
        named.iter().chain(&self.any_command)
    }

    pub(super) fn wants_commands(&self) -> bool {
        !self.command.is_empty() || !self.any_command.is_empty()
    }
}
