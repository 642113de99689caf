//! What a Compose file says about the images it builds: small, owned, read once when the file is parsed.

use super::loads::IncludeRef;
use crate::compose::{self, Service};
use crate::know::{Know, Why};
use crate::path::RelPath;
use crate::span::{OffsetMap, Span};
use crate::yaml::Yaml;

/// A service's reference to what it builds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildRef {
    /// The service's name.
    pub service: String,
    /// The service's key.
    pub key_span: Span,
    /// The `build` value, or its Dockerfile where one is named.
    pub span: Span,
    /// The folder of the build context.
    pub context: Know<Context>,
    /// The Dockerfile: a path of the project, absent when it stands inline.
    pub dockerfile: Know<RelPath>,
    /// The Dockerfile that stands in the Compose file itself: its text and where each byte of it is.
    pub inline: Option<(String, OffsetMap)>,
    /// Whether that one is a literal block (`|`), whose bytes are the Dockerfile's own.
    pub inline_is_literal: bool,
    /// The stage that is built; absent: the last one.
    pub target: Know<String>,
    /// The target's text without quotes, where it may be edited: written here, without variables.
    pub target_span: Option<Span>,
    /// Build arguments with a known value.
    pub args: Vec<(String, Know<String>)>,
    /// The names of `additional_contexts`: they take the place of images and stages of that name.
    pub contexts: Vec<String>,
    /// What the result is called.
    pub image: Option<String>,
    /// Whether `no_cache` is set: each build runs every instruction again.
    pub no_cache: bool,
    /// The `healthcheck` of the service itself, which takes the place of the image's or switches it off.
    pub healthcheck: Option<Span>,
    /// Whether the service names a `user` of its own.
    pub sets_user: bool,
    /// The service's `user`.
    pub user: Know<String>,
    /// Where the service mounts a volume or a folder of the host: the paths in the container with their places in the
    /// Compose file.
    pub mounts: Vec<(String, Span)>,
}

/// A build context inside the project: its folder, empty for the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context(pub String);

/// What a Compose file refers to.
#[derive(Debug, Default)]
pub(super) struct Refs {
    /// What its services build.
    pub(super) builds: Vec<BuildRef>,
    /// The other files that they extend.
    pub(super) extends: Vec<RelPath>,
    /// Their files of variables and of labels.
    pub(super) env_files: Vec<RelPath>,
    /// What it includes.
    pub(super) includes: Vec<IncludeRef>,
}

/// What a Compose file refers to.
pub(super) fn read(path: &RelPath, yaml: &Yaml) -> Refs {
    let (services, includes) = compose::connections(yaml);
    Refs {
        builds: services.iter().filter_map(|service| build_ref(path.parent(), service)).collect(),
        extends: extended_files(path, &services),
        env_files: env_files(path, &services),
        includes: include_refs(path, &includes),
    }
}

fn include_refs(path: &RelPath, includes: &[compose::Include<'_>]) -> Vec<IncludeRef> {
    let at = |value: &compose::Value<'_>| path.parent_join(&value.text_with_defaults().known()?);
    let read = |include: &compose::Include<'_>| IncludeRef {
        paths: include.paths.iter().map(at).collect(),
        folder: include.project_directory.as_ref().and_then(at).map(|folder| folder.as_str().to_owned()),
        env_files: include.env_files.iter().filter_map(at).collect(),
    };
    includes.iter().map(read).collect()
}

