//! What the build refuses in a single instruction or in the file as a whole.

use super::{Dockerfile, Flag, Form, Instruction, Keyword, Transfer, check_mount};
use crate::decimal;
use crate::span::Span;
use crate::{SyntaxError, SyntaxErrorKind, nearest};

/// An error of the kind [`SyntaxErrorKind::Refused`].
pub(crate) fn refused(span: Span, message: String, help: &str) -> SyntaxError {
    let help = (!help.is_empty()).then(|| help.to_owned());
    SyntaxError { kind: SyntaxErrorKind::Refused, span, message, help, suggestion: None }
}

/// A word of ENV or LABEL without `=` after one that has it.
pub(crate) fn no_equals_sign(span: Span, word: &str) -> SyntaxError {
    let help = "every word needs the form `name=value`; quote a value that holds blanks";
    refused(span, format!("there is no `=` in `{word}`"), help)
}

/// Checks one top-level instruction, and that an ONBUILD's trigger is allowed.
pub(crate) fn instruction(file: &mut Dockerfile, ix: u32) {
    let mut errors = Vec::new();
    if let Some(instruction) = file.instruction(ix) {
        keyword(instruction, &mut errors);
        if instruction.keyword() != Keyword::Unknown {
            flags(instruction, &mut errors);
            arguments(instruction, &mut errors);
        }
        if let Some(inner) = file.instruction(ix + 1) {
            // Only the shape of the trigger is read now; the rest in the child build.
            shape(inner, &mut errors);
        }
    }
    file.errors.append(&mut errors);
}

/// Checks the file as a whole.
pub(crate) fn file(file: &mut Dockerfile) {
    if !file.stages.is_empty() {
        return;
    }
    let error = if file.instructions.is_empty() {
        refused(Span::empty(0), "the file has no instruction".to_owned(), "begin with `FROM`")
    } else {
        let span = file.instructions.first().map_or(Span::empty(0), |data| data.keyword_span);
        refused(span, "the file has no build stage".to_owned(), "begin with `FROM`")
    };
    // Any other instruction has told already that it stands before the first FROM.
    if file.instructions.iter().all(|data| data.keyword == Keyword::Arg) {
        file.errors.push(SyntaxError { kind: SyntaxErrorKind::BeforeFrom, ..error });
    }
}

fn keyword(instruction: Instruction<'_>, errors: &mut Vec<SyntaxError>) {
    let word = instruction.keyword_text();
    let span = instruction.keyword_span();
    if instruction.keyword() == Keyword::Unknown {
        let near = nearest(word, Keyword::ALL.map(Keyword::as_str));
        errors.push(SyntaxError {
            kind: SyntaxErrorKind::UnknownInstruction,
            span,
            message: format!("`{word}` is no instruction"),
            help: near.map(|name| format!("did you mean `{name}`?")),
            suggestion: near.map(str::to_owned),
        });
    } else if instruction.stage().is_none() && instruction.keyword() != Keyword::Arg {
        let message = format!("`{word}` stands before the first `FROM`");
        let error = refused(span, message, "only `ARG` may stand there");
        errors.push(SyntaxError { kind: SyntaxErrorKind::BeforeFrom, ..error });
    }
}

/// The flags of an instruction and whether each may be given several times or needs no value.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Takes {
    Value,
    Values,
    Bool,
}

/// The most flags that a later one is compared with.
const MAX_COMPARED: usize = 64;

const fn known_flags(keyword: Keyword) -> &'static [(&'static str, Takes)] {
    use Takes::{Bool, Value, Values};
    match keyword {
        Keyword::From => &[("platform", Value)],
        Keyword::Run => &[("mount", Values), ("network", Value), ("security", Value), ("device", Values)],
        Keyword::Copy => &[
            ("from", Value),
            ("chown", Value),
            ("chmod", Value),
            ("link", Bool),
            ("parents", Bool),
            ("exclude", Values),
        ],
        Keyword::Add => &[
            ("chown", Value),
            ("chmod", Value),
            ("link", Bool),
            ("keep-git-dir", Bool),
            ("checksum", Value),
            ("unpack", Bool),
            ("exclude", Values),
        ],
        Keyword::Healthcheck => &[
            ("interval", Value),
            ("timeout", Value),
            ("start-period", Value),
            ("start-interval", Value),
            ("retries", Value),
        ],
        _ => &[],
    }
}

