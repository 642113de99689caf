//! One unit: walks a file once and calls the rules that listen.

use super::dispatch::Dispatch;
use crate::config::Target;
use crate::cx::{BuildCx, CommandAt, ComposeCx, DockerfileCx, ProjectCx};
use crate::diagnostic::{Diagnostic, FileId, Label, Severity};
use crate::dockerfile::Onbuild;
use crate::facts::ComposeFacts;
use crate::know::Know;
use crate::project::{File, Linked, Parsed, Unreadable};
use crate::registry::Enabled;
use crate::rule::Sink;
use crate::span::Span;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The id of findings about a rule that panicked.
pub(super) const INTERNAL_ERROR: &str = "internal-error";
/// The id of findings about files that cannot be read.
const UNREADABLE_INPUT: &str = "unreadable-input";

/// Runs one function of a rule. A panic becomes a finding that names the rule; the others still run.
fn guarded(enabled: &Enabled, file: FileId, out: &mut Vec<Diagnostic>, run: impl FnOnce(&mut Sink<'_>)) {
    let before = out.len();
    let result = catch_unwind(AssertUnwindSafe(|| run(&mut Sink::new(enabled, file, out))));
    if let Err(panic) = result {
        out.truncate(before);
        let why = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let message = format!("rule `{}` failed on this file: {why}", enabled.rule.meta.id);
        if !out.iter().any(|finding| finding.rule == INTERNAL_ERROR && finding.message == message) {
            let primary = Label { file, span: Span::empty(0), text: String::new() };
            out.push(Diagnostic {
                help: Some("this is a bug in Plimsoll or in the rule, not in your file; please report it".to_owned()),
                ..Diagnostic::new(INTERNAL_ERROR, Severity::Error, primary, message)
            });
        }
    }
    keep_own_places(before, out);
}

/// Drops what stands in another file of the set: it is said where that file is looked at.
fn keep_own_places(before: usize, out: &mut Vec<Diagnostic>) {
    if out.len() <= before {
        return;
    }
    let mut new = out.split_off(before);
    new.retain_mut(|finding| {
        finding.labels.retain(|label| !label.span.is_elsewhere());
        finding.fixes.retain(|fix| !fix.edits.iter().any(|edit| edit.span.is_elsewhere()));
        !finding.primary.span.is_elsewhere()
    });
    out.append(&mut new);
}

pub(super) fn file(linked: &Linked<'_>, dispatch: &Dispatch<'_>, id: FileId) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let Some(file) = linked.project().file(id) else { return out };
    match file.parsed() {
        Parsed::Dockerfile(_) => dockerfile(linked, dispatch, id, &mut out),
        Parsed::Compose(yaml) => compose(linked, dispatch, id, yaml, &mut out),
        Parsed::Config(_) | Parsed::Text => {}
        Parsed::Unreadable(why) => out.push(unreadable(id, *why)),
    }
    if let Some(at) = file.source().invalid_utf8() {
        let message = "this byte is not UTF-8: what stands here is read as `?`, and the file is not fixed".to_owned();
        out.push(problem(id, Span::new(at, at + 1), message, "save the file as UTF-8"));
    }
    map_inline(file, id, &mut out);
    out
}

fn unreadable(id: FileId, why: Unreadable) -> Diagnostic {
    match why {
        Unreadable::Binary => problem(
            id,
            Span::empty(0),
            "this is a binary file".to_owned(),
            "name a Dockerfile, a Compose file or a folder",
        ),
        Unreadable::TooLarge(size) => {
            let message =
                format!("the file has {size} bytes; files above {} bytes are not read", crate::source::MAX_BYTES);
            problem(id, Span::empty(0), message, "split the file, or exclude it")
        }
    }
}

fn problem(file: FileId, span: Span, message: String, help: &str) -> Diagnostic {
    let primary = Label { file, span, text: String::new() };
    Diagnostic { help: Some(help.to_owned()), ..Diagnostic::new(UNREADABLE_INPUT, Severity::Error, primary, message) }
}

