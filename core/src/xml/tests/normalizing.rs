use super::super::{missing_ids, normalize, parse};

fn check(before: &str, after: &str) {
    let found = normalize(before).unwrap();
    assert_eq!(found, after);
    assert_eq!(normalize(&found).unwrap(), after, "not idempotent");
    assert!(parse(after).is_ok());
}

#[test]
fn children_are_added_with_prefix_and_indentation() {
    check(
        r#"<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <bpmn:process id="p">
    <bpmn:startEvent id="s" />
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t" />
    <bpmn:task id="t">
    </bpmn:task>
    <bpmn:sequenceFlow id="g" sourceRef="t" targetRef="e" />
    <bpmn:endEvent id="e"></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
"#,
        r#"<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <bpmn:process id="p">
    <bpmn:startEvent id="s">
      <bpmn:outgoing>f</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t" />
    <bpmn:task id="t">
      <bpmn:incoming>f</bpmn:incoming>
      <bpmn:outgoing>g</bpmn:outgoing>
    </bpmn:task>
    <bpmn:sequenceFlow id="g" sourceRef="t" targetRef="e" />
    <bpmn:endEvent id="e">
      <bpmn:incoming>g</bpmn:incoming>
    </bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
"#,
    );
}

#[test]
fn order_is_that_of_the_schema() {
    check(
        r#"<process>
	<userTask id="u">
		<documentation>what</documentation>
		<extensionElements><x/></extensionElements>
		<incoming>a</incoming>
		<potentialOwner/>
	</userTask>
	<sequenceFlow id="a" sourceRef="u" targetRef="u"/>
	<sequenceFlow id="b" sourceRef="u" targetRef="u"/>
	<timer><intermediateCatchEvent id="c">
		<timerEventDefinition/>
	</intermediateCatchEvent></timer>
	<sequenceFlow id="d" sourceRef="c" targetRef="c"/>
</process>"#,
        r#"<process>
	<userTask id="u">
		<documentation>what</documentation>
		<extensionElements><x/></extensionElements>
		<incoming>a</incoming>
		<incoming>b</incoming>
		<outgoing>a</outgoing>
		<outgoing>b</outgoing>
		<potentialOwner/>
	</userTask>
	<sequenceFlow id="a" sourceRef="u" targetRef="u"/>
	<sequenceFlow id="b" sourceRef="u" targetRef="u"/>
	<timer><intermediateCatchEvent id="c">
		<incoming>d</incoming>
		<outgoing>d</outgoing>
		<timerEventDefinition/>
	</intermediateCatchEvent></timer>
	<sequenceFlow id="d" sourceRef="c" targetRef="c"/>
</process>"#,
    );
}

#[test]
fn flows_without_id_get_a_free_one() {
    check(
        "<p><task id='SequenceFlow_1'/><sequenceFlow sourceRef='SequenceFlow_1' targetRef='x'/>\
         <sequenceFlow id='' sourceRef='x' targetRef='SequenceFlow_1'/></p>",
        "<p><task id='SequenceFlow_1'><incoming>SequenceFlow_3</incoming><outgoing>SequenceFlow_2</outgoing></task>\
         <sequenceFlow id=\"SequenceFlow_2\" sourceRef='SequenceFlow_1' targetRef='x'/>\
         <sequenceFlow id='SequenceFlow_3' sourceRef='x' targetRef='SequenceFlow_1'/></p>",
    );
}

#[test]
fn carriage_returns_and_one_line_files_stay_what_they_are() {
    check(
        "<p>\r\n  <task id='t'/>\r\n  <sequenceFlow id='f' sourceRef='t' targetRef='t'/>\r\n</p>",
        "<p>\r\n  <task id='t'>\r\n    <incoming>f</incoming>\r\n    <outgoing>f</outgoing>\r\n  </task>\r\n  \
         <sequenceFlow id='f' sourceRef='t' targetRef='t'/>\r\n</p>",
    );
    check(
        "<p><task id='t'><documentation/></task><sequenceFlow id='f' sourceRef='t' targetRef='x'/></p>",
        "<p><task id='t'><documentation/><outgoing>f</outgoing></task>\
         <sequenceFlow id='f' sourceRef='t' targetRef='x'/></p>",
    );
}

#[test]
fn scopes_nest_and_references_may_have_a_prefix() {
    check(
        "<p><subProcess id='s'><task id='t'/><sequenceFlow id='f' sourceRef='n:t' targetRef='s'/></subProcess></p>",
        "<p><subProcess id='s'><incoming>f</incoming><task id='t'><outgoing>f</outgoing></task>\
         <sequenceFlow id='f' sourceRef='n:t' targetRef='s'/></subProcess></p>",
    );
    check(
        "<q1:p xmlns:q1='u' xmlns:q2='u'><q2:task id='t'/><q1:sequenceFlow id='f' sourceRef='t' targetRef=''/></q1:p>",
        "<q1:p xmlns:q1='u' xmlns:q2='u'><q2:task id='t'><q2:outgoing>f</q2:outgoing></q2:task>\
         <q1:sequenceFlow id='f' sourceRef='t' targetRef=''/></q1:p>",
    );
}

#[test]
fn nothing_is_added_where_nothing_is_missing() {
    for xml in [
        "<p/>",
        "\u{feff}<p>\r\n<task id='a' ><incoming> n:f </incoming></task  ><sequenceFlow id='f' targetRef='a'/></p>\n",
        "<p><extensionElements><task id='a'/><sequenceFlow targetRef='a'/></extensionElements></p>",
        "<p><task id='a '><incoming>f </incoming></task><sequenceFlow id='f ' targetRef='a'/></p>",
        "<p><dataObject id='a'/><sequenceFlow id='f' sourceRef='a' targetRef='gone'/></p>",
        "<p xmlns:o='o'><o:task id='a'/><sequenceFlow id='f' sourceRef='a'/><o:sequenceFlow sourceRef='a'/></p>",
        "<p><task id='a'/><association sourceRef='a' targetRef='a'/><messageFlow sourceRef='a'/></p>",
    ] {
        check(xml, xml);
    }
}

#[test]
fn ids_are_escaped() {
    check(
        "<p><task id='a'/><sequenceFlow id='x&lt;&amp;' sourceRef='a'/></p>",
        "<p><task id='a'><outgoing>x&lt;&amp;</outgoing></task><sequenceFlow id='x&lt;&amp;' sourceRef='a'/></p>",
    );
}

#[test]
fn a_fault_is_handed_on() {
    assert_eq!(&*normalize("<a>").unwrap_err()[0].code, "xmlSyntax");
}

#[test]
fn the_reader_is_told_the_same_ids() {
    let xml = "<p><task id='a'><extensionElements><sequenceFlow sourceRef='a'/></extensionElements></task>\
               <sequenceFlow sourceRef='a'/><sequenceFlow id='' targetRef='a'/><subProcess/><task id=''/></p>";
    let ids = missing_ids(&parse(xml).unwrap());
    assert_eq!(
        ids.iter().map(|(element, id)| (*element, id.clone())).collect::<Vec<_>>(),
        [
            (4, "SequenceFlow_1".to_owned()),
            (5, "SequenceFlow_2".to_owned()),
            (6, "FlowNode_1".to_owned()),
            (7, "FlowNode_2".to_owned()),
        ]
    );
    let written = normalize(xml).unwrap();
    assert!(missing_ids(&parse(&written).unwrap()).is_empty());
    assert!(written.contains("<incoming>SequenceFlow_2</incoming><outgoing>SequenceFlow_1</outgoing>"));
}
