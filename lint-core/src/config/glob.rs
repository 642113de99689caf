//! Path patterns of a configuration.

/// A pattern for paths, read from the folder of its configuration: `*` and `?` stay within a part, `**` crosses parts,
/// `[a-z]` is one character of a set, `{a,b}` one of several texts. A pattern without `/` matches at any depth, as in a
/// `.gitignore`; one that matches a folder covers what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    alternatives: Vec<Vec<Token>>,
}

/// More alternatives than this are cut: `{a,b}{a,b}…` doubles with each group.
const MAX_ALTERNATIVES: usize = 256;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// This character.
    Char(char),
    /// Any character but `/`.
    One,
    /// Any number of characters but `/`.
    Many,
    /// Any number of characters.
    Deep,
    /// A character of the ranges, or none of them.
    Set(Vec<(char, char)>, bool),
}

impl Glob {
    /// Reads a pattern. Every text is one: what is not closed stands for itself.
    pub fn new(pattern: &str) -> Self {
        let pattern = pattern.trim_start_matches("./");
        let anchored = pattern.trim_end_matches('/').contains('/');
        let pattern = pattern.trim_start_matches('/').trim_end_matches('/');
        let alternatives = expand(pattern).into_iter().map(|text| {
            let mut tokens = if anchored { Vec::new() } else { vec![Token::Deep] };
            tokens.extend(read(&text));
            tokens
        });
        Self { alternatives: alternatives.collect() }
    }

    /// Whether a path below the folder matches, or one of the folders it lies in.
    ///
    /// ```
    /// use plimsoll_core::config::Glob;
    /// assert!(Glob::new("test/**").matches("test/a/Dockerfile"));
    /// assert!(Glob::new("*.{dev,test}").matches("api/Dockerfile.dev"));
    /// assert!(Glob::new("vendor").matches("api/vendor/x/Dockerfile"));
    /// assert!(!Glob::new("api/*").matches("web/api/Dockerfile"));
    /// ```
    pub fn matches(&self, path: &str) -> bool {
        let characters: Vec<char> = path.chars().collect();
        let ends = characters.iter().enumerate().filter(|&(_, character)| *character == '/').map(|(at, _)| at);
        let ends: Vec<usize> = ends.chain([characters.len()]).collect();
        self.alternatives.iter().any(|tokens| matches(tokens, &characters, &ends))
    }
}

/// Whether the tokens match one of the prefixes that end at `ends`: one pass over the text with a set of states.
fn matches(tokens: &[Token], text: &[char], ends: &[usize]) -> bool {
    let mut states = vec![false; tokens.len() + 1];
    if let Some(first) = states.first_mut() {
        *first = true;
    }
    close(tokens, &mut states, true);
    for at in 0..=text.len() {
        if states.last() == Some(&true) && ends.contains(&at) {
            return true;
        }
        let Some(&character) = text.get(at) else { break };
        let mut next = vec![false; states.len()];
        for (state, token) in tokens.iter().enumerate() {
            if states.get(state) != Some(&true) {
                continue;
            }
            let (stays, moves) = match token {
                Token::Char(wanted) => (false, *wanted == character),
                Token::One => (false, character != '/'),
                Token::Many => (character != '/', false),
                Token::Deep => (true, false),
                Token::Set(ranges, negated) => {
                    let within = ranges.iter().any(|&(from, to)| (from..=to).contains(&character));
                    (false, character != '/' && within != *negated)
                }
            };
            for target in [stays.then_some(state), moves.then_some(state + 1)].into_iter().flatten() {
                if let Some(slot) = next.get_mut(target) {
                    *slot = true;
                }
            }
        }
        close(tokens, &mut next, character == '/');
        states = next;
    }
    false
}

/// Follows what may match nothing. `**` begins and ends at a part: it lets go only after `/`, or at its beginning.
fn close(tokens: &[Token], states: &mut [bool], after_slash: bool) {
    for (state, token) in tokens.iter().enumerate() {
        let empty = matches!(token, Token::Many)
            || (matches!(token, Token::Deep) && (after_slash || state + 1 == tokens.len()));
        if empty
            && states.get(state) == Some(&true)
            && let Some(slot) = states.get_mut(state + 1)
        {
            *slot = true;
        }
    }
}

