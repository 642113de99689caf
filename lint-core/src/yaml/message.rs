//! Our own words for the parser's kinds of errors.

use crate::span::Span;
use crate::{SyntaxError, SyntaxErrorKind};
use granit_parser::ErrorKind;

/// The error as a finding: its place is the word at `at`, or the bracket that was never closed.
pub(super) fn error(kind: &ErrorKind, at: u32, open_flow: Option<u32>, text: &str) -> SyntaxError {
    // An error on a later line than an open bracket is nearly always that bracket's.
    let unclosed = open_flow.filter(|&open| {
        let between = Span::new(open, at.max(open)).of(text);
        between.contains('\n') || matches!(kind, ErrorKind::UnclosedFlowCollection { .. }) || between.is_empty()
    });
    let (message, help) = match unclosed {
        Some(open) if text.as_bytes().get(open as usize) == Some(&b'{') => {
            ("this `{` is never closed", Some("add the missing `}`"))
        }
        Some(_) => ("this `[` is never closed", Some("add the missing `]`")),
        None => words(kind),
    };
    let span = unclosed.map_or_else(|| word_at(text, at), |open| Span::new(open, open + 1));
    SyntaxError {
        kind: SyntaxErrorKind::Refused,
        span,
        message: message.to_owned(),
        help: help.map(str::to_owned),
        suggestion: None,
    }
}

/// The word that begins at `at`; at the end of a line or of the text, the word before.
fn word_at(text: &str, at: u32) -> Span {
    let at = (at as usize).min(text.len());
    let rest = text.get(at..).unwrap_or("");
    let word = rest.split(char::is_whitespace).next().unwrap_or("");
    if !word.is_empty() {
        return Span::new(at as u32, (at + word.len()) as u32);
    }
    let before = text.get(..at).unwrap_or("").trim_end();
    let start = before.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    Span::new(start as u32, before.len() as u32)
}

fn words(kind: &ErrorKind) -> (&'static str, Option<&'static str>) {
    match kind {
        ErrorKind::UnclosedFlowCollection { open: '{' }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => ("this `{` is never closed", Some("add the missing `}`")),
        ErrorKind::UnclosedFlowCollection { .. } | ErrorKind::UnexpectedEofFlowSequence => {
            ("this `[` is never closed", Some("add the missing `]`"))
        }
        ErrorKind::MismatchedFlowCollectionEnd { .. } | ErrorKind::MisplacedFlowCollectionEnd => {
            ("this bracket closes nothing that is open", None)
        }
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            ("a `,` or the closing bracket is missing here", None)
        }
        ErrorKind::UnclosedQuotedScalar => ("this quoted text is never closed", Some("add the missing quote")),
        ErrorKind::DocumentIndicatorInQuotedScalar => ("a document marker stands inside a quoted text", None),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            ("text follows the closing quote", Some("quote the whole value, or nothing of it"))
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate => (
            "this escape sequence does not exist",
            Some("in double quotes write `\\\\` for a backslash, or use single quotes"),
        ),
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => ("a tab is used for indentation", Some("indent with spaces")),
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::InvalidMappingValueWhitespace => (
            "a second `:` makes this value a mapping, which cannot stand here",
            Some("quote the value, or check the indentation"),
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            "a `key: value` is expected here: the `:` is missing",
            Some("add a `:` and a space, or check the indentation"),
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::MappingKeyNotAllowed => (
            "this line does not fit the mapping around it",
            Some("check the indentation: keys of one mapping begin in one column"),
        ),
        ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::InvalidBlockEntryWhitespace => (
            "this line does not fit the list around it",
            Some("check the indentation: the dashes of one list stand in one column"),
        ),
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent => {
            ("the indentation does not fit", Some("check the indentation of this line"))
        }
        ErrorKind::UnexpectedCharacter { .. } => {
            ("a value cannot begin with this character", Some("put the value in quotes"))
        }
        ErrorKind::RecursionLimitExceeded => ("more than 255 levels of nesting", None),
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => {
            ("the line of `|` or `>` holds more than its indicators", Some("begin the text on the next line"))
        }
        ErrorKind::ExpectedDocumentStart
        | ErrorKind::InvalidDocumentEnd
        | ErrorKind::MissingDocumentEndBeforeDirective => (
            "content follows where the document has ended",
            Some("check the indentation, or begin a new document with `---`"),
        ),
        ErrorKind::MissingAnchorOrAliasName => {
            ("the name after `&` or `*` is missing", Some("quote a value that begins with `*` or `&`"))
        }
        ErrorKind::UnknownAnchor => ("this alias refers to an anchor that is not defined before it", None),
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::InvalidTagEscape
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidGlobalTagCharacter => {
            ("this tag is not well-formed", Some("quote a value that begins with `!`"))
        }
        ErrorKind::CommentInterceptedScalar | ErrorKind::CommentNotSeparated => (
            "a comment stands where it cuts a value in two",
            Some("put a space before the `#`, or the comment on a line of its own"),
        ),
        _ => ("this is not well-formed YAML", None),
    }
}
