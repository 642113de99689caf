//! Sources of COPY and ADD that an ignore file keeps out of the build context.

use super::transfers::SourceFact;
use crate::cx::DockerfileCx;
use crate::diagnostic::FileId;
use crate::dockerfile::{Dockerfile, Instruction, Transfer};
use crate::ignorefile::{self, Fuel, IgnoreFile, Verdict};
use crate::know::Know;
use crate::path::RelPath;
use crate::project::{Context, Parsed};
use crate::span::Span;

/// A source that is in none of the contexts the file is built with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoredSource {
    /// The source.
    pub span: Span,
    /// Its path in the context; empty for the whole of it.
    pub path: String,
    /// The lines that ignore it, one for each ignore file.
    pub lines: Vec<(FileId, Span)>,
    /// Whether an ignore file takes some files back with `!`.
    pub has_exceptions: bool,
}

/// COPY and ADD of files from the context.
fn from_context(dockerfile: &Dockerfile) -> impl Iterator<Item = (Instruction<'_>, Transfer<'_>)> {
    dockerfile
        .instructions()
        .filter_map(|instruction| Some((instruction, instruction.as_copy().or(instruction.as_add())?)))
        .filter(|(_, transfer)| transfer.from_flag().is_none())
}

/// Whether the file copies anything from its context.
pub(crate) fn copies_context(dockerfile: &Dockerfile) -> bool {
    let mut sources = from_context(dockerfile).flat_map(|(_, transfer)| transfer.sources());
    sources.any(|source| source.as_heredoc().is_none() && !source.cooked().contains("://"))
}

