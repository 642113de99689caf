//! Every example in the README is real output.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// The `$ plimsoll …` examples: the words after the command, and the output below it.
fn examples(readme: &str) -> Vec<(Vec<String>, String)> {
    let mut examples: Vec<(Vec<String>, String)> = Vec::new();
    let mut open = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            open = false;
        } else if let Some(command) = line.strip_prefix("$ plimsoll ") {
            examples.push((command.split_whitespace().map(str::to_owned).collect(), String::new()));
            open = true;
        } else if let Some((_, output)) = examples.last_mut().filter(|_| open) {
            output.push_str(line);
            output.push('\n');
        }
    }
    examples
}

#[test]
fn every_example_in_the_readme_is_real_output() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let examples = examples(&readme);
    assert!(examples.len() >= 2);
    for (arguments, expected) in examples {
        let run = Command::new(env!("CARGO_BIN_EXE_plimsoll"))
            .args(&arguments)
            .current_dir(&root)
            .env("COLUMNS", "80")
            .env_remove("NO_COLOR")
            .env_remove("FORCE_COLOR")
            .output()
            .unwrap();
        let real = String::from_utf8(run.stdout).unwrap();
        assert_eq!(real, expected, "\n`plimsoll {}` prints now:\n{real}", arguments.join(" "));
    }
}
