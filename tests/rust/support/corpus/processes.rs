//! Where the processes of a file begin and end, and which of them say that they are not to be executed.
//! Found without the reader under test, so that a file that it refuses is counted all the same.

/// One process: its lines, and whether it may be executed.
#[derive(Clone, Copy, Debug)]
pub struct Process {
    /// The line that it begins in, from 1.
    pub first: u32,
    /// The line that it ends in.
    pub last: u32,
    /// False only where the file says so.
    pub executable: bool,
}

/// The processes of a file, in document order.
#[must_use]
pub fn processes(text: &str) -> Vec<Process> {
    let mut found: Vec<Process> = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        line += lines(before);
        let (tag, after) = tag.split_at(end(tag));
        let word = tag.trim_start_matches(['<', '/']);
        let word = word.split([' ', '\t', '\r', '\n', '>', '/']).next().unwrap_or_default();
        if word.rsplit(':').next() == Some("process") {
            if tag.starts_with("</") {
                found.last_mut().into_iter().for_each(|process| process.last = line);
            } else {
                let executable = !["\"false\"", "'false'", "\"0\""]
                    .iter()
                    .any(|no| tag.contains(&format!("isExecutable={no}")));
                found.push(Process { first: line, last: line, executable });
            }
        }
        line += lines(tag);
        rest = after;
    }
    found
}

/// Where the comment, section or tag ends that a text begins with.
fn end(text: &str) -> usize {
    for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if text.starts_with(open) {
            return text.find(close).map_or(text.len(), |at| at + close.len());
        }
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return at + 1,
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn lines(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX)
}
