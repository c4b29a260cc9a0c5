//! Processes, activities, gateways and sequence flows (BPMN 10.2, 10.3, 10.6, 8.4.13).

use super::Family;
use super::models::{around, call, file, gateway, global, node, process, role, scope, taking, whole};

const TASKS: &[&str] = &[
    "task",
    "manualTask",
    "userTask",
    "serviceTask",
    "sendTask",
    "scriptTask",
    "businessRuleTask",
    "receiveTask",
];

const ACTIVITY: &[(&str, &str)] = &[
    ("@id", "y"),
    ("@name", "a name"),
    ("documentation", "<documentation>read me</documentation>"),
    ("extensionElements", r#"<extensionElements><other:thing/></extensionElements>"#),
    ("auditing", r#"<auditing id="part"/>"#),
    ("monitoring", r#"<monitoring id="part"/>"#),
    ("categoryValueRef", "<categoryValueRef>kind</categoryValueRef>"),
    ("incoming", "<incoming>f0</incoming>"),
    ("outgoing", "<outgoing>f1</outgoing>"),
    ("@default", "f1"),
    ("@isForCompensation", "true"),
    ("@startQuantity", "2"),
    ("@completionQuantity", "2"),
    ("standardLoopCharacteristics", r#"<standardLoopCharacteristics loopMaximum="2"/>"#),
    (
        "multiInstanceLoopCharacteristics",
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>",
    ),
    (
        "dataInputAssociation",
        "<dataInputAssociation><sourceRef>order</sourceRef><targetRef>in</targetRef></dataInputAssociation>",
    ),
    (
        "dataOutputAssociation",
        "<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>order</targetRef></dataOutputAssociation>",
    ),
    ("property", r#"<property id="part" name="z"/>"#),
    ("resourceRole", RESOURCE_ROLE),
    ("performer", PERFORMER),
    ("humanPerformer", HUMAN_PERFORMER),
    ("potentialOwner", POTENTIAL_OWNER),
];

const RESOURCE_ROLE: &str = "<resourceRole><resourceRef>staff</resourceRef></resourceRole>";
const PERFORMER: &str = "<performer><resourceRef>staff</resourceRef></performer>";
const HUMAN_PERFORMER: &str = "<humanPerformer><resourceRef>staff</resourceRef></humanPerformer>";
const POTENTIAL_OWNER: &str = "<potentialOwner><resourceRef>staff</resourceRef></potentialOwner>";
const SPECIFICATION: (&str, &str) = (
    "ioSpecification",
    r#"<ioSpecification><dataInput id="in" name="amount"/><inputSet/><outputSet/></ioSpecification>"#,
);

const SCOPE: &[(&str, &str)] = &[
    ("laneSet", r#"<laneSet id="part"><lane id="lane"><flowNodeRef>work</flowNodeRef></lane></laneSet>"#),
    ("dataObject", r#"<dataObject id="part" name="z"/>"#),
    ("dataObjectReference", r#"<dataObjectReference id="seen" name="z" dataObjectRef="order"/>"#),
    ("dataStoreReference", r#"<dataStoreReference id="seen" dataStoreRef="store"/>"#),
    ("association", r#"<association id="part" sourceRef="undoing" targetRef="undo"/>"#),
    ("textAnnotation", r#"<textAnnotation id="part"><text>read me</text></textAnnotation>"#),
    ("group", r#"<group id="part" categoryValueRef="kind"/>"#),
    ("artifact", r#"<artifact id="part"/>"#),
];

pub(super) const FAMILIES: &[Family] = &[
    Family { tags: TASKS, model: node, parts: ACTIVITY },
    Family { tags: &["subProcess", "transaction", "adHocSubProcess"], model: scope, parts: ACTIVITY },
    Family { tags: &["subProcess", "transaction", "adHocSubProcess"], model: scope, parts: SCOPE },
    Family { tags: &["callActivity"], model: call, parts: ACTIVITY },
    Family { tags: TASKS, model: taking, parts: &[SPECIFICATION] },
    Family {
        tags: &["subProcess", "transaction", "adHocSubProcess", "callActivity"],
        model: taking,
        parts: &[SPECIFICATION],
    },
    Family { tags: &["process"], model: whole, parts: SCOPE },
    Family {
        tags: &["process"],
        model: whole,
        parts: &[
            ("@id", "y"),
            ("@name", "a name"),
            ("@isExecutable", "false"),
            ("@processType", "Private"),
            ("@isClosed", "true"),
            ("@definitionalCollaborationRef", "talk"),
            ("documentation", "<documentation>read me</documentation>"),
            ("extensionElements", r#"<extensionElements><other:thing/></extensionElements>"#),
            ("auditing", r#"<auditing id="part"/>"#),
            ("monitoring", r#"<monitoring id="part"/>"#),
            ("property", r#"<property id="part" name="z"/>"#),
            SPECIFICATION,
            ("supportedInterfaceRef", "<supportedInterfaceRef>service</supportedInterfaceRef>"),
            ("ioBinding", r#"<ioBinding operationRef="call" inputDataRef="in" outputDataRef="in"/>"#),
            ("resourceRole", RESOURCE_ROLE),
            ("performer", PERFORMER),
            ("humanPerformer", HUMAN_PERFORMER),
            ("potentialOwner", POTENTIAL_OWNER),
            ("supports", "<supports>other</supports>"),
        ],
    },
    Family { tags: &["subProcess"], model: handler, parts: &[("@triggeredByEvent", "true")] },
    Family {
        tags: &["transaction", "adHocSubProcess"],
        model: scope,
        parts: &[("@triggeredByEvent", "true")],
    },
    Family {
        tags: &["transaction"],
        model: scope,
        parts: &[("@method", "##Store"), ("@protocol", "urn:protocol")],
    },
    Family {
        tags: &["adHocSubProcess"],
        model: scope,
        parts: &[
            ("@ordering", "Sequential"),
            ("@cancelRemainingInstances", "false"),
            ("completionCondition", "<completionCondition>= done</completionCondition>"),
        ],
    },
    Family { tags: &["callActivity"], model: node, parts: &[("@calledElement", "elsewhere")] },
    Family {
        tags: &["serviceTask", "sendTask", "receiveTask"],
        model: node,
        parts: &[("@implementation", "urn:how"), ("@operationRef", "call")],
    },
    Family { tags: &["userTask", "businessRuleTask"], model: node, parts: &[("@implementation", "urn:how")] },
    Family {
        tags: &["humanPerformer", "potentialOwner"],
        model: role,
        parts: &[
            ("@name", "a name"),
            ("resourceRef", "<resourceRef>staff</resourceRef>"),
            (
                "resourceAssignmentExpression",
                "<resourceAssignmentExpression><formalExpression>kim</formalExpression></resourceAssignmentExpression>",
            ),
            ("resourceParameterBinding", r#"<resourceParameterBinding parameterRef="region"/>"#),
        ],
    },
    Family { tags: &["sendTask", "receiveTask"], model: node, parts: &[("@messageRef", "ping")] },
    Family { tags: &["receiveTask"], model: first, parts: &[("@instantiate", "true")] },
    Family { tags: &["userTask"], model: node, parts: &[("rendering", r#"<rendering id="part"/>"#)] },
    Family {
        tags: &["scriptTask"],
        model: node,
        parts: &[("@scriptFormat", "text/x-feel"), ("script", "<script>1 + 1</script>")],
    },
    Family {
        tags: &[
            "globalTask",
            "globalManualTask",
            "globalUserTask",
            "globalScriptTask",
            "globalBusinessRuleTask",
        ],
        model: global,
        parts: &[
            ("@id", "y"),
            ("@name", "a name"),
            ("documentation", "<documentation>read me</documentation>"),
            ("extensionElements", r#"<extensionElements><other:thing/></extensionElements>"#),
            SPECIFICATION,
            ("supportedInterfaceRef", "<supportedInterfaceRef>service</supportedInterfaceRef>"),
            ("ioBinding", r#"<ioBinding operationRef="call" inputDataRef="in" outputDataRef="in"/>"#),
            ("resourceRole", RESOURCE_ROLE),
            ("performer", PERFORMER),
            ("humanPerformer", HUMAN_PERFORMER),
            ("potentialOwner", POTENTIAL_OWNER),
        ],
    },
    Family {
        tags: &["globalUserTask", "globalBusinessRuleTask"],
        model: global,
        parts: &[("@implementation", "urn:how")],
    },
    Family { tags: &["globalUserTask"], model: global, parts: &[("rendering", r#"<rendering id="part"/>"#)] },
    Family {
        tags: &["globalScriptTask"],
        model: global,
        parts: &[
            ("@scriptLanguage", "text/x-feel"),
            ("@scriptFormat", "text/x-feel"),
            ("script", "<script>1 + 1</script>"),
        ],
    },
    Family {
        tags: &[
            "exclusiveGateway",
            "parallelGateway",
            "inclusiveGateway",
            "complexGateway",
            "eventBasedGateway",
        ],
        model: either,
        parts: &[
            ("@id", "y"),
            ("@name", "a name"),
            ("@gatewayDirection", "Mixed"),
            ("documentation", "<documentation>read me</documentation>"),
            ("extensionElements", r#"<extensionElements><other:thing/></extensionElements>"#),
            ("auditing", r#"<auditing id="part"/>"#),
            ("monitoring", r#"<monitoring id="part"/>"#),
            ("categoryValueRef", "<categoryValueRef>kind</categoryValueRef>"),
            ("incoming", "<incoming>f0</incoming>"),
            ("outgoing", "<outgoing>f1</outgoing>"),
        ],
    },
    Family {
        tags: &["exclusiveGateway", "inclusiveGateway", "complexGateway"],
        model: gateway,
        parts: &[("@default", "f1")],
    },
    Family {
        tags: &["complexGateway"],
        model: gateway,
        parts: &[(
            "activationCondition",
            "<activationCondition>= activationCount &gt; 1</activationCondition>",
        )],
    },
    Family { tags: &["eventBasedGateway"], model: first_race, parts: &[("@instantiate", "true")] },
    Family {
        tags: &["eventBasedGateway"],
        model: parallel_race,
        parts: &[("@eventGatewayType", "Parallel")],
    },
    Family {
        tags: &["sequenceFlow"],
        model: flow,
        parts: &[
            ("@id", "y"),
            ("@name", "a name"),
            ("@isImmediate", "false"),
            ("documentation", "<documentation>read me</documentation>"),
            ("extensionElements", r#"<extensionElements><other:thing/></extensionElements>"#),
            ("auditing", r#"<auditing id="part"/>"#),
            ("monitoring", r#"<monitoring id="part"/>"#),
            ("categoryValueRef", "<categoryValueRef>kind</categoryValueRef>"),
            ("conditionExpression", "<conditionExpression>= a</conditionExpression>"),
        ],
    },
    Family { tags: &["sequenceFlow"], model: sourceless, parts: &[("@sourceRef", "begin")] },
    Family { tags: &["sequenceFlow"], model: targetless, parts: &[("@targetRef", "end")] },
];

fn handler(tag: &str) -> String {
    process(&format!(
        r#"<userTask id="work"/><{tag} id="x"@A><startEvent id="s"><messageEventDefinition messageRef="ping"/></startEvent>
        <sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
        <task id="t"/></{tag}>"#
    ))
}

/// At the beginning of a process.
fn first(tag: &str) -> String {
    process(&format!(
        r#"<{tag} id="x"@A>@C</{tag}><sequenceFlow id="f1" sourceRef="x" targetRef="end"/><endEvent id="end"/>"#
    ))
}

const RACE: &str = r#"<sequenceFlow id="f1" sourceRef="x" targetRef="e1"/><sequenceFlow id="f2" sourceRef="x" targetRef="e2"/>
    <intermediateCatchEvent id="e1"><messageEventDefinition messageRef="ping"/></intermediateCatchEvent>
    <intermediateCatchEvent id="e2"><signalEventDefinition signalRef="alarm"/></intermediateCatchEvent>"#;

fn first_race(tag: &str) -> String {
    process(&format!(r#"<{tag} id="x"@A>@C</{tag}>{RACE}"#))
}

fn parallel_race(tag: &str) -> String {
    process(&format!(r#"<{tag} id="x" instantiate="true"@A>@C</{tag}>{RACE}"#))
}

/// A gateway of any kind.
fn either(tag: &str) -> String {
    if tag != "eventBasedGateway" {
        return node(tag);
    }
    process(&format!(
        r#"<startEvent id="begin"/><sequenceFlow id="f0" sourceRef="begin" targetRef="x"/><{tag} id="x"@A>@C</{tag}>{RACE}"#
    ))
}

fn flow(tag: &str) -> String {
    around(&format!(
        r#"<task id="x"/><sequenceFlow id="z" sourceRef="begin" targetRef="x"/><{tag} id="f9" sourceRef="x" targetRef="left"@A>@C</{tag}>"#
    ))
}

fn sourceless(tag: &str) -> String {
    process(&format!(
        r#"<startEvent id="begin"/><{tag} id="x" targetRef="end"@A>@C</{tag}><endEvent id="end"/>"#
    ))
}

fn targetless(tag: &str) -> String {
    file(&format!(
        r#"<process id="p"><startEvent id="begin"/><{tag} id="x" sourceRef="begin"@A>@C</{tag}><endEvent id="end"/></process>"#
    ))
}
