//! Called processes as instances of their own (BPMN 13.3.4).

use tidewheel::sim::Standstill;
use tidewheel::{Status, Value};

use crate::model::{boundary, call, end, event, file, line, node, start, throw};
use crate::story::{run, tells};

const ROOTS: &str = r#"<error id="broken" errorCode="BROKEN"/><escalation id="late" escalationCode="LATE"/>
  <message id="stop" name="Stop"/>"#;

fn parent(beside: &str) -> String {
    line("parent", &[start("begin"), call("do", "child"), end("end")], beside)
}

fn child(last: String) -> String {
    line("child", &[start("child-begin"), node("userTask", "work"), last], "")
}

const JOBS: &str = r#"{"process": "parent", "jobs": {"*": [{"complete": {}, "after": 20}]}}"#;

fn number(value: i64) -> Value {
    Value::from(value)
}

#[test]
fn variables_cross_in_both_directions_by_name_and_by_expression() {
    // As in the manual of Flowable: x = 5, y = x + 5 on the way in, z = y + 5 on the way out.
    let calls = r#"<callActivity id="do" calledElement="child"><extensionElements>
      <camunda:in businessKey="order-${x}"/>
      <camunda:in source="x" target="same"/><camunda:in sourceExpression="${x + 5}" target="y"/>
      <camunda:out sourceExpression="${y + 5}" target="z"/><camunda:out source="made" target="result"/>
      </extensionElements></callActivity>"#;
    let parent = line("parent", &[start("begin"), calls.to_owned(), end("end")], "");
    let scenario = r#"{"process": "parent", "variables": {"x": 5, "secret": true},
      "jobs": {"work": [{"complete": {"made": "yes"}, "after": 20}]}}"#;
    let report = run(&file(&[&parent, &child(end("child-end"))]), scenario);
    tells(
        &report,
        &[
            "0 main start -> do",
            "0 child-1 start -> work",
            "20 child-1 done work -> completed",
            "20 main finished do -> completed",
        ],
    );
    let [called] = report.instances.as_slice() else { unreachable!("one called instance") };
    assert_eq!(called.caller.as_deref(), Some("sim"));
    let names: Vec<_> = called.variables.keys().map(|name| &**name).collect();
    assert_eq!(names, ["made", "same", "y"]);
    assert_eq!(
        (called.variables.get("y"), called.variables.get("same")),
        (Some(&number(10)), Some(&number(5)))
    );
    let names: Vec<_> = report.variables.keys().map(|name| &**name).collect();
    assert_eq!(names, ["result", "secret", "x", "z"]);
    assert_eq!(report.variables.get("z"), Some(&number(15)));
}

#[test]
fn a_called_process_can_be_started_alone() {
    let report = run(
        &file(&[&parent(""), &child(end("child-end"))]),
        r#"{"process": "child", "jobs": {"*": [{"complete": {}}]}}"#,
    );
    tells(&report, &["0 main start -> work", "0 main done work -> completed"]);
}

#[test]
fn calls_nest() {
    let middle = line("child", &[start("middle"), call("deeper", "leaf"), end("middle-end")], "");
    let leaf = line("leaf", &[start("leaf-begin"), node("userTask", "work"), end("leaf-end")], "");
    let report = run(&file(&[&parent(""), &middle, &leaf]), JOBS);
    tells(
        &report,
        &[
            "0 main start -> do",
            "0 child-1 start -> deeper",
            "0 leaf-1 start -> work",
            "20 leaf-1 done work -> completed",
            "20 child-1 finished deeper -> completed",
            "20 main finished do -> completed",
        ],
    );
    let callers: Vec<_> = report.instances.iter().map(|one| one.caller.as_deref()).collect();
    assert_eq!(callers, [Some("sim"), Some("child-1")]);
}

#[test]
fn an_error_goes_to_the_boundary_event_of_the_call() {
    let model = file(&[
        ROOTS,
        &parent(&boundary("caught", "do", "error", "broken")),
        &child(event("endEvent", "breaks", "error", "broken")),
    ]);
    tells(
        &run(&model, JOBS),
        &[
            "0 main start -> do",
            "0 child-1 start -> work",
            "20 child-1 done work -> failed",
            "20 main call do threw BROKEN -> completed",
        ],
    );
}

#[test]
fn an_error_that_the_caller_does_not_catch_goes_on_to_its_own_caller() {
    let middle = line("child", &[start("middle"), call("deeper", "leaf"), end("middle-end")], "");
    let leaf = line("leaf", &[start("leaf-begin"), event("endEvent", "breaks", "error", "broken")], "");
    let model = file(&[ROOTS, &parent(&boundary("caught", "do", "error", "broken")), &middle, &leaf]);
    tells(
        &run(&model, JOBS),
        &[
            "0 main start -> do",
            "0 child-1 start -> deeper",
            "0 leaf-1 start -> failed",
            "0 child-1 call deeper threw BROKEN -> failed",
            "0 main call do threw BROKEN -> completed",
        ],
    );
}

/// A child that escalates and goes on to work.
fn escalating() -> String {
    line(
        "child",
        &[
            start("child-begin"),
            throw("warn", "escalation", "late"),
            node("userTask", "work"),
            end("child-end"),
        ],
        "",
    )
}

