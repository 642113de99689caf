//! The files of the fixtures.

use std::fs;
use std::path::{Path, PathBuf};

/// Adds all files below a folder, in the order of their paths.
pub(crate) fn files_below(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files_below(&path, out) } else { out.push(path) }
    }
}
