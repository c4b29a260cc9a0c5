//! Small models as text.

use std::fmt::Write as _;

/// A file of processes, or whatever else belongs into it.
pub(crate) fn file(parts: &[&str]) -> String {
    let parts = parts.join("\n");
    format!(
        r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn">{parts}</definitions>"#
    )
}

/// A process whose nodes follow one another, with more beside them.
pub(crate) fn line(id: &str, nodes: &[String], beside: &str) -> String {
    let mut xml = format!(r#"<process id="{id}">{beside}"#);
    for node in nodes {
        xml.push_str(node);
    }
    for pair in nodes.windows(2) {
        if let [source, target] = pair {
            let _ = write!(xml, "{}", flow(id_of(source), id_of(target)));
        }
    }
    xml + "</process>"
}

fn id_of(node: &str) -> &str {
    node.split('"').nth(1).unwrap()
}

pub(crate) fn flow(source: &str, target: &str) -> String {
    format!(r#"<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>"#)
}

pub(crate) fn node(tag: &str, id: &str) -> String {
    format!(r#"<{tag} id="{id}"/>"#)
}

pub(crate) fn start(id: &str) -> String {
    node("startEvent", id)
}

pub(crate) fn end(id: &str) -> String {
    node("endEvent", id)
}

/// An event with its event definition: `("intermediateThrowEvent", "ask", "message", "order")`.
pub(crate) fn event(tag: &str, id: &str, trigger: &str, name: &str) -> String {
    format!(r#"<{tag} id="{id}"><{trigger}EventDefinition {trigger}Ref="{name}"/></{tag}>"#)
}

pub(crate) fn throw(id: &str, trigger: &str, name: &str) -> String {
    event("intermediateThrowEvent", id, trigger, name)
}

pub(crate) fn catch(id: &str, trigger: &str, name: &str) -> String {
    event("intermediateCatchEvent", id, trigger, name)
}

/// An interrupting boundary event, and where it leads.
pub(crate) fn boundary(id: &str, host: &str, trigger: &str, name: &str) -> String {
    format!(
        r#"<boundaryEvent id="{id}" attachedToRef="{host}"><{trigger}EventDefinition {trigger}Ref="{name}"/>
        </boundaryEvent><endEvent id="{id}-end"/>{}"#,
        flow(id, &format!("{id}-end"))
    )
}

pub(crate) fn call(id: &str, called: &str) -> String {
    format!(
        r#"<callActivity id="{id}" calledElement="{called}"><extensionElements>
  <camunda:in variables="all"/><camunda:out variables="all"/></extensionElements></callActivity>"#
    )
}

/// A collaboration of pools, each with its process, and of message flows between elements.
pub(crate) fn collaboration(pools: &[(&str, &str)], flows: &[(&str, &str)]) -> String {
    let mut xml = r#"<collaboration id="collaboration">"#.to_owned();
    for (pool, process) in pools {
        let process = if process.is_empty() { String::new() } else { format!(r#" processRef="{process}""#) };
        let _ = write!(xml, r#"<participant id="{pool}"{process}/>"#);
    }
    for (source, target) in flows {
        let _ =
            write!(xml, r#"<messageFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>"#);
    }
    xml + "</collaboration>"
}
