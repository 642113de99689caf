//! Where the project begins, and how its paths are written.

use plimsoll_core::path::RelPath;
use plimsoll_core::render::PathStyle;
use std::path::{Component, Path, PathBuf};

/// The folder that all paths of a run lie in.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    /// Absolute.
    folder: PathBuf,
    /// How paths are written for someone in the current folder.
    pub(crate) style: PathStyle,
    /// Whether it is the top of a git repository.
    pub(crate) is_repository: bool,
    cwd: PathBuf,
}

impl Root {
    /// The root of a run that was started in `cwd` with these paths: their common folder, or the git repository around
    /// it, so that a Compose file can refer to what lies beside its folder.
    pub(crate) fn new(cwd: PathBuf, paths: &[PathBuf]) -> Self {
        let mut folder = cwd.clone();
        for path in paths {
            let path = lexical(&cwd.join(path));
            while !path.starts_with(&folder) && folder.pop() {}
        }
        let repository = folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf);
        let is_repository = repository.is_some();
        let folder = repository.unwrap_or(folder);
        let stand = cwd.strip_prefix(&folder).map(slashed).unwrap_or_default();
        let outside = if paths.iter().any(|path| path.is_absolute() && !path.starts_with(&cwd)) {
            let root = slashed(&folder);
            format!("{}/", root.trim_end_matches('/'))
        } else {
            "../".repeat(stand.split('/').filter(|part| !part.is_empty()).count())
        };
        Self { folder, style: PathStyle::new(stand, outside), is_repository, cwd }
    }

    /// A path as the user wrote it, as a path of the project.
    pub(crate) fn relative(&self, path: &Path) -> RelPath {
        let path = lexical(&self.cwd.join(path));
        let below = path.strip_prefix(&self.folder).unwrap_or(&path);
        RelPath::new(&slashed(below))
    }

    /// Where a path of the project lies on disk.
    pub(crate) fn absolute(&self, path: &RelPath) -> PathBuf {
        self.folder.join(path.as_str())
    }

    /// A path of the project as it is written.
    pub(crate) fn show(&self, path: &RelPath) -> String {
        self.style.show(path).into_owned()
    }

    /// The folder itself.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// The path without `.` and `..`, by its text alone.
fn lexical(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            component => out.push(component),
        }
    }
    out
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(cwd: &str, paths: &[&str]) -> Root {
        Root::new(PathBuf::from(cwd), &paths.iter().map(PathBuf::from).collect::<Vec<_>>())
    }

    #[test]
    fn paths_below_the_current_folder_are_relative_to_it() {
        let root = root("/nowhere/a", &["b/Dockerfile", "./c"]);
        assert_eq!(root.folder(), Path::new("/nowhere/a"));
        assert_eq!(root.show(&root.relative(Path::new("./b/../b/Dockerfile"))), "b/Dockerfile");
    }

    #[test]
    fn paths_beside_the_current_folder_are_written_as_they_were_given() {
        let up = root("/nowhere/a", &["../b/Dockerfile"]);
        assert_eq!(up.show(&up.relative(Path::new("../b/Dockerfile"))), "../b/Dockerfile");
        let absolute = root("/nowhere/a", &["/nowhere/b/Dockerfile"]);
        assert_eq!(absolute.show(&absolute.relative(Path::new("/nowhere/b/Dockerfile"))), "/nowhere/b/Dockerfile");
        assert_eq!(absolute.show(&absolute.relative(Path::new("x"))), "x");
    }
}