fn flags(instruction: Instruction<'_>, errors: &mut Vec<SyntaxError>) {
    let keyword = instruction.keyword();
    if keyword == Keyword::Arg {
        return;
    }
    let known = known_flags(keyword);
    for (ix, flag) in instruction.flags().enumerate() {
        let cooked = flag.cooked();
        let body = cooked.strip_prefix("--").unwrap_or(&cooked);
        let (name, value) = body.split_once('=').map_or((body, None), |(name, value)| (name, Some(value)));
        let Some(&(_, takes)) = known.iter().find(|(known, _)| *known == name) else {
            errors.push(unknown_flag(instruction, flag, name));
            continue;
        };
        if takes != Takes::Values && instruction.flags().take(ix.min(MAX_COMPARED)).any(|other| other.name() == name) {
            errors.push(refused(flag.span(), format!("`--{name}` is given twice"), "keep one of them"));
        }
        match (takes, value) {
            (Takes::Bool, Some(value)) if !["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(value)) => {
                let message = format!("`--{name}` is on or off, not `{value}`");
                let mut error = refused(flag.span(), message, "write the flag alone, or `true` or `false`");
                error.suggestion = nearest(value, ["true", "false"]).map(|near| format!("--{name}={near}"));
                errors.push(error);
            }
            (Takes::Value | Takes::Values, None) => {
                let message = format!("`--{name}` has no value");
                errors.push(refused(flag.span(), message, &format!("write `--{name}=…`")));
            }
            (_, Some(value)) => flag_value(flag, keyword, name, value, errors),
            _ => {}
        }
    }
}

fn unknown_flag(instruction: Instruction<'_>, flag: Flag<'_>, name: &str) -> SyntaxError {
    let keyword = instruction.keyword();
    let known = known_flags(keyword);
    let near = nearest(name, known.iter().map(|(name, _)| *name));
    let mut error = refused(flag.span(), format!("`{}` has no flag `--{name}`", keyword.as_str()), "");
    error.help = Some(match (near, known.is_empty()) {
        (Some(near), _) => format!("did you mean `--{near}`?"),
        (None, true) => format!("`{}` takes no flags", keyword.as_str()),
        (None, false) => {
            let names: Vec<_> = known.iter().map(|(name, _)| format!("`--{name}`")).collect();
            format!("its flags are {}", names.join(", "))
        }
    });
    if let Some(near) = near.filter(|near| instruction.flag(near).is_none()) {
        let rest = flag.value().map_or(String::new(), |value| format!("={}", value.raw()));
        error.suggestion = Some(format!("--{near}{rest}"));
    }
    error
}

fn flag_value(flag: Flag<'_>, keyword: Keyword, name: &str, value: &str, errors: &mut Vec<SyntaxError>) {
    let span = flag.value().map_or(flag.span(), super::Word::span);
    match (keyword, name) {
        (Keyword::Run, "network") => choice(span, name, value, &["default", "none", "host"], errors),
        (Keyword::Run, "security") => choice(span, name, value, &["sandbox", "insecure"], errors),
        (Keyword::Healthcheck, "retries") => {
            if value.parse::<i32>().is_ok_and(|number| number >= 0) {
                return;
            }
            let message = format!("`--retries` is `{value}`, not a number of 0 or more");
            errors.push(refused(span, message, ""));
        }
        (Keyword::Healthcheck, _) => match duration(value) {
            None => {
                let message = format!("`{value}` is no duration");
                errors.push(refused(span, message, "write a number with a unit, such as `30s` or `1m30s`"));
            }
            Some(nanos) if nanos != 0.0 && nanos < 1e6 => {
                let message = format!("`--{name}` is `{value}`, which is less than a millisecond");
                errors.push(refused(span, message, "write `0` for the default"));
            }
            Some(_) => {}
        },
        _ => {}
    }
}

