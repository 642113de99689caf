//! The smaller parts of a service.

use super::layers::{Layer, Layers, Pair, Reader};
use super::value::{Origin, Value};
use crate::know::Know;
use crate::span::Span;
use crate::yaml::Node;
use std::borrow::Cow;
use std::collections::HashSet;

/// A `command`, `entrypoint` or health check command.
#[derive(Clone, Debug)]
pub enum CommandLine<'a> {
    /// A list: one word each.
    List(Vec<Value<'a>>, Span),
    /// A text, which is split like a shell would.
    Text(Box<Value<'a>>),
    /// Null: the image's own is reset to it.
    Null(Span),
}

impl CommandLine<'_> {
    /// The whole of it.
    pub fn span(&self) -> Span {
        match self {
            Self::List(_, span) | Self::Null(span) => *span,
            Self::Text(value) => value.span,
        }
    }
}

/// A file of `env_file`.
#[derive(Clone, Debug)]
pub struct EnvFile<'a> {
    /// Its path.
    pub path: Value<'a>,
    /// Whether it must exist.
    pub required: Know<bool>,
    /// The whole entry.
    pub span: Span,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
}

/// A health check.
#[derive(Clone, Debug)]
pub struct Healthcheck<'a> {
    /// The command; a text runs in a shell.
    pub test: Option<CommandLine<'a>>,
    /// The `interval` key.
    pub interval: Option<Value<'a>>,
    /// The `timeout` key.
    pub timeout: Option<Value<'a>>,
    /// The `retries` key.
    pub retries: Option<Value<'a>>,
    /// The `start_period` key.
    pub start_period: Option<Value<'a>>,
    /// The `start_interval` key.
    pub start_interval: Option<Value<'a>>,
    /// Whether it is switched off.
    pub disable: Know<bool>,
    /// Its mapping.
    pub node: Node<'a>,
    /// The whole entry.
    pub span: Span,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
}

impl Healthcheck<'_> {
    /// True when `disable: true` or a test of `NONE` switches the image's health check off.
    pub fn is_off(&self) -> bool {
        let none = match &self.test {
            Some(CommandLine::List(words, _)) => words.first().and_then(Value::known) == Some("NONE"),
            Some(CommandLine::Text(text)) => text.known() == Some("NONE"),
            _ => false,
        };
        none || self.disable == Know::Known(true)
    }
}

/// A network that a service joins.
#[derive(Clone, Debug)]
pub struct NetworkRef<'a> {
    /// The network.
    pub name: Cow<'a, str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Its names for the service.
    pub aliases: Vec<Value<'a>>,
    /// The mapping of the long form.
    pub node: Option<Node<'a>>,
    /// The whole entry.
    pub span: Span,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
}

/// A service that must run before.
#[derive(Clone, Debug)]
pub struct Dependency<'a> {
    /// The service.
    pub name: Cow<'a, str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The `condition` of the long form; `None` means `service_started`.
    pub condition: Option<Value<'a>>,
    /// Whether it must exist.
    pub required: Know<bool>,
    /// Whether this service restarts with it.
    pub restart: Know<bool>,
    /// The whole entry.
    pub span: Span,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
}

/// A secret or config that a service gets.
#[derive(Clone, Debug)]
pub struct Grant<'a> {
    /// Which.
    pub source: Option<Value<'a>>,
    /// Where it is mounted.
    pub target: Option<Value<'a>>,
    /// The `uid` key.
    pub uid: Option<Value<'a>>,
    /// The `gid` key.
    pub gid: Option<Value<'a>>,
    /// The `mode` key.
    pub mode: Option<Value<'a>>,
    /// True for the long form.
    pub long: bool,
    /// The whole entry.
    pub span: Span,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
}

/// A command that runs beside a service's start or stop.
#[derive(Clone, Debug)]
pub struct Hook<'a> {
    /// `post_start`, `pre_stop` or `pre_start`.
    pub kind: &'static str,
    /// The command.
    pub command: Option<CommandLine<'a>>,
    /// The `user` key.
    pub user: Option<Value<'a>>,
    /// The `privileged` key.
    pub privileged: Option<Value<'a>>,
    /// The `environment` key.
    pub environment: Vec<Pair<'a>>,
    /// The whole entry.
    pub span: Span,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
}

/// What a service extends.
#[derive(Clone, Debug)]
pub struct Extends<'a> {
    /// The service.
    pub service: Option<Value<'a>>,
    /// The file, when it is another one.
    pub file: Option<Value<'a>>,
    /// The value of the key.
    pub span: Span,
}

pub(super) fn command<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Option<CommandLine<'a>> {
    let last = layers.last()?;
    if last.node.is_null() {
        return Some(CommandLine::Null(last.span()));
    }
    if last.node.is_sequence() {
        let words = reader.values(&Layers::one(last));
        return Some(CommandLine::List(words, last.node.resolve().span()));
    }
    reader.value(&Layers::one(last)).map(|text| CommandLine::Text(Box::new(text)))
}

