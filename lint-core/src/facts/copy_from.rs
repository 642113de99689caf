//! What `COPY --from` and the `from` of a mount name.

use super::ImageName;
use crate::cx::DockerfileCx;
use crate::dockerfile::{Flag, Instruction, InstructionView, Stage};
use crate::images;
use crate::span::Span;
use std::borrow::Cow;

/// A name after `from`.
#[derive(Clone, Debug)]
pub struct FromName<'a> {
    /// The name as the build reads it.
    pub name: Cow<'a, str>,
    /// Its bytes.
    pub span: Span,
    /// Whether it stands in a mount of RUN.
    pub in_mount: bool,
    /// What it names.
    pub origin: FromOrigin,
}

/// What is copied from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FromOrigin {
    /// An earlier stage, by its name.
    Stage(u32),
    /// An earlier stage, by its number.
    Numbered(u32),
    /// The stage that the instruction stands in.
    Own,
    /// A stage further down, which is not there yet.
    Later(u32),
    /// A number that no stage has.
    NoSuchStage,
    /// A number in a mount, where it is read as a name.
    MountNumber,
    /// A variable, which is not expanded there.
    Variable,
    /// Neither a stage nor the name of any image.
    Invalid,
    /// A context that a service gives its build.
    Context,
    /// An image: its tag, its path or our data say so.
    Image(ImageName),
    /// A word that may be an image, a context of the command line, or a mistake.
    Word,
}

/// Official images that files are often taken from, of which nothing else is known.
const TOOLS: [&str; 6] = ["composer", "docker", "gradle", "maven", "rust", "hello-world"];

impl<'a> DockerfileCx<'a> {
    /// The names after `from` in a COPY or RUN.
    pub fn names_after_from<'i>(&self, instruction: Instruction<'i>) -> Vec<FromName<'i>> {
        let named = |(name, span, in_mount): (Cow<'i, str>, Span, bool)| FromName {
            origin: self.origin_of(instruction, &name, in_mount),
            name,
            span,
            in_mount,
        };
        from_words(instruction).into_iter().map(named).collect()
    }

    fn origin_of(&self, at: Instruction<'_>, name: &str, in_mount: bool) -> FromOrigin {
        let own = at.stage().map_or(0, Stage::index);
        if name.contains('$') {
            return FromOrigin::Variable;
        }
        if self.is_named_context(name) {
            return FromOrigin::Context;
        }
        if let Ok(number) = name.parse::<i64>() {
            return match u32::try_from(number).ok().and_then(|number| self.dockerfile.stage(number)) {
                _ if in_mount => FromOrigin::MountNumber,
                None => FromOrigin::NoSuchStage,
                Some(stage) if stage.index() == own => FromOrigin::Own,
                Some(stage) if stage.index() > own => FromOrigin::Later(stage.index()),
                Some(stage) => FromOrigin::Numbered(stage.index()),
            };
        }
        if let Some(stage) = self.dockerfile.stage_by_name(name, own) {
            return FromOrigin::Stage(stage.index());
        }
        if at.stage().and_then(Stage::name).is_some_and(|own| own.eq_ignore_ascii_case(name)) {
            return FromOrigin::Own;
        }
        if let Some(stage) = self.dockerfile.stage_by_name(name, u32::MAX) {
            return FromOrigin::Later(stage.index());
        }
        match ImageName::parse(name).filter(|_| is_reference(name)) {
            None => FromOrigin::Invalid,
            Some(image) => {
                let is_known = images::lookup(&image.familiar, None).is_some() || TOOLS.contains(&name);
                let looks_like_one = name != "scratch" && (name.contains(['/', ':', '@']) || is_known);
                if looks_like_one { FromOrigin::Image(image) } else { FromOrigin::Word }
            }
        }
    }

    /// The earlier stage that a name after `from` most likely means: one spelled nearly so, or one that ends or begins
    /// with it.
    pub fn meant_stage(&self, at: Instruction<'_>, name: &str) -> Option<&'a str> {
        let own = at.stage().map_or(0, Stage::index);
        let names = || self.dockerfile.stages().take(own as usize).filter_map(Stage::name).take(256);
        let part = |stage: &&str| {
            let stage = stage.to_ascii_lowercase();
            let rest = stage.strip_suffix(name).or_else(|| stage.strip_prefix(name));
            rest.is_some_and(|rest| rest.starts_with(['-', '_', '.']) || rest.ends_with(['-', '_', '.']))
        };
        crate::nearest(name, names()).or_else(|| names().find(part).filter(|_| names().filter(part).count() == 1))
    }
}

