//! Fixes: the linter's where they can be trusted, and a few of our own.

use super::source::Source;
use super::{ScriptFix, words};
use crate::fix::Applicability;
use crate::span::Span;
use shuck_linter::{Diagnostic, Edit};

/// Fixes of the linter's that are not offered. 1007 would join what are a variable and a command; 1083 escapes one brace
/// of several; 2005 loses that `echo` joins lines; 2016 is mostly meant; 2034 would rename what something else may read;
/// 2035 prefixes patterns that are no files; 2238 changes nothing; 2261 deletes the half of a word; 2317 deletes code.
const NOT_OFFERED: [u16; 9] = [1007, 1083, 2005, 2016, 2034, 2035, 2238, 2261, 2317];

/// Fixes after which the shell does the very same.
const SAFE: [u16; 4] = [2223, 2267, 2321, 2323];

/// The fix of a finding at `span`, as edits of the file.
pub(super) fn of(file: &str, source: &Source, code: u16, span: Span, diagnostic: &Diagnostic) -> Option<ScriptFix> {
    if !source.is_plain {
        return None;
    }
    match code {
        1007 => empty_value(file, source, span),
        2006 => dollar_for_backticks(file, source, span),
        // `-print0` after alternatives would belong to the last of them.
        2038 if span.of(source.script()).contains(" -o ") => None,
        code if NOT_OFFERED.contains(&code) => None,
        _ => carried_over(file, source, code, diagnostic),
    }
}

fn carried_over(file: &str, source: &Source, code: u16, diagnostic: &Diagnostic) -> Option<ScriptFix> {
    let fix = diagnostic.fix.as_ref()?;
    let is_safe = fix.applicability() == shuck_linter::Applicability::Safe && SAFE.contains(&code);
    let edits: Option<Vec<(Span, String)>> = fix.edits().iter().map(|edit| mapped(file, source, edit)).collect();
    Some(ScriptFix {
        title: words::sentence(diagnostic.fix_title.as_deref().unwrap_or("rewrite it")),
        applicability: if is_safe { Applicability::Safe } else { Applicability::Unsafe },
        edits: edits.filter(|edits| !edits.is_empty())?,
    })
}

fn mapped(file: &str, source: &Source, edit: &Edit) -> Option<(Span, String)> {
    let start = usize::from(edit.range().start()).checked_sub(source.start)?;
    let end = usize::from(edit.range().end()).checked_sub(source.start)?;
    let span = source.edit(Span::new(start as u32, end as u32), file)?;
    let fits = source.has_lines || !edit.content().contains('\n');
    fits.then(|| (span, edit.content().to_owned()))
}

/// `NAME='' command` for `NAME= command`.
fn empty_value(file: &str, source: &Source, span: Span) -> Option<ScriptFix> {
    if !span.of(source.script()).ends_with('=') {
        return None;
    }
    let at = source.edit(Span::empty(span.end), file)?;
    Some(ScriptFix {
        title: "Write the empty value as `''`".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![(at, "''".to_owned())],
    })
}

/// `$(…)` for backticks, where the text between them means the same in both.
fn dollar_for_backticks(file: &str, source: &Source, span: Span) -> Option<ScriptFix> {
    let inner = span.of(source.script()).strip_prefix('`')?.strip_suffix('`')?;
    // A backslash is read twice in backticks, a comment would swallow the `)`, patterns of `case` have one of their own.
    if inner.contains(['\\', '`', '#']) || inner.contains("case") || inner.starts_with('(') {
        return None;
    }
    let open = source.edit(Span::new(span.start, span.start + 1), file)?;
    let close = source.edit(Span::new(span.end - 1, span.end), file)?;
    Some(ScriptFix {
        title: "Write `$(…)`".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![(open, "$(".to_owned()), (close, ")".to_owned())],
    })
}
