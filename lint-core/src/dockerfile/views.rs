//! Typed views of instructions.

use super::exec::{Exec, JsonArgs, JsonString};
use super::instruction::{Flag, Heredoc, Instruction};
use super::mount::Mount;
use super::pairs::{Pair, pairs};
use super::word::Word;
use super::{ImageRef, Keyword};
use crate::span::Span;
use std::borrow::Cow;

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident, $variant:ident, $as_name:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Copy, Clone, Debug, PartialEq, Eq)]
            pub struct $name<'a> {
                instruction: Instruction<'a>,
            }

            impl<'a> $name<'a> {
                /// The instruction.
                pub fn instruction(self) -> Instruction<'a> {
                    self.instruction
                }
            }
        )*

        impl<'a> Instruction<'a> {
            $(
                /// The typed view, when it is that instruction.
                pub fn $as_name(self) -> Option<$name<'a>> {
                    (self.keyword() == Keyword::$variant).then_some($name { instruction: self })
                }
            )*

            /// COPY's sources, destination and flags.
            pub fn as_copy(self) -> Option<Transfer<'a>> {
                (self.keyword() == Keyword::Copy).then_some(Transfer { instruction: self })
            }

            /// ADD's sources, destination and flags.
            pub fn as_add(self) -> Option<Transfer<'a>> {
                (self.keyword() == Keyword::Add).then_some(Transfer { instruction: self })
            }

            /// The typed view.
            pub fn view(self) -> InstructionView<'a> {
                match self.keyword() {
                    $(Keyword::$variant => InstructionView::$variant($name { instruction: self }),)*
                    Keyword::Copy => InstructionView::Copy(Transfer { instruction: self }),
                    Keyword::Add => InstructionView::Add(Transfer { instruction: self }),
                    Keyword::Unknown => InstructionView::Unknown(self),
                }
            }
        }

        /// An instruction by its kind.
        #[derive(Copy, Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum InstructionView<'a> {
            $($(#[$doc])* $variant($name<'a>),)*
            /// `COPY`
            Copy(Transfer<'a>),
            /// `ADD`
            Add(Transfer<'a>),
            /// No instruction of a Dockerfile.
            Unknown(Instruction<'a>),
        }
    };
}

views! {
    /// `FROM`
    From, From, as_from;
    /// `RUN`
    Run, Run, as_run;
    /// `CMD`
    Cmd, Cmd, as_cmd;
    /// `LABEL`
    Label, Label, as_label;
    /// `MAINTAINER`
    Maintainer, Maintainer, as_maintainer;
    /// `EXPOSE`
    Expose, Expose, as_expose;
    /// `ENV`
    Env, Env, as_env;
    /// `ENTRYPOINT`
    Entrypoint, Entrypoint, as_entrypoint;
    /// `VOLUME`
    Volume, Volume, as_volume;
    /// `USER`
    User, User, as_user;
    /// `WORKDIR`
    Workdir, Workdir, as_workdir;
    /// `ARG`
    ArgInstruction, Arg, as_arg;
    /// `ONBUILD`
    Onbuild, Onbuild, as_onbuild;
    /// `STOPSIGNAL`
    Stopsignal, Stopsignal, as_stopsignal;
    /// `HEALTHCHECK`
    Healthcheck, Healthcheck, as_healthcheck;
    /// `SHELL`
    Shell, Shell, as_shell;
}

/// `COPY` or `ADD`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Transfer<'a> {
    instruction: Instruction<'a>,
}

/// The old name of [`Arg`] in the place of a source.
pub type Source<'a> = Arg<'a>;

/// A path argument of COPY, ADD or VOLUME.
#[derive(Copy, Clone, Debug)]
pub enum Arg<'a> {
    /// A word.
    Word(Word<'a>),
    /// A string of the JSON form.
    Json(JsonString<'a>),
    /// The content of a heredoc.
    Heredoc(Heredoc<'a>),
}

impl<'a> Arg<'a> {
    /// Its bytes; of a heredoc the marker's.
    pub fn span(self) -> Span {
        match self {
            Self::Word(word) => word.span(),
            Self::Json(string) => string.span(),
            Self::Heredoc(heredoc) => heredoc.marker_span(),
        }
    }

    /// Its text without quotes and escapes; of a heredoc the name.
    pub fn cooked(self) -> Cow<'a, str> {
        match self {
            Self::Word(word) => word.cooked(),
            Self::Json(string) => string.value(),
            Self::Heredoc(heredoc) => Cow::Borrowed(heredoc.name()),
        }
    }

    /// The word, if it is one.
    pub fn as_word(self) -> Option<Word<'a>> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The heredoc, if it is one.
    pub fn as_heredoc(self) -> Option<Heredoc<'a>> {
        match self {
            Self::Heredoc(heredoc) => Some(heredoc),
            _ => None,
        }
    }
}

/// The path arguments of an instruction.
fn args(instruction: Instruction<'_>) -> impl DoubleEndedIterator<Item = Arg<'_>> + Clone {
    let json = instruction.is_json();
    let spans = instruction.word_spans().iter();
    spans.map(move |&span| {
        if json {
            return Arg::Json(JsonString::new(instruction, span));
        }
        match instruction.heredoc_at(span) {
            Some(heredoc) => Arg::Heredoc(heredoc),
            None => Arg::Word(instruction.word(span)),
        }
    })
}

impl<'a> Transfer<'a> {
    /// The instruction.
    pub fn instruction(self) -> Instruction<'a> {
        self.instruction
    }

    /// What is copied: all arguments but the last.
    pub fn sources(self) -> impl Iterator<Item = Arg<'a>> + Clone {
        let count = self.instruction.word_spans().len().saturating_sub(1);
        args(self.instruction).take(count)
    }

    /// Where to: the last argument. None when there is only one.
    pub fn destination(self) -> Option<Arg<'a>> {
        (self.instruction.word_spans().len() > 1).then(|| args(self.instruction).next_back()).flatten()
    }

    /// `--from`
    pub fn from_flag(self) -> Option<Flag<'a>> {
        self.instruction.flag("from")
    }

    /// `--chown`
    pub fn chown(self) -> Option<Flag<'a>> {
        self.instruction.flag("chown")
    }

    /// `--chmod`
    pub fn chmod(self) -> Option<Flag<'a>> {
        self.instruction.flag("chmod")
    }

    /// `--checksum`
    pub fn checksum(self) -> Option<Flag<'a>> {
        self.instruction.flag("checksum")
    }

    /// `--link`
    pub fn link(self) -> Option<Flag<'a>> {
        self.instruction.flag("link")
    }

    /// True for the JSON form.
    pub fn is_json(self) -> bool {
        self.instruction.is_json()
    }
}

