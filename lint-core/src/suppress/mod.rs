//! Ignore comments, in every form that people have in their files, in one index.
//!
//! | form | hides |
//! |---|---|
//! | `# plimsoll: ignore[id, id] reason` | in a Dockerfile the next instruction; in YAML the node on the next line, or at a line's end that line's node, with all that is in it |
//! | `# plimsoll: ignore-stage[id]` | the stage of the next instruction |
//! | `# plimsoll: ignore-file[id]` | the file |
//! | `# hadolint ignore=DL3008` | the instruction on the very next line |
//! | `# hadolint stage ignore=…`, `# hadolint global ignore=…` | what follows the FROM on the next line; the file |
//! | `# check=skip=Name,Name` | as a directive the file; right above an instruction that instruction |
//! | `# dclint disable-line rule`, `disable-next-line`, `disable`, `enable`, `disable-file` | as named, what dclint has a rule for; see `dclint.rs` |
//!
//! A finding is hidden when its primary place or one of its labels lies where the comment holds.

mod dclint;
mod reach;
mod read;

use crate::config::Settings;
use crate::diagnostic::{Diagnostic, FileId, Label};
use crate::fix::{Applicability, Edit, Fix};
use crate::project::{File, Linked};
use crate::registry::RuleSet;
use crate::span::Span;
use reach::Reach;
use std::collections::HashSet;

/// The id of findings about ignore comments that hide nothing.
pub const UNUSED: &str = "unused-suppression";

/// The id of findings about ignore comments without a reason.
pub const UNEXPLAINED: &str = "unexplained-suppression";

/// Whose form an ignore comment has.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// `# plimsoll: …`
    Plimsoll,
    /// `# hadolint …`
    Hadolint,
    /// `# check=skip=…`
    Buildkit,
    /// `# dclint disable…`
    Dclint,
}

/// One ignore comment.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The file it stands in.
    pub file: FileId,
    /// Whose form it has.
    pub form: Form,
    /// The comment, from its `#` to its end.
    pub comment: Span,
    /// Where it holds.
    pub scope: Span,
    /// The rules it names; none: all rules.
    pub names: Vec<Name>,
    /// Whether it says why. The forms of BuildKit and dclint have no place for a reason.
    pub has_reason: bool,
    used: bool,
}

/// A rule's name in an ignore comment.
#[derive(Clone, Debug)]
pub struct Name {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
    used: bool,
}

impl Suppression {
    fn new(file: FileId, comment: Span, scope: Span, request: read::Request) -> Self {
        let has_reason = request.has_reason;
        Self { has_reason, ..Self::made(file, request.form, comment, scope, request.names) }
    }

    fn made(file: FileId, form: Form, comment: Span, scope: Span, names: Vec<(String, Span)>) -> Self {
        let names = names.into_iter().map(|(text, span)| Name { text, span, used: false }).collect();
        Self { file, form, comment, scope, names, has_reason: true, used: false }
    }
}

/// The ignore comments of one file, as far as there is something they can hide.
pub fn comments(linked: &Linked<'_>, file: FileId) -> Vec<Suppression> {
    linked.project().file(file).map_or_else(Vec::new, |found| read::file(file, found))
}

/// All ignore comments of a project.
#[derive(Debug)]
pub struct Suppressions {
    /// By file and by where their scopes begin.
    all: Vec<Suppression>,
    reach: Reach,
    /// Where the comments stand.
    places: HashSet<(FileId, Span)>,
}

impl Suppressions {
    /// Reads the comments of all files.
    pub fn new(linked: &Linked<'_>) -> Self {
        let mut all: Vec<Suppression> = linked.project().files().flat_map(|(id, file)| read::file(id, file)).collect();
        all.sort_by_key(|suppression| (suppression.file, suppression.scope.start));
        let places = all.iter().map(|suppression| (suppression.file, suppression.comment)).collect();
        Self { reach: Reach::new(&all), all, places }
    }

