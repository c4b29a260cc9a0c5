//! The attributes in a start tag.

use super::name::is_space;

/// One attribute as it is written, and where in the tag.
pub(super) struct Attribute<'x> {
    pub(super) name: &'x str,
    pub(super) name_at: usize,
    pub(super) value: &'x str,
    pub(super) value_at: usize,
}

/// What is wrong with an attribute, and where.
pub(super) type Wrong = (usize, &'static str);

pub(super) struct Attributes<'x> {
    content: &'x str,
    at: usize,
}

impl<'x> Attributes<'x> {
    /// Those behind this byte of a tag's content.
    pub(super) fn new(content: &'x str, at: usize) -> Self {
        Self { content, at }
    }

    fn byte(&self) -> Option<u8> {
        self.content.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, skipped: impl Fn(u8) -> bool) {
        while self.byte().is_some_and(&skipped) {
            self.at += 1;
        }
    }

    fn from(&self, start: usize) -> &'x str {
        self.content.get(start..self.at).unwrap_or_default()
    }

    pub(super) fn next(&mut self) -> Result<Option<Attribute<'x>>, Wrong> {
        self.skip(is_space);
        let name_at = self.at;
        if self.byte().is_none() {
            return Ok(None);
        }
        self.at += 1;
        self.skip(|byte| byte != b'=' && !is_space(byte));
        let name = self.from(name_at);
        self.skip(is_space);
        if self.byte() != Some(b'=') {
            return Err((self.at, "an attribute without `=`"));
        }
        self.at += 1;
        self.skip(is_space);
        let quote = match self.byte() {
            Some(quote @ (b'"' | b'\'')) => quote,
            Some(_) => return Err((self.at, "an attribute value without quotation marks")),
            None => return Err((self.at, "an attribute without a value")),
        };
        self.at += 1;
        let value_at = self.at;
        self.skip(|byte| byte != quote);
        let value = self.from(value_at);
        if self.byte().is_none() {
            return Err((self.at, "an attribute value that never ends"));
        }
        self.at += 1;
        Ok(Some(Attribute { name, name_at, value, value_at }))
    }
}
