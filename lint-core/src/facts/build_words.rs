//! Words that the build knows: signals, platforms, modes, sources that are fetched.

/// The signals of Linux by name.
pub(super) const SIGNALS: [&str; 35] = [
    "SIGABRT",
    "SIGALRM",
    "SIGBUS",
    "SIGCHLD",
    "SIGCLD",
    "SIGCONT",
    "SIGFPE",
    "SIGHUP",
    "SIGILL",
    "SIGINT",
    "SIGIO",
    "SIGIOT",
    "SIGKILL",
    "SIGPIPE",
    "SIGPOLL",
    "SIGPROF",
    "SIGPWR",
    "SIGQUIT",
    "SIGSEGV",
    "SIGSTKFLT",
    "SIGSTOP",
    "SIGSYS",
    "SIGTERM",
    "SIGTRAP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGUNUSED",
    "SIGURG",
    "SIGUSR1",
    "SIGUSR2",
    "SIGVTALRM",
    "SIGWINCH",
    "SIGXCPU",
    "SIGXFSZ",
];

/// What kind of source is fetched, when the text is surely one.
pub(super) fn remote_kind(text: &str) -> Option<&'static str> {
    let path = text.split(['#', '?']).next().unwrap_or("");
    let is_http =
        ["http://", "https://"].iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    let scp = text.strip_prefix("git@").is_some_and(|rest| rest.contains(':'));
    let other = ["git://", "ssh://"].iter().any(|scheme| text.starts_with(scheme));
    if (is_http && path.strip_suffix(".git").is_some()) || scp || other {
        Some("a Git repository")
    } else {
        is_http.then_some("a URL")
    }
}

/// Whether a source may be fetched: `github.com/a/b` is a repository, too.
pub(super) fn may_be_remote(text: &str) -> bool {
    remote_kind(text).is_some() || text.contains("://") || text.starts_with("github.com/") || text.contains('@')
}

/// A clause of a symbolic mode: who, then an operator with permissions, once or more.
pub(super) fn is_symbolic(clause: &str) -> bool {
    let actions = clause.trim_start_matches(['u', 'g', 'o', 'a']);
    actions.starts_with(['+', '-', '='])
        && actions.chars().all(|c| matches!(c, '+' | '-' | '=' | 'r' | 'w' | 'x' | 'X' | 's' | 't' | 'u' | 'g' | 'o'))
}

/// `SIGRTMIN`, `SIGRTMIN+1` … `SIGRTMAX-1`, `SIGRTMAX`.
pub(super) fn is_real_time(name: &str) -> bool {
    let offset = |rest: &str, sign: char| {
        rest.is_empty() || rest.strip_prefix(sign).is_some_and(|number| number.parse::<u8>().is_ok_and(|n| n <= 15))
    };
    name.strip_prefix("SIGRTMIN").is_some_and(|rest| offset(rest, '+'))
        || name.strip_prefix("SIGRTMAX").is_some_and(|rest| offset(rest, '-'))
}
