//! The walk along the tables.

use super::booleans::OldBoolean;
use super::format::{self, Format};
use super::message::{self, Subject};
use super::scalar::{self, Misfit};
use super::suggest::{self, Suggestion};
use super::{List, Map, NOTHING, Rest, Schema, Text, resources, service, stack, stack_tables};
use crate::compose::Compose;
use crate::compose::swarm::Treatment;
use crate::fix::Applicability;
use crate::span::Span;
use crate::yaml::{Entry, Node, NodeKind, ScalarType};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// How many mistakes of one file are told.
const MAX_PROBLEMS: usize = 500;
/// For how many of them other keys are thought of.
const MAX_SUGGESTIONS: usize = 100;
/// Up to how many entries of a mapping are searched one by one.
const FEW: usize = 128;
/// How many entries are looked at for each node of the file: merges may show one entry at many places.
const FUEL_PER_NODE: u32 = 32;

static ROOT: Schema = NOTHING.map(&resources::TOP);
static STACK: Schema = NOTHING.map(&stack_tables::TOP);

/// A mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key, value or item that is wrong, at its own place.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Another place that belongs to it, and what stands there.
    pub label: Option<(Span, String)>,
    /// The edit that mends it.
    pub repair: Option<Repair>,
    /// Whether it is a key that Compose knows, and the loader of `docker stack deploy` does not.
    pub is_swarms: bool,
}

/// An edit that mends a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What it does.
    pub title: String,
    /// Safe where the file says the same afterwards.
    pub applicability: Applicability,
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// What is known of a file beside its content.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// What its name says.
    pub name: Named,
    /// Other files complete it, so what lacks here may stand there. A service of neither image nor build says as much.
    pub is_part: bool,
    /// It is read by `docker stack deploy`, which has a schema of its own and looks at each file by itself.
    pub is_stack: bool,
}

/// Whose file one is by its name.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// It must be plain by what is in it.
    #[default]
    Otherwise,
    /// Compose's, and perhaps that of something else which is composed.
    Compose,
    /// One that Docker looks for, or its documentation writes: it is read as Compose's whatever is in it.
    Docker,
}

/// Whether the file is of another tool's format.
pub fn is_foreign(compose: &Compose<'_>, is_named: bool) -> bool {
    let yaml = compose.root.yaml();
    let mut fuel = (yaml.nodes().count() as u32).saturating_mul(FUEL_PER_NODE).saturating_add(1000);
    let mut roots = yaml.documents().filter(|root| root.is_mapping());
    roots.any(|root| matches!(format::of(root, is_named, &mut fuel), Format::Foreign | Format::LinuxKit(_)))
}

/// What the walk finds, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What the loader refuses.
    pub problems: Vec<Problem>,
    /// The words of YAML 1.1 that stand where a boolean is meant.
    pub booleans: Vec<OldBoolean>,
}

/// Walks a file along the tables. One of another format is not judged, nor is one that lines were left out of.
pub fn check(compose: &Compose<'_>, circumstances: Circumstances) -> Findings {
    let Some(mut checker) = walk(compose, circumstances) else { return Findings::default() };
    checker.keys_that_are_no_texts(compose.root.yaml().nodes());
    let Checker { mut problems, mut booleans, .. } = checker;
    problems.sort_by_key(|problem| problem.span);
    booleans.sort_by_key(|boolean| boolean.span);
    booleans.dedup();
    Findings { problems, booleans }
}

fn walk<'a>(compose: &Compose<'a>, circumstances: Circumstances) -> Option<Checker<'a>> {
    let Circumstances { name, is_part, is_stack } = circumstances;
    let yaml = compose.root.yaml();
    if yaml.is_recovered() {
        return None;
    }
    let is_service_part = |service: &crate::compose::Service<'_>| {
        ["image", "build", "provider", "extends"].iter().all(|key| service.get(key).is_none())
    };
    let lenient = !is_stack && (is_part || compose.services.iter().any(is_service_part));
    let mut checker = Checker {
        problems: Vec::new(),
        seen: HashSet::new(),
        fuel: (yaml.nodes().count() as u32).saturating_mul(FUEL_PER_NODE).saturating_add(1000),
        lenient,
        others: Vec::new(),
        stack: is_stack.then(|| compose.stack_version().minor()),
        above: Vec::new(),
        is_trial: false,
        booleans: Vec::new(),
    };
    // A stack is what the first document says.
    let documents = if is_stack { 1 } else { usize::MAX };
    for root in yaml.documents().take(documents).filter(|root| root.is_mapping()) {
        match format::of(root, name >= Named::Compose, &mut checker.fuel) {
            Format::Compose => {
                // A stack's files are looked at one by one.
                let others = compose.roots.iter().copied().filter(|other| !is_stack && *other != root);
                checker.others = others.collect();
                checker.value(root, if is_stack { &STACK } else { &ROOT }, Subject::Root, false);
            }
            Format::First(service) => checker.problem(message::first_format(service, root)),
            Format::LinuxKit(kernel) if name == Named::Docker => checker.problem(message::linuxkit(kernel, root)),
            Format::LinuxKit(_) | Format::Foreign => return None,
        }
    }
    Some(checker)
}

