//! Pools that exchange messages (BPMN 9.3).

use tidewheel::sim::Standstill;
use tidewheel::{Status, Value};

use crate::model::{catch, collaboration, end, event, file, line, node, start, throw};
use crate::story::{parse, run, tells};

const MESSAGES: &str = r#"<message id="order" name="Order"/><message id="offer" name="Offer"/>
  <message id="other" name="Other"/>"#;

/// A supplier that an order starts, who asks a person and sends an offer at the end.
fn supplier(id: &str, prefix: &str) -> String {
    let nodes = [
        event("startEvent", &format!("{prefix}ordered"), "message", "order"),
        node("userTask", &format!("{prefix}price")),
        event("endEvent", &format!("{prefix}offered"), "message", "offer"),
    ];
    line(id, &nodes, "")
}

fn customer() -> String {
    line(
        "customer",
        &[start("need"), throw("ask", "message", "order"), catch("hear", "message", "offer"), end("happy")],
        "",
    )
}

const CUSTOMER: &str = r#"{"process": "customer", "jobs": {"*": [{"complete": {}, "after": 50}]}}"#;

#[test]
fn two_pools_talk_in_both_directions() {
    let flows = collaboration(
        &[("buyer", "customer"), ("seller", "supplier")],
        &[("ask", "ordered"), ("offered", "hear")],
    );
    let report = run(&file(&[MESSAGES, &flows, &customer(), &supplier("supplier", "")]), CUSTOMER);
    tells(
        &report,
        &[
            "0 main start -> hear",
            "0 supplier-1 start -> price",
            "50 supplier-1 done price -> completed",
            "50 main message hear -> completed",
        ],
    );
    assert_eq!((report.standstill, report.status), (Standstill::Ended, Status::Completed));
    let [supplier] = report.instances.as_slice() else { unreachable!("one other instance") };
    assert_eq!(
        (&*supplier.id, &*supplier.process, supplier.status),
        ("supplier-1", "supplier", Status::Completed)
    );
    assert_eq!(supplier.caller, None);
}

#[test]
fn without_message_flows_messages_go_by_their_names() {
    let report = run(&file(&[MESSAGES, &customer(), &supplier("supplier", "")]), CUSTOMER);
    tells(
        &report,
        &[
            "0 main start -> hear",
            "0 supplier-1 start -> price",
            "50 supplier-1 done price -> completed",
            "50 main message hear -> completed",
        ],
    );
}

#[test]
fn a_message_flow_goes_before_the_first_of_the_name() {
    let flows = collaboration(
        &[("buyer", "customer"), ("first", "one"), ("second", "two")],
        &[("ask", "two-ordered"), ("two-offered", "hear")],
    );
    let model = file(&[MESSAGES, &flows, &customer(), &supplier("one", "one-"), &supplier("two", "two-")]);
    tells(
        &run(&model, CUSTOMER),
        &[
            "0 main start -> hear",
            "0 two-1 start -> two-price",
            "50 two-1 done two-price -> completed",
            "50 main message hear -> completed",
        ],
    );
}

#[test]
fn a_message_goes_along_every_flow_that_leaves_its_sender() {
    let flows = collaboration(
        &[("buyer", "customer"), ("first", "one"), ("second", "two")],
        &[("ask", "two-ordered"), ("ask", "one-ordered")],
    );
    let model = file(&[MESSAGES, &flows, &customer(), &supplier("one", "one-"), &supplier("two", "two-")]);
    // No flow leads back, so the first offer is heard by its name; the second finds nobody.
    tells(
        &run(&model, CUSTOMER),
        &[
            "0 main start -> hear",
            "0 two-1 start -> two-price",
            "0 one-1 start -> one-price",
            "50 two-1 done two-price -> completed",
            "50 main message hear -> completed",
            "50 one-1 done one-price -> completed",
        ],
    );
}

#[test]
fn a_flow_to_a_pool_starts_its_process_once_and_is_then_for_what_waits() {
    let seller = line(
        "supplier",
        &[event("startEvent", "asked", "message", "other"), catch("more", "message", "order"), end("done")],
        "",
    );
    let flows = collaboration(
        &[("buyer", "customer"), ("seller", "supplier")],
        &[("ask", "seller"), ("again", "seller")],
    );
    let buyer = line(
        "customer",
        &[
            start("need"),
            throw("ask", "message", "order"),
            node("userTask", "think"),
            throw("again", "message", "order"),
            end("happy"),
        ],
        "",
    );
    tells(
        &run(&file(&[MESSAGES, &flows, &buyer, &seller]), CUSTOMER),
        &[
            "0 main start -> think",
            "0 supplier-1 start -> more",
            "50 main done think -> completed",
            "50 supplier-1 message more -> completed",
        ],
    );
}

