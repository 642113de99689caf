//! What the arguments of COPY and ADD stand for: paths, addresses, archives.

use super::DockerfileFacts;
use crate::dockerfile::{Arg, Flag, Instruction, PartKind, Stage, Word};
use crate::know::{Know, Why};

/// A source of COPY or ADD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceFact {
    /// Files of the build context, or of what `--from` names.
    Path(PathFact),
    /// An address of the web or of a git repository.
    Remote,
    /// Text in the Dockerfile.
    Heredoc,
    /// A variable decides.
    Unknown,
}

/// Files by their path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathFact {
    /// The path, variables resolved.
    pub path: Know<String>,
    /// Whether ADD may unpack what the path names, by its ending. Unknown: a variable or wildcard stands for it.
    pub archive: Know<bool>,
}

impl PathFact {
    /// The path, when it is known and stands for itself: no wildcard in it.
    pub fn plain(&self) -> Option<&str> {
        self.path.as_ref().known().map(String::as_str).filter(|path| !path.contains(WILD) && !path.contains('\\'))
    }

    /// Whether it is certainly nothing that ADD unpacks.
    pub fn is_no_archive(&self) -> bool {
        self.archive == Know::Known(false)
    }
}

/// The signs of Go's `filepath.Match`.
const WILD: [char; 3] = ['*', '?', '['];

/// Endings of archives and compressed files. ADD looks at the content; the names tell what is meant.
const ARCHIVES: [&str; 18] = [
    ".tar", ".Z", ".bz2", ".gz", ".lz", ".lzma", ".tZ", ".tb2", ".tbz", ".tbz2", ".tgz", ".tlz", ".tpz", ".txz", ".xz",
    ".zst", ".tzst", ".tzs",
];

/// Endings of the archives that ADD unpacks (Dockerfile reference, "Adding local tar archives").
const TARS: [&str; 12] =
    [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tb2", ".tar.xz", ".txz", ".tar.zst", ".tzst", ".tzs"];

/// Folders that every distribution has.
const USUAL_FOLDERS: [&str; 22] = [
    "/",
    "/bin",
    "/etc",
    "/home",
    "/media",
    "/mnt",
    "/opt",
    "/root",
    "/sbin",
    "/srv",
    "/tmp",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/local",
    "/usr/local/bin",
    "/usr/local/lib",
    "/usr/local/sbin",
    "/usr/sbin",
    "/usr/share",
    "/var",
    "/var/lib",
];

/// Whether an absolute path is a folder that every distribution has.
pub fn is_usual_folder(path: &str) -> bool {
    USUAL_FOLDERS.contains(&path)
}

/// Whether a name is that of an archive or a compressed file.
pub fn is_archive(name: &str) -> bool {
    ARCHIVES.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending))
}

/// Whether a name is that of an archive that ADD unpacks.
pub fn is_tar(name: &str) -> bool {
    TARS.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending))
}

/// The last part of a path.
pub fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

impl DockerfileFacts {
    /// The value of a path argument, variables resolved.
    pub fn path_of(&self, at: Instruction<'_>, arg: Arg<'_>) -> Know<String> {
        match arg {
            Arg::Word(word) => {
                let stage = at.stage().map(Stage::index);
                word.expand(&|name| self.variables().lookup(stage, at.index(), name))
            }
            Arg::Json(string) => match string.value() {
                value if value.contains('$') => Know::Unknown(Why::Runtime),
                value => Know::Known(value.into_owned()),
            },
            Arg::Heredoc(heredoc) => Know::Known(heredoc.name().to_owned()),
        }
    }

    /// The value of a flag, variables resolved.
    pub fn flag_value(&self, at: Instruction<'_>, flag: Flag<'_>) -> Know<String> {
        flag.value().map_or(Know::Absent, |value| self.path_of(at, Arg::Word(value)))
    }

