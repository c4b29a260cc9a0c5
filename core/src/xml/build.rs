//! Builds the tree from what [`pull`](super::pull) finds, and keeps the limits.

use crate::map::Map;
use std::borrow::Cow;
use std::cell::OnceCell;

use super::fault::{Fault, quote};
use super::name::{is_blank, split};
use super::namespace::{Ns, Scopes};
use super::tree::{Attribute, Document, Node};
use super::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_NODES};

/// Above this many attributes a tree set finds duplicates faster than comparing all pairs.
const FEW: usize = 16;

/// An attribute as written.
pub(super) struct Raw<'x> {
    pub(super) name: &'x str,
    pub(super) value: Cow<'x, str>,
    pub(super) offset: usize,
    pub(super) value_offset: usize,
}

struct Open<'x> {
    ix: u32,
    last_child: Option<u32>,
    scope: usize,
    name: &'x str,
}

pub(super) struct Builder<'x> {
    source: &'x str,
    nodes: Vec<Node<'x>>,
    attributes: Vec<Attribute<'x>>,
    open: Vec<Open<'x>>,
    scopes: Scopes<'x>,
    /// Attributes of all elements, namespace declarations included.
    seen: usize,
}

impl<'x> Builder<'x> {
    pub(super) fn new(source: &'x str) -> Self {
        // Typical models hold one element for every 80 to 120 bytes.
        let guess = (source.len() / 96).min(MAX_NODES);
        Self {
            source,
            nodes: Vec::with_capacity(guess),
            attributes: Vec::with_capacity(guess * 2),
            open: Vec::new(),
            scopes: Scopes::default(),
            seen: 0,
        }
    }

    pub(super) fn inside(&self) -> bool {
        !self.open.is_empty()
    }

    /// The innermost element that is open: its name and the offset of its start tag.
    pub(super) fn innermost(&self) -> Option<(&'x str, usize)> {
        let open = self.open.last()?;
        Some((open.name, self.nodes.get(open.ix as usize)?.offset as usize))
    }

    pub(super) fn has_root(&self) -> bool {
        !self.nodes.is_empty()
    }

    /// Opens an element whose start tag is at these bytes.
    pub(super) fn open(
        &mut self,
        name: &'x str,
        raw: &mut Vec<Raw<'x>>,
        tag: [usize; 2],
    ) -> Result<(), Fault> {
        let [offset, open_end] = tag;
        self.check(raw, offset)?;
        let scope = self.scopes.mark();
        self.declare(raw);
        let start = number(self.attributes.len());
        for raw in raw.drain(..).filter(|raw| declared_prefix(raw.name).is_none()) {
            let ns = split(raw.name).0.map_or(Ns::None, |p| self.scopes.resolve(p, number(raw.offset)));
            let value_offset = number(raw.value_offset);
            self.attributes.push(Attribute { ns, name: raw.name, value: raw.value, value_offset });
        }
        let ns = match split(name).0 {
            Some(prefix) => self.scopes.resolve(prefix, number(offset)),
            None => self.scopes.unprefixed(),
        };
        let ix = number(self.nodes.len());
        let parent = self.link(ix);
        self.nodes.push(Node {
            name,
            text: Cow::Borrowed(""),
            ns,
            attributes: start..number(self.attributes.len()),
            parent,
            next_sibling: None,
            subtree_end: ix + 1,
            offset: number(offset),
            open_end: number(open_end),
            end: number(open_end),
        });
        self.open.push(Open { ix, last_child: None, scope, name });
        Ok(())
    }

    /// Makes the new node the last child of the innermost open element.
    fn link(&mut self, ix: u32) -> Option<u32> {
        let parent = self.open.last_mut()?;
        if let Some(previous) = parent.last_child.replace(ix).and_then(|p| self.nodes.get_mut(p as usize)) {
            previous.next_sibling = Some(ix);
        }
        Some(parent.ix)
    }

    /// Closes the innermost element; `end` is past its end tag.
    pub(super) fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let subtree_end = number(self.nodes.len());
        if let Some(node) = self.nodes.get_mut(open.ix as usize) {
            node.end = number(end);
            node.subtree_end = subtree_end;
        }
        self.scopes.leave(open.scope);
    }

    /// Adds character data to the innermost element.
    pub(super) fn text(&mut self, piece: Cow<'x, str>) {
        let Some(open) = self.open.last() else { return };
        let Some(node) = self.nodes.get_mut(open.ix as usize) else { return };
        // Indentation between children would cost a copy for every child and means nothing.
        if open.last_child.is_some() && is_blank(&piece) && is_blank(&node.text) {
            return;
        }
        if node.text.is_empty() {
            node.text = piece;
        } else {
            node.text.to_mut().push_str(&piece);
        }
    }

    pub(super) fn finish(self) -> Document<'x> {
        Document {
            source: self.source,
            nodes: self.nodes,
            attributes: self.attributes,
            uris: self.scopes.uris,
            met: self.scopes.met,
            undeclared: self.scopes.undeclared,
            lines: OnceCell::new(),
        }
    }

    fn check(&mut self, raw: &[Raw<'x>], offset: usize) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Fault::limit(offset, format!("elements are nested deeper than {MAX_DEPTH} levels")));
        }
        if self.nodes.len() >= MAX_NODES {
            return Err(Fault::limit(offset, format!("the file has more than {MAX_NODES} elements")));
        }
        self.seen += raw.len();
        if self.seen > MAX_NODES {
            return Err(Fault::limit(offset, format!("the file has more than {MAX_NODES} attributes")));
        }
        unique(raw)
    }

    fn declare(&mut self, raw: &[Raw<'x>]) {
        for attribute in raw {
            if let Some(prefix) = declared_prefix(attribute.name) {
                self.scopes.declare(prefix, &attribute.value);
            }
        }
    }
}

/// Adds an attribute to those of its start tag.
pub(super) fn push<'x>(list: &mut Vec<Raw<'x>>, raw: Raw<'x>) -> Result<(), Fault> {
    if list.len() >= MAX_ATTRIBUTES {
        return Err(Fault::limit(
            raw.offset,
            format!("an element has more than {MAX_ATTRIBUTES} attributes"),
        ));
    }
    list.push(raw);
    Ok(())
}

/// The prefix that `xmlns:prefix` declares; empty for the default namespace.
fn declared_prefix(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("xmlns")?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(':') }
}

fn unique(raw: &[Raw<'_>]) -> Result<(), Fault> {
    if raw.len() > FEW {
        let mut first = Map::new();
        return raw.iter().try_for_each(|later| match first.insert(later.name, later) {
            Some(earlier) => compatible(earlier, later),
            None => Ok(()),
        });
    }
    let mut rest = raw;
    while let [earlier, later @ ..] = rest {
        later.iter().filter(|later| later.name == earlier.name).try_for_each(|l| compatible(earlier, l))?;
        rest = later;
    }
    Ok(())
}

/// Real files repeat a namespace declaration; only a contradiction is worth refusing.
fn compatible(earlier: &Raw<'_>, later: &Raw<'_>) -> Result<(), Fault> {
    if declared_prefix(later.name).is_some() && earlier.value == later.value {
        return Ok(());
    }
    Err(Fault::syntax(later.offset, format!("the attribute {} is given twice", quote(later.name)))
        .help("keep one of the two"))
}

/// Everything counted here is below the limit of 64 MiB.
fn number(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
