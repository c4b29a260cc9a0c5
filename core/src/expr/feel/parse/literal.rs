//! Numbers and texts.

use super::{Parsed, Parser};
use crate::value::{Number, clip};

/// How much of a text's beginning is a number: `12`, `1.5`, `.5`, `2e10`. A point that no digit follows
/// is no part of it.
pub(in crate::expr) fn number_length(text: &str) -> usize {
    let at = |place: usize| text.as_bytes().get(place).copied().unwrap_or_default();
    let behind_digits = |mut place: usize| {
        while at(place).is_ascii_digit() {
            place += 1;
        }
        place
    };
    let mut end = behind_digits(0);
    if at(end) == b'.' && at(end + 1).is_ascii_digit() {
        end = behind_digits(end + 1);
    }
    if end > 0 && matches!(at(end), b'e' | b'E') {
        let power = end + 1 + usize::from(matches!(at(end + 1), b'+' | b'-'));
        end = if at(power).is_ascii_digit() { behind_digits(power) } else { end };
    }
    end
}

impl Parser<'_> {
    /// Whether a number begins here: a digit, or a point and a digit.
    pub(super) fn at_number(&self) -> bool {
        number_length(self.rest()) > 0
    }

    pub(super) fn number(&mut self) -> Parsed<Number> {
        let text = self.rest();
        let text = text.get(..number_length(text)).unwrap_or_default();
        let Some(number) = Number::parse(text) else {
            return Err(self.error(format!("`{}` has more than 28 digits; shorten it", clip(text))));
        };
        self.at += text.len();
        self.skip()?;
        Ok(number)
    }

    /// Reads a text in double quotes.
    pub(super) fn text(&mut self) -> Parsed<String> {
        let begin = self.at;
        self.bump();
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let plain = rest.find(['"', '\\']).unwrap_or(rest.len());
            text.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            match self.bump() {
                Some('"') => break,
                Some(_) => match self.escape() {
                    Some(c) => text.push(c),
                    // As written, for patterns such as "\d".
                    None => text.push('\\'),
                },
                None => {
                    self.at = begin;
                    return Err(self.error("the text is not closed; end it with `\"`"));
                }
            }
        }
        self.skip()?;
        Ok(text)
    }

    /// The character of the escape whose backslash is already read; takes nothing if it is none.
    fn escape(&mut self) -> Option<char> {
        let begin = self.at;
        let escaped = match self.bump()? {
            c @ ('\\' | '"' | '\'') => Some(c),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'u' => self.utf16(),
            'U' => self.hex(6).and_then(char::from_u32),
            _ => None,
        };
        if escaped.is_none() {
            self.at = begin;
        }
        escaped
    }

    /// One UTF-16 unit, or two of them as `\uD83D\uDE00`.
    fn utf16(&mut self) -> Option<char> {
        let unit = self.hex(4)?;
        if !(0xD800..0xDC00).contains(&unit) {
            return char::from_u32(unit);
        }
        if !self.rest().starts_with("\\u") {
            return None;
        }
        self.at += 2;
        let low = self.hex(4)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        char::from_u32(0x10000 + ((unit - 0xD800) << 10) + low)
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let mut value = 0;
        for _ in 0..digits {
            value = value * 16 + self.bump()?.to_digit(16)?;
        }
        Some(value)
    }
}
