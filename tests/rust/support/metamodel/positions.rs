//! Every trigger in every position (BPMN table 10.93).

use std::fs;
use std::io;
use std::path::Path;

use tidewheel::coverage::Position;

use super::models::process;

/// The triggers of BPMN: what they are called here, and their event definitions.
pub const TRIGGERS: &[(&str, &str)] = &[
    ("none", ""),
    ("message", r#"<messageEventDefinition messageRef="ping"/>"#),
    ("timer", "<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>"),
    ("signal", r#"<signalEventDefinition signalRef="alarm"/>"#),
    ("conditional", "<conditionalEventDefinition><condition>= a</condition></conditionalEventDefinition>"),
    ("error", r#"<errorEventDefinition errorRef="broken"/>"#),
    ("escalation", r#"<escalationEventDefinition escalationRef="slow"/>"#),
    ("compensation", "<compensateEventDefinition/>"),
    ("cancel", "<cancelEventDefinition/>"),
    ("link", r#"<linkEventDefinition name="l"/>"#),
    ("terminate", "<terminateEventDefinition/>"),
    ("several", SEVERAL),
    ("parallelMultiple", SEVERAL),
];

const SEVERAL: &str =
    r#"<messageEventDefinition messageRef="ping"/><signalEventDefinition signalRef="alarm"/>"#;

/// A model with the trigger in the position, and all that it needs there.
#[must_use]
pub fn model(trigger: &str, definition: &str, position: Position) -> String {
    let all = if trigger == "parallelMultiple" { r#" parallelMultiple="true""# } else { "" };
    let event =
        |tag: &str, attributes: &str| format!(r#"<{tag} id="x"{attributes}{all}>{definition}</{tag}>"#);
    let start = event("startEvent", "");
    let flow = r#"<sequenceFlow id="f" sourceRef="x" targetRef="y"/><userTask id="y"/>"#;
    match position {
        Position::Start => process(&format!("{start}{flow}")),
        Position::Inner => process(&format!(r#"<subProcess id="sub">{start}{flow}</subProcess>"#)),
        Position::Handler => process(&format!(
            r#"<userTask id="work"/><subProcess id="sub" triggeredByEvent="true">{start}{flow}</subProcess>"#
        )),
        Position::Catch => {
            let catch = event("intermediateCatchEvent", "");
            let link = r#"<startEvent id="b"/><sequenceFlow id="g" sourceRef="b" targetRef="z"/>
                <intermediateThrowEvent id="z"><linkEventDefinition name="l"/></intermediateThrowEvent>"#;
            process(&format!("{catch}{flow}{}", if trigger == "link" { link } else { "" }))
        }
        Position::Boundary => process(&format!(
            r#"<transaction id="host"><userTask id="work"/></transaction>{}{flow}"#,
            event("boundaryEvent", r#" attachedToRef="host""#)
        )),
        Position::Throw => {
            let link =
                r#"<intermediateCatchEvent id="z"><linkEventDefinition name="l"/></intermediateCatchEvent>"#;
            let after = if trigger == "link" { link } else { flow };
            process(&format!(
                r#"<startEvent id="b"/><sequenceFlow id="g" sourceRef="b" targetRef="x"/>{}{after}"#,
                event("intermediateThrowEvent", "")
            ))
        }
        Position::End => process(&format!(
            r#"<transaction id="host"><userTask id="work"/><sequenceFlow id="g" sourceRef="work" targetRef="x"/>{}
            </transaction>"#,
            event("endEvent", "")
        )),
    }
}

/// The models of all vectors.
///
/// # Errors
/// If the folder cannot be read.
pub fn vectors(folder: &Path) -> io::Result<Vec<String>> {
    let mut models = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            models.extend(vectors(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "bpmn") {
            models.push(fs::read_to_string(path)?);
        }
    }
    Ok(models)
}

/// Whether a model has the trigger in the position, by its text.
#[must_use]
pub fn shows(model: &str, trigger: &str, position: Position) -> bool {
    let tag = match position {
        Position::Start | Position::Inner | Position::Handler => "startEvent",
        Position::Catch => "intermediateCatchEvent",
        Position::Boundary => "boundaryEvent",
        Position::Throw => "intermediateThrowEvent",
        Position::End => "endEvent",
    };
    events(model, tag).any(|(before, event)| {
        let scope = match scope(before) {
            Some(scope) if !scope.starts_with("process") => {
                if scope.contains(r#"triggeredByEvent="true""#) {
                    Position::Handler
                } else {
                    Position::Inner
                }
            }
            _ => Position::Start,
        };
        (tag != "startEvent" || scope == position) && has(event, trigger)
    })
}

/// Every element of a tag as text, and what stands before it.
fn events<'m>(model: &'m str, tag: &str) -> impl Iterator<Item = (&'m str, &'m str)> {
    let (open, close) = (format!("<{tag} "), format!("</{tag}>"));
    let starts: Vec<_> = model.match_indices(&open).map(|(at, _)| at).collect();
    starts.into_iter().filter_map(move |at| {
        let (before, rest) = model.split_at_checked(at)?;
        let head = rest.find('>')?;
        let end = if rest.get(..head)?.ends_with('/') { head } else { rest.find(&close)? };
        Some((before, rest.get(..end)?))
    })
}

/// The start tag of the innermost scope that is open at the end of a text.
fn scope(before: &str) -> Option<&str> {
    let mut open = Vec::new();
    for (at, _) in before.match_indices('<') {
        let rest = before.get(at + 1..)?;
        let head = rest.split('>').next().unwrap_or_default();
        let name = head.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        if !matches!(name, "process" | "subProcess" | "transaction" | "adHocSubProcess") {
            continue;
        }
        if head.starts_with('/') {
            open.pop();
        } else if !head.ends_with('/') {
            open.push(head);
        }
    }
    open.pop()
}

fn has(event: &str, trigger: &str) -> bool {
    let opened = event.match_indices('<').filter(|(at, _)| {
        let name = event.get(at + 1..).unwrap_or_default().split([' ', '/', '>']).next().unwrap_or_default();
        name.ends_with("EventDefinition") || name == "eventDefinitionRef"
    });
    let count = opened.count();
    match trigger {
        "none" => count == 0,
        "several" => count > 1 && !event.contains("parallelMultiple"),
        "parallelMultiple" => count > 1 && event.contains(r#"parallelMultiple="true""#),
        "compensation" => event.contains("<compensateEventDefinition"),
        other => event.contains(&format!("<{other}EventDefinition")),
    }
}
