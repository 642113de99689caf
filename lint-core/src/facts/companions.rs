//! Other Compose files of the project that may be loaded together with one, though nothing in it says so.

use crate::compose::schema::{self, Circumstances, Named};
use crate::compose::{Compose, Service};
use crate::cx::ComposeCx;
use crate::project::{is_compose_name, is_docker_name};
use crate::yaml::Yaml;
use std::collections::HashSet;

impl<'a> ComposeCx<'a> {
    /// What the schema has to know of the file beside its content.
    pub fn circumstances(&self) -> Circumstances {
        let path = self.linked.project().file(self.file).map(|file| file.path());
        let has = |name: fn(&str) -> bool| path.is_some_and(|path| name(path.as_str()));
        let name = match (has(is_docker_name), has(is_compose_name)) {
            (true, _) => Named::Docker,
            (false, true) => Named::Compose,
            (false, false) => Named::Otherwise,
        };
        Circumstances { name, is_part: self.may_lack_parts(), is_stack: self.is_stack }
    }

    /// Whether the file is of another tool's format, which has `services` too.
    pub fn is_foreign(&self) -> bool {
        schema::is_foreign(self.compose, self.circumstances().name >= Named::Compose)
    }

    /// Whether Compose finds the file by its name alone.
    pub fn is_default_file(&self) -> bool {
        let path = self.linked.project().file(self.file).map(|file| file.path());
        path.is_some_and(|path| DEFAULT_NAMES.contains(&path.file_name()))
    }

    /// Whether another Compose file of the project has a service of this name that says what it runs.
    pub fn runs_elsewhere(&self, service: &str) -> bool {
        let runs = |yaml: &Yaml| {
            let services = yaml.root().and_then(|root| root.get("services"));
            let found = services.and_then(|services| services.value.get(service));
            found.is_some_and(|found| ["image", "build"].iter().any(|key| found.value.get(key).is_some()))
        };
        let mut others = self.linked.project().files().filter(|(id, _)| *id != self.file);
        others.any(|(_, file)| file.yaml().is_some_and(runs))
    }

    /// Whether some service is completed by another file: it has neither an image nor a build. Then everything else may
    /// be declared there too.
    pub fn has_service_parts(&self) -> bool {
        !self.compose.is_set && self.compose.services.iter().any(is_part)
    }

    /// Whether another file of the project extends a service of this one: then it is a part of what that one loads.
    pub fn is_extended(&self) -> bool {
        let project = self.linked.project();
        let Some(path) = project.file(self.file).map(|file| file.path()) else { return false };
        project.files().any(|(id, file)| id != self.file && file.extends().contains(path))
    }

    /// The files in the same folder that this one is named after and laid over: `compose.yaml` for `compose.debug.yaml`,
    /// unless that has all of its services itself.
    pub fn bases(&self) -> impl Iterator<Item = &'a Yaml> {
        let project = self.linked.project();
        let path = project.file(self.file).map(|file| file.path());
        let compose = self.compose;
        let is_alone = !compose.is_set;
        project.files().filter(move |_| is_alone).filter_map(move |(id, file)| {
            let path = path.filter(|path| id != self.file && path.parent() == file.path().parent())?;
            let base = file.yaml().filter(|_| is_named_after(path.file_name(), file.path().file_name()))?;
            (!replaces(compose, base)).then_some(base)
        })
    }
}

/// The names that Compose looks for.
const DEFAULT_NAMES: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

fn is_part(service: &Service<'_>) -> bool {
    let is_whole = service.image.is_some() || service.build.is_some() || service.provider || service.extends.is_some();
    !is_whole
}

/// Whether a file stands alone: it says itself what each service of the other one runs.
fn replaces(compose: &Compose<'_>, other: &Yaml) -> bool {
    let services = other.root().and_then(|root| root.get("services"));
    let names: HashSet<&str> =
        compose.services.iter().filter(|service| !is_part(service)).map(|service| service.name.as_ref()).collect();
    let mut others = services.iter().flat_map(|services| services.value.own_entries()).peekable();
    others.peek().is_some() && others.all(|entry| entry.key.text().is_some_and(|name| names.contains(name)))
}

fn is_named_after(name: &str, base: &str) -> bool {
    let (Some((stem, _)), Some((base, _))) = (name.rsplit_once('.'), base.rsplit_once('.')) else { return false };
    stem.strip_prefix(base).is_some_and(|rest| rest.starts_with(['.', '-', '_']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_the_one_that_it_is_laid_over() {
        assert!(is_named_after("compose.debug.yaml", "compose.yml"));
        assert!(is_named_after("docker-compose-arm.yml", "docker-compose.yml"));
        assert!(!is_named_after("compose.yaml", "compose.yml"));
        assert!(!is_named_after("composer.yaml", "compose.yml"));
    }
}
