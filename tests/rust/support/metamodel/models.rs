//! The models that parts are put into.

/// What references can lead to.
const ROOTS: &str = r#"
  <message id="ping" name="ping"/><signal id="alarm" name="alarm"/>
  <error id="broken" errorCode="B1"/><escalation id="slow" escalationCode="S1"/>
  <itemDefinition id="item"/><dataStore id="store" name="store"/><resource id="staff" name="staff"/>
  <category id="kinds"><categoryValue id="kind" value="kind"/></category>
  <interface id="service" name="service"><operation id="call" name="call"><inMessageRef>ping</inMessageRef></operation></interface>
  <signalEventDefinition id="shared" signalRef="alarm"/>"#;

/// A file with these roots.
pub(super) fn file(roots: &str) -> String {
    definitions("", roots)
}

/// A file whose root element has attributes.
pub(super) fn definitions(attributes: &str, roots: &str) -> String {
    format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:other=\"urn:other\"{attributes}>{ROOTS}\n  {roots}\n</definitions>\n"
    )
}

/// A process with these contents.
pub(super) fn process(inside: &str) -> String {
    file(&format!(r#"<process id="p">{inside}</process>"#))
}

/// A process in which a flow leads to `x`, and two lead away from it.
pub(super) fn around(x: &str) -> String {
    process(&format!(
        r#"<startEvent id="begin"/><sequenceFlow id="f0" sourceRef="begin" targetRef="x"/>{x}
        <sequenceFlow id="f1" sourceRef="x" targetRef="left"/><sequenceFlow id="f2" sourceRef="x" targetRef="right"/>
        <userTask id="left"/><userTask id="right"/><dataObject id="order" name="order"/>"#
    ))
}

/// The element itself, with slots for its parts.
pub(super) fn element(tag: &str) -> String {
    format!(r#"<{tag} id="x"@A>@C</{tag}>"#)
}

/// An element between flows.
pub(super) fn node(tag: &str) -> String {
    around(&element(tag))
}

/// The role of somebody in a task, between flows.
pub(super) fn role(tag: &str) -> String {
    around(&format!(r#"<userTask id="x"><{tag}@A>@C</{tag}></userTask>"#))
}

/// A call of a process, between flows.
pub(super) fn call(tag: &str) -> String {
    around(&format!(r#"<{tag} id="x" calledElement="elsewhere"@A>@C</{tag}>"#))
}

/// A scope with a task that is undone by another.
pub(super) fn scope(tag: &str) -> String {
    around(&format!(r#"<{tag} id="x"@A>{INSIDE}@C</{tag}>"#))
}

/// A process, as a scope.
pub(super) fn whole(tag: &str) -> String {
    file(&format!(r#"<{tag} id="p"@A>{INSIDE}@C</{tag}>"#))
}

const INSIDE: &str = r#"<userTask id="work"><dataInputAssociation id="takes"><sourceRef>seen</sourceRef>
    <targetRef>taken</targetRef></dataInputAssociation></userTask>
    <boundaryEvent id="undoing" attachedToRef="work"><compensateEventDefinition/></boundaryEvent>
    <userTask id="undo" isForCompensation="true"/>"#;

/// An activity that takes in data, with the place for what says which.
pub(super) fn taking(tag: &str) -> String {
    around(&format!(
        r#"<{tag} id="x"{}>@C<dataInputAssociation id="takes"><sourceRef>order</sourceRef><targetRef>in</targetRef>
        </dataInputAssociation>{}</{tag}>"#,
        called(tag),
        inside(tag)
    ))
}

/// What `callActivity` needs.
fn called(tag: &str) -> &'static str {
    if tag == "callActivity" { r#" calledElement="elsewhere""# } else { "" }
}

fn inside(tag: &str) -> &'static str {
    if matches!(tag, "subProcess" | "transaction" | "adHocSubProcess") { r#"<task id="work"/>"# } else { "" }
}

/// A global task, and a call of it.
pub(super) fn global(tag: &str) -> String {
    file(&format!(
        r#"<{tag} id="x"@A>@C</{tag}><process id="p"><callActivity id="calls" calledElement="x"/></process>"#
    ))
}

/// A start event with a trigger in an event subprocess, beside a task.
pub(super) fn handler(start: &str) -> String {
    process(&format!(
        r#"<userTask id="work"/><subProcess id="sub" triggeredByEvent="true">{start}
        <sequenceFlow id="f1" sourceRef="x" targetRef="after"/><task id="after"/></subProcess>"#
    ))
}

/// An activity with loop characteristics.
pub(super) fn repeated(characteristics: &str) -> String {
    around(&format!(r#"<userTask id="x">{characteristics}</userTask>"#))
}

/// Gateway before two flows with conditions.
pub(super) fn gateway(tag: &str) -> String {
    process(&format!(
        r#"<startEvent id="begin"/><sequenceFlow id="f0" sourceRef="begin" targetRef="x"/><{tag} id="x"@A>@C</{tag}>
        <sequenceFlow id="f1" sourceRef="x" targetRef="left"><conditionExpression>= a</conditionExpression></sequenceFlow>
        <sequenceFlow id="f2" sourceRef="x" targetRef="right"><conditionExpression>= b</conditionExpression></sequenceFlow>
        <userTask id="left"/><userTask id="right"/>"#
    ))
}
