//! An exec form as a script of one command.

use crate::dockerfile::JsonArgs;
use crate::shell::{self, Continuations, Script};
use crate::span::OffsetMap;

/// `["apt-get", "update"]` as `'apt-get' 'update'`: nothing is expanded, and each word lies where its string does,
/// quotes included.
pub(super) fn script(args: JsonArgs<'_>) -> Script {
    let mut text = String::new();
    let mut map = OffsetMap::builder();
    for item in args.items() {
        let (value, place, origin) = (item.value(), item.span(), item.map());
        map.push(text.len() as u32, place.start, place.start + 1);
        text.push('\'');
        let mut at = 0;
        for (ix, piece) in value.split('\'').enumerate() {
            if ix > 0 {
                map.push(text.len() as u32, origin.start(at), origin.end(at + 1));
                text.push_str("'\\''");
                at += 1;
            }
            let end = at + piece.len() as u32;
            map.push(text.len() as u32, origin.start(at), origin.end(end));
            text.push_str(piece);
            at = end;
        }
        map.push(text.len() as u32, place.end.saturating_sub(1), place.end);
        text.push('\'');
        // The blank between words is nothing in the file.
        map.push(text.len() as u32, place.end, place.end);
        text.push(' ');
    }
    shell::parse(text, map, Continuations::Shell)
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
