//! Nothing is passed over in silence: an attribute or a child that BPMN does not know where it stands
//! is reported, and so is one that has no effect though it is meant for the run of a process.

mod macros;
mod table;

use super::{BpmnElement, Reader, XmlElement};
use crate::elements::Spec;
use crate::error::Severity;
use crate::xml::{Document, Ns};
use table::KNOWN;

pub use table::PARTS;

/// The attributes and children of some elements, as words between spaces; `!` marks those without an
/// effect that the reader mentions.
struct Known {
    tags: &'static str,
    attributes: &'static str,
    children: &'static str,
}

impl Reader<'_> {
    /// Looks at every element of which the tables know what it is made of.
    pub(super) fn vocabulary(&mut self, document: &Document<'_>) {
        let mut tags: Vec<(&str, Vec<&Known>)> = Vec::new();
        let model = document.root().ns();
        for element in document.elements().filter(|element| element.ns() == model) {
            let tag = element.local();
            let position = tags.iter().position(|(known, _)| *known == tag).unwrap_or_else(|| {
                tags.push((tag, KNOWN.iter().filter(|known| has(known.tags, tag).is_some()).collect()));
                tags.len() - 1
            });
            // Those without a table of their own are parts of drawings and descriptions.
            if let Some((_, known)) = tags.get(position).filter(|(_, known)| !known.is_empty()) {
                self.attributes(element, known);
                self.children(element, known);
                // Nodes are read with what their vendors say.
                if !Spec::has(tag) {
                    self.remark(element);
                }
            }
        }
    }

    fn attributes(&mut self, element: XmlElement<'_>, known: &[&Known]) {
        for attribute in element.attributes().iter().filter(|attribute| attribute.ns == Ns::None) {
            let (name, tag) = (attribute.name, element.local());
            match find(known, |known| known.attributes, name) {
                Some(Effect::Said) => {}
                Some(Effect::Inert) => {
                    self.info(element, "inertAttribute", format!("`{name}` of `{tag}` has no effect"));
                }
                None => self.report(
                    element,
                    "unknownAttribute",
                    Severity::Warning,
                    format!("`{name}` is no attribute that BPMN gives to `{tag}`, and has no effect"),
                    "correct its name, remove it, or put it into its vendor's namespace",
                ),
            }
        }
    }

    fn children(&mut self, element: XmlElement<'_>, known: &[&Known]) {
        for child in element.bpmn_children() {
            let (name, tag) = (child.local(), element.local());
            match find(known, |known| known.children, name) {
                Some(Effect::Said) => {}
                Some(Effect::Inert) => {
                    self.info(child, "inertElement", format!("`{name}` in `{tag}` has no effect"));
                }
                // What stands in a scope is read, or refused, node by node.
                None if has(SCOPES, tag).is_some() => {}
                None => self.warning(
                    child,
                    "unknownElement",
                    format!("`{name}` is nothing that BPMN puts into `{tag}`, and has no effect"),
                    "remove it, or move vendor data into `extensionElements`",
                ),
            }
        }
    }
}

const SCOPES: &str = " process subProcess transaction adHocSubProcess ";

/// What the tables say of a name.
enum Effect {
    /// It runs, has nothing to do with running, or is reported where it is read.
    Said,
    Inert,
}

fn find(known: &[&Known], list: fn(&Known) -> &str, name: &str) -> Option<Effect> {
    let all = KNOWN.first().filter(|all| all.tags == " * ");
    known.iter().copied().chain(all).find_map(|known| has(list(known), name))
}

/// Finds a word in a list of words.
fn has(words: &str, name: &str) -> Option<Effect> {
    words.split(' ').find_map(|word| match word.strip_prefix('!') {
        Some(word) => (word == name).then_some(Effect::Inert),
        None => (word == name).then_some(Effect::Said),
    })
}
