//! The variables that a stage finds set by the image it is built upon.

use super::undefined::pairs;
use super::{Base, ImageName};
use crate::cx::DockerfileCx;
use crate::dockerfile::{From, Keyword, Stage, Word};
use crate::images;
use crate::know::Know;
use std::collections::HashSet;

/// What the image below a stage sets.
pub(super) enum Environment {
    Scratch,
    Image(String, &'static [&'static str]),
    /// Triggers of a stage below set these.
    Triggers(HashSet<String>),
    /// Not known; the variables that name the image.
    Unknown(Vec<String>),
}

impl Environment {
    pub(super) fn is_named_by(&self, name: &str) -> bool {
        matches!(self, Self::Unknown(names) if names.iter().any(|known| known == name))
    }

    /// The names that are known to be set.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = if let Self::Image(_, names) = self { names } else { &[][..] };
        names.iter().copied()
    }

    pub(super) fn sets(&self, name: &str) -> bool {
        match self {
            Self::Image(_, names) => names.contains(&name),
            Self::Triggers(names) => names.contains(name),
            Self::Scratch | Self::Unknown(_) => false,
        }
    }
}

impl DockerfileCx<'_> {
    /// The stages that hold triggers.
    pub(super) fn stages_with_triggers(&self) -> HashSet<u32> {
        let triggers = self.dockerfile.instructions().filter(|instruction| instruction.keyword() == Keyword::Onbuild);
        triggers.filter_map(|instruction| instruction.stage()).map(Stage::index).collect()
    }

    /// What the image at the root of a stage sets, and what triggers below it set.
    pub(super) fn environment_of(&self, stage: u32, with_triggers: &HashSet<u32>) -> Environment {
        let Some(facts) = self.facts.stage(stage) else { return Environment::Unknown(Vec::new()) };
        let root = facts.ancestors.last().copied().unwrap_or(stage);
        let ancestors = facts.ancestors.iter().filter(|base| with_triggers.contains(base));
        let triggers = ancestors.flat_map(|&base| self.trigger_names(base)).collect::<HashSet<_>>();
        if !triggers.is_empty() {
            return Environment::Triggers(triggers);
        }
        let Some(from) = self.dockerfile.stage(root).and_then(Stage::from) else {
            return Environment::Unknown(Vec::new());
        };
        let known = match (&facts.image, self.facts.stage(root).map(|root| &root.base)) {
            (_, Some(Base::Scratch)) => Some(Environment::Scratch),
            (Know::Known(image), _) => self.environment_of_image(from, image),
            _ => None,
        };
        known.unwrap_or_else(|| {
            let names = from.image().into_iter().flat_map(Word::variables).map(|var| var.name.to_owned());
            Environment::Unknown(names.collect())
        })
    }

    fn environment_of_image(&self, from: From<'_>, image: &ImageName) -> Option<Environment> {
        // Who makes the name a variable means to build upon other images as well.
        let is_fixed = from.image_ref().is_some_and(|reference| !reference.name().contains('$'));
        let replaced = self.is_named_context(&image.text) || self.is_built_here(image);
        let names = images::environment(&image.familiar, image.tag.as_deref()).filter(|_| is_fixed && !replaced)?;
        Some(Environment::Image(image.familiar.clone(), names))
    }

    /// The names that the triggers of a stage set in those that are based on it.
    fn trigger_names(&self, stage: u32) -> Vec<String> {
        let instructions = self.dockerfile.stage(stage).into_iter().flat_map(Stage::instructions);
        let inner = instructions.filter_map(|one| one.as_onbuild()?.inner());
        inner.flat_map(|inner| pairs(inner).into_iter().map(|pair| pair.key.cooked().into_owned())).collect()
    }
}
