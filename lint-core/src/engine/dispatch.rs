//! Which rules listen to what: buckets, made once per run.

use crate::cx::{BuildCx, CommandAt, ComposeCx, DockerfileCx, ProjectCx, ServiceAt};
use crate::dockerfile::{Instruction, Keyword, Stage};
use crate::registry::RuleSet;
use crate::rule::{Check, Rule, Sink};
use std::collections::HashMap;

/// A rule and one of its functions.
pub(super) type Hook<F> = (&'static Rule, F);

type InstructionFn = fn(&DockerfileCx<'_>, Instruction<'_>, &mut Sink<'_>);
type CommandFn = fn(&DockerfileCx<'_>, &CommandAt<'_>, &mut Sink<'_>);
type StageFn = fn(&DockerfileCx<'_>, Stage<'_>, &mut Sink<'_>);
type DockerfileFn = fn(&DockerfileCx<'_>, &mut Sink<'_>);
type ServiceFn = fn(&ComposeCx<'_>, &ServiceAt<'_>, &mut Sink<'_>);
type ComposeFn = fn(&ComposeCx<'_>, &mut Sink<'_>);
type BuildFn = fn(&BuildCx<'_>, &mut Sink<'_>);
type ProjectFn = fn(&ProjectCx<'_>, &mut Sink<'_>);

/// The buckets.
#[derive(Debug, Default)]
pub(super) struct Dispatch {
    instruction: HashMap<Keyword, Vec<Hook<InstructionFn>>>,
    command: HashMap<&'static str, Vec<Hook<CommandFn>>>,
    any_command: Vec<Hook<CommandFn>>,
    pub(super) stage: Vec<Hook<StageFn>>,
    pub(super) dockerfile: Vec<Hook<DockerfileFn>>,
    pub(super) service: Vec<Hook<ServiceFn>>,
    pub(super) compose: Vec<Hook<ComposeFn>>,
    pub(super) build: Vec<Hook<BuildFn>>,
    pub(super) project: Vec<Hook<ProjectFn>>,
}

impl Dispatch {
    pub(super) fn new(rules: &RuleSet) -> Self {
        let mut dispatch = Self::default();
        for enabled in rules.rules() {
            for check in enabled.rule.checks {
                dispatch.add(enabled.rule, check);
            }
        }
        dispatch
    }

    fn add(&mut self, rule: &'static Rule, check: &Check) {
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

    pub(super) fn for_instruction(&self, instruction: Instruction<'_>) -> &[Hook<InstructionFn>] {
        self.instruction.get(&instruction.keyword()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn for_command(&self, name: Option<&str>) -> impl Iterator<Item = &Hook<CommandFn>> {
        let named = name.and_then(|name| self.command.get(name)).map_or(&[][..], Vec::as_slice);
        named.iter().chain(&self.any_command)
    }

    pub(super) fn wants_commands(&self) -> bool {
        !self.command.is_empty() || !self.any_command.is_empty()
    }
}
