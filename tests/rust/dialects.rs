//! The table of what vendors write is true: what it says to run is shown by a vector, and what it says to
//! have no effect is mentioned as it says, and has none.

#![expect(clippy::expect_used, reason = "a test that cannot read what it checks has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use roxmltree::Document;
use serde_json::Value;
use tidewheel::coverage::{DIALECTS, DialectRow, DialectState, ELEMENTS, PartKind};
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
<callActivity id="passes" calledElement="q"><extensionElements><f:in source="x" target="y" /><f:out source="x" target="y" /></extensionElements></callActivity>
<userTask id="works"><extensionElements><c:formData /><f:eventOutParameter source="x" target="y" />
<f:executionListener event="start" class="x" /><f:taskListener event="create" class="x" />
<a:executionListener event="start" class="x" /><a:taskListener event="create" class="x" /></extensionElements></userTask>
<userTask id="several"><multiInstanceLoopCharacteristics id="mi"><extensionElements><f:variableAggregation target="x" /></extensionElements><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
<boundaryEvent id="late" attachedToRef="several"><timerEventDefinition id="td"><timeCycle id="tc">R2/PT1S</timeCycle></timerEventDefinition></boundaryEvent>
<endEvent id="end"><terminateEventDefinition id="ends"></terminateEventDefinition></endEvent>
</process></definitions>"#;

/// Words that only name or choose something: with whatever is written there, the process goes on.
const CANNOT_FAIL: &[&str] = &[
    "calledElementBinding",
    "calledElementVersion",
    "calledElementVersionTag",
    "caseBinding",
    "caseVersion",
    "class",
    "decisionRefBinding",
    "delegateExpression",
    "elementIndexVariable",
    "elementVariable",
    "errorCodeVariable",
    "errorMessageVariable",
    "escalationCodeVariable",
    "formRefBinding",
    "group",
    "inheritBusinessKey",
    "inheritVariables",
    "initiator",
    "mapDecisionResult",
    "properties",
    "resultVariable",
    "resultVariableName",
    "sameDeployment",
    "scope",
    "state",
    "taskHeaders",
    "terminateAll",
    "terminateMultiInstance",
    "type",
    "useLocalScopeForOutParameters",
    "userTask",
    "versionTag",
];

/// The namespaces that go by a letter.
fn namespaces(letter: char) -> &'static [&'static str] {
    match letter {
        'c' => &[
            "http://camunda.org/schema/1.0/bpmn",
            "http://operaton.org/schema/1.0/bpmn",
            "http://cibseven.org/schema/1.0/bpmn",
        ],
        'z' => &["http://camunda.org/schema/zeebe/1.0"],
        'f' => &["http://flowable.org/bpmn"],
        'a' => &["http://activiti.org/bpmn"],
        'd' => &["http://www.jboss.org/drools"],
        't' => &["urn:tidewheel:bpmn:1.0"],
        _ => &["http://spiffworkflow.org/bpmn/schema/1.0/core"],
    }
}

/// Whether a row of the table is about elements of this tag.
fn is_about(row: &DialectRow, tag: &str) -> bool {
    let node = ELEMENTS.iter().any(|row| row.tag == tag) || tag == "process";
    let message = tag == "messageEventDefinition";
    let job = message || tag.ends_with("Task") && !matches!(tag, "task" | "manualTask" | "receiveTask");
    row.tags.split(' ').any(|group| match group {
        "nodes" => node,
        "jobs" => job,
        "services" => job && !matches!(tag, "userTask" | "globalUserTask"),
        "events" => tag.ends_with("Event"),
        "catches" => matches!(tag, "boundaryEvent" | "intermediateCatchEvent" | "startEvent"),
        "throws" => matches!(tag, "endEvent" | "intermediateThrowEvent"),
        other => other == tag,
    })
}

/// A vector: its model, whether it runs without trouble, and whether the case tells of trouble or doubts.
struct Case {
    model: Rc<str>,
    runs: bool,
    fails: bool,
}

impl Case {
    /// The texts of all places where the model has something of a dialect.
    fn uses(&self, row: &DialectRow, name: &str, uri: &str) -> Vec<String> {
        let mut found = Vec::new();
        let Some(document) = Some(&*self.model).filter(|model| model.contains(uri)) else { return found };
        let Ok(document) = Document::parse(document) else { return found };
        for node in document.descendants().filter(|node| is_about(row, node.tag_name().name())) {
            match row.kind {
                PartKind::Attribute => found.extend(node.attribute((uri, name)).map(str::to_owned)),
                PartKind::Child => {
                    let holders =
                        node.children().filter(|child| child.has_tag_name((BPMN, "extensionElements")));
                    let inside = holders.flat_map(|holder| holder.children());
                    let named = inside.filter(|child| child.has_tag_name((uri, name)));
                    found.extend(named.map(|child| self.model[child.range()].to_owned()));
                }
            }
        }
        found
    }
}

const BPMN: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";

fn has_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|found| found == word)
}

