//! Installs and their packages without a version.

use crate::know::{Know, Why};
use crate::shell::packages::{LooseInstall, loose_install};
use crate::shell::{Continuations, Script, parse};
use crate::span::OffsetMap;

fn shell(text: &str) -> Script {
    parse(text, OffsetMap::shift(0), Continuations::Shell)
}

/// `$ONE` is a name, `$LIST` three words, `$FLAGS` options, `$PIN` a constraint; nothing else is known.
fn lookup(name: &str) -> Know<String> {
    let value = match name {
        "ONE" => "curl",
        "LIST" => "curl git=1 make",
        "FLAGS" => "-q --virtual .deps",
        "PIN" => "-c constraints.txt",
        _ => return Know::Unknown(Why::Variable(name.to_owned())),
    };
    Know::Known(value.to_owned())
}

fn ask<T>(text: &str, read: impl Fn(&LooseInstall<'_>) -> T) -> Option<T> {
    let script = shell(text);
    let command = script.commands().next().unwrap();
    loose_install(command, &lookup).map(|install| read(&install))
}

fn names(text: &str) -> Vec<String> {
    ask(text, |install| install.packages.iter().map(|package| package.name.clone()).collect()).unwrap_or_default()
}

#[test]
fn packages_without_a_version_are_found_in_each_notation() {
    for (text, expected) in [
        ("apt-get install -y curl git=1 ./x.deb y/sid z-", &["curl"][..]),
        ("aptitude install curl", &["curl"]),
        ("apk add -t .deps curl git~2 'jq>1' !nano", &["curl"]),
        ("yum install -y nginx nginx-1.26 java-21-openjdk x.rpm @group", &["nginx", "java-21-openjdk"]),
        ("dnf module install nodejs php:8.3", &["nodejs"]),
        ("tdnf install curl", &["curl"]),
        ("zypper in curl git=1 pattern:devel", &["curl"]),
        ("pacman -S curl git=1", &["curl"]),
        ("pacman -U /tmp/curl.pkg.tar.zst", &[]),
        ("pip install flask a==1 b~=2 . ./c d.whl 'e; python_version>\"3\"'", &["flask", "e"]),
        ("pip install git+https://x.example/a/b git+https://x.example/a/b@v1", &["git+https://x.example/a/b"]),
        ("pip install git+ssh://git@x.example/a/b.git@feature/x", &[]),
        ("pipx install poetry black==25", &["poetry"]),
        ("uv pip install httpx", &["httpx"]),
        ("uv pip install --system --torch-backend auto --requirements r.txt vllm", &["vllm"]),
        ("uv tool install ruff@latest black@25", &["ruff@latest"]),
        ("npm install a @b/c @b/c@1 d@latest e/f e/f#v1 ./g", &["a", "@b/c", "d@latest", "e/f"]),
        ("yarn global add serve", &["serve"]),
        ("pnpm add serve@14", &[]),
        ("gem install rails foreman:1 x.gem -- --with-y z", &["rails"]),
        ("go install example.org/a@latest example.org/b example.org/c@v1", &["example.org/a@latest"]),
        ("go get example.org/a ./... std", &["example.org/a"]),
        ("go run example.org/a@latest example.org/b@latest", &["example.org/a@latest"]),
        ("cargo install ripgrep fd-find@10", &["ripgrep"]),
        ("composer require a/b c/d:^1 'e/f 2.0' ext-json", &["a/b"]),
    ] {
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn versions_for_the_whole_command_are_seen() {
    for text in [
        "pip install -c constraints.txt flask",
        "PIP_CONSTRAINT=c.txt pip install flask",
        "uv pip install --exclude-newer 2026-01-01 flask",
        "npm install --before 2026-01-01 express",
        "gem install rails -v 8.1",
        "cargo install --version 14 ripgrep",
        "cargo install --path .",
        "zypper in -t pattern devel",
    ] {
        assert_eq!(names(text), [""; 0], "{text}");
    }
}

#[test]
fn other_commands_install_nothing_that_can_be_pinned() {
    for text in
        ["apt-get build-dep curl", "apk fix curl", "dnf update curl", "dnf group install x", "npm ci", "uv sync", "ls"]
    {
        assert_eq!(names(text), [""; 0], "{text}");
    }
}

#[test]
fn variables_are_resolved_or_passed_over() {
    for (text, expected) in [
        ("apt-get install $ONE", &["curl"][..]),
        ("apt-get install $LIST", &["curl", "make"]),
        ("apk add $FLAGS $ONE", &["curl"]),
        ("apt-get install $X \"$X\" $(cat list) $X$Y", &[]),
        ("apt-get install a=$X b$X c-$X php$X-fpm", &["c-$X", "php$X-fpm"]),
        ("dnf install a-$X $X-b", &[]),
        ("pip install $X flask", &[]),
        ("pip install \"$X\" flask", &["flask"]),
        ("pip install $PIN flask", &[]),
        ("npm install $X express", &["express"]),
        ("pip install git+$X", &[]),
    ] {
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn the_pinned_form_is_what_one_would_type() {
    for (text, expected) in [
        ("apt-get install curl", "curl=VERSION"),
        ("apk add curl@edge", "curl=~VERSION@edge"),
        ("dnf install /usr/bin/curl", "PACKAGE-VERSION"),
        ("dnf module install nodejs", "nodejs:STREAM"),
        ("pip install 'a[b]'", "a[b]==VERSION"),
        ("pip install git+https://x.example/a/b#egg=b", "git+https://x.example/a/b@TAG#egg=b"),
        ("pip install git+https://x.example/a/b@main", "git+https://x.example/a/b@TAG"),
        ("pip install git+https://x.example/$A.git@main#egg=b", "git+https://x.example/….git@TAG"),
        ("npm install @a/b@latest", "@a/b@VERSION"),
        ("npm install a/b", "a/b#TAG"),
        ("go install example.org/a@latest", "example.org/a@VERSION"),
    ] {
        assert_eq!(ask(text, |install| install.pinned().to_owned()).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn many_packages_are_named_by_two_and_a_number() {
    for (text, expected) in [
        ("apk add a", "no version pins `a`: each build may install another one"),
        ("apk add a b", "no version pins `a` and `b`: each build may install another one"),
        ("apk add a b c", "no version pins `a`, `b` and `c`: each build may install another one"),
        ("apk add a b c d e", "no version pins `a`, `b` and 3 more: each build may install another one"),
        ("npm i a@latest b@latest", "`a@latest` and `b@latest` are whatever is newest when the image is built"),
    ] {
        assert_eq!(ask(text, |install| install.message()).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn a_version_that_the_shell_takes_for_a_redirect_is_noticed() {
    assert_eq!(ask("pip install flask>=3", |install| install.is_cut_by_redirect()), Some(true));
    assert_eq!(ask("pip install flask > log", |install| install.is_cut_by_redirect()), Some(false));
}
