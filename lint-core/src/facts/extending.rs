//! Services that extend what does not exist, or each other in a circle.

use crate::compose::Service;
use crate::cx::ComposeCx;
use crate::know::Know;
use crate::path::RelPath;
use crate::span::Span;
use crate::yaml::{Entry, Yaml};
use std::collections::{BTreeSet, HashMap, HashSet};

/// How many services a circle may have.
const MAX_STEPS: usize = 32;

/// What is wrong with an `extends`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The file has no such service.
    Unknown {
        /// The file, when it is another one.
        file: Option<String>,
        /// The service that was meant, perhaps.
        nearest: Option<String>,
    },
    /// It extends itself, by way of the other services of this file that are named here.
    Circle(Vec<(String, Span)>),
}

/// A service and what it extends.
#[derive(Clone, Debug)]
pub struct BadExtends<'s, 'a> {
    /// The service.
    pub service: &'s Service<'a>,
    /// The name that it extends.
    pub name: String,
    /// Where that stands.
    pub span: Span,
    /// What is wrong.
    pub misfit: Misfit,
}

/// A file with its services by their names.
#[derive(Default)]
struct Files<'a> {
    services: HashMap<*const Yaml, HashMap<&'a str, Entry<'a>>>,
}

impl<'a> Files<'a> {
    fn of(&mut self, yaml: &'a Yaml) -> &HashMap<&'a str, Entry<'a>> {
        self.services.entry(std::ptr::from_ref(yaml)).or_insert_with(|| {
            let services = yaml.root().and_then(|root| root.get("services"));
            let entries = services.map_or_else(Vec::new, |services| services.value.entries());
            entries.into_iter().filter_map(|entry| Some((entry.key.text()?, entry))).collect()
        })
    }
}

impl<'a> ComposeCx<'a> {
    /// What services extend in vain. A file that the project does not have is not known to be wrong.
    pub fn bad_extends(&self) -> Vec<BadExtends<'a, 'a>> {
        let mut files = Files::default();
        let mut found = Vec::new();
        let mut told: HashSet<(*const Yaml, String)> = HashSet::new();
        let Some(path) = self.linked.project().file(self.file).map(|file| file.path().clone()) else { return found };
        for service in &self.compose.services {
            let Some(extends) = &service.extends else { continue };
            let Some(value) = &extends.service else { continue };
            let Know::Known(name) = value.text_with_defaults() else { continue };
            let other = match &extends.file {
                None => None,
                Some(file) => match file.text_with_defaults().known().and_then(|file| path.parent_join(&file)) {
                    Some(other) => Some(other),
                    None => continue,
                },
            };
            let misfit = match self.missing(&name, other.as_ref(), &mut files) {
                Some(misfit) => misfit,
                None => match self.circle(service, &path, &mut files, &mut told) {
                    Some(circle) => Misfit::Circle(circle),
                    None => continue,
                },
            };
            found.push(BadExtends { service, name: name.into_owned(), span: value.span, misfit });
        }
        found
    }

    fn missing(&self, name: &str, other: Option<&RelPath>, files: &mut Files<'a>) -> Option<Misfit> {
        let yaml = match other {
            Some(other) => self.yaml_at(other)?,
            None => self.yaml,
        };
        let includes = yaml.root().is_some_and(|root| root.get("include").is_some());
        let is_own = other.is_none() && self.may_declare_elsewhere();
        let services = files.of(yaml);
        if includes || is_own || yaml.is_recovered() || services.contains_key(name) || services.is_empty() {
            return None;
        }
        let names: BTreeSet<&str> = services.keys().copied().collect();
        let nearest = crate::nearest(name, names).map(str::to_owned);
        Some(Misfit::Unknown { file: other.map(ToString::to_string), nearest })
    }

    fn yaml_at(&self, path: &RelPath) -> Option<&'a Yaml> {
        let project = self.linked.project();
        project.file(project.by_path(path)?)?.yaml()
    }

    /// The circle that a service is in, unless it was told of: its other services in this file.
    fn circle(
        &self,
        service: &Service<'a>,
        path: &RelPath,
        files: &mut Files<'a>,
        told: &mut HashSet<(*const Yaml, String)>,
    ) -> Option<Vec<(String, Span)>> {
        let start = (std::ptr::from_ref(self.yaml), service.name.to_string());
        let mut now = (self.yaml, service.name.to_string(), path.clone());
        let mut way: Vec<(*const Yaml, String)> = vec![start.clone()];
        let mut others = Vec::new();
        for _ in 0..MAX_STEPS {
            let (yaml, name, path) = &now;
            let extends = files.of(yaml).get(name.as_str())?.value.get("extends")?.value;
            let named = extends.get("service").map_or(extends, |entry| entry.value);
            let file = extends.get("file").map(|entry| entry.value);
            let path = match file {
                Some(file) => path.parent_join(file.text()?)?,
                None => path.clone(),
            };
            let yaml: &'a Yaml = if file.is_some() { self.yaml_at(&path)? } else { yaml };
            now = (yaml, named.text()?.to_owned(), path);
            let step = (std::ptr::from_ref(yaml), now.1.clone());
            if step == start {
                let is_new = !way.iter().any(|step| told.contains(step));
                told.extend(way);
                return is_new.then_some(others);
            }
            if way.contains(&step) {
                return None;
            }
            if std::ptr::eq(yaml, self.yaml) {
                let key = files.of(yaml).get(now.1.as_str()).map(|entry| entry.key.span());
                others.extend(key.map(|span| (now.1.clone(), span)));
            }
            way.push(step);
        }
        None
    }
}
