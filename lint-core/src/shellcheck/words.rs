//! What is said about a finding.

use super::reader::Reader;

/// Message and help for a finding on `text`. Where we have no words of our own, the linter's are used.
pub(super) fn of(code: u16, text: &str, reader: Reader, said: &str, fix_title: Option<&str>) -> (String, String) {
    if let Some(what) = not_in_sh(code) {
        let message = match reader.sh {
            Some(_) => format!("`{}`: {} does not know {what}", clip(text), reader.name()),
            None => format!("`{}`: not every `sh` knows {what}", clip(text)),
        };
        let help = "write it in the standard way, or name a shell that knows it: `SHELL [\"/bin/bash\", \"-c\"]`";
        return (message, help.to_owned());
    }
    if code == 2028 {
        let message = match reader.name() {
            "dash" => format!("`{}`: few shells but dash have an `echo` that reads backslashes", clip(text)),
            "sh" => format!("`{}`: not every `sh` has an `echo` that reads backslashes", clip(text)),
            shell => format!("`{}`: the `echo` of {shell} does not read backslashes", clip(text)),
        };
        return (message, "use `printf`".to_owned());
    }
    if let Some((message, help)) = own(code) {
        let text = if code == 1001 { text.trim_start_matches('\\') } else { text };
        return (message.replace("{text}", &clip(text)), help.replace("{text}", &clip(text)));
    }
    let said = said.strip_prefix("this ").map_or_else(|| said.to_owned(), |rest| format!("the {rest}"));
    let message = if said.contains('`') { said } else { format!("`{}`: {said}", clip(text)) };
    let help = fix_title.map_or_else(|| format!("see https://www.shellcheck.net/wiki/SC{code}"), str::to_owned);
    (message, help)
}

/// At most a line of reasonable length, without backticks of its own.
fn clip(text: &str) -> String {
    const MAX: usize = 40;
    let line = text.lines().next().unwrap_or("").trim();
    let line = line.strip_prefix('`').and_then(|line| line.strip_suffix('`')).unwrap_or(line).replace('`', "'");
    if line.chars().count() <= MAX && !text.trim_end().contains('\n') {
        return line;
    }
    let cut: String = line.chars().take(MAX).collect();
    format!("{}…", cut.trim_end())
}

/// The same, beginning with a capital letter.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What the standard's `sh` lacks.
const fn not_in_sh(code: u16) -> Option<&'static str> {
    Some(match code {
        2112 | 2113 => "the word `function`",
        3001 => "process substitution",
        3002 => "extended wildcards",
        3003 => "`$'…'`",
        3004 => "`$\"…\"`",
        3005 => "`for ((…))`",
        3006 => "`((…))`",
        3007 => "`$[…]`",
        3008 => "`select`",
        3009 => "brace expansion",
        3010 => "`[[ … ]]`",
        3011 => "here-strings",
        3012 => "`<` and `>` in tests",
        3014 => "`==` in tests",
        3015 => "`=~`",
        3016 => "`-v` in tests",
        3017 => "`-a` for files",
        3018 => "`++` and `--`",
        3019 => "`**`",
        3020 => "`&>`",
        3021 => "`>&` with a file",
        3022 => "named file descriptors",
        3024 => "`+=`",
        3026 => "`[^…]`",
        3029 => "`|&`",
        3032 => "`coproc`",
        3033 => "such names of functions",
        3034 => "`$(<file)`",
        3036 | 3037 => "flags of `echo`",
        3039 => "`let`",
        3040 => "this option of `set`",
        3041 => "this flag of `set`",
        3043 => "`local`",
        3044 => "this command",
        3045 => "this option",
        3046 | 3051 => "`source`",
        3047 => "this `trap`",
        3048 => "`SIG` in signal names",
        3050 => "`%q`",
        3052 => "numbers with a base",
        3053 => "`${!…}`",
        3030 | 3054 | 3055 => "arrays",
        3057 => "`${…:1:2}`",
        3058 => "patterns on `$@`",
        3059 => "`${…^}` and `${…,}`",
        3060 => "`${…/…/…}`",
        3062 | 3065 | 3067 => "this test",
        _ => return None,
    })
}

