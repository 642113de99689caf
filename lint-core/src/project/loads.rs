//! Which Compose files are loaded together.

use super::{File, Project};
use crate::compose::{Compose, Environment, Part, Set, read_set};
use crate::diagnostic::FileId;
use crate::dotenv;
use crate::path::RelPath;
use std::collections::{BTreeSet, HashMap};

/// The names that Compose looks for, the first that exists wins (compose-go, `cli/options.go`).
pub(crate) const DEFAULT_NAMES: [&str; 4] =
    ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// The names of the file that is laid over the default one, if nothing else is asked for.
pub(crate) const OVERRIDE_NAMES: [&str; 4] =
    ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

/// The file of variables in the project directory.
pub(crate) const ENV_NAME: &str = ".env";

/// How many files one load may have. A view of each is made from all of them.
const MAX_FILES: usize = 64;
/// How many bytes the views of one load may read together.
const MAX_BYTES: usize = 32 << 20;

/// Files that are loaded together, as with `-f a -f b`, in the order in which they are laid over each other; an included
/// file comes before the one that includes it.
#[derive(Debug, Default)]
pub struct Load {
    files: Vec<LoadedFile>,
    /// The first of the files that were asked for; the others are laid over it or included.
    main: Option<FileId>,
    /// Whether it is what is loaded when nobody says which files: then the default file may be used without the one over it,
    /// which is mostly for development.
    is_usual: bool,
    /// Whether all files of it are at hand.
    is_complete: bool,
}

/// A file of a load.
#[derive(Debug)]
struct LoadedFile {
    file: FileId,
    /// The project directory, from which its relative paths are read.
    folder: String,
    /// Which of the environments holds for it.
    environment: usize,
}

/// What a Compose file says with an entry of `include`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IncludeRef {
    /// The files; `None` for what is not in the project or not known.
    pub(crate) paths: Vec<Option<RelPath>>,
    /// The project directory, when it is named.
    pub(crate) folder: Option<String>,
    /// The files of variables, when they are named.
    pub(crate) env_files: Vec<RelPath>,
}

/// A load by its number.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct LoadId(u32);

/// All loads of a project. Each Compose file is in one at least.
#[derive(Debug, Default)]
pub(super) struct Loads {
    all: Vec<Load>,
    by_file: HashMap<FileId, Vec<LoadId>>,
    environments: Vec<Environment>,
    /// The environment of each list of files.
    known: HashMap<Vec<RelPath>, usize>,
}

impl Load {
    /// The files in their order.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.files.iter().map(|loaded| loaded.file)
    }

    /// Whether all files of it are at hand.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The first of the files that were asked for; the others are laid over it or included.
    pub fn main(&self) -> Option<FileId> {
        self.main
    }

    /// Whether it is what is loaded when nobody says which files.
    pub(super) fn is_usual(&self) -> bool {
        self.is_usual
    }

    /// The project directory of one of its files.
    pub fn folder(&self, file: FileId) -> Option<&str> {
        self.files.iter().find(|loaded| loaded.file == file).map(|loaded| loaded.folder.as_str())
    }
}

impl Loads {
    pub(super) fn new(project: &Project) -> Self {
        let mut loads = Self::default();
        let included: BTreeSet<FileId> = project.files().flat_map(|(_, file)| project.included_by(file)).collect();
        for set in crate::config::file_sets(project) {
            let files: Vec<Option<RelPath>> = set.files.into_iter().map(Some).collect();
            loads.add(project, &files, None);
        }
        let folders: BTreeSet<&str> = compose_files(project).map(|(_, file)| file.path().parent()).collect();
        for folder in folders {
            loads.add_folder(project, folder, &included);
        }
        // What others include is loaded with them, if they are not in a circle.
        let mut files: Vec<(FileId, &File)> = compose_files(project).collect();
        files.sort_by_key(|(_, file)| rank(file.path()));
        for alone in [true, false] {
            for &(id, file) in &files {
                let is_left = alone && included.contains(&id);
                if !is_left && !loads.by_file.contains_key(&id) {
                    loads.add(project, &[Some(file.path().clone())], None);
                }
            }
        }
        loads
    }

