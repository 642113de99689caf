//! A new rule: its file, with an example that fails until the check is written, and its first cases.

use std::fs;
use std::path::{Path, PathBuf};

use crate::tools::{self, Result};

/// What a family begins with: the cases and the hook.
struct Family {
    name: &'static str,
    /// The language of the documentation's fences.
    language: &'static str,
    bad: &'static str,
    good: &'static str,
    hook: &'static str,
    check: &'static str,
}

const FAMILIES: [Family; 4] = [
    Family {
        name: "dockerfile",
        language: "dockerfile",
        bad: "FROM debian:13\nRUN bad-command\n",
        good: "FROM debian:13\nRUN good-command\n",
        hook: "Check::Command(&[\"bad-command\"], check)",
        check: "fn check(_cx: &DockerfileCx<'_>, _at: &CommandAt<'_>, _sink: &mut Sink<'_>) {",
    },
    Family {
        name: "compose",
        language: "yaml",
        bad: "services:\n  web:\n    image: nginx:1.29\n    x-bad: true\n",
        good: "services:\n  web:\n    image: nginx:1.29\n",
        hook: "Check::Service(check)",
        check: "fn check(_cx: &ComposeCx<'_>, _at: &ServiceAt<'_>, _sink: &mut Sink<'_>) {",
    },
    Family {
        name: "project",
        language: "project",
        bad: "==> Dockerfile\nFROM debian:13\nRUN bad-command\n==> compose.yaml\nservices:\n  web:\n    build: .\n",
        good: "==> Dockerfile\nFROM debian:13\nRUN good-command\n==> compose.yaml\nservices:\n  web:\n    build: .\n",
        hook: "Check::Build(check)",
        check: "fn check(_cx: &BuildCx<'_>, _sink: &mut Sink<'_>) {",
    },
    Family {
        name: "swarm",
        language: "project",
        bad: "==> docker-stack.yml\nservices:\n  web:\n    image: nginx:1.29\n    x-bad: true\n",
        good: "==> docker-stack.yml\nservices:\n  web:\n    image: nginx:1.29\n",
        hook: "Check::Service(check)",
        check: "fn check(_cx: &ComposeCx<'_>, _at: &ServiceAt<'_>, _sink: &mut Sink<'_>) {",
    },
];

/// Writes the files of `family/id` and says what to do next.
pub(crate) fn create(name: &str) -> Result {
    let written = write(tools::root(), name)?;
    for path in &written {
        println!("wrote {}", path.display());
    }
    let id = name.split_once('/').map_or(name, |(_, id)| id);
    println!(
        "\nNext:\n  \
         1. Write the check, and let the documentation say what goes wrong without the rule (docs/writing-rules.md).\n  \
         2. cargo test -p plimsoll-rules {id}        until the example and the cases hold\n  \
         3. PLIMSOLL_UPDATE=1 cargo test -p plimsoll-rules {id}        writes the snapshot beside bad.txt: read it\n  \
         4. cargo xtask gen        writes the rule's page and the tables"
    );
    Ok(())
}