fn truth(value: Option<&Value<'_>>, otherwise: bool) -> Know<bool> {
    value.map_or(Know::Known(otherwise), Value::bool)
}

fn via(item: Layer<'_>) -> Option<Span> {
    item.via.or((item.node.resolve() != item.node).then(|| item.node.span()))
}

pub(super) fn env_files<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<EnvFile<'a>> {
    let read = |reader: &mut Reader, item: Layer<'a>| {
        let one = Layers::one(item);
        let (path, required) = if item.node.is_mapping() {
            let required = reader.value(&one.get("required"));
            (reader.value(&one.get("path")), truth(required.as_ref(), true))
        } else {
            (reader.value(&one), Know::Known(true))
        };
        Some(EnvFile { path: path?, required, span: item.node.span(), via: via(item), origin: item.origin })
    };
    reader.merged(layers, read, |file| Some(file.path.raw.to_string()))
}

pub(super) fn healthcheck<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Option<Healthcheck<'a>> {
    let last = layers.last().filter(|last| last.node.is_mapping())?;
    let disable = reader.value(&layers.get("disable"));
    Some(Healthcheck {
        test: command(reader, &layers.get("test")),
        interval: reader.value(&layers.get("interval")),
        timeout: reader.value(&layers.get("timeout")),
        retries: reader.value(&layers.get("retries")),
        start_period: reader.value(&layers.get("start_period")),
        start_interval: reader.value(&layers.get("start_interval")),
        disable: truth(disable.as_ref(), false),
        node: last.node,
        span: last.span(),
        via: via(last),
        origin: last.origin,
    })
}

/// The names of a list or the keys of a mapping; the latter with what they say.
fn named<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<(Cow<'a, str>, Span, Layer<'a>, Option<Layers<'a>>)> {
    let read = |_: &mut Reader, item: Layer<'a>| {
        let value = item.value()?;
        Some((value.raw, value.span, item))
    };
    let listed = reader.merged(layers, read, |(name, ..)| Some((*name).to_owned()));
    let mut all: Vec<_> =
        listed.into_iter().map(|(name, span, item)| (Cow::Borrowed(name), span, item, None)).collect();
    let entries = reader.entries(layers);
    if !all.is_empty() && !entries.is_empty() {
        // A list laid over a mapping adds to it.
        let keys: HashSet<&str> = entries.iter().filter_map(|(last, _)| last.entry?.key.text()).collect();
        all.retain(|(name, ..)| !keys.contains(name.as_ref()));
    }
    for (last, said) in entries {
        let Some(key) = last.entry.map(|entry| entry.key) else { continue };
        all.push((key.str().unwrap_or_default(), key.span(), last, Some(said)));
    }
    all
}

pub(super) fn networks<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<NetworkRef<'a>> {
    let mut networks = Vec::new();
    for (name, name_span, item, said) in named(reader, layers) {
        let aliases = said.as_ref().map_or_else(Vec::new, |said| reader.values(&said.get("aliases")));
        let node = said.map(|_| item.node);
        networks.push(NetworkRef {
            name,
            name_span,
            aliases,
            node,
            span: item.span(),
            via: via(item),
            origin: item.origin,
        });
    }
    networks
}

pub(super) fn dependencies<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<Dependency<'a>> {
    let mut all = Vec::new();
    for (name, name_span, item, said) in named(reader, layers) {
        let mut get = |key| reader.value(&said.as_ref()?.get(key));
        let (condition, required, restart) = (get("condition"), get("required"), get("restart"));
        all.push(Dependency {
            name,
            name_span,
            condition,
            required: truth(required.as_ref(), true),
            restart: truth(restart.as_ref(), false),
            span: item.span(),
            via: via(item),
            origin: item.origin,
        });
    }
    all
}

pub(super) fn grants<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<Grant<'a>> {
    let read = |reader: &mut Reader, item: Layer<'a>| {
        let one = Layers::one(item);
        let long = item.node.is_mapping();
        let mut get = |key| if long { reader.value(&one.get(key)) } else { None };
        Some(Grant {
            target: get("target"),
            uid: get("uid"),
            gid: get("gid"),
            mode: get("mode"),
            source: if long { get("source") } else { item.value() },
            long,
            span: item.node.resolve().span(),
            via: via(item),
            origin: item.origin,
        })
    };
    reader.merged(layers, read, |grant| Some(grant.target.as_ref().or(grant.source.as_ref())?.raw.to_string()))
}

pub(super) fn hooks<'a>(reader: &mut Reader, kind: &'static str, layers: &Layers<'a>) -> Vec<Hook<'a>> {
    let mut hooks = Vec::new();
    for item in reader.items(layers) {
        let one = Layers::one(item);
        hooks.push(Hook {
            kind,
            command: command(reader, &one.get("command")),
            user: reader.value(&one.get("user")),
            privileged: reader.value(&one.get("privileged")),
            environment: reader.pairs(&one.get("environment")),
            span: item.node.resolve().span(),
            via: via(item),
            origin: item.origin,
        });
    }
    hooks
}
