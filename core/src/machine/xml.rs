//! Writing XML, one element on each line.

pub(super) struct Xml {
    text: String,
    depth: usize,
    /// Whether the last tag is not closed yet: its element may have nothing in it.
    begun: bool,
}

impl Xml {
    pub(super) fn new() -> Self {
        Self { text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), depth: 0, begun: false }
    }

    pub(super) fn end(self) -> String {
        self.text
    }

    pub(super) fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        if self.begun {
            self.text.push_str(">\n");
        }
        self.indent();
        self.text.extend(["<", tag]);
        for (name, value) in attributes {
            self.text.extend([" ", name, "=\""]);
            self.escaped(value);
            self.text.push('"');
        }
        self.depth += 1;
        self.begun = true;
    }

    pub(super) fn close(&mut self, tag: &str) {
        self.depth = self.depth.saturating_sub(1);
        if std::mem::take(&mut self.begun) {
            self.text.push_str("/>\n");
        } else {
            self.indent();
            self.text.extend(["</", tag, ">\n"]);
        }
    }

    /// An element with nothing in it.
    pub(super) fn leaf(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.open(tag, attributes);
        self.close(tag);
    }

    /// An element with a text in it.
    pub(super) fn element(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(tag, attributes);
        self.text.push('>');
        self.escaped(text);
        self.text.extend(["</", tag, ">\n"]);
        self.depth = self.depth.saturating_sub(1);
        self.begun = false;
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }

    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                // Readers make spaces of them, or one of two.
                '\n' => self.text.push_str("&#10;"),
                '\r' => self.text.push_str("&#13;"),
                '\t' => self.text.push_str("&#9;"),
                letter => self.text.push(letter),
            }
        }
    }
}