/// Writes the files below `root`; the paths, relative to it.
fn write(root: &Path, name: &str) -> Result<Vec<PathBuf>> {
    let (family, id) = parse(name)?;
    let file = format!("{}.rs", id.replace('-', "_"));
    for known in sub_folders(&root.join("rules/src")) {
        if known.join(&file).exists() {
            return Err(format!("there is a rule `{id}` already: {}", known.join(&file).display()));
        }
    }
    let source = Path::new("rules/src").join(family.name).join(file);
    let cases = Path::new("fixtures/rules").join(id);
    // A case without a header is a Dockerfile.
    let case =
        |text: &str| if family.language == "yaml" { format!("==> compose.yaml\n{text}") } else { text.to_owned() };
    let files = [
        (source, template(family, id)),
        (cases.join("bad.txt"), case(family.bad)),
        (cases.join("good.txt"), case(family.good)),
    ];
    for (path, text) in &files {
        let path = root.join(path);
        let done = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        done.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

fn parse(name: &str) -> Result<(&'static Family, &str)> {
    let families = || FAMILIES.map(|family| family.name).join(", ");
    let Some((family, id)) = name.split_once('/') else {
        return Err(format!("`{name}` has no family: write family/id, with one of {}", families()));
    };
    let Some(family) = FAMILIES.iter().find(|known| known.name == family) else {
        return Err(format!("there is no family `{family}`; there are {}", families()));
    };
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if !id.split('-').all(word) || !id.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Err(format!("`{id}` is no id: lower-case words with `-` between them, such as `no-sudo`"));
    }
    Ok((family, id))
}

fn template(family: &Family, id: &str) -> String {
    let fence = |attribute: &str, text: &str| {
        let lines = text.trim_end().replace('\n', "\n    /// ");
        format!("    /// ```{}{attribute}\n    /// {lines}\n    /// ```\n", family.language)
    };
    format!(
        "//! TODO: one line: what it finds.\n\n\
         use plimsoll_core::prelude::*;\n\n\
         declare_rule! {{\n    \
         /// TODO: what is wrong, and what goes wrong without this rule. Then the exemptions.\n    ///\n\
         {bad}    ///\n{good}    \
         pub static RULE = {{\n        \
         id: \"{id}\", summary: \"TODO: say in the imperative what to do\", category: Correctness, severity: Warning,\n        \
         since: \"{version}\", presets: [Strict], aliases: [],\n    }}\n    {hook}\n}}\n\n\
         {check}\n    \
         // TODO: `sink.report(span, \"what is wrong\").help(\"what to do\");`. The first example fails until then.\n}}\n",
        bad = fence(",expect", family.bad),
        good = fence("", family.good),
        version = env!("CARGO_PKG_VERSION"),
        hook = family.hook,
        check = family.check,
    )
}

fn sub_folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An empty folder that no other test uses.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("plimsoll-new-rule-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_rule_and_its_cases_are_written_where_they_belong() {
        let root = folder("written");
        let written = write(&root, "dockerfile/no-sudo").unwrap();
        let paths: Vec<String> = written.iter().map(|path| path.to_string_lossy().replace('\\', "/")).collect();
        assert_eq!(
            paths,
            ["rules/src/dockerfile/no_sudo.rs", "fixtures/rules/no-sudo/bad.txt", "fixtures/rules/no-sudo/good.txt"]
        );
        let source = fs::read_to_string(root.join(&written[0])).unwrap();
        assert!(
            source.contains("id: \"no-sudo\"") && source.contains("/// ```dockerfile,expect\n    /// FROM"),
            "{source}"
        );
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_rule_is_never_written_over_another_one_of_any_family() {
        let root = folder("twice");
        write(&root, "compose/no-sudo").unwrap();
        assert!(write(&root, "dockerfile/no-sudo").unwrap_err().contains("already"));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn names_that_are_none_are_refused_with_the_way_out() {
        for (name, part) in [
            ("no-sudo", "family/id"),
            ("kitchen/no-sudo", "there are dockerfile, compose, project, swarm"),
            ("dockerfile/NoSudo", "lower-case"),
            ("dockerfile/../x", "lower-case"),
            ("dockerfile/no--sudo", "lower-case"),
            ("dockerfile/", "lower-case"),
        ] {
            let Err(error) = parse(name) else { panic!("{name} is taken for a name") };
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn a_compose_case_says_that_it_is_one() {
        let root = folder("compose");
        write(&root, "compose/x-bad").unwrap();
        let case = fs::read_to_string(root.join("fixtures/rules/x-bad/bad.txt")).unwrap();
        assert!(case.starts_with("==> compose.yaml\nservices:"), "{case}");
        fs::remove_dir_all(root).unwrap();
    }
}
