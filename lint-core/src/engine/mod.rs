//! The engine: splits a run into pure units, runs the rules, and puts the findings in order.
//!
//! A host maps [`Plan::run`] over the units in any order and with any number of threads, and hands the outcomes to
//! [`Plan::finish`] by index: the report is the same.

mod dispatch;
mod finish;
mod run;

use crate::diagnostic::{Diagnostic, FileId};
use crate::project::Linked;
use crate::registry::RuleSet;
use crate::report::Report;
use dispatch::Dispatch;

/// How to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether ignore comments hide findings.
    pub inline_ignores: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { inline_ignores: true }
    }
}

/// A run, split into units.
#[derive(Debug)]
pub struct Plan<'a> {
    linked: &'a Linked<'a>,
    rules: &'a RuleSet,
    options: Options,
    dispatch: Dispatch<'a>,
    units: Vec<Unit>,
}

#[derive(Copy, Clone, Debug)]
enum Unit {
    File(FileId),
    Project,
}

/// What came out of one unit.
#[derive(Debug, Default)]
pub struct Outcome {
    findings: Vec<Diagnostic>,
}

impl<'a> Plan<'a> {
    /// Splits a run: a unit for each file that was asked for, and one for the project.
    pub fn new(linked: &'a Linked<'a>, rules: &'a RuleSet, options: &Options) -> Self {
        let project = linked.project();
        let files = project.files().filter(|&(id, _)| project.is_given(id)).map(|(id, _)| Unit::File(id));
        let dispatch = Dispatch::new(rules);
        Self { linked, rules, options: options.clone(), dispatch, units: files.chain([Unit::Project]).collect() }
    }

    /// The number of units.
    pub fn units(&self) -> usize {
        self.units.len()
    }

    /// Runs one unit. Pure: the same outcome each time.
    pub fn run(&self, unit: usize) -> Outcome {
        let findings = match self.units.get(unit) {
            Some(Unit::File(file)) => run::file(self.linked, &self.dispatch, *file),
            Some(Unit::Project) => run::project(self.linked, &self.dispatch),
            None => Vec::new(),
        };
        Outcome { findings }
    }

    /// Puts the outcomes of all units together, in the order of the units.
    pub fn finish(&self, outcomes: Vec<Outcome>) -> Report {
        let findings = outcomes.into_iter().flat_map(|outcome| outcome.findings).collect();
        finish::report(self.linked, self.rules, &self.options, findings)
    }
}

/// Runs all units one after the other.
pub fn check(linked: &Linked<'_>, rules: &RuleSet, options: &Options) -> Report {
    let plan = Plan::new(linked, rules, options);
    plan.finish((0..plan.units()).map(|unit| plan.run(unit)).collect())
}
