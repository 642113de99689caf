//! What the build refuses after it has read the file: values that it cannot use. What depends on a variable counts where
//! the variable's value is known.

use super::Platform;
use super::build_words::{SIGNALS, is_real_time, is_symbolic, may_be_remote, remote_kind};
use crate::cx::DockerfileCx;
use crate::dockerfile::{
    Directive, Flag, From, ImageRef, InstructionView, Keyword, Onbuild, PartKind, Run, Transfer, Word, checksum_fault,
    refused, trigger_errors,
};
use crate::shell::Dialect;
use crate::span::Span;
use crate::{SyntaxError, nearest};

impl DockerfileCx<'_> {
    /// What the build refuses in this file besides [`crate::dockerfile::Dockerfile::errors`], in the order of the text.
    pub fn refusals(&self) -> Vec<SyntaxError> {
        let mut errors: Vec<SyntaxError> = self.dockerfile.directives().filter_map(check_directive).collect();
        for instruction in self.dockerfile.instructions().filter(|one| one.keyword() != Keyword::Unknown) {
            errors.extend(instruction.word_errors());
            match instruction.view() {
                InstructionView::From(from) => errors.extend(base(from).into_iter().chain(platform(from))),
                InstructionView::Copy(copy) => self.copy(copy, &mut errors),
                InstructionView::Add(add) => self.add(add, &mut errors),
                InstructionView::Run(run) => errors.extend(mount_targets(run)),
                InstructionView::Stopsignal(signal) => errors.extend(signal.value().and_then(|word| self.signal(word))),
                InstructionView::User(user) => errors.extend(user.value().and_then(|word| self.user(word))),
                InstructionView::Onbuild(onbuild) => errors.extend(trigger(onbuild)),
                _ => {}
            }
        }
        errors.sort_by_key(|error| error.span.start);
        errors
    }

    fn value(&self, word: Word<'_>) -> Option<String> {
        let instruction = word.instruction();
        word.expand(&|name| self.facts.variable(instruction, name)).known()
    }

    fn copy(&self, copy: Transfer<'_>, errors: &mut Vec<SyntaxError>) {
        errors.extend(copy.chmod().and_then(|flag| self.chmod(flag)));
        for source in copy.sources().filter(|source| source.as_heredoc().is_none()) {
            let text = match source.as_word() {
                Some(word) => self.value(word),
                None => Some(source.cooked().into_owned()),
            };
            let Some(kind) = text.as_deref().and_then(remote_kind) else { continue };
            let help = "write `ADD`, which fetches it";
            errors.push(refused(source.span(), format!("`COPY` cannot fetch {kind}"), help));
        }
    }

    fn add(&self, add: Transfer<'_>, errors: &mut Vec<SyntaxError>) {
        errors.extend(add.chmod().and_then(|flag| self.chmod(flag)));
        let Some(flag) = add.checksum() else { return };
        if add.sources().count() > 1 {
            let help = "write one `ADD` for each source";
            errors.push(refused(flag.span(), "`--checksum` belongs to a single source".to_owned(), help));
            return;
        }
        let Some(source) = add.sources().next() else { return };
        let is_heredoc = source.as_heredoc().is_some();
        let text = match source.as_word() {
            Some(word) => self.value(word),
            None => Some(source.cooked().into_owned()),
        };
        let Some(text) = text else { return };
        if is_heredoc || !may_be_remote(&text) {
            let message = "`--checksum` is for sources that are fetched".to_owned();
            errors.push(refused(flag.span(), message, "take the flag away: what comes from the context needs none"));
            return;
        }
        let Some(value) = flag.value() else { return };
        let fault = self.value(value).filter(|_| remote_kind(&text) == Some("a URL"));
        let Some(fault) = fault.as_deref().and_then(|sum| checksum_fault(sum).map(|why| format!("`{sum}`: {why}")))
        else {
            return;
        };
        errors.push(refused(value.span(), fault, "write the algorithm, a colon and all hexadecimal digits"));
    }

    fn chmod(&self, flag: Flag<'_>) -> Option<SyntaxError> {
        let word = flag.value()?;
        let mode = self.value(word)?;
        let octal = u32::from_str_radix(&mode, 8);
        if octal.as_ref().is_ok_and(|&mode| mode <= 0o7777) || (octal.is_err() && mode.split(',').all(is_symbolic)) {
            return None;
        }
        let help = "write up to four octal digits, such as `0755`, or a mode such as `u=rwX,go=rX`";
        Some(refused(word.span(), format!("`--chmod` cannot be `{mode}`"), help))
    }

    fn signal(&self, word: Word<'_>) -> Option<SyntaxError> {
        let text = self.value(word)?;
        if text.parse::<i64>().is_ok_and(|number| number != 0) {
            return None;
        }
        let upper = text.to_ascii_uppercase();
        let name = if upper.starts_with("SIG") { upper } else { format!("SIG{upper}") };
        if SIGNALS.contains(&name.as_str()) || is_real_time(&name) {
            return None;
        }
        let near = nearest(&name, SIGNALS);
        let help = near
            .map_or("use a name such as `SIGTERM`, or its number".to_owned(), |near| format!("did you mean `{near}`?"));
        let mut error = refused(word.span(), format!("`{text}` is no signal"), &help);
        error.suggestion = near.map(str::to_owned);
        Some(error)
    }

    /// The rest of the line is the user, blanks and all; only on Windows do accounts have blanks.
    fn user(&self, word: Word<'_>) -> Option<SyntaxError> {
        let windows = self.facts.dialect(word.instruction()) != Dialect::Posix || word.raw().contains('\\');
        let text = word.instruction().file().text();
        let is_split = |content: Span| content.of(text).contains([' ', '\t']);
        let blank = word.parts().any(|part| part.kind == PartKind::Text && is_split(part.content));
        let shown = word.raw().lines().next().unwrap_or("");
        (blank && !windows && shown.split_whitespace().next() != Some("NT")).then(|| {
            let help = "put comments on lines of their own; write `USER name` or `USER name:group`";
            refused(word.span(), format!("`USER` takes one name, and the whole line is it: `{shown}`"), help)
        })
    }
}

