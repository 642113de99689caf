//! Plimsoll in the browser: one [`Workspace`] class over the engine, JSON text over the boundary.
//!
//! The module reads nothing and sends nothing: the page hands it texts and gets findings back.
//! What the rules say about themselves is no part of it: `cargo xtask wasm` puts it into `rules.json` beside the module.
//! The shapes of the JSON are written down as TypeScript types in `types.ts` beside this crate.

mod editor;
pub mod engine;
mod utf16;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::engine::{CheckOutput, Options};

/// The files of one project and the findings of the last check of them.
#[wasm_bindgen]
#[derive(Default)]
pub struct Workspace {
    /// Path and text, sorted by path so that the order of edits never shows in a report.
    files: Vec<(String, String)>,
    /// Of exactly these files: gone as soon as one changes.
    checked: Option<CheckOutput>,
}

#[wasm_bindgen]
impl Workspace {
    /// A workspace without files.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file or replaces its text.
    pub fn set(&mut self, path: &str, text: String) {
        self.checked = None;
        match self.find(path) {
            Ok(at) => {
                if let Some(file) = self.files.get_mut(at) {
                    file.1 = text;
                }
            }
            Err(at) => self.files.insert(at, (path.to_owned(), text)),
        }
    }

    /// Takes a file away; a path that is not there is no error.
    pub fn remove(&mut self, path: &str) {
        self.checked = None;
        if let Ok(at) = self.find(path) {
            self.files.remove(at);
        }
    }

    /// Checks all files. `options` is a JSON object (see `CheckOptions` in `types.ts`); the answer is the text that
    /// `plimsoll check --format json` prints for the same files.
    pub fn check(&mut self, options: &str) -> Result<String, String> {
        let output = engine::check(&self.files, &Options::parse(options)?);
        let report = output.report.clone();
        self.checked = Some(output);
        Ok(report)
    }

    /// What an editor needs of the last check: a JSON array parallel to the report's `findings`, with places as UTF-16
    /// offsets into the documents. Empty when a file has changed since.
    pub fn editor(&self) -> String {
        self.checked.as_ref().map_or_else(|| "[]".to_owned(), editor::json)
    }

    /// The version of the engine.
    pub fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    /// A JSON array of the paths that the files name and that are not here, such as `api/Dockerfile`.
    pub fn wanted(&self) -> String {
        serde_json::to_string(&engine::wanted(&self.files)).unwrap_or_default()
    }

