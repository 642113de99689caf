//! Compose files that another one of the same folder keeps from being read.

use crate::config;
use crate::cx::ComposeCx;
use crate::diagnostic::FileId;
use crate::path::RelPath;
use crate::project::{DEFAULT_NAMES, File, OVERRIDE_NAMES, named_by_env};
use crate::span::Span;

/// The file that is taken instead of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The file.
    pub file: FileId,
    /// Its first key.
    pub place: Span,
    /// Its name.
    pub name: String,
    /// Whether both are laid over the default file.
    pub is_override: bool,
}

impl ComposeCx<'_> {
    /// The file that Compose takes instead of this one, which it would find by its name alone; nothing where somebody
    /// names the file.
    pub fn taken_instead(&self) -> Option<Taken> {
        let project = self.linked.project();
        let own = project.file(self.file)?;
        let (folder, name) = (own.path().parent(), own.path().file_name());
        let first = |names: &[&str]| names.iter().find_map(|name| project.by_path(&RelPath::join(folder, name)?));
        let default = first(&DEFAULT_NAMES)?;
        let is_override = OVERRIDE_NAMES.contains(&name);
        let taken = match is_override {
            true => first(&OVERRIDE_NAMES)?,
            false if DEFAULT_NAMES.contains(&name) => default,
            false => return None,
        };
        let other = project.file(taken)?;
        // A copy is kept for programs that know one of the names.
        if taken == self.file || other.source().text() == own.source().text() || self.is_named_by_others(own, folder) {
            return None;
        }
        let first = other.yaml().and_then(|yaml| yaml.root()?.own_entries().next());
        let place = first.map_or(Span::empty(0), |entry| entry.key.span());
        Some(Taken { file: taken, place, name: other.path().file_name().to_owned(), is_override })
    }

    /// Whether something says that the file is read.
    fn is_named_by_others(&self, own: &File, folder: &str) -> bool {
        let project = self.linked.project();
        // The configuration of a development container names its files.
        folder.rsplit('/').next() == Some(".devcontainer")
            || self.is_stack
            || self.is_extended()
            || named_by_env(project, folder).is_some()
            || config::file_sets(project).iter().any(|set| set.files.contains(own.path()))
            || project.files().any(|(_, file)| file.included().any(|path| path == own.path()))
    }
}
