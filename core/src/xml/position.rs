//! Lines and columns, worked out when somebody asks.

/// A place in the text: line from 1, column in characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LineCol {
    /// Line from 1; a line ends with LF, CR LF or a lone CR.
    pub line: u32,
    /// Column in characters (not bytes) from 1; a byte order mark has none.
    pub column: u32,
}

const START: LineCol = LineCol { line: 1, column: 1 };
/// A look-up scans half of this on average, also in a model of one line.
const STRIDE: usize = 512;

/// The position of every 512th byte, so that a look-up costs the same wherever it points.
#[derive(Debug)]
pub(crate) struct LineIndex {
    marks: Vec<LineCol>,
}

impl LineIndex {
    pub(crate) fn new(text: &str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut walk = Walk { at: START, after_cr: false };
        for chunk in text.as_bytes().chunks(STRIDE) {
            marks.push(walk.at);
            walk.over(chunk);
        }
        Self { marks }
    }

    /// The position of a byte of the text that the index was made from; past the end means the end.
    pub(crate) fn locate(&self, text: &str, offset: usize) -> LineCol {
        let bytes = text.as_bytes();
        let offset = offset.min(bytes.len());
        let mark = (offset / STRIDE).min(self.marks.len().saturating_sub(1));
        let from = mark * STRIDE;
        let before = from.checked_sub(1).and_then(|last| bytes.get(last));
        let mut walk =
            Walk { at: self.marks.get(mark).copied().unwrap_or(START), after_cr: before == Some(&b'\r') };
        walk.over(bytes.get(from..offset).unwrap_or_default());
        let hidden = u32::from(text.starts_with('\u{feff}') && walk.at.line == 1 && offset > 0);
        LineCol { line: walk.at.line, column: walk.at.column.saturating_sub(hidden).max(1) }
    }
}

struct Walk {
    at: LineCol,
    after_cr: bool,
}

impl Walk {
    fn over(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\n' if self.after_cr => {}
                b'\n' | b'\r' => self.at = LineCol { line: self.at.line + 1, column: 1 },
                0x80..=0xBF => {}
                _ => self.at.column += 1,
            }
            self.after_cr = *byte == b'\r';
        }
    }
}
