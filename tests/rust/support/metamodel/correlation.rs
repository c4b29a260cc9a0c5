//! What messages must agree in (BPMN 8.4.2).

use super::Family;
use super::models::file;

const CALLS: &[(&str, &str)] = &[("documentation", "<documentation>read me</documentation>")];

pub(super) const FAMILIES: &[Family] = &[
    Family {
        tags: &["definitions"],
        model: keyless,
        parts: &[(
            "collaboration",
            r#"<collaboration id="talk"><correlationKey id="key"><correlationPropertyRef>first</correlationPropertyRef>
                <correlationPropertyRef>second</correlationPropertyRef></correlationKey></collaboration>"#,
        )],
    },
    Family {
        tags: &["definitions"],
        model: bare,
        parts: &[(
            "correlationProperty",
            r#"<correlationProperty id="first"><correlationPropertyRetrievalExpression messageRef="ping">
            <messagePath>a</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"#,
        )],
    },
    Family { tags: &["process"], model: subscribing, parts: &[("correlationSubscription", SUBSCRIPTION)] },
    Family {
        tags: &["collaboration"],
        model: talking,
        parts: &[
            ("@name", "a name"),
            ("@isClosed", "true"),
            ("correlationKey", KEY),
            ("participant", r#"<participant id="part" processRef="p"/>"#),
            ("messageFlow", r#"<messageFlow id="part" sourceRef="p" targetRef="p"/>"#),
            ("conversation", r#"<conversation id="part"/>"#),
            ("subConversation", r#"<subConversation id="part"/>"#),
            ("callConversation", r#"<callConversation id="part"/>"#),
            ("conversationNode", r#"<conversationNode id="part"/>"#),
            ("conversationAssociation", r#"<conversationAssociation id="part"/>"#),
            ("conversationLink", r#"<conversationLink id="part"/>"#),
            ("participantAssociation", r#"<participantAssociation id="part"/>"#),
            ("messageFlowAssociation", r#"<messageFlowAssociation id="part"/>"#),
            ("choreographyRef", "<choreographyRef>other</choreographyRef>"),
            ("artifact", r#"<artifact id="part"/>"#),
            ("association", r#"<association id="part" sourceRef="p" targetRef="p"/>"#),
            ("group", r#"<group id="part"/>"#),
            ("textAnnotation", r#"<textAnnotation id="part"/>"#),
        ],
    },
    Family {
        tags: &["participant"],
        model: participant,
        parts: &[
            ("@name", "a name"),
            ("@processRef", "p"),
            ("interfaceRef", "<interfaceRef>service</interfaceRef>"),
            ("endPointRef", "<endPointRef>point</endPointRef>"),
            ("participantMultiplicity", r#"<participantMultiplicity minimum="2"/>"#),
        ],
    },
    Family {
        tags: &["messageFlow"],
        model: message_flow,
        parts: &[("@name", "a name"), ("@messageRef", "ping")],
    },
    Family { tags: &["messageFlow"], model: from_nowhere, parts: &[("@sourceRef", "one")] },
    Family { tags: &["messageFlow"], model: to_nowhere, parts: &[("@targetRef", "x")] },
    Family {
        tags: &["correlationKey"],
        model: key,
        parts: &[
            ("@name", "a name"),
            ("correlationPropertyRef", "<correlationPropertyRef>second</correlationPropertyRef>"),
        ],
    },
    Family {
        tags: &["correlationProperty"],
        model: property,
        parts: &[
            ("@name", "a name"),
            ("@type", "item"),
            (
                "correlationPropertyRetrievalExpression",
                r#"<correlationPropertyRetrievalExpression messageRef="ping"><messagePath>b</messagePath>
                </correlationPropertyRetrievalExpression>"#,
            ),
        ],
    },
    Family {
        tags: &["correlationPropertyRetrievalExpression"],
        model: referring,
        parts: &[("@messageRef", "ping")],
    },
    Family {
        tags: &["correlationPropertyRetrievalExpression"],
        model: retrieval,
        parts: &[
            ("messagePath", "<messagePath>a</messagePath>"),
            ("formalExpression", "<formalExpression>a</formalExpression>"),
        ],
    },
    Family {
        tags: &["correlationSubscription"],
        model: subscription,
        parts: &[("@correlationKeyRef", "key")],
    },
    Family {
        tags: &["correlationSubscription"],
        model: subscription,
        parts: &[(
            "correlationPropertyBinding",
            r#"<correlationPropertyBinding correlationPropertyRef="first"><dataPath>a</dataPath>
            </correlationPropertyBinding>"#,
        )],
    },
    Family {
        tags: &["correlationPropertyBinding"],
        model: unbound,
        parts: &[("@correlationPropertyRef", "first")],
    },
    Family {
        tags: &["correlationPropertyBinding"],
        model: binding,
        parts: &[
            ("dataPath", "<dataPath>a</dataPath>"),
            ("formalExpression", "<formalExpression>a</formalExpression>"),
        ],
    },
    Family { tags: &["correlationKey", "correlationProperty"], model: described, parts: CALLS },
];

const KEY: &str = r#"<correlationKey id="key"><correlationPropertyRef>first</correlationPropertyRef>
    <correlationPropertyRef>second</correlationPropertyRef></correlationKey>"#;
const SUBSCRIPTION: &str = r#"<correlationSubscription correlationKeyRef="key">
    <correlationPropertyBinding correlationPropertyRef="first"><dataPath>a</dataPath></correlationPropertyBinding>
    </correlationSubscription>"#;
const PROPERTIES: &str = r#"<correlationProperty id="first"><correlationPropertyRetrievalExpression messageRef="ping">
    <messagePath>a</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
    <correlationProperty id="second"><correlationPropertyRetrievalExpression messageRef="ping">
    <messagePath>b</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"#;
const TASK: &str = r#"<receiveTask id="x" messageRef="ping"/>"#;

/// Two properties of one message, and something beside them.
fn beside(roots: &str, process: &str) -> String {
    file(&format!(r#"{PROPERTIES}{roots}<process id="p">{process}{TASK}</process>"#))
}

fn keyless(_: &str) -> String {
    beside("@C", "")
}

fn bare(_: &str) -> String {
    file(&format!(r#"@C<process id="p">{TASK}</process>"#))
}

fn subscribing(_: &str) -> String {
    beside("", "@C")
}

fn talking(tag: &str) -> String {
    beside(&format!(r#"<{tag} id="talk"@A>@C</{tag}>"#), "")
}

fn participant(tag: &str) -> String {
    beside(&format!(r#"<collaboration id="talk"><{tag} id="one"@A>@C</{tag}></collaboration>"#), "")
}

fn flowing(tag: &str, ends: &str) -> String {
    beside(
        &format!(
            r#"<collaboration id="talk"><participant id="one"/><{tag} id="flow"{ends}@A>@C</{tag}></collaboration>"#
        ),
        "",
    )
}

fn message_flow(tag: &str) -> String {
    flowing(tag, r#" sourceRef="one" targetRef="x""#)
}

fn from_nowhere(tag: &str) -> String {
    flowing(tag, r#" targetRef="x""#)
}

fn to_nowhere(tag: &str) -> String {
    flowing(tag, r#" sourceRef="one""#)
}

fn key(tag: &str) -> String {
    beside(
        &format!(
            r#"<collaboration id="talk"><{tag} id="key"@A><correlationPropertyRef>first</correlationPropertyRef>@C</{tag}>
            </collaboration>"#
        ),
        "",
    )
}

fn property(tag: &str) -> String {
    beside(
        &format!(
            r#"<{tag} id="third"@A><correlationPropertyRetrievalExpression messageRef="other"><messagePath>c</messagePath>
            </correlationPropertyRetrievalExpression>@C</{tag}>"#
        ),
        "",
    )
}

fn referring(tag: &str) -> String {
    beside(
        &format!(
            r#"<correlationProperty id="third"><{tag}@A><messagePath>c</messagePath>@C</{tag}></correlationProperty>"#
        ),
        "",
    )
}

fn retrieval(tag: &str) -> String {
    referring(tag).replace("<messagePath>c</messagePath>@C", "@C").replace("@A", r#" messageRef="ping"@A"#)
}

fn subscription(tag: &str) -> String {
    beside("", &format!("<{tag}@A>@C</{tag}>"))
}

fn unbound(tag: &str) -> String {
    beside(
        "",
        &format!(
            "<correlationSubscription><{tag}@A><dataPath>a</dataPath>@C</{tag}></correlationSubscription>"
        ),
    )
}

fn binding(tag: &str) -> String {
    unbound(tag).replace("<dataPath>a</dataPath>", "").replace("@A", r#" correlationPropertyRef="first"@A"#)
}

fn described(tag: &str) -> String {
    if tag == "correlationKey" { key(tag) } else { property(tag) }
}