/// One of a few words.
fn choice(span: Span, name: &str, value: &str, words: &[&str], errors: &mut Vec<SyntaxError>) {
    if words.contains(&value) {
        return;
    }
    let near = nearest(value, words.iter().copied());
    let list: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    let mut error = refused(span, format!("`--{name}` cannot be `{value}`"), &format!("use {}", list.join(" or ")));
    error.suggestion = near.map(str::to_owned);
    errors.push(error);
}

/// A duration in Go's syntax, in nanoseconds.
fn duration(text: &str) -> Option<f64> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0.0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(end)?;
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        if digits == 0 || number.len() - digits > 1 {
            return None;
        }
        let number = decimal::parse(number)?;
        let units =
            [("ns", 1.0), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 6e10), ("h", 3.6e12)];
        let (unit, factor) = units.into_iter().find(|(unit, _)| tail.starts_with(unit))?;
        total += number * factor;
        rest = tail.get(unit.len()..)?;
    }
    Some(if negative { -total } else { total })
}

/// What is wrong with the arguments already when the line is read, also within an ONBUILD.
fn shape(instruction: Instruction<'_>, errors: &mut Vec<SyntaxError>) {
    if instruction.data.form != Form::Legacy || instruction.word_spans().len() >= 2 {
        return;
    }
    let keyword = instruction.keyword().as_str();
    let message = format!("`{keyword}` needs a name and a value; there is no `=` in `{}`", instruction.args_text());
    errors.push(refused(instruction.args_span(), message, "write `name=value`"));
}

fn arguments(instruction: Instruction<'_>, errors: &mut Vec<SyntaxError>) {
    let keyword = instruction.keyword();
    let count = instruction.word_spans().len();
    shape(instruction, errors);
    match keyword {
        Keyword::From => from(instruction, count, errors),
        Keyword::Copy | Keyword::Add => transfer(instruction, count, errors),
        Keyword::Env | Keyword::Label | Keyword::Arg if count > 0 => names(instruction, errors),
        Keyword::Volume if count > 0 => volume(instruction, errors),
        Keyword::Healthcheck if count > 0 => healthcheck(instruction, errors),
        Keyword::Shell if !instruction.args_span().is_empty() => shell(instruction, errors),
        Keyword::Onbuild => onbuild(instruction, errors),
        Keyword::Run => check_mount::mounts(instruction, errors),
        Keyword::Cmd | Keyword::Entrypoint | Keyword::Unknown => {}
        _ if count == 0 => missing(instruction, "an argument", errors),
        _ => {}
    }
}

fn missing(instruction: Instruction<'_>, what: &str, errors: &mut Vec<SyntaxError>) {
    let message = format!("`{}` needs {what}", instruction.keyword().as_str());
    errors.push(refused(instruction.head_span(), message, ""));
}

fn from(instruction: Instruction<'_>, count: usize, errors: &mut Vec<SyntaxError>) {
    if count == 0 {
        return missing(instruction, "an image", errors);
    }
    let as_word = instruction.words().nth(1).map(|word| word.joined().eq_ignore_ascii_case("as"));
    if count != 1 && (count != 3 || as_word != Some(true)) {
        let message = "`FROM` takes an image, or an image, `AS` and a name".to_owned();
        errors.push(refused(instruction.args_span(), message, "write `FROM image AS name`"));
        return;
    }
    let Some(name) = instruction.words().nth(2) else { return };
    let text = name.joined();
    let valid = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if !valid {
        let message = format!("`{text}` cannot be the name of a stage");
        let help = "begin with a letter; then letters, digits, `-`, `_` and `.` may follow";
        errors.push(refused(name.span(), message, help));
    }
}

fn transfer(instruction: Instruction<'_>, count: usize, errors: &mut Vec<SyntaxError>) {
    if count < 2 {
        return missing(instruction, "a source and a destination", errors);
    }
    let view = instruction.as_copy().or(instruction.as_add());
    let destination = view.and_then(Transfer::destination);
    if let Some(heredoc) = destination.and_then(super::Arg::as_heredoc) {
        let message = format!("the heredoc `{}` cannot be the destination", heredoc.name());
        errors.push(refused(heredoc.marker_span(), message, "add the path at the end"));
    }
}