/// An image's name without variables; those with variables have a rule of their own.
fn base(from: From<'_>) -> Option<SyntaxError> {
    let word = from.image().filter(|word| word.is_literal())?;
    let name = word.cooked();
    let fault = ImageRef::fault(&name)?;
    let stage = from.instruction().stage()?;
    let file = from.instruction().file();
    // The build keeps the names of stages in lower case.
    let named = file.stage_by_name(&name, stage.index()).map(|_| name.to_ascii_lowercase());
    let message = match &named {
        Some(_) => format!("`{name}` is no stage: the build keeps their names in lower case"),
        None => format!("`{name}` is no name of an image: {fault}"),
    };
    let help = named.as_ref().map_or(String::new(), |lower| format!("write `{lower}`"));
    let mut error = refused(word.span(), message, &help);
    error.suggestion = named;
    Some(error)
}

fn platform(from: From<'_>) -> Option<SyntaxError> {
    let word = from.platform()?.value().filter(|word| word.is_literal())?;
    let text = word.cooked();
    let valid =
        |part: &str| !part.is_empty() && !part.contains(|c: char| !c.is_ascii_alphanumeric() && !"_.-".contains(c));
    // An operating system may carry its version in parentheses.
    let mut parts = text.split('/');
    let system = parts.next().unwrap_or("").split('(').next().unwrap_or("");
    let is_alone = !text.contains('/');
    let is_known = |name: &str| Platform::parse(name).is_some();
    if valid(system) && parts.clone().all(valid) && parts.count() <= 2 && (!is_alone || is_known(system)) {
        return None;
    }
    let near = nearest(&text, Platform::words()).filter(|_| is_alone);
    let message = format!("`--platform={text}` names no platform");
    let help =
        near.map_or("write it as `linux/amd64` or `linux/arm/v7`".to_owned(), |near| format!("did you mean `{near}`?"));
    let mut error = refused(word.span(), message, &help);
    error.suggestion = near.map(str::to_owned);
    Some(error)
}

/// A mount over the whole file system. Secrets and sockets are files.
fn mount_targets(run: Run<'_>) -> impl Iterator<Item = SyntaxError> {
    let mounts = run.mounts().filter(|mount| matches!(&*mount.kind(), "bind" | "cache" | "tmpfs"));
    let targets = mounts.filter_map(|mount| mount.get("target"));
    let roots = targets.filter(|target| !target.bare && target.value.split('/').all(|part| matches!(part, "" | ".")));
    roots.filter(|target| target.value.starts_with('/')).map(|target| {
        let message = format!("a mount cannot stand at `{}`", target.value);
        refused(target.value_span, message, "name a folder below the root")
    })
}

fn trigger(onbuild: Onbuild<'_>) -> Vec<SyntaxError> {
    let mut errors = onbuild.inner().map_or(Vec::new(), trigger_errors);
    for error in &mut errors {
        let more = "the build of an image based on this one stops there";
        error.help = Some(error.help.take().map_or(more.to_owned(), |help| format!("{help}; {more}")));
    }
    errors
}

