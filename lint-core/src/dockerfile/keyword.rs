//! Instruction keywords.

use super::{Dockerfile, Instruction};

/// How a keyword is written.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Case {
    /// `RUN`
    Upper,
    /// `run`
    Lower,
}

impl Case {
    /// The case of a word; none for one that mixes both.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Upper, Self::Lower].into_iter().find(|case| case.apply(word) == word)
    }

    /// The word in this case.
    pub fn apply(self, word: &str) -> String {
        match self {
            Self::Upper => word.to_ascii_uppercase(),
            Self::Lower => word.to_ascii_lowercase(),
        }
    }
}

impl Dockerfile {
    /// The case that most keywords of the stages have; upper case when there are as many of both.
    pub fn keyword_case(&self) -> Case {
        let of_stages = self.instructions().filter(|instruction| instruction.stage().is_some());
        let known = of_stages.filter(|instruction| instruction.keyword() != Keyword::Unknown);
        let mut lead = 0_i64;
        for case in known.map(Instruction::keyword_text).filter_map(Case::of) {
            lead += if case == Case::Upper { 1 } else { -1 };
        }
        if lead < 0 { Case::Lower } else { Case::Upper }
    }
}

/// The instructions of a Dockerfile.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Keyword {
    /// `FROM`
    From,
    /// `RUN`
    Run,
    /// `CMD`
    Cmd,
    /// `LABEL`
    Label,
    /// `MAINTAINER`
    Maintainer,
    /// `EXPOSE`
    Expose,
    /// `ENV`
    Env,
    /// `ADD`
    Add,
    /// `COPY`
    Copy,
    /// `ENTRYPOINT`
    Entrypoint,
    /// `VOLUME`
    Volume,
    /// `USER`
    User,
    /// `WORKDIR`
    Workdir,
    /// `ARG`
    Arg,
    /// `ONBUILD`
    Onbuild,
    /// `STOPSIGNAL`
    Stopsignal,
    /// `HEALTHCHECK`
    Healthcheck,
    /// `SHELL`
    Shell,
    /// A first word that is no instruction.
    Unknown,
}

impl Keyword {
    /// All that exist.
    pub const ALL: [Self; 18] = [
        Self::From,
        Self::Run,
        Self::Cmd,
        Self::Label,
        Self::Maintainer,
        Self::Expose,
        Self::Env,
        Self::Add,
        Self::Copy,
        Self::Entrypoint,
        Self::Volume,
        Self::User,
        Self::Workdir,
        Self::Arg,
        Self::Onbuild,
        Self::Stopsignal,
        Self::Healthcheck,
        Self::Shell,
    ];

    /// The keyword in upper case; empty for [`Keyword::Unknown`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::From => "FROM",
            Self::Run => "RUN",
            Self::Cmd => "CMD",
            Self::Label => "LABEL",
            Self::Maintainer => "MAINTAINER",
            Self::Expose => "EXPOSE",
            Self::Env => "ENV",
            Self::Add => "ADD",
            Self::Copy => "COPY",
            Self::Entrypoint => "ENTRYPOINT",
            Self::Volume => "VOLUME",
            Self::User => "USER",
            Self::Workdir => "WORKDIR",
            Self::Arg => "ARG",
            Self::Onbuild => "ONBUILD",
            Self::Stopsignal => "STOPSIGNAL",
            Self::Healthcheck => "HEALTHCHECK",
            Self::Shell => "SHELL",
            Self::Unknown => "",
        }
    }

    /// Reads a keyword in any case.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|keyword| keyword.as_str().eq_ignore_ascii_case(word)).unwrap_or(Self::Unknown)
    }
}
