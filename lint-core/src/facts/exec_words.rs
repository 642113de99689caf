//! An exec form as a script of one command.

use crate::dockerfile::JsonArgs;
use crate::shell::{self, Continuations, Script};
use crate::span::OffsetMap;

/// `["apt-get", "update"]` as `'apt-get' 'update'`: nothing is expanded, and each word lies where its string does,
/// quotes included. `None` for strings with escapes, whose bytes are not those of the word.
pub(super) fn script(args: JsonArgs<'_>) -> Option<Script> {
    let mut text = String::new();
    let mut map = OffsetMap::builder();
    for item in args.items() {
        if item.raw().contains(['\\', '\n', '\'']) {
            return None;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        map.push(text.len() as u32, item.span().start, item.span().end);
        text.push('\'');
        text.push_str(item.raw());
        text.push('\'');
    }
    (!text.is_empty()).then(|| shell::parse(text, map, Continuations::Shell))
}

#[cfg(test)]
mod tests {
    use crate::facts::ScriptOrigin;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    #[test]
    fn the_words_lie_where_the_strings_do() {
        let text = "FROM debian:13\nRUN [\"sudo\",\"/usr/bin/apt-get\", \"install\",  \"$X\"]\n";
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.to_owned().into()), Origin::Given);
        let linked = project.link();
        let script = linked.facts(file).unwrap().scripts().first().unwrap();
        assert_eq!(script.origin, ScriptOrigin::ExecForm);
        let command = script.script.single_command().unwrap();
        assert_eq!(command.name().as_deref(), Some("apt-get"));
        let words: Vec<&str> = command.words().map(|word| word.span().of(text)).collect();
        assert_eq!(words, ["\"sudo\"", "\"/usr/bin/apt-get\"", "\"install\"", "\"$X\""]);
        assert_eq!(script.script.variables().len(), 0);
    }
}
