//! Adds what BPMN makes optional and many tools rely on: the `incoming` and `outgoing` children of
//! flow nodes, and ids of sequence flows and flow nodes.

mod edit;

use crate::map::Map;
use std::borrow::Cow;

use self::edit::Edits;
use super::fault::Fault;
use super::{Document, Element};
use crate::error::Diagnostic;

/// Returns the model with every missing `<incoming>` and `<outgoing>` child of its flow nodes, and
/// an id for every sequence flow and flow node without one. Everything else stays byte for byte as it is, and a
/// model that has them all comes back unchanged.
///
/// The children are written with the prefix of their flow node, where the schema wants them
/// (BPMN 8.4.13), one on each line if the model is written that way.
///
/// # Errors
/// The diagnostic of a text that is not well-formed, or `xmlLimit` where the result would be
/// larger than the engine reads.
pub fn normalize(xml: &str) -> Result<String, Vec<Diagnostic>> {
    let doc = super::parse(xml).map_err(|diagnostic| vec![diagnostic])?;
    rewrite(&doc).map_err(|fault| vec![fault.at(xml)])
}

fn rewrite(doc: &Document<'_>) -> Result<String, Fault> {
    let model = Model::of(doc);
    let mut edits = Edits::new(doc.source());
    // By the number of the element, so that the changes come nearly in the order of the text.
    let mut changes: Map<u32, Change<'_>> = Map::new();
    for flow in &model.flows {
        if let Some(node) = model.end(flow.element, "sourceRef") {
            changes.or_insert_with(node.ix(), || Change::of(node)).outgoing.push(&flow.id);
        }
        if let Some(node) = model.end(flow.element, "targetRef") {
            changes.or_insert_with(node.ix(), || Change::of(node)).incoming.push(&flow.id);
        }
        if flow.is_new {
            changes.or_insert_with(flow.element.ix(), || Change::of(flow.element)).name = Some(&flow.id);
        }
    }
    for (node, id) in &model.nameless {
        changes.or_insert_with(node.ix(), || Change::of(*node)).name = Some(id);
    }
    for change in changes.values() {
        change.make(&mut edits)?;
    }
    Ok(edits.apply())
}

/// A name for each element that has none: `SequenceFlow_1`, `SequenceFlow_2` and so on, without those that
/// the model uses already. The same for the same model, always.
fn free_ids<'t>(kind: &'t str, taken: &'t Map<&str, u32>) -> impl Iterator<Item = String> + use<'t> {
    (1_u64..).map(move |number| format!("{kind}_{number}")).filter(|id| !taken.contains_key(&**id))
}

/// The ids that [`normalize`] gives to sequence flows and flow nodes without one, by the number of their
/// elements, so that a model runs alike before and after. What is inside `extensionElements` is nobody's.
pub(crate) fn missing_ids(doc: &Document<'_>) -> Map<u32, String> {
    let mut ids = Map::new();
    let nameless = |element: Element<'_>| {
        (element.local() == "sequenceFlow" || is_flow_node(element.local()))
            && element.attr("id").is_none_or(str::is_empty)
    };
    // Most models name their elements, and need no second look.
    if doc.elements().any(nameless) {
        let model = Model::of(doc);
        for flow in model.flows.into_iter().filter(|flow| flow.is_new) {
            ids.insert(flow.element.ix(), flow.id.into_owned());
        }
        for (node, id) in model.nameless {
            ids.insert(node.ix(), id);
        }
    }
    ids
}

struct Flow<'d> {
    element: Element<'d>,
    id: Cow<'d, str>,
    is_new: bool,
}

/// The sequence flows and flow nodes of a file.
struct Model<'d> {
    flows: Vec<Flow<'d>>,
    doc: &'d Document<'d>,
    /// Numbers of the flow nodes by their ids.
    nodes: Map<&'d str, u32>,
    /// The flow nodes without an id, and the id of each.
    nameless: Vec<(Element<'d>, String)>,
}