    /// What is loaded in a folder when nobody says which files, or `.env` does.
    fn add_folder(&mut self, project: &Project, folder: &str, included: &BTreeSet<FileId>) {
        let at = |name: &&str| RelPath::join(folder, name).filter(|path| project.by_path(path).is_some());
        if let Some(files) = named_by_env(project, folder) {
            self.add(project, &files, None);
            return;
        }
        let Some(file) = DEFAULT_NAMES.iter().find_map(at) else { return };
        let Some(over) = OVERRIDE_NAMES.iter().find_map(at) else { return };
        // A file that a configured set or another file loads is judged there; the one over it still needs its base.
        let is_taken =
            project.by_path(&file).is_some_and(|id| self.by_file.contains_key(&id) || included.contains(&id));
        let seen_from = if is_taken { project.by_path(&over) } else { None };
        let before = self.all.len();
        self.add(project, &[Some(file), Some(over)], seen_from);
        // One that is too large was taken apart.
        if let [load] = self.all.get_mut(before..).unwrap_or_default() {
            load.is_usual = true;
        }
    }

    /// Adds the load of some files; with `seen_from` only that one is judged as part of it.
    fn add(&mut self, project: &Project, files: &[Option<RelPath>], seen_from: Option<FileId>) {
        let Some(folder) = files.iter().flatten().next().map(|path| path.parent().to_owned()) else { return };
        let main = files.first().and_then(|path| project.by_path(path.as_ref()?));
        let mut load = Load { files: Vec::new(), main, is_usual: false, is_complete: true };
        let mut open = BTreeSet::new();
        let env_files: Vec<RelPath> = RelPath::join(&folder, ENV_NAME).into_iter().collect();
        self.expand(project, files, &folder, &env_files, &mut load, &mut open);
        let bytes: usize = load.files().filter_map(|id| project.file(id)).map(|file| file.source().text().len()).sum();
        if load.files.len() > 1 && bytes.saturating_mul(load.files.len()) > MAX_BYTES {
            for loaded in load.files {
                let main = Some(loaded.file);
                self.push(Load { files: vec![loaded], main, is_usual: false, is_complete: false }, seen_from);
            }
        } else {
            self.push(load, seen_from);
        }
    }

    fn push(&mut self, load: Load, seen_from: Option<FileId>) {
        let id = LoadId(self.all.len() as u32);
        for file in load.files().filter(|file| seen_from.is_none_or(|only| only == *file)) {
            self.by_file.entry(file).or_default().push(id);
        }
        self.all.push(load);
    }

    /// Adds files with what they include. `env_files`: the files of variables, the one that wins first.
    fn expand(
        &mut self,
        project: &Project,
        files: &[Option<RelPath>],
        folder: &str,
        env_files: &[RelPath],
        load: &mut Load,
        open: &mut BTreeSet<FileId>,
    ) {
        for path in files {
            let id = path.as_ref().and_then(|path| project.by_path(path));
            let file = id.and_then(|id| Some((id, project.file(id).filter(|file| file.yaml().is_some())?)));
            let Some((id, file)) = file.filter(|_| open.len() < MAX_FILES) else {
                load.is_complete = false;
                continue;
            };
            if !open.insert(id) {
                continue;
            }
            for include in file.includes() {
                let first = include.paths.first().and_then(|path| Some(path.as_ref()?.parent().to_owned()));
                let folder = include.folder.clone().or(first).unwrap_or_default();
                let mut inner = env_files.to_vec();
                if include.env_files.is_empty() {
                    inner.extend(RelPath::join(&folder, ENV_NAME));
                } else {
                    inner.extend(include.env_files.iter().rev().cloned());
                }
                self.expand(project, &include.paths, &folder, &inner, load, open);
            }
            let environment = self.environment(project, env_files);
            load.files.push(LoadedFile { file: id, folder: folder.to_owned(), environment });
        }
    }

    fn environment(&mut self, project: &Project, files: &[RelPath]) -> usize {
        let files: Vec<RelPath> = files.iter().filter(|path| project.by_path(path).is_some()).cloned().collect();
        if let Some(&known) = self.known.get(&files) {
            return known;
        }
        let mut environment = Environment::default();
        for file in files.iter().filter_map(|path| project.file(project.by_path(path)?)) {
            environment.add(&dotenv::parse(file.source().text()));
        }
        self.environments.push(environment);
        self.known.insert(files, self.environments.len() - 1);
        self.environments.len() - 1
    }

    pub(super) fn of(&self, file: FileId) -> &[LoadId] {
        self.by_file.get(&file).map_or(&[], Vec::as_slice)
    }

    pub(super) fn get(&self, id: LoadId) -> Option<&Load> {
        self.all.get(id.0 as usize)
    }

