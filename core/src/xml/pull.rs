//! The loop over the XML library's events. It knows where each event begins and ends in the text
//! and hands on slices of the text itself. Every kind of event has its own arm on purpose: `&lt;`
//! is an event of its own, and a catch-all would lose it without a word.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::Event;

use super::MAX_BYTES;
use super::attributes::{Attribute, Attributes};
use super::build::{Builder, Raw, push};
use super::fault::{Fault, quote};
use super::name::{is_blank, is_name, is_space};
use super::position::LineIndex;
use super::reference;
use super::tree::Document;

pub(super) fn pull(xml: &str) -> Result<Document<'_>, Fault> {
    if xml.len() > MAX_BYTES {
        return Err(Fault::limit(0, format!("the file is larger than {} MiB", MAX_BYTES >> 20)));
    }
    no_control_characters(xml)?;
    let mut puller = Puller::new(xml);
    while puller.event()? {}
    puller.finish()
}

fn no_control_characters(xml: &str) -> Result<(), Fault> {
    let forbidden = |byte: &u8| *byte < b' ' && !is_space(*byte);
    match xml.as_bytes().iter().position(forbidden) {
        None => Ok(()),
        Some(offset) => {
            let byte = xml.as_bytes().get(offset).copied().unwrap_or_default();
            Err(Fault::syntax(offset, format!("the control character U+{byte:04X} is not allowed in XML"))
                .help("remove it; if the file is not UTF-8 text, decode it first"))
        }
    }
}

struct Puller<'x> {
    xml: &'x str,
    reader: Reader<&'x [u8]>,
    /// Bytes of the byte order mark, which the library's offsets leave out.
    base: usize,
    builder: Builder<'x>,
    /// Reused for every start tag.
    attributes: Vec<Raw<'x>>,
    /// Something other than white space came before, so an XML declaration would be misplaced.
    begun: bool,
}

impl<'x> Puller<'x> {
    fn new(xml: &'x str) -> Self {
        let text = xml.strip_prefix('\u{feff}').unwrap_or(xml);
        Self {
            xml,
            reader: Reader::from_str(text),
            base: xml.len() - text.len(),
            builder: Builder::new(xml),
            attributes: Vec::new(),
            begun: false,
        }
    }

    fn here(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn slice(&self, from: usize, to: usize) -> &'x str {
        self.xml.get(from..to).unwrap_or_default()
    }

