//! The table of what vendors write is true: what it says to run is shown by a vector, and what it says to
//! have no effect is mentioned as it says, and has none.

#![expect(clippy::expect_used, reason = "a test that cannot read what it checks has failed")]

use std::path::Path;

use tidewheel::coverage::{DIALECTS, DialectRow, DialectState, PartKind};
use tidewheel::{Definition, Diagnostic, ParseOptions, Severity};
use tidewheel_tests::metamodel::positions;

/// A model with every element on which something has no effect.
const MODEL: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:c="http://camunda.org/schema/1.0/bpmn" xmlns:z="http://camunda.org/schema/zeebe/1.0"
  xmlns:f="http://flowable.org/bpmn" xmlns:a="http://activiti.org/bpmn"
  xmlns:d="http://www.jboss.org/drools" xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core">
<signal id="signal" name="alarm"></signal><message id="message" name="paid"></message>
<process id="p"><startEvent id="begin"></startEvent>
<sequenceFlow id="f1" sourceRef="begin" targetRef="m"></sequenceFlow>
<manualTask id="m"></manualTask><scriptTask id="t"></scriptTask>
<callActivity id="calls" calledElement="q"></callActivity>
<userTask id="several"><multiInstanceLoopCharacteristics id="mi"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
<boundaryEvent id="late" attachedToRef="several"><timerEventDefinition id="td"><timeCycle id="tc">R2/PT1S</timeCycle></timerEventDefinition></boundaryEvent>
<endEvent id="end"><terminateEventDefinition id="ends"></terminateEventDefinition></endEvent>
</process></definitions>"#;

fn read(xml: &str) -> (String, Vec<Diagnostic>) {
    match Definition::parse(xml, &ParseOptions::default()) {
        Ok((definition, found)) => (definition.fingerprint().to_string(), found),
        Err(found) => (String::new(), found),
    }
}

/// The model with something of a dialect on an element.
fn with(row: &DialectRow, name: &str, dialect: char, tag: &str) -> String {
    let place = MODEL.find(&format!("<{tag} ")).expect("the model has the element");
    let (before, rest) = MODEL.split_at(place);
    match row.kind {
        PartKind::Attribute => {
            let (start, rest) = rest.split_at(tag.len() + 1);
            format!("{before}{start} {dialect}:{name}=\"x\"{rest}")
        }
        PartKind::Child => {
            let (start, rest) = rest.split_at(rest.find('>').expect("it ends") + 1);
            let child = format!("<extensionElements><{dialect}:{name} /></extensionElements>");
            format!("{before}{start}{child}{rest}")
        }
    }
}

#[test]
fn what_has_no_effect_is_mentioned_and_has_none() {
    let mut wrong = Vec::new();
    let (plain, usual) = read(MODEL);
    for row in DIALECTS {
        let (severity, words) = match row.state {
            DialectState::Lost => (Severity::Warning, "the process may depend on it"),
            DialectState::Host => (Severity::Info, "is left to the host"),
            DialectState::Inert => (Severity::Info, "has no effect"),
            DialectState::Runs => continue,
        };
        for (name, dialect) in
            row.names.split(' ').flat_map(|name| row.dialects.chars().map(move |c| (name, c)))
        {
            for tag in row.tags.split(' ').map(|tag| if tag == "*" { "manualTask" } else { tag }) {
                let (fingerprint, found) = read(&with(row, name, dialect, tag));
                let news: Vec<_> = found.iter().filter(|new| new.code == "inertExtension".into()).collect();
                let said = |new: &&&Diagnostic| new.severity == severity && new.message.contains(words);
                if fingerprint != plain
                    || news.iter().filter(said).count() != 1
                    || found.len() != usual.len() + 1
                {
                    wrong.push(format!("{dialect}:{name} on {tag}: {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_runs_is_shown_by_a_vector() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let vectors = positions::vectors(&folder).expect("the vectors");
    let shown = |name: &str| {
        [' ', '=', '>'].iter().any(|end| vectors.iter().any(|model| model.contains(&format!(":{name}{end}"))))
    };
    let rows = DIALECTS.iter().filter(|row| row.state == DialectState::Runs);
    let missing: Vec<_> = rows.flat_map(|row| row.names.split(' ')).filter(|name| !shown(name)).collect();
    assert!(missing.is_empty(), "no vector has {missing:?}");
}
