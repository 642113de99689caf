//! The project with its services connected to what they build.

use super::{BuildRef, Parsed, Project};
use crate::diagnostic::FileId;
use crate::dockerfile::{Dockerfile, Stage};
use crate::facts::DockerfileFacts;
use crate::know::{Know, Why};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A service that builds a stage.
#[derive(Clone, Debug)]
pub struct Build {
    /// The Compose file.
    pub compose: FileId,
    /// Index among the Compose file's build references ([`super::File::builds`]).
    pub index: usize,
    /// The Dockerfile.
    pub dockerfile: Know<FileId>,
    /// The stage that is built.
    pub stage: Know<u32>,
}

/// A project with its connections; facts about its files are made when first asked for.
#[derive(Debug)]
pub struct Linked<'p> {
    project: &'p Project,
    builds: Vec<Build>,
    /// The builds of each Dockerfile, indexes into `builds`.
    by_dockerfile: HashMap<FileId, Vec<usize>>,
    /// The build of each service.
    by_service: HashMap<(FileId, &'p str), usize>,
    facts: Vec<OnceLock<DockerfileFacts>>,
}

impl<'p> Linked<'p> {
    pub(super) fn new(project: &'p Project) -> Self {
        let inline: HashMap<(FileId, usize), FileId> = project
            .files()
            .filter_map(|(id, file)| file.inline().map(|inline| ((inline.host, inline.build), id)))
            .collect();
        let references = project
            .files()
            .flat_map(|(compose, file)| file.builds().iter().enumerate().map(move |build| (compose, build)));
        let mut linked = Self {
            project,
            builds: Vec::new(),
            by_dockerfile: HashMap::new(),
            by_service: HashMap::new(),
            facts: project.files().map(|_| OnceLock::new()).collect(),
        };
        for (at, (compose, (index, reference))) in references.enumerate() {
            let build = link(project, &inline, compose, index, reference);
            if let Know::Known(dockerfile) = build.dockerfile {
                linked.by_dockerfile.entry(dockerfile).or_default().push(at);
            }
            linked.by_service.entry((compose, &reference.service)).or_insert(at);
            linked.builds.push(build);
        }
        linked
    }

    /// The files.
    pub fn project(&self) -> &'p Project {
        self.project
    }

    /// All builds, in the order of files and services.
    pub fn builds(&self) -> &[Build] {
        &self.builds
    }

    /// What a build says in its Compose file.
    pub fn build_ref(&self, build: &Build) -> Option<&'p BuildRef> {
        self.project.file(build.compose)?.builds().get(build.index)
    }

    /// The builds of a Dockerfile.
    pub fn builds_of(&self, dockerfile: FileId) -> impl Iterator<Item = &Build> {
        let all = self.by_dockerfile.get(&dockerfile).map_or(&[][..], Vec::as_slice);
        all.iter().filter_map(|&at| self.builds.get(at))
    }

    /// The build of a service.
    pub fn build_of_service(&self, compose: FileId, service: &str) -> Option<&Build> {
        self.by_service.get(&(compose, service)).and_then(|&at| self.builds.get(at))
    }

    /// Facts about a Dockerfile.
    pub fn facts(&self, file: FileId) -> Option<&DockerfileFacts> {
        let dockerfile = self.project.file(file)?.dockerfile()?;
        Some(self.facts.get(file.index())?.get_or_init(|| DockerfileFacts::new(self, file, dockerfile)))
    }

    /// The stages of a Dockerfile that are shipped: those that services of the project build, or the last one when
    /// nobody builds it.
    ///
    /// The *final stage* is a property of a build, not of a file.
    pub fn final_stages(&self, file: FileId) -> Vec<u32> {
        let Some(dockerfile) = self.project.file(file).and_then(super::File::dockerfile) else { return Vec::new() };
        let mut stages: Vec<u32> = self.builds_of(file).filter_map(|build| build.stage.clone().known()).collect();
        if stages.is_empty() {
            stages.extend(dockerfile.stages().last().map(Stage::index));
        }
        stages.sort_unstable();
        stages.dedup();
        stages
    }
}

fn link(
    project: &Project,
    inline: &HashMap<(FileId, usize), FileId>,
    compose: FileId,
    index: usize,
    reference: &BuildRef,
) -> Build {
    let dockerfile = if reference.inline.is_some() {
        inline.get(&(compose, index)).copied().map_or(Know::Absent, Know::Known)
    } else {
        reference.dockerfile.clone().and_then(|path| match project.by_path(&path) {
            Some(id) => Know::Known(id),
            None => Know::Unknown(Why::MissingFile(path.to_string())),
        })
    };
    let tree = dockerfile.clone().known().and_then(|id| match project.file(id)?.parsed() {
        Parsed::Dockerfile(tree) => Some(tree),
        _ => None,
    });
    let stage = tree.map_or(Know::Unknown(Why::SyntaxError), |tree| stage_of(tree, &reference.target));
    Build { compose, index, dockerfile, stage }
}

fn stage_of(dockerfile: &Dockerfile, target: &Know<String>) -> Know<u32> {
    match target {
        Know::Absent => dockerfile.stages().last().map(Stage::index).into(),
        Know::Known(name) => {
            let by_index = || name.parse().ok().and_then(|index| dockerfile.stage(index));
            dockerfile.stage_by_name(name, u32::MAX).or_else(by_index).map(Stage::index).into()
        }
        Know::Unknown(why) => Know::Unknown(why.clone()),
    }
}
