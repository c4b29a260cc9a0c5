use super::super::{MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_NODES, decode, normalize};
use super::{bad, good};

fn nested(depth: usize) -> String {
    "<a>".repeat(depth) + &"</a>".repeat(depth)
}

#[test]
fn depth() {
    assert_eq!(good(&nested(MAX_DEPTH)).elements().count(), MAX_DEPTH);
    let found = bad(&nested(MAX_DEPTH + 1));
    assert_eq!((&*found.code, found.column), ("xmlLimit", 3 * 4_096 + 1));
    assert_eq!(&*bad(&"<a>".repeat(1_000_000)).code, "xmlLimit");
}

#[test]
fn attributes() {
    let with = |count: usize| {
        let attributes: String = (0..count).map(|number| format!(" a{number}=''")).collect();
        format!("<a{attributes}/>")
    };
    assert_eq!(good(&with(MAX_ATTRIBUTES)).root().attributes().len(), MAX_ATTRIBUTES);
    assert_eq!(&*bad(&with(MAX_ATTRIBUTES + 1)).code, "xmlLimit");
    let twice = with(40).replace("/>", " a7=''/>");
    assert!(bad(&twice).message.contains("`a7` is given twice"));
}

#[test]
fn elements() {
    let many = format!("<a>{}</a>", "<a/>".repeat(MAX_NODES));
    assert_eq!(&*bad(&many).code, "xmlLimit");
}

#[test]
fn size() {
    let padded = |size: usize| format!("<a>{}</a>", " ".repeat(size - 7));
    assert_eq!(good(&padded(MAX_BYTES)).root().local(), "a");
    assert_eq!(&*bad(&padded(MAX_BYTES + 1)).code, "xmlLimit");
    assert_eq!(&*decode(padded(MAX_BYTES + 1).as_bytes()).unwrap_err().code, "xmlLimit");
}

/// A namespace look-up must not cost as much as there are declarations in scope.
#[test]
fn many_declarations_in_scope_stay_quick() {
    let declarations: String = (0..900).map(|number| format!(" xmlns:p{number}='urn:{number}'")).collect();
    let open: String = (0..200).map(|_| format!("<a{declarations}>")).collect();
    let xml = format!("{open}{}{}", "<p899:x p1:y=''/>".repeat(100_000), "</a>".repeat(200));
    let doc = good(&xml);
    let last = doc.elements().last().unwrap();
    assert_eq!(doc.namespace_uri(last.ns()), "urn:899");
}

#[test]
fn a_long_prefix_cannot_blow_up_the_normalised_text() {
    let prefix = "p".repeat(1 << 20);
    let flows = "<sequenceFlow targetRef='t'/>".repeat(100);
    let xml = format!("<process xmlns:{prefix}='u' xmlns='u'><{prefix}:task id='t'/>{flows}</process>");
    assert_eq!(&*normalize(&xml).unwrap_err()[0].code, "xmlLimit");
}
