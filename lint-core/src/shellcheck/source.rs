//! The text that is checked, and the way back to the file.

use super::Reader;
use crate::cx::DockerfileCx;
use crate::dockerfile::Instruction;
use crate::facts::{ScriptFacts, ScriptOrigin, is_only_heredocs};
use crate::span::{OffsetMap, Span};
use std::collections::BTreeSet;

/// A script as a shell would read it, after a line that exports what the build sets.
#[derive(Debug)]
pub(super) struct Source {
    /// The exports and the script.
    pub(super) text: String,
    /// Where the script begins.
    pub(super) start: usize,
    /// From offsets of the script to the file.
    map: OffsetMap,
    /// Whether edits can be made: the bytes of the script are bytes of the file.
    pub(super) is_plain: bool,
    /// Whether a fix may hold a line end.
    pub(super) has_lines: bool,
}

impl Source {
    /// The text of a script of RUN; `None` when it cannot be told what the shell reads.
    pub(super) fn new(cx: &DockerfileCx<'_>, run: Instruction<'_>, script: &ScriptFacts) -> Option<Self> {
        let mut body = script.script.read_text().to_owned();
        let mut map = script.script.read_map();
        match script.origin {
            ScriptOrigin::ShellForm => append_heredocs(run, &mut body, &mut map)?,
            ScriptOrigin::Heredoc => {
                if is_expanded_first(run, script) {
                    return None;
                }
                if body.contains("\r\n") {
                    // The closing word of a heredoc inside would not be alone on its line.
                    if body.contains("<<") {
                        return None;
                    }
                    body = body.replace("\r\n", " \n");
                }
                blank_shebang(&mut body);
            }
            ScriptOrigin::Json => {}
            ScriptOrigin::ExecForm | ScriptOrigin::Nested => return None,
        }
        if is_for_windows(&body) {
            return None;
        }
        let mut text = exports(cx, run, &body);
        let start = text.len();
        text.push_str(&body);
        Some(Self {
            text,
            start,
            map,
            is_plain: script.origin != ScriptOrigin::Json,
            has_lines: script.origin == ScriptOrigin::Heredoc,
        })
    }

    /// The script without the exports.
    pub(super) fn script(&self) -> &str {
        self.text.get(self.start..).unwrap_or("")
    }

    /// Whether a script that no shell can read was written for `PowerShell`, although nothing says so: `Write-Host`, `$env:X`.
    pub(super) fn seems_foreign(&self) -> bool {
        let is_capital = |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase()) && part.len() > 1;
        let is_cmdlet = |word: &str| {
            word.split_once('-').is_some_and(|(verb, noun)| is_capital(verb) && is_capital(noun))
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let script = self.script();
        script.contains("$env:")
            || script.split(|c: char| c.is_ascii_whitespace() || "();|{}".contains(c)).any(is_cmdlet)
    }

    /// A span of the script in the file.
    pub(super) fn file(&self, span: Span) -> Span {
        self.map.span(span)
    }

    /// Where an edit of the script goes in the file; `None` when other bytes stand there.
    pub(super) fn edit(&self, span: Span, file: &str) -> Option<Span> {
        let script = self.script();
        if !span.is_empty() {
            let at = self.map.span(span);
            return (at.of(file) == span.of(script)).then_some(at);
        }
        // At a join of two lines there are two places: the one next to what the text says.
        let (after, before) = (self.map.start(span.start), self.map.end(span.start));
        if after == before {
            return Some(Span::empty(after));
        }
        let next = script.get(span.start as usize..)?.chars().next();
        if next.is_some() && file.get(after as usize..)?.chars().next() == next {
            return Some(Span::empty(after));
        }
        let last = script.get(..span.start as usize)?.chars().next_back();
        (last.is_some() && file.get(..before as usize)?.chars().next_back() == last).then(|| Span::empty(before))
    }
}

