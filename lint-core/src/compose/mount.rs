//! Mounts: `volumes` and `tmpfs` of a service.

use super::interpolate::{self, Part};
use super::layers::{Layer, Layers, Reader};
use super::split::pieces;
use super::value::{Origin, Value};
use crate::know::{Know, Why};
use crate::span::Span;
use crate::yaml::Node;
use std::borrow::Cow;

/// What is mounted.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum MountKind {
    /// A path of the host.
    Bind,
    /// A named volume.
    Volume,
    /// Memory.
    Tmpfs,
    /// A Windows pipe.
    Npipe,
    /// A Swarm cluster volume.
    Cluster,
    /// An image's files.
    Image,
    /// A volume without a name.
    Anonymous,
}

/// One entry of a service's `volumes`.
#[derive(Clone, Debug)]
pub struct Mount<'a> {
    /// What is mounted.
    pub kind: Know<MountKind>,
    /// Where from.
    pub source: Option<Value<'a>>,
    /// Where to.
    pub target: Option<Value<'a>>,
    /// The options after the second colon of the short form.
    pub options: Vec<(Cow<'a, str>, Span)>,
    /// Whether it is mounted read-only.
    pub read_only: Know<bool>,
    /// `tmpfs.size` of the long form.
    pub tmpfs_size: Option<Value<'a>>,
    /// `tmpfs.mode` of the long form.
    pub tmpfs_mode: Option<Value<'a>>,
    /// `bind.propagation` of the long form, or the option of the short one.
    pub propagation: Option<Value<'a>>,
    /// `bind.create_host_path` of the long form.
    pub create_host_path: Option<Value<'a>>,
    /// The whole entry; for an alias the place of what it refers to.
    pub span: Span,
    /// The entry's node.
    pub node: Node<'a>,
    /// True for the long form.
    pub long: bool,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
    /// The whole text of the short form.
    pub short: Option<Value<'a>>,
}

/// One entry of a service's `tmpfs`.
#[derive(Clone, Debug)]
pub struct Tmpfs<'a> {
    /// The path in the container.
    pub path: Value<'a>,
    /// The options after the colon.
    pub options: Vec<(Cow<'a, str>, Span)>,
    /// The whole entry.
    pub span: Span,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
}

const PROPAGATIONS: [&str; 6] = ["private", "rprivate", "shared", "rshared", "slave", "rslave"];

pub(super) fn read<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<Mount<'a>> {
    let read = |reader: &mut Reader, item: Layer<'a>| {
        if item.node.is_mapping() {
            return Some(long(reader, item));
        }
        let value = item.value();
        if value.is_none() && !item.node.is_null() {
            reader.odd(item, "a mount is expected here");
        }
        Some(short(item, value?))
    };
    // What a later file mounts at a place takes the place of what was there.
    reader.merged(layers, read, |mount| Some(mount.target.as_ref()?.known()?.trim_end_matches('/').to_owned()))
}

pub(super) fn read_tmpfs<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<Tmpfs<'a>> {
    let mut all = Vec::new();
    for value in reader.values(layers) {
        let ranges = pieces(value.raw, ':');
        let end = ranges.first().map_or(value.raw.len(), |range| range.1);
        let options = ranges.get(1).map_or_else(Vec::new, |&range| options(&value, range));
        let (span, via, origin) = (value.span, value.via, value.origin);
        all.push(Tmpfs { path: value.part(0, end), options, span, via, origin });
    }
    all
}

fn options<'a>(value: &Value<'a>, (start, end): (usize, usize)) -> Vec<(Cow<'a, str>, Span)> {
    let text = value.raw.get(start..end).unwrap_or("");
    let ranges = pieces(text, ',').into_iter().filter(|(from, to)| from < to);
    ranges
        .map(|(from, to)| value.part(start + from, start + to))
        .map(|part| (Cow::Borrowed(part.raw), part.span))
        .collect()
}

