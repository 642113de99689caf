//! The simple commands of a script as our parser and as shuck-parser see them: lists of words as written.

use plimsoll_core::shell::{Continuations, parse};
use plimsoll_core::span::OffsetMap;
use shuck_ast::{
    Assignment, AssignmentValue, BuiltinCommand, Command, CompoundCommand, DeclOperand, HeredocBodyPart,
    ParameterExpansionSyntax, Redirect, Span, Stmt, StmtSeq, Word, WordPart, WordPartNode,
};
use shuck_parser::parser::{ParseStatus, Parser};

/// Commands, each a list of its words.
pub(crate) type Commands = Vec<Vec<String>>;

/// Our reading. `time` is a keyword to shuck, and `[[` no simple command: both are levelled here.
pub(crate) fn ours(text: &str) -> Commands {
    let script = parse(text, OffsetMap::shift(0), Continuations::Shell);
    let words = script.commands().map(|command| command.words().map(|word| word.raw().to_owned()).collect());
    words
        .map(|mut words: Vec<String>| {
            if words.first().is_some_and(|word| word == "time") {
                words.remove(0);
                if words.first().is_some_and(|word| word == "-p") {
                    words.remove(0);
                }
            }
            words
        })
        .filter(|words| words.first().is_some_and(|word| word != "[["))
        .collect()
}

/// The oracle's reading; `None` when it does not accept the script.
pub(crate) fn theirs(text: &str) -> Option<Commands> {
    let parsed = Parser::new(text).parse();
    if parsed.status != ParseStatus::Clean {
        return None;
    }
    let mut walk = Walk { text, found: Vec::new() };
    walk.list(&parsed.file.body);
    walk.found.sort_by_key(|(start, _)| *start);
    Some(walk.found.into_iter().map(|(_, words)| words).filter(|words| !words.is_empty()).collect())
}

struct Walk<'t> {
    text: &'t str,
    found: Vec<(usize, Vec<String>)>,
}

impl Walk<'_> {
    fn list(&mut self, list: &StmtSeq) {
        for statement in &list.stmts {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        self.command(&statement.command);
        for redirect in &statement.redirects {
            self.redirect(redirect);
        }
    }

    fn redirect(&mut self, redirect: &Redirect) {
        if let Some(word) = redirect.word_target() {
            self.parts(&word.parts);
        }
        for part in redirect.heredoc().iter().flat_map(|heredoc| &heredoc.body.parts) {
            if let HeredocBodyPart::CommandSubstitution { body, .. } = &part.kind {
                self.list(body);
            }
        }
    }

    fn slice(&self, span: Span) -> String {
        self.text.get(span.start.offset()..span.end.offset()).unwrap_or("").to_owned()
    }

    fn push(&mut self, start: Span, words: Vec<String>, assignments: &[Assignment]) {
        self.found.push((start.start.offset(), words));
        for assignment in assignments {
            self.assignment(assignment);
        }
    }

    fn assignment(&mut self, assignment: &Assignment) {
        if let AssignmentValue::Scalar(word) = &assignment.value {
            self.parts(&word.parts);
        }
    }

    fn words<'w>(&mut self, words: impl IntoIterator<Item = &'w Word>) -> Vec<String> {
        let mut texts = Vec::new();
        for word in words {
            self.parts(&word.parts);
            let text = self.slice(word.span);
            if !text.is_empty() {
                texts.push(text);
            }
        }
        texts
    }

    fn parts(&mut self, parts: &[WordPartNode]) {
        for part in parts {
            match &part.kind {
                WordPart::DoubleQuoted { parts, .. } => self.parts(parts),
                WordPart::CommandSubstitution { body, .. } | WordPart::ProcessSubstitution { body, .. } => {
                    self.list(body);
                }
                WordPart::ParameterExpansion { operand_word_ast: Some(word), .. } => {
                    self.parts(&word.parts);
                }
                WordPart::Parameter(expansion) => {
                    if let ParameterExpansionSyntax::Bourne(bourne) = &expansion.syntax
                        && let Some(word) = bourne.operand_word_ast()
                    {
                        self.parts(&word.parts);
                    }
                }
                WordPart::ArithmeticExpansion { expression_word_ast, .. } => self.parts(&expression_word_ast.parts),
                _ => {}
            }
        }
    }

    fn command(&mut self, command: &Command) {
        match command {
            Command::Simple(simple) => {
                let words = self.words(std::iter::once(&simple.name).chain(&simple.args));
                self.push(simple.span, words, &simple.assignments);
            }
            Command::Builtin(builtin) => self.builtin(builtin),
            Command::Decl(clause) => {
                let mut words = vec![self.slice(clause.variant_span)];
                for operand in &clause.operands {
                    match operand {
                        DeclOperand::Flag(word) | DeclOperand::Dynamic(word) => words.extend(self.words([word])),
                        DeclOperand::Name(name) => words.push(self.slice(name.span)),
                        DeclOperand::Assignment(assignment) => {
                            words.push(self.slice(assignment.span));
                            self.assignment(assignment);
                        }
                    }
                }
                self.push(clause.span, words, &clause.assignments);
            }
            Command::Binary(binary) => {
                self.statement(&binary.left);
                self.statement(&binary.right);
            }
            Command::Compound(compound) => self.compound(compound),
            Command::Function(function) => self.statement(&function.body),
            Command::AnonymousFunction(_) => {}
        }
    }

    fn builtin(&mut self, builtin: &BuiltinCommand) {
        let (name, first, rest, assignments, span) = match builtin {
            BuiltinCommand::Break(b) => ("break", &b.depth, &b.extra_args, &b.assignments, b.span),
            BuiltinCommand::Continue(b) => ("continue", &b.depth, &b.extra_args, &b.assignments, b.span),
            BuiltinCommand::Return(b) => ("return", &b.code, &b.extra_args, &b.assignments, b.span),
            BuiltinCommand::Exit(b) => ("exit", &b.code, &b.extra_args, &b.assignments, b.span),
        };
        let mut words = vec![name.to_owned()];
        words.extend(self.words(first.iter().chain(rest)));
        self.push(span, words, assignments);
    }

    fn compound(&mut self, compound: &CompoundCommand) {
        match compound {
            CompoundCommand::If(clause) => {
                self.list(&clause.condition);
                self.list(&clause.then_branch);
                for (condition, body) in &clause.elif_branches {
                    self.list(condition);
                    self.list(body);
                }
                if let Some(body) = &clause.else_branch {
                    self.list(body);
                }
            }
            CompoundCommand::For(clause) => {
                self.words(clause.words.iter().flatten());
                self.list(&clause.body);
            }
            CompoundCommand::Select(clause) => {
                self.words(&clause.words);
                self.list(&clause.body);
            }
            CompoundCommand::ArithmeticFor(clause) => self.list(&clause.body),
            CompoundCommand::While(clause) => {
                self.list(&clause.condition);
                self.list(&clause.body);
            }
            CompoundCommand::Until(clause) => {
                self.list(&clause.condition);
                self.list(&clause.body);
            }
            CompoundCommand::Case(clause) => {
                self.words([&clause.word]);
                for item in &clause.cases {
                    self.list(&item.body);
                }
            }
            CompoundCommand::Subshell(list) | CompoundCommand::BraceGroup(list) => self.list(list),
            CompoundCommand::Time(clause) => {
                if let Some(statement) = &clause.command {
                    self.statement(statement);
                }
            }
            CompoundCommand::Coproc(clause) => self.statement(&clause.body),
            _ => {}
        }
    }
}
