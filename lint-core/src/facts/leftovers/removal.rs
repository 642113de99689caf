//! Commands that delete files.

use super::paths::{UNKNOWN, braces, empties};
use super::read::Reader;
use super::{Miss, NearMiss, is_plain};
use crate::facts::ScriptFacts;
use crate::shell::Command;
use crate::shell::packages::caches::{CACHES, CacheKind};

impl<'a> Reader<'a> {
    /// `rm` of a folder.
    pub(super) fn remove(&mut self, facts: &ScriptFacts, command: Command<'a>) {
        self.removes_others |= is_plain(facts, command) && command.args().any(|word| word.is("-rf"));
        if command.has_wrapper("xargs") {
            self.open.clear();
            return;
        }
        for word in command.positionals(&[]) {
            let text = self.text(word);
            let paths = if word.has_brace_expansion() { braces(&text) } else { vec![text] };
            let globs = word.has_glob() || (word.has_expansion() && !word.is_quoted());
            for path in paths {
                if let Some(path) = self.absolute(path) {
                    self.emptied(command, &path, globs, word.is_quoted());
                }
            }
        }
    }

    /// A path from the root, as far as that is known; none for one that says nothing.
    fn absolute(&self, path: String) -> Option<String> {
        match &self.folder {
            _ if path.starts_with(['/', '~', UNKNOWN]) => Some(path),
            Some(folder) => Some(format!("{folder}/{path}")),
            None => (!path.starts_with(['*', '?', '[']) && !matches!(path.as_str(), "." | "..")).then_some(path),
        }
    }

    fn emptied(&mut self, command: Command<'a>, path: &str, globs: bool, is_quoted: bool) {
        for cache in CACHES {
            let holds = |folder: &str| empties(path, globs, folder);
            if cache.folders.iter().any(|folder| holds(folder)) {
                if command.in_function() {
                    self.always_cleaned.push(cache.kind);
                }
                self.open.retain(|open| open.cache.kind != cache.kind || open.folder.is_some());
                // What is filled later, it came too early for.
                self.misses.push((cache.kind, NearMiss { span: command.span(), why: Miss::TooEarly }));
            } else if is_quoted && !globs && cache.folders.iter().any(|folder| empties(path, true, folder)) {
                self.misses.push((cache.kind, NearMiss { span: command.span(), why: Miss::Quoted }));
            }
        }
        self.open.retain(|open| !open.folder.as_ref().is_some_and(|folder| empties(path, globs, folder)));
    }

    /// `find /var/lib/apt/lists -type f -delete`
    pub(super) fn find(&mut self, command: Command<'a>) {
        let deletes = command.args().any(|word| word.is("-delete") || word.is("rm") || word.is("/bin/rm"));
        if !deletes {
            return;
        }
        let words = command.args().take_while(|word| !word.starts_with_literal("-"));
        let paths: Vec<String> = words.map(|word| self.text(word)).collect();
        // A search from far above looks for something else.
        let is_near =
            |path: &&String| path.starts_with(['/', '~']) && path.trim_end_matches('/').matches('/').count() > 1;
        for path in paths.iter().filter(is_near) {
            let holds = |folder: &str| empties(path, true, folder);
            let emptied = CACHES.iter().filter(|cache| cache.folders.iter().any(|folder| holds(folder)));
            let kinds: Vec<CacheKind> = emptied.map(|cache| cache.kind).collect();
            self.open.retain(|open| match &open.folder {
                Some(folder) => !holds(folder),
                None => !kinds.contains(&open.cache.kind),
            });
        }
    }
}
