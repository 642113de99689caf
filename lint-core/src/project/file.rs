//! One file of a project, parsed.

use super::loads::{self, IncludeRef};
use super::refs::{self, BuildRef, Refs};
use super::{FileKind, Project, kind_of};
use crate::config;
use crate::diagnostic::FileId;
use crate::dockerfile::{self, Dockerfile};
use crate::facts;
use crate::ignorefile::{self, IgnoreFile};
use crate::know::Know;
use crate::path::RelPath;
use crate::source::{MAX_BYTES, Source};
use crate::span::OffsetMap;
use crate::yaml::{self, Yaml};
use std::collections::BTreeSet;

/// A file with its tree.
#[derive(Debug)]
pub struct File {
    source: Source,
    kind: FileKind,
    parsed: Parsed,
    builds: Vec<BuildRef>,
    extends: Vec<RelPath>,
    /// The files of variables and of labels that its services read.
    env_files: Vec<RelPath>,
    includes: Vec<IncludeRef>,
    /// What the Dockerfile copies out of its context and must be read to be judged, as paths there: programs that it
    /// starts, and files that may hold secrets.
    programs: Vec<String>,
    /// Whether the Dockerfile copies files out of its context, so that its ignore files matter.
    copies_context: bool,
    ignore: Option<IgnoreFile>,
    inline: Option<Inline>,
}

/// A Dockerfile that stands inside a Compose file (`dockerfile_inline`).
#[derive(Clone, Debug)]
pub struct Inline {
    /// The Compose file.
    pub host: FileId,
    /// Index among the Compose file's build references.
    pub build: usize,
    /// From offsets of the Dockerfile's text to the Compose file.
    pub map: OffsetMap,
    /// Whether it is a literal block (`|`), so that it can be edited where it stands.
    pub is_literal: bool,
}

/// A file's tree.
#[derive(Debug)]
pub enum Parsed {
    /// A Dockerfile.
    Dockerfile(Dockerfile),
    /// A Compose or stack file.
    Compose(Yaml),
    /// A configuration of a linter.
    Config(Yaml),
    /// Plain text, such as an entrypoint script.
    Text,
    /// Nothing we can read.
    Unreadable(Unreadable),
}

/// The ignore files of Git that may keep a path out of the repository.
pub(crate) fn gitignores(path: &RelPath) -> impl Iterator<Item = RelPath> {
    config::folders(path).filter_map(|folder| RelPath::join(folder, ignorefile::GIT_NAME))
}

/// Why a file is not linted.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It holds NUL bytes.
    Binary,
    /// It is larger than [`MAX_BYTES`]; its size in bytes.
    TooLarge(u64),
}

impl File {
    /// Parses a file; what it is, its name and content decide (a file that is neither is plain text).
    pub fn parse(path: RelPath, bytes: Vec<u8>) -> Self {
        let head = bytes.get(..bytes.len().min(64 << 10)).unwrap_or(&[]);
        let kind = kind_of(path.as_str(), &String::from_utf8_lossy(head)).unwrap_or(FileKind::Other);
        Self::parse_as(path, bytes, kind)
    }

    /// Parses a file as a given kind, whatever it is called.
    pub fn parse_as(path: RelPath, bytes: Vec<u8>, kind: FileKind) -> Self {
        if bytes.len() > MAX_BYTES {
            return Self::too_large(path, bytes.len() as u64, kind);
        }
        let head = bytes.get(..bytes.len().min(8 << 10)).unwrap_or(&[]);
        if head.contains(&0) {
            return Self::unreadable(path, Unreadable::Binary, kind);
        }
        Self::from_source(Source::from_bytes(path, bytes), kind)
    }

    /// A file whose size alone forbids to read it; the host need not load it.
    pub fn too_large(path: RelPath, size: u64, kind: FileKind) -> Self {
        Self::unreadable(path, Unreadable::TooLarge(size), kind)
    }

    fn unreadable(path: RelPath, why: Unreadable, kind: FileKind) -> Self {
        Self {
            source: Source::new(path, ""),
            kind,
            parsed: Parsed::Unreadable(why),
            builds: Vec::new(),
            extends: Vec::new(),
            env_files: Vec::new(),
            includes: Vec::new(),
            programs: Vec::new(),
            copies_context: false,
            ignore: None,
            inline: None,
        }
    }

    fn from_source(source: Source, kind: FileKind) -> Self {
        let parsed = match kind {
            FileKind::Dockerfile => Parsed::Dockerfile(dockerfile::parse(source.text().clone())),
            FileKind::Compose => Parsed::Compose(yaml::parse(source.text().clone())),
            FileKind::Config => Parsed::Config(yaml::parse(source.text().clone())),
            FileKind::Other => Parsed::Text,
        };
        let Refs { builds, extends, env_files, includes } = match &parsed {
            Parsed::Compose(yaml) => refs::read(source.path(), yaml),
            _ => Refs::default(),
        };
        let (programs, copies_context) = match &parsed {
            Parsed::Dockerfile(dockerfile) => {
                let mut files = facts::scripts::copied_programs(dockerfile);
                files.extend(facts::secret_files::to_be_seen(dockerfile));
                (files, facts::ignored::copies_context(dockerfile))
            }
            _ => (Vec::new(), false),
        };
        let is_ignore = matches!(parsed, Parsed::Text) && ignorefile::is_name(source.path().file_name());
        let ignore = is_ignore.then(|| IgnoreFile::parse(source.text()));
        Self {
            source,
            kind,
            parsed,
            builds,
            extends,
            env_files,
            includes,
            programs,
            copies_context,
            ignore,
            inline: None,
        }
    }

