//! What a file is, by its name and by its content.

/// What a file is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A Dockerfile or Containerfile.
    Dockerfile,
    /// A Compose or stack file.
    Compose,
    /// A configuration of a linter: ours, or hadolint's.
    Config,
    /// Anything else that a stage or service refers to, such as an entrypoint script.
    Other,
}

impl FileKind {
    /// The word used in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dockerfile => "dockerfile",
            Self::Compose => "compose",
            Self::Config => "config",
            Self::Other => "other",
        }
    }
}

/// What a file is: by its name where the name says so, else by its content. `None`: nothing for us.
///
/// `head` may be the whole text or its beginning (a few kilobytes suffice); pass `""` to judge by the name alone, and
/// see [`name_asks_for_content`] for the files whose content has to be looked at.
pub fn kind_of(path: &str, head: &str) -> Option<FileKind> {
    if crate::config::Dialect::of(path).is_some() {
        return Some(FileKind::Config);
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    match dockerfile_name(&name) {
        Named::Surely => return Some(FileKind::Dockerfile),
        Named::Perhaps if looks_like_dockerfile(head) => return Some(FileKind::Dockerfile),
        Named::Perhaps | Named::No => {}
    }
    if !is_yaml_name(&name) {
        return None;
    }
    let is_foreign = || is_clearly_foreign(head) || (is_linuxkit(head) && !is_docker_name(&name));
    if is_compose_name(&name) && (head.is_empty() || !is_foreign()) {
        return Some(FileKind::Compose);
    }
    has_services(head).then_some(FileKind::Compose)
}

/// Whether a path's last part is the name of a Compose or stack file.
pub fn is_compose_name(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    is_yaml_name(&name)
        && stem.split(['.', '-', '_']).any(|part| matches!(part, "compose" | "stack"))
        && !stem.starts_with('.')
}

/// Whether a path's last part is the name of a Compose file that Docker looks for by itself, or begins like the names in
/// its documentation: nobody calls anything else so.
pub fn is_docker_name(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    is_yaml_name(&name)
        && ["compose.y", "compose.override.y", "docker-compose", "docker-stack"]
            .iter()
            .any(|begin| name.starts_with(begin))
}

/// Whether the content decides what a file of this name is.
pub fn name_asks_for_content(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    is_yaml_name(&name) || dockerfile_name(&name) == Named::Perhaps
}

fn is_yaml_name(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "yaml" | "yml")))
}

/// How surely a name is that of a Dockerfile.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Named {
    Surely,
    /// `team__dockerfile_base`: the content decides.
    Perhaps,
    No,
}

/// `Dockerfile`, `Containerfile`, `Dockerfile.api`, `api.Dockerfile`, `Dockerfile-api`, `api_Dockerfile`; not their
/// `.dockerignore`, and not programs or texts about them.
fn dockerfile_name(name: &str) -> Named {
    const OTHER: [&str; 24] = [
        "dockerignore",
        "md",
        "txt",
        "rst",
        "html",
        "json",
        "yaml",
        "yml",
        "toml",
        "xml",
        "j2",
        "tmpl",
        "tpl",
        "erb",
        "jinja",
        "jinja2",
        "mustache",
        "rs",
        "py",
        "go",
        "js",
        "ts",
        "rb",
        "sh",
    ];
    if name.rsplit_once('.').is_some_and(|(_, extension)| OTHER.contains(&extension)) {
        return Named::No;
    }
    let whole = |part: &str| matches!(part, "dockerfile" | "containerfile");
    let mut words = name.split(['.', '-', '_']);
    if words.next().is_some_and(whole) || words.next_back().is_some_and(whole) || name.split('.').any(whole) {
        return Named::Surely;
    }
    if words.any(whole) { Named::Perhaps } else { Named::No }
}

