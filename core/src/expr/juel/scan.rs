//! Reading an expression's text character by character.

use super::super::SyntaxError;

/// What is read, or that it cannot be: the scan keeps why, so that a result is no more than a pointer.
pub(super) type Parsed<T> = Result<T, Failed>;

pub(super) struct Failed;

/// A position in a source.
pub(super) struct Scan<'s> {
    source: &'s str,
    at: usize,
    failure: SyntaxError,
}

impl<'s> Scan<'s> {
    pub(super) fn new(source: &'s str, at: usize) -> Self {
        Self { source, at, failure: SyntaxError { message: String::new(), offset: at } }
    }

    /// The position, in bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    pub(super) fn take(&mut self, prefix: &str) -> bool {
        let taken = self.rest().starts_with(prefix);
        if taken {
            self.at += prefix.len();
        }
        taken
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'s str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// The operator that comes here; longer ones stand first in the table.
    pub(super) fn take_operator(&mut self, table: &[&'static str]) -> Option<&'static str> {
        table.iter().copied().find(|operator| self.take(operator))
    }

    /// Takes so many bytes.
    pub(super) fn take_bytes(&mut self, count: usize) -> &'s str {
        let begin = self.at;
        self.at += count;
        self.since(begin)
    }

    /// The text from there to here.
    pub(super) fn since(&self, begin: usize) -> &'s str {
        self.source.get(begin..self.at).unwrap_or_default()
    }

    /// Back to an earlier place.
    pub(super) fn back(&mut self, at: usize) {
        self.at = at;
    }

    /// An error at that place.
    pub(super) fn error(&mut self, offset: usize, message: impl Into<String>) -> Failed {
        self.failure = SyntaxError { message: message.into(), offset };
        Failed
    }

    /// What the last error was.
    pub(super) fn failure(self) -> SyntaxError {
        self.failure
    }
}
