//! Our shell parser against shuck-parser on our own scripts.

mod shuck;

use std::path::Path;

#[test]
fn the_oracle_finds_the_same_commands_in_our_scripts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/parser");
    let mut compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "sh") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let theirs = shuck::theirs(&text).unwrap_or_else(|| panic!("the oracle refuses {}", path.display()));
        assert_eq!(shuck::ours(&text), theirs, "{}", path.display());
        compared += 1;
    }
    assert!(compared >= 12, "only {compared} scripts were compared");
}