    /// The loads with the files that are judged as part of each.
    pub(super) fn all(&self) -> impl Iterator<Item = (LoadId, &Load, Vec<FileId>)> {
        (0..).map(LoadId).zip(&self.all).map(|(id, load)| {
            let seen = load.files().filter(|file| self.of(*file).contains(&id)).collect();
            (id, load, seen)
        })
    }

    /// Whether a load is no more than one file by itself.
    pub(super) fn is_plain(&self, project: &Project, load: &Load) -> bool {
        let [only] = load.files.as_slice() else { return false };
        let is_one = project.file(only.file).and_then(File::yaml).is_none_or(|yaml| yaml.documents().count() < 2);
        is_one && self.environment_of(only).is_none()
    }

    /// What the project's own files set for a file of a load, if anything.
    fn environment_of(&self, loaded: &LoadedFile) -> Option<&Environment> {
        self.environments.get(loaded.environment).filter(|known| !known.is_empty())
    }

    /// Whether files of the project set variables for a load.
    pub(super) fn has_environment(&self, load: LoadId) -> bool {
        self.get(load).is_some_and(|load| load.files.iter().any(|loaded| self.environment_of(loaded).is_some()))
    }

    /// The model of a load seen from one of its files; `is_stack`: as `docker stack deploy` reads it, which knows no `.env`.
    pub(super) fn read<'a>(
        &'a self,
        project: &'a Project,
        load: LoadId,
        own: FileId,
        is_stack: bool,
    ) -> Option<Compose<'a>> {
        let load = self.get(load)?;
        let parts: Vec<Part<'a>> = load
            .files
            .iter()
            .filter_map(|loaded| {
                let environment = self.environment_of(loaded).filter(|_| !is_stack);
                Some(Part { file: loaded.file, yaml: project.file(loaded.file)?.yaml()?, environment })
            })
            .collect();
        let bases = |from: FileId, path: &str| {
            let id = project.by_path(&project.file(from)?.path().parent_join(path)?)?;
            Some((id, project.file(id)?.yaml()?))
        };
        let yaml = project.file(own)?.yaml()?;
        Some(read_set(yaml, &Set { parts: &parts, own, is_complete: load.is_complete, bases: &bases }))
    }
}

fn compose_files(project: &Project) -> impl Iterator<Item = (FileId, &File)> {
    project.files().filter(|(_, file)| file.yaml().is_some())
}

/// The files that `COMPOSE_FILE` of the `.env` in a folder names.
pub(crate) fn named_by_env(project: &Project, folder: &str) -> Option<Vec<Option<RelPath>>> {
    let file = project.file(project.by_path(&RelPath::join(folder, ENV_NAME)?)?)?;
    let said = dotenv::parse(file.source().text());
    let value = |name: &str| said.get(name)?.value.as_ref()?.known().filter(|text| !text.is_empty());
    let files = value("COMPOSE_FILE")?;
    let separator = value("COMPOSE_PATH_SEPARATOR").unwrap_or(if files.contains(';') { ";" } else { ":" });
    Some(files.split(separator).filter(|path| !path.is_empty()).map(|path| RelPath::join(folder, path)).collect())
}

/// Which of several files comes first, whatever their order in the project: one with a default name, then by the path.
pub(crate) fn rank(path: &RelPath) -> (usize, &RelPath) {
    let default = DEFAULT_NAMES.iter().position(|name| *name == path.file_name());
    (default.unwrap_or(DEFAULT_NAMES.len()), path)
}

/// Adds the paths that say what the Compose files of a folder are loaded with.
pub(super) fn wants_in(folder: &str, project: &Project, wanted: &mut BTreeSet<RelPath>) {
    wanted.extend(RelPath::join(folder, ENV_NAME));
    wanted.extend(named_by_env(project, folder).into_iter().flatten().flatten());
}

/// Adds the paths that one Compose file is loaded with.
pub(super) fn wants(file: &File, wanted: &mut BTreeSet<RelPath>) {
    let folder = file.path().parent();
    let is_known = |names: &[&str]| names.contains(&file.path().file_name());
    if is_known(&DEFAULT_NAMES) || is_known(&OVERRIDE_NAMES) {
        let names = DEFAULT_NAMES.iter().chain(&OVERRIDE_NAMES);
        wanted.extend(names.filter_map(|name| RelPath::join(folder, name)));
    }
    wanted.extend(file.included().cloned());
    for include in file.includes() {
        wanted.extend(include.env_files.iter().cloned());
        wanted.extend(include.folder.iter().filter_map(|folder| RelPath::join(folder, ENV_NAME)));
    }
}