/// Whether something goes wrong in what a case expects: an incident, a rejection, a finding of one of these
/// severities.
fn is_trouble(expected: &Value, severities: &[&str]) -> bool {
    let is_one = |found: &Value| severities.iter().any(|severity| found["severity"] == *severity);
    match expected {
        Value::String(text) => text.starts_with("openIncident "),
        Value::Array(items) => items.iter().any(|item| is_trouble(item, severities)),
        Value::Object(members) => members.iter().any(|(name, value)| match (&**name, value) {
            ("rejection", _) => true,
            ("type", Value::String(kind)) if kind == "incident" => true,
            ("diagnostics", Value::Array(found)) => found.iter().any(is_one),
            (_, value) => is_trouble(value, severities),
        }),
        _ => false,
    }
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut cases = Vec::new();
    for folder in fs::read_dir(root).expect("the vectors").map(|folder| folder.expect("a folder").path()) {
        if !folder.is_dir() {
            continue;
        }
        let mut models: BTreeMap<String, Rc<str>> = BTreeMap::new();
        for file in fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file").path()) {
            let name = file.to_string_lossy();
            if name.ends_with(".json") && !name.ends_with(".machine.json") {
                let text = fs::read_to_string(&file).expect("a case");
                let case: Value = serde_json::from_str(&text).expect("a case");
                let name = case.get("model").and_then(Value::as_str).expect("a model");
                let model = models
                    .entry(name.to_owned())
                    .or_insert_with(|| fs::read_to_string(folder.join(name)).expect("a model").into());
                let fails = is_trouble(&case, &["error", "warning"]);
                cases.push(Case { model: model.clone(), runs: !is_trouble(&case, &["error"]), fails });
            }
        }
    }
    cases
}

/// The names of a row, each in each of its dialects.
fn pairs(row: &DialectRow) -> impl Iterator<Item = (&'static str, char)> {
    let dialects = row.dialects;
    row.names.split(' ').flat_map(move |name| dialects.chars().map(move |letter| (name, letter)))
}

fn read(xml: &str) -> (String, Vec<Diagnostic>) {
    match Definition::parse(xml, &ParseOptions::default()) {
        Ok((definition, found)) => (definition.fingerprint().to_string(), found),
        Err(found) => (String::new(), found),
    }
}

/// The model with something of a dialect on an element.
fn with(row: &DialectRow, name: &str, dialect: char, tag: &str) -> String {
    let inside = format!("<{dialect}:{tag} ");
    if MODEL.contains(&inside) {
        return MODEL.replacen(&inside, &format!("{inside}{name}=\"x\" "), 1);
    }
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
            DialectState::Runs | DialectState::Refused => continue,
        };
        for (name, dialect) in pairs(row) {
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
fn what_runs_is_shown_by_a_vector_in_each_dialect() {
    let cases = cases();
    let mut missing = Vec::new();
    for row in DIALECTS.iter().filter(|row| row.state == DialectState::Runs) {
        for (name, letter) in pairs(row) {
            for uri in namespaces(letter) {
                let shown = |of: fn(&Case) -> bool| {
                    cases.iter().any(|case| of(case) && !case.uses(row, name, uri).is_empty())
                };
                if !shown(|case| case.runs) {
                    missing.push(format!("{name} on {} of {uri}: no case shows it", row.tags));
                }
                // The others go by the same letter, and are read as one.
                let first = namespaces(letter).first() == Some(uri);
                if first && !CANNOT_FAIL.contains(&name) && !shown(|case| case.fails) {
                    missing.push(format!("{name} on {} of {uri}: no case shows it failing", row.tags));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{} of them:\n{}", missing.len(), missing.join("\n"));
    let known = |name: &&&str| DIALECTS.iter().any(|row| row.names.split(' ').any(|known| known == **name));
    assert_eq!(CANNOT_FAIL.iter().filter(|name| !known(name)).count(), 0);
}

#[test]
fn what_the_table_says_of_parts_is_shown_by_a_vector() {
    let cases = cases();
    let mut missing = Vec::new();
    let rows = DIALECTS.iter().filter(|row| row.state == DialectState::Runs && row.kind == PartKind::Child);
    for row in rows {
        for word in row.text.split('`').skip(1).step_by(2) {
            for letter in row.dialects.chars() {
                let names = || row.names.split(' ');
                let shown = cases.iter().any(|case| {
                    let uri = namespaces(letter)[0];
                    names().any(|name| case.uses(row, name, uri).iter().any(|text| has_word(text, word)))
                });
                if !shown {
                    missing.push(format!("`{word}` of {} on {} in `{letter}`", row.names, row.tags));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{} of them:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn what_goes_on_from_camunda_is_read_alike() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let camunda = namespaces('c')[0];
    let vectors = positions::vectors(&folder).expect("the vectors");
    for model in vectors.iter().filter(|model| model.contains(camunda)) {
        for uri in &namespaces('c')[1..] {
            assert_eq!(read(model), read(&model.replace(camunda, uri)), "{uri} in\n{model}");
        }
    }
}
