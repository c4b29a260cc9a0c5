//! What scenarios say about calls, suspended instances and the form of both.

use tidewheel::RejectionCode;
use tidewheel::sim::{Scenario, Simulation, Standstill};

use crate::model::{boundary, call, end, file, line, node, start};
use crate::story::{parse, run, tells};

const ROOTS: &str = r#"<error id="broken" errorCode="BROKEN"/>"#;

fn parent(called: &str) -> String {
    line(
        "parent",
        &[start("begin"), call("do", called), end("end")],
        &boundary("caught", "do", "error", "broken"),
    )
}

fn child() -> String {
    line("child", &[start("child-begin"), node("userTask", "work"), end("child-end")], "")
}

#[test]
fn a_call_to_a_process_that_the_file_lacks_waits_unless_the_scenario_answers() {
    let model = file(&[ROOTS, &parent("elsewhere")]);
    let report = run(&model, "{}");
    tells(&report, &["0 main start -> do"]);
    assert_eq!(report.standstill, Standstill::Waiting);
    for name in ["do", "elsewhere", "*"] {
        let scenario =
            format!(r#"{{"calls": {{"{name}": [{{"complete": {{"paid": true}}, "after": 7}}]}}}}"#);
        let report = run(&model, &scenario);
        tells(&report, &["0 main start -> do", "7 main finished do -> completed"]);
        assert!(report.variables.contains_key("paid"));
    }
    tells(
        &run(&model, r#"{"calls": {"do": [{"throw": "BROKEN"}]}}"#),
        &["0 main start -> do", "0 main call do threw BROKEN -> completed"],
    );
    tells(&run(&model, r#"{"calls": {"do": [{"wait": true}]}}"#), &["0 main start -> do"]);
}

#[test]
fn each_call_has_its_turn() {
    let scenario = r#"{"calls": {"do": [{"fail": "out of order", "after": 1}, {"complete": {}}]},
      "inputs": [{"at": 5, "event": {"type": "resolve", "incident": 5}}]}"#;
    let report = run(&file(&[ROOTS, &parent("elsewhere")]), scenario);
    tells(
        &report,
        &[
            "0 main start -> do",
            "1 main call do failed: out of order -> do",
            "5 main resolve -> do",
            "5 main finished do -> completed",
        ],
    );
}

#[test]
fn the_scenario_can_stand_in_for_a_process_of_the_file() {
    let model = file(&[ROOTS, &parent("child"), &child()]);
    for name in ["do", "child"] {
        let scenario = format!(r#"{{"process": "parent", "calls": {{"{name}": [{{"complete": {{}}}}]}}}}"#);
        tells(&run(&model, &scenario), &["0 main start -> do", "0 main finished do -> completed"]);
    }
    let scenario = r#"{"process": "parent", "calls": {"*": [{"complete": {}}]}}"#;
    tells(&run(&model, scenario), &["0 main start -> do", "0 child-1 start -> work"]);
}

#[test]
fn a_call_to_a_process_that_cannot_start_fails() {
    let refused = child()
        .replace(r#"<process id="child">"#, r#"<process id="child" isExecutable="false">"#)
        .replace("userTask", "choreographyTask");
    let report = run(&file(&[ROOTS, &parent("child"), &refused]), r#"{"process": "parent"}"#);
    tells(
        &report,
        &[
            "0 main start -> do",
            "0 main call do failed: process `child` has errors; the definition's diagnostics say which -> do",
        ],
    );
}

#[test]
fn a_scenario_says_which_processes_timers_start() {
    let scenario: Scenario =
        serde_json::from_str(r#"{"process": "child", "timerStarts": ["nightly"]}"#).unwrap();
    let rejection = Simulation::new(&parse(&file(&[&child()])), scenario).unwrap_err();
    assert_eq!(rejection.code, RejectionCode::UnknownProcess);
    for (text, message) in [
        (r#"{"timerStarts": [1]}"#, "`timerStarts` has a number, not the id of a process"),
        (r#"{"inputs": [{"at": 1}]}"#, "an input has exactly one of `event`, `message` and `start`"),
        (
            r#"{"inputs": [{"at": 1, "instance": "a", "start": {"id": "b"}}]}"#,
            "an input that starts an instance has no `instance`; the start has an `id`",
        ),
    ] {
        let wrong = serde_json::from_str::<Scenario>(text).unwrap_err().to_string();
        assert!(wrong.starts_with(message), "{wrong}");
    }
}

#[test]
fn a_scenario_is_written_as_it_is_read() {
    let text = r#"{"id":"a","at":0,"variables":{},"jobs":{},"calls":{"do":[{"complete":{},"after":3}]},"timerStarts":["child"],"inputs":[{"at":4,"instance":"child-1","message":"Stop","correlation":"one"},{"at":5,"start":{"id":"b"}}],"limit":9}"#;
    let scenario: Scenario = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&scenario).unwrap(), text);
}

#[test]
fn the_same_scenario_gives_the_same_bytes() {
    let model = file(&[ROOTS, &parent("child"), &child()]);
    let scenario = r#"{"process": "parent", "jobs": {"*": [{"complete": {"n": 1}, "after": 5}]}}"#;
    let [one, other] = [(); 2].map(|()| serde_json::to_string(&run(&model, scenario)).unwrap());
    assert_eq!(one, other);
}

#[test]
fn nothing_comes_to_a_suspended_instance_before_it_is_resumed() {
    let model = file(&[ROOTS, &parent("child"), &child()]);
    let scenario = r#"{"process": "parent", "jobs": {"work": [{"complete": {}, "after": 20}]}, "inputs": [
      {"at": 10, "event": {"type": "suspend"}}, {"at": 30, "event": {"type": "resume"}}]}"#;
    tells(
        &run(&model, scenario),
        &[
            "0 main start -> do",
            "0 child-1 start -> work",
            "10 main suspend -> suspended",
            "20 child-1 done work -> completed",
            "30 main resume -> do",
            "30 main finished do -> completed",
        ],
    );
}

#[test]
fn a_process_that_calls_itself_for_ever_comes_to_the_limit() {
    let report = run(&file(&[ROOTS, &parent("parent")]), "{}");
    assert_eq!((report.standstill, report.rows.len()), (Standstill::Limit, 10_000));
}

#[test]
fn a_message_that_starts_its_own_sender_comes_to_the_limit() {
    let echo = r#"<message id="echo" name="Echo"/><process id="echo-process">
      <startEvent id="in"><messageEventDefinition messageRef="echo"/></startEvent>
      <endEvent id="out"><messageEventDefinition messageRef="echo"/></endEvent>
      <sequenceFlow id="f" sourceRef="in" targetRef="out"/></process>"#;
    let report = run(&file(&[echo]), r#"{"limit": 100}"#);
    assert_eq!((report.standstill, report.rows.len()), (Standstill::Limit, 100));
}

#[test]
fn expressions_of_the_host_are_evaluated_by_text_element_language_or_not_at_all() {
    let choose = |condition: &str| {
        format!(r#"<conditionExpression language="text/javascript">{condition}</conditionExpression>"#)
    };
    let model = file(&[&format!(
        r#"<process id="p"><exclusiveGateway id="g" default="f3"/><sequenceFlow id="f1" sourceRef="g" targetRef="a">{}</sequenceFlow>
        <sequenceFlow id="f2" sourceRef="g" targetRef="b">{}</sequenceFlow><sequenceFlow id="f3" sourceRef="g" targetRef="c"/>
        <task id="a"/><task id="b"/><task id="c"/></process>"#,
        choose("x"),
        choose("y")
    )]);
    let play = |evaluations: &str| run(&model, &format!(r#"{{"evaluations": {evaluations}}}"#));
    let waits = play("{}");
    tells(&waits, &["0 main start -> g"]);
    assert_eq!(waits.standstill, Standstill::Waiting);
    tells(
        &play(r#"{"y": [{"value": true, "after": 5}], "g": [{"value": false}]}"#),
        &["0 main start -> g", "0 main g gave false -> g", "5 main g gave true -> completed"],
    );
    tells(
        &play(r#"{"javascript": [{"value": false}, {"wait": true}]}"#),
        &["0 main start -> g", "0 main g gave false -> g"],
    );
    tells(
        &play(r#"{"*": [{"fail": "no engine"}]}"#),
        &["0 main start -> g", "0 main g failed: no engine -> g"],
    );
    for (text, message) in [
        (r#"{"evaluations": {"x": [{"complete": {}}]}}"#, "the policies of `x` do not answer `evaluations`"),
        (r#"{"jobs": {"x": [{"value": 1}]}}"#, "the policies of `x` do not answer `jobs`"),
    ] {
        let wrong = serde_json::from_str::<Scenario>(text).unwrap_err().to_string();
        assert!(wrong.starts_with(message), "{wrong}");
    }
    let text = r#"{"id":"a","at":0,"variables":{},"jobs":{},"calls":{},"evaluations":{"x":[{"value":null},{"value":[1]}]},"timerStarts":[],"inputs":[],"limit":9}"#;
    assert_eq!(serde_json::to_string(&serde_json::from_str::<Scenario>(text).unwrap()).unwrap(), text);
}