    fn find(&self, path: &str) -> Result<usize, usize> {
        self.files.binary_search_by(|(other, _)| other.as_str().cmp(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn parsed(text: &str) -> Value {
        serde_json::from_str(text).expect("JSON")
    }

    #[test]
    fn the_order_of_edits_does_not_show_in_the_report() {
        let (mut one, mut other) = (Workspace::new(), Workspace::new());
        one.set("Dockerfile", "FROM alpine:latest\n".into());
        one.set("compose.yaml", "services: {}\n".into());
        other.set("compose.yaml", "x".into());
        other.set("Dockerfile", "FROM alpine:latest\n".into());
        other.set("compose.yaml", "services: {}\n".into());
        assert_eq!(one.check("{}"), other.check("{}"));
    }

    #[test]
    fn a_removed_file_has_no_findings() {
        let mut workspace = Workspace::new();
        workspace.set("Dockerfile", "FROM alpine:latest\n".into());
        assert_ne!(parsed(&workspace.check("{}").unwrap())["findings"], Value::Array(Vec::new()));
        workspace.remove("Dockerfile");
        workspace.remove("never-there");
        assert_eq!(parsed(&workspace.check("{}").unwrap())["findings"], Value::Array(Vec::new()));
    }

    #[test]
    fn editor_places_are_parallel_to_the_findings_and_count_utf16() {
        let mut workspace = Workspace::new();
        let text = "# 🚢 é\nFROM alpine:latest\n";
        workspace.set("Dockerfile", text.into());
        let report = parsed(&workspace.check("{}").unwrap());
        let places = parsed(&workspace.editor());
        let findings = report["findings"].as_array().unwrap();
        assert_eq!(findings.len(), places.as_array().unwrap().len());
        let units: Vec<u16> = text.encode_utf16().collect();
        for (finding, place) in findings.iter().zip(places.as_array().unwrap()) {
            let bytes = |end: &str| usize::try_from(finding[end]["offset"].as_u64().unwrap()).unwrap();
            let utf16 = |end: &str| usize::try_from(place[end].as_u64().unwrap()).unwrap();
            let seen = String::from_utf16(&units[utf16("from")..utf16("to")]).unwrap();
            assert_eq!(seen, text[bytes("start")..bytes("end")]);
        }
    }

    #[test]
    fn a_change_makes_the_places_stale() {
        let mut workspace = Workspace::new();
        workspace.set("Dockerfile", "FROM alpine:latest\n".into());
        workspace.check("{}").unwrap();
        workspace.set("Dockerfile", "FROM alpine:3.22\n".into());
        assert_eq!(workspace.editor(), "[]");
    }

    #[test]
    fn options_that_are_no_json_object_are_an_error_and_not_a_panic() {
        let mut workspace = Workspace::new();
        assert!(workspace.check("").is_err());
        assert!(workspace.check("[]").is_err());
        assert!(workspace.check(r#"{"preset":"nonsense"}"#).is_err());
        assert!(workspace.check(r#"{"preset":"strict"}"#).is_ok());
        assert!(workspace.check(r#"{"target":"nonsense"}"#).is_err());
        assert!(workspace.check(r#"{"target":"swarm"}"#).is_ok());
    }

    #[test]
    fn what_a_compose_file_builds_is_wanted_until_it_is_there() {
        let mut workspace = Workspace::new();
        workspace.set("compose.yaml", "services:\n  api:\n    build: ./api\n".into());
        assert_eq!(workspace.wanted(), r#"["api/Dockerfile"]"#);
        workspace.set("api/Dockerfile", "FROM alpine:3.22\nCOPY dist /srv\n".into());
        // An ignore file is used when it is there, and not missed when it is not.
        assert_eq!(workspace.wanted(), "[]");
        workspace.set("api/.dockerignore", "dist\n".into());
        let report = parsed(&workspace.check("{}").unwrap());
        let findings = report["findings"].as_array().unwrap();
        assert!(findings.iter().any(|finding| finding["rule"] == "copy-ignored-file"));
    }

    #[test]
    fn files_that_are_loaded_together_are_wanted() {
        let mut workspace = Workspace::new();
        workspace.set("plimsoll.yaml", "sets: [[base.yaml, compose.prod.yaml]]\n".into());
        workspace.set("compose.prod.yaml", "services: {}\n".into());
        assert_eq!(workspace.wanted(), r#"["base.yaml"]"#);
        let report = parsed(&workspace.check("{}").unwrap());
        assert_eq!(report["findings"][0]["message"], "there is no file `base.yaml`");
        workspace.set("base.yaml", "services: {}\n".into());
        assert_eq!(workspace.wanted(), "[]");
    }

    #[test]
    fn a_file_that_is_nothing_to_lint_is_not_among_the_checked() {
        let mut workspace = Workspace::new();
        workspace.set("Dockerfile", "FROM alpine:3.22\n".into());
        workspace.set("notes.md", "FROM here on\n".into());
        let report = parsed(&workspace.check("{}").unwrap());
        assert_eq!(report["summary"]["files"], 1);
        assert_eq!(report["files"][0]["path"], "Dockerfile");
    }

    #[test]
    fn places_in_an_inline_dockerfile_are_those_of_its_compose_file() {
        let mut workspace = Workspace::new();
        let text =
            "# 🚢\nservices:\n  a:\n    build:\n      dockerfile_inline: |\n        # é\n        FROM alpine:latest\n";
        workspace.set("compose.yaml", text.into());
        let report = parsed(&workspace.check(r#"{"preset":"all"}"#).unwrap());
        let findings = report["findings"].as_array().unwrap();
        let at = findings.iter().position(|finding| finding["rule"] == "no-latest-tag").expect("the finding");
        let place = &parsed(&workspace.editor())[at];
        let units: Vec<u16> = text.encode_utf16().collect();
        let offset = |end: &str| usize::try_from(place[end].as_u64().unwrap()).unwrap();
        assert_eq!(String::from_utf16(&units[offset("from")..offset("to")]).unwrap(), "alpine:latest");
    }
}
