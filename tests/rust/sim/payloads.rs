//! What is sent and thrown carries variables from one instance to the other.

use tidewheel::{Value, Vars};

use crate::model::{call, end, event, file, line, node, start};
use crate::story::{run, tells};

const ROOTS: &str = r#"<message id="order" name="Order"/><message id="offer" name="Offer"/>
  <signal id="alarm" name="Alarm"/><error id="broken" errorCode="BROKEN"/><escalation id="late" escalationCode="LATE"/>
  <correlationProperty id="number"><correlationPropertyRetrievalExpression messageRef="order"><messagePath>id</messagePath>
  </correlationPropertyRetrievalExpression><correlationPropertyRetrievalExpression messageRef="offer">
  <messagePath>id</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"#;

/// An event that throws variables, each from an expression.
fn throws(tag: &str, id: &str, trigger: &str, name: &str, variables: &[(&str, &str)]) -> String {
    let inputs: String = variables
        .iter()
        .map(|(name, value)| {
            format!("<camunda:inputParameter name=\"{name}\">{value}</camunda:inputParameter>")
        })
        .collect();
    format!(
        r#"<{tag} id="{id}"><extensionElements><camunda:inputOutput>{inputs}</camunda:inputOutput></extensionElements>
        <{trigger}EventDefinition {trigger}Ref="{name}"/></{tag}>"#
    )
}

fn vars(of: &[(&str, i64)]) -> Vars {
    of.iter().map(|(name, value)| ((*name).into(), Value::from(*value))).collect()
}

#[test]
fn messages_find_their_instances_by_what_they_carry() {
    let asks = throws("intermediateThrowEvent", "ask", "message", "order", &[("id", "${n}")]);
    let customer = line(
        "customer",
        &[start("need"), asks, event("intermediateCatchEvent", "hear", "message", "offer"), end("happy")],
        "",
    );
    let offers =
        throws("endEvent", "offered", "message", "offer", &[("id", "${id}"), ("price", "${id * 10}")]);
    let supplier = line(
        "supplier",
        &[event("startEvent", "ordered", "message", "order"), node("userTask", "price"), offers],
        "",
    );
    // The second customer's order is done first.
    let scenario = r#"{"process": "customer", "variables": {"n": 1},
      "jobs": {"price": [{"complete": {}, "after": 50}, {"complete": {}, "after": 10}]},
      "inputs": [{"at": 1, "start": {"id": "other", "process": "customer", "variables": {"n": 2}}}]}"#;
    let report = run(&file(&[ROOTS, &customer, &supplier]), scenario);
    tells(
        &report,
        &[
            "0 main start -> hear",
            "0 supplier-1 start -> price",
            "1 other start -> hear",
            "1 supplier-2 start -> price",
            "11 supplier-2 done price -> completed",
            "11 other message hear -> completed",
            "50 supplier-1 done price -> completed",
            "50 main message hear -> completed",
        ],
    );
    assert_eq!(report.variables, vars(&[("id", 1), ("n", 1), ("price", 10)]));
    let other = report.instances.iter().find(|instance| &*instance.id == "other").unwrap();
    assert_eq!(other.variables, vars(&[("id", 2), ("n", 2), ("price", 20)]));
}

#[test]
fn a_signal_carries_its_variables_to_all() {
    let tells_all = throws("endEvent", "tell", "signal", "alarm", &[("level", "${1 + 2}")]);
    let one = line("one", &[start("begin"), tells_all], "");
    let two = line("two", &[event("startEvent", "heard", "signal", "alarm"), node("userTask", "look")], "");
    let report = run(&file(&[ROOTS, &one, &two]), r#"{"process": "one"}"#);
    tells(&report, &["0 main start -> completed", "0 two-1 start -> look"]);
    let [two] = report.instances.as_slice() else { unreachable!("one other instance") };
    assert_eq!(two.variables, vars(&[("level", 3)]));
}

#[test]
fn what_a_send_task_takes_in_is_what_it_sends() {
    let sends = r#"<sendTask id="send" messageRef="order"><extensionElements><camunda:inputOutput>
      <camunda:inputParameter name="id">${40 + 2}</camunda:inputParameter></camunda:inputOutput></extensionElements></sendTask>"#;
    let one = line("one", &[start("begin"), sends.to_owned(), end("end")], "");
    let two =
        line("two", &[event("startEvent", "ordered", "message", "order"), node("userTask", "look")], "");
    let report =
        run(&file(&[ROOTS, &one, &two]), r#"{"process": "one", "jobs": {"send": [{"complete": {}}]}}"#);
    tells(&report, &["0 main start -> send", "0 main done send -> completed", "0 two-1 start -> look"]);
    let [two] = report.instances.as_slice() else { unreachable!("one other instance") };
    assert_eq!(two.variables, vars(&[("id", 42)]));
}

#[test]
fn what_a_called_process_throws_brings_its_variables() {
    for (trigger, name, variable) in [("error", "broken", "why"), ("escalation", "late", "days")] {
        let last = throws("endEvent", "last", trigger, name, &[(variable, "${3 + 4}")]);
        let child = line("child", &[start("child-begin"), last], "");
        let caught = format!(
            r#"<boundaryEvent id="caught" attachedToRef="do"><{trigger}EventDefinition {trigger}Ref="{name}"/></boundaryEvent>"#
        );
        let parent = line("parent", &[start("begin"), call("do", "child"), end("end")], &caught);
        let report = run(&file(&[ROOTS, &parent, &child]), r#"{"process": "parent"}"#);
        assert_eq!(report.variables, vars(&[(variable, 7)]), "{trigger}");
    }
}
