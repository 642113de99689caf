//! What is too large or too deep to check: the linter behind this module takes quadratic time in places, and its tree is
//! walked by recursion. Measurements are in docs/decisions/0006.

/// The longest script, in bytes.
const MAX_BYTES: usize = 64 * 1024;
/// How many bytes of a script may mean something to a shell. The largest of 5,000 public scripts has 667.
const MAX_ACTIVE: usize = 1_500;
/// How many of them are looked at in one file.
const MAX_ACTIVE_IN_FILE: usize = 12_000;
/// How deep `$(`, backticks, quotes, braces, parentheses and compound commands may be nested.
const MAX_DEPTH: usize = 40;

/// Words that stand before a command, and before another of their kind.
const PREFIXES: [&str; 9] = ["time", "coproc", "while", "until", "env", "command", "builtin", "exec", "sudo"];

/// What is left for the scripts of a file.
#[derive(Debug)]
pub(super) struct Budget {
    active: usize,
}

impl Budget {
    pub(super) const fn new() -> Self {
        Self { active: MAX_ACTIVE_IN_FILE }
    }

    /// Whether a script may be checked; takes its share.
    pub(super) fn allows(&mut self, script: &str) -> bool {
        if script.len() > MAX_BYTES {
            return false;
        }
        let active = script.bytes().filter(|byte| b"$`(){}[];&|<>*?\\\n".contains(byte)).count();
        let Some(left) = self.active.checked_sub(active) else { return false };
        if active > MAX_ACTIVE || is_deep(script) {
            return false;
        }
        self.active = left;
        true
    }
}

/// What is open at a place of a script.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Open {
    Quote,
    Backtick,
    Parenthesis,
    Brace,
    Keyword,
}

/// Whether more than [`MAX_DEPTH`] things are open at once. What closes nothing is passed over, so that the depth is
/// rather too large than too small.
fn is_deep(script: &str) -> bool {
    let mut open: Vec<Open> = Vec::new();
    let mut rest = script;
    let mut before = '\n';
    // A command may begin here: a keyword is one.
    let mut begins = true;
    // `time time …` and `[ ! ! …` nest without a bracket.
    let mut prefixes = 0;
    while let Some(c) = rest.chars().next() {
        let mut step = c.len_utf8();
        let quoted = open.last() == Some(&Open::Quote);
        let opens = !quoted || before == '$';
        let at_word = before.is_ascii_whitespace() || before == '!' || is_operator(before);
        match c {
            '\\' => step += rest.get(1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
            '\'' if !quoted => {
                step += rest.get(1..).and_then(|rest| rest.find('\'')).map_or(rest.len() - 1, |at| at + 1);
            }
            '#' if at_word && !quoted => step = rest.find('\n').unwrap_or(rest.len()),
            '"' => toggle(&mut open, Open::Quote),
            '`' => toggle(&mut open, Open::Backtick),
            '(' if opens => open.push(Open::Parenthesis),
            '{' if opens => open.push(Open::Brace),
            ')' => close(&mut open, Open::Parenthesis),
            '}' => close(&mut open, Open::Brace),
            _ if at_word && !quoted && c.is_ascii_alphabetic() => {
                step = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
                let word = rest.get(..step).unwrap_or("");
                prefixes += usize::from(PREFIXES.contains(&word));
                begins = begins && keyword(word, &mut open);
            }
            _ if is_operator(c) || c == '!' || c == '\n' => {}
            _ => begins &= c.is_ascii_whitespace(),
        }
        if open.len() > MAX_DEPTH || prefixes > MAX_DEPTH {
            return true;
        }
        if c == '!' {
            prefixes += 1;
            begins = true;
        } else if is_operator(c) || c == '\n' {
            prefixes = 0;
            begins = true;
        }
        before = if step == c.len_utf8() { c } else { 'a' };
        rest = rest.get(step..).unwrap_or("");
    }
    false
}

const fn is_operator(c: char) -> bool {
    matches!(c, ';' | '&' | '|' | '(' | ')' | '`' | '{')
}

/// Notes a word where a command may begin; whether one may begin after it too.
fn keyword(word: &str, open: &mut Vec<Open>) -> bool {
    match word {
        "if" | "case" | "do" | "select" => open.push(Open::Keyword),
        "fi" | "esac" | "done" => close(open, Open::Keyword),
        _ => {}
    }
    matches!(word, "if" | "then" | "elif" | "else" | "while" | "until" | "do" | "time")
}

fn toggle(open: &mut Vec<Open>, what: Open) {
    if open.last() == Some(&what) {
        open.pop();
    } else {
        open.push(what);
    }
}

fn close(open: &mut Vec<Open>, what: Open) {
    if open.last() == Some(&what) {
        open.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(script: &str) -> bool {
        Budget::new().allows(script)
    }

    #[test]
    fn ordinary_scripts_are_allowed() {
        assert!(allows("set -eux; apt-get update && apt-get install -y \"curl=$(cat v)\" # it's\nrm -rf /x"));
        assert!(allows(&"if a; then case $x in a) b;; *) c;; esac; fi\n".repeat(50)));
        assert!(allows(&"echo \"$(a 'b)' | c)\" `d`\n".repeat(100)));
        assert!(allows(&"echo \"see (it\" do if case; [ a ] || { b; }\n".repeat(80)));
    }

    #[test]
    fn deep_scripts_are_not() {
        for (unit, close) in [
            ("(", ")"),
            ("$(a ", ")"),
            ("{ ", "; }"),
            ("if a; then ", "; fi"),
            ("\"$(", ")\""),
            ("case a in b) ", ";; esac"),
        ] {
            assert!(allows(&format!("{}x{}", unit.repeat(15), close.repeat(15))), "{unit}");
            assert!(!allows(&format!("{}x{}", unit.repeat(50), close.repeat(50))), "{unit}");
            assert!(!allows(&unit.repeat(50)), "{unit}");
        }
        assert!(!allows(&"while a; do ".repeat(50)));
        assert!(!allows(&"time -p ".repeat(50)));
        assert!(!allows(&format!("[ {}a ]", "! ".repeat(50))));
        assert!(allows(&"time -p make; ".repeat(100)));
    }

    #[test]
    fn long_and_busy_scripts_are_not() {
        assert!(!allows(&"a".repeat(MAX_BYTES + 1)));
        assert!(!allows(&"a; ".repeat(MAX_ACTIVE + 1)));
        let mut budget = Budget::new();
        let script = "a; ".repeat(MAX_ACTIVE);
        assert_eq!((0..20).filter(|_| budget.allows(&script)).count(), MAX_ACTIVE_IN_FILE / MAX_ACTIVE);
    }
}
