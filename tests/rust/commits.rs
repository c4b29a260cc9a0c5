//! What a step changes in a store: what the properties do not see, because it is not about one instance.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must say so")]

use tidewheel::host::{Commit, CommitOptions, HistoryLevel, SentKind, agrees_json, begin, commit_json};
use tidewheel::{Definition, Entry, Key, ParseOptions, Start, Status, Timestamp};

fn definition(body: &str) -> Definition {
    let xml = format!(
        r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
             <message id="mail" name="mail"/><error id="lost" errorCode="lost"/><escalation id="late" escalationCode="late"/>
             {body}</definitions>"#
    );
    Definition::parse(&xml, &ParseOptions::default()).unwrap().0
}

fn at(millis: i64) -> Timestamp {
    Timestamp::try_from(millis).unwrap()
}

fn begun(definition: &Definition, process: &str, options: CommitOptions) -> Commit {
    let start = Start { id: "one".into(), process: Some(process.into()), ..Start::default() };
    begin(definition, &start, at(1), options).unwrap()
}

fn next(definition: &Definition, before: &Commit, event: &str) -> Commit {
    let made = commit_json(definition, Some(&before.snapshot), event, at(2), "{}").unwrap();
    serde_json::from_str(&made).unwrap()
}

const CALLING: &str = r#"
  <process id="caller">
    <startEvent id="s"/><callActivity id="call" calledElement="called"/><endEvent id="e"/>
    <boundaryEvent id="stop" attachedToRef="call"><messageEventDefinition messageRef="mail"/></boundaryEvent>
    <sequenceFlow id="a" sourceRef="s" targetRef="call"/><sequenceFlow id="b" sourceRef="call" targetRef="e"/>
  </process>
  <process id="called">
    <startEvent id="s2"/><intermediateThrowEvent id="warn"><escalationEventDefinition escalationRef="late"/></intermediateThrowEvent>
    <endEvent id="e2"><errorEventDefinition errorRef="lost"/></endEvent>
    <sequenceFlow id="a2" sourceRef="s2" targetRef="warn"/><sequenceFlow id="b2" sourceRef="warn" targetRef="e2"/>
  </process>"#;

fn kinds(commit: &Commit) -> Vec<SentKind> {
    commit.sent.iter().map(|sent| sent.kind).collect()
}

