//! What a check is given besides the thing it looks at.

use crate::compose::security_opt::Guard;
use crate::compose::{self, Compose, Service};
use crate::diagnostic::FileId;
use crate::dockerfile::{Dockerfile, Instruction};
use crate::facts::{ComposeFacts, DockerfileFacts, ImageName, ScriptFacts, ScriptOrigin, StageFacts};
use crate::know::{Know, Why};
use crate::path::RelPath;
use crate::project::{Build, BuildRef, Linked, LoadId};
use crate::shell::Command;
use crate::yaml::Yaml;
use std::cell::OnceCell;

/// A Dockerfile with its facts.
#[derive(Copy, Clone, Debug)]
pub struct DockerfileCx<'a> {
    /// The project.
    pub linked: &'a Linked<'a>,
    /// The file.
    pub file: FileId,
    /// Its tree.
    pub dockerfile: &'a Dockerfile,
    /// What needs memory: stages, variables, scripts.
    pub facts: &'a DockerfileFacts,
}

impl<'a> DockerfileCx<'a> {
    /// The context of a file, if it is a Dockerfile.
    pub fn new(linked: &'a Linked<'a>, file: FileId) -> Option<Self> {
        let dockerfile = linked.project().file(file)?.dockerfile()?;
        Some(Self { linked, file, dockerfile, facts: linked.facts(file)? })
    }

    /// The facts of the stage an instruction belongs to.
    pub fn stage_of(&self, instruction: Instruction<'_>) -> Option<&'a StageFacts> {
        self.facts.stage(instruction.stage()?.index())
    }

    /// The services that build a stage of this file, with what they say about it.
    pub fn builders(&self, stage: u32) -> impl Iterator<Item = (&'a Build, &'a BuildRef)> {
        let linked = self.linked;
        linked
            .builds_of(self.file)
            .filter(move |build| build.stage == Know::Known(stage))
            .filter_map(move |build| Some((build, linked.build_ref(build)?)))
    }

    /// The text of a file of the project.
    pub fn text_of(&self, path: &RelPath) -> Option<&'a str> {
        let id = self.linked.project().by_path(path)?;
        Some(self.linked.project().file(id)?.source().text())
    }
}

/// A shell command with its place.
#[derive(Copy, Clone, Debug)]
pub struct CommandAt<'a> {
    /// The command.
    pub command: Command<'a>,
    /// The instruction it runs in.
    pub instruction: Instruction<'a>,
    /// The script it stands in.
    pub script: &'a ScriptFacts,
}

impl CommandAt<'_> {
    /// Whether it stands in an exec form that starts no shell, where words are strings with commas between them.
    pub fn is_exec_form(&self) -> bool {
        self.script.origin == ScriptOrigin::ExecForm
    }

    /// Whether a tool sees it that takes the first word of a command for its name and looks into no strings: no `sudo`,
    /// no path, no `sh -c`.
    pub fn is_plain(&self) -> bool {
        self.command.name().is_some_and(|name| self.is_plainly(&name))
    }

    /// Whether such a tool takes it for a command of this name.
    pub fn is_plainly(&self, name: &str) -> bool {
        // In the array of an exec form the first command is a word of `sh`.
        let is_first_of_json = self.script.origin == ScriptOrigin::Json && self.command.index() == 0;
        let is_inside = self.script.origin == ScriptOrigin::Nested || is_first_of_json;
        !is_inside && self.command.raw_name().is_some_and(|raw| raw == name)
    }
}

/// A Compose or stack file with its model.
#[derive(Copy, Clone, Debug)]
pub struct ComposeCx<'a> {
    /// The project.
    pub linked: &'a Linked<'a>,
    /// The file.
    pub file: FileId,
    /// With which files it is loaded.
    pub load: LoadId,
    /// Its tree.
    pub yaml: &'a Yaml,
    /// Its model.
    pub compose: &'a Compose<'a>,
    /// What it is for, by its name and by what is said about its deployment.
    pub role: compose::Role,
    /// Whether it is deployed by `docker stack deploy`.
    pub is_stack: bool,
    /// What is found out once.
    pub facts: &'a ComposeFacts,
}