/// `C:\x`: the base image is one of Windows, although nothing else says so.
fn is_for_windows(body: &str) -> bool {
    let mut pieces = body.split(":\\").peekable();
    while let Some(piece) = pieces.next() {
        let mut back = piece.chars().rev();
        let is_drive = back.next().is_some_and(|c| c.is_ascii_alphabetic())
            && back.next().is_none_or(|c| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '='));
        if is_drive && pieces.peek().is_some() {
            return true;
        }
    }
    false
}

/// The heredocs of a command follow the line as the shell gets it.
fn append_heredocs(run: Instruction<'_>, body: &mut String, map: &mut OffsetMap) -> Option<()> {
    for heredoc in run.heredocs() {
        let end = heredoc.end_span()?;
        if !body.ends_with('\n') {
            // The line end before the body: the map has no byte for it that a finding could point to.
            body.push('\n');
        }
        for (text, span) in [(heredoc.body(), heredoc.body_span()), (end.of(run.file().text()), end)] {
            map.push(body.len() as u32, span.start, span.end);
            body.push_str(text);
        }
    }
    (!body.contains("\r\n")).then_some(())
}

/// `bash <<EOF` without quotes: the outer shell expands the body before the inner one reads it. Where the body says by a
/// backslash what it leaves to the inner one, the text is not the script.
fn is_expanded_first(run: Instruction<'_>, script: &ScriptFacts) -> bool {
    let start = script.script.span().start;
    let heredoc = run.heredocs().find(|heredoc| heredoc.body_span().covers(Span::empty(start)));
    let escapes = |body: &str| body.contains("\\$") || body.contains("\\`") || body.contains("\\\\");
    let expands = heredoc.is_none_or(|heredoc| heredoc.expand() && escapes(heredoc.body()));
    expands && !is_only_heredocs(run)
}

/// The shebang has chosen the shell; where it stands after the exports it would be one that is not on the first line.
fn blank_shebang(body: &mut String) {
    if body.starts_with("#!") {
        let end = body.find('\n').unwrap_or(body.len());
        // A comment of the same length keeps all offsets.
        body.replace_range(..end, &format!("#{}", " ".repeat(end - 1)));
    }
}

/// `export NAME=1 …` for the names in the script that ARG, ENV or the build itself set. One value without blanks stands
/// for whatever they hold, as in hadolint: an unquoted one is not reported.
fn exports(cx: &DockerfileCx<'_>, run: Instruction<'_>, body: &str) -> String {
    let Some(stage) = run.stage() else { return String::new() };
    let variables = cx.facts.variables();
    let is_set =
        |name: &str| crate::facts::PROXIES.contains(&name) || variables.is_declared(stage.index(), run.index(), name);
    let names: BTreeSet<&str> = names(body).into_iter().filter(|name| is_set(name)).collect();
    if names.is_empty() {
        return String::new();
    }
    names.iter().fold("export".to_owned(), |line, name| line + " " + name + "=1") + "\n"
}

/// The names that a script may read: those after `$`, and all words where it calculates.
fn names(body: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    if !body.contains('$') {
        return found;
    }
    let calculates = body.contains("((") || body.contains("let ");
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    for piece in body.split('$').skip(1) {
        let piece = piece.trim_start_matches(['{', '#', '!']);
        found.insert(piece.split(|c| !is_name(c)).next().unwrap_or(""));
    }
    if calculates {
        found.extend(body.split(|c| !is_name(c)));
    }
    found.retain(|name| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'));
    found
}

/// What decides how a script is read besides its text.
pub(super) fn reader(cx: &DockerfileCx<'_>, run: Instruction<'_>, script: &ScriptFacts) -> Option<Reader> {
    let stage = cx.stage_of(run);
    let image = stage.and_then(|stage| stage.image.as_ref().known());
    let system = image.and_then(|image| crate::images::system_shell(&image.familiar, image.tag.as_deref()));
    let mut reader = Reader::new(script.program, system)?;
    // The options are those of the shell form: a heredoc with an interpreter of its own, or a JSON form, starts anew.
    if let Some(shell) = stage.map(|stage| stage.shell_at(run.index()))
        && script.origin != ScriptOrigin::Json
        && shell.program == script.program
    {
        reader.errexit = shell.errexit;
        reader.pipefail = shell.pipefail;
    }
    Some(reader)
}
