//! Images that a Dockerfile takes files from, besides those its stages are built upon.

use super::{FromName, FromOrigin, ImageName};
use crate::cx::{ComposeCx, DockerfileCx};
use crate::dockerfile::Onbuild;
use crate::project::Linked;
use crate::span::Span;
use std::collections::HashMap;

/// An image that `COPY --from` or `RUN --mount=…,from=` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageUse {
    /// The image.
    pub image: ImageName,
    /// Where it is named first.
    pub span: Span,
    /// Where it is named again.
    pub again: Vec<Span>,
}

impl DockerfileCx<'_> {
    /// The images that files are taken from, each once. Stages are none, nor are contexts that a service names and images
    /// that a service builds; a bare word that is no image we know may be a context of the command line, and is left out.
    pub fn images_used(&self) -> Vec<ImageUse> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut found: Vec<ImageUse> = Vec::new();
        for instruction in self.dockerfile.instructions() {
            let instruction = instruction.as_onbuild().and_then(Onbuild::inner).unwrap_or(instruction);
            for used in self.names_after_from(instruction).into_iter().filter_map(|name| self.image_use(name)) {
                if let Some(first) = places.get(&used.image.text).and_then(|&at| found.get_mut(at)) {
                    first.again.push(used.span);
                    continue;
                }
                places.insert(used.image.text.clone(), found.len());
                found.push(used);
            }
        }
        found
    }

    fn image_use(&self, name: FromName<'_>) -> Option<ImageUse> {
        let FromOrigin::Image(image) = name.origin else { return None };
        (!self.is_built_here(&image)).then(|| ImageUse { image, span: name.span, again: Vec::new() })
    }

    /// Whether a service of the project builds an image of that name and tag.
    pub fn is_built_here(&self, image: &ImageName) -> bool {
        is_built(self.linked, image)
    }

    /// Whether a service that builds this file gives a context of that name: it takes the image's place.
    pub fn is_named_context(&self, name: &str) -> bool {
        let mut builds = self.linked.builds_of(self.file).filter_map(|build| self.linked.build_ref(build));
        builds.any(|reference| reference.contexts.iter().any(|context| context == name))
    }
}

impl ComposeCx<'_> {
    /// Whether a service of the project builds an image of that name and tag.
    pub fn is_built_here(&self, image: &ImageName) -> bool {
        is_built(self.linked, image)
    }
}

/// Whether a service of the project builds an image of that name and tag.
pub(super) fn is_built(linked: &Linked<'_>, image: &ImageName) -> bool {
    let names = linked.builds().iter().filter_map(|build| linked.build_ref(build)?.image.as_deref());
    let mut images = names.filter_map(ImageName::parse);
    images.any(|built| built.familiar == image.familiar && built.tag == image.tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn used(dockerfile: &str, compose: &str) -> Vec<String> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), dockerfile.into()), Origin::Given);
        project.insert(File::parse(RelPath::new("compose.yaml"), compose.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        cx.images_used().into_iter().map(|used| used.image.text).collect()
    }

    #[test]
    fn stages_contexts_and_variables_are_no_images() {
        let dockerfile = "FROM a:1 AS build\nFROM b:2\nCOPY --from=build /x /x\nCOPY --from=0 /x /x\nCOPY --from=assets /x /x\n\
                          COPY --from=$X /x /x\nCOPY --from=acme/tools /x /x\nCOPY --from=nginx /x /x\n\
                          RUN --mount=type=bind,from=golang:1.24,target=/go --mount=type=cache,target=/c true\n";
        assert_eq!(used(dockerfile, "services: {}\n"), ["acme/tools", "nginx", "golang:1.24"]);
    }

    #[test]
    fn a_context_of_the_service_takes_the_images_place() {
        let compose =
            "services:\n  a:\n    build:\n      context: .\n      additional_contexts:\n        acme/tools: ../tools\n";
        assert!(used("FROM b:2\nCOPY --from=acme/tools /x /x\n", compose).is_empty());
        let compose = "services:\n  a:\n    image: acme/tools\n    build: ./tools\n";
        assert!(used("FROM b:2\nCOPY --from=acme/tools /x /x\n", compose).is_empty());
    }
}
