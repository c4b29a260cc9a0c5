//! Writes nodes and flows as BPMN XML.

use std::fmt::Write as _;

use super::block::{End, PASSING, Repeats, SHARED, Trigger};
use super::words::{
    AGAIN, BEHAVIORS, COLLECTS, ENOUGH, ERRORS, ESCALATIONS, HOSTS, INSTANCES, MESSAGES, SIGNALS, TIMERS,
    WATCHED,
};

/// A flow whose source is known and whose target is not yet.
#[derive(Clone, Debug)]
pub struct Loose {
    id: String,
    source: String,
    condition: Option<&'static str>,
}

impl Loose {
    /// Id of the flow.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// A file in the making: a stack of scopes, the innermost last.
#[derive(Debug)]
pub struct Xml {
    scopes: Vec<String>,
    serial: u32,
    /// Activities that something undoes, in all scopes.
    undoable: Vec<String>,
}

impl Default for Xml {
    fn default() -> Self {
        Self { scopes: vec![String::new()], serial: 0, undoable: Vec::new() }
    }
}

impl Xml {
    /// An id that nothing else has.
    pub fn id(&mut self, prefix: &str) -> String {
        self.serial += 1;
        format!("{prefix}{}", self.serial)
    }

    /// Adds text to the innermost scope.
    pub fn push(&mut self, text: &str) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.push_str("    ");
            scope.push_str(text);
            scope.push('\n');
        }
    }

    /// Writes a node that the loose flows lead to.
    pub fn node(&mut self, tag: &str, attributes: &str, body: &str, from: Vec<Loose>) -> String {
        let id = self.id("n");
        self.named(&id, tag, attributes, body);
        self.connect(from, &id);
        id
    }

    /// Writes a node with an id from [`Xml::id`].
    pub fn named(&mut self, id: &str, tag: &str, attributes: &str, body: &str) {
        let separator = if attributes.is_empty() { "" } else { " " };
        self.push(&if body.is_empty() {
            format!(r#"<{tag} id="{id}"{separator}{attributes}/>"#)
        } else {
            format!(r#"<{tag} id="{id}"{separator}{attributes}>{body}</{tag}>"#)
        });
    }

    /// A flow that leaves a node.
    pub fn leave(&mut self, source: &str, condition: Option<&'static str>) -> Loose {
        Loose { id: self.id("f"), source: source.to_owned(), condition }
    }

    /// Leads loose flows to a node.
    pub fn connect(&mut self, from: Vec<Loose>, target: &str) {
        for Loose { id, source, condition } in from {
            let body =
                condition.map_or(String::new(), |condition| expression("conditionExpression", condition));
            let ends = format!(r#"sourceRef="{source}" targetRef="{target}""#);
            self.named(&id, "sequenceFlow", &ends, &body);
        }
    }

    /// Notes an activity that something undoes.
    pub fn note_undoable(&mut self, id: &str) {
        self.undoable.push(id.to_owned());
    }

    /// One of the activities noted so far.
    #[must_use]
    pub fn undoable(&self, pick: usize) -> Option<&str> {
        self.undoable.get(pick % self.undoable.len().max(1)).map(String::as_str)
    }

    /// Begins a scope; what is written next belongs to it.
    pub fn open(&mut self) {
        self.scopes.push(String::new());
    }

    /// Ends the innermost scope and returns what was written to it.
    pub fn close(&mut self) -> String {
        self.scopes.pop().unwrap_or_default()
    }

    /// The whole file.
    #[must_use]
    pub fn file(mut self) -> String {
        let mut roots = String::new();
        for (n, name) in MESSAGES.iter().enumerate() {
            let _ = writeln!(roots, r#"  <message id="message{n}" name="{name}"/>"#);
        }
        for (n, name) in SIGNALS.iter().enumerate() {
            let _ = writeln!(roots, r#"  <signal id="signal{n}" name="{name}"/>"#);
        }
        for (n, code) in ERRORS.iter().enumerate() {
            let _ = writeln!(roots, r#"  <error id="error{n}" errorCode="{code}"/>"#);
        }
        for (n, code) in ESCALATIONS.iter().enumerate() {
            let _ = writeln!(roots, r#"  <escalation id="escalation{n}" escalationCode="{code}"/>"#);
        }
        for (n, trigger) in SHARED.iter().chain([&Trigger::Escalation(1)]).enumerate() {
            let text = definition(*trigger).replacen(
                "EventDefinition",
                &format!("EventDefinition id=\"shared{n}\""),
                1,
            );
            let _ = writeln!(roots, "  {text}");
        }
        roots.push_str("  <globalUserTask id=\"global\"/>\n  <globalManualTask id=\"manual\"/>\n");
        let process = self.close();
        format!(
            "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
             xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" targetNamespace=\"urn:test\">\n\
             {roots}  <process id=\"process\">\n{process}  </process>\n</definitions>\n"
        )
    }
}

/// An expression of the word lists.
#[must_use]
pub fn expression(tag: &str, text: &str) -> String {
    match text.strip_prefix(HOSTS) {
        Some(text) => format!(r#"<{tag} language="javascript">{text}</{tag}>"#),
        None => format!("<{tag}>{text}</{tag}>"),
    }
}

/// The event definition of a trigger on an activity or in the flow, where timers may ask the host.
#[must_use]
pub fn definition_inside(trigger: Trigger) -> String {
    let text = definition(trigger);
    match trigger {
        Trigger::All(_) => text,
        _ => text.replace(">= delay<", r#" language="javascript">delay<"#),
    }
}

/// The event definition of a trigger.
#[must_use]
pub fn definition(trigger: Trigger) -> String {
    match trigger {
        Trigger::Timer(n) => {
            let (tag, text) = TIMERS.get(n).copied().unwrap_or_default();
            format!("<timerEventDefinition><{tag}>{text}</{tag}></timerEventDefinition>")
        }
        Trigger::Message(n) => format!(r#"<messageEventDefinition messageRef="message{n}"/>"#),
        Trigger::Signal(n) => format!(r#"<signalEventDefinition signalRef="signal{n}"/>"#),
        // An error without a code is one without a reference.
        Trigger::Error(0) => "<errorEventDefinition/>".to_owned(),
        Trigger::Error(n) => format!(r#"<errorEventDefinition errorRef="error{n}"/>"#),
        Trigger::Escalation(0) => "<escalationEventDefinition/>".to_owned(),
        Trigger::Escalation(n) => format!(r#"<escalationEventDefinition escalationRef="escalation{n}"/>"#),
        Trigger::Cancel => "<cancelEventDefinition/>".to_owned(),
        Trigger::Compensation => "<compensateEventDefinition/>".to_owned(),
        Trigger::Condition(n) => {
            let condition = WATCHED.get(n).copied().unwrap_or_default();
            format!(
                "<conditionalEventDefinition><condition>{condition}</condition></conditionalEventDefinition>"
            )
        }
        Trigger::Any(_) | Trigger::All(_) => trigger.parts().into_iter().map(definition).collect(),
        Trigger::Shared(n) => format!("<eventDefinitionRef>shared{n}</eventDefinitionRef>"),
    }
}

/// The attribute of an event that waits for all of its triggers.
#[must_use]
pub fn multiple(trigger: Trigger) -> &'static str {
    if matches!(trigger, Trigger::All(_)) { r#"parallelMultiple="true""# } else { "" }
}

/// The loop characteristics of an activity; what throws no signals and escalations is `quiet`.
#[must_use]
pub fn repeats(repeats: Option<Repeats>, quiet: bool) -> String {
    match repeats {
        None => String::new(),
        Some(Repeats::Rounds { before, maximum, condition }) => {
            let condition = condition
                .and_then(|n| AGAIN.get(n))
                .map_or(String::new(), |condition| expression("loopCondition", condition));
            format!(
                r#"<standardLoopCharacteristics testBefore="{before}" loopMaximum="{maximum}">{condition}</standardLoopCharacteristics>"#
            )
        }
        Some(Repeats::Instances { sequential, over, enough, collects, behavior }) => {
            let over = INSTANCES.get(over).copied().unwrap_or_default();
            let collects = if collects { COLLECTS } else { "" };
            let enough = enough
                .and_then(|n| ENOUGH.get(n))
                .map_or(String::new(), |condition| expression("completionCondition", condition));
            let (behavior, rules) = BEHAVIORS.get(behavior).filter(|_| !quiet).copied().unwrap_or_default();
            format!(
                r#"<multiInstanceLoopCharacteristics isSequential="{sequential}"{behavior}>{over}{collects}{rules}{enough}</multiInstanceLoopCharacteristics>"#
            )
        }
    }
}

/// The definition of an event that throws compensation.
#[must_use]
pub fn compensation(activity: Option<&str>, waits: bool) -> String {
    let activity = activity.map_or(String::new(), |id| format!(r#" activityRef="{id}""#));
    format!(r#"<compensateEventDefinition{activity} waitForCompletion="{waits}"/>"#)
}

/// The event definition of an end event.
#[must_use]
pub fn end_definition(end: End) -> String {
    match end {
        End::Plain | End::Implicit => String::new(),
        End::Message => definition(Trigger::Message(0)),
        End::Signal(n) => definition(Trigger::Signal(n)),
        End::Error(n) => definition(Trigger::Error(n)),
        End::Escalation(n) => definition(Trigger::Escalation(n)),
        End::Terminate => "<terminateEventDefinition/>".to_owned(),
        End::Cancel => "<cancelEventDefinition/>".to_owned(),
        End::Compensation => compensation(None, true),
        End::Several => {
            compensation(None, true) + &definition(Trigger::Message(0)) + &definition(Trigger::Escalation(1))
        }
    }
}

/// The event definition of a link.
#[must_use]
pub fn link(name: &str) -> String {
    format!(r#"<linkEventDefinition name="{name}"/>"#)
}

/// Tag and content of a node that lets every token pass.
#[must_use]
pub fn passing(kind: usize) -> (&'static str, String) {
    match PASSING.get(kind).copied().unwrap_or("none") {
        "none" => ("intermediateThrowEvent", String::new()),
        "message" => ("intermediateThrowEvent", definition(Trigger::Message(1))),
        "posted" => (
            "intermediateThrowEvent",
            r#"<messageEventDefinition messageRef="message1" camunda:type="external" camunda:topic="post"/>"#
                .to_owned(),
        ),
        "signal" => ("intermediateThrowEvent", definition(Trigger::Signal(0))),
        tag => (tag, String::new()),
    }
}
