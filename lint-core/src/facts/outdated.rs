//! Images that get no fixes any more: their line has ended, or they are given up.

use super::image_use::is_built;
use super::{Base, ImageName};
use crate::compose::Origin;
use crate::cx::{ComposeCx, DockerfileCx};
use crate::images::{self, AS_OF, Deprecated, EndOfLife};
use crate::know::Know;
use crate::project::Linked;
use crate::span::Span;
use std::collections::HashMap;

/// Why an image gets no fixes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The line that its tag names, or the base of it, has ended.
    Line(EndOfLife),
    /// It is given up, whatever the tag.
    GivenUp(Deprecated),
}

/// An image that gets no fixes, once for each file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outdated {
    /// The image.
    pub image: ImageName,
    /// Where it is named first.
    pub span: Span,
    /// Where it is named again.
    pub again: Vec<Span>,
    /// The ARG that its name comes from.
    pub variables: Vec<Span>,
    /// Why.
    pub end: End,
}

/// Why an image gets no fixes as of the day of the tables, if it does not.
pub fn end_of(image: &ImageName) -> Option<End> {
    let (name, tag) = (image.familiar.as_str(), image.tag.as_deref());
    if let Some(line) = images::end_of_life(name, tag).filter(|line| line.date < AS_OF) {
        return Some(End::Line(line));
    }
    images::deprecated(name, tag).filter(|given_up| given_up.since.is_none_or(|since| since < AS_OF)).map(End::GivenUp)
}

impl Outdated {
    /// Whether it has ended lately, and is of a product whose lines end every few weeks or months: worth a weaker word.
    pub fn is_mild(&self) -> bool {
        matches!(self.end, End::Line(line) if line.fast && line.date.0 + 1 >= AS_OF.0)
    }

    /// What to move to, in words.
    pub fn replacement(&self) -> Option<String> {
        let named = |what: &str| what.contains([':', '/', ' ']);
        match self.end {
            End::Line(line) if line.base => line.replacement.map(|base| format!("a tag on {base}")),
            End::Line(line) => line
                .replacement
                .map(|to| if named(to) { to.to_owned() } else { format!("`{}:{to}`", self.image.familiar) }),
            End::GivenUp(given_up) => given_up.replacement.map(str::to_owned),
        }
    }
}

/// Collects images, each once.
#[derive(Default)]
struct Collected {
    places: HashMap<String, usize>,
    found: Vec<Outdated>,
}

impl Collected {
    fn add(&mut self, linked: &Linked<'_>, image: &ImageName, span: Span, variables: Vec<Span>) {
        if let Some(first) = self.places.get(&image.text).and_then(|&at| self.found.get_mut(at)) {
            first.again.push(span);
            return;
        }
        let Some(end) = end_of(image).filter(|_| !is_built(linked, image)) else { return };
        self.places.insert(image.text.clone(), self.found.len());
        self.found.push(Outdated { image: image.clone(), span, again: Vec::new(), variables, end });
    }
}

impl DockerfileCx<'_> {
    /// The images that get no fixes any more, of FROM, `COPY --from` and mounts.
    pub fn outdated(&self) -> Vec<Outdated> {
        let mut all = Collected::default();
        for stage in self.dockerfile.stages() {
            let Some(Base::Image(image)) = self.facts.stage(stage.index()).map(|facts| &facts.base) else { continue };
            let Some(word) = stage.from().and_then(|from| from.image()) else { continue };
            if !self.is_named_context(&image.text) {
                let origin = |name| self.facts.variables().origin(None, u32::MAX, name);
                let variables = word.variables().filter_map(|variable| origin(variable.name)).collect();
                all.add(self.linked, image, word.span(), variables);
            }
        }
        for used in self.images_used() {
            all.add(self.linked, &used.image, used.span, Vec::new());
        }
        all.found
    }
}

impl ComposeCx<'_> {
    /// The images that get no fixes any more, of services that build none.
    pub fn outdated(&self) -> Vec<Outdated> {
        let mut all = Collected::default();
        for at in self.services() {
            if let (Some(value), Know::Known(image)) = (&at.service.image, at.image())
                && value.origin == Origin::Own
            {
                all.add(self.linked, &image, value.span, Vec::new());
            }
        }
        for found in &mut all.found {
            // Several services may take it through one anchor.
            found.again.retain(|span| *span != found.span);
        }
        all.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> Option<&'static str> {
        match end_of(&ImageName::parse(text).unwrap())? {
            End::Line(line) if line.base => Some("base"),
            End::Line(_) => Some("line"),
            End::GivenUp(_) => Some("given up"),
        }
    }

    #[test]
    fn only_what_has_ended_counts() {
        assert_eq!(end("node:8"), Some("line"));
        assert_eq!(end("centos:7"), Some("line"));
        assert_eq!(end("centos"), Some("given up"));
        assert_eq!(end("java:8"), Some("given up"));
        assert_eq!(end("openjdk:17-slim"), Some("line"));
        assert_eq!(end("nginx:stable-alpine3.17"), Some("base"));
        assert_eq!(end("debian:13"), None);
        assert_eq!(end("acme/node:8"), None);
        assert_eq!(end("node"), None);
    }
}