/// Whether a text can be the name of an image (distribution/reference): a host with any letters, then lower-case parts,
/// a tag, a digest.
fn is_reference(text: &str) -> bool {
    let (name, _) = text.split_once('@').unwrap_or((text, ""));
    let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
    if name.starts_with('/') {
        return false;
    }
    let (last, tag) = last.split_once(':').map_or((last, None), |(last, tag)| (last, Some(tag)));
    let is_host = |part: &str| part.contains(['.', ':']) || part == "localhost" || part.to_ascii_lowercase() != part;
    let (host, path) = match folder.split_once('/') {
        Some((host, path)) if is_host(host) => (Some(host), path),
        None if is_host(folder) && !folder.is_empty() => (Some(folder), ""),
        _ => (None, folder),
    };
    let letters = |part: &str, also: &[char]| part.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(&c));
    let has_ends = |part: &str, end: fn(char) -> bool| part.starts_with(end) && part.ends_with(end);
    let is_part = |part: &str| {
        letters(part, &['.', '_', '-'])
            && part.to_ascii_lowercase() == part
            && has_ends(part, |c| c.is_ascii_alphanumeric())
    };
    let is_whole_host = |host: &str| {
        letters(host, &['.', '-', ':', '[', ']'])
            && has_ends(host, |c| c.is_ascii_alphanumeric() || matches!(c, '[' | ']'))
    };
    host.is_none_or(is_whole_host)
        && (path.is_empty() || path.split('/').all(is_part))
        && is_part(last)
        && tag.is_none_or(|tag| {
            letters(tag, &['.', '_', '-']) && !tag.is_empty() && tag.len() <= 128 && !tag.starts_with(['.', '-'])
        })
}

/// The names after `from`, their places, and whether each stands in a mount. Empty ones are none.
pub(super) fn from_words(instruction: Instruction<'_>) -> Vec<(Cow<'_, str>, Span, bool)> {
    match instruction.view() {
        InstructionView::Copy(copy) => {
            let word = copy.from_flag().and_then(Flag::value).filter(|word| !word.span().is_empty());
            word.map(|word| (word.cooked(), word.span(), false)).into_iter().collect()
        }
        InstructionView::Run(run) => {
            let fields = run.mounts().filter_map(|mount| mount.get("from")).filter(|field| !field.value.is_empty());
            fields.map(|field| (field.value, field.value_span, true)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    /// What each name of the last stage but one names.
    fn origins(names: &[&str]) -> Vec<FromOrigin> {
        let copies: Vec<String> = names.iter().map(|name| format!("COPY --from={name} /x /x\n")).collect();
        let text = format!("FROM a:1 AS Build\nFROM b:2\nFROM c:3 AS own\n{}FROM d:4 AS late\n", copies.concat());
        let compose =
            "services:\n  a:\n    build:\n      context: .\n      additional_contexts:\n        assets: ../assets\n";
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into_bytes()), Origin::Given);
        project.insert(File::parse(RelPath::new("compose.yaml"), compose.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let names = cx.dockerfile.instructions().flat_map(|instruction| cx.names_after_from(instruction));
        names.map(|name| name.origin).collect()
    }

    #[test]
    fn stages_are_found_by_name_and_number() {
        let found = origins(&["build", "BUILD", "0", "1", "2", "OWN", "3", "late", "4", "-1"]);
        let expected = [
            FromOrigin::Stage(0),
            FromOrigin::Stage(0),
            FromOrigin::Numbered(0),
            FromOrigin::Numbered(1),
            FromOrigin::Own,
            FromOrigin::Own,
            FromOrigin::Later(3),
            FromOrigin::Later(3),
            FromOrigin::NoSuchStage,
            FromOrigin::NoSuchStage,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn other_names_are_images_contexts_or_words() {
        let found = origins(&["assets", "$X", "${X:-a}", "Nope", "a b", "bulid", "scratch"]);
        let (context, variable) = (FromOrigin::Context, FromOrigin::Variable);
        // The blank ends the flag.
        let (word, invalid) = (FromOrigin::Word, FromOrigin::Invalid);
        let expected = [context, variable.clone(), variable, invalid, word.clone(), word.clone(), word];
        assert_eq!(found, expected);
        for image in ["nginx", "acme/tool", "tool:1", "tool@sha256:00", "composer"] {
            assert!(matches!(origins(&[image]).as_slice(), [FromOrigin::Image(_)]), "{image}");
        }
        assert!(origins(&["", "\"\""]).len() < 2);
    }

    #[test]
    fn references_follow_the_grammar() {
        for text in ["a", "a/b", "a.b/c:1", "localhost:5000/a/b:X-1", "Host/a", "ghcr.io/a_b/c.d-e@sha256:00", "a__b"] {
            assert!(is_reference(text), "{text}");
        }
        for text in ["A", "a/B", "a:", "a:-1", "a//b", "/a", "a/", "-a", "a!", "https://a/b", "a b", "./a", "../a", ""]
        {
            assert!(!is_reference(text), "{text}");
        }
    }

    #[test]
    fn the_stage_that_was_meant_is_found() {
        let text = "FROM a:1 AS license-set\nFROM b:2 AS builder\nFROM c:3\nRUN true\n";
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let at = cx.dockerfile.instructions().last().unwrap();
        assert_eq!(cx.meant_stage(at, "biulder"), Some("builder"));
        assert_eq!(cx.meant_stage(at, "set"), Some("license-set"));
        assert_eq!(cx.meant_stage(at, "license"), Some("license-set"));
        assert_eq!(cx.meant_stage(at, "assets"), None);
    }
}
