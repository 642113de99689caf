//! Archives that a command unpacks.

use super::{Command, Word};

/// An archive that a command unpacks.
#[derive(Copy, Clone, Debug)]
pub struct Unpack<'a> {
    /// The archive.
    pub archive: Word<'a>,
    /// Where to, when it says so.
    pub folder: Option<Word<'a>>,
    /// Whether all of it comes out as it is packed: no parts are chosen, renamed or left out.
    pub whole: bool,
}

/// Options of tar whose value is the next word.
const VALUES: [&str; 17] = [
    "-f",
    "--file",
    "-C",
    "--directory",
    "-b",
    "-I",
    "--use-compress-program",
    "-T",
    "-X",
    "--strip-components",
    "--strip",
    "--exclude",
    "--transform",
    "--xform",
    "--owner",
    "--group",
    "--mode",
];

/// Options that choose, rename or leave out.
const CHOICES: [&str; 14] = [
    "strip-components",
    "strip",
    "exclude",
    "exclude-from",
    "files-from",
    "transform",
    "xform",
    "wildcards",
    "to-stdout",
    "one-top-level",
    "owner",
    "group",
    "mode",
    "no-same-owner",
];

/// The archive that a command unpacks: with tar, or with a program that expands one file.
pub fn unpack(command: Command<'_>) -> Option<Unpack<'_>> {
    match &*command.name()? {
        "tar" | "bsdtar" | "gtar" => tar(command),
        "gunzip" | "bunzip2" | "unxz" | "unzstd" | "zcat" | "gzcat" | "bzcat" | "xzcat" | "zstdcat" => {
            let archive = command.positionals(&[]).into_iter().next()?;
            Some(Unpack { archive, folder: None, whole: true })
        }
        _ => None,
    }
}

fn tar(command: Command<'_>) -> Option<Unpack<'_>> {
    let mut words = command.positionals(&VALUES).into_iter().peekable();
    let mut archive = command.option_value(Some('f'), "file");
    let mut folder = command.option_value(Some('C'), "directory");
    let mut extracts = command.has_flag(Some('x'), "extract") || command.has_flag(None, "get");
    // `tar xzf a.tgz`: the letters of the first word take their values in turn.
    let cluster = command.args().next()?.literal()?;
    if !cluster.starts_with('-') {
        words.next();
        extracts |= cluster.contains('x');
        for letter in cluster.chars() {
            match letter {
                'f' => archive = words.next(),
                'C' => folder = words.next(),
                'b' | 'T' | 'X' => drop(words.next()),
                _ => {}
            }
        }
    }
    let chooses = CHOICES.iter().any(|option| command.has_flag(None, option))
        || cluster.contains(['T', 'X', 'O'])
        || [Some('T'), Some('X'), Some('O')].into_iter().any(|letter| command.has_flag(letter, ""));
    let whole = words.peek().is_none() && !chooses;
    extracts.then_some(Unpack { archive: archive?, folder, whole })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Continuations, parse};
    use crate::span::OffsetMap;

    fn read(text: &str) -> Option<(String, Option<String>, bool)> {
        let script = parse(text, OffsetMap::shift(0), Continuations::Shell);
        let unpack = unpack(script.commands().next()?)?;
        Some((unpack.archive.raw().to_owned(), unpack.folder.map(|folder| folder.raw().to_owned()), unpack.whole))
    }

    #[test]
    fn all_ways_to_call_tar_are_read() {
        let expected = Some(("a.tgz".to_owned(), Some("/opt".to_owned()), true));
        for text in [
            "tar -xzf a.tgz -C /opt",
            "tar xzf a.tgz -C /opt",
            "tar -C /opt -x -z -f a.tgz",
            "tar --extract --file=a.tgz --directory /opt",
            "tar xfC a.tgz /opt",
            "sudo tar -xvf a.tgz -C /opt",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("zcat a.tgz"), Some(("a.tgz".to_owned(), None, true)));
    }

    #[test]
    fn parts_of_an_archive_are_not_the_whole() {
        for text in
            ["tar xzf a.tgz bin/app", "tar -xzf a.tgz --strip-components=1", "tar --strip 1 -xf a.tgz", "tar xOf a.tgz"]
        {
            assert!(read(text).is_some_and(|(.., whole)| !whole), "{text}");
        }
    }

    #[test]
    fn packing_and_listing_is_something_else() {
        for text in ["tar czf a.tgz x", "tar -tf a.tgz", "tar", "tar $X", "unzip a.zip", "tar x"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
