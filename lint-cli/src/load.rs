//! Reading files into a project.

use crate::root::Root;
use crate::walk::{Candidate, reason};
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, FileKind, Origin, Project, kind_of, looks_like_dockerfile};
use plimsoll_core::source::MAX_BYTES;
use rayon::prelude::*;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Fewer files than this are read without starting threads.
const FEW: usize = 8;

/// What became of the files.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The project.
    pub(crate) project: Project,
    /// Files that cannot be read.
    pub(crate) unreadable: Vec<String>,
    /// Files that were named but are nothing for us.
    pub(crate) foreign: Vec<String>,
    /// Files that others refer to and that are not there.
    pub(crate) absent: Vec<RelPath>,
}

enum Outcome {
    File(Box<File>),
    Foreign,
    Nothing,
    Unreadable(String),
}

/// Reads and parses the files.
pub(crate) fn load(root: &Root, files: &[Candidate], stdin: Option<File>, jobs: usize) -> Loaded {
    let mut loaded = Loaded::default();
    if let Some(file) = stdin {
        loaded.project.insert(file, Origin::Given);
    }
    let outcomes = map(files, jobs, open);
    for (candidate, outcome) in files.iter().zip(outcomes) {
        let shown = || root.show(&candidate.path);
        match outcome {
            Outcome::File(file) => {
                loaded.project.insert(*file, Origin::Given);
            }
            Outcome::Foreign => loaded.foreign.push(shown()),
            Outcome::Unreadable(why) => loaded.unreadable.push(format!("{}: {why}", shown())),
            Outcome::Nothing => {}
        }
    }
    loaded
}

/// Reads the configurations that are wanted, such as those that govern the files.
pub(crate) fn read_configs(root: &Root, project: &mut Project, wanted: impl Fn(&Project) -> Vec<RelPath>) {
    loop {
        let wanted = wanted(project);
        if wanted.is_empty() {
            return;
        }
        for path in wanted {
            match read(&root.absolute(&path)) {
                Ok(Content::Bytes(bytes)) => {
                    let file = File::parse_as(path.clone(), bytes, FileKind::Config);
                    project.insert(file, Origin::Neighbour);
                }
                _ => project.absent(path),
            }
        }
    }
}

/// Reads what the files refer to, and the sets of files that configurations name: these are read before. The core says
/// what it would like to see, we look on disk, until nothing is wanted.
pub(crate) fn read_neighbours(root: &Root, loaded: &mut Loaded, jobs: usize) {
    loop {
        let wanted = loaded.project.wanted();
        if wanted.is_empty() {
            return;
        }
        let files = map(&wanted, jobs, |path| {
            let disk = root.absolute(path);
            let kind = || kind_of(path.as_str(), "").unwrap_or(FileKind::Other);
            match read(&disk).ok()? {
                Content::Bytes(bytes) => Some(File::parse(path.clone(), bytes)),
                Content::TooLarge(size) => Some(File::too_large(path.clone(), size, kind())),
            }
        });
        for (path, file) in wanted.into_iter().zip(files) {
            if let Some(file) = file {
                loaded.project.insert(file, Origin::Neighbour);
            } else {
                loaded.absent.push(path.clone());
                loaded.project.absent(path);
            }
        }
    }
}

/// Maps in order, with threads where that pays.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], jobs: usize, f: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    if jobs < 2 || items.len() < FEW {
        return items.iter().map(f).collect();
    }
    items.par_iter().map(f).collect()
}

fn open(candidate: &Candidate) -> Outcome {
    let path = &candidate.path;
    let by_name = kind_of(path.as_str(), "");
    match read(&candidate.disk) {
        Ok(Content::Bytes(bytes)) => parse(candidate, bytes),
        Ok(Content::TooLarge(size)) if candidate.named || by_name.is_some() => {
            let kind = by_name.unwrap_or(FileKind::Other);
            Outcome::File(Box::new(File::too_large(path.clone(), size, kind)))
        }
        Err(error) if candidate.named || by_name.is_some() => Outcome::Unreadable(reason(&error)),
        Ok(Content::TooLarge(_)) | Err(_) => Outcome::Nothing,
    }
}

fn parse(candidate: &Candidate, bytes: Vec<u8>) -> Outcome {
    let nothing = if candidate.named { Outcome::Foreign } else { Outcome::Nothing };
    match kind(&candidate.path, &bytes, candidate.named) {
        Some(kind) => Outcome::File(Box::new(File::parse_as(candidate.path.clone(), bytes, kind))),
        None => nothing,
    }
}

/// What a file is: by its name, else by its content; content alone makes a Dockerfile only of a file that was named.
pub(crate) fn kind(path: &RelPath, bytes: &[u8], named: bool) -> Option<FileKind> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(64 << 10)).unwrap_or(bytes));
    if let Some(kind) = kind_of(path.as_str(), &head) {
        // A configuration that was walked over is read for the files that it governs.
        return Some(kind).filter(|kind| named || *kind != FileKind::Config);
    }
    if !named {
        return None;
    }
    kind_of("any.yaml", &head).or_else(|| looks_like_dockerfile(&head).then_some(FileKind::Dockerfile))
}

/// What a file holds.
pub(crate) enum Content {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// Too many to read.
    TooLarge(u64),
}

/// Reads a regular file; a pipe or a device is never opened.
pub(crate) fn read(path: &Path) -> io::Result<Content> {
    let meta = fs::metadata(path)?;
    if !meta.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    if meta.len() > MAX_BYTES as u64 {
        return Ok(Content::TooLarge(meta.len()));
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize + 1);
    read_limited(fs::File::open(path)?, &mut bytes)?;
    Ok(Content::Bytes(bytes))
}

/// Reads at most one byte more than is allowed, so that a file that grows meanwhile does not fill the memory.
pub(crate) fn read_limited(input: impl Read, bytes: &mut Vec<u8>) -> io::Result<()> {
    input.take(MAX_BYTES as u64 + 1).read_to_end(bytes).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_file_is_known_by_its_first_instruction() {
        assert!(looks_like_dockerfile("\u{feff}# a comment\n\nfrom alpine\n"));
        assert!(looks_like_dockerfile("# syntax = docker/dockerfile:1\n"));
        assert!(looks_like_dockerfile("ARG V=1\nFROM a:${V}\n"));
        assert!(!looks_like_dockerfile("From: someone\n"));
        assert!(!looks_like_dockerfile("# a note\nplain text\n"));
        assert!(!looks_like_dockerfile(""));
    }

    #[test]
    fn a_file_that_was_walked_over_is_never_a_dockerfile_by_content() {
        let path = RelPath::new("notes.yaml");
        assert_eq!(kind(&path, b"FROM a\n", false), None);
        assert_eq!(kind(&path, b"FROM a\n", true), Some(FileKind::Dockerfile));
        assert_eq!(kind(&RelPath::new("x"), b"services:\n  web: {}\n", true), Some(FileKind::Compose));
    }
}