impl<'a> ComposeCx<'a> {
    /// Whether a key that is not in the file may be given elsewhere: a recovered tree, an override or fragment.
    pub fn may_lack_parts(&self) -> bool {
        let is_part = matches!(self.role, compose::Role::Override | compose::Role::Fragment) && !self.compose.is_set;
        self.compose.recovered || is_part
    }

    /// Whether it is the first of the files that are loaded: the others are laid over it or included.
    pub fn is_main(&self) -> bool {
        self.linked.load(self.load).and_then(crate::project::Load::main) == Some(self.file)
    }

    /// The project directory: relative paths are read from it.
    pub fn folder(&self) -> &'a str {
        self.linked.load(self.load).and_then(|load| load.folder(self.file)).unwrap_or("")
    }

    /// Whether its name says that it is for a developer's machine or for tests, where intruders are few.
    pub fn is_for_development(&self) -> bool {
        matches!(self.role, compose::Role::Development | compose::Role::Test)
    }

    /// Whether a service, network, volume, secret or config that no file of the set declares may be declared in a file
    /// that is not seen: then its use is no mistake.
    pub fn may_declare_elsewhere(&self) -> bool {
        self.may_lack_parts() || !self.compose.is_complete
    }

    /// The services of the file, with what other files of its set say about them.
    pub fn services(&self) -> impl Iterator<Item = ServiceAt<'a>> {
        let cx = *self;
        let own = self.compose.services.iter().filter(|service| service.origin == compose::Origin::Own);
        own.map(move |service| cx.at(service))
    }

    /// The services of all files that are loaded together.
    pub fn all_services(&self) -> impl Iterator<Item = ServiceAt<'a>> {
        let cx = *self;
        self.compose.services.iter().map(move |service| cx.at(service))
    }

    fn at(&self, service: &'a Service<'a>) -> ServiceAt<'a> {
        ServiceAt { service, built: self.built(service), facts: OnceCell::new() }
    }

    fn built(&self, service: &Service<'a>) -> Know<Built<'a>> {
        if service.build.is_none() {
            return Know::Absent;
        }
        let Some(build) = self.linked.build_of_service(self.load, &service.name) else {
            return Know::Unknown(Why::Merge);
        };
        let found = build.dockerfile.clone().and_then(|file| {
            let cx = DockerfileCx::new(self.linked, file);
            let stage = build.stage.clone().known();
            match cx.and_then(|cx| Some(Built { dockerfile: cx, stage: cx.facts.stage(stage?)?, build })) {
                Some(built) => Know::Known(built),
                None => Know::Unknown(Why::SyntaxError),
            }
        });
        if found.is_absent() { Know::Unknown(Why::Merge) } else { found }
    }
}

/// A service with what it builds.
#[derive(Clone, Debug)]
pub struct ServiceAt<'a> {
    /// The service.
    pub service: &'a Service<'a>,
    /// The stage it builds: absent when it builds nothing, unknown when the Dockerfile cannot be seen.
    pub built: Know<Built<'a>>,
    /// What is known of its image, once somebody has asked.
    facts: OnceCell<Option<crate::images::Image>>,
}

