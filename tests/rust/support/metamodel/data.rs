//! Data, lanes and associations (BPMN 10.4, 10.8, 8.4.1).

use super::Family;
use super::models::process;

const ITEM: &[(&str, &str)] = &[
    ("@name", "amount"),
    ("@itemSubjectRef", "item"),
    ("documentation", "<documentation>read me</documentation>"),
];
const COLLECTION: &[(&str, &str)] = &[("@isCollection", "true")];
const ELEMENT: &[(&str, &str)] = &[
    ("auditing", r#"<auditing id="part"/>"#),
    ("monitoring", r#"<monitoring id="part"/>"#),
    ("categoryValueRef", "<categoryValueRef>kind</categoryValueRef>"),
];

pub(super) const FAMILIES: &[Family] = &[
    Family {
        tags: &["ioSpecification"],
        model: specified,
        parts: &[
            ("dataInput", r#"<dataInput id="in" name="amount"/>"#),
            ("dataOutput", r#"<dataOutput id="out" name="amount"/>"#),
            ("inputSet", "<inputSet><dataInputRefs>in</dataInputRefs></inputSet>"),
            ("outputSet", "<outputSet><dataOutputRefs>out</dataOutputRefs></outputSet>"),
            ("documentation", "<documentation>read me</documentation>"),
        ],
    },
    Family {
        tags: &[
            "dataInput",
            "dataOutput",
            "property",
            "dataObject",
            "dataObjectReference",
            "inputDataItem",
            "outputDataItem",
        ],
        model: item,
        parts: ITEM,
    },
    Family {
        tags: &["dataInput", "dataOutput", "dataObject", "inputDataItem", "outputDataItem"],
        model: item,
        parts: COLLECTION,
    },
    Family {
        tags: &["dataObject", "dataObjectReference", "dataStoreReference"],
        model: item,
        parts: ELEMENT,
    },
    Family { tags: &["dataObjectReference"], model: item, parts: &[("@dataObjectRef", "order")] },
    Family {
        tags: &["dataStoreReference"],
        model: item,
        parts: &[("@name", "a name"), ("@itemSubjectRef", "item"), ("@dataStoreRef", "store")],
    },
    Family {
        tags: &[
            "dataInput",
            "dataOutput",
            "inputDataItem",
            "outputDataItem",
            "property",
            "dataObject",
            "dataObjectReference",
            "dataStoreReference",
        ],
        model: item,
        parts: &[("dataState", r#"<dataState id="part" name="checked"/>"#)],
    },
    Family {
        tags: &["dataInputAssociation", "dataOutputAssociation"],
        model: association,
        parts: &[
            ("transformation", "<transformation>= a</transformation>"),
            ("assignment", "<assignment><from>= b</from><to>c</to></assignment>"),
            ("documentation", "<documentation>read me</documentation>"),
        ],
    },
    Family {
        tags: &["dataInputAssociation", "dataOutputAssociation"],
        model: sourceless,
        parts: &[("sourceRef", "<sourceRef>order</sourceRef>")],
    },
    Family {
        tags: &["dataInputAssociation", "dataOutputAssociation"],
        model: targetless,
        parts: &[("targetRef", "<targetRef>z</targetRef>")],
    },
    Family { tags: &["assignment"], model: valueless, parts: &[("from", "<from>= a</from>")] },
    Family { tags: &["assignment"], model: aimless, parts: &[("to", "<to>z</to>")] },
    Family {
        tags: &["laneSet", "childLaneSet"],
        model: lanes,
        parts: &[
            ("@name", "a name"),
            ("lane", r#"<lane id="part" name="z"><flowNodeRef>work</flowNodeRef></lane>"#),
            ("documentation", "<documentation>read me</documentation>"),
        ],
    },
    Family {
        tags: &["lane"],
        model: lane,
        parts: &[
            ("@name", "a name"),
            ("@partitionElementRef", "staff"),
            ("partitionElement", r#"<partitionElement id="part"/>"#),
            (
                "childLaneSet",
                r#"<childLaneSet id="part"><lane id="inner"><flowNodeRef>work</flowNodeRef></lane></childLaneSet>"#,
            ),
        ],
    },
    Family {
        tags: &["lane"],
        model: empty_lane,
        parts: &[("flowNodeRef", "<flowNodeRef>work</flowNodeRef>")],
    },
    Family {
        tags: &["association"],
        model: connected,
        parts: &[
            ("@associationDirection", "One"),
            ("documentation", "<documentation>read me</documentation>"),
        ],
    },
    Family { tags: &["association"], model: without_source, parts: &[("@sourceRef", "undoing")] },
    Family { tags: &["association"], model: without_target, parts: &[("@targetRef", "undo")] },
];

/// A task that takes in and gives out data.
fn mapped(specification: &str, beside: &str) -> String {
    process(&format!(
        r#"<dataObject id="order" name="order"/>{beside}<userTask id="work">{specification}
        <dataInputAssociation><sourceRef>seen</sourceRef><targetRef>in</targetRef></dataInputAssociation>
        <dataOutputAssociation><sourceRef>out</sourceRef><targetRef>order</targetRef></dataOutputAssociation>
        <dataOutputAssociation><sourceRef>out</sourceRef><targetRef>seen</targetRef></dataOutputAssociation></userTask>"#
    ))
}

fn specified(tag: &str) -> String {
    mapped(&format!("<{tag}@A>@C</{tag}>"), "")
}

/// Each element that stands for data, where it is used.
fn item(tag: &str) -> String {
    let id = match tag {
        "dataInput" => "in",
        "dataOutput" => "out",
        _ => "seen",
    };
    let element = format!(r#"<{tag} id="{id}"@A>@C</{tag}>"#);
    match tag {
        "dataInput" | "dataOutput" => mapped(&format!("<ioSpecification>{element}</ioSpecification>"), ""),
        "property" => mapped(&element, ""),
        "inputDataItem" | "outputDataItem" => process(&format!(
            r#"<userTask id="work"><multiInstanceLoopCharacteristics><loopDataInputRef>list</loopDataInputRef>
            <loopDataOutputRef>results</loopDataOutputRef>{element}</multiInstanceLoopCharacteristics></userTask>"#
        )),
        _ => mapped("", &element),
    }
}

fn flowing(tag: &str, inside: &str) -> String {
    process(&format!(r#"<userTask id="work"><{tag}@A>{inside}@C</{tag}></userTask>"#))
}

fn association(tag: &str) -> String {
    flowing(tag, "<sourceRef>order</sourceRef><targetRef>z</targetRef>")
}

fn sourceless(tag: &str) -> String {
    flowing(tag, "<targetRef>z</targetRef>")
}

fn targetless(tag: &str) -> String {
    flowing(tag, "<sourceRef>order</sourceRef>")
}

fn valueless(tag: &str) -> String {
    flowing("dataInputAssociation", "")
        .replace("@A", "")
        .replace("@C", &format!("<{tag}@A>@C<to>z</to></{tag}>"))
}

fn aimless(tag: &str) -> String {
    flowing("dataInputAssociation", "")
        .replace("@A", "")
        .replace("@C", &format!("<{tag}@A><from>= a</from>@C</{tag}>"))
}

fn lanes(tag: &str) -> String {
    let set = format!(r#"<{tag} id="x"@A>@C</{tag}>"#);
    let set = if tag == "laneSet" {
        set
    } else {
        format!(r#"<laneSet id="y"><lane id="z">{set}</lane></laneSet>"#)
    };
    process(&format!(r#"{set}<userTask id="work"/>"#))
}

fn lane(tag: &str) -> String {
    process(&format!(
        r#"<laneSet id="y"><{tag} id="x"@A><flowNodeRef>work</flowNodeRef>@C</{tag}></laneSet><userTask id="work"/>"#
    ))
}

fn empty_lane(tag: &str) -> String {
    process(&format!(r#"<laneSet id="y"><{tag} id="x"@A>@C</{tag}></laneSet><userTask id="work"/>"#))
}

fn undone(association: &str) -> String {
    process(&format!(
        r#"<userTask id="work"/><boundaryEvent id="undoing" attachedToRef="work"><compensateEventDefinition/></boundaryEvent>
        <task id="undo" isForCompensation="true"/>{association}"#
    ))
}

fn connected(tag: &str) -> String {
    undone(&format!(r#"<{tag} id="x" sourceRef="undoing" targetRef="undo"@A>@C</{tag}>"#))
}

fn without_source(tag: &str) -> String {
    undone(&format!(r#"<{tag} id="x" targetRef="undo"@A>@C</{tag}>"#))
}

fn without_target(tag: &str) -> String {
    undone(&format!(r#"<{tag} id="x" sourceRef="undoing"@A>@C</{tag}>"#))
}