    /// Handles one event; false at the end of the text.
    fn event(&mut self) -> Result<bool, Fault> {
        let at = self.here();
        self.no_doctype(at)?;
        let event = self.reader.read_event();
        let end = self.here();
        match event.map_err(|error| self.fault(&error))? {
            Event::Start(tag) => self.open(tag.name().as_ref().len(), at, end, end - 1)?,
            Event::Empty(tag) => {
                self.open(tag.name().as_ref().len(), at, end, end - 2)?;
                self.builder.close(end);
            }
            Event::End(_) => self.builder.close(end),
            Event::Text(_) => self.text(at, end)?,
            Event::CData(_) => self.character_data(at, reference::text(self.slice(at + 9, end - 3)))?,
            Event::GeneralRef(_) => {
                let c = reference::resolve(self.slice(at + 1, end - 1), at)?;
                self.character_data(at, Cow::Owned(c.to_string()))?;
            }
            Event::Decl(_) if self.begun => {
                return Err(Fault::syntax(at, "the XML declaration is not at the start of the file")
                    .help("remove what stands before it, or the declaration"));
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => self.begun = true,
            Event::DocType(_) => return Err(doctype(at)),
            Event::Eof => return Ok(false),
        }
        Ok(true)
    }

    /// Looked at before the library does, so that nothing of a declaration is ever processed.
    fn no_doctype(&self, at: usize) -> Result<(), Fault> {
        let next = self.xml.as_bytes().get(at..at + 9);
        if next.is_some_and(|next| next.eq_ignore_ascii_case(b"<!DOCTYPE")) {
            return Err(doctype(at));
        }
        Ok(())
    }

    fn open(&mut self, name: usize, at: usize, end: usize, content_end: usize) -> Result<(), Fault> {
        self.begun = true;
        let name = self.slice(at + 1, at + 1 + name);
        if !self.builder.inside() && self.builder.has_root() {
            return Err(Fault::syntax(at, format!("a second root element {}", quote(&format!("<{name}>"))))
                .help("an XML file has one outermost element; remove what follows it"));
        }
        if !is_name(name) {
            return Err(Fault::syntax(at, format!("{} is not the name of an element", quote(name)))
                .help("write `&lt;` where `<` is meant as text"));
        }
        self.read_attributes(name, at, content_end)?;
        self.builder.open(name, &mut self.attributes, [at, end])
    }

    fn read_attributes(&mut self, name: &str, at: usize, content_end: usize) -> Result<(), Fault> {
        self.attributes.clear();
        let start = at + 1;
        let content = self.slice(start, content_end);
        let mut previous = name.len();
        let mut attributes = Attributes::new(content, name.len());
        let wrong = |(at, what)| Fault::syntax(start + at, what).help("write attributes as `name=\"value\"`");
        while let Some(found) = attributes.next().map_err(wrong)? {
            let Attribute { name: key, name_at: key_at, value, value_at } = found;
            let words = content.get(previous..key_at + key.len()).unwrap_or(key).trim();
            if !is_name(key) {
                let message = format!("{} is not the name of an attribute", quote(words));
                return Err(
                    Fault::syntax(start + key_at, message).help("write attributes as `name=\"value\"`")
                );
            }
            if !spaced(content, key_at) {
                let message = format!("no space before the attribute {}", quote(words));
                return Err(Fault::syntax(start + key_at, message).help("write a space between attributes"));
            }
            previous = value_at + value.len() + 1;
            let raw = Raw {
                name: key,
                value: reference::value(value, start + value_at)?,
                offset: start + key_at,
                value_offset: start + value_at,
            };
            push(&mut self.attributes, raw)?;
        }
        Ok(())
    }

    fn text(&mut self, at: usize, end: usize) -> Result<(), Fault> {
        let raw = self.slice(at, end);
        if !self.builder.inside() && is_blank(raw) {
            return Ok(());
        }
        let first = raw.len() - raw.trim_start_matches([' ', '\t', '\r', '\n']).len();
        self.character_data(at + first, reference::text(raw))
    }

    fn character_data(&mut self, at: usize, piece: Cow<'x, str>) -> Result<(), Fault> {
        if !self.builder.inside() {
            let place = if self.builder.has_root() { "after" } else { "before" };
            let words = piece.split_whitespace().next().unwrap_or_default();
            return Err(Fault::syntax(at, format!("text {} {place} the root element", quote(words)))
                .help("remove it; is this an XML file?"));
        }
        self.builder.text(piece);
        Ok(())
    }

    fn finish(self) -> Result<Document<'x>, Fault> {
        let end = self.xml.len();
        if let Some((name, opened)) = self.builder.innermost() {
            let line = LineIndex::new(self.xml).locate(self.xml, opened).line;
            let tag = quote(&format!("<{name}>"));
            return Err(Fault::syntax(end, format!("the file ends inside {tag}, which line {line} opens"))
                .help("the file is cut off, or the end tag is missing"));
        }
        if !self.builder.has_root() {
            return Err(Fault::new("xmlEmpty", 0, "the file holds no XML element")
                .help("is it the right file? A model starts with `<definitions>`"));
        }
        Ok(self.builder.finish())
    }

    fn fault(&self, error: &Error) -> Fault {
        let at = self.base + usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        match error {
            Error::Syntax(error) => syntax_fault(*error, at),
            Error::IllFormed(IllFormedError::UnclosedReference) => reference::bare(at),
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let (expected, found) = (quote(&format!("</{expected}>")), quote(&format!("</{found}>")));
                Fault::syntax(at, format!("{found} where {expected} is expected"))
                    .help("every element is closed before the one around it")
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                Fault::syntax(at, format!("{} closes nothing", quote(&format!("</{found}>"))))
            }
            // The library has others for what it is not asked to look at, and many words for them.
            _ => Fault::syntax(at, "not well-formed"),
        }
    }
}

fn doctype(at: usize) -> Fault {
    Fault::new("xmlDoctype", at, "a document type declaration (`<!DOCTYPE …>`) is not accepted")
        .help("remove it; entities that it declares are never expanded")
}

fn syntax_fault(error: SyntaxError, at: usize) -> Fault {
    let (what, help) = match error {
        SyntaxError::InvalidBangMarkup => ("`<!` that starts neither a comment nor CDATA", "write `&lt;!`"),
        SyntaxError::UnclosedPI => ("a processing instruction that never ends", "close it with `?>`"),
        SyntaxError::UnclosedXmlDecl => ("an XML declaration that never ends", "close it with `?>`"),
        SyntaxError::UnclosedComment => ("a comment that never ends", "close it with `-->`"),
        SyntaxError::UnclosedCData => ("a CDATA section that never ends", "close it with `]]>`"),
        SyntaxError::UnclosedDoctype => return doctype(at),
        SyntaxError::UnclosedTag => ("a tag that never ends", "close it with `>`; is the file cut off?"),
        SyntaxError::UnclosedSingleQuotedAttributeValue => {
            ("a tag with an attribute value that never ends", "close it with `'`; is the file cut off?")
        }
        SyntaxError::UnclosedDoubleQuotedAttributeValue => {
            ("a tag with an attribute value that never ends", "close it with `\"`; is the file cut off?")
        }
    };
    Fault::syntax(at, what).help(help)
}

/// Whether white space stands before this byte of a start tag.
fn spaced(content: &str, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| content.as_bytes().get(before));
    before.is_some_and(|byte| is_space(*byte))
}
