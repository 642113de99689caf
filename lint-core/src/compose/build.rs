//! What a service is built from.

use super::layers::{Layer, Layers, Pair, Reader};
use super::parts::{Grant, grants};
use super::value::{Origin, Value};
use crate::span::Span;
use crate::yaml::Node;

/// A `build` key.
#[derive(Clone, Debug)]
pub struct Build<'a> {
    /// The context; also the short form's whole value.
    pub context: Option<Value<'a>>,
    /// The `dockerfile` key.
    pub dockerfile: Option<Value<'a>>,
    /// The `dockerfile_inline` key.
    pub dockerfile_inline: Option<Value<'a>>,
    /// The `target` key.
    pub target: Option<Value<'a>>,
    /// The `network` key.
    pub network: Option<Value<'a>>,
    /// The `privileged` key.
    pub privileged: Option<Value<'a>>,
    /// The `no_cache` key.
    pub no_cache: Option<Value<'a>>,
    /// The `pull` key.
    pub pull: Option<Value<'a>>,
    /// The `isolation` key.
    pub isolation: Option<Value<'a>>,
    /// The `shm_size` key.
    pub shm_size: Option<Value<'a>>,
    /// The items of `cache_from`.
    pub cache_from: Vec<Value<'a>>,
    /// The items of `cache_to`.
    pub cache_to: Vec<Value<'a>>,
    /// The items of `platforms`.
    pub platforms: Vec<Value<'a>>,
    /// The items of `tags`.
    pub tags: Vec<Value<'a>>,
    /// The items of `entitlements`.
    pub entitlements: Vec<Value<'a>>,
    /// The items of `ssh`.
    pub ssh: Vec<Value<'a>>,
    /// The pairs of `args`.
    pub args: Vec<Pair<'a>>,
    /// The pairs of `additional_contexts`.
    pub additional_contexts: Vec<Pair<'a>>,
    /// The pairs of `labels`.
    pub labels: Vec<Pair<'a>>,
    /// The secrets of the build.
    pub secrets: Vec<Grant<'a>>,
    /// True for the short form.
    pub short: bool,
    /// The value.
    pub node: Node<'a>,
    /// The `build` key.
    pub key_span: Span,
    /// The whole entry.
    pub span: Span,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
}

pub(super) fn read_build<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Option<Build<'a>> {
    let last = layers.last().filter(|last| !last.node.is_null())?;
    // A text is a mapping with nothing but a context.
    let contexts: Vec<Layer<'a>> = layers
        .0
        .iter()
        .filter_map(|layer| if layer.node.is_mapping() { layer.get("context") } else { Some(*layer) })
        .collect();
    Some(Build {
        context: reader.value(&Layers(contexts)),
        dockerfile: reader.value(&layers.get("dockerfile")),
        dockerfile_inline: reader.value(&layers.get("dockerfile_inline")),
        target: reader.value(&layers.get("target")),
        network: reader.value(&layers.get("network")),
        privileged: reader.value(&layers.get("privileged")),
        no_cache: reader.value(&layers.get("no_cache")),
        pull: reader.value(&layers.get("pull")),
        isolation: reader.value(&layers.get("isolation")),
        shm_size: reader.value(&layers.get("shm_size")),
        cache_from: reader.values(&layers.get("cache_from")),
        cache_to: reader.values(&layers.get("cache_to")),
        platforms: reader.values(&layers.get("platforms")),
        tags: reader.values(&layers.get("tags")),
        entitlements: reader.values(&layers.get("entitlements")),
        ssh: reader.scalars(&layers.get("ssh")),
        args: reader.pairs(&layers.get("args")),
        additional_contexts: reader.pairs(&layers.get("additional_contexts")),
        labels: reader.pairs(&layers.get("labels")),
        secrets: grants(reader, &layers.get("secrets")),
        short: !last.node.is_mapping(),
        node: last.node,
        key_span: last.entry.map_or_else(|| last.node.span(), |entry| entry.key.span()),
        span: last.span(),
        via: last.via,
        origin: last.origin,
    })
}
