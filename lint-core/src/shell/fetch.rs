//! Plain downloads to a file.

use super::{Command, RedirectOp, Word};

/// A download of one address to a file, without anything that only the program can do: headers, credentials, uploads.
#[derive(Clone, Debug)]
pub struct FileFetch<'a> {
    /// The address.
    pub url: Word<'a>,
    /// The file's name, without its folder.
    pub name: String,
    /// The path of the file, when it is written down.
    pub path: Option<Word<'a>>,
}

/// Options of curl and wget whose value is the next word.
const VALUES: [&str; 28] = [
    "-o",
    "--output",
    "-O",
    "--output-document",
    "-P",
    "--directory-prefix",
    "-A",
    "--user-agent",
    "-U",
    "-m",
    "--max-time",
    "--connect-timeout",
    "--retry",
    "--retry-delay",
    "--retry-max-time",
    "-t",
    "--tries",
    "-T",
    "--timeout",
    "-w",
    "--wait",
    "--write-out",
    "--proto",
    "--proto-redir",
    "--limit-rate",
    "-e",
    "--max-redirs",
    "--waitretry",
];

/// Those of curl among them that stand alone there.
const CURL_SWITCHES: [&str; 1] = ["-O"];

/// Long options that ADD has no counterpart for.
const OWN: [&str; 27] = [
    "header",
    "data",
    "data-raw",
    "data-binary",
    "request",
    "user",
    "form",
    "upload-file",
    "cookie",
    "netrc",
    "cert",
    "key",
    "cacert",
    "insecure",
    "proxy",
    "resolve",
    "post-data",
    "post-file",
    "method",
    "password",
    "http-user",
    "http-password",
    "no-check-certificate",
    "ca-certificate",
    "input-file",
    "recursive",
    "remote-header-name",
];

/// The download that a command is.
pub fn fetch_to_file(command: Command<'_>) -> Option<FileFetch<'_>> {
    let is_curl = match &*command.name()? {
        "curl" => true,
        "wget" => false,
        _ => return None,
    };
    let own_letters: &[char] = if is_curl {
        &['H', 'd', 'X', 'u', 'F', 'T', 'b', 'n', 'k', 'x', 'J', 'E', 'G', 'I']
    } else {
        &['i', 'r', 'm', 'P']
    };
    let is_own = |letter: &char| command.has_flag(Some(*letter), "");
    if OWN.iter().any(|long| command.has_flag(None, long)) || own_letters.iter().any(is_own) {
        return None;
    }
    let values: Vec<&str> = VALUES.into_iter().filter(|flag| !is_curl || !CURL_SWITCHES.contains(flag)).collect();
    let words = command.positionals(&values);
    let [url] = words.as_slice() else { return None };
    if !url.starts_with_literal("http://") && !url.starts_with_literal("https://") {
        return None;
    }
    let redirect = command.redirects().find(|redirect| redirect.op() == RedirectOp::Write && redirect.fd() == 1);
    let given = if is_curl {
        command.option_value(Some('o'), "output")
    } else {
        command.option_value(Some('O'), "output-document")
    };
    let path = match given {
        Some(path) if path.is("-") => Some(redirect?.target()?),
        Some(path) => Some(path),
        None if is_curl && command.has_flag(Some('O'), "remote-name") => None,
        None if is_curl => Some(redirect?.target()?),
        None => None,
    };
    let whole = path.unwrap_or(*url).lossy();
    let name = whole.rsplit('/').next().filter(|name| !name.is_empty())?.to_owned();
    let is_file = !whole.starts_with("/dev/") && !name.contains(['?', '`']);
    is_file.then_some(FileFetch { url: *url, name, path })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Continuations, parse};
    use crate::span::OffsetMap;

    fn read(text: &str) -> Option<(String, String)> {
        let script = parse(text, OffsetMap::shift(0), Continuations::Shell);
        let fetch = fetch_to_file(script.commands().next()?)?;
        Some((fetch.name, fetch.path.map_or(String::new(), |path| path.raw().to_owned())))
    }

    #[test]
    fn downloads_to_a_file_are_read() {
        for (text, path) in [
            ("curl -fsSL https://x.example/a.bin -o /usr/bin/a", "/usr/bin/a"),
            ("curl -fsSLo /usr/bin/a --retry 3 https://x.example/a.bin", "/usr/bin/a"),
            ("curl https://x.example/a.bin > /usr/bin/a", "/usr/bin/a"),
            ("curl --proto '=https' --tlsv1.2 -sSf -o /usr/bin/a https://x.example/a.bin", "/usr/bin/a"),
            ("wget -qO /usr/bin/a https://x.example/a.bin", "/usr/bin/a"),
            ("wget -q -O - https://x.example/a.bin > /usr/bin/a", "/usr/bin/a"),
            ("curl -LO https://x.example/a", ""),
            ("wget https://x.example/a", ""),
        ] {
            assert_eq!(read(text), Some(("a".to_owned(), path.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_add_cannot_do_is_left_out() {
        for text in [
            "curl https://x.example/a",
            "curl -fsSL https://x.example/a | sh",
            "wget -qO- https://x.example/a",
            "curl -H 'A: b' -o a https://x.example/a",
            "curl -o a -d x https://x.example/a",
            "curl -k -o a https://x.example/a",
            "curl -o a https://x.example/a https://x.example/b",
            "curl -o /dev/null https://x.example/a",
            "curl -o a file:///a",
            "curl -o a $URL",
            "wget --header=A:b https://x.example/a",
            "wget -r https://x.example/a",
            "wget https://x.example/a?b=c",
            "echo https://x.example/a",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
