//! How versions are written, for each kind of package manager.

use super::Pins;

/// What no row says: nothing is a version.
const NONE: Pins = Pins {
    verbs: &[],
    locked: &[],
    runs: &[],
    write: "",
    separators: &[],
    moving: &[],
    dashed: false,
    files: &[],
    paths: &[],
    slash_is_path: false,
    revision: None,
    short_repositories: false,
    not_packages: &[],
    not_packages_after: &[],
    domains: false,
    flags: &[],
    variables: &[],
    ends_at_dashes: false,
    others: &[],
};

/// Branches of a repository that everybody pushes to.
const BRANCHES: &[&str] = &["main", "master", "HEAD"];

/// `curl=8.5`, `curl/bookworm-backports`; `curl-` removes it, `lamp-server^` is a task.
pub(in crate::shell::packages) static APT: Pins = Pins {
    verbs: &["install"],
    write: "=VERSION",
    separators: &["=", "/"],
    files: &[".deb"],
    paths: &["./", "/", "../", "~/"],
    not_packages_after: &["-", "^"],
    ..NONE
};

/// `curl=8.5-r0`, `curl~8`, `curl>8`; `!curl` keeps it out.
pub(in crate::shell::packages) static APK: Pins = Pins {
    verbs: &["add"],
    write: "=~VERSION",
    separators: &["=", "~", "<", ">"],
    files: &[".apk"],
    paths: &["./", "/", "../", "~/"],
    not_packages: &["!", "."],
    ..NONE
};

/// `curl-8.5`, `curl-8.5-1.el9.x86_64`, `curl = 8.5`, `nodejs:20`; `@development` is a group.
pub(in crate::shell::packages) static DNF: Pins = Pins {
    verbs: &["install"],
    others: &[("module", &MODULE)],
    write: "-VERSION",
    separators: &["=", "<", ">", ":"],
    dashed: true,
    files: &[".rpm"],
    paths: &["./", "../", "~/"],
    not_packages: &["@"],
    ..NONE
};

/// `nodejs:22`
static MODULE: Pins = Pins { separators: &[":"], write: ":STREAM", ..NONE };

/// `curl=8.5`, `curl>=8`; patterns and patches have no versions, `!curl` removes it.
pub(in crate::shell::packages) static ZYPPER: Pins = Pins {
    verbs: &["install", "in"],
    write: "=VERSION",
    separators: &["=", "<", ">"],
    dashed: true,
    files: &[".rpm"],
    paths: &["./", "../", "~/"],
    not_packages: &["!", "~", "+", "@", "pattern:", "patch:", "product:"],
    flags: &["-t", "--type"],
    ..NONE
};

/// The repositories hold one version; a file may be of another.
pub(in crate::shell::packages) static PACMAN: Pins = Pins {
    write: "=VERSION",
    separators: &["=", "<", ">"],
    files: &[".pkg.tar.zst", ".pkg.tar.xz"],
    slash_is_path: true,
    ..NONE
};

/// `ruff==0.9`, `ruff>=0.9`, `ruff @ https://…`, `git+https://…@v1`.
pub(in crate::shell::packages) static PIP: Pins = Pins {
    verbs: &["install"],
    write: "==VERSION",
    separators: &["=", "<", ">", "~", "@"],
    moving: BRANCHES,
    files: &[".whl", ".tar.gz", ".zip", ".tar.bz2"],
    paths: &["."],
    slash_is_path: true,
    revision: Some('@'),
    flags: &["-c", "--constraint", "--uploaded-prior-to"],
    variables: &["PIP_CONSTRAINT", "PIP_UPLOADED_PRIOR_TO"],
    ..NONE
};

/// The same, and `ruff@0.9` for tools.
pub(in crate::shell::packages) static UV: Pins = Pins {
    verbs: &["pip", "tool"],
    moving: &["latest", "main", "master", "HEAD"],
    flags: &["-c", "--constraint", "--constraints", "--exclude-newer"],
    variables: &["UV_CONSTRAINT", "UV_EXCLUDE_NEWER"],
    ..PIP
};

/// `express@5`, `owner/name#v1`, `git+https://…#v1`, addresses and folders.
pub(in crate::shell::packages) static NODE: Pins = Pins {
    verbs: &["install", "i", "add", "global"],
    write: "@VERSION",
    separators: &["@"],
    moving: &["latest", "*", "x", "main", "master", "HEAD"],
    files: &[".tgz", ".tar.gz", ".tar"],
    paths: &[".", "/", "~/"],
    revision: Some('#'),
    short_repositories: true,
    flags: &["--before"],
    variables: &["npm_config_before", "NPM_CONFIG_BEFORE"],
    ..NONE
};

/// `rails:7.2`, `-v 7.2`.
pub(in crate::shell::packages) static GEM: Pins = Pins {
    verbs: &["install", "i"],
    write: ":VERSION",
    separators: &[":"],
    files: &[".gem"],
    slash_is_path: true,
    flags: &["-v", "--version", "-g", "--file"],
    ends_at_dashes: true,
    ..NONE
};

/// `example.com/tool@v1`. Since Go 1.16 `go install` and `go run` without a version take it from `go.mod` or fail.
pub(in crate::shell::packages) static GO: Pins = Pins {
    verbs: &["install", "get"],
    locked: &["install", "run"],
    runs: &["run"],
    write: "@VERSION",
    separators: &["@"],
    moving: &["latest", "upgrade", "patch", "main", "master", "HEAD"],
    files: &[".go"],
    paths: &[".", "/"],
    domains: true,
    ..NONE
};

/// `ripgrep@14`, `--version 14`, `--git … --tag v14`.
pub(in crate::shell::packages) static CARGO: Pins =
    Pins { write: "@VERSION", separators: &["@"], flags: &["--version", "--vers", "--git", "--path"], ..NONE };

/// `vendor/name:^2.0`, `vendor/name=2.0`, `"vendor/name 2.0"`.
pub(in crate::shell::packages) static COMPOSER: Pins = Pins {
    verbs: &["require", "global"],
    write: ":VERSION",
    separators: &[":", "=", " "],
    moving: &["*", "dev-main", "dev-master", "@dev"],
    not_packages: &["ext-", "lib-", "php"],
    ..NONE
};