struct Checker<'a> {
    problems: Vec<Problem>,
    /// Nodes that can be reached on several ways, with the schema they were looked at with.
    seen: HashSet<(u32, usize)>,
    fuel: u32,
    /// What lacks may stand elsewhere.
    lenient: bool,
    /// The mappings that the other documents and files have in this place: what they say need not be said here.
    others: Vec<Node<'a>>,
    /// The version 3.x of the stack's schema, for a stack.
    stack: Option<u8>,
    /// The mappings around the one that is looked at, outermost first.
    above: Vec<&'static Map>,
    /// Whether it is only asked if there is any mistake.
    is_trial: bool,
    booleans: Vec<OldBoolean>,
}

impl Checker<'_> {
    fn is_done(&self) -> bool {
        self.problems.len() >= if self.is_trial { 1 } else { MAX_PROBLEMS }
    }

    /// Whether the node was not looked at with this schema or mapping before.
    fn is_first_look<T>(&mut self, node: Node<'_>, with: &'static T) -> bool {
        self.is_trial || self.seen.insert((node.id(), std::ptr::from_ref(with) as usize))
    }

    /// Looks at a value. `shared`: it may be reached on other ways too.
    fn value(&mut self, node: Node<'_>, schema: &'static Schema, subject: Subject<'_>, shared: bool) {
        let target = node.resolve();
        let shared = shared || target != node || target.anchor().is_some();
        let taken = self.fuel.checked_sub(1);
        let Some(left) = taken.filter(|_| !self.is_done() && (!shared || self.is_first_look(node, schema))) else {
            return;
        };
        self.fuel = left;
        if scalar::is_unknown(node) {
            return;
        }
        match (target.kind(), schema.map, schema.list) {
            (NodeKind::Mapping, Some(map), _) => {
                if target == node || self.is_first_look(target, schema) {
                    self.mapping(target, map, subject, shared);
                }
            }
            (NodeKind::Sequence, _, Some(list)) => {
                if target == node || self.is_first_look(target, schema) {
                    self.list(target, list, subject, shared);
                }
            }
            (NodeKind::Scalar, ..) => self.scalar(node, schema, subject),
            (NodeKind::Mapping | NodeKind::Sequence, ..) => self.wrong_type(node, schema, subject),
            (NodeKind::Alias | NodeKind::Missing, ..) => {}
        }
    }

    fn scalar(&mut self, node: Node<'_>, schema: &'static Schema, subject: Subject<'_>) {
        if node.is_null() && (self.lenient || !self.others.is_empty()) {
            return;
        }
        if schema.text == Text::Boolean && !self.is_trial {
            self.booleans.extend(OldBoolean::of(node));
        }
        match scalar::misfit(schema, node) {
            None if self.stack.is_some() && stack::is_quoted_flag(schema.text, node) => {
                self.wrong_type(node, schema, subject);
            }
            None => {}
            Some(Misfit::Type) => self.wrong_type(node, schema, subject),
            Some(Misfit::Text) => self.problem(message::wrong_text(node, schema, subject)),
        }
    }

    fn wrong_type(&mut self, node: Node<'_>, schema: &'static Schema, subject: Subject<'_>) {
        // `services` without a mapping is the YAML rule's, one without anything is ours.
        let is_services = self.above.len() == 1 && matches!(subject, Subject::Key("services"));
        if !is_services || node.is_null() {
            let problem = message::wrong_type(node, schema, subject);
            self.problem(if self.stack.is_some() { message::in_a_stack(problem) } else { problem });
        }
    }

    fn list(&mut self, list: Node<'_>, schema: List, subject: Subject<'_>, shared: bool) {
        let was_lenient = std::mem::replace(&mut self.lenient, false);
        let others = std::mem::take(&mut self.others);
        let mut seen: HashMap<(Option<ScalarType>, &str), Span> = HashMap::new();
        for item in list.items().filter(|item| !is_reset(*item)) {
            if self.is_done() {
                break;
            }
            self.value(item, schema.item, subject.item(), shared);
            let Some(text) = item.text().filter(|_| schema.unique) else { continue };
            if let Some(first) = seen.insert((item.scalar_type(), text), item.span()) {
                self.problem(message::duplicate(item, first, subject));
            }
        }
        self.lenient = was_lenient;
        self.others = others;
    }

    fn mapping(&mut self, mapping: Node<'_>, map: &'static Map, subject: Subject<'_>, shared: bool) {
        if let Some(minor) = self.stack
            && stack::since(map, "") > minor
        {
            self.problem(message::too_new(mapping, "", stack::since(map, ""), minor));
            return;
        }
        let has_merge = mapping.own_entries().any(|entry| entry.is_merge());
        let entries = if has_merge {
            self.merges(mapping);
            mapping.entries_within(&mut self.fuel)
        } else {
            mapping.own_entries().collect()
        };
        if self.fuel == 0 {
            return;
        }
        // Asked often only where a key is unknown: small mappings are searched, large ones indexed when first asked.
        let index: OnceCell<HashSet<&str>> = OnceCell::new();
        let has = |key: &str| {
            let mut texts = entries.iter().filter_map(|entry| entry.key.text());
            if entries.len() <= FEW {
                texts.any(|text| text == key)
            } else {
                index.get_or_init(|| texts.collect()).contains(key)
            }
        };
        let was_lenient = self.lenient;
        if std::ptr::eq(map, &raw const service::SERVICE) && self.stack.is_none() {
            self.lenient |= has("extends") || !(has("image") || has("build") || has("provider"));
        }
        for entry in entries.iter().filter(|entry| !is_reset(entry.value)) {
            if self.is_done() {
                break;
            }
            self.entry(*entry, map, &has, shared || entry.via.is_some());
        }
        if !self.lenient {
            for key in map.required.iter().filter(|key| !has(key)) {
                if !self.others.iter().any(|other| other.get(key).is_some()) {
                    self.problem(message::missing(mapping, map, key, subject));
                }
            }
        }
        self.lenient = was_lenient;
    }

    fn entry(&mut self, entry: Entry<'_>, map: &'static Map, has: &dyn Fn(&str) -> bool, shared: bool) {
        // What is no text is looked at later, all over the file.
        let Some(key) = entry.key.text() else { return };
        if let Some(minor) = self.stack
            && stack::since(map, key) > minor
        {
            self.problem(message::too_new(entry.key, key, stack::since(map, key), minor));
            return;
        }
        let found = match (&map.rest, map.get(key)) {
            (_, Some(schema)) => Some(schema),
            (Rest::Each { names, value, .. }, None) if names.fits(key) => Some(*value),
            _ => None,
        };
        if let Some(schema) = found {
            self.above.push(map);
            let others = self.others.iter().filter_map(|other| other.get(key)).map(|entry| entry.value).collect();
            let others = std::mem::replace(&mut self.others, others);
            self.value(entry.value, schema, Subject::Key(key), shared);
            self.others = others;
            self.above.pop();
            return;
        }
        let takes_extensions = self.stack.is_none_or(|minor| stack::takes_extensions(map, minor));
        let is_free = (key.starts_with("x-") && takes_extensions)
            || matches!(map.rest, Rest::Open | Rest::Each { closed: false, .. });
        if is_free || is_text_unknown(key) || (shared && !self.is_first_look(entry.key, map)) {
            return;
        }
        self.unknown(entry, key, map, has);
    }

    fn unknown(&mut self, entry: Entry<'_>, key: &str, map: &'static Map, has: &dyn Fn(&str) -> bool) {
        if matches!(map.rest, Rest::Each { .. }) {
            self.problem(message::wrong_name(entry, key, map));
            return;
        }
        if let Some(minor) = self.stack
            && (key.starts_with("x-") || stack::refused(map, key).is_some())
        {
            self.refused_by_stacks(entry, key, map, minor);
            return;
        }
        let thinks = !self.is_trial && self.problems.len() < MAX_SUGGESTIONS;
        let suggestion = if thinks {
            let above = std::mem::take(&mut self.above);
            let suggestion = suggest::suggest(key, map, &above, has, &mut |name| self.would_fit(entry, map, name));
            self.above = above;
            suggestion
        } else {
            Suggestion::None
        };
        let repair = match suggestion {
            Suggestion::Write(name) if self.would_fit(entry, map, name) => Some(Repair {
                title: format!("Write `{name}`"),
                applicability: Applicability::Unsafe,
                span: entry.key.span(),
                text: name.to_owned(),
            }),
            _ => None,
        };
        self.problem(Problem { repair, ..message::unknown(entry, key, map, &suggestion) });
    }

    fn refused_by_stacks(&mut self, entry: Entry<'_>, key: &str, map: &'static Map, minor: u8) {
        match stack::refused(map, key) {
            // The rule about these asks the tables itself.
            Some(known) if known.treatment == Treatment::Forbidden && !self.is_trial => {}
            Some(known) => self.problem(message::refused(entry, key, map, known.note)),
            None => self.problem(message::extension(entry, key, map, minor)),
        }
    }

    /// Whether the value would be right under this key.
    fn would_fit(&mut self, entry: Entry<'_>, map: &'static Map, name: &str) -> bool {
        let plain = entry.key.kind() == NodeKind::Scalar && !entry.key.raw().starts_with(['|', '>']);
        let Some(schema) = map.get(name).filter(|_| plain) else { return false };
        let mut trial = Checker {
            problems: Vec::new(),
            seen: HashSet::new(),
            fuel: self.fuel,
            lenient: self.lenient,
            others: Vec::new(),
            stack: self.stack,
            above: Vec::new(),
            is_trial: true,
            booleans: Vec::new(),
        };
        trial.value(entry.value, schema, Subject::Key(name), true);
        self.fuel = trial.fuel;
        trial.problems.is_empty() && trial.fuel > 0
    }

    /// What `<<` stands for must be mappings.
    fn merges(&mut self, mapping: Node<'_>) {
        for merge in mapping.own_entries().filter(Entry::is_merge) {
            let is_missing = |node: Node<'_>| node.resolve().kind() == NodeKind::Missing;
            let mut parts = merge.value.items().peekable();
            let wrong = if parts.peek().is_some() {
                parts.find(|part| !part.is_mapping() && !is_missing(*part))
            } else {
                Some(merge.value).filter(|value| !value.is_mapping() && !value.is_sequence() && !is_missing(*value))
            };
            if let Some(wrong) = wrong.filter(|wrong| !scalar::is_unknown(*wrong)) {
                self.problem(message::wrong_merge(wrong));
            }
        }
    }

    /// Keys such as `80:`, which the loader refuses wherever they stand; not those of which something else is said.
    fn keys_that_are_no_texts<'n>(&mut self, nodes: impl Iterator<Item = Node<'n>>) {
        let mut told: Vec<Span> = Vec::new();
        self.problems.sort_by_key(|problem| problem.span);
        for span in self.problems.iter().map(|problem| problem.span) {
            match told.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => told.push(span),
            }
        }
        for entry in nodes.filter(|node| node.kind() == NodeKind::Mapping).flat_map(Node::own_entries) {
            let key = entry.key;
            let is_text = matches!(key.scalar_type(), None | Some(ScalarType::String | ScalarType::Other));
            if is_text || key.kind() != NodeKind::Scalar || entry.is_merge() || is_reset(entry.value) {
                continue;
            }
            let before = told.partition_point(|span| span.start <= key.span().start);
            let is_told =
                before.checked_sub(1).and_then(|at| told.get(at)).is_some_and(|span| key.span().start < span.end);
            if !is_told {
                self.problem(message::no_text(key));
            }
        }
    }

    fn problem(&mut self, problem: Problem) {
        if !self.is_done() {
            self.problems.push(problem);
        }
    }
}

/// What `!reset` stands on is taken out of the model.
fn is_reset(node: Node<'_>) -> bool {
    node.resolve().tag() == Some("!reset")
}

/// Compose fills in nothing in keys, other tools may.
fn is_text_unknown(key: &str) -> bool {
    key.contains("${") || scalar::is_template(key)
}