impl ServiceAt<'_> {
    /// Whether a key of the service may stand somewhere that we do not see, so that its absence proves nothing.
    pub fn may_lack_parts(&self, cx: &ComposeCx<'_>) -> bool {
        let service = self.service;
        // A service of neither image nor build is a part of one in another file, whatever this file is called.
        let is_part = service.image.is_none() && service.build.is_none();
        cx.may_lack_parts() || service.incomplete.is_some() || service.provider || is_part
    }

    /// Whether a missing key of the service may be called missing: it is all here, it runs something, and it does so on
    /// Linux. A service without an image and a build is a part that some other file completes.
    pub fn is_whole_on_linux(&self, cx: &ComposeCx<'_>) -> bool {
        let runs = self.service.image.is_some() || self.service.build.is_some();
        runs && !self.may_lack_parts(cx) && !self.is_windows() && !cx.compose.for_windows
    }

    /// Whether it is plainly a Windows container: most hardening of Linux means nothing there.
    pub fn is_windows(&self) -> bool {
        let says = |value: &Option<Box<compose::Value<'_>>>| {
            value.as_ref().is_some_and(|value| value.raw.to_ascii_lowercase().contains("windows"))
        };
        let image = self.service.image.as_ref().is_some_and(|image| {
            let name = image.raw.to_ascii_lowercase();
            name.contains("windows/") || name.contains("nanoserver") || name.contains("windowsservercore")
        });
        let built = matches!(&self.built, Know::Known(built) if matches!(built.stage.dialect(), crate::shell::Dialect::Cmd | crate::shell::Dialect::PowerShell));
        let isolation = self.service.isolation.as_ref().is_some_and(|value| matches!(value.raw, "hyperv" | "process"));
        says(&self.service.platform) || isolation || self.service.credential_spec.is_some() || image || built
    }

    /// Whether it is privileged, which makes most other hardening moot. Swarm ignores the key.
    pub fn is_privileged(&self, cx: &ComposeCx<'_>) -> Know<bool> {
        match &self.service.privileged {
            Some(value) if !cx.is_stack => value.bool_with_defaults(),
            _ => Know::Known(false),
        }
    }

    /// The entries of `security_opt` that switch a guard off, where that changes anything: Swarm and Windows do not know
    /// the key, and a privileged service has no guards.
    pub fn switched_off(&self, cx: &ComposeCx<'_>, guard: Guard) -> Vec<&compose::Value<'_>> {
        let off = self.service.switched_off(guard);
        if off.is_empty() || cx.is_stack || self.is_windows() || self.is_privileged(cx) != Know::Known(false) {
            return Vec::new();
        }
        off
    }

    /// Whether `user` is a number that is not root's: then its programs have no capabilities to begin with.
    pub fn is_numbered_user(&self) -> bool {
        let user = self.service.user.as_ref().and_then(|user| user.text_with_defaults().known());
        let number = user.as_deref().and_then(|user| user.split(':').next()?.parse::<u32>().ok());
        number.is_some_and(|number| number > 0)
    }

    /// Whether its root may make device files: by default it has the capability `MKNOD`.
    pub fn may_make_devices(&self) -> bool {
        let names = |list: &[compose::Value<'_>], wanted: &[&str]| {
            list.iter().any(|value| wanted.contains(&crate::capabilities::normalise(value.raw).as_str()))
        };
        let both = ["ALL", "MKNOD"];
        !names(&self.service.cap_drop, &both) || names(&self.service.cap_add, &both)
    }

    /// Words of the program that the service builds: of the image it starts from, its packages and its command.
    pub fn built_words(&self) -> Vec<String> {
        match &self.built {
            Know::Known(built) => {
                crate::facts::writable::words(built.dockerfile.dockerfile, built.dockerfile.facts, built.stage)
            }
            _ => Vec::new(),
        }
    }

    /// The image that runs: the one that is named, when nothing is built.
    pub fn image(&self) -> Know<ImageName> {
        if !self.built.is_absent() {
            return Know::Absent;
        }
        let Some(image) = &self.service.image else { return Know::Absent };
        image.text_with_defaults().and_then(|text| match ImageName::parse(&text) {
            Some(image) => Know::Known(image),
            None => Know::Unknown(Why::SyntaxError),
        })
    }

    /// What is known of the image at the root: of the one that is named, or of the one that the built stage starts from.
    pub fn image_facts(&self) -> Option<crate::images::Image> {
        *self.facts.get_or_init(|| match &self.built {
            Know::Known(built) => built.stage.image_facts(),
            _ => self.image().known()?.facts(),
        })
    }
}

/// The stage that a service builds.
#[derive(Copy, Clone, Debug)]
pub struct Built<'a> {
    /// The Dockerfile.
    pub dockerfile: DockerfileCx<'a>,
    /// The stage.
    pub stage: &'a StageFacts,
    /// The link.
    pub build: &'a Build,
}

/// A service together with the stage it builds.
#[derive(Clone, Debug)]
pub struct BuildCx<'a> {
    /// The Compose file.
    pub compose: ComposeCx<'a>,
    /// The service.
    pub service: &'a Service<'a>,
    /// The stage and its Dockerfile.
    pub built: Built<'a>,
}

/// The whole project.
#[derive(Copy, Clone, Debug)]
pub struct ProjectCx<'a> {
    /// Files and builds.
    pub linked: &'a Linked<'a>,
}
