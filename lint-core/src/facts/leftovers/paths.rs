//! Which paths hold which folders: globs, braces, and pieces that are not known.

/// Stands for a piece of a path that is not known.
pub(super) const UNKNOWN: char = '\0';

/// How many paths the braces of one word are read into, and how many parts of one path are looked at.
const MAX_PATHS: usize = 64;
const MAX_PARTS: usize = 16;

/// Whether removing what a pattern names empties a folder: it is the folder, all in it, or something that holds it.
/// The folder may lie below another root (`/mnt/root/var/cache/dnf`). `~` is any home folder.
///
/// What is not known may be anything: then the answer is yes.
pub(super) fn empties(pattern: &str, globs: bool, folder: &str) -> bool {
    let parts = |path| str::split(path, '/').filter(|part: &&str| !part.is_empty() && *part != ".");
    let given: Vec<&str> = parts(pattern).take(MAX_PARTS).collect();
    let wanted: Vec<&str> = parts(folder).collect();
    let Some((first, below)) = wanted.split_first() else { return false };
    if *first == "~" {
        return empties_in_home(&given, globs, below);
    }
    let at_root = !given.is_empty() && (pattern.starts_with(['/', UNKNOWN]) || given.first() == Some(first));
    if at_root && holds(&given, globs, &wanted) {
        return true;
    }
    let mut roots = (1..given.len().saturating_sub(1)).filter_map(|at| given.get(at..));
    roots.any(|given| given.first() == Some(first) && holds(given, globs, &wanted))
}

/// The same for a folder in the home folder of somebody.
fn empties_in_home(given: &[&str], globs: bool, wanted: &[&str]) -> bool {
    let first = wanted.first().copied().unwrap_or("");
    match given {
        ["~" | "root"] | ["home", _] => true,
        [only] if only.contains(UNKNOWN) => true,
        _ => {
            let at = given.iter().position(|part| is_match(part, globs, first));
            at.and_then(|at| given.get(at..)).is_some_and(|given| holds(given, globs, wanted))
        }
    }
}

fn holds(given: &[&str], globs: bool, wanted: &[&str]) -> bool {
    match (given.split_first(), wanted.split_first()) {
        (None, _) => true,
        (Some((part, _)), None) => part.contains(UNKNOWN) || (globs && is_glob(part)),
        (Some((part, rest)), Some(_)) if part.contains(UNKNOWN) => {
            rest.is_empty()
                || (0..wanted.len()).filter_map(|at| wanted.get(at..)).any(|wanted| holds(rest, globs, wanted))
        }
        (Some((part, rest)), Some((name, below))) => is_match(part, globs, name) && holds(rest, globs, below),
    }
}

fn is_glob(part: &str) -> bool {
    part.contains(['*', '?', '['])
}

/// Whether a part of a pattern names a part of a path. A glob that does not begin with a dot skips hidden names.
fn is_match(part: &str, globs: bool, name: &str) -> bool {
    let (Some(first), Some(last)) = (part.find(['*', '?', '[']), part.rfind(['*', '?', ']'])) else {
        return part == name;
    };
    let (before, after) = (part.get(..first).unwrap_or(""), part.get(last + 1..).unwrap_or(""));
    globs && (part.starts_with('.') || !name.starts_with('.')) && name.starts_with(before) && name.ends_with(after)
}

/// What braces stand for: `/a/{b,c}` is two paths.
pub(super) fn braces(text: &str) -> Vec<String> {
    let mut done = Vec::new();
    let mut open = vec![text.to_owned()];
    while let Some(text) = open.pop() {
        match group(&text) {
            Some((before, items, after)) if done.len() + open.len() < MAX_PATHS => {
                open.extend(items.split(',').map(|item| format!("{before}{item}{after}")));
            }
            _ => done.push(text),
        }
    }
    done
}

/// The first group that holds no other: what is before, in and after it.
fn group(text: &str) -> Option<(&str, &str, &str)> {
    let (head, after) = text.split_once('}')?;
    let (before, items) = head.rsplit_once('{')?;
    items.contains(',').then_some((before, items, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_with_what_holds_it_and_with_all_in_it() {
        for pattern in [
            "/var/lib/apt/lists/*",
            "/var/lib/apt/lists",
            "/var/lib/apt/lists/",
            "/var/lib/apt/*",
            "/var//lib/apt",
            "/mnt/root/var/lib/apt/lists/*",
            "/var/lib/*/lists",
            "/var/lib/apt/lists/*_Packages",
            "var/lib/apt/lists",
            "\0",
            "\0/lists/*",
            "/var/\0",
            "\0/var/lib/apt",
        ] {
            assert!(empties(pattern, true, "/var/lib/apt/lists"), "{pattern}");
        }
        for pattern in [
            "/var/lib/apt/lists/partial",
            "/var/lib/apt/listsx",
            "/var/cache/apt/*",
            "/tmp/\0",
            "\0/build",
            "/var/lib/dpkg/\0",
            "*",
            "",
            "lists/*",
        ] {
            assert!(!empties(pattern, true, "/var/lib/apt/lists"), "{pattern}");
        }
        assert!(!empties("/var/lib/apt/lists/*", false, "/var/lib/apt/lists"));
    }

    #[test]
    fn home_folders_are_anybody_s() {
        for pattern in ["~/.cache", "/root/.cache/*", "/home/me/.cache/pip", "/root", "/home/\0/.cache/", "/root/.*"] {
            assert!(empties(pattern, true, "~/.cache/pip"), "{pattern}");
        }
        for pattern in ["/root/*", "/root/.cache/uv", "/home/\0/.cache/yarn", "/root/.npm", "/tmp/\0", "/home"] {
            assert!(!empties(pattern, true, "~/.cache/pip"), "{pattern}");
        }
    }

    #[test]
    fn braces_are_expanded_within_reason() {
        let mut all = braces("/var/{lib/{apt,dpkg},cache}/x");
        all.sort_unstable();
        all.dedup();
        assert_eq!(all, ["/var/cache/x", "/var/lib/apt/x", "/var/lib/dpkg/x"]);
        assert_eq!(braces("a}{b"), ["a}{b"]);
        assert!(braces(&"{a,b}".repeat(40)).len() <= 80);
    }
}
