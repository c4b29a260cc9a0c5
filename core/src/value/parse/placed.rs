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

/// The longest pointer, in bytes, to what is looked into: a text cannot ask for more memory than some times its
/// own.
const LONGEST: usize = 64;

/// The first of a text.
const FIRST: Place = Place { line: 1, column: 1 };

impl Default for Place {
    fn default() -> Self {
        FIRST
    }
}

/// Reads a text as [`parse`](super::parse) does, and tells where each value in it stands, by JSON pointers
/// (RFC 6901); where the text is wrong, only the place of that, by an empty one. What lies deeper than pointers
/// of some length reach has none.
pub(crate) fn parse_placed(text: &str) -> (Result<Value, String>, Map<Text, Place>) {
    let mut parser = Parser { text, at: 0 };
    let value = parser.whole(MAX_DEPTH);
    let mut walk = Walk { parser: Parser { text, at: 0 }, told: 0, place: FIRST, places: Map::new() };
    let value = match value {
        Ok(value) => {
            walk.value("");
            Ok(value)
        }
        Err(error) => {
            let (line, column) = parser.place();
            walk.places.insert(Text::default(), Place { line, column });
            // The message says the place for hosts that have nothing else.
            Err(error.strip_suffix(&at(line, column)).unwrap_or(&error).to_owned())
        }
    };
    (value, walk.places)
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
    fn value(&mut self, path: &str) {
        let first = self.parser.peek();
        self.note(path);
        let object = first == Some(b'{');
        if path.len() > LONGEST || !object && first != Some(b'[') {
            drop(self.parser.value(MAX_DEPTH));
            return;
        }
        for place in 0.. {
            // The bracket, or a comma.
            self.parser.at += 1;
            if let None | Some(b']' | b'}') = self.parser.peek() {
                break;
            }
            if object {
                self.parser.at += 1;
                let name = self.parser.text().unwrap_or_default();
                self.parser.peek();
                self.parser.at += 1;
                self.value(&pointer(path, &name));
            } else {
                self.value(&nth(path, place));
            }
            if self.parser.peek() != Some(b',') {
                break;
            }
        }
        self.parser.at += 1;
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

/// A JSON pointer to an item.
pub(crate) fn nth(path: &str, place: usize) -> String {
    pointer(path, &place.to_string())
}
