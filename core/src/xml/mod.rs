//! From the bytes of a file to a tree of elements. The only place that names the XML library, so
//! that the rest of the engine never meets an event, an entity or an encoding.
//!
//! Everything is bounded (size, depth, attributes, elements), nothing recurses, and every failure
//! is a [`Diagnostic`] with a line and a column:
//!
//! | code | when |
//! |---|---|
//! | `xmlEmpty` | there is no element at all |
//! | `xmlSyntax` | the text is not well-formed XML |
//! | `xmlDoctype` | a document type declaration; never expanded, always refused |
//! | `xmlEntity` | an entity that XML does not define, such as `&nbsp;` |
//! | `xmlEncoding` | the bytes are not text in the encoding that the file declares |
//! | `xmlLimit` | larger, deeper or wider than the engine reads |

mod attributes;
mod build;
mod decode;
mod fault;
mod name;
mod namespace;
mod normalize;
pub(crate) mod position;
mod pull;
mod reference;
pub(crate) mod tree;

#[cfg(test)]
mod tests;

pub use decode::decode;
pub(crate) use name::is_name;
pub(crate) use namespace::Ns;
pub(crate) use normalize::missing_ids;
pub use normalize::normalize;
pub(crate) use tree::{Children, Document, Element};

use crate::error::Diagnostic;

/// Bytes of one file, after decoding.
pub(crate) const MAX_BYTES: usize = 64 << 20;
/// Elements inside one another.
pub(crate) const MAX_DEPTH: usize = 4_096;
/// Attributes of one element, namespace declarations included.
pub(crate) const MAX_ATTRIBUTES: usize = 1_000;
/// Elements of one file, and attributes of one file.
pub(crate) const MAX_NODES: usize = 4_000_000;

/// Reads an XML text into a tree that borrows from it.
///
/// # Errors
/// The first thing that is not well-formed, refused or beyond a limit. Whether the root is a
/// BPMN `definitions` is the reader's question, not asked here.
pub(crate) fn parse(xml: &str) -> Result<Document<'_>, Diagnostic> {
    pull::pull(xml).map_err(|fault| fault.at(xml))
}
