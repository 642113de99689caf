//! Which files a run looks at.

use crate::root::Root;
use ignore::gitignore::GitignoreBuilder;
use ignore::{DirEntry, WalkBuilder, WalkState};
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{FileKind, kind_of, name_asks_for_content};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

/// How to walk.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Obey .gitignore and .ignore.
    pub(crate) obey_ignore: bool,
    /// Enter hidden folders.
    pub(crate) hidden: bool,
    /// Ignored files are left out even when they are named.
    pub(crate) force_exclude: bool,
    /// Threads.
    pub(crate) jobs: usize,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    /// Its path in the project.
    pub(crate) path: RelPath,
    /// Whether the user named it.
    pub(crate) named: bool,
    /// Where it is; the path above may not tell, where a name is not UTF-8.
    pub(crate) disk: PathBuf,
}

/// What was found, and what went wrong on the way.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Sorted by path, each once.
    pub(crate) files: Vec<Candidate>,
    /// Paths that do not exist.
    pub(crate) missing: Vec<String>,
    /// What could not be looked at, though it was named.
    pub(crate) unreadable: Vec<String>,
    /// Folders met on the way that could not be entered.
    pub(crate) skipped: Vec<String>,
}

/// Folders whose name begins with a dot and that hold files for us.
const HIDDEN_FOLDERS: [&str; 2] = [".devcontainer", ".github"];

/// Words that are more likely a command in the wrong place than a missing file.
const COMMANDS: [&str; 7] = ["check", "fix", "explain", "rules", "ast", "completions", "version"];

/// The files below `paths`.
pub(crate) fn find(root: &Root, paths: &[PathBuf], options: &Options) -> Found {
    let mut found = Found::default();
    let mut folders = Vec::new();
    for path in paths {
        let shown = path.display();
        match fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let hint =
                    if COMMANDS.iter().any(|name| path.as_os_str() == *name) { " (a command comes first)" } else { "" };
                found.missing.push(format!("{shown}: no such file or folder{hint}"));
            }
            Err(error) => found.unreadable.push(format!("{shown}: {}", reason(&error))),
            Ok(meta) if meta.is_dir() => match fs::read_dir(path) {
                Ok(_) => folders.push(path.clone()),
                Err(error) => found.unreadable.push(format!("{shown}: {}", reason(&error))),
            },
            Ok(meta) if meta.is_file() => {
                if !options.force_exclude || !is_excluded(root, path, options) {
                    found.files.push(Candidate { path: root.relative(path), named: true, disk: path.clone() });
                }
            }
            Ok(_) => found.unreadable.push(format!("{shown}: not a regular file")),
        }
    }
    walk(root, &folders, options, &mut found);
    // A file that was both named and walked over counts as named.
    found.files.sort_by(|a, b| (&a.path, !a.named).cmp(&(&b.path, !b.named)));
    found.files.dedup_by(|a, b| a.path == b.path);
    found.skipped.sort();
    found
}

fn walk(root: &Root, folders: &[PathBuf], options: &Options, found: &mut Found) {
    let Some((first, others)) = folders.split_first() else { return };
    let mut builder = WalkBuilder::new(first);
    for folder in others {
        builder.add(folder);
    }
    let hidden = options.hidden;
    builder
        .hidden(false)
        .ignore(options.obey_ignore)
        .git_ignore(options.obey_ignore)
        .git_exclude(options.obey_ignore)
        .git_global(options.obey_ignore)
        .parents(options.obey_ignore)
        .require_git(false)
        .follow_links(false)
        .threads(options.jobs)
        .filter_entry(move |entry| is_visible(entry, hidden));
    let (send, receive) = mpsc::channel();
    if options.jobs > 1 {
        builder.build_parallel().run(|| {
            let send = send.clone();
            Box::new(move |entry| {
                let _ = interesting(entry).map(|entry| send.send(entry));
                WalkState::Continue
            })
        });
    } else {
        for entry in builder.build() {
            let _ = interesting(entry).map(|entry| send.send(entry));
        }
    }
    drop(send);
    for entry in receive {
        match entry {
            Ok(path) => found.files.push(Candidate { path: root.relative(&path), named: false, disk: path }),
            Err(message) => found.skipped.push(message),
        }
    }
}

/// A file whose name may be one of ours, or what kept us from looking.
fn interesting(entry: Result<DirEntry, ignore::Error>) -> Option<Result<PathBuf, String>> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return error.io_error().is_some().then(|| Err(error.to_string())),
    };
    if !entry.file_type().is_some_and(|kind| kind.is_file()) {
        return None;
    }
    let name = entry.file_name().to_str()?;
    (kind_of(name, "").is_some() || name_asks_for_content(name)).then(|| Ok(entry.into_path()))
}

/// Hidden folders are left out but for those that hold files for us, hidden files but for Dockerfiles.
fn is_visible(entry: &DirEntry, hidden: bool) -> bool {
    let name = entry.file_name().to_string_lossy();
    if entry.depth() == 0 || !name.starts_with('.') {
        return true;
    }
    if entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return name != ".git" && (hidden || HIDDEN_FOLDERS.contains(&&*name));
    }
    hidden || kind_of(&name, "") == Some(FileKind::Dockerfile)
}

/// Whether walking would have left out a file that was named.
fn is_excluded(root: &Root, path: &Path, options: &Options) -> bool {
    let relative = root.relative(path);
    let mut folders: Vec<&str> = relative.as_str().split('/').collect();
    folders.pop();
    let is_hidden = |folder: &&str| folder.starts_with('.') && !HIDDEN_FOLDERS.contains(folder);
    if !options.hidden && folders.iter().any(is_hidden) {
        return true;
    }
    if !options.obey_ignore {
        return false;
    }
    let mut folder = root.folder().to_path_buf();
    let mut excluded = false;
    for part in std::iter::once("").chain(folders) {
        if !part.is_empty() {
            folder.push(part);
        }
        let mut builder = GitignoreBuilder::new(&folder);
        let known = [".gitignore", ".ignore"].map(|name| builder.add(folder.join(name)).is_none());
        if known.contains(&true)
            && let Ok(rules) = builder.build()
        {
            let found = rules.matched_path_or_any_parents(root.absolute(&relative), false);
            excluded = (excluded || found.is_ignore()) && !found.is_whitelist();
        }
    }
    excluded
}

/// An I/O error in few words.
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => error.to_string(),
    }
}
