//! `.env` files and those of `env_file`: names with values, as Compose reads them (compose-go's `dotenv`).
//!
//! Every text gives entries; what the loader refuses is listed beside them, and reading goes on with the next line.
//! Variables in values are noted, not resolved.

use crate::span::Span;

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DotEnv {
    /// The entries, in order; a later one of the same name holds.
    pub entries: Vec<Entry>,
    /// What the loader refuses: where, and why.
    pub errors: Vec<(Span, Fault)>,
}

/// A name with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The value; `None` for a name alone, whose value comes from the environment.
    pub value: Option<Value>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The text without quotes and escapes; variables stand in it as written.
    pub text: String,
    /// Where it stands, without its quotes.
    pub span: Span,
    /// The quotes around it.
    pub quote: Option<char>,
    /// Whether variables in it are resolved when the file is loaded.
    pub has_variables: bool,
}

impl Value {
    /// The text, when no variable decides.
    pub fn known(&self) -> Option<&str> {
        (!self.has_variables).then_some(self.text.as_str())
    }
}

/// Why the loader refuses a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A character that no name may hold.
    Name(char),
    /// No name before the sign.
    NoName,
    /// Quotes that are not closed.
    Unclosed,
}

impl DotEnv {
    /// The entry that holds for a name.
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.name == name)
    }
}

/// Reads a text.
///
/// ```
/// let file = plimsoll_core::dotenv::parse("# one\nexport A=1 # one\nB=\"x\\ny\"\nC='${A}'\nD=${A}\n");
/// let known: Vec<_> = file.entries.iter().map(|entry| entry.value.as_ref().and_then(|value| value.known())).collect();
/// assert_eq!(known, [Some("1"), Some("x\ny"), Some("${A}"), None]);
/// ```
pub fn parse(text: &str) -> DotEnv {
    let mut reader = Reader { text, at: 0, unclosed: [false; 2] };
    let mut file = DotEnv::default();
    if text.starts_with('\u{feff}') {
        reader.at = '\u{feff}'.len_utf8();
    }
    while reader.skip_to_entry() {
        match reader.entry() {
            Ok(entry) => file.entries.push(entry),
            Err(error) => {
                file.errors.push(error);
                reader.skip_line();
            }
        }
    }
    file
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Whether no closing quote follows any more: of `"` and of `'`.
    unclosed: [bool; 2],
}

