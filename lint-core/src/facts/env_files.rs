//! The files of variables that services read, where they are at hand.

use super::told_secrets::{Known, Strength, judge_text};
use crate::compose::{EnvFile, Origin, Service};
use crate::cx::ComposeCx;
use crate::diagnostic::FileId;
use crate::dotenv::{self, DotEnv};
use crate::ignorefile::{Fuel, IgnoreFile, Verdict};
use crate::know::Know;
use crate::path::RelPath;
use crate::project::gitignores;
use crate::secrets;

/// A file of `env_file`, read.
#[derive(Debug)]
pub struct ReadEnvFile<'c, 'a> {
    /// What names it.
    pub said: &'c EnvFile<'a>,
    /// The file.
    pub file: FileId,
    /// Where it lies.
    pub path: RelPath,
    /// What it says.
    pub content: DotEnv,
}

impl ComposeCx<'_> {
    /// The files of variables that a service of this file names and that can be seen, in order: a later one wins.
    pub fn env_files<'c, 'a>(&self, service: &'c Service<'a>) -> Vec<ReadEnvFile<'c, 'a>> {
        let project = self.linked.project();
        let read = |said: &'c EnvFile<'a>| {
            let text = said.path.text_with_defaults().known().filter(|_| said.origin == Origin::Own)?;
            let path = RelPath::join(self.folder(), &text)?;
            let file = project.by_path(&path)?;
            let content = dotenv::parse(project.file(file)?.source().text());
            Some(ReadEnvFile { said, file, path, content })
        };
        service.env_files.iter().filter_map(read).collect()
    }

    /// Whether Git keeps the file: absent where no ignore file is at hand that could say so.
    pub fn is_committed(&self, path: &RelPath) -> Know<bool> {
        let project = self.linked.project();
        let mut verdict = Know::Absent;
        for ignore in gitignores(path) {
            let Some(text) = project.by_path(&ignore).and_then(|id| project.file(id)) else { continue };
            let folder = ignore.parent();
            let inside = path.as_str().strip_prefix(folder).map_or("", |rest| rest.trim_start_matches('/'));
            let patterns = IgnoreFile::parse_git(text.source().text());
            if patterns.verdict_of_file(inside, &mut Fuel::default()) != Verdict::Kept {
                return Know::Known(false);
            }
            verdict = Know::Known(true);
        }
        verdict
    }
}

impl ReadEnvFile<'_, '_> {
    /// The names of the credentials that the file holds.
    pub fn credentials(&self) -> Vec<&str> {
        let known = Known::new();
        let literal = self.content.entries.iter().filter_map(|entry| Some((entry, entry.value.as_ref()?)));
        literal
            .filter(|(entry, value)| {
                let in_url = secrets::passwords(&value.text).iter().any(|password| !password.is_weak);
                let by_name = value.known().and_then(|text| judge_text(&entry.name, text, &known));
                let has_format = || !secrets::find(&format!("{}={}", entry.name, value.text)).is_empty();
                in_url || by_name == Some(Strength::Strong) || has_format()
            })
            .map(|(entry, _)| entry.name.as_str())
            .collect()
    }
}
