//! Where a stage is named, besides the AS that gives it the name: what a rename has to change.

use super::copy_from::from_words;
use crate::cx::DockerfileCx;
use crate::diagnostic::FileId;
use crate::dockerfile::Onbuild;
use crate::know::Know;
use crate::span::Span;
use std::collections::HashMap;

/// The uses of one stage's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageUses {
    /// The names in FROM, `COPY --from`, the mounts of RUN and the `target` of services, without quotes.
    pub places: Vec<(FileId, Span)>,
    /// Whether the name may stand elsewhere, too, out of reach of an edit: in a variable, behind an alias of YAML, in
    /// what an ONBUILD does in another build.
    pub hidden: bool,
}

impl StageUses {
    /// The places that do not have this name yet.
    pub fn not_called<'a>(&'a self, name: &'a str, cx: &DockerfileCx<'a>) -> impl Iterator<Item = (FileId, Span)> {
        let project = cx.linked.project();
        let text = move |file| project.file(file).map_or("", |file| file.source().text());
        self.places.iter().copied().filter(move |&(file, span)| span.of(text(file)) != name)
    }
}

impl DockerfileCx<'_> {
    /// The uses of each stage, by its index. Names mean the last stage above that has them, in any case.
    pub fn stage_uses(&self) -> Vec<StageUses> {
        let mut uses = vec![StageUses::default(); self.facts.stages().len()];
        let mut named: HashMap<String, u32> = HashMap::new();
        let mut any_hidden = false;
        for stage in self.dockerfile.stages() {
            let base = stage.from().and_then(|from| from.image());
            any_hidden |= base.is_some_and(|base| !base.is_literal());
            if let Some(base) = base.filter(|base| base.cooked() != "scratch") {
                note(&mut uses, &named, &base.cooked(), Some((self.file, base.span())));
            }
            for instruction in stage.instructions() {
                if let Some(trigger) = instruction.as_onbuild().and_then(Onbuild::inner) {
                    for (name, ..) in from_words(trigger) {
                        note(&mut uses, &named, &name, None);
                    }
                }
                for (name, span, _) in from_words(instruction) {
                    note(&mut uses, &named, &name, Some((self.file, span)));
                }
            }
            if let Some(name) = stage.name() {
                named.insert(name.to_ascii_lowercase(), stage.index());
            }
        }
        for build in self.linked.builds_of(self.file) {
            let Some(reference) = self.linked.build_ref(build) else { continue };
            match &reference.target {
                Know::Known(name) => {
                    note(&mut uses, &named, name, reference.target_span.map(|span| (build.compose, span)));
                }
                Know::Unknown(_) => any_hidden = true,
                Know::Absent => {}
            }
        }
        for stage in &mut uses {
            stage.hidden |= any_hidden;
        }
        uses
    }
}

/// Notes that a stage is named at a place, or somewhere that no edit reaches.
fn note(uses: &mut [StageUses], named: &HashMap<String, u32>, name: &str, place: Option<(FileId, Span)>) {
    let stage = named.get(&name.to_ascii_lowercase()).and_then(|&stage| uses.get_mut(stage as usize));
    match (stage, place) {
        (Some(stage), Some(place)) => stage.places.push(place),
        (Some(stage), None) => stage.hidden = true,
        (None, _) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    /// The places of each stage as `line:text`, with `?` at the end for a stage that may be named elsewhere.
    fn uses(dockerfile: &str, compose: &str) -> Vec<String> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), dockerfile.into()), Origin::Given);
        project.insert(File::parse(RelPath::new("compose.yaml"), compose.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let place = |(file, span): &(FileId, Span)| {
            let source = linked.project().file(*file).unwrap().source();
            format!("{}:{}", source.position(span.start).line, span.of(source.text()))
        };
        let stages = cx.stage_uses().into_iter().map(|stage| {
            let places: Vec<String> = stage.places.iter().map(place).collect();
            format!("{}{}", places.join(" "), if stage.hidden { "?" } else { "" })
        });
        stages.collect()
    }

    #[test]
    fn names_mean_the_last_stage_above() {
        let text = "FROM a AS one\nFROM One AS two\nCOPY --from=ONE /x /x\nRUN --mount=from=one,target=/x true\n\
                    FROM b AS one\nFROM one\nCOPY --from=0 /x /x\nCOPY --from=two /x /x\nCOPY --from=three /x /x\n";
        assert_eq!(uses(text, "services: {}\n"), ["2:One 3:ONE 4:one", "8:two", "6:one", ""]);
    }

    #[test]
    fn a_target_of_a_service_is_a_use() {
        let text = "FROM a AS one\nFROM a AS two\n";
        let compose = "services:\n  a:\n    build:\n      context: .\n      target: \"One\"\n  b:\n    build: .\n";
        assert_eq!(uses(text, compose), ["5:One", ""]);
        let compose = "x-t: &t two\nservices:\n  a:\n    build:\n      context: .\n      target: *t\n";
        assert_eq!(uses(text, compose), ["", "?"]);
        let compose = "services:\n  a:\n    build:\n      context: .\n      target: ${TARGET}\n";
        assert_eq!(uses(text, compose), ["?", "?"]);
    }

    #[test]
    fn variables_and_triggers_hide_names() {
        assert_eq!(uses("ARG B=one\nFROM a AS one\nFROM $B\n", "services: {}\n"), ["?", "?"]);
        assert_eq!(uses("FROM a AS one\nFROM a\nONBUILD COPY --from=one /x /x\n", "services: {}\n"), ["?", ""]);
        assert_eq!(uses("FROM a AS scratch\nFROM scratch\n", "services: {}\n"), ["", ""]);
    }
}