/// Whether a text begins as a Dockerfile does: a `# syntax=` directive, or FROM or ARG as the first instruction.
pub fn looks_like_dockerfile(head: &str) -> bool {
    for line in head.trim_start_matches('\u{feff}').lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim_start().to_ascii_lowercase();
            if comment.strip_prefix("syntax").is_some_and(|rest| rest.trim_start().starts_with('=')) {
                return true;
            }
        } else if !line.is_empty() {
            let first = line.split_whitespace().next().unwrap_or("");
            let arguments = line.split_whitespace().nth(1).is_some_and(|word| word != "=" && !word.starts_with(':'));
            return arguments && ["FROM", "ARG"].iter().any(|word| first.eq_ignore_ascii_case(word));
        }
    }
    false
}

/// A top-level `services:` with something indented below it (or a flow mapping).
fn has_services(head: &str) -> bool {
    let mut lines = head.trim_start_matches('\u{feff}').lines();
    while let Some(line) = lines.next() {
        let Some(rest) = line.strip_prefix("services:").or_else(|| line.strip_prefix("\"services\":")) else {
            continue;
        };
        let rest = rest.split(" #").next().unwrap_or("").trim();
        if rest.starts_with('{') {
            return true;
        }
        if !rest.is_empty() && !rest.starts_with(['&', '!', '#']) {
            return false;
        }
        return lines.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')).is_some_and(|line| {
            line.starts_with([' ', '\t']) && !line.trim_start().starts_with("- ") && line.contains(':')
        });
    }
    false
}

/// Kubernetes objects, GitHub workflows and the like that happen to be called `stack.yaml`.
fn is_clearly_foreign(head: &str) -> bool {
    let top = |key: &str| head.lines().any(|line| line.starts_with(key));
    !top("services:")
        && !top("\"services\":")
        && !top("include:")
        && (top("apiVersion:")
            || top("kind:")
            || top("jobs:")
            || top("resolver:")
            || top("- ")
            || top("AWSTemplateFormatVersion:"))
}

/// A definition of `LinuxKit`, which has `services` too: a list.
fn is_linuxkit(head: &str) -> bool {
    let top = |key: &str| head.lines().any(|line| line.starts_with(key));
    top("kernel:") && (top("init:") || top("onboot:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_dockerfiles_are_known() {
        for name in [
            "Dockerfile",
            "dockerfile",
            "Containerfile",
            "Dockerfile.dev",
            "api.Dockerfile",
            "a/b/Dockerfile-x86",
            "x.dockerfile",
        ] {
            assert_eq!(kind_of(name, ""), Some(FileKind::Dockerfile), "{name}");
        }
        for name in [
            "Dockerfile.dockerignore",
            "Dockerfile.md",
            "README",
            "dockerfiles",
            "Dockerfile.j2",
            "dockerfile.go",
            "mydockerfile",
        ] {
            assert_eq!(kind_of(name, ""), None, "{name}");
        }
    }

    #[test]
    fn a_dockerfile_in_the_middle_of_a_name_is_judged_by_its_content() {
        assert_eq!(kind_of("team__dockerfile_base", "# hi\nFROM a\n"), Some(FileKind::Dockerfile));
        assert_eq!(kind_of("team__dockerfile_base", "notes on it\n"), None);
    }

    #[test]
    fn compose_files_are_known_by_name_or_content() {
        for name in
            ["compose.yaml", "docker-compose.yml", "docker-compose.prod.yml", "app.stack.yml", "compose-dev.yaml"]
        {
            assert_eq!(kind_of(name, ""), Some(FileKind::Compose), "{name}");
        }
        assert_eq!(kind_of("deploy.yml", "x: 1\nservices:\n  web:\n    image: a\n"), Some(FileKind::Compose));
        assert_eq!(kind_of("deploy.yml", "services:\n  - a\n"), None);
        assert_eq!(kind_of("deploy.yml", "kind: Pod\n"), None);
        let linuxkit = "kernel:\n  image: a\ninit:\n- b\nservices:\n- name: c\n";
        assert_eq!(kind_of("compose-dynamic.yml", linuxkit), None);
        assert_eq!(kind_of("a/docker-compose.yml", linuxkit), Some(FileKind::Compose));
        assert_eq!(kind_of("stack.yaml", "resolver: lts-22.0\npackages:\n- .\n"), None);
    }
}
