//! The `deploy` key.

use super::layers::{Layers, Pair, Reader};
use super::value::{Origin, Value};
use crate::span::Span;
use crate::yaml::Node;

/// The resources of `limits` or `reservations`.
#[derive(Clone, Debug, Default)]
pub struct Resources<'a> {
    /// The `memory` key.
    pub memory: Option<Value<'a>>,
    /// The `cpus` key.
    pub cpus: Option<Value<'a>>,
    /// The `pids` key.
    pub pids: Option<Value<'a>>,
    /// The node of `devices`.
    pub devices: Option<Node<'a>>,
    /// The mapping, if there is one.
    pub node: Option<Node<'a>>,
}

/// How tasks are replaced: `update_config` or `rollback_config`.
#[derive(Clone, Debug)]
pub struct Rolling<'a> {
    /// The `parallelism` key; 0 is all at once, and without it one.
    pub parallelism: Option<Value<'a>>,
    /// The `delay` key.
    pub delay: Option<Value<'a>>,
    /// The `failure_action` key; `pause` without it.
    pub failure_action: Option<Value<'a>>,
    /// The `order` key; `stop-first` without it.
    pub order: Option<Value<'a>>,
    /// Its mapping.
    pub node: Node<'a>,
    /// Its key.
    pub key_span: Span,
    /// Which file the spans are in.
    pub origin: Origin,
}

/// A `deploy` key.
#[derive(Clone, Debug)]
pub struct Deploy<'a> {
    /// The `mode` key.
    pub mode: Option<Value<'a>>,
    /// The `replicas` key.
    pub replicas: Option<Value<'a>>,
    /// The `endpoint_mode` key.
    pub endpoint_mode: Option<Value<'a>>,
    /// The `resources.limits`.
    pub limits: Resources<'a>,
    /// The `resources.reservations`.
    pub reservations: Resources<'a>,
    /// The labels of the Swarm service.
    pub labels: Vec<Pair<'a>>,
    /// The `placement.constraints`.
    pub constraints: Vec<Value<'a>>,
    /// The `spread` of the `placement.preferences`.
    pub preferences: Vec<Value<'a>>,
    /// The node of `placement`.
    pub placement: Option<Node<'a>>,
    /// The node of `restart_policy`.
    pub restart_policy: Option<Node<'a>>,
    /// The `restart_policy.condition`.
    pub restart_condition: Option<Value<'a>>,
    /// The node of `update_config`.
    pub update_config: Option<Node<'a>>,
    /// The node of `rollback_config`.
    pub rollback_config: Option<Node<'a>>,
    /// What `update_config` says.
    pub update: Option<Rolling<'a>>,
    /// What `rollback_config` says.
    pub rollback: Option<Rolling<'a>>,
    /// Its mapping.
    pub node: Node<'a>,
    /// The `deploy` key.
    pub key_span: Span,
    /// The whole entry.
    pub span: Span,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
}

pub(super) fn read_deploy<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Option<Deploy<'a>> {
    let last = layers.last().filter(|last| last.node.is_mapping())?;
    let resources = layers.get("resources");
    let node = |key: &str| layers.get(key).last().map(|layer| layer.node);
    Some(Deploy {
        mode: reader.value(&layers.get("mode")),
        replicas: reader.value(&layers.get("replicas")),
        endpoint_mode: reader.value(&layers.get("endpoint_mode")),
        limits: read_resources(reader, &resources.get("limits")),
        reservations: read_resources(reader, &resources.get("reservations")),
        labels: reader.pairs(&layers.get("labels")),
        constraints: reader.values(&layers.get("placement").get("constraints")),
        preferences: reader
            .items(&layers.get("placement").get("preferences"))
            .into_iter()
            .filter_map(|item| item.get("spread")?.value())
            .collect(),
        placement: node("placement"),
        restart_policy: node("restart_policy"),
        restart_condition: reader.value(&layers.get("restart_policy").get("condition")),
        update_config: node("update_config"),
        rollback_config: node("rollback_config"),
        update: rolling(reader, &layers.get("update_config")),
        rollback: rolling(reader, &layers.get("rollback_config")),
        node: last.node,
        key_span: last.entry.map_or_else(|| last.node.span(), |entry| entry.key.span()),
        span: last.span(),
        via: last.via,
        origin: last.origin,
    })
}

fn rolling<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Option<Rolling<'a>> {
    let last = layers.last().filter(|last| last.node.is_mapping())?;
    Some(Rolling {
        parallelism: reader.value(&layers.get("parallelism")),
        delay: reader.value(&layers.get("delay")),
        failure_action: reader.value(&layers.get("failure_action")),
        order: reader.value(&layers.get("order")),
        node: last.node,
        key_span: last.entry.map_or_else(|| last.node.span(), |entry| entry.key.span()),
        origin: last.origin,
    })
}

fn read_resources<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Resources<'a> {
    Resources {
        memory: reader.value(&layers.get("memory")),
        cpus: reader.value(&layers.get("cpus")),
        pids: reader.value(&layers.get("pids")),
        devices: layers.get("devices").last().map(|layer| layer.node),
        node: layers.last().map(|layer| layer.node),
    }
}