/// Messages and helps of our own; `{text}` is what the finding is on.
#[rustfmt::skip] // two lines a finding
const fn own(code: u16) -> Option<(&'static str, &'static str)> {
    Some(match code {
        1001 => ("the backslash before `{text}` says nothing here: the shell drops it",
                 "remove the backslash, or put the word in single quotes if it is meant to stay"),
        1007 => ("`{text}` sets the variable to nothing: a blank follows",
                 "write `{text}''` if that is meant, else remove the blank"),
        1012 => ("`{text}` is no special character here: the shell drops the backslash",
                 "write `printf '…'` for one, or quote the word"),
        1046 | 1047 => ("no `fi` closes the `if`",
                 "write `fi` at its end"),
        1048 => ("nothing stands between `else` and `fi`",
                 "leave `else` out, or write `:` after it"),
        1049 => ("no `then` follows the condition of `if`",
                 "write `; then` after it"),
        1058 => ("no `do` follows the head of the loop",
                 "write `; do` after it"),
        1061 => ("no `done` closes the loop",
                 "write `done` at its end"),
        1083 => ("`{text}` stands for itself here: no group or expansion begins or ends with it",
                 "put a `;` before a closing `}`, or quote the brace"),
        1089 => ("`{text}` closes nothing here",
                 "remove it, or begin what it closes"),
        2003 => ("`expr` is a program where the shell calculates by itself",
                 "write `$((…))`"),
        2005 | 2116 => ("`echo` writes what `{text}` writes anyway",
                 "run the command without `echo`"),
        2006 => ("backticks do not nest and change what backslashes mean",
                 "write `$(…)`"),
        2010..=2012 => ("what `ls` writes is for people: names with blanks or line breaks fall apart",
                 "use a wildcard or `find`"),
        2015 => ("`a && b || c` is no if-then-else: `c` runs also when `b` fails",
                 "write `if a; then b; else c; fi`"),
        2016 => ("nothing in `{text}` is expanded: it is in single quotes",
                 "use double quotes where this shell shall expand it"),
        2034 => ("`{text}` is set, but nothing uses it",
                 "remove it, or export it if a program that is started needs it"),
        2035 => ("`{text}` may match names that begin with `-`, which are then taken for options",
                 "begin the pattern with `./`, or write `--` before it"),
        2038 => ("file names with blanks fall apart between `find` and `xargs`",
                 "write `find … -print0 | xargs -0 …` or `find … -exec … {} +`"),
        2043 => ("the loop runs only once: its list has one item",
                 "leave the loop out, unless the list will grow"),
        2044 | 2045 => ("file names with blanks fall apart in a `for` loop over `{text}`",
                 "use a wildcard, or `find … -exec … {} \\;`"),
        2046 => ("the output of `{text}` is not quoted: it falls apart at blanks",
                 "put it in double quotes, unless several words are meant"),
        2059 => ("the format of `printf` holds a variable: each `%` and `\\` in its value counts",
                 "write `printf '…%s…' \"$variable\"`"),
        2060..=2062 => ("`{text}` is not quoted: the shell puts matching file names in its place",
                 "put it in quotes"),
        2070 => ("`{text}` is not quoted: the test is true also when it is empty",
                 "write `\"{text}\"`"),
        2086 => ("`{text}` is not quoted: blanks and wildcards in its value count",
                 "write `\"{text}\"`"),
        2102 => ("`{text}` stands for one of the characters in the brackets",
                 "quote it, if it means itself"),
        2115 => ("`rm` takes far more than it should when a variable in `{text}` is empty",
                 "write `\"${variable:?}\"`: the command fails then"),
        2129 => ("several commands in a row write to one file",
                 "write `{ …; …; } >> file`"),
        2146 => ("`{text}` belongs to the last alternative of `-o` only",
                 "put the alternatives in `\\( … \\)`"),
        2154 => ("`{text}` is used, but nothing sets it",
                 "set it, or declare it with ARG or ENV"),
        2155 => ("a failure is lost: `{text}` is declared and set to the output of a command at once",
                 "set it first, and declare it after: `{text}=$(…) && export {text}`"),
        2162 => ("`read` without `-r` drops backslashes",
                 "write `read -r`"),
        2164 => ("when `cd` fails, the script goes on in the wrong folder",
                 "write `cd … &&` or `cd … || exit 1`"),
        2166 => ("`{text}` in tests is not well defined",
                 "write `[ … ] && [ … ]` or `[ … ] || [ … ]`"),
        2196 => ("`egrep` is gone from newer versions of grep",
                 "write `grep -E`"),
        2197 => ("`fgrep` is gone from newer versions of grep",
                 "write `grep -F`"),
        2233..=2235 => ("`{text}` starts a process only to group tests",
                 "use `{ …; }`"),
        2238 => ("output goes to a file called `{text}`, like a command",
                 "write `./{text}` if the file is meant, `| {text}` if the command is"),
        2261 => ("output is redirected twice: only the last redirect counts",
                 "quote the word if `>` belongs to it: `'package>=1.0'`"),
        2291 => ("several blanks between words come out as one",
                 "put the text in quotes"),
        2308 => ("`expr {text}` is not everywhere, and the shell has the same",
                 "use `${variable%…}`, `${variable#…}` and `${#variable}`"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_clipped() {
        assert_eq!(clip("$x"), "$x");
        assert_eq!(clip("`date`"), "date");
        assert_eq!(clip(&"é".repeat(50)), format!("{}…", "é".repeat(40)));
        assert_eq!(clip("f() {\n  a\n}"), "f() {…");
    }
}
