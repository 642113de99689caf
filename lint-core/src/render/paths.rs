//! How the paths of a project are written for someone who stands in one of its folders.

use crate::path::RelPath;
use std::borrow::Cow;

/// How paths are written: those below the folder the user stands in relative to it, others with a prefix.
///
/// ```
/// use plimsoll_core::{path::RelPath, render::PathStyle};
/// let style = PathStyle::new("deploy", "../");
/// assert_eq!(style.show(&RelPath::new("deploy/compose.yaml")), "compose.yaml");
/// assert_eq!(style.show(&RelPath::new("api/Dockerfile")), "../api/Dockerfile");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathStyle {
    folder: String,
    outside: String,
}

impl PathStyle {
    /// `folder` is where the user stands, seen from the project's root (empty: at the root); `outside` is put before
    /// the paths of files that do not lie below it.
    pub fn new(folder: impl Into<String>, outside: impl Into<String>) -> Self {
        Self { folder: folder.into(), outside: outside.into() }
    }

    /// The path as it is written.
    pub fn show<'p>(&self, path: &'p RelPath) -> Cow<'p, str> {
        let path = path.as_str();
        if self.folder.is_empty() {
            return Cow::Borrowed(path);
        }
        match path.strip_prefix(self.folder.as_str()).and_then(|rest| rest.strip_prefix('/')) {
            Some(below) => Cow::Borrowed(below),
            None => Cow::Owned(format!("{}{path}", self.outside)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_whose_name_only_begins_alike_is_outside() {
        let style = PathStyle::new("api", "../");
        assert_eq!(style.show(&RelPath::new("api-docs/Dockerfile")), "../api-docs/Dockerfile");
        assert_eq!(style.show(&RelPath::new("api/Dockerfile")), "Dockerfile");
    }
}
