//! Credentials on the command lines of a Dockerfile: where they come from, and whether they stay.

use super::shell_variables::is_secret_mount;
use super::{ScriptFacts, Source};
use crate::cx::{CommandAt, DockerfileCx};
use crate::dockerfile::Instruction;
use crate::know::{Know, Why};
use crate::secrets::{self, commands, names, values};
use crate::shell::Command;
use crate::span::Span;

/// A credential that a command is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialUse {
    /// Where it stands.
    pub span: Span,
    /// Who is given it: `docker login`. None when it is only written into a file.
    pub command: Option<String>,
    /// Where it comes from.
    pub from: Credential,
    /// The file of the layer that it stays in.
    pub kept: Option<String>,
}

/// Where a credential comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// It is written out.
    Literal,
    /// A file of this name in the image holds it.
    File(String),
    /// An ARG or ENV holds it.
    Variable {
        /// Its name.
        name: String,
        /// The instruction that declares it.
        source: Source,
        /// Whether the name says what it holds.
        is_named: bool,
    },
}

impl DockerfileCx<'_> {
    /// The credentials that a command is given: literal ones, and those of ARG and ENV. Those with a known format are
    /// left to [`secrets::find`].
    pub fn credentials_of(&self, at: &CommandAt<'_>) -> Vec<CredentialUse> {
        let mut found = Vec::new();
        for given in commands::given(at.command) {
            let Some(from) = self.credential(at.instruction, Some(at.script), &given.secret) else { continue };
            let is_format = from == Credential::Literal && !secrets::find(&given.word.lossy()).is_empty();
            if is_format {
                continue;
            }
            let kept = given.kept.filter(|kept| !is_removed(at.command, kept)).map(str::to_owned);
            found.push(CredentialUse { span: given.word.span(), command: Some(given.command), from, kept });
        }
        found.extend(key_file(at));
        found
    }

    /// The credentials in texts that an instruction writes into files.
    pub fn credentials_written(&self, at: Instruction<'_>) -> Vec<CredentialUse> {
        let mut found = Vec::new();
        let commands = self.facts.scripts_of(at).flat_map(|script| script.script.commands());
        let cleaners: Vec<Command<'_>> = commands.filter(|command| cleans(*command)).collect();
        for written in self.facts.written(at) {
            let text = written.span.of(self.dockerfile.text());
            let formats = secrets::find(text);
            for place in commands::in_text(text) {
                let Some(secret) = text.get(place.clone()) else { continue };
                let span = Span::new(place.start as u32, place.end as u32);
                let script = self.facts.scripts_of(at).next();
                let Some(from) = self.credential(at, script, secret) else { continue };
                let stays_a_name = from != Credential::Literal && !written.expands;
                if stays_a_name || formats.iter().any(|found| found.span.overlaps(span)) {
                    continue;
                }
                let kept = written.file.clone().unwrap_or_else(|| "a file".to_owned());
                let is_removed = cleaners.iter().any(|command| removes(*command, &kept));
                let kept = (!is_removed).then_some(kept);
                found.push(CredentialUse { span: span.shifted(written.span.start), command: None, from, kept });
            }
        }
        found
    }

    /// Where a credential comes from; `None` when it is none or its origin is not in the image.
    pub(super) fn credential(
        &self,
        at: Instruction<'_>,
        script: Option<&ScriptFacts>,
        secret: &str,
    ) -> Option<Credential> {
        let variables = commands::variables(secret)?;
        if variables.is_empty() {
            let is_path = secret.starts_with(['/', '@']) || secret == "-";
            let is_written = secret.len() > 1 && !is_path && !values::is_trivial(secret);
            return is_written.then_some(Credential::Literal);
        }
        let stage = at.stage().map(crate::dockerfile::Stage::index);
        variables.into_iter().find_map(|name| {
            let is_own = script.is_some_and(|script| script.sets(name));
            if is_own || is_secret_mount(at, name) {
                return None;
            }
            let source = self.facts.variables().source(stage, at.index(), name)?;
            // The value of ENV is the image's; that of ARG comes with the build.
            let holds_none = match self.facts.variable(at, name) {
                Know::Known(value) => values::judge(name, &value) != values::Value::Secret,
                Know::Absent | Know::Unknown(Why::ExternalImage(_)) => true,
                Know::Unknown(_) => false,
            };
            if source.is_env && holds_none {
                return None;
            }
            let is_named = names::credential(name).is_some();
            Some(Credential::Variable { name: name.to_owned(), source, is_named })
        })
    }
}

/// `gcloud auth activate-service-account --key-file=key.json`, unless a mount brings the file.
fn key_file(at: &CommandAt<'_>) -> Option<CredentialUse> {
    const VERBS: [&str; 2] = ["auth", "activate-service-account"];
    let command = at.command;
    let operands = command.positionals(&["--key-file", "--project"]);
    let activates = VERBS.iter().zip(&operands).filter(|(verb, word)| word.is(verb)).count() == VERBS.len();
    if command.name()? != "gcloud" || !activates {
        return None;
    }
    let word = command.option_value(None, "key-file")?;
    let path = word.literal()?.into_owned();
    let mut mounts = at.instruction.as_run().into_iter().flat_map(|run| run.mounts());
    let is_mounted =
        mounts.any(|mount| mount.get("target").is_some_and(|target| path.starts_with(target.value.as_ref())));
    let is_known = !path.starts_with("/run/secrets") && !path.starts_with("/dev/") && path != "-" && !is_mounted;
    let kept = Some("~/.config/gcloud").filter(|kept| !is_removed(command, kept)).map(str::to_owned);
    let command = Some(format!("gcloud {}", VERBS.join(" ")));
    is_known.then(|| CredentialUse { span: word.span(), command, from: Credential::File(path), kept })
}

