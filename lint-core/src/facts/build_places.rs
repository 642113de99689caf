//! Builds whose Dockerfile or stage is not there.

use crate::compose::Service;
use crate::cx::ComposeCx;
use crate::dockerfile::Dockerfile;
use crate::know::Know;
use crate::path::RelPath;
use crate::project::{FileKind, Parsed};
use crate::span::Span;

/// A target that is no stage.
#[derive(Clone, Debug)]
pub struct MissingTarget<'a> {
    /// The target.
    pub target: String,
    /// Its text where it may be edited.
    pub span: Option<Span>,
    /// The Dockerfile.
    pub dockerfile: &'a Dockerfile,
}

/// A Dockerfile that does not exist.
#[derive(Clone, Debug)]
pub struct MissingDockerfile {
    /// Where it should be.
    pub path: RelPath,
    /// The Dockerfiles of that folder.
    pub others: Vec<RelPath>,
}

impl<'a> ComposeCx<'a> {
    /// The target that a service builds, when its Dockerfile is well understood and has no such stage.
    pub fn missing_target(&self, service: &Service<'_>) -> Option<MissingTarget<'a>> {
        service.build.as_ref().filter(|build| build.target.is_some())?;
        let build = self.linked.build_of_service(self.load, &service.name)?;
        let reference = self.linked.build_ref(build)?;
        let (Know::Known(file), Know::Known(target)) = (&build.dockerfile, &reference.target) else { return None };
        let Parsed::Dockerfile(dockerfile) = self.linked.project().file(*file)?.parsed() else { return None };
        let is_ours =
            dockerfile.errors().is_empty() && dockerfile.stages().next().is_some() && !has_own_frontend(dockerfile);
        let is_missing = build.stage.is_absent() && is_ours && !target.is_empty();
        is_missing.then(|| MissingTarget { target: target.clone(), span: reference.target_span, dockerfile })
    }

    /// The Dockerfile that a service builds, when it is not there and another one is in its place.
    pub fn missing_dockerfile(&self, service: &Service<'_>) -> Option<MissingDockerfile> {
        let build = self.linked.build_of_service(self.load, &service.name)?;
        let project = self.linked.project();
        let Know::Known(path) = &self.linked.build_ref(build)?.dockerfile else { return None };
        if !project.is_absent(path) {
            return None;
        }
        let is_other = |file: &crate::project::File| {
            file.kind() == FileKind::Dockerfile && file.inline().is_none() && file.path().parent() == path.parent()
        };
        let mut others: Vec<RelPath> =
            project.files().filter(|(_, file)| is_other(file)).map(|(_, file)| file.path().clone()).collect();
        others.sort_unstable();
        (!others.is_empty()).then(|| MissingDockerfile { path: path.clone(), others })
    }
}

/// Whether something else than Docker's frontend reads it.
fn has_own_frontend(dockerfile: &Dockerfile) -> bool {
    let mut syntax = dockerfile.directives().filter(|directive| directive.name.eq_ignore_ascii_case("syntax"));
    syntax.any(|directive| !directive.value.contains("docker/dockerfile"))
}
