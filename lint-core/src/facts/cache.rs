//! What lies in an instruction's cache key and changes from one build to the next.
//!
//! A RUN is taken from the cache as long as nothing in its key changes: its own text and mounts, the variables in scope,
//! and everything above it (Docker's documentation, "Build cache invalidation").

use super::{Base, DockerfileFacts, StageFacts};
use crate::cx::DockerfileCx;
use crate::dockerfile::{Dockerfile, Instruction, InstructionView, Keyword, Mount, Pair, Stage, Transfer};

impl DockerfileFacts {
    /// Whether something in the cache key of a RUN changes from build to build: a variable or mount of its own, a
    /// variable in scope with a name meant for that, copied files or a download above it, or a base we cannot see.
    pub fn is_refreshed(&self, run: Instruction<'_>) -> bool {
        let Some(stage) = run.stage() else { return true };
        let above = self.changes.get(stage.index() as usize).copied().flatten();
        above.is_some_and(|first| first < run.index()) || mounts_change(run, &self.changes) || self.changes_itself(run)
    }

    /// A variable that the file declares, or a date, in the command.
    fn changes_itself(&self, run: Instruction<'_>) -> bool {
        let Some(stage) = self.stage(run.stage().map_or(0, Stage::index)) else { return true };
        let declared = |name: &str| {
            self.variables.origin(Some(stage.index), run.index(), name).is_some()
                || stage.ancestors.iter().any(|&stage| self.variables.origin(Some(stage), u32::MAX, name).is_some())
        };
        self.scripts_of(run).any(|script| {
            let mut names = script.script.variables().map(crate::shell::Variable::name);
            names.any(|name| !never_changes(name) && declared(name)) || has_refresh_note(script.script.text())
        })
    }
}

impl DockerfileCx<'_> {
    /// Whether a service builds the file with `no_cache`.
    pub fn is_built_without_cache(&self) -> bool {
        let mut builds = self.linked.builds_of(self.file).filter_map(|build| self.linked.build_ref(build));
        builds.any(|reference| reference.no_cache)
    }
}

/// The first instruction of each stage that changes from build to build. Stages refer to earlier ones only.
pub(super) fn changes(dockerfile: &Dockerfile, stages: &[StageFacts]) -> Vec<Option<u32>> {
    let mut changes: Vec<Option<u32>> = Vec::new();
    for (stage, facts) in dockerfile.stages().zip(stages) {
        let from = stage.from_instruction().map_or(0, Instruction::index);
        let base = match &facts.base {
            Base::Stage(parent) => changes.get(*parent as usize).copied().flatten().is_some(),
            Base::Image(image) => image.has_digest && stage.from_instruction().is_some_and(has_note_above),
            Base::Scratch => false,
            Base::Unknown(_) => true,
        };
        let first = if base {
            Some(from)
        } else {
            stage
                .instructions()
                .find(|instruction| is_change(*instruction, dockerfile, &changes))
                .map(Instruction::index)
        };
        changes.push(first);
    }
    changes
}

fn is_change(instruction: Instruction<'_>, dockerfile: &Dockerfile, changes: &[Option<u32>]) -> bool {
    let named =
        |mut pairs: &mut dyn Iterator<Item = Pair<'_>>| (&mut pairs).any(|pair| is_meant_to_change(&pair.key.cooked()));
    match instruction.view() {
        InstructionView::Arg(arg) => named(&mut arg.pairs()),
        InstructionView::Env(env) => named(&mut env.pairs()),
        InstructionView::Copy(transfer) | InstructionView::Add(transfer) => files_change(transfer, dockerfile, changes),
        InstructionView::Run(_) => mounts_change(instruction, changes),
        _ => false,
    }
}

fn files_change(transfer: Transfer<'_>, dockerfile: &Dockerfile, changes: &[Option<u32>]) -> bool {
    if let Some(from) = transfer.from_flag() {
        return from.value().is_some_and(|name| stage_changes(&name.cooked(), dockerfile, changes));
    }
    let is_add = transfer.instruction().keyword() == Keyword::Add;
    transfer.sources().any(|source| {
        let text = source.cooked();
        if source.as_heredoc().is_some() {
            return false;
        }
        // The build looks at the remote file or repository each time.
        if is_add && (text.contains("://") || text.starts_with("git@")) {
            return transfer.checksum().is_none();
        }
        !is_configuration(&text)
    })
}

