//! Writing XML.

use super::fill::fill;

#[derive(Default)]
pub(super) struct Xml {
    text: String,
}

impl Xml {
    pub(super) fn end(self) -> String {
        self.text
    }

    /// Adds lines in which `$0`, `$1`, … stand for values.
    pub(super) fn put(&mut self, lines: &str, values: &[&str]) {
        fill(&mut self.text, lines, values, escaped);
    }

    /// Adds an element with these attributes and nothing in it.
    pub(super) fn numbers(&mut self, begin: &str, numbers: &[(&str, usize)]) {
        self.put(begin, &[]);
        for (name, number) in numbers {
            self.put(" $0=\"$1\"", &[name, &number.to_string()]);
        }
        self.put("/>\n", &[]);
    }
}

fn escaped(into: &mut String, text: &str) {
    for letter in text.chars() {
        into.push_str(match letter {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            // Readers make spaces of them, or one of two.
            '\n' => "&#10;",
            '\r' => "&#13;",
            '\t' => "&#9;",
            letter => {
                into.push(letter);
                continue;
            }
        });
    }
}
