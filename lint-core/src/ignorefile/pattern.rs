//! One pattern of an ignore file, matched without backtracking.

use super::Fuel;

/// A pattern.
#[derive(Clone, Debug)]
pub(super) struct Glob {
    steps: Vec<Step>,
    /// Whether its own engine would read it as a regular expression of another meaning.
    is_strange: bool,
}

/// What one step of a pattern takes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Char(char),
    /// `?`: a character that is no slash.
    One,
    /// `*`: a run of these.
    Many,
    /// `[a-z]`, `[^a-z]`
    Class(Vec<(char, char)>, Inverted),
    /// `**` with something after it: nothing, or a run of anything that ends with a slash.
    Deep,
    /// `**` at the end, or before plain text: a run of anything.
    All,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Inverted {
    Yes,
    No,
}

/// How a pattern and a path meet.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// Not at all.
    No,
    /// The path, or a folder it lies in.
    Whole,
    /// Something that may lie below the path.
    Below,
    /// We cannot tell.
    Unsure,
}

/// The longest pattern and the longest path that are looked at.
const MAX_LENGTH: usize = 1024;

impl Glob {
    /// Reads a pattern that was cleaned as a path.
    pub(super) fn parse(pattern: &str) -> Self {
        let mut steps = Vec::new();
        let mut is_strange = pattern.len() > MAX_LENGTH;
        let mut chars = pattern.chars().take(MAX_LENGTH).peekable();
        while let Some(c) = chars.next() {
            let step = match c {
                '*' if chars.next_if_eq(&'*').is_some() => {
                    let is_first = steps.is_empty();
                    let glued = chars.next_if_eq(&'/').is_none();
                    let is_last = chars.peek().is_none();
                    // `**.log` at the start is read as an ending.
                    let is_ending = is_first && glued && chars.clone().all(|c| !is_special(c));
                    Some(if is_last || is_ending { Step::All } else { Step::Deep })
                }
                '*' => Some(Step::Many),
                '?' => Some(Step::One),
                '\\' => chars.next().map(Step::Char),
                '[' => class(&mut chars),
                c => Some(Step::Char(c)),
            };
            let Some(step) = step else {
                is_strange = true;
                break;
            };
            steps.push(step);
        }
        let is_plain = steps.iter().all(|step| matches!(step, Step::Char(_) | Step::All)) && !pattern.contains('\\');
        is_strange |= !is_plain && pattern.contains(['+', '(', ')', '|', '{', '}', '^']) && !is_class_only(pattern);
        Self { steps, is_strange }
    }

    /// Whether nothing is written, so that nothing matches.
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// `*`, `**` or `**/*`: nothing is left.
    pub(super) fn is_everything(&self) -> bool {
        matches!(self.steps.as_slice(), [Step::Many | Step::All] | [Step::Deep, Step::Many])
    }

    /// Follows all ways through the pattern at once, one character after the other.
    pub(super) fn matches(&self, path: &str, fuel: &mut Fuel) -> Match {
        if self.is_strange || path.len() > MAX_LENGTH {
            return Match::Unsure;
        }
        // Most patterns are told apart by their first letter.
        if let Some(Step::Char(first)) = self.steps.first()
            && !path.starts_with(*first)
        {
            return Match::No;
        }
        let mut at = Places::start(&self.steps);
        for c in path.chars().chain(['/']) {
            if c == '/' && at.is_at_end() {
                return Match::Whole;
            }
            if !fuel.spend(at.len()) {
                return Match::Unsure;
            }
            at = at.after(c, &self.steps);
            if at.is_dead() {
                return Match::No;
            }
        }
        Match::Below
    }
}

/// The places in a pattern that a text can have led to: indexes of steps in rising order, with those inside of a
/// [`Step::Deep`] apart.
struct Places {
    before: Vec<usize>,
    inside: Vec<usize>,
    end: usize,
}

impl Places {
    fn start(steps: &[Step]) -> Self {
        let mut places = Self { before: Vec::new(), inside: Vec::new(), end: steps.len() };
        places.enter(0, steps);
        places
    }

    fn is_at_end(&self) -> bool {
        self.before.last() == Some(&self.end)
    }

    fn is_dead(&self) -> bool {
        self.before.is_empty() && self.inside.is_empty()
    }

    fn len(&self) -> u32 {
        (self.before.len() + self.inside.len()) as u32
    }

    /// Adds a place, and those behind steps that may take nothing.
    fn enter(&mut self, mut step: usize, steps: &[Step]) {
        while self.before.last().is_none_or(|&last| last < step) {
            self.before.push(step);
            if !matches!(steps.get(step), Some(Step::Many | Step::All | Step::Deep)) {
                return;
            }
            step += 1;
        }
    }

    fn after(&self, c: char, steps: &[Step]) -> Self {
        let mut next = Self { before: Vec::new(), inside: Vec::new(), end: self.end };
        let mut inside = self.inside.iter().copied().peekable();
        // Both lists rise, so the new ones do when they are walked side by side.
        for &step in &self.before {
            while let Some(deep) = inside.next_if(|&deep| deep <= step) {
                next.stay_inside(deep, c, steps);
            }
            match steps.get(step) {
                Some(Step::Char(wanted)) if *wanted == c => next.enter(step + 1, steps),
                Some(Step::One) if c != '/' => next.enter(step + 1, steps),
                Some(Step::Class(ranges, inverted)) if is_in(ranges, *inverted, c) => next.enter(step + 1, steps),
                Some(Step::Many) if c != '/' => next.enter(step, steps),
                Some(Step::All) => next.enter(step, steps),
                Some(Step::Deep) => next.stay_inside(step, c, steps),
                _ => {}
            }
        }
        for deep in inside {
            next.stay_inside(deep, c, steps);
        }
        next
    }

    fn stay_inside(&mut self, deep: usize, c: char, steps: &[Step]) {
        if self.inside.last().is_none_or(|&last| last < deep) {
            self.inside.push(deep);
        }
        if c == '/' {
            self.enter(deep + 1, steps);
        }
    }
}

fn is_special(c: char) -> bool {
    matches!(c, '*' | '?' | '[' | ']' | '\\')
}

/// Whether the only sign of a regular expression is the `^` of a class.
fn is_class_only(pattern: &str) -> bool {
    !pattern.replace("[^", "[").contains(['+', '(', ')', '|', '{', '}', '^'])
}

fn is_in(ranges: &[(char, char)], inverted: Inverted, c: char) -> bool {
    ranges.iter().any(|&(from, to)| from <= c && c <= to) == (inverted == Inverted::No)
}

/// The rest of `[…]`; `None` when it does not end or holds what we do not read.
fn class(chars: &mut std::iter::Peekable<impl Iterator<Item = char>>) -> Option<Step> {
    let inverted = if chars.next_if_eq(&'^').is_some() { Inverted::Yes } else { Inverted::No };
    let mut ranges = Vec::new();
    loop {
        let from = match chars.next()? {
            ']' if !ranges.is_empty() => return Some(Step::Class(ranges, inverted)),
            '[' | ']' | '\\' | '-' | '&' | '~' => return None,
            from => from,
        };
        let to =
            if chars.next_if_eq(&'-').is_some() { chars.next().filter(|&to| to != ']' && to != '\\')? } else { from };
        ranges.push((from, to));
    }
}