fn empty(item: Layer<'_>) -> Mount<'_> {
    Mount {
        kind: Know::Absent,
        source: None,
        target: None,
        options: Vec::new(),
        read_only: Know::Known(false),
        tmpfs_size: None,
        tmpfs_mode: None,
        propagation: None,
        create_host_path: None,
        span: item.node.resolve().span(),
        node: item.node,
        long: false,
        via: item.via.or((item.node.resolve() != item.node).then(|| item.node.span())),
        origin: item.origin,
        short: None,
    }
}

fn long<'a>(reader: &mut Reader, item: Layer<'a>) -> Mount<'a> {
    let layers = Layers::one(item);
    let mut get = |path: &[&str]| {
        let place = path.iter().fold(layers.clone(), |layers, key| layers.get(key));
        reader.value(&place)
    };
    let source = get(&["source"]);
    let kind = match get(&["type"]) {
        None => Know::Absent,
        Some(kind) => match kind.text_with_defaults() {
            Know::Known(text) => long_kind(&text, source.is_some()).into(),
            Know::Absent => Know::Absent,
            Know::Unknown(why) => Know::Unknown(why),
        },
    };
    Mount {
        kind,
        target: get(&["target"]),
        read_only: get(&["read_only"]).map_or(Know::Known(false), |value| value.bool()),
        tmpfs_size: get(&["tmpfs", "size"]),
        tmpfs_mode: get(&["tmpfs", "mode"]),
        propagation: get(&["bind", "propagation"]),
        create_host_path: get(&["bind", "create_host_path"]),
        source,
        long: true,
        ..empty(item)
    }
}

fn long_kind(word: &str, has_source: bool) -> Option<MountKind> {
    Some(match word {
        "bind" => MountKind::Bind,
        "volume" if has_source => MountKind::Volume,
        "volume" => MountKind::Anonymous,
        "tmpfs" => MountKind::Tmpfs,
        "npipe" => MountKind::Npipe,
        "cluster" => MountKind::Cluster,
        "image" => MountKind::Image,
        _ => return None,
    })
}

fn short<'a>(item: Layer<'a>, value: Value<'a>) -> Mount<'a> {
    let raw = value.raw;
    let ranges = short_ranges(raw);
    let part = |at: usize| ranges.get(at).map(|&(start, end)| value.part(start, end));
    if ranges.len() < 2 {
        // One variable may hold the source and the options too.
        let kind = match value.text_with_defaults() {
            Know::Known(text) if !text.contains(':') => Know::Known(MountKind::Anonymous),
            Know::Unknown(why) => Know::Unknown(why),
            _ => Know::Unknown(Why::Merge),
        };
        return Mount { kind, target: part(0), short: Some(value), ..empty(item) };
    }
    let options = ranges.get(2).map_or_else(Vec::new, |&range| options(&value, range));
    let read_only = options.iter().any(|(option, _)| option == "ro");
    let unsure = options
        .iter()
        .find_map(|(option, _)| interpolate::expand_with_defaults(option).known().is_none().then_some(()));
    let propagation_at = options.iter().find(|(option, _)| PROPAGATIONS.contains(&option.as_ref()));
    let propagation = propagation_at.and_then(|(option, _)| {
        let &(start, end) = ranges.get(2)?;
        let at = start + raw.get(start..end)?.find(option.as_ref())?;
        Some(value.part(at, at + option.len()))
    });
    let read_only = match unsure {
        Some(()) if !read_only => Know::Unknown(Why::Merge),
        _ => {
            let default = options.iter().filter_map(|(option, _)| interpolate::expand_with_defaults(option).known());
            Know::Known(default.into_iter().any(|option| option == "ro"))
        }
    };
    let source = part(0);
    Mount {
        kind: source.as_ref().map_or(Know::Absent, short_kind),
        target: part(1),
        source,
        options,
        read_only,
        propagation,
        short: Some(value),
        ..empty(item)
    }
}

/// The pieces between colons; the colon after a single letter is a drive's for the loader, whatever follows.
fn short_ranges(raw: &str) -> Vec<(usize, usize)> {
    if raw.len() <= 2 {
        return vec![(0, raw.len())];
    }
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for (start, end) in pieces(raw, ':') {
        match ranges.last_mut() {
            Some(last) if is_drive(raw.get(last.0..last.1)) => last.1 = end,
            _ => ranges.push((start, end)),
        }
    }
    ranges
}

fn is_drive(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.len() == 1 && text.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Bind or volume, by how the source begins.
fn short_kind(source: &Value<'_>) -> Know<MountKind> {
    let by_start = |text: &str| {
        let drive = is_drive(text.get(..1)) && text.get(1..2) == Some(":");
        if text.starts_with(['.', '/', '~', '\\']) || drive { MountKind::Bind } else { MountKind::Volume }
    };
    match source.text_with_defaults() {
        Know::Known(text) => Know::Known(by_start(&text)),
        Know::Absent => Know::Absent,
        Know::Unknown(why) => {
            let parts = interpolate::parts(source.raw);
            match parts.first() {
                Some((Part::Text(text), _)) => Know::Known(by_start(text)),
                // A volume's name holds no slash: this can only be a path.
                _ if parts.iter().any(|(part, _)| matches!(part, Part::Text(text) if text.contains('/'))) => {
                    Know::Known(MountKind::Bind)
                }
                _ => Know::Unknown(why),
            }
        }
    }
}
