//! From flags and configuration files to settings.

use crate::args::{ConfigArgs, SelectionArgs};
use crate::load::{Content, read, read_configs};
use crate::output::complain;
use crate::root::Root;
use crate::walk;
use plimsoll_core::config::{Discovery, Target};
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, FileKind, Origin, Project};
use plimsoll_core::registry::{Registry, RuleSet, Selection};
use std::path::{Path, PathBuf};

/// The environment variable that stands for `--config`.
const VARIABLE: &str = "PLIMSOLL_CONFIG";

/// A configuration that was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// A file.
    File(PathBuf),
    /// Its text.
    Text(String),
}

/// The configuration that flags or the environment name. A text is told from a path by its `:`.
pub(crate) fn named(args: &ConfigArgs) -> Option<Named> {
    let from_environment = || std::env::var(VARIABLE).ok().filter(|value| !value.is_empty() && !args.isolated);
    let value = args.config.clone().or_else(from_environment)?;
    let path = Path::new(&value);
    let is_text = value.contains(": ") && !path.exists();
    Some(if is_text { Named::Text(value) } else { Named::File(path.to_path_buf()) })
}

/// What the flags select, or `None` after saying which name is unknown.
pub(crate) fn selection(registry: &Registry, args: &SelectionArgs, target: Option<Target>) -> Option<Selection> {
    let trimmed = |names: &[String]| -> Vec<String> {
        names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    };
    let selection = Selection {
        preset: args.preset,
        select: trimmed(&args.select),
        extend_select: trimmed(&args.extend_select),
        ignore: trimmed(&args.ignore),
        target,
    };
    let (_, unknown) = RuleSet::new(registry, &selection);
    for rule in &unknown {
        complain(&unknown_rule(&rule.name, rule.suggestion.as_deref()));
    }
    unknown.is_empty().then_some(selection)
}

/// What to say about a name that no rule answers to.
pub(crate) fn unknown_rule(name: &str, suggestion: Option<&str>) -> String {
    match suggestion {
        Some(near) => format!("unknown rule `{name}`; did you mean `{near}`?"),
        None => format!("unknown rule `{name}`; `plimsoll rules` lists them"),
    }
}

/// Reads the configurations of a project, or `None` after saying why the one that was named cannot be read.
pub(crate) fn discover(root: &Root, project: &mut Project, args: &ConfigArgs) -> Option<Discovery> {
    Some(match named(args) {
        _ if args.isolated => Discovery::Isolated,
        None => {
            read_configs(root, project, Project::wanted_configs);
            Discovery::Nearest
        }
        Some(named) => Discovery::Fixed(insert(root, project, &named)?),
    })
}

fn insert(root: &Root, project: &mut Project, named: &Named) -> Option<RelPath> {
    let (path, bytes) = match named {
        Named::Text(text) => (RelPath::new("--config"), text.clone().into_bytes()),
        Named::File(path) => match read(path) {
            Ok(Content::Bytes(bytes)) => (root.relative(path), bytes),
            Ok(Content::TooLarge(size)) => {
                complain(&format!("{}: {size} bytes are too many for a configuration", path.display()));
                return None;
            }
            Err(error) => {
                complain(&format!("{}: {}", path.display(), walk::reason(&error)));
                return None;
            }
        },
    };
    project.insert(File::parse_as(path.clone(), bytes, FileKind::Config), Origin::Neighbour);
    read_configs(root, project, Project::wanted_extended);
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_from_a_path() {
        let named = |value: &str| named(&ConfigArgs { config: Some(value.to_owned()), ..ConfigArgs::default() });
        assert_eq!(named("rules: {DL3008: off}"), Some(Named::Text("rules: {DL3008: off}".to_owned())));
        assert_eq!(named("ci/plimsoll.yaml"), Some(Named::File(PathBuf::from("ci/plimsoll.yaml"))));
    }
}
