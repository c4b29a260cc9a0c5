//! The machine as BPMN 2.0.

use super::parts::{PartKind, Parts, Plan};
use super::xml::Xml;
use super::{MachineActivity, MachineState, MachineTimer, StateMachine, diagram};
use crate::read::is_expression;
use crate::value::Text;

/// Writes the file; `drawn`: with a diagram.
pub(super) fn write(machine: &StateMachine, drawn: bool) -> String {
    let plan = Plan::new(machine);
    let mut xml = Xml::new();
    let namespaces = [
        ("xmlns:bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL"),
        ("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI"),
        ("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC"),
        ("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xmlns:camunda", "http://camunda.org/schema/1.0/bpmn"),
        ("xmlns:tidewheel", "urn:tidewheel:bpmn:1.0"),
        ("id", &format!("{}..definitions", machine.id)),
        ("targetNamespace", "urn:tidewheel:machine"),
    ];
    xml.open("bpmn:definitions", &namespaces);
    for transition in &machine.transitions {
        let id = format!("{}..escalation", transition.id);
        xml.leaf(
            "bpmn:escalation",
            &[("id", &id), ("name", &transition.id), ("escalationCode", &transition.id)],
        );
    }
    let name = named(machine.name.as_ref(), &machine.id);
    xml.open("bpmn:process", &[("id", &machine.id), ("name", name), ("isExecutable", "true")]);
    groups(&mut xml, machine);
    if let Some(start) = plan.start() {
        let begin = format!("{}..start", machine.id);
        xml.leaf("bpmn:startEvent", &[("id", &begin)]);
        flow(&mut xml, &begin, &start.id, &[]);
    }
    for state in &machine.states {
        write_state(&mut xml, &plan, state);
    }
    xml.close("bpmn:process");
    if drawn {
        diagram::write(&mut xml, &plan);
    }
    xml.close("bpmn:definitions");
    xml.end()
}

fn groups(xml: &mut Xml, machine: &StateMachine) {
    if machine.groups.is_empty() {
        return;
    }
    xml.open("bpmn:extensionElements", &[]);
    for group in &machine.groups {
        xml.open("tidewheel:group", &[("id", &group.id), ("name", named(group.name.as_ref(), &group.id))]);
        for member in &group.members {
            xml.element("tidewheel:member", &[], member);
        }
        xml.close("tidewheel:group");
    }
    xml.close("bpmn:extensionElements");
}

/// What people call something: what has no name is called by its id.
fn named<'a>(name: Option<&'a Text>, id: &'a Text) -> &'a str {
    name.unwrap_or(id)
}