impl<'a> From<'a> {
    /// The image as written.
    pub fn image(self) -> Option<Word<'a>> {
        self.instruction.words().next()
    }

    /// The parts of the image.
    pub fn image_ref(self) -> Option<ImageRef<'a>> {
        ImageRef::parse(self.image()?.raw())
    }

    /// The word `AS`.
    pub fn as_word(self) -> Option<Word<'a>> {
        self.instruction.words().nth(1)
    }

    /// The name after AS.
    pub fn alias(self) -> Option<Word<'a>> {
        self.instruction.words().nth(2)
    }

    /// `--platform`
    pub fn platform(self) -> Option<Flag<'a>> {
        self.instruction.flag("platform")
    }
}

impl<'a> Run<'a> {
    /// What is executed.
    pub fn exec(self) -> Exec<'a> {
        Exec::of(self.instruction)
    }

    /// The `--mount` flags.
    pub fn mounts(self) -> impl Iterator<Item = Mount<'a>> + Clone {
        Mount::of(self.instruction)
    }

    /// `--network`
    pub fn network(self) -> Option<Flag<'a>> {
        self.instruction.flag("network")
    }

    /// `--security`
    pub fn security(self) -> Option<Flag<'a>> {
        self.instruction.flag("security")
    }
}

impl<'a> Cmd<'a> {
    /// What is executed.
    pub fn exec(self) -> Exec<'a> {
        Exec::of(self.instruction)
    }
}

impl<'a> Entrypoint<'a> {
    /// What is executed.
    pub fn exec(self) -> Exec<'a> {
        Exec::of(self.instruction)
    }
}

impl<'a> Env<'a> {
    /// Names and values.
    pub fn pairs(self) -> impl Iterator<Item = Pair<'a>> + Clone {
        pairs(self.instruction)
    }
}

impl<'a> Label<'a> {
    /// Names and values.
    pub fn pairs(self) -> impl Iterator<Item = Pair<'a>> + Clone {
        pairs(self.instruction)
    }
}

impl<'a> ArgInstruction<'a> {
    /// Names and default values.
    pub fn pairs(self) -> impl Iterator<Item = Pair<'a>> + Clone {
        pairs(self.instruction)
    }
}

impl<'a> User<'a> {
    /// The rest of the line.
    pub fn value(self) -> Option<Word<'a>> {
        self.instruction.words().next()
    }
}

impl<'a> Workdir<'a> {
    /// The rest of the line.
    pub fn value(self) -> Option<Word<'a>> {
        self.instruction.words().next()
    }
}

impl<'a> Stopsignal<'a> {
    /// The rest of the line.
    pub fn value(self) -> Option<Word<'a>> {
        self.instruction.words().next()
    }
}

impl<'a> Maintainer<'a> {
    /// The rest of the line.
    pub fn value(self) -> Option<Word<'a>> {
        self.instruction.words().next()
    }
}

impl<'a> Expose<'a> {
    /// The ports.
    pub fn ports(self) -> impl Iterator<Item = Word<'a>> + Clone {
        self.instruction.words()
    }
}

impl<'a> Volume<'a> {
    /// The paths.
    pub fn paths(self) -> impl Iterator<Item = Arg<'a>> + Clone {
        args(self.instruction)
    }
}

/// What a HEALTHCHECK does.
#[derive(Copy, Clone, Debug)]
pub enum HealthcheckKind<'a> {
    /// `NONE`: the base image's check is switched off.
    None,
    /// `CMD`
    Cmd(Exec<'a>),
    /// Neither, or nothing.
    Invalid,
}

impl<'a> Healthcheck<'a> {
    /// What it does.
    pub fn kind(self) -> HealthcheckKind<'a> {
        let word = self.type_word().map(Word::raw);
        match word {
            Some(word) if word.eq_ignore_ascii_case("none") => HealthcheckKind::None,
            Some(word) if word.eq_ignore_ascii_case("cmd") => HealthcheckKind::Cmd(Exec::of(self.instruction)),
            _ => HealthcheckKind::Invalid,
        }
    }

    /// `CMD` or `NONE`.
    pub fn type_word(self) -> Option<Word<'a>> {
        self.instruction.word_spans().first().map(|&span| self.instruction.word(span))
    }
}

impl<'a> Shell<'a> {
    /// Program and arguments; none when they are not JSON.
    pub fn args(self) -> Option<JsonArgs<'a>> {
        self.instruction.is_json().then_some(JsonArgs { instruction: self.instruction })
    }
}

impl<'a> Onbuild<'a> {
    /// The trigger.
    pub fn inner(self) -> Option<Instruction<'a>> {
        let next = self.instruction.file().instruction(self.instruction.index() + 1)?;
        (next.parent() == Some(self.instruction)).then_some(next)
    }
}
