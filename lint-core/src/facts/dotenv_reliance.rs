//! Variables of a stack file that only `.env` gives.

use crate::compose::interpolate::{self, Operator, Part};
use crate::cx::ComposeCx;
use crate::span::Span;
use crate::yaml::Yaml;
use std::collections::HashSet;

impl ComposeCx<'_> {
    /// The variables without a default that stand in the file and in the `.env` beside it, each where it stands first.
    pub fn variables_of_dotenv(&self) -> Vec<(String, Span)> {
        let project = self.linked.project();
        let path = project.file(self.file).and_then(|file| file.path().parent_join(".env"));
        let file = path.and_then(|path| project.file(project.by_path(&path)?));
        file.map_or_else(Vec::new, |file| relied_on(self.yaml, file.source().text()))
    }
}

/// The names that `.env` gives.
fn names(dotenv: &str) -> HashSet<&str> {
    let name = |line: &'_ str| -> Option<usize> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        let end = line.find(|c: char| !is_name(c)).unwrap_or(line.len());
        let after = line.get(end..)?.trim_start();
        (end > 0 && after.starts_with(['=', ':'])).then_some(end)
    };
    let lines = dotenv.lines().map(|line| line.trim_start().trim_start_matches("export ").trim_start());
    lines.filter_map(|line| line.get(..name(line)?)).collect()
}

fn relied_on(yaml: &Yaml, dotenv: &str) -> Vec<(String, Span)> {
    let given = names(dotenv);
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let is_key =
        |node: crate::yaml::Node<'_>| node.parent().is_some_and(|parent| parent.is_mapping()) && node.entry().is_none();
    for node in yaml.nodes().filter(|node| !is_key(*node)) {
        let Some(text) = node.text().filter(|text| text.contains('$')) else { continue };
        for (part, span) in interpolate::parts(text) {
            let Part::Variable { name, word, .. } = part else { continue };
            let has_default = matches!(word, Some((Operator::DefaultIfEmpty | Operator::DefaultIfUnset, _)));
            if !has_default && given.contains(name) && seen.insert(name) {
                found.push((name.to_owned(), node.map().span(span)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_told_of_where_it_stands_first() {
        let text = "services:\n  a:\n    image: x:${TAG}\n    environment: {A: \"$B\", C: \"${D:-1}\", E: \"$$F\", G: \"$H\", I: \"$B\"}\n";
        let yaml = crate::yaml::parse(text.into());
        let found = relied_on(&yaml, "# B=\nTAG=1\nexport B = 2\nD=3\nF=4\nTAG: 5\nH\n");
        let found: Vec<_> = found.iter().map(|(name, span)| (name.as_str(), span.of(text))).collect();
        assert_eq!(found, [("TAG", "${TAG}"), ("B", "$B")]);
    }
}
