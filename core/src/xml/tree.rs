//! The tree: elements and attributes in two flat arenas in document order, so that neither
//! reading nor dropping it recurses.

use crate::map::Map;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::name;
use super::namespace::{Ns, Uris};
use super::position::{LineCol, LineIndex};

/// A parsed text. It borrows every name and nearly every value from it.
#[derive(Debug)]
pub(crate) struct Document<'x> {
    pub(super) source: &'x str,
    /// In document order, the root first; never empty.
    pub(super) nodes: Vec<Node<'x>>,
    pub(super) attributes: Vec<Attribute<'x>>,
    pub(super) uris: Uris,
    pub(super) met: Vec<Ns>,
    pub(super) undeclared: Map<&'x str, u32>,
    pub(super) lines: OnceCell<LineIndex>,
}

/// One element of the arena; read it through [`Element`].
#[derive(Debug)]
pub(super) struct Node<'x> {
    pub(super) name: &'x str,
    pub(super) text: Cow<'x, str>,
    pub(super) ns: Ns,
    pub(super) attributes: Range<u32>,
    pub(super) parent: Option<u32>,
    pub(super) next_sibling: Option<u32>,
    /// One past its last descendant, so its first child, if any, is the next node.
    pub(super) subtree_end: u32,
    /// Of the `<` of its start tag.
    pub(super) offset: u32,
    /// Past the `>` of its start tag.
    pub(super) open_end: u32,
    /// Past the `>` of its end tag; equal to `open_end` for `<task/>`.
    pub(super) end: u32,
}

/// An attribute that is not a namespace declaration.
#[derive(Debug)]
pub(crate) struct Attribute<'x> {
    /// Its namespace; `None` for an attribute without a prefix.
    pub ns: Ns,
    /// As written: `camunda:topic`.
    pub name: &'x str,
    /// References resolved, white space normalised.
    pub value: Cow<'x, str>,
    /// Of the first byte inside its quotation marks.
    pub value_offset: u32,
}

impl<'x> Attribute<'x> {
    /// Its name without the prefix.
    pub(crate) fn local(&self) -> &'x str {
        name::split(self.name).1
    }
}

impl<'x> Document<'x> {
    /// The outermost element.
    pub(crate) fn root(&self) -> Element<'_> {
        Element { doc: self, ix: 0 }
    }

    /// Every element in document order, the root first.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        (0..self.count()).map(|ix| Element { doc: self, ix })
    }

    /// The element with this [`Element::ix`].
    pub(crate) fn element(&self, ix: u32) -> Option<Element<'_>> {
        (ix < self.count()).then_some(Element { doc: self, ix })
    }

    fn count(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    /// The text that was parsed.
    pub(crate) fn source(&self) -> &'x str {
        self.source
    }

    /// The URI of a namespace; of an undeclared prefix the prefix, of no namespace the empty text.
    pub(crate) fn namespace_uri(&self, ns: Ns) -> &str {
        self.uris.uri(ns)
    }

    /// Whether the file declares this namespace anywhere, or uses it without that.
    pub(crate) fn mentions(&self, ns: Ns) -> bool {
        self.met.contains(&ns)
    }

    /// Prefixes used without a declaration, each with the byte offset of its first use.
    pub(crate) fn undeclared_prefixes(&self) -> impl Iterator<Item = (&'x str, u32)> {
        self.undeclared.iter().map(|(prefix, offset)| (*prefix, *offset))
    }

    /// Line and column of a byte offset. The first question costs a pass over the text.
    pub(crate) fn line_col(&self, offset: u32) -> LineCol {
        self.lines.get_or_init(|| LineIndex::new(self.source)).locate(self.source, offset as usize)
    }
}

/// A handle to one element: two words, copied freely.
#[derive(Clone, Copy)]
pub(crate) struct Element<'d> {
    doc: &'d Document<'d>,
    ix: u32,
}

impl std::fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}> #{}", self.name(), self.ix)
    }
}

impl PartialEq for Element<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.doc, other.doc) && self.ix == other.ix
    }
}

impl Eq for Element<'_> {}

impl<'d> Element<'d> {
    #[expect(clippy::indexing_slicing, reason = "a handle is only made for a node of its own document")]
    fn node(self) -> &'d Node<'d> {
        &self.doc.nodes[self.ix as usize]
    }

    /// The document that it belongs to.
    pub(crate) fn document(self) -> &'d Document<'d> {
        self.doc
    }

    /// Its number in document order; the root is 0.
    pub(crate) fn ix(self) -> u32 {
        self.ix
    }

    /// Its namespace.
    pub(crate) fn ns(self) -> Ns {
        self.node().ns
    }