/// How many later commands are looked at.
const MAX_LATER: usize = 200;

/// Whether a later command of the script removes the file, or logs out.
fn is_removed(command: Command<'_>, kept: &str) -> bool {
    std::iter::successors(command.following(), |later| later.following())
        .take(MAX_LATER)
        .any(|later| removes(later, kept))
}

/// Whether a command is of the kind that removes something.
fn cleans(command: Command<'_>) -> bool {
    command.name().is_some_and(|name| matches!(name.as_ref(), "rm" | "shred" | "npm" | "git"))
}

fn removes(command: Command<'_>, kept: &str) -> bool {
    let Some(name) = command.name() else { return false };
    let has = |verb: &str| command.args().any(|word| word.is(verb));
    if name != "rm" && name != "shred" {
        return has("logout")
            || has("revoke")
            || (has("config") && ["delete", "unset", "--unset", "--unset-all", "rm"].into_iter().any(has));
    }
    let file = kept.trim_start_matches("~/");
    let last = file.rsplit('/').next().unwrap_or(file);
    let first = file.split('/').find(|part| !part.is_empty()).unwrap_or(file);
    command.args().any(|word| {
        let text = word.lossy();
        let path = text.trim_end_matches(['/', '*']);
        let name = path.rsplit('/').next().unwrap_or(path);
        // Of a repository the folder goes, whatever it is called.
        name == last
            || name == first
            || (path.len() > 2 && file.starts_with(path.trim_start_matches("~/")))
            || (first == ".git" && command.has_flag(Some('r'), "recursive"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn uses(dockerfile: &str) -> Vec<(Option<String>, bool, Option<String>)> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), dockerfile.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let mut all = Vec::new();
        for instruction in cx.dockerfile.instructions() {
            for script in cx.facts.scripts_of(instruction) {
                for command in script.script.commands() {
                    all.extend(cx.credentials_of(&CommandAt { command, instruction, script }));
                }
            }
            all.extend(cx.credentials_written(instruction));
        }
        let said = |found: CredentialUse| (found.command, found.from == Credential::Literal, found.kept);
        all.into_iter().map(said).collect()
    }

    #[test]
    fn literals_and_arguments_count() {
        let docker =
            |literal, kept: Option<&str>| vec![(Some("docker login".to_owned()), literal, kept.map(str::to_owned))];
        let kept = Some("~/.docker/config.json");
        assert_eq!(uses("FROM a\nRUN docker login -p hunter2 a.dev\n"), docker(true, kept));
        assert_eq!(uses("FROM a\nARG T\nRUN docker login -p $T a.dev\n"), docker(false, kept));
        assert_eq!(
            uses("FROM a AS b\nENV T=hunter2\nFROM b\nRUN docker login -p \"${T}\" a.dev\n"),
            docker(false, kept)
        );
        assert_eq!(uses("FROM a\nARG T\nRUN docker login -p $T a.dev && x && rm -rf ~/.docker\n"), docker(false, None));
        assert_eq!(uses("FROM a\nARG T\nRUN docker login -p $T a.dev && docker logout\n"), docker(false, None));
    }

    #[test]
    fn secret_mounts_and_the_scripts_own_variables_do_not() {
        for run in [
            "RUN docker login -p \"$(cat /run/secrets/t)\" a.dev",
            "RUN --mount=type=secret,id=t,env=T docker login -p $T a.dev",
            "RUN T=$(cat /run/secrets/t) && docker login -p $T a.dev",
            "RUN --mount=type=secret,id=t read -r T < /run/secrets/t && docker login -p $T a.dev",
            "RUN docker login -p $OTHER a.dev",
            "ENV E=\nRUN docker login -p $E a.dev",
            "ENV E=$E\nRUN docker login -p $E a.dev",
            "RUN docker login -p password a.dev",
        ] {
            assert_eq!(uses(&format!("FROM a\nARG T\n{run}\n")), [], "{run}");
        }
    }

    #[test]
    fn key_files_of_the_image_count() {
        let key = |options: &str| {
            uses(&format!("FROM a\nRUN {options}gcloud auth activate-service-account --key-file=/k/a.json\n"))
        };
        assert_eq!(key("").len(), 1);
        assert_eq!(key("--mount=type=secret,id=k,target=/k/a.json "), []);
        assert_eq!(uses("FROM a\nRUN gcloud auth activate-service-account --key-file=/run/secrets/k\n"), []);
    }

    #[test]
    fn written_files_count() {
        let written = |run: &str| uses(&format!("FROM a\nARG T\n{run}\n"));
        let one = |kept: Option<&str>| vec![(None, false, kept.map(str::to_owned))];
        assert_eq!(written("RUN echo \"//r.dev/:_authToken=$T\" > .npmrc && npm ci"), one(Some(".npmrc")));
        assert_eq!(
            written("RUN echo \"//r.dev/:_authToken=$T\" > .npmrc && npm ci && rm .npmrc && npm start"),
            one(None)
        );
        assert_eq!(
            written("COPY <<EOF /root/.netrc\nmachine a.dev login x password $T\nEOF"),
            one(Some("/root/.netrc"))
        );
        assert_eq!(written("COPY <<'EOF' /root/.netrc\nmachine a.dev login x password $T\nEOF"), []);
        assert_eq!(written("RUN echo '//r.dev/:_authToken=$T' > .npmrc"), []);
    }
}