const fn is_blank(c: char) -> bool {
    matches!(c, '\t' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{85}' | '\u{a0}')
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').map_or(self.rest().len(), |end| end + 1);
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_blank).len();
    }

    /// Goes to the next entry; false at the end.
    fn skip_to_entry(&mut self) -> bool {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            match self.rest().chars().next() {
                None => return false,
                Some('#') => self.skip_line(),
                Some(_) => return true,
            }
        }
    }

    fn entry(&mut self) -> Result<Entry, (Span, Fault)> {
        if let Some(after) = self.rest().strip_prefix("export").filter(|after| after.starts_with(is_blank)) {
            self.at = self.text.len() - after.len();
            self.skip_blanks();
        }
        let start = self.at;
        let mut sign = None;
        let mut end = start;
        for (at, c) in self.rest().char_indices() {
            match c {
                '=' | ':' | '\n' => {
                    sign = Some((start + at, c));
                    break;
                }
                c if is_blank(c) => continue,
                c if c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '[' | ']') => {}
                // What is no name ends where its line does.
                c => return Err((span(start + at, start + at + c.len_utf8()), Fault::Name(c))),
            }
            end = start + at + c.len_utf8();
        }
        let name = self.text.get(start..end).unwrap_or("");
        let name_span = span(start, end);
        if name.is_empty() {
            return Err((span(start, start + 1), Fault::NoName));
        }
        if let Some(blank) = name.find(is_blank) {
            return Err((span(start + blank, start + blank + 1), Fault::Name(' ')));
        }
        self.at = end;
        let value = match sign {
            Some((at, '=' | ':')) => {
                self.at = at + 1;
                self.skip_blanks();
                Some(self.value()?)
            }
            _ => None,
        };
        Ok(Entry { name: name.to_owned(), name_span, value })
    }

    fn value(&mut self) -> Result<Value, (Span, Fault)> {
        match self.rest().chars().next() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            _ => Ok(self.unquoted()),
        }
    }

    fn unquoted(&mut self) -> Value {
        let start = self.at;
        let line = self.rest().split('\n').next().unwrap_or("");
        self.skip_line();
        // The comment of an empty value begins at once: the blank before it is gone.
        let is_empty = line.starts_with('#') && self.text.get(..start).is_some_and(|before| before.ends_with(' '));
        let value = if is_empty { "" } else { line.split(" #").next().unwrap_or("") };
        let value = value.trim_end();
        Value {
            text: value.to_owned(),
            span: span(start, start + value.len()),
            quote: None,
            has_variables: value.contains('$'),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<Value, (Span, Fault)> {
        let start = self.at + 1;
        let kind = usize::from(quote == '\'');
        let error = (span(self.at, start), Fault::Unclosed);
        if self.unclosed.get(kind).copied().unwrap_or(false) {
            return Err(error);
        }
        let mut text = String::new();
        let (mut escaped, mut has_variables) = (false, false);
        for (at, c) in self.text.get(start..).unwrap_or("").char_indices() {
            if escaped {
                escaped = false;
                push_escaped(&mut text, c, quote);
            } else if c == '\\' {
                escaped = true;
            } else if c == quote {
                self.at = start + at + 1;
                return Ok(Value { text, span: span(start, start + at), quote: Some(quote), has_variables });
            } else {
                has_variables |= c == '$' && quote == '"';
                text.push(c);
            }
        }
        if let Some(unclosed) = self.unclosed.get_mut(kind) {
            *unclosed = true;
        }
        Err(error)
    }
}

/// What a backslash and the character behind it stand for.
fn push_escaped(text: &mut String, c: char, quote: char) {
    let known = match (quote, c) {
        (_, c) if c == quote => Some(c),
        ('"', 'n') => Some('\n'),
        ('"', 'r') => Some('\r'),
        ('"', 't') => Some('\t'),
        ('"', '$' | '\\') => Some(c),
        _ => None,
    };
    match known {
        Some(known) => text.push(known),
        None => text.extend(['\\', c]),
    }
}

const fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Vec<(String, Option<String>)> {
        let file = parse(text);
        assert_eq!(file.errors, [], "{text}");
        file.entries.into_iter().map(|entry| (entry.name, entry.value.map(|value| value.text))).collect()
    }

    fn one(text: &str) -> String {
        known(text).pop().unwrap().1.unwrap()
    }

    #[test]
    fn plain_values_end_at_the_line_or_a_comment() {
        assert_eq!(one("A=1"), "1");
        assert_eq!(one("A = 1 \r\n"), "1");
        assert_eq!(one("A: 1"), "1");
        assert_eq!(one("export A=1"), "1");
        assert_eq!(one("A=x#y # z"), "x#y");
        assert_eq!(one("A= # z"), "");
        assert_eq!(one("A=\nB="), "");
        assert_eq!(one("\u{feff}A=a=b"), "a=b");
        assert_eq!(one("A=it's"), "it's");
        assert_eq!(known("A\nB=1"), [("A".into(), None), ("B".into(), Some("1".into()))]);
        assert_eq!(known("exported=1")[0].0, "exported");
    }

    #[test]
    fn quotes_hold_lines_and_escapes() {
        assert_eq!(one("A=\"x # y\" # z"), "x # y");
        assert_eq!(one("A=\"one\ntwo\"\n"), "one\ntwo");
        assert_eq!(one("A='one\ntwo'\n"), "one\ntwo");
        assert_eq!(one("A=\"a\\\"b\\n\\$C\\q\""), "a\"b\n$C\\q");
        assert_eq!(one("A='a\\'b\\n'"), "a'b\\n");
        assert_eq!(known("A=\"x\" B=y").len(), 2);
    }

    #[test]
    fn variables_are_noted() {
        let of = |text: &str| parse(text).entries[0].value.clone().unwrap().has_variables;
        assert!(of("A=${B}") && of("A=\"$B\"") && of("A=x$B"));
        assert!(!of("A='$B'") && !of("A=\"\\$B\"") && !of("A=b"));
    }

    #[test]
    fn places_are_those_of_name_and_value() {
        let text = "# x\nexport  KEY = \"va lue\"\nB=c\n";
        let file = parse(text);
        assert_eq!(file.entries[0].name_span.of(text), "KEY");
        assert_eq!(file.entries[0].value.as_ref().unwrap().span.of(text), "va lue");
        assert_eq!(file.get("B").unwrap().value.as_ref().unwrap().span.of(text), "c");
    }

    #[test]
    fn faults_cost_their_line_only() {
        let file = parse("A B=1\n=2\nC!=3\nD=4\nE=\"x\nF='y\nG=5\n");
        let names: Vec<&str> = file.entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["D", "G"]);
        let faults: Vec<&Fault> = file.errors.iter().map(|(_, fault)| fault).collect();
        assert_eq!(faults, [&Fault::Name(' '), &Fault::NoName, &Fault::Name('!'), &Fault::Unclosed, &Fault::Unclosed]);
    }

    #[test]
    fn many_open_quotes_are_read_in_linear_time() {
        for line in ["\\\"", "B=\\\"\n", "B='x'\n", "B=\"\\\n"] {
            parse(&format!("A=\"{}", line.repeat(100_000)));
        }
    }
}
