//! The user's words in messages.

use std::fmt;

const SHOWN: usize = 60;

/// The beginning of a text, for quoting: an input of megabytes must not become a message of
/// megabytes.
pub(crate) fn clip(text: &str) -> Clipped<'_> {
    Clipped(text)
}

/// See [`clip`].
#[derive(Debug)]
pub(crate) struct Clipped<'a>(&'a str);

impl fmt::Display for Clipped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = offset(self.0, SHOWN).and_then(|end| self.0.get(..end)).unwrap_or(self.0);
        f.write_str(shown)?;
        f.write_str(if shown.len() < self.0.len() { "…" } else { "" })
    }
}

/// What stands behind the last of a mark, such as the local part of `tns:task`; the whole text without one.
pub(crate) fn behind(text: &str, mark: u8) -> &str {
    let last = text.bytes().rposition(|byte| byte == mark);
    last.and_then(|at| text.get(at + 1..)).unwrap_or(text)
}

/// Where in a text the letter is that comes after so many; the end if there are no more than these.
pub(crate) fn offset(text: &str, letters: usize) -> Option<usize> {
    let mut rest = text.chars();
    for _ in 0..letters {
        rest.next()?;
    }
    Some(text.len() - rest.as_str().len())
}

/// One letter, for quoting; what would not be seen in a message is escaped. The standard library's way
/// of telling needs tables of all letters.
pub(crate) fn letter(letter: char) -> String {
    match letter {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        '\'' | '"' | '\\' => format!("\\{letter}"),
        ' ' => " ".to_owned(),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => format!("\\u{{{:x}}}", u32::from(letter)),
        _ if letter.is_control() || letter.is_whitespace() => format!("\\u{{{:x}}}", u32::from(letter)),
        _ => letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_is_not_seen() {
        for seen in
            ['a', 'ü', '=', ' ', '\n', '\t', '\'', '"', '\\', '\u{1}', '\u{a0}', '\u{200b}', '\u{feff}', '€']
        {
            assert_eq!(letter(seen), seen.escape_debug().to_string());
        }
    }

    #[test]
    fn shortens_only_what_is_long() {
        assert_eq!(clip("short").to_string(), "short");
        assert_eq!(clip(&"ü".repeat(SHOWN)).to_string(), "ü".repeat(SHOWN));
        assert_eq!(clip(&"ü".repeat(1_000_000)).to_string().chars().count(), SHOWN + 1);
    }
}
