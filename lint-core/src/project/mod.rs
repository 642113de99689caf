//! The files of one run and what connects them.
//!
//! The core does no I/O: a [`Project`] says which further paths it would like to see ([`Project::wanted`]), the host
//! inserts them or marks them absent, until nothing is wanted. Then [`Project::link`] connects services with the
//! Dockerfiles and stages they build.

mod file;
mod kind;
mod link;
mod loads;
mod refs;

pub(crate) use file::gitignores;
pub use file::{File, Inline, Parsed, Unreadable};
pub use kind::{FileKind, is_compose_name, is_docker_name, kind_of, looks_like_dockerfile, name_asks_for_content};
pub use link::{Build, Linked};
pub(crate) use loads::{DEFAULT_NAMES, ENV_NAME, OVERRIDE_NAMES, named_by_env, rank};
pub use loads::{Load, LoadId};
pub use refs::{BuildRef, Context};

use crate::config;
use crate::diagnostic::FileId;
use crate::facts::missing_env_files;
use crate::ignorefile;
use crate::know::Know;
use crate::path::RelPath;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Why a file is in the project.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The user asked for it: it is linted.
    Given,
    /// Another file refers to it: it is read, and linted only where a given file has a part in the finding.
    Neighbour,
}

/// All files of one run.
#[derive(Debug, Default)]
pub struct Project {
    files: Vec<Entry>,
    by_path: HashMap<RelPath, FileId>,
    absent: HashSet<RelPath>,
}

#[derive(Debug)]
struct Entry {
    file: File,
    origin: Origin,
}

impl Project {
    /// An empty project.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file (parse it first with [`File::parse`], in parallel if you like) and the Dockerfiles that it carries
    /// inline. A path that is known already keeps its first content.
    pub fn insert(&mut self, file: File, origin: Origin) -> FileId {
        if let Some(&known) = self.by_path.get(file.path()) {
            if origin == Origin::Given
                && let Some(entry) = self.files.get_mut(known.index())
            {
                entry.origin = Origin::Given;
            }
            return known;
        }
        let file = self.as_referred(file);
        let id = FileId(self.files.len() as u32);
        self.absent.remove(file.path());
        self.by_path.insert(file.path().clone(), id);
        let inline = file.inline_dockerfiles(id);
        self.files.push(Entry { file, origin });
        for file in inline {
            self.files.push(Entry { file, origin });
        }
        id
    }

    /// A file whose name says nothing is what others take it for: `dockerfile: build/recipe.txt`.
    fn as_referred(&self, file: File) -> File {
        if file.kind() != FileKind::Other || !matches!(file.parsed(), Parsed::Text) {
            return file;
        }
        let built = |entry: &Entry| {
            entry.file.builds().iter().any(|build| build.dockerfile.as_ref() == Know::Known(file.path()))
        };
        let extended = |entry: &Entry| {
            entry.file.extends().contains(file.path()) || entry.file.included().any(|path| path == file.path())
        };
        let by_config = |entry: &Entry| match entry.file.parsed() {
            Parsed::Config(yaml) => {
                config::extended(yaml).any(|path| entry.file.path().parent_join(path).as_ref() == Some(file.path()))
            }
            _ => false,
        };
        let kind = if self.files.iter().any(by_config) {
            FileKind::Config
        } else if self.files.iter().any(built) {
            FileKind::Dockerfile
        } else if self.files.iter().any(extended) || config::sets::names(self, file.path()) {
            FileKind::Compose
        } else {
            return file;
        };
        File::parse_as(file.path().clone(), file.source().text().to_string().into_bytes(), kind)
    }

    /// Says that a wanted path does not exist.
    pub fn absent(&mut self, path: RelPath) {
        if !self.by_path.contains_key(&path) {
            self.absent.insert(path);
        }
    }

    /// Whether the host looked for a wanted path and found nothing.
    pub fn is_absent(&self, path: &RelPath) -> bool {
        self.absent.contains(path)
    }