    /// Whether a destination is surely relative to the working directory.
    pub fn is_relative(&self, at: Instruction<'_>, destination: Arg<'_>) -> bool {
        let start = match (self.path_of(at, destination), destination.as_word()) {
            (Know::Known(path), _) => path,
            (_, Some(word)) => around_variables(word).0,
            (_, None) => return false,
        };
        let has_drive = start.get(1..2) == Some(":");
        !start.is_empty() && !start.starts_with(['/', '\\']) && !has_drive
    }

    /// Whether a destination surely names a folder, by its end; unknown where a variable stands at the end.
    pub fn is_folder_by_end(&self, at: Instruction<'_>, destination: Arg<'_>) -> Know<bool> {
        let end = match (self.path_of(at, destination), destination.as_word()) {
            (Know::Known(path), _) => path,
            (Know::Unknown(why), Some(word)) => match around_variables(word).1 {
                end if end.is_empty() => return Know::Unknown(why),
                end => format!("x{end}"),
            },
            (unknown, _) => return unknown.map(|_| false),
        };
        let name = base_name(&end);
        Know::Known(name.is_empty() || name == "." || name == "..")
    }

    /// What a source of COPY or ADD is.
    pub fn source_of(&self, at: Instruction<'_>, source: Arg<'_>) -> SourceFact {
        if source.as_heredoc().is_some() {
            return SourceFact::Heredoc;
        }
        let path = self.path_of(at, source);
        match (&path, source.as_word()) {
            (Know::Known(text), _) if is_remote(text) => SourceFact::Remote,
            (Know::Known(text), _) => {
                let archive = archive_at_end(text, true);
                SourceFact::Path(PathFact { path, archive })
            }
            (_, Some(word)) => {
                let (head, tail) = around_variables(word);
                if is_remote(&head) {
                    return SourceFact::Remote;
                }
                if !is_local_start(&head) {
                    return SourceFact::Unknown;
                }
                SourceFact::Path(PathFact { path, archive: archive_at_end(&tail, false) })
            }
            _ => SourceFact::Unknown,
        }
    }
}

/// An address: `https://…`, `git://…`, `git@host:path`.
fn is_remote(text: &str) -> bool {
    let host = text.split(['/', ':']).next().unwrap_or("");
    text.contains("://") || (host.contains('@') && text.get(host.len()..).is_some_and(|rest| rest.starts_with(':')))
}

/// Whether what begins so is a path, whatever follows.
fn is_local_start(head: &str) -> bool {
    head.starts_with(['.', '/']) || head.split_once('/').is_some_and(|(first, _)| !first.contains(':'))
}

/// The text before the first variable and that after the last.
fn around_variables(word: Word<'_>) -> (String, String) {
    let (mut head, mut tail) = (None, String::new());
    for part in word.parts() {
        match part.kind {
            PartKind::Var(_) => {
                head.get_or_insert_with(|| std::mem::take(&mut tail));
                tail.clear();
            }
            PartKind::Escaped(c) => tail.push(c),
            PartKind::Continuation => {}
            PartKind::Text | PartKind::SingleQuoted | PartKind::DoubleQuoted => {
                tail.push_str(part.content.of(word.instruction().file().text()));
            }
        }
    }
    (head.unwrap_or_default(), tail)
}

