//! Names: words with spaces and operators between them.

use std::sync::Arc;

use super::scan::{INFIX, begins_name, continues_name, is_space, joins_names};
use super::{Parsed, Parser};
use crate::expr::feel::{builtins, property};
use crate::value::Text;

/// A name with one space where it has white space.
pub(super) fn normal(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for word in name.split(is_space).filter(|word| !word.is_empty()) {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    }
    normal
}

impl Parser<'_> {
    /// Makes a name known from here on.
    pub(super) fn know(&mut self, name: &Text) {
        if let Err(place) = self.known.binary_search(name) {
            self.known.insert(place, Arc::clone(name));
            if is_compound(name) {
                self.compound.push(Arc::clone(name));
            }
        }
    }

    pub(super) fn knows(&self, name: &Text) -> bool {
        self.known.binary_search(name).is_ok()
    }

    /// The name that begins here: the longest known one, or as many words as follow one another.
    pub(super) fn name(&mut self) -> Parsed<Option<Text>> {
        if self.peek() == Some('`') {
            return self.quoted_name().map(Some);
        }
        let (end, name) = match (self.known_name(), self.words()) {
            (Some(known), Some(words)) => {
                if known.0 > words.0 {
                    known
                } else {
                    words
                }
            }
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => return Ok(None),
        };
        self.at = end;
        self.skip()?;
        Ok(Some(name))
    }

    fn quoted_name(&mut self) -> Parsed<Text> {
        let rest = self.rest().get(1..).unwrap_or_default();
        let Some(end) = rest.find('`') else {
            return Err(self.error("the name is not closed; end it with a backtick"));
        };
        let name = rest.get(..end).unwrap_or_default();
        if name.is_empty() {
            return Err(self.error("the name in backticks is empty"));
        }
        self.at += end + 2;
        self.skip()?;
        Ok(name.into())
    }

    /// The longest known name of several words that comes here, and where it ends.
    pub(super) fn known_name<'s>(&'s self) -> Option<(usize, Text)> {
        let first = self.peek()?;
        let mut longest = None::<(usize, &str)>;
        let mut offer = |name: &'s str| {
            let end = if name.starts_with(first) { self.end_of(name) } else { None };
            if let Some(end) = end.filter(|end| longest.is_none_or(|(other, _)| *end >= other)) {
                longest = Some((end, name));
            }
        };
        self.compound.iter().for_each(|name| offer(name));
        for name in builtins::names().chain(property::NAMES.iter().copied()) {
            if name.contains(' ') {
                offer(name);
            }
        }
        longest.map(|(end, name)| (end, name.into()))
    }

    /// Where a known name ends, if it comes here. Around operators spaces do not count.
    pub(super) fn end_of(&self, name: &str) -> Option<usize> {
        let mut at = self.at;
        let mut before = None;
        for c in name.chars().filter(|c| *c != ' ') {
            let rest = self.source.get(at..)?;
            let blank = rest.find(|c| !is_space(c))?;
            let rest = rest.get(blank..)?;
            if !rest.starts_with(c) {
                return None;
            }
            at += blank + c.len_utf8();
            before = Some(c);
        }
        let spelled = self.source.get(self.at..at)?;
        let ends = !before.is_some_and(continues_name) || !self.source.get(at..)?.starts_with(continues_name);
        (ends && same_words(spelled, name)).then_some(at)
    }

    /// The words that follow one another here.
    fn words(&self) -> Option<(usize, Text)> {
        let mut name = String::new();
        let (mut at, mut end) = (self.at, None);
        loop {
            let rest = self.source.get(at..).unwrap_or_default();
            let starts =
                if end.is_none() { rest.starts_with(begins_name) } else { rest.starts_with(continues_name) };
            if !starts {
                break;
            }
            let word = rest.get(..rest.find(|c| !continues_name(c)).unwrap_or(rest.len()))?;
            if end.is_some() {
                if INFIX.contains(&word) {
                    break;
                }
                name.push(' ');
            }
            name.push_str(word);
            at += word.len();
            end = Some(at);
            let rest = self.source.get(at..).unwrap_or_default();
            at += rest.find(|c| !is_space(c)).unwrap_or(rest.len());
        }
        end.map(|end| (end, name.into()))
    }

    /// The name that a definition gives: everything up to one of these marks.
    pub(super) fn defined_name(&mut self, marks: &[char]) -> Parsed<Text> {
        if self.peek() == Some('`') {
            return self.quoted_name();
        }
        let rest = self.rest();
        let end =
            rest.find(|c: char| marks.contains(&c) || !(continues_name(c) || joins_names(c) || is_space(c)));
        let name = normal(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default());
        if !name.starts_with(begins_name) {
            return Err(self.unexpected("a name"));
        }
        self.at += end.unwrap_or(rest.len());
        self.skip()?;
        Ok(name.into())
    }
}

/// Whether a name is more than one word, and can be written without backticks.
fn is_compound(name: &str) -> bool {
    name.starts_with(begins_name)
        && !name.chars().all(continues_name)
        && name.chars().all(|c| continues_name(c) || joins_names(c) || c == ' ')
}

/// Whether a text has the same words as a name, between the same operators.
fn same_words(spelled: &str, name: &str) -> bool {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c| is_space(c) || joins_names(c)).filter(|word| !word.is_empty())
    }
    words(spelled).eq(words(name))
}
