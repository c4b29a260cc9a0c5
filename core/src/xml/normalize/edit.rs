//! Changes to a text: what is put in, where, and in place of what.

use std::ops::Range;

use super::super::Element;
use super::super::MAX_BYTES;
use super::super::fault::Fault;
use super::super::name::is_blank;

/// A child to add: its local name, its text, and the child that it goes behind (none: first).
pub(super) type Child<'d> = (&'static str, &'d str, Option<Element<'d>>);

/// Indentation is copied for every line added, so it is kept only up to this many bytes.
const DEEPEST_INDENT: usize = 512;

struct Edit {
    /// Replaced by `text`; empty for an insertion.
    range: Range<usize>,
    text: String,
}

/// Changes that do not overlap, applied at once; at the same place in the order they were made.
pub(super) struct Edits<'d> {
    source: &'d str,
    line_end: &'static str,
    /// By place; nearly every new one goes to the end.
    list: Vec<Edit>,
    /// Bytes of the result.
    size: usize,
}

impl<'d> Edits<'d> {
    pub(super) fn new(source: &'d str) -> Self {
        let crlf =
            source.find('\n').is_some_and(|at| source.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\r'));
        Self { source, line_end: if crlf { "\r\n" } else { "\n" }, list: Vec::new(), size: source.len() }
    }

    /// Gives an element its `id`, also where it has an empty one.
    pub(super) fn name(&mut self, element: Element<'d>, id: &str) -> Result<(), Fault> {
        match element.attribute(super::super::Ns::None, "id") {
            Some(empty) => {
                let at = empty.value_offset as usize;
                self.replace(at..at + empty.value.len(), id.to_owned())
            }
            None => {
                let at = element.offset() as usize + 1 + element.name().len();
                self.replace(at..at, format!(" id=\"{id}\""))
            }
        }
    }

    /// Adds children to an element, in the order given where they go to the same place.
    pub(super) fn children(&mut self, parent: Element<'d>, children: &[Child<'_>]) -> Result<(), Fault> {
        if children.is_empty() {
            return Ok(());
        }
        let tag = self.source.get(parent.start_tag()).unwrap_or_default();
        let before = self.line_before(parent);
        let indent = self.indent(parent);
        if parent.is_self_closing() {
            let open = tag.strip_suffix("/>").unwrap_or(tag).trim_end();
            let at = parent.offset() as usize + open.len();
            self.replace(at..parent.start_tag().end, ">".to_owned())?;
        }
        for (local, id, anchor) in children {
            let at = anchor.map_or(parent.start_tag().end, |anchor| anchor.span().end);
            let text = format!("{}{}", indent.as_deref().unwrap_or_default(), leaf(parent, local, id));
            self.replace(at..at, text)?;
        }
        let at = parent.start_tag().end;
        let closed_at_once =
            self.source.get(at..parent.span().end).is_some_and(|rest| rest.starts_with("</"));
        if let (Some(before), true) = (before, closed_at_once || parent.is_self_closing()) {
            self.replace(at..at, format!("{}{before}", self.line_end))?;
        }
        if parent.is_self_closing() {
            self.replace(at..at, format!("</{}>", parent.name()))?;
        }
        Ok(())
    }

    /// The line end and white space to put before a child, if this part of the model is written with
    /// one element on a line.
    fn indent(&self, parent: Element<'d>) -> Option<String> {
        if let Some(child) = parent.children().next() {
            return Some(format!("{}{}", self.line_end, self.line_before(child)?));
        }
        let own = self.line_before(parent)?;
        let outer = parent.parent().and_then(|outer| self.line_before(outer));
        let step = outer.and_then(|outer| own.strip_prefix(outer)).filter(|step| !step.is_empty());
        let step = step.unwrap_or(if own.starts_with('\t') { "\t" } else { "  " });
        Some(format!("{}{own}{step}", self.line_end))
    }

    /// The white space between the start of the line and an element, if nothing else is there.
    fn line_before(&self, element: Element<'_>) -> Option<&'d str> {
        let at = element.offset() as usize;
        let window = self.source.as_bytes().get(at.saturating_sub(DEEPEST_INDENT)..at)?;
        let line = window.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'))?;
        let before = self.source.get(at - (window.len() - line - 1)..at)?;
        is_blank(before).then_some(before)
    }

    fn replace(&mut self, range: Range<usize>, text: String) -> Result<(), Fault> {
        self.size += text.len();
        if self.size > MAX_BYTES {
            let message = format!("the completed model would be larger than {} MiB", MAX_BYTES >> 20);
            return Err(Fault::limit(range.start, message));
        }
        let place =
            self.list.partition_point(|edit| (edit.range.start, edit.range.end) <= (range.start, range.end));
        self.list.insert(place, Edit { range, text });
        Ok(())
    }

    pub(super) fn apply(self) -> String {
        let mut result = String::with_capacity(self.size);
        let mut done = 0;
        for edit in &self.list {
            result.push_str(self.source.get(done..edit.range.start).unwrap_or_default());
            result.push_str(&edit.text);
            done = edit.range.end;
        }
        result.push_str(self.source.get(done..).unwrap_or_default());
        result
    }
}

/// `<bpmn:incoming>Flow_1</bpmn:incoming>`, with the prefix of the element around it.
fn leaf(parent: Element<'_>, local: &str, id: &str) -> String {
    let name = match parent.prefix() {
        Some(prefix) => format!("{prefix}:{local}"),
        None => local.to_owned(),
    };
    let id = id.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<{name}>{id}</{name}>")
}