/// Whether a path with this end is an archive by its name. `whole`: nothing stands before it.
fn archive_at_end(end: &str, whole: bool) -> Know<bool> {
    let unknown = Know::Unknown(Why::Runtime);
    // A folder, which is copied as it is.
    if end.ends_with('/') {
        return Know::Known(false);
    }
    let name = base_name(end);
    let (name, is_cut) = match name.rfind(WILD) {
        Some(at) => (name.get(at + 1..).unwrap_or("").trim_start_matches(']'), true),
        None => (name, !whole && name.len() == end.len()),
    };
    let is_archive = if is_cut { is_archive(&format!("x{name}")) } else { is_archive(name) };
    match (is_archive, is_cut) {
        (true, _) => Know::Known(true),
        // Without a dot the ending is in what we do not see.
        (false, true) if !name.contains('.') => unknown,
        (false, _) => Know::Known(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn source(text: &str) -> SourceFact {
        let mut project = Project::new();
        let text = format!(
            "FROM a:1\nARG NAME=app.conf PACK=app.tar.gz\nARG OPEN\nENV BASE=https://x.example\nADD {text} /x/\n"
        );
        let id = project.insert(File::parse(RelPath::new("Dockerfile"), text.into_bytes()), Origin::Given);
        let linked = project.link();
        let add = project.file(id).and_then(File::dockerfile).unwrap().instructions().last().unwrap();
        linked.facts(id).unwrap().source_of(add, add.as_add().unwrap().sources().next().unwrap())
    }

    fn archive(text: &str) -> Option<bool> {
        match source(text) {
            SourceFact::Path(path) => path.archive.known(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn addresses_are_told_from_paths() {
        for text in ["https://x.example/a", "git@x.example:a/b.git", "ssh://git@x/a", "$BASE/a", "https://x/$OPEN"] {
            assert_eq!(source(text), SourceFact::Remote, "{text}");
        }
        for text in ["$OPEN", "${OPEN}/a.conf", "x$OPEN/a"] {
            assert_eq!(source(text), SourceFact::Unknown, "{text}");
        }
        for text in ["a@b", "a:b/c", "./$OPEN", "conf/$OPEN", "@scope/a:b", "\"a b\""] {
            assert!(matches!(source(text), SourceFact::Path(_)), "{text}");
        }
        assert_eq!(source("<<EOF"), SourceFact::Heredoc);
    }

    #[test]
    fn archives_are_known_by_their_ending() {
        for text in ["a.tar", "$PACK", "dist/app-$OPEN.tgz", "*.gz", "a[0-9].tar.xz", "./$OPEN.zst"] {
            assert_eq!(archive(text), Some(true), "{text}");
        }
        for text in [".", "a", "a.zip", "$NAME", "conf/$OPEN/run", "*.conf", "*/run", "./$OPEN.d/", ".gz", "a.tar/b"] {
            assert_eq!(archive(text), Some(false), "{text}");
        }
        for text in ["*", "a*", "./$OPEN", "x/$OPEN-slim", "a?"] {
            assert_eq!(archive(text), None, "{text}");
        }
    }

    #[test]
    fn destinations_are_judged_by_start_and_end() {
        let mut project = Project::new();
        let destinations = ["app", "./", "$NAME", "x/$OPEN", "/app", "C:/app", "'\\app'", "$OPEN", "/x/$OPEN/"];
        let copies: Vec<String> = destinations.iter().map(|to| format!("COPY a {to}\n")).collect();
        let text =
            format!("FROM a:1\nARG NAME=app OPEN\n{}COPY [\"a\", \"app\"]\nCOPY [\"a\", \"$NAME\"]\n", copies.concat());
        let id = project.insert(File::parse(RelPath::new("Dockerfile"), text.into_bytes()), Origin::Given);
        let linked = project.link();
        let facts = linked.facts(id).unwrap();
        let copies = project.file(id).and_then(File::dockerfile).unwrap().instructions();
        let copies = copies.filter_map(|copy| Some((copy, copy.as_copy()?.destination()?)));
        let judged: Vec<_> =
            copies.map(|(copy, to)| (facts.is_relative(copy, to), facts.is_folder_by_end(copy, to).known())).collect();
        let expected = [
            (true, Some(false)),
            (true, Some(true)),
            (true, Some(false)),
            (true, None),
            (false, Some(false)),
            (false, Some(false)),
            (false, Some(false)),
            (false, None),
            (false, Some(true)),
            (true, Some(false)),
            (false, None),
        ];
        assert_eq!(judged, expected);
    }

    #[test]
    fn add_unpacks_archives_of_tar_alone() {
        assert!(is_tar("a.tar.gz") && is_tar("a.tgz") && !is_tar("a.gz") && !is_tar("a.zip") && !is_tar(".tar"));
    }
}