impl DockerfileCx<'_> {
    /// The sources that every context of the file ignores. Nothing where a context, or what is copied, is not known.
    pub fn ignored_sources(&self) -> Vec<IgnoredSource> {
        let Some(files) = self.ignore_files() else { return Vec::new() };
        let has_exceptions = files.iter().any(|(_, file)| file.has_exceptions());
        let mut fuel = Fuel::default();
        let mut found = Vec::new();
        for (instruction, transfer) in from_context(self.dockerfile) {
            for source in transfer.sources() {
                if fuel.is_empty() {
                    return found;
                }
                let SourceFact::Path(path) = self.facts.source_of(instruction, source) else { continue };
                let Some(path) = path.plain().map(|path| RelPath::new(path).to_string()) else { continue };
                let lines = files.iter().map(|(id, file)| match file.verdict(&path, &mut fuel) {
                    Verdict::Ignored(line) => Some((*id, line)),
                    Verdict::Kept | Verdict::Unsure => None,
                });
                if let Some(lines) = lines.collect() {
                    found.push(IgnoredSource { span: source.span(), path, lines, has_exceptions });
                }
            }
        }
        found
    }

    /// The ignore file of each context the file is built with: those of the services that build it, else its own folder.
    /// None when a context has no ignore file or cannot be seen.
    fn ignore_files(&self) -> Option<Vec<(FileId, &IgnoreFile)>> {
        let project = self.linked.project();
        let file = project.file(self.file)?;
        let own = file.own_ignore_file().and_then(|path| project.by_path(&path));
        if let Some(own) = own {
            return Some(vec![self.ignore_file(own)?]);
        }
        let mut contexts = Vec::new();
        for build in self.linked.builds_of(self.file) {
            match &self.linked.build_ref(build)?.context {
                Know::Known(Context(folder)) => contexts.push(folder.as_str()),
                _ => return None,
            }
        }
        if contexts.is_empty() && file.inline().is_none() {
            contexts.push(file.path().parent());
        }
        contexts.sort_unstable();
        contexts.dedup();
        let files: Option<Vec<_>> = contexts
            .into_iter()
            .map(|folder| self.ignore_file(project.by_path(&RelPath::join(folder, ignorefile::NAME)?)?))
            .collect();
        files.filter(|files| !files.is_empty())
    }

    fn ignore_file(&self, id: FileId) -> Option<(FileId, &IgnoreFile)> {
        let file = self.linked.project().file(id)?;
        matches!(file.parsed(), Parsed::Text).then(|| file.ignore_file()).flatten().map(|file| (id, file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{File, Origin, Project};

    fn project(files: &[(&str, &str)]) -> Project {
        let mut project = Project::new();
        for (path, text) in files {
            project.insert(File::parse(RelPath::new(path), text.as_bytes().to_vec()), Origin::Given);
        }
        project
    }

    /// The ignored paths of the project's Dockerfiles, each with the files that ignore it.
    fn ignored(files: &[(&str, &str)]) -> Vec<String> {
        let project = project(files);
        let linked = project.link();
        let all = project.files().filter_map(|(id, _)| DockerfileCx::new(&linked, id));
        let sources = all.flat_map(|cx| cx.ignored_sources());
        let show = |source: IgnoredSource| {
            let files = source.lines.iter().filter_map(|(id, _)| Some(project.file(*id)?.path().as_str()));
            format!("{} {}", source.path, files.collect::<Vec<_>>().join(" "))
        };
        sources.map(show).collect()
    }

    const COPY: &str = "FROM a:1\nCOPY dist /x\n";

    #[test]
    fn a_dockerfile_that_nobody_builds_has_its_folder_as_context() {
        assert_eq!(ignored(&[("a/Dockerfile", COPY), ("a/.dockerignore", "dist")]), ["dist a/.dockerignore"]);
        assert!(ignored(&[("a/Dockerfile", COPY), (".dockerignore", "dist")]).is_empty());
    }

    #[test]
    fn the_file_beside_the_dockerfile_wins() {
        let beside = ("Dockerfile.dockerignore", "src");
        assert!(ignored(&[("Dockerfile", COPY), (".dockerignore", "dist"), beside]).is_empty());
        let beside = ("Dockerfile.dockerignore", "dist");
        assert_eq!(
            ignored(&[("Dockerfile", COPY), (".dockerignore", "src"), beside]),
            ["dist Dockerfile.dockerignore"]
        );
    }

    #[test]
    fn services_give_the_contexts_and_all_of_them_must_ignore_it() {
        let build = |context: &str| format!("    build: {{ context: {context}, dockerfile: /a/Dockerfile }}\n");
        let compose = |contexts: &[&str]| {
            let services = contexts.iter().enumerate().map(|(at, context)| format!("  s{at}:\n{}", build(context)));
            format!("services:\n{}", services.collect::<String>()).replace("/a/", "../a/")
        };
        let found = |contexts: &[&str]| {
            ignored(&[
                ("a/Dockerfile", COPY),
                ("a/.dockerignore", "dist"),
                ("b/.dockerignore", "d*"),
                ("compose.yaml", &compose(contexts)),
            ])
        };
        assert_eq!(found(&["a", "b"]), ["dist a/.dockerignore b/.dockerignore"]);
        assert_eq!(found(&["b"]), ["dist b/.dockerignore"]);
        assert!(found(&["a", "c"]).is_empty());
    }

    #[test]
    fn inline_dockerfiles_have_the_context_of_their_service() {
        let compose = "services:\n  s:\n    build:\n      context: a\n      dockerfile_inline: |\n        FROM a:1\n        COPY dist /x\n";
        assert_eq!(ignored(&[("compose.yaml", compose), ("a/.dockerignore", "dist")]), ["dist a/.dockerignore"]);
        assert!(ignored(&[("compose.yaml", compose), (".dockerignore", "dist")]).is_empty());
    }

    #[test]
    fn ignore_files_are_wanted_where_files_are_copied_from_the_context() {
        let wanted = |text: &str| {
            let compose = "services:\n  s:\n    build: { context: ., dockerfile: a/Dockerfile }\n";
            let project = project(&[("a/Dockerfile", text), ("compose.yaml", compose)]);
            let wanted = project.wanted().into_iter().map(|path| path.to_string());
            wanted.filter(|path| path.ends_with("ignore")).collect::<Vec<_>>()
        };
        assert_eq!(wanted(COPY), [".dockerignore", "a/.dockerignore", "a/Dockerfile.dockerignore"]);
        assert!(wanted("FROM a:1\nCOPY --from=b:1 x /\nADD https://x.example/a /\nCOPY <<E /a\nE\n").is_empty());
    }
}
