//! A stream of tokens with one token of lookahead.

use super::super::SyntaxError;
use super::lex::token;
use super::scan::{Failed, Parsed, Scan};
use crate::value::{Number, Text, clip};

/// How deep parentheses, lists, conditionals and prefix operators may nest. Chains of one operator
/// do not nest, so real expressions stay far below it.
pub(super) const MAX_NESTING: usize = 64;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'s> {
    Number(Number),
    Text(Text),
    Name(&'s str),
    Operator(&'static str),
    End,
}

pub(super) struct Tokens<'s> {
    scan: Scan<'s>,
    kind: Kind<'s>,
    /// The token's place, without the white space before it.
    at: usize,
    nesting: usize,
}

impl<'s> Tokens<'s> {
    /// The first token is still to come.
    pub(super) fn new(source: &'s str, at: usize) -> Self {
        Self { scan: Scan::new(source, at), kind: Kind::End, at, nesting: 0 }
    }

    pub(super) fn peek(&self) -> &Kind<'s> {
        &self.kind
    }

    /// The token as keyword or operator; empty if it is neither.
    pub(super) fn word(&self) -> &'s str {
        match self.kind {
            Kind::Name(word) => word,
            Kind::Operator(word) => word,
            _ => "",
        }
    }

    /// Moves to the next token.
    pub(super) fn advance(&mut self) -> Parsed<()> {
        self.scan.take_while(char::is_whitespace);
        self.at = self.scan.at();
        self.kind = token(&mut self.scan)?;
        Ok(())
    }

    /// Takes the keyword or operator if it comes here.
    pub(super) fn eat(&mut self, word: &str) -> Parsed<bool> {
        let found = self.word() == word;
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    /// Takes the one of these that comes here.
    pub(super) fn eat_any<T: Copy>(&mut self, words: &[(&str, T)]) -> Parsed<Option<T>> {
        let word = self.word();
        let found = words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning);
        if found.is_some() {
            self.advance()?;
        }
        Ok(found)
    }

    pub(super) fn expect(&mut self, word: &str) -> Parsed<()> {
        if self.eat(word)? { Ok(()) } else { Err(self.unexpected(&format!("`{word}`"))) }
    }

    /// Where the current token ends.
    pub(super) fn end(&self) -> usize {
        self.scan.at()
    }

    pub(super) fn enter(&mut self) -> Parsed<()> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return Err(
                self.error(format!("the expression nests more than {MAX_NESTING} levels deep; split it up"))
            );
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.nesting -= 1;
    }

    /// An error at the current token.
    pub(super) fn error(&mut self, message: impl Into<String>) -> Failed {
        self.error_at(self.at, message)
    }

    pub(super) fn error_at(&mut self, offset: usize, message: impl Into<String>) -> Failed {
        self.scan.error(offset, message)
    }

    /// What the last error was.
    pub(super) fn failure(self) -> SyntaxError {
        self.scan.failure()
    }

    /// Where the current token begins.
    pub(super) fn begin(&self) -> usize {
        self.at
    }

    pub(super) fn unexpected(&mut self, wanted: &str) -> Failed {
        let found = match &self.kind {
            Kind::Number(number) => format!("`{number}`"),
            Kind::Text(text) => format!("the text `{}`", clip(text)),
            Kind::Name(word) => format!("`{}`", clip(word)),
            Kind::Operator(word) => format!("`{word}`"),
            Kind::End => "the end".to_owned(),
        };
        self.error(format!("expected {wanted} but found {found}"))
    }
}