/// Whether a wanted path is looked for by its name, not because somebody refers to it.
pub(super) fn is_usual(path: &RelPath) -> bool {
    let name = path.file_name();
    name == ENV_NAME || DEFAULT_NAMES.contains(&name) || OVERRIDE_NAMES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::Service;
    use crate::project::Origin;
    use crate::testing;

    /// A project of the files of a case.
    fn project(case: &str) -> Project {
        let mut project = Project::new();
        for (path, text) in testing::split(case, "compose.yaml") {
            project.insert(File::parse(RelPath::new(&path), text.into_bytes()), Origin::Given);
        }
        project
    }

    /// The files of each load, and after `<` those that are judged as part of it if these are not all.
    fn loads(project: &Project) -> Vec<String> {
        let loads = Loads::new(project);
        let path = |id: &FileId| project.file(*id).unwrap().path().to_string();
        let shown = loads.all().map(|(_, load, seen)| {
            let files: Vec<FileId> = load.files().collect();
            let list = |files: &[FileId]| files.iter().map(path).collect::<Vec<_>>().join(" ");
            let only = if seen == files { String::new() } else { format!(" < {}", list(&seen)) };
            format!("{}{}{}", list(&files), only, if load.is_complete() { "" } else { " …" })
        });
        shown.collect()
    }

    fn web<'a>(linked: &'a crate::project::Linked<'_>, path: &str) -> Service<'a> {
        let file = linked.project().by_path(&RelPath::new(path)).unwrap();
        let model = linked.read(linked.loads_of(file)[0], file).unwrap();
        model.service("web").unwrap().clone()
    }

    const ONE: &str = "services: {web: {image: a}}\n";

    #[test]
    fn an_override_is_laid_over_the_default_file_of_its_folder() {
        let case = format!(
            "==> compose.yaml\n{ONE}==> compose.override.yml\n{ONE}==> docker-compose.yml\n{ONE}==> app/docker-compose.yml\n{ONE}==> app/docker-compose.override.yml\n{ONE}==> lone/compose.override.yaml\n{ONE}"
        );
        let found = loads(&project(&case));
        assert_eq!(
            found,
            [
                "compose.yaml compose.override.yml",
                "app/docker-compose.yml app/docker-compose.override.yml",
                "docker-compose.yml",
                "lone/compose.override.yaml"
            ]
        );
    }

    #[test]
    fn dot_env_may_name_the_files() {
        let case = format!(
            "==> a.yaml\n{ONE}==> b/compose.yaml\n{ONE}==> compose.yaml\n{ONE}==> compose.override.yaml\n{ONE}==> .env\nCOMPOSE_FILE=a.yaml:b/compose.yaml:gone.yaml\n"
        );
        let found = loads(&project(&case));
        assert_eq!(found, ["a.yaml b/compose.yaml …", "compose.yaml", "compose.override.yaml"]);
    }

    #[test]
    fn included_files_come_before_the_one_that_includes_them() {
        let case = format!(
            "==> compose.yaml\ninclude: [db/compose.yaml, {{path: [x/a.yaml, x/b.yaml]}}]\n{ONE}==> db/compose.yaml\ninclude: [../gone.yaml]\n{ONE}==> x/a.yaml\n{ONE}==> x/b.yaml\n{ONE}"
        );
        assert_eq!(loads(&project(&case)), ["db/compose.yaml x/a.yaml x/b.yaml compose.yaml …"]);
    }

    #[test]
    fn files_that_include_each_other_are_loaded_once() {
        let case = format!("==> a.yaml\ninclude: [b.yaml]\n{ONE}==> b.yaml\ninclude: [a.yaml, b.yaml]\n{ONE}");
        assert_eq!(loads(&project(&case)), ["b.yaml a.yaml"]);
    }

    #[test]
    fn a_configured_set_takes_the_place_of_the_usual_one() {
        let case = format!(
            "==> plimsoll.yaml\nsets:\n  - [compose.yaml, compose.prod.yaml]\n  - [compose.yaml, compose.test.yaml]\n==> compose.yaml\n{ONE}==> compose.prod.yaml\n{ONE}==> compose.test.yaml\n{ONE}==> compose.override.yaml\n{ONE}"
        );
        assert_eq!(
            loads(&project(&case)),
            [
                "compose.yaml compose.prod.yaml",
                "compose.yaml compose.test.yaml",
                "compose.yaml compose.override.yaml < compose.override.yaml"
            ]
        );
    }

    #[test]
    fn dot_env_gives_defaults_and_an_included_file_has_its_own() {
        let case = "==> compose.yaml\ninclude: [db/compose.yaml]\nservices:\n  web: {image: \"a:${TAG:-0}\", user: \"${OTHER:-x}\", hostname: \"${NONE}\"}\n==> .env\nTAG=1\n==> db/compose.yaml\nservices:\n  web: {platform: \"${TAG}\", runtime: \"${OTHER:-y}\"}\n==> db/.env\nTAG=2\nOTHER=3\n";
        let project = project(case);
        let linked = project.link();
        let web = web(&linked, "compose.yaml");
        let text = |value: &Option<Box<crate::compose::Value<'_>>>| {
            value.as_ref().unwrap().text_with_defaults().known().map(std::borrow::Cow::into_owned)
        };
        assert_eq!(text(&web.image).as_deref(), Some("a:1"));
        assert_eq!(web.image.as_ref().unwrap().known(), None);
        assert_eq!(text(&web.user).as_deref(), Some("x"));
        assert_eq!(text(&web.hostname), None);
        assert_eq!(text(&web.platform).as_deref(), Some("1"));
        assert_eq!(text(&web.runtime).as_deref(), Some("3"));
    }

    #[test]
    fn what_several_files_say_about_a_build_is_one_build() {
        let case = "==> compose.yaml\nservices:\n  web: {build: ./web}\n==> compose.override.yaml\nservices:\n  web:\n    build: {target: \"${STAGE:-one}\"}\n==> .env\nSTAGE=two\n==> web/Dockerfile\nFROM a AS one\nFROM b AS two\nFROM c\n";
        let project = project(case);
        let linked = project.link();
        let stages: Vec<_> = linked.builds().iter().map(|build| build.stage.clone().known()).collect();
        // The default file may be used without the one over it.
        assert_eq!(stages, [Some(1), Some(2)]);
        let over = project.by_path(&RelPath::new("compose.override.yaml")).unwrap();
        let build = linked.build_of_service(linked.loads_of(over)[0], "web").unwrap();
        assert_eq!(project.file(build.compose).unwrap().path().as_str(), "compose.yaml");
    }

    #[test]
    fn inline_dockerfiles_are_found_through_sets() {
        let case = "==> compose.yaml\nservices:\n  web: {image: a}\n==> compose.override.yaml\nservices:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM a\n";
        let project = project(case);
        let linked = project.link();
        assert!(linked.builds()[0].dockerfile.is_known());
    }

    #[test]
    fn a_project_asks_for_what_its_files_are_loaded_with() {
        let mut project = project(&format!("==> app/docker-compose.override.yml\n{ONE}"));
        let wanted = project.wanted();
        for path in ["app/compose.yaml", "app/docker-compose.yml", "app/.env"] {
            assert!(wanted.contains(&RelPath::new(path)), "{path}");
        }
        let env = b"COMPOSE_FILE=base.yaml:docker-compose.override.yml\n".to_vec();
        project.insert(File::parse(RelPath::new("app/.env"), env), Origin::Neighbour);
        assert!(project.wanted().contains(&RelPath::new("app/base.yaml")));
    }

    #[test]
    fn files_that_are_too_large_together_are_judged_one_by_one() {
        let text = format!("{ONE}#{}\n", "x".repeat(1 << 20));
        let list = (0..6).map(|at| format!("f{at}.yaml")).collect::<Vec<_>>();
        let files = list.iter().map(|path| format!("==> {path}\n{text}")).collect::<Vec<_>>().concat();
        let found = loads(&project(&format!("==> compose.yaml\ninclude: [{}]\n{ONE}{files}", list.join(", "))));
        let alone = list.iter().map(String::as_str).chain(["compose.yaml"]).map(|path| format!("{path} …"));
        assert_eq!(found, alone.collect::<Vec<_>>());
    }

    #[test]
    fn a_load_of_too_many_files_is_no_load_of_all() {
        let list = (0..200).map(|at| format!("  - f{at}.yaml\n")).collect::<Vec<_>>().concat();
        let files = (0..200).map(|at| format!("==> f{at}.yaml\n{ONE}")).collect::<Vec<_>>().concat();
        let found = loads(&project(&format!("==> compose.yaml\ninclude:\n{list}{ONE}{files}")));
        assert!(found[0].ends_with(" …") && found[0].split(' ').count() < 80, "{}", found[0]);
    }
}
