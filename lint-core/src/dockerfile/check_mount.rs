//! What the build refuses in `RUN --mount`.

use super::check::refused;
use super::mount::{Mount, MountField, canonical};
use super::{Instruction, Keyword};
use crate::{SyntaxError, nearest};

const TYPES: [&str; 5] = ["bind", "cache", "tmpfs", "secret", "ssh"];

const KEYS: [&str; 14] = [
    "type",
    "target",
    "source",
    "from",
    "readonly",
    "readwrite",
    "id",
    "sharing",
    "size",
    "mode",
    "uid",
    "gid",
    "required",
    "env",
];

/// Checks all mounts of a RUN.
pub(crate) fn mounts(instruction: Instruction<'_>, errors: &mut Vec<SyntaxError>) {
    debug_assert_eq!(instruction.keyword(), Keyword::Run);
    for mount in Mount::of(instruction).filter(|mount| mount.flag().value().is_some()) {
        check(mount, errors);
    }
}

fn check(mount: Mount<'_>, errors: &mut Vec<SyntaxError>) {
    let kind = mount.kind();
    if kind.contains('$') {
        return;
    }
    if !TYPES.contains(&&*kind) {
        let near = nearest(&kind, TYPES);
        let help = near.map_or("use `bind`, `cache`, `tmpfs`, `secret` or `ssh`".to_owned(), |near| {
            format!("did you mean `{near}`?")
        });
        let field = mount.get("type");
        let span = field.map_or(mount.span(), |field| field.value_span);
        let mut error = refused(span, format!("`{kind}` is no type of mount"), &help);
        error.suggestion = near.map(str::to_owned);
        errors.push(error);
        return;
    }
    let before = errors.len();
    for field in mount.fields() {
        check_field(&kind, &field, errors);
    }
    if errors.len() == before {
        whole(mount, &kind, errors);
    }
}

fn check_field(kind: &str, field: &MountField<'_>, errors: &mut Vec<SyntaxError>) {
    let key = canonical(&field.key);
    let (shown, value) = (&field.key, &field.value);
    if !KEYS.contains(&key) {
        let near = nearest(shown, KEYS);
        let help = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
        let mut error = refused(field.span, format!("a mount has no field `{shown}`"), &help);
        error.suggestion = near.map(|near| if field.bare { near.to_owned() } else { format!("{near}={value}") });
        errors.push(error);
        return;
    }
    let may_be_bare = matches!(key, "readonly" | "readwrite" | "required");
    if field.bare && !may_be_bare {
        errors.push(refused(field.span, format!("`{shown}` has no value"), &format!("write `{shown}=…`")));
        return;
    }
    let allowed = match key {
        "from" => matches!(kind, "bind" | "cache"),
        "sharing" => kind == "cache",
        "size" => kind == "tmpfs",
        "mode" | "uid" | "gid" => matches!(kind, "secret" | "ssh" | "cache"),
        "required" => matches!(kind, "secret" | "ssh"),
        "env" => kind == "secret",
        _ => true,
    };
    if !allowed {
        errors.push(refused(field.span, format!("a mount of the type `{kind}` has no field `{shown}`"), ""));
        return;
    }
    if value.contains('$') {
        if key == "from" {
            let help = "define a stage `FROM $…` from a global `ARG` and name that";
            errors.push(refused(field.value_span, "`from` of a mount cannot hold a variable".to_owned(), help));
        }
        return;
    }
    let valid = match key {
        "readonly" | "readwrite" | "required" => {
            field.bare
                || matches!(
                    &**value,
                    "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False"
                )
        }
        "sharing" => ["shared", "private", "locked"].iter().any(|word| word.eq_ignore_ascii_case(value)),
        "uid" | "gid" => value.parse::<u64>().is_ok(),
        "mode" => u32::from_str_radix(value, 8).is_ok(),
        _ => true,
    };
    if !valid {
        let words: &[&str] = match key {
            "readonly" | "readwrite" | "required" => &["true", "false"],
            "sharing" => &["shared", "private", "locked"],
            _ => &[],
        };
        let list: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
        let help = if list.is_empty() { String::new() } else { format!("use {}", list.join(" or ")) };
        let mut error = refused(field.value_span, format!("`{shown}` of a mount cannot be `{value}`"), &help);
        error.suggestion = nearest(value, words.iter().copied()).map(str::to_owned);
        errors.push(error);
    }
}

/// What fields must stand together.
fn whole(mount: Mount<'_>, kind: &str, errors: &mut Vec<SyntaxError>) {
    let has = |key| mount.get(key).is_some();
    if kind == "secret" && !has("id") && !has("source") && !has("target") {
        let message = "a secret mount needs an `id`".to_owned();
        errors.push(refused(mount.span(), message, "write `--mount=type=secret,id=…`"));
    }
    if kind == "secret" && has("id") && has("source") {
        errors.push(refused(mount.span(), "a secret mount takes `id` or `source`, not both".to_owned(), ""));
    }
}
