//! A rule's page in a terminal: headings, paragraphs, lists, code.

use crate::terminal::{Look, wrap};
use std::fmt::Write as _;

/// Renders the Markdown that rule pages use. What it does not know it leaves as it is.
pub(crate) fn text(markdown: &str, look: &Look) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut fence: Option<&str> = None;
    for line in markdown.lines() {
        let trimmed = line.trim_start();
        if let Some(open) = fence {
            if trimmed.starts_with(open) {
                fence = None;
            } else {
                let _ = writeln!(out, "    {}", look.paint("36", line));
            }
        } else if trimmed.starts_with("```") {
            flush(&mut paragraph, look, &mut out);
            fence = Some("```");
            out.push_str(caption(trimmed.trim_start_matches('`')));
        } else if trimmed.is_empty() {
            flush(&mut paragraph, look, &mut out);
            out.push('\n');
        } else if trimmed.starts_with('#') {
            flush(&mut paragraph, look, &mut out);
            let _ = writeln!(out, "{}", look.paint("1", trimmed.trim_start_matches('#').trim()));
        } else if trimmed.starts_with("- ") || trimmed.starts_with("* ") || trimmed.starts_with('|') {
            flush(&mut paragraph, look, &mut out);
            paragraph.push_str(trimmed);
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(trimmed);
        }
    }
    flush(&mut paragraph, look, &mut out);
    squeeze(&out)
}

/// What an example shows.
fn caption(info: &str) -> &'static str {
    match info.rsplit(',').next().map(str::trim) {
        Some("expect") => "  Reported:\n",
        Some("fixed") => "  Fixed:\n",
        Some("dockerfile" | "yaml" | "project") => "  Fine:\n",
        _ => "",
    }
}

fn flush(paragraph: &mut String, look: &Look, out: &mut String) {
    if paragraph.is_empty() {
        return;
    }
    let indent = if paragraph.starts_with(['-', '*']) { 2 } else { 0 };
    wrap(&plain(paragraph), 0, indent, look.width, out);
    paragraph.clear();
}

/// Links and emphasis as words.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, link) = rest.split_at(open);
        let Some((label, after)) = link.get(1..).and_then(|link| link.split_once("](")) else { break };
        let Some((url, after)) = after.split_once(')') else { break };
        if label.contains('[') || label.contains('`') && label.matches('`').count() % 2 == 1 {
            break;
        }
        out.push_str(before);
        let _ = if url.starts_with("http") { write!(out, "{label} <{url}>") } else { write!(out, "{label}") };
        rest = after;
    }
    out.push_str(rest);
    out.replace("**", "")
}

/// No two blank lines in a row, none at the ends.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        if line.trim().is_empty() {
            if !blank {
                out.push('\n');
            }
            blank = true;
        } else {
            out.push_str(line.trim_end());
            out.push('\n');
            blank = false;
        }
    }
    let len = out.trim_end().len();
    out.truncate(len);
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_well_without_its_marks() {
        let page = "Why it **matters**,\nsee [the docs](https://example.com).\n\n\n## Options\n- `a`: one\n- b\n\n\
                    ```dockerfile,expect\nFROM a\n```\n```dockerfile,fixed\nFROM b\n```\n";
        assert_eq!(
            text(page, &Look::PLAIN),
            "Why it matters, see the docs <https://example.com>.\n\nOptions\n- `a`: one\n- b\n\n  Reported:\n    FROM a\n  \
             Fixed:\n    FROM b\n"
        );
    }
}
