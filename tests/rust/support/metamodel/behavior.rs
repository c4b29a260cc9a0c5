//! Loops and expressions (BPMN 10.3.8, 8.4.6).

use super::Family;
use super::models::{file, gateway, process, repeated, scope};

pub(super) const FAMILIES: &[Family] = &[
    Family {
        tags: &["standardLoopCharacteristics"],
        model: repeats,
        parts: &[
            ("@testBefore", "true"),
            ("@loopMaximum", "2"),
            ("loopCondition", "<loopCondition>= a</loopCondition>"),
            ("documentation", "<documentation>read me</documentation>"),
            ("extensionElements", "<extensionElements><other:thing/></extensionElements>"),
        ],
    },
    Family {
        tags: &["multiInstanceLoopCharacteristics"],
        model: counted,
        parts: &[
            ("@isSequential", "true"),
            ("@behavior", "None"),
            ("completionCondition", "<completionCondition>= a</completionCondition>"),
            ("documentation", "<documentation>read me</documentation>"),
            ("extensionElements", "<extensionElements><other:thing/></extensionElements>"),
        ],
    },
    Family {
        tags: &["multiInstanceLoopCharacteristics"],
        model: repeats,
        parts: &[
            ("loopCardinality", "<loopCardinality>2</loopCardinality>"),
            ("loopDataInputRef", "<loopDataInputRef>order</loopDataInputRef>"),
        ],
    },
    Family {
        tags: &["multiInstanceLoopCharacteristics"],
        model: listed,
        parts: &[
            ("inputDataItem", r#"<inputDataItem id="part" name="z"/>"#),
            ("loopDataOutputRef", "<loopDataOutputRef>order</loopDataOutputRef>"),
        ],
    },
    Family {
        tags: &["multiInstanceLoopCharacteristics"],
        model: collecting,
        parts: &[("outputDataItem", r#"<outputDataItem id="part" name="z"/>"#)],
    },
    Family {
        tags: &["multiInstanceLoopCharacteristics"],
        model: one,
        parts: &[("@oneBehaviorEventRef", "shared")],
    },
    Family {
        tags: &["multiInstanceLoopCharacteristics"],
        model: none,
        parts: &[("@noneBehaviorEventRef", "shared")],
    },
    Family {
        tags: &["multiInstanceLoopCharacteristics"],
        model: complex,
        parts: &[(
            "complexBehaviorDefinition",
            "<complexBehaviorDefinition><condition>= a</condition><event/></complexBehaviorDefinition>",
        )],
    },
    Family {
        tags: &["complexBehaviorDefinition"],
        model: rule,
        parts: &[
            ("condition", "<condition>= a</condition>"),
            ("documentation", "<documentation>read me</documentation>"),
        ],
    },
    Family {
        tags: &["complexBehaviorDefinition"],
        model: ruled,
        parts: &[
            ("event", r#"<event id="part"><signalEventDefinition signalRef="alarm"/></event>"#),
            (
                "implicitThrowEvent",
                r#"<implicitThrowEvent id="part"><signalEventDefinition signalRef="alarm"/></implicitThrowEvent>"#,
            ),
        ],
    },
    Family {
        tags: &[
            "activationCondition",
            "completionCondition",
            "condition",
            "conditionExpression",
            "dataPath",
            "from",
            "loopCardinality",
            "loopCondition",
            "messagePath",
            "to",
            "transformation",
        ],
        model: expression,
        parts: &[("@language", "http://www.java.com/java"), ("@evaluatesToTypeRef", "item")],
    },
    Family {
        tags: &["timeCycle", "timeDate", "timeDuration"],
        model: expression,
        parts: &[("@evaluatesToTypeRef", "item")],
    },
    Family {
        tags: &["timeCycle", "timeDate", "timeDuration"],
        model: computed,
        parts: &[("@language", "http://www.java.com/java")],
    },
];

fn repeats(tag: &str) -> String {
    repeated(&format!("<{tag}@A>@C</{tag}>"))
}

fn counted(tag: &str) -> String {
    repeated(&format!("<{tag}@A><loopCardinality>2</loopCardinality>@C</{tag}>"))
}

fn listed(tag: &str) -> String {
    repeated(&format!(
        r#"<{tag}@A><loopDataInputRef>list</loopDataInputRef>@C<outputDataItem id="out" name="o"/></{tag}>"#
    ))
}

fn collecting(tag: &str) -> String {
    repeated(&format!(
        "<{tag}@A><loopDataInputRef>list</loopDataInputRef><loopDataOutputRef>order</loopDataOutputRef>@C</{tag}>"
    ))
}

fn one(tag: &str) -> String {
    counted(tag).replace("@A", r#" behavior="One"@A"#)
}

fn none(tag: &str) -> String {
    counted(tag).replace("@A", r#" behavior="None"@A"#)
}

fn complex(tag: &str) -> String {
    counted(tag).replace("@A", r#" behavior="Complex"@A"#)
}

fn rule(tag: &str) -> String {
    complex("multiInstanceLoopCharacteristics").replace("@A", "").replace(
        "@C",
        &format!(r#"<{tag}@A>@C<event id="e"><signalEventDefinition signalRef="alarm"/></event></{tag}>"#),
    )
}

fn ruled(tag: &str) -> String {
    complex("multiInstanceLoopCharacteristics")
        .replace("@A", "")
        .replace("@C", &format!("<{tag}@A><condition>= a</condition>@C</{tag}>"))
}

/// Each kind of expression where it stands, in words that are of no language by themselves.
fn expression(tag: &str) -> String {
    let expression = format!("<{tag}@A>a</{tag}>");
    match tag {
        "activationCondition" => hold(&expression, &gateway("complexGateway")),
        "completionCondition" => hold(&expression, &scope("adHocSubProcess")),
        "condition" => process(&format!(
            r#"<intermediateCatchEvent id="x"><conditionalEventDefinition>{expression}</conditionalEventDefinition>
            </intermediateCatchEvent>"#
        )),
        "conditionExpression" => process(&format!(
            r#"<startEvent id="begin"/><sequenceFlow id="f0" sourceRef="begin" targetRef="end">{expression}</sequenceFlow>
            <endEvent id="end"/>"#
        )),
        "loopCardinality" => hold(&expression, &repeats("multiInstanceLoopCharacteristics")),
        "loopCondition" => hold(&expression, &repeats("standardLoopCharacteristics")),
        "timeCycle" | "timeDate" | "timeDuration" => {
            let text = match tag {
                "timeCycle" => "R2/PT1S",
                "timeDate" => "2030-01-01T00:00:00Z",
                _ => "PT1S",
            };
            process(&format!(
                r#"<intermediateCatchEvent id="x"><timerEventDefinition><{tag}@A>{text}</{tag}></timerEventDefinition>
                </intermediateCatchEvent>"#
            ))
        }
        "transformation" => process(&format!(
            r#"<userTask id="x"><dataInputAssociation><targetRef>t</targetRef>{expression}</dataInputAssociation></userTask>"#
        )),
        "from" => process(&format!(
            r#"<userTask id="x"><dataInputAssociation><targetRef>t</targetRef><assignment>{expression}<to>t</to></assignment>
            </dataInputAssociation></userTask>"#
        )),
        "to" => process(&format!(
            r#"<userTask id="x"><dataInputAssociation><targetRef>t</targetRef><assignment><from>= b</from>{expression}</assignment>
            </dataInputAssociation></userTask>"#
        )),
        _ => file(&match tag {
            "messagePath" => format!(
                r#"<correlationProperty id="c"><correlationPropertyRetrievalExpression messageRef="ping">{expression}
                </correlationPropertyRetrievalExpression></correlationProperty><process id="p"><task id="x"/></process>"#
            ),
            _ => format!(
                r#"<correlationProperty id="c"><correlationPropertyRetrievalExpression messageRef="ping"><messagePath>b</messagePath>
                </correlationPropertyRetrievalExpression></correlationProperty><process id="p"><correlationSubscription>
                <correlationPropertyBinding correlationPropertyRef="c">{expression}</correlationPropertyBinding></correlationSubscription><task id="x"/>
                </process>"#
            ),
        }),
    }
}

/// A time that is no literal; without a language it makes no sense.
fn computed(tag: &str) -> String {
    expression(tag).replace("R2/PT1S", "a").replace("2030-01-01T00:00:00Z", "a").replace("PT1S", "a")
}

/// The expression in place of the parts of a model.
fn hold(expression: &str, model: &str) -> String {
    model.replace("@A", "").replace("@C", expression)
}