impl<'d> Model<'d> {
    fn of(doc: &'d Document<'_>) -> Self {
        let namespace = doc.root().ns();
        let mut taken = Map::new();
        let mut nodes = Map::new();
        let mut flows = Vec::new();
        let mut nameless = Vec::new();
        let mut outside = 0;
        for element in doc.elements() {
            if let Some(id) = element.attr("id") {
                taken.insert(id, element.ix());
            }
            if element.ix() < outside || element.ns() != namespace {
                continue;
            }
            match element.local() {
                // Vendors' elements may leak into the model's namespace there.
                "extensionElements" => outside = element.descendants().last().map_or(0, |last| last.ix() + 1),
                "sequenceFlow" => flows.push(element),
                local if is_flow_node(local) => match element.attr("id").filter(|id| !id.is_empty()) {
                    Some(id) => {
                        nodes.or_insert(id.trim(), element.ix());
                    }
                    None => nameless.push(element),
                },
                _ => {}
            }
        }
        let nameless = nameless.into_iter().zip(free_ids("FlowNode", &taken)).collect();
        let mut free = free_ids("SequenceFlow", &taken);
        let flows = flows.into_iter().filter_map(|element| {
            let id = element.attr("id").filter(|id| !id.is_empty());
            let (id, is_new) = match id {
                Some(id) => (Cow::Borrowed(id), false),
                None => (Cow::Owned(free.next()?), true),
            };
            Some(Flow { element, id, is_new })
        });
        Self { flows: flows.collect(), doc, nodes, nameless }
    }

    /// The flow node that an attribute refers to, also where the reference has a prefix.
    fn end(&self, flow: Element<'d>, attribute: &str) -> Option<Element<'d>> {
        let reference = flow.attr(attribute)?.trim();
        let ix = self.nodes.get(reference).or_else(|| self.nodes.get(local_part(reference)))?;
        self.doc.element(*ix)
    }
}

/// What one element gets: its id, and a flow node its flows.
struct Change<'d> {
    node: Element<'d>,
    name: Option<&'d str>,
    incoming: Vec<&'d str>,
    outgoing: Vec<&'d str>,
}

impl<'d> Change<'d> {
    fn of(node: Element<'d>) -> Self {
        Self { node, name: None, incoming: Vec::new(), outgoing: Vec::new() }
    }

    fn make(&self, edits: &mut Edits<'d>) -> Result<(), Fault> {
        if let Some(name) = self.name {
            edits.name(self.node, name)?;
        }
        let mut children = Vec::new();
        let head = self.last(is_head);
        let incoming = self.last(|local| local == "incoming").or(head);
        let outgoing = self.last(|local| local == "outgoing").or(incoming);
        children.extend(self.missing("incoming", &self.incoming).map(|id| ("incoming", id, incoming)));
        children.extend(self.missing("outgoing", &self.outgoing).map(|id| ("outgoing", id, outgoing)));
        edits.children(self.node, &children)
    }

    fn last(&self, wanted: impl Fn(&str) -> bool) -> Option<Element<'d>> {
        self.node.children().of(self.node.ns()).filter(|child| wanted(child.local())).last()
    }

    fn missing<'m>(
        &'m self,
        local: &'static str,
        flows: &'m [&'d str],
    ) -> impl Iterator<Item = &'d str> + 'm {
        let mut present: Map<&str, u32> = Map::new();
        for child in self.node.children().of(self.node.ns()).named(local) {
            present.insert(child.trimmed(), child.ix());
            present.insert(local_part(child.trimmed()), child.ix());
        }
        flows.iter().copied().filter(move |flow| present.insert(flow.trim(), 0).is_none())
    }
}

/// `task` of `tns:task`.
fn local_part(reference: &str) -> &str {
    crate::value::behind(reference, b':')
}

/// What the schema puts in front of `incoming` in every flow node.
fn is_head(local: &str) -> bool {
    matches!(local, "documentation" | "extensionElements" | "auditing" | "monitoring" | "categoryValueRef")
}

fn is_flow_node(local: &str) -> bool {
    matches!(
        local,
        "task"
            | "serviceTask"
            | "userTask"
            | "manualTask"
            | "scriptTask"
            | "businessRuleTask"
            | "sendTask"
            | "receiveTask"
            | "callActivity"
            | "subProcess"
            | "adHocSubProcess"
            | "transaction"
            | "startEvent"
            | "endEvent"
            | "boundaryEvent"
            | "intermediateCatchEvent"
            | "intermediateThrowEvent"
            | "implicitThrowEvent"
            | "exclusiveGateway"
            | "inclusiveGateway"
            | "parallelGateway"
            | "complexGateway"
            | "eventBasedGateway"
            | "choreographyTask"
            | "subChoreography"
            | "callChoreography"
    )
}