/// Whether a stage by that name or number has something that changes; an image has not, a variable may.
fn stage_changes(name: &str, dockerfile: &Dockerfile, changes: &[Option<u32>]) -> bool {
    let by_name = dockerfile.stage_by_name(name, changes.len() as u32).map(Stage::index);
    let stage = by_name.or_else(|| name.parse().ok());
    name.contains('$') || stage.is_some_and(|stage| changes.get(stage as usize).copied().flatten().is_some())
}

/// Whether a bind mount brings files that change: those of the context, or of a stage with such files.
fn mounts_change(run: Instruction<'_>, changes: &[Option<u32>]) -> bool {
    let Some(view) = run.as_run() else { return false };
    let changes_with = |mount: Mount<'_>| match mount.get("from") {
        None => true,
        Some(from) => stage_changes(&from.value, run.file(), changes),
    };
    view.mounts().any(|mount| mount.kind() == "bind" && changes_with(mount))
}

/// Files that are written once: sources of packages, keys, certificates, configuration.
fn is_configuration(path: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        ".list", ".sources", ".repo", ".gpg", ".asc", ".key", ".pub", ".rpm", ".crt", ".cer", ".pem", ".conf", ".cfg",
        ".ini",
    ];
    let path = path.trim_end_matches('*').to_ascii_lowercase();
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// Variables whose value stays: of the platform, of proxies, accounts and paths, and what is set once for programs.
fn never_changes(name: &str) -> bool {
    const WORDS: [&str; 9] = ["user", "username", "uid", "gid", "group", "home", "dir", "path", "locale"];
    const FIXED: [&str; 10] =
        ["PATH", "HOME", "USER", "UID", "GID", "TZ", "TERM", "LANG", "LANGUAGE", "DEBIAN_FRONTEND"];
    let lower = name.to_ascii_lowercase();
    FIXED.contains(&name)
        || name.starts_with("LC_")
        || lower.split('_').any(|word| WORDS.contains(&word))
        || lower.ends_with("_proxy")
        || lower.starts_with("target") && !lower.contains('_')
        || lower.starts_with("build") && ["platform", "os", "arch", "variant"].iter().any(|end| lower.ends_with(end))
}

/// Names of variables that are given a new value from time to time: a build date, a revision, a cache bust.
fn is_meant_to_change(name: &str) -> bool {
    const WORDS: [&str; 19] = [
        "bust",
        "buster",
        "date",
        "datetime",
        "timestamp",
        "epoch",
        "nonce",
        "serial",
        "refresh",
        "refreshed",
        "update",
        "updated",
        "rebuild",
        "revision",
        "rev",
        "ref",
        "commit",
        "sha",
        "hash",
    ];
    const JOINED: [&str; 14] = [
        "cachebust",
        "cachekey",
        "cachedate",
        "cacheversion",
        "nocache",
        "invalidate",
        "builddate",
        "buildtime",
        "buildnumber",
        "buildid",
        "lastmodified",
        "gittag",
        "gitbranch",
        "gitversion",
    ];
    const WHOLE: [&str; 10] = [
        "version",
        "appversion",
        "imageversion",
        "buildversion",
        "releaseversion",
        "projectversion",
        "release",
        "tag",
        "imagetag",
        "build",
    ];
    let lower = name.to_ascii_lowercase();
    let joined = lower.replace(['_', '-'], "");
    lower.split(['_', '-']).any(|word| WORDS.contains(&word))
        || JOINED.iter().any(|word| joined.contains(word))
        || WHOLE.contains(&joined.as_str())
}

/// A comment above that dates the line below it, or says who bumps it.
fn has_note_above(from: Instruction<'_>) -> bool {
    const WORDS: [&str; 6] = ["refresh", "renovate", "dependabot", "bump", "updated", "as of"];
    from.comments_above().any(|comment| {
        let text = comment.text().to_ascii_lowercase();
        has_date(&text) || WORDS.iter().any(|word| text.contains(word))
    })
}

/// A date that the author bumps: `echo 2026-05-01`, or the name of a snapshot of the packages.
fn has_refresh_note(script: &str) -> bool {
    has_date(script) && ["echo ", ": ", "snapshot", "true "].iter().any(|word| script.contains(word))
}

