//! The machine as BPMN 2.0.

use super::diagram;
use super::parts::Parts;
use super::plan::{Object, Plan};
use super::xml::Xml;
use crate::read::is_expression;

const BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:tidewheel="urn:tidewheel:bpmn:1.0" id="$0..definitions" targetNamespace="urn:tidewheel:machine">
"#;

/// Writes the file; `drawn`: with a diagram.
pub(super) fn write(plan: &Plan<'_>, drawn: bool) -> String {
    let mut xml = Xml::default();
    let id = plan.machine.id();
    xml.put(BEGIN, &[id]);
    for state in &plan.states.all {
        for transition in plan.leaving(state.id()).iter().skip(1) {
            let escalation = r#"  <bpmn:escalation id="$0..escalation" name="$0" escalationCode="$0"/>
"#;
            xml.put(escalation, &[transition.id()]);
        }
    }
    let process = r#"  <bpmn:process id="$0" name="$1" isExecutable="true">
"#;
    xml.put(process, &[id, plan.machine.name()]);
    groups(&mut xml, &plan.groups.all);
    if let Some(start) = plan.starts().first() {
        xml.put("    <bpmn:startEvent id=\"$0..start\"/>\n", &[id]);
        flow(&mut xml, "    ", &[id, "..start"].concat(), start.id());
    }
    for state in &plan.states.all {
        self::state(&mut xml, plan, *state);
    }
    xml.put("  </bpmn:process>\n", &[]);
    if drawn {
        diagram::write(&mut xml, plan);
    }
    xml.put("</bpmn:definitions>\n", &[]);
    xml.end()
}

fn groups(xml: &mut Xml, groups: &[Object<'_>]) {
    if groups.is_empty() {
        return;
    }
    xml.put("    <bpmn:extensionElements>\n", &[]);
    for group in groups {
        xml.put(r#"      <tidewheel:group id="$0" name="$1""#, &[group.id(), group.name()]);
        let members = group.texts("members");
        xml.put(if members.is_empty() { "/>\n" } else { ">\n" }, &[]);
        for member in &members {
            xml.put("        <tidewheel:member>$0</tidewheel:member>\n", &[member]);
        }
        xml.put(if members.is_empty() { "" } else { "      </tidewheel:group>\n" }, &[]);
    }
    xml.put("    </bpmn:extensionElements>\n", &[]);
}

/// A state: an end event where no transition leaves it, else a subprocess with its transitions beside it.
fn state(xml: &mut Xml, plan: &Plan<'_>, state: Object<'_>) {
    let transitions = plan.leaving(state.id());
    let tag = if transitions.is_empty() { "endEvent" } else { "subProcess" };
    let begin = r#"    <bpmn:$0 id="$1" name="$2">
      <bpmn:extensionElements>
        <tidewheel:state type="$3"/>
"#;
    xml.put(begin, &[tag, state.id(), state.name(), state.word("type")]);
    activities(xml, "start", &state.objects("activities"));
    xml.put("      </bpmn:extensionElements>\n", &[]);
    inside(xml, &Parts::of(plan, state));
    xml.put("    </bpmn:$0>\n", &[tag]);
    for (place, transition) in transitions.iter().enumerate() {
        let id = transition.id();
        let caught = [id, "..event"].concat();
        // The first is the usual way; each other one has an event of its own on the border.
        let source = if place == 0 { state.id() } else { &caught };
        if place > 0 {
            let boundary = r#"    <bpmn:boundaryEvent id="$0" attachedToRef="$1">
      <bpmn:escalationEventDefinition escalationRef="$2..escalation"/>
    </bpmn:boundaryEvent>
"#;
            xml.put(boundary, &[&caught, state.id(), id]);
        }
        let flow = r#"    <bpmn:sequenceFlow id="$0" name="$1" sourceRef="$2" targetRef="$3""#;
        xml.put(flow, &[id, transition.name(), source, transition.word("to")]);
        let told = transition.objects("activities");
        if told.is_empty() {
            xml.put("/>\n", &[]);
            continue;
        }
        xml.put(">\n      <bpmn:extensionElements>\n", &[]);
        activities(xml, "take", &told);
        xml.put("      </bpmn:extensionElements>\n    </bpmn:sequenceFlow>\n", &[]);
    }
}

fn inside(xml: &mut Xml, parts: &Parts<'_>) {
    for part in &parts.nodes {
        let [one, two] = part.texts;
        xml.put(part.kind.begin, &[&part.id, one, two]);
        for (name, value) in &part.attributes {
            xml.put(r#" $0="$1""#, &[name, value]);
        }
        xml.put(part.kind.end, &[]);
    }
    for (source, target) in &parts.flows {
        flow(xml, "      ", parts.id(*source), parts.id(*target));
    }
}

/// A flow that is no transition.
fn flow(xml: &mut Xml, indent: &str, source: &str, target: &str) {
    let flow = "$0<bpmn:sequenceFlow id=\"$1..to..$2\" sourceRef=\"$1\" targetRef=\"$2\"/>\n";
    xml.put(flow, &[indent, source, target]);
}

fn activities(xml: &mut Xml, event: &str, activities: &[Object<'_>]) {
    for activity in activities {
        let begin = r#"        <camunda:executionListener event="$0" class="$1""#;
        xml.put(begin, &[event, activity.id()]);
        let fields = activity.fields();
        xml.put(if fields.is_empty() { "/>\n" } else { ">\n" }, &[]);
        for (name, value) in fields {
            let value = value.as_text().map_or("", |text| text);
            let kind = if is_expression(value.trim()) { "expression" } else { "stringValue" };
            let field = "          <camunda:field name=\"$0\" $1=\"$2\"/>\n";
            xml.put(field, &[name, kind, value]);
        }
        xml.put(if fields.is_empty() { "" } else { "        </camunda:executionListener>\n" }, &[]);
    }
}