/// A state: an end event where no transition leaves it, else a subprocess with its transitions beside it.
fn write_state(xml: &mut Xml, plan: &Plan<'_>, state: &MachineState) {
    let transitions = plan.leaving(state);
    let tag = if transitions.is_empty() { "bpmn:endEvent" } else { "bpmn:subProcess" };
    xml.open(tag, &[("id", &state.id), ("name", named(state.name.as_ref(), &state.id))]);
    xml.open("bpmn:extensionElements", &[]);
    xml.leaf("tidewheel:state", &[("type", &state.r#type)]);
    activities(xml, "start", &state.activities);
    xml.close("bpmn:extensionElements");
    if !transitions.is_empty() {
        write_parts(xml, plan, &plan.parts(state));
    }
    xml.close(tag);
    for transition in transitions {
        let escalation = format!("{}..escalation", transition.id);
        let name = named(transition.name.as_ref(), &transition.id);
        let attributes = [("id", &*transition.id), ("name", name), ("attachedToRef", &state.id)];
        xml.open("bpmn:boundaryEvent", &attributes);
        let id = format!("{}..caught", transition.id);
        xml.leaf("bpmn:escalationEventDefinition", &[("id", &id), ("escalationRef", &escalation)]);
        xml.close("bpmn:boundaryEvent");
        flow(xml, &transition.id, &transition.to, &transition.activities);
    }
}

fn write_parts(xml: &mut Xml, plan: &Plan<'_>, parts: &Parts<'_>) {
    for part in &parts.nodes {
        let tag = format!("bpmn:{}", part.kind.tag());
        let mut attributes = vec![("id", &*part.id)];
        match &part.kind {
            PartKind::Action(action, _) => attributes.push(("name", named(action.name.as_ref(), &action.id))),
            PartKind::Condition(condition) => attributes.push(("name", condition)),
            PartKind::Timer(timer) => {
                attributes.extend(timer.duration.iter().chain(&timer.date).map(|text| ("name", &**text)));
            }
            _ => {}
        }
        xml.open(&tag, &attributes);
        match &part.kind {
            PartKind::Start | PartKind::Fork | PartKind::Join => {}
            PartKind::Action(action, transition) => {
                let mut attributes = vec![("id", &*action.id)];
                attributes.extend(action.group.as_deref().map(|group| ("group", group)));
                attributes.extend(action.target.as_deref().map(|target| ("target", target)));
                attributes.push(("next", &transition.to));
                let timeout = action.timeout.as_deref().or(plan.machine.timeout.as_deref());
                attributes.extend(timeout.map(|timeout| ("timeout", timeout)));
                xml.open("bpmn:extensionElements", &[]);
                xml.leaf("tidewheel:action", &attributes);
                xml.close("bpmn:extensionElements");
            }
            PartKind::Timer(timer) => write_timer(xml, timer),
            PartKind::Condition(condition) => {
                xml.open("bpmn:conditionalEventDefinition", &[]);
                xml.element("bpmn:condition", &[("xsi:type", "bpmn:tFormalExpression")], condition);
                xml.close("bpmn:conditionalEventDefinition");
            }
            PartKind::End(transition) => {
                let escalation = format!("{}..escalation", transition.id);
                xml.leaf("bpmn:escalationEventDefinition", &[("escalationRef", &escalation)]);
            }
        }
        xml.close(&tag);
    }
    let id = |place: &usize| parts.nodes.get(*place).map_or("", |part| &part.id);
    for (source, target) in &parts.flows {
        flow(xml, id(source), id(target), &[]);
    }
}

fn write_timer(xml: &mut Xml, timer: &MachineTimer) {
    xml.open("bpmn:timerEventDefinition", &[]);
    let kind = [("xsi:type", "bpmn:tFormalExpression")];
    if let Some(duration) = &timer.duration {
        xml.element("bpmn:timeDuration", &kind, duration);
    }
    if let Some(date) = &timer.date {
        xml.element("bpmn:timeDate", &kind, date);
    }
    xml.close("bpmn:timerEventDefinition");
}

/// The id of the flow from one element to another.
pub(super) fn flow_id(source: &str, target: &str) -> String {
    format!("{source}..to..{target}")
}

fn flow(xml: &mut Xml, source: &str, target: &str, told: &[MachineActivity]) {
    let id = flow_id(source, target);
    let attributes = [("id", &*id), ("sourceRef", source), ("targetRef", target)];
    if told.is_empty() {
        return xml.leaf("bpmn:sequenceFlow", &attributes);
    }
    xml.open("bpmn:sequenceFlow", &attributes);
    xml.open("bpmn:extensionElements", &[]);
    activities(xml, "take", told);
    xml.close("bpmn:extensionElements");
    xml.close("bpmn:sequenceFlow");
}

fn activities(xml: &mut Xml, event: &str, activities: &[MachineActivity]) {
    for activity in activities {
        xml.open("camunda:executionListener", &[("event", event), ("class", &activity.id)]);
        for (name, value) in &activity.fields {
            let value: &Text = if let Some(text) = value.as_text() { text } else { continue };
            let kind = if is_expression(value.trim()) { "expression" } else { "stringValue" };
            xml.leaf("camunda:field", &[("name", name), (kind, value)]);
        }
        xml.close("camunda:executionListener");
    }
}