/// `2026-05-01`, `2026/05/01`, `2026.05.01` or `20260501`, not within a longer number.
fn has_date(text: &str) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        if !rest.starts_with(b"20") || (at > 0 && digit(bytes.get(at - 1))) {
            return false;
        }
        let separated = rest.get(4).is_some_and(|byte| b"-/.".contains(byte));
        let places: &[usize] = if separated { &[2, 3, 5, 6, 8, 9] } else { &[2, 3, 4, 5, 6, 7] };
        let end = if separated { 10 } else { 8 };
        let joins = !separated || rest.get(7) == rest.get(4);
        joins && places.iter().all(|&place| digit(rest.get(place))) && !digit(rest.get(end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    /// Whether the last RUN of the file is refreshed.
    fn refreshed(dockerfile: &str) -> bool {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), dockerfile.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let run =
            cx.dockerfile.instructions().filter(|instruction| instruction.keyword() == Keyword::Run).last().unwrap();
        cx.facts.is_refreshed(run)
    }

    #[test]
    fn nothing_in_the_key_changes() {
        for above in [
            "FROM debian:13",
            "FROM debian:13@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "ARG CACHE_BUST\nFROM debian:13",
            "FROM debian:13\nARG NODE_MAJOR=22\nENV LANG=C.UTF-8",
            "FROM debian:13\nCOPY sources.list /etc/apt/",
            "FROM debian:13\nCOPY <<EOF /etc/motd\nhi\nEOF",
            "FROM debian:13\nADD --checksum=sha256:aa https://example.com/key /key",
            "FROM debian:13\nCOPY --from=golang:1 /a /a",
            "FROM debian:13 AS a\nRUN true\nFROM debian:13\nCOPY --from=a /x /x",
            "FROM debian:13 AS a\nCOPY . .\nFROM debian:13",
            "FROM debian:13\nRUN --mount=type=cache,target=/var/cache/apt true",
        ] {
            assert!(!refreshed(&format!("{above}\nRUN apt-get upgrade -y\n")), "{above}");
        }
    }

    #[test]
    fn something_above_changes() {
        for above in [
            "FROM debian:13\nARG CACHE_BUST",
            "FROM debian:13\nARG BUILD_DATE=2026-01-01",
            "FROM debian:13\nENV REFRESHED_AT 2026-01-01",
            "FROM debian:13\nARG VCS_REF",
            "FROM debian:13\nCOPY . .",
            "FROM debian:13\nCOPY .cachebust /",
            "FROM debian:13\nADD https://example.com/release /release",
            "FROM debian:13 AS a\nCOPY . .\nFROM debian:13\nCOPY --from=a /x /x",
            "FROM debian:13 AS a\nARG CACHEBUST\nFROM a",
            "ARG BASE\nFROM $BASE",
            "# refreshed 2026-05-01\nFROM debian:13@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "FROM debian:13\nRUN --mount=target=/src true",
        ] {
            assert!(refreshed(&format!("{above}\nRUN apt-get upgrade -y\n")), "{above}");
        }
    }

    #[test]
    fn the_command_itself_changes() {
        for (lines, expected) in [
            ("ARG X\nRUN : $X && apt-get upgrade", true),
            ("ENV PINNED=1\nRUN <<EOF\napt-get upgrade $PINNED\nEOF", true),
            ("ENV TZ=UTC\nRUN apt-get upgrade && ln -s $TZ /x", false),
            ("RUN x=1; apt-get upgrade $x", false),
            ("ARG NB_USER=me\nRUN apt-get upgrade && useradd $NB_USER", false),
            ("RUN echo 2026-05-01 && apt-get upgrade", true),
            ("RUN apt-get upgrade && curl https://example.com/tool-20250101.tgz", false),
            ("RUN --mount=type=bind,source=.,target=/src apt-get upgrade", true),
        ] {
            assert_eq!(refreshed(&format!("FROM debian:13\n{lines}\n")), expected, "{lines}");
        }
    }

    #[test]
    fn dates_are_whole() {
        for (text, expected) in [
            ("2026-05-01", true),
            ("x20260501T", true),
            ("120260501", false),
            ("2026-05", false),
            ("2026-05.01", false),
        ] {
            assert_eq!(has_date(text), expected, "{text}");
        }
    }
}