fn names(instruction: Instruction<'_>, errors: &mut Vec<SyntaxError>) {
    for pair in super::pairs::pairs(instruction).filter(|pair| pair.key.joined().is_empty()) {
        let message = format!("`{}` has a pair without a name", instruction.keyword().as_str());
        errors.push(refused(pair.span, message, "write `name=value` without blanks around `=`"));
    }
}

fn volume(instruction: Instruction<'_>, errors: &mut Vec<SyntaxError>) {
    let Some(view) = instruction.as_volume() else { return };
    for path in view.paths().filter(|path| path.as_word().is_none() && path.cooked().trim().is_empty()) {
        errors.push(refused(path.span(), "a volume's path is empty".to_owned(), ""));
    }
}

fn healthcheck(instruction: Instruction<'_>, errors: &mut Vec<SyntaxError>) {
    let Some(word) = instruction.as_healthcheck().and_then(super::Healthcheck::type_word) else { return };
    let text = word.joined();
    let empty = instruction.data.exec.is_empty();
    let none_of_it = instruction.is_json() && instruction.word_spans().len() < 2;
    if text.eq_ignore_ascii_case("none") {
        if !empty {
            let message = "`HEALTHCHECK NONE` takes no arguments".to_owned();
            errors.push(refused(instruction.data.exec, message, ""));
        }
    } else if !text.eq_ignore_ascii_case("cmd") {
        let message = format!("`{text}` is no type of health check");
        let mut error = refused(word.span(), message, "write `CMD` and a command, or `NONE`");
        error.suggestion = nearest(&text, ["CMD", "NONE"]).map(str::to_owned);
        errors.push(error);
    } else if empty || none_of_it {
        errors.push(refused(instruction.head_span(), "`HEALTHCHECK CMD` needs a command".to_owned(), ""));
    }
}

fn shell(instruction: Instruction<'_>, errors: &mut Vec<SyntaxError>) {
    if !instruction.is_json() {
        let message = "`SHELL` takes a JSON array".to_owned();
        let help = "write it as `SHELL [\"/bin/bash\", \"-c\"]`";
        let mut error = refused(instruction.args_span(), message, help);
        let text = instruction.joined(instruction.args_span());
        let plain = !text.contains(['"', '\'', '\\', '$', '[', ']', '`']);
        let words: Vec<&str> = text.split_whitespace().filter(|_| plain).collect();
        error.suggestion = super::json_array(&words).or_else(|| instruction.repaired_json());
        errors.push(error);
    } else if instruction.word_spans().is_empty() {
        missing(instruction, "a program", errors);
    }
}

fn onbuild(instruction: Instruction<'_>, errors: &mut Vec<SyntaxError>) {
    let Some(inner) = instruction.as_onbuild().and_then(super::Onbuild::inner) else {
        return missing(instruction, "an instruction", errors);
    };
    let (message, help) = match inner.keyword() {
        Keyword::Onbuild => (
            "`ONBUILD` cannot hold another `ONBUILD`",
            "triggers run in the first image built on this one, not further",
        ),
        Keyword::From => ("`ONBUILD` cannot trigger `FROM`", "an image built on this one has a `FROM` of its own"),
        Keyword::Maintainer => {
            ("`ONBUILD` cannot trigger `MAINTAINER`", "write `ONBUILD LABEL org.opencontainers.image.authors=…`")
        }
        _ => return,
    };
    let error = refused(inner.keyword_span(), message.to_owned(), help);
    errors.push(SyntaxError { kind: SyntaxErrorKind::ForbiddenTrigger, ..error });
}

/// What a child build will refuse in an ONBUILD's trigger; this build only looks at its shape.
pub(crate) fn trigger(inner: Instruction<'_>) -> Vec<SyntaxError> {
    let mut errors = Vec::new();
    // A keyword that does not exist has a rule of its own, and so has one that may not stand here.
    let told = inner.data.form == Form::Legacy && inner.word_spans().len() < 2;
    if !told && !matches!(inner.keyword(), Keyword::Unknown | Keyword::Onbuild | Keyword::From | Keyword::Maintainer) {
        flags(inner, &mut errors);
        arguments(inner, &mut errors);
    }
    errors
}