#[test]
fn an_escalation_ends_the_called_instance_where_the_boundary_event_interrupts() {
    let model = file(&[ROOTS, &parent(&boundary("caught", "do", "escalation", "late")), &escalating()]);
    let report = run(&model, JOBS);
    tells(
        &report,
        &[
            "0 main start -> do",
            "0 child-1 start -> work",
            "0 main call do escalated LATE -> completed",
            "0 child-1 cancel: the call was withdrawn -> cancelled",
        ],
    );
    assert_eq!(report.standstill, Standstill::Ended);
}

#[test]
fn an_escalation_that_does_not_interrupt_lets_both_go_on() {
    let beside = boundary("caught", "do", "escalation", "late")
        .replace(r#"attachedToRef="do""#, r#"attachedToRef="do" cancelActivity="false""#);
    tells(
        &run(&file(&[ROOTS, &parent(&beside), &escalating()]), JOBS),
        &[
            "0 main start -> do",
            "0 child-1 start -> work",
            "0 main call do escalated LATE -> do",
            "20 child-1 done work -> completed",
            "20 main finished do -> completed",
        ],
    );
}

#[test]
fn an_escalation_at_the_end_comes_before_the_end() {
    let ends = line("child", &[start("child-begin"), event("endEvent", "warn", "escalation", "late")], "");
    let beside = boundary("caught", "do", "escalation", "late")
        .replace(r#"attachedToRef="do""#, r#"attachedToRef="do" cancelActivity="false""#);
    tells(
        &run(&file(&[ROOTS, &parent(&beside), &ends]), JOBS),
        &[
            "0 main start -> do",
            "0 child-1 start -> completed",
            "0 main call do escalated LATE -> do",
            "0 main finished do -> completed",
        ],
    );
    // Interrupted by it, the caller does not hear of the end any more.
    tells(
        &run(&file(&[ROOTS, &parent(&boundary("caught", "do", "escalation", "late")), &ends]), JOBS),
        &["0 main start -> do", "0 child-1 start -> completed", "0 main call do escalated LATE -> completed"],
    );
}

#[test]
fn terminating_ends_the_called_instance_only() {
    let ends = r#"<endEvent id="halt"><terminateEventDefinition/></endEvent>"#;
    tells(
        &run(&file(&[&parent(""), &child(ends.to_owned())]), JOBS),
        &[
            "0 main start -> do",
            "0 child-1 start -> work",
            "20 child-1 done work -> terminated",
            "20 main finished do -> completed",
        ],
    );
}

#[test]
fn interrupting_the_caller_cancels_all_that_it_called() {
    let middle = line("child", &[start("middle"), call("deeper", "leaf"), end("middle-end")], "");
    let leaf = line("leaf", &[start("leaf-begin"), node("userTask", "work"), end("leaf-end")], "");
    let beside = boundary("stopped", "do", "message", "stop");
    let scenario = r#"{"process": "parent", "inputs": [{"at": 10, "message": "Stop"}]}"#;
    let report = run(&file(&[ROOTS, &parent(&beside), &middle, &leaf]), scenario);
    tells(
        &report,
        &[
            "0 main start -> do",
            "0 child-1 start -> deeper",
            "0 leaf-1 start -> work",
            "10 main message stopped -> completed",
            "10 child-1 cancel: the call was withdrawn -> cancelled",
            "10 leaf-1 cancel: the call was withdrawn -> cancelled",
        ],
    );
    assert_eq!(report.standstill, Standstill::Ended);
}

#[test]
fn a_called_instance_that_is_cancelled_leaves_its_caller_with_an_incident() {
    let scenario = r#"{"process": "parent", "inputs": [
      {"at": 10, "instance": "child-1", "event": {"type": "cancel", "reason": "no need"}}]}"#;
    let report = run(&file(&[&parent(""), &child(end("child-end"))]), scenario);
    tells(
        &report,
        &[
            "0 main start -> do",
            "0 child-1 start -> work",
            "10 child-1 cancel: no need -> cancelled",
            "10 main call do failed: the called instance was cancelled -> do",
        ],
    );
    assert_eq!((report.status, report.standstill), (Status::Active, Standstill::Waiting));
}

#[test]
fn two_of_three_who_sign_are_enough() {
    let signs = r#"<callActivity id="do" calledElement="child"><multiInstanceLoopCharacteristics>
      <loopCardinality>3</loopCardinality>
      <completionCondition>${numberOfCompletedInstances == 2}</completionCondition>
      </multiInstanceLoopCharacteristics></callActivity>"#;
    let parent = line("parent", &[start("begin"), signs.to_owned(), end("end")], "");
    let scenario = r#"{"process": "parent", "jobs": {"work": [
      {"complete": {}, "after": 30}, {"complete": {}, "after": 20}, {"complete": {}, "after": 40}]}}"#;
    tells(
        &run(&file(&[&parent, &child(end("child-end"))]), scenario),
        &[
            "0 main start -> do do do do",
            "0 child-1 start -> work",
            "0 child-2 start -> work",
            "0 child-3 start -> work",
            "20 child-2 done work -> completed",
            "20 main finished do -> do do do",
            "30 child-1 done work -> completed",
            "30 main finished do -> completed",
            "30 child-3 cancel: the call was withdrawn -> cancelled",
        ],
    );
}
