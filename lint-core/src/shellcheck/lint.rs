//! Asks the linter, and turns what it says into findings of ours.

use super::codes::{Codes, SYNTAX};
use super::reader::Reader;
use super::source::Source;
use super::{Finding, fixes, words};
use crate::diagnostic::Severity;
use crate::facts::ScriptFacts;
use crate::span::Span;
use shuck_linter::{AnalysisRequest, Diagnostic, LinterSettings};
use shuck_parser::parser::{ParseResult, ParseStatus, Parser};

/// Adds the findings in a script. Whether it could be read: else only what stands in the way is reported.
pub(super) fn run(
    file: &str,
    source: &Source,
    script: &ScriptFacts,
    reader: Reader,
    minimum: Severity,
    out: &mut Vec<Finding>,
) -> bool {
    let codes = Codes::get();
    let mut settings = LinterSettings::default();
    settings.rules = codes.rules(minimum);
    settings.shell = reader.dialect;
    settings.resolve_source_closure = false;
    settings.ambient_shell_options.errexit = reader.errexit;
    settings.ambient_shell_options.pipefail = reader.pipefail;
    let parsed = Parser::with_dialect(&source.text, reader.dialect.parser_dialect()).parse();
    let said =
        AnalysisRequest::from_parse_result(&parsed, &source.text, &settings).with_shellcheck_map(&codes.map).lint();
    let is_read = parsed.status == ParseStatus::Clean;
    // The linter reads on where a bracket is missing; what it would edit there may be half of the script.
    let is_plain = is_read && !script.script.is_opaque();
    let before = out.len();
    for diagnostic in said {
        let Some(known) = codes.known(diagnostic.rule) else { continue };
        let Some(span) = place(source, known.code, &diagnostic) else { continue };
        let text = span.of(source.script());
        if (!is_read && known.severity != Severity::Error) || reader.knows(known.code, text) {
            continue;
        }
        let (message, help) = words::of(known.code, text, reader, &diagnostic.message, diagnostic.fix_title.as_deref());
        out.push(Finding {
            code: known.code,
            severity: known.severity,
            span: source.file(span),
            message,
            help,
            fix: fixes::of(file, source, known.code, span, &diagnostic).filter(|_| is_plain),
        });
    }
    if !is_read {
        // Where reading stopped, what follows says the same once more.
        let first = out.drain(before..).min_by_key(|finding| finding.span);
        let first = first.or_else(|| syntax_error(source, &parsed).filter(|_| script.script.is_opaque()));
        out.extend(first.filter(|_| !source.seems_foreign()));
    }
    is_read
}

/// Where a finding is in the script; `None` in the line that we put before it.
fn place(source: &Source, code: u16, diagnostic: &Diagnostic) -> Option<Span> {
    let range = diagnostic.span.to_range();
    let start = usize::from(range.start()).checked_sub(source.start)?;
    let end = usize::from(range.end()).checked_sub(source.start)?;
    let text = source.script().get(start..end)?.trim_end();
    let text = if BY_FIRST_WORD.contains(&code) { text.split_ascii_whitespace().next().unwrap_or(text) } else { text };
    let span = Span::new(start as u32, (start + text.len()) as u32);
    // The linter points to the blank after `NAME=`.
    Some(if code == 1007 { word_before(source.script(), span.start) } else { widen(source.script(), span) })
}

/// Findings on a command's name, or on the keyword of a function.
const BY_FIRST_WORD: [u16; 8] = [2112, 2113, 2164, 3039, 3043, 3044, 3046, 3051];

/// The word that ends at `end`.
fn word_before(script: &str, end: u32) -> Span {
    let before = script.get(..end as usize).unwrap_or("");
    let word =
        before.rsplit(|c: char| c.is_ascii_whitespace() || matches!(c, ';' | '&' | '|' | '(')).next().unwrap_or("");
    Span::new(end - word.len() as u32, end)
}

/// Something to see for a finding that is but a point: the word that begins there, or the character.
fn widen(script: &str, span: Span) -> Span {
    if !span.is_empty() {
        return span;
    }
    let rest = script.get(span.start as usize..).unwrap_or("");
    let word = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let len = match rest.chars().next() {
        None | Some('\n') => {
            let before = script.get(..span.start as usize).unwrap_or("").trim_end();
            let last = before.chars().next_back().map_or(0, char::len_utf8);
            return Span::new((before.len() - last) as u32, before.len() as u32);
        }
        Some('\\') => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
        Some(c) => word.max(c.len_utf8()),
    };
    Span::new(span.start, span.start + len as u32)
}

/// The first thing that the parser stumbled over.
fn syntax_error(source: &Source, parsed: &ParseResult) -> Option<Finding> {
    let error = parsed.diagnostics.first()?;
    let start = error.span.start.offset().checked_sub(source.start)?.min(source.script().len());
    let end = error.span.end.offset().checked_sub(source.start)?.min(source.script().len());
    let span = widen(source.script(), Span::new(start as u32, end as u32));
    Some(Finding {
        code: SYNTAX,
        severity: Severity::Error,
        span: source.file(span),
        message: format!("the shell cannot read the script: {}", error.message),
        help: "mend the syntax, or name the shell that reads it with SHELL or `# hadolint shell=…`".to_owned(),
        fix: None,
    })
}