#[test]
fn what_goes_to_a_pool_without_a_process_leaves_the_simulation() {
    let flows = collaboration(&[("buyer", "customer"), ("outside", "")], &[("ask", "outside")]);
    let report = run(&file(&[MESSAGES, &flows, &customer(), &supplier("supplier", "")]), CUSTOMER);
    tells(&report, &["0 main start -> hear"]);
    assert_eq!(report.standstill, Standstill::Waiting);
}

#[test]
fn a_message_waits_until_its_receiver_does() {
    let buyer = line(
        "customer",
        &[start("need"), node("userTask", "think"), catch("hear", "message", "offer"), end("happy")],
        "",
    );
    let flows = collaboration(&[("buyer", "customer"), ("seller", "supplier")], &[("tell", "hear")]);
    let seller = line(
        "supplier",
        &[event("startEvent", "called", "signal", "open"), throw("tell", "message", "offer"), end("told")],
        "",
    );
    let scenario = r#"{"process": "customer", "jobs": {"think": [{"complete": {}, "after": 80}]},
      "inputs": [{"at": 10, "event": {"type": "signal", "name": "open"}}]}"#;
    tells(
        &run(&file(&[MESSAGES, &flows, &buyer, &seller]), scenario),
        &[
            "0 main start -> think",
            "10 main signal open -> think",
            "10 supplier-1 start -> completed",
            "80 main done think -> hear",
            "80 main message hear -> completed",
        ],
    );
}

#[test]
fn tasks_send_when_they_are_done() {
    // A send task, a user task from which a message flow leads, and a plain task.
    let buyer = line(
        "customer",
        &[
            start("need"),
            r#"<sendTask id="ask" messageRef="order"/>"#.to_owned(),
            node("userTask", "sign"),
            node("task", "greet"),
            end("happy"),
        ],
        "",
    );
    let seller = line(
        "supplier",
        &[
            event("startEvent", "ordered", "message", "order"),
            r#"<receiveTask id="signed" messageRef="other"/>"#.to_owned(),
            r#"<receiveTask id="greeted" messageRef="offer"/>"#.to_owned(),
            end("done"),
        ],
        "",
    );
    let flows = collaboration(
        &[("buyer", "customer"), ("seller", "supplier")],
        &[("ask", "ordered"), ("sign", "signed"), ("greet", "greeted")],
    );
    tells(
        &run(&file(&[MESSAGES, &flows, &buyer, &seller]), CUSTOMER),
        &[
            "0 main start -> ask",
            "50 main done ask -> sign",
            "50 supplier-1 start -> signed",
            "100 main done sign -> completed",
            "100 supplier-1 message signed -> greeted",
            "100 supplier-1 message greeted -> completed",
        ],
    );
}

#[test]
fn a_plain_task_with_several_instances_sends_for_each() {
    let greet = r#"<task id="greet"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>
      </multiInstanceLoopCharacteristics></task>"#;
    let buyer = line("customer", &[start("need"), greet.to_owned(), end("happy")], "");
    let seller = line("guest", &[event("startEvent", "greeted", "message", "order"), end("done")], "");
    let flows = collaboration(&[("buyer", "customer"), ("other", "guest")], &[("greet", "greeted")]);
    tells(
        &run(&file(&[MESSAGES, &flows, &buyer, &seller]), r#"{"process": "customer"}"#),
        &["0 main start -> completed", "0 guest-1 start -> completed", "0 guest-2 start -> completed"],
    );
}

#[test]
fn a_message_from_outside_starts_a_process_that_nobody_runs_yet() {
    let model = file(&[MESSAGES, &customer(), &supplier("supplier", "")]);
    let scenario = r#"{"process": "supplier", "element": "ordered", "id": "supplier-1", "jobs": {"price": [{"wait": true}]},
      "inputs": [{"at": 10, "message": "Order", "variables": {"pieces": 3}},
                 {"at": 20, "message": "Unheard"},
                 {"at": 30, "instance": "supplier-2", "event": {"type": "jobCompleted", "job": 4}},
                 {"at": 40, "instance": "nobody", "message": "Order"}]}"#;
    let report = run(&model, scenario);
    tells(
        &report,
        &[
            "0 main start -> price",
            "10 supplier-2 start -> price",
            "20 main start -> rejected: nothing waits for the message `Unheard`",
            "30 supplier-2 done price -> completed",
            "40 nobody start -> rejected: there is no instance `nobody` at this time",
        ],
    );
    let pieces = report.instances.first().and_then(|one| one.variables.get("pieces").cloned());
    assert_eq!(pieces, Some(Value::from(3)));
    assert_eq!(report.standstill, Standstill::Waiting);
}

