//! What the terminal can show: colours, box characters, links, and how wide it is.

use plimsoll_core::diagnostic::Severity;
use std::env;
use std::io::IsTerminal;

/// When to use colour.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless the environment says otherwise (`NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE`).
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What may be used in text output.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// ANSI colours.
    pub color: bool,
    /// Box drawing characters.
    pub unicode: bool,
    /// Links (OSC 8).
    pub links: bool,
}

pub(super) const BOLD: &str = "1";
pub(super) const DIM: &str = "2";
pub(super) const GREEN: &str = "32";
pub(super) const CYAN: &str = "36";

/// The style of a severity's word.
pub(super) const fn severity_style(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Info => "1;34",
        Severity::Style => "1;36",
    }
}

impl Look {
    /// Nothing but plain ASCII, 80 columns.
    pub const PLAIN: Self = Self { width: 80, color: false, unicode: false, links: false };

    /// What standard output can show.
    pub fn detect(choice: ColorChoice) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => auto_color(terminal && !dumb),
        };
        let width =
            if terminal { terminal_size::terminal_size().map_or(80, |(width, _)| width.0 as usize) } else { 80 };
        Self { width: width.clamp(40, 120), color, unicode: !dumb && unicode(), links: color && terminal && links() }
    }

    /// The same for a file instead of a terminal: no colour unless it is asked for, no links, 80 columns.
    #[must_use]
    pub fn for_a_file(self, choice: ColorChoice) -> Self {
        Self { width: 80, color: choice == ColorChoice::Always, links: false, ..self }
    }

    /// `text` in a style, where there is colour.
    pub fn paint(&self, style: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// `text` as a link, where there are links.
    pub fn link(&self, url: &str, text: &str) -> String {
        if self.links { format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\") } else { text.to_owned() }
    }
}

fn auto_color(terminal: bool) -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    if set("NO_COLOR") {
        return false;
    }
    forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") || terminal
}

fn unicode() -> bool {
    if cfg!(windows) {
        return env::var_os("WT_SESSION").is_some() || env::var_os("TERM_PROGRAM").is_some();
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default()
        .to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// Terminals that are known to follow links.
fn links() -> bool {
    let has = |name: &str, values: &[&str]| {
        env::var(name).is_ok_and(|value| values.iter().any(|known| value.contains(known)))
    };
    has("TERM_PROGRAM", &["iTerm", "WezTerm", "vscode", "ghostty", "Hyper", "zed"])
        || has("TERM", &["kitty", "alacritty", "ghostty", "foot"])
        || ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].iter().any(|name| env::var_os(name).is_some())
        || env::var("VTE_VERSION").is_ok_and(|version| version.parse().unwrap_or(0) >= 5000)
}
