//! Files with credentials that COPY and ADD bring into an image.

use super::scripts::folders;
use crate::cx::DockerfileCx;
use crate::dockerfile::{Arg, Dockerfile, Instruction, Stage, Transfer};
use crate::know::Know;
use crate::path::RelPath;
use crate::secrets::files::{self, Sure};
use crate::span::Span;

/// A file with credentials that is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretCopy {
    /// The argument that names it.
    pub span: Span,
    /// Its path.
    pub path: String,
    /// What it holds.
    pub what: &'static str,
    /// How sure the name alone makes that.
    pub sure: Sure,
    /// Whether its content holds one, where the file can be seen.
    pub holds: Option<bool>,
    /// The variable that names the file.
    pub named_by: Option<(&'static str, Span)>,
}

/// The files of the context that tell by their content whether they hold a credential.
pub(crate) fn to_be_seen(dockerfile: &Dockerfile) -> Vec<String> {
    let transfers = dockerfile.instructions().filter_map(transfer).filter(|transfer| transfer.from_flag().is_none());
    let sources = transfers.flat_map(|transfer| transfer.sources()).filter_map(path);
    sources
        .filter(|path| {
            !path.contains(['*', '?', '$']) && files::at(path).is_some_and(|file| file.sure != Sure::Certainly)
        })
        .map(|path| path.trim_start_matches('/').to_owned())
        .collect()
}

fn transfer(instruction: Instruction<'_>) -> Option<Transfer<'_>> {
    instruction.as_copy().or_else(|| instruction.as_add())
}

/// The path of an argument; heredocs and URLs have none.
fn path(arg: Arg<'_>) -> Option<String> {
    let text = arg.cooked();
    (arg.as_heredoc().is_none() && !text.contains("://") && !text.starts_with("git@")).then(|| text.into_owned())
}

impl DockerfileCx<'_> {
    /// The files with credentials that a COPY or ADD brings.
    pub fn secret_files(&self, at: Instruction<'_>) -> Vec<SecretCopy> {
        let Some(transfer) = transfer(at) else { return Vec::new() };
        let sources: Vec<Arg<'_>> = transfer.sources().collect();
        let from_context = transfer.from_flag().is_none();
        let to = transfer.destination().map(Arg::cooked).unwrap_or_default();
        let mut found = Vec::new();
        for source in &sources {
            let Some(path) = path(*source) else { continue };
            let target = if to.ends_with('/') || sources.len() > 1 {
                format!("{}/{}", to.trim_end_matches('/'), path.rsplit('/').next().unwrap_or(""))
            } else {
                to.to_string()
            };
            let named_by = self.file_variable(at, &target);
            let by_name = files::at(&path).map(|file| (file.what, file.sure));
            let by_target = || {
                let file = files::at(&target).filter(|file| file.sure == Sure::Certainly && !is_sample(&path))?;
                Some((file.what, file.sure))
            };
            let by_variable = || named_by.map(|(_, _, what)| (what, Sure::Certainly)).filter(|_| !is_sample(&path));
            let Some((what, sure)) = by_name.or_else(by_target).or_else(by_variable) else { continue };
            let holds = if from_context { self.text_in_context(&path).map(files::holds_secret) } else { None };
            let named_by = named_by.map(|(name, span, _)| (name, span));
            found.push(SecretCopy { span: source.span(), path, what, sure, holds, named_by });
        }
        found
    }

    /// The variable of the stage that names a file with credentials at that path.
    fn file_variable(&self, at: Instruction<'_>, target: &str) -> Option<(&'static str, Span, &'static str)> {
        let stage = at.stage().map(Stage::index);
        let variables = self.facts.variables();
        files::VARIABLES.iter().find_map(|(name, what)| {
            let Know::Known(path) = variables.lookup(stage, u32::MAX, name) else { return None };
            let source = variables.source(stage, u32::MAX, name)?;
            let is_it = if target.starts_with('/') { path == target } else { path.ends_with(&format!("/{target}")) };
            (is_it && source.is_env).then_some((*name, source.span, *what))
        })
    }

    fn text_in_context(&self, path: &str) -> Option<&str> {
        let path = path.trim_start_matches('/');
        folders(self.linked, self.file).iter().find_map(|folder| self.text_of(&RelPath::join(folder, path)?))
    }
}

/// `.env.example`, `netrc.sample`
fn is_sample(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    ["example", "sample", "template", "dist", "default", "dummy", "fake", "empty"]
        .iter()
        .any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{File, Origin, Project};

    fn found(dockerfile: &str, files: &[(&str, &str)]) -> Vec<(&'static str, Sure, Option<bool>)> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("app/Dockerfile"), dockerfile.into()), Origin::Given);
        for (path, text) in files {
            assert!(project.wanted().contains(&RelPath::new(path)), "{path} is not wanted");
            project.insert(File::parse(RelPath::new(path), (*text).into()), Origin::Given);
        }
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let all = cx.dockerfile.instructions().flat_map(|at| cx.secret_files(at));
        all.map(|copy| (copy.what, copy.sure, copy.holds)).collect()
    }

    #[test]
    fn names_targets_and_variables_tell() {
        let key = ("a private SSH key", Sure::Certainly, None);
        assert_eq!(found("FROM a\nCOPY id_rsa /tmp/\n", &[]), [key]);
        assert_eq!(found("FROM a\nCOPY deploy /root/.ssh/id_rsa\n", &[]), [key]);
        assert_eq!(found("FROM a AS b\nFROM a\nCOPY --from=b /root/.ssh/id_rsa /x\n", &[]), [key]);
        let cloud = ("the credentials of Google Cloud", Sure::Certainly, None);
        assert_eq!(found("FROM a\nCOPY key.json /x.json\nENV GOOGLE_APPLICATION_CREDENTIALS=/x.json\n", &[]), [cloud]);
        assert_eq!(
            found(
                "FROM a\nCOPY netrc.example /root/.netrc\nCOPY id_rsa.pub https://a.dev/id_rsa .env.example /x/\n",
                &[]
            ),
            []
        );
    }

    #[test]
    fn content_is_looked_at() {
        let settings = ("tokens of npm", Sure::Perhaps);
        let file = "FROM a\nCOPY package.json .npmrc ./\n";
        assert_eq!(found(file, &[("app/.npmrc", "engine-strict=true\n")]), [(settings.0, settings.1, Some(false))]);
        let token = "//r.dev/:_authToken=x7Rt2mQp9Zk\n";
        assert_eq!(found(file, &[("app/.npmrc", token)]), [(settings.0, settings.1, Some(true))]);
        assert_eq!(found(file, &[]), [(settings.0, settings.1, None)]);
    }
}