/// The pattern once for each way through its braces.
fn expand(pattern: &str) -> Vec<String> {
    let mut done = Vec::new();
    let mut open = vec![pattern.to_owned()];
    while let Some(text) = open.pop() {
        let group = text.find('{').and_then(|from| Some((from, from + text.get(from..)?.find('}')?)));
        let Some((from, to)) = group.filter(|_| done.len() + open.len() < MAX_ALTERNATIVES) else {
            done.push(text);
            continue;
        };
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or("");
        for choice in part(from + 1..to).split(',') {
            open.push(format!("{}{choice}{}", part(0..from), part(to + 1..text.len())));
        }
    }
    done
}

fn read(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = pattern.chars().peekable();
    let mut at_start = true;
    while let Some(character) = rest.next() {
        let token = match character {
            '*' if rest.next_if_eq(&'*').is_some() => match rest.peek() {
                // `**/` is one thing: the slash is part of what it may leave out.
                Some('/') if at_start => {
                    rest.next();
                    tokens.push(Token::Deep);
                    continue;
                }
                None if at_start => Token::Deep,
                _ => Token::Many,
            },
            '*' => Token::Many,
            '?' => Token::One,
            '[' => match set(&mut rest.clone()) {
                Some((token, length)) => {
                    let _ = rest.by_ref().take(length).count();
                    token
                }
                None => Token::Char('['),
            },
            '\\' => Token::Char(rest.next().unwrap_or('\\')),
            character => Token::Char(character),
        };
        at_start = token == Token::Char('/');
        tokens.push(token);
    }
    tokens
}

/// `a-z]` or `!a-z]`, and how many characters it is long.
fn set(rest: &mut dyn Iterator<Item = char>) -> Option<(Token, usize)> {
    let text: Vec<char> = rest.take_while(|&character| character != ']').collect();
    let length = text.len() + 1;
    let negated = matches!(text.first(), Some('!' | '^'));
    let body = text.get(usize::from(negated)..)?;
    if body.is_empty() {
        return None;
    }
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(&from) = body.get(at) {
        let to = body.get(at + 2).filter(|_| body.get(at + 1) == Some(&'-'));
        ranges.push((from, *to.unwrap_or(&from)));
        at += if to.is_some() { 3 } else { 1 };
    }
    Some((Token::Set(ranges, negated), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yes(pattern: &str, path: &str) {
        assert!(Glob::new(pattern).matches(path), "{pattern} {path}");
    }

    fn no(pattern: &str, path: &str) {
        assert!(!Glob::new(pattern).matches(path), "{pattern} {path}");
    }

    #[test]
    fn stars_stay_within_a_part_and_double_stars_do_not() {
        yes("a/*/Dockerfile", "a/b/Dockerfile");
        no("a/*/Dockerfile", "a/b/c/Dockerfile");
        yes("a/**/Dockerfile", "a/b/c/Dockerfile");
        yes("a/**/Dockerfile", "a/Dockerfile");
        no("a/**/Dockerfile", "a/xDockerfile");
        yes("**/test/*.yaml", "x/y/test/a.yaml");
        yes("**/test/*.yaml", "test/a.yaml");
        no("**/test/*.yaml", "mytest/a.yaml");
        yes("**", "anything/at/all");
    }

    #[test]
    fn a_pattern_without_a_slash_matches_at_any_depth_and_covers_folders() {
        yes("Dockerfile.dev", "a/b/Dockerfile.dev");
        yes("vendor/", "vendor/Dockerfile");
        yes("vendor", "a/vendor/b/Dockerfile");
        no("vendor", "a/vendored/Dockerfile");
        yes("/vendor/x", "vendor/x/Dockerfile");
        no("a/vendor", "b/a/vendor/Dockerfile");
    }

    #[test]
    fn sets_and_braces_are_understood() {
        yes("Dockerfile.[a-c]", "Dockerfile.b");
        no("Dockerfile.[!a-c]", "Dockerfile.b");
        yes("{api,web}/**", "web/Dockerfile");
        no("{api,web}/**", "db/Dockerfile");
        yes("a?c", "abc");
        yes("[", "[");
        yes("{a", "{a");
        yes("\\*", "*");
    }

    #[test]
    fn hostile_patterns_end_soon() {
        let stars = "*a".repeat(2_000);
        no(&stars, &"a".repeat(1_000));
        let braces = "{a,b}".repeat(40);
        no(&braces, &"c".repeat(40));
    }
}
