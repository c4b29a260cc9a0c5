//! Processes: their nodes and flows, at every depth.

use crate::map::Map;

use super::instances::{extension, vendor};
use super::{BpmnElement, FlowModel, NodeModel, ProcessModel, Reader, XmlElement};
use crate::elements::{Activity, Spec};
use crate::error::Severity;
use crate::value::{CollectVec, Text, behind};

/// Flow elements of BPMN that have no row in the element table.
const UNSUPPORTED: &[&str] =
    &["callChoreography", "choreographyTask", "event", "implicitThrowEvent", "subChoreography"];

/// Children that BPMN gives no meaning in execution, or that are read with the element around them.
const INERT: &[&str] = &[
    "activationCondition",
    "artifact",
    "auditing",
    "categoryValueRef",
    "completionCondition",
    "conditionExpression",
    "correlationSubscription",
    "dataInputAssociation",
    "dataObject",
    "dataObjectReference",
    "dataOutputAssociation",
    "dataStoreReference",
    "documentation",
    "extensionElements",
    "group",
    "humanPerformer",
    "incoming",
    "ioBinding",
    "ioSpecification",
    "laneSet",
    "monitoring",
    "multiInstanceLoopCharacteristics",
    "outgoing",
    "performer",
    "potentialOwner",
    "property",
    "rendering",
    "resourceRole",
    "script",
    "standardLoopCharacteristics",
    "supportedInterfaceRef",
    "supports",
    "text",
    "textAnnotation",
];

