//! A failure on its way to becoming a [`Diagnostic`]: the line is worked out only once, at the end.

use super::position::LineIndex;
use crate::error::{Diagnostic, Severity};

/// What is wrong at a byte of the text.
#[derive(Debug)]
pub(super) struct Fault {
    code: &'static str,
    message: String,
    help: Option<String>,
    offset: usize,
}

impl Fault {
    pub(super) fn new(code: &'static str, offset: usize, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: None, offset }
    }

    pub(super) fn syntax(offset: usize, message: impl Into<String>) -> Self {
        Self::new("xmlSyntax", offset, message)
    }

    pub(super) fn limit(offset: usize, message: impl Into<String>) -> Self {
        Self::new("xmlLimit", offset, message)
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn at(self, text: &str) -> Diagnostic {
        let position = LineIndex::new(text).locate(text, self.offset);
        Diagnostic {
            code: self.code.into(),
            severity: Severity::Error,
            message: self.message,
            help: self.help,
            element: None,
            path: None,
            line: position.line,
            column: position.column,
        }
    }
}

/// The user's own words in a message: at most 60 characters of them.
pub(super) fn quote(words: &str) -> String {
    const LONGEST: usize = 60;
    match words.char_indices().nth(LONGEST).and_then(|(end, _)| words.get(..end)) {
        Some(start) => format!("`{start}…`"),
        None => format!("`{words}`"),
    }
}
