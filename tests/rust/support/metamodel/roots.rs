//! Files and what stands at their root (BPMN 8.1).

use super::Family;
use super::models::{around, definitions};

const FILE: &[&str] = &["definitions"];

pub(super) const FAMILIES: &[Family] = &[
    Family {
        tags: FILE,
        model: plain,
        parts: &[
            ("@id", "y"),
            ("@name", "a name"),
            ("@targetNamespace", "urn:test"),
            ("@expressionLanguage", "http://www.java.com/java"),
            ("@typeLanguage", "urn:types"),
            ("@exporter", "someone"),
            ("@exporterVersion", "1"),
            ("documentation", "<documentation>read me</documentation>"),
            ("extensionElements", "<extensionElements><other:thing/></extensionElements>"),
            ("process", r#"<process id="q"><task id="t"/></process>"#),
            ("import", r#"<import namespace="urn:x" location="x.xsd" importType="urn:xsd"/>"#),
            ("extension", r#"<extension mustUnderstand="true" definition="x"/>"#),
            ("choreography", r#"<choreography id="r"/>"#),
            ("globalChoreographyTask", r#"<globalChoreographyTask id="r"/>"#),
            ("globalConversation", r#"<globalConversation id="r"/>"#),
            ("category", r#"<category id="r"/>"#),
            ("endPoint", r#"<endPoint id="r"/>"#),
            ("interface", r#"<interface id="r" name="r"/>"#),
            ("itemDefinition", r#"<itemDefinition id="r"/>"#),
            ("partnerEntity", r#"<partnerEntity id="r"/>"#),
            ("partnerRole", r#"<partnerRole id="r"/>"#),
            (
                "relationship",
                r#"<relationship id="r" type="x"><source>a</source><target>b</target></relationship>"#,
            ),
        ],
    },
    Family { tags: FILE, model: stores, parts: &[("dataStore", r#"<dataStore id="r" name="archive"/>"#)] },
    Family { tags: FILE, model: sends, parts: &[("message", r#"<message id="r" name="pong"/>"#)] },
    Family { tags: FILE, model: performs, parts: &[("resource", r#"<resource id="r" name="chief"/>"#)] },
    Family { tags: FILE, model: broadcasts, parts: &[("signal", r#"<signal id="r" name="calm"/>"#)] },
    Family { tags: FILE, model: fails, parts: &[("error", r#"<error id="r" errorCode="R"/>"#)] },
    Family {
        tags: FILE,
        model: escalates,
        parts: &[("escalation", r#"<escalation id="r" escalationCode="R"/>"#)],
    },
    Family {
        tags: FILE,
        model: catches,
        parts: &[
            ("messageEventDefinition", r#"<messageEventDefinition id="r" messageRef="ping"/>"#),
            (
                "timerEventDefinition",
                r#"<timerEventDefinition id="r"><timeDuration>PT1S</timeDuration></timerEventDefinition>"#,
            ),
            ("signalEventDefinition", r#"<signalEventDefinition id="r" signalRef="alarm"/>"#),
            (
                "conditionalEventDefinition",
                r#"<conditionalEventDefinition id="r"><condition>= a</condition></conditionalEventDefinition>"#,
            ),
            ("linkEventDefinition", r#"<linkEventDefinition id="r" name="l"/>"#),
        ],
    },
    Family {
        tags: FILE,
        model: ends,
        parts: &[
            ("errorEventDefinition", r#"<errorEventDefinition id="r" errorRef="broken"/>"#),
            ("escalationEventDefinition", r#"<escalationEventDefinition id="r" escalationRef="slow"/>"#),
            ("compensateEventDefinition", r#"<compensateEventDefinition id="r"/>"#),
            ("cancelEventDefinition", r#"<cancelEventDefinition id="r"/>"#),
            ("terminateEventDefinition", r#"<terminateEventDefinition id="r"/>"#),
        ],
    },
    Family {
        tags: FILE,
        model: calls,
        parts: &[
            ("globalTask", r#"<globalTask id="r"/>"#),
            ("globalManualTask", r#"<globalManualTask id="r"/>"#),
            ("globalUserTask", r#"<globalUserTask id="r"/>"#),
            ("globalScriptTask", r#"<globalScriptTask id="r"/>"#),
            ("globalBusinessRuleTask", r#"<globalBusinessRuleTask id="r"/>"#),
        ],
    },
    Family {
        tags: &["message"],
        model: own,
        parts: &[
            ("@name", "pong"),
            ("@itemRef", "item"),
            ("documentation", "<documentation>read me</documentation>"),
        ],
    },
    Family { tags: &["signal"], model: own, parts: &[("@name", "calm"), ("@structureRef", "item")] },
    Family {
        tags: &["error"],
        model: own,
        parts: &[("@name", "a name"), ("@errorCode", "R"), ("@structureRef", "item")],
    },
    Family {
        tags: &["escalation"],
        model: own,
        parts: &[("@name", "a name"), ("@escalationCode", "R"), ("@structureRef", "item")],
    },
];

fn with(process: &str) -> String {
    definitions("@A", &format!(r#"@C<process id="p">{process}</process>"#))
}

fn plain(_: &str) -> String {
    with(
        r#"<startEvent id="begin"/><sequenceFlow id="f0" sourceRef="begin" targetRef="end">
        <conditionExpression>a</conditionExpression></sequenceFlow><endEvent id="end"/>"#,
    )
}

fn stores(_: &str) -> String {
    with(
        r#"<dataStoreReference id="seen" dataStoreRef="r"/><userTask id="work"><dataInputAssociation>
        <sourceRef>seen</sourceRef><targetRef>in</targetRef></dataInputAssociation></userTask>"#,
    )
}

fn sends(_: &str) -> String {
    with(r#"<sendTask id="x" messageRef="r"/>"#)
}

fn performs(_: &str) -> String {
    with(r#"<userTask id="x"><humanPerformer><resourceRef>r</resourceRef></humanPerformer></userTask>"#)
}

fn broadcasts(_: &str) -> String {
    with(r#"<intermediateThrowEvent id="x"><signalEventDefinition signalRef="r"/></intermediateThrowEvent>"#)
}

fn fails(_: &str) -> String {
    with(r#"<endEvent id="x"><errorEventDefinition errorRef="r"/></endEvent>"#)
}

fn escalates(_: &str) -> String {
    with(r#"<endEvent id="x"><escalationEventDefinition escalationRef="r"/></endEvent>"#)
}

fn catches(_: &str) -> String {
    with(
        r#"<intermediateThrowEvent id="y"><linkEventDefinition name="l"/></intermediateThrowEvent>
        <intermediateCatchEvent id="x"><eventDefinitionRef>r</eventDefinitionRef></intermediateCatchEvent>"#,
    )
}

fn ends(_: &str) -> String {
    with(
        r#"<transaction id="y"><endEvent id="x"><eventDefinitionRef>r</eventDefinitionRef></endEvent></transaction>"#,
    )
}

fn calls(_: &str) -> String {
    with(r#"<callActivity id="x" calledElement="r"/>"#)
}

/// A root element, and something that refers to it.
fn own(tag: &str) -> String {
    let user = match tag {
        "message" => r#"<sendTask id="x" messageRef="r"/>"#.to_owned(),
        _ => format!(r#"<endEvent id="x"><{tag}EventDefinition {tag}Ref="r"/></endEvent>"#),
    };
    around("<task id=\"x\"/>").replace(
        r#"<process id="p">"#,
        &format!(
            r#"<{tag} id="r"@A>@C</{tag}><process id="q">{}</process><process id="p">"#,
            user.replace(r#"id="x""#, r#"id="u""#)
        ),
    )
}
