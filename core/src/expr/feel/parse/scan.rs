//! Characters, white space, words and operators.

use super::{Failed, Parsed, Parser};
use crate::expr::feel::SyntaxError;
use crate::value::{clip, letter};

/// The words between operands, at which a name with spaces ends unless it is known.
pub(super) const INFIX: &[&str] =
    &["and", "or", "in", "between", "instance", "then", "else", "return", "satisfies", "external"];

impl<'s> Parser<'s> {
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

    /// Moves past white space and comments.
    pub(super) fn skip(&mut self) -> Parsed<()> {
        loop {
            let rest = self.rest();
            self.at += rest.find(|c| !is_space(c)).unwrap_or(rest.len());
            let rest = self.rest();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if let Some(comment) = rest.strip_prefix("/*") {
                let Some(end) = comment.find("*/") else {
                    return Err(self.error("the comment is not closed; end it with `*/`"));
                };
                self.at += end + 4;
            } else {
                return Ok(());
            }
        }
    }

    /// Takes an operator or bracket if it comes here, and the white space behind it.
    pub(super) fn eat(&mut self, operator: &str) -> Parsed<bool> {
        let found = self.rest().starts_with(operator);
        if found {
            self.at += operator.len();
            self.skip()?;
        }
        Ok(found)
    }

    pub(super) fn expect(&mut self, operator: &str) -> Parsed<()> {
        if self.eat(operator)? { Ok(()) } else { Err(self.unexpected(&format!("`{operator}`"))) }
    }

    /// The word that begins here; empty if none does.
    pub(super) fn word(&self) -> &'s str {
        let rest = self.rest();
        if !rest.starts_with(begins_name) {
            return "";
        }
        rest.get(..rest.find(|c| !continues_name(c)).unwrap_or(rest.len())).unwrap_or_default()
    }

    /// Whether one of the words between operands comes here.
    pub(super) fn at_infix(&self) -> bool {
        INFIX.contains(&self.word())
    }

    /// Takes a keyword if it comes here, and the white space behind it.
    pub(super) fn eat_word(&mut self, word: &str) -> Parsed<bool> {
        let found = self.word() == word;
        if found {
            self.at += word.len();
            self.skip()?;
        }
        Ok(found)
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Parsed<()> {
        if self.eat_word(word)? { Ok(()) } else { Err(self.unexpected(&format!("`{word}`"))) }
    }

    /// Takes the one of these operators that comes here; longer ones stand first in the table.
    pub(super) fn eat_any<T: Copy>(&mut self, table: &[(&str, T)]) -> Parsed<Option<T>> {
        for (operator, meaning) in table {
            if self.eat(operator)? {
                return Ok(Some(*meaning));
            }
        }
        Ok(None)
    }

    /// An error at this place.
    pub(super) fn error(&mut self, message: impl Into<String>) -> Failed {
        self.failure = SyntaxError { message: message.into(), offset: self.at };
        Failed
    }

    pub(super) fn unexpected(&mut self, wanted: &str) -> Failed {
        let found = match (self.word(), self.peek()) {
            (_, None) => "the end".to_owned(),
            ("", Some(c)) => format!("`{}`", letter(c)),
            (word, _) => format!("`{}`", clip(word)),
        };
        self.error(format!("expected {wanted} but found {found}"))
    }
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{180E}' | '\u{200B}' | '\u{FEFF}')
}

/// By the grammar of DMN, but for `?`, which is a name of its own.
pub(super) fn begins_name(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
        && !is_space(c)
}

pub(super) fn continues_name(c: char) -> bool {
    begins_name(c) || matches!(c, '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// What a name may have between its words besides spaces.
pub(super) fn joins_names(c: char) -> bool {
    matches!(c, '.' | '/' | '-' | '\'' | '\u{2019}' | '+' | '*')
}
