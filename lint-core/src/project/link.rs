//! The project with its services connected to what they build.

use super::loads::{Load, LoadId, Loads};
use super::{BuildRef, Parsed, Project, refs};
use crate::compose::{self, Compose};
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
    /// Which of the references it is, see [`Linked::build_ref`].
    reference: usize,
    /// The Dockerfile.
    pub dockerfile: Know<FileId>,
    /// The stage that is built.
    pub stage: Know<u32>,
}

/// A project with its connections; facts about its files are made when first asked for.
#[derive(Debug)]
pub struct Linked<'p> {
    project: &'p Project,
    loads: Loads,
    builds: Vec<Build>,
    references: Vec<Reference<'p>>,
    /// The builds of each Dockerfile, indexes into `builds`.
    by_dockerfile: HashMap<FileId, Vec<usize>>,
    /// The build of each service of a load.
    by_service: HashMap<LoadId, HashMap<String, usize>>,
    facts: Vec<OnceLock<DockerfileFacts>>,
}

/// What a service says about its image.
#[derive(Debug)]
enum Reference<'p> {
    /// As its file says it.
    File(&'p BuildRef),
    /// As several files together say it.
    Merged(Box<BuildRef>),
}

impl Reference<'_> {
    fn get(&self) -> &BuildRef {
        match self {
            Self::File(reference) => reference,
            Self::Merged(reference) => reference,
        }
    }
}

/// The Dockerfiles that stand in Compose files, by their host and the name of the service.
type Inlines<'p> = HashMap<(FileId, &'p str), FileId>;

impl<'p> Linked<'p> {
    pub(super) fn new(project: &'p Project) -> Self {
        let host = |file: &'p super::File| {
            let inline = file.inline()?;
            let build = project.file(inline.host)?.builds().get(inline.build)?;
            Some((inline.host, build.service.as_str()))
        };
        let inlines: Inlines<'p> = project.files().filter_map(|(id, file)| Some((host(file)?, id))).collect();
        let mut linked = Self {
            project,
            loads: Loads::default(),
            builds: Vec::new(),
            references: Vec::new(),
            by_dockerfile: HashMap::new(),
            by_service: HashMap::new(),
            facts: project.files().map(|_| OnceLock::new()).collect(),
        };
        let loads = Loads::new(project);
        for (id, load, files) in loads.all() {
            if loads.is_plain(project, load) {
                for (compose, file) in files.into_iter().filter_map(|id| Some((id, project.file(id)?))) {
                    file.builds()
                        .iter()
                        .for_each(|build| linked.add(&inlines, id, compose, Reference::File(build), compose));
                }
                continue;
            }
            // What services build is said once, by the file that has the service first.
            for own in files {
                let (Some(compose), Some(folder)) = (loads.read(project, id, own, false), load.folder(own)) else {
                    continue;
                };
                for service in compose.services.iter().filter(|service| service.origin == compose::Origin::Own) {
                    let Some(reference) = refs::build_ref(folder, service).filter(|_| service.is_first) else {
                        continue;
                    };
                    let inline = service.build.as_ref().and_then(|build| build.dockerfile_inline.as_ref());
                    let host = match inline.map(|inline| inline.origin) {
                        Some(compose::Origin::Layered(file) | compose::Origin::Extended(file)) => file,
                        _ => own,
                    };
                    linked.add(&inlines, id, own, Reference::Merged(Box::new(reference)), host);
                }
            }
            let main = load.main().filter(|_| load.is_usual());
            if let Some((main, file)) = main.and_then(|id| Some((id, project.file(id)?))) {
                file.builds().iter().for_each(|build| linked.add(&inlines, id, main, Reference::File(build), main));
            }
        }
        linked.loads = loads;
        linked
    }

    /// Adds what a service of a load builds; `host` is the file that holds its Dockerfile if it stands inline.
    fn add(&mut self, inlines: &Inlines<'p>, load: LoadId, compose: FileId, reference: Reference<'p>, host: FileId) {
        let at = self.builds.len();
        let said = reference.get();
        let services = self.by_service.entry(load).or_default();
        let name = said.service.clone();
        let inline = inlines.get(&(host, said.service.as_str())).copied();
        let (dockerfile, stage) = link(self.project, inline, said);
        let others = dockerfile.as_ref().known().and_then(|id| self.by_dockerfile.get(id));
        let same = others.into_iter().flatten().copied().find(|&at| {
            let is_same = |build: &Build| {
                build.compose == compose
                    && self.references.get(build.reference).is_some_and(|known| known.get() == said)
            };
            self.builds.get(at).is_some_and(is_same)
        });
        // In another load the same is built.
        if let Some(same) = same {
            services.entry(name).or_insert(same);
            return;
        }
        services.entry(name).or_insert(at);
        if let Know::Known(dockerfile) = dockerfile {
            self.by_dockerfile.entry(dockerfile).or_default().push(at);
        }
        self.builds.push(Build { compose, reference: self.references.len(), dockerfile, stage });
        self.references.push(reference);
    }

    /// The loads that a Compose file is part of, one at least.
    pub fn loads_of(&self, file: FileId) -> &[LoadId] {
        self.loads.of(file)
    }

    /// A load.
    pub fn load(&self, load: LoadId) -> Option<&Load> {
        self.loads.get(load)
    }

    /// The model of a load seen from one of its files.
    pub fn read(&self, load: LoadId, own: FileId) -> Option<Compose<'_>> {
        self.loads.read(self.project, load, own, false)
    }

    /// The same as `docker stack deploy` reads it, which knows no `.env`.
    pub fn read_as_stack(&self, load: LoadId, own: FileId) -> Option<Compose<'_>> {
        self.loads.read(self.project, load, own, true)
    }

    /// Whether files of the project set variables for a load.
    pub fn has_environment(&self, load: LoadId) -> bool {
        self.loads.has_environment(load)
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
    pub fn build_ref(&self, build: &Build) -> Option<&BuildRef> {
        self.references.get(build.reference).map(Reference::get)
    }

    /// The builds of a Dockerfile.
    pub fn builds_of(&self, dockerfile: FileId) -> impl Iterator<Item = &Build> {
        let all = self.by_dockerfile.get(&dockerfile).map_or(&[][..], Vec::as_slice);
        all.iter().filter_map(|&at| self.builds.get(at))
    }

    /// The build of a service of a load.
    pub fn build_of_service(&self, load: LoadId, service: &str) -> Option<&Build> {
        self.by_service.get(&load)?.get(service).and_then(|&at| self.builds.get(at))
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

/// The Dockerfile and the stage that are built; `inline` is the former where the Compose file holds one.
fn link(project: &Project, inline: Option<FileId>, reference: &BuildRef) -> (Know<FileId>, Know<u32>) {
    let dockerfile = if reference.inline.is_some() {
        inline.into()
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
    (dockerfile, stage)
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