impl Reader<'_> {
    /// Reads one process with all that it contains.
    pub(super) fn process(&mut self, element: XmlElement<'_>) -> Option<ProcessModel> {
        let before = self.diagnostics.len();
        let id = self.id(element)?;
        let executable = self.flag(element, "isExecutable", true);
        let mut process = ProcessModel {
            id,
            name: name(element),
            version_tag: version_tag(element).map(Text::from),
            executable,
            runnable: true,
            nodes: Vec::new(),
            flows: Vec::new(),
            associations: Vec::new(),
            refused: Map::new(),
        };
        self.node(element, None, &mut process);
        let mut scopes: Vec<(usize, Vec<XmlElement<'_>>)> = vec![(0, reversed(element))];
        while let Some((scope, rest)) = scopes.last_mut() {
            let scope = *scope;
            let Some(child) = rest.pop() else {
                scopes.pop();
                continue;
            };
            if let Some(position) = self.child(child, scope, &mut process) {
                scopes.push((position, reversed(child)));
            }
        }
        self.judge(&mut process, before);
        Some(process)
    }

    /// Reads one child of a scope; the position of a scope whose own children come next.
    fn child(&mut self, child: XmlElement<'_>, scope: usize, process: &mut ProcessModel) -> Option<usize> {
        match child.local() {
            "sequenceFlow" => {
                let flow = self.flow(child);
                process.flows.extend(flow);
                None
            }
            "association" => {
                let end = |attribute: &str| child.attr(attribute).map(local_part);
                process.associations.extend(end("sourceRef").zip(end("targetRef")));
                None
            }
            tag if UNSUPPORTED.contains(&tag) => {
                self.unsupported(child, &format!("`{tag}`"));
                process.refuse(child);
                None
            }
            tag if INERT.contains(&tag) => None,
            _ => self.node(child, Some(scope), process),
        }
    }

    /// Reads one node; its position if it is a scope.
    fn node(
        &mut self,
        element: XmlElement<'_>,
        parent: Option<usize>,
        process: &mut ProcessModel,
    ) -> Option<usize> {
        let Some(spec) = Spec::read(self, element) else {
            self.error(
                element,
                "unknownElement",
                format_args!("`{}` is not an element of BPMN that can stand here", element.name()),
                "remove it, or move vendor data into `extensionElements`",
            );
            process.refuse(element);
            return None;
        };
        let id = self.id(element)?;
        let activity = if spec.is_activity() { Activity::read(self, element) } else { Activity::default() };
        let data = self.mappings(element);
        let listeners = self.listeners(element);
        let position = element.line_col();
        let scope = spec.is_scope();
        let around = parent.and_then(|parent| process.nodes.get(parent));
        let lane = self.lane(&id).or_else(|| around.and_then(|around| around.lane.clone()));
        if scope {
            self.lanes(element);
        }
        process.nodes.push(NodeModel {
            id,
            name: name(element),
            spec,
            activity,
            parent,
            attached_to: element.attr("attachedToRef").map(local_part),
            default: element.attr("default").map(local_part),
            data,
            listeners,
            lane,
            line: position.line,
            column: position.column,
        });
        scope.then(|| process.nodes.len() - 1)
    }

    fn flow(&mut self, element: XmlElement<'_>) -> Option<FlowModel> {
        let mut end = |attribute: &str| {
            let end = element.attr(attribute).map(local_part).filter(|end| !end.is_empty());
            if end.is_none() {
                self.error(
                    element,
                    "danglingFlow",
                    format_args!("the sequence flow has no `{attribute}`"),
                    "connect both of its ends",
                );
            }
            end
        };
        let (source, target) = (end("sourceRef"), end("targetRef"));
        let (source, target) = (source?, target?);
        let position = element.line_col();
        let id = match element.attr("id") {
            Some(id) if !id.is_empty() => Text::from(id),
            _ => self.free_ids.get(&element.ix()).map(|id| Text::from(&**id)).unwrap_or_default(),
        };
        let condition = element.bpmn_child("conditionExpression");
        let external = |condition: XmlElement<'_>| vendor(condition, "resource").is_some();
        let condition = condition.filter(|condition| !condition.trimmed().is_empty() || external(*condition));
        let conditional = condition.is_some();
        let condition =
            condition.and_then(|condition| self.expression(element, condition, condition.trimmed()));
        Some(FlowModel {
            id,
            source,
            target,
            conditional,
            condition,
            skip: self.skip_expression(element),
            listeners: self.listeners(element),
            line: position.line,
            column: position.column,
        })
    }

    /// The id of a process or flow node; of a flow node without one, that which `normalize` would give.
    fn id(&mut self, element: XmlElement<'_>) -> Option<Text> {
        if let Some(id) = element.attr("id").filter(|id| !id.is_empty()) {
            return Some(Text::from(id));
        }
        let free = self.free_ids.get(&element.ix()).map(|id| Text::from(&**id));
        match &free {
            Some(id) => self.info(
                element,
                "missingId",
                format_args!("`{}` has no id; it goes by `{id}`", element.name()),
            ),
            None => self.error(
                element,
                "missingId",
                format_args!("`{}` has no id", element.name()),
                "give it a unique `id`",
            ),
        }
        free
    }

    /// A process that says it is not executable is described, not refused, for what cannot run in it.
    fn judge(&mut self, process: &mut ProcessModel, before: usize) {
        let own = self.diagnostics.iter_mut().skip(before);
        for diagnostic in own.filter(|diagnostic| diagnostic.severity == Severity::Error) {
            process.runnable = false;
            if !process.executable {
                diagnostic.severity = Severity::Warning;
            }
        }
    }
}

impl ProcessModel {
    fn refuse(&mut self, element: XmlElement<'_>) {
        if let Some(id) = element.attr("id") {
            self.refused.insert(Text::from(id), element.line_col().line);
        }
    }
}

fn reversed(element: XmlElement<'_>) -> Vec<XmlElement<'_>> {
    let mut children: Vec<_> = element.bpmn_children().collect_vec();
    children.reverse();
    children
}

pub(super) fn name(element: XmlElement<'_>) -> Option<Text> {
    element.said("name").map(Text::from)
}

/// A reference without the namespace prefix that some tools write.
pub(crate) fn local_part(reference: &str) -> Text {
    let reference = reference.trim();
    Text::from(behind(reference, b':'))
}

fn version_tag(process: XmlElement<'_>) -> Option<&str> {
    let tag = vendor(process, "versionTag")
        .or_else(|| extension(process, "versionTag").and_then(|element| element.attr("value")));
    tag.map(str::trim).filter(|tag| !tag.is_empty())
}