    /// Whether a finding is hidden; the comments that hide it count as used.
    pub fn hides(&mut self, finding: &Diagnostic, aliases: &'static [&'static str]) -> bool {
        // A rule about ignore comments is not silenced by them.
        if self.places.contains(&(finding.primary.file, finding.primary.span)) {
            return false;
        }
        let mut hidden = false;
        for label in std::iter::once(&finding.primary).chain(&finding.labels) {
            for at in self.reach.at(&self.all, label.file, label.span.start) {
                let Some(suppression) = self.all.get_mut(at) else { continue };
                // dclint's findings have one place.
                let counts = suppression.form != Form::Dclint || label == &finding.primary;
                hidden |= counts && holds(suppression, label) && names(suppression, finding, aliases);
            }
        }
        hidden
    }

    /// Findings about comments that hid nothing, as far as the rules they name ran.
    ///
    /// A comment in another tool's form may be needed by that tool, which errs where we do not: those are reported only
    /// when the rule was asked for, and never removed without a look.
    pub fn unused(&self, linked: &Linked<'_>, settings: &Settings) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for suppression in &self.all {
            let Some((file, set)) = given(linked, settings, suppression) else { continue };
            let rules = &set.rules;
            let Some(enabled) = rules.get(UNUSED) else { continue };
            if !set.inline.enabled || !(enabled.explicit || suppression.form == Form::Plimsoll) {
                continue;
            }
            let severity = enabled.severity.unwrap_or(enabled.rule.meta.severity);
            let text = file.source().text();
            unused_names(suppression, text, rules, &mut |message, span, help, fix| {
                let primary = Label { file: suppression.file, span, text: String::new() };
                findings.push(Diagnostic {
                    help: Some(help),
                    fixes: fix.into_iter().collect(),
                    ..Diagnostic::new(UNUSED, severity, primary, message)
                });
            });
        }
        findings
    }

    /// Findings about comments that hide something and do not say why, where that is wanted.
    pub fn unexplained(&self, linked: &Linked<'_>, settings: &Settings) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for suppression in self.all.iter().filter(|suppression| !suppression.has_reason) {
            let Some((_, set)) = given(linked, settings, suppression) else { continue };
            let Some(enabled) = set.rules.get(UNEXPLAINED) else { continue };
            let severity = enabled.severity.unwrap_or(enabled.rule.meta.severity);
            let primary = Label { file: suppression.file, span: suppression.comment, text: String::new() };
            let help = match suppression.form {
                Form::Hadolint => "write it behind the names: `# hadolint ignore=DL3008 # why`",
                Form::Plimsoll | Form::Buildkit | Form::Dclint => {
                    "write it behind the names: `# plimsoll: ignore[rule] why`"
                }
            };
            findings.push(Diagnostic {
                help: Some(help.to_owned()),
                ..Diagnostic::new(UNEXPLAINED, severity, primary, "this ignore comment gives no reason")
            });
        }
        findings
    }
}

/// The file of a comment and how it is linted, when it was given.
fn given<'a>(
    linked: &Linked<'a>,
    settings: &'a Settings,
    suppression: &Suppression,
) -> Option<(&'a File, &'a crate::config::Set)> {
    let project = linked.project();
    let file = project.file(suppression.file).filter(|_| project.is_given(suppression.file))?;
    (!settings.is_ignored(file.path())).then(|| (file, settings.of(file.path())))
}

fn holds(suppression: &Suppression, label: &Label) -> bool {
    let at = label.span.start;
    suppression.scope.start <= at
        && (at < suppression.scope.end || label.span.is_empty() && at == suppression.scope.end)
}

/// Whether the comment names the rule, by its id or by an alias of the comment's own tool; marks the name as used.
fn names(suppression: &mut Suppression, finding: &Diagnostic, of_rule: &'static [&'static str]) -> bool {
    if suppression.names.is_empty() {
        // dclint's own findings are all it can mean.
        let is_meant = suppression.form != Form::Dclint || of_rule.iter().any(|alias| alias.starts_with("dclint/"));
        suppression.used |= is_meant;
        return is_meant;
    }
    let mut found = false;
    for name in &mut suppression.names {
        // The rule's aliases count even where the other tool would be silent: the comment is there for the rule.
        let code = finding.aliases(of_rule).any(|alias| is_called(suppression.form, &name.text, &alias));
        if code || stands_for(suppression.form, &name.text, finding.rule, of_rule) {
            name.used = true;
            found = true;
        }
    }
    found
}

fn stands_for(form: Form, name: &str, rule: &str, aliases: &[&str]) -> bool {
    match form {
        Form::Plimsoll if name == rule => true,
        Form::Buildkit if name == "all" => aliases.iter().any(|alias| alias.starts_with("buildkit/")),
        _ => aliases.iter().any(|alias| is_called(form, name, alias)),
    }
}

/// Whether a name in a comment of this form means the alias. BuildKit compares names case-sensitively.
fn is_called(form: Form, name: &str, alias: &str) -> bool {
    match form {
        Form::Plimsoll => alias == name || alias.rsplit('/').next().is_some_and(|bare| bare.eq_ignore_ascii_case(name)),
        Form::Hadolint => alias.strip_prefix("hadolint/") == Some(name),
        Form::Buildkit => alias.strip_prefix("buildkit/") == Some(name),
        Form::Dclint => alias.strip_prefix("dclint/") == Some(name),
    }
}