#[test]
fn a_call_is_sent_and_withdrawn_when_it_is_no_longer_wanted() {
    let definition = definition(CALLING);
    let first = begun(&definition, "caller", CommitOptions::default());
    assert_eq!(kinds(&first), [SentKind::Call]);
    let call = first.sent[0].key.unwrap();
    assert_eq!(first.sent[0].name.as_deref(), Some("called"));
    let open = first.opened.iter().find(|duty| duty.name.as_deref() == Some("mail")).unwrap();

    let stopped =
        next(&definition, &first, &format!(r#"{{"type":"message","subscription":{}}}"#, open.key.0));
    assert_eq!(kinds(&stopped), [SentKind::Withdraw]);
    assert_eq!(stopped.sent[0].key, Some(call));

    let ended = next(&definition, &first, &format!(r#"{{"type":"callFinished","call":{}}}"#, call.0));
    assert_eq!((kinds(&ended), ended.status), (vec![], Status::Completed));
}

#[test]
fn the_caller_is_told_of_escalations_and_of_the_end_in_this_order() {
    let definition = definition(CALLING);
    let alone = begun(&definition, "called", CommitOptions::default());
    assert!(alone.sent.is_empty());
    let called =
        begun(&definition, "called", CommitOptions { call: Some(Key(7)), ..CommitOptions::default() });
    assert_eq!(kinds(&called), [SentKind::Answer, SentKind::Answer]);
    assert_eq!(called.sent[0].data, r#"{"type":"callEscalated","call":7,"code":"late"}"#);
    assert!(called.sent[1].data.starts_with(r#"{"type":"callThrew","call":7,"code":"lost""#));
}

#[test]
fn what_one_step_opens_and_closes_leaves_no_row() {
    let definition = definition(
        r#"<process id="p"><startEvent id="s"/><parallelGateway id="g"/><userTask id="t"/>
             <endEvent id="stop"><terminateEventDefinition/></endEvent>
             <sequenceFlow id="a" sourceRef="s" targetRef="g"/><sequenceFlow id="b" sourceRef="g" targetRef="t"/>
             <sequenceFlow id="c" sourceRef="g" targetRef="stop"/></process>"#,
    );
    let ended = begun(&definition, "p", CommitOptions::default());
    assert_eq!((ended.status, ended.revision), (Status::Terminated, 1));
    assert!(ended.opened.is_empty() && ended.closed.is_empty());
}

#[test]
fn the_history_is_as_full_as_the_host_wants_it() {
    let definition = definition(CALLING);
    let kept = |history| begun(&definition, "caller", CommitOptions { history, call: None }).history;
    assert!(kept(HistoryLevel::None).is_empty());
    let flows = |entries: Vec<String>| {
        let entries = entries.iter().map(|entry| serde_json::from_str::<Entry>(entry).unwrap());
        entries.filter(|entry| matches!(entry, Entry::FlowTaken { .. })).count()
    };
    assert_eq!(flows(kept(HistoryLevel::Activity)), 0);
    assert_eq!(flows(kept(HistoryLevel::Full)), 1);
}

#[test]
fn user_tasks_have_the_columns_that_people_ask_by() {
    let definition = definition(
        r#"<process id="p" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><startEvent id="s"/>
             <userTask id="t" camunda:assignee="ann" camunda:candidateUsers="bob, bob" camunda:candidateGroups="staff"
               camunda:priority="3" camunda:dueDate="2020-09-13T12:26:40Z"/>
             <sequenceFlow id="a" sourceRef="s" targetRef="t"/></process>"#,
    );
    let commit = begun(&definition, "p", CommitOptions::default());
    let [duty] = commit.opened.as_slice() else { panic!("one task is open") };
    let text = serde_json::to_string(duty).unwrap();
    assert!(text.starts_with(
        r#"{"key":4,"kind":"userTask","name":"t","element":"t","activation":3,"due":1600000000000,"assignee":"ann","priority":3,"candidates":[{"kind":"user","name":"bob"},{"kind":"group","name":"staff"}],"data":"{\"type\":\"job\","#
    ), "{text}");
}

#[test]
fn a_message_is_meant_for_those_that_it_does_not_contradict() {
    let cases = [
        (None, Some("5"), true),
        (Some("5"), None, true),
        (Some("5"), Some("5.0"), true),
        (Some("5"), Some("\"5\""), false),
        (Some(r#"{"order":5}"#), Some(r#"{"order":5,"customer":7}"#), true),
        (Some(r#"{"order":5,"customer":8}"#), Some(r#"{"order":5,"customer":7}"#), false),
        (Some(r#"{"order":5}"#), Some(r#"{"customer":7}"#), true),
    ];
    for (wanted, given, agree) in cases {
        assert_eq!(agrees_json(wanted, given).unwrap(), agree, "{wanted:?} {given:?}");
    }
    assert!(agrees_json(Some("{"), None).is_err());
}

#[test]
fn what_is_not_of_its_form_is_refused() {
    let definition = definition(CALLING);
    let start = r#"{"id":"one","process":"caller"}"#;
    for (snapshot, event, options, code) in [
        (None, "{", "{}", "invalidEvent"),
        (None, r#"{"id":"one"}"#, "{}", "unknownProcess"),
        (None, start, r#"{"history":"some"}"#, "invalidEvent"),
        (None, start, r#"{"levels":1}"#, "invalidEvent"),
        (Some("{}"), r#"{"type":"tick"}"#, "{}", "invalidSnapshot"),
    ] {
        let refused = commit_json(&definition, snapshot, event, at(1), options).unwrap_err().to_json();
        assert!(refused.contains(code), "{refused}");
    }
}