fn dockerfile(linked: &Linked<'_>, dispatch: &Dispatch<'_>, id: FileId, out: &mut Vec<Diagnostic>) {
    let Some(cx) = DockerfileCx::new(linked, id) else { return };
    for &(enabled, function) in &dispatch.dockerfile {
        guarded(enabled, id, out, |sink| function(&cx, sink));
    }
    for stage in cx.dockerfile.stages() {
        for &(enabled, function) in &dispatch.stage {
            guarded(enabled, id, out, |sink| function(&cx, stage, sink));
        }
    }
    for instruction in cx.dockerfile.instructions() {
        let inner = instruction.as_onbuild().and_then(Onbuild::inner);
        for instruction in [Some(instruction), inner].into_iter().flatten() {
            for &(enabled, function) in dispatch.for_instruction(instruction) {
                guarded(enabled, id, out, |sink| function(&cx, instruction, sink));
            }
        }
    }
    if !dispatch.wants_commands() {
        return;
    }
    for script in cx.facts.scripts() {
        let Some(instruction) = cx.dockerfile.instruction(script.instruction) else { continue };
        for command in script.script.commands() {
            let at = CommandAt { command, instruction, script };
            for &(enabled, function) in dispatch.for_command(command.name().as_deref()) {
                guarded(enabled, id, out, |sink| function(&cx, &at, sink));
            }
        }
    }
}

fn compose(
    linked: &Linked<'_>,
    dispatch: &Dispatch<'_>,
    id: FileId,
    yaml: &crate::yaml::Yaml,
    out: &mut Vec<Diagnostic>,
) {
    let Some(path) = linked.project().file(id).map(File::path) else { return };
    for &load in linked.loads_of(id) {
        let Some(mut model) = linked.read(load, id) else { continue };
        let is_stack = Target::is_stack(dispatch.target, &model, path.as_str());
        if is_stack && linked.has_environment(load) {
            let Some(plain) = linked.read_as_stack(load, id) else { continue };
            model = plain;
        }
        let role = Target::role(dispatch.target, path.as_str());
        let facts = ComposeFacts::default();
        let cx = ComposeCx { linked, file: id, load, yaml, compose: &model, role, is_stack, facts: &facts };
        loaded(&cx, dispatch, out);
    }
}

/// A Compose file as part of one load.
fn loaded(cx: &ComposeCx<'_>, dispatch: &Dispatch<'_>, out: &mut Vec<Diagnostic>) {
    let id = cx.file;
    for &(enabled, function) in &dispatch.compose {
        guarded(enabled, id, out, |sink| function(cx, sink));
    }
    for service in cx.services() {
        for &(enabled, function) in &dispatch.service {
            guarded(enabled, id, out, |sink| function(cx, &service, sink));
        }
        if let Know::Known(built) = service.built {
            let build = BuildCx { compose: *cx, service: service.service, built };
            for &(enabled, function) in &dispatch.build {
                guarded(enabled, id, out, |sink| function(&build, sink));
            }
        }
    }
}

/// The rules that look at the whole project, each once, in whatever set it is on; where its findings lie decides then
/// whether they stand.
pub(super) fn project(linked: &Linked<'_>, dispatches: &[Dispatch<'_>]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let Some((first, _)) = linked.project().files().next() else { return out };
    let cx = ProjectCx { linked };
    let mut known = HashSet::new();
    for &(enabled, function) in dispatches.iter().flat_map(|dispatch| &dispatch.project) {
        if !known.insert((enabled.rule.meta.id, function as usize)) {
            continue;
        }
        guarded(enabled, first, &mut out, |sink| function(&cx, sink));
    }
    out
}

/// Moves findings of a Dockerfile that stands in a Compose file to where the user sees them. Its fixes are left out when
/// they would need the host's indentation or its quotes.
fn map_inline(file: &File, id: FileId, out: &mut [Diagnostic]) {
    let Some(inline) = file.inline() else { return };
    for finding in out {
        for label in std::iter::once(&mut finding.primary).chain(&mut finding.labels) {
            if label.file == id {
                label.file = inline.host;
                label.span = inline.map.span(label.span);
            }
        }
        let fits = |text: &str| inline.is_literal && !text.contains('\n');
        finding.fixes.retain(|fix| fix.edits.iter().all(|edit| edit.file != id || fits(&edit.text)));
        for edit in finding.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            if edit.file == id {
                edit.file = inline.host;
                edit.span = inline.map.span(edit.span);
            }
        }
    }
}