#[test]
fn the_oldest_subscription_of_all_instances_receives() {
    let waits = line(
        "waits",
        &[
            event("startEvent", "go", "signal", "go"),
            node("userTask", "first"),
            catch("hear", "message", "offer"),
            end("end"),
        ],
        "",
    );
    let scenario = r#"{"process": "waits", "jobs": {"first": [{"complete": {}, "after": 30}, {"complete": {}, "after": 10}]},
      "inputs": [{"at": 0, "event": {"type": "signal", "name": "go"}}, {"at": 50, "message": "Offer"},
                 {"at": 60, "message": "Offer"}]}"#;
    tells(
        &run(&file(&[MESSAGES, &waits]), scenario),
        &[
            "0 main start -> first",
            "0 main signal go -> first",
            "0 waits-1 start -> first",
            "10 waits-1 done first -> hear",
            "30 main done first -> hear",
            "50 waits-1 message hear -> completed",
            "60 main message hear -> completed",
        ],
    );
}

#[test]
fn a_definition_tells_its_participants_and_message_flows() {
    let collaboration = r#"<collaboration id="c"><participant id="a" name="Buyer" processRef="customer"/>
      <participant id="b" name="Bank"/>
      <messageFlow id="m" name="asks" sourceRef="ask" targetRef="b" messageRef="order"/>
      <messageFlow sourceRef="b" targetRef="hear"/><messageFlow id="loose" sourceRef="b"/></collaboration>"#;
    let definition = parse(&file(&[MESSAGES, collaboration, &customer()]));
    assert_eq!(
        serde_json::to_string(definition.participants()).unwrap(),
        r#"[{"id":"a","name":"Buyer","process":"customer"},{"id":"b","name":"Bank"}]"#
    );
    assert_eq!(
        serde_json::to_string(definition.message_flows()).unwrap(),
        r#"[{"id":"m","name":"asks","source":"ask","target":"b","message":"Order"},{"source":"b","target":"hear"}]"#
    );
    let codes: Vec<_> = definition.diagnostics().iter().map(|found| &*found.code).collect();
    assert_eq!(codes, ["danglingMessageFlow"]);
}

#[test]
fn pools_that_each_start_by_themselves_are_started_by_the_scenario() {
    // Each says something and hears something; whoever comes later finds the message waiting.
    let pool = |id: &str, says: &str, hears: &str| {
        let nodes = [
            start(&format!("{id}-begin")),
            throw(&format!("{id}-says"), "message", says),
            catch(&format!("{id}-hears"), "message", hears),
            end(&format!("{id}-end")),
        ];
        line(id, &nodes, "")
    };
    let flows = collaboration(
        &[("one", "left"), ("two", "right")],
        &[("left-says", "right-hears"), ("right-says", "left-hears")],
    );
    let model = file(&[MESSAGES, &flows, &pool("left", "order", "offer"), &pool("right", "offer", "order")]);
    let scenario = r#"{"process": "left", "inputs": [{"at": 10, "start": {"id": "r", "process": "right"}},
      {"at": 20, "start": {"id": "r", "process": "right"}}, {"at": 30, "start": {"id": "s"}}]}"#;
    let report = run(&model, scenario);
    tells(
        &report,
        &[
            "0 main start -> left-hears",
            "10 r start -> right-hears",
            "10 r message right-hears -> completed",
            "10 main message left-hears -> completed",
            "20 r start -> rejected: there is an instance `r` already",
            "30 s start -> rejected: the definition has several processes; say which to start: `left`, `right`",
        ],
    );
    assert_eq!(report.standstill, Standstill::Ended);
}
