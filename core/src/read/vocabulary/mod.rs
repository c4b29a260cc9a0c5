//! Nothing is passed over in silence: an attribute or a child that BPMN does not know where it stands
//! is reported, and so is one that has no effect though it is meant for the run of a process.

mod macros;
mod table;
mod vendors;

use super::{BpmnElement, Reader, XmlElement};
use crate::coverage::DialectState;
use crate::elements::Spec;
use crate::error::Severity;
use crate::value::CollectVec;
use crate::xml::{Document, Ns};
use table::KNOWN;
use vendors::VENDORS;

pub use table::PARTS;
pub use vendors::DIALECTS;

/// The attributes and children of some elements, as words between spaces; `!` marks those without an
/// effect that the reader mentions.
struct Known {
    tags: &'static str,
    attributes: &'static str,
    children: &'static str,
}

/// What is known of the elements of one tag.
struct Kind<'d> {
    tag: &'d str,
    known: Vec<&'static Known>,
    /// Attributes and children of which there is nothing to say: nearly all, so they are kept at hand.
    attributes: Vec<&'d str>,
    children: Vec<&'d str>,
}

impl<'d> Kind<'d> {
    fn of(tag: &'d str) -> Self {
        let known = KNOWN.iter().filter(|known| has(known.tags, tag).is_some()).collect_vec();
        Self { tag, known, attributes: Vec::new(), children: Vec::new() }
    }
}

impl Reader<'_> {
    /// Looks at every element of which the tables know what it is made of.
    pub(super) fn vocabulary(&mut self, document: &Document<'_>) {
        let mut kinds: Vec<Kind<'_>> = Vec::new();
        let model = document.root().ns();
        for element in document.elements().filter(|element| element.ns() == model) {
            let tag = element.local();
            let position = kinds.iter().position(|kind| kind.tag == tag).unwrap_or_else(|| {
                kinds.push(Kind::of(tag));
                kinds.len() - 1
            });
            // Those without a table of their own are parts of drawings and descriptions.
            if let Some(kind) = kinds.get_mut(position).filter(|kind| !kind.known.is_empty()) {
                self.attributes(element, kind);
                self.children(element, kind);
                // Nodes are read with what their vendors say.
                if !Spec::has(tag) {
                    self.remark(element);
                }
            }
        }
    }

    fn attributes<'d>(&mut self, element: XmlElement<'d>, kind: &mut Kind<'d>) {
        for attribute in element.attributes().iter().filter(|attribute| attribute.ns == Ns::None) {
            let (name, tag) = (attribute.name, kind.tag);
            if kind.attributes.contains(&name) {
                continue;
            }
            match find(&kind.known, |known| known.attributes, name) {
                Some(Effect::Said) => kind.attributes.push(name),
                Some(Effect::Inert) => {
                    self.info(element, "inertAttribute", format_args!("`{name}` of `{tag}` has no effect"));
                }
                None => self.report(
                    element,
                    "unknownAttribute",
                    Severity::Warning,
                    format_args!("`{name}` is no attribute that BPMN gives to `{tag}`, and has no effect"),
                    "correct its name, remove it, or put it into its vendor's namespace",
                ),
            }
        }
    }

    fn children<'d>(&mut self, element: XmlElement<'d>, kind: &mut Kind<'d>) {
        for child in element.bpmn_children() {
            let (name, tag) = (child.local(), kind.tag);
            if kind.children.contains(&name) {
                continue;
            }
            match find(&kind.known, |known| known.children, name) {
                Some(Effect::Said) => kind.children.push(name),
                Some(Effect::Inert) => {
                    self.info(child, "inertElement", format_args!("`{name}` in `{tag}` has no effect"));
                }
                // What stands in a scope is read, or refused, node by node.
                None if has(SCOPES, tag).is_some() => kind.children.push(name),
                None => self.warning(
                    child,
                    "unknownElement",
                    format_args!("`{name}` is nothing that BPMN puts into `{tag}`, and has no effect"),
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

/// What becomes of something that a vendor writes on an element of this tag; none if the table lacks it.
pub(super) fn of_vendor(attribute: bool, ns: Ns, name: &str, tag: &str) -> Option<DialectState> {
    let fits = |row: &&vendors::Vendors| row.tags.split(' ').any(|group| belongs(tag, group));
    rows(attribute, ns, name).find(fits).map(|row| row.state)
}

/// The same of an attribute of an extension element.
pub(super) fn inside_vendor(ns: Ns, name: &str, tag: &str) -> Option<DialectState> {
    rows(true, ns, name).find(|row| row.tags.split(' ').any(|known| known == tag)).map(|row| row.state)
}

/// Whether something that a vendor writes means anything anywhere: what the table lacks is not read.
pub(super) fn is_read(attribute: bool, ns: Ns, name: &str) -> bool {
    rows(attribute, ns, name).any(|row| matches!(row.state, DialectState::Runs | DialectState::Refused))
}

fn rows(attribute: bool, ns: Ns, name: &str) -> impl Iterator<Item = &'static vendors::Vendors> {
    let dialect = match ns {
        Ns::Camunda => 'c',
        Ns::Zeebe => 'z',
        Ns::Flowable => 'f',
        Ns::Activiti => 'a',
        Ns::Drools => 'd',
        Ns::Spiff => 's',
        Ns::Tidewheel => 't',
        _ => '-',
    };
    VENDORS.iter().filter(move |row| {
        row.attribute == attribute
            && row.dialects.contains(dialect)
            && row.names.split(' ').any(|known| known == name)
    })
}

fn belongs(tag: &str, group: &str) -> bool {
    match group {
        "*" => true,
        "nodes" => Spec::has(tag),
        "jobs" => JOBS.contains(&tag),
        "services" => JOBS.contains(&tag) && !tag.ends_with("serTask"),
        "events" => Spec::has(tag) && tag.ends_with("Event"),
        "catches" => matches!(tag, "boundaryEvent" | "intermediateCatchEvent" | "startEvent"),
        "throws" => matches!(tag, "endEvent" | "intermediateThrowEvent"),
        _ => tag == group,
    }
}

/// Tags of the elements that open jobs by themselves.
pub(super) const JOBS: &[&str] = &[
    "businessRuleTask",
    "globalBusinessRuleTask",
    "globalScriptTask",
    "globalUserTask",
    "scriptTask",
    "sendTask",
    "serviceTask",
    "userTask",
];