    /// Its name as written: `bpmn:serviceTask`.
    pub(crate) fn name(self) -> &'d str {
        self.node().name
    }

    /// Its name without the prefix: `serviceTask`.
    pub(crate) fn local(self) -> &'d str {
        name::split(self.node().name).1
    }

    /// The prefix as written: `bpmn`.
    pub(crate) fn prefix(self) -> Option<&'d str> {
        name::split(self.node().name).0
    }

    #[cfg(test)]
    pub(crate) fn is(self, ns: Ns, local: &str) -> bool {
        self.ns() == ns && self.local() == local
    }

    /// Its attributes in the order written, namespace declarations left out.
    pub(crate) fn attributes(self) -> &'d [Attribute<'d>] {
        let Range { start, end } = self.node().attributes;
        self.doc.attributes.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The attribute of this namespace and local name.
    pub(crate) fn attribute(self, ns: Ns, local: &str) -> Option<&'d Attribute<'d>> {
        self.attributes().iter().find(|attribute| attribute.ns == ns && attribute.local() == local)
    }

    /// The value of an attribute without a prefix.
    pub(crate) fn attr(self, local: &str) -> Option<&'d str> {
        self.attr_ns(Ns::None, local)
    }

    /// The same without white space around it; none where nothing is left.
    pub(crate) fn said(self, local: &str) -> Option<&'d str> {
        self.attr(local).map(str::trim).filter(|value| !value.is_empty())
    }

    /// The value of an attribute of a namespace: `attr_ns(Ns::Camunda, "topic")`.
    pub(crate) fn attr_ns(self, ns: Ns, local: &str) -> Option<&'d str> {
        self.attribute(ns, local).map(|attribute| &*attribute.value)
    }

    /// Its own character data and CDATA in one piece, references resolved, line ends LF. White
    /// space between child elements is left out where there is nothing else.
    pub(crate) fn text(self) -> &'d str {
        &self.node().text
    }

    /// [`text`](Self::text) without white space at either end.
    pub(crate) fn trimmed(self) -> &'d str {
        self.node().text.trim_matches([' ', '\t', '\r', '\n'])
    }

    /// The element around it.
    pub(crate) fn parent(self) -> Option<Self> {
        self.node().parent.map(|ix| Self { doc: self.doc, ix })
    }

    fn first_child(self) -> Option<Self> {
        let ix = self.ix + 1;
        (ix < self.node().subtree_end).then_some(Self { doc: self.doc, ix })
    }

    fn next_sibling(self) -> Option<Self> {
        self.node().next_sibling.map(|ix| Self { doc: self.doc, ix })
    }

    /// Its child elements in order.
    pub(crate) fn children(self) -> Children<'d, 'static> {
        Children { next: self.first_child(), ns: None, local: None }
    }

    /// Every element inside it, in document order, without itself.
    pub(crate) fn descendants(self) -> impl Iterator<Item = Self> + use<'d> {
        let doc = self.doc;
        (self.ix + 1..self.node().subtree_end).map(move |ix| Self { doc, ix })
    }

    /// Where it starts in the text, in bytes.
    pub(crate) fn offset(self) -> u32 {
        self.node().offset
    }

    /// Where it starts in the text, for people.
    pub(crate) fn line_col(self) -> LineCol {
        self.doc.line_col(self.offset())
    }

    /// The bytes of its start tag, `<` and `>` included.
    pub(crate) fn start_tag(self) -> Range<usize> {
        self.offset() as usize..self.node().open_end as usize
    }

    /// The bytes of the whole element, tags included.
    pub(crate) fn span(self) -> Range<usize> {
        self.offset() as usize..self.node().end as usize
    }

    /// Whether it is written `<task/>`.
    pub(crate) fn is_self_closing(self) -> bool {
        self.node().open_end == self.node().end
    }
}

/// Child elements in order: all, or those of a namespace, a local name, or both.
pub(crate) struct Children<'d, 'n> {
    next: Option<Element<'d>>,
    ns: Option<Ns>,
    local: Option<&'n str>,
}

impl<'d> Children<'d, '_> {
    /// Those of this namespace.
    pub(crate) fn of(self, ns: Ns) -> Self {
        Self { ns: Some(ns), ..self }
    }

    /// Those of this local name.
    pub(crate) fn named(self, local: &str) -> Children<'d, '_> {
        Children { next: self.next, ns: self.ns, local: Some(local) }
    }
}

impl<'d> Iterator for Children<'d, '_> {
    type Item = Element<'d>;

    fn next(&mut self) -> Option<Element<'d>> {
        while let Some(child) = self.next {
            self.next = child.next_sibling();
            if self.ns.is_none_or(|ns| child.ns() == ns)
                && self.local.is_none_or(|local| child.local() == local)
            {
                return Some(child);
            }
        }
        None
    }
}