fn env_files(path: &RelPath, services: &[Service<'_>]) -> Vec<RelPath> {
    let at = |value: &compose::Value<'_>| path.parent_join(&value.text_with_defaults().known()?);
    let variables = services.iter().flat_map(|service| &service.env_files);
    let labels = services.iter().flat_map(|service| service.values_at(&["label_file"]));
    let mut files: Vec<RelPath> = variables.filter_map(|file| at(&file.path)).collect();
    files.extend(labels.filter_map(|file| at(&file)));
    files.sort_unstable();
    files.dedup();
    files
}

fn extended_files(path: &RelPath, services: &[Service<'_>]) -> Vec<RelPath> {
    let mut files: Vec<RelPath> = services
        .iter()
        .filter_map(|service| service.extends.as_ref()?.file.as_ref()?.known().and_then(|file| path.parent_join(file)))
        .collect();
    files.sort_unstable();
    files.dedup();
    files
}

/// What a service builds; its relative paths are read from the project directory `directory`.
pub(super) fn build_ref(directory: &str, service: &Service<'_>) -> Option<BuildRef> {
    let build = service.build.as_ref()?;
    let context = match &build.context {
        None => Know::Known(Context(directory.to_owned())),
        Some(value) => value.text_with_defaults().and_then(|text| folder(directory, &text)),
    };
    let inline = build.dockerfile_inline.as_ref().map(|value| (value.raw.to_owned(), value.node.map()));
    let inline_is_literal = build.dockerfile_inline.as_ref().is_some_and(|value| value.node.raw().starts_with('|'));
    let dockerfile = match (&inline, &build.dockerfile) {
        (Some(_), _) => Know::Absent,
        (None, None) => file_in(&context, "Dockerfile"),
        (None, Some(value)) => value.text_with_defaults().and_then(|text| file_in(&context, &text)),
    };
    let target = build
        .target
        .as_ref()
        .map_or(Know::Absent, |value| value.text_with_defaults().map(std::borrow::Cow::into_owned));
    let args = build
        .args
        .iter()
        .map(|arg| {
            let value = arg.value.as_ref().map_or(Know::Unknown(Why::Runtime), |value| value.text().map(str::to_owned));
            (arg.name.to_string(), value)
        })
        .collect();
    Some(BuildRef {
        service: service.name.to_string(),
        key_span: service.key_span,
        span: build
            .dockerfile
            .as_ref()
            .map_or(service.place(build.span, build.origin), |value| service.place(value.span, value.origin)),
        context,
        dockerfile,
        inline,
        inline_is_literal,
        target,
        target_span: build.target.as_ref().and_then(editable_text),
        args,
        contexts: build.additional_contexts.iter().map(|pair| pair.name.to_string()).collect(),
        image: service
            .image
            .as_ref()
            .and_then(|image| image.text_with_defaults().known())
            .map(std::borrow::Cow::into_owned),
        no_cache: build.no_cache.as_ref().is_some_and(|value| value.bool() == Know::Known(true)),
        healthcheck: service.healthcheck.as_ref().map(|check| service.place(check.span, check.origin)),
        sets_user: service.user.is_some(),
        user: service
            .user
            .as_ref()
            .map_or(Know::Absent, |user| user.text_with_defaults().map(std::borrow::Cow::into_owned)),
        mounts: mounts(service),
    })
}

/// The bytes of a plain text that nobody shares.
fn editable_text(value: &compose::Value<'_>) -> Option<Span> {
    let text = value.known().filter(|_| value.is_editable())?;
    Some(value.part(0, text.len()).span)
}

/// The mounts that outlive a container.
fn mounts(service: &Service<'_>) -> Vec<(String, Span)> {
    use compose::MountKind::{Bind, Cluster, Volume};
    let kept = service.volumes.iter().filter(|mount| matches!(mount.kind, Know::Known(Bind | Volume | Cluster)));
    kept.filter_map(|mount| Some((mount.target.as_ref()?.known()?.to_owned(), service.place(mount.span, mount.origin))))
        .collect()
}

/// A context as a folder of the project: URLs, absolute paths and paths outside are not ours to see.
fn folder(directory: &str, text: &str) -> Know<Context> {
    match RelPath::join(directory, text) {
        Some(folder) if !text.starts_with("git@") => Know::Known(Context(folder.as_str().to_owned())),
        _ => Know::Unknown(Why::MissingFile(text.to_owned())),
    }
}

fn file_in(context: &Know<Context>, name: &str) -> Know<RelPath> {
    context.clone().and_then(|Context(folder)| match RelPath::join(&folder, name) {
        Some(path) => Know::Known(path),
        None => Know::Unknown(Why::MissingFile(name.to_owned())),
    })
}