type Say<'s> = &'s mut dyn FnMut(String, Span, String, Option<Fix>);

fn unused_names(suppression: &Suppression, text: &str, rules: &RuleSet, say: Say<'_>) {
    if suppression.names.is_empty() {
        if !suppression.used {
            let fix = remove_comment(suppression, text);
            say("this ignore comment hides nothing".to_owned(), suppression.comment, "remove it".to_owned(), fix);
        }
        return;
    }
    let ran = |name: &Name| {
        rules
            .rules()
            .iter()
            .any(|enabled| stands_for(suppression.form, &name.text, enabled.rule.meta.id, enabled.rule.meta.aliases))
    };
    let unused: Vec<&Name> = suppression.names.iter().filter(|name| !name.used && ran(name)).collect();
    let all = unused.len() == suppression.names.len();
    for (at, name) in unused.iter().enumerate() {
        let message = format!("`{}` is ignored here, but nothing of it is found", name.text);
        let help = match suppression.form {
            Form::Plimsoll => format!("remove `{}` from the comment", name.text),
            Form::Hadolint => {
                format!("remove `{}` from the comment, unless you also run hadolint and it needs it", name.text)
            }
            Form::Buildkit => {
                format!("remove `{}` from the comment, unless `docker build --check` needs it", name.text)
            }
            Form::Dclint => {
                format!("remove `{}` from the comment, unless you also run dclint and it needs it", name.text)
            }
        };
        let fix = match (all, at) {
            (true, 0) => remove_comment(suppression, text),
            (true, _) => None,
            (false, _) => Some(remove_name(suppression, name)),
        };
        say(message, name.span, help, fix);
    }
    if suppression.form != Form::Plimsoll {
        return;
    }
    let registry = rules.registry();
    let unknown = |name: &&Name| registry.resolve(&name.text).is_empty() && !crate::registry::is_foreign(&name.text);
    for name in suppression.names.iter().filter(unknown) {
        let message = format!("no rule is called `{}`", name.text);
        match registry.suggest(&name.text) {
            Some(suggestion) => {
                let fix = Fix {
                    title: format!("Write `{suggestion}`"),
                    applicability: Applicability::Unsafe,
                    edits: vec![Edit { file: suppression.file, span: name.span, text: suggestion.to_owned() }],
                };
                say(message, name.span, format!("did you mean `{suggestion}`?"), Some(fix));
            }
            None => say(message, name.span, "`plimsoll rules` lists the names".to_owned(), None),
        }
    }
}

/// Whether a comment may be changed without a look: only our own.
fn trust(form: Form) -> Applicability {
    if form == Form::Plimsoll { Applicability::Safe } else { Applicability::DisplayOnly }
}

/// Removes the whole comment: its line where it stands alone, else it and the blanks before it.
fn remove_comment(suppression: &Suppression, text: &str) -> Option<Fix> {
    if suppression.form == Form::Buildkit {
        // The directive may say more than `skip`.
        return None;
    }
    let before = text.get(..suppression.comment.start as usize)?;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let blanks = before.get(line_start..)?;
    let span = if blanks.trim_matches(['\u{feff}', ' ', '\t']).is_empty() {
        let after = text.get(suppression.comment.end as usize..)?;
        let end = after.find('\n').map_or(after.len(), |at| at + 1);
        Span::new(line_start as u32, suppression.comment.end + end as u32)
    } else {
        Span::new((line_start + blanks.trim_end().len()) as u32, suppression.comment.end)
    };
    Some(Fix {
        title: "Remove the ignore comment".to_owned(),
        applicability: trust(suppression.form),
        edits: vec![Edit { file: suppression.file, span, text: String::new() }],
    })
}

/// Removes one name with the comma that belongs to it.
fn remove_name(suppression: &Suppression, name: &Name) -> Fix {
    let at = suppression.names.iter().position(|other| other.span == name.span).unwrap_or(0);
    let span = match (at.checked_sub(1).and_then(|at| suppression.names.get(at)), suppression.names.get(at + 1)) {
        (Some(before), _) => Span::new(before.span.end, name.span.end),
        (None, Some(after)) => Span::new(name.span.start, after.span.start),
        (None, None) => name.span,
    };
    Fix {
        title: format!("Remove `{}` from the ignore comment", name.text),
        applicability: trust(suppression.form),
        edits: vec![Edit { file: suppression.file, span, text: String::new() }],
    }
}
