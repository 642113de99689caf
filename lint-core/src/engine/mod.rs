//! The engine: splits a run into pure units, runs the rules, and puts the findings in order.
//!
//! A host maps [`Plan::run`] over the units in any order and with any number of threads, and hands the outcomes to
//! [`Plan::finish`] by index: the report is the same.

mod dispatch;
mod finish;
mod run;

use crate::config::Settings;
use crate::diagnostic::{Diagnostic, FileId};
use crate::project::Linked;
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
    settings: &'a Settings,
    options: Options,
    /// One for each set of rules.
    dispatches: Vec<Dispatch<'a>>,
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
    pub fn new(linked: &'a Linked<'a>, settings: &'a Settings, options: &Options) -> Self {
        let project = linked.project();
        let files = project.files().filter(|&(id, _)| project.is_given(id)).map(|(id, _)| Unit::File(id));
        let files = files.filter(|unit| !matches!(unit, Unit::File(file) if is_ignored(linked, settings, *file)));
        let dispatches = settings.sets().map(Dispatch::new).collect();
        Self { linked, settings, options: options.clone(), dispatches, units: files.chain([Unit::Project]).collect() }
    }

    /// The number of units.
    pub fn units(&self) -> usize {
        self.units.len()
    }

    /// Runs one unit. Pure: the same outcome each time.
    pub fn run(&self, unit: usize) -> Outcome {
        let findings = match self.units.get(unit) {
            Some(Unit::File(file)) => {
                let path = self.linked.project().file(*file).map(|file| self.settings.number_of(file.path()));
                let dispatch = path.and_then(|number| self.dispatches.get(number));
                dispatch.map_or_else(Vec::new, |dispatch| run::file(self.linked, dispatch, *file))
            }
            Some(Unit::Project) => run::project(self.linked, &self.dispatches),
            None => Vec::new(),
        };
        Outcome { findings }
    }

    /// Puts the outcomes of all units together, in the order of the units.
    pub fn finish(&self, outcomes: Vec<Outcome>) -> Report {
        let findings = outcomes.into_iter().flat_map(|outcome| outcome.findings).collect();
        finish::report(self.linked, self.settings, &self.options, findings)
    }
}

fn is_ignored(linked: &Linked<'_>, settings: &Settings, file: FileId) -> bool {
    linked.project().file(file).is_some_and(|file| settings.is_ignored(file.path()))
}

/// Runs all units one after the other.
pub fn check(linked: &Linked<'_>, settings: &Settings, options: &Options) -> Report {
    let plan = Plan::new(linked, settings, options);
    plan.finish((0..plan.units()).map(|unit| plan.run(unit)).collect())
}