fn check_directive(directive: Directive<'_>) -> Option<SyntaxError> {
    if !directive.name.eq_ignore_ascii_case("check") {
        return None;
    }
    let value = directive.value.split_whitespace().next().unwrap_or("");
    for option in value.splitn(3, ';') {
        let (key, value) = option.split_once('=').unwrap_or((option, ""));
        let bool_word = |word: &str| {
            matches!(word, "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False")
        };
        let message = match key.trim() {
            "skip" | "experimental" if option.contains('=') => continue,
            "error" if bool_word(value.trim()) => continue,
            "error" => format!("`error` of the directive `check` cannot be `{value}`"),
            key => format!("the directive `check` has no option `{key}`"),
        };
        let help = "write `skip=Name,Name`, `experimental=Name` or `error=true`, with `;` between them";
        return Some(refused(directive.value_span, message, help));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn refused_places(text: &str) -> Vec<String> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        assert!(cx.dockerfile.errors().is_empty(), "{text}: {:?}", cx.dockerfile.errors());
        cx.refusals().into_iter().map(|error| error.span.of(text).to_owned()).collect()
    }

    fn stage(line: &str) -> Vec<String> {
        refused_places(&format!("FROM debian:13\nARG NONE\nARG MODE=99 SIG=SIGNO URL=https://x.example/a\n{line}\n"))
    }

    #[test]
    fn what_the_build_takes_is_not_refused() {
        for line in [
            "COPY --chmod=755 a b",
            "COPY --chmod=07777 a b",
            "COPY --chmod=u=rwX,go=rX a b",
            "COPY --chmod=+x a b",
            "COPY --chmod=$NONE a b",
            "COPY $NONE/x b",
            "COPY github.com/a/b c",
            "ADD https://x.example/a.git b",
            "ADD --checksum=$NONE https://x.example/a b",
            "ADD --checksum=8f1e4b0 https://x.example/a.git b",
            "STOPSIGNAL SIGRTMIN+3",
            "STOPSIGNAL term",
            "STOPSIGNAL 15",
            "STOPSIGNAL $NONE",
            "USER \"a b\"",
            "USER app:app",
            "USER NT AUTHORITY\\SYSTEM",
            "ENV A=${B:-x} C=${D%%.*} E=\\${x:y} F='${x:y}'",
            "ENV A=\"a 'b\" C='a \"b'",
            "ENV A=${B:-\"a b\"}",
            "RUN echo ${x:0:1} 'a",
            "COPY <<EOF /x\nit's ${A}\nEOF",
            "COPY <<'EOF' /x\n${x^^}\nEOF",
            "ONBUILD RUN x",
            "ENV A='x \\\n  ${y:z}'",
        ] {
            assert!(stage(line).is_empty(), "{line}: {:?}", stage(line));
        }
    }

    #[test]
    fn values_that_the_build_cannot_use_are_refused_in_their_place() {
        for (line, place) in [
            ("COPY --chmod=99 a b", "99"),
            ("COPY --chmod=$MODE a b", "$MODE"),
            ("ADD --chmod=10777 a b", "10777"),
            ("COPY --chmod=rwx a b", "rwx"),
            ("COPY $URL b", "$URL"),
            ("COPY a git@h.example:a/b.git c", "git@h.example:a/b.git"),
            ("ADD --checksum=sha256:00 $URL b", "sha256:00"),
            ("ADD --checksum=sha256:00 a b", "--checksum=sha256:00"),
            ("ADD --checksum=sha256:00 https://x.example/a https://x.example/b c/", "--checksum=sha256:00"),
            ("STOPSIGNAL $SIG", "$SIG"),
            ("STOPSIGNAL SIGTREM", "SIGTREM"),
            ("STOPSIGNAL 0", "0"),
            ("USER app # c", "app # c"),
            ("ENV A=${B:y}", "${B:y}"),
            ("ENV A=${B^^}", "${B^^}"),
            ("ENV A=${}", "${}"),
            ("ENV A=x${B", "${B"),
            ("LABEL a=\"b", "\"b"),
            ("ENV A it's so", "'s so"),
            ("COPY \"a b\" c", "\"a b\""),
            ("VOLUME [\"${x,,}\"]", "${x,,}"),
            ("RUN --mount=type=cache,target=${X@Q} x", "${X@Q}"),
            ("COPY <<EOF /x\n'${A:0:1}'\nEOF", "${A:0:1}"),
            ("RUN --mount=type=tmpfs,target=/ x", "/"),
            ("ONBUILD COPY --form=a b c", "--form=a"),
            ("ONBUILD RUN --mount=type=cahe,target=/x y", "cahe"),
        ] {
            assert_eq!(stage(line).first().map(String::as_str), Some(place), "{line}");
        }
    }

    #[test]
    fn names_of_images_are_read_as_the_build_reads_them() {
        assert_eq!(refused_places("FROM Debian\n"), ["Debian"]);
        assert_eq!(refused_places("FROM debian:13 AS Base\nFROM Base\n"), ["Base"]);
        assert!(refused_places("FROM debian:13 AS Base\nFROM base\nFROM x:$TAG\n").is_empty());
        assert_eq!(refused_places("FROM --platform=linux//v7 debian:13\n"), ["linux//v7"]);
        assert_eq!(refused_places("FROM --platform=adm64 debian:13\n"), ["adm64"]);
        assert!(refused_places("FROM --platform=arm64 debian:13\n").is_empty());
        assert!(refused_places("FROM --platform=windows(10.0.17763)/amd64 a:1\n").is_empty());
    }

    #[test]
    fn the_directive_check_has_three_options() {
        assert!(refused_places("# check=skip=all;error=true\nFROM a\n").is_empty());
        assert_eq!(refused_places("# check=skp=all\nFROM a\n"), ["skp=all"]);
        assert_eq!(refused_places("# check=error=yes\nFROM a\n"), ["error=yes"]);
    }
}