    /// The Dockerfiles that this Compose file carries inline, as files of their own.
    pub(super) fn inline_dockerfiles(&self, host: FileId) -> Vec<Self> {
        let inline = |(build, reference): (usize, &BuildRef)| {
            let (text, map) = reference.inline.clone()?;
            let mut file = Self::from_source(Source::new(self.path().clone(), text), FileKind::Dockerfile);
            file.inline = Some(Inline { host, build, map, is_literal: reference.inline_is_literal });
            Some(file)
        };
        self.builds.iter().enumerate().filter_map(inline).collect()
    }

    /// Adds the paths this file would like to see.
    pub(super) fn wants(&self, project: &Project, wanted: &mut BTreeSet<RelPath>) {
        wanted.extend(self.extends.iter().cloned());
        if self.yaml().is_some() {
            loads::wants(self, wanted);
        }
        for file in &self.env_files {
            wanted.insert(file.clone());
            wanted.extend(gitignores(file));
            wanted.extend(facts::missing_env_files::templates(project, file));
        }
        for build in &self.builds {
            if let Know::Known(path) = &build.dockerfile {
                wanted.insert(path.clone());
                let file = project.by_path(path).and_then(|id| project.file(id));
                if let (Some(file), Know::Known(context)) = (file, &build.context) {
                    wanted.extend(file.programs_in(&context.0));
                    wanted.extend(file.ignore_file_in(&context.0));
                }
            }
        }
        match &self.inline {
            None => {
                wanted.extend(self.programs_in(self.path().parent()));
                wanted.extend(self.ignore_file_in(self.path().parent()));
                if self.copies_context {
                    wanted.extend(self.own_ignore_file());
                }
            }
            Some(inline) => {
                let host = project.file(inline.host).and_then(|host| host.builds.get(inline.build));
                if let Some(Know::Known(context)) = host.map(|build| &build.context) {
                    wanted.extend(self.ignore_file_in(&context.0));
                }
            }
        }
    }

    fn ignore_file_in(&self, context: &str) -> Option<RelPath> {
        self.copies_context.then(|| RelPath::join(context, ignorefile::NAME)).flatten()
    }

    /// The ignore file of this Dockerfile alone, which takes the place of the context's: `Dockerfile.dockerignore`.
    pub fn own_ignore_file(&self) -> Option<RelPath> {
        let is_own = self.dockerfile().is_some() && self.inline.is_none();
        is_own.then(|| RelPath::new(&format!("{}{}", self.path(), ignorefile::NAME)))
    }

    fn programs_in(&self, context: &str) -> impl Iterator<Item = RelPath> {
        self.programs.iter().filter_map(move |source| RelPath::join(context, source))
    }

    /// Where it lies in the project; for an inline Dockerfile that of its Compose file.
    pub fn path(&self) -> &RelPath {
        self.source.path()
    }

    /// Its text and lines.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What it is.
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// Its tree.
    pub fn parsed(&self) -> &Parsed {
        &self.parsed
    }

    /// The Dockerfile tree, if it is one.
    pub fn dockerfile(&self) -> Option<&Dockerfile> {
        match &self.parsed {
            Parsed::Dockerfile(dockerfile) => Some(dockerfile),
            _ => None,
        }
    }

    /// The YAML tree, if it is a Compose file.
    pub fn yaml(&self) -> Option<&Yaml> {
        match &self.parsed {
            Parsed::Compose(yaml) => Some(yaml),
            _ => None,
        }
    }

    /// The patterns, if it is a `.dockerignore`.
    pub fn ignore_file(&self) -> Option<&IgnoreFile> {
        self.ignore.as_ref()
    }

    /// What its services build.
    pub fn builds(&self) -> &[BuildRef] {
        &self.builds
    }

    /// The files that its services extend.
    pub fn extends(&self) -> &[RelPath] {
        &self.extends
    }

    /// What it includes.
    pub(crate) fn includes(&self) -> &[IncludeRef] {
        &self.includes
    }

    /// The paths that it includes, as far as they are in the project and known.
    pub(crate) fn included(&self) -> impl Iterator<Item = &RelPath> {
        self.includes.iter().flat_map(|include| include.paths.iter().flatten())
    }

    /// For a Dockerfile that stands in a Compose file: where.
    pub fn inline(&self) -> Option<&Inline> {
        self.inline.as_ref()
    }
}