    /// Paths that would tell more and are neither inserted nor absent: Dockerfiles that services build, files that
    /// services extend or that are loaded together, files of variables with Git's ignore files above them, entrypoint
    /// scripts and files with secrets that stages copy, ignore files of build contexts. Sorted.
    pub fn wanted(&self) -> Vec<RelPath> {
        let mut wanted = BTreeSet::new();
        let mut folders = BTreeSet::new();
        for entry in &self.files {
            entry.file.wants(self, &mut wanted);
            if entry.file.yaml().is_some() {
                folders.insert(entry.file.path().parent());
            }
        }
        for folder in folders {
            loads::wants_in(folder, self, &mut wanted);
        }
        wanted.extend(config::sets::wanted(self));
        wanted.retain(|path| !self.by_path.contains_key(path) && !self.absent.contains(path));
        wanted.into_iter().collect()
    }

    /// The configurations that may govern the given files, and those that they extend, as far as they are neither
    /// inserted nor absent. Sorted. A host that reads none does not ask.
    pub fn wanted_configs(&self) -> Vec<RelPath> {
        let given = self.files.iter().filter(|entry| entry.origin == Origin::Given);
        let folders: BTreeSet<&str> = given.flat_map(|entry| config::folders(entry.file.path())).collect();
        let names = config::NAMES.iter().chain(&config::HADOLINT_NAMES);
        let named = folders.iter().flat_map(|folder| names.clone().filter_map(|name| RelPath::join(folder, name)));
        let mut wanted: BTreeSet<RelPath> = named.collect();
        wanted.extend(self.wanted_extended());
        wanted.retain(|path| !self.by_path.contains_key(path) && !self.absent.contains(path));
        wanted.into_iter().collect()
    }

    /// The configurations that those of the project extend, as far as they are neither inserted nor absent. Sorted. A
    /// host that was told which configuration to use asks for these alone.
    pub fn wanted_extended(&self) -> Vec<RelPath> {
        let mut wanted = BTreeSet::new();
        for entry in &self.files {
            if let Parsed::Config(yaml) = entry.file.parsed() {
                wanted.extend(config::extended(yaml).filter_map(|path| entry.file.path().parent_join(path)));
            }
        }
        wanted.retain(|path| !self.by_path.contains_key(path) && !self.absent.contains(path));
        wanted.into_iter().collect()
    }

    /// Whether a wanted path may as well be absent: nobody has named it. An ignore file, `.env` and an override file are
    /// looked for, not referred to.
    pub fn is_optional(path: &RelPath) -> bool {
        loads::is_usual(path)
            || missing_env_files::is_template(path.file_name())
            || ignorefile::is_name(path.file_name())
            || path.file_name() == ignorefile::GIT_NAME
    }

    /// All files with their ids; Dockerfiles that a Compose file carries inline come right after it.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &File)> + Clone {
        self.files.iter().enumerate().map(|(at, entry)| (FileId(at as u32), &entry.file))
    }

    /// One file.
    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.index()).map(|entry| &entry.file)
    }

    /// The files that a Compose file includes, as far as they are in the project.
    pub(crate) fn included_by(&self, file: &File) -> impl Iterator<Item = FileId> {
        file.included().filter_map(|path| self.by_path(path))
    }

    /// Whether the user asked for the file.
    pub fn is_given(&self, id: FileId) -> bool {
        self.files.get(id.index()).is_some_and(|entry| entry.origin == Origin::Given)
    }

    /// The file at a path.
    pub fn by_path(&self, path: &RelPath) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The number of files, inline Dockerfiles included.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// True for a project without files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Gives files new texts; those whose text is the same keep their tree.
    pub(crate) fn replace_texts(&mut self, mut texts: BTreeMap<RelPath, String>) {
        let absent = std::mem::take(&mut self.absent);
        for entry in std::mem::take(self).files {
            if entry.file.inline().is_some() {
                continue;
            }
            let file = match texts.remove(entry.file.path()) {
                Some(text) if text != **entry.file.source().text() => {
                    File::parse_as(entry.file.path().clone(), text.into_bytes(), entry.file.kind())
                }
                _ => entry.file,
            };
            self.insert(file, entry.origin);
        }
        self.absent = absent;
    }

    /// Connects services with the Dockerfiles and stages they build.
    pub fn link(&self) -> Linked<'_> {
        Linked::new(self)
    }
}
