//! Where the values of a JSON text stand, for what is told of them.

use super::{Parser, at};
use crate::map::Map;
use crate::value::limits::MAX_DEPTH;
use crate::value::{Text, Value};

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: u32,
    /// In characters, from 1.
    pub(crate) column: u32,
}

/// The first of a text.
const FIRST: Place = Place { line: 1, column: 1 };

impl Default for Place {
    fn default() -> Self {
        FIRST
    }
}

/// Reads a text as [`parse`] does, and tells where each value in it stands, by JSON pointers (RFC 6901);
/// or where the text is wrong, and why.
pub(crate) fn parse_placed(text: &str) -> Result<(Value, Map<Text, Place>), (String, Place)> {
    let mut parser = Parser { text, at: 0 };
    let value = parser.whole(MAX_DEPTH).map_err(|error| {
        let (line, column) = parser.place();
        // The message says the place for hosts that have nothing else.
        let what = error.strip_suffix(&at(line, column)).unwrap_or(&error);
        (what.to_owned(), Place { line, column })
    })?;
    let mut walk = Walk { parser: Parser { text, at: 0 }, told: 0, place: FIRST, places: Map::new() };
    walk.value(String::new());
    Ok((value, walk.places))
}

/// A second reading, of a text that is known to be right.
struct Walk<'t> {
    parser: Parser<'t>,
    /// How far lines are counted.
    told: usize,
    place: Place,
    places: Map<Text, Place>,
}

impl Walk<'_> {
    fn value(&mut self, path: String) {
        let first = self.parser.peek();
        self.note(&path);
        let mut number = 0;
        match first {
            Some(b'[') => {
                self.parser.at += 1;
                while matches!(self.parser.more(b']', number == 0, "", ""), Ok(true)) {
                    self.value(format!("{path}/{number}"));
                    number += 1;
                }
            }
            Some(b'{') => {
                self.parser.at += 1;
                while matches!(self.parser.more(b'}', number == 0, "", ""), Ok(true)) {
                    number += 1;
                    self.parser.eat(b'"');
                    let name = self.parser.text().unwrap_or_default();
                    self.parser.peek();
                    self.parser.eat(b':');
                    self.value(pointer(&path, &name));
                }
            }
            _ => drop(self.parser.value(0)),
        }
    }

    fn note(&mut self, path: &str) {
        let passed = self.parser.text.get(self.told..self.parser.at).unwrap_or_default();
        self.told = self.parser.at;
        for letter in passed.chars() {
            self.place = match letter {
                '\n' => Place { line: self.place.line + 1, column: 1 },
                _ => Place { column: self.place.column + 1, ..self.place },
            };
        }
        self.places.insert(Text::from(path), self.place);
    }
}

/// A JSON pointer one step further.
pub(crate) fn pointer(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}
