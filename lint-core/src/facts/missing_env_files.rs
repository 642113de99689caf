//! Files of variables that services read and that are not there, or that the loader cannot read.

use crate::compose::{EnvFile, Origin, Service, Value};
use crate::cx::ComposeCx;
use crate::dotenv::{self, Fault};
use crate::know::Know;
use crate::path::RelPath;
use crate::project::{ENV_NAME, File, Project, gitignores, rank};

/// What the name of a template ends in: a copy of it is made on each machine.
const TEMPLATES: [&str; 7] = ["example", "sample", "template", "dist", "default", "tmpl", "tpl"];

/// What is filled in by the program that deploys: Portainer writes it.
const PROVIDED: [&str; 1] = ["stack.env"];

/// A line that the loader refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u32,
    /// Why.
    pub fault: Fault,
}

/// Paths that would show that a missing file is made on each machine, as far as something says that it should be in the
/// repository.
pub(crate) fn templates(project: &Project, file: &RelPath) -> Vec<RelPath> {
    let is_tracked = || gitignores(file).any(|path| project.by_path(&path).is_some());
    if !project.is_absent(file) || !is_tracked() {
        return Vec::new();
    }
    let name = file.file_name();
    let mut names = Vec::new();
    for word in TEMPLATES {
        names.extend([
            format!("{name}.{word}"),
            format!("{name}-{word}"),
            format!(".env.{word}"),
            format!("env.{word}"),
        ]);
        names.push(format!("{word}.env"));
        if let Some((stem, extension)) = name.rsplit_once('.') {
            names.push(format!("{stem}.{word}.{extension}"));
        }
    }
    names.iter().filter_map(|name| file.parent_join(name)).collect()
}

/// Whether a path is looked for as a template, not because somebody refers to it.
pub(crate) fn is_template(name: &str) -> bool {
    name.split(['.', '-']).any(|part| TEMPLATES.contains(&part))
}

impl ComposeCx<'_> {
    /// The files of variables and of labels that a service must have, that were looked for and are not there, although
    /// nothing keeps them out of the repository and no template of them lies about.
    pub fn missing_env_files<'a>(&self, service: &Service<'a>) -> Vec<Value<'a>> {
        let project = self.linked.project();
        let Some(own) = project.file(self.file).map(File::path) else { return Vec::new() };
        if own.parent() != self.folder() {
            return Vec::new();
        }
        let is_missing = |value: &Value<'_>| {
            let path = value.known().filter(|_| value.origin == Origin::Own);
            path.and_then(|path| own.parent_join(path)).is_some_and(|path| {
                let has_template = || templates(project, &path).iter().any(|path| project.by_path(path).is_some());
                let is_provided = PROVIDED.contains(&path.file_name());
                project.is_absent(&path)
                    && !is_provided
                    && self.is_committed(&path) == Know::Known(true)
                    && !has_template()
            })
        };
        let variables = service.env_files.iter().filter(|file| file.required == Know::Known(true));
        let labels = service.values_at(&["label_file"]);
        variables.map(|file| file.path.clone()).chain(labels).filter(is_missing).collect()
    }

    /// The files that a service reads and that the loader refuses, with the first line that it stumbles over. Stacks read
    /// them by other rules.
    pub fn bad_env_files<'c, 'a>(&self, service: &'c Service<'a>) -> Vec<(&'c EnvFile<'a>, BadLine)> {
        if self.is_stack {
            return Vec::new();
        }
        let is_plain = |file: &EnvFile<'_>| {
            let entry = file.path.node.parent().and_then(|entry| entry.get("format"));
            file.path.span == file.span || entry.is_none()
        };
        let read = self.env_files(service).into_iter().filter(|file| is_plain(file.said));
        read.filter_map(|file| Some((file.said, self.bad_line(&file.path)?))).collect()
    }

    /// The first line of the `.env` of the project that the loader refuses.
    pub fn bad_dotenv(&self) -> Option<BadLine> {
        let project = self.linked.project();
        let path = RelPath::join(self.folder(), ENV_NAME)?;
        let own = project.file(self.file)?.path();
        // Of the files in one folder that are loaded apart the first one tells.
        let is_before = |file: &File| {
            file.yaml().is_some() && file.path().parent() == self.folder() && rank(file.path()) < rank(own)
        };
        let is_first = || !project.files().any(|(id, file)| project.is_given(id) && is_before(file));
        self.bad_line(&path).filter(|_| !self.is_stack && self.is_main() && is_first())
    }

    fn bad_line(&self, path: &RelPath) -> Option<BadLine> {
        let project = self.linked.project();
        let source = project.file(project.by_path(path)?)?.source();
        let (span, fault) = dotenv::parse(source.text()).errors.into_iter().next()?;
        Some(BadLine { line: source.lines().line(span.start) + 1, fault })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_known_by_their_names() {
        for name in [".env.example", "app.env.dist", "app.example.env", "sample.env", "env.template", "app.env-sample"]
        {
            assert!(is_template(name), "{name}");
        }
        assert!(!is_template(".env") && !is_template("app.env") && !is_template("samples.env"));
    }
}
