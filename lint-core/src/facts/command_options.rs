//! The options and assignments of a command line in a Compose file.

use crate::compose::Value;

/// Options that hold a password although their names do not say so.
pub(super) fn is_option(name: &str) -> bool {
    matches!(name, "--requirepass" | "--masterauth" | "-p")
}

/// The words of a shell line, as parts of the value; a word of a list is taken apart where it is a line of its own.
pub(super) fn split<'a>(value: &Value<'a>) -> Vec<Value<'a>> {
    let raw = value.raw;
    let mut words = Vec::new();
    let (mut start, mut quote, mut braces) = (None, None, 0_u32);
    let mut before = ' ';
    for (at, c) in raw.char_indices() {
        match c {
            '{' if before == '$' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            '"' | '\'' if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            _ => {}
        }
        before = c;
        if quote.is_none() && braces == 0 && (c.is_whitespace() || c == ';') {
            words.extend(start.take().map(|start| value.part(start, at)));
        } else if start.is_none() {
            start = Some(at);
        }
    }
    words.extend(start.map(|start| value.part(start, raw.len())));
    words
}

/// Programs whose `-p` has the password glued to it.
const MYSQL: [&str; 10] = [
    "mysql",
    "mysqladmin",
    "mysqlcheck",
    "mysqldump",
    "mysqlsh",
    "mysqlshow",
    "mariadb",
    "mariadb-admin",
    "mariadb-check",
    "mariadb-dump",
];

/// The names and values that words of a command pair.
pub(super) fn options<'a>(words: &[Value<'a>]) -> Vec<(String, Value<'a>)> {
    let mut found = Vec::new();
    let program = |word: &Value<'_>| {
        let name = word.raw.rsplit('/').next().unwrap_or("").trim_matches(['"', '\'']).to_owned();
        MYSQL.contains(&name.as_str())
    };
    let is_mysql = words.iter().any(program);
    for (at, word) in words.iter().enumerate() {
        let raw = word.raw;
        let quoted = usize::from(raw.starts_with(['"', '\'']));
        let bare = raw.get(quoted..).unwrap_or("");
        let is_name = |text: &str| {
            let name = text.trim_start_matches('-');
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        };
        if let Some((name, _)) = bare.split_once('=').filter(|(name, _)| is_name(name)) {
            let end = raw.len() - usize::from(quoted == 1 && raw.len() > 1 && raw.ends_with(['"', '\'']));
            found.push((name.to_owned(), word.part((quoted + name.len() + 1).min(end), end)));
        } else if is_mysql && bare.strip_prefix("-p").is_some_and(|rest| !rest.is_empty()) {
            found.push(("-p".to_owned(), word.part(quoted + 2, raw.len())));
        } else if bare.starts_with('-') && is_name(bare) && bare != "-p" {
            let next = words.get(at + 1).filter(|next| !next.raw.starts_with('-'));
            found.extend(next.map(|next| (bare.to_owned(), next.clone())));
        }
    }
    found
}
