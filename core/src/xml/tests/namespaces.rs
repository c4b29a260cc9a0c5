use super::super::Ns;
use super::good;

const BPMN: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";

#[test]
fn a_namespace_is_its_uri_whatever_the_prefix() {
    for prefix in ["", "bpmn:", "semantic:", "q17:", "zeebe:"] {
        let declared =
            if prefix.is_empty() { "xmlns" } else { &format!("xmlns:{}", prefix.trim_end_matches(':')) };
        let xml = format!("<{prefix}task {declared}='{BPMN}' id='t'/>");
        let doc = good(&xml);
        assert!(doc.root().is(Ns::Bpmn, "task"), "{xml}");
        assert_eq!(doc.root().attr("id"), Some("t"), "{xml}");
        assert_eq!(doc.root().attributes().len(), 1, "{xml}");
    }
}

#[test]
fn every_known_uri_has_its_name() {
    let cases = [
        ("http://www.omg.org/spec/BPMN/20100524/DI", Ns::BpmnDi),
        ("http://www.omg.org/spec/DD/20100524/DC", Ns::Dc),
        ("http://www.omg.org/spec/DD/20100524/DI", Ns::Di),
        ("http://www.w3.org/2001/XMLSchema-instance", Ns::Xsi),
        ("http://camunda.org/schema/1.0/bpmn", Ns::Camunda),
        ("http://camunda.org/schema/zeebe/1.0", Ns::Zeebe),
        ("http://flowable.org/bpmn", Ns::Flowable),
        ("http://activiti.org/bpmn", Ns::Activiti),
        ("http://www.jboss.org/drools", Ns::Drools),
        ("http://spiffworkflow.org/bpmn/schema/1.0/core", Ns::Spiff),
    ];
    for (uri, ns) in cases {
        let xml = format!("<a xmlns:p='{uri}' p:x='1'/>");
        let doc = good(&xml);
        assert_eq!(doc.root().attr_ns(ns, "x"), Some("1"), "{uri}");
        assert_eq!(doc.namespace_uri(ns), uri);
        assert_eq!(doc.root().attr("x"), None);
    }
}

#[test]
fn what_goes_on_from_camunda_7_speaks_as_it_does() {
    for uri in ["http://operaton.org/schema/1.0/bpmn", "http://cibseven.org/schema/1.0/bpmn"] {
        let xml = format!("<a xmlns:p='{uri}' p:x='1'/>");
        assert_eq!(good(&xml).root().attr_ns(Ns::Camunda, "x"), Some("1"), "{uri}");
    }
}

#[test]
fn declarations_hold_inside_their_element_only() {
    let doc = good(
        "<a xmlns='urn:one' xmlns:p='urn:p'><b xmlns='urn:two' xmlns:p='urn:q'><p:c/></b><p:d/>\
         <e xmlns=''/><f/></a>",
    );
    let uris: Vec<_> = doc.elements().map(|element| doc.namespace_uri(element.ns())).collect();
    assert_eq!(uris, ["urn:one", "urn:two", "urn:q", "urn:p", "", "urn:one"]);
}

#[test]
fn other_namespaces_are_told_apart() {
    let doc = good("<a xmlns:p='urn:p' xmlns:q='urn:q' xmlns:r='urn:p'><p:x/><q:x/><r:x/></a>");
    let ns: Vec<_> = doc.root().children().map(|child| child.ns()).collect();
    assert!(ns[0] == ns[2] && ns[0] != ns[1]);
    assert_eq!(doc.namespace_uri(ns[1]), "urn:q");
}

#[test]
fn undeclared_prefixes_mean_what_they_usually_mean() {
    let doc = good("<task camunda:topic='t' zeebe:x='z' own:y='o'><flowable:field/><own:y/></task>");
    let root = doc.root();
    assert_eq!(root.attr_ns(Ns::Camunda, "topic"), Some("t"));
    assert_eq!(root.attr_ns(Ns::Zeebe, "x"), Some("z"));
    let own = root.children().last().unwrap();
    assert_eq!((own.prefix(), doc.namespace_uri(own.ns())), (Some("own"), "own"));
    assert!(root.children().any(|child| child.is(Ns::Flowable, "field")));
    let undeclared: Vec<_> = doc.undeclared_prefixes().map(|(prefix, _)| prefix).collect();
    assert_eq!(undeclared, ["camunda", "flowable", "own", "zeebe"]);
}

#[test]
fn a_declared_prefix_beats_custom() {
    let doc = good("<a xmlns:camunda='urn:mine' camunda:topic='t' xml:lang='de'/>");
    assert_eq!(doc.root().attr_ns(Ns::Camunda, "topic"), None);
    assert_eq!(doc.root().attr_ns(Ns::Xml, "lang"), Some("de"));
    assert!(doc.undeclared_prefixes().next().is_none());
}

#[test]
fn a_namespace_may_be_declared_twice_alike() {
    let xml = format!("<task xmlns='{BPMN}' id='t' xmlns='{BPMN}'/>");
    assert!(good(&xml).root().is(Ns::Bpmn, "task"));
}
