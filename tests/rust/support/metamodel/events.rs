//! Events and event definitions (BPMN 10.5).

use super::Family;
use super::models::{around, handler, process};

const EVENT: &[(&str, &str)] = &[
    ("@id", "y"),
    ("@name", "a name"),
    ("documentation", "<documentation>read me</documentation>"),
    ("extensionElements", "<extensionElements><other:thing/></extensionElements>"),
    ("auditing", r#"<auditing id="part"/>"#),
    ("monitoring", r#"<monitoring id="part"/>"#),
    ("categoryValueRef", "<categoryValueRef>kind</categoryValueRef>"),
    ("incoming", "<incoming>f0</incoming>"),
    ("outgoing", "<outgoing>f1</outgoing>"),
    ("eventDefinitionRef", "<eventDefinitionRef>shared</eventDefinitionRef>"),
    ("messageEventDefinition", r#"<messageEventDefinition messageRef="ping"/>"#),
    (
        "timerEventDefinition",
        "<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>",
    ),
    ("signalEventDefinition", r#"<signalEventDefinition signalRef="alarm"/>"#),
    (
        "conditionalEventDefinition",
        "<conditionalEventDefinition><condition>= a</condition></conditionalEventDefinition>",
    ),
    ("errorEventDefinition", r#"<errorEventDefinition errorRef="broken"/>"#),
    ("escalationEventDefinition", r#"<escalationEventDefinition escalationRef="slow"/>"#),
    ("compensateEventDefinition", "<compensateEventDefinition/>"),
    ("terminateEventDefinition", "<terminateEventDefinition/>"),
];

const PROPERTY: (&str, &str) = ("property", r#"<property id="part" name="z"/>"#);
const CANCEL: (&str, &str) = ("cancelEventDefinition", "<cancelEventDefinition/>");
const LINK: (&str, &str) = ("linkEventDefinition", r#"<linkEventDefinition name="l"/>"#);

const CATCHING: &[(&str, &str)] = &[
    ("@parallelMultiple", "true"),
    (
        "dataOutputAssociation",
        "<dataOutputAssociation><sourceRef>a</sourceRef><targetRef>order</targetRef></dataOutputAssociation>",
    ),
    ("outputSet", "<outputSet><dataOutputRefs>out</dataOutputRefs></outputSet>"),
];

const THROWING: &[(&str, &str)] = &[
    (
        "dataInputAssociation",
        "<dataInputAssociation><sourceRef>order</sourceRef><targetRef>a</targetRef></dataInputAssociation>",
    ),
    ("inputSet", "<inputSet><dataInputRefs>in</dataInputRefs></inputSet>"),
];

pub(super) const FAMILIES: &[Family] = &[
    Family {
        tags: &[
            "startEvent",
            "endEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent",
        ],
        model: event,
        parts: EVENT,
    },
    Family {
        tags: &["startEvent", "intermediateCatchEvent", "boundaryEvent"],
        model: twice,
        parts: CATCHING,
    },
    Family { tags: &["endEvent", "intermediateThrowEvent"], model: once, parts: THROWING },
    Family {
        tags: &[
            "startEvent",
            "endEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent",
        ],
        model: once,
        parts: &[PROPERTY],
    },
    Family {
        tags: &["startEvent", "intermediateCatchEvent", "boundaryEvent"],
        model: giving,
        parts: &[("dataOutput", r#"<dataOutput id="out" name="amount"/>"#)],
    },
    Family {
        tags: &["endEvent", "intermediateThrowEvent"],
        model: taking,
        parts: &[("dataInput", r#"<dataInput id="in" name="amount"/>"#)],
    },
    Family {
        tags: &["startEvent", "intermediateCatchEvent", "intermediateThrowEvent"],
        model: event,
        parts: &[CANCEL],
    },
    Family { tags: &["endEvent", "boundaryEvent"], model: cancelling, parts: &[CANCEL] },
    Family { tags: &["startEvent", "endEvent", "boundaryEvent"], model: event, parts: &[LINK] },
    Family { tags: &["intermediateCatchEvent", "intermediateThrowEvent"], model: linking, parts: &[LINK] },
    Family { tags: &["implicitThrowEvent", "event"], model: inside, parts: EVENT },
    Family {
        tags: &["implicitThrowEvent", "event"],
        model: inside,
        parts: &[PROPERTY, CANCEL, LINK, ("dataInput", r#"<dataInput id="in" name="amount"/>"#)],
    },
    Family { tags: &["implicitThrowEvent", "event"], model: inside, parts: THROWING },
    Family { tags: &["startEvent"], model: starting, parts: &[("@isInterrupting", "false")] },
    Family { tags: &["boundaryEvent"], model: once, parts: &[("@cancelActivity", "false")] },
    Family { tags: &["boundaryEvent"], model: unattached, parts: &[("@attachedToRef", "host")] },
    Family {
        tags: &["messageEventDefinition"],
        model: caught,
        parts: &[("@messageRef", "ping"), ("operationRef", "<operationRef>call</operationRef>")],
    },
    Family { tags: &["signalEventDefinition"], model: caught, parts: &[("@signalRef", "alarm")] },
    Family {
        tags: &["timerEventDefinition"],
        model: caught,
        parts: &[
            ("timeDate", "<timeDate>2030-01-01T00:00:00Z</timeDate>"),
            ("timeDuration", "<timeDuration>PT1S</timeDuration>"),
            ("timeCycle", "<timeCycle>R2/PT1S</timeCycle>"),
        ],
    },
    Family {
        tags: &["conditionalEventDefinition"],
        model: caught,
        parts: &[("condition", "<condition>= a</condition>")],
    },
    Family { tags: &["errorEventDefinition"], model: thrown, parts: &[("@errorRef", "broken")] },
    Family { tags: &["escalationEventDefinition"], model: thrown, parts: &[("@escalationRef", "slow")] },
    Family {
        tags: &["compensateEventDefinition"],
        model: thrown,
        parts: &[("@activityRef", "host"), ("@waitForCompletion", "false")],
    },
    Family { tags: &["linkEventDefinition"], model: nameless, parts: &[("@name", "l")] },
    Family {
        tags: &["linkEventDefinition"],
        model: linked,
        parts: &[("source", "<source>other</source>"), ("target", "<target>other</target>")],
    },
    Family {
        tags: &[
            "messageEventDefinition",
            "timerEventDefinition",
            "signalEventDefinition",
            "conditionalEventDefinition",
            "errorEventDefinition",
            "escalationEventDefinition",
            "compensateEventDefinition",
            "cancelEventDefinition",
            "linkEventDefinition",
            "terminateEventDefinition",
        ],
        model: any,
        parts: &[("documentation", "<documentation>read me</documentation>")],
    },
];

/// The event in its place, with slots for its parts.
fn place(tag: &str, inside: &str) -> String {
    let event = format!(r#"<{tag} id="x"@A>{inside}@C</{tag}>"#);
    match tag {
        "startEvent" => process(&format!(
            r#"{event}<sequenceFlow id="f1" sourceRef="x" targetRef="work"/><userTask id="work"/><dataObject id="order"/>"#
        )),
        "endEvent" => process(&format!(
            r#"<userTask id="work"/><sequenceFlow id="f0" sourceRef="work" targetRef="x"/>{event}<dataObject id="order"/>"#
        )),
        "boundaryEvent" => process(&format!(
            r#"<userTask id="host"/>{}<dataObject id="order"/>"#,
            event.replace("@A", r#" attachedToRef="host"@A"#)
        )),
        _ => around(&event),
    }
}

fn event(tag: &str) -> String {
    // Without a trigger it would be refused, with any part or without.
    let trigger = match tag {
        "intermediateCatchEvent" | "boundaryEvent" => r#"<messageEventDefinition messageRef="other"/>"#,
        _ => "",
    };
    place(tag, trigger)
}

fn once(tag: &str) -> String {
    place(tag, r#"<messageEventDefinition messageRef="ping"/>"#)
}

fn twice(tag: &str) -> String {
    place(tag, r#"<messageEventDefinition messageRef="ping"/><signalEventDefinition signalRef="alarm"/>"#)
}

/// With an association to an output that is not there yet.
fn giving(tag: &str) -> String {
    place(
        tag,
        r#"<messageEventDefinition messageRef="ping"/>
        <dataOutputAssociation><sourceRef>out</sourceRef><targetRef>order</targetRef></dataOutputAssociation>"#,
    )
}

fn taking(tag: &str) -> String {
    place(
        tag,
        r#"<messageEventDefinition messageRef="ping"/>
        <dataInputAssociation><sourceRef>order</sourceRef><targetRef>in</targetRef></dataInputAssociation>"#,
    )
}

fn cancelling(tag: &str) -> String {
    match tag {
        "boundaryEvent" => process(&format!(
            r#"<transaction id="host"><task id="work"/></transaction><{tag} id="x" attachedToRef="host"@A>@C</{tag}>"#
        )),
        _ => process(&format!(r#"<transaction id="host"><{tag} id="x"@A>@C</{tag}></transaction>"#)),
    }
}

/// With the other end of the link.
fn linking(tag: &str) -> String {
    let event = format!(r#"<{tag} id="x"@A>@C</{tag}>"#);
    let (throws, catches) = if tag == "intermediateCatchEvent" {
        (
            r#"<intermediateThrowEvent id="y"><linkEventDefinition name="l"/></intermediateThrowEvent>"#,
            event.as_str(),
        )
    } else {
        (
            event.as_str(),
            r#"<intermediateCatchEvent id="y"><linkEventDefinition name="l"/></intermediateCatchEvent>"#,
        )
    };
    let thrower = if tag == "intermediateCatchEvent" { "y" } else { "x" };
    process(&format!(
        r#"<startEvent id="begin"/><sequenceFlow id="f0" sourceRef="begin" targetRef="{thrower}"/>{throws}{catches}"#
    ))
}

fn starting(tag: &str) -> String {
    handler(&format!(r#"<{tag} id="x"@A><messageEventDefinition messageRef="ping"/>@C</{tag}>"#))
}

fn unattached(tag: &str) -> String {
    process(&format!(
        r#"<userTask id="host"/><{tag} id="x"@A><messageEventDefinition messageRef="ping"/>@C</{tag}>"#
    ))
}

/// Thrown by a multi-instance activity.
fn inside(tag: &str) -> String {
    around(&format!(
        r#"<userTask id="x"><multiInstanceLoopCharacteristics behavior="Complex"><loopCardinality>2</loopCardinality>
        <complexBehaviorDefinition><condition>= a</condition><{tag} id="thrown"@A>@C</{tag}></complexBehaviorDefinition>
        </multiInstanceLoopCharacteristics></userTask>"#
    ))
}

fn caught(tag: &str) -> String {
    around(&format!(r#"<intermediateCatchEvent id="x"><{tag}@A>@C</{tag}></intermediateCatchEvent>"#))
}

fn thrown(tag: &str) -> String {
    process(&format!(
        r#"<userTask id="host"/><boundaryEvent id="undoing" attachedToRef="host"><compensateEventDefinition/></boundaryEvent>
        <task id="undo" isForCompensation="true"/><association id="a" sourceRef="undoing" targetRef="undo"/>
        <sequenceFlow id="f0" sourceRef="host" targetRef="x"/><endEvent id="x"><{tag}@A>@C</{tag}></endEvent>"#
    ))
}

fn nameless(tag: &str) -> String {
    process(&format!(
        r#"<intermediateThrowEvent id="x"><{tag}@A>@C</{tag}></intermediateThrowEvent>
        <intermediateCatchEvent id="y"><linkEventDefinition name="l"/></intermediateCatchEvent>"#
    ))
}

fn linked(tag: &str) -> String {
    nameless(tag).replace("@A", r#" name="l"@A"#)
}

/// Each event definition where it can stand.
fn any(tag: &str) -> String {
    match tag {
        "messageEventDefinition" | "signalEventDefinition" => caught(tag),
        "timerEventDefinition" => caught(tag).replace("@C", "<timeDuration>PT1S</timeDuration>@C"),
        "conditionalEventDefinition" => caught(tag).replace("@C", "<condition>= a</condition>@C"),
        "linkEventDefinition" => linked(tag),
        "cancelEventDefinition" => process(&format!(
            r#"<transaction id="t"><endEvent id="x"><{tag}@A>@C</{tag}></endEvent></transaction>"#
        )),
        _ => thrown(tag),
    }
}
